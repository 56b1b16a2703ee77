import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type FaultCode, faultWords } from '../../src/words/faults.ts'
import { scanHere } from './console.ts'
import { bin, expectLedgerAddsUp, filesOf, fill, folder, isRoot, lines, reportFiles, run, sha256, sizes, skipped } from './kit.ts'

/**
 * Completeness is a result: each file, byte and record is read, unreadable or skipped with a reason, and the three add up, whatever
 * the corpus does. Every case stands beside a good file and behind a finding: neither may be lost with the damage.
 */

const phone = { text: '手机13912345678，请回电。' }
const good = `${lines([phone, { text: 'plain words' }])}`
const quick = ['--no-config', '--fail-on', 'none']

interface Case {
  readonly name: string
  readonly files: { readonly [path: string]: string | Uint8Array }
  readonly faults: { readonly [code in FaultCode]?: number }
  readonly args?: readonly string[]
  /** Records read, lost and damaged, the two of the good file aside. */
  readonly records: readonly [read: number, lost: number, damaged: number]
  /** Findings besides that of the good file. */
  readonly findings: number
  /** Files that count as unreadable or skipped. */
  readonly files_lost?: readonly [unreadable: number, skipped: number]
  readonly exit?: number
}

const packed = gzipSync(
  lines(
    Array.from({ length: 2000 }, (_, i) => ({
      text: `row ${i} ${'0123456789abcdef'.repeat(i % 7)}`,
      ...(i === 0 ? { phone: '手机13912345678' } : {}),
    })),
  ),
)
const flipped = Buffer.from(packed)
// In the checksum at the end (RFC 1952, 2.3.1): all content was unpacked, none of it can be trusted.
flipped[packed.length - 6]! ^= 0xff

