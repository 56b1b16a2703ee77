import { describe, expect, it } from 'vitest'
import { endOfNumber } from '../../src/record/numbers.ts'
import { fill, folder, scan } from '../cli/kit.ts'

/** The number that is meant by a whole one written as a decimal. */
const meant = (value: string): string => {
  const memory = Buffer.from(`12${value}.0`)
  return memory.toString('utf8', 2, endOfNumber(memory, 2, 2 + Buffer.byteLength(value)))
}

describe('a number of a data frame', () => {
  it.each([
    ['13900001234.0', '13900001234'],
    ['19930813.0', '19930813'],
  ])('%s is %s', (value, number) => {
    expect(meant(value)).toBe(number)
  })

  it.each(['', '.0', '120.0', '13900001234', '13900001234.00', '13900001234.5', '-13900001234.0', '1.3900001234.0', '1390000123４.0'])(
    '%s is what it says',
    (value) => {
      expect(meant(value)).toBe(value)
    },
  )

  it('is found, and counted with all of its characters', async () => {
    const table = (end: string) => `手机号\n13900001234${end}\n13900001235${end}\n`
    const [decimals, figures] = await Promise.all(['.0', ''].map((end) => scan(['c'], { cwd: fill(folder(), { 'c/a.csv': table(end) }) })))
    expect(decimals!.findings.map(({ rule, length }) => [rule, length])).toEqual(
      figures!.findings.map(({ rule, length }) => [rule, length]),
    )
    expect(decimals!.findings).toHaveLength(2)
    const { characters } = figures!.report.statistics.volume
    expect(decimals!.report.statistics.volume.characters).toBe(characters + 4)
  })
})
