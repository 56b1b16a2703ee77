import type { Validator } from '../model.ts'

const letter = '[AC-HJKMNP-RT-Y]'
const either = '[0-9AC-HJKMNP-RT-Y]'
const form = new RegExp(`^[1-9]${letter}${either}[0-9]${letter}${either}[0-9]${letter}{2}[0-9]{2}$`)

/**
 * Medicare beneficiary identifier (CMS), eleven characters: no S L O I B Z, letters and digits in their places.
 *
 * falsePass: 0.22 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const usMbi: Validator = {
  id: 'us-mbi',
  falsePass: 0.22,
  check: (value) => form.test(value.toUpperCase()),
}
