import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/index.ts'
import { folder, run } from '../cli/kit.ts'

/** The worked example: a corpus of three sources, scanned by the built program, judged against its manifest. */

const worked = fileURLToPath(new URL('../../fixtures/worked/', import.meta.url))
let report: Report

/** How many rules and packs there are changes with every rule, and says nothing of the example. */
const steady = (text: string) =>
  text
    .replace(/\d+( 条规则| 个规则包)/g, 'N$1')
    .replace(/\d+( rules checked| rule packs)/g, 'N$1')
    .replace(/(类风险中) \d+ (类有规则)/g, '$1 N $2')
    .replace(/\d+( of \d+ risk types are covered)/g, 'N$1')
    .replace(/dataaudit \d+\.\d+\.\d+/g, 'dataaudit N')

/** Scans the example. */
async function scanned(...more: string[]): Promise<Report> {
  const out = folder()
  const done = await run(
    ['scan', 'corpus', '--sources', 'dataaudit.sources.yaml', '--no-config', '--as-of', '2024-06-30', '--quiet', '-o', out, ...more],
    { cwd: worked },
  )
  expect(done.status, done.stderr).toBe(1)
  return JSON.parse(readFileSync(`${out}/report.json`, 'utf8')) as Report
}

beforeAll(async () => {
  report = await scanned()
})

describe('the worked example', () => {
  it('comes out as the golden file says', async () => {
    const rows = report.requirements.map(
      ({ id, mark, result, assessed, evidence }) =>
        `${id} [${mark}]  ${result}${assessed ? '' : ' (not assessed)'}\n  ${evidence.zh}\n  ${evidence.en}\n`,
    )
    await expect(steady(rows.join(''))).toMatchFileSnapshot('../../fixtures/worked/requirements.txt')
  })

  it('has its reasons for every row in the README', () => {
    const argued = [...readFileSync(`${worked}README.md`, 'utf8').matchAll(/^\| (?!row )(\S+) \| ([a-z-]+) \| (.+?) \| (.+?) \|$/gm)]
    expect(argued.map(([, id, result]) => [id, result])).toEqual(report.requirements.map(({ id, result }) => [id, result]))
  })

  it('names for each risk type the rules whose findings count there, and no others', () => {
    for (const risk of report.risks) {
      const rules = report.rules.filter((rule) => rule.risk === risk.id).map(({ id }) => id)
      const found = report.statistics.findings.byRule.filter(({ rule }) => rules.includes(rule))
      expect(risk.rules, risk.id).toBe(rules.length)
      expect(risk.findings.high, risk.id).toBe(found.reduce((sum, { findings }) => sum + findings.high, 0))
      expect(risk.coverage === 'none', risk.id).toBe(rules.length === 0)
    }
  })

  it('tells where declarations and data do not agree', () => {
    expect(report.declaration!.discrepancies.map(({ code, source, severity, count }) => [code, source, severity, count])).toEqual([
      ['personal.no-basis', 'forum', 'error', 3],
      ['licence.conflict', 'forum', 'error', 1],
      ['opt-out.seen', 'crawl', 'error', 1],
      ['document.expired', 'news', 'error', 1],
      ['document.mismatch', 'crawl', 'error', 1],
    ])
    expect(report.declaration!.documents.map(({ state }) => state)).toEqual(['verified', 'verified', 'hashed', 'verified', 'mismatch'])
    expect(report.attribution).toMatchObject({ basis: 'files', ambiguous: 0, unmapped: { files: 0, bytes: 0 } })
  })

  it('judges by the reference day, never by the clock', async () => {
    const before = await scanned('--as-of', '2023-12-31')
    expect(before.declaration!.discrepancies.map(({ code }) => code)).not.toContain('document.expired')
    expect(before.requirements.find(({ id }) => id === 'TC-5.1c3')?.result).toBe('conform')
  })

  it.each(['cn-2025', 'eu-gpai', 'ca-ab2013'])('is judged under %s', async (profile) => {
    const other = await scanned('--profile', profile)
    expect(other.profile).toBe(profile)
    expect(other.legal.digest.sha256).not.toBe(report.legal.digest.sha256)
    if (profile === 'cn-2025')
      expect(other.requirements.find(({ id }) => id === 'TC-5.1b1')).toMatchObject({ result: 'conform', mark: 'R' })
    if (profile === 'eu-gpai') expect(other.requirements.find(({ id }) => id === 'EU-2.4')?.result).toBe('conform')
    if (profile === 'ca-ab2013') expect(other.requirements.find(({ id }) => id === 'CA-3')?.result).toBe('conform')
  })
})
