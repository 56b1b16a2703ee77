import type { Words } from '../model.ts'
import type { LabelledRecords } from '../report/annotation.ts'
import type { Sources } from '../sources/index.ts'
import { coefficients, grouped, percent, plural, ppmOf, share } from '../words/figures.ts'
import { type Case, conform, type Evaluator, holds, insufficient, nonconform, notApplicable, notAssessed, type Outcome } from './case.ts'

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

/** Labelled records as they were counted; undefined when the manifest maps no field or no record holds one. */
const counted = ({ report }: Case): LabelledRecords | undefined => report.statistics.annotation ?? undefined

/** What was counted over labelled records, in a sentence for each figure there is. */
function figuresOf(seen: LabelledRecords): Words {
  const { reviewed, roles, batches, accuracy, agreement } = seen
  const part = percent(reviewed.ppm)
  const zh = [`共有标注记录 ${grouped(seen.records)} 条，其中经审核 ${grouped(reviewed.records)} 条（${part.zh}）`]
  const en = [`${plural(seen.records, 'labelled record')}, ${grouped(reviewed.records)} of them reviewed (${part.en})`]
  if (roles.records > 0) {
    zh.push(`由标注人员本人审核的 ${grouped(roles.same)} 条`)
    en.push(`${grouped(roles.same)} reviewed by their own annotator`)
  }
  if (batches.count > 0) {
    zh.push(`批次 ${grouped(batches.count)} 个，其中没有审核记录的 ${grouped(batches.unreviewed)} 个`)
    en.push(`${plural(batches.count, 'batch', 'batches')}, ${grouped(batches.unreviewed)} without a reviewed record`)
  }
  if (accuracy !== null) {
    const [rate, low, high] = [percent(accuracy.ppm), percent(accuracy.lowPpm), percent(accuracy.highPpm)]
    zh.push(`标注结果与审核结果一致率 ${rate.zh}（95% 置信区间 ${low.zh} 至 ${high.zh}）`)
    en.push(`${rate.en} of the labels as the reviewer gave them (95% interval ${low.en} to ${high.en})`)
  }
  const agreed = coefficients(agreement)
  if (agreed !== undefined) {
    zh.push(agreed.zh)
    en.push(agreed.en)
  }
  return { zh: `${zh.join('；')}。`, en: `${en.join('; ')}.` }
}

/** The manifest maps fields, but no record held them. */
const unseen = (annotation: Annotation, given: Case): Words =>
  annotation.fields === undefined || counted(given) !== undefined
    ? { zh: '', en: '' }
    : { zh: '来源清单映射了标注字段，但记录中没有读到。', en: ' The manifest maps labelling fields, but no record holds them.' }

/** Article 8: rules, training and sample checks. What the records show of the checks goes before what is declared of them. */
export const labelling = annotated('标注规则、人员培训和抽样核验', 'Rules, training and sample checks', (annotation, given) => {
  const seen = counted(given)
  const rules = annotation.rules ?? []
  const has = {
    rules: rules.length > 0,
    training:
      annotation.staff?.training !== undefined || annotation.staff?.qualifications?.some(({ kind }) => kind === 'training') === true,
    check: seen === undefined ? annotation.verification?.sampledPercent !== undefined : seen.reviewed.records > 0,
  }
  if (!has.rules && !has.training && !has.check && seen === undefined) return undefined
  const word = (yes: boolean) => (yes ? '已申报' : '未申报')
  const wordEn = (yes: boolean) => (yes ? 'declared' : 'not declared')
  const flaws = flawsOf(annotation, given)
  const flaw: Words =
    flaws.length === 0
      ? { zh: '', en: '' }
      : { zh: `尚待处理：${flaws.map(({ zh }) => zh).join('；')}。`, en: ` Open: ${flaws.map(({ en }) => en).join('; ')}.` }
  const check: Words = seen === undefined ? { zh: word(has.check), en: wordEn(has.check) } : { zh: '按记录统计', en: 'as the records show' }
  const figures = seen === undefined ? unseen(annotation, given) : prefixed(figuresOf(seen))
  const zh = `标注规则${word(has.rules)}，人员培训${word(has.training)}，抽样核验${check.zh}。${figures.zh}${flaw.zh}`
  const en = `Rules ${wordEn(has.rules)}, training ${wordEn(has.training)}, sample checks ${check.en}.${figures.en}${flaw.en}`
  const asked = annotation.fields?.reviewer !== undefined || annotation.fields?.reviewLabel !== undefined
  if (seen !== undefined && asked && !has.check) return nonconform(zh, en)
  return has.rules && has.training && has.check && flaws.length === 0
    ? conform(`${zh}规则质量未作判断。`, `${en} The quality of the rules was not judged.`)
    : insufficient(zh, en)
})

