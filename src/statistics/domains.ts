import { createRequire } from 'node:module'
import type * as Library from 'tldts'
import { hasNumber, none, withheld } from './labels.ts'
import { topList } from './toplist.ts'

// Loaded with the first URL: the list takes longer than a short run.
const load = createRequire(import.meta.url)
let library: typeof Library | undefined

const options = { allowPrivateDomains: false, extractHostname: true, detectIp: true } as const

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
  if (url === withheld) return withheld
  const text = url.trim()
  if (text === '') return none
  if (text.length > 8192) return '(unparsable)'
  library ??= load('tldts') as typeof Library
  const { domain, isIp, isIcann } = library.parse(text, options)
  if (isIp === true) return '(ip address)'
  // A name under no known suffix is a file or a host of somebody's network; a domain name has at most 253 characters (RFC 1035 2.3.4).
  if (domain === null || isIcann !== true || domain.length > 253 || !/^[\p{L}\p{M}\p{N}._-]+$/u.test(domain)) return '(unparsable)'
  return hasNumber(domain) ? withheld : domain.toLowerCase()
}

/** Records and bytes by the domain of their `url` metadata. */
export const domains = topList('domains', 16_384, (record) => domainOf(record.meta.url))
