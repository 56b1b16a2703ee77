import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type Description,
  describe as describeData,
  renderDescriptionHtml,
  renderDescriptionJson,
  renderDescriptionMarkdown,
} from '../../src/description/index.ts'
import type { Report } from '../../src/report/index.ts'
import { builtInFolder, loadLaw } from '../../src/rules/index.ts'
import { parseSources, type Sources } from '../../src/sources/index.ts'
import { sample as sampleReport } from '../renderers/sample.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const law = loadLaw(builtInFolder)
const sample = sampleReport()
const fixture = (name: string) => parseSources(read(`fixtures/sources/${name}.yaml`), name)
const of = (sources?: Sources, report = sample) => describeData(report, sources, law)
const rows = (description: Description) => description.sections.flatMap((section) => section.rows)
const entries = (description: Description) =>
  rows(description).flatMap((row) => row.entries.map((entry) => ({ ...entry, number: row.number })))

describe('goldens', () => {
  it.each(['complete', 'partial', 'blank'])('%s', async (name) => {
    const description = of(name === 'blank' ? undefined : fixture(name))
    const golden = (suffix: string) => `../../fixtures/sources/${name}.art17.${suffix}`
    await expect(renderDescriptionMarkdown(description, 'zh')).toMatchFileSnapshot(golden('zh-CN.md'))
    await expect(renderDescriptionMarkdown(description, 'en')).toMatchFileSnapshot(golden('en.md'))
  })
  it('HTML and JSON', async () => {
    const description = of(fixture('partial'))
    await expect(renderDescriptionHtml(description, 'zh')).toMatchFileSnapshot('../../fixtures/sources/partial.art17.zh-CN.html')
    await expect(renderDescriptionJson(description)).toMatchFileSnapshot('../../fixtures/sources/partial.art17.json')
  })
})

it('what has no label of its own is told in the language of the description', () => {
  const years = [
    { year: '(none)', records: 3 },
    { year: '(other)', records: 1 },
  ]
  const domains = { ...sample.statistics.domains, rows: [{ ...sample.statistics.domains.rows[0]!, value: '(other)' }] }
  const report = { ...sample, statistics: { ...sample.statistics, years, domains } } as Report
  const zh = renderDescriptionMarkdown(of(undefined, report), 'zh')
  expect(zh).toContain('记录没有可识别的日期字段')
  expect(zh).toContain('| （其他） | 1 |')
  expect(zh).not.toContain('(none)')
  expect(zh).not.toContain('(other)')
  expect(renderDescriptionMarkdown(of(undefined, report), 'en')).not.toContain('latest year in')
})

