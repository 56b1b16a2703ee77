import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordCuts } from '../../src/corpus/index.ts'
import { csv, csvDialect } from '../../src/formats/csv.ts'
import { cellSpans } from '../../src/formats/csv-cells.ts'
import { type Dialect, recordScanner } from '../../src/formats/csv-records.ts'
import { sniffTable } from '../../src/formats/csv-sniff.ts'
import { json } from '../../src/formats/json.ts'
import { JsonPaths } from '../../src/formats/json-paths.ts'
import { pushTokens } from '../../src/formats/json-tokens.ts'
import { jsonl } from '../../src/formats/jsonl.ts'
import { maxValues } from '../../src/formats/limits.ts'
import { text } from '../../src/formats/text.ts'
import type { Format } from '../../src/model.ts'
import { scratch } from '../corpus/kit.ts'
import { accounted, readWith, recorder, tokensOf, type Value } from './kit.ts'

const chunkSize = fc.integer({ min: 1, max: 40 })

/** The values of a JSON value as the format must push them. */
const flatten = (value: unknown, pointer = ''): Value[] => {
  if (typeof value === 'string') return [[pointer, value]]
  if (value === null || typeof value !== 'object') return [[pointer, { scalar: JSON.stringify(value) }]]
  if (Array.isArray(value)) return value.flatMap((item, i) => flatten(item, `${pointer}/${i}`))
  return Object.entries(value).flatMap(([key, item]) => flatten(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))
}

const jsonValue = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' })
/** Bytes that are likely to be nearly JSON or nearly CSV. */
const soup = (alphabet: readonly string[]) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength: 80 }).map((parts) => Buffer.concat(parts.map((part) => Buffer.from(part, 'latin1'))))
const jsonSoup = soup([
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  ' ',
  '\n',
  '1',
  '-',
  'e',
  '.',
  'true',
  'null',
  '"a"',
  '"k":',
  '\xff',
  '\xe4\xb8\xad',
  '\x00',
  '\\u',
  'd800',
])
const csvSoup = soup(['"', '"', ',', '\n', '\r', '\r\n', 'a', 'b c', '""', '\xe9', '\x00', ';'])

describe('json', () => {
  it('gives the values of an array, element by element, at any chunk size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(jsonValue, { maxLength: 6 }), fc.constantFrom(0, 1, 3), chunkSize, async (values, indent, chunkBytes) => {
        const content = Buffer.from(JSON.stringify(values, null, indent))
        const reading = await readWith(json, content, { chunkBytes })
        expect(reading.faults.filter((fault) => fault.effect === 'lost')).toEqual([])
        expect(reading.rows.map((row) => row.values)).toEqual((JSON.parse(content.toString()) as unknown[]).map((value) => flatten(value)))
        expect(accounted(reading)).toBe(content.length)
      }),
      { numRuns: 300 },
    )
  })
  it('gives the values that stream-json gives, however strings and numbers are written', async () => {
    const escaped = fc
      .array(
        fc.constantFrom('a', '中', '😀', '\\n', '\\"', '\\\\', '\\/', '\\u4e2d', '\\ud83d\\ude00', '\\ud800', '\\u0000', '~', '/', ' '),
        { maxLength: 8 },
      )
      .map((parts) => `"${parts.join('')}"`)
    const scalar = fc.oneof(
      escaped,
      fc.constantFrom('0', '-0', '1e400', '-1.50E+3', '12345678901234567890', 'true', 'false', 'null', '{}', '[]', '""'),
    )
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('value'), { maxLength: 4 }).map((items) => `[ ${items.join(' ,')}\n]`),
        fc.array(fc.tuple(escaped, tie('value')), { maxLength: 4 }).map((items) => `{${items.map(([k, v]) => `${k} :\t${v}`).join(',')} }`),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 5 }), chunkSize, async (values, chunkBytes) => {
        const content = Buffer.from(`[${values.join(',\r\n')}]`)
        const reading = await readWith(json, content, { chunkBytes })
        const reference = recorder()
        for (const [row, text] of values.entries()) {
          reference.sink.begin(row)
          pushTokens(tokensOf(text), reference.sink, new JsonPaths())
          reference.sink.end(Buffer.byteLength(text))
        }
        expect(reading.rows).toEqual(reference.reading.rows)
        expect(accounted(reading)).toBe(content.length)
      }),
      { numRuns: 500 },
    )
  })
  it('survives that the memory moves while a row is read', async () => {
    const numbers = (length: number) => `[${Array.from({ length }, (_, i) => 10 ** 15 + i).join(',')}]`
    for (const length of [30_000, 60_000, 200_000]) {
      const reading = await readWith(json, Buffer.from(`[${numbers(length)},${numbers(2)}]`), {
        limits: { maxRecordBytes: 1 << 24 },
        scalarsAsTexts: true,
      })
      expect(reading.rows.map((row) => row.values.length)).toEqual([length, 2])
      expect(reading.rows[0]!.values.every(([pointer, value], i) => pointer === `/${i}` && value === String(10 ** 15 + i))).toBe(true)
    }
  })
  it('gives the values of concatenated objects', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), jsonValue, { noNullPrototype: true }), { maxLength: 5 }),
        chunkSize,
        async (values, chunkBytes) => {
          const content = Buffer.from(values.map((value) => JSON.stringify(value)).join('\n'))
          const reading = await readWith(json, content, { chunkBytes })
          expect(reading.rows.map((row) => row.values)).toEqual(values.map((value) => flatten(JSON.parse(JSON.stringify(value)))))
          expect(accounted(reading)).toBe(content.length)
        },
      ),
      { numRuns: 200 },
    )
  })
})

