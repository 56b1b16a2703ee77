import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/index.ts'
import { told } from './console.ts'
import { fill, folder, reportOf, run } from './kit.ts'

/** The gate from the command line: every kind of limit met and not met, and the exit code that says so. */

const phone = { text: '请回电，手机13912345678。' }
const mail = { text: 'Write to someone@mail-host.org about it.' }
const plain = { text: 'The tide table is printed every spring, in words that no rule looks for.' }

let cwd: string
let report: Report
beforeAll(async () => {
  cwd = fill(folder(), {
    'c/a.jsonl': [phone, phone, mail, ...Array.from({ length: 7 }, () => plain)],
    'broken/a.jsonl': '{"text": "a whole row"}\n{"text"\n',
  })
  // Without a policy of its own the report passes: what is judged here is judged by gate.
  expect((await run(['scan', 'c', '--no-config', '--fail-on', 'none', '-o', 'full'], { cwd })).status).toBe(0)
  expect((await run(['scan', 'broken', '--no-config', '-o', 'part'], { cwd })).status).toBe(3)
  report = reportOf(join(cwd, 'full'))
})

/** What gate says of a report under a policy. */
async function judged(policy: string, which = 'full', ...more: string[]) {
  writeFileSync(join(cwd, 'p.yaml'), policy)
  const plainly = await told(['gate', which, '--no-config', '--policy', 'p.yaml', ...more], cwd)
  const json = await told(['--json', 'gate', which, '--no-config', '--policy', 'p.yaml', ...more], cwd)
  const verdict = JSON.parse(json.stdout) as {
    verdict: string
    complete: boolean
    exit: number
    reasons: { limit: string; blocking: boolean }[]
  }
  expect(json.status).toBe(plainly.status)
  expect(verdict.exit).toBe(plainly.status)
  return { ...plainly, verdict, blocking: verdict.reasons.filter((one) => one.blocking).map((one) => one.limit) }
}

