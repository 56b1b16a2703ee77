import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
// @ts-expect-error: the measuring program is plain JavaScript
import { keys } from '../../bench/accuracy/gold/keys.js'
// @ts-expect-error: the measuring program is plain JavaScript
import { goldSecrets } from '../../bench/accuracy/gold/secrets.js'

interface Case {
  readonly kind?: string
  readonly kinds?: readonly string[]
  readonly lang: string
  readonly text: string
  readonly labels: readonly (readonly [number, number])[]
}
const cases = [...goldSecrets.cases()] as readonly Case[]

describe('the synthetic set of keys', () => {
  it('says that it is synthetic, and is the same every time', () => {
    expect(goldSecrets.synthetic).toBe(true)
    expect([...(goldSecrets.cases() as Iterable<Case>)].map((one) => one.text)).toEqual(cases.map((one) => one.text))
  })
  it('holds keys of a hundred providers and passwords in addresses, in both languages, and twice as many texts without any', () => {
    expect(Object.keys(keys).length).toBeGreaterThanOrEqual(100)
    const of = (kind: string, lang: string) => cases.filter((one) => one.kind === kind && one.lang === lang).length
    for (const lang of ['zh', 'en']) {
      expect(of('PREFIXED_KEY', lang)).toBeGreaterThan(2_000)
      expect(of('URL_CREDENTIALS', lang)).toBeGreaterThan(400)
    }
    expect(cases.filter((one) => one.labels.length === 0).length).toBeGreaterThan(10_000)
  })
  it('labels what it put in: nothing but the key, without the brackets of a passage', () => {
    for (const { text, labels } of cases) {
      expect(text).not.toMatch(/[⟦⟧]/)
      for (const [from, to] of labels) expect(text.slice(from, to)).toMatch(/^\S[\s\S]{7,}\S$/)
    }
  })
  it('writes the check of a GitHub token as its maker describes it', () => {
    // The published check: CRC-32 of the thirty characters, in base 62 with six digits.
    const values = cases
      .flatMap(({ text, labels }) => labels.map(([from, to]) => text.slice(from, to)))
      .filter((one) => /^gh[pous]_\w{36}$/.test(one))
    expect(values.length).toBeGreaterThan(20)
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    for (const value of values) {
      const [body, check] = [value.slice(4, 34), value.slice(34)]
      expect([...check].reduce((sum, character) => sum * 62 + alphabet.indexOf(character), 0)).toBe(crc32(body))
    }
  })
})
