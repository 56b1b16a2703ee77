import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kernel } from '../../src/kernel/index.ts'
import { normalise, originalSpan } from '../../src/text/normalise.ts'

const kernel = new Kernel()

/** Strings rich in what folds. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '１',
        '９',
        'Ａ',
        'ｚ',
        '＠',
        '．',
        '－',
        '＋',
        '＿',
        '\u200b',
        '\u200d',
        '\ufeff',
        '\u00ad',
        '\u2013',
        '\u2212',
        '\u00a0',
        '\u202f',
        '，',
        '：',
        '（',
      ),
      fc.constantFrom('a', '1', ' ', '中', 'é', 'Я', '𠮷', '😀', '\uff00', '\uff9f', '\u200a', '\u2014'),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

describe('the kernel folds as the reference does', () => {
  it('same bytes, same way back', () => {
    fc.assert(
      fc.property(text, (value) => {
        kernel.clear()
        const { start, end } = kernel.push(value)
        const folded = kernel.fold(start, end)
        const expected = normalise(value)
        expect(kernel.buffer().toString('utf8', folded.start, folded.end)).toBe(Buffer.from(expected.bytes).toString('utf8'))
        if (folded.pairs !== undefined) expect([...folded.pairs]).toEqual([...expected.pairs])
        else expect(expected.bytes.length).toBe(end - start)
      }),
      { numRuns: 2000 },
    )
  })

  it('maps a span back onto whole characters of the original', () => {
    const original = Buffer.from('电话：１３８\u200b１２３４５６７８。')
    const { bytes, pairs } = normalise(original.toString())
    const at = Buffer.from(bytes).indexOf('13812345678')
    const span = originalSpan(pairs, at, at + 11, (i) => original[i]!)
    expect(original.toString('utf8', span.start, span.end)).toBe('１３８\u200b１２３４５６７８')
  })
})

describe('UTF-8 validity', () => {
  it('agrees with the fatal TextDecoder', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            0x41,
            0x7f,
            0x80,
            0xbf,
            0xc0,
            0xc1,
            0xc2,
            0xdf,
            0xe0,
            0xe1,
            0xed,
            0xef,
            0xf0,
            0xf4,
            0xf5,
            0xff,
            0xa0,
            0x9f,
            0x90,
            0x8f,
          ),
          { maxLength: 40 },
        )
        .map((b) => Uint8Array.from(b)),
    )
    fc.assert(
      fc.property(bytes, (value) => {
        const at = kernel.reserve(value.length)
        kernel.memory().set(value, at)
        let valid = true
        try {
          decoder.decode(value)
        } catch {
          valid = false
        }
        expect(kernel.validUtf8(at, at + value.length)).toBe(valid)
      }),
      { numRuns: 5000 },
    )
  })
})
