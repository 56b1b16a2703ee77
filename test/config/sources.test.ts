import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasRightToUse } from '../../src/requirements/rights.ts'
import {
  attributeFiles,
  attributeRecords,
  coversAll,
  documentKey,
  documentsOf,
  parseSources,
  sound,
  withOrigins,
} from '../../src/sources/index.ts'
import { Stop } from '../../src/stop.ts'

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/sources/${name}`, import.meta.url), 'utf8')
const parse = (text: string) => parseSources(text, 'f')

describe('parseSources', () => {
  it('reads the fixtures', () => {
    expect(parse(fixture('complete.yaml')).sources).toHaveLength(4)
    expect(parse(fixture('partial.yaml')).sources[1]?.category).toBe('commercial')
    expect(parse('version: 1\nsources: []').sources).toEqual([])
  })

  it.each(['en', 'zh'] as const)('tells every mistake of typos.yaml (%s)', async (lang) => {
    let words = ''
    try {
      parseSources(fixture('typos.yaml'), 'typos.yaml')
    } catch (error) {
      if (error instanceof Stop) words = error.words[lang]
    }
    await expect(`${words}\n`).toMatchFileSnapshot(`../../fixtures/sources/typos.yaml.${lang}.txt`)
  })

  it('checks what no type can say', () => {
    expect(() => parse('version: 1\nsources: [{id: a}, {id: a}]')).toThrow('f:2:25: source id "a" is used twice; ids must differ')
    expect(() => parse('version: 1\nsources: []\nquality: {humanSample: {items: 3, passed: 5}}')).toThrow(
      'f:3:43: more items passed than were sampled',
    )
  })
})

describe('attributeFiles', () => {
  const sources = parse('version: 1\nsources: [{id: wiki, files: ["wiki/**", "!wiki/skip.txt"]}, {id: web, files: ["*.jsonl"]}]')

  it('maps by gitignore patterns, and case matters', () => {
    const map = attributeFiles(sources, [
      { path: 'wiki/a.txt', bytes: 1 },
      { path: 'wiki/skip.txt', bytes: 2 },
      { path: 'deep/b.jsonl', bytes: 4 },
      { path: 'wiki/c.jsonl', bytes: 8 },
      { path: 'Wiki/d.txt', bytes: 16 },
    ])
    expect(map.rows).toEqual([
      { id: 'wiki', files: 2, records: null, bytes: 9 },
      { id: 'web', files: 1, records: null, bytes: 4 },
    ])
    expect(map).toMatchObject({ unmapped: { files: 2, bytes: 18 }, ambiguous: 1 })
    expect(coversAll(map)).toBe(false)
  })

  it('adds up whatever the files are', () => {
    const path = fc.constantFrom('wiki/a', 'wiki/b.jsonl', 'x.jsonl', 'y', 'z/中文.jsonl', ' odd name', 'a\\b', '..hidden')
    fc.assert(
      fc.property(fc.array(fc.record({ path, bytes: fc.nat() })), (files) => {
        const map = attributeFiles(sources, files)
        const sum = (key: 'files' | 'bytes') => map.rows.reduce((total, row) => total + (row[key] ?? 0), map.unmapped[key] ?? 0)
        expect(sum('files')).toBe(files.length)
        expect(sum('bytes')).toBe(files.reduce((total, file) => total + file.bytes, 0))
      }),
    )
  })
})

describe('attributeRecords', () => {
  const found = (rows: [string, number][], records: number) => ({
    corpus: { files: 3, bytes: 100 },
    statistics: { volume: { records }, sources: { rows: rows.map(([value, n]) => ({ value, records: n, bytes: n * 10 })) } },
  })

  it('maps by id or by the values the manifest names', () => {
    const sources = parse('version: 1\nsources: [{id: wiki}, {id: web, recordSource: [cc-2022, cc-2023]}]')
    const map = attributeRecords(
      sources,
      found(
        [
          ['wiki', 5],
          ['cc-2022', 3],
          ['cc-2023', 1],
          ['web', 2],
          ['(none)', 4],
        ],
        20,
      ),
    )
    expect(map).toEqual({
      basis: 'records',
      rows: [
        { id: 'wiki', files: null, records: 5, bytes: 50 },
        { id: 'web', files: null, records: 4, bytes: 40 },
      ],
      unmapped: { files: null, records: 11, bytes: 60 },
      ambiguous: 0,
      places: { unmapped: [], ambiguous: [] },
    })
  })

  it('takes a single source without patterns for the whole corpus', () => {
    const map = attributeRecords(parse('version: 1\nsources: [{id: all}]'), found([], 7))
    expect(map).toMatchObject({ basis: 'sole', rows: [{ id: 'all', files: 3, records: 7, bytes: 100 }] })
    expect(map && coversAll(map)).toBe(true)
  })

  it('says nothing when the manifest names files and no record names a source', () => {
    expect(attributeRecords(parse('version: 1\nsources: [{id: a, files: ["*"]}, {id: b}]'), found([['(none)', 7]], 7))).toBeUndefined()
  })
})

describe('hasRightToUse', () => {
  const entry = (text: string) => parse(`version: 1\nsources: [${text}]`).sources[0]!
  it.each([
    ['{id: a}', false],
    ['{id: a, licence: MIT}', false],
    ['{id: a, evidence: [{type: licence, ref: x}]}', true],
    ['{id: a, evidence: [{type: review, ref: x}]}', false],
    ['{id: a, evidence: [{type: contract, ref: x, validTo: "2023-12-31"}]}', false],
    ['{id: a, evidence: [{type: contract, ref: x, validTo: "2024-01-01"}]}', true],
    ['{id: a, category: synthetic, synthetic: {models: [m]}}', true],
    ['{id: a, userData: {authorisation: {ref: x}}}', true],
  ])('%s → %s', (text, expected) => {
    expect(hasRightToUse(entry(text), '2024-01-01')).toBe(expected)
  })
})

describe('documents', () => {
  const manifest = parse(`version: 1
