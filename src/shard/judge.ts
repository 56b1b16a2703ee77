import type { Domain, FieldRole, Hit, Unit, ValuePath } from '../model.ts'
import { pointerKeys, wholeRow, withoutIndexes } from '../notation/pointer.ts'
import type { JudgedValue } from '../record/judged.ts'
import { type LabellingMap, labellingValue } from '../record/labelling.ts'
import { endOfNumber } from '../record/numbers.ts'
import { fieldOfPair, type Half } from '../record/pairs.ts'
import { FieldBytes, newRecord, type OpenRecord } from '../record/record.ts'
import { type FoundIn, hidesValue, RecordHits } from '../redact.ts'
import type { LocatedHit, Matcher } from '../rules/index.ts'
import { addRecord, addSuppressed, type Tally } from '../statistics/index.ts'
import { identifyBytes } from '../text/language.ts'
import { decodeUtf8 } from '../text/view.ts'
import type { ShardJob } from './job.ts'
import { awaitsPerson, Waiters, withHits } from './persons.ts'
import type { Place, Places } from './places.ts'
import type { Row, Value } from './row.ts'

type Metadata = Exclude<FieldRole, 'text' | 'other'>

/** The value that is judged, and what came of it so far. */
interface Judging {
  value: Value
  unit: Unit
  /** The number of its place in `#found`; undefined while nothing was found in it. */
  number: number | undefined
  /** Whether something in it must not be printed. */
  hidden: boolean
  /** Kept for an observer only. */
  hits: LocatedHit[]
}

const noKeys: readonly string[] = []
const noHits: readonly LocatedHit[] = []
const ignored = (): void => {}
const maxMeta = 300
/** An excerpt shows no more than this many bytes. */
const maxExcerptBytes = 256
/** Metadata in which rules of these domains fired is still printed: a licence names itself. */
const printable: ReadonlySet<Domain> = new Set(['ip', 'quality', 'contamination'])
const hides = ({ hit }: LocatedHit) => hit.suppressed === undefined && !printable.has(hit.rule.domain)

