import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
// @ts-expect-error: the measuring program is plain JavaScript
import * as keptFigures from '../../bench/accuracy/kept.js'
import { accuracyOf, enabledRules, loadRuleBook } from '../../src/rules/index.ts'

const book = loadRuleBook([], { trustCode: false, cwd: '.' })
const rules = enabledRules(book, {})
const kept = JSON.parse(readFileSync(new URL('../../rules/accuracy.json', import.meta.url), 'utf8')) as {
  readonly rows: readonly { readonly kind: string; readonly all: { readonly tp: number; readonly fp: number; readonly fn: number } }[]
}
const scanner = { rules, serves: (kind: string, rule: { readonly entity: string }) => rule.entity === kind }

describe('the kept figures', () => {
  it('reach every rule that they speak of', () => {
    const row = accuracyOf(book.accuracy, rules).find((one) => one.entities.includes('CN_RESIDENT_ID') && one.synthetic)!
    expect(row.positives).toBeGreaterThan(0)
    expect(row.recall!.lowPpm).toBeLessThanOrEqual(row.recall!.ppm)
    expect(row.recall!.highPpm).toBeGreaterThanOrEqual(row.recall!.ppm)
    expect(
      accuracyOf(
        book.accuracy,
        rules.filter((rule) => rule.entity === 'CN_MOBILE'),
      ).every((one) => one.entities.includes('CN_MOBILE')),
    ).toBe(true)
  })
  it('are no worse than themselves', () => {
    expect(keptFigures.losses(kept, kept.rows, scanner)).toEqual([])
  })
  it('show a loss in rules that estimate names, though they are experimental', () => {
    const row = (tp: number) => ({ set: 's', kind: 'PERSON_ZH', lang: 'zh', all: { tp, fp: 0, fn: 1000 - tp } })
    const estimating = {
      rules: enabledRules(book, {}, undefined, 'heuristic'),
      serves: (kind: string, rule: { readonly entity: string }) => kind === 'PERSON_ZH' && rule.entity === 'CN_PERSON_NAME',
    }
    expect(keptFigures.losses({ rows: [row(900)] }, [row(894)], estimating)).toHaveLength(1)
    expect(keptFigures.losses({ rows: [row(900)] }, [row(896)], estimating)).toEqual([])
  })
  it('show a loss of more than half a point in a stable rule, and no smaller one', () => {
    const before = { rows: [{ set: 's', kind: 'CN_RESIDENT_ID', lang: 'zh', all: { tp: 1000, fp: 0, fn: 0 } }] }
    const missing = (missed: number) => [{ set: 's', kind: 'CN_RESIDENT_ID', lang: 'zh', all: { tp: 1000 - missed, fp: 0, fn: missed } }]
    expect(keptFigures.losses(before, missing(5), scanner)).toEqual([])
    expect(keptFigures.losses(before, missing(6), scanner)).toHaveLength(1)
    expect(keptFigures.losses(before, [], scanner)).toHaveLength(1)
  })
})
