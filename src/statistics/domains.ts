import { createRequire } from 'node:module'
import type * as Library from 'tldts'
import { hasNumber, none, withheld } from './labels.ts'
import { topList } from './toplist.ts'

// Loaded with the first URL: the list takes longer than a short run.
const load = createRequire(import.meta.url)
let library: typeof Library | undefined

const options = { allowPrivateDomains: false, extractHostname: true, detectIp: true } as const
const plainOptions = { allowPrivateDomains: false, extractHostname: false, detectIp: false } as const

/** A longer one is no address. */
const longest = 8192

/**
 * The host of a plain web address: behind `http://` or `https://` up to `/`, `?`, `#` or the end, labels of lower-case ASCII letters, digits
 * and inner hyphens (RFC 1123, 2.1), with a letter at the end; undefined for any other. Most addresses are plain, and the library, which
 * has to expect all others, takes twice the time to find their host.
 */
const plainHost = (url: string): string | undefined => {
  const from = url.startsWith('https://') ? 8 : url.startsWith('http://') ? 7 : url.length
  let label = from
  let before = 0x2e
  let at = from
  for (; at < url.length; at++) {
    const unit = url.charCodeAt(at)
    if (unit === 0x2f || unit === 0x3f || unit === 0x23) break
    if (unit === 0x2d) {
      if (before === 0x2e) return undefined
    } else if (unit === 0x2e) {
      if (before < 0x30 || at - label > 63) return undefined
      label = at + 1
    } else if (!((unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39))) return undefined
    before = unit
  }
  return before >= 0x61 && at - label <= 63 && at - from <= 253 ? url.slice(from, at) : undefined
}

/**
 * Registrable domain of a URL by the Public Suffix List (tldts, offline): `https://news.example.co.uk/a` is `example.co.uk`. An IP
 * address is `(ip address)`; what has no registrable domain under a known suffix is `(unparsable)`; a domain with six digits in a row may be somebody's
 * number and is `(withheld)`.
 */
export const domainOf = (url: string | undefined): string => {
  if (url === undefined) return none
  // Several statistics ask for the domain of the same record.
  if (url !== lastUrl) {
    lastDomain = parsedDomain(url)
    lastUrl = url
  }
  return lastDomain
}
let lastUrl = ''
let lastDomain: string = none

const parsedDomain = (url: string): string => {
  const host = url.length <= longest ? plainHost(url) : undefined
  if (host !== undefined) {
    library ??= load('tldts') as typeof Library
    const { domain, isIcann } = library.parse(host, plainOptions)
    return domain === null || isIcann !== true ? '(unparsable)' : hasNumber(domain) ? withheld : domain
  }
  if (url === withheld) return withheld
  const text = url.trim()
  if (text === '') return none
  if (text.length > longest) return '(unparsable)'
  library ??= load('tldts') as typeof Library
  const { domain, isIp, isIcann } = library.parse(text, options)
  if (isIp === true) return '(ip address)'
  // A name under no known suffix is a file or a host of somebody's network; a domain name has at most 253 characters (RFC 1035 2.3.4).
  if (domain === null || isIcann !== true || domain.length > 253 || !/^[\p{L}\p{M}\p{N}._-]+$/u.test(domain)) return '(unparsable)'
  return hasNumber(domain) ? withheld : domain.toLowerCase()
}

/** Records and bytes by the domain of their `url` metadata. */
export const domains = topList('domains', 16_384, (record) => domainOf(record.meta.url))