/** Judges the records of one shard. */
export class RecordJudge {
  readonly #job: ShardJob
  readonly #matcher: Matcher
  readonly #tally: Tally
  readonly #places: Places
  readonly #labels = new Map<string, boolean>()
  readonly #file: number
  readonly #from: number
  readonly #origin: string | undefined
  #judged: JudgedValue[] = []
  /** Keys of the row that were told already. */
  readonly #told = new Set<string>()
  /** One for all values, and no function made for each: a corpus has millions. */
  readonly #judging: Judging = {
    value: { number: -1, path: wholeRow, start: 0, end: 0 },
    unit: 'text',
    number: undefined,
    hidden: false,
    hits: [],
  }
  readonly #found = new RecordHits()
  readonly #waiters: Waiters
  readonly #fields = new FieldBytes()

  constructor(job: ShardJob, matcher: Matcher, tally: Tally, places: Places) {
    this.#job = job
    this.#matcher = matcher
    this.#tally = tally
    this.#places = places
    this.#waiters = new Waiters(matcher)
    this.#file = job.input.shard.file
    this.#from = job.input.shard.range?.start ?? 0
    this.#origin = job.input.shard.origin
  }

  /** Scans the values of a row of so many bytes and feeds the statistics; how many findings it has. */
  judge(row: Row, bytes: number): number {
    const { values, count } = row
    const record = newRecord(
      { file: this.#file, from: this.#from, row: row.number, origin: this.#origin, bytes },
      this.#job.labelling !== undefined,
    )
    this.#fields.clear()
    if (this.#told.size > 0) this.#told.clear()
    let hasText = false
    for (let i = 0; i < count && !hasText; i++) hasText = this.#places.at(values[i]!.path).role === 'text'
    let longest: Value | undefined
    for (let i = 0; i < count; i++) {
      const value = values[i]!
      if (!this.#judgeValue(row, i, hasText, record)) continue
      if (longest === undefined || value.end - value.start > longest.end - longest.start) longest = value
    }
    for (const path of row.hollow) this.#judgeKeys(path, this.#places.at(path), undefined)
    if (this.#waiters.length > 0) this.#judged = withHits(this.#judged, this.#waiters.settle(this.#found, this.#falls))
    if (longest !== undefined) record.lang = identifyBytes(this.#matcher.kernel.memory(), longest.start, longest.end)
    const findings = this.#found.findings(record, this.#matched)
    addRecord(this.#tally, record, findings)
    for (const finding of findings) this.#job.finding(finding)
    if (findings.length > 0) this.#found.clear()
    if (this.#job.observer !== undefined) {
      this.#job.observer.row(bytes, row.number, this.#judged)
      this.#judged = []
    }
    return findings.length
  }

  /** Scans one value and adds it to its record; whether it is a training text. */
  #judgeValue(row: Row, at: number, hasText: boolean, record: OpenRecord): boolean {
    const value = row.values[at]!
    const { path, start, end } = value
    const place = this.#places.at(path)
    // A record without a known text field is judged by all its strings, but for those that say who labelled it.
    const role: FieldRole = place.role === 'other' && !hasText && place.labelling === undefined ? 'text' : place.role
    const isText = role === 'text'
    const unit = isText ? 'text' : 'field'
    const { observer } = this.#job
    const { kernel } = this.#matcher
    const judging = this.#judging
    judging.value = value
    judging.unit = unit
    judging.number = undefined
    judging.hidden = false
    if (end > start) {
      const names = (place.half === 'value' ? this.#namesOfPair(row, at) : undefined) ?? place.names
      const number = { start, end: endOfNumber(kernel.memory(), start, end) }
      const asWritten = number.end === end
      this.#matcher.eachHit(number, names, unit, isText && asWritten ? record.counts : undefined, this.#hit)
      // Its characters and tokens are those that stand there.
      if (isText && !asWritten) this.#matcher.eachHit(value, '', 'text', record.counts, ignored)
    }
    // What is handed on is not written to again.
    const hits = judging.hits.length > 0 ? judging.hits : noHits
    if (hits !== noHits) judging.hits = []
    if (place.keyed.length > 0) this.#judgeKeys(path, place, { number: value.number, start, end, unit, hits })
    else if (observer !== undefined && (observer.everyValue || hits.length > 0)) {
      this.#judged.push({
        number: value.number,
        start,
        end,
        unit,
        pointer: this.#places.printable(path),
        keys: pointerKeys(path.pointer),
        hits,
        keyHits: noHits,
      })
    }
    if (isText) {
      record.texts += 1
      record.textBytes += end - start
      const { high, low } = kernel.hash(start, end, record.hashHigh, record.hashLow)
      record.hashHigh = high
      record.hashLow = low
    } else if (role !== 'other' && end > start) this.#keepMeta(value, role, record)
    if (place.labelling !== undefined) this.#keepLabelling(value, place.labelling, record)
    this.#fields.add(record.fields, place.field, role, end - start)
    return isText
  }

  /** Keeps the first value of a role as the record's, withheld where it holds what a report must not print. */
  #keepMeta({ start, end }: Value, role: Metadata, record: OpenRecord): void {
    if (record.meta[role] !== undefined) return
    const text = metaText(this.#matcher.kernel.buffer(), start, end)
    record.meta[role] = this.#judging.hidden || this.#encoded(role, text) ? '(withheld)' : text
  }

  #keepLabelling({ start, end }: Value, role: keyof LabellingMap, { labelling }: OpenRecord): void {
    if (labelling === undefined) return
    const kept = labellingValue(role, this.#matcher.kernel.buffer().toString('utf8', start, end))
    if (kept === undefined) return
    const before = labelling[role]
    if (before === undefined) labelling[role] = [kept]
    else before.push(kept)
  }

  readonly #half = (path: ValuePath): Half | undefined => this.#places.at(path).half
  readonly #named = (label: Value): string | undefined => this.#matcher.fieldNamed(label)

  /** The names that the other half of a pair gives its value; undefined where they say nothing to a rule. */
  #namesOfPair(row: Row, at: number): string | undefined {
    const field = fieldOfPair(row, at, this.#half, this.#named)
    return field && withoutIndexes(`${row.values[at]!.path.parent?.pointer ?? ''}${field}`)
  }

  /** Whether metadata that a report prints as it stands hides a value. Sources are alike, so few texts are looked at. */
  #encoded(role: Metadata, text: string): boolean {
    if (role !== 'source' && role !== 'license') return false
    let answer = this.#labels.get(text)
    if (answer === undefined) {
      answer = hidesValue(text)
      if (this.#labels.size >= 4096) this.#labels.clear()
      this.#labels.set(text, answer)
    }
    return answer
  }

  /** A hit in the value that is judged. */
  readonly #hit = (located: LocatedHit): void => {
    const judging = this.#judging
    if (this.#job.observer !== undefined) judging.hits.push(located)
    judging.hidden ||= hides(located)
    const { value, unit } = judging
    if (awaitsPerson(located)) {
      this.#waiters.add({ located, ...this.#placeOf(value, unit) })
      return
    }
    if (!this.#isReported(located)) return
    judging.number ??= this.#found.place({ ...this.#placeOf(value, unit), keys: noKeys })
    this.#found.add(located, judging.number)
  }

  readonly #placeOf = ({ path, start }: Value, unit: Unit) => ({ field: this.#places.printable(path), path, unit, start })

  /** Finds what is in the keys that lead to a value, or to none: each key once in its row, however much lies below it. */
  #judgeKeys(path: ValuePath, place: Place, value: Pick<JudgedValue, 'number' | 'start' | 'end' | 'unit' | 'hits'> | undefined): void {
    const keyHits: LocatedHit[] = []
    const { keyed } = place
    const pointer = this.#places.printable(path)
    for (const one of keyed) {
      if (this.#told.has(one.at)) continue
      this.#told.add(one.at)
      keyHits.push(...one.hits)
      const number = this.#found.place({ field: pointer, path, unit: 'key', start: -1, keys: one.keys })
      for (const located of one.hits) if (this.#isReported(located)) this.#found.add(located, number)
    }
    if (this.#job.observer === undefined) return
    const { number, start, end, unit, hits } = value ?? { number: -1, start: 0, end: 0, unit: 'field', hits: noHits }
    this.#judged.push({ number, start, end, unit, pointer, keys: pointerKeys(path.pointer), hits, keyHits })
  }

  readonly #matched = ({ unit, start: at, keys }: FoundIn, start: number, end: number): string => {
    if (unit !== 'key') return decodeUtf8(this.#matcher.kernel.buffer(), at + start, at + Math.min(end, start + maxExcerptBytes))
    const key = keys.find((each) => Buffer.byteLength(each) >= end)
    return key === undefined ? '' : Buffer.from(key).toString('utf8', start, end)
  }

  /** Whether a hit becomes a finding; counts it when it does not. */
  #isReported({ hit }: LocatedHit): boolean {
    if (hit.suppressed === undefined) return true
    this.#falls(hit)
    return false
  }

  readonly #falls = ({ rule, suppressed }: Hit): void => addSuppressed(this.#tally, { rule: rule.id, reason: suppressed ?? '' })
}

function metaText(buffer: Buffer, start: number, end: number): string {
  let stop = Math.min(end, start + maxMeta)
  while (stop > start && stop < end && (buffer[stop]! & 0xc0) === 0x80) stop -= 1
  return decodeUtf8(buffer, start, stop)
}
