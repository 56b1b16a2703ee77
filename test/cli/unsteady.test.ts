import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bin, bytesIn, environment, expectLedgerAddsUp, expectSame, filesOf, fill, folder, reportFiles, reportOf, run } from './kit.ts'

/** What comes in pieces that nobody chose, or set by a script that did not: the result must not hang on it. */

const quick = ['--no-config', '-q', '--fail-on', 'none', '--no-run-metadata']
const plain = '{"text": "the tide table is printed every spring"}\n'
/** 联系人住在北京市海淀区中关村大街，手机13912345678 in GB 18030. */
const gb = Buffer.concat([
  Buffer.from('{"text": "'),
  Buffer.from('c1aacfb5c8cbd7a1d4dab1b1bea9cad0baa3b5edc7f8d6d0b9d8b4e5b4f3bdd6a3accad6bbfa', 'hex'),
  Buffer.from('13912345678"}\n'),
])

describe('standard input', () => {
  it('slow-producer.sh: may pause, whoever is on the other side', { timeout: 240_000 }, () => {
    const cwd = folder()
    const row = '{"text": "手机13912345678，请回电。"}\n'
    const script = `(printf '%s' "$ROW"; sleep 0.7; printf '%s' "$ROW") | "$NODE" "$BIN" scan - ${quick.join(' ')} -o report`
    const ran = spawnSync('sh', ['-c', script], { cwd, env: environment({ ROW: row, NODE: process.execPath, BIN: bin }), encoding: 'utf8' })
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    const report = reportOf(join(cwd, 'report'))
    expectLedgerAddsUp(report, { files: 1, bytes: 2 * Buffer.byteLength(row) })
    expect(report.findings.total).toBe(2)
  })

  it('late-gb18030.jsonl: is in the charset of the whole, however it is cut', { timeout: 240_000 }, () => {
    const cwd = folder()
    const before = Buffer.from(plain.repeat(3000))
    writeFileSync(join(cwd, 'a'), Buffer.concat([before, gb.subarray(0, 13)]))
    writeFileSync(join(cwd, 'b'), Buffer.concat([gb.subarray(13), gb]))
    for (const [n, producer] of ['cat a b', '(cat a; sleep 0.5; cat b)'].entries()) {
      const script = `${producer} | "$NODE" "$BIN" scan - ${quick.join(' ')} -o ${n}`
      const ran = spawnSync('sh', ['-c', script], { cwd, env: environment({ NODE: process.execPath, BIN: bin }), encoding: 'utf8' })
      expect([ran.status, ran.stderr]).toEqual([0, ''])
    }
    expect(filesOf(join(cwd, '0'))).toEqual(reportFiles)
    expectSame(join(cwd, '1'), bytesIn(join(cwd, '0')))
    expect(reportOf(join(cwd, '0')).findings.total).toBe(2)
  })
})

describe('a charset that shows late', () => {
  it('guessed-utf-8.jsonl: is said to be a guess in ranges of any size', { timeout: 240_000 }, async () => {
    const cwd = folder()
    const part = Buffer.from(plain.repeat(3000))
    const bad = Buffer.concat([Buffer.from('{"text": "a '), Buffer.from([0xff]), Buffer.from(' b"}\n')])
    fill(cwd, { 'corpus/early.jsonl': Buffer.concat([bad, part]), 'corpus/late.jsonl': Buffer.concat([part, bad, part]) })
    for (const [n, size] of ['40KiB', '1GiB'].entries()) {
      const ran = await run(['scan', 'corpus', ...quick, '--workers', String(2 - n), '--shard-size', size, '-o', String(n)], { cwd })
      expect([ran.status, ran.stderr]).toEqual([3, ''])
    }
    expectSame(join(cwd, '1'), bytesIn(join(cwd, '0')))
    const { byCode } = reportOf(join(cwd, '0')).statistics.faults
    expect(byCode.map(({ code, count }) => [code, count])).toEqual([
      ['charset.guessed', 2],
      ['json.invalid-utf8', 2],
    ])
  })

  it('one-line-of-gb18030.jsonl: is the same in ranges of any size', { timeout: 240_000 }, async () => {
    const cwd = folder()
    const part = plain.repeat(9000)
    fill(cwd, { 'corpus/a.jsonl': Buffer.concat([Buffer.from(part), gb, Buffer.from(part), gb, Buffer.from(part)]) })
    for (const [n, size] of ['64KiB', '300KiB', '1GiB'].entries()) {
      const ran = await run(['scan', 'corpus', ...quick, '--workers', String(1 + (n % 2)), '--shard-size', size, '-o', String(n)], { cwd })
      expect([ran.status, ran.stderr]).toEqual([0, ''])
    }
    expectSame(join(cwd, '1'), bytesIn(join(cwd, '0')))
    expectSame(join(cwd, '2'), bytesIn(join(cwd, '0')))
    const report = reportOf(join(cwd, '0'))
    expect(report.coverage.complete).toBe(true)
    expect(report.findings.total).toBe(2)
  })
})

