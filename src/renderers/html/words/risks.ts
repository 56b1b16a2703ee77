import type { Words } from '../../../model.ts'

/** Words of the risk types. */
export const risks = {
  risks: { zh: '31 类安全风险', en: 'The 31 risk types' },
  risksLead: {
    zh: '按 TC260-003 附录 A（GB/T 45654-2025 沿用）逐类列出，没有规则覆盖的类型同样列出。A.1、A.2 各类所需的关键词库须自备。',
    en: 'Every type of TC260-003 Appendix A (carried into GB/T 45654-2025), also those no rule covers. The keyword library that A.1 and A.2 ask for is yours to bring.',
  },
  riskAndEvidence: { zh: '风险类型与检测内容', en: 'Risk type and what is looked for' },
  riskCaption: { zh: '按附录 A 的顺序', en: 'In the order of Appendix A' },
  riskCoverage: { zh: '检测手段', en: 'Coverage' },
  riskClauses: { zh: '对应条款', en: 'Bears on' },
  coverageNone: { zh: '未覆盖', en: 'none' },
  coverageLexicon: { zh: '关键词 {n} 个', en: '{n} keywords' },
  coverageDetector: { zh: '检测规则 {n} 条', en: '{n} rules' },
  coverageDetectorOne: { zh: '检测规则 1 条', en: '1 rule' },
  ofOperator: { zh: '其中自备关键词库 {n} 个', en: '{n} of them from the keyword library' },
  floor: { zh: '词量下限', en: 'Floor' },
  floorMet: { zh: '达到', en: 'met' },
  floorMissed: { zh: '未达到', en: 'not met' },
  detectability: { zh: '可检测性', en: 'Detectability' },
  detectHigh: { zh: '高', en: 'high' },
  detectMedium: { zh: '中', en: 'medium' },
  detectLow: { zh: '低', en: 'low' },
  detectNone: { zh: '无法从文本判定', en: 'not from text' },
  candidates: { zh: '疑似命中（高 / 中 / 低）', en: 'Candidates (high / medium / low)' },
  recordsHit: { zh: '命中记录', en: 'Records hit' },
  keywords: {
    zh: '关键词库：去重后共 {n} 个词，建议规模 {floor} 个（TC260-003 8.1）：',
    en: 'Keyword library: {n} distinct terms, recommended {floor} (TC260-003, 8.1):',
  },
  keywordsNewest: { zh: '最近一次收录：{date}。', en: 'Newest entry: {date}.' },
  keywordsNoDate: { zh: '词条没有收录日期。', en: 'The entries carry no date.' },
  groupA1: { zh: '包含违反社会主义核心价值观的内容', en: 'Content against the core socialist values' },
  groupA2: { zh: '包含歧视性内容', en: 'Discriminatory content' },
  groupA3: { zh: '商业违法违规', en: 'Unlawful commercial practices' },
  groupA4: { zh: '侵犯他人合法权益', en: 'Harm to the lawful rights of others' },
  groupA5: {
    zh: '无法满足特定服务类型的安全需求',
    en: 'Not meeting the safety needs of specific service types',
  },
} as const satisfies { readonly [key: string]: Words }
