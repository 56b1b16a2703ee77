import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/index.ts'
import { declaredFields } from '../../src/requirements/declared.ts'
import { discrepancies } from '../../src/requirements/discrepancies.ts'
import { licencesAgree } from '../../src/requirements/licence.ts'
import { type Attribution, documentKey, documentsOf, noDocuments, parseSources } from '../../src/sources/index.ts'
import { sample as sampleReport } from '../renderers/sample.ts'

const sample = sampleReport()
const sources = (text: string) => parseSources(`version: 1\n${text}`, 'test')

describe('licences', () => {
  it.each([
    ['MIT', 'MIT', true],
    ['mit license', 'MIT', true],
    ['CC-BY-4.0', 'CC-BY-NC-4.0', false],
    ['CC BY 4.0', 'CC-BY-4.0', true],
    ['CC-BY', 'CC-BY-3.0', true],
    ['CC-BY-4.0', 'CC-BY-3.0', false],
    ['CC-BY-SA-4.0', 'CC-BY-4.0', false],
    ['GPL-2.0-or-later', 'GPL-2.0-only', true],
    ['Apache-2.0 OR MIT', 'MIT', true],
    ['(Apache-2.0 OR MIT)', 'GPL-3.0-only', false],
    ['CC0-1.0', 'all rights reserved', false],
    ['合同约定', 'MIT', undefined],
    ['as agreed in the contract', 'MIT', undefined],
    ['MIT', '(none)', undefined],
    ['MIT', 'unknown', undefined],
  ] as const)('declared %s, seen %s → %s', (declared, seen, agree) => {
    expect(licencesAgree(declared, seen)).toBe(agree)
  })
})

describe('fields of the manifest', () => {
  const judge = (fields: string[], text: string | undefined) =>
    declaredFields({ zh: '甲', en: 'x' }, fields)({ sources: text === undefined ? undefined : sources(text) } as never)
  it.each([
    [['dataset.purpose'], 'sources: []\ndataset: {purpose: p}', 'conform', true],
    [['dataset.purpose'], 'sources: []', 'insufficient-evidence', false],
    [['dataset.purpose'], undefined, 'insufficient-evidence', false],
    [['dataset.purpose', 'model.name'], 'sources: []\ndataset: {purpose: p}', 'insufficient-evidence', true],
    [['sources[].owner'], 'sources: [{id: a, owner: o}, {id: b}]', 'insufficient-evidence', false],
    [['sources[].owner'], 'sources: [{id: a, owner: o}, {id: b, owner: o}]', 'conform', true],
    [['sources[].owner'], 'sources: []', 'insufficient-evidence', false],
    [['sources[open].link'], 'sources: [{id: a, category: commercial}]', 'not-applicable', true],
    [['sources[open].link'], 'sources: [{id: a, category: commercial}, {id: b}]', 'insufficient-evidence', false],
    [['sources[open].link'], 'sources: [{id: a, category: open, link: l}, {id: b, category: commercial}]', 'conform', true],
    [['sources[].licence|evidence'], 'sources: [{id: a, licence: MIT}, {id: b, evidence: [{type: licence, ref: r}]}]', 'conform', true],
    [['sources[].licence|evidence'], 'sources: [{id: a, evidence: []}]', 'insufficient-evidence', false],
    [['annotation.rules', 'model.name'], 'sources: []\nannotation: {used: false}', 'insufficient-evidence', true],
  ] as const)('%j of %s → %s', (fields, text, result, assessed) => {
    expect(judge([...fields], text)).toMatchObject({ result, assessed })
  })
})

