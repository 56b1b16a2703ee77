/** What a cell is by its looks. */
type Kind = 'empty' | 'number' | 'date' | 'words'

const number = /^[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:e[+-]?\d+)?%?$/i
const date =
  /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4}|\d{4}年\d{1,2}月\d{1,2}日)(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

const kindOf = (cell: string): Kind => {
  const text = cell.trim()
  return text === '' ? 'empty' : number.test(text) ? 'number' : date.test(text) ? 'date' : 'words'
}

/**
 * Whether the first row of a table is a record like those below it, and no header. Where a column holds nothing but numbers, or dates, its name
 * does not: the first row is data when it goes with every such column, unless its numbers read as names do, as years (1990, 1991, …) and
 * positions (0, 1, 2, …) at the head of a pivot table. Columns of words say nothing, but for two that repeat the cell at their head.
 */
export const looksLikeData = (rows: readonly (readonly string[])[]): boolean => {
  const [first, ...below] = rows
  if (first === undefined || first.length < 2) return false
  const like = below.filter((row) => row.length === first.length && row.some((cell, i) => cell !== first[i]))
  if (like.length < 2) return false
  const numbers: string[] = []
  let dates = 0
  let repeated = 0
  for (const [i, cell] of first.entries()) {
    const head = kindOf(cell)
    const kinds = new Set(like.map((row) => kindOf(row[i]!)))
    kinds.delete('empty')
    const [kind] = kinds
    if (kinds.size === 1 && kind !== 'words') {
      if (head !== kind && head !== 'empty') return false
      if (head === 'number') numbers.push(cell.trim())
      if (head === 'date') dates++
    } else if (head === 'words' && like.some((row) => row[i] === cell)) repeated++
  }
  return dates > 0 || repeated > 1 || (numbers.length > 0 && !areNames(numbers))
}

/** Whether numbers at the head of columns are names: a run that never falls, or a lone year or zero. */
const areNames = (numbers: readonly string[]): boolean => {
  const values = numbers.map((text) => Number(text.replace(',', '.')))
  const year = (value: number): boolean => Number.isInteger(value) && value >= 1000 && value < 3000
  if (values.length === 1) return values[0] === 0 || year(values[0]!)
  if (values.some((value, i) => !Number.isFinite(value) || (i > 0 && value < values[i - 1]!))) return false
  return values.length > 2 || values.every(year) || values[1] === values[0]! + 1
}
