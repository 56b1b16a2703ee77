import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { keep, partialFolder, readPartial, spoolFile } from '../../src/run/partial.ts'
import { base, corpus, fine, fineAlone, phone, plain, runKilled } from './killed.ts'
import { bin, bytesIn, environment, expectSame, filesOf, fill, folder, lines, reportFiles, run } from './kit.ts'

/** A run that was killed at any point, and gone on with, ends with the bytes of one that was not. */

describe('scan --resume', () => {
  let root: string
  let whole: ReadonlyMap<string, Buffer>
  const same = (out: string) => expectSame(out, whole)
  const killed = (out: string, at: string, args?: readonly string[]) => runKilled(root, out, at, args)
  beforeAll(async () => {
    root = corpus()
    const out = join(folder(), 'out')
    const ran = await run([...base, '--workers', '1', '-o', out], { cwd: root })
    expect(ran.status).toBe(3)
    expect(filesOf(out)).toEqual(reportFiles)
    whole = bytesIn(out)
  })

  // Every other point of a run is in test/heavy/resume.test.ts.
  it.each([
    ['before tally/1-0 1', /nothing to resume|going on with/],
    ['before report.json 1', /going on with an earlier run: [\d.]+ MB of [\d.]+ MB were read/],
  ])('goes on after a kill %s', async (at, said) => {
    const out = join(folder(), 'out')
    killed(out, at)
    const ran = await run([...base, '--resume', '--workers', '3', '-o', out], { cwd: root })
    expect(ran.status).toBe(3)
    expect(ran.stderr).toMatch(said)
    same(out)
  })

  it('goes on after several kills', async () => {
    const out = join(folder(), 'out')
    killed(out, 'after tally/1-0 1')
    const first = readPartial(partialFolder(out))!.outcomes.length
    // The first thread always has work; another may have started when nothing is left.
    killed(out, 'before tally/2-0 2', [...fineAlone, '--resume'])
    killed(out, 'after tally/3-0 1', [...fine, '--resume'])
    const third = readPartial(partialFolder(out))!
    expect(third.outcomes.length).toBeGreaterThan(first)
    // No task was done twice.
    expect(new Set(third.outcomes.map(({ task, id }) => `${task} ${id}`)).size).toBe(third.outcomes.length)
    expect((await run([...fine, '--resume', '-o', out], { cwd: root })).status).toBe(3)
    same(out)
  })

  it('does not read again what was finished', async () => {
    const out = join(folder(), 'out')
    killed(out, 'before findings.jsonl 1')
    // What is kept is believed: a mark put into the kept findings comes out in the report.
    const kept = readPartial(partialFolder(out))!.outcomes.find(({ spooled }) => spooled > 0)!
    const spool = spoolFile(partialFolder(out), kept.id)
    const whole = readFileSync(spool)
    writeFileSync(spool, whole.subarray(0, -1))
    expect((await run([...fine, '--resume', '-o', out], { cwd: root })).stderr).toContain('is damaged')
    writeFileSync(spool, whole)
    const marked = readFileSync(spool, 'utf8').replace('"severity":"', '"severitY":"')
    writeFileSync(spool, marked)
    await run([...fine, '--resume', '-o', out], { cwd: root })
    expect(readFileSync(join(out, 'findings.jsonl'), 'utf8').match(/severitY/g)).toHaveLength(1)
  })

  it('refuses when anything has changed, names it, and keeps what there is', async () => {
    const out = join(folder(), 'out')
    const own = folder()
    cpSync(join(root, 'c'), join(own, 'c'), { recursive: true, preserveTimestamps: true })
    writeFileSync(join(own, 'policy.yaml'), 'failOn: none\nconfidence: low\n')
    writeFileSync(join(own, 'terms.csv'), 'term,risk,lang,added_at\nharbour fee,CN-A1-a,en,2026-01-01\n')
    runKilled(own, out, 'after tally/1-0 2', fineAlone)
    const refused = async (changed: RegExp, more: readonly string[], args: readonly string[] = base) => {
      const ran = await run([...args, '--resume', '-o', out, ...more], { cwd: own })
      expect(ran.stderr).toMatch(changed)
      expect(ran.stderr).toContain('cannot be resumed')
      expect(ran.status).toBe(2)
      expect(filesOf(out)).toEqual(['.partial'])
    }
    await refused(/: the configuration \(maxRecordBytes, split\)\./, ['--max-record-bytes', '1MiB', '--split', 'lines'])
    await refused(/: the day of --as-of\./, ['--as-of', '2020-01-01'])
    await refused(/: the policy\./, ['--policy', 'policy.yaml'])
    await refused(/: the keyword library\./, ['--keywords', 'terms.csv'])
    const zh = await run(['--lang', 'zh', ...base, '--resume', '-o', out, '--split', 'lines'], { cwd: own })
    expect(zh.stderr).toContain('无法继续上次的运行')

    const file = join(own, 'c/deep/small.jsonl')
    const { atime, mtime } = statSync(file)
    const bytes = readFileSync(file)
    writeFileSync(file, Buffer.from(bytes).fill(0x20, 20, 21))
    // Times that are put back do not hide it: the change time cannot be.
    utimesSync(file, atime, mtime)
    await refused(/the corpus \(1 file changed, 0 gone, 0 new; the first is deep\/small\.jsonl\)/, [])
    writeFileSync(join(own, 'c/13912345678.jsonl'), '{}')
    await refused(/the corpus \(1 file changed, 0 gone, 1 new\)/, [])
    rmSync(join(own, 'c/13912345678.jsonl'))
    rmSync(file)
    await refused(/the corpus \(0 files changed, 1 gone, 0 new; the first is deep\/small\.jsonl\)/, [])
  })

  it('says so when what was kept is damaged', async () => {
    const out = join(folder(), 'out')
    killed(out, 'after tally/1-0 2', fineAlone)
    const tally = join(partialFolder(out), 'tally', '1-0')
    truncateSync(tally, statSync(tally).size - 1)
    const ran = await run([...base, '--resume', '-o', out], { cwd: root })
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain('is damaged')
    keep(tally, { saves: 99, tally: {} })
    expect((await run([...base, '--resume', '-o', out], { cwd: root })).status).toBe(2)
    expect((await run([...base, '-o', out], { cwd: root })).status).toBe(3)
    same(out)
  })

  it('without it a run says what it found, and starts anew', async () => {
    const out = join(folder(), 'out')
    killed(out, 'after tally/1-0 2', fineAlone)
    const ran = await run([...base, '-o', out], { cwd: root })
    expect(ran.stderr).toMatch(/an earlier run in this folder was stopped after 0\.\d MB of [\d.]+ MB/)
    expect(ran.status).toBe(3)
    same(out)
  })

  it('with nothing to go on with starts from the beginning, and cannot go on with standard input', async () => {
    const out = join(folder(), 'out')
    const ran = await run([...base, '--resume', '-o', out], { cwd: root })
    expect(ran.stderr).toContain('nothing to resume')
    same(out)
    const stdin = spawnSync(process.execPath, [bin, 'scan', '-', '--no-config', '--resume', '-o', join(folder(), 'out')], {
      cwd: root,
      env: environment(),
      input: lines([plain]),
      encoding: 'utf8',
    })
    expect(stdin.status).toBe(2)
    expect(stdin.stderr).toContain('standard input cannot be resumed')
  })

  it('goes on after SIGINT, which reports and keeps what was read', async () => {
    const own = folder()
    fill(own, { 'c/big.jsonl': lines([phone, plain, plain]).repeat(30_000) })
    const reference = join(folder(), 'out')
    expect((await run([...base, '-o', reference], { cwd: own })).status).toBe(0)
    const out = join(folder(), 'out')
    const ran = await run([...base, '--workers', '1', '--shard-size', '256KiB', '--save-every', '256KiB', '-o', out], {
      cwd: own,
      started(child) {
        const wait = setInterval(() => {
          if (!filesOf(join(out, '.partial/tally')).includes('1-0')) return
          clearInterval(wait)
          child.kill('SIGINT')
        }, 5)
      },
    })
    expect(ran.status).toBe(130)
    expect(ran.stderr).toContain('--resume goes on from there')
    expect(filesOf(out)).toEqual(['.partial', 'corpus.sha256', 'findings.jsonl', 'report.html', 'report.json'])
    expect((await run([...base, '--resume', '-o', out], { cwd: own })).status).toBe(0)
    expectSame(out, bytesIn(reference))
  })
})
