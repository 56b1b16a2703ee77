import type { Lang, Words } from '../model.ts'
import type { Report } from '../report/index.ts'
import { severities, severityWords } from '../report/words.ts'
import { plural } from '../words/figures.ts'
import { visible } from '../words/visible.ts'
import { bytes, group, share } from './numbers.ts'
import { decidingReason, outcome, outcomeWords } from './outcome.ts'
import { clip, pad, width, wrap } from './width.ts'

/** What a piece of the summary is, for whoever adds colour. */
export type SummaryRole = 'pass' | 'warn' | 'fail' | 'incomplete' | 'error' | 'warning' | 'note' | 'strong' | 'quiet'

export interface SummaryOptions {
  readonly lang: Lang
  /** Columns of the terminal; default 80, at least 48. */
  readonly columns?: number
  /** Adds colour. It gets the padded text, so what it adds must have no width. Default: none. */
  readonly paint?: (role: SummaryRole, text: string) => string
  /** Where the report was written, as the user knows it; default `dataaudit-report`. */
  readonly folder?: string
  /** Rules listed at most; default 10. */
  readonly rules?: number
}

const words = {
  alsoIncomplete: { zh: '（同时检测不完整）', en: ' (also incomplete)' },
  coverage: { zh: '读取情况', en: 'Coverage' },
  covered: { zh: '{records} 条记录，{files} 个文件', en: '{recordsRead}, {filesRead}' },
  readOf: { zh: '已读取 {share}（{read} / {total}）', en: '{share} read ({read} of {total})' },
  left: {
    zh: '未能读取：{files} 个文件，{records} 条记录，{bytes} 字节；已跳过 {skipped} 个文件',
    en: 'unreadable: {filesLost}, {recordsLost}, {bytesLost}; skipped: {filesSkipped}',
  },
  findings: { zh: '命中', en: 'Findings' },
  high: { zh: '高置信度', en: 'high' },
  medium: { zh: '中', en: 'medium' },
  low: { zh: '低', en: 'low' },
  ...severityWords,
  rules: { zh: '主要规则（命中：高 / 中 / 低）', en: 'Top rules (findings: high / medium / low)' },
  rulesWithRate: {
    zh: '主要规则（命中：高 / 中 / 低；每百万条记录中的命中记录数）',
    en: 'Top rules (findings: high / medium / low; records hit per million)',
  },
  more: { zh: '另有 {n} 条规则有命中，见报告。', en: '{rules} with findings: see the report.' },
  none: { zh: '没有命中。', en: 'No findings.' },
  candidates: {
    zh: '命中指疑似命中或发现标记，须由人复核。',
    en: 'Findings are candidate matches and markers: a person has to check them.',
  },
  written: { zh: '报告', en: 'Report' },
} as const satisfies { readonly [key: string]: Words }

const weight = { error: 0, warning: 1, note: 2 } as const
const roles = { PASSED: 'pass', WARNED: 'warn', FAILED: 'fail', INCOMPLETE: 'incomplete' } as const

const fill = (text: string, values: { readonly [name: string]: string }): string =>
  text.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => values[name] ?? '')

const levels = ['high', 'medium', 'low'] as const

/** The sheet that is written on: its width and language, and lines that put. */
interface Sheet {
  readonly columns: number
  readonly lang: Lang
  readonly paint: (role: SummaryRole, text: string) => string
  readonly say: (key: keyof typeof words, values?: { readonly [name: string]: string }) => string
  /** A text on as many lines as it needs. */
  readonly put: (role: SummaryRole | undefined, text: string, indent?: number) => string[]
}

const sheetOf = ({ lang, columns: asked, paint = (_, text) => text }: SummaryOptions): Sheet => {
  const columns = Math.max(48, asked ?? 80)
  return {
    columns,
    lang,
    paint,
    say: (key, values = {}) => fill(words[key][lang], values),
    put: (role, text, indent = 0) =>
      wrap(text, columns - indent).map((line) => {
        const cut = clip(line, columns - indent)
        return ' '.repeat(indent) + (role === undefined ? cut : paint(role, cut))
      }),
  }
}

const verdictLines = (report: Report, { say, put, lang }: Sheet): string[] => {
  const said = outcome(report)
  const deciding = decidingReason(report)
  const reasons = [...(deciding === undefined ? [] : [deciding]), ...report.results.reasons.filter((reason) => reason !== deciding)]
  return [
    ...put(roles[said], `${outcomeWords[said][lang]}${said === 'FAILED' && !report.results.complete ? say('alsoIncomplete') : ''}`),
    ...reasons.flatMap((reason) =>
      put(undefined, `${reason.blocking ? '×' : '·'} ${visible(reason.words[lang])} [${visible(reason.limit)}]`, 2),
    ),
  ]
}

