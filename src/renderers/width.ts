/** Columns of a character in a terminal: East Asian wide and full-width characters and emoji take two, combining marks none (UAX 11, UAX 29). */
const columnsOf = (character: string): number => {
  if (/\p{Mn}|\p{Me}/u.test(character)) return 0
  const point = character.codePointAt(0) ?? 0
  const wide =
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0x303e) ||
    (point >= 0x3041 && point <= 0xa4cf) ||
    (point >= 0xa960 && point <= 0xa97f) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff01 && point <= 0xff60) ||
    (point >= 0xffe0 && point <= 0xffe6) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd)
  return wide ? 2 : 1
}

/** Width of a text in terminal columns. */
export const width = (text: string): number => {
  let sum = 0
  for (const character of text) sum += columnsOf(character)
  return sum
}

/** Cuts a text to at most `columns`, with `…` where something was cut. */
export const clip = (text: string, columns: number): string => {
  if (width(text) <= columns) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    const next = columnsOf(character)
    if (used + next > columns - 1) break
    kept += character
    used += next
  }
  return `${kept}…`
}

/** Pads with spaces to `columns`: on the right, or on the left for figures. */
export const pad = (text: string, columns: number, left = false): string => {
  const space = ' '.repeat(Math.max(0, columns - width(text)))
  return left ? space + text : text + space
}

/** Breaks a text into lines of at most `columns`: at spaces, or anywhere between wide characters, never before closing punctuation. */
export const wrap = (text: string, columns: number): string[] => {
  const pieces =
    text.match(
      /[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef][、。，；：！？）】》」』”’）]*|[^\s\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+/gu,
    ) ?? []
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line !== '' && width(line + piece.trimEnd()) > columns) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += line === '' ? piece.trimStart() : piece
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd())
  return lines
}
