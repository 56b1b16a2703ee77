import type { NameLists } from './lists.ts'
import { type NameSpan, surest } from './spans.ts'

/**
 * Names of persons in English text, by the words they are made of and those beside them: lists of given names and surnames, how a word is
 * written, and which words are common. Social networks write names in lower case, sentences begin with a capital, headlines have nothing
 * else: so no sign decides alone, each has its log-odds, fitted by `bench/names`.
 */

interface LatinModel {
  readonly given: ReadonlyMap<string, number>
  readonly surnames: ReadonlySet<string>
  readonly other: ReadonlySet<string>
  /** Names that are words of the language too: `faith`, `mark`. */
  readonly ordinary: ReadonlySet<string>
  /** How common a word is in lower case: 1 most, 2, 3. */
  readonly common: ReadonlyMap<string, number>
  readonly before: ReadonlyMap<string, number>
  readonly after: ReadonlyMap<string, number>
  readonly weights: Float64Array
}

const beforeClasses = 4
const afterClasses = 4
/** What a word tells by itself: how it is written with which list it is in, with how common it is, and whether it names something else. */
const perToken = 12 + 8 + 20 + 8
/** Where each group of features begins. */
const base = { kind: 0, first: 4, middle: 4 + perToken, last: 4 + perToken * 2, only: 4 + perToken * 3, around: 4 + perToken * 4 }
const around = {
  before: 0,
  beforeShape: beforeClasses + 2,
  start: beforeClasses + 6,
  after: beforeClasses + 10,
  afterShape: beforeClasses + 10 + afterClasses + 2,
  end: beforeClasses + 10 + afterClasses + 6,
  possessive: beforeClasses + 10 + afterClasses + 10,
  capitals: beforeClasses + 10 + afterClasses + 12,
  glued: beforeClasses + 10 + afterClasses + 20,
  letters: beforeClasses + 10 + afterClasses + 22,
  suffix: beforeClasses + 10 + afterClasses + 34,
  startCommon: beforeClasses + 10 + afterClasses + 64,
  total: beforeClasses + 10 + afterClasses + 84,
}
export const latinFeatures = base.around + around.total

const suffixes = [
  'son',
  'ez',
  'ski',
  'sky',
  'ova',
  'ov',
  'man',
  'stein',
  'berg',
  'ton',
  'ley',
  'ie',
  'ina',
  'ella',
  'elle',
  'ia',
  'ah',
  'yn',
  'er',
  'ing',
  'ed',
  'ly',
  'tion',
  'ers',
  's',
  'an',
  'a',
  'o',
  'i',
  'y',
]

/** Reads the lists of a rule. @throws Error naming a list that is missing */
export function latinModel(lists: NameLists): LatinModel {
  const graded = (key: string, count: number, from: number) => {
    const words = new Map<string, number>()
    for (let n = 0; n < count; n++) for (const one of lists.words(`${key}-${n + from}`, true)) if (!words.has(one)) words.set(one, n + from)
    return words
  }
  return {
    given: graded('given', 2, 1),
    surnames: new Set(lists.words('surname-1')),
    other: new Set(lists.words('other')),
    ordinary: new Set(lists.words('ordinary', true)),
    common: graded('common', 4, 1),
    before: graded('before', beforeClasses, 0),
    after: graded('after', afterClasses, 0),
    weights: lists.weights(latinFeatures),
  }
}

interface Token {
  readonly start: number
  readonly end: number
  readonly lower: string
  /** 0 lower case, 1 capitalised, 2 all capitals, 3 mixed. */
  readonly shape: number
  /** Grades of the lists it is in, 0 for none. */
  readonly given: number
  readonly surname: number
  readonly common: number
  readonly other: number
  /** Part of an address, a mention, a tag or a link. */
  readonly glued: boolean
}

