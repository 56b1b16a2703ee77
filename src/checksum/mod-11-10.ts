import { digitAt } from './arithmetic.ts'

/** Whether a digit string, check digit last, passes ISO 7064 MOD 11,10. */
export const passesMod1110 = (digits: string): boolean => {
  let product = 10
  for (let index = 0; index < digits.length - 1; index++) {
    const sum = (digitAt(digits, index) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (product + digitAt(digits, digits.length - 1)) % 10 === 1
}
