import { z } from 'zod'

/**
 * `detect.kind: names`: names of persons in running text, judged by log-odds over lists. A heuristic: its hits are of low confidence, whatever
 * the odds, and no gate can serve it, so rules of this kind run only when asked for.
 */
export const namesDetect = z.strictObject({
  kind: z.literal('names'),
  /** How the names are written: Chinese characters, or Latin letters in English text. */
  script: z.enum(['han', 'latin']),
  /** File beside the rule with its lists and weights: `key: …` lines. */
  list: z.string().min(1),
})

export type NamesDetect = z.infer<typeof namesDetect>
