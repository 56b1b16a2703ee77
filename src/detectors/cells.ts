import type { Gate, Hit, Rule, TextView } from '../model.ts'
import { type LabelColumn, labelReader } from './labels.ts'
import { type CompiledRule, run, wholeText } from './pattern-run.ts'
import { noPerson } from './persons.ts'
import { type DigitsShown, seeDigits } from './regex/runs.ts'
import { allMarks, type Cells, eachCell, longestCell, type Mark, type Place, tableGates } from './tables/index.ts'

/** Keeps a hit by where it begins. */
function keep(hits: Map<number, Hit[]>, hit: Hit): void {
  const others = hits.get(hit.start)
  if (others === undefined) hits.set(hit.start, [hit])
  else others.push(hit)
}

/**
 * Judges the cells of tables in a text as fields that are named by the head of their column, or by the label in the cell before.
 *
 * For a rule to which the head says something, the verdict on the cell stands in the place of the one in running text, and to a rule that
 * wants a word the heads of other columns say nothing.
 */
export class CellJudge {
  readonly gates: readonly Gate[]
  readonly #marks: readonly Mark[]
  readonly #read: (label: string) => LabelColumn
  #marked: { mark: Mark; at: number }[] = []
  /** Cells of the current text in its order, three numbers each: start, end, and which of `#columns`; negative for one that is not of a table. */
  #cells: number[] = []
  #columns: LabelColumn[] = []
  #hits: Hit[] = []
  /** Hits in running text that lie in cells. */
  #waiting: Hit[] = []
  /** Hits in cells that wait for a person, by where they begin. */
  readonly #awaiting = new Map<number, Hit[]>()
  /** Those that a hit in running text, which waits for nobody, takes the place of. */
  readonly #outdone = new Set<Hit>()
  /** Hits in values that stand beside their label, by where they begin. */
  readonly #beside = new Map<number, Hit[]>()
  /** The rules to which any name of a value says something. */
  readonly #byName: ReadonlyMap<Rule, CompiledRule>
  /** The rules that want a word. */
  readonly #wanting: ReadonlyMap<Rule, CompiledRule>

  constructor(rules: readonly CompiledRule[]) {
    this.gates = tableGates.map(({ gate }) => gate)
    this.#marks = tableGates.map(({ mark }) => mark)
    this.#read = labelReader(rules)
    this.#byName = new Map(rules.filter(({ detect }) => detect.evidence.named > 0).map((one) => [one.rule, one]))
    this.#wanting = new Map(rules.filter(({ detect }) => detect.context?.required === true).map((one) => [one.rule, one]))
  }

  /** The field that a label names; undefined where that says nothing to a rule. */
  fieldNamed(label: string): string | undefined {
    const { names, field } = this.#read(label)
    return names ? field : undefined
  }

