import type { Validator } from '../model.ts'
import { keccak256 } from './keccak.ts'

/**
 * Ethereum address, `0x` and forty hexadecimal digits: in mixed case with the checksum of EIP-55, in one case without any
 * (`args.checked` asks for mixed case). The null address and repetitions are nobody's.
 *
 * falsePass: 2.5e-4 of random strings in mixed case (0 of those drawn; 15 letters on average, one bit each).
 */
export const ethereumAddress: Validator = {
  id: 'ethereum-address',
  falsePass: 2.5e-4,
  check: (value, args) => {
    const digits = /^0x([0-9A-Fa-f]{40})$/.exec(value)?.[1]
    if (digits === undefined || /^(.)\1{30}|^(..?.?.?)\2{9}/.test(digits)) return false
    const lower = digits.toLowerCase()
    if (digits === lower || digits === digits.toUpperCase()) return args.checked !== true
    const hash = keccak256(Buffer.from(lower, 'ascii'))
    return [...digits].every((c, i) => /[0-9]/.test(c) || Number.parseInt(hash[i]!, 16) >= 8 === /[A-F]/.test(c))
  },
}
