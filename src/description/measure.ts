import type { Words } from '../model.ts'
import type { ReviewResult } from '../report/review.ts'
import { wilson } from '../sketch/intervals.ts'
import { grouped, percent, plural, share, size } from '../words/figures.ts'
import {
  both,
  columns,
  computed,
  declared,
  type Entry,
  estimated,
  type Ground,
  joinWords,
  type Row,
  row,
  same,
  sampled,
  table,
} from './form.ts'
import { sharePerSource } from './provenance.ts'

/** Section 3: how much. */
export function scale(given: Ground): Row[] {
  const { corpus, statistics } = given.report
  const { volume, duplicates } = statistics
  const { tokens } = volume
  return [
    row(
      '3.1',
      'scale.records',
      '文件数与记录数',
      'Files and records',
      computed(
        both(
          `${filesOf(given).zh}，已读取 ${grouped(volume.records)} 条记录、${grouped(volume.texts)} 段训练文本`,
          `${filesOf(given).en}; ${plural(volume.records, 'record')} and ${plural(volume.texts, 'training text')} read`,
        ),
      ),
    ),
    row(
      '3.2',
      'scale.bytes',
      '存储规模',
      'Stored size',
      computed(
        table(columns(['项目', 'Item'], ['规模', 'Size']), [
          [both('存储字节', 'stored'), size(corpus.bytes)],
          [both('解压、转码后的记录', 'records after decompression and decoding'), size(volume.bytes)],
          [both('其中训练文本', 'training texts among them'), size(volume.textBytes)],
        ]),
      ),
    ),
    row(
      '3.3',
      'scale.tokens',
      '词元数',
      'Tokens',
      estimated(
        both(
          `约 ${grouped(tokens.estimate)}（${grouped(tokens.lowEstimate)} 至 ${grouped(tokens.highEstimate)}）`,
          `about ${grouped(tokens.estimate)} (${grouped(tokens.lowEstimate)} to ${grouped(tokens.highEstimate)})`,
        ),
        tokens.method,
      ),
    ),
    row(
      '3.4',
      'scale.unique',
      '去重后规模',
      'Size after deduplication',
      (duplicates.exact ? computed : estimated)(
        both(
          `不重复记录 ${grouped(duplicates.distinct)} 条，占 ${share(duplicates.distinct, duplicates.records).zh}`,
          `${plural(duplicates.distinct, 'distinct record')}, ${share(duplicates.distinct, duplicates.records).en}`,
        ),
        duplicates.exact
          ? both('按训练文本完全相同判断', 'by exactly equal training texts')
          : both(
              `按训练文本完全相同判断，相对标准误差 ${percent(duplicates.errorPpm).zh}`,
              `by exactly equal training texts; relative standard error ${percent(duplicates.errorPpm).en}`,
            ),
      ),
    ),
    sharePerSource(given),
  ]
}

/** How many files there are, and how many of them were read where that is not all of them. */
function filesOf({ report: { corpus, coverage } }: Ground): Words {
  const all = both(`${grouped(corpus.files)} 个文件`, plural(corpus.files, 'file'))
  if (coverage.files.read === corpus.files) return all
  return both(`${all.zh}（已读取 ${grouped(coverage.files.read)} 个）`, `${all.en} (${grouped(coverage.files.read)} read)`)
}

/** Section 5: how good. */
export function quality(given: Ground): Row[] {
  return [
    integrity(given),
    duplication(given),
    diversity(given),
    objectivity(given),
    authenticity(given),
    risk(given),
    humanSample(given),
    technicalSample(given),
    processing(given),
  ]
}

function integrity({ report }: Ground): Row {
  const { statistics, coverage, corpus } = report
  const { lengths } = statistics
  return row(
    '5.1',
    'quality.integrity',
    '完整性：空值、解析失败、乱码',
    'Completeness: empty, unreadable and damaged records',
    computed(
      table(columns(['项目', 'Item'], ['数量', 'Amount'], ['占比', 'Share']), [
        [
          both('训练文本为空的记录', 'records with empty text'),
          same(grouped(lengths.empty)),
          share(lengths.empty, Math.max(statistics.volume.records, 1)),
        ],
        [
          both('未能读取的记录', 'unreadable records'),
          same(grouped(coverage.records.unreadable)),
          share(coverage.records.unreadable, Math.max(corpus.records, 1)),
        ],
        [both('部分受损的记录', 'damaged records'), same(grouped(coverage.damaged)), share(coverage.damaged, Math.max(corpus.records, 1))],
        [
          both('未能读取或者跳过的字节', 'bytes unreadable or skipped'),
          same(grouped(coverage.bytes.unreadable + coverage.bytes.skipped)),
          share(coverage.bytes.unreadable + coverage.bytes.skipped, Math.max(corpus.bytes, 1)),
        ],
        [
          both('未能读取或者跳过的文件', 'files unreadable or skipped'),
          same(grouped(coverage.files.unreadable + coverage.files.skipped)),
          share(coverage.files.unreadable + coverage.files.skipped, Math.max(corpus.files, 1)),
        ],
      ]),
    ),
  )
}

