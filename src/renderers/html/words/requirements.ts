import type { Words } from '../../../model.ts'
import { resultWords } from '../../../report/words.ts'

/** Words of the law map. */
export const requirements = {
  requirements: { zh: '法律对照表', en: 'Law map' },
  requirementsLead: {
    zh: '逐条列出条款、要求、结果、证据和处理办法。“证据不足”和“未评估”须由人工处理，不得视为符合。',
    en: 'Article by article: what is asked, the result, the evidence, what to do. “Insufficient evidence” and “not assessed” wait for a person and never mean conformity.',
  },
  legalProfile: { zh: '法规口径', en: 'Legal profile' },
  profileDigest: { zh: '口径摘要', en: 'digest of the profile' },
  mapOf: { zh: '各条结果一览', en: 'Results at a glance' },
  passRule: { zh: '通过条件：', en: 'Passes when: ' },
  judgedOn: { zh: '证据来源：', en: 'Judged on: ' },
  basisScan: { zh: '扫描', en: 'scan' },
  basisManifest: { zh: '来源清单', en: 'sources manifest' },
  basisHuman: { zh: '人工', en: 'people' },
  evidenceWord: { zh: '证据', en: 'Evidence' },
  whatToDo: { zh: '处理办法', en: 'What to do' },
  nothingToDo: { zh: '无须处理', en: 'nothing' },
  forAPerson: { zh: '由人工判断', en: 'a person decides' },
  discrepancies: { zh: '申报与扫描所见不一致之处', en: 'Where what was declared and what was seen do not agree' },
  noDiscrepancies: { zh: '未发现申报与扫描所见不一致之处。', en: 'What was declared and what was seen agree, as far as this was checked.' },
  noDeclaration: {
    zh: '未提供来源清单（dataaudit.sources.yaml）：来源、使用权和合法性基础均未申报。',
    en: 'No sources manifest (dataaudit.sources.yaml) was given: sources, rights of use and lawful grounds are not declared.',
  },
  what: { zh: '事项', en: 'What' },
  article7: { zh: '第七条：训练数据的要求', en: 'Article 7: requirements on training data' },
  otherArticles: { zh: '其他条款', en: 'Other articles' },
  clause: { zh: '条款', en: 'Clause' },
  requirement: { zh: '要求', en: 'Requirement' },
  result: { zh: '结果', en: 'Result' },
  ...resultWords,
  notAssessed: { zh: '未评估', en: 'not assessed' },
  ofTheseNotAssessed: { zh: '其中未评估', en: 'of these not assessed' },
  markR: { zh: '条文未核实', en: 'text unverified' },
  markS: { zh: '二手资料', en: 'secondary source' },
  markNote: {
    zh: '标有“条文未核实”的条目凭记忆收录，尚未与标准原文核对；“二手资料”指条文取自转载或解读。两者只作提示，不作门禁，前者不会得出“不符合”。',
    en: 'Rows marked “text unverified” are recalled and not yet checked against the standard; “secondary source” means the text comes from a copy or a commentary. Both warn and never gate, and the former are never nonconform.',
  },
  rulesWord: { zh: '规则', en: 'Rules' },
  resultCounts: { zh: '结果汇总', en: 'Results in all' },
} as const satisfies { readonly [key: string]: Words }
