import { z } from 'zod'

/**
 * `detect.kind: composite`: what the hits of other rules become together with something else. A term of a category near an identifier of a
 * person is information about that person; a term alone is a topic. With `age`, the identifier itself tells a date of birth.
 */
export const compositeDetect = z
  .strictObject({
    kind: z.literal('composite'),
    /** Rules whose hits are the identifiers, by their ids; `persons` stands for all that say `identifies: person`, of other packs as well. */
    beside: z.array(z.string().min(1)).min(1),
    terms: z.array(z.string().min(2)).default([]),
    /** Words of forms: the value behind one, after a colon or a blank, or behind a verb (诊断为) directly, is what is said. An empty one says nothing. */
    labels: z.array(z.string().min(2)).default([]),
    /** An occurrence inside one of these longer words is not one. */
    not: z.array(z.string().min(2)).default([]),
    /**
     * Regular expressions (flag i) on the field's JSON pointer without indexes: what stands in such a field (a column of a table, a key of a record)
     * is information about the person whom an identifier in the same record names.
     */
    fields: z.array(z.string().min(1)).default([]),
    /** Regular expression (flags iu) on all that stands behind a label or in a field, where not anything there says it: an age under fourteen. */
    value: z.string().min(1).optional(),
    /** Farthest distance of a term from an identifier, in Chinese characters: two letters, digits or blanks count as one. */
    within: z.number().int().min(1).max(200).default(40),
    /** The same for the value behind a label: all of a form speaks of one person. */
    formWithin: z.number().int().min(1).max(400).default(160),
    /** The person was born less than `under` years before the day the run is judged against. */
    age: z.strictObject({ under: z.number().int().min(1).max(120) }).optional(),
  })
  .refine((detect) => detect.terms.length + detect.labels.length > 0 !== (detect.age !== undefined), {
    message: 'a composite has terms or an age, not both',
  })

export type CompositeDetect = z.infer<typeof compositeDetect>