function duplication({ report }: Ground): Row {
  const { duplicates } = report.statistics
  return row(
    '5.2',
    'quality.duplication',
    '重复率',
    'Duplicate rate',
    (duplicates.exact ? computed : estimated)(
      both(
        `重复记录 ${grouped(duplicates.duplicates)} 条，占 ${percent(duplicates.sharePpm).zh}`,
        `${plural(duplicates.duplicates, 'duplicate record')}, ${percent(duplicates.sharePpm).en}`,
      ),
      both('训练文本完全相同；近似重复未统计', 'exactly equal training texts; near duplicates were not counted'),
    ),
  )
}

function diversity({ report }: Ground): Row {
  const { languages, tokens, lengths, domains } = report.statistics
  const largest = languages.rows[0]
  return row(
    '5.3',
    'quality.diversity',
    '多样性',
    'Diversity',
    estimated(
      table(columns(['指标', 'Measure'], ['取值', 'Value']), [
        [both('语言有效数', 'effective number of languages'), same(languages.effectiveNumber)],
        ...(largest === undefined
          ? []
          : [
              [
                both('占比最高的语言', 'largest language'),
                both(`${largest.lang}，${percent(largest.sharePpm).zh}`, `${largest.lang}, ${percent(largest.sharePpm).en}`),
              ],
            ]),
        [both('词汇熵（比特/词）', 'word entropy (bits per word)'), same(tokens.entropyBits)],
        [both('有效词汇量', 'effective vocabulary'), same(tokens.effectiveNumber)],
        [both('仅出现一次的词占比', 'share of words seen once'), percent(Math.round(Number(tokens.hapaxShare) * 1e6))],
        [both('域名数', 'domains'), same(grouped(domains.distinct))],
        [
          both('记录长度中位数（字符）', 'median record length (characters)'),
          same(grouped(lengths.quantiles.find((line) => line.qPpm === 500_000)?.value ?? 0)),
        ],
      ]),
      tokens.method,
    ),
  )
}

function objectivity({ sources }: Ground): Row {
  return row(
    '5.4',
    'quality.objectivity',
    '客观性',
    'Objectivity',
    declared(sources?.quality?.objectivity),
    computed(undefined, both('群体提及与贬义共现未统计', 'mentions of groups and slurs were not counted')),
  )
}

function authenticity({ sources }: Ground): Row {
  return row(
    '5.5',
    'quality.authenticity',
    '真实性与准确性',
    'Authenticity and accuracy',
    declared(
      joinWords([
        sources?.quality?.authenticity === undefined ? undefined : same(sources.quality.authenticity),
        sources?.quality?.accuracy === undefined ? undefined : same(sources.quality.accuracy),
      ]),
    ),
    computed(undefined, both('不能由扫描得出', 'cannot come from a scan')),
  )
}

function risk(given: Ground): Row {
  return row(
    '5.6',
    'quality.risk',
    '违法不良信息的疑似命中（31 类）',
    'Candidates of unlawful or harmful content (31 types)',
    computed(
      risks(given),
      both(
        '疑似命中不等于违法不良信息，须以人工判定为准；数量为 0 表示现有规则、关键词没有命中，不表示没有此类内容',
        'a candidate is not confirmed content: human verdicts decide; 0 means that these rules and keywords found nothing, not that there is nothing',
      ),
    ),
  )
}

function humanSample({ report, sources }: Ground): Row {
  const sample = sources?.quality?.humanSample
  return row(
    '5.7',
    'quality.humanSample',
    '人工抽检',
    'Human sample',
    ...(report.review.result === null ? [] : [sampled(reviewWords(report.review.result))]),
    ...(report.review.result !== null && sample === undefined ? [] : [declaredSample(sample, report.corpus.records)]),
  )
}

function technicalSample({ report }: Ground): Row {
  const { statistics, keywords } = report
  const flagged = statistics.findings.records
  return row(
    '5.8',
    'quality.technicalSample',
    '技术抽检',
    'Technical check',
    computed(
      both(
        `检查全部已读取的 ${grouped(statistics.volume.records)} 条记录，不抽样，因此没有抽样误差（规则的误报和漏报不在此列）；有高置信度疑似命中的记录 ${grouped(flagged.records)} 条，占 ${percent(flagged.ppm).zh}`,
        `all ${plural(statistics.volume.records, 'record')} that were read were checked, without sampling and so without sampling error (wrong and missed candidates of the rules are another matter); ${grouped(flagged.records)} with a high-confidence candidate, ${percent(flagged.ppm).en}`,
      ),
      keywords.digest === null
        ? both('未使用自备关键词库', 'no keyword library was given to the scan')
        : both(
            `自备关键词库 ${grouped(keywords.total)} 个词，建议不少于 ${grouped(keywords.floor)} 个`,
            `keyword library of ${plural(keywords.total, 'term')}; at least ${grouped(keywords.floor)} recommended`,
          ),
    ),
  )
}

