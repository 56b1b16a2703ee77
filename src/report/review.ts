import { z } from 'zod'
import { count, digest, hex64, millionths, ppm } from './parts.ts'

/** What a human review adds to the report. Shares are integers in parts per million, as everywhere in it. */

/** A share seen in a sample, k of n, with its exact (Clopper–Pearson) and its Wilson interval, 95 %, two-sided. */
const estimate = z.strictObject({
  n: count,
  k: count,
  ppm,
  exactLowPpm: ppm,
  exactHighPpm: ppm,
  wilsonLowPpm: ppm,
  wilsonHighPpm: ppm,
})
/** What the people who reviewed the sample found. Reviewers are counted, not named. */
const reviewResultSchema = z.strictObject({
  /** SHA-256 of the report.json the sample was drawn for: the one that was signed before the review. */
  scanReport: digest,
  /** The nonce in hex, revealed; its SHA-256 is the commitment. Null when the scan committed to none. */
  nonce: z
    .string()
    .regex(/^[0-9a-f]+$/)
    .nullable(),
  seed: hex64,
  draw: digest,
  /** `corpus`: the whole draw was made again from the corpus. `positions`: from the record numbers and the findings; source labels are as drawn. */
  recomputed: z.enum(['corpus', 'positions']),
  verdictFiles: z.array(digest).min(1),
  reviewers: count,
  items: z.strictObject({
    population: count,
    drawn: count,
    /** Drawn, but the record could not be read at the scan, so nobody can judge it. */
    unreadable: count,
    reviewed: count,
    missing: count,
    passed: count,
    failed: count,
    /** A reviewer was unsure: not passed. */
    unsure: count,
    /** Judged by two reviewers or more. */
    twice: count,
    /** Drawn beyond the sample, for sources and rules with few records in it. */
    extra: count,
  }),
  /** Every record is in the sample: its share is the corpus's, without error. */
  census: z.boolean(),
  passRate: estimate,
  failedByRisk: z.array(z.strictObject({ risk: z.string(), items: count })),
  /** The limits of the standards: the point rule, and whether the sample proves it at a risk of 5 % (`strict`) and of 1 %. */
  bars: z.array(
    z.strictObject({
      id: z.string(),
      n: count,
      failures: count,
      maxPpm: ppm,
      accepted: count,
      accepted95: count.nullable(),
      accepted99: count.nullable(),
      point: z.boolean(),
      strict: z.boolean(),
      strict99: z.boolean(),
    }),
  ),
  bySource: z.array(z.strictObject({ source: z.string(), population: count, unlawful: estimate, point: z.boolean(), strict: z.boolean() })),
  /** For each rule, of the sampled records in which it fired and which were judged: how many it found rightly. */
  precision: z.array(z.strictObject({ rule: z.string(), population: count, right: estimate })),
  /** Records no rule fired in that people failed all the same, and what that comes to over the corpus. */
  missed: z.strictObject({ population: count, failed: estimate, records: count, lowRecords: count, highRecords: count }).nullable(),
  /** Share of records with any finding, beside the share corrected for what the rules miss and wrongly find (Rogan–Gladen). */
  corrected: z.strictObject({ flaggedPpm: ppm, sensitivityPpm: ppm, specificityPpm: ppm, ppm, lowPpm: ppm, highPpm: ppm }).nullable(),
  agreement: z.strictObject({ items: count, observedPpm: ppm, kappa: millionths, alpha: millionths }).nullable(),
})

/** Human sampling: the plan is fixed by the scan, so that it cannot be drawn again until it pleases. */
export const reviewSchema = z.strictObject({
  method: z.literal('hmac-sha256-v1'),
  /** Records to draw; all of them when there are fewer. */
  size: count,
  /** At least so many of every source, and of the records of every rule. */
  perSource: count,
  perRule: count,
  /** SHA-256 of the nonce that the seed is made of together with the corpus root; null without one. */
  commitment: digest.nullable(),
  /** Records by file, in the order of the manifest, one number a line: what positions can be drawn. */
  frame: z.strictObject({ records: count, digest }),
  result: reviewResultSchema.nullable(),
})

export type ReviewResult = z.infer<typeof reviewResultSchema>
export type Estimate = z.infer<typeof estimate>
