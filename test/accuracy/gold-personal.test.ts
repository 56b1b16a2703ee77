import { describe, expect, it } from 'vitest'
// @ts-expect-error: the measuring program is plain JavaScript
import { goldPersonal } from '../../bench/accuracy/gold/personal.js'
import { validator } from '../../src/checksum/index.ts'

interface Case {
  readonly kind?: string
  readonly kinds?: readonly string[]
  readonly text: string
  readonly labels: readonly (readonly [number, number])[]
}
const cases = [...goldPersonal.cases()] as readonly Case[]
const env = { asOf: '2026-11-23' }

describe('the synthetic set of addresses, cards and sensitive facts', () => {
  it('says that it is synthetic, is the same every time, and holds as many texts without any', () => {
    expect(goldPersonal.synthetic).toBe(true)
    expect([...(goldPersonal.cases() as Iterable<Case>)].map((one) => one.text)).toEqual(cases.map((one) => one.text))
    const positive = cases.filter((one) => one.labels.length > 0).length
    expect(positive).toBeGreaterThanOrEqual(9_000)
    expect(cases.length - positive).toBeGreaterThanOrEqual(positive)
  })
  it('names every kind of its positives among those its negatives must not show', () => {
    const kinds = new Set(cases.flatMap((one) => (one.kind === undefined ? [] : [one.kind])))
    for (const { kinds: excluded } of cases.filter((one) => one.labels.length === 0)) expect(new Set(excluded)).toEqual(kinds)
  })
  it.each([
    ['BR_CPF', 'br-cpf'],
    ['JP_MY_NUMBER', 'jp-my-number'],
    ['VIN', 'vin'],
    ['BE_NATIONAL_NUMBER', 'be-national-number'],
    ['FR_NIR', 'fr-nir'],
    ['GR_AMKA', 'gr-amka'],
    ['ICCID', 'iccid'],
    ['IMSI', 'imsi'],
    ['CN_PERMANENT_RESIDENT', 'cn-permanent-resident'],
    ['AT_SOCIAL_SECURITY', 'at-social-security'],
    ['CH_AHV', 'ch-ahv'],
    ['HU_IDENTITY', 'hu-identity'],
    ['JMBG', 'jmbg'],
    ['CY_TIC', 'cy-tic'],
    ['LU_MATRICULE', 'lu-matricule'],
    ['MX_CURP', 'mx-curp'],
    ['CL_RUT', 'cl-rut'],
    ['AR_CUIL', 'ar-cuil'],
  ])('two formulas agree on %s: the set’s own and the validator %s', (kind, id) => {
    const values = cases.filter((one) => one.kind === kind).map((one) => one.text.slice(...one.labels[0]!).replace(/[ .-]/g, ''))
    expect(values.length).toBe(300)
    expect(values.filter((value) => !validator(id)!.check(value, {}, env))).toEqual([])
  })
})
