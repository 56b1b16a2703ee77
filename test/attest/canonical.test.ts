import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, parseStrictJson, StrictError } from '../../src/attest/strict.ts'
import { canonicalBytes, canonicalJson } from '../../src/notation/jcs.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('canonical JSON (RFC 8785)', () => {
  it('case 50: gives the example of RFC 8785 section 3.2.2 as section 3.2.3 prints it', () => {
    const value: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`)
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('case 50: sorts keys by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    const text = canonicalJson(value)
    const places = ['Carriage Return', 'One', 'Control', 'Latin Small', 'Euro Sign', 'Emoji', 'Hebrew'].map((word) => text.indexOf(word))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  // RFC 8785 appendix B: IEEE 754 bits and how they print.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('case 50: number %s prints as %s', (bits, printed) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(printed)
  })

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a lone surrogate', 'x\ud800'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['an array hole', new Array<number>(1)],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol key', { [Symbol('s')]: 1 }],
    ['a boxed string', new String('s')],
  ])('case 50: refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  })

  it('refuses a cycle instead of overflowing the stack', () => {
    const loop: unknown[] = []
    loop.push(loop)
    expect(() => canonicalJson(loop)).toThrow(TypeError)
  })

  it('case 51: is its own fixed point, and the strict reader reads it back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        if (!text.includes('"__proto__"')) expect(canonicalJson(parseStrictJson(bytes(text)))).toBe(text)
      }),
      { numRuns: 300, seed: 20 },
    )
  })

  it('ends a file with one newline', () => {
    expect(Buffer.from(canonicalBytes({ b: 1, a: '中' })).toString()).toBe('{"a":"中","b":1}\n')
  })
})

describe('strict JSON', () => {
  it.each([
    ['{"a":[1,-2.5e3,true,false,null,"x\\u4e2d\\n"],"b":{}}'],
    [' { "a" : [ ] } '],
    ['"\u2028"'],
    ['[]'],
    ['0'],
    [`${'['.repeat(64)}${']'.repeat(64)}`],
  ])('reads %s as JSON.parse does', (text) => {
    expect(parseStrictJson(bytes(text))).toEqual(JSON.parse(text))
  })

  it.each([
    ['case 10: a duplicate key', '{"verdict":"FAILED","verdict":"PASSED"}', 'duplicate key'],
    ['case 10: a duplicate key under another spelling', '{"a":1,"\\u0061":2}', 'duplicate key'],
    ['case 10: a duplicate key deep inside', '[{"x":{"a":1,"b":2,"a":1}}]', 'duplicate key'],
    ['case 11: __proto__', '{"__proto__":{"verdict":"PASSED"}}', 'forbidden key'],
    ['case 11: a byte order mark', '\ufeff{}', 'unexpected character'],
    ['case 11: depth 10,000', '['.repeat(10_000), 'nested too deeply'],
    ['case 11: depth 65', `${'['.repeat(65)}${']'.repeat(65)}`, 'nested too deeply'],
    ['a lone surrogate escape', '"\\ud800"', 'lone surrogate'],
    ['a raw control character', '"a\nb"', 'malformed string'],
    ['a bad escape', '"\\x41"', 'malformed string'],
    ['an open string', '"abc', 'unterminated string'],
    ['an open escape', '"abc\\', 'unterminated string'],
    ['a trailing comma', '[1,]', 'unexpected character'],
    ['a trailing comma in an object', '{"a":1,}', 'expected a key'],
    ['a leading zero', '01', 'text after the end'],
    ['a plus sign', '+1', 'unexpected character'],
    ['NaN', 'NaN', 'unexpected character'],
    ['a number beyond double range', '1e999', 'number out of range'],
    ['two values', '{} {}', 'text after the end'],
    ['nothing', '', 'nothing to read'],
    ['a comment', '{}//', 'text after the end'],
    ['a form feed as space', '\f{}', 'unexpected character'],
  ])('refuses %s', (_, text, reason) => {
    expect(() => parseStrictJson(bytes(text))).toThrow(expect.objectContaining({ name: 'StrictError', reason }))
  })

  it('case 11: refuses what is not UTF-8', () => {
    expect(() => parseStrictJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(expect.objectContaining({ reason: 'not UTF-8' }))
    expect(() => parseStrictJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toThrow(expect.objectContaining({ reason: 'not UTF-8' }))
  })

  it('accepts no text that JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'{}[]",:\\0-.e1 tfn\n', 'true', '"a"', 'null'), { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        let strict: unknown
        try {
          strict = parseStrictJson(bytes(text))
        } catch (error) {
          expect(error).toBeInstanceOf(StrictError)
          return
        }
        expect(strict).toEqual(JSON.parse(text))
      }),
      { numRuns: 3000, seed: 7 },
    )
  })
})

describe('strict base64', () => {
  it('case 9: reads both alphabets, and every length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (value) => {
        const buffer = Buffer.from(value)
        const url = buffer.toString('base64').replaceAll('+', '-').replaceAll('/', '_')
        expect(decodeBase64(buffer.toString('base64')).equals(buffer)).toBe(true)
        expect(decodeBase64(url).equals(buffer)).toBe(true)
        expect(decodeBase64(buffer.toString('base64url')).equals(buffer)).toBe(true)
      }),
      { seed: 3 },
    )
  })

  it.each([
    ['white space', 'YWJj\nZGVm'],
    ['a trailing newline', 'YWJj\n'],
    ['junk', 'YW*j'],
    ['missing padding', 'YW+'],
    ['too much padding', 'YWI=='],
    ['padding in the middle', 'YW==YWJj'],
    ['one character over', 'YWJjZ'],
    ['three padding characters', 'Y==='],
    ['stray bits', 'YWJ='],
    ['a mix of alphabets', 'ab+_'],
  ])('case 9: refuses %s', (_, text) => {
    expect(() => decodeBase64(text)).toThrow(StrictError)
  })
})
