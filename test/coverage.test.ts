import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultConfig } from '../src/config.ts'
import { renderHtml } from '../src/renderers/index.ts'
import type { Report } from '../src/report/index.ts'
import { loadRuleBook } from '../src/rules/index.ts'
import { coverageOf } from '../src/run/coverage.ts'
import { jobOf } from '../src/run/job.ts'
import type { FileOutcome } from '../src/run/outcomes.ts'
import { scan } from '../src/run/scan.ts'
import { faults } from '../src/words/faults.ts'
import { expectLedgerAddsUp, fill, folder, sizes } from './cli/kit.ts'

/** Whatever a corpus does to its reader: what was not read has its reasons, and they add up to the ledger. */

const maxRecordBytes = 512
const book = loadRuleBook([], { trustCode: false, cwd: '.' })
const rules = book.packs.flatMap((pack) => pack.rules).filter((rule) => rule.id === 'pii-cn/mobile')

const row = fc.oneof(
  fc.string({ maxLength: 60 }).map((text) => JSON.stringify({ text })),
  fc.constantFrom('', '  ', '{"text": nope}', '{"text":"cut', '[', '"\\ud800"', '{"text":"手机13912345678"}'),
  fc.integer({ min: 400, max: 700 }).map((n) => JSON.stringify({ text: 'x'.repeat(n) })),
  fc.constant(`${'['.repeat(1001)}${']'.repeat(1001)}`),
)
const rows = fc.array(row, { maxLength: 40 }).map((all) => all.join('\n'))
const table = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 40 }).map((cell) => `1,"${cell.replaceAll('"', '""')}"`),
      fc.constantFrom('', '1,2,3', '1,"a"b,', '1,"never closed'),
      fc.integer({ min: 400, max: 700 }).map((n) => `1,${'y'.repeat(n)}`),
    ),
    { maxLength: 30 },
  )
  .map((all) => ['n,text', ...all].join('\n'))
const cut = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor((bytes.length * share) / 100))
const share = fc.integer({ min: 1, max: 100 })
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

/** A file with any of the faults of a row, a stream, a charset or a whole file. */
const file = fc.oneof(
  rows.map((text) => ['jsonl', Buffer.from(text)] as const),
  rows.map((text) => ['json', Buffer.from(`[${text.replaceAll('\n', ',')}]`)] as const),
  table.map((text) => ['csv', Buffer.from(text)] as const),
  fc.integer({ min: 0, max: 900 }).map((n) => ['txt', Buffer.from('word '.repeat(n))] as const),
  rows.map((text) => ['jsonl', Buffer.from(text.replaceAll('x', '\xff'), 'latin1')] as const),
  rows.map((text) => ['jsonl', utf16(text)] as const),
  fc.tuple(rows, share).map(([text, kept]) => ['jsonl.gz', cut(gzipSync(text), kept)] as const),
  fc.tuple(table, share).map(([text, kept]) => ['csv.gz', Buffer.concat([gzipSync(text), Buffer.alloc(kept, 'z')])] as const),
  rows.map((text) => ['jsonl.gz', gzipSync(utf16(text))] as const),
  fc.constantFrom<readonly [string, Buffer]>(
    ['png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['zip', Buffer.from('PK\x03\x04rest')],
    ['bin', Buffer.alloc(300)],
    ['parquet', Buffer.from('PAR1\x00\x01\x02')],
    ['jsonl', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n')],
    ['jsonl', Buffer.alloc(0)],
  ),
)

const lost = (report: Report) => report.statistics.faults.byCode.filter((fault) => fault.effect === 'lost')

/** Files, bytes and records as the rows of reasons on the page add up. */
function printedSums(report: Report): number[] {
  const page = renderHtml(report, { lang: 'en', reportDigest: '0'.repeat(64) })
  const body = /<table id="reasons">.*?<tbody>(.*?)<\/tbody>/s.exec(page)?.[1] ?? ''
  const rows = [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<td class="num">([\d,]+)<\/td>/g)].map(([, number]) => Number(number!.replaceAll(',', ''))),
  )
  return [0, 1, 2].map((column) => rows.reduce((sum, row) => sum + row[column]!, 0))
}

