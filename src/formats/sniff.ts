import { sniffTable } from './csv-sniff.ts'

/** The first bytes of a file as UTF-8, and as text where it is asked for: most files tell what they are by a few bytes. */
export interface Head {
  readonly bytes: Buffer
  /** The bytes as text, without the marks that may stand before a JSON text. */
  text(): string
  /** Whether the text begins so. The pattern is anchored, and does not look at what follows it. */
  begins(pattern: RegExp): boolean
}

/** A head of bytes from the start of a file. */
export const headOf = (head: Uint8Array): Head => {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length)
  let made: string | undefined
  const text = (): string => {
    made ??= withoutMarks(bytes.toString('utf8'))
    return made
  }
  return {
    bytes,
    text,
    begins: (pattern) =>
      (made === undefined && bytes.length > fewBytes && pattern.test(withoutMarks(bytes.toString('utf8', 0, fewBytes)))) ||
      pattern.test(text()),
  }
}
const fewBytes = 2048

/** Record separators (RFC 7464) and byte order marks may stand before any JSON text. */
const withoutMarks = (text: string): string =>
  text.includes('\x1e') || text.includes('\ufeff') ? text.replace(/(^|[\r\n])[\x1e\ufeff]+/g, '$1') : text

/** Whether a head begins with the bracket of an array or an object, behind white space and marks. */
export const opensBracket = (head: Head): boolean => {
  const byte = head.bytes[afterSpace(head)]
  if (byte === openBracket || byte === openBrace) return true
  // A record separator, or the lead byte of white space beyond ASCII: the text says what is behind it.
  return (byte === 0x1e || mayBeSpace.includes(byte ?? 0)) && head.begins(/^\s*[[{]/)
}

/** Where white space of ASCII ends at the start of a head. */
const afterSpace = ({ bytes }: Head): number => {
  let at = 0
  while (at < bytes.length && isSpace(bytes[at]!)) at++
  return at
}

const openBracket = 0x5b
const openBrace = 0x7b
const lineFeed = 0x0a
const carriageReturn = 0x0d
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
/** What the white space of Unicode, U+FEFF among it, begins with in UTF-8. */
const mayBeSpace: readonly number[] = [0xc2, 0xe1, 0xe2, 0xe3, 0xef]

/** Whether the text is a table: three or more rows that agree on their columns. */
export const isTable = (head: Head): boolean => {
  if (!/\S/.test(head.text())) return false
  const { rows, regular, columns, lead } = sniffTable(head.bytes)
  return rows >= 3 && columns >= 2 && regular === rows && lead === 0
}

/** What a JSON text may begin with. */
const opensJson = /^(?:[[{"\-\d]|(?:true|false|null|NaN|Infinity)\b)/

/** How JSON that is no lone value goes on behind its first bracket: a log (`[12:01] …`), verses (`[Chorus: …`) and code (`{ pkgs, … }:`) do not. */
const string = String.raw`"(?:[^"\\\r\n]|\\.)*"`
const goesOn = new RegExp(
  String.raw`^\s*(?:\[\s*)*(?:\{\s*(?:\}|${string}\s*:)|\]|${string}\s*[,\]\r\n]|-?\d[\d.eE+-]*\s*[,\r\n]|(?:true|false|null)\s*[,\r\n])`,
)

/** Whether these first bytes are a whole JSON text, an object or array; or, where there is more than is looked at, the beginning of an object on one line, as maps and bundles are. */
export const isOneText = (head: Head): boolean => {
  const text = head.text()
  if (!/^\s*[[{]/.test(text)) return false
  return isJson(text) || (head.bytes.length >= longLine && !/[\r\n]/.test(text.trim()) && /^\s*\{/.test(text) && goesOn.test(text))
}
const longLine = 1 << 15

/** The first byte that is no white space, as a character. */
export const firstOf = ({ bytes }: Head): string => {
  const at = bytes.findIndex((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  return at < 0 ? '' : String.fromCharCode(bytes[at]!)
}

/** Whether the first bytes of what is called JSON Lines or JSON can be neither: no line is JSON, or there is nothing that JSON begins with, or a comment, which it does not have. */
export const isNoJson = (head: Head, lines: boolean): boolean => {
  const text = head.text().trimStart()
  if (text === '') return false
  if (lines) return !/^[[{]/.test(text) && !text.split(/[\r\n]+/).some(isJson)
  return !opensJson.test(text) || hasComment(head)
}

/** A string; the last may be cut. */
const openString = /"(?:[^"\\\r\n]|\\.)*(?:"|\\?$)/g
/** A comment of JavaScript where JSON may have white space. */
const comment = /(?:^|[\s{}[\],])\/[/*]/

/** Whether a comment stands outside of the strings. They are left out only where there is something that looks like one. */
export const hasComment = ({ bytes, text }: Head): boolean =>
  (bytes.includes('//') || bytes.includes('/*')) && comment.test(text()) && comment.test(text().replace(openString, '""'))

/**
 * What a text is that begins with a bracket. `jsonl`: two or more lines, most of them one JSON text each. `json`: an array or an object over several
 * lines, or an array on one. `unclear`: it could be either, or neither.
 */
export const jsonShape = (head: Head): 'jsonl' | 'json' | 'unclear' => {
  const { bytes } = head
  const lineEnd = bytes.includes(lineFeed) ? lineFeed : carriageReturn
  const end = bytes.indexOf(lineEnd, afterSpace(head))
  // A text on one line.
  if (end < 0) return isArray(head) ? 'json' : 'unclear'
  // A first line that opens something and leaves it open is no row.
  if (leftOpen(bytes, end)) return head.begins(goesOn) ? 'json' : 'unclear'
  const lines = head.text().split(String.fromCharCode(lineEnd))
  // The last line may be cut.
  const whole = lines.slice(0, -1).filter((line) => line.trim() !== '')
  const [first] = whole
  if (first === undefined) return isArray(head) ? 'json' : 'unclear'
  if (!isJson(first)) return /[[{,:]$/.test(first.trimEnd()) && head.begins(goesOn) ? 'json' : 'unclear'
  if (whole.length === 1) return lines.at(-1)!.trim() !== '' ? 'jsonl' : isArray(head) ? 'json' : 'unclear'
  return mostAreJson(whole) ? 'jsonl' : 'unclear'
}

/** Whether a line that ends at `end` ends in what opens something or calls for more. */
const leftOpen = (bytes: Buffer, end: number): boolean => {
  let at = end - 1
  while (isSpace(bytes[at]!)) at--
  return opening.includes(bytes[at]!)
}
/** `[ { , :` */
const opening: readonly number[] = [openBracket, openBrace, 0x2c, 0x3a]

/** Whether more than half of the lines are JSON: rows with a broken one among them still are rows. Looks at no more lines than that takes. */
const mostAreJson = (lines: readonly string[]): boolean => {
  let good = 0
  for (const [i, line] of lines.entries()) {
    if (isJson(line)) good++
    if (good * 2 > lines.length || (i + 1 - good) * 2 >= lines.length) break
  }
  return good * 2 > lines.length
}

const isArray = (head: Head): boolean => head.begins(/^\s*\[\s*[[{]/)

const isJson = (line: string): boolean => {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
