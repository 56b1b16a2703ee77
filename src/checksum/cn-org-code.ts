import type { Validator } from '../model.ts'

const weights = [3, 7, 9, 10, 5, 8, 4, 2] as const

/** The check character of the first eight characters of an organisation code: GB 11714-1997, MOD 11. */
export const organisationCheck = (eight: string): string => {
  const sum = weights.reduce((total, weight, index) => total + weight * Number.parseInt(eight[index] ?? '', 36), 0)
  return '0X987654321'[sum % 11] ?? ''
}

/**
 * Organisation code, nine characters (GB 11714-1997); it lives on as characters 9 to 17 of the unified social credit code.
 *
 * falsePass: 0.09 of random strings of the shape (measured; 1/11).
 */
export const cnOrgCode: Validator = {
  id: 'cn-org-code',
  falsePass: 0.09,
  check: (value) => /^[0-9A-Z]{8}[0-9X]$/.test(value) && organisationCheck(value) === value[8],
}
