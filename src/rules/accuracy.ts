import { existsSync, readFileSync } from 'node:fs'
import type { Rule } from '../model.ts'
import { type Rate, wilson } from '../sketch/intervals.ts'
import { accuracySchema } from './schema.ts'

/**
 * The measured accuracy that ships with the built-in packs (`rules/accuracy.json`, written by `npm run accuracy`). Counts only: shares
 * and intervals are computed here, so the figures in a report are a pure function of that file.
 */

/** Rules measured together on one labelled data set. */
export interface Measured {
  readonly set: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly synthetic: boolean
  readonly lang: string
  /** What the set labels, such as `CN_MOBILE`. */
  readonly kind: string
  /** Entities whose rules the figures stand for; empty: all rules of the domain. */
  readonly entities: readonly string[]
  readonly domain: string
  /** Labelled values, and texts without any. */
  readonly positives: number
  readonly negatives: number
  /** Share of what was reported that was right, and of what was labelled that was found; null where there was nothing to count. */
  readonly precision: Rate | null
  readonly recall: Rate | null
}

/** Reads the kept figures; none when the file is not there, and every rule counts as not measured. */
export function readAccuracy(file: string): readonly Measured[] {
  if (!existsSync(file)) return []
  const { sets, rows } = accuracySchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const rate = (hits: number, total: number) => (total === 0 ? null : wilson(hits, total))
  return rows.flatMap(({ set, all, ...row }) => {
    const of = sets.find((one) => one.id === set)
    if (of === undefined) return []
    const { title, synthetic } = of
    return [{ set, title, synthetic, ...row, precision: rate(all.tp, all.tp + all.fp), recall: rate(all.tp, all.tp + all.fn) }]
  })
}

/** The rows that speak of at least one of the rules. */
export function accuracyOf(measured: readonly Measured[], rules: readonly Rule[]): readonly Measured[] {
  const entities = new Set(rules.map((rule) => rule.entity))
  const domains = new Set(rules.map((rule) => rule.domain as string))
  return measured.filter((row) => (row.entities.length === 0 ? domains.has(row.domain) : row.entities.some((one) => entities.has(one))))
}
