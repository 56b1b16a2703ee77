import type { RequirementResult, Words } from '../model.ts'
import { grouped, percent, plural, ppmOf, share } from '../words/figures.ts'
import {
  type Case,
  complete,
  conform,
  type Evaluator,
  figures,
  foundBy,
  foundIn,
  insufficient,
  nonconform,
  notAssessed,
  type Outcome,
  unread,
} from './case.ts'
import { lawfulBasis } from './personal.ts'

/** Rows on unlawful or harmful content: candidates by risk group, for a person to judge. A machine never closes these rows. */
export function candidates(prefix: string, name: Words): Evaluator {
  return (given) => {
    const types = given.report.risks.filter((risk) => risk.id.startsWith(prefix))
    const covered = types.filter((risk) => risk.coverage !== 'none')
    const found = foundBy(given, (rule) => rule.risk.startsWith(prefix))
    if (covered.length === 0)
      return notAssessed(
        `${name.zh}：${types.length} 类风险均没有规则或者关键词覆盖。`,
        `${name.en}: none of the ${types.length} risk types is covered by a rule or a keyword.`,
      )
    const seen = figures(found)
    return insufficient(
      `${name.zh}：${types.length} 类风险中 ${covered.length} 类有规则或者关键词覆盖；${seen.zh}。须由人工抽检确认。`,
      `${name.en}: ${covered.length} of ${types.length} risk types are covered by rules or keywords; ${seen.en}. A human sample has to confirm.`,
      found.rules,
    )
  }
}

/** Article 4(5): personal information as in 7(3); secrets and harm are candidates. */
export const rightsOfOthers: Evaluator = (given) => {
  const pii = lawfulBasis(given)
  const secrets = foundIn(given, 'secret')
  const harm = foundBy(given, (rule) => rule.risk.startsWith('CN-A4') || rule.risk === 'CN-A3-c')
  const rules = [...new Set([...(pii.rules ?? []), ...secrets.rules, ...harm.rules])]
  if (rules.length === 0) return notAssessed('本次扫描没有启用相关规则。', 'No rule for this row took part in the scan.')
  const seen = figures(secrets)
  const zh = `${pii.evidence.zh}${secrets.rules.length === 0 ? '未启用密钥规则。' : `密钥和凭据：${seen.zh}（是否有效未验证）。`}肖像权、名誉权未作判断。`
  const en = `${pii.evidence.en} ${secrets.rules.length === 0 ? 'No rule for secrets took part.' : `Secrets and credentials: ${seen.en} (whether they are live was not tried).`} Portrait and reputation were not judged.`
  return pii.result === 'nonconform' ? nonconform(zh, en, rules) : insufficient(zh, en, rules)
}

/** Article 7(4): four claims, of which only diversity is computed. */
export const quality: Evaluator = ({ report, sources }) => {
  const { languages, duplicates, tokens, domains } = report.statistics
  const top = languages.rows[0]
  const repeated = percent(duplicates.sharePpm)
  const first = top === undefined ? undefined : percent(top.sharePpm)
  const stated = [sources?.quality?.authenticity, sources?.quality?.accuracy, sources?.quality?.objectivity].filter(
    (value) => value !== undefined,
  ).length
  const sample = sources?.quality?.humanSample
  return insufficient(
    `多样性（计算）：语言有效数 ${languages.effectiveNumber}${top === undefined ? '' : `，占比最高的语言 ${top.lang} ${first!.zh}`}；重复记录 ${repeated.zh}；有效词汇量 ${tokens.effectiveNumber}；域名 ${grouped(domains.distinct)} 个。` +
      `真实性、准确性、客观性不能由扫描得出：已申报 ${stated}/3 项，人工抽检${sample === undefined ? '未申报' : ` ${grouped(sample.items)} 条`}。`,
    `Diversity (computed): effective number of languages ${languages.effectiveNumber}${top === undefined ? '' : `, largest ${top.lang} ${first!.en}`}; duplicate records ${repeated.en}; effective vocabulary ${tokens.effectiveNumber}; ${plural(domains.distinct, 'domain')}. ` +
      `Authenticity, accuracy and objectivity cannot come from a scan: ${stated} of 3 declared, human sample ${sample === undefined ? 'not declared' : `of ${plural(sample.items, 'item')}`}.`,
  )
}

