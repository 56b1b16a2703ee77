import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse as parseCsv } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { sizeBin, sizeCategory, topDomains } from '../../src/description/exports/facts.ts'
import { caParts, euParts, filingFields, filingHead } from '../../src/description/exports/index.ts'
import {
  describe as describeData,
  exportAs,
  forms,
  renderDescriptionHtml,
  renderDescriptionJson,
  renderDescriptionMarkdown,
} from '../../src/description/index.ts'
import type { Report } from '../../src/report/index.ts'
import { builtInFolder, loadLaw } from '../../src/rules/index.ts'
import { parseSources, type Sources } from '../../src/sources/index.ts'
import { folder, run } from '../cli/kit.ts'

/** The worked example in every form, and what holds for all of them. */

const root = fileURLToPath(new URL('../../', import.meta.url))
const worked = `${root}fixtures/worked/`
const read = (path: string) => readFileSync(path, 'utf8')
const law = loadLaw(builtInFolder)
const manifest = parseSources(read(`${worked}dataaudit.sources.yaml`), 'f')
const now = '2024-06-30T00:00:00Z'
let out: string
/** As scanned. */
let real: Report
/** The same without what changes whenever a rule is added somewhere: rules that found nothing, digests of packs and profile. */
let report: Report

const steady = (given: Report): Report => {
  const hit = new Set(given.statistics.findings.byRule.map((row) => row.rule))
  const none = { sha256: '0'.repeat(64) }
  return {
    ...given,
    rules: given.rules.filter(({ id }) => hit.has(id)),
    rulePacks: given.rulePacks.map((pack) => ({ ...pack, digest: none, semanticDigest: none })),
    legal: { ...given.legal, digest: none },
    config: { ...given.config, digest: none },
    risks: given.risks.map((risk) => ({ ...risk, coverage: risk.records > 0 ? 'detector' : 'none' })),
    requirements: given.requirements.filter(({ id }) => id.startsWith('PIPL-') || id.startsWith('TC-5.1')),
  }
}

beforeAll(async () => {
  out = folder()
  const scan = ['scan', 'corpus', '--sources', 'dataaudit.sources.yaml', '--no-config', '--as-of', '2024-06-30', '--quiet', '-o', out]
  const done = await run(scan, { cwd: worked })
  expect(done.status, done.stderr).toBe(1)
  real = JSON.parse(read(`${out}/report.json`)) as Report
  report = steady(real)
})

const described = (sources: Sources | null = manifest, of = report) =>
  describeData(of, sources ?? undefined, law, of.attribution ?? undefined)
const form = (id: string) => forms.find((one) => one.id === id)!
const made = (id: string, sources: Sources | null = manifest, lang: 'zh' | 'en' = 'en', of = report) =>
  exportAs(
    form(id),
    { report: of, sources: sources ?? undefined, attribution: of.attribution ?? undefined },
    { lang, now, description: described(sources, of) },
  )

