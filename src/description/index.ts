import type { Words } from '../model.ts'
import type { Report } from '../report/index.ts'
import type { Law } from '../rules/legal.ts'
import { type Attribution, attributeRecords, type Sources } from '../sources/index.ts'
import { percent, ppmOf } from '../words/figures.ts'
import { algorithm } from './algorithm.ts'
import { both, computed, type Description, type Entry, type Ground, type Row, row, type Section } from './form.ts'
import { general } from './general.ts'
import { type } from './kind.ts'
import { labelling } from './labelling.ts'
import { limits } from './limits.ts'
import { quality, scale } from './measure.ts'
import { personal } from './personal.ts'
import { property } from './property.ts'
import { source } from './provenance.ts'

export { type Exported, exportAs, forms } from './exports/index.ts'
export type { Description, Entry, EvidenceClass, Row, Section, Value } from './form.ts'
export { renderDescriptionHtml } from './html.ts'
export { renderDescriptionJson } from './json.ts'
export { manifestState } from './limits.ts'
export { renderDescriptionMarkdown } from './markdown.ts'

/**
 * Fills every field of the description from a report and, where the provider has to speak, from the sources manifest. Pure.
 * A field nobody filled is 未申报 / not declared; a field the scan did not measure is 未评估 / not assessed, with the reason.
 *
 * @param attribution which files belong to which source, from `attributeFiles`; by the records' source field when absent
 */
export function describe(
  report: Report,
  sources?: Sources,
  law?: Law,
  attribution: Attribution | undefined = sources && attributeRecords(sources, report),
): Description {
  const given: Ground = { report, sources, attribution }
  const end = limits(given)
  const before: Section[] = [
    { number: '1', title: both('基本信息', 'General'), rows: general(given) },
    { number: '2', title: both('来源', 'Source'), rows: source(given) },
    { number: '3', title: both('规模', 'Scale'), rows: scale(given) },
    { number: '4', title: both('类型', 'Type'), rows: type(given) },
    { number: '5', title: both('质量', 'Quality'), rows: quality(given) },
    { number: '6', title: both('个人信息', 'Personal information'), rows: personal(given) },
    { number: '7', title: both('知识产权', 'Intellectual property'), rows: property(given) },
    { number: '8', title: both('人工标注', 'Manual annotation'), rows: labelling(given) },
    { number: '9', title: both('算法与技术体系', 'Algorithms and technical system'), rows: algorithm(given) },
  ]
  const completeness = count(before.flatMap((section) => section.rows))
  const last: Section = {
    number: '10',
    title: both('局限与声明', 'Limits and statement'),
    rows: [end.unseen, filled(completeness), end.tools, end.disagreements, end.manifest],
  }
  return {
    schema: 'dataaudit.description/v1',
    title: both('训练数据情况说明', 'Description of training data'),
    basis: basis(law),
    tool: report.tool,
    profile: report.profile,
    asOf: report.asOf,
    corpus: { manifest: report.corpus.manifest.digest.sha256, merkleRoot: report.corpus.merkle.root },
    completeness,
    sections: [...before, last],
  }
}

const asked = (entry: Entry) => entry.evidenceClass === 'declared' || entry.evidenceClass === 'sampled'

/** A row counts as filled when each of its declared parts is given, without a blank cell. */
function count(rows: readonly Row[]): Description['completeness'] {
  const required = rows.filter((line) => line.entries.some(asked))
  const missing = required
    .filter((line) => line.entries.some((entry) => asked(entry) && (entry.state !== 'given' || entry.gaps > 0)))
    .map((line) => line.number)
  const declared = required.length - missing.length
  return { declared, required: required.length, ppm: ppmOf(declared, required.length), missing }
}

function filled({ declared, required, ppm, missing }: Description['completeness']): Row {
  const part = percent(ppm)
  return row(
    '10.2',
    'completeness',
    '申报完整度',
    'Completeness of what was declared',
    computed(
      both(
        `须由提供者申报的 ${required} 项中已完整申报 ${declared} 项（${part.zh}）`,
        `${declared} of ${required} fields the provider has to declare are filled (${part.en})`,
      ),
      missing.length === 0
        ? undefined
        : both(`未申报或者未填全：${missing.join('、')}`, `not declared or not filled in full: ${missing.join(', ')}`),
    ),
  )
}

/** Article 17 of the draft and the article of the final Measures that took it over; the final number is recalled (mark R). */
function basis(law: Law | undefined): Words[] {
  const title = (id: string, zh: string, en: string) => law?.instruments.find((entry) => entry.id === id)?.title ?? both(zh, en)
  const draft = title(
    'cac-2023',
    '生成式人工智能服务管理办法（征求意见稿）',
    'Measures for the Administration of Generative Artificial Intelligence Services (Draft for Comments)',
  )
  const final = title(
    'im-2023',
    '生成式人工智能服务管理暂行办法',
    'Interim Measures for the Administration of Generative Artificial Intelligence Services',
  )
  return [
    both(`《${draft.zh}》第十七条`, `${draft.en}, Article 17`),
    both(`《${final.zh}》第十九条（条文序号待与正式文本核对）`, `${final.en}, Article 19 (number recalled, to be confirmed)`),
  ]
}
