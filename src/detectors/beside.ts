import type { TextView } from '../model.ts'
import { readBreaks } from '../text/breaks.ts'
import { labelBefore } from './naming.ts'
import { DelimitedHeads } from './tables/delimited.ts'

/** Characters before a value that a name is looked for in, fewer where Chinese stands directly before it, and behind it. */
const reach = { before: 56, han: 17, after: 4, blanks: 6 }
/** Blanks and quotes between a name and its value. */
const skipped: ReadonlySet<number> = new Set([0x20, 0x09, 0x22, 0x27])
/** Bytes that a name may end in, or what joins it to its value: letters, digits, `=`, `:`, `>`, `}`, `(`, and all that is not ASCII. */
const telling: ReadonlySet<number> = new Set(
  Array.from({ length: 256 }, (_, one) => one).filter((one) => one >= 0x80 || /[A-Za-z0-9=:>}(]/.test(String.fromCharCode(one))),
)

/** Names that values have in the text around them: the label directly before, or the head of their column in delimited rows. */
export class NamesBeside {
  readonly #heads = new DelimitedHeads()

  begin(text: TextView): void {
    this.#heads.begin(text)
  }

  /** The name of a value in a text; undefined for none. */
  name(text: TextView, start: number, end: number): string | undefined {
    return this.#label(text, start, end) ?? this.#heads.head(text, start, end)
  }

  #label(text: TextView, start: number, end: number): string | undefined {
    let at = start
    const stop = Math.max(0, start - reach.blanks)
    while (at > stop && skipped.has(text.byteAt(at - 1))) at -= 1
    const last = at === 0 ? 0 : text.byteAt(at - 1)
    if (!telling.has(last)) return undefined
    const before = text.decode(text.back(start, last < 0x80 ? reach.before : reach.han), start)
    return labelBefore(readBreaks(before) ?? before, text.decode(end, text.forward(end, reach.after)))
  }
}

const sign = /[\p{L}\p{N}]/u
const figure = /[\p{L}1-9]/u
/** Whether a value is all there is in a field, but for signs around it and noughts before it. */
export const isWhole = (text: TextView, start: number, end: number): boolean =>
  text.field !== '' && text.length <= 64 && !figure.test(text.decode(0, start)) && !sign.test(text.decode(end, text.length))
