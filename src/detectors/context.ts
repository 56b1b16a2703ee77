import { readBreaks } from '../text/breaks.ts'

const asciiWord = /^[\x20-\x7e]+$/
const alnum = /[0-9A-Za-z]/
const special = /[\\^$.*+?()[\]{}|/]/
/** What stands for each ASCII character. Folds ASCII case only, as the kernel does: the `i` flag would also fold Greek, Cyrillic and a sign for Kelvin, which no gate knows. */
const written = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  const [upper, lower] = [character.toUpperCase(), character.toLowerCase()]
  return upper === lower ? character.replace(special, '\\$&') : `[${upper}${lower}]`
})
const folded = (word: string): string => Array.from(word, (character) => written[character.codePointAt(0)!] ?? character).join('')

/**
 * The ways in which a word of the context is written: one of several ASCII words also as names of fields write it, joined by `_`, by `-` or
 * by nothing (`tax id`: tax_id, tax-id, taxid, and taxId, since case is folded).
 */
export const spellings = (word: string): readonly string[] =>
  asciiWord.test(word) && word.includes(' ') ? [...new Set([' ', '_', '-', ''].map((joint) => word.replaceAll(' ', joint)))] : [word]

/** An expression that is made when it is first asked for: of the lists of all rules a scan needs few. */
export type WordsExpression = () => RegExp

/**
 * One expression for a list of words in all their spellings, flags `gu`: ASCII in any case, others as they are. An end that is an ASCII
 * letter or digit ends there in the text too. Undefined for no words.
 */
export function wordsExpression(words: readonly string[]): WordsExpression | undefined {
  if (words.length === 0) return undefined
  let expression: RegExp | undefined
  return () => (expression ??= expressionOf(words.flatMap(spellings)))
}

function expressionOf(words: readonly string[]): RegExp {
  // Words that follow each other and end alike share what stands for their ends, so that a long list is a shorter expression.
  const groups: { readonly left: string; readonly right: string; readonly words: string[] }[] = []
  for (const word of words) {
    const left = alnum.test(word[0]!) ? '(?<![0-9A-Za-z])' : ''
    const right = alnum.test(word.at(-1)!) ? '(?![0-9A-Za-z])' : ''
    const last = groups.at(-1)
    if (last?.left === left && last.right === right) last.words.push(folded(word))
    else groups.push({ left, right, words: [folded(word)] })
  }
  return new RegExp(groups.map((group) => `${group.left}(?:${group.words.join('|')})${group.right}`).join('|'), 'gu')
}

/** The part of a word's weight that is left at the far end of the context. */
const faintest = 0.6

/**
 * How strongly words speak for a value, 0 to 1: the nearest one counts, in full beside the value and falling evenly to `faintest` at
 * the far end of the context. 0 when there is none.
 *
 * @param before the text before the value, `reach` characters of it and two more where it has as many
 * @param after the text behind the value, `reach` characters of it and one more where it has as many
 * @param cut whether the text goes on before `before` and behind `after`: those more are then there to end a word, not to be part of one
 */
export function strength(
  words: WordsExpression | undefined,
  before: string,
  after: string,
  reach: { before: number; after: number },
  cut: { before: boolean; after: boolean } = { before: false, after: false },
): number {
  // A value that is all of its field has no words around it.
  if (words === undefined || (before === '' && after === '')) return 0
  const best = nearest(words(), before, after, reach, cut)
  const [readBefore, readAfter] = [readBreaks(before), readBreaks(after)]
  if (readBefore === undefined && readAfter === undefined) return best
  return Math.max(best, nearest(words(), readBefore ?? before, readAfter ?? after, reach, cut))
}

function nearest(
  expression: RegExp,
  before: string,
  after: string,
  reach: { before: number; after: number },
  cut: { before: boolean; after: boolean },
): number {
  let best = 0
  expression.lastIndex = 0
  if (before !== '') {
    for (let m = expression.exec(before); m !== null; m = expression.exec(before)) {
      if (m.index > 1 || !cut.before) best = near(before.length - m.index - m[0].length, reach.before)
    }
  }
  if (after === '') return best
  expression.lastIndex = 0
  const first = expression.exec(after)
  if (first === null || (cut.after && first.index + first[0].length === after.length)) return best
  return Math.max(best, near(first.index, reach.after))
}

const near = (distance: number, reach: number): number => 1 - (1 - faintest) * Math.min(1, distance / Math.max(1, reach))

/** log-odds of a probability. */
export function logit(p: number): number {
  return Math.log(p / (1 - p))
}

/** Probability of log-odds. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** Levels of confidence and the score each begins at; a hit below the lowest is suppressed and counted. */
export const confidenceFloors = { high: 0.9, medium: 0.6, low: 0.3 } as const

/** A validator that lets through at most this share of random strings of the shape proves by itself that something is there. */
export const proving = 1e-4
