import type { AST } from '@eslint-community/regexpp'
import type { Reach, TextView } from '../../model.ts'
import { isLetterOfBreak } from '../../text/breaks.ts'

/**
 * Runs of digits, as many as stand together, that each match of a pattern holds: a window without them need not be shown to it. A date wakes the
 * rules for numbers of nine digits, but none of its runs is as long as one of theirs.
 *
 * The length of a run is a bit of a number: bit 9 for nine digits, bit 31 for so many or more; bit 0 says that no ASCII letter stands beside it.
 * A pattern has ways to match, and to each belong numbers: a run has to be there for each, of one of the lengths whose bits are set.
 */
type DigitRuns = readonly (readonly number[])[]

/** Longer runs are not told apart. */
const longestRun = 31
/** Ways of a pattern that are told apart at the most. */
const mostWays = 48
/** Repetitions of a group that are written out. */
const mostTimes = 8

/** The facts about digits that a way to match an expression implies. */
type Part =
  /** So many digits. */
  | { readonly kind: 'digits'; readonly min: number; readonly max: number }
  /** Characters that are no digits, and whether the first and the last of them may be an ASCII letter. */
  | { readonly kind: 'others'; readonly first: boolean; readonly last: boolean }
  /** No character: what stands on one side of it is no digit; `letters`: nor an ASCII letter. */
  | { readonly kind: 'edge'; readonly side: 'before' | 'after'; readonly letters: boolean }
  /** Anything, or nothing. */
  | { readonly kind: 'any' }
type Way = readonly Part[]

const any: Part = { kind: 'any' }

/** The runs of digits of a pattern; undefined where a match may hold none that are known. */
export function runsOf(pattern: AST.Pattern, flags: string): DigitRuns | undefined {
  const classes = new Map<string, CharacterKind>()
  const kindOf = (element: AST.Node): CharacterKind => {
    let kind = classes.get(element.raw)
    if (kind === undefined) {
      kind = characterKind(element.raw, flags, isDigit(element))
      classes.set(element.raw, kind)
    }
    return kind
  }

  const ofAlternatives = (alternatives: readonly AST.Alternative[]): readonly Way[] | undefined => {
    const ways: Way[] = []
    for (const { elements } of alternatives) {
      const own = ofElements(elements)
      if (own === undefined) return undefined
      ways.push(...own)
    }
    return distinct(ways)
  }

  const ofElements = (elements: readonly AST.Element[]): readonly Way[] | undefined => {
    let ways: readonly Way[] = [[]]
    for (const element of elements) {
      const next = ofElement(element) ?? [[any]]
      const joined = joinedWays(ways, next) ?? joinedWays(ways, [[any]])
      if (joined === undefined) return undefined
      ways = joined
    }
    return ways
  }

  const ofElement = (element: AST.Element): readonly Way[] | undefined => {
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass': {
        const { digit, some, someLetters: letters } = kindOf(element)
        return [[digit ? { kind: 'digits', min: 1, max: 1 } : some ? any : { kind: 'others', first: letters, last: letters }]]
      }
      case 'Group':
      case 'CapturingGroup':
        return ofAlternatives(element.alternatives)
      case 'Quantifier':
        return ofRepetition(element)
      case 'Assertion':
        return [ofAssertion(element)]
      default:
        return undefined
    }
  }

  const ofRepetition = ({ element, min, max }: AST.Quantifier): readonly Way[] | undefined => {
    const once = ofElement(element)
    if (once === undefined) return undefined
    const [only, ...more] = once
    if (more.length === 0 && only!.length === 1) {
      const part = only![0]!
      if (part.kind === 'digits') return [[{ kind: 'digits', min: part.min * min, max: part.max * max }]]
      if (part.kind === 'others') return min > 0 ? once : [[], ...once]
      return [[any]]
    }
    let ways: readonly Way[] = [[]]
    for (let i = 0; i < Math.min(min, mostTimes); i++) {
      const joined = joinedWays(ways, once)
      if (joined === undefined) return undefined
      ways = joined
    }
    if (max === min && min <= mostTimes) return ways
    if (max > 1 || min > 0) return joinedWays(ways, [[any]])
    return distinct([[], ...once])
  }

  const ofAssertion = (element: AST.Assertion): Way => {
    if (element.kind === 'start') return [{ kind: 'edge', side: 'before', letters: true }]
    if (element.kind === 'end') return [{ kind: 'edge', side: 'after', letters: true }]
    if (element.kind !== 'lookahead' && element.kind !== 'lookbehind') return []
    const side = element.kind === 'lookahead' ? 'after' : 'before'
    // The character on that side, in each alternative that speaks of it alone or, where it has to be there, of it and more.
    const near = element.alternatives.map(({ elements }) => {
      const one = elements[side === 'after' ? 0 : elements.length - 1]
      return one !== undefined && isCharacter(one) && (!element.negate || elements.length === 1) ? kindOf(one) : undefined
    })
    if (element.negate)
      return near.some((kind) => kind?.all) ? [{ kind: 'edge', side, letters: near.some((kind) => kind?.allLetters) }] : []
    return near.every((kind) => kind?.some === false)
      ? [{ kind: 'edge', side, letters: near.every((kind) => kind?.someLetters === false) }]
      : []
  }

  const ways = ofAlternatives(pattern.alternatives)
  return ways === undefined ? undefined : weakest(ways.map(runsOfWay))
}

