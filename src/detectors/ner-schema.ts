import { z } from 'zod'

/** `detect.kind: ner`: what a local token-classification model marks. Made by `--ner`, not written by hand: a pack cannot name a folder. */
export const nerDetect = z.strictObject({
  kind: z.literal('ner'),
  /** Folder of the model. It stays in the program: reports hold the model's digest. */
  folder: z.string().min(1),
  /** Labels that are of concern, without `B-` or `I-`. */
  labels: z.array(z.string().min(1)).min(1),
})

export type NerDetect = z.infer<typeof nerDetect>
