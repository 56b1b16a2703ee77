import { z } from 'zod'
import { count, millionths, ppm, rate } from './parts.ts'

/** What was counted over labelled records (Article 8 of the draft Measures). Counts only: people, batches and labels are never named. */

/** Null where the manifest maps no field of labelled records, or no record holds one. */
export const annotationSchema = z
  .strictObject({
    /** Records with an annotator or a label. */
    records: count,
    /** Records in which each mapped field was found. */
    fields: z.strictObject({
      annotator: count,
      reviewer: count,
      batch: count,
      label: count,
      reviewLabel: count,
      time: count,
      seconds: count,
      ruleVersion: count,
      kind: count,
    }),
    /** Records with a reviewer or a reviewer's label. */
    reviewed: rate,
    /** Records that name an annotator and a reviewer; `same`: one person is both. */
    roles: z.strictObject({ records: count, same: count }),
    batches: z.strictObject({
      count,
      /** False when there were more batches than are kept: the figures are then of a sample of them, chosen by hash. */
      complete: z.boolean(),
      /** Batches without a reviewed record. */
      unreviewed: count,
      /** Smallest and median share of a batch that was reviewed. */
      leastPpm: ppm,
      medianPpm: ppm,
      /** Batches of which the least was reviewed, by their first record. */
      rows: z.array(z.strictObject({ file: count, record: count, records: count, reviewed: count })),
    }),
    /** Labels that are the reviewer's label too, of all that were compared. */
    accuracy: rate.nullable(),
    /** Cohen's κ of label and reviewer's label, Krippendorff's α of all labels of a record (nominal); `complete`: all labels were told apart. */
    agreement: z.strictObject({
      compared: count,
      complete: z.boolean(),
      kappaMillionths: millionths,
      things: count,
      alphaMillionths: millionths,
    }),
    kinds: z.array(z.strictObject({ kind: z.enum(['functional', 'safety']), records: count, reviewed: count })),
    /** People by role, and what the manifest says of their qualifications on the reference day. */
    people: z.strictObject({
      complete: z.boolean(),
      rows: z.array(
        z.strictObject({
          role: z.enum(['annotator', 'reviewer']),
          people: count,
          certified: count,
          /** With certificates of which none holds on the day. */
          lapsed: count,
          trained: count,
          /** Certified, but at work on a day outside the time of their certificates. */
          untimely: count,
        }),
      ),
    }),
    /** Records that name a version of the labelling rules, and those whose version the manifest declares. */
    rules: z.strictObject({ versions: count, complete: z.boolean(), records: count, declared: count }),
    /** First and last day of labelling. */
    days: z.strictObject({ first: z.string(), last: z.string() }).nullable(),
    /** Seconds a task took: median and 5 % quantile, within 1 %. */
    seconds: z.strictObject({ median: count, low: count, tasks: count }).nullable(),
  })
  .nullable()

export type LabelledRecords = NonNullable<z.infer<typeof annotationSchema>>