/** What a class of one character says of digits and of ASCII letters. */
interface CharacterKind {
  /** It holds nothing but digits. */
  readonly digit: boolean
  readonly some: boolean
  readonly all: boolean
  readonly someLetters: boolean
  readonly allLetters: boolean
}
const digits = [...'0123456789']
const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ']

function characterKind(raw: string, flags: string, digit: boolean): CharacterKind {
  const re = new RegExp(`^(?:${raw})$`, `u${flags.replace('m', '')}`)
  const held = (one: string) => re.test(one)
  return {
    digit,
    some: digits.some(held),
    all: digits.every(held),
    someLetters: letters.some(held),
    allLetters: letters.every(held),
  }
}

const isCharacter = (element: AST.Element): boolean =>
  element.type === 'Character' ||
  element.type === 'CharacterSet' ||
  element.type === 'CharacterClass' ||
  element.type === 'ExpressionCharacterClass'

/** Whether a class of characters holds none but the digits 0-9. */
export function isDigit(one: AST.Node): boolean {
  if (one.type === 'CharacterSet') return one.kind === 'digit' && !one.negate
  if (one.type === 'CharacterClassRange') return isDigit(one.min) && isDigit(one.max)
  if (one.type === 'CharacterClass') return !one.negate && one.elements.length > 0 && one.elements.every(isDigit)
  return one.type === 'Character' && one.value >= 0x30 && one.value <= 0x39
}

/** Every way of one list followed by every way of another; undefined for too many. */
function joinedWays(first: readonly Way[], second: readonly Way[]): readonly Way[] | undefined {
  const ways = distinct(first.flatMap((a) => second.map((b) => joined([...a, ...b]))))
  return ways !== undefined && ways.length <= mostWays ? ways : undefined
}

/** Parts of a kind that stand together as one. */
function joined(way: Way): Way {
  const parts: Part[] = []
  for (const part of way) {
    const last = parts.at(-1)
    if (part.kind === 'digits' && last?.kind === 'digits') {
      parts[parts.length - 1] = { kind: 'digits', min: last.min + part.min, max: last.max + part.max }
    } else if (part.kind === 'others' && last?.kind === 'others') {
      parts[parts.length - 1] = { kind: 'others', first: last.first, last: part.last }
    } else if (part.kind !== 'any' || last?.kind !== 'any') parts.push(part)
  }
  return parts
}

function distinct(ways: readonly Way[]): readonly Way[] | undefined {
  const known = new Map(ways.map((way) => [JSON.stringify(way), way]))
  return known.size <= mostWays ? [...known.values()] : undefined
}

/** Bits of the lengths from `min` to `max`. */
function lengths(min: number, max: number): number {
  let bits = 0
  for (let length = Math.min(min, longestRun); length <= Math.min(max, longestRun); length++) bits |= 1 << length
  return bits
}