sources:
  - {id: a, evidence: [{type: contract, ref: c.pdf, validTo: '2023-12-31'}], piConsent: {separate: {ref: s.pdf}}}
  - {id: b, crawler: {impactAssessment: {ref: i.pdf}}}
ip: {policy: {ref: p.pdf}}
annotation: {rules: [{kind: safety, ref: r.pdf}]}`)

  it('are found wherever the manifest names them, with the source they belong to', () => {
    expect(documentsOf(manifest).map(({ path, source, document }) => [path, source, document.ref])).toEqual([
      ['sources[0].evidence[0]', 'a', 'c.pdf'],
      ['sources[0].piConsent.separate', 'a', 's.pdf'],
      ['sources[1].crawler.impactAssessment', 'b', 'i.pdf'],
      ['ip.policy', undefined, 'p.pdf'],
      ['annotation.rules[0]', undefined, 'r.pdf'],
    ])
  })

  it.each([
    ['2023-12-31', 'unchecked', true],
    ['2024-01-01', 'verified', false],
    ['2023-12-31', 'verified', true],
    ['2023-12-31', 'hashed', true],
    ['2023-12-31', 'mismatch', false],
    ['2023-12-31', 'missing', false],
  ] as const)('on %s, found %s → sound %s', (day, state, expected) => {
    const { document } = documentsOf(manifest)[0]!
    expect(sound(document, day, new Map([[documentKey(document), { state }]]))).toBe(expected)
  })
})

describe('withOrigins', () => {
  const shards = [{ path: 'wiki/a' }, { path: 'b.jsonl' }, { path: 'c' }]
  it('marks every shard where the manifest maps files, and none where it does not', () => {
    const byFile = parse('version: 1\nsources: [{id: wiki, files: ["wiki/**"]}, {id: web, files: ["*.jsonl"]}]')
    expect(withOrigins(shards, byFile).map(({ origin }) => origin)).toEqual(['wiki', 'web', '(none)'])
    for (const none of [undefined, parse('version: 1\nsources: [{id: wiki}]')])
      expect(withOrigins(shards, none).map(({ origin }) => origin)).toEqual([undefined, undefined, undefined])
  })
})
