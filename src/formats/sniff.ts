import { sniffDialect } from './csv-sniff.ts'

/** What the first bytes of a text say it is; `unclear` when they fit more than one format or none. */
export type Content = 'jsonl' | 'json' | 'csv' | 'unclear'

/**
 * Judges UTF-8 bytes from the start of a file. `jsonl`: two or more lines, each one JSON text. `json`: an array or an object over
 * several lines, or an array on one. `csv`: three or more rows that agree on their columns.
 */
export const sniffContent = (head: Uint8Array): Content => {
  // Record separators (RFC 7464) and byte order marks may stand before any JSON text.
  const text = Buffer.from(head.buffer, head.byteOffset, head.length)
    .toString('utf8')
    .replace(/(^|[\r\n])[\x1e\ufeff]+/g, '$1')
  const first = /\S/.exec(text)?.[0]
  if (first === undefined) return 'unclear'
  if (first === '[' || first === '{') return jsonShape(text, first)
  const { rows, regular, columns, lead } = sniffDialect(Buffer.from(head.buffer, head.byteOffset, head.length))
  return rows >= 3 && columns >= 2 && regular === rows && lead === 0 ? 'csv' : 'unclear'
}

const jsonShape = (text: string, first: string): Content => {
  const lines = text.split(text.includes('\n') ? '\n' : '\r')
  // The last line may be cut.
  const whole = lines.slice(0, -1).filter((line) => line.trim() !== '')
  const cut = lines.at(-1)!.trim()
  if (whole.length === 0) return first === '[' && /^\s*\[\s*[[{]/.test(text) ? 'json' : 'unclear'
  const good = whole.filter(isJson).length
  if (good === whole.length) return whole.length + (cut === '' ? 0 : 1) >= 2 ? 'jsonl' : isArray(whole[0]!) ? 'json' : 'unclear'
  // Mostly rows with a broken one among them is still JSON Lines; a first line that opens something and leaves it open is not.
  if (isJson(whole[0]!) && good * 2 > whole.length) return 'jsonl'
  return /^\s*[[{]\s*$|[[{,:]\s*$/.test(whole[0]!) ? 'json' : 'unclear'
}

const isArray = (line: string): boolean => /^\s*\[\s*[[{]/.test(line)

const isJson = (line: string): boolean => {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
