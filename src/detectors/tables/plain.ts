import type { TextView } from '../../model.ts'
import { byte, type Cells, type Column, dropBlanks, lineEnd, lineStart, longestCell, skipBlanks } from './spans.ts'

/**
 * Words that columns of tables about persons are headed by. A table without a rule under its head looks like any text: it is looked for where one
 * of these stands beside a delimiter as only a head has it, `name,dob` and not `name, dob`.
 */
export const headWords: readonly string[] = `
  name names surname forename firstname lastname fullname email e-mail mail phone mobile tel telephone cell contact dob birth birthdate birthday
  address street postcode zip plate reg vrm ssn nino iban account acct card passport licence license upn staff mrn patient nhs password ip mac
  imei vin geburtsdatum vorname nachname telefon adresse anschrift nom prénom naissance nombre apellido apellidos dni nif correo teléfono telefono
  nacimiento matrícula cognome nome fiscale nascita nascimento pesel employee_id student_id emp_no employee_no account_no account_number
  sort_code first_name last_name full_name date_of_birth phone_number license_plate`
  .trim()
  .split(/\s+/)

/** What stands behind a head that is not the last of its line, and on both sides of the last: in the notation of gates. */
export const headGates = {
  inner: { after: '"?[,;]["A-Za-z_]|"?\t["A-Za-z_]| {0,3}[|] {0,3}[A-Za-z]| {2,24}[A-Za-z]' },
  last: { before: '[A-Za-z_"][,;]"?|\t"?|[|] {0,3}| {2}', after: '"? {0,3}[|]?\r?\n' },
} as const
const words = headWords.join('|')
const head = new RegExp(
  `(?<![0-9A-Za-z])(?:(?:${words})(?![0-9A-Za-z])(?:"?[,;]["A-Za-z_]|"?\t["A-Za-z_]| {0,3}\\| {0,3}[A-Za-z]| {2,24}[A-Za-z])|(?<=[A-Za-z_"][,;]"?|\t"?|\\| {0,3}| {2})(?:${words})(?![0-9A-Za-z])"? {0,3}\\|?\\r?$)`,
  'i',
)
/** A head as people name columns: a few words, no sentence. */
const named = /^[\p{L}_](?:[\p{L}\p{N}_/#().’'&-]| (?! )){0,30}$/u
const delimiters = [byte.tab, byte.pipe, byte.semicolon, byte.comma, byte.space] as const
const longestHead = 600
const mostColumns = 64

/** Cells of the line [start, end) as `start, end, start, end …`, without blanks and quotes around them; a space stands for two or more. */
function split(text: TextView, start: number, end: number, delimiter: number): number[] {
  const cells: number[] = []
  let from = skipBlanks(text, start, end)
  let to = dropBlanks(text, from, end)
  if (delimiter === byte.tab) [from, to] = [start, end > start && text.byteAt(end - 1) === 0x0d ? end - 1 : end]
  if (delimiter === byte.pipe) {
    if (from < to && text.byteAt(from) === byte.pipe) from += 1
    if (to > from && text.byteAt(to - 1) === byte.pipe) to -= 1
  }
  let cellStart = from
  let inside = false
  const add = (until: number) => {
    let first = skipBlanks(text, cellStart, until)
    let last = dropBlanks(text, first, until)
    if (last - first > 1 && text.byteAt(first) === byte.quote && text.byteAt(last - 1) === byte.quote) [first, last] = [first + 1, last - 1]
    cells.push(first, last)
  }
  for (let at = from; at < to; at++) {
    const one = text.byteAt(at)
    if (one === byte.quote && delimiter !== byte.space) inside = !inside
    const apart = delimiter === byte.space ? one === byte.space && text.byteAt(at + 1) === byte.space : one === delimiter && !inside
    if (!apart) continue
    if (cells.length >= mostColumns * 2) return cells
    add(at)
    if (delimiter === byte.space) while (text.byteAt(at + 1) === byte.space) at += 1
    cellStart = at + 1
  }
  add(to)
  return cells
}

/** Whether a row holds what a head does not: a figure or an address. */
function holdsValues(text: TextView, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const one = text.byteAt(at)
    if ((one >= 0x30 && one <= 0x39) || one === 0x40) return true
  }
  return false
}

function headed(text: TextView, row: readonly number[], apart: boolean, cells: Cells): readonly Column[] | undefined {
  const columns: Column[] = []
  for (let i = 0; i < row.length; i += 2) {
    const label = text.decode(row[i]!, row[i + 1]!)
    if (!named.test(label)) return undefined
    columns.push(cells.column(label))
  }
  // Two columns are a form as often as a table: there the first cell of each row names the second.
  const known = columns.filter(({ names }) => names).length
  return known > (apart && columns.length === 2 ? 1 : 0) ? columns : undefined
}

/**
 * A table without a rule: a line of heads, and lines below it with as many cells, parted by tabs, pipes, semicolons, commas, or two spaces and more.
 *
 * @param at somewhere in the line of the heads
 * @returns where the table ends; 0 when there is none
 */
export function plainTable(text: TextView, at: number, cells: Cells): number {
  const start = lineStart(text, at)
  const end = lineEnd(text, at)
  if (start < 0 || end - start > longestHead || end >= text.length) return 0
  const next = lineEnd(text, end + 1)
  if (!holdsValues(text, end + 1, next)) return 0
  for (const delimiter of delimiters) {
    const row = split(text, start, end, delimiter)
    if (row.length < 4 || split(text, end + 1, next, delimiter).length !== row.length) continue
    // Asked last: most lines that were marked have no second one like them.
    if (!head.test(text.decode(start, end))) return 0
    const columns = headed(text, row, delimiter !== byte.comma && delimiter !== byte.semicolon, cells)
    return columns === undefined ? 0 : rows(text, end, { columns, delimiter }, cells)
  }
  return 0
}

interface Shape {
  readonly columns: readonly Column[]
  readonly delimiter: number
}

/** Tells the cells of the rows below a line, up to one of another shape. */
function rows(text: TextView, end: number, { columns, delimiter }: Shape, cells: Cells): number {
  let reached = end
  for (let from = end + 1; from < text.length; ) {
    const to = lineEnd(text, from)
    const row = split(text, from, to, delimiter)
    if (row.length !== columns.length * 2) break
    for (let i = 0; i < columns.length; i++) {
      if (row[i * 2 + 1]! - row[i * 2]! <= longestCell) cells.cell(columns[i]!, row[i * 2]!, row[i * 2 + 1]!, 'column')
    }
    reached = to
    from = to + 1
  }
  return reached
}
