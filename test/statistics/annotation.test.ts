import { describe, expect, test } from 'vitest'
import type { RecordView } from '../../src/model.ts'
import { cohenKappa, krippendorffAlpha, pairOf } from '../../src/sketch/agreement.ts'
import { textKey } from '../../src/sketch/hash.ts'
import { labellingScope, annotation as parts } from '../../src/sources/parts.ts'
import { annotation } from '../../src/statistics/annotation.ts'
import { entry, recordOf } from './stream.ts'

type Labelling = NonNullable<RecordView['labelling']>
/** What is counted over records of one file, and its summary on 2024-06-30 against a declaration. */
const counted = (records: readonly Labelling[], declared: unknown = {}) => {
  const state = annotation.create()
  records.forEach((labelling, row) => {
    annotation.add(state, recordOf(entry('x', { labelling }), 3, 0, row))
  })
  return annotation.summarize(state, {
    recordBase: () => 0,
    rule: () => undefined,
    labelling: labellingScope(parts.parse(declared), '2024-06-30'),
  })
}

describe('labelled records', () => {
  test('are none where nobody labelled', () => {
    expect(counted([])).toBeNull()
    // A reviewer or a batch alone is no label.
    expect(counted([{ reviewer: ['r'], batch: ['b'] }])).toBeNull()
  })

  test('count who reviewed whom', () => {
    const seen = counted([
      { annotator: ['a'], reviewer: ['r'], label: ['1'] },
      { annotator: ['a'], reviewer: ['a'], label: ['1'] },
      { annotator: ['a', 'b'], reviewer: ['b'], label: ['1'] },
      { annotator: ['a'], label: ['1'] },
      { annotator: ['a'], label: ['1'], reviewLabel: ['1'] },
    ])!
    expect(seen.records).toBe(5)
    expect(seen.roles).toEqual({ records: 3, same: 2 })
    expect(seen.reviewed).toMatchObject({ records: 4, ppm: 800_000 })
    expect(seen.fields).toMatchObject({ annotator: 5, reviewer: 3, reviewLabel: 1, batch: 0 })
  })

  test('name a batch by its first record, and list those least reviewed first', () => {
    const batch = (name: string, reviewed: boolean): Labelling => ({ label: ['1'], batch: [name], ...(reviewed && { reviewer: ['r'] }) })
    const seen = counted([batch('full', true), batch('none', false), batch('half', true), batch('half', false), batch('none', false)])!
    expect(seen.batches).toEqual({
      count: 3,
      complete: true,
      unreviewed: 1,
      leastPpm: 0,
      medianPpm: 500_000,
      rows: [
        { file: 3, record: 1, records: 2, reviewed: 0 },
        { file: 3, record: 2, records: 2, reviewed: 1 },
        { file: 3, record: 0, records: 1, reviewed: 1 },
      ],
    })
  })

  test('agree as the formulas say', () => {
    const rows = [
      ['yes', 'yes', 20],
      ['yes', 'no', 5],
      ['no', 'yes', 10],
      ['no', 'no', 15],
    ] as const
    const seen = counted(rows.flatMap(([label, judged, n]) => Array(n).fill({ label: [label], reviewLabel: [judged] }) as Labelling[]))!
    // The textbook table of 50 with κ = 0.4.
    expect(seen.agreement.kappaMillionths).toBe(400_000)
    expect(seen.agreement.kappaMillionths).toBe(Math.round(cohenKappa(new Map(rows.map(([a, b, n]) => [pairOf(a, b), n])))! * 1e6))
    const units = rows.flatMap(([a, b, n]) => Array.from({ length: n }, () => [a, b]))
    expect(seen.agreement.alphaMillionths).toBe(Math.round(krippendorffAlpha(units)! * 1e6))
    expect(seen.accuracy).toMatchObject({ records: 35, ppm: 700_000 })
    expect(seen.agreement).toMatchObject({ compared: 50, things: 50, complete: true })
  })

  test('say when there are more labels than are told apart', () => {
    const many = Array.from({ length: 9000 }, (_, i): Labelling => ({ label: [textKey(`text ${i}`)], reviewLabel: [textKey(`text ${i}`)] }))
    expect(counted(many)!.agreement).toMatchObject({ complete: false, kappaMillionths: null, alphaMillionths: null })
    expect(counted(many)!.accuracy).toMatchObject({ records: 9000 })
  })

  test('are held against qualifications on the reference day and on the days of work', () => {
    const staff = {
      qualifications: [
        { kind: 'certificate', person: 'a-1', validFrom: '2024-01-01', validTo: '2024-12-31' },
        { kind: 'certificate', person: 'a-2', validTo: '2024-05-31' },
        { kind: 'certificate', person: 'a-4', validFrom: '2024-06-01' },
        { kind: 'certificate', person: 'r-1', role: 'reviewer' },
        { kind: 'training', role: 'annotator', validTo: '2024-06-30' },
      ],
    }
    const work = (id: string, day: string): Labelling => ({ annotator: [textKey(id)], reviewer: [textKey('r-1')], time: [day] })
    const seen = counted([work('a-1', '2024-02-01'), work('a-2', '2024-02-01'), work('a-3', '2024-02-01'), work('a-4', '2024-05-31')], {
      staff,
    })!
    expect(seen.people.rows).toEqual([
      { role: 'annotator', people: 4, certified: 2, lapsed: 1, trained: 4, untimely: 1 },
      { role: 'reviewer', people: 1, certified: 1, lapsed: 0, trained: 0, untimely: 0 },
    ])
    expect(seen.days).toEqual({ first: '2024-02-01', last: '2024-05-31' })
  })

  test('are held against the declared versions of the rules', () => {
    const rules = [{ kind: 'safety', ref: 'rules.pdf', version: '2' }]
    const by = (version: string): Labelling => ({ label: ['1'], ruleVersion: [textKey(version)] })
    expect(counted([by('2'), by('2'), by('1'), { label: ['1'] }], { rules })!.rules).toEqual({
      versions: 2,
      complete: true,
      records: 3,
      declared: 2,
    })
  })
})
