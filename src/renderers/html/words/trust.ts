import type { Words } from '../../../model.ts'

/** Words of “Can I trust this?”. */
export const trust = {
  trust: { zh: '这份报告可信吗', en: 'Can I trust this?' },
  trustLead: {
    zh: '本页不能自证真实：任何人都能编辑一个网页。请用下面的命令核验签名，并用语料本身重新计算摘要。',
    en: 'This page cannot prove itself: anybody can edit a web page. Check the signature with the command below, and let it compute the digests again from the corpus.',
  },
  verifyCommand: { zh: '核验命令', en: 'Command that verifies' },
  verifyNote: {
    zh: 'NAME.pub 是签名方另行交付的公钥，DIR 是语料所在目录。不带 --corpus 时只核验签名与报告，不核对语料。签名为标准格式，也可用其他工具核验。',
    en: 'NAME.pub is the public key the signer gave you by another way, DIR the folder of the corpus. Without --corpus only signature and report are checked, not the corpus. The signature has a standard format: other tools can check it too.',
  },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  digests: { zh: '摘要（SHA-256）', en: 'Digests (SHA-256)' },
  reportFile: { zh: '报告 report.json', en: 'Report report.json' },
  corpusManifest: { zh: '语料清单 corpus.sha256', en: 'Corpus manifest corpus.sha256' },
  merkleRoot: { zh: '语料默克尔根（RFC 9162，{n} 个叶）', en: 'Corpus Merkle root (RFC 9162, {n} leaves)' },
  findingsFile: { zh: '命中明细 findings.jsonl', en: 'Findings findings.jsonl' },
  configDigest: { zh: '生效配置', en: 'Effective configuration' },
  policyDigest: { zh: '策略 {name}', en: 'Policy {name}' },
  keywordDigest: { zh: '自备关键词库', en: 'Keyword library' },
  madeWith: { zh: '检测工具', en: 'Made with' },
  packs: { zh: '规则包', en: 'Rule packs' },
  pack: { zh: '规则包', en: 'Pack' },
  version: { zh: '版本', en: 'Version' },
  origin: { zh: '来源', en: 'Origin' },
  builtIn: { zh: '内置', en: 'built-in' },
  added: { zh: '另行添加', en: 'added' },
  withCode: { zh: '含可执行代码', en: 'contains code' },
  enabledRules: { zh: '启用规则', en: 'Rules enabled' },
  packDigest: { zh: '内容摘要', en: 'Digest' },
  semanticDigest: { zh: '语义摘要', en: 'Semantic digest' },
  limits: { zh: '本报告能说明什么，不能说明什么', en: 'What this report can and cannot say' },
  limitFull: {
    zh: '逐条检测，没有抽样：覆盖台账中“已读取”的每一条记录都经过全部启用规则。',
    en: 'Every record was scanned, none was sampled: whatever the ledger counts as read went through every enabled rule.',
  },
  limitCandidate: {
    zh: '规则给出的是疑似命中；没有命中不等于没有问题，未评估的条目均标明“未评估”。',
    en: 'Rules give candidates. No finding does not mean no problem, and what was not looked at is marked “not assessed”.',
  },
  limitText: {
    zh: '只检测文本。图片、音频、视频以及外部链接指向的内容不在检测范围内。',
    en: 'Text only. Images, sound, video and whatever a link points to were not examined.',
  },
  limitDeclared: {
    zh: '“申报”的内容来自提供者，工具无法核实其真伪；“计算”的内容来自语料；“估算”的内容附有误差。',
    en: '“Declared” comes from the provider and cannot be checked by the tool; “computed” comes from the corpus; “estimated” states its error.',
  },
  limitMask: {
    zh: '页面与数据文件中的命中内容一律以掩码表示（数字记为 0，字母记为 x，汉字记为“文”），不含原文。',
    en: 'Page and data files keep only the shape of a match (digits as 0, letters as x, Han characters as 文), never the text.',
  },
  limitLaw: {
    zh: '涉及法律的结论须由人作出；本报告不构成法律意见。',
    en: 'Legal conclusions belong to people; this is no legal advice.',
  },
  limitDraft: {
    zh: '所对照的《生成式人工智能服务管理办法（征求意见稿）》（2023 年 4 月）是征求意见稿，正式施行的是《生成式人工智能服务管理暂行办法》。',
    en: 'The text compared with is the draft Measures for Generative AI Services of April 2023; in force are the final Interim Measures.',
  },
} as const satisfies { readonly [key: string]: Words }
