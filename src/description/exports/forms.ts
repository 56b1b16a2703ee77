import type { Lang, Words } from '../../model.ts'
import type { Source } from '../../sources/index.ts'
import { grouped, size } from '../../words/figures.ts'
import { visibleLines } from '../../words/visible.ts'
import { both, computed, type Description, declared, type Entry, estimated, type Ground, same, table } from '../form.ts'
import { entryLines, markdownText } from '../markdown.ts'
import { badges, labels } from '../words.ts'
import { type Export, languagesOf, ofCategory, sizeBin, topDomains } from './facts.ts'

/** Forms of regulators in Markdown: their own headings, filled with fields of the Article 17 description and what is computed beside it. */
interface Form {
  readonly title: Words
  readonly basis: Words
  readonly parts: readonly Part[]
}
interface Part {
  readonly number: string
  readonly title: Words
  /** Fields of the description. */
  readonly rows?: readonly string[]
  /** Further entries. */
  readonly more?: (given: Ground) => readonly Entry[]
}

/** A form that can always be written: what is blank is said in it. */
const always = { missing: () => [], wanting: () => [] }

/** Sources of one category, as declared: a list, "none", or not declared. Never inferred from the data. */
const sourcesOf =
  (category: NonNullable<Source['category']>, cells: (entry: Source) => readonly (string | undefined)[], head: readonly Words[]) =>
  (given: Ground): Entry[] => {
    const of = ofCategory(given, category)
    if (of === undefined) return [declared(undefined)]
    if (of.length === 0) return [declared(both('申报没有此类来源', 'declared: no such source'))]
    return [
      declared(
        table(
          [both('来源', 'Source'), ...head],
          of.map((entry) => [
            same(entry.id),
            ...cells(entry).map((value) => (value === undefined || value === '' ? both('未申报', 'not declared') : same(value))),
          ]),
        ),
      ),
    ]
  }

const named = [both('名称', 'Name'), both('权利人', 'Owner'), both('链接', 'Link'), both('许可', 'Licence')]
const namedCells = (entry: Source) => [entry.name, entry.owner, entry.link, entry.licence]

/** Sources that no other section can list, for nothing says of what kind they are. */
const unplaced = ({ sources }: Ground): Entry[] => {
  const all = sources?.sources ?? []
  const of = all.filter(({ category }) => category === undefined)
  if (all.length === 0) return [declared(undefined)]
  if (of.length === 0) return [declared(both('所申报的来源均列入以上各节', 'every declared source is in one of the sections above'))]
  const rows = of.map((entry) => [same(entry.id), entry.name === undefined ? both('未申报', 'not declared') : same(entry.name)])
  return [declared(table([both('来源', 'Source'), named[0]!], rows), both('未申报类别', 'no category is declared'))]
}

const overallSize = ({ report }: Ground): Entry[] => {
  const { tokens } = report.statistics.volume
  return [estimated(both(`规模区间：${sizeBin(tokens).zh}`, `Size: ${sizeBin(tokens).en}`), tokens.method)]
}
const languages = ({ report }: Ground): Entry[] => {
  const codes = languagesOf(report)
  return [
    estimated(
      codes.length === 0 ? undefined : both(`占比 1% 以上的语言：${codes.join('、')}`, `Languages of at least 1%: ${codes.join(', ')}`),
      report.statistics.languages.method,
    ),
  ]
}
const domains = ({ report }: Ground): Entry[] => {
  const { rows, asked, cut } = topDomains(report)
  return [
    computed(
      table(
        [both('域名', 'Domain'), both('记录数', 'Records'), both('规模', 'Size')],
        rows.map((row) => [same(row.value), same(grouped(row.records)), size(row.bytes)]),
      ),
      rows.length === 0
        ? both('记录没有网址字段', 'the records carry no URL field')
        : cut
          ? both(
              `按规模排列的前 10% 共 ${asked} 个，报告只保留最大的 ${rows.length} 个`,
              `the top 10% by size are ${asked}; the report keeps the ${rows.length} largest`,
            )
          : both('按规模排列的前 10%，统计全部含网址的记录', 'the top 10% by size, of all records with a URL'),
    ),
  ]
}

