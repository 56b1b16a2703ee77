import type { Validator } from '../model.ts'

/**
 * United Kingdom national insurance number (HMRC manual NIM39110): prefix letters without D F I Q U V (and O second), not BG GB NK KN
 * TN NT ZZ, six digits, suffix A to D.
 *
 * falsePass: 0.075 of random strings of two letters, six digits and a letter (measured; see the tests).
 */
export const nino: Validator = {
  id: 'nino',
  falsePass: 0.075,
  check: (value) =>
    /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]$/i.test(value) && !/([0-9])\1{5}/.test(value),
}
