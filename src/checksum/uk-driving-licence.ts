import type { Validator } from '../model.ts'

/**
 * Driving licence number of Great Britain (DVLA), sixteen characters: five of the surname filled with 9, decade, month (plus 50 for women),
 * day, year, two initials, a digit and two characters.
 *
 * falsePass: 0.074 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const ukDrivingLicence: Validator = {
  id: 'uk-driving-licence',
  falsePass: 0.074,
  check: (value) =>
    /^[A-Z]{1,5}9{0,4}[0-9](?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9][A-Z9]{2}[0-9][A-Z]{2}$/.test(value) &&
    value.length === 16,
}
