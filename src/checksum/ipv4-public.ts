import type { Validator } from '../model.ts'
import { isInside, parseIpv4 } from './ip.ts'

/** IANA IPv4 special-purpose address registry, multicast and reserved space: no subscriber has an address in them. */
const special = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24
  192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`
  .split(/\s+/)
  .map((block) => {
    const [prefix = '', bits] = block.split('/')
    return { prefix: parseIpv4(prefix) ?? [], bits: Number(bits) }
  })

/** Resolvers that everybody's configuration names, and the address example.com long had. */
const resolvers = new Set(
  `8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 1.1.1.2 1.0.0.2 1.1.1.3 1.0.0.3 9.9.9.9 9.9.9.10 9.9.9.11 149.112.112.112 208.67.222.222 208.67.220.220
   208.67.222.123 208.67.220.123 114.114.114.114 114.114.115.115 114.114.114.119 114.114.115.119 114.114.114.110 114.114.115.110
   223.5.5.5 223.6.6.6 119.29.29.29 182.254.116.116 180.76.76.76 1.2.4.8 210.2.4.8 117.50.11.11 117.50.10.10 52.80.66.66 4.2.2.1 4.2.2.2
   4.2.2.3 4.2.2.4 64.6.64.6 64.6.65.6 94.140.14.14 94.140.15.15 77.88.8.8 77.88.8.1 76.76.2.0 76.76.10.0 101.101.101.101 168.95.1.1
   168.126.63.1 101.226.4.6 218.30.118.6 123.125.81.6 185.228.168.9 84.200.69.80 93.184.216.34`.split(/\s+/),
)

/**
 * IPv4 address that can belong to a subscriber: global unicast (RFC 6890), no public resolver, and not a sequence that manuals and
 * version numbers use (1.2.3.4, four equal parts, two or more zero parts at the end).
 *
 * falsePass: 0.86 of random addresses (measured): being an address is the evidence, the number itself proves nothing.
 */
export const ipv4Public: Validator = {
  id: 'ipv4-public',
  falsePass: 0.86,
  check: (value) => {
    const address = parseIpv4(value)
    if (address === undefined || resolvers.has(value)) return false
    if (special.some(({ prefix, bits }) => isInside(address, prefix, bits, 8))) return false
    const [a, b, c, d] = address
    if (a === b && b === c && c === d) return false
    if (a! + 1 === b && b + 1 === c && c + 1 === d) return false
    return !(c === 0 && d === 0)
  },
}