/** Never throws, loses no byte, and does not depend on how the bytes are cut. */
const holds = (format: Format, bytes: fc.Arbitrary<Buffer>, limits = {}) =>
  fc.assert(
    fc.asyncProperty(bytes, chunkSize, async (content, chunkBytes) => {
      const whole = await readWith(format, content, { limits })
      expect(accounted(whole)).toBe(content.length)
      expect(whole.rows.length + whole.faults.length + whole.blank > 0 || content.length === 0).toBe(true)
      expect(await readWith(format, content, { limits, chunkBytes })).toEqual(whole)
    }),
    { numRuns: 1500 },
  )

describe('every byte is accounted for, at any chunk size', () => {
  it('json', () => holds(json, jsonSoup))
  it('csv', () => holds(csv, csvSoup))
  for (const split of ['file', 'lines', 'paragraphs'] as const) {
    it(`text by ${split}`, () => holds(text, soup(['a', '\n', '\r\n', ' ', '\xff', '\xe4\xb8\xad', '\t']), { split }))
  }
})

describe('with a small record limit every byte is still accounted for', () => {
  const sums = (format: Format, bytes: fc.Arbitrary<Buffer>, limits = {}) =>
    fc.assert(
      fc.asyncProperty(bytes, chunkSize, async (content, chunkBytes) => {
        const reading = await readWith(format, content, { limits: { maxRecordBytes: 12, ...limits }, chunkBytes })
        expect(accounted(reading)).toBe(content.length)
        for (const row of reading.rows) expect(row.bytes).toBeLessThanOrEqual(12)
      }),
      { numRuns: 800 },
    )
  it('json', () => sums(json, jsonSoup))
  it('csv', () => sums(csv, csvSoup))
  it('text by lines', () => sums(text, soup(['aaaa', '\n', '\r\n', ' ']), { split: 'lines' }))
  it('text by paragraphs', () => sums(text, soup(['aaaa', '\n', '\n', '\r\n', ' ']), { split: 'paragraphs' }))
})

describe('a row of more values than memory should hold', () => {
  const limits = { maxRecordBytes: 1 << 26 }
  const cells = (count: number, cell: string, between: string) => `${`${cell}${between}`.repeat(count - 1)}${cell}`
  const lostAndRead = async (format: Format, content: string) => {
    const reading = await readWith(format, Buffer.from(content), { limits, chunkBytes: 1 << 20 })
    expect(accounted(reading)).toBe(Buffer.byteLength(content))
    const lost = reading.faults.filter((fault) => fault.effect === 'lost')
    return { lost: lost.map(({ code, row }) => `${code} ${row}`), read: reading.rows.map(({ row, values }) => [row, values.length]) }
  }

  it.each([
    ['strings', '""'],
    ['pairs', '"a":{"b":null}'],
  ])('is lost alone, in JSON Lines and in JSON: %s', async (_name, value) => {
    const [open, close] = value.includes(':') ? ['{', '}'] : ['[', ']']
    const row = (count: number) => `${open}${cells(count, value, ',')}${close}`
    for (const [head, between, tail, format] of [
      ['', '\n', '\n', jsonl],
      ['[', ',', ']', json],
    ] as const) {
      const got = await lostAndRead(format, `${head}{"a":1}${between}${row(maxValues + 1)}${between}${row(maxValues)}${tail}`)
      expect(got).toEqual({
        lost: ['record.too-many-values 1'],
        read: [
          [0, 1],
          [2, maxValues],
        ],
      })
    }
  })

  it('is lost alone in CSV: plain, quoted, with stray quotes, and as a header', async () => {
    const many = (cell: string, more = 0) => cells(maxValues + more, cell, ',')
    for (const cell of ['', 'x', '"x"']) {
      const got = await lostAndRead(csv, `a,b\n1,2\n${many(cell, 1)}\n${many(cell)}\n`)
      expect(got).toEqual({
        lost: ['record.too-many-values 1'],
        read: [
          [0, 2],
          [2, maxValues],
        ],
      })
    }
    expect(await lostAndRead(csv, `a,b\n1,2\nx"${many('x', 1)}\n3,4\n`)).toEqual({
      lost: ['record.too-many-values 1'],
      read: [
        [0, 2],
        [2, 2],
      ],
    })
    expect(await lostAndRead(csv, `${many('x', 1)}\n1,2\n`)).toEqual({ lost: ['record.too-many-values 0'], read: [[1, 2]] })
  })
})

