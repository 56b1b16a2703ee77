import { z } from 'zod'
import { byteSetOf, isByteExpression } from '../kernel/index.ts'

/** A text that has to hold something; the sentences say what, and what stands there instead. */
const checked = (holds: (text: string) => boolean, en: string, zh: string) =>
  z
    .string()
    .min(1)
    .superRefine((text, ctx) => {
      if (!holds(text)) ctx.addIssue({ code: 'custom', message: `"${text}" is not ${en}`, params: { zh: `“${text}”不是${zh}` } })
    })

const expression = checked(
  isByteExpression,
  'a byte expression: ASCII characters, classes such as [0-9A-F], ".", "\\d", "\\t", "\\n", "\\r", each with "?", "{n}" or "{n,m}", and "|" between alternatives',
  '字节表达式：ASCII 字符、[0-9A-F] 等字符类、“.”、“\\d”、“\\t”、“\\n”、“\\r”，各可跟“?”“{n}”“{n,m}”，并以“|”分隔各种写法',
)
const characters = z.number().int().min(0).max(4096)
const within = checked(
  (source) => isByteExpression(source) && byteSetOf(source) !== undefined,
  'one class of ASCII characters, such as "[^,.]"',
  '单个 ASCII 字符类，应形如“[^,.]”',
)
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
