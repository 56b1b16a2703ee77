import { z } from 'zod'
import { formed } from '../notation/yaml.ts'
import { annotation, count, date, day, documentRef, documentShape, period, text, texts } from './parts.ts'

/**
 * `dataaudit.sources.yaml`: what the provider declares about the origin of the data and the model built from it. Only `version`
 * and `sources` are required: whatever is blank is printed as 未申报 / not declared and never guessed.
 */

const evidenceTypes = ['licence', 'contract', 'authorisation', 'assurance', 'review', 'crawl-record', 'consent', 'other'] as const
/** Article 13 of the PIPL, items 1 to 7. */
const lawfulGrounds = ['consent', 'contract', 'legal-duty', 'emergency', 'news', 'public', 'other-law'] as const
const sourceCategories = ['open', 'self-collected', 'commercial', 'user-input', 'synthetic'] as const
const trainingStages = ['pre-training', 'optimisation'] as const

const source = z.strictObject({
  /** Short name; also the value that records of this source carry in their source field, unless `recordSource` says otherwise. */
  id: z.string().regex(formed(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'web-2024')),
  name: text.optional(),
  owner: text.optional(),
  link: text.optional(),
  category: z.enum(sourceCategories).optional(),
  stage: z.array(z.enum(trainingStages)).min(1).optional(),
  geography: z.enum(['domestic', 'overseas']).optional(),
  /** Files of this source: gitignore patterns relative to the corpus root. */
  files: texts.min(1).optional(),
  /** Values of the records' source field that mean this source. */
  recordSource: texts.min(1).optional(),
  firstUsed: date.optional(),
  collected: period.optional(),
  /** SPDX expression, or the licence in words. */
  licence: text.optional(),
  /** How the data serve the purpose of the model. */
  purpose: text.optional(),
  evidence: z.array(z.strictObject({ type: z.enum(evidenceTypes), ...documentShape })).optional(),
  crawler: z
    .strictObject({
      names: texts.optional(),
      operator: text.optional(),
      purpose: text.optional(),
      behaviour: text.optional(),
      period: period.optional(),
      /** Assessment of the effect on the services visited (Network Data Regulation, Article 18). */
      impactAssessment: documentRef.optional(),
    })
    .optional(),
  optOut: z.strictObject({ protocols: texts.optional(), measures: text.optional() }).optional(),
  userData: z.strictObject({ services: texts.optional(), authorisation: documentRef.optional(), retention: text.optional() }).optional(),
  synthetic: z.strictObject({ models: texts.optional(), purpose: text.optional(), method: text.optional() }).optional(),
  piBasis: z.array(z.enum(lawfulGrounds)).min(1).optional(),
  /** For the ground `public`: why the use stays within a reasonable scope (PIPL 27). */
  piScope: text.optional(),
  piConsent: z
    .strictObject({ consent: documentRef.optional(), separate: documentRef.optional(), guardian: documentRef.optional() })
    .optional(),
})

const person = { name: text.optional(), contact: text.optional() }

export const sourcesSchema = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1),
    provider: z
      .strictObject({ ...person, representative: text.optional(), responsible: text.optional(), complaints: text.optional() })
      .optional(),
    model: z
      .strictObject({
        name: text.optional(),
        version: text.optional(),
        dependencies: texts.optional(),
        /** Whether and under which number the base model is filed. */
        filing: text.optional(),
        marketDate: date.optional(),
      })
      .optional(),
    filing: z.strictObject({ securityAssessment: documentRef.optional(), algorithm: documentRef.optional() }).optional(),
    dataset: z
      .strictObject({
        name: text.optional(),
        version: text.optional(),
        description: text.optional(),
        purpose: text.optional(),
        domains: texts.optional(),
        /** Where the data set is described, and where it can be had. */
        link: text.optional(),
        download: text.optional(),
        /** How it wants to be cited. */
        citation: text.optional(),
        /** SPDX expression of the data set as a whole. */
        licence: text.optional(),
        /** Days on which it was put together and released. */
        built: day.optional(),
        released: day.optional(),
      })
      .optional(),
    timeframe: z.strictObject({ earliest: date.optional(), latest: date.optional(), ongoing: z.boolean().optional() }).optional(),
    /** Specific kinds of service (medical, legal, …) for which A.5 of the risk list applies. */
    serviceTypes: texts.optional(),
    sources: z.array(source),
    processing: z
      .array(
        z.strictObject({ step: text, purpose: text.optional(), method: text.optional(), tool: text.optional(), date: date.optional() }),
      )
      .optional(),
    quality: z
      .strictObject({
        authenticity: text.optional(),
        accuracy: text.optional(),
        objectivity: text.optional(),
        /** Result of the manual check (TC260-003 9.2 a). */
        humanSample: z
          .strictObject({
            items: count.min(1),
            passed: count,
            seed: text.optional(),
            reviewers: count.optional(),
            date: date.optional(),
            report: documentRef.optional(),
          })
          .optional(),
      })
      .optional(),
    personalInfo: z
      .strictObject({ deidentification: text.optional(), minors: text.optional(), aggregateConsumer: text.optional() })
      .optional(),
    ip: z
      .strictObject({ owner: text.optional(), policy: documentRef.optional(), channel: text.optional(), summary: text.optional() })
      .optional(),
    annotation: annotation.optional(),
    algorithm: z
      .strictObject({ summary: text.optional(), architecture: text.optional(), training: text.optional(), systems: texts.optional() })
      .optional(),
    governance: z.strictObject({ pipia: documentRef.optional(), audit: documentRef.optional() }).optional(),
  })
  .superRefine((manifest, ctx) => {
    const say = (path: PropertyKey[], en: string, zh: string) => ctx.addIssue({ code: 'custom', message: en, params: { zh }, path })
    const seen = new Map<string, number>()
    manifest.sources.forEach((entry, i) => {
      const before = seen.get(entry.id)
      if (before !== undefined)
        say(['sources', i, 'id'], `source id "${entry.id}" is used twice; ids must differ`, `来源 id“${entry.id}”重复，各来源的 id 应不同`)
      seen.set(entry.id, i)
    })
    const claimed = new Map<string, string>()
    manifest.sources.forEach((entry, i) => {
      for (const value of entry.recordSource ?? [entry.id]) {
        const other = claimed.get(value) ?? (seen.has(value) && value !== entry.id ? value : undefined)
        if (other !== undefined && other !== entry.id)
          say(
            ['sources', i, entry.recordSource === undefined ? 'id' : 'recordSource'],
            `records that name "${value}" would belong to ${other} and to ${entry.id}; each value means one source, so keep it in one of them`,
            `来源字段为“${value}”的记录会同时属于 ${other} 和 ${entry.id}；每个取值只能对应一个来源，请只在其中一处保留`,
          )
        else claimed.set(value, entry.id)
      }
    })
    const sample = manifest.quality?.humanSample
    if (sample !== undefined && sample.passed > sample.items)
      say(['quality', 'humanSample', 'passed'], 'more items passed than were sampled', '合格条数多于抽检条数')
  })

export type Sources = z.infer<typeof sourcesSchema>
export type Source = Sources['sources'][number]
