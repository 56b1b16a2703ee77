import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultWords } from '../../src/words/faults.ts'
import { home } from '../built.ts'
import {
  bin,
  bytesIn,
  environment,
  expectLedgerAddsUp,
  expectSame,
  filesOf,
  fill,
  findingsOf,
  folder,
  isRoot,
  lines,
  reportFiles,
  reportOf,
  run,
  scan,
  sha256,
  skipped,
} from './kit.ts'

/** How runs end: full disks, signals, readers that go away, two at a time, and every exit code. */

const phone = { text: '手机13912345678，请回电。' }
const plain = { text: 'The tide table is printed every spring, in words that no rule looks for.' }
const quick = ['--no-config']

/** Whether a small file system of our own can be mounted. */
function tinyDisk(): string | undefined {
  if (!isRoot || process.platform !== 'linux') return undefined
  const at = folder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', at], { stdio: 'ignore' })
    return at
  } catch {
    return undefined
  }
}

describe('a full disk', () => {
  let disk: string | undefined
  beforeAll(() => {
    disk = tinyDisk()
    if (disk === undefined) skipped('a full disk', 'mounting a small file system needs root and a kernel that allows it')
  })
  afterAll(() => {
    if (disk !== undefined) execFileSync('umount', [disk])
  })

  it('ends with a sentence and 75, and leaves no half of a file', async (context) => {
    if (disk === undefined) return context.skip()
    const out = join(disk, 'out')
    // The report page alone is larger than the disk.
    const page = await run(['scan', 'c', ...quick, '-o', out], { cwd: fill(folder(), { 'c/a.jsonl': lines([plain]) }) })
    expect(page.status).toBe(75)
    expect(page.stderr).toMatch(/^error: .*ENOSPC/)
    expect(filesOf(out).filter((name) => name.startsWith('.') || name.endsWith('.tmp'))).toEqual([])
    expect(filesOf(out)).not.toContain('report.json')
    expect(filesOf(out)).not.toContain('statement.json')
    rmSync(out, { recursive: true })

    // And the findings of a large corpus do not fit while it is read.
    const many = fill(folder(), { 'c/a.jsonl': lines([phone]).repeat(30_000) })
    const spool = await run(['--lang', 'zh', 'scan', 'c', ...quick, '-o', out], { cwd: many })
    expect(spool.status).toBe(75)
    expect(spool.stderr).toMatch(/^错误：.*ENOSPC/)
    expect(filesOf(out)).toEqual([])
  })

  it('behind standard output is told too', async (context) => {
    if (process.platform !== 'linux') return context.skip()
    const root = fill(folder(), { 'c/a.jsonl': lines([plain]) })
    const script = `"${process.execPath}" "${bin}" --json scan c --no-config -o out > /dev/full; echo $?`
    expect(
      execFileSync('sh', ['-c', script], { cwd: root, env: environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    ).toBe('75\n')
    expect(filesOf(join(root, 'out'))).toEqual(reportFiles)
  })
})

describe('a heap that is full', () => {
  it('ends with 134 and no leak, no half of a file and what was finished; with more memory the run goes on to the same bytes', async () => {
    // One record of very many values, behind files that are read before it because they are longer.
    const values = Array.from({ length: 150_000 }, (_, i) => `user${i}`)
    const root = fill(folder(), { 'c/hostile.jsonl': lines([{ values }]), 'c/plain.jsonl': lines([plain]).repeat(100_000) })
    const args = ['scan', 'c', ...quick, '--no-run-metadata', '--fail-on', 'none', '--workers', '1']
    const out = join(root, 'out')
    const ended = await run([...args, '--shard-size', '4MiB', '--save-every', '1MiB', '-o', out], {
      cwd: root,
      node: ['--max-old-space-size=48'],
    })
    // A shell says 134 = 128 + SIGABRT.
    expect([ended.status, ended.signal]).toEqual([null, 'SIGABRT'])
    expect(ended.stderr).toContain('heap out of memory')
    expect(ended.stdout + ended.stderr).not.toMatch(/user\d/)
    expect(filesOf(out)).toEqual(['.lock', '.partial'])
    const resumed = await run([...args, '--resume', '-o', out], { cwd: root })
    expect(resumed.stderr).toContain('going on with an earlier run: 8.4 MB of')
    expect(resumed.status).toBe(0)
    const whole = join(root, 'whole')
    expect((await run([...args, '-o', whole], { cwd: root })).status).toBe(0)
    expectSame(out, bytesIn(whole))
  }, 180_000)

  it('of another thread is a sentence and 75, and what was finished is kept', async () => {
    // The first thread has the longer of the two to read, and the other takes the record.
    const values = Array.from({ length: 400_000 }, (_, i) => `user${i}`)
    const root = fill(folder(), { 'c/hostile.jsonl': lines([{ values }]), 'c/plain.jsonl': lines([plain]).repeat(100_000) })
    const out = join(root, 'out')
    const ended = await run(['scan', 'c', ...quick, '--workers', '2', '--shard-size', '8MiB', '--save-every', '64KiB', '-o', out], {
      cwd: root,
      node: ['--max-old-space-size=96'],
    })
    expect(ended.status).toBe(75)
    expect(ended.stderr).toMatch(/^error: a worker reached the memory limit of Node\.js; .*--resume/m)
    expect(filesOf(out)).toEqual(['.partial'])
  })
})

describe('a signal', () => {
  it.each([
    ['SIGINT', 130, 'a plain file', []],
    ['SIGTERM', 143, 'a file read in ranges', ['--shard-size', '4MiB']],
  ] as const)('%s ends the run with %d: what was read of %s is kept and said', async (signal, code, _what, more) => {
    const root = folder()
    // One thread needs seconds for this.
    writeFileSync(join(root, 'big.jsonl'), lines([phone, ...Array.from({ length: 9 }, () => plain)]).repeat(150_000))
    const size = readFileSync(join(root, 'big.jsonl')).length
    const out = join(folder(), 'out')
    const begun = Date.now()
    const ran = await run(['scan', 'big.jsonl', ...quick, '--workers', '1', '-o', out, ...more], {
      cwd: root,
      started(child) {
        const wait = setInterval(() => {
          // The first findings are on the disk: the thread is at work.
          if (!filesOf(out).some((name) => name.startsWith('.partial') && existsSync(join(out, name, 'spool', '0')))) return
          clearInterval(wait)
          setTimeout(() => child.kill(signal), 200)
        }, 5)
      },
    })
    expect(Date.now() - begun).toBeLessThan(30_000)
    expect(ran.status).toBe(code)
    const report = reportOf(out)
    expect(report.coverage.complete).toBe(false)
    expect(report.results.complete).toBe(false)
    expectLedgerAddsUp(report, { files: 1, bytes: size })
    expect(report.coverage.records.read).toBeGreaterThan(0)
    expect(report.coverage.records.read).toBeLessThan(1_500_000)
    // No row was made into a fault by being cut.
    expect(report.statistics.faults.byCode.map((row) => row.code)).toEqual(['run.interrupted'])
    expect(report.coverage.bytes.unreadable).toBeGreaterThan(0)
    // Bytes and records tell the same story.
    const perRecord = size / 1_500_000
    expect(Math.abs(report.coverage.bytes.read - report.coverage.records.read * perRecord)).toBeLessThan(2 * 1024 * 1024)
    expect(findingsOf(out)).toHaveLength(report.findings.total)
    expect(sha256(readFileSync(join(out, 'findings.jsonl')))).toBe(report.findings.file.digest.sha256)
    expect(ran.stderr).toContain(faultWords('run.interrupted').en)
    // Nothing binds a corpus that was not read to its end; nothing half-written stays.
    expect(filesOf(out)).toEqual(['corpus.sha256', 'findings.jsonl', 'report.html', 'report.json'])
  })
})

describe('a reader that goes away', () => {
  it.each([['--json'], ['-v']])('does not harm the report (%s | head -c 1)', (flag) => {
    const root = fill(folder(), { 'c/a.jsonl': lines([plain]) })
    const script = `("${process.execPath}" "${bin}" scan c ${flag} --no-config -o out; echo $? > status) | head -c 1`
    const got = execFileSync('sh', ['-c', script], { cwd: root, env: environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    expect(got).toHaveLength(1)
    expect(readFileSync(join(root, 'status'), 'utf8')).toBe('0\n')
    expect(filesOf(join(root, 'out'))).toEqual(reportFiles)
  })
})

describe('the output folder', () => {
  it('is one run’s at a time; a run that was killed does not block the next', async () => {
    const root = fill(folder(), { 'c/a.jsonl': lines([plain]), 'big/a.jsonl': lines([plain]).repeat(600_000) })
    const out = join(root, 'out')
    const first = spawn(process.execPath, [bin, 'scan', 'big', ...quick, '-o', out, '--workers', '1'], {
      cwd: root,
      env: environment(),
      stdio: 'ignore',
    })
    const over = new Promise((resolve) => first.on('close', resolve))
    while (!filesOf(out).some((name) => name.startsWith('.partial'))) await new Promise((later) => setTimeout(later, 5))
    const second = await run(['scan', 'c', ...quick, '-o', out], { cwd: root })
    expect(second.status).toBe(75)
    expect(second.stderr).toContain(`another run (process ${first.pid})`)
    first.kill('SIGKILL')
    await over
    expect(filesOf(out)).toContain('.lock')
    const third = await run(['scan', 'c', ...quick, '-o', out], { cwd: root })
    expect(third.status).toBe(0)
    expect(filesOf(out)).toEqual(reportFiles)
  })

  it('inside the corpus is no part of it, and an earlier report and signature go', async () => {
    const root = fill(folder(), { 'a.jsonl': lines([plain]) })
    for (let i = 0; i < 2; i++) {
      const ran = await run(['scan', '.', ...quick, '-o', 'out'], { cwd: root })
      expect(ran.status).toBe(0)
      expect(reportOf(join(root, 'out')).corpus.files).toBe(1)
      if (i === 0) fill(root, { 'out/report.12345678.sigstore.json': '{}', 'out/report.sigstore.json': '{}', 'out/mine.txt': 'kept' })
    }
    expect(filesOf(join(root, 'out'))).toEqual([...reportFiles, 'mine.txt'].sort())
  })

  it('cannot be a file', async () => {
    const root = fill(folder(), { 'a.jsonl': lines([plain]), out: 'a file' })
    const ran = await run(['scan', 'a.jsonl', ...quick, '-o', 'out'], { cwd: root })
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain('choose another one with --out')
  })
})

describe('exit codes', () => {
  it('0, 1 and 3: passed, gate not met, incomplete; 1 goes before 3', async () => {
    const root = fill(folder(), {
      'fine/a.jsonl': lines([plain]),
      'found/a.jsonl': lines([plain, phone]),
      'cut/a.jsonl': `${lines([plain])}{`,
      'both/a.jsonl': `${lines([phone])}{`,
    })
    const codes = await Promise.all(
      ['fine', 'found', 'cut', 'both'].map(async (name) => (await scan([name, ...quick], { cwd: root })).status),
    )
    expect(codes).toEqual([0, 1, 3, 1])
  })

  it('4: a report that was changed after it was signed', async () => {
    const root = fill(folder(), { 'c/a.jsonl': lines([plain]) })
    expect((await run(['keygen', '--out', 'k', '--no-encrypt'], { cwd: root })).status).toBe(0)
    const signed = await run(['scan', 'c', ...quick, '-o', 'out', '--key', 'k.key'], { cwd: root })
    expect(signed.status).toBe(0)
    expect(filesOf(join(root, 'out'))).toEqual([...reportFiles, 'report.sigstore.json'].sort())
    const fine = await run(['verify', 'out', '--key', 'k.pub', '--corpus', 'c'], { cwd: root })
    expect(fine.status).toBe(0)
    writeFileSync(join(root, 'c/a.jsonl'), lines([plain, plain]))
    expect((await run(['verify', 'out', '--key', 'k.pub', '--corpus', 'c'], { cwd: root })).status).toBe(4)
    const file = join(root, 'out/report.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"PASSED"', '"FAILED"'))
    expect((await run(['verify', 'out', '--key', 'k.pub'], { cwd: root })).status).toBe(4)
  })

  it('70: an installation with a part missing is a bug that says where, and nothing else', async () => {
    const copy = folder()
    for (const name of ['bin', 'dist', 'rules', 'package.json']) cpSync(join(home, name), join(copy, name), { recursive: true })
    symlinkSync(join(home, 'node_modules'), join(copy, 'node_modules'))
    rmSync(join(copy, 'dist/program/worker.js'))
    const root = fill(folder(), { 'c/a.jsonl': lines([phone]), 'c/b.jsonl': lines([phone]) })
    const ran = await new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const args = ['--json', 'scan', 'c', '--no-config', '-o', 'out', '--workers', '2']
      const child = spawn(process.execPath, [join(copy, 'bin/dataaudit.js'), ...args], { cwd: root, env: environment() })
      let stdout = ''
      let stderr = ''
      child.stdout.on('data', (piece) => (stdout += piece))
      child.stderr.on('data', (piece) => (stderr += piece))
      child.on('close', (status) => resolve({ status, stdout, stderr }))
    })
    expect(ran.status).toBe(70)
    expect(ran.stderr).toContain('internal bug')
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { exit: 70, code: 'bug' } })
    expect(ran.stdout + ran.stderr).not.toContain('13912345678')
    // The lock and the spool are gone.
    expect(filesOf(join(root, 'out'))).toEqual([])
  })

  it('2: not built yet', async () => {
    const copy = folder()
    mkdirSync(join(copy, 'bin'))
    cpSync(bin, join(copy, 'bin/dataaudit.js'))
    writeFileSync(join(copy, 'package.json'), '{"type":"module"}')
    expect(() => execFileSync(process.execPath, [join(copy, 'bin/dataaudit.js')], { stdio: 'pipe' })).toThrow(/not built yet/)
  })
})
