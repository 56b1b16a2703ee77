import { describe, expect, it } from 'vitest'
import type { Shard } from '../../src/model.ts'
import { coverageOf } from '../../src/run/coverage.ts'
import { type FileOutcome, outcomesOf } from '../../src/run/outcomes.ts'
import type { ShardResult } from '../../src/run/work.ts'
import { createTally } from '../../src/statistics/index.ts'

const sha256 = '0'.repeat(64)

describe('a file read in ranges', () => {
  const shards: Shard[] = [0, 1].map((n) => ({ file: 1, path: 'a.jsonl', size: 20, range: { start: 10 * n, end: 10 * n + 10 } }))
  const resultOf = (stamp: string): ShardResult => ({
    read: { storedBytes: 10, decodedBytes: 10, compression: 'none', charset: 'utf-8', faults: [], stamp },
    ledger: { rows: 1, rowsLost: 0, rowsDamaged: 0, bytesRead: 10, bytesLost: 0, bytesBlank: 0, findings: 0 },
    losses: [],
    format: 'jsonl',
    interrupted: false,
    state: 'readable',
  })
  const outcomeOf = (...stamps: readonly string[]) =>
    outcomesOf([{ file: 1, path: 'a.jsonl', absolute: '/a.jsonl', size: 20, state: 'readable', stamp: 'one' }], shards, {
      results: new Map(stamps.map((stamp, id) => [id, resultOf(stamp)])),
      digests: new Map([[1, { sha256, bytes: 20, stamp: 'one' }]]),
      tally: createTally([]),
    })[0]

  it('has the digest of the whole', () => {
    expect(outcomeOf('one', 'one')).toMatchObject({ state: 'readable', sha256, rows: 2, stored: 20 })
  })

  it('has none when a range saw another file than the digest did', () => {
    for (const stamps of [
      ['one', 'other'],
      ['other', 'one'],
      ['other', 'other'],
    ]) {
      const outcome = outcomeOf(...stamps)
      expect(outcome).toMatchObject({ state: 'unreadable', reason: 'file.changed' })
      expect(outcome?.sha256).toBeUndefined()
    }
  })
})

describe('bytes of rows that were not judged', () => {
  const file = (over: Partial<FileOutcome>): FileOutcome => ({
    ...{ file: 1, path: 'a.jsonl', state: 'readable', sha256, stored: 100, storedLost: 0, rows: 4, rowsLost: 1, rowsDamaged: 0 },
    ...{ decoded: 100, losses: [{ code: 'json.syntax', rows: 1, bytes: 30 }], format: 'jsonl', compression: 'none', charset: 'utf-8' },
    ...over,
  })
  it.each([
    ['are what the rows took in a plain file', {}, 30],
    ['are their share of a file in another charset', { decoded: 150, charset: 'gb18030' }, 20],
    ['are their share of a packed file', { decoded: 300, compression: 'gzip' }, 10],
  ])('%s', (_, over, unreadable) => {
    expect(coverageOf([file(over)]).bytes).toEqual({ read: 100 - unreadable, unreadable, skipped: 0 })
  })
})
