import * as annotation from './annotation.ts'
import { conform, type Evaluator, insufficient, notAssessed } from './case.ts'
import * as content from './content.ts'
import { open, outside, rollUp } from './content.ts'
import * as personal from './personal.ts'
import * as provenance from './provenance.ts'
import { declaration } from './provenance.ts'

/** One line per requirement: its evaluator, and whether the scan alone can say something of it, which puts it into every profile. */
export interface Entry {
  readonly evaluate: Evaluator
  readonly scan?: true
}

const service = (zh: string, en: string) => ({ evaluate: outside(`${zh}，不属于语料审计范围。`, `${en}: outside an audit of data.`) })

/** Article 17: what the law names, as far as the provider has to declare it. The computed part is in every report. */
const description = declaration(
  {
    zh: '第十七条须由提供者申报的内容（来源、来源类别、训练阶段、使用权证明、标注规则、标注规模、算法与技术体系）',
    en: 'What Article 17 leaves to the provider (sources, category, stage, right to use, labelling rules, labelled data, algorithms and systems)',
  },
  ({ sources }) => {
    const entries = sources?.sources ?? []
    const every = (holds: (entry: (typeof entries)[number]) => boolean) =>
      entries.length > 0 && entries.every(holds) ? 'declared' : undefined
    const none = sources?.annotation?.used === false ? 'none used' : undefined
    return [
      every((entry) => entry.name !== undefined),
      every((entry) => entry.category !== undefined),
      every((entry) => entry.stage !== undefined),
      every(
        (entry) =>
          entry.licence !== undefined || (entry.evidence?.length ?? 0) > 0 || entry.userData !== undefined || entry.synthetic !== undefined,
      ),
      none ?? sources?.annotation?.rules?.[0]?.ref,
      none ?? sources?.annotation?.scale?.[0]?.type,
      sources?.algorithm?.summary,
    ]
  },
)

/** Rows the draft measures roll up: binding law first, then the standards under it. */
const law = [
  'cac-2023:4.1',
  'cac-2023:4.5',
  'cac-2023:7.2',
  'cac-2023:7.3',
  'PIPL-13',
  'PIPL-28/29',
  'PIPL-31',
  'NDSR-18',
  'NDSR-19',
  'NDSR-22',
  'NDSR-24',
]
const standards = [
  'TC-5.1a2',
  'TC-5.1c1',
  'TC-5.1c2',
  'TC-5.1c3',
  'TC-5.1c4',
  'TC-5.2a',
  'TC-5.2c1',
  'TC-5.2c2',
  'TC-8.1a',
  'TC-8.1b',
  'TC-9.2a',
  'TC-9.2b',
  'TC-9.2c',
]

