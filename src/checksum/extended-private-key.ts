import type { Validator } from '../model.ts'
import { base58Check } from './base58.ts'

/** The version bytes of private keys: BIP 32 for the main and the test network, SLIP-132 for the others. */
const versions = new Map([
  ['xprv', 0x0488ade4],
  ['yprv', 0x049d7878],
  ['zprv', 0x04b2430c],
  ['tprv', 0x04358394],
  ['uprv', 0x044a4e28],
  ['vprv', 0x045f18bc],
])

/**
 * Extended private key of a wallet (BIP 32): Base58Check of seventy-eight bytes, version first, and a zero before the thirty-two bytes of the key.
 *
 * falsePass: 9.1e-13 of random strings of the shape (computed: four bytes of checksum and the zero).
 */
export const extendedPrivateKey: Validator = {
  id: 'extended-private-key',
  falsePass: 9.1e-13,
  check: (value) => {
    const payload = /^[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{107}$/.test(value) ? base58Check(value) : undefined
    if (payload === undefined || payload.length !== 78 || payload[45] !== 0) return false
    return Buffer.from(payload).readUInt32BE(0) === versions.get(value.slice(0, 4))
  },
}