describe('discrepancies', () => {
  const row = { records: 10, bytes: 100, affected: 1, languages: [], licences: [], domains: [] }
  const mobile = sample.rules.find(({ id }) => id === 'pii-cn/mobile-phone')!
  const given = (origins: Report['statistics']['origins']['rows']): Report => ({
    ...sample,
    rules: [
      { ...mobile, id: 'p/a', domain: 'pii', severity: 'error', requirements: ['PIPL-13'] },
      { ...mobile, id: 'i/a', domain: 'ip', severity: 'error', requirements: ['TC-5.1c2'] },
      { ...mobile, id: 'p/note', domain: 'pii', severity: 'note', requirements: ['PIPL-13'] },
    ],
    statistics: { ...sample.statistics, origins: { complete: true, rows: origins } },
  })
  const map = (change: Partial<Attribution> = {}): Attribution => ({
    basis: 'files',
    rows: [{ id: 'a', files: 1, records: null, bytes: 10 }],
    unmapped: { files: 0, records: null, bytes: 0 },
    ambiguous: 0,
    places: { unmapped: [], ambiguous: [] },
    ...change,
  })
  const codes = (
    text: string,
    origins: Report['statistics']['origins']['rows'],
    change: Partial<Attribution> = {},
    documents = noDocuments,
  ) =>
    discrepancies(given(origins), sources(text), map(change), documents).map(
      ({ code, source, count }) => `${code} ${source ?? '-'} ${count}`,
    )
  const hit = (rule: string, high: number) => [{ rule, high, lower: 0, records: high }]

  it.each([
    ['sources: [{id: a, files: ["a/**"]}]', [], {}, []],
    ['sources: [{id: a, files: ["a/**"]}]', [], { unmapped: { files: 2, records: null, bytes: 9 } }, ['source.unmapped - 2']],
    ['sources: [{id: a, files: ["a/**"]}]', [], { ambiguous: 3 }, ['source.ambiguous - 3']],
    ['sources: [{id: a, files: ["a/**"]}]', [], { rows: [{ id: 'a', files: 0, records: null, bytes: 0 }] }, ['source.empty a 0']],
    ['sources: [{id: a, files: ["a/**"]}]', [{ ...row, origin: 'a', rules: hit('p/a', 2) }], {}, ['personal.no-basis a 2']],
    ['sources: [{id: a, files: ["a/**"], piBasis: [consent]}]', [{ ...row, origin: 'a', rules: hit('p/a', 2) }], {}, []],
    ['sources: [{id: a, files: ["a/**"]}]', [{ ...row, origin: 'a', rules: hit('p/note', 2) }], {}, []],
    ['sources: [{id: a, files: ["a/**"]}]', [{ ...row, origin: '(none)', rules: hit('p/a', 1) }], {}, ['personal.no-basis - 1']],
    ['sources: [{id: a, files: ["a/**"]}]', [{ ...row, origin: 'a', rules: hit('i/a', 4) }], {}, ['opt-out.seen a 4']],
    [
      'sources: [{id: a, files: ["a/**"], licence: MIT}]',
      [
        {
          ...row,
          origin: 'a',
          rules: [],
          licences: [
            { value: 'MIT', records: 5 },
            { value: 'GPL-3.0-only', records: 3 },
          ],
        },
      ],
      {},
      ['licence.conflict a 3'],
    ],
    ['sources: [{id: a, files: ["a/**"], evidence: [{type: contract, ref: c, validTo: "2000-01-01"}]}]', [], {}, ['document.expired a 1']],
    [
      `sources: []\nquality: {humanSample: {items: ${sample.corpus.records + 1}, passed: 1}}`,
      [],
      {},
      [`sample.larger - ${sample.corpus.records + 1}`],
    ],
    [`sources: []\nquality: {humanSample: {items: ${sample.corpus.records}, passed: 1}}`, [], {}, []],
  ] as const)('%s', (text, origins, change, expected) => {
    expect(codes(text, origins as never, change as never)).toEqual(expected)
  })

  it.each(['mismatch', 'missing'] as const)('tells a document that is %s', (state) => {
    const text = `sources: [{id: a, files: ["a/**"], evidence: [{type: contract, ref: c, sha256: '${'0'.repeat(64)}'}]}]`
    const { document } = documentsOf(sources(text))[0]!
    expect(codes(text, [], {}, new Map([[documentKey(document), { state }]]))).toEqual([`document.${state} a 1`])
  })
})
