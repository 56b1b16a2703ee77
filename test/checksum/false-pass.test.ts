import { describe, expect, it } from 'vitest'
import { isPastDay } from '../../src/checksum/calendar.ts'
import { earliestBirth, residentCheck } from '../../src/checksum/cn-ric.ts'
import { validator } from '../../src/checksum/index.ts'
import { isRegion, provinces } from '../../src/checksum/region.ts'
import type { Json } from '../../src/model.ts'
import { drawn, seeded } from './random.ts'

const env = { asOf: '2026-11-23' }
const digits = '0123456789'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const credit = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const plates = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const base64url = `${upper}${upper.toLowerCase()}${digits}-_`

type Draw = (random: () => number) => string
/** How strings of the right shape are drawn for each validator; the stated share must be what is measured, within a fifth or the noise. */
const draws: { readonly [id: string]: { readonly draw: Draw; readonly n: number; readonly args?: { readonly [name: string]: Json } } } = {
  'cn-ric15': { draw: (r) => drawn(r, digits, 15), n: 400_000 },
  'cn-mobile': { draw: (r) => drawn(r, digits, 11), n: 200_000 },
  'cn-landline': { draw: (r) => drawn(r, digits, 11), n: 200_000 },
  'cn-org-code': { draw: (r) => drawn(r, digits + upper, 8) + drawn(r, `${digits}X`, 1), n: 100_000 },
  'cn-uscc': {
    draw: (r) =>
      drawn(r, '159Y', 1) +
      drawn(r, '123', 1) +
      drawn(r, digits, 6) +
      drawn(r, credit, 8) +
      drawn(r, `${digits}X`, 1) +
      drawn(r, credit, 1),
    n: 300_000,
  },
  luhn: { draw: (r) => drawn(r, digits, 16), n: 100_000 },
  'bank-card': { draw: (r) => drawn(r, digits, 16), n: 200_000 },
  iban: { draw: (r) => `DE${drawn(r, digits, 20)}`, n: 200_000 },
  ssn: { draw: (r) => drawn(r, digits, 9), n: 100_000 },
  nino: { draw: (r) => drawn(r, upper, 2) + drawn(r, digits, 6) + drawn(r, upper, 1), n: 200_000 },
  hkid: { draw: (r) => drawn(r, upper, 1) + drawn(r, digits, 6) + drawn(r, `${digits}A`, 1), n: 100_000 },
  twid: { draw: (r) => drawn(r, upper, 1) + drawn(r, '1289', 1) + drawn(r, digits, 8), n: 100_000 },
  'phone-e164': { draw: (r) => `+${drawn(r, '123456789', 1)}${drawn(r, digits, 10)}`, n: 10_000 },
  'ipv4-public': { draw: (r) => [0, 0, 0, 0].map(() => Math.floor(r() * 256)).join('.'), n: 50_000 },
  'ipv6-public': { draw: (r) => Array.from({ length: 8 }, () => drawn(r, '0123456789abcdef', 4)).join(':'), n: 50_000 },
  email: {
    draw: (r) => `${drawn(r, 'abcdefghij', 5)}@${drawn(r, 'abcdefghij', 6)}.${drawn(r, upper.toLowerCase(), 2 + Math.floor(r() * 3))}`,
    n: 50_000,
  },
  'plate-cn': {
    draw: (r) => drawn(r, plates, 1) + drawn(r, 'ABCDEFGHJKLMNPQRSTUVWXYZ', 1) + drawn(r, 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789', 5),
    n: 50_000,
  },
  'date-range': { draw: (r) => drawn(r, digits, 8), n: 300_000 },
  'cn-passport': { draw: (r) => drawn(r, upper, 1) + drawn(r, digits, 8), n: 50_000 },
}

describe('the share of random strings that pass is the one stated', () => {
  it.each(Object.entries(draws))('%s', (id, { draw, n, args }) => {
    const one = validator(id)!
    const random = seeded(31)
    let passed = 0
    for (let i = 0; i < n; i++) if (one.check(draw(random), args ?? {}, env)) passed += 1
    const measured = passed / n
    const noise = 4 * Math.sqrt(one.falsePass / n)
    expect(Math.abs(measured - one.falsePass), `measured ${measured}, stated ${one.falsePass}`).toBeLessThanOrEqual(
      Math.max(one.falsePass / 5, noise),
    )
  })

  it('jwt: none of 20,000 random three-part strings', () => {
    const random = seeded(5)
    for (let i = 0; i < 20_000; i++) {
      expect(
        validator('jwt')!.check(`${drawn(random, base64url, 20)}.${drawn(random, base64url, 20)}.${drawn(random, base64url, 43)}`, {}, env),
      ).toBe(false)
    }
  })

  it('cn-ric: the three factors multiply to the stated share, and none of 200,000 passes', () => {
    const random = seeded(6)
    const n = 200_000
    let division = 0
    let birth = 0
    let check = 0
    let all = 0
    for (let i = 0; i < n; i++) {
      const number = drawn(random, digits, 17) + drawn(random, '0123456789X', 1)
      if (isRegion(number.slice(0, 6), 1900, 9999)) division += 1
      if (isPastDay(number.slice(6, 14), earliestBirth, env.asOf)) birth += 1
      if (residentCheck(number) === number[17]) check += 1
      if (validator('cn-ric')!.check(number, {}, env)) all += 1
    }
    expect(all).toBe(0)
    const stated = validator('cn-ric')!.falsePass
    const product = (division / n) * (birth / n) * (check / n)
    expect(product / stated, `product ${product}`).toBeGreaterThan(0.6)
    expect(product / stated).toBeLessThan(1.4)
    const resident = validator('cn-permanent-resident')!.falsePass
    const foreign = 0.1 * (provinces.size / 100) * 0.891 * (birth / n) * (check / n)
    expect(foreign / resident, `product ${foreign}`).toBeGreaterThan(0.6)
    expect(foreign / resident).toBeLessThan(1.4)
  })

  it('order numbers that begin with a time are no resident numbers', () => {
    const random = seeded(7)
    for (let i = 0; i < 100_000; i++) {
      const two = (limit: number) => String(Math.floor(random() * limit)).padStart(2, '0')
      const order = `20${two(27)}${String(1 + Math.floor(random() * 12)).padStart(2, '0')}${String(1 + Math.floor(random() * 28)).padStart(2, '0')}${two(24)}${two(60)}${two(60)}${drawn(random, digits, 4)}`
      expect(validator('cn-ric')!.check(order, {}, env), order).toBe(false)
    }
  })
})