const cases: readonly Case[] = [
  {
    name: 'a syntax error',
    files: { 'a.jsonl': `${good}{"text": nope}\n{"text":"after"}\n` },
    faults: { 'json.syntax': 1 },
    records: [3, 1, 0],
    findings: 1,
  },
  {
    name: 'invalid UTF-8 in a row',
    files: {
      'a.jsonl': Buffer.concat([
        Buffer.from(good),
        Buffer.from('{"text":"x'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(' 手机13912345678"}\n'),
      ]),
    },
    faults: { 'json.invalid-utf8': 1 },
    records: [3, 0, 1],
    findings: 2,
  },
  {
    name: 'a line over the limit',
    files: { 'a.jsonl': `${good}{"text":"${'x'.repeat(5000)}"}\n${lines([phone])}` },
    args: ['--max-record-bytes', '2KiB'],
    faults: { 'record.too-large': 1 },
    records: [3, 1, 0],
    findings: 2,
  },
  {
    name: 'JSON 10,000 levels deep',
    files: {
      'a.jsonl': `${good}${'['.repeat(10_000)}1${']'.repeat(10_000)}\n`,
      'b.json': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    },
    faults: { 'json.too-deep': 2 },
    records: [2, 2, 0],
    findings: 1,
  },
  {
    name: 'more than 1,000,000 values in a record',
    files: {
      'a.jsonl': `${good}[${'"",'.repeat(1_000_000)}"13912345678"]\n${lines([phone])}`,
      'b.json': `[{"a":[${'1,'.repeat(1_000_000)}1]},{"text":"手机13912345678"}]`,
      'c.csv': `n,text\n1,手机13912345678\n${','.repeat(1_000_000)}\n`,
    },
    faults: { 'record.too-many-values': 3 },
    records: [5, 3, 0],
    findings: 4,
  },
  {
    name: 'a lone surrogate',
    files: { 'a.jsonl': `{"text":"\\ud800 手机13912345678"}\n`, 'b.json': '[{"text":"\\udfff"}]' },
    faults: { 'json.lone-surrogate': 2 },
    records: [2, 0, 2],
    findings: 1,
  },
  {
    name: 'JSON that ends in the middle',
    files: { 'a.json': `[{"text":"手机13912345678"},\n{"text":"cut` },
    faults: { 'json.truncated': 1 },
    records: [1, 1, 0],
    findings: 1,
  },
  {
    name: 'a CSV quote that is never closed',
    files: { 'a.csv': `n,text\n1,手机13912345678\n2,"open\n3,手机13812345678\n` },
    faults: { 'csv.quote-not-closed': 1 },
    records: [3, 0, 1],
    findings: 2,
  },
  {
    name: 'a truncated gzip file',
    files: { 'a.jsonl.gz': packed.subarray(0, Math.floor(packed.length / 2)) },
    // The row that is cut is lost as well.
    faults: { 'gzip.truncated': 1, 'json.syntax': 1 },
    records: [Number.NaN, Number.NaN, 0],
    findings: 1,
    files_lost: [1, 0],
  },
  {
    name: 'a gzip file with a flipped bit',
    files: { 'a.jsonl.gz': flipped },
    faults: { 'gzip.corrupt': 1 },
    records: [2000, 0, 0],
    findings: 1,
    files_lost: [1, 0],
  },
  {
    name: 'rubbish behind a gzip file',
    files: { 'a.jsonl.gz': Buffer.concat([gzipSync(good), Buffer.from('this is not gzip')]) },
    faults: { 'gzip.trailing': 1 },
    records: [2, 0, 0],
    findings: 1,
    files_lost: [1, 0],
  },
  {
    name: 'binary, foreign and packed files',
    files: {
      'a.png': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      'b.jsonl': Buffer.alloc(4096),
      'c.parquet': Buffer.from('PAR1\x00\x01\x02'),
      'd.zip': Buffer.from('PK\x03\x04rest'),
      'e.jsonl': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
    },
    faults: { 'file.binary': 2, 'file.format-unknown': 1, 'file.compression-unsupported': 1, 'lfs.pointer': 1 },
    records: [0, 0, 0],
    findings: 0,
    files_lost: [1, 4],
  },
  {
    name: 'duplicate keys, __proto__ and odd columns: read in full',
    files: {
      'a.jsonl': '{"text":"one","text":"手机13912345678"}\n{"__proto__":{"text":"手机13912345678"},"constructor":"x","toString":1}\n',
      'b.csv': 'a,a,\n1,2,3,4\n',
    },
    faults: { 'json.duplicate-key': 1, 'csv.column-count': 1, 'csv.duplicate-header': 1, 'csv.empty-header': 1 },
    records: [3, 0, 0],
    findings: 2,
    exit: 0,
  },
  {
    name: 'an empty file beside others: read in full',
    files: { 'a.jsonl': '', 'b.csv': '', 'c.txt': '\n\n', 'd.jsonl': '\n \r\n\t\n' },
    faults: {},
    records: [0, 0, 0],
    findings: 0,
    exit: 0,
  },
]

describe('the ledger adds up and nothing passes in silence', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', async (_name, given) => {
    const root = fill(folder(), { 'good.jsonl': good, ...given.files })
    const scanned = await scanHere(['.', ...quick, ...(given.args ?? [])], root)
    const { report, findings } = scanned
    const all = sizes(root)
    expectLedgerAddsUp(report, { files: all.size, bytes: [...all.values()].reduce((a, b) => a + b, 0) })

    const counted = Object.fromEntries(report.statistics.faults.byCode.map((row) => [row.code, row.count]))
    expect(counted).toEqual(given.faults)
    const { read, unreadable } = report.coverage.records
    const [wantRead, wantLost, damaged] = given.records
    if (Number.isNaN(wantRead)) expect(read).toBeGreaterThan(3)
    else expect([read - 2, unreadable]).toEqual([wantRead, wantLost])
    expect(report.coverage.damaged).toBe(damaged)
    const [lostFiles, skippedFiles] = given.files_lost ?? [0, 0]
    expect(report.coverage.files).toMatchObject({ unreadable: lostFiles, skipped: skippedFiles })

    // What was found before, behind and beside the damage is kept.
    expect(findings.filter((finding) => finding.rule === 'pii-cn/mobile')).toHaveLength(given.findings + 1)

    const exit = given.exit ?? 3
    expect(scanned.status).toBe(exit)
    expect(report.results.complete).toBe(exit === 0)
    expect(filesOf(scanned.out)).toEqual(reportFiles)
    if (exit === 3) {
      expect(report.results.reasons.some((reason) => reason.blocking && reason.limit.startsWith('allow-unreadable'))).toBe(true)
      expect(scanned.stdout).toMatch(/INCOMPLETE/)
    }
    // Every fault is a sentence on the page, in both languages.
    const page = readFileSync(join(scanned.out, 'report.html'), 'utf8')
    const escaped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;')
    for (const code of Object.keys(given.faults)) {
      const { zh, en } = faultWords(code)
      expect(page.includes(escaped(en)) || page.includes(en)).toBe(true)
      expect(page).toContain(zh)
    }
  })

  it('the policy may allow it: a number of files and records, or a share of the bytes', async () => {
    const root = fill(folder(), { 'good.jsonl': good, 'a.jsonl': `${good.repeat(50)}{"text": nope}\n` })
    for (const [allowed, status] of [
      ['0', 3],
      ['1', 0],
      ['0.1%', 3],
      ['1%', 0],
    ] as const)
      expect((await scanHere(['.', ...quick, '--allow-unreadable', allowed], root)).status, allowed).toBe(status)
  })

  it('an empty corpus never passes', async () => {
    const root = fill(folder(), { 'c/a.jsonl': '' })
    for (const args of [['c'], ['c', '--allow-unreadable', '100%']]) {
      const scanned = await scanHere([...args, ...quick], root)
      expect(scanned.status).toBe(3)
      expect(scanned.report.results.reasons.map((reason) => reason.limit)).toContain('records>0')
    }
    const bare = folder()
    const scanned = await scanHere([bare, ...quick], bare)
    expect(scanned.status).toBe(3)
    expect(scanned.report.corpus.files).toBe(0)
  })
})

