import type { AST } from '@eslint-community/regexpp'
import { longestName } from '../fields.ts'

/**
 * How many steps a backtracking engine may take for a pattern from one place of a text, at the worst: a bound over all texts, found from the
 * pattern alone. It counts characters that are tried on all ways of reading the same text; where only one way can go on with the next character
 * (`\d{1,9}-\d{1,9}`), the others cost nothing, however often things are repeated.
 *
 * The pattern is folded from its end: for every part it is known what trying it, and all that follows, costs for each next character. Characters
 * that no part of the pattern tells apart are one **symbol**; one more symbol is the end of the text.
 */

/** What trying the rest costs from here, in steps, by the symbols that come next. What was tried fails in the end, so that all ways are. */
type Tail = Float64Array

/** How often a part is repeated that has no bound, as those on values and on names of fields may: such a text is no longer. */
const unbounded = longestName
/** Symbols that are looked ahead at the most. */
const farthest = 4
/** Strings of symbols that are told apart at the most. */
const mostStrings = 20_000
/** Parts of a pattern that are looked at, each as often as it is repeated, times the strings told apart. */
const mostWork = 200_000_000

/** A pattern of more steps than may be. */
export class TooManySteps extends Error {
  /** The repetition where they become too many. */
  readonly part: string
  constructor(part: string) {
    super(`too many steps at ${part}`)
    this.part = part
  }
}

/**
 * The most steps from one place.
 *
 * @param most where to stop counting
 * @throws TooManySteps
 */
export function stepsOf(pattern: AST.Pattern, flags: string, most: number): number {
  const tests = testsIn(pattern, flags)
  const symbols = symbolsOf(pattern, tests)
  const classes = new Map<string, Uint8Array>()
  for (const [raw, test] of tests) classes.set(raw, Uint8Array.from([...symbols.map((symbol) => Number(test.test(symbol))), 0]))
  for (let seen = 1; ; seen++) {
    try {
      return bound(pattern, classes, symbols.length + 1, seen, most)
    } catch (error) {
      if (!(error instanceof TooManySteps) || seen === farthest || (symbols.length + 1) ** (seen + 1) > mostStrings) throw error
    }
  }
}

/** @param size symbols there are @param seen how many symbols ahead ways are told apart by: ways that part later are counted as if they did not */
function bound(pattern: AST.Pattern, classes: ReadonlyMap<string, Uint8Array>, size: number, seen: number, most: number): number {
  const strings = size ** seen
  const heads = strings / size
  const nothing: Tail = new Float64Array(strings)
  const done: Tail = new Float64Array(strings).fill(1)
  let work = 0
  const next = (s: number) => Math.floor(s / heads)

  const sum = (a: Tail, b: Tail): Tail => (a === nothing ? b : b === nothing ? a : a.map((n, s) => n + b[s]!))
  const plus = (tail: Tail, steps: number): Tail => tail.map((n) => n + steps)

  /** A character of a class, and what follows: of the symbols ahead the first is taken, and any one may come in behind them. */
  const character = (held: Uint8Array, tail: Tail): Tail => {
    const cost = new Float64Array(strings)
    for (let rest = 0; rest < heads; rest++) {
      let dearest = 0
      for (let s = rest * size; s < (rest + 1) * size; s++) if (tail[s]! > dearest) dearest = tail[s]!
      for (let first = 0; first < size; first++) if (held[first] === 1) cost[first * heads + rest] = 1 + dearest
    }
    return cost
  }

  /** @param taken what follows once a character was taken since the innermost repetition began @param empty what follows where none was */
  const alternatives = (all: readonly AST.Alternative[], taken: Tail, empty: Tail, back: boolean): Tail => {
    let result = nothing
    for (const { elements } of all) result = sum(result, sequence(elements, taken, empty, back))
    return result
  }

  const sequence = (elements: readonly AST.Element[], taken: Tail, empty: Tail, back: boolean): Tail => {
    let after = { taken, empty }
    const last = elements.length - 1
    for (let i = 0; i <= last; i++) {
      const element = elements[back ? i : last - i]!
      const once = part(element, after.taken, after.taken, back)
      after = {
        taken: once,
        empty: after.empty === after.taken || !maybeEmpty(element) ? once : part(element, after.taken, after.empty, back),
      }
    }
    return after.empty
  }

  const part = (element: AST.Element, taken: Tail, empty: Tail, back: boolean): Tail => {
    work += strings
    if (work > mostWork) throw new TooManySteps(element.raw)
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return alternatives(element.alternatives, taken, empty, back)
      case 'Quantifier':
        return repetition(element, taken, empty, back)
      case 'Backreference':
        // Any characters, and as many as there may be, but in one way; nothing where its group took nothing.
        return plus(empty, unbounded + largest(taken))
      case 'Assertion':
        return assertion(element, empty, back)
      default:
        return character(classes.get(element.raw)!, taken)
    }
  }

  const assertion = (element: AST.Assertion, empty: Tail, back: boolean): Tail => {
    if (element.kind !== 'lookahead' && element.kind !== 'lookbehind') return empty
    const behind = element.kind === 'lookbehind'
    const one = element.alternatives.length === 1 ? element.alternatives[0]!.elements : []
    const held = one.length === 1 ? classes.get(one[0]!.raw) : undefined
    // One character that has to follow, or must not: other ways end here.
    if (held !== undefined && behind === back) {
      return empty.map((n, s) => ((held[next(s)] === 1) === element.negate ? 2 : n + 2))
    }
    const inner = alternatives(element.alternatives, done, done, behind)
    return behind === back ? sum(empty, inner) : plus(empty, largest(inner))
  }

  const repetition = ({ element, min, max, raw }: AST.Quantifier, taken: Tail, empty: Tail, back: boolean): Tail => {
    const times = max === Number.POSITIVE_INFINITY ? min + unbounded : max
    const hollow = maybeEmpty(element)
    let after = { taken, empty }
    for (let i = times - 1; i >= 0; i--) {
      const free = i >= min
      const more = (tail: Tail, rest: Tail) => (free ? sum(rest, tail) : rest)
      // A repetition that takes nothing is given up once enough were made (ECMAScript, RepeatMatcher).
      const again = part(element, after.taken, free ? nothing : after.taken, back)
      const first = !hollow || after.empty === after.taken || free ? again : part(element, after.taken, after.empty, back)
      const now = { taken: more(taken, again), empty: taken }
      now.empty = taken === empty && first === again ? now.taken : more(empty, first)
      if (Math.max(largest(now.taken), largest(now.empty)) > most) throw new TooManySteps(raw)
      const settled = same(now.taken, after.taken) && same(now.empty, after.empty)
      after = now
      // Nothing changes any more until the repetitions that have to be.
      if (settled) i = free ? min : 0
    }
    return after.empty
  }

  const steps = largest(alternatives(pattern.alternatives, done, done, false))
  if (steps > most) throw new TooManySteps(pattern.raw)
  return steps
}

