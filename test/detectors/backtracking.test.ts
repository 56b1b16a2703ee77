import { type AST, RegExpParser } from '@eslint-community/regexpp'
import { describe, expect, it } from 'vitest'
import { stepsAt } from '../../src/detectors/index.ts'
import { stepsOf } from '../../src/detectors/regex/backtracking.ts'
import { seeded } from '../random.ts'

/** What an expression may cost before any text is seen: held to an engine that does nothing but try all ways. */

const parsed = (source: string) => new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true })

/** Characters taken and ends reached when every way of matching from the start of a text is tried, as ECMAScript tries them. */
function stepsOn(pattern: AST.Pattern, text: string): number {
  let steps = 0
  type Then = (at: number) => void
  const any = (all: readonly AST.Alternative[], at: number, then: Then) => {
    for (const { elements } of all) row(elements, 0, at, then)
  }
  const row = (elements: readonly AST.Element[], i: number, at: number, then: Then): void => {
    if (i === elements.length) then(at)
    else one(elements[i]!, at, (next) => row(elements, i + 1, next, then))
  }
  const again = (element: AST.Quantifier, made: number, at: number, then: Then): void => {
    if (made < element.max)
      one(element.element, at, (next) => {
        if (made < element.min || next > at) again(element, made + 1, next, then)
      })
    if (made >= element.min) then(at)
  }
  const one = (element: AST.Element, at: number, then: Then): void => {
    if (element.type === 'Group') any(element.alternatives, at, then)
    else if (element.type === 'Quantifier') again(element, 0, at, then)
    else if (element.type === 'Assertion') {
      const { alternatives, negate } = element as AST.LookaheadAssertion
      let held = false
      any(alternatives, at, () => {
        steps += 1
        held = true
      })
      if (held !== negate) then(at)
    } else if (at < text.length && new RegExp(`^(?:${element.raw})$`, 'u').test(text[at]!)) {
      steps += 1
      then(at + 1)
    }
  }
  any(pattern.alternatives, 0, () => {
    steps += 1
  })
  return steps
}

/** Every text of these letters up to a length. */
const texts = (letters: string, most: number): string[] =>
  most === 0 ? [''] : ['', ...[...letters].flatMap((letter) => texts(letters, most - 1).map((rest) => letter + rest))]

/** A random expression; repetitions are small, so that all ways of a short text are all ways there are. */
function expression(next: () => number, depth: number): string {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]!
  if (depth === 0) return pick(['a', 'b', 'c', '[ab]', '[^a]', '.', ''])
  const inner = () => expression(next, depth - 1)
  return pick([
    () => `${inner()}${inner()}`,
    () => `(?:${inner()}|${inner()})`,
    () => `(?:${inner()})${pick(['?', '{0,2}', '{1,2}', '{2}', '{0,3}?', '??'])}`,
    () => `${pick(['(?=', '(?!'])}${inner()})${inner()}`,
  ])()
}

describe('steps of an expression', () => {
  it('are never more than the bound, on any text', { timeout: 60_000 }, () => {
    const next = seeded(17)
    const all = texts('abc', 5)
    for (let i = 0; i < 400; i++) {
      const source = expression(next, 3)
      const pattern = parsed(source)
      const bound = stepsOf(pattern, '', Number.POSITIVE_INFINITY)
      for (const text of all) expect(stepsOn(pattern, text), `${source} on ${text}`).toBeLessThanOrEqual(bound)
    }
  })

  it.each([
    ['\\d{1,9}-\\d{1,9}', 40],
    ['[A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){0,5}', 400],
    ['[\\w.]{1,64}@(?:[\\w-]{1,63}\\.){1,8}[a-z]{2,20}', 2000],
    ['(?:a?){0,50}x', 100],
    ['(?:){0,1000000000}', 2],
    ['[a-z]{1,1000}', 2000],
  ])('%s: stay few where the next character tells the ways apart', (source, most) => {
    expect(stepsOf(parsed(source), '', 1e9)).toBeLessThanOrEqual(most)
    expect(stepsAt(source, '')).toBeUndefined()
  })

  it.each([
    ['(?:a{1,20}){1,20}b'],
    ['(a+)+c'],
    ['(?:a|a){0,40}b'],
    ['(?:\\w{1,20}[ -]?){1,10}!'],
    ['(?:(?:(?:a{1,1000}){1,1000}){1,1000}){1,1000}b'],
    ['(?=(a+)+b)x'],
    ['(?<=b(?:a+)+)x'],
    ['(?:(?:a|b?)*)*c'],
    ['(?:\\p{L}{1,30}\\p{Lu}{0,30}){1,9}!'],
    ['(?:é|É){1,9}(?:[^a]{1,9}){5}(?:[^b]{1,9}){5}!'],
  ])('%s: are too many', (source) => {
    expect(stepsAt(source, 'i')).toBeDefined()
  })

  it('are counted once for a backreference, which has one way', () => {
    expect(stepsAt('(\\d)\\1{3,12}', '')).toBeUndefined()
  })
})
