import { grouped, plural, share } from '../figures.ts'
import type { Sources } from '../sources.ts'
import { type Case, conform, type Evaluator, insufficient, nonconform, notApplicable, notAssessed, type Outcome } from './case.ts'

type Annotation = NonNullable<Sources['annotation']>

/** A row on manual annotation: not applicable where the manifest says that none was used, not assessed where it says nothing. */
const annotated =
  (name: string, nameEn: string, judge: (annotation: Annotation, given: Case) => Outcome | undefined): Evaluator =>
  (given) => {
    const annotation = given.sources?.annotation
    if (annotation?.used === false)
      return notApplicable('来源清单申报未使用人工标注。', 'The manifest declares that no manual annotation is used.')
    return (annotation && judge(annotation, given)) ?? notAssessed(`${name}：未申报。`, `${nameEn}: not declared.`)
  }

/** Article 8: rules, training and sample checks are all declared. */
export const labelling = annotated('标注规则、人员培训和抽样核验', 'Rules, training and sample checks', (annotation) => {
  const has = {
    rules: (annotation.rules?.length ?? 0) > 0,
    training: annotation.staff?.training !== undefined,
    check: annotation.verification?.sampledPercent !== undefined,
  }
  if (!has.rules && !has.training && !has.check) return undefined
  const word = (yes: boolean) => (yes ? '已申报' : '未申报')
  const wordEn = (yes: boolean) => (yes ? 'declared' : 'not declared')
  const zh = `标注规则${word(has.rules)}，人员培训${word(has.training)}，抽样核验${word(has.check)}。`
  const en = `Rules ${wordEn(has.rules)}, training ${wordEn(has.training)}, sample checks ${wordEn(has.check)}.`
  return has.rules && has.training && has.check
    ? conform(`${zh}规则质量未作判断。`, `${en} The quality of the rules was not judged.`)
    : insufficient(zh, en)
})

export const training = annotated('标注人员培训', 'Training of annotators', ({ staff }) =>
  staff?.training === undefined ? undefined : conform(`已申报培训：${staff.training}。`, `Training declared: ${staff.training}.`),
)

export const exam = annotated('标注人员考核', 'Qualification of annotators', ({ staff }) => {
  if (staff?.certifiedPercent === undefined)
    return staff?.exam === undefined
      ? undefined
      : insufficient(`已申报考核：${staff.exam}；合格比例未申报。`, `Exam declared: ${staff.exam}; share certified not declared.`)
  const zh = `持有效资格的标注人员占 ${staff.certifiedPercent}%（申报）。`
  const en = `${staff.certifiedPercent}% of annotators hold a valid qualification (declared).`
  return staff.certifiedPercent === 100 ? conform(zh, en) : nonconform(zh, en)
})

export const separation = annotated('职能分开', 'Role separation', ({ roleSeparation }) =>
  roleSeparation === undefined
    ? undefined
    : insufficient(
        `已申报：${roleSeparation}。未读取标注与审核人员编号，未作核对。`,
        `Declared: ${roleSeparation}. Ids of annotators and reviewers were not read, so it was not checked.`,
      ),
)

const wanted = ['goal', 'data-format', 'method', 'quality-metrics'] as const

export const sections = annotated('标注规则', 'Labelling rules', ({ rules }) => {
  if (rules === undefined || rules.length === 0) return undefined
  const full = rules.filter((rule) => wanted.every((part) => rule.sections?.includes(part)))
  const zh = `已申报标注规则 ${rules.length} 份，其中 ${full.length} 份载明目标、数据格式、方法和质量指标。`
  const en = `${plural(rules.length, 'rule document')} declared; ${full.length} state goal, data format, method and quality metrics.`
  return full.length === rules.length ? conform(zh, en) : insufficient(zh, en)
})

export const bothKinds = annotated('标注规则', 'Labelling rules', ({ rules }) => {
  if (rules === undefined || rules.length === 0) return undefined
  const has = (kind: string) => rules.some((rule) => rule.kind === kind)
  const zh = `功能性标注规则${has('functional') ? '已申报' : '未申报'}，安全性标注规则${has('safety') ? '已申报' : '未申报'}。`
  const en = `Rules for functional labels ${has('functional') ? 'declared' : 'not declared'}, for safety labels ${has('safety') ? 'declared' : 'not declared'}.`
  return has('functional') && has('safety') ? conform(zh, en) : insufficient(zh, en)
})

