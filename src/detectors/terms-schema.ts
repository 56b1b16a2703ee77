import { z } from 'zod'

/** `detect.kind: terms`: a list of terms in the rule or beside it; an occurrence is the hit. */
export const termsDetect = z.strictObject({
  kind: z.literal('terms'),
  terms: z.array(z.string().min(2)).default([]),
  /** Word list beside the rule, one term per line, `#` comments. */
  list: z.string().optional(),
  ci: z.boolean().default(true),
  /** An occurrence inside one of these longer words is not a hit: 大麻 in 大麻烦. */
  not: z.array(z.string().min(2)).default([]),
  /** A hit needs one of these words within `within` characters of it. */
  near: z.array(z.string().min(1)).default([]),
  within: z.number().int().min(1).max(200).default(30),
  /** Confidence score of a hit. */
  base: z.number().gt(0).lt(1).default(0.5),
})

export type TermsDetect = z.infer<typeof termsDetect>
