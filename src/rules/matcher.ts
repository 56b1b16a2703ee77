import { settle, withDerived } from '../detectors/index.ts'
import { Kernel } from '../kernel/index.ts'
import type { CharacterCounts, Hit, Unit } from '../model.ts'
import { originalSpan } from '../text/normalise.ts'
import { ByteView } from '../text/view.ts'
import { type CompiledRules, exhaustiveHits } from './compile.ts'

/** A settled hit with its byte span in the original text. */
export interface LocatedHit {
  readonly hit: Hit
  readonly start: number
  readonly end: number
}

const none: readonly LocatedHit[] = []

/** Runs compiled rules over texts in kernel memory: fold, one pass for candidates, proof, settlement. One per thread. */
export class Matcher {
  readonly kernel: Kernel
  readonly #compiled: CompiledRules
  readonly #view = new ByteView()
  readonly #candidate = { gate: 0, start: 0, end: 0 }
  #hits: Hit[] = []

  constructor(compiled: CompiledRules) {
    this.#compiled = compiled
    this.kernel = new Kernel(compiled.gates)
  }

  readonly #emit = (hit: Hit): void => {
    this.#hits.push(hit)
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
   * Hits of the valid UTF-8 text [start, end) of kernel memory, settled, in order; suppressed ones included.
   *
   * @param count also count the text's tokens and add its characters to `counts`
   */
  hits(start: number, end: number, field: string, unit: Unit, count: boolean, counts?: CharacterCounts): readonly LocatedHit[] {
    const folded = this.#open(start, end, field, unit)
    for (const detector of this.#compiled.detectors) detector.begin(this.#view)
    this.kernel.scan(folded.start, folded.end, count, this.#visit, counts)
    for (const detector of this.#compiled.detectors) detector.end(this.#emit, false)
    if (this.#hits.length === 0) return none
    const hits = withDerived(settle(this.#hits), this.#compiled.detectors)
    this.#hits = []
    return this.#locate(hits, start, folded.pairs)
  }

  /** The same without gates: the oracle of `hits`. */
  exhaustiveHits(start: number, end: number, field: string, unit: Unit): readonly LocatedHit[] {
    const folded = this.#open(start, end, field, unit)
    return this.#locate(exhaustiveHits(this.#compiled, this.#view), start, folded.pairs)
  }

  #open(start: number, end: number, field: string, unit: Unit) {
    const folded = this.kernel.fold(start, end)
    this.#view.move(this.kernel.buffer(), folded.start, folded.end, field, unit)
    return folded
  }

  #locate(hits: readonly Hit[], start: number, pairs: Uint32Array | undefined): readonly LocatedHit[] {
    const memory = this.kernel.memory()
    return hits.map((hit) => {
      // One shape for all of them, so that what reads them is compiled once.
      const span = pairs === undefined ? hit : originalSpan(pairs, hit.start, hit.end, (at) => memory[start + at]!)
      return { hit, start: span.start, end: span.end }
    })
  }

  /** Hits in a JavaScript string; the kernel's arena must hold nothing that is still needed behind its top. */
  hitsInText(text: string, field: string, unit: Unit): readonly LocatedHit[] {
    const { start, end } = this.kernel.push(text)
    return this.hits(start, end, field, unit, false)
  }
}
