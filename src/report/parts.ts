import { z } from 'zod'

/** The forms that values of a report have in common. */

export const count = z.number().int().nonnegative()
/** A share or a rate in parts per million. */
export const ppm = z.number().int().nonnegative()
/** A coefficient of agreement in millionths: it may be negative, and is null where it is not defined. */
export const millionths = z.number().int().nullable()
export const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
export const digest = z.strictObject({ sha256: hex64 })
export const words = z.strictObject({ zh: z.string(), en: z.string() })
/** A share with a 95 % Wilson interval. */
export const share95 = z.strictObject({ ppm, lowPpm: ppm, highPpm: ppm })
/** A number of records or comparisons and its share, with a 95 % Wilson interval. */
export const rate = z.strictObject({ records: count, ppm, lowPpm: ppm, highPpm: ppm })
