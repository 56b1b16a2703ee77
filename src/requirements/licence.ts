import { licenceOf } from '../statistics/licences.ts'

/** What says nothing of a licence. */
const silent = new Set(['(none)', '(other)', '(withheld)', 'unknown', 'other'])

/**
 * Whether a licence that a record names agrees with the one declared for its source: both in the spelling of SPDX, versions and
 * `-only`/`-or-later` left aside where one side gives none. Undefined when either side says nothing that can be compared: words that
 * are no licence name, a contract, an expression of several licences that holds the record's among them is agreement.
 */
export function licencesAgree(declared: string, seen: string): boolean | undefined {
  if (silent.has(seen)) return undefined
  const parts = declared
    .split(/\s+(?:AND|OR|WITH)\s+|[()]/i)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => licenceOf(part))
  if (!parts.some(isName)) return undefined
  return parts.some((part) => same(part, seen))
}

/** Identifiers of SPDX hold no spaces; words about a licence do. */
const isName = (licence: string): boolean =>
  !silent.has(licence) && (/^[A-Za-z0-9.+-]+$/.test(licence) || licence === 'public domain' || licence === 'all rights reserved')

const bare = (licence: string): { readonly name: string; readonly version: string | undefined } => {
  const [, name, version] = /^(.*?)(?:-v?(\d+(?:\.\d+)*))?$/.exec(
    licence.toLowerCase().replace(/-(?:only|or-later)$|\+$/, ''),
  ) as unknown as [string, string, string | undefined]
  return { name, version }
}

function same(a: string, b: string): boolean {
  const [x, y] = [bare(a), bare(b)]
  return x.name === y.name && (x.version === undefined || y.version === undefined || x.version === y.version)
}