  begin(): void {
    if (this.#marked.length > 0) this.#marked = []
  }

  /** Marks a place where candidate number `gate` of `gates` begins. */
  mark(gate: number, at: number): void {
    this.#marked.push({ mark: this.#marks[gate]!, at })
  }

  /**
   * Judges the cells of a text, whose hits `tell` tells, and gives what hits in running text are to be emitted with.
   *
   * @param exhaustive look for tables everywhere, not only at marks
   */
  judge(text: TextView, exhaustive: boolean, emit: (hit: Hit) => void): (hit: Hit) => void {
    if (exhaustive) this.#marked = [...allMarks(text)]
    if (this.#marked.length === 0 || (text.unit !== 'text' && text.unit !== 'field')) return emit
    this.#cells = []
    this.#columns = []
    const numbers = new Map<LabelColumn, number>()
    const cells: Cells = {
      column: this.#read,
      cell: (named, start, end, place) => {
        if (end <= start || end - start > longestCell) return
        const column = named as LabelColumn
        let number = numbers.get(column)
        if (number === undefined) {
          number = this.#columns.push(column) - 1
          numbers.set(column, number)
        }
        this.#cells.push(start, end, place === 'column' ? number : -1 - number)
        this.#look(text, column, start, end, place)
      },
    }
    eachCell(text, this.#marked, cells)
    if (this.#cells.length === 0) return emit
    return (hit) => {
      // Kept until all rules ran: to judge one is to run a rule again, which cannot be done while it runs.
      if (this.#cellAt(hit.start) < 0) emit(hit)
      else this.#waiting.push(hit)
    }
  }

  /** Emits what is left of hits in running text, and the hits in cells. */
  tell(text: TextView, emit: (hit: Hit) => void): void {
    if (this.#waiting.length > 0) {
      for (const hit of this.#waiting) if (this.#stands(text, hit)) emit(this.#named(text, hit))
      this.#waiting = []
    }
    if (this.#hits.length > 0) {
      for (const hit of this.#hits) if (!this.#outdone.has(hit)) emit(hit)
      this.#hits = []
      this.#beside.clear()
      this.#awaiting.clear()
      this.#outdone.clear()
    }
  }

  /** Runs the rules to which a label says something over a cell. */
  #look(text: TextView, { said, field }: LabelColumn, start: number, end: number, place: Place): void {
    if (said.length === 0) return
    const part = text.part(start, end, field)
    const whole = wholeText(part)
    const found = (hit: Hit) => {
      const placed = { ...hit, start: start + hit.start, end: start + hit.end }
      this.#hits.push(placed)
      if (placed.suppressed === noPerson) keep(this.#awaiting, placed)
      if (place !== 'column') keep(this.#beside, placed)
    }
    const shown: DigitsShown = { count: 0, runs: 0, apart: 0 }
    seeDigits(part, 0, part.length, shown)
    for (const { rule: one, weights, patterns } of said) {
      if (!one.rule.units.includes(text.unit)) continue
      run(one, one.patterns, whole, found, { shown, head: weights })
      if (patterns.length > 0) run(one, patterns, whole, found, { shown: undefined, head: weights })
    }
  }

  /** Whether a hit in running text stands, given what was found in cells. */
  #stands(text: TextView, hit: Hit): boolean {
    const cells = this.#cells
    const at = this.#cellAt(hit.start)
    if (at < 0 || hit.end > cells[at + 1]!) return true
    const number = cells[at + 2]!
    // A value beside its label was seen with it: of the two verdicts the surer one stays.
    if (number < 0) {
      const same = (this.#beside.get(hit.start) ?? []).filter(({ rule, end }) => rule === hit.rule && end === hit.end)
      return !same.some(
        ({ confidence, suppressed }) => suppressed === hit.suppressed || (suppressed === undefined && confidence >= hit.confidence),
      )
    }
    const { said } = this.#columns[number]!
    if (said.some(({ rule }) => rule.rule === hit.rule)) return this.#outdoes(hit)
    const wanting = hit.suppressed === undefined ? this.#wanting.get(hit.rule) : undefined
    return wanting === undefined || this.#says(text, cells[at]!, cells[at + 1]!, wanting)
  }

  /** Whether all that its cell has to say against a hit in running text is that it may be of nobody; the hit then takes its place. */
  #outdoes(hit: Hit): boolean {
    if (hit.suppressed !== undefined) return false
    const same = this.#awaiting.get(hit.start)?.find(({ rule, end }) => rule === hit.rule && end === hit.end)
    if (same === undefined) return false
    this.#outdone.add(same)
    return true
  }

  /** A hit in running text that stands: as its cell alone shows it, under the head of its column, for a rule to which any name says something. */
  #named(text: TextView, hit: Hit): Hit {
    const at = this.#cellAt(hit.start)
    const one = at < 0 || hit.suppressed !== undefined ? undefined : this.#byName.get(hit.rule)
    const number = one === undefined ? -1 : this.#cells[at + 2]!
    if (number < 0 || hit.end > this.#cells[at + 1]! || this.#columns[number]!.field === '') return hit
    const start = this.#cells[at]!
    let found: Hit | undefined
    const part = text.part(start, this.#cells[at + 1]!, this.#columns[number]!.field)
    run(one!, one!.patterns, wholeText(part), (other) => {
      if (start + other.start === hit.start && start + other.end === hit.end) found ??= other
    })
    return found === undefined ? hit : { ...found, start: hit.start, end: hit.end }
  }

  /** Whether a rule that wants a word finds it in the cell itself. */
  #says(text: TextView, start: number, end: number, one: CompiledRule): boolean {
    let found = false
    const part = text.part(start, end, '')
    run(one, one.patterns, wholeText(part), ({ suppressed }) => {
      found ||= suppressed === undefined
    })
    return found
  }

  /** Where in `#cells` the cell that holds a byte is; -1 for none. */
  #cellAt(offset: number): number {
    const cells = this.#cells
    let low = 0
    let high = cells.length / 3
    while (low < high) {
      const middle = (low + high) >> 1
      if (cells[middle * 3]! <= offset) low = middle + 1
      else high = middle
    }
    const at = (low - 1) * 3
    return at >= 0 && offset < cells[at + 1]! ? at : -1
  }
}