/** The runs of a way, each once, none that another says. */
function runsOfWay(way: Way): readonly number[] {
  const runs: number[] = []
  for (let i = 0; i < way.length; i++) {
    const part = way[i]!
    if (part.kind !== 'digits' || part.min === 0) continue
    const [before, after] = [end(way, i, -1), end(way, i, 1)]
    // What is unknown beside digits may be more of them.
    const bits = before !== undefined && after !== undefined ? lengths(part.min, part.max) : lengths(part.min, longestRun)
    runs.push(before === 'letters' && after === 'letters' ? bits | 1 : bits)
  }
  return [...new Set(runs)].filter((run, i, all) => !all.some((other, j) => i !== j && says(other, run)))
}

/** What ends the digits at place `i` of a way on one side: no digit, or neither a digit nor a letter; undefined where more may follow. */
function end(way: Way, i: number, step: number): 'digit' | 'letters' | undefined {
  let found: 'digit' | 'letters' | undefined
  const side = step > 0 ? 'after' : 'before'
  for (let at = i + step; at >= 0 && at < way.length; at += step) {
    const part = way[at]!
    if (part.kind === 'others') return (step > 0 ? part.first : part.last) ? (found ?? 'digit') : 'letters'
    if (part.kind !== 'edge') return found
    if (part.side === side && found !== 'letters') found = part.letters ? 'letters' : 'digit'
  }
  return found
}

/** Whether a run that is there makes another that is asked for be there. */
const says = (one: number, other: number): boolean => (one & ~1 & ~other) === 0 && ((one & 1) === 1 || (other & 1) === 0)

/** The ways that ask for least; undefined where one asks for nothing. */
function weakest(ways: readonly (readonly number[])[]): DigitRuns | undefined {
  if (ways.some((runs) => runs.length === 0)) return undefined
  const known = [...new Map(ways.map((runs) => [JSON.stringify([...runs].sort((a, b) => a - b)), runs])).values()]
  const implies = (one: readonly number[], other: readonly number[]) => other.every((run) => one.some((each) => says(each, run)))
  return known.filter((way, i) => !known.some((other, j) => i !== j && implies(way, other) && !(implies(other, way) && j > i)))
}

/** What a window holds of digits. */
export interface DigitsShown {
  /** How many. */
  count: number
  /** Bits of the lengths of its runs, and of those beside which no ASCII letter stands. */
  runs: number
  apart: number
}

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a

/** Sees what [start, end) of a text holds of digits. */
export function seeDigits(text: TextView, start: number, end: number, shown: DigitsShown): void {
  let count = 0
  let runs = 0
  let apart = 0
  for (let at = start; at < end; at++) {
    const byte = text.byteAt(at)
    if (byte < 0x30 || byte > 0x39) continue
    const from = at
    do at += 1
    while (at < end && text.byteAt(at) >= 0x30 && text.byteAt(at) <= 0x39)
    const length = at - from
    const bit = 1 << Math.min(length, longestRun)
    count += length
    runs |= bit
    if (
      (at === end || !isLetter(text.byteAt(at))) &&
      (from === start || !isLetter(text.byteAt(from - 1)) || isWritten(text, start, from - 1))
    )
      apart |= bit
  }
  shown.count = count
  shown.runs = runs
  shown.apart = apart
}

/** Whether a letter is that of a line break or tab that is written out. */
const isWritten = (text: TextView, start: number, at: number) => at > start && isLetterOfBreak(text, at)

/** Whether matches of a pattern hold digits. */
export const wantsDigits = ({ digits, runs }: Reach): boolean => digits > 0 || runs !== undefined

/** Whether a window may hold a match of a pattern, by its digits. */
export function mayMatch({ digits, runs }: Reach, shown: DigitsShown): boolean {
  if (shown.count < digits) return false
  if (runs === undefined) return true
  for (const way of runs) if (way.every((run) => ((run & 1) === 0 ? shown.runs : shown.apart) & run & ~1)) return true
  return false
}