const word = /[A-Za-z\u00c0-\u024f]+(?:['’.-][A-Za-z\u00c0-\u024f]+)*/g

function tokens(text: string, model: LatinModel): Token[] {
  const found: Token[] = []
  word.lastIndex = 0
  for (let m = word.exec(text); m !== null; m = word.exec(text)) {
    let value = m[0]
    if (/['’]s$/i.test(value)) value = value.slice(0, -2)
    const start = m.index
    const end = start + value.length
    const lower = value.toLowerCase()
    const shape =
      value === lower
        ? 0
        : value.length > 1 && value === value.toUpperCase()
          ? 2
          : /^\p{Lu}[^\p{Lu}]*(?:['’.-]\p{Lu}[^\p{Lu}]*)*$/u.test(value)
            ? 1
            : /^(?:Mc|Mac|De|La|Le|Di|Van|O)\p{Lu}\p{Ll}+$/u.test(value)
              ? 1
              : 3
    const before = text[start - 1] ?? ' '
    const after = text[m.index + m[0].length] ?? ' '
    const glued =
      /[@#/\\_&=0-9]/.test(before) ||
      /[/\\_@=0-9]/.test(after) ||
      (before === '.' && /[a-z]/i.test(text[start - 2] ?? '')) ||
      /:\/\/\S*$/.test(text.slice(Math.max(0, start - 40), start))
    found.push({
      start,
      end,
      lower,
      shape,
      given: model.given.get(lower) ?? 0,
      surname: model.surnames.has(lower) ? 1 : 0,
      common: model.common.get(lower) ?? 0,
      other: model.other.has(lower) ? 1 : 0,
      glued,
    })
  }
  return found
}

/** Every candidate of a text with its features: one to three words with nothing but a space, or an initial's dot, between them. */
export function latinCandidates(
  text: string,
  model: LatinModel,
  visit: (start: number, end: number, features: readonly number[]) => void,
): void {
  const all = tokens(text, model)
  let capitals = 0
  for (const one of all) if (one.shape !== 0) capitals += 1
  const share = all.length === 0 ? 0 : Math.min(7, Math.floor((capitals / all.length) * 8))
  const words: Words = { text, all, model, capitals: share }
  const features: number[] = []
  for (let i = 0; i < all.length; i++) {
    const first = all[i]!
    if (first.glued || !worthy(first, model)) continue
    for (let n = 1; n <= 3 && i + n <= all.length; n++) {
      const last = all[i + n - 1]!
      if (n > 1) {
        const gap = text.slice(all[i + n - 2]!.end, last.start)
        if (last.glued || !(gap === ' ' || (gap === '. ' && all[i + n - 2]!.lower.length === 1))) break
        if (!worthy(last, model) && last.shape === 0) break
      }
      // "In good faith": in lower case and by itself it is the word, not the name.
      if (n === 1 && first.shape === 0 && model.ordinary.has(first.lower)) continue
      features.length = 0
      features.push(base.kind + n - 1)
      if (n === 1) itself(first, base.only, features)
      else {
        itself(first, base.first, features)
        itself(last, base.last, features)
        if (n === 3) itself(all[i + 1]!, base.middle, features)
      }
      beside(words, i, i + n, features)
      visit(first.start, last.end, features)
    }
  }
}

/** Features of a word at a place in a name. */
function itself({ shape, given, surname, common, other }: Token, at: number, features: number[]): void {
  features.push(at + shape * 3 + given, at + 12 + shape * 2 + surname, at + 20 + shape * 5 + common, at + 40 + shape * 2 + other)
}

/** A word in lower case is looked at only when a list knows it. */
const worthy = (one: Token, model: LatinModel) => one.shape !== 0 || model.given.has(one.lower) || model.surnames.has(one.lower)

/** The words of a text. */
interface Words {
  readonly text: string
  readonly all: readonly Token[]
  readonly model: LatinModel
  /** How many of them begin with a capital, in eighths. */
  readonly capitals: number
}

/** Features of what stands around the words [from, to). */
function beside({ text, all, model, capitals }: Words, from: number, to: number, features: number[]): void {
  const at = base.around
  const first = all[from]!
  const last = all[to - 1]!
  const previous = all[from - 1]
  const next = all[to]
  const gap = previous === undefined ? text.slice(0, first.start) : text.slice(previous.end, first.start)
  const close = /^(?:['’]s)?[ ]?$/.test(gap)
  if (previous !== undefined && /^[. ]{0,2}$/.test(gap))
    features.push(at + around.before + (model.before.get(previous.lower) ?? beforeClasses))
  features.push(at + around.beforeShape + (previous === undefined || !close ? 0 : previous.shape > 0 ? 1 : 2))
  const start = previous === undefined ? 0 : /[.!?…"“]\s*$/.test(gap) ? 1 : /[:\-–—(|,;]\s*$/.test(gap) ? 2 : 3
  features.push(at + around.start + start, at + around.startCommon + Math.min(3, start) * 5 + (model.common.get(first.lower) ?? 0))
  const tail = next === undefined ? text.slice(last.end) : text.slice(last.end, next.start)
  if (next !== undefined && /^(?:['’]s)?[ .]{0,2}$/.test(tail))
    features.push(at + around.after + (model.after.get(next.lower) ?? afterClasses))
  features.push(at + around.afterShape + (next === undefined || !/^ $/.test(tail) ? 0 : next.shape > 0 ? 1 : 2))
  features.push(at + around.end + (next === undefined ? 0 : /^[.!?…]/.test(tail) ? 1 : /^[,:;)|-]/.test(tail) ? 2 : 3))
  if (/^['’]s/i.test(tail)) features.push(at + around.possessive)
  features.push(at + around.capitals + capitals, at + around.letters + Math.min(11, last.lower.length))
  const suffix = suffixes.findIndex((one) => last.lower.endsWith(one))
  if (suffix >= 0) features.push(at + around.suffix + suffix)
}

/** The names of a text: the surest candidates above zero that do not overlap, in the order of the text. */
export function latinNames(text: string, model: LatinModel): readonly NameSpan[] {
  const found: NameSpan[] = []
  latinCandidates(text, model, (start, end, features) => {
    let score = 0
    for (let i = 0; i < features.length; i++) score += model.weights[features[i]!]!
    if (score > 0) found.push({ start, end, score })
  })
  return surest(found)
}
