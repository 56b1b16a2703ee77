import { z } from 'zod'

/** The schema of the Article 17 description as JSON (`dataaudit describe --format json`): `schema/description.json`. */

const words = z.strictObject({ zh: z.string(), en: z.string() })
const count = z.number().int().nonnegative()
const hex64 = z.string().regex(/^[0-9a-f]{64}$/)

const value = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), words }),
  z.strictObject({ kind: z.literal('list'), items: z.array(words) }),
  z.strictObject({ kind: z.literal('table'), head: z.array(words), rows: z.array(z.array(words)) }),
])

const entry = z.strictObject({
  evidenceClass: z.enum(['computed', 'estimated', 'declared', 'sampled']),
  state: z.enum(['given', 'not-declared', 'not-assessed']),
  value: value.nullable(),
  gaps: count,
  note: words.optional(),
})

export const descriptionSchema = z.strictObject({
  schema: z.literal('dataaudit.description/v1'),
  title: words,
  basis: z.array(words),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  profile: z.string(),
  asOf: z.string(),
  corpus: z.strictObject({ manifest: hex64, merkleRoot: hex64 }),
  completeness: z.strictObject({ declared: count, required: count, ppm: count, missing: z.array(z.string()) }),
  sections: z.array(
    z.strictObject({
      number: z.string(),
      title: words,
      rows: z.array(z.strictObject({ number: z.string(), path: z.string(), title: words, entries: z.array(entry).min(1) })),
    }),
  ),
})
