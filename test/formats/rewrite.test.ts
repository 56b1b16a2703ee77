import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv } from '../../src/formats/csv.ts'
import { json } from '../../src/formats/json.ts'
import { text } from '../../src/formats/text.ts'
import type { Edit, Format, ReadLimits, RowEdits } from '../../src/model.ts'
import { inputOf, limits, readWith, recorder, type Value } from './kit.ts'

/** Writing a file back: what is not edited keeps its bytes, and reading the copy gives the edited values. */

interface Step {
  readonly kind: 'blank' | 'lost' | 'row'
  readonly bytes: number
  readonly row: number
}

/** A file as its reader reports it, in order, with the values of its rows. */
async function steps(format: Format, content: Buffer, own: Partial<ReadLimits> = {}) {
  const { sink, reading } = recorder()
  const order: Step[] = []
  const watched = {
    ...sink,
    end: (bytes: number) => {
      sink.end(bytes)
      order.push({ kind: 'row', bytes, row: reading.rows.length - 1 })
    },
    blank: (bytes: number) => {
      sink.blank(bytes)
      order.push({ kind: 'blank', bytes, row: -1 })
    },
    fault: (fault: Parameters<typeof sink.fault>[0]) => {
      sink.fault(fault)
      if (fault.effect === 'lost') order.push({ kind: 'lost', bytes: fault.bytes, row: -1 })
    },
  }
  await format.read(inputOf(content, 7), watched, { ...limits, ...own })
  return { order, rows: reading.rows }
}

type Change = (row: number, values: readonly Value[]) => RowEdits | 'drop' | undefined

/** Writes a file back through its rewriter. */
async function rewritten(format: Format, content: Buffer, change: Change, own: Partial<ReadLimits> = {}) {
  const { order, rows } = await steps(format, content, own)
  const rewriter = format.rewriter!('x', content)
  const out: Uint8Array[] = []
  let at = 0
  for (const step of order) {
    const source = Buffer.from(content.subarray(at, at + step.bytes))
    at += step.bytes
    if (step.kind === 'blank') out.push(...rewriter.between(source, () => []))
    else {
      const made = rewriter.row(source, step.kind === 'lost' ? undefined : change(step.row, rows[step.row]!.values))
      if (made === undefined) throw new Error('the row cannot be written back')
      out.push(...made)
    }
  }
  out.push(...rewriter.end())
  expect(at).toBe(content.length)
  return { copy: Buffer.concat(out), rows }
}

/** Replaces the characters [from, to) of every value that has them by `<>`, in UTF-8 offsets. */
function cut(values: readonly Value[], from: number, length: number): { edits: RowEdits; values: Value[] } {
  const changes = new Map<number, { length: number; edits: readonly Edit[] }>()
  const after = values.map(([pointer, value], n): Value => {
    const told = typeof value === 'string' ? value : value.scalar
    const characters = [...told]
    if (characters.length <= from) return [pointer, value]
    const bytes = (count: number) => Buffer.byteLength(characters.slice(0, count).join(''))
    const to = Math.min(characters.length, from + length)
    changes.set(n, { length: Buffer.byteLength(told), edits: [{ start: bytes(from), end: bytes(to), text: '<>' }] })
    return [pointer, `${characters.slice(0, from).join('')}<>${characters.slice(to).join('')}`]
  })
  return { edits: { values: changes, key: undefined }, values: after }
}

