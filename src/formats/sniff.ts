import { sniffTable } from './csv-sniff.ts'

/** What the first bytes of a text say it is; `unclear` when they fit more than one format or none. */
export type Content = 'jsonl' | 'json' | 'csv' | 'unclear'

/** What a JSON text may begin with. */
const opensJson = /^(?:[[{"\-\d]|(?:true|false|null|NaN|Infinity)\b)/

/**
 * Judges UTF-8 bytes from the start of a file. `jsonl`: two or more lines, each one JSON text. `json`: an array or an object over
 * several lines, or an array on one. `csv`: three or more rows that agree on their columns.
 */
export const sniffContent = (head: Uint8Array): Content => {
  const text = textOf(head)
  const first = /\S/.exec(text)?.[0]
  if (first === undefined) return 'unclear'
  if (first === '[' || first === '{') return jsonShape(text)
  const { rows, regular, columns, lead } = sniffTable(Buffer.from(head.buffer, head.byteOffset, head.length))
  return rows >= 3 && columns >= 2 && regular === rows && lead === 0 ? 'csv' : 'unclear'
}

/** How JSON that is no lone value goes on behind its first bracket: a log (`[12:01] …`), verses (`[Chorus: …`) and code (`{ pkgs, … }:`) do not. */
const string = String.raw`"(?:[^"\\\r\n]|\\.)*"`
const goesOn = new RegExp(
  String.raw`^\s*(?:\[\s*)*(?:\{\s*(?:\}|${string}\s*:)|\]|${string}\s*[,\]\r\n]|-?\d[\d.eE+-]*\s*[,\r\n]|(?:true|false|null)\s*[,\r\n])`,
)

/** Whether these first bytes are a whole JSON text, an object or array; or, where there is more than is looked at, the beginning of an object on one line, as maps and bundles are. */
export const isOneText = (head: Uint8Array): boolean => {
  const text = textOf(head)
  if (!/^\s*[[{]/.test(text)) return false
  return isJson(text) || (head.length >= longLine && !/[\r\n]/.test(text.trim()) && /^\s*\{/.test(text) && goesOn.test(text))
}
const longLine = 1 << 15

/** The first byte that is no white space, as a character. */
export const firstOf = (head: Uint8Array): string => {
  const at = head.findIndex((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  return at < 0 ? '' : String.fromCharCode(head[at]!)
}

/** Whether the first bytes of what is called JSON Lines or JSON can be neither: no line is JSON, or there is nothing that JSON begins with, or a comment, which it does not have. */
export const isNoJson = (head: Uint8Array, lines: boolean): boolean => {
  const text = textOf(head).trimStart()
  if (text === '') return false
  if (lines) return !/^[[{]/.test(text) && !text.split(/[\r\n]+/).some(isJson)
  return !opensJson.test(text) || hasComment(text)
}

/** A string; the last may be cut. */
const openString = /"(?:[^"\\\r\n]|\\.)*(?:"|\\?$)/g

/** Whether a comment of JavaScript stands outside of the strings, where JSON may have white space. */
const hasComment = (text: string): boolean => text.replace(openString, '""').search(/(?:^|[\s{}[\],])\/[/*]/) >= 0

/** Record separators (RFC 7464) and byte order marks may stand before any JSON text. */
const textOf = (head: Uint8Array): string =>
  Buffer.from(head.buffer, head.byteOffset, head.length)
    .toString('utf8')
    .replace(/(^|[\r\n])[\x1e\ufeff]+/g, '$1')

const jsonShape = (text: string): Content => {
  const lines = text.split(text.includes('\n') ? '\n' : '\r')
  // The last line may be cut.
  const whole = lines.slice(0, -1).filter((line) => line.trim() !== '')
  const cut = lines.at(-1)!.trim()
  if (whole.length === 0) return isArray(text) ? 'json' : 'unclear'
  // A first line that opens something and leaves it open is no row.
  if (!isJson(whole[0]!)) return /^\s*[[{]\s*$|[[{,:]\s*$/.test(whole[0]!) && goesOn.test(text) ? 'json' : 'unclear'
  const good = whole.filter(isJson).length
  if (good === whole.length) return whole.length + (cut === '' ? 0 : 1) >= 2 ? 'jsonl' : isArray(whole[0]!) ? 'json' : 'unclear'
  // Mostly rows with a broken one among them is still JSON Lines.
  if (good * 2 > whole.length) return 'jsonl'
  return 'unclear'
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