describe('fields', () => {
  /** Every field of sections 1 to 10 of the field list, Article 17 of the draft. */
  const wanted: { readonly [section: string]: number } = { 1: 9, 2: 9, 3: 5, 4: 5, 5: 9, 6: 6, 7: 3, 8: 6, 9: 1, 10: 3 }

  it('has every field of the form, in order', () => {
    const numbers = rows(of()).map((row) => row.number)
    for (const [section, count] of Object.entries(wanted)) for (let i = 1; i <= count; i++) expect(numbers).toContain(`${section}.${i}`)
    expect(numbers).toEqual(
      [...numbers].sort((a, b) => Number(a.split('.')[0]) - Number(b.split('.')[0]) || Number(a.split('.')[1]) - Number(b.split('.')[1])),
    )
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('guesses nothing: without a manifest no declared field has a value', () => {
    for (const entry of entries(of())) {
      if (entry.evidenceClass === 'declared' || entry.evidenceClass === 'sampled')
        expect(entry).toMatchObject({ state: 'not-declared', value: null })
      else if (entry.state !== 'given') expect(entry.note?.zh, entry.number).toBeTruthy()
    }
    expect(of().completeness).toMatchObject({ declared: 0, ppm: 0 })
  })

  it('is complete when everything is declared, and loses exactly the field that goes', () => {
    const full = fixture('complete')
    expect(of(full).completeness).toMatchObject({ ppm: 1_000_000, missing: [] })
    const without = (change: (sources: Sources) => Sources) => of(change(full)).completeness.missing
    expect(without((sources) => ({ ...sources, algorithm: { ...sources.algorithm, training: undefined } }))).toEqual(['9.2'])
    expect(
      without((sources) => ({
        ...sources,
        sources: sources.sources.map((entry, i) => (i === 2 ? { ...entry, owner: undefined } : entry)),
      })),
    ).toEqual(['2.1'])
    expect(without((sources) => ({ ...sources, quality: { ...sources.quality, humanSample: undefined } }))).toEqual(['5.7'])
    expect(of(full).completeness.required).toBe(of().completeness.required)
  })

  it('marks a blank cell of one source as not declared', () => {
    const html = renderDescriptionHtml(of(fixture('partial')), 'zh')
    expect(html).toContain('<td class="blank">未申报</td>')
  })

  it('prints every badge, in its language', () => {
    const zh = renderDescriptionMarkdown(of(fixture('complete')), 'zh')
    const en = renderDescriptionMarkdown(of(fixture('complete')), 'en')
    for (const badge of ['〔计算〕', '〔估算〕', '〔申报〕', '〔抽检〕']) expect(zh).toContain(badge)
    for (const badge of ['[computed]', '[estimated]', '[declared]', '[sampled]']) expect(en).toContain(badge)
    expect(zh).toContain('第十七条')
    expect(en).toContain('Article 19 (number recalled, to be confirmed)')
  })
})

describe('renderers', () => {
  const hostile = '<script>alert(1)</script>|`*_[x](javascript:0)\n# head & &lt; "\''
  const sources = parseSources(
    JSON.stringify({
      version: 1,
      provider: { name: hostile },
      sources: [{ id: 'a', name: hostile, owner: hostile, link: hostile }],
      processing: [{ step: hostile }],
    }),
    'x',
  )

  it('let nothing a provider wrote become markup', () => {
    for (const lang of ['zh', 'en'] as const) {
      const html = renderDescriptionHtml(of(sources), lang)
      expect(html).not.toContain('<script')
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
      const markdown = renderDescriptionMarkdown(of(sources), lang)
      expect(markdown).not.toMatch(/(?<!\\)<script/)
      expect(markdown).not.toMatch(/^# head/m)
      expect(markdown).not.toMatch(/(?<!\\)\[x\]\(/)
      for (const line of markdown.split('\n').filter((text) => text.startsWith('| a |')))
        expect(line.match(/(?<!\\)\|/g)!.length).toBeGreaterThan(1)
      const table = markdown.split('\n').find((text) => text.startsWith('| a |') && text.includes('script'))!
      expect(table.match(/(?<!\\)\|/g)).toHaveLength(5)
    }
  })

  it('make one static page: no script, nothing from elsewhere, its style under a hash', () => {
    const html = renderDescriptionHtml(of(fixture('complete')), 'en')
    const style = /<style>([\s\S]*)<\/style>/.exec(html)![1]!
    const hash = createHash('sha256').update(style).digest('base64')
    expect(html).toContain(`style-src 'sha256-${hash}'`)
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\bstyle=|\bsrc=|url\(|@import/)
    expect(html).toContain('<html lang="en">')
    expect(html.match(/<h1>/g)).toHaveLength(1)
    const opened = [...html.matchAll(/<(section|table|thead|tbody|tr|td|th|p|ul|li|dl|dt|dd|h1|h2|h3|div|span|main)\b/g)]
      .map((match) => match[1])
      .sort()
    const closed = [...html.matchAll(/<\/(section|table|thead|tbody|tr|td|th|p|ul|li|dl|dt|dd|h1|h2|h3|div|span|main)>/g)]
      .map((match) => match[1])
      .sort()
    expect(opened).toEqual(closed)
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('are deterministic and lose nothing in JSON', () => {
    expect(renderDescriptionHtml(of(fixture('partial')), 'zh')).toBe(renderDescriptionHtml(of(fixture('partial')), 'zh'))
    const description = of(fixture('complete'))
    expect(JSON.parse(renderDescriptionJson(description))).toEqual(JSON.parse(JSON.stringify(description)))
  })

  it('show no trace of a missing value, in a report of an empty corpus either', () => {
    const { statistics } = sample
    const empty: Report = {
      ...sample,
      rules: [],
      corpus: { ...sample.corpus, files: 0, bytes: 0, records: 0, formats: [] },
      statistics: {
        ...statistics,
        volume: { ...statistics.volume, records: 0, bytes: 0, texts: 0 },
        languages: { ...statistics.languages, rows: [] },
        lengths: { ...statistics.lengths, quantiles: [], empty: 0 },
        duplicates: { ...statistics.duplicates, records: 0, distinct: 0, duplicates: 0 },
        sources: { distinct: 0, exact: true, rows: [] },
        domains: { distinct: 0, exact: true, rows: [] },
        licences: { distinct: 0, exact: true, rows: [] },
        scripts: [],
        fields: [],
        years: [],
      },
    }
    for (const report of [sample, empty])
      for (const sources of [undefined, fixture('partial'), fixture('complete')])
        for (const lang of ['zh', 'en'] as const)
          expect(renderDescriptionMarkdown(of(sources, report), lang)).not.toMatch(/undefined|NaN|null|Infinity|\[object/)
  })
})
