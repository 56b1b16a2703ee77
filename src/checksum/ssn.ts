import type { Validator } from '../model.ts'

/** Numbers printed in advertisements, forms and films; the Social Security Administration has voided them. */
const published = new Set(['078051120', '219099999', '457555462', '123456789', '111111111', '987654321'])

/**
 * United States social security number: area not 000, 666 or 900 and above, group not 00, serial not 0000 (SSA, randomisation of
 * 2011), and none of the published ones (987-65-4320 to 4329 lie in the 900s).
 *
 * falsePass: 0.889 of random nine-digit strings (measured): it proves little, so rules ask for dashes and words around it.
 */
export const ssn: Validator = {
  id: 'ssn',
  falsePass: 0.889,
  check: (value) =>
    /^(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}$/.test(value) && !published.has(value) && !/^([0-9])\1+$/.test(value),
}
