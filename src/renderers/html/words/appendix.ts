import type { Words } from '../../../model.ts'

/** Words of the appendix. */
export const appendix = {
  appendix: { zh: '附录', en: 'Appendix' },
  configuration: { zh: '生效配置', en: 'Effective configuration' },
  setting: { zh: '设置', en: 'Setting' },
  profile: { zh: '法规口径', en: 'Legal profile' },
  asOf: { zh: '基准日期', en: 'Reference date' },
  sampling: { zh: '抽样', en: 'Sampling' },
  samplingFull: { zh: '不抽样，逐条检测', en: 'none: every record' },
  maxRecord: { zh: '单条记录上限', en: 'Largest record' },
  split: { zh: '纯文本切分方式', en: 'How plain text is cut' },
  schemaVersion: { zh: '报告格式版本', en: 'Report schema version' },
  names: { zh: '姓名的查找方式', en: 'How names of persons were looked for' },
  namesBehindCues: {
    zh: '仅在“姓名：”等提示词之后和姓名字段中查找；行文中的姓名未评估',
    en: 'behind cues such as "Name:" and in fields of names only; names in running text: not assessed',
  },
  namesEstimated: {
    zh: '在提示词之后和姓名字段中查找；行文中的姓名为（启发式或自备模型的）估计值，置信度最高为中，默认不作为门禁依据',
    en: 'behind cues and in fields of names; names in running text are estimated (by a heuristic, or by a model given to the scan), of medium confidence at most, and do not gate by default',
  },
  overrides: { zh: '经配置调整的规则级别', en: 'Rule levels changed in the configuration' },
  license: { zh: '许可证', en: 'Licence' },
  packLicences: { zh: '规则包的许可证', en: 'Licences of the rule packs' },
  redaction: { zh: '脱敏', en: 'Redaction' },
  redactionText: {
    zh: '命中内容一律以掩码表示；报告写出前经全部规则自检，结果：通过。',
    en: 'Matches keep their shape only; before it was written the report was scanned by all rules itself: passed.',
  },
  glossary: { zh: '用语', en: 'Glossary' },
  methods: { zh: '方法', en: 'Methods' },
  embedded: {
    zh: '报告数据内嵌在本页（id 为 report 的 JSON 块），内容与 report.json 一致；其 SHA-256 应为：',
    en: 'The report is embedded in this page (the JSON block with id report) with the content of report.json, whose SHA-256 is:',
  },
  notEmbedded: {
    zh: '为控制页面大小，报告数据未内嵌，见 report.json，其 SHA-256 应为：',
    en: 'To keep the page small the report is not embedded: see report.json, whose SHA-256 is:',
  },
  shortened: {
    zh: '为控制页面大小，本页缩减了示例与长表；完整内容见 report.json 与 findings.jsonl。',
    en: 'Examples and long tables were cut to keep this page small; report.json and findings.jsonl have everything.',
  },
  signature: { zh: '复核签字', en: 'Reviewed by' },
  signName: { zh: '姓名', en: 'Name' },
  signRole: { zh: '职务', en: 'Function' },
  signDate: { zh: '日期', en: 'Date' },
  footer: {
    zh: '由 dataaudit {version} 生成。页面不含时间，同样的输入得到同样的字节。',
    en: 'Made by dataaudit {version}. The page holds no time: the same input gives the same bytes.',
  },
} as const satisfies { readonly [key: string]: Words }
