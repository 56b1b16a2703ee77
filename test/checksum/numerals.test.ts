import { describe, expect, it } from 'vitest'
import { cnMobile } from '../../src/checksum/cn-mobile.ts'
import { cnRic } from '../../src/checksum/cn-ric.ts'
import { asDigits } from '../../src/checksum/numerals.ts'

const env = { asOf: '2026-11-23', list: () => [] } as unknown as Parameters<typeof cnRic.check>[2]

describe('a number as its digits', () => {
  it.each([
    ['幺三九幺二三四五六七八', '13912345678'],
    ['一三九一二三四五六七八', '13912345678'],
    ['幺洞两〇○零叉', '102000X'],
    ['1391234\n5678', '13912345678'],
    ['13912345678', '13912345678'],
    ['11010519900307663x', '11010519900307663x'],
  ])('%j is %s', (written, digits) => expect(asDigits(written)).toBe(digits))

  it('is what validators judge', () => {
    expect(cnMobile.check('幺三九幺二三四五六七八', {}, env)).toBe(true)
    expect(cnMobile.check('幺四零幺二三四五六七八', {}, env)).toBe(false)
    expect(cnRic.check('幺幺零幺零五幺九九零零三零七六六三八', {}, env)).toBe(true)
    expect(cnRic.check('幺幺零幺零五幺九九零零三零七六六三七', {}, env)).toBe(false)
    expect(cnRic.check('1101051990\n03076638', {}, env)).toBe(true)
  })
})