describe('a file that is ASCII for eight MiB', () => {
  it('ascii-for-8-mib.jsonl: is UTF-8 from there on, however it is cut: nobody reads it twice to know', { timeout: 240_000 }, async () => {
    const cwd = folder()
    const row = `{"text": "${'the tide table is printed every spring. '.repeat(1700)}"}\n`
    const part = Buffer.from(row.repeat(Math.ceil((8 << 20) / row.length)))
    fill(cwd, { 'corpus/a.jsonl': Buffer.concat([part, gb, part.subarray(0, row.length * 20)]) })
    for (const [n, size] of ['1MiB', '1GiB'].entries()) {
      const ran = await run(['scan', 'corpus', ...quick, '--workers', String(2 - n), '--shard-size', size, '-o', String(n)], { cwd })
      expect([ran.status, ran.stderr]).toEqual([3, ''])
    }
    expectSame(join(cwd, '1'), bytesIn(join(cwd, '0')))
    const report = reportOf(join(cwd, '0'))
    expect(report.statistics.faults.byCode.map(({ code, count }) => [code, count])).toEqual([['json.invalid-utf8', 1]])
    expect(report.findings.total).toBe(1)
  })
})

describe('a variable of the environment', () => {
  it('empty-variable.sh: is neither the working folder nor anything else', async () => {
    const cwd = fill(folder(), { 'corpus/a.txt': 'The tide table.' })
    for (const name of ['DATAAUDIT_OUT', 'DATAAUDIT_CONFIG', 'DATAAUDIT_POLICY', 'DATAAUDIT_LANG', 'DATAAUDIT_WORKERS', 'DATAAUDIT_JSON']) {
      const ran = await run(['scan', 'corpus'], { cwd, env: { [name]: '' } })
      expect([ran.status, ran.stderr]).toEqual([2, `error: the environment variable ${name} is empty; give it a value or unset it\n`])
    }
    const key = await run(['keygen', '-o', 'signer', '--lang', 'zh'], { cwd, env: { DATAAUDIT_KEY_PASSPHRASE: '' } })
    expect([key.status, key.stderr]).toEqual([2, '错误：环境变量 DATAAUDIT_KEY_PASSPHRASE 为空；请填写，或取消设置\n'])
    expect(filesOf(cwd)).toEqual(['.git', 'corpus'])
    const given = await run(['scan', 'corpus', ...quick, '--out', 'report'], { cwd, env: { DATAAUDIT_OUT: '', DATAAUDIT_URL: '' } })
    expect([given.status, given.stderr]).toEqual([0, ''])
  })

  it('json-0.sh: of a switch says on or off', async () => {
    const cwd = fill(folder(), { 'corpus/a.txt': 'The tide table.' })
    const ran = (value: string) => run(['scan', 'corpus', '--no-config'], { cwd, env: { DATAAUDIT_JSON: value } })
    expect((await ran('0')).stdout).toMatch(/^PASSED/)
    expect((await ran('false')).stdout).toMatch(/^PASSED/)
    expect(JSON.parse((await ran('1')).stdout)).toHaveProperty('corpus')
    expect(await ran('perhaps')).toMatchObject({
      status: 2,
      stderr:
        'error: the environment variable DATAAUDIT_JSON cannot be "perhaps": --json takes no value; set it to 1 or 0, or leave it out\n',
    })
  })

  it('no-epoch.sh: SOURCE_DATE_EPOCH is whole seconds', async () => {
    const cwd = fill(folder(), {
      'corpus/a.txt': 'The tide table.',
      'dataaudit.sources.yaml': 'version: 1\ndataset: {name: tides}\nsources: []\n',
    })
    expect((await run(['scan', 'corpus', '-q', '-o', 'report'], { cwd })).status).toBe(0)
    for (const value of ['', 'yesterday', '-1']) {
      const ran = await run(['describe', 'report', '--as', 'openlineage'], { cwd, env: { SOURCE_DATE_EPOCH: value } })
      expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining('the environment variable SOURCE_DATE_EPOCH')])
    }
  })
})
