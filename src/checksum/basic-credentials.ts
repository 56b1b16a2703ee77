import type { Validator } from '../model.ts'
import { bitsOfChance } from './improbable.ts'
import { isPlaceholder } from './placeholder.ts'

/**
 * Name and password as HTTP's basic scheme encodes them (RFC 7617), and URLs of Shadowsocks in the alphabet for URLs: base64 of visible ASCII
 * with a colon, a name before it, and behind it three characters or more that are not what manuals write for a password. `bits` asks for that much
 * evidence that a generator drew the password, as `improbable` weighs it: tests are full of `client-id:client-secret`.
 *
 * falsePass: 1.8e-8 of random strings of twenty-four characters of base64 (computed: eighteen bytes, each visible in 95 of 256 cases; the colon
 * comes on top). Longer ones pass less.
 */
export const basicCredentials: Validator = {
  id: 'basic-credentials',
  falsePass: 1.8e-8,
  check: (value, args) => {
    if (!/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(value) || value.length % 4 === 1) return false
    const parts = /^([\x21-\x39\x3b-\x7e]{1,200}):([\x20-\x7e]{3,})$/.exec(Buffer.from(value, 'base64').toString('latin1'))
    if (parts === null || isPlaceholder(parts[2]!)) return false
    return typeof args.bits !== 'number' || bitsOfChance(parts[2]!) >= args.bits
  },
}