const well = (text: string) => Buffer.from(text, 'utf8').toString('utf8')
const word = fc.string({ unit: 'binary', maxLength: 12 }).map(well)
const awkward = fc.constantFrom('"', '\\', '\\u0041', '\u{1f600}', '\n', '\r\n', '中文', ',', ' "x" ', '\ud83d\\ude00', '')
const value = fc.oneof(word, awkward, fc.integer(), fc.boolean(), fc.constant(null))
const row = fc.oneof(value, fc.array(value, { maxLength: 4 }), fc.dictionary(fc.oneof(word, awkward), value, { maxKeys: 4 }))
/** A JSON text with some characters written as escapes. */
const spelled = (text: string) => text.replace(/[aeiou中文]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
const document = fc
  .tuple(fc.array(row, { maxLength: 5 }), fc.constantFrom(0, 1, '\t'), fc.boolean())
  .map(([rows, indent, escapes]) => {
    const text = JSON.stringify(rows, null, indent)
    return Buffer.from(escapes ? spelled(text).replace(/\\u0074rue|f\\u0061lse|n\\u0075ll/g, '0') : text)
  })
  .filter((bytes) => {
    try {
      return JSON.parse(bytes.toString()) !== undefined
    } catch {
      return false
    }
  })

const cell = fc.oneof(word, awkward, fc.constantFrom('a b', '13912345678', '""'))
const sheet = fc
  .tuple(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n'))
  .map(([rows, ending]) => {
    const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
    return Buffer.from(['h1,h2,h3', ...rows.map((cells) => cells.map(quoted).join(','))].join(ending) + ending)
  })

describe('a file that is written back', () => {
  const soups: readonly (readonly [string, Format, fc.Arbitrary<Buffer>])[] = [
    ['json', json, document],
    ['csv', csv, sheet],
    ['text', text, fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes))],
    ['broken json', json, fc.string({ unit: 'binary', maxLength: 30 }).map((s) => Buffer.from(`[{"a":1},${s}`))],
    ['broken csv', csv, fc.array(fc.constantFrom('"', 'a', ',', '\n', '\r', ' ', '\xff'), { maxLength: 40 }).map((p) => Buffer.from(p.join(''), 'latin1'))], // biome-ignore format: one line
  ]
  for (const [name, format, content] of soups) {
    it(`is the same without edits: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(content, async (bytes) => {
          const { copy } = await rewritten(format, bytes, () => undefined)
          expect(copy.equals(bytes)).toBe(true)
        }),
        { numRuns: 150 },
      )
    })
  }

  it('gives the edited values, JSON', async () => {
    await fc.assert(
      fc.asyncProperty(document, fc.nat(3), fc.integer({ min: 1, max: 4 }), async (bytes, from, length) => {
        const { copy, rows } = await rewritten(json, bytes, (_, values) => cut(values, from, length).edits)
        expect((await readWith(json, copy)).rows.map((each) => each.values)).toEqual(
          rows.map(({ values }) => cut(values, from, length).values),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('counts numbers that JSON does not have among the values', async () => {
    const content = Buffer.from('[{"a": NaN, "b": "xyz", "c": -Infinity, "d": [Infinity, "uvw"]}]')
    const edits = { length: 3, edits: [{ start: 0, end: 3, text: 'cut' }] }
    const values = new Map([
      [1, edits],
      [4, edits],
    ])
    const { copy } = await rewritten(json, content, () => ({ values, key: undefined }))
    expect(copy.toString()).toBe('[{"a": NaN, "b": "cut", "c": -Infinity, "d": [Infinity, "cut"]}]')
  })

  it('gives the edited values, CSV', async () => {
    await fc.assert(
      fc.asyncProperty(sheet, fc.nat(2), fc.integer({ min: 1, max: 3 }), async (bytes, from, length) => {
        const { copy, rows } = await rewritten(csv, bytes, (_, values) => cut(values, from, length).edits)
        expect((await readWith(csv, copy)).rows.map((each) => each.values)).toEqual(
          rows.map(({ values }) => cut(values, from, length).values),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('gives the edited values of a table with stray quotes, or says that a row cannot be written back', async () => {
    const parts = fc.array(fc.constantFrom('"', '"', 'ab', 'c中', ',', '\n', '""', ',"', '",'), { maxLength: 24 })
    let written = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(parts, fc.nat(2), fc.integer({ min: 1, max: 3 }), async (soup, from, length) => {
        // The sniffed rows are regular ones, so that the soup does not say how the table is written.
        const content = Buffer.from(`x,y\n${'1,2\n'.repeat(3)}${soup.join('')}\n`)
        const { order, rows } = await steps(csv, content)
        let at = 0
        for (const { kind, bytes, row: n } of order) {
          const source = Buffer.from(content.subarray(at, at + bytes))
          at += bytes
          if (kind !== 'row') continue
          const { values } = rows[n]!
          const wanted = cut(values, from, length)
          const made = csv.rewriter!('x', content).row(source, wanted.edits)
          if (made === undefined) refused += 1
          else {
            written += 1
            const again = await readWith(csv, Buffer.concat([Buffer.from(`x,y\n${'1,2\n'.repeat(3)}`), ...made]))
            expect(again.rows.slice(3).map((each) => each.values)).toEqual([wanted.values])
          }
        }
      }),
      { numRuns: 2000 },
    )
    expect(written).toBeGreaterThan(4 * refused)
  })

  it('gives the edited values, lines of text in any state', async () => {
    const lines = fc
      .array(fc.oneof(word, fc.constantFrom('\n', '\r\n', 'abc中文def')), { maxLength: 8 })
      .map((p) => Buffer.from(p.join('')))
    await fc.assert(
      fc.asyncProperty(lines, async (bytes) => {
        const { copy, rows } = await rewritten(text, bytes, (_, values) => cut(values, 1, 2).edits, { split: 'lines' })
        const again = await readWith(text, copy, { limits: { split: 'lines' } })
        expect(again.rows.map((each) => each.values)).toEqual(rows.map(({ values }) => cut(values, 1, 2).values))
      }),
    )
  })

  it('loses the rows that are left out and nothing else', async () => {
    for (const [format, content] of [[json, document] as const, [csv, sheet] as const]) {
      await fc.assert(
        fc.asyncProperty(content, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), async (bytes, gone) => {
          const { copy, rows } = await rewritten(format, bytes, (n) => (gone[n] === true ? 'drop' : undefined))
          const again = await readWith(format, copy)
          expect(again.rows.map((each) => each.values)).toEqual(rows.filter(({ row: n }) => gone[n] !== true).map(({ values }) => values))
          expect(again.faults.filter(({ effect }) => effect === 'lost')).toEqual([])
        }),
        { numRuns: 150 },
      )
    }
  })

  it('keeps bytes that are no UTF-8, and counts them as the reader does', async () => {
    const bytes = Buffer.concat([Buffer.from('a\xff\xe4\xb8', 'latin1'), Buffer.from('中 13912345678 z')])
    const { copy } = await rewritten(text, bytes, (_, values) => {
      const told = values[0]![1] as string
      const at = Buffer.byteLength(told.slice(0, told.indexOf('139')))
      return {
        values: new Map([[0, { length: Buffer.byteLength(told), edits: [{ start: at, end: at + 11, text: '*' }] }]]),
        key: undefined,
      }
    })
    expect(copy).toEqual(Buffer.concat([Buffer.from('a\xff\xe4\xb8', 'latin1'), Buffer.from('中 * z')]))
  })

  it('refuses edits that were made for another text', () => {
    const edits: RowEdits = { values: new Map([[0, { length: 99, edits: [{ start: 0, end: 1, text: '' }] }]]), key: undefined }
    expect(json.rewriter!('x', Buffer.alloc(0)).row(Buffer.from('{"a":"bc"}'), edits)).toBeUndefined()
    expect(text.rewriter!('x', Buffer.alloc(0)).row(Buffer.from('bc\n'), edits)).toBeUndefined()
  })

  it('keeps keys apart that come to read the same', () => {
    const rewriter = json.rewriter!('x', Buffer.alloc(0))
    const key = (name: string): Edit[] => (/^\d+$/.test(name) ? [{ start: 0, end: name.length, text: '#' }] : [])
    const made = rewriter.row(Buffer.from('{"11": 1, "2\\u0032":{"33":1}, "x":2}'), { values: new Map(), key })!
    expect(Buffer.concat(made).toString()).toBe('{"#": 1, "#_2":{"#":1}, "x":2}')
  })

  it('keeps the escapes of a key around what is taken out of it', () => {
    const rewriter = json.rewriter!('x', Buffer.alloc(0))
    const key = (name: string): Edit[] => {
      const at = Buffer.byteLength(name.slice(0, Math.max(0, name.indexOf('77'))))
      return name.includes('77') ? [{ start: at, end: at + 2, text: '#' }] : []
    }
    const source = String.raw`{"\u7535\u8BDD\/\uD83D\ude00 7\u0037 \"t\u0065l\ud800": 1, "\u7535话\/😀 77 \"tel\ufffd":2}`
    const made = Buffer.concat(rewriter.row(Buffer.from(source), { values: new Map(), key })!).toString()
    expect(made).toBe(String.raw`{"\u7535\u8BDD\/\uD83D\ude00 # \"t\u0065l\ud800": 1, "\u7535话\/😀 # \"tel\ufffd_2":2}`)
  })
})