/** TC260-003 5.1 a) 2): flagged share per source. The share the standard names is one of confirmed content, which needs verdicts. */
export const perSource =
  ({ maximumPercent }: { readonly maximumPercent: number }): Evaluator =>
  ({ report, seen }) => {
    const rows =
      seen.length > 0 ? seen.map((row) => shareOf(row.seen)) : report.statistics.findings.bySource.filter((row) => row.records > 0)
    if (rows.length === 0)
      return notAssessed('记录没有来源字段，未按来源统计。', 'The records carry no source field; nothing was counted per source.')
    const over = rows.filter((row) => row.rate.ppm > maximumPercent * 10_000)
    const worst = rows.reduce((a, b) => (b.rate.ppm > a.rate.ppm ? b : a))
    const rate = percent(worst.rate.ppm)
    return insufficient(
      `按来源统计，有疑似命中（各类合计，包括个人信息和知识产权标记）的记录占比最高为 ${rate.zh}，超过 ${maximumPercent}% 的来源 ${over.length} 个（共 ${rows.length} 个）。疑似命中不等于违法不良信息，须以人工判定为准。`,
      `Per source, the highest share of records with a candidate match of any kind, personal information and IP markers included, is ${rate.en}; ${over.length} of ${rows.length} sources exceed ${maximumPercent}%. A candidate is not confirmed content: the row needs human verdicts.`,
    )
  }

const shareOf = ({ records, affected }: { readonly records: number; readonly affected: number }) => ({
  records,
  rate: { ppm: ppmOf(affected, records) },
})

/** TC260-003 5.2 a): all data are filtered. */
export const census: Evaluator = (given) => {
  const { coverage, rules } = given.report
  if (complete(given))
    return conform(
      `已用 ${rules.length} 条规则检查全部 ${grouped(coverage.records.read)} 条记录。`,
      `${plural(rules.length, 'rule')} checked all ${grouped(coverage.records.read)} records.`,
    )
  const rest = unread(given)
  return insufficient(
    `已检查 ${grouped(coverage.records.read)} 条记录。${rest.zh}`,
    `${grouped(coverage.records.read)} records were checked. ${rest.en}`,
  )
}

/** TC260-003 8.1: size of the keyword library. */
export const keywordCount: Evaluator = ({ report: { keywords } }) => {
  if (keywords.digest === null) return noLibrary()
  const zh = `关键词库共 ${grouped(keywords.total)} 个词，建议不少于 ${grouped(keywords.floor)} 个。`
  const en = `The keyword library holds ${plural(keywords.total, 'term')}; at least ${grouped(keywords.floor)} are recommended.`
  return keywords.floorMet ? conform(zh, en) : nonconform(zh, en)
}

const noLibrary = () => notAssessed('本次扫描未使用自备关键词库。', 'No keyword library was given to the scan.')

/** TC260-003 8.1: floors per type of A.1 and A.2. */
export const keywordFloors: Evaluator = ({ report }) => {
  if (report.keywords.digest === null) return noLibrary()
  const types = report.risks.filter((risk) => risk.floor !== null)
  const short = types.filter((risk) => risk.floorMet !== true).map((risk) => risk.id)
  if (short.length === 0)
    return conform(
      `${types.length} 类风险的关键词数量均达到建议值。`,
      `All ${types.length} risk types reach their recommended number of terms.`,
    )
  return nonconform(
    `${types.length} 类风险中有 ${short.length} 类的关键词数量低于建议值：${short.join('、')}。`,
    `${short.length} of ${types.length} risk types are below their recommended number of terms: ${short.join(', ')}.`,
  )
}

/** TC260-003 8.1: age of the newest term on the reference day. A stale library warns; it does not fail the row. */
export const keywordAge =
  ({ maximumDays }: { readonly maximumDays: number }): Evaluator =>
  ({ report: { keywords, asOf } }) => {
    if (keywords.digest === null) return noLibrary()
    if (keywords.newest === null) return notAssessed('关键词库没有注明收录日期。', 'The keyword library states no dates.')
    const days = Math.round((Date.parse(asOf) - Date.parse(keywords.newest)) / 86_400_000)
    const zh = `关键词库最近一次更新为 ${keywords.newest}，距基准日 ${asOf} ${days} 天。`
    const en = `The keyword library was last extended on ${keywords.newest}, ${days} days before the reference day ${asOf}.`
    return days >= 0 && days <= maximumDays ? conform(zh, en) : insufficient(`${zh}建议每周更新。`, `${en} Weekly updates are recommended.`)
  }

