import { addDerived, HitList, settle } from '../detectors/index.ts'
import { Kernel } from '../kernel/index.ts'
import type { CharacterCounts, Hit, Rule, Unit } from '../model.ts'
import { withoutIndexes } from '../notation/pointer.ts'
import { originalSpan } from '../text/normalise.ts'
import { ByteView } from '../text/view.ts'
import { builtTables } from './built.ts'
import { type CompiledRules, exhaustiveHits } from './compile.ts'

/** A settled hit with its byte span in the original text. */
export interface LocatedHit {
  readonly hit: Hit
  readonly start: number
  readonly end: number
}

/** Where a text lies in kernel memory, as valid UTF-8. */
interface TextSpan {
  readonly start: number
  readonly end: number
}

/** Runs compiled rules over texts in kernel memory: fold, one pass for candidates, proof, settlement. One per thread. */
export class Matcher {
  readonly kernel: Kernel
  readonly #compiled: CompiledRules
  readonly #view = new ByteView()
  readonly #candidate = { gate: 0, start: 0, end: 0 }
  readonly #hits = new HitList()

  constructor(compiled: CompiledRules) {
    this.#compiled = compiled
    this.kernel = new Kernel(builtTables(compiled.gates))
  }

  readonly #emit = (hit: Hit): void => {
    this.#hits.add(hit)
  }

  readonly #visit = (gate: number, start: number, end: number): void => {
    const owner = this.#compiled.owners[gate]!
    const candidate = this.#candidate
    candidate.gate = owner.gate
    candidate.start = start
    candidate.end = end
    owner.detector.prove(candidate)
  }

  /**
   * Visits the hits of a text, settled, in order; suppressed ones included. There may be millions: they are made one by one.
   *
   * @param names the names of its field, as `withoutIndexes` writes them
   * @param counts where its characters are added; the kernel counts its tokens then, too
   */
  eachHit(span: TextSpan, names: string, unit: Unit, counts: CharacterCounts | undefined, visit: (located: LocatedHit) => void): void {
    const folded = this.#open(span, names, unit)
    for (const detector of this.#compiled.detectors) detector.begin(this.#view)
    this.kernel.scan(folded.start, folded.end, counts !== undefined, this.#visit, counts)
    for (const detector of this.#compiled.detectors) detector.end(this.#emit, false)
    const hits = this.#hits
    if (hits.length === 0) return
    settle(hits)
    addDerived(hits, this.#compiled.detectors)
    for (let at = 0; at < hits.length; at++) visit(this.#located(hits.at(at), span.start, folded.pairs))
    hits.clear()
  }

  /** The hits that `eachHit` visits, as a list. `field` is a JSON pointer. */
  hits(span: TextSpan, field: string, unit: Unit): readonly LocatedHit[] {
    const found: LocatedHit[] = []
    this.eachHit(span, withoutIndexes(field), unit, undefined, (located) => found.push(located))
    return found
  }

  /** The hits of a text when every rule runs over all of it, without gates: what `hits` must find (the oracle of the tests). */
  exhaustiveHits(span: TextSpan, field: string, unit: Unit): readonly LocatedHit[] {
    const folded = this.#open(span, withoutIndexes(field), unit)
    return exhaustiveHits(this.#compiled, this.#view).map((hit) => this.#located(hit, span.start, folded.pairs))
  }

  #open({ start, end }: TextSpan, names: string, unit: Unit) {
    const folded = this.kernel.fold(start, end)
    this.#view.move(this.kernel.buffer(), folded.start, folded.end, names, unit)
    return folded
  }

  #located(hit: Hit, start: number, pairs: Uint32Array | undefined): LocatedHit {
    // One shape for all of them, so that what reads them is compiled once.
    if (pairs === undefined) return { hit, start: hit.start, end: hit.end }
    const memory = this.kernel.memory()
    const span = originalSpan(pairs, hit.start, hit.end, (at) => memory[start + at]!)
    return { hit, start: span.start, end: span.end }
  }

  /** The field, a JSON pointer, that a label names; undefined where that says nothing to a rule. */
  fieldNamed({ start, end }: TextSpan): string | undefined {
    const label = this.kernel.buffer().toString('utf8', start, end)
    for (const { fieldNamed } of this.#compiled.detectors) {
      const field = fieldNamed?.(label)
      if (field !== undefined) return field
    }
    return undefined
  }

  /** Whether a number of a few digits in a field says something to a rule; `names` as in `eachHit`. */
  asksNumber(names: string): boolean {
    return this.#compiled.detectors.some(({ asksNumber }) => asksNumber?.(names) === true)
  }

  /** The rules that name the person of whom a hit of this rule tells something; undefined for one that does not wait for a person. */
  personsOf({ id }: Rule): ReadonlySet<string> | undefined {
    for (const { persons } of this.#compiled.detectors) {
      const own = persons?.get(id)
      if (own !== undefined) return own
    }
    return undefined
  }

  /** Hits in a JavaScript string; the kernel's arena must hold nothing that is still needed behind its top. */
  hitsInText(text: string, field: string, unit: Unit): readonly LocatedHit[] {
    return this.hits(this.kernel.push(text), field, unit)
  }
}
