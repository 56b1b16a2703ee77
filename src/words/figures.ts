import type { Words } from '../model.ts'

/** Figures in words a person reads. Own formatting, not Intl: a report must not depend on the locale data of a machine. */

/** 1234567 → "1,234,567". */
export const grouped = (value: number | string): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Share of a whole in ppm, rounded down so that "100%" is said of the whole only; 0 when the whole is 0. */
export const ppmOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((part / whole) * 1_000_000))

/** 954000 → "95.4%"; less than 0.01 % is said per million: "18 per million" / "百万分之 18". */
export function percent(ppm: number): Words {
  if (ppm > 0 && ppm < 100) return { en: `${ppm} per million`, zh: `百万分之 ${ppm}` }
  const hundredths = Math.floor(ppm / 100)
  const fraction = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  const text = `${grouped(Math.floor(hundredths / 100))}${fraction === '' ? '' : `.${fraction}`}%`
  return { en: text, zh: text }
}

/** Share of a whole as words; "less than 1 per million" for something that is not nothing. */
export function share(part: number, whole: number): Words {
  const ppm = ppmOf(part, whole)
  return ppm === 0 && part > 0 ? { en: 'less than 1 per million', zh: '不足百万分之 1' } : percent(ppm)
}

const steps = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** 9131762560 → "9.13 GB (9,131,762,560 bytes)": decimal units, rounded down. */
export function size(bytes: number): Words {
  const exact = grouped(bytes)
  if (bytes < 1000) return { en: `${exact} bytes`, zh: `${exact} 字节` }
  let step = 0
  let scale = 1
  while (bytes / scale >= 1000 && step < steps.length - 1) {
    scale *= 1000
    step++
  }
  const hundredths = Math.floor((bytes / scale) * 100)
  const text = `${grouped(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')} ${steps[step]}`
  return { en: `${text} (${exact} bytes)`, zh: `${text}（${exact} 字节）` }
}

/** "1 record", "2 records": the plural is the singular with an s unless given. */
export const plural = (value: number, one: string, many = `${one}s`): string => `${grouped(value)} ${value === 1 ? one : many}`

/** A coefficient of agreement from millionths: 812345 → "0.812"; a dash when it is not defined. */
export const coefficient = (millionths: number | null): string => (millionths === null ? '–' : (millionths / 1e6).toFixed(3))

/** "κ = 0.812, α = 0.798" from millionths; undefined when neither is defined. */
export function coefficients(agreement: {
  readonly kappaMillionths: number | null
  readonly alphaMillionths: number | null
}): Words | undefined {
  const parts = [['κ', agreement.kappaMillionths] as const, ['α', agreement.alphaMillionths] as const].flatMap(([name, value]) =>
    value === null ? [] : [`${name} = ${coefficient(value)}`],
  )
  return parts.length === 0 ? undefined : { zh: parts.join('，'), en: parts.join(', ') }
}