/** TC260-003 9.2 a): the manual check, as declared. A corpus with fewer items than are asked for is checked in full. */
export const humanSample =
  ({ items, passPercent }: { readonly items: number; readonly passPercent: number }): Evaluator =>
  ({ report, sources }) => {
    const sample = sources?.quality?.humanSample
    if (sample === undefined)
      return notAssessed(
        '人工抽检结果未申报（quality.humanSample）。',
        'The result of the manual check is not declared (quality.humanSample).',
      )
    const { records } = report.corpus
    if (sample.items > records)
      return insufficient(
        `申报抽检 ${grouped(sample.items)} 条，多于本语料的 ${grouped(records)} 条记录，不能作为对本语料的抽检。`,
        `A sample of ${plural(sample.items, 'item')} is declared, more than the ${plural(records, 'record')} of this corpus: it cannot stand for it.`,
      )
    const wanted = Math.min(items, records)
    const rate = share(sample.passed, sample.items)
    const zh = `人工抽检 ${grouped(sample.items)} 条，合格 ${grouped(sample.passed)} 条，合格率 ${rate.zh}；要求不少于 ${grouped(wanted)} 条、合格率不低于 ${passPercent}%。`
    const en = `Manual check: ${grouped(sample.passed)} of ${plural(sample.items, 'item')} passed, ${rate.en}; at least ${grouped(wanted)} items and ${passPercent}% are asked for.`
    // In whole numbers, so that a rate of exactly the limit passes.
    return sample.items >= wanted && sample.passed * 100 >= sample.items * passPercent
      ? conform(`${zh}结果为申报值。`, `${en} The result is declared.`)
      : nonconform(zh, en)
  }

/** TC260-003 9.2 b): the technical check over all records instead of a 10 % sample. Valid only with a library that meets clause 8. */
export const technicalSample =
  ({ failPercent }: { readonly failPercent: number }): Evaluator =>
  (given) => {
    const { findings, volume } = given.report.statistics
    if (volume.records === 0) return notAssessed('本次扫描没有读到任何记录。', 'The scan read no record.')
    const hit = findings.records.records
    const rate = share(hit, volume.records)
    const zh = `检查全部已读取的 ${grouped(volume.records)} 条记录，有高置信度疑似命中的记录 ${grouped(hit)} 条（${rate.zh}），标准要求不合格率不高于 ${failPercent}%。`
    const en = `All ${plural(volume.records, 'record')} that were read were checked; ${grouped(hit)} (${rate.en}) hold a high-confidence candidate, where the standard accepts ${failPercent}%.`
    const terms = findings.byDomain.find((row) => row.domain === 'prohibited')
    if ((terms?.rate.records ?? 0) * 100 > volume.records * failPercent)
      return nonconform(
        `${zh}其中违法不良信息规则命中 ${grouped(terms!.rate.records)} 条。`,
        `${en} Rules on prohibited content alone match ${grouped(terms!.rate.records)}.`,
      )
    if (hit * 100 > volume.records * failPercent)
      return insufficient(
        `${zh}疑似命中含个人信息和知识产权标记，须由人工判断是否合格。`,
        `${en} They include personal information and IP markers; a person has to judge them.`,
      )
    const { keywords } = given.report
    if (keywords.digest === null || !keywords.floorMet)
      return insufficient(
        `${zh}关键词库未达到第 8 章的建议规模，该结果不能单独作为依据。`,
        `${en} The keyword library does not meet clause 8, so the figure cannot stand alone.`,
      )
    if (!complete(given)) return insufficient(zh + unread(given).zh, `${en} ${unread(given).en}`)
    return conform(zh, en)
  }

/** TC260-003 9.2 c): libraries and classifiers meet clause 8; no classifier takes part in a scan. */
export const validCheck: Evaluator = (given) => {
  const parts = [keywordCount(given), keywordFloors(given)]
  if (parts.some((part) => part.result === 'nonconform'))
    return nonconform('关键词库未达到第 8 章的要求。', 'The keyword library does not meet clause 8.')
  return insufficient('未导入分类模型的结果，第 8.4 条无法判断。', 'No classifier verdicts were imported, so clause 8.4 cannot be judged.')
}

