import { createHash, createHmac } from 'node:crypto'
import { canonicalJson } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import type { Report } from '../report/index.ts'
import { byCodeUnits } from '../text/order.ts'

/**
 * The draw of the human sample. A record's place in the order is HMAC-SHA256(seed, "<file>:<record>"), and the sample is the records that come
 * first. The seed is SHA-256(corpus root ‖ nonce): the root binds every byte of the corpus, so a position stands for its content, and the nonce
 * was committed to in the report that was signed before anybody could see the sample. One corpus, one nonce, one sample: there is nothing to
 * roll again, and whoever has the report can draw it.
 */

/** Where a record lies and what is known of it before anybody reads it. */
export interface Drawn {
  /** Line of the file in `corpus.sha256`, and the number of the record in it. */
  readonly file: number
  readonly record: number
  readonly source: string
  /** Rules that fired in the record, sorted; none is a stratum of its own. */
  readonly rules: readonly string[]
  /** False: drawn beyond the sample, to fill up a source or a rule. */
  readonly main: boolean
}

/** How many records there are of a kind. */
interface Population {
  readonly records: number
  readonly found: number
  readonly bySource: readonly { readonly source: string; readonly records: number; readonly found: number }[]
  readonly byRule: readonly { readonly rule: string; readonly records: number }[]
}

/** A finished draw. Items in the order of the draw. */
export interface Draw {
  readonly items: readonly Drawn[]
  readonly population: Population
}

export type DrawPlan = Pick<Report['review'], 'size' | 'perSource' | 'perRule'>

/** The frame: how many records each file has, in the order of the manifest, as its digest covers it. */
export const frameText = (counts: readonly number[]): string => counts.map((n) => `${n}\n`).join('')

/** SHA-256 of a nonce (hex): what a report says of it beforehand. */
export const commitmentTo = (nonce: string): string => sha256(Buffer.from(nonce, 'hex'))

/** The seed of a draw, from the Merkle root of the corpus and the nonce, both in hex. Without a nonce the corpus alone decides. */
export const seedOf = (root: string, nonce: string | null): Buffer =>
  createHash('sha256')
    .update(Buffer.from(root, 'hex'))
    .update(Buffer.from(nonce ?? '', 'hex'))
    .digest()

/** The identity of a draw: nobody can hand in verdicts on another one. */
export const drawDigest = (draw: Draw): string => sha256(canonicalJson(draw))

interface Entry {
  readonly key: string
  readonly file: number
  readonly record: number
  readonly source: string
  readonly rules: readonly string[]
}

/** The k entries with the smallest keys. */
class Smallest {
  readonly #k: number
  readonly entries: Entry[] = []
  constructor(k: number) {
    this.#k = k
  }
  offer(entry: Entry): void {
    const { entries } = this
    const k = this.#k
    if (k === 0 || (entries.length === k && entries[k - 1]!.key <= entry.key)) return
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (entries[middle]!.key < entry.key) low = middle + 1
      else high = middle
    }
    entries.splice(low, 0, entry)
    if (entries.length > k) entries.pop()
  }
}

/** Draws record by record, in any order; memory grows with the sample, the sources and the rules, not with the corpus. */
export class Drawing {
  readonly #plan: DrawPlan
  readonly #seed: Buffer
  readonly #main: Smallest
  readonly #sources = new Map<string, { records: number; found: number; least: Smallest }>()
  readonly #rules = new Map<string, { records: number; least: Smallest }>()
  #records = 0
  #found = 0

  constructor(plan: DrawPlan, seed: Buffer) {
    this.#plan = plan
    this.#seed = seed
    this.#main = new Smallest(plan.size)
  }

  /** Offers a record. Each must be offered once. */
  offer(file: number, record: number, source: string, rules: readonly string[]): void {
    const key = createHmac('sha256', this.#seed).update(`${file}:${record}`).digest('hex')
    const entry: Entry = { key, file, record, source, rules }
    this.#records += 1
    if (rules.length > 0) this.#found += 1
    this.#main.offer(entry)
    let own = this.#sources.get(source)
    if (own === undefined) {
      own = { records: 0, found: 0, least: new Smallest(this.#plan.perSource) }
      this.#sources.set(source, own)
    }
    own.records += 1
    if (rules.length > 0) own.found += 1
    own.least.offer(entry)
    for (const rule of rules) {
      let row = this.#rules.get(rule)
      if (row === undefined) {
        row = { records: 0, least: new Smallest(this.#plan.perRule) }
        this.#rules.set(rule, row)
      }
      row.records += 1
      row.least.offer(entry)
    }
  }

  /** The draw: the sample itself, and what sources and rules needed beyond it. */
  finish(): Draw {
    const main = new Set(this.#main.entries.map((entry) => entry.key))
    const all = new Map(this.#main.entries.map((entry) => [entry.key, entry]))
    for (const { least } of [...this.#sources.values(), ...this.#rules.values()])
      for (const entry of least.entries) all.set(entry.key, entry)
    return {
      items: [...all.values()]
        .sort((a, b) => byCodeUnits(a.key, b.key))
        .map(({ key, file, record, source, rules }) => ({
          file,
          record,
          source,
          rules: [...rules].sort(byCodeUnits),
          main: main.has(key),
        })),
      population: {
        records: this.#records,
        found: this.#found,
        bySource: [...this.#sources]
          .map(([source, { records, found }]) => ({ source, records, found }))
          .sort((a, b) => byCodeUnits(a.source, b.source)),
        byRule: [...this.#rules].map(([rule, { records }]) => ({ rule, records })).sort((a, b) => byCodeUnits(a.rule, b.rule)),
      },
    }
  }
}
