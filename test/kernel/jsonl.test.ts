import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonl } from '../../src/formats/jsonl.ts'
import { Kernel } from '../../src/kernel/index.ts'
import type { Fault, RowSink } from '../../src/model.ts'

const kernel = new Kernel()

interface Rows {
  rows: { row: number; bytes: number; values: [string, string][] }[]
  faults: Fault[]
  blank: number
}

/** Reads bytes cut into chunks of `size`, or one range of them. */
async function read(bytes: Uint8Array, size = 1 << 20, range?: { start: number; end: number }, maxRecordBytes = 1 << 26): Promise<Rows> {
  const out: Rows = { rows: [], faults: [], blank: 0 }
  let values: [string, string][] = []
  let row = -1
  const sink: RowSink = {
    arena: kernel,
    begin(number) {
      row = number
      values = []
    },
    text: ({ pointer }, value) => values.push([pointer, value]),
    bytes: ({ pointer }, start, end) => values.push([pointer, kernel.buffer().toString('utf8', start, end)]),
    scalar: ({ pointer }, source) => values.push([pointer, source]),
    hollow: () => {},
    end(length) {
      out.rows.push({ row, bytes: length, values })
      kernel.clear()
    },
    fault: (fault) => out.faults.push(fault),
    blank(length) {
      out.blank += length
    },
  }
  const input = {
    shard: { file: 1, path: 'x.jsonl', size: bytes.length, ...(range === undefined ? {} : { range }) },
    async *chunks() {
      for (let at = range?.start ?? 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
    },
    head: async (length: number) => bytes.slice(0, length),
  }
  await jsonl.read(input, sink, { maxRecordBytes, split: 'file' })
  return out
}

const utf8 = (text: string) => new TextEncoder().encode(text)

/** The values of a parsed JSON value, as the format pushes them. */
function valuesOf(value: unknown, pointer = ''): [string, string][] {
  if (typeof value === 'string') return [[pointer, value]]
  if (value === null || typeof value !== 'object') return [[pointer, JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, each]) => valuesOf(each, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))
}

