import { z } from 'zod'

/** What `review` needs to check a draw: positions and numbers, no text. It may come back from anybody's hands. */

const count = z.number().int().nonnegative()
const drawFileSchema = z.strictObject({
  schema: z.literal('dataaudit-draw-1'),
  /** SHA-256 of the report.json it was drawn for. */
  report: z.string().regex(/^[0-9a-f]{64}$/),
  nonce: z
    .string()
    .regex(/^[0-9a-f]+$/)
    .nullable(),
  /** Records by file, in runs of equal numbers: [records, files]. */
  frame: z.array(z.tuple([count, count]).readonly()).readonly(),
  draw: z.strictObject({
    items: z
      .array(z.strictObject({ file: count, record: count, source: z.string(), rules: z.array(z.string()).readonly(), main: z.boolean() }))
      .readonly(),
    population: z.strictObject({
      records: count,
      found: count,
      bySource: z.array(z.strictObject({ source: z.string(), records: count, found: count })).readonly(),
      byRule: z.array(z.strictObject({ rule: z.string(), records: count })).readonly(),
    }),
  }),
})

export type DrawFile = z.infer<typeof drawFileSchema>

/** Reads a draw file; undefined when it is none. */
export function parseDrawFile(text: string): DrawFile | undefined {
  try {
    return drawFileSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Runs of equal numbers, so that a million files of one record take one pair. */
export const frameRuns = (counts: readonly number[]): [number, number][] => {
  const runs: [number, number][] = []
  for (const count of counts) {
    const last = runs.at(-1)
    if (last !== undefined && last[0] === count) last[1] += 1
    else runs.push([count, 1])
  }
  return runs
}
