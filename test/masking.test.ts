import { describe, expect, it } from 'vitest'
import type { Rule } from '../src/model.ts'
import { wholeRow } from '../src/notation/pointer.ts'
import { discreet, hidesValue, isPlainKey, RecordHits, safeKey, shapeOf } from '../src/redact.ts'
import { loadRuleBook } from '../src/rules/index.ts'

/** What `src/redact.ts` lets through: shapes in place of texts, keys as they may be printed, messages without what was typed. */

describe('findings of a record', () => {
  it('come by rule, then field, then place, whatever order they were found in', () => {
    const [one, other] = loadRuleBook([], { trustCode: false, cwd: '.' })
      .packs.flatMap((pack) => pack.rules)
      .sort((a, b) => (a.id < b.id ? -1 : 1)) as [Rule, Rule]
    const hits = new RecordHits()
    for (const [field, found] of [
      ['/b', [other, one]],
      ['/a', [one, other]],
    ] as const) {
      const place = hits.place({ field, path: wholeRow, unit: 'text', start: 0, keys: [] })
      for (const rule of found)
        for (const start of [7, 3]) hits.add({ hit: { rule, start, end: start + 1, confidence: 1 }, start, end: start + 1 }, place)
    }
    const findings = [...hits.findings({ file: 1, from: 0, row: 0 }, () => 'x')]
    expect(findings.map(({ rule, field, byteOffset }) => [rule, field, byteOffset])).toEqual(
      [one.id, other.id].flatMap((rule) => ['/a', '/b'].flatMap((field) => [3, 7].map((at) => [rule, field, at]))),
    )
  })
})

describe('a label that a report would print', () => {
  it('hides an address in Base64, also one without a digit', () => {
    expect(hidesValue(Buffer.from('jane@example.com').toString('base64'))).toBe(true)
    expect(hidesValue(Buffer.from('a harbour guide').toString('base64'))).toBe(false)
  })
})

describe('shapeOf', () => {
  it.each([
    ['13912345678', '00000000000'],
    ['zhang.san@b.com', 'xxxxx.xxx@x.xxx'],
    ['张三，男', '文文·文'],
    ['\u3400\u{20000}', '文文'],
    ['１２３ abc\tΩé', '000 xxx xx'],
    ['a=b;"c"', 'x·x··x·'],
    ['(+86) #1:2/3', '(+00) #0:0/0'],
    ['', ''],
  ])('%j is %j', (text, shape) => {
    expect(shapeOf(text)).toBe(shape)
  })

  it('has 64 characters at most, counted as a reader counts them', () => {
    expect(shapeOf('1'.repeat(63))).toBe('0'.repeat(63))
    expect(shapeOf('1'.repeat(64))).toBe(`${'0'.repeat(63)}…`)
    expect(shapeOf('\u{20000}'.repeat(70))).toBe(`${'文'.repeat(63)}…`)
  })

  it('is the shape of itself', () => {
    for (const text of ['13912345678', '张三 zhang.san@b.com', 'a=b;"c"']) expect(shapeOf(shapeOf(text))).toBe(shapeOf(text))
  })
})

describe('discreet', () => {
  it.each([
    ['cannot read "13912345678.jsonl"', ['13912345678.jsonl'], 'cannot read "00000000000.jsonl"'],
    ['no file zhang.san@b.com', ['zhang.san@b.com'], 'no file xxxxx.xxx@x.xxx'],
    ['key AKIAIOSFODNN7EXAMPLE', ['AKIAIOSFODNN7EXAMPLE'], 'key xxxxxxxxxxxx0xxxxxxx'],
    // What the program says of itself was not typed by anybody.
    ['expected 13912345678', ['data'], 'expected 13912345678'],
    ['--as-of 2024-05-31', ['--as-of', '2024-05-31'], '--as-of 2024-05-31'],
    // The longer of two goes first, or the rest of it would stay.
    ['1391234567812345 and 13912345678', ['13912345678', '1391234567812345'], '0000000000000000 and 00000000000'],
  ])('%j with %j', (message, given, said) => {
    expect(discreet(message, given)).toBe(said)
  })
})

describe('safeKey', () => {
  it.each(['text', 'field_1234', '姓名', 'meta.url', 'x'.repeat(32)])('leaves %j', (key) => {
    expect(safeKey(key, false)).toBe(key)
  })

  it.each([
    ['field_12345', 'xxxxx_00000'],
    ['张三 139', '文文 000', true],
    ['zhang@b.com', 'xxxxx@x.xxx'],
    ['x'.repeat(33), 'x'.repeat(33)],
    ['abcdefgh1jklmnop', 'xxxxxxxx0xxxxxxx'],
    ['a b '.repeat(17), `${'x x '.repeat(15)}x x…`],
  ])('masks %j', (key, shown, hit = false) => {
    expect(safeKey(key, hit)).toBe(shown)
  })
})

describe('isPlainKey', () => {
  it.each([
    ['text', true],
    ['a_long_field_name', false],
    ['Text', false],
    ['123456', true],
    ['1234567', false],
    ['', false],
  ])('%j: %s', (key, plain) => {
    expect(isPlainKey(key)).toBe(plain)
  })
})