function processing({ sources }: Ground): Row {
  return row(
    '5.9',
    'processing[]',
    '清洗与过滤过程',
    'Cleaning and filtering',
    declared(
      table(
        columns(['步骤', 'Step'], ['目的', 'Purpose'], ['方法', 'Method'], ['工具', 'Tool']),
        (sources?.processing ?? []).map((step) => [
          same(step.step),
          ...[step.purpose, step.method, step.tool].map((part) => (part === undefined ? both('—', '—') : same(part))),
        ]),
      ),
    ),
  )
}

/** What people found in the sample that was drawn for this report. */
function reviewWords({ items, passRate, census, reviewers }: ReviewResult): Words {
  const [rate, low, high] = [percent(passRate.ppm), percent(passRate.wilsonLowPpm), percent(passRate.wilsonHighPpm)]
  return both(
    `抽检 ${grouped(items.reviewed)} 条，合格 ${grouped(items.passed)} 条，抽检合格率 ${rate.zh}${census ? '（全检）' : `（95% 置信区间 ${low.zh} 至 ${high.zh}）`}，抽检人员 ${reviewers} 名；样本由扫描确定，判定结果已导入报告`,
    `${grouped(items.passed)} of ${plural(items.reviewed, 'record')} passed, ${rate.en}${census ? ' (all records)' : ` (95% interval ${low.en} to ${high.en})`}, ${plural(reviewers, 'reviewer')}; the scan fixed the sample, and the verdicts are in the report`,
  )
}

/** The sample as the provider states it; its interval is worked out here, since a rate without its sampling error says little. */
function declaredSample(sample: NonNullable<NonNullable<Ground['sources']>['quality']>['humanSample'], records: number): Entry {
  if (sample === undefined)
    return sampled(
      undefined,
      both('标准要求随机抽取不少于 4,000 条，合格率不低于 96%', 'the standard asks for at least 4,000 random items and 96%'),
    )
  const { items, passed, reviewers, date } = sample
  const rate = wilson(passed, items)
  const [part, low, high] = [share(passed, items), percent(rate.lowPpm), percent(rate.highPpm)]
  const interval =
    items < records ? both(`（95% 置信区间 ${low.zh} 至 ${high.zh}）`, ` (95% interval ${low.en} to ${high.en})`) : both('', '')
  return sampled(
    both(
      `抽检 ${grouped(items)} 条，合格 ${grouped(passed)} 条，合格率 ${part.zh}${interval.zh}${reviewers === undefined ? '' : `，抽检人员 ${reviewers} 名`}${date === undefined ? '' : `，${date}`}`,
      `${grouped(passed)} of ${plural(items, 'item')} passed, ${part.en}${interval.en}${reviewers === undefined ? '' : `, ${plural(reviewers, 'reviewer')}`}${date === undefined ? '' : `, ${date}`}`,
    ),
    both('由提供者申报，判定结果未导入报告', 'as the provider states it; the verdicts are not in the report'),
  )
}

/** What looks for a type: how many rules, or how many terms; a number says more than "covered". */
function coverageWords({ coverage, rules, terms, operatorTerms }: Ground['report']['risks'][number]): Words {
  if (coverage === 'none') return both('未覆盖', 'none')
  const known = terms + operatorTerms
  return coverage === 'detector'
    ? both(`检测规则 ${grouped(rules)} 条`, plural(rules, 'rule'))
    : both(`关键词 ${grouped(known)} 个`, plural(known, 'keyword'))
}

function risks({ report }: Ground) {
  const total = Math.max(report.statistics.volume.records, 1)
  return table(
    columns(
      ['风险类型', 'Risk type'],
      ['覆盖方式', 'Coverage'],
      ['高置信度', 'High'],
      ['较低置信度', 'Lower'],
      ['记录占比', 'Share of records'],
    ),
    report.risks.map((risk) => [
      both(`${risk.std} ${risk.title.zh}`, `${risk.std} ${risk.title.en}`),
      coverageWords(risk),
      ...(risk.coverage === 'none'
        ? [notAssessed, notAssessed, notAssessed]
        : [same(grouped(risk.findings.high)), same(grouped(risk.findings.medium + risk.findings.low)), share(risk.records, total)]),
    ]),
  )
}

const notAssessed = both('未评估', 'not assessed')
