import { closeSync, createWriteStream, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FaultCode } from '../../src/words/faults.ts'
import { expectLedgerAddsUp, folder, lines, type Scanned, scan, sizes } from '../cli/kit.ts'

/** Files made to fill the memory: it stays bounded by the record limit, what cannot be held is a counted fault, and what lies beside it is judged. */

const good = lines([{ text: '手机13912345678，请回电。' }, { text: 'plain words' }])
const mebibyte = 1 << 20

/** Writes `head`, then `block` until `bytes` are written, then `tail`. */
function write(path: string, head: string, block: Buffer, bytes: number, tail: string): void {
  const file = openSync(path, 'w')
  try {
    writeSync(file, head)
    for (let written = 0; written < bytes; written += block.length) writeSync(file, block)
    writeSync(file, tail)
  } finally {
    closeSync(file)
  }
}

/** The same through gzip. */
async function pack(path: string, head: string, block: Buffer, bytes: number, tail: string): Promise<void> {
  function* pieces() {
    yield Buffer.from(head)
    for (let written = 0; written < bytes; written += block.length) yield block
    yield Buffer.from(tail)
  }
  await pipeline(Readable.from(pieces()), createGzip({ level: 1 }), createWriteStream(path))
}

const letters = Buffer.alloc(mebibyte, 'abcdefg ')
const brackets = Buffer.alloc(mebibyte, '[')
const quoted = Buffer.alloc(mebibyte, `${'one, two and three '.repeat(50)}\n`)

describe('memory', () => {
  let root: string
  let preload: string
  /** Peak of the resident set in MiB. */
  let peak = 0
  beforeAll(() => {
    preload = join(folder(), 'peak.cjs')
    writeFileSync(
      preload,
      `if (require('node:worker_threads').isMainThread) process.on('exit', () => require('node:fs').writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)))`,
    )
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  async function scanned(...more: string[]): Promise<Scanned> {
    const file = join(root, '.git', 'peak')
    const got = await scan(['.', '--no-config', '--fail-on', 'none', '--workers', '2', ...more], {
      cwd: root,
      env: { NODE_OPTIONS: `--require ${preload}`, PEAK: file },
    })
    peak = Number(readFileSync(file, 'utf8')) / 1024
    return got
  }
  function expectFault(got: Scanned, code: FaultCode): void {
    expect(got.status).toBe(3)
    expect(got.report.statistics.faults.byCode.map((row) => row.code)).toContain(code)
    expect(got.findings.filter((finding) => finding.rule === 'pii-cn/mobile').length).toBeGreaterThan(0)
    const all = sizes(root)
    expectLedgerAddsUp(got.report, { files: all.size, bytes: [...all.values()].reduce((a, b) => a + b, 0) })
  }
  const bytes = 200 * mebibyte
  const make: readonly (readonly [string, FaultCode, () => void | Promise<void>])[] = [
    ['a line of JSON Lines', 'record.too-large', () => write(join(root, 'a.jsonl'), `${good}{"text":"`, letters, bytes, `"}\n${good}`)],
    [
      'an element of a JSON array',
      'record.too-large',
      () => write(join(root, 'a.json'), `[{"text":"13912345678"},{"text":"`, letters, bytes, '"}]'),
    ],
    ['brackets', 'json.too-deep', () => write(join(root, 'a.json'), '', brackets, bytes, '')],
    ['brackets in a line', 'record.too-large', () => write(join(root, 'a.jsonl'), good, brackets, bytes, `\n${good}`)],
    [
      'a CSV quote that never closes',
      'csv.quote-not-closed',
      () => write(join(root, 'a.csv'), 'n,text\n1,手机13912345678\n2,"', quoted, bytes, ''),
    ],
    ['a text without a line end', 'record.too-large', () => write(join(root, 'a.txt'), '', letters, bytes, '')],
    [
      'a gzip file that grows 200 times',
      'record.too-large',
      () => pack(join(root, 'a.jsonl.gz'), `${good}{"text":"`, letters, 4 * bytes, `"}\n${good}`),
    ],
  ]
  it.each(make)('is bounded against %s of 200 MiB', async (_name, code, fill) => {
    root = folder()
    writeFileSync(join(root, 'good.jsonl'), good)
    await fill()
    expectFault(await scanned('--split', 'lines', '--max-record-bytes', '1MiB'), code)
    console.log(`${_name}, limit 1 MiB: peak ${peak.toFixed(0)} MiB`)
    expect(peak).toBeLessThan(240)
    expectFault(await scanned('--split', 'lines'), code)
    console.log(`${_name}, limit 64 MiB: peak ${peak.toFixed(0)} MiB`)
    expect(peak).toBeLessThan(320)
  })

  it('is bounded against records of one byte a value, as long as the limit', async () => {
    root = folder()
    write(join(root, 'a.jsonl'), `${good}[`, Buffer.alloc(mebibyte, '1,'), 63 * mebibyte, `1]\n${good}`)
    write(join(root, 'b.csv'), 'n,text\n1,手机13912345678\n', Buffer.alloc(mebibyte, ','), 63 * mebibyte, '\n')
    expectFault(await scanned(), 'record.too-many-values')
    console.log(`values: peak ${peak.toFixed(0)} MiB`)
    expect(peak).toBeLessThan(600)
  })

  it('is bounded over records that have nothing in common: hosts, sources, licences, keys', async () => {
    root = folder()
    const rows = (row: (i: number) => object) =>
      Array.from({ length: 200_000 }, (_, i) => `${JSON.stringify({ text: 'The tide table.', ...row(i) })}\n`).join('')
    writeFileSync(
      join(root, 'a.jsonl'),
      rows((i) => ({ url: `https://www.host${i}.com/a`, source: `source ${i}`, license: `licence ${i}` })),
    )
    writeFileSync(
      join(root, 'b.jsonl'),
      rows((i) => ({ [`key${i}`]: 'value' })),
    )
    const got = await scanned()
    console.log(`nothing in common: peak ${peak.toFixed(0)} MiB`)
    expect(got.status).toBe(0)
    expect(got.report.coverage.records.read).toBe(400_000)
    expect(peak).toBeLessThan(320)
  })

  const arrayBytes = Number(process.env.DATAAUDIT_ARRAY_BYTES ?? 2e9)
  it(`is bounded over a JSON array of ${arrayBytes / 1e9} GB`, async () => {
    root = folder()
    // Nothing is found in it: millions of findings would measure the disk.
    const text = 'The tide table is printed every spring, and the harbour keeps a copy. 潮汐表每年春天印刷，港口留存一份。'.repeat(8)
    const row = `{"id": 1, "text": "${text}", "tags": ["a", "b"]},\n`
    const block = Buffer.from(row.repeat(800))
    write(join(root, 'big.json'), '[\n', block, arrayBytes, '{}]\n')
    const got = await scanned()
    console.log(`JSON array: peak ${peak.toFixed(0)} MiB`)
    expect(got.status).toBe(0)
    expect(got.report.coverage.records.read).toBe(800 * Math.ceil(arrayBytes / block.length) + 1)
    expect(peak).toBeLessThan(240)
  })
})