describe('odd files', () => {
  it('a symbolic link and a pipe are told, or skipped when asked', async () => {
    const root = fill(folder(), { 'c/good.jsonl': good, 'elsewhere.jsonl': lines([phone]) })
    symlinkSync('../elsewhere.jsonl', join(root, 'c', 'link.jsonl'))
    const strict = await scanHere(['c', ...quick], root)
    expect(strict.status).toBe(3)
    expect(strict.findings.filter((finding) => finding.rule === 'pii-cn/mobile')).toHaveLength(1)
    expect(strict.stderr).toContain(`link.jsonl: ${faultWords('file.symlink').en}`)
    const skip = await scanHere(['c', ...quick, '--skip-symlinks', '--allow-unreadable', '1'], root)
    expect(skip.status).toBe(0)
    expect(skip.report.coverage.files).toEqual({ read: 1, unreadable: 0, skipped: 1 })
    execFileSync('mkfifo', [join(root, 'c', 'pipe.jsonl')])
    const pipe = await scanHere(['c', ...quick, '-q'], root)
    expect(pipe.status).toBe(3)
    expect(pipe.report.coverage.files).toEqual({ read: 1, unreadable: 2, skipped: 0 })
    expect(pipe.stdout + pipe.stderr).toBe('')
    expectLedgerAddsUp(pipe.report, { files: 3, bytes: Buffer.byteLength(good) })
  })

  it('names with a newline, a backslash and bytes that are not UTF-8', async () => {
    const root = fill(folder(), { 'c/a\nb.jsonl': good, 'c/a\\b.jsonl': good, 'c/ü ñ "quoted".jsonl': good })
    const fine = await scanHere(['c', ...quick], root)
    expect(fine.status).toBe(0)
    expect(fine.report.coverage.files.read).toBe(3)
    // GNU sha256sum reads the escaped names.
    const checked = execFileSync('sha256sum', ['-c', join(fine.out, 'corpus.sha256')], { cwd: join(root, 'c'), encoding: 'utf8' })
    expect(checked.match(/OK/g)).toHaveLength(3)

    writeFileSync(Buffer.concat([Buffer.from(join(root, 'c/bad')), Buffer.from([0xff, 0xfe]), Buffer.from('.jsonl')]), good)
    const bad = await scanHere(['c', ...quick], root)
    expect(bad.status).toBe(3)
    expect(bad.report.coverage.files).toEqual({ read: 3, unreadable: 1, skipped: 0 })
    expectLedgerAddsUp(bad.report, { files: 4, bytes: 4 * Buffer.byteLength(good) })
    // No manifest line can name it, so nothing may claim to bind this corpus.
    expect(filesOf(bad.out)).not.toContain('statement.json')
    expect(bad.stderr).toContain('no statement was written')
    // Nobody can name it from a shell either: the sentence does not offer the same name again.
    const named = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" scan c/bad*.jsonl --lang en -o named`], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(named.status).toBe(2)
    expect(named.stderr).toMatch(/the name of c\/bad.+ is not UTF-8; rename it first/)
  })

  it.skipIf(isRoot && !nobodyCanRun())('no permission to read', async () => {
    const root = fill(folder(), { 'c/good.jsonl': good, 'c/secret.jsonl': good, 'c/shut/a.jsonl': good })
    chmodSync(root, 0o755)
    chmodSync(join(root, 'c/secret.jsonl'), 0)
    chmodSync(join(root, 'c/shut'), 0)
    const out = folder()
    chmodSync(out, 0o777)
    const ran = await run(['scan', 'c', ...quick, '-o', join(out, 'r')], { cwd: root, ...(isRoot ? { uid: 65534 } : {}) })
    chmodSync(join(root, 'c/shut'), 0o755)
    expect(ran.stderr).toContain(`secret.jsonl: ${faultWords('file.unreadable').en}`)
    expect(ran.stderr).toContain(`shut: ${faultWords('file.folder-unreadable').en}`)
    expect(ran.status).toBe(3)
    // And nowhere to write to.
    chmodSync(out, 0o755)
    const nowhere = await run(['scan', 'c', ...quick, '-o', out], { cwd: root, ...(isRoot ? { uid: 65534 } : {}) })
    if (isRoot) {
      expect(nowhere.status).toBe(2)
      expect(nowhere.stderr).toContain('choose another one with --out')
    }
  })

  it('a file that grows while it is read is no state of any corpus', async () => {
    const root = fill(folder(), { 'c/log.jsonl': good.repeat(100_000), 'c/good.jsonl': good })
    const log = join(root, 'c/log.jsonl')
    const writer = spawn(process.execPath, [
      '-e',
      `setInterval(() => require('fs').appendFileSync(process.argv[1], '{"text":"more"}\\n'), 5)`,
      log,
    ])
    try {
      const scanned = await scanHere(['c', ...quick, '--workers', '1'], root)
      expect(scanned.status).toBe(3)
      expect(scanned.report.statistics.faults.byCode.map((row) => row.code)).toContain('file.changed')
      expect(scanned.report.coverage.files).toEqual({ read: 1, unreadable: 1, skipped: 0 })
      expect(scanned.stderr).toContain(`log.jsonl: ${faultWords('file.changed').en}`)
      expect(filesOf(scanned.out)).not.toContain('statement.json')
      expect(readFileSync(join(scanned.out, 'corpus.sha256'), 'utf8')).toBe(`${sha256(good)}  good.jsonl\n`)
    } finally {
      writer.kill()
    }
  })

  it('a file that vanishes before its turn', async () => {
    const root = fill(folder(), { 'c/big.jsonl': good.repeat(100_000), 'c/gone.jsonl': good })
    const out = join(folder(), 'out')
    const ran = await run(['scan', 'c', ...quick, '--workers', '1', '-o', out], {
      cwd: root,
      started() {
        // Once the spool is there, the files are listed; the larger one is read first.
        const wait = setInterval(() => {
          if (!filesOf(out).some((name) => name.startsWith('.partial'))) return
          clearInterval(wait)
          rmSync(join(root, 'c/gone.jsonl'))
        }, 1)
      },
    })
    expect(ran.status).toBe(3)
    expect(ran.stderr).toContain(`gone.jsonl: ${faultWords('file.vanished').en}`)
    expect(filesOf(out)).toEqual(reportFiles)
  })

  it('a file that is replaced between listing and judging is seen by its ranges as well', async () => {
    const root = fill(folder(), { 'c/big.jsonl': good.repeat(100_000) })
    const out = join(folder(), 'out')
    const ran = await run(['scan', 'c', ...quick, '--workers', '2', '--shard-size', '1MiB', '-o', out], {
      cwd: root,
      started() {
        const wait = setInterval(() => {
          if (!filesOf(out).some((name) => name.startsWith('.partial'))) return
          clearInterval(wait)
          appendFileSync(join(root, 'c/big.jsonl'), '\n')
        }, 1)
      },
    })
    expect(ran.status).toBe(3)
    expect(ran.stderr).toContain(faultWords('file.changed').en)
  })
})

/** Whether another user may run node and read the program: the only way root can be refused anything. */
function nobodyCanRun(): boolean {
  try {
    execFileSync(process.execPath, ['-e', 'require("fs").readFileSync(process.argv[1])', bin], { uid: 65534, cwd: '/' })
    return true
  } catch {
    skipped('no permission to read', 'the tests run as root, and no other user may run the program here')
    return false
  }
}