const eu: Form = {
  title: both('通用人工智能模型训练内容公开摘要', 'Public summary of training content'),
  basis: both(
    '欧盟人工智能法第53条第1款(d)项，委员会模板 C(2025) 5235（据公开副本编制，提交前请与官方模板核对）。各项声明由提供者作出，本文件不代为勾选。',
    'EU AI Act, Article 53(1)(d), Commission template C(2025) 5235 (made from public copies: compare with the official template before filing). What is attested is for the provider to say; nothing is ticked here.',
  ),
  parts: [
    { number: '1.1', title: both('提供者', 'Provider identification'), rows: ['1.1', '1.2'] },
    { number: '1.2', title: both('模型', 'Model identification'), rows: ['1.3', '1.4'] },
    {
      number: '1.3',
      title: both('模态、规模与总体特征', 'Modalities, overall size and other characteristics'),
      rows: ['4.1', '1.8', '4.2'],
      more: (given) => [...overallSize(given), ...languages(given)],
    },
    { number: '2.1', title: both('公开数据集', 'Publicly available datasets'), more: sourcesOf('open', namedCells, named) },
    {
      number: '2.2',
      title: both('从第三方取得的非公开数据集', 'Private non-publicly available datasets obtained from third parties'),
      more: sourcesOf('commercial', namedCells, named),
    },
    { number: '2.3', title: both('自行抓取的数据', 'Data crawled and scraped from online sources'), rows: ['2.5'], more: domains },
    { number: '2.4', title: both('用户数据', 'User data'), rows: ['2.8'] },
    { number: '2.5', title: both('合成数据', 'Synthetic data'), rows: ['2.9'] },
    { number: '2.6', title: both('其他来源', 'Other sources of data'), more: unplaced },
    {
      number: '3.1',
      title: both('遵守文本和数据挖掘权利保留', 'Respect of reservation of rights from text and data mining'),
      rows: ['2.7'],
    },
    { number: '3.2', title: both('去除违法内容', 'Removal of illegal content'), rows: ['5.9', '5.8'] },
    { number: '3.3', title: both('其他信息（选填）', 'Other information (optional)'), rows: ['10.1'] },
  ],
}

const ca: Form = {
  title: both('训练数据说明（加利福尼亚州 AB 2013）', 'Training data documentation (California AB 2013)'),
  basis: both(
    '加利福尼亚州民法典 § 3111(a)(1)–(12)（据二手资料编制，发布前请与法条核对）。',
    'California Civil Code § 3111(a)(1) to (12) (made from a secondary source: compare with the code before publishing).',
  ),
  parts: [
    { number: '(1)', title: both('来源或者所有者', 'Sources or owners of the datasets'), rows: ['2.1'] },
    { number: '(2)', title: both('如何服务于预期用途', 'How the datasets further the intended purpose'), rows: ['1.5'] },
    { number: '(3)', title: both('数据点数量', 'Number of data points'), rows: ['3.1', '3.3'] },
    { number: '(4)', title: both('数据点类型与标签', 'Types of data points and labels'), rows: ['4.1', '4.3', '8.1'] },
    { number: '(5)', title: both('版权、商标、专利或者公有领域', 'Copyright, trademark, patent or public domain'), rows: ['7.2', '7.1'] },
    { number: '(6)', title: both('购买或者许可', 'Purchased or licensed'), rows: ['2.2', '2.4'] },
    { number: '(7)', title: both('个人信息', 'Personal information'), rows: ['6.1'] },
    { number: '(8)', title: both('汇总消费者信息', 'Aggregate consumer information'), rows: ['6.6'] },
    { number: '(9)', title: both('清洗、处理及目的', 'Cleaning, processing and its purpose'), rows: ['5.9', '6.5'] },
    { number: '(10)', title: both('采集期间，是否持续', 'Period of collection, and whether it is ongoing'), rows: ['1.8'] },
    { number: '(11)', title: both('首次使用日期', 'Dates first used in development'), rows: ['1.9'] },
    { number: '(12)', title: both('合成数据', 'Synthetic data'), rows: ['2.9'] },
  ],
}

/** The headings of a form, for those who check it. */
export const euParts = eu.parts.map(({ number }) => number)
export const caParts = ca.parts.map(({ number }) => number)

