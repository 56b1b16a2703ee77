import { createRequire } from 'node:module'
import type * as Library from '@eslint-community/regexpp'
import type { AST } from '@eslint-community/regexpp'
import type { Reach, Words } from '../../model.ts'
import { stepsOf, TooManySteps } from './backtracking.ts'
import { isDigit, runsOf } from './runs.ts'

// Loaded with the first pattern that was not measured by the build.
const load = createRequire(import.meta.url)
let library: typeof Library | undefined

/**
 * The reach of a pattern. Throws an Error with the reason when the pattern has none: an unbounded repetition, a backreference,
 * or `^`/`$` without the `m` flag would make a windowed run differ from a run over the whole text.
 */
export function reachOf(source: string, flags: string): Reach {
  library ??= load('@eslint-community/regexpp') as typeof Library
  const pattern = new library.RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true })
  const edge = { behind: 0, ahead: 0 }
  const length = ofAlternatives(pattern.alternatives, flags, edge)
  return { length, behind: edge.behind, ahead: edge.ahead, digits: digitsOf(pattern.alternatives), runs: runsOf(pattern, flags) }
}

/** Why a pattern has no reach, in both languages. */
export class Unmeasured extends Error {
  readonly words: Words
  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}
const unmeasured = (en: string, zh: string) => new Unmeasured({ en, zh })

/** More steps from one place of a text than an expression may take: see `backtracking.ts`. */
export const mostSteps = 1_000_000

/** The part of an expression where more than `mostSteps` may come together; undefined for none. */
export function stepsAt(source: string, flags: string): string | undefined {
  // Without a repetition there is no more to try than is written.
  if (!/[*+{?]/.test(source)) return undefined
  library ??= load('@eslint-community/regexpp') as typeof Library
  try {
    const pattern = new library.RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true })
    stepsOf(pattern, flags, mostSteps)
    return undefined
  } catch (error) {
    if (error instanceof TooManySteps) return error.part
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The fewest digits 0-9 that a match of one of these alternatives holds. */
function digitsOf(alternatives: readonly AST.Alternative[]): number {
  return Math.min(...alternatives.map(({ elements }) => elements.reduce((sum, element) => sum + digitsOfElement(element), 0)))
}

function digitsOfElement(element: AST.Element): number {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
      return isDigit(element) ? 1 : 0
    case 'Group':
    case 'CapturingGroup':
      return digitsOf(element.alternatives)
    case 'Quantifier':
      return element.min === 0 ? 0 : element.min * digitsOfElement(element.element)
    default:
      return 0
  }
}

type Edge = { behind: number; ahead: number }

function ofAlternatives(alternatives: readonly AST.Alternative[], flags: string, edge: Edge): number {
  let longest = 0
  for (const alternative of alternatives) {
    let sum = 0
    for (const element of alternative.elements) sum += ofElement(element, flags, edge)
    longest = Math.max(longest, sum)
  }
  return longest
}

function ofElement(element: AST.Element, flags: string, edge: Edge): number {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return 1
    case 'Group':
    case 'CapturingGroup':
      return ofAlternatives(element.alternatives, flags, edge)
    case 'Quantifier':
      if (element.max === Number.POSITIVE_INFINITY)
        throw unmeasured(
          `unbounded repetition ${element.raw}; write an upper bound such as {0,64}`,
          `重复没有上限 ${element.raw}，请写明上限，例如 {0,64}`,
        )
      return element.max * ofElement(element.element, flags, edge)
    case 'Backreference':
      throw unmeasured(`backreference ${element.raw} is not supported`, `不支持反向引用 ${element.raw}`)
    case 'Assertion':
      switch (element.kind) {
        case 'word':
          edge.behind = Math.max(edge.behind, 1)
          edge.ahead = Math.max(edge.ahead, 1)
          return 0
        case 'start':
        case 'end':
          if (!flags.includes('m'))
            throw unmeasured(
              '^ and $ need the m flag: a rule sees a window of the text, not its ends',
              '^ 与 $ 须配合 m 标志：规则看到的是文本的一段，而非其首尾',
            )
          edge.behind = Math.max(edge.behind, 1)
          edge.ahead = Math.max(edge.ahead, 1)
          return 0
        case 'lookbehind': {
          const inner = ofAlternatives(element.alternatives, flags, edge)
          edge.behind = Math.max(edge.behind, inner + edge.behind)
          return 0
        }
        case 'lookahead': {
          const inner = ofAlternatives(element.alternatives, flags, edge)
          edge.ahead = Math.max(edge.ahead, inner + edge.ahead)
          return 0
        }
      }
      return 0
    default:
      throw unmeasured('unsupported construct', '含有不支持的写法')
  }
}
