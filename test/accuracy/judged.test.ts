import { describe, expect, it } from 'vitest'
// @ts-expect-error: the measuring program is plain JavaScript
import * as judged from '../../bench/accuracy/judged.js'
// @ts-expect-error: the measuring program is plain JavaScript
import { cases } from '../../bench/accuracy/judged-cases.js'
// @ts-expect-error: the measuring program is plain JavaScript
import { addCase, newRow } from '../../bench/accuracy/score.js'
// @ts-expect-error: the measuring program is plain JavaScript
import { cleanTarget, targets } from '../../bench/accuracy/targets.js'

type Case = readonly [set: string, kind: string, why: string, digests: string]

describe('judged cases', () => {
  it('have a reason in both languages and name no text', () => {
    for (const [set, kind, why, digests] of cases as Case[]) {
      expect(judged.reasons[why], `${set} ${kind}`).toMatchObject({ zh: expect.any(String), en: expect.any(String) })
      expect(digests).toMatch(/^[0-9a-f]{12}(?: [0-9a-f]{12})*$/)
    }
  })
  it('are told by set, kind and text together, and those nobody needs are named', () => {
    const [set, kind, , digests] = (cases as Case[])[0]!
    expect(judged.judgement(set, kind, 'some other text')).toBeUndefined()
    expect(judged.stale(new Set([`${set} ${kind} ${digests.split(' ')[0]}`]))).not.toContain(`${set} ${kind} ${digests.split(' ')[0]}`)
    expect(judged.stale(new Set())).toContain(`${set} ${kind} ${digests.split(' ')[0]}`)
  })
  it('stay in the raw figures', () => {
    const row = newRow('s', 'EMAIL', 'en')
    addCase(row, { labels: [[0, 1]] }, { tp: 0, fp: 0, fn: 1 }, { tp: 0, fp: 0, fn: 1 }, 'handle')
    addCase(row, { labels: [[0, 1]] }, { tp: 1, fp: 0, fn: 0 }, { tp: 1, fp: 0, fn: 0 }, undefined)
    expect(row).toMatchObject({ all: { tp: 1, fn: 1 }, settled: { tp: 1, fn: 0 }, judged: { handle: 1 } })
  })
})

describe('targets', () => {
  it('fail where a figure falls short, as counted or without judged cases', () => {
    const row = (fn: number, settled: number) => ({
      set: 'presidio-cases',
      kind: 'CA_SIN',
      negatives: 1,
      all: { tp: 10, fp: 0, fn },
      settled: { tp: 10, fp: 0, fn: settled },
    })
    const each = targets.find((one: { words: { en: string } }) => one.words.en.startsWith('Presidio'))!
    expect(each.measure([row(0, 0)], 'all').met).toBe(true)
    expect(each.measure([row(1, 0)], 'all')).toEqual({ value: '0 / 1 (CA_SIN)', met: false })
    expect(each.measure([row(1, 0)], 'settled').met).toBe(true)
  })
  it('do not call clean text clean before it was looked at', () => {
    const text = (wrong: number | null) => [{ bytes: 1e7, contacts: 5, listed: [{ count: 2 }], wrong }]
    expect(cleanTarget(text(1))).toEqual({ found: 7, wrong: 1 })
    expect(cleanTarget(text(null)).wrong).toBeNull()
  })
})
