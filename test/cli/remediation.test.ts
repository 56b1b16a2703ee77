import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { threeMonthsAfter } from '../../src/attest/open-findings.ts'
import type { Report } from '../../src/report/index.ts'
import { told } from './console.ts'
import { fill, folder, reportOf, run } from './kit.ts'

/** Articles 13 and 15: what earlier reports recorded and is still there, and proof that nothing of a person remains. */

const plain = { text: 'The tide table is printed every spring.' }
/** Published example of GB 11643, and a second number made by its rule. */
const critical = (n = 0) => ({ text: `身份证号码：${['11010519491231002X', '440524188001010014'][n % 2]}`, n })

const scanned = async (root: string, out: string, asOf: string, ...more: string[]): Promise<Report> => {
  const done = await told(
    ['scan', 'c', '--no-config', '--quiet', '--no-run-metadata', '--fail-on', 'none', '--as-of', asOf, '-o', out, ...more],
    root,
  )
  expect(done.status, done.stderr).toBe(0)
  return reportOf(join(root, out))
}
const row = (report: Report, id: string) => report.requirements.find((one) => one.id === id)!

describe('findings that stay', () => {
  it('are told with the day they were first recorded on, and the row on Article 15 by the reference day', async () => {
    const root = fill(folder(), { 'c/a.jsonl': [critical(), plain], 'c/b.jsonl': [critical()], 'c/d.jsonl': [plain, critical()] })
    const first = await scanned(root, 'r1', '2024-01-10')
    expect(first.remediation).toEqual({ earlier: [], open: null, requests: [] })
    expect(row(first, 'cac-2023:15')).toMatchObject({ result: 'insufficient-evidence', assessed: false })
    // b is cleaned, a grows, d is renamed; a new finding comes in.
    fill(root, {
      'c/a.jsonl': [critical(), plain, plain],
      'c/b.jsonl': [plain],
      'c/e.jsonl': [plain, critical()],
      'c/f.jsonl': [critical(1)],
    })
    rmSync(join(root, 'c/d.jsonl'))
    const intime = await scanned(root, 'r2', '2024-04-10', '--parent', 'r1')
    expect(intime.remediation.open).toMatchObject({
      total: 3,
      known: 2,
      since: '2024-01-10',
      overdue: 0,
      possiblyOverdue: 0,
      complete: true,
    })
    expect(row(intime, 'cac-2023:15').result).toBe('conform')
    const late = await scanned(root, 'r3', '2024-04-11', '--parent', 'r1', 'r2')
    expect(late.remediation.earlier.map(({ day, dated, compared, critical: n }) => [day, dated, compared, n])).toEqual([
      ['2024-01-10', 'reference-day', true, 3],
      ['2024-04-10', 'reference-day', true, 3],
    ])
    expect(late.remediation.open).toMatchObject({ total: 3, known: 3, since: '2024-01-10', overdue: 2 })
    expect(late.remediation.open!.rows.map(({ file, record, since, overdue }) => [file, record, since, overdue])).toEqual([
      [1, 0, '2024-01-10', true],
      [3, 1, '2024-01-10', true],
      [4, 0, '2024-04-10', false],
    ])
    const judged = row(late, 'cac-2023:15')
    expect(judged.result).toBe('nonconform')
    expect(judged.evidence.zh).toContain('已逾三个月的 2 处')
    expect(judged.evidence.en).toContain('2 of them more than three months before')
    const page = readFileSync(join(root, 'r3/report.html'), 'utf8')
    expect(page).toContain('未处理时间最长的严重命中')
    expect(page).toContain('逾三个月未处理')

    const compared = await told(['diff', 'r1', 'r3'], root)
    expect(compared.stdout).toContain('still open: 2, first recorded on 2024-01-10')
    expect(compared.stdout).toContain('of these for more than three months: 2')
    // The other way round the first report is of a later day: that nothing is overdue would not be known but said.
    const backwards = await told(['diff', 'r3', 'r1'], root)
    expect(backwards.stdout).toContain('of these for more than three months: cannot be told')
    const json = JSON.parse((await told(['diff', 'r1', 'r3', '--json'], root)).stdout) as { open: unknown }
    expect(json.open).toMatchObject({ known: 2, overdue: 2 })
  })

  it('are only possibly the same where a file changed before them', async () => {
    const root = fill(folder(), { 'c/a.jsonl': [critical(), critical(1)] })
    await scanned(root, 'r1', '2024-01-10')
    fill(root, { 'c/a.jsonl': [plain, plain, plain, critical(1)] })
    const after = await scanned(root, 'r2', '2024-07-01', '--parent', 'r1')
    expect(after.remediation.open).toMatchObject({ total: 1, known: 0, overdue: 0, possiblyOverdue: 1 })
    expect(row(after, 'cac-2023:15').result).toBe('insufficient-evidence')
  })

  it('cannot be compared with a statement alone, and an earlier report that was changed is refused', async () => {
    const root = fill(folder(), { 'c/a.jsonl': [critical()] })
    await scanned(root, 'r1', '2024-01-10')
    const alone = await scanned(root, 'r2', '2024-07-01', '--parent', 'r1/statement.json')
    expect(alone.remediation).toMatchObject({ earlier: [{ compared: false }], open: null })
    expect(row(alone, 'cac-2023:15')).toMatchObject({ result: 'insufficient-evidence', assessed: false })
    writeFileSync(join(root, 'r1/findings.jsonl'), '')
    const refused = await told(['scan', 'c', '--no-config', '--parent', 'r1', '-o', 'r3'], root)
    expect(refused.status).toBe(4)
    expect(refused.stderr).toContain('findings.jsonl in the parent "r1" is not the one its report states')
  })

  it('are young where the reference day lies before the earlier report, and that is said', async () => {
    const root = fill(folder(), { 'c/a.jsonl': [plain] })
    await scanned(root, 'r1', '2024-05-01')
    const done = await told(['scan', 'c', '--no-config', '--parent', 'r1', '--as-of', '2024-01-01', '-o', 'r2'], root)
    expect(done.stderr).toContain('give the day of this scan with --as-of')
    expect(row(reportOf(join(root, 'r2')), 'cac-2023:15').result).toBe('insufficient-evidence')
  })

  it.each([
    ['2024-01-10', '2024-04-10'],
    ['2023-11-30', '2024-02-29'],
    ['2022-11-30', '2023-02-28'],
    ['2023-10-15', '2024-01-15'],
  ])('of %s have until %s', (day, end) => expect(threeMonthsAfter(day)).toBe(end))
})

