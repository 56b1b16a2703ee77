import type { TextView } from '../model.ts'
import { readBreaks } from '../text/breaks.ts'
import { isProperty, lastWord } from './naming.ts'
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

/** Names of elements that lay a text out, and say nothing of what is in them (HTML Living Standard 4.3 to 4.9). */
const layout = new Set(
  'td th tr p b i u s em strong span div li ul ol a h1 h2 h3 h4 h5 h6 font code pre dd dt label small big sub sup tt kbd samp mark q center section article'.split(
    ' ',
  ),
)

/** Properties that in running text stand before a number that is none of theirs. */
const bareWords = new Set(['line', 'code', 'app', 'us', 'ms', 'page', 'form', 'make', 'plan', 'kind', 'share'])

const quoted = /["']([^"'\n]{1,40})["']\s{0,4}[:：]\s{0,4}["']?$/
const assigned = /(?<![\p{L}\p{N}_.$-])([\p{L}_$][\p{L}\p{N}_.$-]{0,40})["']?[ \t]{0,2}(?<![=!<>]) ?=[ \t]{0,2}["']?$/u
const element = /<([A-Za-z_\p{Script=Han}][\p{L}\p{N}_.:-]{0,40})(?: [^<>\n]{0,60})?>[ \t]{0,2}$/u
const colon = /(?<![\p{L}\p{N}_.$-])([A-Za-z_][A-Za-z0-9_.-]{0,40})(?:["']?|[ \t]{1,16})[:：][ \t]{0,2}["']?$/u
const compound = /[A-Za-z0-9]_[A-Za-z0-9]|[a-z][A-Z]/
/** A line of a block of settings, which is set in. */
const inset = /(?:^|\n)(?:[ \t]{2,}(?:- )?|- |\t)["']?([\p{L}_][\p{L}\p{N}_.-]{0,40})["']?: {1,2}["']?$/u
/** A measure in the words of a log (`tokens 1200`), the bytes of an answer in a log of requests, the value of a metric (OpenMetrics). */
const spoken = /(?<![\p{L}\p{N}_.$-])([a-z][A-Za-z_]{1,30})[ \t]{1,2}$/u
const answered = /HTTP\/\d(?:\.\d)?" [1-5]\d\d $/
const metric = /"\} $/
/** What is called with a number: a generator, a date, a number of a kind of its own. Other calls are named for what they give, not for what they take. */
const called = /(?<![\p{L}\p{N}_$])([\p{L}_$][\p{L}\p{N}_$]{0,40})\([ \t]{0,2}["']?$/u
const calledWithNumbers = new Set(
  'rng seed random randint sleep date datetime time decimal fraction int int64 integer bigint long float double big'.split(' '),
)
const counted = /(\p{Script=Han}{1,10}?)(?:[:：=]|为|是|达到?|约|共)?[ \t]{0,2}$/u

/** What stands directly before a value, a quote and blanks left out; no label reaches over a line. */
const nearest = /([^\s"'])["']?[ \t]{0,4}["']?$/u
const alone = /^["']?\s{0,2}(?:\n|$)/
const numbering = /(?:编号|代码|编码|条码|流水|单号|批次)$/u

/**
 * The name that a value has in running text, as data and programs write it: a key, an assignment, an element, a setting; in Chinese also a quantity
 * directly before it. Undefined where a word before the value may as well be who says it (`alice: …`, `张三：…`).
 *
 * @param before some fifty characters before the value
 * @param after some behind it
 */
function labelBefore(before: string, after: string): string | undefined {
  const last = nearest.exec(before)?.[1]
  switch (last) {
    case undefined:
      return undefined
    case '=':
      return assigned.exec(before)?.[1] ?? quantityIn(before)
    case '>': {
      const tag = element.exec(before)?.[1]
      return tag !== undefined && after.trimStart().startsWith('</') && !layout.has(tag.toLowerCase()) ? tag : undefined
    }
    case ':':
    case '：': {
      const key = quoted.exec(before)?.[1] ?? (alone.test(after) ? inset.exec(before)?.[1] : undefined)
      if (key !== undefined) return key
      const setting = colon.exec(before)?.[1]
      if (setting !== undefined) return compound.test(setting) || isProperty(setting) ? setting : undefined
      return quantityIn(before)
    }
    case '(': {
      const name = called.exec(before)?.[1]
      return name !== undefined && calledWithNumbers.has(lastWord(name)) ? name : undefined
    }
    case '}':
      return metric.test(before) ? 'bytes' : undefined
    default: {
      if (last >= '0' && last <= '9') return answered.test(before) ? 'bytes' : undefined
      if (last > '\u2e7f') return quantityIn(before)
      const word = spoken.exec(before)?.[1]
      return word !== undefined && isProperty(word) && !bareWords.has(word) ? word : undefined
    }
  }
}

function quantityIn(before: string): string | undefined {
  const quantity = counted.exec(before)?.[1]
  return quantity !== undefined && (isProperty(quantity) || numbering.test(quantity)) ? quantity : undefined
}

const sign = /[\p{L}\p{N}]/u
const figure = /[\p{L}1-9]/u
/** Whether a value is all there is in a field, but for signs around it and noughts before it. */
export const isWhole = (text: TextView, start: number, end: number): boolean =>
  text.field !== '' && text.length <= 64 && !figure.test(text.decode(0, start)) && !sign.test(text.decode(end, text.length))
