import { describe, expect, it } from 'vitest'
// @ts-expect-error: a script in plain JavaScript
import * as script from '../../scripts/draws.js'
import { isPastDay } from '../../src/checksum/calendar.ts'
import { earliestBirth, residentCheck } from '../../src/checksum/cn-ric.ts'
import { validator, validators } from '../../src/checksum/index.ts'
import { isRegion, provinces } from '../../src/checksum/region.ts'
import type { Json, Validator } from '../../src/model.ts'
import { drawn, seeded } from '../random.ts'

interface Draw {
  readonly draw: (random: () => number) => string
  readonly n?: number
  readonly args?: { readonly [name: string]: Json }
  readonly computed?: boolean
}
const { draws, measureFalsePass, tolerance } = script as {
  readonly draws: { readonly [id: string]: Draw }
  readonly measureFalsePass: (one: Validator, draw: Draw, asOf: string) => { readonly share: number; readonly count: number }
  readonly tolerance: (stated: number, count: number) => number
}

const env = { asOf: '2026-11-23' }
const digits = '0123456789'
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Validators whose share is no matter of drawing: what they judge has no random form, or is computed factor by factor below. */
const undrawn = new Set([
  'cn-name',
  'cn-permanent-resident',
  'cn-ric',
  'entropy',
  'improbable',
  'isbn',
  'issn',
  'jwt',
  'latin-name',
  'literal-password',
  'url-credentials',
])

describe('the share of random strings that pass is the one stated', () => {
  it('is known of every validator', () => {
    expect(validators.map(({ id }) => id).filter((id) => !(id in draws) && !undrawn.has(id))).toEqual([])
  })
  // A tenth of what scripts/false-pass.js draws: enough to notice a formula that changed.
  it.each(Object.keys(draws))('%s', (id) => {
    const known = draws[id]!
    const one = validator(id)!
    const { share, count } = measureFalsePass(one, { ...known, n: Math.ceil((known.n ?? 100_000) / 10) }, env.asOf)
    if (known.computed === true) expect(share).toBe(0)
    else
      expect(Math.abs(share - one.falsePass), `measured ${share}, stated ${one.falsePass}`).toBeLessThanOrEqual(
        tolerance(one.falsePass, count),
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
