import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectLedgerAddsUp, fill, folder, run, scan, sizes } from './kit.ts'

/** What stands in a key stands in the corpus: it is found once for each time it is written, whatever it leads to. */

const rows = [
  { '13912345678': {} },
  { '13912345678': [] },
  { a: { '13912345678': [[], {}] } },
  { '13912345678': { b: 1, c: 'x', '13812345679': [{}, {}] } },
  { a: {}, text: 'nothing' },
]
const keys = ['/00000000000', '/00000000000', '/a/00000000000/0', '/00000000000/00000000000/0', '/00000000000/b']

describe('keys', () => {
  it('empty-below.jsonl: are judged where they lead to nothing, and found once in their record', { timeout: 120_000 }, async () => {
    const root = fill(folder(), { 'c/a.jsonl': rows, 'c/b.json': JSON.stringify(rows) })
    const { report, findings } = await scan(['c', '--no-config', '--fail-on', 'none'], { cwd: root })
    for (const file of [1, 2]) {
      const own = findings.filter((one) => one.file === file)
      expect(own.map(({ unit, byteOffset, length }) => [unit, byteOffset, length])).toEqual(own.map(() => ['key', 0, 11]))
      expect(own.map(({ field }) => field)).toEqual(keys)
      expect(own.map(({ record }) => record)).toEqual([0, 1, 2, 3, 3])
    }
    const given = sizes(join(root, 'c'))
    expectLedgerAddsUp(report, { files: 2, bytes: [...given.values()].reduce((a, b) => a + b, 0) })
    const cleaned = await run(['redact', 'c', '--no-config', '-q', '-o', 'clean'], { cwd: root })
    expect([cleaned.status, cleaned.stderr]).toEqual([0, ''])
    const copy = JSON.parse(readFileSync(join(root, 'clean/corpus/b.json'), 'utf8')) as object[]
    expect(copy).toEqual([
      { '[CN_MOBILE]': {} },
      { '[CN_MOBILE]': [] },
      { a: { '[CN_MOBILE]': [[], {}] } },
      { '[CN_MOBILE]': { b: 1, c: 'x', '[CN_MOBILE]': [{}, {}] } },
      { a: {}, text: 'nothing' },
    ])
    const again = await scan(['clean/corpus', '--no-config', '--fail-on', 'none'], { cwd: root })
    expect(again.report.findings.total).toBe(0)
  })

  it('wide.jsonl: are judged in a record of more values than the fast reader takes', { timeout: 120_000 }, async () => {
    const root = fill(folder(), {
      'c/a.jsonl': [{ many: Array.from({ length: 200_000 }, () => 0), '13912345678': {}, x: { '13912345678': [] } }],
    })
    const { findings } = await scan(['c', '--no-config', '--fail-on', 'none'], { cwd: root })
    expect(findings.map(({ field, unit }) => [field, unit])).toEqual([
      ['/00000000000', 'key'],
      ['/x/00000000000', 'key'],
    ])
  })

  it('headerless.csv: are no keys where the first row holds values', { timeout: 120_000 }, async () => {
    const root = fill(folder(), { 'c/a.csv': '13912345678,x\n13812345679,y\nnone,z\n', 'c/one-line.csv': '13912345678,x' })
    const { report, findings } = await scan(['c', '--no-config', '--fail-on', 'none'], { cwd: root })
    expect(findings.map(({ file, record, field, unit }) => [file, record, field, unit])).toEqual([
      [1, 0, '/column_1', 'text'],
      [1, 1, '/column_1', 'text'],
      [2, 0, '/column_1', 'text'],
    ])
    expect(report.corpus.records).toBe(4)
  })

  it('13912345678.txt: names of files are told by their number, and give no findings', { timeout: 120_000 }, async () => {
    const root = fill(folder(), { 'c/13912345678.txt': 'plain words', 'c/2024-01-05/part-00017.txt': 'plain words' })
    const ran = await run(['scan', 'c', '--no-config', '-o', 'report'], { cwd: root })
    expect([ran.status, ran.stderr]).toEqual([
      0,
      '1 file name holds what a rule takes for personal information or a secret; corpus.sha256 lists the names, the report does not. Rename the files, or keep that list back\n',
    ])
    expect(ran.stdout).not.toContain('13912345678')
  })
})