/** Whether the parts of a roll-up hold; what is not applicable does not count. A clause whose text was not read (S, R) leaves it open. */
export function rollUp(ids: readonly string[]): Evaluator {
  return ({ rows }) => {
    const parts = ids.flatMap((id) => rows.get(id) ?? [])
    const of = (result: RequirementResult) => parts.filter((row) => row.result === result).map((row) => row.id)
    const counted = parts.filter((row) => row.result !== 'not-applicable')
    if (counted.length === 0) return notAssessed('没有可汇总的条目。', 'There is no row to roll up.')
    const [bad, open] = [of('nonconform'), of('insufficient-evidence')]
    const zh = `汇总 ${parts.length} 项：符合 ${of('conform').length} 项，不符合 ${bad.length} 项${list('（', bad, '、', '）')}，证据不足 ${open.length} 项，不适用 ${parts.length - counted.length} 项。`
    const en = `Roll-up of ${plural(parts.length, 'row')}: conform ${of('conform').length}, nonconform ${bad.length}${list(' (', bad, ', ', ')')}, insufficient evidence ${open.length}, not applicable ${parts.length - counted.length}.`
    const rules = [...new Set(parts.flatMap((row) => row.rules))]
    const gating = parts.some((row) => row.result === 'nonconform' && row.mark === 'V')
    if (gating) return nonconform(zh, en, rules)
    return bad.length + open.length > 0 ? insufficient(zh, en, rules) : conform(zh, en, rules)
  }
}

const list = (before: string, ids: readonly string[], joint: string, after: string) =>
  ids.length === 0 ? '' : before + ids.join(joint) + after

/** Network Data Regulation 19: this scan, with no high-confidence finding of severity error left. */
export const securityOfData: Evaluator = (given): Outcome => {
  const open = given.report.statistics.findings.bySeverity.error.high
  if (open > 0)
    return nonconform(
      `已扫描训练数据，仍有高置信度、严重级别的疑似命中 ${grouped(open)} 处未处理。`,
      `The training data were scanned; ${plural(open, 'high-confidence candidate match', 'high-confidence candidate matches')} of severity error ${open === 1 ? 'is' : 'are'} open.`,
    )
  if (!complete(given))
    return insufficient(`没有未处理的严重疑似命中。${unread(given).zh}`, `No candidate of severity error is open. ${unread(given).en}`)
  return conform(
    '已扫描全部训练数据，没有未处理的高置信度、严重级别疑似命中。',
    'All training data were scanned; no high-confidence candidate of severity error is open.',
  )
}

/** Article 3: what can be shown about the tools of this audit. */
export const tools: Evaluator = ({ report }: Case) =>
  insufficient(
    `本次审计使用 ${report.tool.name} ${report.tool.version} 和 ${report.rulePacks.length} 个规则包，摘要已写入报告；其他软件、算力和数据资源的供应方未作判断。`,
    `This audit used ${report.tool.name} ${report.tool.version} and ${plural(report.rulePacks.length, 'rule pack')}, whose digests are in the report; suppliers of other software, computing and data were not judged.`,
  )

/** TC260-003 9.1: a result for every clause. */
export const everyRow: Evaluator = () =>
  conform('本表逐条给出结果，并附证据或者理由。', 'This table gives a result for every clause, with evidence or a reason.')

/** PTD-2: the digests of this scan; what the data were before is for a person, or for the report of the scan before. */
export const integrity: Evaluator = ({ report }) =>
  insufficient(
    `已计算 ${grouped(report.corpus.files)} 个文件的 SHA-256 与默克尔根；与处理前数据的比对须由人工完成。`,
    `SHA-256 of ${plural(report.corpus.files, 'file')} and a Merkle root were computed; comparing with the data before processing is left to a person.`,
  )

/** AB 2013 (3): the scan counts the data points. */
export const counted: Evaluator = (given) => {
  const { records, files } = given.report.coverage
  const zh = `已读取 ${grouped(files.read)} 个文件、${grouped(records.read)} 条记录。`
  const en = `${plural(files.read, 'file')} and ${plural(records.read, 'record')} were read.`
  return complete(given) ? conform(zh, en) : insufficient(zh + unread(given).zh, `${en} ${unread(given).en}`)
}