describe('csv', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '中', ';', "'"), maxLength: 6 })
  const written = (cells: readonly string[]): string => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')

  it('gives back the cells that were written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 8 }),
        chunkSize,
        fc.constantFrom('\n', '\r\n'),
        async (rows, chunkBytes, end) => {
          const content = Buffer.from(`x,y,z${end}${rows.map((row) => written(row) + end).join('')}`)
          const reading = await readWith(csv, content, { chunkBytes })
          expect(reading.rows.map((row) => row.values.map(([, value]) => value))).toEqual(rows)
          expect(reading.faults).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('finds the record ends that csv-parse finds in any bytes', () => {
    fc.assert(
      fc.property(csvSoup, (content) => {
        const ends: number[] = []
        const scanner = recordScanner({ delimiter: 0x2c, carriageReturns: false, quotes: true })
        scanner.scan(content, 0, (end, _quoted, empty) => {
          if (!empty) ends.push(end)
        })
        if (scanner.insideQuotes()) return
        const last = ends.at(-1) ?? 0
        const options = { record_delimiter: ['\r\n', '\n'], relax_quotes: true, relax_column_count: true, skip_empty_lines: true }
        const whole = parse(content.subarray(0, last), options) as unknown as string[][]
        expect(whole.length).toBe(ends.length)
        let start = 0
        const alone = ends.flatMap((end) => {
          const record = parse(content.subarray(start, end), options) as unknown as string[][]
          start = end
          return record
        })
        expect(alone).toEqual(whole)
      }),
      { numRuns: 3000 },
    )
  })

  it('is sniffed by the first records that the reader then finds, and by as many of their cells', () => {
    const rich = soup([...'"",,\n\n\r;|\ta# ', '""', '\r\n', ',"', '",', '"\r', '"\r\n', 'sep=;\n', 'sep=",\r'])
    fc.assert(
      fc.property(fc.array(rich, { maxLength: 12 }), (parts) => {
        const content = Buffer.concat(parts)
        const table = sniffTable(content)
        const body = content.subarray(table.preamble)
        if (table.columns < 2) return
        const found: { start: number; end: number; fields: number }[] = []
        let start = 0
        recordScanner(table).scan(body, 0, (end, _quoted, empty) => {
          // No cell ends in the line end but the last, whose end is not asked for.
          if (!empty) found.push({ start, end, fields: cellSpans(body.subarray(start, end), end - start, table).length })
          start = end
        })
        if (found.length === 0) expect(table.records).toMatchObject([{ start, end: body.length }])
        else
          expect(table.records.map((record) => ({ start: record.start, end: record.end, fields: record.fields }))).toEqual(
            found.slice(0, 50),
          )
      }),
      { numRuns: 5000 },
    )
  })

  /** A table in which quotes that are never closed are written as another character. */
  const withoutOpenQuotes = (content: Buffer, dialect: Dialect): Buffer => {
    const copy = Buffer.from(content)
    for (;;) {
      let start = 0
      const scanner = recordScanner(dialect)
      scanner.scan(copy, 0, (end) => {
        start = end
      })
      if (!scanner.insideQuotes()) return copy
      copy[start + scanner.leaveQuotes() - 1] = 0x01
    }
  }

  it('gives the cells that csv-parse gives, quotes that are never closed as characters, in any bytes, at any chunk size', async () => {
    const rich = fc.array(fc.constantFrom(...'"",,\n\n\r;|\ta中é '.split(''), '""', '\r\n', '"a"', '"b""c",', '\xff'), { maxLength: 120 })
    await fc.assert(
      fc.asyncProperty(rich, chunkSize, async (parts, chunkBytes) => {
        const content = Buffer.concat(parts.map((part) => (part === '\xff' ? Buffer.from([0xff]) : Buffer.from(part))))
        const dialect = csvDialect('x', content)
        const { delimiter, carriageReturns, quotes, lead, header } = dialect
        const reading = await readWith(csv, content, { chunkBytes })
        const closed = withoutOpenQuotes(content, dialect)
        expect(reading.faults.filter(({ effect }) => effect === 'lost')).toEqual([])
        expect(reading.faults.filter(({ code }) => code === 'csv.quote-not-closed').length).toBe(closed.equals(content) ? 0 : 1)
        const records = parse(closed, {
          quote: quotes ? '"' : null,
          delimiter: String.fromCharCode(delimiter),
          record_delimiter: carriageReturns ? ['\r'] : ['\r\n', '\n'],
          relax_quotes: true,
          relax_column_count: true,
          skip_empty_lines: true,
        }) as unknown as string[][]
        const expected = records.filter((_, i) => !header || i !== lead)
        expect(reading.rows.map((row) => row.values.map(([, value]) => value))).toEqual(
          expected.map((fields) => fields.map((field) => field.replaceAll('\u0001', '"'))),
        )
      }),
      { numRuns: 3000 },
    )
  })

  it('takes a quote that is not closed within the limit for a character, at any chunk size and cut', async () => {
    const folder = scratch()
    const rich = fc.array(fc.constantFrom('a', ',', '\n', '\n', '"', 'b,c\n', '"d",', '"e\nf"\n', ',"g\n'), { maxLength: 80 })
    await fc.assert(
      fc.asyncProperty(
        rich,
        chunkSize,
        fc.integer({ min: 8, max: 40 }),
        fc.integer({ min: 5, max: 60 }),
        async (parts, chunkBytes, most, shardBytes) => {
          const content = Buffer.from(`x,y\n1,2\n3,4\n${parts.join('')}`)
          const few = { limits: { maxRecordBytes: most } }
          const whole = await readWith(csv, content, few)
          expect(accounted(whole)).toBe(content.length)
          expect(await readWith(csv, content, { ...few, chunkBytes })).toEqual(whole)
          const path = join(folder, 'a.csv')
          writeFileSync(path, content)
          const starts = [0, ...(await recordCuts({ absolute: path, path: 'x' }, csv.boundaries!, { maxRecordBytes: most, shardBytes }))]
          const rows = []
          for (const [i, start] of starts.entries()) {
            const part = await readWith(csv, content, { ...few, chunkBytes, range: { start, end: starts[i + 1] ?? content.length } })
            rows.push(...part.rows)
          }
          expect(rows.map(({ values }) => values)).toEqual(whole.rows.map(({ values }) => values))
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('reads on behind an open quote whose table ends where a piece of it does', async () => {
    const begin = 'x,y\n1,2\n,"4\n'
    const content = Buffer.from(begin + '5,6\n'.repeat((2 ** 19 - begin.length) / 4))
    const { rows, faults } = await readWith(csv, content, { chunkBytes: 2 ** 18 })
    expect(content.length).toBe(2 ** 19)
    expect(faults.map(({ code, row }) => [code, row])).toEqual([['csv.quote-not-closed', 1]])
    expect(rows.length).toBe(2 + (2 ** 19 - begin.length) / 4)
    expect(rows[1]!.values).toEqual([
      ['/x', ''],
      ['/y', '"4'],
    ])
  })

  it('reads ranges that start at records as it reads the whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        chunkSize,
        async (rows, pick, chunkBytes) => {
          const lines = ['x,y\n', ...rows.map((row) => `${written(row)}\n`)]
          const content = Buffer.from(lines.join(''))
          const cut = Buffer.byteLength(lines.slice(0, 1 + (pick % rows.length)).join(''))
          const whole = await readWith(csv, content)
          const first = await readWith(csv, content, { chunkBytes, range: { start: 0, end: cut } })
          const second = await readWith(csv, content, { chunkBytes, range: { start: cut, end: content.length } })
          expect([...first.rows, ...second.rows].map(({ bytes, values }) => ({ bytes, values }))).toEqual(
            whole.rows.map(({ bytes, values }) => ({ bytes, values })),
          )
          expect(accounted(first)).toBe(cut)
          expect(accounted(second)).toBe(content.length - cut)
        },
      ),
      { numRuns: 200 },
    )
  })
})
