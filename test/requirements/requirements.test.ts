import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reportSchema } from '../../src/report/index.ts'
import { checks } from '../../src/requirements/checks.ts'
import { evaluate, prepareProfile, type ReportBody } from '../../src/requirements/index.ts'
import { builtInFolder, clausesOf, loadLaw } from '../../src/rules/index.ts'
import { type Attribution, parseSources, type Sources } from '../../src/sources/index.ts'
import { sample as sampleReport } from '../renderers/sample.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const law = loadLaw(builtInFolder)
const sample = sampleReport()
const fixture = (name: string) => parseSources(read(`fixtures/sources/${name}.yaml`), name)
const sources = (text: string) => parseSources(`version: 1\n${text}`, 'test')

type Made = {
  readonly id: string
  readonly domain: string
  readonly severity?: 'error' | 'warning' | 'note'
  readonly high?: number
  readonly low?: number
  readonly requirements?: string[]
  readonly risk?: string
}

/** A complete report of 1,000 records in which the given rules took part. */
function report(made: readonly Made[], change: Partial<ReportBody> = {}): ReportBody {
  const counts = ({ high = 0, low = 0 }: Made) => ({ high, medium: 0, low })
  const rate = ({ high = 0, low = 0 }: Made) => ({ records: high + low, ppm: (high + low) * 1000, lowPpm: 0, highPpm: 0 })
  const domains = [...new Set(made.map((row) => row.domain))]
  const sum = (rows: readonly Made[]): Made => ({
    id: '',
    domain: '',
    high: rows.reduce((all, row) => all + (row.high ?? 0), 0),
    low: rows.reduce((all, row) => all + (row.low ?? 0), 0),
  })
  const errors = sum(made.filter((row) => (row.severity ?? 'error') === 'error'))
  const none = { high: 0, medium: 0, low: 0 }
  return {
    ...sample,
    rules: made.map((row) => ({
      ...sample.rules[0]!,
      id: row.id,
      domain: row.domain,
      severity: row.severity ?? 'error',
      requirements: row.requirements ?? [],
      risk: row.risk ?? 'CN-A4-f',
    })),
    coverage: {
      files: { read: 1, unreadable: 0, skipped: 0 },
      bytes: { read: 1000, unreadable: 0, skipped: 0 },
      records: { read: 1000, unreadable: 0, skipped: 0 },
      reasons: [],
      damaged: 0,
      complete: true,
    },
    corpus: { ...sample.corpus, files: 1, bytes: 1000, records: 1000 },
    keywords: { total: 0, floor: 10_000, floorMet: false, newest: null, digest: null },
    statistics: {
      ...sample.statistics,
      volume: { ...sample.statistics.volume, records: 1000 },
      sources: { distinct: 1, exact: true, rows: [{ value: '(none)', records: 1000, bytes: 1000 }] },
      findings: {
        ...sample.statistics.findings,
        bySeverity: { error: counts(errors), warning: none, note: none },
        byRule: made.map((row) => ({ rule: row.id, findings: counts(row), rate: rate(row) })),
        byDomain: domains.map((domain) => ({
          domain,
          findings: counts(sum(made.filter((row) => row.domain === domain))),
          rate: rate(sum(made.filter((row) => row.domain === domain))),
        })),
        records: rate(sum(made)),
      },
    },
    ...change,
  }
}
const half = { ...report([]).coverage, complete: false, records: { read: 999, unreadable: 1, skipped: 0 } }
const row = (id: string, given: ReportBody, declared?: Sources, attribution?: Attribution) => {
  const found = evaluate(given, law, declared, attribution).find((entry) => entry.id === id)
  if (found === undefined) throw new Error(`no row ${id}`)
  return found
}

