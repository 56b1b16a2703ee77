import type { Drawn } from './draw.ts'
import { verdictColumns } from './verdicts.ts'

/** The files a sample is handed out in. They hold text of the corpus: for reviewers, never for the report folder. */

/** A record as a sheet shows it. */
interface SheetRow {
  readonly item: Drawn
  /** Undefined: it could not be read. */
  readonly values: readonly { readonly field: string; readonly text: string }[] | undefined
}

/** A cell of a spreadsheet holds no more (32,767 characters in common ones). */
const longestCell = 32_000

/** A field of RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection). */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The sheet as CSV, UTF-8 with a byte order mark, as spreadsheets want it. One row a record, in the order of the draw. */
export function sheetCsv(rows: readonly SheetRow[], digest: string): string {
  const header = ['item', 'found', 'text', ...verdictColumns.slice(1)]
  const lines = rows.map(({ item, values }) => {
    const text = values === undefined ? '' : values.map(({ field, text }) => (field === '' ? text : `${field}: ${text}`)).join('\n')
    const cut = text.length > longestCell ? `${text.slice(0, longestCell)}…` : text
    return [
      `${item.file}:${item.record}`,
      item.rules.join(' '),
      cut,
      values === undefined ? 'unreadable' : '',
      '',
      '',
      '',
      '',
      '',
      digest.slice(0, 16),
    ]
  })
  return `\ufeff${[header, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}