const coverageLines = ({ coverage }: Report, { say, put }: Sheet): string[] => {
  const { files, records, bytes: stored } = coverage
  const total = stored.read + stored.unreadable + stored.skipped
  return [
    ...put('strong', say('coverage')),
    ...put(undefined, say('readOf', { share: share(stored.read, total), read: bytes(stored.read), total: bytes(total) }), 2),
    ...put(
      undefined,
      say('covered', {
        records: group(records.read),
        files: group(files.read),
        recordsRead: plural(records.read, 'record'),
        filesRead: plural(files.read, 'file'),
      }),
      2,
    ),
    ...(files.unreadable + records.unreadable + stored.unreadable + files.skipped === 0
      ? []
      : put(
          'incomplete',
          say('left', {
            files: group(files.unreadable),
            records: group(records.unreadable),
            bytes: group(stored.unreadable),
            skipped: group(files.skipped),
            filesLost: plural(files.unreadable, 'file'),
            recordsLost: plural(records.unreadable, 'record'),
            bytesLost: plural(stored.unreadable, 'byte'),
            filesSkipped: plural(files.skipped, 'file'),
          }),
          2,
        )),
  ]
}

const nameColumnsOf = ({ say }: Sheet): number => Math.max(...severities.map((severity) => width(say(severity))))

const findingLines = ({ statistics }: Report, sheet: Sheet): string[] => {
  const { say, put, paint } = sheet
  const nameColumns = nameColumnsOf(sheet)
  const heads = levels.map((level) => say(level))
  const table = severities.map((severity) => levels.map((level) => group(statistics.findings.bySeverity[severity][level])))
  const widths = heads.map((head, at) => Math.max(width(head), ...table.map((row) => width(row[at] ?? ''))))
  const row = (cells: readonly string[]): string => cells.map((cell, at) => pad(cell, widths[at] ?? 0, true)).join('  ')
  return [
    ...put('strong', say('findings')),
    `  ${' '.repeat(nameColumns)}  ${paint('quiet', row(heads))}`,
    ...severities.map((severity, at) => `  ${paint(severity, pad(say(severity), nameColumns))}  ${row(table[at] ?? [])}`),
    ...put('quiet', say('candidates'), 2),
  ]
}

/** Rules that found something: worst severity first, then most findings of high confidence. */
const rulesByWeight = ({ rules, statistics }: Report) => {
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  return statistics.findings.byRule
    .map((line) => {
      const rule = known.get(line.rule)
      const all = line.findings.high + line.findings.medium + line.findings.low
      return { ...line, title: rule?.title, severity: rule?.severity ?? 'note', all }
    })
    .filter((line) => line.all > 0)
    .sort(
      (a, b) =>
        weight[a.severity] - weight[b.severity] ||
        b.findings.high - a.findings.high ||
        b.all - a.all ||
        (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
    )
}

const ruleLines = (report: Report, most: number, sheet: Sheet): string[] => {
  const { say, put, paint, columns, lang } = sheet
  const nameColumns = nameColumnsOf(sheet)
  const counted = rulesByWeight(report)
  const shown = counted.slice(0, most)
  const figures = shown.map((line) => levels.map((level) => group(line.findings[level])).join(' / '))
  const rates = shown.map((line) => group(line.rate.ppm))
  const figureColumns = Math.max(0, ...figures.map(width))
  const rateColumns = Math.max(0, ...rates.map(width))
  const beforeRate = columns - (2 + nameColumns + 2 + 2 + figureColumns)
  // On a narrow terminal the rate gives way, so that the name of the rule stays readable.
  const withRate = beforeRate - 2 - rateColumns >= 24
  const room = withRate ? beforeRate - 2 - rateColumns : Math.max(8, beforeRate)
  // The id is what a person types next: the title gets what room is left, and goes when that is too little.
  const ids = shown.map((line) => clip(visible(line.rule), room))
  const idColumns = Math.max(0, ...ids.map(width))
  const titleRoom = room - idColumns - 2
  const labels = shown.map((line, at) =>
    titleRoom < 10 ? (ids[at] ?? '') : `${pad(ids[at] ?? '', idColumns)}  ${clip(visible(line.title?.[lang] ?? ''), titleRoom)}`,
  )
  const labelColumns = Math.max(0, ...labels.map(width))
  const rest = counted.length - shown.length
  return [
    ...put('strong', say(withRate ? 'rulesWithRate' : 'rules')),
    ...(shown.length === 0 ? put(undefined, say('none'), 2) : []),
    ...shown.map(({ severity }, at) => {
      const rate = withRate ? `  ${paint('quiet', pad(rates[at] ?? '', rateColumns, true))}` : ''
      return `  ${paint(severity, pad(say(severity), nameColumns))}  ${pad(labels[at] ?? '', labelColumns)}  ${pad(figures[at] ?? '', figureColumns, true)}${rate}`
    }),
    ...(rest > 0 ? put('quiet', say('more', { n: group(rest), rules: plural(rest, 'more rule') }), 2) : []),
  ]
}

const fileLines = (folder: string, { say, put }: Sheet): string[] => [
  ...put('strong', say('written')),
  ...['report.html', 'report.json', 'findings.jsonl', 'corpus.sha256'].map((file) => `  ${visible(folder.replace(/\/+$/, ''))}/${file}`),
]

/**
 * The end of a scan for the terminal: verdict, coverage, counts by severity, the rules that found most, where the files are.
 * Plain text without escape sequences (colour only through `paint`), aligned also for Chinese, no line wider than `columns`. Ends with a newline.
 */
export const renderSummary = (report: Report, options: SummaryOptions): string => {
  const sheet = sheetOf(options)
  const parts = [
    verdictLines(report, sheet),
    coverageLines(report, sheet),
    findingLines(report, sheet),
    ruleLines(report, options.rules ?? 10, sheet),
    fileLines(options.folder ?? 'dataaudit-report', sheet),
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
