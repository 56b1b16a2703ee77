import type { Validator } from '../model.ts'
import { base58Check } from './base58.ts'
import { bech32Form } from './bech32.ts'

/**
 * Bitcoin address of the main network, or with `args.network: test` of the test network (versions 111 and 196, `tb1`): Base58Check with version 0 or 5 and twenty bytes (P2PKH, P2SH), or a segregated-witness address
 * `bc1` in Bech32 (version 0, BIP 173) or Bech32m (from version 1 on, BIP 350).
 *
 * falsePass: 2.4e-10 of random strings of the shape (computed: four bytes, or six characters, of checksum; 0 of those drawn).
 */
export const bitcoinAddress: Validator = {
  id: 'bitcoin-address',
  falsePass: 2.4e-10,
  check: (value, args) => {
    const test = args.network === 'test'
    if ((test ? /^tb1/i : /^bc1/i).test(value)) {
      const form = bech32Form(value)
      const version = value[3]!.toLowerCase()
      const length = value.length
      if (form === 'bech32') return version === 'q' && (length === 42 || length === 62)
      return form === 'bech32m' && version !== 'q' && length >= 14
    }
    if (!(test ? /^[mn2][1-9A-HJ-NP-Za-km-z]{25,34}$/ : /^[13][1-9A-HJ-NP-Za-km-z]{25,34}$/).test(value)) return false
    const payload = base58Check(value)
    return payload?.length === 21 && (test ? [111, 196] : [0, 5]).includes(payload[0]!)
  },
}
