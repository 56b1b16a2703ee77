import type { AST } from '@eslint-community/regexpp'
import { RegExpParser } from '@eslint-community/regexpp'

const alphabet = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;/="\'中文，。\n']

/** A string that the pattern matches, or nearly: assertions are not solved, so the caller must try it. */
export function sample(source: string, random: () => number): string {
  const pattern = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true })
  return ofAlternatives(pattern.alternatives, random)
}

const pick = <T>(items: readonly T[], random: () => number): T => items[Math.floor(random() * items.length)]!

function ofAlternatives(alternatives: readonly AST.Alternative[], random: () => number): string {
  return pick(alternatives, random)
    .elements.map((element) => ofElement(element, random))
    .join('')
}

function ofElement(element: AST.Element, random: () => number): string {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value)
    case 'CharacterSet':
    case 'CharacterClass': {
      const re = new RegExp(`^${element.raw}$`, 'u')
      const inside = alphabet.filter((c) => re.test(c))
      if (inside.length > 0) return pick(inside, random)
      return element.type === 'CharacterClass' && element.elements[0]?.type === 'Character'
        ? String.fromCodePoint(element.elements[0].value)
        : '★'
    }
    case 'Group':
    case 'CapturingGroup':
      return ofAlternatives(element.alternatives, random)
    case 'Quantifier': {
      const most = Math.min(element.max, element.min + 6)
      const times = element.min + Math.floor(random() * (most - element.min + 1))
      return Array.from({ length: times }, () => ofElement(element.element, random)).join('')
    }
    default:
      return ''
  }
}
