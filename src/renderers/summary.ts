import { plural } from '../figures.ts'
import type { Lang, Words } from '../model.ts'
import type { Report } from '../report.ts'
import { bytes, group, share } from './numbers.ts'
import { decidingReason, outcome } from './outcome.ts'
import { visible } from './visible.ts'
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
  PASSED: { zh: '通过', en: 'PASSED' },
  WARNED: { zh: '通过，但有警告', en: 'PASSED WITH WARNINGS' },
  FAILED: { zh: '未通过', en: 'FAILED' },
  INCOMPLETE: { zh: '检测不完整', en: 'INCOMPLETE' },
  alsoIncomplete: { zh: '（同时检测不完整）', en: ' (also incomplete)' },
  coverage: { zh: '覆盖', en: 'Coverage' },
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
  error: { zh: '严重', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  note: { zh: '提示', en: 'note' },
  rules: { zh: '主要规则（高 / 中 / 低）', en: 'Top rules (high / medium / low)' },
  rulesWithRate: { zh: '主要规则（高 / 中 / 低，每百万条记录）', en: 'Top rules (high / medium / low, records per million)' },
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

/**
 * The end of a scan for the terminal: verdict, coverage, counts by severity, the rules that found most, where the files are.
 * Plain text without escape sequences (colour only through `paint`), aligned also for Chinese, no line wider than `columns`. Ends with a newline.
 */
export const renderSummary = (report: Report, options: SummaryOptions): string => {
  const { lang } = options
  const columns = Math.max(48, options.columns ?? 80)
  const paint = options.paint ?? ((_, text) => text)
  const say = (key: keyof typeof words, values: { readonly [name: string]: string } = {}): string => fill(words[key][lang], values)
  const { coverage, results, statistics } = report
  const lines: string[] = []
  const put = (role: SummaryRole | undefined, text: string, indent = 0): void => {
    for (const line of wrap(text, columns - indent)) {
      const cut = clip(line, columns - indent)
      lines.push(' '.repeat(indent) + (role === undefined ? cut : paint(role, cut)))
    }
  }

  const said = outcome(report)
  put(roles[said], `${say(said)}${said === 'FAILED' && !results.complete ? say('alsoIncomplete') : ''}`)
  const deciding = decidingReason(report)
  const reasons = [...(deciding === undefined ? [] : [deciding]), ...results.reasons.filter((reason) => reason !== deciding)]
  for (const reason of reasons)
    put(undefined, `${reason.blocking ? '×' : '·'} ${visible(reason.words[lang])} [${visible(reason.limit)}]`, 2)
  lines.push('')

  const total = coverage.bytes.read + coverage.bytes.unreadable + coverage.bytes.skipped
  put('strong', say('coverage'))
  put(undefined, say('readOf', { share: share(coverage.bytes.read, total), read: bytes(coverage.bytes.read), total: bytes(total) }), 2)
  put(
    undefined,
    say('covered', {
      records: group(coverage.records.read),
      files: group(coverage.files.read),
      recordsRead: plural(coverage.records.read, 'record'),
      filesRead: plural(coverage.files.read, 'file'),
    }),
    2,
  )
  if (coverage.files.unreadable + coverage.records.unreadable + coverage.bytes.unreadable + coverage.files.skipped > 0)
    put(
      'incomplete',
      say('left', {
        files: group(coverage.files.unreadable),
        records: group(coverage.records.unreadable),
        bytes: group(coverage.bytes.unreadable),
        skipped: group(coverage.files.skipped),
        filesLost: plural(coverage.files.unreadable, 'file'),
        recordsLost: plural(coverage.records.unreadable, 'record'),
        bytesLost: plural(coverage.bytes.unreadable, 'byte'),
        filesSkipped: plural(coverage.files.skipped, 'file'),
      }),
      2,
    )
  lines.push('')

  put('strong', say('findings'))
  const levels = ['high', 'medium', 'low'] as const
  const heads = levels.map((level) => say(level))
  const severities = ['error', 'warning', 'note'] as const
  const names = severities.map((severity) => say(severity))
  const nameColumns = Math.max(...names.map(width))
  const table = severities.map((severity) => levels.map((level) => group(statistics.findings.bySeverity[severity][level])))
  const widths = levels.map((_, at) => Math.max(width(heads[at] ?? ''), ...table.map((row) => width(row[at] ?? ''))))
  const row = (cells: readonly string[]): string => cells.map((cell, at) => pad(cell, widths[at] ?? 0, true)).join('  ')
  lines.push(`  ${' '.repeat(nameColumns)}  ${paint('quiet', row(heads))}`)
  for (const [at, severity] of severities.entries())
    lines.push(`  ${paint(severity, pad(names[at] ?? '', nameColumns))}  ${row(table[at] ?? [])}`)
  put('quiet', say('candidates'), 2)
  lines.push('')

  const titles = new Map(report.rules.map((rule) => [rule.id, rule]))
  const counted = statistics.findings.byRule
    .map((line) => ({
      ...line,
      rule: titles.get(line.rule),
      id: line.rule,
      all: line.findings.high + line.findings.medium + line.findings.low,
    }))
    .filter((line) => line.all > 0)
    .sort(
      (a, b) =>
        weight[a.rule?.severity ?? 'note'] - weight[b.rule?.severity ?? 'note'] ||
        b.findings.high - a.findings.high ||
        b.all - a.all ||
        (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    )
  const shown = counted.slice(0, options.rules ?? 10)
  const figures = shown.map((line) => levels.map((level) => group(line.findings[level])).join(' / '))
  const rates = shown.map((line) => group(line.rate.ppm))
  const figureColumns = Math.max(0, ...figures.map(width))
  const rateColumns = Math.max(0, ...rates.map(width))
  const beforeRate = columns - (2 + nameColumns + 2 + 2 + figureColumns)
  // On a narrow terminal the rate gives way, so that the name of the rule stays readable.
  const withRate = beforeRate - 2 - rateColumns >= 24
  const room = withRate ? beforeRate - 2 - rateColumns : Math.max(8, beforeRate)
  put('strong', say(withRate ? 'rulesWithRate' : 'rules'))
  if (shown.length === 0) put(undefined, say('none'), 2)
  // The id is what a person types next: the title gets what room is left, and goes when that is too little.
  const ids = shown.map((line) => clip(visible(line.id), room))
  const idColumns = Math.max(0, ...ids.map(width))
  const titleRoom = room - idColumns - 2
  const labels = shown.map((line, at) => {
    const title = line.rule === undefined ? '' : visible(line.rule.title[lang])
    return titleRoom < 10 ? (ids[at] ?? '') : `${pad(ids[at] ?? '', idColumns)}  ${clip(title, titleRoom)}`
  })
  const labelColumns = Math.max(0, ...labels.map(width))
  for (const [at, line] of shown.entries()) {
    const severity = line.rule?.severity ?? 'note'
    const rate = withRate ? `  ${paint('quiet', pad(rates[at] ?? '', rateColumns, true))}` : ''
    lines.push(
      `  ${paint(severity, pad(say(severity), nameColumns))}  ${pad(labels[at] ?? '', labelColumns)}  ${pad(figures[at] ?? '', figureColumns, true)}${rate}`,
    )
  }
  if (counted.length > shown.length)
    put('quiet', say('more', { n: group(counted.length - shown.length), rules: plural(counted.length - shown.length, 'more rule') }), 2)
  lines.push('')

  const folder = (options.folder ?? 'dataaudit-report').replace(/\/+$/, '')
  put('strong', say('written'))
  for (const file of ['report.html', 'report.json', 'findings.jsonl', 'corpus.sha256']) lines.push(`  ${visible(folder)}/${file}`)
  return `${lines.join('\n')}\n`
}
