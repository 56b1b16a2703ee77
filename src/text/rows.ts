import { charactersOf, grow } from './characters.ts'

/** Shapes of a number that stands in a row with others: of a matrix, a table, an array, a list of counters. */

type Test = (text: string, start: number, end: number) => boolean

const digit = charactersOf(/[0-9]/)

/** Whether digits pass the Luhn check (ISO/IEC 7812-1). Texts know nothing of validators, which have it too: neighbours on a floor. */
const isLuhn = (digits: string): boolean =>
  [...digits]
    .reverse()
    .reduce((sum, one, index) => sum + (index % 2 === 0 ? Number(one) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(one)]!), 0) %
    10 ===
  0

const groupCharacter = charactersOf(/[0-9 -]/)
/**
 * Groups of digits that go on before or behind the span in its own pattern, with others that are no such number by their check digit: a row of a
 * matrix, and no list of cards. What follows in another pattern (a month, a code) does not matter.
 */
export const isMatrix: Test = (text, start, end) => {
  const groups = text.slice(start, end).split(/[ -]/)
  if (groups.length < 3) return false
  if (isAmongHex(text, start, end)) return true
  const [from, to] = grow(text, start, end, groupCharacter)
  const before = text.slice(from, start).split(/[ -]+/).filter(Boolean).reverse()
  const after = text.slice(end, to).split(/[ -]+/).filter(Boolean)
  const goesOn = (part: readonly string[], pattern: readonly string[], cut: boolean, read: (digits: readonly string[]) => string) => {
    for (let at = 0; part[at]?.length === pattern[0]!.length; at += pattern.length) {
      const next = part.slice(at, at + pattern.length)
      // What is cut where the text seen ends is not judged.
      if (cut && at + pattern.length >= part.length) return false
      if (!next.every((group, n) => group.length === pattern[n]!.length) || next.length < pattern.length || !isLuhn(read(next))) return true
    }
    return false
  }
  return (
    goesOn(after, groups, to === text.length && text.length - end > 78, (digits) => digits.join('')) ||
    goesOn(before, [...groups].reverse(), from === 0 && start > 78, (digits) => [...digits].reverse().join(''))
  )
}

const hexWord = /^[0-9A-Fa-f]{4,5}$/
/** Whether the nearest words are code points or other words of four hexadecimal digits: a table of characters, or a dump. */
const isAmongHex: Test = (text, start, end) => {
  const before = text
    .slice(Math.max(0, start - 24), start)
    .trimEnd()
    .split(/\s+/)
    .slice(-2)
  const after = text
    .slice(end, end + 24)
    .trimStart()
    .split(/\s+/)
    .slice(0, 2)
  const words = [...before, ...after].filter((word) => hexWord.test(word))
  return words.length >= 2 && words.some((word) => /\d/.test(word) && /[A-Fa-f]/.test(word))
}

/** Numbers of nine, ten or twelve to fourteen digits: no telephone number, identity or card of the kinds that lists of persons hold side by side. */
const otherLength = /^-?[1-9](?:\d{8,9}|\d{11,13})\.?$/
/** Numbers of 64 bits. */
const longNumber = /^-?[1-9]\d{16,19}$/
const between = /[\s,;|()[\]{}]+/
/**
 * Whether the two nearest words that are numbers, on one side or on both, are of other lengths: a row of amounts, or an array. Beside a number as long
 * as that of a card stand numbers of 64 bits that are none, maybe each in the same macro.
 */
const isAmongNumbers: Test = (text, start, end) => {
  const long = end - start > 12
  const reach = long ? 72 : 40
  const isOther = long
    ? (word: string) => longNumber.test(word) && !isLuhn(word.replace('-', ''))
    : (word: string) => otherLength.test(word)
  const [from, to] = [Math.max(0, start - reach), Math.min(text.length, end + reach)]
  const before = text.slice(from, start).split(between)
  const after = text.slice(end, to).split(between)
  // What is cut is no whole number.
  if (from > 0) before.shift()
  if (to < text.length) after.pop()
  const words = [before.reverse(), after].map((side) => side.filter((one) => one !== '' && one !== '.'))
  const macro = long && /^[A-Za-z_]\w*$/.test(words[0]![0] ?? '') ? words[0]![0] : undefined
  let others = 0
  for (const side of words) {
    for (const word of side.filter((one) => one !== macro).slice(0, 2)) {
      if (!isOther(word)) break
      others += 1
    }
  }
  return others >= 2
}

const numeric = /^[-+]?(?:\d[\d.:/_-]*|0x[\dA-Fa-f]+)(?:[eE][-+]?\d+)?(?:[uU]?[lL]{0,2}|f|%)$/
const letter = charactersOf(/[A-Za-z]/)
/** Whether [start, end) holds a character that is not ASCII, or more than one word: most lines do, and are not looked at closer. */
const isWordy = (text: string, start: number, end: number): boolean => {
  let words = 0
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) return true
    // Letters behind a digit are its suffix.
    if (letter[code] === true && letter[text.charCodeAt(at - 1)] !== true && digit[text.charCodeAt(at - 1)] !== true && ++words > 1)
      return true
  }
  return false
}

/**
 * One number among others: on its line, as far as it is seen, stand three numbers at least and no word, or six and one word, and fewer than half of
 * the others are as long as the span and begin as it does, as in a list of such numbers; or the numbers beside it are of lengths of their own.
 */
export const isSeries: Test = (text, start, end) => {
  const span = text.slice(start, end)
  if (!/^\d+$/.test(span)) return false
  if (isAmongNumbers(text, start, end)) return true
  const from = text.lastIndexOf('\n', start - 1) + 1
  const next = text.indexOf('\n', end)
  if (isWordy(text, from, next < 0 ? text.length : next)) return false
  const line = (part: string) => part.split(/[\s,;|()[\]{}"'=*]+/).filter((token) => token !== '')
  const before = line(text.slice(from, start))
  const after = line(text.slice(end, next < 0 ? text.length : next))
  // What is cut where the text seen ends is no whole token.
  if (from === 0 && start > 78) before.shift()
  if (next < 0 && text.length - end > 78) after.pop()
  const others = [...before, ...after]
  const numbers = others.filter((one) => numeric.test(one))
  const alike = numbers.filter((one) => one.length === span.length && one[0] === span[0])
  const words = others.length - numbers.length
  return numbers.length >= (words === 0 ? 3 : 6) && words <= 1 && alike.length * 2 < numbers.length
}