describe('gate', () => {
  it('stands on the findings it believes to stand on', () => {
    const of = (rule: string) => report.statistics.findings.byRule.find((row) => row.rule === rule)!
    expect(of('pii-cn/mobile').findings.high).toBe(2)
    expect(of('pii-cn/mobile').rate.records).toBe(2)
    expect(of('pii-intl/email').findings.high + of('pii-intl/email').findings.medium).toBe(1)
    expect(report.statistics.volume.records).toBe(10)
  })

  it.each([
    ['a rule', 'rule: pii-cn/mobile, max: 2', 'rule: pii-cn/mobile, max: 1', 'limit:pii-cn/mobile<=1'],
    ['a risk', 'risk: CN-A4-f, max: 9', 'risk: CN-A4-f, max: 1', 'limit:CN-A4-f<=1'],
    ['a domain', 'domain: pii, max: 9', 'domain: pii, max: 0', 'limit:pii<=0'],
    ['a severity', 'severity: error, max: 2', 'severity: error, max: 1', 'limit:error<=1'],
    ['a rate', 'rule: pii-cn/mobile, maxRate: 0.2', 'rule: pii-cn/mobile, maxRate: 0.19', 'limit:pii-cn/mobile<='],
    ['a rate per million', 'rule: pii-cn/mobile, maxRatePpm: 200000', 'rule: pii-cn/mobile, maxRatePpm: 199999', 'limit:pii-cn/mobile<='],
    [
      'a confidence',
      'rule: pii-cn/mobile, confidence: high, max: 2',
      'rule: pii-cn/mobile, confidence: low, max: 1',
      'limit:pii-cn/mobile<=1',
    ],
  ])('holds a limit on %s exactly', async (_what, met, broken, limit) => {
    const fine = await judged(`failOn: none\nlimits: [{${met}}]\n`)
    expect(fine.blocking).toEqual([])
    expect(fine.status).toBe(0)
    const failed = await judged(`failOn: none\nlimits: [{${broken}}]\n`)
    expect(failed.status).toBe(1)
    expect(failed.blocking).toHaveLength(1)
    expect(failed.blocking[0]).toContain(limit)
    expect(failed.stdout).toMatch(/^FAILED\n/)
    expect(failed.stdout).toContain('× ')
  })

  it('holds fail-on, from the policy and from the flag', async () => {
    expect((await judged('failOn: error\n')).status).toBe(1)
    expect((await judged('failOn: none\n')).status).toBe(0)
    expect((await judged('failOn: error\n', 'full', '--fail-on', 'none')).status).toBe(0)
    expect((await judged('failOn: none\n', 'full', '--fail-on', 'warning')).status).toBe(1)
    // A limit takes the place of failOn for its rule.
    expect((await judged('failOn: error\nlimits: [{rule: pii-cn/mobile, max: 5}]\n')).status).toBe(0)
  })

  it('does not pass what nobody looked for', async () => {
    for (const limit of ['rule: pii-cn/mobil, max: 9', 'risk: CN-A3-b, max: 0']) {
      const got = await judged(`failOn: none\nlimits: [{${limit}}]\n`)
      expect(got.status, limit).toBe(1)
      expect(got.stdout).toContain('cannot be judged')
    }
    const typo = await judged('failOn: none\nlimits: [{rule: pii-cn/mobil, max: 9}]\n')
    expect(typo.stdout).toContain('(did you mean "pii-cn/mobile"?)')
  })

  it('holds required packs, by name and version', async () => {
    const { version } = report.rulePacks.find((pack) => pack.name === 'pii-cn')!
    expect((await judged(`failOn: none\nrequirePacks: [pii-cn, 'pii-cn@${version}']\n`)).status).toBe(0)
    const absent = await judged('failOn: none\nrequirePacks: [pii-cnn]\n')
    expect(absent.status).toBe(1)
    expect(absent.stdout).toContain('pii-cnn (did you mean "pii-cn"?)')
    expect((await judged("failOn: none\nrequirePacks: ['pii-cn@99.0.0']\n")).stdout).toContain(`this scan used ${version}`)
  })

  it('holds faults, what may stay unread, and coverage', async () => {
    const nothing = await judged('failOn: none\n', 'part')
    expect(nothing.status).toBe(3)
    expect(nothing.stdout).toContain('(incomplete)')
    expect((await judged('failOn: none\nfaults: {allowUnreadable: 1}\n', 'part')).status).toBe(0)
    expect((await judged('failOn: none\n', 'part', '--allow-unreadable', '1')).status).toBe(0)
    expect((await judged('failOn: none\n', 'part', '--allow-unreadable', '50%')).status).toBe(0)
    expect((await judged('failOn: none\n', 'part', '--allow-unreadable', '1%')).status).toBe(3)
    const faults = await judged('failOn: none\nfaults: {max: 0, allowUnreadable: 1}\n', 'part')
    expect(faults.status).toBe(1)
    expect(faults.blocking).toEqual(['faults<=0'])
    const coverage = await judged('failOn: none\nrequireCoverage: 999000\nfaults: {allowUnreadable: 1}\n', 'part')
    expect(coverage.status).toBe(1)
    expect(coverage.blocking).toEqual(['require-coverage=999000'])
    expect((await judged('failOn: none\nrequireCoverage: 1000000\n')).status).toBe(0)
    // What was found goes before what was not read.
    expect((await judged('failOn: none\nrequireCoverage: 1000000\n', 'part')).status).toBe(1)
  })

  it('holds clauses that must conform and the floors of the keyword library', async () => {
    const typo = await judged("failOn: none\nrequireConform: ['cac-2023:7.33']\n")
    expect(typo.status).toBe(1)
    expect(typo.stdout).toContain('the report has no such row')
    const nonconform = report.requirements.find((row) => row.result === 'nonconform' && row.mark !== 'R')!
    expect((await judged(`failOn: none\nrequireConform: ['${nonconform.id}']\n`)).status).toBe(1)
    expect((await judged('failOn: none\nrequireKeywordFloor: true\n')).status).toBe(1)
  })

  it('speaks Chinese, colours only when asked, and nothing under -q but the exit code', async () => {
    writeFileSync(join(cwd, 'p.yaml'), 'failOn: error\n')
    const zh = await told(['--lang', 'zh', 'gate', 'full', '--no-config', '--policy', 'p.yaml'], cwd)
    expect(zh.stdout).toMatch(/^未通过\n {2}× 高置信度的严重级疑似命中 2 处，策略允许 0 处。/)
    expect(zh.stdout).not.toContain('\x1b')
    for (const [flags, env, coloured] of [
      [[], { FORCE_COLOR: '1' }, true],
      [[], { FORCE_COLOR: '0' }, false],
      [[], { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
      [['--color'], { NO_COLOR: '1' }, true],
      [['--no-color'], { FORCE_COLOR: '1' }, false],
    ] as const) {
      const got = await told([...flags, 'gate', 'full', '--no-config', '--policy', 'p.yaml'], cwd, env)
      expect(got.stdout.includes('\x1b[31mFAILED'), JSON.stringify([flags, env])).toBe(coloured)
    }
    const quiet = await told(['-q', 'gate', 'full', '--no-config', '--policy', 'p.yaml'], cwd)
    expect(quiet).toMatchObject({ status: 1, stdout: '', stderr: '' })
  })

  it('phone.yaml, address.yaml, turned.yaml: a policy that names somebody or hides characters is refused before anything is read', async () => {
    for (const [text, code] of [
      ["name: '13912345678'", 'policy.personal'],
      ['requireConform: [someone@mail-host.org]', 'policy.personal'],
      ['name: "release\\u202e"', 'policy.invalid'],
      ['name: "re\\nlease"', 'policy.invalid'],
    ] as const) {
      writeFileSync(join(cwd, 'p.yaml'), text)
      const scanned = await told(['--json', 'scan', 'c', '--no-config', '--policy', 'p.yaml', '-o', 'never'], cwd)
      expect(scanned.status, text).toBe(2)
      expect(JSON.parse(scanned.stdout).error.code).toBe(code)
      expect(scanned.stderr).not.toMatch(/13912345678|someone@/)
      expect(existsSync(join(cwd, 'never/report.json'))).toBe(false)
    }
    writeFileSync(join(cwd, 'p.yaml'), 'name: 发布前检查 2024-05-31\nfailOn: none\n')
    const scanned = await told(['scan', 'c', '--no-config', '--policy', 'p.yaml', '-o', 'named'], cwd)
    expect(scanned.status).toBe(0)
    expect(reportOf(join(cwd, 'named')).results.policy.name).toBe('发布前检查 2024-05-31')
  })

  it('judges report.json itself, and refuses what is none', async () => {
    writeFileSync(join(cwd, 'p.yaml'), 'failOn: none\n')
    expect((await told(['gate', 'full/report.json', '--no-config', '--policy', 'p.yaml'], cwd)).status).toBe(0)
    const json = JSON.parse(readFileSync(join(cwd, 'full/report.json'), 'utf8')) as Report
    writeFileSync(join(cwd, 'old.json'), JSON.stringify({ ...json, coverage: undefined }))
    const old = await told(['gate', 'old.json', '--no-config'], cwd)
    expect(old.status).toBe(2)
    expect(old.stderr).toContain('(at coverage)')
  })
})
