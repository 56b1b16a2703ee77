import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteSetOf, parseByteExpression } from '../../src/kernel/beside.ts'
import { gateTables, isByteExpression, Kernel } from '../../src/kernel/index.ts'
import type { Gate } from '../../src/model.ts'

/** Candidates a gate has in a text, as byte spans. */
function candidates(gate: Gate, text: string): [number, number][] {
  const kernel = new Kernel(gateTables([gate]))
  const { start, end } = kernel.push(text)
  const found: [number, number][] = []
  kernel.scan(start, end, false, (_gate, from, to) => found.push([from, to]))
  return found.sort((a, b) => a[0] - b[0])
}

describe('what a gate asks to stand beside its candidates', () => {
  it.each([
    [{ byte: '-', before: '[0-9A-F]{2}', after: '[0-9A-F]{2}-' }, '0A-1B-2C well-known', [[2, 3]]],
    [{ byte: '+', after: '[1-9]' }, 'a+b +44 +0', [[4, 5]]],
    [
      { byte: ':', before: 'a|bc' },
      'a: bc: c: :',
      [
        [1, 2],
        [5, 6],
      ],
    ],
    [{ digits: { min: 6, max: 6 }, before: '[A-Z]{2} ?', after: ' ?[A-D]' }, 'QQ 12 34 56 C on 2023-01-15', [[3, 11]]],
    [{ token: { min: 4, digits: 2 }, head: '[A-Z]{2}\\d{2}', after: ' [A-Z0-9]{4}' }, 'GB82 WEST AB12, cd34 xxxx', [[0, 4]]],
    [{ literals: ['pass'], after: ' {0,3}=' }, 'pass   = pass    = pass', [[0, 4]]],
    [
      { literals: ['vin'], whole: true },
      'vin vinyl vin',
      [
        [0, 3],
        [10, 13],
      ],
    ],
    [
      { literals: ['key'], edge: false, ci: true },
      'monKEYs apikey',
      [
        [3, 6],
        [11, 14],
      ],
    ],
    [
      { byte: '(', after: '\\d|[^ -~]' },
      '(1 (a (（',
      [
        [0, 1],
        [6, 7],
      ],
    ],
    [
      { literals: ['路1'], edge: false, after: '\\d{0,3}号|之\\d' },
      '中山路12号 虚构路12路 样例路1之3 路1',
      [
        [6, 10],
        [36, 40],
      ],
    ],
  ] as [Gate, string, [number, number][]][])('%j', (gate, text, spans) => {
    expect(candidates(gate, text)).toEqual(spans)
  })

  it('is judged as a regular expression over bytes would', () => {
    const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', '\\d', '.', '1', '\\.', '[0-9a]')
    const times = fc.constantFrom('', '', '?', '{2}', '{0,3}', '{1,2}')
    const sequence = fc
      .array(
        fc.tuple(atom, times).map(([a, b]) => a + b),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join(''))
    const expression = fc.array(sequence, { minLength: 1, maxLength: 3 }).map((all) => all.join('|'))
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '2', '.', '@', '@', '中'), maxLength: 24 })
    fc.assert(
      fc.property(expression, expression, text, (before, after, subject) => {
        const bytes = Buffer.from(subject).toString('latin1')
        const wanted = [...bytes.matchAll(new RegExp(`(?<=(?:${before}))@(?=(?:${after}))`, 'gs'))].map(({ index }) => [index, index + 1])
        expect(candidates({ byte: '@', before, after }, subject)).toEqual(wanted)
      }),
      { numRuns: 500 },
    )
  })

  it('reads a line break or tab that is written out as rules do: a blank and the break, or its two characters', () => {
    const atom = fc.constantFrom(' ', '\t', '\n', '[ \t]', '[^a]', '\\\\', 'n', 't', '[a-z]', '.')
    const times = fc.constantFrom('', '', '?', '{2}', '{0,3}', '{1,2}')
    const expression = fc
      .array(
        fc.tuple(atom, times).map(([one, so]) => one + so),
        { minLength: 1, maxLength: 3 },
      )
      .map((parts) => parts.join(''))
    const text = fc
      .array(fc.constantFrom('a', '@', '@', ' ', '\t', '\\', '\\n', '\\t', '\\r', 'n', 't'), { maxLength: 12 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(expression, expression, text, (before, after, subject) => {
        const readings = [subject, subject.replace(/\\[nrt]/g, (written) => ` ${{ n: '\n', r: '\r', t: '\t' }[written[1]!]}`)]
        const wanted = readings.flatMap((one) =>
          [...one.matchAll(new RegExp(`(?<=(?:${before}))@(?=(?:${after}))`, 'gs'))].map(({ index }) => index),
        )
        const found = candidates({ byte: '@', before, after }, subject).map(([at]) => at)
        expect(found).toEqual(expect.arrayContaining(wanted))
        // Beyond that only what stands beside such a break.
        if (!/\\[nrt]/.test(subject)) expect(new Set(wanted)).toEqual(new Set(found))
      }),
      { numRuns: 1000 },
    )
  })

  it('wakes each gate of a sign, and each literal that starts with it', () => {
    const all: [Gate, RegExp][] = [
      [{ byte: '.', before: '[a-z]', after: '[a-z]' }, /(?<=[a-z])\.(?=[a-z])/g],
      [{ byte: '.', before: '\\d{2}', after: '\\d{2}' }, /(?<=\d{2})\.(?=\d{2})/g],
      [{ byte: '|', after: ' ?-' }, /\|(?= ?-)/g],
      [{ literals: ['.a1', '|B'], ci: true }, /\.a1|\|b/gi],
      [{ literals: ['.中', '\\B'] }, /\.中|\\B/g],
      [{ literals: ['中', '中a'], before: '[.]' }, /(?<=\.)中(?=(a?))/g],
      [{ literals: ['中a1', '中B2'], ci: true }, /中(?:a1|b2)/gi],
      [{ literals: ['中Ab', '中中B'] }, /中(?:Ab|中B)/g],
    ]
    const bytesOf = (one: string) => Buffer.from(one).toString('latin1')
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'A', 'B', '1', '2', '.', '.', '|', '|', ' ', '-', '\\', '中', '中'),
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.subarray(all, { minLength: 1 }), text, (chosen, subject) => {
        const kernel = new Kernel(gateTables(chosen.map(([gate]) => gate)))
        const { start, end } = kernel.push(subject)
        const found = chosen.map((): string[] => [])
        kernel.scan(start, end, false, (gate, from, to) => found[gate]!.push(`${from}-${to}`))
        const wanted = chosen.map(([, expression]) =>
          [...bytesOf(subject).matchAll(new RegExp(bytesOf(expression.source), expression.flags))].flatMap(({ 0: match, 1: more, index }) =>
            // A literal that another begins with is one more candidate.
            ['', ...(more ? [more] : [])].map((behind) => `${index}-${index + match.length + behind.length}`),
          ),
        )
        expect(found.map((spans) => spans.sort())).toEqual(wanted.map((spans) => spans.sort()))
      }),
      { numRuns: 1000 },
    )
  })

  it('reads control characters as expressions do everywhere', () => {
    expect(candidates({ byte: '@', before: '[,\\t]', after: '\\n' }, 'a\t@\n t@n \t@ ,@\n')).toEqual([
      [2, 3],
      [13, 14],
    ])
  })

  it('counts up to three digits', () => {
    const host = `${'a'.repeat(200)}-`
    expect(candidates({ byte: '@', after: '[a-z]{1,408}-' }, `@${host} @${'a'.repeat(409)}- @b`)).toEqual([[0, 1]])
  })

  it.each(['', 'a||b', '[ab', 'a{2', 'a*', '(a)', 'é?', '[é]', 'a{3,2}', '[b-a]', 'a\\', '\\s', '[\\w]', 'a{1,1000}'])(
    'refuses %j',
    (source) => {
      expect(isByteExpression(source)).toBe(false)
      expect(() => parseByteExpression(source)).toThrow(RangeError)
    },
  )

  it('is a set of bytes when it is one class', () => {
    const has = (source: string) =>
      [...'a.\n@é'].map((one) => byteSetOf(source)![Buffer.from(one)[0]! >> 3]! & (1 << (Buffer.from(one)[0]! & 7))).map(Boolean)
    expect(has('[^.]')).toEqual([true, false, true, true, true])
    expect(has('[a-z@]')).toEqual([true, false, false, true, false])
    for (const source of ['ab', 'a|b', '[ab]{2}', 'a?']) expect(byteSetOf(source)).toBeUndefined()
  })

  it('looks neither before a text nor behind it', () => {
    expect(candidates({ byte: '@', before: '.' }, '@')).toEqual([])
    expect(candidates({ byte: '@', after: '.?' }, '@')).toEqual([[0, 1]])
  })
})
