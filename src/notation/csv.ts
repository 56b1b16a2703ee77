import { createRequire } from 'node:module'
import type * as Library from 'csv-parse/sync'

/**
 * The rows of a small CSV file that people write with a spreadsheet: UTF-8, UTF-16, or GB 18030 as Chinese ones save it. Blanks around cells and
 * empty lines do not count.
 *
 * @param refuse makes the error for what is no CSV near a line
 */
export function csvRows(bytes: Uint8Array, refuse: (line: number | '?') => Error): string[][] {
  // Most runs read none.
  const { parse } = createRequire(import.meta.url)('csv-parse/sync') as typeof Library
  try {
    return parse(decoded(bytes), { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as string[][]
  } catch (error) {
    throw refuse((error as { lines?: number }).lines ?? '?')
  }
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
