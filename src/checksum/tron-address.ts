import type { Validator } from '../model.ts'
import { base58Check } from './base58.ts'

/**
 * Tron address: Base58Check with version 0x41 and twenty bytes, 34 characters from T on.
 *
 * falsePass: 2.4e-10 of random strings of the shape (computed: four bytes of checksum; 0 of those drawn).
 */
export const tronAddress: Validator = {
  id: 'tron-address',
  falsePass: 2.4e-10,
  check: (value) => {
    const payload = /^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(value) ? base58Check(value) : undefined
    return payload !== undefined && payload.length === 21 && payload[0] === 0x41
  },
}
