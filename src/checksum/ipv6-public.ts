import type { Validator } from '../model.ts'
import { isInside, parseIpv6 } from './ip.ts'

const global = { prefix: [0x2000], bits: 3 }

/** IANA IPv6 special-purpose address registry inside 2000::/3: protocol assignments, documentation, 6to4, segment routing, AS112. */
const special = [
  { prefix: [0x2001, 0x0000], bits: 23 },
  { prefix: [0x2001, 0x0db8], bits: 32 },
  { prefix: [0x2002], bits: 16 },
  { prefix: [0x2620, 0x004f, 0x8000], bits: 48 },
  { prefix: [0x3fff, 0x0000], bits: 20 },
] as const

/** Resolvers that everybody's configuration names, and the address example.com long had. */
const resolvers = new Set(
  `2001:4860:4860::8888 2001:4860:4860::8844 2001:4860:4860::64 2001:4860:4860::6464 2606:4700:4700::1111 2606:4700:4700::1001
   2606:4700:4700::1112 2606:4700:4700::1002 2606:4700:4700::1113 2606:4700:4700::1003 2620:fe::fe 2620:fe::9 2620:119:35::35
   2620:119:53::53 2400:3200::1 2400:3200:baba::1 2402:4e00:: 2400:da00::6666 2001:dc7:1000::1 2a10:50c0::ad1:ff 2a10:50c0::ad2:ff
   2001:148f:ffff::1 2606:2800:220:1:248:1893:25c8:1946`
    .split(/\s+/)
    .map((address) => String(parseIpv6(address))),
)

/**
 * IPv6 address that can belong to a subscriber: global unicast 2000::/3 (RFC 4291), outside the special-purpose blocks, no public resolver.
 *
 * falsePass: 0.125 of random addresses (measured; one eighth of the space).
 */
export const ipv6Public: Validator = {
  id: 'ipv6-public',
  falsePass: 0.125,
  check: (value) => {
    const address = parseIpv6(value)
    return (
      address !== undefined &&
      isInside(address, global.prefix, global.bits, 16) &&
      !special.some(({ prefix, bits }) => isInside(address, prefix, bits, 16)) &&
      !resolvers.has(String(address))
    )
  },
}
