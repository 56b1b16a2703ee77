import type { Validator } from '../model.ts'

/** International Standard Serial Number, ISO 3297: weights 8 … 2 over seven digits, check character 11 − (sum mod 11), `X` = 10. Separators removed. */
export const issn: Validator = {
  id: 'issn',
  falsePass: 1 / 11,
  check(value) {
    if (!/^\d{7}[\dXx]$/.test(value) || /^0{7}/.test(value)) return false
    let sum = 0
    for (let i = 0; i < 7; i++) sum += Number(value[i]) * (8 - i)
    const last = value[7]!
    return (sum + (last === 'X' || last === 'x' ? 10 : Number(last))) % 11 === 0
  },
}
