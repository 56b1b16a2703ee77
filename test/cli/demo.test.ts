import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectLedgerAddsUp, type Scanned, scan, sizes } from './kit.ts'

/** The demonstration corpus: what a reader of the documentation sees first holds what it promises. */

const demo = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url))

describe('the demonstration corpus', () => {
  let scanned: Scanned
  beforeAll(async () => {
    scanned = await scan(['.', '--sources', 'dataaudit.sources.yaml'], { cwd: demo })
  })

  it('is read in full: five formats, two charsets, one of them packed', () => {
    const { report } = scanned
    const all = [...sizes(demo)].filter(([path]) => path !== 'dataaudit.sources.yaml')
    expectLedgerAddsUp(report, { files: all.length, bytes: all.reduce((n, [, size]) => n + size, 0) })
    expect(report.coverage).toMatchObject({ complete: true, damaged: 0 })
    expect(report.corpus.formats.map(({ format, compression }) => `${format} ${compression}`)).toEqual(['csv none', 'jsonl gzip', 'jsonl none', 'text none'])
    expect(report.corpus.charsets.map((row) => row.charset)).toEqual(['gb18030', 'utf-8'])
    expect(report.corpus.records).toBe(56)
  })

  it('shows something of every kind', () => {
    const { statistics, requirements } = scanned.report
    const counts = Object.fromEntries(statistics.findings.byRule.map((row) => [row.rule, row.findings.high + row.findings.medium + row.findings.low]))
    expect(counts).toMatchObject({
      'pii-cn/resident-id': 3,
      'pii-cn/mobile': 4,
      'pii-cn/passport': 2,
      'pii-cn/uscc': 1,
      'pii-intl/email': 2,
      'pii-intl/payment-card-test': 2,
      'secrets/aws-access-key-id': 1,
      'ip/benchmark-canary': 1,
      'ip/copyright-notice': 1,
      'ip/training-ban-zh': 1,
      'ip/paywall-en': 1,
    })
    expect(statistics.languages.rows.slice(0, 2).map((row) => row.lang)).toEqual(['en', 'zh'])
    expect(statistics.duplicates.duplicates).toBeGreaterThanOrEqual(5)
    expect(statistics.licences.rows.map((row) => row.value)).toEqual(expect.arrayContaining(['CC-BY-4.0', 'CC0-1.0', 'Apache-2.0']))
    expect(statistics.sources.rows.map((row) => row.value)).toContain('invented-chat')
    expect(statistics.years.length).toBeGreaterThan(4)
    expect(new Set(requirements.map((row) => row.result)).size).toBeGreaterThan(2)
    expect(scanned.status).toBe(1)
  })
})

describe('regressions', () => {
  const folder = fileURLToPath(new URL('../../fixtures/regressions/', import.meta.url))
  const cases = existsSync(join(folder, 'cases.json'))
    ? (JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { file: string; why: string; exit: number; rules: string[]; faults: string[]; format: string; licences?: string[]; sources?: string[] }[])
    : []

  it('have cases', () => expect(cases.length).toBeGreaterThan(3))

  it.each(cases.map((one) => [one.file, one] as const))('%s', async (file, given) => {
    const { report, status } = await scan([file, '--no-config'], { cwd: folder })
    expect(report.statistics.findings.byRule.map((row) => row.rule).sort()).toEqual(given.rules)
    expect(report.statistics.faults.byCode.map((row) => row.code).sort()).toEqual(given.faults)
    expect(report.corpus.formats.map((row) => row.format)).toEqual([given.format])
    if (given.licences !== undefined) expect(report.statistics.licences.rows.map((row) => row.value)).toEqual(given.licences)
    if (given.sources !== undefined) expect(report.statistics.sources.rows.map((row) => row.value)).toEqual(given.sources)
    expect(status).toBe(given.exit)
  })
})
