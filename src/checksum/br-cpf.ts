import type { Validator } from '../model.ts'
import { isDigits, weightedSum } from './arithmetic.ts'

const check = (digits: string, weights: readonly number[]): number => {
  const rest = weightedSum(digits, weights) % 11
  return rest < 2 ? 0 : 11 - rest
}

/**
 * Brazilian taxpayer number of a person (CPF), eleven digits, two check digits modulo 11; eleven equal digits are none.
 *
 * falsePass: 0.01 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const brCpf: Validator = {
  id: 'br-cpf',
  falsePass: 0.01,
  check: (value) =>
    isDigits(value, 11) &&
    !/^([0-9])\1+$/.test(value) &&
    check(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(value[9]) &&
    check(value, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(value[10]),
}