describe('coverage', () => {
  it('gives a reason for every file, byte and record that was not read, whatever the faults', { timeout: 120_000 }, async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), fc.constantFrom(1024, 1 << 20), async (files, shardBytes) => {
        const root = fill(folder(), Object.fromEntries(files.map(([end, bytes], i) => [`c/${i}.${end}`, bytes])))
        mkdirSync(join(root, 'out'))
        const config = { ...defaultConfig, maxRecordBytes }
        const job = jobOf(['c'], 'out', { cwd: root, config, book, rules, workers: 1, shardBytes })
        const { report, done } = await scan(job)
        done(true)
        const all = [...sizes(join(root, 'c')).values()]
        expectLedgerAddsUp(report, { files: all.length, bytes: all.reduce((a, b) => a + b, 0) })
        // A reason is a fault that was told, and each fault that cost anything is a reason.
        const reasons = new Set(report.coverage.reasons.map((reason) => reason.reason))
        expect([...reasons].sort()).toEqual([...new Set(lost(report).map((fault) => fault.code))].sort())
        // Nothing but the shares of packed and recoded files is estimated.
        const { charsets, formats } = report.corpus
        if (charsets.every((one) => one.charset === 'utf-8') && formats.every((one) => one.compression === 'none')) {
          for (const { code, bytes } of lost(report)) {
            expect(report.coverage.reasons.filter((one) => one.reason === code).reduce((sum, one) => sum + one.bytes, 0)).toBe(bytes)
          }
        }
        for (const code of reasons) seen.add(code)
        const { files: f, bytes: b, records: r } = report.coverage
        expect(printedSums(report)).toEqual([f, b, r].map((ledger) => ledger.unreadable + ledger.skipped))
      }),
      { numRuns: 60, seed: 20261127 },
    )
    // The law would be idle if hardly anything went wrong.
    expect([...seen].sort()).toEqual(expect.arrayContaining(['gzip.truncated', 'json.syntax', 'record.too-large']))
    expect(seen.size).toBeGreaterThan(8)
  })

  it('shares the bytes of a packed file out to the last one', () => {
    const code = fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[]))
    const losses = fc.uniqueArray(fc.record({ code, rows: fc.integer({ min: 1, max: 1e6 }), bytes: fc.integer({ min: 0, max: 1e12 }) }), {
      selector: (loss) => loss.code,
      maxLength: 6,
    })
    const outcome = fc
      .record({
        losses,
        state: fc.constantFrom('readable', 'unreadable', 'skipped'),
        reason: code,
        read: fc.integer({ min: 0, max: 1e12 }),
        stored: fc.integer({ min: 0, max: 1e12 }),
        storedLost: fc.integer({ min: 0, max: 1e12 }),
        rows: fc.integer({ min: 0, max: 1e6 }),
        plain: fc.boolean(),
      })
      .map(({ losses, state, reason, read, stored, storedLost, rows, plain }): FileOutcome => {
        const decodedLost = losses.reduce((sum, loss) => sum + loss.bytes, 0)
        const readable = state === 'readable'
        return {
          file: 1,
          path: 'x',
          state: state as FileOutcome['state'],
          ...(readable ? {} : { reason }),
          stored: plain && readable ? Math.max(stored, decodedLost) : stored,
          storedLost: readable ? 0 : storedLost,
          rows,
          rowsLost: losses.reduce((sum, loss) => sum + loss.rows, 0),
          rowsDamaged: 0,
          decoded: decodedLost + read,
          losses,
          compression: plain ? 'none' : 'gzip',
          charset: 'utf-8',
        }
      })
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 5 }), (outcomes) => {
        const { files, bytes, records, reasons } = coverageOf(outcomes)
        const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0)
        expect(sum(Object.values(files))).toBe(outcomes.length)
        expect(sum(Object.values(bytes))).toBe(sum(outcomes.map((one) => one.stored)))
        expect(sum(Object.values(records))).toBe(sum(outcomes.map((one) => one.rows + one.rowsLost)))
        for (const state of ['unreadable', 'skipped'] as const) {
          const own = reasons.filter((reason) => reason.state === state)
          expect(sum(own.map((reason) => reason.files))).toBe(files[state])
          expect(sum(own.map((reason) => reason.bytes))).toBe(bytes[state])
          expect(sum(own.map((reason) => reason.records))).toBe(records[state])
        }
        for (const reason of reasons) expect(Math.min(reason.files, reason.bytes, reason.records)).toBeGreaterThanOrEqual(0)
        expect(bytes.read).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
