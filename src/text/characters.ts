/** The ASCII characters a class of one character holds, by code: asked many times for each match, so no expression is run for it. */
export const charactersOf = (kind: RegExp): readonly boolean[] =>
  Array.from({ length: 128 }, (_, code) => kind.test(String.fromCharCode(code)))

/** Grows a span over characters of a class; the result holds the span itself, whatever it is made of. */
export const grow = (text: string, start: number, end: number, kind: readonly boolean[]): [from: number, to: number] => {
  let from = start
  let to = end
  while (from > 0 && kind[text.charCodeAt(from - 1)] === true) from -= 1
  while (to < text.length && kind[text.charCodeAt(to)] === true) to += 1
  return [from, to]
}

/** Whether a UTF-16 unit is a Han character of the basic block, U+4E00 to U+9FFF. */
export const isHan = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff
