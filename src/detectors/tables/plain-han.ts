import type { TextView } from '../../model.ts'
import { utf8Length } from '../../text/view.ts'
import { byte, type Cells, type Column, lineEnd, lineStart, longestCell, longestLine } from './spans.ts'

/** Words at which a head of Chinese columns is looked for: without one of them no column of persons is worth the look. */
export const hanHeadWords: readonly string[] = [
  ...[
    '姓名',
    '户主',
    '戶主',
    '联系人',
    '聯絡人',
    '收件人',
    '收货人',
    '监护人',
    '家长',
    '持卡人',
    '幼儿',
    '学号',
    '學號',
    '学籍号',
    '工号',
    '员工编号',
    '員工編號',
    '考生号',
  ],
  ...[
    '身份证',
    '身份证号',
    '身份证号码',
    '身份證',
    '身份證號碼',
    '身分證',
    '身分證字號',
    '证件号',
    '证件号码',
    '公民身份号码',
    '手机',
    '手机号',
    '手机号码',
    '手機',
    '手機號碼',
  ],
  ...[
    '电话',
    '联系电话',
    '联系方式',
    '電話',
    '聯絡電話',
    '车牌',
    '车牌号',
    '出生日期',
    '出生年月',
    '生日',
    '银行卡',
    '银行卡号',
    '银行账号',
    '家庭住址',
    '住址',
    '收货地址',
    '微信号',
    '病历号',
    '住院号',
  ],
]

/** What stands behind such a word where a column ends, as bytes and as characters. */
export const hanHeadEnd = '\t|,| {2}|\\||　| [^\t-~]'
const hanHeadMark = new RegExp(`(?:${hanHeadWords.join('|')})(?=\t|,| {2}|\\||\u3000| [^\\x00-\\x7f])`)

/** What may part the cells of a row, the surest first; three blanks of Chinese count as two of others. */
const separators = [/\t/g, /,/g, /\|/g, /[ \u3000]{2,}|\u3000/g, /[ \u3000]/g]
/** The name of a column: a word or two, at most with a remark. */
const columnName = /^[\p{L}_#*][^\n。，：:；;！？?"“”]{0,19}$/u
/** Where blanks alone part the cells only Chinese words can be told from a sentence. */
const shortName = /^[\p{Script=Han}（）()/]{1,8}$/u

interface Part {
  /** UTF-16 units of the line. */
  readonly start: number
  readonly end: number
}

/** The cells of a line, without blanks and quotes around them. */
function partsOf(line: string, separator: RegExp): Part[] {
  const parts: Part[] = []
  const add = (from: number, to: number) => {
    let [start, end] = [from, to]
    while (start < end && /[\s"]/.test(line[start]!)) start += 1
    while (end > start && /[\s"]/.test(line[end - 1]!)) end -= 1
    parts.push({ start, end })
  }
  let from = 0
  separator.lastIndex = 0
  for (let m = separator.exec(line); m !== null; m = separator.exec(line)) {
    add(from, m.index)
    from = m.index + m[0].length
  }
  add(from, line.length)
  return parts
}

/** The separator and the columns of a head; undefined for a line that is none. */
function headOf(line: string, cells: Cells): { separator: RegExp; columns: readonly Column[] } | undefined {
  for (const separator of separators) {
    const parts = partsOf(line, separator)
    const single = separator === separators[4]
    if (parts.length < (single || separator === separators[1] ? 3 : 2)) continue
    const names = parts.map(({ start, end }) => line.slice(start, end))
    const form = single ? shortName : columnName
    if (!names.every((name, i) => form.test(name) || (name === '' && i === 0))) return undefined
    const columns = names.map((name) => cells.column(name))
    return columns.filter((column) => column.names).length >= (single ? 2 : 1) ? { separator, columns } : undefined
  }
  return undefined
}

/** The line without blanks at its ends, and how many bytes stand before it. */
function lineAt(text: TextView, start: number, end: number): { line: string; start: number } {
  let [from, to] = [start, end]
  while (from < to && text.byteAt(from) === byte.space) from += 1
  while (to > from && (text.byteAt(to - 1) === byte.space || text.byteAt(to - 1) === 0x0d)) to -= 1
  return { line: text.decode(from, to), start: from }
}

/**
 * Rows under a head of Chinese words and no rule between, as they are pasted from a sheet or printed: parted by tabs, commas, pipes or blanks.
 *
 * @param at somewhere in the line of the head
 * @returns where the rows end; 0 when there are none
 */
export function plainHanTable(text: TextView, at: number, cells: Cells): number {
  const first = lineStart(text, at)
  const last = lineEnd(text, at)
  if (first < 0 || last >= text.length || last - first > longestLine) return 0
  const { line } = lineAt(text, first, last)
  // As many characters as bytes: no Chinese.
  if (line.length >= last - first || !hanHeadMark.test(line)) return 0
  const head = headOf(line, cells)
  if (head === undefined) return 0
  const { separator, columns } = head
  let reached = 0
  for (let from = last + 1; from < text.length; ) {
    const to = lineEnd(text, from)
    if (to - from > longestLine) break
    const row = lineAt(text, from, to)
    const parts = partsOf(row.line, separator)
    // A tab keeps its place where the last cells are empty; what blanks part does not.
    const fits = parts.length === columns.length || (separator === separators[0] && parts.length > 1 && parts.length < columns.length)
    if (fits) tell(row, parts, columns, cells)
    else if (parts.length === 1 && row.line !== '') break
    reached = to
    from = to + 1
  }
  return reached
}

function tell(row: { line: string; start: number }, parts: readonly Part[], columns: readonly Column[], cells: Cells): void {
  let known = 0
  let place = row.start
  const byteAt = (unit: number) => {
    place += utf8Length(row.line, known, unit)
    known = unit
    return place
  }
  for (const [i, { start, end }] of parts.entries()) {
    if (end <= start || end - start > longestCell) continue
    const from = byteAt(start)
    cells.cell(columns[i]!, from, byteAt(end), 'column')
  }
}
