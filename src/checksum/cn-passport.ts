import type { Validator } from '../model.ts'

/**
 * Passport of the PRC, Hong Kong or Macao by its form (Exit and Entry Administration): ordinary E or EA to EZ without EI and EO, old
 * G, diplomatic DE, service SE, public affairs PE or their old single letters, 14 and 15 of before 2007, Hong Kong H, K or KA to KZ, Macao MA to MB. There is no check digit
 * outside the machine-readable zone.
 *
 * falsePass: 0.30 of random strings of one letter and eight digits (measured).
 */
export const cnPassport: Validator = {
  id: 'cn-passport',
  falsePass: 0.3,
  check: (value) =>
    /^(?:[DEGHKPS][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[DSP]E[0-9]{7}|K[A-Z][0-9]{7}|M[AB][0-9]{7}|1[45][0-9]{7})$/i.test(value) &&
    !/([0-9])\1{6}/.test(value),
}