export const safetyCoverage = annotated('安全性标注规则覆盖的风险', 'Risks covered by safety rules', ({ rules }, { report }) => {
  const safety = rules?.filter((rule) => rule.kind === 'safety' && rule.risks !== undefined) ?? []
  if (safety.length === 0) return undefined
  const covered = new Set(safety.flatMap((rule) => rule.risks ?? []))
  const missing = report.risks.filter((risk) => !covered.has(risk.id)).map((risk) => risk.id)
  const zh = `安全性标注规则覆盖 ${report.risks.length - missing.length}/${report.risks.length} 类风险。`
  const en = `The safety rules cover ${report.risks.length - missing.length} of ${report.risks.length} risk types.`
  return missing.length === 0
    ? conform(zh, en)
    : nonconform(`${zh}未覆盖：${missing.join('、')}。`, `${en} Missing: ${missing.join(', ')}.`)
})

export const everyBatch = annotated('功能性标注批次抽检', 'Sample check of every batch', ({ verification }) => {
  if (verification?.everyBatch === undefined) return undefined
  return verification.everyBatch
    ? conform('已申报每批抽检。', 'A check of every batch is declared.')
    : nonconform('申报为未对每批抽检。', 'It is declared that not every batch is checked.')
})

export const everySafetyItem = annotated('安全性标注审核', 'Review of safety labels', ({ verification }) => {
  const part = verification?.safetyReviewedPercent
  if (part === undefined) return undefined
  const zh = `经审核通过的安全性标注占 ${part}%（申报）。`
  const en = `${part}% of safety labels were passed by a reviewer (declared).`
  return part === 100 ? conform(zh, en) : nonconform(zh, en)
})

export const isolation = annotated('安全性标注数据隔离存储', 'Separate storage of safety labels', ({ isolation: how }) =>
  how === undefined ? undefined : conform(`已申报隔离存储：${how}。`, `Separate storage declared: ${how}.`),
)

export const filing = annotated('备案所需标注信息', 'Annotation fields of the filing', (annotation) => {
  const items = (annotation.scale ?? []).reduce((sum, row) => sum + row.items, 0)
  const parts = [annotation.scale?.length, annotation.staff?.total, annotation.staff?.training, annotation.verification?.sampledPercent]
  const has = parts.filter((part) => part !== undefined).length
  if (has === 0) return undefined
  const zh = `标注数量、人员、培训、核验比例四项已申报 ${has} 项${items > 0 ? `，标注数据共 ${grouped(items)} 条` : ''}。`
  const en = `${has} of 4 declared (amount, staff, training, share verified)${items > 0 ? `; ${plural(items, 'labelled item')}` : ''}.`
  return has === parts.length ? conform(zh, en) : insufficient(zh, en)
})

export const agreement = annotated('双标一致性', 'Agreement', ({ verification }) =>
  verification?.agreement === undefined
    ? undefined
    : insufficient(`已申报：${verification.agreement}。`, `Declared: ${verification.agreement}.`),
)

/** PTD-1: a stage for every source. */
export const stages: Evaluator = ({ sources }) => {
  if (sources === undefined || sources.sources.length === 0)
    return notAssessed('来源与训练阶段未申报。', 'Sources and their stages are not declared.')
  const has = sources.sources.filter((entry) => entry.stage !== undefined).length
  const part = share(has, sources.sources.length)
  const zh = `${sources.sources.length} 个来源中 ${has} 个已申报训练阶段（${part.zh}）。`
  const en = `${has} of ${plural(sources.sources.length, 'source')} declare a stage (${part.en}).`
  return has === sources.sources.length ? conform(zh, en) : insufficient(zh, en)
}

/** PTD-5. */
export const log: Evaluator = ({ sources }) => {
  const steps = sources?.processing?.length ?? 0
  if (steps === 0) return notAssessed('处理步骤未申报（processing）。', 'Processing steps are not declared (processing).')
  return conform(`已申报处理步骤 ${steps} 项。内容未经核验。`, `${plural(steps, 'processing step')} declared. Not verified.`)
}
