import type { ChildProcess } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesOf, fill, folder, lines, reportOf, run } from './kit.ts'

/** Whoever asks for the end gets it within seconds, whatever the program is in the middle of; what stays is of use, or nothing stays. */

const quick = ['--no-config', '-q', '--fail-on', 'none']
const plain = { text: 'The tide table is printed every spring, in words that no rule looks for.' }
const addresses = (from: number, count: number) => Array.from({ length: count }, (_, i) => `user${from + i}@mail${i % 97}.de`).join(', ')

/** Sends a signal once a condition holds, and again if it is said; when the program ends, how many seconds after the first that was. */
async function signalled(args: readonly string[], cwd: string, ready: () => boolean, signal: NodeJS.Signals, again?: NodeJS.Signals) {
  let sent = 0
  const ran = await run(args, {
    cwd,
    started(child: ChildProcess) {
      const wait = setInterval(() => {
        if (!ready()) return
        clearInterval(wait)
        sent = performance.now()
        child.kill(signal)
        // Another one, for two of a kind may come as one.
        if (again !== undefined) child.kill(again)
      }, 5)
      child.on('close', () => clearInterval(wait))
    },
  })
  return { ...ran, seconds: (performance.now() - sent) / 1000 }
}

describe('a signal', () => {
  it('hangup.sh: SIGHUP keeps what was read and leaves nothing else', { timeout: 60_000 }, async () => {
    const cwd = fill(folder(), { 'c/big.jsonl': lines([{ text: addresses(0, 2) }, plain]).repeat(60_000) })
    const out = join(cwd, 'out')
    const ran = await signalled(
      ['scan', 'c', ...quick, '--workers', '1', '-o', out],
      cwd,
      () => existsSync(join(out, '.partial/spool/0')),
      'SIGHUP',
    )
    expect([ran.status, ran.signal]).toEqual([129, null])
    expect(reportOf(out).coverage.complete).toBe(false)
    expect(filesOf(out)).toEqual(['corpus.sha256', 'findings.jsonl', 'report.html', 'report.json'])
  })

  it('one-large-record.jsonl: ends the process at once in the middle of a record of many findings', { timeout: 60_000 }, async () => {
    const cwd = fill(folder(), { 'c/large.jsonl': lines([{ text: addresses(0, 600_000) }]) })
    const out = join(cwd, 'out')
    let since = 0
    const ran = await signalled(
      ['scan', 'c', ...quick, '--workers', '1', '-o', out],
      cwd,
      () => {
        if (existsSync(join(out, '.partial/plan'))) since ||= performance.now()
        return since > 0 && performance.now() - since > 700
      },
      'SIGINT',
    )
    // The record takes some six seconds, and more where others are at work.
    expect(ran.seconds).toBeLessThan(2)
    expect(ran.signal ?? ran.status).toBe('SIGINT')
    // Like any run that was killed: the next one takes the folder over.
    writeFileSync(join(cwd, 'c/large.jsonl'), lines([plain]))
    expect((await run(['scan', 'c', ...quick, '-o', out], { cwd })).status).toBe(0)
    expect(filesOf(out)).not.toContain('.lock')
    expect(filesOf(out)).not.toContain('.partial')
  })

  it('large-record-elsewhere.jsonl: is not kept waiting by another thread in such a record', { timeout: 60_000 }, async () => {
    // The first thread has the longer file to read, and the other takes the record.
    const cwd = fill(folder(), { 'c/a.jsonl': lines([{ text: addresses(0, 1_100_000) }]), 'c/b.jsonl': lines([plain]).repeat(300_000) })
    const out = join(cwd, 'out')
    let since = 0
    const ran = await signalled(
      ['scan', 'c', ...quick, '--workers', '2', '--shard-size', '1GiB', '--save-every', '1KiB', '-o', out],
      cwd,
      () => {
        // The first thread is done and has saved; the other is given time to come to its record.
        if (existsSync(join(out, '.partial/tally/1-0'))) since ||= performance.now()
        return since > 0 && performance.now() - since > 1500
      },
      'SIGINT',
    )
    expect(ran.seconds).toBeLessThan(6)
    expect([ran.status, ran.stderr]).toEqual([130, expect.stringMatching(/^warning: the run was interrupted in the middle of records/)])
    expect(filesOf(out)).toEqual(['.partial'])
  })

  it('twice.sh: the second ends the process at once and leaves nothing that is of no use', { timeout: 60_000 }, async () => {
    const cwd = fill(folder(), { 'c/big.jsonl': lines([{ text: addresses(0, 2) }, plain]).repeat(60_000) })
    const out = join(cwd, 'out')
    const ran = await signalled(
      ['scan', 'c', ...quick, '--workers', '1', '-o', out],
      cwd,
      () => existsSync(join(out, '.partial/findings.jsonl')) || existsSync(join(out, '.partial/spool/0')),
      'SIGTERM',
      'SIGINT',
    )
    expect([130, 143]).toContain(ran.status)
    expect(filesOf(out)).toEqual([])
    const copy = join(cwd, 'copy')
    const cut = await signalled(
      ['redact', 'c', '--no-config', '-q', '--workers', '1', '-o', copy],
      cwd,
      () => filesOf(copy).length > 0,
      'SIGTERM',
      'SIGINT',
    )
    expect([130, 143]).toContain(cut.status)
    expect(filesOf(copy)).toEqual([])
  })
})
