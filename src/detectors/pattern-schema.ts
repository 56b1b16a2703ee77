import { z } from 'zod'
import { gateSchema as gate } from './gate.ts'

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const json: z.ZodType = z.json()
const shape = z.enum([
  'uuid',
  'hex',
  'decimal',
  'url',
  'path',
  'version',
  'base64',
  'isbn',
  'doi',
  'timestamp',
  'order',
  'series',
  'matrix',
  'size',
  'userinfo',
  'login',
])

/** `detect.kind: pattern`: regular expressions at gates, proved by validators and weighed by context. */
export const patternDetect = z.strictObject({
  kind: z.literal('pattern'),
  /**
   * One gate or several: a text is shown to the rule when any of them occurs. `cue`: the words of `context.boost` are the gate, and the rule
   * sees only what stands near one of them or in a field of `context.fieldBoost`; for numbers so weak that nothing is claimed elsewhere.
   */
  gate: z.union([gate, z.array(gate).min(1), z.literal('cue')]).optional(),
  patterns: z
    .array(
      z.strictObject({
        id: z.string().regex(slug),
        /** JavaScript, `u` flag always on; every repetition bounded. Line breaks and tabs that are written out (`\n`) are read as such, too. The named group `v` is the value and the span when present, else the whole match. */
        re: z.string().min(1),
        flags: z
          .string()
          .regex(/^[ims]*$/)
          .default(''),
        /**
         * Adds look-arounds: `alnum` no ASCII letter or digit on either side, `digit` no digit, `none` nothing.
         */
        edge: z.enum(['alnum', 'digit', 'none']).default('alnum'),
        /** Log-odds this pattern adds on its own, e.g. for grouping. */
        weight: z.number().default(0),
        /**
         * Regular expressions (flag i) on the field's JSON pointer without indexes: the pattern is looked for only in such a field (a column of a
         * table, a key of a record), in all of its text and without a gate, and the name counts as a word beside the value.
         */
        fields: z.array(z.string().min(1)).min(1).optional(),
        /**
         * What stands in such a field is a finding only where another field of the same record holds a hit of these rules, by their ids; `persons`
         * stands for all that say `identifies: person`. A `name` is a person's where a mailbox or an identity number is beside it, and a thing's elsewhere.
         */
        beside: z.array(z.string().min(1)).min(1).optional(),
      }),
    )
    .min(1)
    .refine((patterns) => patterns.every(({ beside, fields }) => beside === undefined || fields !== undefined), {
      message: 'a pattern with "beside" needs "fields": only what stands in a field of its own waits for the rest of its record',
    })
    .refine((patterns) => new Set(patterns.flatMap(({ beside }) => (beside === undefined ? [] : [JSON.stringify(beside)]))).size < 2, {
      message: 'the patterns of a rule have one list "beside" between them',
    }),
  /** All must hold for the value with separators (space, hyphen, dot, parentheses) removed unless `raw`. */
  validate: z
    .array(
      z.strictObject({
        use: z.string().min(1),
        args: z.record(z.string(), json).default({}),
        /** A word list beside the rule, a .txt file: its lines are the validator's `args.list`. */
        list: z.string().min(1).optional(),
        raw: z.boolean().default(false),
        /** Only values found by these pattern ids. */
        only: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  /** Words near the match (characters, in the normalised text; ASCII case-folded; an ASCII word of several also as `tax_id`, `tax-id`, `taxId`). */
  context: z
    .strictObject({
      before: z.number().int().min(0).max(200).default(24),
      after: z.number().int().min(0).max(200).default(12),
      boost: z.array(z.string().min(1)).default([]),
      damp: z.array(z.string().min(1)).default([]),
      /** Regular expressions (flag i) on the field's JSON pointer without indexes. A field that is called by a word of `boost` counts as one of these. */
      fieldBoost: z.array(z.string().min(1)).default([]),
      fieldDamp: z.array(z.string().min(1)).default([]),
      /** A hit without a boost (word or field) is suppressed with reason `no-context`; behind a `cue` gate it is no hit at all. */
      required: z.boolean().default(false),
    })
    .optional(),
  /**
   * score = sigmoid(logit(base) + Σ weight·ln(1/falsePass) + pattern weight + boost·s − damp·s), s from 1 for a word beside the value to 0.6
   * for one at the far end of the context. When validators passed, words that speak against it never push the score below `floor`, nor, for
   * validators that let hardly anything through (`proving` in context.ts), below the level it is reported at.
   */
  evidence: z
    .strictObject({
      base: z.number().gt(0).lt(1).default(0.5),
      weight: z.number().min(0).max(1).default(0.5),
      boost: z.number().min(0).default(2.5),
      damp: z.number().min(0).default(2.5),
      floor: z.number().min(0).lt(1).default(0),
      /**
       * Log-odds that a name takes away which stands for all of a value and speaks of something else: of its field, of its column, or directly
       * before it (`naming.ts`). A name alone never takes a value below low confidence. A quantity (`phone_count`) then speaks for no value.
       */
      named: z.number().min(0).default(0),
    })
    .prefault({}),
  exclude: z
    .strictObject({
      /** Whole values (separators removed): published examples, placeholders. */
      values: z.array(z.string()).default([]),
      /** Regular expressions (flags iu) that exclude a value when they match all of it. */
      patterns: z.array(z.string()).default([]),
      /** Validators that accept what is of nobody, by id; they see the value with its separators. Reason `example`. */
      valid: z.array(z.string().min(1)).default([]),
      /** Central shapes around the span: see `src/text/shapes.ts`. */
      shapes: z.array(shape).default([]),
      /** Central shapes that make a value without a name as doubtful as a name that speaks of something else: see `evidence.named`. */
      doubtful: z.array(shape).default([]),
    })
    .prefault({}),
})

export type PatternDetect = z.infer<typeof patternDetect>