describe('JSON Lines', () => {
  it('reads what JSON.parse reads, at any chunk size', async () => {
    const json = fc.json({ maxDepth: 4 })
    await fc.assert(
      fc.asyncProperty(fc.array(json, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), async (lines, size) => {
        const { rows, faults } = await read(utf8(lines.map((line) => `${line}\n`).join('')), size)
        expect(faults.filter((fault) => fault.effect === 'lost')).toEqual([])
        expect(rows.map((row) => row.values)).toEqual(lines.map((line) => valuesOf(JSON.parse(line)).map(([p, v]) => [p, v])))
      }),
      { numRuns: 300 },
    )
  })

  it('accounts for every byte, whatever it is given', async () => {
    const piece = fc.constantFrom(
      '{"a":"b"}',
      '"x"',
      '\n',
      '\r\n',
      ' ',
      '{',
      '[1,2',
      '"\\ud800"',
      '\\',
      '{"a":1,"a":2}',
      'nul',
      '中',
      '\ufeff',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
        const bytes = utf8(pieces.join(''))
        const { rows, faults, blank } = await read(bytes, size)
        const sum = rows.reduce((n, row) => n + row.bytes, 0) + faults.reduce((n, fault) => n + fault.bytes, 0) + blank
        expect(sum).toBe(bytes.length)
      }),
      { numRuns: 500 },
    )
  })

  it('put-together.jsonl: takes no notice of the byte order mark of a file that was put behind another', async () => {
    const { rows, faults, blank } = await read(utf8('\ufeff{"a":"b"}\n\ufeff\n\ufeff{"a":"c"}\n'), 5)
    expect(rows.map((row) => [row.bytes, row.values])).toEqual([
      [13, [['/a', 'b']]],
      [13, [['/a', 'c']]],
    ])
    expect([faults, blank]).toEqual([[], 4])
  })

  it('gives the same rows at any cut into ranges', async () => {
    const text = ['{"text":"一"}', '', '{"text":"bb"}', 'broken', '{"text":"ccc"}', '{"text":"dddd"}'].join('\n')
    const bytes = utf8(text)
    const whole = await read(bytes)
    for (let cut = 1; cut < bytes.length; cut++) {
      const first = await read(bytes, 5, { start: 0, end: cut })
      const second = await read(bytes, 5, { start: cut, end: bytes.length })
      expect([...first.rows, ...second.rows].map((row) => row.values)).toEqual(whole.rows.map((row) => row.values))
      expect(first.faults.length + second.faults.length).toBe(1)
      expect(first.blank + second.blank).toBe(whole.blank)
    }
  })

  it('counts odd rows and goes on', async () => {
    const deep = '['.repeat(10000) + ']'.repeat(10000)
    const { rows, faults } = await read(
      Buffer.concat([
        utf8(`{"a":1,"a":2}\n{"text":"\\ud83d"}\n${deep}\n{"__proto__":{"text":"p"}}\n{"text":"`),
        Uint8Array.of(0xff, 0xfe),
        utf8('"}\n{"text":"ok"}'),
      ]),
      7,
    )
    expect(faults.map((fault) => [fault.code, fault.effect, fault.row])).toEqual([
      ['json.duplicate-key', 'noted', 0],
      ['json.lone-surrogate', 'damaged', 1],
      ['json.too-deep', 'lost', 2],
      ['json.invalid-utf8', 'damaged', 4],
    ])
    expect(rows.map((row) => row.row)).toEqual([0, 1, 3, 4, 5])
    expect(rows[2]!.values).toEqual([['/__proto__/text', 'p']])
    expect(rows[3]!.values).toEqual([['/text', '\ufffd\ufffd']])
  })

  it('gives up a line that is too long, and only that line', async () => {
    const bytes = utf8(`{"text":"a"}\n{"text":"${'x'.repeat(5000)}"}\n{"text":"b"}\n`)
    const { rows, faults } = await read(bytes, 512, undefined, 1000)
    expect(rows.map((row) => [row.row, row.values[0]![1]])).toEqual([
      [0, 'a'],
      [2, 'b'],
    ])
    expect(faults.map((fault) => [fault.code, fault.row])).toEqual([['record.too-large', 1]])
    expect(rows.reduce((n, row) => n + row.bytes, 0) + faults[0]!.bytes).toBe(bytes.length)
  })

  it('reads a row with more values than the token buffer', async () => {
    const many = JSON.stringify({ items: Array.from({ length: 70000 }, (_, i) => i), text: 'end' })
    const { rows } = await read(utf8(many))
    expect(rows[0]!.values.length).toBe(70001)
    expect(rows[0]!.values.at(-1)).toEqual(['/text', 'end'])
  })

  it('reads numbers that JSON does not have, also behind more values than the token buffer', async () => {
    const many = `{"items":[${Array.from({ length: 70000 }, (_, i) => i).join()},NaN],"text":"NaN \\" Infinity"}`
    const { rows, faults } = await read(utf8(`{"a":NaN,"b":-Infinity}\n${many}\n{"a":nan}\n{"a":NaN,}\n{"a":+Infinity}`))
    expect(faults.map((fault) => [fault.code, fault.effect, fault.row])).toEqual([
      ['json.non-finite', 'noted', 0],
      ['json.non-finite', 'noted', 1],
      ['json.syntax', 'lost', 2],
      ['json.syntax', 'lost', 3],
      ['json.syntax', 'lost', 4],
    ])
    expect(rows[0]!.values).toEqual([
      ['/a', 'NaN'],
      ['/b', '-Infinity'],
    ])
    expect(rows[1]!.values.length).toBe(70002)
    expect(rows[1]!.values.at(-1)).toEqual(['/text', 'NaN " Infinity'])
  })
})

const suite = new URL('../../../shared/data/formats/json/JSONTestSuite/', import.meta.url)
if (!existsSync(suite)) console.warn('SKIPPED: JSONTestSuite, because the shared data is not beside the project')
describe.skipIf(!existsSync(suite))('JSONTestSuite', () => {
  for (const name of existsSync(suite)
    ? readdirSync(suite, { recursive: true })
        .map(String)
        .filter((n) => n.endsWith('.json'))
    : []) {
    const base = name.split('/').at(-1)!
    if (!base.startsWith('y_') && !base.startsWith('n_')) continue
    it(base, async () => {
      const bytes = readFileSync(new URL(encodeURIComponent(name), suite))
      // A text with line breaks of its own is several lines here: it is read as one row, with the breaks as spaces.
      const oneLine = Uint8Array.from(bytes, (b) => (b === 10 || b === 13 ? 32 : b))
      const { rows, faults } = await read(oneLine)
      const lost = faults.filter((fault) => fault.effect !== 'noted' || ['json.non-finite', 'json.several-texts'].includes(fault.code))
      if (base.startsWith('y_')) {
        expect(lost).toEqual([])
        expect(rows.length).toBe(1)
      } else expect(rows.length === 0 || lost.length > 0 || base.includes('newline')).toBe(true)
    })
  }
})
