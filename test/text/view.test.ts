import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeUtf8 } from '../../src/text/view.ts'

const character = fc.constantFrom('a', '7', '\n', 'é', 'ÿ', 'ж', 'ب', '中', '，', '￥', '\ufeff', '가', '𠮷', '😀')

test('what is decoded is what Node.js decodes, at any length and cut anywhere, also in the middle of a character', () => {
  fc.assert(
    fc.property(
      fc.array(character, { maxLength: 700 }).map((all) => Buffer.from(`${all.join('')}中文`)),
      fc.nat(2100),
      fc.nat(2100),
      (bytes, from, length) => {
        let start = Math.min(from, bytes.length)
        // Nobody begins inside a character.
        while ((bytes[start]! & 0xc0) === 0x80) start -= 1
        const end = Math.min(bytes.length, start + length)
        expect(decodeUtf8(bytes, start, end)).toBe(bytes.toString('utf8', start, end))
      },
    ),
    { numRuns: 2000 },
  )
})
