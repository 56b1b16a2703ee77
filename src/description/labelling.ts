import type { Words } from '../model.ts'
import type { LabelledRecords } from '../report/annotation.ts'
import { coefficients, grouped, percent, plural } from '../words/figures.ts'
import {
  both,
  cell,
  columns,
  computed,
  declared,
  type Entry,
  type Ground,
  joinWords,
  listed,
  type Row,
  reference,
  row,
  same,
  sampled,
  table,
  words,
} from './form.ts'

const kindWords: { readonly [kind: string]: Words } = { functional: both('功能性', 'functional'), safety: both('安全性', 'safety') }
const sectionWords: { readonly [section: string]: Words } = {
  goal: both('标注目标', 'goal'),
  'data-format': both('数据格式', 'data format'),
  method: both('标注方法', 'method'),
  'quality-metrics': both('质量指标', 'quality metrics'),
  review: both('审核要求', 'review'),
}

/** Section 8: manual annotation. */
export function labelling({ report, sources }: Ground): Row[] {
  const seen = report.statistics.annotation
  const annotation = sources?.annotation
  const unused = annotation?.used === false ? both('申报未使用人工标注', 'declared: no manual annotation is used') : undefined
  const { staff, verification } = annotation ?? {}
  const percentWords = (zh: string, en: string, value: number | undefined) =>
    value === undefined ? undefined : both(`${zh} ${value}%`, `${en} ${value}%`)
  return [
    row(
      '8.1',
      'annotation.scale',
      '标注数据的规模与类型',
      'Scale and type of labelled data',
      ...shown(
        seen && scaleSeen(seen),
        declared(
          unused ??
            table(
              columns(['性质', 'Kind'], ['类型', 'Type'], ['数量', 'Amount'], ['单位', 'Unit']),
              (annotation?.scale ?? []).map((line) => [
                kindWords[line.kind]!,
                same(line.type),
                same(grouped(line.items)),
                line.unit === undefined ? both('条', 'items') : same(line.unit),
              ]),
            ),
        ),
      ),
    ),
    row(
      '8.2',
      'annotation.rules[]',
      '标注规则',
      'Labelling rules',
      declared(
        unused ??
          table(
            columns(['性质', 'Kind'], ['文件', 'Document'], ['载明内容', 'Sections'], ['覆盖风险', 'Risks covered']),
            (annotation?.rules ?? []).map((rule) => [
              kindWords[rule.kind]!,
              reference(rule, report.asOf)!,
              cell(rule.sections && words(rule.sections, sectionWords)),
              rule.kind === 'functional' && rule.risks === undefined
                ? both('—', '—')
                : cell(rule.risks && both(`${new Set(rule.risks).size}/31 类`, `${new Set(rule.risks).size} of 31`)),
            ]),
          ),
      ),
    ),
    row(
      '8.3',
      'annotation.staff',
      '标注人员',
      'Annotators',
      ...shown(
        seen && peopleSeen(seen, report.asOf),
        declared(
          unused ??
            joinWords([
              staff?.total === undefined ? undefined : both(`共 ${grouped(staff.total)} 人`, plural(staff.total, 'person', 'people')),
              staff?.inHouse === undefined ? undefined : both(`内部 ${grouped(staff.inHouse)} 人`, `${grouped(staff.inHouse)} in-house`),
              staff?.outsourced === undefined
                ? undefined
                : both(`外包 ${grouped(staff.outsourced)} 人`, `${grouped(staff.outsourced)} outsourced`),
              staff?.training === undefined ? undefined : both(`培训：${staff.training}`, `training: ${staff.training}`),
              staff?.trainingHours === undefined
                ? undefined
                : both(`培训 ${staff.trainingHours} 小时`, `${staff.trainingHours} hours of training`),
              staff?.exam === undefined ? undefined : both(`考核：${staff.exam}`, `exam: ${staff.exam}`),
              percentWords('持证人员占', 'certified', staff?.certifiedPercent),
            ]),
        ),
      ),
    ),
    row(
      '8.4',
      'annotation.roleSeparation',
      '岗位分离',
      'Role separation',
      ...shown(seen && rolesSeen(seen), declared(unused ?? annotation?.roleSeparation)),
    ),
    row(
      '8.5',
      'annotation.verification',
      '抽样核验比例与正确率',
      'Share verified and accuracy',
      ...shown(
        seen && verifiedSeen(seen),
        sampled(
          unused ??
            joinWords([
              percentWords('核验比例', 'verified', verification?.sampledPercent),
              percentWords('正确率', 'accuracy', verification?.accuracyPercent),
              percentWords('安全性标注经审核', 'safety labels reviewed', verification?.safetyReviewedPercent),
              verification?.everyBatch === undefined
                ? undefined
                : verification.everyBatch
                  ? both('每批抽检', 'every batch sampled')
                  : both('未每批抽检', 'not every batch sampled'),
              verification?.agreement === undefined
                ? undefined
                : both(`一致性：${verification.agreement}`, `agreement: ${verification.agreement}`),
              verification?.method === undefined ? undefined : both(`方法：${verification.method}`, `method: ${verification.method}`),
            ]),
        ),
      ),
    ),
    row(
      '8.6',
      'annotation.machine',
      '机器标注工具',
      'Machine annotation tools',
      declared(unused && annotation?.machine === undefined ? unused : listed(annotation?.machine)),
    ),
  ]
}