/** What stands against relying on rules, people and checks. No row of its own in the profile of the draft tells of it. */
function flawsOf(annotation: Annotation, given: Case): Words[] {
  const flaws: Words[] = []
  const add = (count: number, zh: string, en: string) => {
    if (count > 0) flaws.push({ zh, en })
  }
  const lost = (annotation.rules ?? []).filter((rule) => !holds(given, rule)).length
  add(
    lost,
    `标注规则文件 ${lost} 份已到期、不存在或者摘要不符`,
    `${plural(lost, 'rule document')} expired, not there or not the file declared`,
  )
  const covered = coverageOf(annotation, given)
  const missing = covered?.missing.length ?? 0
  add(missing, `安全性标注规则未覆盖 ${missing} 类风险`, `${plural(missing, 'risk type')} not covered by the safety rules`)
  const seen = counted(given)
  if (seen === undefined) return flaws
  const { same } = seen.roles
  add(same, `由标注人员本人审核的记录 ${grouped(same)} 条`, `${plural(same, 'record')} reviewed by their own annotator`)
  const { unreviewed } = seen.batches
  add(unreviewed, `没有审核记录的批次 ${grouped(unreviewed)} 个`, `${plural(unreviewed, 'batch', 'batches')} without a reviewed record`)
  const stray = seen.rules.records - seen.rules.declared
  add(
    stray,
    `所依据的规则版本未申报的记录 ${grouped(stray)} 条`,
    `${plural(stray, 'record')} by a version of the rules that is not declared`,
  )
  const known = qualified(annotation, given, 'certificate')
  const unfit = known === undefined ? 0 : known.people - sumOf(seen, (row) => row.certified)
  add(
    unfit,
    `在基准日没有有效资格的标注、审核人员 ${grouped(unfit)} 人`,
    `${plural(unfit, 'person', 'people')} without a valid certificate on the day`,
  )
  return flaws
}

const prefixed = ({ zh, en }: Words): Words => ({ zh, en: ` ${en}` })

/** People of both roles, and a figure of theirs. */
const sumOf = (seen: LabelledRecords, pick: (row: LabelledRecords['people']['rows'][number]) => number): number =>
  seen.people.rows.reduce((sum, row) => sum + pick(row), 0)

const crewWords = ({ people }: LabelledRecords): Words => {
  const of = (role: string) => people.rows.find((row) => row.role === role)?.people ?? 0
  const [annotators, reviewers] = [of('annotator'), of('reviewer')]
  return {
    zh: `记录中标注人员 ${grouped(annotators)} 人、审核人员 ${grouped(reviewers)} 人`,
    en: `The records name ${plural(annotators, 'annotator')} and ${plural(reviewers, 'reviewer')}`,
  }
}

/** Qualifications of a kind that the manifest lists, and the people the records name; undefined when either is missing. */
function qualified(annotation: Annotation, given: Case, kind: 'training' | 'certificate') {
  const listed = (annotation.staff?.qualifications ?? []).filter((one) => one.kind === kind).length
  const seen = counted(given)
  const people = seen === undefined ? 0 : sumOf(seen, (row) => row.people)
  return listed === 0 || seen === undefined || people === 0 ? undefined : { seen, people }
}