describe('the table', () => {
  it.each(['complete', 'partial', 'none'])('judges the sample report with the %s manifest', async (name) => {
    const rows = evaluate(sample, law, name === 'none' ? undefined : fixture(name))
    const lines = rows.map(
      ({ id, result, assessed, evidence }) => `${id}  ${result}${assessed ? '' : ' (not assessed)'}\n  ${evidence.zh}\n  ${evidence.en}\n`,
    )
    await expect(lines.join('')).toMatchFileSnapshot(`../../fixtures/sources/${name}.requirements.txt`)
    expect(reportSchema.shape.requirements.parse(rows)).toEqual(rows)
  })

  it('has every article of the draft, and every row of the draft under its number in the final Measures', () => {
    const ids = (profile: string) => evaluate({ ...sample, profile }, law).map((entry) => entry.id)
    const draft = law.requirements.filter(({ id }) => id.startsWith('cac-2023:')).map(({ id }) => id)
    expect(new Set(draft.map((id) => /^cac-2023:(\d+)/.exec(id)![1])).size).toBe(21)
    for (const profile of ['cac-2023', 'cn-2025']) expect(ids(profile).filter((id) => id.startsWith('cac-2023:'))).toEqual(draft)
    expect(ids('cac-2023')).toEqual(expect.arrayContaining(['PIPL-13', 'PIPL-28/29', 'NDSR-19', 'TC-5.1c3', 'TC-5.2a', 'TC-8.1a']))
    expect(ids('cac-2023')).not.toContain('ANN-1')
    expect(ids('cn-2025')).toEqual(expect.arrayContaining(['ANN-1', 'PTD-5', 'TC-model']))
    expect(ids('eu-gpai').every((id) => id.startsWith('EU-'))).toBe(true)
    expect(ids('ca-ab2013')).toEqual(Array.from({ length: 12 }, (_, i) => `CA-${i + 1}`))
  })

  it('cites the final Measures in profile cn-2025', () => {
    const rows = evaluate({ ...sample, profile: 'cn-2025' }, law)
    expect(rows.find((entry) => entry.id === 'cac-2023:17')).toMatchObject({ instrument: 'im-2023', article: '19, 4(5)', mark: 'R' })
    expect(rows.find((entry) => entry.id === 'cac-2023:9')).toMatchObject({ result: 'not-applicable' })
  })

  it('has a pass rule for every row that is judged, a reason for every row that is not', () => {
    for (const { id, evidence, pass, check, with: given } of law.requirements)
      if (evidence.length === 0) expect(check, id).toBe('not-applicable')
      else expect(pass !== undefined || given.reason !== undefined, id).toBe(true)
  })

  it('names checks that exist and take its arguments, and uses every check', () => {
    for (const { id } of law.profiles) expect(prepareProfile(law, id)).toHaveLength(clausesOf(law, id).length)
    const used = new Set(law.requirements.map((row) => row.check))
    expect(Object.keys(checks).filter((name) => !used.has(name))).toEqual([])
    const first = law.requirements.find(({ id }) => id === 'cac-2023:1')!
    const changed = (change: object) => ({ ...law, requirements: [{ ...first, ...change }] })
    expect(() => prepareProfile(changed({ check: 'content.guess' }), 'cac-2023')).toThrow('names an unknown check "content.guess"')
    expect(() => prepareProfile(changed({ check: 'declared', with: { fields: [] } }), 'cac-2023')).toThrow('does not take these arguments')
    expect(() => prepareProfile(law, 'us-none')).toThrow('known profiles are ca-ab2013, cac-2023, cn-2025, eu-gpai')
  })

  it('asks for fields that the manifest has', () => {
    const known = read('schema/sources.json')
    for (const row of law.requirements.filter(({ check }) => check === 'declared'))
      for (const field of row.with.fields as string[])
        for (const step of field.replace(/^sources\[[a-z-]*\]\./, '').split(/[.|]/))
          expect(known, `${row.id} ${field}`).toContain(`"${step}"`)
  })

  it('never says nonconform in a row marked R, nor in a roll-up of rows whose text was not read', () => {
    const marked = (mark: 'R' | 'S') => ({
      ...law,
      requirements: law.requirements.map((row) => ({
        ...row,
        cites: row.cites.map((cite) => ({ ...cite, mark: row.check === 'roll-up' ? cite.mark : mark })),
      })),
    })
    for (const name of ['complete', 'partial'])
      for (const profile of ['cac-2023', 'cn-2025']) {
        const rows = evaluate({ ...sample, profile }, marked('R'), fixture(name))
        expect(new Set(rows.filter((entry) => entry.mark === 'R').map((entry) => entry.result))).not.toContain('nonconform')
        const second = evaluate({ ...sample, profile }, marked('S'), fixture(name))
        expect(second.find(({ id }) => id === 'cac-2023:7.1')?.result).toBe('insufficient-evidence')
      }
  })

  it('never speaks of infringement or violation as found', () => {
    for (const name of ['complete', 'partial'])
      for (const { evidence } of evaluate({ ...sample, profile: 'cn-2025' }, law, fixture(name))) {
        expect(evidence.en).not.toMatch(/violation|infringing/i)
        expect(evidence.zh).not.toMatch(/侵权内容|违规内容/)
        expect(`${evidence.zh}${evidence.en}`).not.toMatch(/undefined|NaN|null|\[object/)
      }
  })
})

describe('Article 7(3): personal information', () => {
  const pii = (high: number, low = 0, severity: 'error' | 'note' = 'error') =>
    report([{ id: 'p/a', domain: 'pii', high, low, severity, requirements: ['cac-2023:7.3'] }])
  const basis = sources('sources: [{id: all, piBasis: [consent]}]')
  it.each([
    ['no rule took part', report([]), undefined, 'insufficient-evidence', false],
    ['nothing found in all records', pii(0), undefined, 'conform', true],
    ['nothing found, but something unread', { ...pii(0), coverage: half }, undefined, 'insufficient-evidence', true],
    ['doubtful matches only', pii(0, 3), undefined, 'insufficient-evidence', true],
    ['notes only', pii(3, 0, 'note'), undefined, 'insufficient-evidence', true],
    ['found, no manifest', pii(1), undefined, 'nonconform', true],
    ['found, no basis in the manifest', pii(1), sources('sources: [{id: all}]'), 'nonconform', true],
    ['found, an empty manifest', pii(1), sources('sources: []'), 'nonconform', true],
    ['found, every source declares a basis', pii(1), basis, 'conform', true],
    ['the same, but something unread', { ...pii(1), coverage: half }, basis, 'insufficient-evidence', true],
    [
      'found, one of two sources declares',
      pii(1),
      sources('sources: [{id: a, piBasis: [consent]}, {id: b}]'),
      'insufficient-evidence',
      true,
    ],
    [
      'found, declared, but records map to no source',
      pii(1),
      sources('sources: [{id: a, recordSource: [x], piBasis: [consent]}]'),
      'insufficient-evidence',
      true,
    ],
  ] as const)('%s', (_, given, declared, result, assessed) => {
    expect(row('cac-2023:7.3', given, declared)).toMatchObject({ result, assessed })
    expect(row('PIPL-13', given, declared).result).toBe(result)
  })

  it('names the figures and the rules', () => {
    expect(row('cac-2023:7.3', pii(1234))).toMatchObject({ rules: ['p/a'], findings: 1234 })
    expect(row('cac-2023:7.3', pii(1234)).evidence.zh).toContain('高置信度疑似命中 1,234 处')
    expect(row('cac-2023:7.3', pii(0)).evidence.en).toBe(
      '1 rule checked all 1,000 records: no candidate of personal information found by these rules.',
    )
  })

  it('asks for separate consent where rules find sensitive kinds (PIPL 28, 29)', () => {
    const given = report([{ id: 'p/card', domain: 'pii', high: 2, requirements: ['PIPL-28/29'] }])
    expect(row('PIPL-28/29', given, basis).result).toBe('nonconform')
    expect(row('PIPL-28/29', given, sources('sources: [{id: all, piBasis: [consent], piConsent: {separate: {ref: x}}}]')).result).toBe(
      'conform',
    )
    expect(
      row('PIPL-28/29', given, sources('sources: [{id: all, piBasis: [consent], piConsent: {separate: {ref: x, validTo: "2000-01-01"}}}]'))
        .result,
    ).toBe('nonconform')
    expect(row('PIPL-28/29', given, sources('sources: [{id: all, piBasis: [public]}]')).result).toBe('conform')
  })
})

describe('Article 7(2): intellectual property', () => {
  const ip = (high: number, severity: 'error' | 'warning' = 'error') =>
    report([{ id: 'ip/a', domain: 'ip', high, severity, risk: 'CN-A3-a' }])
  const proof = sources('sources: [{id: all, evidence: [{type: licence, ref: x}]}]')
  it.each([
    ['no rule took part', report([]), proof, 'insufficient-evidence', false],
    ['a restriction marker without evidence', ip(1), undefined, 'nonconform', true],
    ['a restriction marker, evidence declared', ip(1), proof, 'insufficient-evidence', true],
    ['a marker of severity warning', ip(1, 'warning'), undefined, 'insufficient-evidence', true],
    ['no marker, no manifest', ip(0), undefined, 'insufficient-evidence', true],
    ['no marker, something unread', { ...ip(0), coverage: half }, proof, 'insufficient-evidence', true],
    ['no marker, evidence declared', ip(0), proof, 'conform', true],
  ] as const)('%s', (_, given, declared, result, assessed) => {
    expect(row('cac-2023:7.2', given, declared)).toMatchObject({ result, assessed })
  })
  it('claims no more than it saw', () => {
    expect(row('cac-2023:7.2', ip(0), proof).evidence.en).toContain('no finding of non-infringement')
    expect(row('cac-2023:7.2', ip(2)).evidence.en).toMatch(/^Marker found: .*no evidence of a right to use is declared/)
  })
})

describe('Article 7, first paragraph: sources', () => {
  const licensed = sources('sources: [{id: a, files: ["a/**"], evidence: [{type: licence, ref: x}]}]')
  const mapped = (files: number): Attribution => ({
    basis: 'files',
    rows: [{ id: 'a', files: 1, records: null, bytes: 10 }],
    unmapped: { files, records: null, bytes: files * 5 },
    ambiguous: 0,
    places: { unmapped: [], ambiguous: [] },
  })
  it.each([
    ['no manifest', undefined, undefined, 'insufficient-evidence', false],
    ['files not mapped', licensed, undefined, 'insufficient-evidence', true],
    ['files without a source', licensed, mapped(2), 'nonconform', true],
    ['all mapped, all with evidence', licensed, mapped(0), 'conform', true],
    ['all mapped, no evidence', sources('sources: [{id: a, files: ["a/**"]}]'), mapped(0), 'insufficient-evidence', true],
    ['one source for everything', sources('sources: [{id: a, evidence: [{type: contract, ref: x}]}]'), undefined, 'conform', true],
    [
      'its contract expired',
      sources('sources: [{id: a, evidence: [{type: contract, ref: x, validTo: "2000-01-01"}]}]'),
      undefined,
      'insufficient-evidence',
      true,
    ],
  ] as const)('%s', (_, declared, map, result, assessed) => {
    expect(row('cac-2023:7.0', report([]), declared, map)).toMatchObject({ result, assessed })
  })
  it('says how much is without a source', () => {
    expect(row('cac-2023:7.0', { ...report([]), corpus: { ...sample.corpus, files: 8 } }, licensed, mapped(2)).evidence).toEqual({
      zh: '2 个文件（占文件数 25%）、10 字节没有对应的申报来源。',
      en: '2 files (25% of all files), 10 bytes, have no declared source.',
    })
  })
})

describe('other rows', () => {
  it.each([
    [3920, 4000, 'conform'],
    [3840, 4000, 'conform'],
    [3839, 4000, 'nonconform'],
    [900, 900, 'nonconform'],
    [1000, 1000, 'conform'],
  ])('TC-9.2a: %i of %i passed → %s', (passed, items, result) => {
    const given = items === 1000 ? report([]) : { ...report([]), corpus: { ...sample.corpus, records: 1_000_000 } }
    expect(
      row('TC-9.2a', { ...given, profile: 'cn-2025' }, sources(`sources: []\nquality: {humanSample: {items: ${items}, passed: ${passed}}}`))
        .result,
    ).toBe(result)
  })

  it('TC-9.2a: a sample larger than the corpus is none of it', () => {
    const of = (items: number) =>
      row(
        'TC-9.2a',
        { ...report([]), profile: 'cn-2025' },
        sources(`sources: []\nquality: {humanSample: {items: ${items}, passed: ${items}}}`),
      ).result
    const { records } = report([]).corpus
    expect([of(records), of(records + 1)]).toEqual(['conform', 'insufficient-evidence'])
  })

  it.each([
    ['2024-01-01', 'conform'],
    ['2023-12-25', 'conform'],
    ['2023-12-24', 'insufficient-evidence'],
    ['2024-01-02', 'insufficient-evidence'],
  ])('TC-8.1c: newest term %s → %s', (newest, result) => {
    const given = report([], { asOf: '2024-01-01', keywords: { ...sample.keywords, newest, digest: { sha256: 'a'.repeat(64) } } })
    expect(row('TC-8.1c', given).result).toBe(result)
  })

  it('TC-8.1a: counts the library against the floor', () => {
    const keywords = { total: 10_000, floor: 10_000, floorMet: true, newest: null, digest: { sha256: 'a'.repeat(64) } }
    expect(row('TC-8.1a', report([], { keywords })).result).toBe('conform')
    expect(row('TC-8.1a', report([], { keywords: { ...keywords, total: 9999, floorMet: false } })).result).toBe('nonconform')
    expect(row('TC-8.1a', report([], { keywords: { ...keywords, digest: null } }))).toMatchObject({
      result: 'insufficient-evidence',
      assessed: false,
    })
  })

  it('NDSR-19: open findings of severity error fail it, unread data leave it open', () => {
    expect(row('NDSR-19', report([{ id: 's/k', domain: 'secret', high: 1 }])).result).toBe('nonconform')
    expect(row('NDSR-19', report([])).result).toBe('conform')
    expect(row('NDSR-19', { ...report([]), coverage: half }).result).toBe('insufficient-evidence')
  })

  it('Article 8 does not apply where no manual annotation is used', () => {
    expect(row('cac-2023:8', report([]), sources('sources: []\nannotation: {used: false}')).result).toBe('not-applicable')
    expect(row('cac-2023:8', report([]), sources('sources: []'))).toMatchObject({ result: 'insufficient-evidence', assessed: false })
    expect(row('cac-2023:8', report([]), fixture('complete')).result).toBe('conform')
  })

  it('an expired contract fails the row on commercial data; no commercial source makes it not applicable', () => {
    const at = (text: string) => row('TC-5.1c3', { ...report([]), profile: 'cn-2025' }, sources(`sources: [${text}]`)).result
    expect(at('{id: a, category: commercial, evidence: [{type: contract, ref: x, validTo: "2000-01-01"}]}')).toBe('nonconform')
    expect(at('{id: a, category: commercial, evidence: [{type: contract, ref: x}]}')).toBe('insufficient-evidence')
    expect(
      at('{id: a, category: commercial, evidence: [{type: contract, ref: x}, {type: assurance, ref: y}, {type: review, ref: z}]}'),
    ).toBe('conform')
    expect(at('{id: a, category: open}')).toBe('not-applicable')
    expect(at('{id: a}')).toBe('insufficient-evidence')
  })

  it('Article 7(1) rolls up: one row that fails fails it', () => {
    expect(row('cac-2023:7.1', report([{ id: 'p/a', domain: 'pii', high: 1 }])).result).toBe('nonconform')
    expect(row('cac-2023:7.1', report([])).result).toBe('insufficient-evidence')
  })

  it.each(['9', '10', '14', '18', '19'])('Article %s is outside an audit of data', (article) => {
    const judged = row(`cac-2023:${article}`, report([]))
    expect(judged.result).toBe('not-applicable')
    expect(judged.evidence.en).toContain('outside an audit of data')
  })

  it('Article 7(4) quotes the diversity figures and never closes', () => {
    const judged = row('cac-2023:7.4', sample, fixture('complete'))
    expect(judged.result).toBe('insufficient-evidence')
    expect(judged.evidence.en).toContain(sample.statistics.languages.effectiveNumber)
  })
})
