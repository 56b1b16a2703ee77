import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { disagreements, disagreementsRewritten, makeMatcher, rules } from './oracle.ts'

const matcher = makeMatcher()
const examples = rules.flatMap((rule) => [...rule.examples.match, ...rule.examples.pass].map((example) => example.text))

describe('a gated run finds what every pattern over every text finds', () => {
  it('in every example of every rule', { timeout: 300_000 }, () => {
    const found = rules.flatMap((rule) =>
      [...rule.examples.match, ...rule.examples.pass].flatMap(({ text, field }) =>
        rule.units.flatMap((unit) => disagreements(matcher, text, unit, field)),
      ),
    )
    expect(found).toEqual([])
  })

  it('in every example, in large letters, small ones and each in the other', { timeout: 300_000 }, () => {
    const other = (text: string) => text.replace(/[a-z]/gi, (c) => (c < 'a' ? c.toLowerCase() : c.toUpperCase()))
    // A third of them have no letters, or are in one case already.
    const changed = new Set(examples.flatMap((text) => [text.toUpperCase(), text.toLowerCase(), other(text)]))
    for (const text of examples) changed.delete(text)
    const found = [...changed].flatMap((text) => disagreements(matcher, text))
    expect([...new Set(found)]).toEqual([])
  })

  it('in every example as a Chinese keyboard writes it: all in full width, its signs, its colons, its blanks', { timeout: 300_000 }, () => {
    const wide = (text: string, characters: RegExp) => text.replace(characters, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
    const changed = new Set(
      examples.flatMap((text) => [wide(text, /[!-~]/g), wide(text, /[:=!,()-]/g), wide(text, /:/g), text.replaceAll(' ', '\u3000')]),
    )
    for (const text of examples) changed.delete(text)
    expect(changed.size).toBeGreaterThan(examples.length)
    const found = [...changed].flatMap((text) => disagreements(matcher, text))
    expect([...new Set(found)]).toEqual([])
  })

  it('in examples as others would write them: test/heavy/rewritten.test.ts does many more', { timeout: 300_000 }, () => {
    expect(disagreementsRewritten(matcher, 20261129, 1500)).toEqual([])
  })

  it('in examples glued to each other and to other characters', () => {
    const piece = fc.oneof(
      fc.constantFrom(...examples),
      fc.constantFrom(' ', '\n', '，', '中文', 'a', '9', '-', '.', '@', '１', '\u200b', '：', '/', '年', 'x'.repeat(90), '0'.repeat(40)),
      fc.string({ maxLength: 12 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        expect(disagreements(matcher, pieces.join(''))).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })

  it('in examples in fields of every name that a rule knows', () => {
    const fields = [...new Set(rules.flatMap((rule) => rule.examples.match.flatMap(({ field }) => field ?? [])))]
    expect(fields.length).toBeGreaterThan(5)
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.constantFrom(...fields), fc.constantFrom('', '\n', 'x'), (text, field, around) => {
        expect(disagreements(matcher, `${around}${text}${around}`, 'field', field)).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })

  it('in examples cut anywhere', () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), fc.nat(), (text, a, b) => {
        const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number]
        expect(disagreements(matcher, text.slice(from, to))).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })
})
