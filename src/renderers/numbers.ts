import { grouped } from '../words/figures.ts'

/** How numbers look on paper. Explicit, the same in every locale and time zone. */

/** Whole number with digits in groups of three: 1,284,906. */
export const group = (value: number): string => grouped(Math.trunc(value))

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes in decimal units, three significant digits: 9.13 GB. */
export const bytes = (value: number): string => {
  let unit = 0
  let rest = value
  while (unit < units.length - 1 && rest >= 999.5) {
    rest /= 1000
    unit++
  }
  const digits = unit === 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2
  return `${rest.toFixed(digits)} ${units[unit]}`
}

/** Parts per million as a percentage with two decimals, cut as everywhere else: 670287 becomes 67.02%. Below one hundredth of a percent, but not zero: `< 0.01%`. */
export const percent = (ppm: number): string => (ppm > 0 && ppm < 100 ? '< 0.01%' : `${(Math.floor(ppm / 100) / 100).toFixed(2)}%`)

/** Part of a whole as a percentage, cut, never rounded up: anything missing never reads 100%. A dash when the whole is nothing. */
export const share = (part: number, whole: number): string => {
  if (whole === 0) return '–'
  const hundredths = Math.min(Math.floor((part / whole) * 10_000), part < whole ? 9_999 : 10_000)
  return hundredths === 0 && part > 0 ? '< 0.01%' : `${(hundredths / 100).toFixed(2)}%`
}

/** A decimal string from the report, whole part grouped, at most `digits` decimals (cut half up on the digits as they stand). */
export const decimal = (value: string, digits = 2): string => {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  const [whole = '0', part] = number.toFixed(digits).split('.')
  return grouped(whole) + (part === undefined ? '' : `.${part}`)
}

/** Short axis label: 1, 10, 1k, 10k, 1M. */
export const tick = (value: number): string => {
  for (const [limit, suffix] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const)
    if (value >= limit) return `${Number((value / limit).toPrecision(3))}${suffix}`
  return String(Number(value.toPrecision(3)))
}

/** 95% Wilson interval of no hit in `records` records: its upper end in parts per million (Wilson 1927). */
export const zeroHighPpm = (records: number): number => (records === 0 ? 1_000_000 : Math.ceil((3.841459 / (records + 3.841459)) * 1e6))