/** What was counted, and beside it what is declared; a blank declaration says nothing more where the records were counted. */
const shown = (counted: Words | null | undefined, stated: Entry): readonly Entry[] =>
  counted === null || counted === undefined ? [stated] : [computed(counted), ...(stated.state === 'given' ? [stated] : [])]

const scaleSeen = ({ records, kinds, days }: LabelledRecords): Words => {
  const told = kinds.filter((row) => row.records > 0)
  const zh = told.map((row) => `，${kindWords[row.kind]!.zh}标注 ${grouped(row.records)} 条`).join('')
  const en = told.map((row) => `, ${grouped(row.records)} of ${kindWords[row.kind]!.en} labels`).join('')
  return both(
    `标注记录 ${grouped(records)} 条${zh}${days === null ? '' : `；标注日期 ${days.first} 至 ${days.last}`}`,
    `${plural(records, 'labelled record')}${en}${days === null ? '' : `; labelled from ${days.first} to ${days.last}`}`,
  )
}

const roleWords = { annotator: both('标注人员', 'annotators'), reviewer: both('审核人员', 'reviewers') } as const

const peopleSeen = ({ people }: LabelledRecords, asOf: string): Words | undefined =>
  joinWords(
    people.rows
      .filter((one) => one.people > 0)
      .map(({ role, people: n, certified, trained }) =>
        both(
          `${roleWords[role].zh} ${grouped(n)} 人，在基准日 ${asOf} 资格有效 ${grouped(certified)} 人、培训记录有效 ${grouped(trained)} 人`,
          `${grouped(n)} ${roleWords[role].en}; on ${asOf}, ${grouped(certified)} with a valid certificate and ${grouped(trained)} with valid training`,
        ),
      ),
  )

const rolesSeen = ({ roles }: LabelledRecords): Words | undefined =>
  roles.records === 0
    ? undefined
    : both(
        `同时载明标注人员与审核人员的记录 ${grouped(roles.records)} 条，为同一人的 ${grouped(roles.same)} 条`,
        `${plural(roles.records, 'record')} name annotator and reviewer, the same person in ${grouped(roles.same)}`,
      )

const verifiedSeen = ({ reviewed, batches, accuracy, agreement }: LabelledRecords): Words | undefined => {
  const part = percent(reviewed.ppm)
  const right = accuracy === null ? undefined : percent(accuracy.ppm)
  const agreed = coefficients(agreement)
  return joinWords([
    both(`经审核 ${grouped(reviewed.records)} 条，占 ${part.zh}`, `${grouped(reviewed.records)} reviewed, ${part.en}`),
    batches.count === 0
      ? undefined
      : both(
          `批次 ${grouped(batches.count)} 个，没有审核记录的 ${grouped(batches.unreviewed)} 个`,
          `${plural(batches.count, 'batch', 'batches')}, ${grouped(batches.unreviewed)} without a reviewed record`,
        ),
    right && both(`标注结果与审核结果一致率 ${right.zh}`, `${right.en} of the labels as the reviewer gave them`),
    agreed,
  ])
}
