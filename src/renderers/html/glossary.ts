import type { Words } from '../../model.ts'

/** The words a reader may not know, in the order in which the page uses them. */
export const glossary: readonly { readonly term: Words; readonly meaning: Words }[] = [
  {
    term: { zh: '疑似命中', en: 'candidate match' },
    meaning: {
      zh: '规则认为某处文本属于某一类型，并给出置信度。须由人判断，不是违法的认定。',
      en: 'A rule holds that a piece of text is of a type, with a confidence. A person decides; it is not a finding of law.',
    },
  },
  {
    term: { zh: '发现标记', en: 'marker found' },
    meaning: {
      zh: '文本中有权利声明、付费提示等字样。标记说明需要核对授权，不说明侵权。',
      en: 'The text holds wording such as a rights notice. A marker asks for the permission to be checked; it does not say that a right is infringed.',
    },
  },
  {
    term: { zh: '置信度', en: 'confidence' },
    meaning: {
      zh: '由校验、上下文等证据计算：高不低于 0.9，中不低于 0.6，低不低于 0.3；更低的计入“已抑制”。默认只有高置信度命中参与判定。',
      en: 'Computed from evidence such as checksums and context: high at least 0.9, medium 0.6, low 0.3; anything below is suppressed. By default only high confidence decides.',
    },
  },
  {
    term: { zh: '已抑制', en: 'suppressed' },
    meaning: {
      zh: '规则找到但未列为命中的匹配，按原因计数。',
      en: 'A match that was found and not reported. Counted by reason.',
    },
  },
  {
    term: { zh: '记录', en: 'record' },
    meaning: {
      zh: '语料的一条，即标准所称的“条”：JSONL 的一行、表格的一行，或者纯文本按设置切分的一段。',
      en: 'One item of the corpus: a line of JSONL, a row of a table, or a piece of plain text cut as configured.',
    },
  },
  {
    term: { zh: '受损', en: 'damaged' },
    meaning: {
      zh: '修复了无效字符等之后部分判定的记录；计入已读取，也单独计数。',
      en: 'A record judged in part after a repair, such as of an invalid character; counted as read, and also on its own.',
    },
  },
  {
    term: { zh: '未能读取', en: 'unreadable' },
    meaning: {
      zh: '应当检测但读不出来的内容。存在这类内容时，除非策略允许，报告即为不完整。',
      en: 'Content that should have been judged and could not be read. Unless the policy allows it, the report is incomplete.',
    },
  },
  {
    term: { zh: '已跳过', en: 'skipped' },
    meaning: {
      zh: '按规定不检测的内容，例如不支持的格式，附有原因。',
      en: 'Content left out on purpose, such as an unsupported format, with the reason.',
    },
  },
  {
    term: { zh: '未评估', en: 'not assessed' },
    meaning: {
      zh: '法律或标准有要求，而工具没有查看任何材料的条目。',
      en: 'The law or standard asks for it and the tool looked at nothing for it.',
    },
  },
  {
    term: { zh: '证据不足', en: 'insufficient evidence' },
    meaning: { zh: '查看过，但不足以得出符合或者不符合的结论。', en: 'Looked at, but not enough to say conform or nonconform.' },
  },
  {
    term: { zh: '申报 / 计算 / 估算', en: 'declared / computed / estimated' },
    meaning: {
      zh: '分别指由提供者说明、由语料直接得出、由样本或者近似算法得出。',
      en: 'Said by the provider, worked out from the corpus, or approximated from a sketch or sample.',
    },
  },
  {
    term: { zh: '词量下限', en: 'floor' },
    meaning: {
      zh: 'TC260-003 第 8.1 条建议的每类关键词数量：A.1 每类 200 个，A.2 每类 100 个。',
      en: 'The number of keywords TC260-003, 8.1 recommends: 200 for each type of A.1, 100 for each of A.2.',
    },
  },
  {
    term: { zh: '语料清单与默克尔根', en: 'manifest and Merkle root' },
    meaning: {
      zh: '清单列出每个文件的 SHA-256；默克尔根把整个清单归为一个值，可以只凭一个文件证明其属于该语料。',
      en: 'The manifest lists the SHA-256 of each file; the Merkle root joins them into one value, from which a single file can be proved to belong to the corpus.',
    },
  },
  {
    term: { zh: '语义摘要', en: 'semantic digest' },
    meaning: {
      zh: '只随规则的含义改变的摘要；说明文字或者排版改动时不变。',
      en: 'A digest that changes with the meaning of the rules and not with their layout.',
    },
  },
]

/** How figures on the page are made. */
export const methods: readonly Words[] = [
  {
    zh: '命中率的区间为 95% 威尔逊区间（Wilson 1927），分母为已读取的记录数。区间只反映计数的随机性，不反映规则的误报和漏报。',
    en: 'Intervals of rates are 95% Wilson intervals (Wilson 1927) over the records read. They show chance in counting, not false or missed matches of a rule.',
  },
  {
    zh: '长度分位数来自相对误差 1% 的可合并直方图（DDSketch）；不同值的数量在超出精确计数范围后由最小哈希样本（bottom-k）估算，并注明误差。',
    en: 'Length quantiles come from a mergeable histogram with 1% relative error (DDSketch); distinct counts beyond exact range are estimated from bottom-k samples, with the error stated.',
  },
  {
    zh: '示例为按键控哈希抽取的固定样本，与线程数、机器数和读取顺序无关。',
    en: 'Examples are a fixed sample by keyed hash: the same for any number of threads, machines or order of reading.',
  },
  {
    zh: '比例与命中率以百万分之一的整数保存；页面显示的百分比只舍不入，不足全部的不会显示为 100%。',
    en: 'Shares and rates are kept as whole parts per million; percentages are cut, never rounded up, so what is not the whole never reads 100%.',
  },
  {
    zh: '图表用对数刻度时会注明；最大值与最小值相差超过三个数量级时才用对数刻度。',
    en: 'A log scale is used only beyond three decades between largest and smallest, and is marked.',
  },
]