const largest = (tail: Tail): number => tail.reduce((a, b) => Math.max(a, b), 0)

const same = (a: Tail, b: Tail): boolean => a.every((n, s) => n === b[s])

/** Whether a part can match without taking a character. */
function maybeEmpty(element: AST.Element): boolean {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.some(({ elements }) => elements.every(maybeEmpty))
    case 'Quantifier':
      return element.min === 0 || maybeEmpty(element.element)
    case 'Assertion':
    case 'Backreference':
      return true
    default:
      return false
  }
}

/** Visits every part that takes one character. */
function eachCharacter(alternatives: readonly AST.Alternative[], visit: (element: AST.Element) => void): void {
  const see = (element: AST.Element): void => {
    if (element.type === 'Group' || element.type === 'CapturingGroup') eachCharacter(element.alternatives, visit)
    else if (element.type === 'Quantifier') see(element.element)
    else if (element.type === 'Assertion') {
      if (element.kind === 'lookahead' || element.kind === 'lookbehind') eachCharacter(element.alternatives, visit)
    } else if (element.type !== 'Backreference') visit(element)
  }
  for (const { elements } of alternatives) elements.forEach(see)
}

/** An expression for each part that takes one character, by how it is written. */
function testsIn(pattern: AST.Pattern, flags: string): ReadonlyMap<string, RegExp> {
  const tests = new Map<string, RegExp>()
  eachCharacter(pattern.alternatives, ({ raw }) => {
    if (!tests.has(raw)) tests.set(raw, new RegExp(`^(?:${raw})$`, `u${flags.replace('m', '')}`))
  })
  return tests
}

/** Characters of many kinds, for classes that name a kind. */
const samples = [
  ...Array.from({ length: 0x180 }, (_, code) => String.fromCodePoint(code)),
  ...'ǅΩωЖжאشضกあア한中々〇一龥０９Ａａ٣३๕Ⅷ½\u0300\u200b\u200d\u2028\u3000—–‘“「、。（€∑→☃😀𝒜𠀀\ue000',
]

/** One character for each symbol. */
function symbolsOf(pattern: AST.Pattern, tests: ReadonlyMap<string, RegExp>): string[] {
  const codes = new Set<number>()
  const near = (from: number, to: number) => {
    for (const code of [from - 1, from, to, to + 1]) if (code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) codes.add(code)
  }
  eachCharacter(pattern.alternatives, (element) => {
    for (const each of element.type === 'CharacterClass' ? element.elements : [element]) {
      if (each.type === 'Character') near(each.value, each.value)
      else if (each.type === 'CharacterClassRange') near(each.min.value, each.max.value)
    }
  })
  const own = [...codes].map((code) => String.fromCodePoint(code))
  const all = new Set([...samples, ...own, ...own.map((each) => each.toLowerCase()), ...own.map((each) => each.toUpperCase())])
  const known = new Map<string, string>()
  for (const each of all) {
    if ([...each].length !== 1) continue
    const kind = [...tests.values()].map((test) => (test.test(each) ? '1' : '0')).join('')
    if (!known.has(kind)) known.set(kind, each)
  }
  return [...known.values()]
}
