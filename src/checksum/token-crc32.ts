import { crc32 } from 'node:zlib'
import type { Validator } from '../model.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The six characters that end a token: CRC-32 (IEEE 802.3) of what stands between its prefix and them, in base 62 with leading zeros. */
const tokenCheck = (body: string): string => {
  let rest = crc32(body)
  let check = ''
  while (rest > 0) {
    check = alphabet[rest % 62]! + check
    rest = Math.floor(rest / 62)
  }
  return check.padStart(6, '0')
}

/**
 * Token of GitHub or npm with a check: a prefix that ends in an underscore, characters, and the check of those characters, as GitHub describes
 * both (Behind GitHub's new authentication token formats, 2021; Announcing npm's new access token format, 2021). Which of them is not asked.
 *
 * falsePass: 1.8e-11 of random strings of the shape (computed: one of 62⁶).
 */
export const tokenCrc32: Validator = {
  id: 'token-crc32',
  falsePass: 1.8e-11,
  check: (value) => {
    const parts = /^[a-z]{3}_([A-Za-z0-9]{24,249})([A-Za-z0-9]{6})$/.exec(value)
    return parts !== null && tokenCheck(parts[1]!) === parts[2]
  },
}