export const training = annotated('标注人员培训', 'Training of annotators', (annotation, given) => {
  const known = qualified(annotation, given, 'training')
  if (known !== undefined) {
    const trained = sumOf(known.seen, (row) => row.trained)
    const crew = crewWords(known.seen)
    const zh = `${crew.zh}，在基准日 ${given.report.asOf} 培训记录有效的 ${grouped(trained)} 人（按清单核对）。`
    const en = `${crew.en}; ${grouped(trained)} with training on record on ${given.report.asOf}, by the manifest.`
    return trained === known.people && known.seen.people.complete ? conform(zh, en) : nonconform(zh, en)
  }
  const training = annotation.staff?.training
  return training === undefined ? undefined : conform(`已申报培训：${training}。`, `Training declared: ${training}.`)
})

export const exam = annotated('标注人员考核', 'Qualification of annotators', (annotation, given) => {
  const known = qualified(annotation, given, 'certificate')
  if (known !== undefined) {
    const { seen, people } = known
    const crew = crewWords(seen)
    const [certified, lapsed, untimely] = [
      sumOf(seen, (row) => row.certified),
      sumOf(seen, (row) => row.lapsed),
      sumOf(seen, (row) => row.untimely),
    ]
    const zh = `${crew.zh}：在基准日 ${given.report.asOf} 资格有效的 ${grouped(certified)} 人，已失效的 ${grouped(lapsed)} 人，清单中没有资格的 ${grouped(people - certified - lapsed)} 人；曾在资格有效期以外作业的 ${grouped(untimely)} 人。`
    const en = `${crew.en}: ${grouped(certified)} with a certificate valid on ${given.report.asOf}, ${grouped(lapsed)} with a lapsed one, ${grouped(people - certified - lapsed)} with none in the manifest; ${grouped(untimely)} worked outside the time of their certificate.`
    return certified === people && untimely === 0 && seen.people.complete ? conform(zh, en) : nonconform(zh, en)
  }
  const { staff } = annotation
  const listed = (staff?.qualifications ?? []).filter(({ kind }) => kind === 'certificate')
  if (listed.length > 0) {
    const fit = listed.filter((one) => (one.validFrom ?? '') <= given.report.asOf && (one.validTo ?? '9999') >= given.report.asOf).length
    return insufficient(
      `清单列出资格 ${listed.length} 项，在基准日 ${given.report.asOf} 有效的 ${fit} 项；记录中没有读到人员编号，未作核对。`,
      `${plural(listed.length, 'certificate')} declared, ${fit} valid on ${given.report.asOf}; no ids of people were read from the records, so they were not checked.`,
    )
  }
  if (staff?.certifiedPercent === undefined)
    return staff?.exam === undefined
      ? undefined
      : insufficient(`已申报考核：${staff.exam}；合格比例未申报。`, `Exam declared: ${staff.exam}; share certified not declared.`)
  const zh = `持有效资格的标注人员占 ${staff.certifiedPercent}%（申报）。`
  const en = `${staff.certifiedPercent}% of annotators hold a valid qualification (declared).`
  return staff.certifiedPercent === 100 ? conform(zh, en) : nonconform(zh, en)
})

export const separation = annotated('职能分开', 'Role separation', ({ roleSeparation, fields }, given) => {
  const roles = counted(given)?.roles
  if (roles !== undefined && roles.records > 0) {
    const zh = `同时载明标注人员与审核人员的记录 ${grouped(roles.records)} 条，其中为同一人的 ${grouped(roles.same)} 条。`
    const en = `${plural(roles.records, 'record')} name annotator and reviewer; in ${grouped(roles.same)} they are the same person.`
    return roles.same === 0 ? conform(zh, en) : nonconform(zh, en)
  }
  if (roleSeparation === undefined)
    return fields?.annotator === undefined || fields.reviewer === undefined
      ? undefined
      : insufficient('没有同时载明标注人员与审核人员的记录。', 'No record names both annotator and reviewer.')
  return insufficient(
    `已申报：${roleSeparation}。未读取标注与审核人员编号，未作核对。`,
    `Declared: ${roleSeparation}. Ids of annotators and reviewers were not read, so it was not checked.`,
  )
})

