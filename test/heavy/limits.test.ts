import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bin, environment, expectLedgerAddsUp, filesOf, folder, lines, reportOf, run } from '../cli/kit.ts'

/** Large inputs: memory stays bounded, an interruption is quick, ranges count like the whole. */

const phone = { text: '手机13912345678，请回电。' }
const plain = { text: 'The tide table is printed every spring, in words that no rule looks for.' }

/** Writes `bytes` of a block again and again between a head and a tail. Gives the size. */
function large(path: string, head: string, block: string, bytes: number, tail: string): number {
  const file = openSync(path, 'w')
  const piece = Buffer.from(block.repeat(Math.max(1, Math.ceil((4 << 20) / block.length))))
  writeSync(file, head)
  for (let done = 0; done < bytes; done += piece.length) writeSync(file, piece)
  writeSync(file, tail)
  closeSync(file)
  return statSync(path).size
}

/** Peak resident memory of a scan in MB, measured from outside by GNU time where there is one, else from inside at exit. */
async function peak(args: readonly string[], cwd: string): Promise<{ status: number | null; megabytes: number }> {
  const preload = join(cwd, 'peak.cjs')
  const file = openSync(preload, 'w')
  writeSync(file, `if (require('worker_threads').isMainThread) process.on('exit', () => require('fs').writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)))`)
  closeSync(file)
  const ran = await run(args, { cwd, node: ['--require', preload], env: { PEAK_FILE: join(cwd, 'peak') } })
  return { status: ran.status, megabytes: Number(readFileSync(join(cwd, 'peak'), 'utf8')) / 1024 }
}

describe('one line of 200 MB', () => {
  it.each([
    ['JSON Lines', 'a.jsonl', `${JSON.stringify(phone)}\n{"text":"`, 'abcdefgh ', `"}\n${JSON.stringify(phone)}\n`, 'record.too-large', 2],
    ['a JSON array', 'a.json', `[${JSON.stringify(phone)},\n{"text":"`, 'abcdefgh ', `"},${JSON.stringify(phone)}]`, 'record.too-large', 2],
    ['a quoted CSV cell', 'a.csv', 'n,text\n1,手机13912345678\n2,"', 'abcdefgh ', '"\n3,手机13912345678\n', 'record.too-large', 2],
    ['a CSV quote that is never closed', 'b.csv', 'n,text\n1,手机13912345678\n2,"', 'abc,defgh\n', '', 'csv.quote-not-closed', 1],
    ['a text', 'a.txt', '', 'abcdefgh ', '', 'record.too-large', 0],
  ])('%s is a fault, not a crash: memory stays bounded', async (_what, name, head, block, tail, code, found) => {
    const root = folder()
    const size = large(join(root, name), head, block, 200_000_000, tail)
    const { status, megabytes } = await peak(['scan', name, '--no-config', '--fail-on', 'none', '-o', 'out'], root)
    const report = reportOf(join(root, 'out'))
    console.log(`${name}: peak ${megabytes.toFixed(0)} MB`)
    expect(status).toBe(3)
    expect(megabytes).toBeLessThan(700)
    expectLedgerAddsUp(report, { files: 1, bytes: size })
    expect(report.statistics.faults.byCode.map((row) => row.code)).toEqual([code])
    expect(report.coverage.bytes.unreadable).toBeGreaterThan(199_000_000)
    expect(report.findings.total).toBe(found)
  })
})

describe('300 MB of records', () => {
  it('interrupted half-way end within seconds; the same file read through counts every record', async () => {
    const root = folder()
    const block = lines([phone, ...Array.from({ length: 99 }, () => plain)])
    const size = large(join(root, 'big.jsonl'), '', block, 300_000_000, '')
    const records = (size / Buffer.byteLength(block)) * 100
    const child = spawn(process.execPath, [bin, 'scan', 'big.jsonl', '--no-config', '-o', 'cut', '--shard-size', '16MiB'], { cwd: root, env: environment(), stdio: 'ignore' })
    const over = new Promise<number | null>((resolve) => child.on('close', resolve))
    while (!filesOf(join(root, 'cut')).some((name) => name.startsWith('.partial-'))) await new Promise((later) => setTimeout(later, 5))
    await new Promise((later) => setTimeout(later, 1200))
    const asked = Date.now()
    child.kill('SIGINT')
    expect(await over).toBe(130)
    expect(Date.now() - asked).toBeLessThan(5000)
    expect(filesOf(join(root, 'cut'))).toEqual(['corpus.sha256', 'findings.jsonl', 'report.html', 'report.json'])
    const cut = reportOf(join(root, 'cut'))
    expect(cut.coverage.complete).toBe(false)
    expect(cut.coverage.records.read).toBeLessThan(records)
    expectLedgerAddsUp(cut, { files: 1, bytes: size })

    const { status, megabytes } = await peak(['scan', 'big.jsonl', '--no-config', '--fail-on', 'none', '-o', 'whole'], root)
    console.log(`300 MB in ranges: peak ${megabytes.toFixed(0)} MB`)
    expect(status).toBe(0)
    expect(megabytes).toBeLessThan(700)
    const whole = reportOf(join(root, 'whole'))
    expect(whole.coverage.records).toEqual({ read: records, unreadable: 0, skipped: 0 })
    expect(whole.findings.total).toBe(records / 100)
    expect(execFileSync('sha256sum', ['-c', join(root, 'whole/corpus.sha256')], { cwd: root, encoding: 'utf8' })).toBe('big.jsonl: OK\n')
  })
})