describe('the worked example', () => {
  it('is described as the golden files say', async () => {
    const golden = (name: string) => `../../fixtures/worked/described/${name}`
    await expect(renderDescriptionMarkdown(described(), 'zh')).toMatchFileSnapshot(golden('art17.zh-CN.md'))
    await expect(renderDescriptionMarkdown(described(), 'en')).toMatchFileSnapshot(golden('art17.en.md'))
    await expect(renderDescriptionHtml(described(), 'zh')).toMatchFileSnapshot(golden('art17.zh-CN.html'))
    await expect(renderDescriptionHtml(described(), 'en')).toMatchFileSnapshot(golden('art17.en.html'))
    await expect(renderDescriptionJson(described())).toMatchFileSnapshot(golden('art17.json'))
    for (const { id, file } of forms) await expect(made(id).text).toMatchFileSnapshot(golden(id === 'hf-card' ? 'dataset-card.md' : file))
    await expect(made('eu-summary', manifest, 'zh').text).toMatchFileSnapshot(golden('eu-53-1-d.zh-CN.md'))
  })

  it('lists under other sources of the EU summary those alone that no other section can hold', () => {
    const other = (sources: Sources | null) => /## 2\.6 [^\n]*\n\n([\s\S]*?)\n\n## /.exec(made('eu-summary', sources).text)![1]
    expect(other(manifest)).toBe('[declared] every declared source is in one of the sections above')
    const { category: _, ...plain } = manifest.sources[0]!
    expect(other({ ...manifest, sources: [plain, ...manifest.sources.slice(1)] })).toMatch(
      /^\[declared\] \(no category is declared\)\n\n(?:\|.*\n){2}\| news \| [^|]+ \|$/,
    )
    expect(other({ ...manifest, sources: [] })).toBe('[declared] not declared')
    expect(other(null)).toBe('[declared] not declared')
  })

  it('carries the digests of the signed manifest, wherever a form has room for one', () => {
    const digest = createHash('sha256')
      .update(readFileSync(`${out}/corpus.sha256`))
      .digest('hex')
    expect(report.corpus.manifest.digest.sha256).toBe(digest)
    for (const { id } of forms.filter((one) => one.id !== 'cac-filing')) expect(made(id).text, id).toContain(digest)
    expect(renderDescriptionJson(described())).toContain(digest)
  })

  it('is written by the command, to standard output and to files', async () => {
    const cwd = folder()
    const args = ['describe', out, '--no-config', '--sources', `${worked}dataaudit.sources.yaml`]
    const env = { SOURCE_DATE_EPOCH: String(Date.parse(now) / 1000) }
    expect((await run([...args, '--as', 'spdx'], { cwd, env })).stdout).toBe(made('spdx', manifest, 'en', real).text)
    expect((await run([...args, '--as', 'cac-filing', '-o', 'f.csv'], { cwd })).status).toBe(0)
    expect(read(`${cwd}/f.csv`)).toBe(made('cac-filing', manifest, 'en', real).text)
    const both = await run([...args, '--as', 'spdx', '--format', 'json'], { cwd })
    expect(both).toMatchObject({ status: 2, stdout: '' })
    expect(both.stderr).toContain('--format is for the Article 17 description')
    const bare = await run(['describe', out, '--no-config', '--as', 'spdx'], { cwd })
    expect(bare).toMatchObject({ status: 2, stdout: '' })
    expect(bare.stderr).toContain('dataset.name, dataset.built, dataset.released, dataset.download, provider.name')
  })
})

describe('schemas', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { date: true } })
  const holds = (name: string, value: unknown) => {
    const validate = ajv.compile(JSON.parse(read(`${root}schema/${name}.json`)) as object)
    expect(validate(value), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
    expect(validate({ ...(value as object), unheardOf: 1 })).toBe(false)
  }
  it('hold for the description, the report, findings and the manifest', () => {
    holds('description', JSON.parse(renderDescriptionJson(described())))
    holds('description', JSON.parse(renderDescriptionJson(described(null))))
    holds('report', real)
    for (const line of read(`${out}/findings.jsonl`).trim().split('\n')) holds('finding', JSON.parse(line))
    holds('sources', JSON.parse(JSON.stringify(manifest)))
  })
})

describe('the filing form', () => {
  const rows = (text: string) => parseCsv(text, { bom: true, columns: true }) as { [column: string]: string }[]
  it('has the columns and every field of the form, in order', () => {
    const text = made('cac-filing').text
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(Object.keys(rows(text)[0]!)).toEqual([...filingHead])
    expect([...new Set(rows(text).map((row) => row.序号))]).toEqual([...filingFields])
    expect(new Set(rows(text).map((row) => row.性质))).toEqual(new Set(['计算', '估算', '申报', '抽检']))
  })
  it('says what is not declared, and no more', () => {
    const declared = rows(made('cac-filing', null).text).filter((row) => row.性质 === '申报')
    expect(new Set(declared.map((row) => row.填报内容))).toEqual(new Set(['未申报']))
  })
  it('lets no cell start a formula, and keeps quotes, commas and line ends in their cells', () => {
    const hostile = '=HYPERLINK("https://x.example","y"),\r\n+1'
    const text = made('cac-filing', { ...manifest, provider: { name: hostile } }).text
    const cell = rows(text).find((row) => row.序号 === '1.1')!.填报内容
    expect(cell).toBe(`'${hostile}`)
    for (const row of rows(text)) for (const value of Object.values(row)) expect(value).not.toMatch(/^[=+\-@]/)
  })
})