/** ANN-4: no standard sets a time, so the figures are told and left to a person. */
export const time = annotated('标注用时', 'Time per task', (_annotation, given) => {
  const seconds = counted(given)?.seconds ?? null
  if (seconds === null) return undefined
  return insufficient(
    `标注用时（${grouped(seconds.tasks)} 项任务）：中位数 ${grouped(seconds.median)} 秒，最短的 5% 不超过 ${grouped(seconds.low)} 秒。标准未规定时长，须由人工判断。`,
    `Time per task (${plural(seconds.tasks, 'task')}): median ${grouped(seconds.median)} s, the shortest 5% at most ${grouped(seconds.low)} s. No standard sets a time; a person has to judge.`,
  )
})

const wanted = ['goal', 'data-format', 'method', 'quality-metrics'] as const

export const sections = annotated('标注规则', 'Labelling rules', ({ rules }, given) => {
  if (rules === undefined || rules.length === 0) return undefined
  const named = counted(given)?.rules
  const stray = named === undefined ? 0 : named.records - named.declared
  const full = rules.filter((rule) => wanted.every((part) => rule.sections?.includes(part)))
  const zh = `已申报标注规则 ${rules.length} 份，其中 ${full.length} 份载明目标、数据格式、方法和质量指标。`
  const en = `${plural(rules.length, 'rule document')} declared; ${full.length} state goal, data format, method and quality metrics.`
  if (stray > 0)
    return insufficient(
      `${zh}有 ${grouped(stray)} 条记录所依据的规则版本未申报。`,
      `${en} ${plural(stray, 'record')} followed a version of the rules that is not declared.`,
    )
  return full.length === rules.length ? conform(zh, en) : insufficient(zh, en)
})

export const bothKinds = annotated('标注规则', 'Labelling rules', ({ rules }) => {
  if (rules === undefined || rules.length === 0) return undefined
  const has = (kind: string) => rules.some((rule) => rule.kind === kind)
  const zh = `功能性标注规则${has('functional') ? '已申报' : '未申报'}，安全性标注规则${has('safety') ? '已申报' : '未申报'}。`
  const en = `Rules for functional labels ${has('functional') ? 'declared' : 'not declared'}, for safety labels ${has('safety') ? 'declared' : 'not declared'}.`
  return has('functional') && has('safety') ? conform(zh, en) : insufficient(zh, en)
})

/** The risk types that declared safety rules leave out; undefined when no safety rules say what they cover. */
function coverageOf({ rules }: Annotation, { report }: Case) {
  const safety = rules?.filter((rule) => rule.kind === 'safety' && rule.risks !== undefined) ?? []
  if (safety.length === 0) return undefined
  const covered = new Set(safety.flatMap((rule) => rule.risks ?? []))
  return { missing: report.risks.filter((risk) => !covered.has(risk.id)).map((risk) => risk.id), of: report.risks.length }
}

export const safetyCoverage = annotated('安全性标注规则覆盖的风险', 'Risks covered by safety rules', (annotation, given) => {
  const coverage = coverageOf(annotation, given)
  if (coverage === undefined) return undefined
  const { missing, of } = coverage
  const zh = `安全性标注规则覆盖 ${of - missing.length}/${of} 类风险。`
  const en = `The safety rules cover ${of - missing.length} of ${of} risk types.`
  return missing.length === 0
    ? conform(zh, en)
    : nonconform(`${zh}未覆盖：${missing.join('、')}。`, `${en} Missing: ${missing.join(', ')}.`)
})