function fillForm(form: Form, given: Ground, description: Description, lang: Lang): string {
  const rows = new Map(description.sections.flatMap((section) => section.rows).map((row) => [row.number, row]))
  const out = [`# ${form.title[lang]}`, '', form.basis[lang], '', `> ${labels.legend[lang]}`, '']
  out.push(`- **${labels.manifest[lang]}**${lang === 'zh' ? '：' : ': '}${description.corpus.manifest}`)
  out.push(`- **${labels.merkle[lang]}**${lang === 'zh' ? '：' : ': '}${description.corpus.merkleRoot}`, '')
  for (const part of form.parts) {
    out.push(`## ${part.number} ${part.title[lang]}`, '')
    for (const number of part.rows ?? []) {
      const row = rows.get(number)!
      out.push(`**${markdownText(row.title[lang])}**`, '')
      for (const entry of row.entries) out.push(...entryLines(entry, lang), '')
    }
    for (const entry of part.more?.(given) ?? []) out.push(...entryLines(entry, lang), '')
  }
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

export const euSummary: Export = {
  ...always,
  id: 'eu-summary',
  file: 'eu-53-1-d.md',
  title: both('欧盟训练内容公开摘要', 'EU summary, Article 53(1)(d)'),
  render: (given, at) => fillForm(eu, given, at.description, at.lang),
}
export const ab2013: Export = {
  ...always,
  id: 'ab2013',
  file: 'ca-ab2013.md',
  title: both('加利福尼亚州 AB 2013 说明', 'California AB 2013 statement'),
  render: (given, at) => fillForm(ca, given, at.description, at.lang),
}

// ── the corpus rows of the CAC filing form ─────────────────────────────────────────────────────────────────────────────

/** Fields of the description that the filing form asks for (legal field list, column "Filing form"), in its order. */
export const filingFields = [
  '1.1',
  '1.3',
  '1.4',
  '1.7',
  '2.1',
  '2.2',
  '2.3',
  '2.4',
  '2.5',
  '2.7',
  '2.8',
  '3.1',
  '3.2',
  '3.3',
  '3.5',
  '4.1',
  '4.2',
  '5.4',
  '5.6',
  '5.7',
  '5.8',
  '5.9',
  '6.1',
  '6.2',
  '6.3',
  '6.4',
  '7.1',
  '7.2',
  '7.3',
  '8.1',
  '8.2',
  '8.3',
  '8.5',
  '9.1',
  '9.2',
  '9.3',
] as const

export const filingHead = ['序号', '填报项', '分项', '填报内容', '性质', '说明'] as const

export const filing: Export = {
  ...always,
  id: 'cac-filing',
  file: 'filing-corpus.zh-CN.csv',
  title: both('备案表语料部分', 'corpus rows of the CAC filing form'),
  render: (_given, at) => filingCsv(at.description),
}

/** The rows as CSV (RFC 4180, UTF-8 with a byte order mark, as spreadsheet programs in China expect it). Always Chinese: the form is. */
function filingCsv(description: Description): string {
  const rows = new Map(description.sections.flatMap((section) => section.rows).map((row) => [row.number, row]))
  const lines: string[][] = [[...filingHead]]
  for (const number of filingFields) {
    const row = rows.get(number)!
    for (const entry of row.entries) {
      const kind = badges[entry.evidenceClass].zh.replace(/[〔〕]/g, '')
      const note = entry.note?.zh ?? ''
      const line = (item: string, content: string) => lines.push([number, row.title.zh, item, content, kind, note])
      const { value } = entry
      if (value === null || entry.state !== 'given') line('', entry.state === 'not-assessed' ? '未评估' : '未申报')
      else if (value.kind === 'text') line('', value.words.zh)
      else if (value.kind === 'list') line('', value.items.map(({ zh }) => zh).join('；'))
      else
        for (const cells of value.rows)
          line(
            cells[0]!.zh,
            value.head
              .slice(1)
              .map((name, i) => `${name.zh}：${cells[i + 1]!.zh}`)
              .join('；'),
          )
    }
  }
  return `\ufeff${lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`
}

/** A spreadsheet takes what starts with =, +, - or @ for a formula: such a cell starts with an apostrophe instead. */
function csvCell(text: string): string {
  const plain = visibleLines(text)
  const safe = /^[=+\-@\t]/.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
