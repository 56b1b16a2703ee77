import { z } from 'zod'
import type { LabellingRole, LabellingScope } from '../model.ts'
import { fieldForm, formed, riskForm } from '../notation/yaml.ts'
import { textKey } from '../sketch/hash.ts'

/** Parts of the sources manifest: the forms its values have in common, and what it declares of manual annotation (Article 8). */

export const text = z.string().min(1)
export const texts = z.array(text)
export const count = z.number().int().nonnegative()
/** 2024, 2024-05 or 2024-05-01, in quotes when it is a year alone. */
export const date = z.string().regex(formed(/^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/, "'2024', 2024-05, 2024-05-01"))
export const day = z.iso.date()
const hex64 = z.string().regex(formed(/^[0-9a-f]{64}$/, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'))
const risk = z.string().regex(riskForm)
export const period = z.strictObject({ from: date.optional(), to: date.optional() })
const percent = z.number().min(0).max(100)

/** A document that proves something: named, hashed, with an expiry. */
export const documentShape = {
  ref: text,
  title: text.optional(),
  version: text.optional(),
  sha256: hex64.optional(),
  date: date.optional(),
  validTo: day.optional(),
}
export const documentRef = z.strictObject(documentShape)
export type DocumentRef = z.infer<typeof documentRef>

/** Whether a document is still valid on a day (ISO date); one without an expiry always is. */
export const valid = (proof: { readonly validTo?: string | undefined }, asOf: string): boolean =>
  proof.validTo === undefined || proof.validTo >= asOf

/**
 * What was found of a document beside the manifest. `verified`: the file has the declared digest. `hashed`: none is declared, this is
 * what it has. `mismatch`, `missing`: a digest is declared and the file has another, or is not there. `unchecked`: nothing to hold
 * against a file, or the reference is an address, a number, or a place outside the manifest's folder.
 */
export interface DocumentState {
  readonly state: 'verified' | 'hashed' | 'mismatch' | 'missing' | 'unchecked'
  readonly sha256?: string
}
/** States by `documentKey`. Plain data: it may cross machines with the manifest. */
export type Documents = ReadonlyMap<string, DocumentState>
export const noDocuments: Documents = new Map()

export const documentKey = (document: DocumentRef): string => `${document.ref}\n${document.sha256 ?? ''}`
export const documentState = (documents: Documents, document: DocumentRef): DocumentState =>
  documents.get(documentKey(document)) ?? { state: 'unchecked' }

/** Whether a document may be relied on: not expired on the day, and not another file than was declared. */
export function sound(document: DocumentRef, asOf: string, documents: Documents): boolean {
  const { state } = documentState(documents, document)
  return valid(document, asOf) && state !== 'mismatch' && state !== 'missing'
}

const field = z.string().regex(fieldForm).optional()
/** Where labelled records hold what: a JSON Pointer each, with a star for the several annotations of one record. */
const labellingFields = z.strictObject({
  annotator: field,
  reviewer: field,
  batch: field,
  label: field,
  /** The label the reviewer gave: what accuracy and agreement are counted from. */
  reviewLabel: field,
  /** When the label was given: an ISO date or time, or seconds or milliseconds since 1970. */
  time: field,
  /** Seconds the task took. */
  seconds: field,
  /** Version of the labelling rules that were in force. */
  ruleVersion: field,
  /** Holds `functional` or `safety` (功能性, 安全性). */
  kind: field,
} satisfies { readonly [role in LabellingRole]: typeof field })

/** A training or a certificate: of one person, or of all people of a role, or of everybody. Ids of people are compared and never printed. */
const qualification = z
  .strictObject({
    kind: z.enum(['training', 'certificate']),
    /** As it stands in the records. */
    person: text.optional(),
    role: z.enum(['annotator', 'reviewer']).optional(),
    validFrom: day.optional(),
    /** Last day it holds on; of a suspended certificate the day before the suspension. */
    validTo: day.optional(),
    document: documentRef.optional(),
  })
  .superRefine(({ validFrom, validTo }, ctx) => {
    if (validFrom !== undefined && validTo !== undefined && validFrom > validTo)
      ctx.addIssue({
        code: 'custom',
        message: 'validFrom lies after validTo; exchange the two days or correct one',
        params: { zh: 'validFrom 晚于 validTo，请对调或者更正' },
        path: ['validFrom'],
      })
  })

export const annotation = z.strictObject({
  /** False when no manual annotation is used: Article 8 then does not apply. */
  used: z.boolean().optional(),
  fields: labellingFields.optional(),
  scale: z.array(z.strictObject({ kind: z.enum(['functional', 'safety']), type: text, items: count, unit: text.optional() })).optional(),
  rules: z
    .array(
      z.strictObject({
        kind: z.enum(['functional', 'safety']),
        ...documentShape,
        sections: z.array(z.enum(['goal', 'data-format', 'method', 'quality-metrics', 'review'])).optional(),
        /** Risk types the safety rules cover. */
        risks: z.array(risk).optional(),
      }),
    )
    .optional(),
  staff: z
    .strictObject({
      total: count.optional(),
      inHouse: count.optional(),
      outsourced: count.optional(),
      training: text.optional(),
      trainingHours: z.number().nonnegative().optional(),
      exam: text.optional(),
      certifiedPercent: percent.optional(),
      qualifications: z.array(qualification).optional(),
    })
    .optional(),
  roleSeparation: text.optional(),
  verification: z
    .strictObject({
      sampledPercent: percent.optional(),
      accuracyPercent: percent.optional(),
      everyBatch: z.boolean().optional(),
      safetyReviewedPercent: percent.optional(),
      agreement: text.optional(),
      method: text.optional(),
    })
    .optional(),
  machine: texts.optional(),
  isolation: text.optional(),
})

/** What the manifest says of labelled records, for whoever counts them: qualifications on the reference day, and declared versions of the rules. */
export function labellingScope(declared: z.infer<typeof annotation> | undefined, asOf: string): LabellingScope {
  const versions = new Set((declared?.rules ?? []).flatMap(({ version }) => (version === undefined ? [] : [textKey(version)])))
  const held = (declared?.staff?.qualifications ?? []).map((one) => ({
    ...one,
    key: one.person === undefined ? undefined : textKey(one.person),
  }))
  return {
    declares: (version) => versions.has(version),
    person(role, key, { first, last }) {
      const own = held.filter((one) => (one.key ?? key) === key && (one.role ?? role) === role)
      const holds = (one: (typeof own)[number], from: string, to: string) =>
        (one.validFrom === undefined || one.validFrom <= from) && (one.validTo === undefined || one.validTo >= to)
      const certificates = own.filter(({ kind }) => kind === 'certificate')
      return {
        certificate: certificates.length === 0 ? 'none' : certificates.some((one) => holds(one, asOf, asOf)) ? 'valid' : 'lapsed',
        trained: own.some((one) => one.kind === 'training' && holds(one, asOf, asOf)),
        // A renewed certificate may cover the first day and another one the last.
        untimely:
          first !== '' &&
          certificates.length > 0 &&
          !(certificates.some((one) => holds(one, first, first)) && certificates.some((one) => holds(one, last, last))),
      }
    },
  }
}