describe('requests of persons', () => {
  const person = '13912345678'
  const manifest = 'version: 1\nprovider: {complaints: https://example.com/rights}\nsources: []\n'
  const traced = (root: string, result: string, more: readonly string[] = []) =>
    run(['trace', 'c', '--no-config', '--request', 'R-2024-017', '--result', result, ...more], { cwd: root, input: `${person}\n` })

  it('are shown with what was found and the proof that nothing remains', async () => {
    const root = fill(folder(), { 'c/a.jsonl': [{ text: `电话 ${person}` }, plain], 'm.yaml': manifest })
    const before = await traced(root, 'before.json', ['--removal-list', 'list.jsonl'])
    expect(before.status, before.stderr).toBe(1)
    const open = await scanned(root, 'r1', '2024-06-30', '--sources', 'm.yaml', '--trace', 'before.json')
    expect(row(open, 'cac-2023:13').result).toBe('nonconform')
    expect(open.remediation.requests).toMatchObject([{ request: 'R-2024-017', remaining: 1 }])

    fill(root, { 'c/a.jsonl': [{ text: '电话已删除' }, plain] })
    const unproven = await scanned(root, 'r2', '2024-06-30', '--sources', 'm.yaml', '--trace', 'before.json')
    expect(unproven.remediation.requests).toMatchObject([{ remaining: null, traces: [{ here: false, found: 1 }] }])
    expect(row(unproven, 'cac-2023:13').result).toBe('insufficient-evidence')

    expect((await traced(root, 'after.json')).status).toBe(0)
    const proven = await scanned(root, 'r3', '2024-06-30', '--sources', 'm.yaml', '--trace', 'before.json', 'after.json')
    expect(proven.remediation.requests).toMatchObject([
      {
        remaining: 0,
        traces: [
          { here: false, found: 1 },
          { here: true, found: 0 },
        ],
      },
    ])
    const ajv = new Ajv2020({ strict: false })
    const holds = ajv.compile(JSON.parse(readFileSync(new URL('../../schema/trace.json', import.meta.url), 'utf8')) as object)
    for (const name of ['before.json', 'after.json']) expect(holds(JSON.parse(readFileSync(join(root, name), 'utf8')))).toBe(true)
    expect(holds({ ...(JSON.parse(readFileSync(join(root, 'after.json'), 'utf8')) as object), identifier: 'x' })).toBe(false)
    const [file] = proven.remediation.requests[0]!.traces
    expect(file!.removalList?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(row(proven, 'cac-2023:13')).toMatchObject({ result: 'conform' })
    expect(row(proven, 'cac-2023:13').evidence.zh).toContain('残留为 0 的 1 件')
    // Article 15 takes them as evidence too, but does not rest on them alone.
    expect(row(proven, 'cac-2023:15').evidence.en).toContain('nothing remains in this very corpus')
    const page = readFileSync(join(root, 'r3/report.html'), 'utf8')
    expect(page).toContain('R-2024-017')
    for (const name of ['before.json', 'after.json', 'list.jsonl', 'r3/report.json', 'r3/report.html'])
      expect(readFileSync(join(root, name), 'utf8')).not.toContain(person)
  })

  it('name a reference that is no identifier', async () => {
    const root = fill(folder(), { 'c/a.jsonl': [plain] })
    for (const bad of [person, 'a b', '']) {
      const refused = await run(['trace', 'c', '--no-config', '--request', bad, '--result', 'x.json'], { cwd: root, input: `${person}\n` })
      expect(refused.status).toBe(2)
      expect(refused.stderr).not.toContain(person)
    }
    const same = await run(['trace', 'c', '--no-config', '--request', 'Zhang-San', '--result', 'x.json'], {
      cwd: root,
      input: 'zhang-san\n',
    })
    expect(same.status).toBe(2)
    expect(same.stderr).toContain('holds the identifier')
    const alone = await run(['trace', 'c', '--no-config', '--result', 'x.json'], { cwd: root, input: `${person}\n` })
    expect(alone.stderr).toContain('--result and --request go together')
    const none = await told(['scan', 'c', '--no-config', '--trace', 'c/a.jsonl', '-o', 'r'], root)
    expect(none.status).toBe(2)
    expect(none.stderr).toContain('is no result of a trace')
  })
})