export const everyBatch = annotated('功能性标注批次抽检', 'Sample check of every batch', ({ verification }, given) => {
  const batches = counted(given)?.batches
  if (batches !== undefined && batches.count > 0) {
    const [least, middle] = [percent(batches.leastPpm), percent(batches.medianPpm)]
    const part: Words = batches.complete
      ? { zh: '', en: '' }
      : { zh: '（批次过多，仅统计其中一部分）', en: ' (a sample: there are more than are kept)' }
    const zh = `记录分属 ${grouped(batches.count)} 个批次${part.zh}，其中没有审核记录的 ${grouped(batches.unreviewed)} 个；每批审核比例最低 ${least.zh}，中位数 ${middle.zh}。`
    const en = `${plural(batches.count, 'batch', 'batches')}${part.en}, ${grouped(batches.unreviewed)} without a reviewed record; share reviewed of a batch: least ${least.en}, median ${middle.en}.`
    if (batches.unreviewed > 0) return nonconform(zh, en)
    return batches.complete ? conform(zh, en) : insufficient(zh, en)
  }
  if (verification?.everyBatch === undefined) return undefined
  return verification.everyBatch
    ? conform('已申报每批抽检。', 'A check of every batch is declared.')
    : nonconform('申报为未对每批抽检。', 'It is declared that not every batch is checked.')
})

export const everySafetyItem = annotated('安全性标注审核', 'Review of safety labels', ({ verification }, given) => {
  const safety = counted(given)?.kinds.find((row) => row.kind === 'safety')
  if (safety !== undefined && safety.records > 0) {
    const share = percent(ppmOf(safety.reviewed, safety.records))
    const zh = `安全性标注记录 ${grouped(safety.records)} 条，经审核 ${grouped(safety.reviewed)} 条（${share.zh}）。`
    const en = `${plural(safety.records, 'record')} of safety labels, ${grouped(safety.reviewed)} reviewed (${share.en}).`
    return safety.reviewed === safety.records ? conform(zh, en) : nonconform(zh, en)
  }
  const part = verification?.safetyReviewedPercent
  if (part === undefined) return undefined
  const zh = `经审核通过的安全性标注占 ${part}%（申报）。`
  const en = `${part}% of safety labels were passed by a reviewer (declared).`
  return part === 100 ? conform(zh, en) : nonconform(zh, en)
})

export const isolation = annotated('安全性标注数据隔离存储', 'Separate storage of safety labels', ({ isolation: how }) =>
  how === undefined ? undefined : conform(`已申报隔离存储：${how}。`, `Separate storage declared: ${how}.`),
)

export const filing = annotated('备案所需标注信息', 'Annotation fields of the filing', (annotation, given) => {
  const seen = counted(given)
  const items = seen?.records ?? (annotation.scale ?? []).reduce((sum, row) => sum + row.items, 0)
  const { staff, verification, scale } = annotation
  const trained = staff?.training ?? staff?.qualifications?.find(({ kind }) => kind === 'training')?.kind
  const parts = [seen?.records ?? scale?.length, staff?.total, trained, seen?.reviewed.ppm ?? verification?.sampledPercent]
  const has = parts.filter((part) => part !== undefined).length
  if (has === 0) return undefined
  const zh = `标注数量、人员、培训、核验比例四项已申报 ${has} 项${items > 0 ? `，标注数据共 ${grouped(items)} 条` : ''}。`
  const en = `${has} of 4 declared (amount, staff, training, share verified)${items > 0 ? `; ${plural(items, 'labelled item')}` : ''}.`
  return has === parts.length ? conform(zh, en) : insufficient(zh, en)
})

export const agreement = annotated('双标一致性', 'Agreement', ({ verification }, given) => {
  const seen = counted(given)?.agreement
  const agreed = seen && coefficients(seen)
  if (seen !== undefined && agreed !== undefined)
    return insufficient(
      `两次标注的记录 ${grouped(seen.things)} 条，${agreed.zh}。标准未规定限值。`,
      `${plural(seen.things, 'record')} labelled twice: ${agreed.en}. No standard sets a limit.`,
    )
  return verification?.agreement === undefined
    ? undefined
    : insufficient(`已申报：${verification.agreement}。`, `Declared: ${verification.agreement}.`)
})

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
