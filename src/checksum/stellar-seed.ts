import type { Validator } from '../model.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The thirty-five bytes that fifty-six characters of base32 (RFC 4648) stand for. */
const bytesOf = (text: string): number[] => {
  const bytes: number[] = []
  let [bits, held] = [0, 0]
  for (const character of text) {
    bits = ((bits << 5) | alphabet.indexOf(character)) & 0xfff
    held += 5
    if (held >= 8) {
      held -= 8
      bytes.push((bits >>> held) & 255)
    }
  }
  return bytes
}

/** CRC-16 of polynomial 0x1021 that starts from zero, as XMODEM has it. */
const crc16 = (bytes: readonly number[]): number => {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}

/**
 * Secret seed of a Stellar account (SEP-23): base32 of a version byte (18 · 8), thirty-two bytes, and CRC-16/XMODEM of both, low byte first.
 *
 * falsePass: 1.5e-5 of random strings of the shape (computed: one of 2¹⁶).
 */
export const stellarSeed: Validator = {
  id: 'stellar-seed',
  falsePass: 1.5e-5,
  check: (value) => {
    if (!/^S[A-D][A-Z2-7]{54}$/.test(value)) return false
    const bytes = bytesOf(value)
    return bytes[0] === 18 << 3 && crc16(bytes.slice(0, 33)) === (bytes[33]! | (bytes[34]! << 8))
  },
}
