import { z } from 'zod'
import type { Clause } from '../rules/legal.ts'
import { words } from '../rules/schema.ts'
import { Stop } from '../stop.ts'
import * as annotation from './annotation.ts'
import { type Evaluator, notApplicable, notAssessed } from './case.ts'
import * as content from './content.ts'
import { declaredFields, fieldPattern } from './declared.ts'
import * as personal from './personal.ts'
import * as provenance from './provenance.ts'
import * as remediation from './remediation.ts'
import { manualCheck, perSourceCheck, withVerdicts } from './review.ts'

/**
 * What the entries of `rules/legal/` may name in `check`, with the arguments each takes in `with`. A check reads the report, the
 * manifest and imported verdicts, and says a result with its evidence in words; the thresholds are data.
 */

const reason = z.strictObject({ reason: words })

interface Check {
  readonly arguments: z.ZodType
  /** Arguments have passed the schema. */
  readonly make: (given: never) => Evaluator
}

const takes = <T>(schema: z.ZodType<T>, make: (given: T) => Evaluator): Check => ({ arguments: schema, make: make as Check['make'] })
const plain = (evaluator: Evaluator): Check => takes(z.strictObject({}), () => evaluator)

export const checks: { readonly [name: string]: Check } = {
  'not-applicable': takes(reason, (given) => () => notApplicable(given.reason.zh, given.reason.en)),
  'not-assessed': takes(reason, (given) => () => notAssessed(given.reason.zh, given.reason.en)),
  declared: takes(z.strictObject({ name: words, fields: z.array(z.string().regex(fieldPattern)).min(1) }), (given) =>
    declaredFields(given.name, given.fields),
  ),
  'roll-up': takes(z.strictObject({ rows: z.array(z.string()).min(1) }), (given) => content.rollUp(given.rows)),

  'content.candidates': takes(z.strictObject({ risks: z.string().regex(/^CN-(?:A[1-5])?/), name: words }), (given) =>
    withVerdicts(given.risks, content.candidates(given.risks, given.name)),
  ),
  'content.census': plain(content.census),
  'content.counted': plain(content.counted),
  'content.every-row': plain(content.everyRow),
  'content.human-sample': takes(
    z.strictObject({ items: z.number().int().min(1), passPercent: z.number().int().min(1).max(100) }),
    (given) => manualCheck(given, content.humanSample(given)),
  ),
  'content.integrity': plain(content.integrity),
  'content.keyword-age': takes(z.strictObject({ maximumDays: z.number().int().min(1) }), content.keywordAge),
  'content.keyword-count': plain(content.keywordCount),
  'content.keyword-floors': plain(content.keywordFloors),
  'content.per-source': takes(z.strictObject({ maximumPercent: z.number().int().min(0).max(100) }), (given) =>
    perSourceCheck(given, content.perSource(given)),
  ),
  'content.quality': plain(content.quality),
  'content.rights-of-others': plain(content.rightsOfOthers),
  'content.security-of-data': plain(content.securityOfData),
  'content.technical-sample': takes(z.strictObject({ failPercent: z.number().int().min(1).max(100) }), content.technicalSample),
  'content.tools': plain(content.tools),
  'content.valid-check': plain(content.validCheck),

  'personal.anonymised': plain(personal.anonymised),
  'personal.automated-collection': plain(personal.automatedCollection),
  'personal.counted': plain(personal.counted),
  'personal.impact-assessment': plain(personal.impactAssessment),
  'personal.lawful-basis': plain(personal.lawfulBasis),
  'personal.minors': plain(personal.minors),
  'personal.public-scope': plain(personal.publicScope),
  'personal.sensitive': plain(personal.sensitive),

  'provenance.business-ethics': plain(provenance.businessEthics),
  'provenance.commercial': plain(provenance.commercial),
  'provenance.crawling': plain(provenance.crawling),
  'provenance.open-data': plain(provenance.openData),
  'provenance.opt-out': plain(provenance.optOut),
  'provenance.origin': plain(provenance.origin),
  'provenance.overseas': plain(provenance.overseas),
  'provenance.property': plain(provenance.property),
  'provenance.self-collected': plain(provenance.selfCollected),
  'provenance.several-sources': plain(provenance.severalSources),
  'provenance.user-input': plain(provenance.userInput),

  'remediation.complaints': plain(remediation.complaints),
  'remediation.deadline': plain(remediation.deadline),

  'annotation.agreement': plain(annotation.agreement),
  'annotation.both-kinds': plain(annotation.bothKinds),
  'annotation.every-batch': plain(annotation.everyBatch),
  'annotation.every-safety-item': plain(annotation.everySafetyItem),
  'annotation.exam': plain(annotation.exam),
  'annotation.filing': plain(annotation.filing),
  'annotation.isolation': plain(annotation.isolation),
  'annotation.labelling': plain(annotation.labelling),
  'annotation.log': plain(annotation.log),
  'annotation.safety-coverage': plain(annotation.safetyCoverage),
  'annotation.sections': plain(annotation.sections),
  'annotation.separation': plain(annotation.separation),
  'annotation.stages': plain(annotation.stages),
  'annotation.time': plain(annotation.time),
  'annotation.training': plain(annotation.training),
}

/**
 * The evaluator an entry names.
 * @throws Stop exit 2: an unknown check, or arguments it does not take
 */
export function evaluatorOf({ id, check, with: given }: Pick<Clause, 'id' | 'check' | 'with'>): Evaluator {
  const known = Object.hasOwn(checks, check) ? checks[check] : undefined
  if (known === undefined)
    throw new Stop('usage', 'rules.legal', {
      en: `requirement ${id} names an unknown check "${check}"; known checks are listed in src/requirements/checks.ts`,
      zh: `条目 ${id} 引用了未知的判定方法“${check}”；已知方法见 src/requirements/checks.ts`,
    })
  const args = known.arguments.safeParse(given)
  if (!args.success) {
    const place = args.error.issues[0]?.path.join('.') || 'with'
    throw new Stop('usage', 'rules.legal', {
      en: `requirement ${id}: check "${check}" does not take these arguments (at ${place})`,
      zh: `条目 ${id}：判定方法“${check}”不接受所给参数（${place}）`,
    })
  }
  return known.make(args.data as never)
}
