import { z } from 'zod'
import { detectSchemas, madeDetectSchemas } from '../detectors/schemas.ts'
import { formed, riskForm, ruleForm, slugForm } from '../notation/yaml.ts'

/**
 * The one schema of what people write into rule packs (`dataaudit.rulepack/v1`). Types are inferred from it; unknown keys are errors.
 */

/** A text in both languages, neither of them empty. */
export const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
/** How sure we are of the text of a law: V read in the source, S a secondary source was read, R recalled. S and R warn and never gate. */
export const mark = z.enum(['V', 'S', 'R'])

const example = z.strictObject({
  text: z.string(),
  find: z.string().optional(),
  /** JSON pointer of the field the text stands in, for patterns that are for fields. */
  field: z.string().startsWith('/').optional(),
  lang: z.string().optional(),
  why: z.string().optional(),
})

export const ruleSchema = z.strictObject({
  id: z.string().regex(ruleForm),
  rev: z.number().int().min(1).default(1),
  status: z.enum(['experimental', 'stable', 'deprecated']),
  domain: z.enum(['pii', 'secret', 'ip', 'prohibited', 'quality', 'contamination']),
  entity: z.string().regex(formed(/^[A-Z][A-Z0-9_]*$/, 'CN_MOBILE')),
  risk: z.string().regex(riskForm),
  secondaryRisks: z.array(z.string().regex(riskForm)).default([]),
  requirements: z.array(z.string().min(1)).min(1),
  title: words,
  message: words.optional(),
  why: words,
  remedy: words,
  severity: z.enum(['error', 'warning', 'note']),
  /** Whom a value of it tells from others: what is said beside it is then said of somebody (`beside: [persons]` of composite rules). */
  identifies: z.literal('person').optional(),
  /** Runs only when it is asked for: by name under `overrides`, or by the option that stands for it. */
  optional: z.boolean().optional(),
  tags: z.array(z.string()).default([]),
  units: z
    .array(z.enum(['text', 'field', 'key', 'path']))
    .min(1)
    .default(['text', 'field', 'key', 'path']),
  detect: z.discriminatedUnion('kind', detectSchemas),
  beats: z.array(z.string().regex(ruleForm)).default([]),
  examples: z.strictObject({ match: z.array(example).min(1), pass: z.array(example).min(1) }),
  refs: z.array(z.string()).default([]),
})

/** What comes with the program: each has a schema of its own. */
const builtInKinds: ReadonlySet<string> = new Set([...detectSchemas, ...madeDetectSchemas].map(({ shape }) => shape.kind.value))
const kindOfPack = z.string().refine((kind) => !builtInKinds.has(kind), {
  // Else a union takes this for all that is wrong.
  abort: true,
  message:
    'a detector of this kind comes with the program and does not take what stands beside "kind"; schema/rule.json says what it takes',
  params: { zh: '该种类的检测器是内置的，不接受 kind 之外所写的内容；可用的写法见 schema/rule.json' },
})

/** A rule of a pack with code may name a detector of the pack; what else stands in `detect` is that detector's to judge. */
export const codeRuleSchema = ruleSchema.extend({
  detect: z.union([ruleSchema.shape.detect, z.looseObject({ kind: kindOfPack })]),
})

export const packSchema = z.strictObject({
  schema: z.literal('dataaudit.rulepack/v1'),
  id: z.string().regex(slugForm),
  version: z.string().regex(formed(/^\d+\.\d+\.\d+$/, '1.0.0')),
  title: words,
  license: z.string().min(1),
  /** A pack with code (`detectors/index.js`) loads only under `--trust-code`. */
  code: z.boolean().default(false),
})

/** `rules/risks.yaml`: the fixed list of the 31 risk types (TC260-003 Appendix A, carried into GB/T 45654-2025). */
export const risksSchema = z
  .array(
    z.strictObject({
      id: z.string().regex(riskForm),
      std: z.string(),
      title: words,
      /** Minimum number of library terms for this type; null when the standard sets none. */
      floor: z.number().int().nullable(),
      /** What an offline tool can decide: high, medium, low, none. */
      detectability: z.enum(['high', 'medium', 'low', 'none']),
      /** Clause ids this risk bears on. */
      requirements: z.array(z.string()).min(1),
      /** What serves it when no rule does. */
      evidence: words,
    }),
  )
  .length(31)

const counts = z.object({ tp: z.number().int(), fp: z.number().int(), fn: z.number().int() })

/** `rules/accuracy.json`: what `npm run accuracy` counted; what reports have no use for is left out here. */
export const accuracySchema = z.object({
  schema: z.literal('dataaudit.accuracy/v1'),
  sets: z.array(z.object({ id: z.string(), title: words, synthetic: z.boolean() })),
  rows: z.array(
    z.object({
      set: z.string(),
      kind: z.string(),
      entities: z.array(z.string()),
      domain: z.string(),
      lang: z.string(),
      positives: z.number().int(),
      negatives: z.number().int(),
      all: counts,
    }),
  ),
})

export type RuleSource = z.infer<typeof ruleSchema>
export type PackManifest = z.infer<typeof packSchema>
export type RiskType = z.infer<typeof risksSchema>[number]
