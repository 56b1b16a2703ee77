import { describe, expect, it } from 'vitest'
// @ts-expect-error: the measuring program is plain JavaScript
import { gold } from '../../bench/accuracy/gold/index.js'
import { validator } from '../../src/checksum/index.ts'

interface Case {
  readonly kind?: string
  readonly kinds?: readonly string[]
  readonly text: string
  readonly labels: readonly (readonly [number, number])[]
}
const cases = [...gold.cases()] as readonly Case[]
const env = { asOf: '2026-11-23' }
const bare = (text: string) =>
  text.replace(/[ ()（）.·-]/g, '').replace(/[０-９Ａ-Ｚａ-ｚ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))

describe('the synthetic set', () => {
  it('is as large as it says, and says that it is synthetic', () => {
    expect(gold.synthetic).toBe(true)
    expect(cases.filter((one) => one.labels.length > 0).length).toBeGreaterThanOrEqual(5_000)
    expect(cases.filter((one) => one.labels.length === 0).length).toBeGreaterThanOrEqual(50_000)
  })
  it('is the same every time', () => {
    const again = [...gold.cases()] as readonly Case[]
    expect(again.map((one) => one.text)).toEqual(cases.map((one) => one.text))
  })
  it.each([
    ['CN_RESIDENT_ID', 'cn-ric'],
    ['CN_USCC', 'cn-uscc'],
    ['CN_BANK_CARD', 'bank-card'],
    ['PAYMENT_CARD', 'bank-card'],
    ['IBAN', 'iban'],
    ['HK_ID', 'hkid'],
    ['TW_ID', 'twid'],
    ['CN_MOBILE', 'cn-mobile'],
    ['CN_VEHICLE_PLATE', 'plate-cn'],
  ])('two formulas agree on %s: the set’s own and the validator %s', (kind, id) => {
    const values = cases.filter((one) => one.kind === kind).map((one) => bare(one.text.slice(...one.labels[0]!)))
    expect(values.length).toBeGreaterThan(100)
    const args = id === 'bank-card' ? { published: 'any' } : {}
    expect(values.filter((value) => !validator(id)!.check(kind === 'IBAN' ? value : value.toUpperCase(), args, env))).toEqual([])
  })
})
