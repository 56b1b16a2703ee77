import type { TextView } from '../model.ts'

const broken = /\\[nrt]/g
const blank: { readonly [written: string]: string } = { '\\n': ' \n', '\\r': ' \r', '\\t': ' \t' }

/**
 * A text with line breaks and tabs that are written out, as strings of programs and JSON inside texts hold them (`\n`, `\r`, `\t`: RFC 8259, 7),
 * in place of their two characters: a space and the break, so that every place stays where it is. Undefined for a text without any.
 */
export function readBreaks(text: string): string | undefined {
  if (!text.includes('\\')) return undefined
  const read = text.replace(broken, (written) => blank[written]!)
  return read === text ? undefined : read
}

/** Whether the letter of such a break stands at a place of a text. */
export const isLetterOfBreak = (text: TextView, at: number): boolean =>
  at > 0 && text.byteAt(at - 1) === 0x5c && 'nrt'.includes(String.fromCharCode(text.byteAt(at)))
