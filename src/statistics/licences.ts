import { labelOf, remembering } from './labels.ts'
import { topList } from './toplist.ts'

/** Common spellings of SPDX licence identifiers, in lower case with spaces, underscores and commas as hyphens (spdx.org/licenses). */
const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'Apache-2.0': 'apache-2.0 apache2 apache-2 apache2.0 apache-license-2.0 apache-license-version-2.0 apache-software-license-2.0 asl-2.0',
    MIT: 'mit mit-license the-mit-license expat',
    'MIT-0': 'mit-0',
    'BSD-2-Clause': 'bsd-2-clause bsd-2 bsd2 simplified-bsd freebsd',
    'BSD-3-Clause': 'bsd-3-clause bsd-3 bsd3 new-bsd modified-bsd',
    ISC: 'isc isc-license',
    'MPL-2.0': 'mpl-2.0 mpl2 mpl-2 mozilla-public-license-2.0',
    'GPL-2.0-only': 'gpl-2.0 gpl-2.0-only gplv2 gpl2 gpl-2',
    'GPL-2.0-or-later': 'gpl-2.0-or-later gpl-2.0+ gplv2+',
    'GPL-3.0-only': 'gpl-3.0 gpl-3.0-only gplv3 gpl3 gpl-3',
    'GPL-3.0-or-later': 'gpl-3.0-or-later gpl-3.0+ gplv3+',
    'LGPL-2.1-only': 'lgpl-2.1 lgpl-2.1-only lgplv2.1',
    'LGPL-3.0-only': 'lgpl-3.0 lgpl-3.0-only lgplv3',
    'AGPL-3.0-only': 'agpl-3.0 agpl-3.0-only agplv3',
    'CC0-1.0': 'cc0-1.0 cc0 cc-0 cc-zero creative-commons-zero publicdomain-zero',
    'CC-PDDC': 'cc-pddc',
    Unlicense: 'unlicense the-unlicense',
    'MulanPSL-2.0': 'mulanpsl-2.0 mulan-psl-2.0 mulanpsl2 mulan-psl-v2 木兰宽松许可证-第2版',
    'ODC-By-1.0': 'odc-by-1.0 odc-by',
    'ODbL-1.0': 'odbl-1.0 odbl',
    'PDDL-1.0': 'pddl-1.0 pddl',
    'OGL-UK-3.0': 'ogl-uk-3.0 ogl-3.0',
    WTFPL: 'wtfpl',
    'BSL-1.0': 'bsl-1.0 boost',
    Zlib: 'zlib',
    'EPL-2.0': 'epl-2.0',
    'EUPL-1.2': 'eupl-1.2',
    'Artistic-2.0': 'artistic-2.0',
    'GFDL-1.3-or-later': 'gfdl-1.3-or-later',
    'GFDL-1.3-only': 'gfdl gfdl-1.3 gfdl-1.3-only',
    'public domain': 'public-domain publicdomain pd 公有领域',
    'all rights reserved': 'all-rights-reserved 版权所有 保留所有权利',
    unknown: 'unknown unspecified n/a na none null undefined 未知',
    other: 'other others',
  }).flatMap(([id, spellings]) => spellings.split(' ').map((spelling) => [spelling, id] as [string, string])),
)

/** CC licences as `cc-by-sa-4.0`, `CC BY-SA 4.0` and their deeds' addresses, after the same folding. */
const creativeCommons = /^(?:cc|creative-commons)-?(by(?:-(?:nc|nd|sa)){0,2})(?:-v?([1-4]\.[05]))?(?:-(?:international|unported|intl))?$/
const deed =
  /^https?:\/\/(?:www\.)?creativecommons\.org\/(?:licenses\/([a-z-]{2,8})\/([1-4]\.[05])|publicdomain\/(zero|mark)\/1\.0)(?:\/.*)?$/
const longest = 60

/**
 * A licence as SPDX writes it where the spelling is known, else as it is; `(other)` when it is longer than 60 characters or holds
 * odd ones, `(none)` when there is none. It is what the record claims, not advice on what applies.
 */
export const licenceOf = remembering((value) => {
  const link = value !== undefined && value.length < 200 ? deed.exec(value.trim().toLowerCase()) : null
  if (link !== null) {
    if (link[3] !== undefined) return link[3] === 'zero' ? 'CC0-1.0' : 'public domain'
    return `CC-${link[1]!.toUpperCase()}-${link[2]!}`
  }
  const label = labelOf(value, longest)
  const folded = label.toLowerCase().replace(/[\s_,]+/g, '-')
  const known = aliases.get(folded)
  if (known !== undefined) return known
  const cc = creativeCommons.exec(folded)
  if (cc !== null) return `CC-${cc[1]!.toUpperCase()}${cc[2] === undefined ? '' : `-${cc[2]}`}`
  return label
})

/** Records and bytes by their `license` metadata. */
export const licences = topList('licences', 4096, (record) => licenceOf(record.meta.license))