export const table: { readonly [id: string]: Entry } = {
  'cac-2023:1': {
    evaluate: outside(
      '立法依据条款，无可检查事项；报告载明所采用的法律口径。',
      'States the legal bases; nothing to check. The report names its legal profile.',
    ),
  },
  'cac-2023:2': {
    evaluate: declaration({ zh: '适用范围（数据用途 dataset.purpose）', en: 'Scope (dataset.purpose)' }, ({ sources }) => [
      sources?.dataset?.purpose,
    ]),
  },
  'cac-2023:3': { evaluate: content.tools, scan: true },
  'cac-2023:4.1': { evaluate: content.candidates('CN-A1', { zh: '附录 A.1 所列内容', en: 'Prohibited content (A.1)' }), scan: true },
  'cac-2023:4.2': { evaluate: content.candidates('CN-A2', { zh: '附录 A.2 所列歧视性内容', en: 'Discrimination (A.2)' }), scan: true },
  'cac-2023:4.3': { evaluate: provenance.businessEthics },
  'cac-2023:4.4': {
    evaluate: open('真实性、准确性不能由扫描得出，须由人工抽检。', 'Truth and accuracy cannot come from a scan; a human sample is needed.'),
  },
  'cac-2023:4.5': { evaluate: content.rightsOfOthers, scan: true },
  'cac-2023:5': {
    evaluate: declaration({ zh: '责任人（provider.responsible）', en: 'Responsible person (provider.responsible)' }, ({ sources }) => [
      sources?.provider?.responsible,
    ]),
  },
  'cac-2023:6': {
    evaluate: declaration(
      { zh: '安全评估与算法备案文件（filing）', en: 'Security assessment and algorithm filing (filing)' },
      ({ sources }) => [sources?.filing?.securityAssessment?.ref, sources?.filing?.algorithm?.ref],
    ),
  },
  'cac-2023:7.0': { evaluate: provenance.origin, scan: true },
  'cac-2023:7.1': { evaluate: rollUp(law), scan: true },
  'cac-2023:7.2': { evaluate: provenance.property, scan: true },
  'cac-2023:7.3': { evaluate: personal.lawfulBasis, scan: true },
  'cac-2023:7.4': { evaluate: content.quality, scan: true },
  'cac-2023:7.5': { evaluate: rollUp(standards), scan: true },
  'cac-2023:8': { evaluate: annotation.labelling },
  'cac-2023:9': service('用户真实身份信息认证', 'Real identity of users'),
  'cac-2023:10': service('公开服务适用人群、场合、用途及防沉迷', 'Intended users, uses and over-reliance'),
  'cac-2023:11': { evaluate: provenance.userInput },
  'cac-2023:12': {
    evaluate: content.candidates('CN-A2', {
      zh: '附录 A.2 所列歧视性内容（仅统计语料侧，生成侧未评估）',
      en: 'Input side only, discrimination (A.2); output was not assessed',
    }),
    scan: true,
  },
  'cac-2023:13': {
    evaluate: ({ sources }) => {
      const channel = sources?.provider?.complaints
      return channel === undefined
        ? notAssessed('投诉渠道未申报（provider.complaints）。', 'The complaint channel is not declared (provider.complaints).')
        : insufficient(
            `已申报投诉渠道：${channel}。更正、删除情况须以复扫结果证明。`,
            `Complaint channel declared: ${channel}. Correction and deletion need a second scan as proof.`,
          )
    },
  },
  'cac-2023:14': service('服务的安全、稳健与持续', 'Safe and continuous service'),
  'cac-2023:15': {
    evaluate: open(
      '三个月内整改情况须比对前后两次扫描，本次扫描不能判断。',
      'Remediation within three months needs two scans to compare; one cannot tell.',
    ),
  },
  'cac-2023:16': {
    evaluate: open('生成内容标识属于输出侧要求，未统计语料中的标识。', 'Marking concerns output; marks in the data were not counted.'),
  },
  'cac-2023:17': { evaluate: description },
  'cac-2023:18': service('指导用户合理使用及举报', 'Guidance of users and reports'),
  'cac-2023:19': service('对用户违规行为的处置', 'Misuse by users'),
  'cac-2023:20': { evaluate: outside('罚则条款，无可检查事项。', 'Penalties; nothing to check.') },
  'cac-2023:21': { evaluate: outside('施行日期条款，无可检查事项。', 'Effective date; nothing to check.') },

  'PIPL-13': { evaluate: personal.lawfulBasis, scan: true },
  'PIPL-27': { evaluate: personal.publicScope },
  'PIPL-28/29': { evaluate: personal.sensitive, scan: true },
  'PIPL-31': { evaluate: personal.minors },
  'PIPL-54/55': { evaluate: personal.impactAssessment },
  'PIPL-4/73': { evaluate: personal.anonymised },
  'NDSR-18': { evaluate: provenance.crawling },
  'NDSR-19': { evaluate: content.securityOfData, scan: true },
  'NDSR-22': { evaluate: personal.sensitive },
  'NDSR-24': { evaluate: personal.automatedCollection, scan: true },
  'SPI-45574': {
    evaluate: outside(
      '敏感类别清单，用于规则分级，本身不单独判定。',
      'A list of sensitive types that grades the rules; not judged by itself.',
    ),
  },
  'CSL-20': { evaluate: outside('政策支持条款，仅作引用。', 'A policy clause, cited only.') },
  'ANTH-draft': { evaluate: open('征求意见稿，定稿未见，未评估。', 'A draft whose final text was not seen; not assessed.') },

  'TC-5.1a1': { evaluate: open('采集前评估不在本次扫描范围内。', 'The check before collection is not part of this scan.') },
  'TC-5.1a2': { evaluate: content.perSource, scan: true },
  'TC-5.1b1': { evaluate: provenance.severalSources },
  'TC-5.1b2': { evaluate: provenance.overseas },
  'TC-5.1c1': { evaluate: provenance.openData },
  'TC-5.1c1n': { evaluate: open('未识别仅含链接的记录。', 'Records that hold only links were not looked for.') },
  'TC-5.1c2': { evaluate: provenance.selfCollected },
  'TC-5.1c3': { evaluate: provenance.commercial },
  'TC-5.1c4': { evaluate: provenance.userInput },
  'TC-5.1d': { evaluate: open('未提供依法阻断信息的清单。', 'No list of blocked information was given.') },
  'TC-5.2a': { evaluate: content.census, scan: true },
  'TC-5.2b1': {
    evaluate: declaration({ zh: '知识产权负责人与管理策略', en: 'Intellectual-property owner and policy' }, ({ sources }) => [
      sources?.ip?.owner,
      sources?.ip?.policy?.ref,
    ]),
  },
  'TC-5.2b2': { evaluate: provenance.property, scan: true },
  'TC-5.2b3': {
    evaluate: declaration(
      { zh: '知识产权投诉渠道与摘要信息', en: 'Complaint channel and public summary on intellectual property' },
      ({ sources }) => [sources?.ip?.channel, sources?.ip?.summary],
    ),
  },
  'TC-5.2c1': { evaluate: personal.lawfulBasis, scan: true },
  'TC-5.2c2': { evaluate: personal.sensitive },
  'TC-8.1a': { evaluate: content.keywordCount, scan: true },
  'TC-8.1b': { evaluate: content.keywordFloors, scan: true },
  'TC-8.1c': { evaluate: content.keywordAge, scan: true },
  'TC-8.4': { evaluate: open('未导入分类模型的结果。', 'No classifier verdicts were imported.') },
  'TC-9.2a': { evaluate: content.humanSample },
  'TC-9.2b': { evaluate: content.technicalSample, scan: true },
  'TC-9.2c': { evaluate: content.validCheck, scan: true },
  'TC-9.1': {
    evaluate: () =>
      conform('本表逐条给出结果，并附证据或者理由。', 'This table gives a result for every clause, with evidence or a reason.'),
    scan: true,
  },
  'TC-model': {
    evaluate: outside('模型与服务的要求，不属于语料审计范围。', 'Requirements on models and services: outside an audit of data.'),
  },

  'ANN-1': { evaluate: annotation.training },
  'ANN-2': { evaluate: annotation.exam },
  'ANN-3': { evaluate: annotation.separation },
  'ANN-4': { evaluate: open('标注用时未读取。', 'Time per task was not read.') },
  'ANN-5': { evaluate: annotation.sections },
  'ANN-6': { evaluate: annotation.bothKinds },
  'ANN-7': { evaluate: annotation.safetyCoverage },
  'ANN-8': { evaluate: annotation.everyBatch },
  'ANN-9': { evaluate: annotation.everySafetyItem },
  'ANN-10': { evaluate: annotation.isolation },
  'ANN-11': { evaluate: annotation.filing },
  'ANN-12': { evaluate: annotation.agreement },

  'PTD-1': { evaluate: annotation.stages },
  'PTD-2': {
    evaluate: ({ report }) =>
      insufficient(
        `已计算 ${report.corpus.files} 个文件的 SHA-256 与默克尔树根；与处理前数据的比对须由人工完成。`,
        `SHA-256 of ${report.corpus.files} files and a Merkle root were computed; comparing with the data before processing is left to a person.`,
      ),
  },
  'PTD-3': { evaluate: open('未检测投毒与篡改迹象。', 'Signs of poisoning were not looked for.') },
  'PTD-4': { evaluate: content.candidates('CN-', { zh: '附录 A 所列内容', en: 'Harmful content (Appendix A)' }) },
  'PTD-5': { evaluate: annotation.log },
}