describe('forms of regulators', () => {
  it('have every heading', () => {
    for (const part of euParts) expect(made('eu-summary').text).toContain(`\n## ${part} `)
    for (const part of caParts) expect(made('ab2013').text).toContain(`\n## ${part} `)
    expect(caParts).toHaveLength(12)
  })
  it('attest nothing on their own: without a manifest every section on sources is blank', () => {
    const text = made('eu-summary', null).text
    const section = (n: string) => text.split(`\n## ${n} `)[1]!.split('\n## ')[0]!
    for (const n of ['2.1', '2.2', '2.4', '2.5', '2.6', '3.1']) expect(section(n), n).toContain('[declared] not declared')
    const open = made('eu-summary', { ...manifest, sources: manifest.sources.map((entry) => ({ ...entry, category: undefined })) }).text
    expect(open.split('\n## 2.1 ')[1]!.split('\n## ')[0]).toContain('[declared] not declared')
    expect(text).not.toMatch(/\b(?:Yes|☑|\[x\])/i)
  })
  it.each([
    [999_999_999, 999_999_999, 999_999_999, 'less than 1 billion tokens'],
    [1_000_000_000, 1_000_000_000, 1_000_000_000, '1 billion to 10 trillion tokens'],
    [9e12, 9.9e12, 1.1e13, '1 billion to 10 trillion tokens or more than 10 trillion tokens'],
    [9e8, 1.2e9, 2e9, 'less than 1 billion tokens or 1 billion to 10 trillion tokens'],
  ])('put %d to %d to %d tokens into a size bin', (lowEstimate, estimate, highEstimate, bin) => {
    expect(sizeBin({ lowEstimate, estimate, highEstimate, method: { zh: '', en: '' } }).en).toBe(bin)
  })
  it('name the tenth of the domains with most bytes, and say when the report keeps fewer', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ value: `d${i}.example`, records: 20 - i, bytes: i + 1 }))
    const of = (distinct: number) =>
      topDomains({
        ...report,
        statistics: {
          ...report.statistics,
          domains: { distinct, exact: true, rows: [{ value: '(none)', records: 9, bytes: 999 }, ...rows] },
        },
      })
    expect(of(20).rows.map(({ value }) => value)).toEqual(['d19.example', 'd18.example'])
    expect(of(21)).toMatchObject({ asked: 3, cut: false })
    expect(of(1000)).toMatchObject({ asked: 100, cut: true })
    expect(of(1000).rows).toHaveLength(20)
  })
})

describe('the dataset card', () => {
  it('names the kinds in the records it counts, also those of lower confidence, and says that a scan was incomplete', () => {
    const { findings } = real.statistics
    const byRule = findings.byRule.map((row) =>
      row.rule === 'pii-cn/mobile' ? { ...row, findings: { high: 0, medium: row.findings.high, low: 0 } } : row,
    )
    const statistics = { ...real.statistics, findings: { ...findings, byRule } }
    const card = made('hf-card', manifest, 'en', { ...real, statistics, results: { ...real.results, complete: false } }).text
    expect(card).toMatch(/in 3 records: [^\n]*Chinese mobile number/)
    expect(card).toContain('verdict FAILED (incomplete).')
  })
  const head = (text: string) => parseYaml(/^---\n([\s\S]*?)\n---\n/.exec(text)![1]!) as { [key: string]: unknown }
  it('has a head that parses', () => {
    expect(head(made('hf-card').text)).toEqual({
      pretty_name: 'example-corpus',
      language: ['zh', 'en'],
      license: 'cc-by-4.0',
      size_categories: ['n<1K'],
      annotations_creators: ['no-annotation'],
      tags: ['dataaudit'],
    })
  })
  it('keeps to its head whatever was declared, and invents no licence', () => {
    const name = 'a: [b] # c\n---\n"d"'
    expect(head(made('hf-card', { ...manifest, dataset: { name, licence: '各方约定' } }).text)).toMatchObject({
      pretty_name: name,
      license: 'other',
      license_name: '各方约定',
    })
    expect(head(made('hf-card', null).text)).not.toHaveProperty('license')
  })
  it.each([
    [0, 'n<1K'],
    [999, 'n<1K'],
    [1000, '1K<n<10K'],
    [5_000_000, '1M<n<10M'],
    [2e12, 'n>1T'],
  ])('calls %d records %s', (records, category) => {
    expect(sizeCategory(records)).toBe(category)
  })
})

describe('every form', () => {
  it('refuses to make up what it requires, and names what it would like', () => {
    for (const one of forms) {
      const missing = one.missing({ report, sources: undefined, attribution: undefined })
      if (missing.length > 0) expect(() => made(one.id, null), one.id).toThrow(missing.join(', '))
      else expect(made(one.id, null).text, one.id).not.toMatch(/undefined|NaN|\[object/)
      expect(made(one.id).wanting, one.id).toEqual([])
    }
    expect(
      forms.filter((one) => one.missing({ report, sources: undefined, attribution: undefined }).length > 0).map(({ id }) => id),
    ).toEqual(['croissant', 'cyclonedx', 'spdx', 'openlineage'])
  })
  it('gives the same bytes for the same input', () => {
    for (const { id } of forms) expect(made(id).text).toBe(made(id).text)
  })
})
