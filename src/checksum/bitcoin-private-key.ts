import type { Validator } from '../model.ts'
import { base58Check } from './base58.ts'

/**
 * Bitcoin private key in wallet import format: Base58Check of version 128 (239 on the test network), thirty-two bytes, and a one behind
 * them where the public key is compressed.
 *
 * falsePass: 2.4e-10 of random strings of the shape (computed: four bytes of checksum; 0 of those drawn).
 */
export const bitcoinPrivateKey: Validator = {
  id: 'bitcoin-private-key',
  falsePass: 2.4e-10,
  check: (value) => {
    if (!/^(?:[59][1-9A-HJ-NP-Za-km-z]{50}|[KLc][1-9A-HJ-NP-Za-km-z]{51})$/.test(value)) return false
    const payload = base58Check(value)
    if (payload === undefined || (payload[0] !== 128 && payload[0] !== 239)) return false
    return payload.length === 33 || (payload.length === 34 && payload[33] === 1)
  },
}
