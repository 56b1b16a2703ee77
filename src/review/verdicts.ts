import { csvRows } from '../notation/csv.ts'
import { sha256 } from '../notation/sha256.ts'
import { Stop } from '../stop.ts'

/** Reads what reviewers hand in: the filled-in sheet, or the file the review page saves. Cells are never quoted in a message: one may hold corpus text. */

export type Mark = 'pass' | 'fail' | 'unsure' | 'unreadable'

/** What one reviewer says of one record. */
export interface Verdict {
  readonly file: number
  readonly record: number
  readonly reviewer: string
  readonly mark: Mark
  readonly risks: readonly string[]
  /** Rules that rightly and wrongly fired in the record. */
  readonly right: readonly string[]
  readonly wrong: readonly string[]
}

/** A file of verdicts. */
export interface VerdictFile {
  /** SHA-256 of its bytes in hex. */
  readonly sha256: string
  readonly verdicts: readonly Verdict[]
  /** The draws it says it is about, as far as it says so: the first 16 hex digits of their digests. */
  readonly draws: readonly string[]
}

const marks: { readonly [word: string]: Mark } = {
  pass: 'pass',
  合格: 'pass',
  fail: 'fail',
  不合格: 'fail',
  unsure: 'unsure',
  存疑: 'unsure',
  unreadable: 'unreadable',
  无法读取: 'unreadable',
}

/** Columns of a sheet. `found` and `text` are for the reviewer and are not read back. */
export const verdictColumns = ['item', 'verdict', 'risk', 'right', 'wrong', 'reviewer', 'reviewed_at', 'draw'] as const

/**
 * Reads a CSV of verdicts, UTF-8 or GB 18030 as Chinese spreadsheets save it. Rows without a verdict are records not reviewed yet.
 *
 * @param where how the file is called in messages
 * @param risks the known risk types
 * @throws Stop usage `review.verdicts` naming the row and the column
 */
export function readVerdicts(bytes: Uint8Array, where: string, risks: ReadonlySet<string>): VerdictFile {
  const bad = (en: string, zh: string) => new Stop('usage', 'review.verdicts', { en: `${where}: ${en}`, zh: `${where}：${zh}` })
  const rows = csvRows(bytes, (line) => bad(`not readable as CSV near line ${line}`, `第 ${line} 行附近不是有效的 CSV`))
  const header = (rows.shift() ?? []).map((name) => name.toLowerCase())
  const at = new Map(verdictColumns.map((name) => [name, header.indexOf(name)]))
  for (const name of ['item', 'verdict', 'reviewer'] as const) {
    if (at.get(name)! < 0) throw bad(`the column "${name}" is missing`, `缺少列“${name}”`)
  }
  const verdicts: Verdict[] = []
  const draws = new Set<string>()
  for (const [index, row] of rows.entries()) {
    const line = index + 2
    const cell = (name: (typeof verdictColumns)[number]) => row[at.get(name)!] ?? ''
    const word = cell('verdict').toLowerCase()
    if (word === '') continue
    const mark = marks[word]
    const wrong = (name: string, en: string, zh: string) => bad(`row ${line}, column "${name}": ${en}`, `第 ${line} 行“${name}”列：${zh}`)
    if (mark === undefined)
      throw wrong('verdict', 'not a verdict; write pass, fail or unsure', '不是有效的判定；请填写 合格、不合格 或 存疑')
    const place = /^(\d{1,9}):(\d{1,12})$/.exec(cell('item'))
    if (place === null)
      throw wrong('item', 'not an item such as 3:120; leave the column as it was drawn', '不是形如 3:120 的样本编号；请勿改动该列')
    const reviewer = cell('reviewer')
    if (reviewer === '') throw wrong('reviewer', 'empty; every verdict needs the id of its reviewer', '为空；每项判定都须填写审核员编号')
    const own = list(cell('risk'))
    if (own.some((id) => !risks.has(id)))
      throw wrong('risk', 'an unknown risk type; known are CN-A1-a to CN-A5-b', '风险类型未知；应为 CN-A1-a 至 CN-A5-b')
    if (cell('draw') !== '') draws.add(cell('draw'))
    verdicts.push({
      file: Number(place[1]),
      record: Number(place[2]),
      reviewer,
      mark,
      risks: own,
      right: list(cell('right')),
      wrong: list(cell('wrong')),
    })
  }
  return { sha256: sha256(bytes), verdicts, draws: [...draws] }
}

const list = (cell: string): string[] => [...new Set(cell.split(/[\s;；、]+/).filter((part) => part !== ''))].sort()
