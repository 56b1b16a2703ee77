import type { Validator } from '../model.ts'

/**
 * Hardware address (IEEE 802), six or eight bytes in hexadecimal: of one device (not multicast), not all zeros or ones, not of the blocks
 * that documentation uses (RFC 7042).
 *
 * falsePass: 0.5 of random strings of the shape (measured by scripts/false-pass.js).
 */
export const macAddress: Validator = {
  id: 'mac-address',
  falsePass: 0.5,
  check: (value) => {
    const bytes = value.replace(/[^0-9A-Fa-f]/g, '').toLowerCase()
    if (!/^(?:[0-9a-f]{12}|[0-9a-f]{16})$/.test(bytes) || Number.parseInt(bytes.slice(0, 2), 16) % 2 === 1) return false
    return !/^(?:0+|f+|00005e(?:00)?53.*|(..)\1{5,7}|001122334455|0123456789ab|123456789abc|aabbccddeeff|1a2b3c4d5e6f)$/.test(bytes)
  },
}
