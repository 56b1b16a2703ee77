import { z } from 'zod'
import { byteSetOf, isByteExpression } from '../kernel/index.ts'

const expression = z.string().min(1).refine(isByteExpression, {
  error:
    'a byte expression: ASCII characters, classes such as [0-9A-F], ".", "\\d", each with "?", "{n}" or "{n,m}", and "|" between alternatives',
})
const characters = z.number().int().min(0).max(4096)
const within = z
  .string()
  .min(1)
  .refine((source) => isByteExpression(source) && byteSetOf(source) !== undefined, {
    error: 'one class of ASCII characters, such as "[^,.]"',
  })
const reach = z.strictObject({ before: characters.optional(), after: characters.optional(), within: within.optional() }).optional()
/** Ids of the patterns of the rule that this gate opens; without it, all. */
const patterns = z.array(z.string().min(1)).min(1).optional()
const sides = { before: expression.optional(), head: expression.optional(), after: expression.optional(), reach, patterns }

/** The schema of a gate as rules write it: see `Gate` in model.ts. */
export const gateSchema = z.union([
  z.strictObject({
    literals: z.array(z.string().min(2)).min(1),
    ci: z.boolean().optional(),
    edge: z.boolean().optional(),
    whole: z.boolean().optional(),
    ...sides,
  }),
  z.strictObject({
    digits: z.strictObject({
      min: z.number().int().min(1).max(40),
      max: z.number().int().min(1).max(1000),
      groups: z.number().int().min(1).max(8).optional(),
    }),
    ...sides,
  }),
  z.strictObject({
    token: z.strictObject({
      min: z.number().int().min(2),
      digits: z.number().int().min(0).max(40).optional(),
    }),
    ...sides,
  }),
  z.strictObject({ byte: z.string().length(1), ...sides }),
])
