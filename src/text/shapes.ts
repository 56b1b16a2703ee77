import { charactersOf, grow } from './characters.ts'
import { isMatrix, isSeries } from './rows.ts'

/** What a span is part of, when it is no number of its own. */
export type Shape =
  | 'uuid'
  | 'hex'
  | 'decimal'
  | 'url'
  | 'path'
  | 'version'
  | 'base64'
  | 'isbn'
  | 'doi'
  | 'timestamp'
  | 'order'
  | 'series'
  | 'matrix'
  | 'size'
  | 'userinfo'
  | 'login'

/**
 * The shape a span [start, end) of a decoded window belongs to, or undefined. Offsets are UTF-16 units; give 80 characters on either
 * side where the text has them. Where several shapes fit, the narrowest is told.
 */
export function shapeAround(text: string, start: number, end: number, wanted: ShapeTests = shapes): Shape | undefined {
  for (const [shape, holds] of wanted) if (holds(text, start, end)) return shape
  return undefined
}

/** Shapes with what tells them, the narrowest first. */
export type ShapeTests = readonly (readonly [Shape, Test])[]

/** The tests of the shapes that are named; names of no shape say nothing. */
export const shapeTests = (names: readonly string[]): ShapeTests => shapes.filter(([shape]) => names.includes(shape))

type Test = (text: string, start: number, end: number) => boolean

const uuidCharacter = charactersOf(/[0-9A-Fa-f-]/)
const isUuid: Test = (text, start, end) => {
  const [from, to] = grow(text, start, end, uuidCharacter)
  if (to - from < 36) return false
  for (const match of text.slice(from, to).matchAll(/[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/g)) {
    if (from + match.index < end && from + match.index + match[0].length > start) return true
  }
  return false
}

const numberCharacter = charactersOf(/[0-9.]/)
const versionWord =
  /(?:(?<![A-Za-z])(?:v|ver|version|versions|release|rel|rev|revision|build|firmware|section|sect|sec|clause|chapter|spec|specification|oid|rfc|fig|figure|table|appendix)\.?|版本|版本号|固件|固件版本|第|章节|条款|§)[ :：=#"']{0,3}$/i
/** Dotted numbers with two dots or more: a version, section or object identifier rather than an amount or an address. */
const isVersion: Test = (text, start, end) => {
  let [from, to] = grow(text, start, end, numberCharacter)
  while (to > end && text[to - 1] === '.') to -= 1
  while (from < start && text[from] === '.') from += 1
  const run = text.slice(from, to)
  if (run.indexOf('.') === run.lastIndexOf('.') || !/^[0-9.]+$/.test(run)) return false
  if (from < start || to > end) return true
  const before = text.slice(Math.max(0, start - 24), start)
  const after = text.slice(end, end + 12)
  return (
    versionWord.test(before) ||
    /(?:[=<>~!^]=|[~^]|[A-Za-z0-9_]-|(?<![/:])(?<=[A-Za-z])\/)$/.test(before) ||
    /^(?:-[a-z]|[_+][0-9A-Za-z]|\.(?:tar|zip|tgz|gz|jar|whl|exe|dll|msi|deb|rpm|apk|dmg|so|x\b|\*))/i.test(after)
  )
}

/** The span is the whole or fractional part of a decimal number, such as 3.14159265358979. */
const isDecimal: Test = (text, start, end) => {
  if (isSignedDecimal(text, start, end)) return true
  if (text[start - 1] === '.' && !/[A-Za-z.]/.test(text[start - 2] ?? ' ')) return true
  if (text[end] === '.' && digit[text.charCodeAt(end + 1)] === true) return true
  return (text[end] === 'e' || text[end] === 'E') && exponent.test(text.slice(end, end + 3)) && /^[0-9]+$/.test(text.slice(start, end))
}
const exponent = /^[eE][+-]?[0-9]/
/**
 * A decimal with its sign: one or two places behind five digits or more, which is no way to group a telephone number, or many places in a row of
 * decimals (`169.607 +36.87462 -89.58`). A list of numbers as registries write them (`+49.301234567`) has a sign before each.
 */
const isSignedDecimal: Test = (text, start, end) => {
  const [, whole, places] = signedDecimal.exec(text.slice(start, end)) ?? []
  if (whole === undefined || places === undefined) return false
  if (whole.length >= 5) return places.length <= 2
  return (
    places.length >= 4 &&
    (/(?:^|[^\d+])\d{1,6}\.\d{1,20}[ \t,;|]{1,8}$/.test(text.slice(Math.max(0, start - 40), start)) ||
      /^[ \t,;|]{1,8}-?\d{1,6}\.\d/.test(text.slice(end, end + 20)))
  )
}
const signedDecimal = /^[+-](\d{1,12})\.(\d{1,15})$/

const urlCharacter = charactersOf(/[0-9A-Za-z\-._~:/?#[\]@!$&'()*+,;=%|]/)
const personalParameter =
  /[?&;][^?&;=#]{0,24}(?:phone|mobile|msisdn|tel|cell|whatsapp|id_?card|sfz|ssn|passport|iban)[^?&;=#]{0,12}=[^?&;=#]{0,8}$/i
/** Where explorers of block chains show what belongs to an address. */
const walletPage = /\/address\/$/i
/**
 * Host, path, query or fragment of a URL, but not its userinfo, and neither a query parameter that is named for what we look for nor the page of
 * an address of a wallet.
 */
const isUrl: Test = (text, start, end) => {
  const [from, to] = grow(text, start, end, urlCharacter)
  const run = text.slice(from, to)
  if (!run.includes('/') && !run.includes('?') && !run.includes('www.')) return false
  const at = start - from
  let opens = -1
  let authority = -1
  for (const match of run.matchAll(/(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9+.-]{1,15}:\/\/|www\.)/g)) {
    if (match.index > at) break
    opens = match.index
    authority = match[0].startsWith('www') ? opens : opens + match[0].length
  }
  if (opens < 0) {
    const bare = /(?<![A-Za-z0-9.@-])(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12}(?::[0-9]{1,5})?[/?]/.exec(run)
    if (bare === null || bare.index + bare[0].length > at) return false
    opens = bare.index
    authority = opens
  }
  const authorityEnd = authority + run.slice(authority).search(/[/?#]|$/)
  const userinfo = run.slice(authority, authorityEnd).lastIndexOf('@')
  if (userinfo >= 0 && at < authority + userinfo) return false
  return !personalParameter.test(run.slice(0, at)) && !walletPage.test(run.slice(0, at))
}

/** The user and password of a URL (RFC 3986 section 3.2.1): with the host behind them, and a port or a path behind that, they look like a mailbox. */
const isUserinfo: Test = (text, start, end) => {
  const at = text.indexOf('@', start)
  if (at < 0 || at >= end) return false
  if (text.startsWith('://', start - 3)) return /^[^\s/@]{1,80}[/:]/.test(text.slice(at + 1, at + 82))
  return text[start - 1] !== '/' && /:\/\/[^\s:/?#@]{0,64}[:;][^\s/?#@]{0,64}$/.test(text.slice(Math.max(0, start - 80), start))
}

const shellCommand =
  /(?<![\w./-])(?:(?:ssh|sftp|mosh|sshfs|autossh|ssh-copy-id)(?:\s+-\S+(?:\s+[\w./~:=-]+)?){0,6}|(?:scp|rsync)(?:\s+(?:-\S+|\d{1,5}|[\w.~*-]*[./][\w./~*-]*)){0,8})\s+$/
/** Clients of Oracle Database write `user/password@host`, Kerberos (RFC 4120) names services `HTTP/host@REALM`. */
const accountAndMore =
  /(?:jdbc:oracle:[a-z]{2,8}:|(?<![\w-])(?:sqlplus|sqlldr|expdp|impdp|rman)\s{1,3}(?:-\S{1,20}\s{1,3}){0,4})[\w$#]{1,30}\/$|(?<![\w./-])(?:HTTP|host|nfs|cifs|ldap|imap|smtp|krbtgt|hdfs|hive|yarn|hbase|impala|kafka|zookeeper)\/$/
/** An account and the machine it is on: behind a command that logs in, in the prompt of a shell, in the words of a driver or of Kerberos. */
const isLogin: Test = (text, start, end) => {
  const before = text.slice(Math.max(0, start - 80), start)
  const after = text.slice(end, end + 48)
  if (after.startsWith(':~') || (before.endsWith('[') && /^ [^\s\][]{1,40}\][$#]/.test(after))) return true
  return shellCommand.test(before) || accountAndMore.test(before)
}

const hexDigit = charactersOf(/[0-9A-Fa-f]/)
const pairCharacter = charactersOf(/[0-9A-Fa-f:-]/)
const isHex: Test = (text, start, end) => {
  const [first, past] = grow(text, start, end, hexDigit)
  const prefixed = text[first - 2] === '0' && (text[first - 1] === 'x' || text[first - 1] === 'X')
  if ((past - first >= 24 || prefixed) && /^[0-9A-Fa-f]+$/.test(text.slice(start, end))) {
    if (prefixed || /[A-Fa-f]/.test(text.slice(first, past))) return true
  }
  const [from, to] = grow(text, start, end, pairCharacter)
  if (to - from < 17) return false
  const run = text.slice(from, to)
  if (!run.includes(':') && !run.includes('-')) return false
  for (const match of run.matchAll(/[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5,63}/g)) {
    if (from + match.index < end && from + match.index + match[0].length > start && /[A-Fa-f]/.test(match[0])) return true
  }
  return false
}

const base64Character = charactersOf(/[0-9A-Za-z+/=_-]/)
const isBase64: Test = (text, start, end) => {
  const [from, to] = grow(text, start, end, base64Character)
  if (to - from < 40) return false
  const around = text.slice(from, start) + text.slice(end, to)
  if (/(?:^|[^A-Za-z0-9])base64,$/.test(text.slice(Math.max(0, from - 8), from))) return true
  let turns = 0
  let last = ''
  let slashes = 0
  for (const character of around) {
    const kind =
      character >= 'a' && character <= 'z'
        ? 'l'
        : character >= 'A' && character <= 'Z'
          ? 'u'
          : character >= '0' && character <= '9'
            ? 'd'
            : 's'
    if (kind === 's') slashes += character === '-' || character === '_' ? 1 : 0
    else if (kind !== last) turns += 1
    last = kind === 's' ? last : kind
  }
  return turns >= 10 && turns * 6 >= around.length && slashes * 8 <= around.length
}

const pathCharacter = charactersOf(/[0-9A-Za-z_.\-/\\~%+@:]/)
const fileEnding =
  /^[\w-]{0,40}\.(?:jpe?g|png|gif|bmp|webp|svg|ico|tiff?|heic|mp[34]|m4[av]|avi|mov|mkv|wav|flac|pdf|docx?|xlsx?|pptx?|csv|tsv|txt|md|jsonl?|xml|ya?ml|html?|php|aspx?|jsp|js|ts|css|py|java|c|h|cpp|go|rs|zip|rar|7z|t?gz|tar|bz2|xz|zst|log|db|sql|bak|tmp|apk|exe|dll|bin|iso|dat|parquet)(?![0-9A-Za-z])/i
const contactFolder = /(?:phone|mobile|tel|cell|msisdn|whatsapp|wechat|qq|sms|call)s?\/$/i
/** A file path or file name: rooted, with a named folder; or the span carries a file ending. */
const isPath: Test = (text, start, end) => {
  if (end < text.length && fileEnding.test(text.slice(end, end + 52))) return true
  const [from] = grow(text, start, start, pathCharacter)
  if (from === start) return false
  const left = text.slice(from, start)
  if (!/[\\/]/.test(left)) return false
  // A multiaddr (`/ip4/…/tcp/4001`) names what follows.
  if (/(?<![\w.-])\/ip[46]\/$/.test(left)) return false
  // A number between two names: `projects/13812345678/jobs`.
  if (
    /(?:^|[^\w./-])[A-Za-z][\w.-]{1,40}\/$/.test(left) &&
    !contactFolder.test(left) &&
    /^\/[A-Za-z][\w-]{2}/.test(text.slice(end, end + 4))
  )
    return true
  // A line break written out ends a path, unless the path has a drive, where it may be the name of a folder.
  if (/\\[nrt]$/.test(left) && !/(?:^|[^A-Za-z])[A-Za-z]:[\\/]/.test(left)) return false
  if (/(?:^|[^A-Za-z])[A-Za-z]:[\\/]/.test(left) || /\\\\?[\w.-]+\\/.test(left)) return true
  const rooted = from === 0 || /[\s"'`(<=[,;：:，]/.test(text[from - 1]!)
  return (
    rooted && /^(?:~|\.{1,2})?\/(?:[\w.@%+-]{1,64}\/){0,16}[\w.@%+-]{0,64}$/.test(left) && /\/[\w.@%+-]*[A-Za-z_][\w.@%+-]*\//.test(left)
  )
}

const digit = charactersOf(/[0-9]/)
const bookCharacter = charactersOf(/[0-9-]/)
/** A book number (ISO 2108): thirteen digits from 978 or 979 with the right check digit, or whatever stands behind the word ISBN. */
const isIsbn: Test = (text, start, end) => {
  const [from, to] = grow(text, start, end, bookCharacter)
  if (from > 0 && /isbn(?:-1[03])?[:： ]{0,3}$/i.test(text.slice(Math.max(0, from - 12), from))) return true
  if (to - from < 13) return false
  const digits = text.slice(from, to).replaceAll('-', '')
  if (!/^97[89][0-9]{10}$/.test(digits)) return false
  return [...digits].reduce((sum, one, index) => sum + Number(one) * (index % 2 === 0 ? 1 : 3), 0) % 10 === 0
}

const doiCharacter = charactersOf(/[0-9A-Za-z.()/_;:-]/)
/** Part of a digital object identifier (ISO 26324): `10.`, registrant, slash. */
const isDoi: Test = (text, start, end) => {
  const [from] = grow(text, start, end, doiCharacter)
  if (from === start) return false
  return /(?:^|[^0-9.])10\.[0-9]{4,9}\/[^\s]{0,80}$/.test(text.slice(from, start))
}

/** Milliseconds, microseconds or nanoseconds since 1970, between 2001 and 2033. */
const isTimestamp: Test = (text, start, end) => {
  const [from, to] = grow(text, start, end, digit)
  return /^1[0-9]{9}(?:[0-9]{3}|[0-9]{6}|[0-9]{9})$/.test(text.slice(from, to))
}

/** A number of an order, transaction or file that begins with the second it was made in. */
const isOrder: Test = (text, start, end) => {
  const [from, to] = grow(text, start, end, digit)
  return /^20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][0-9]{1,24}$/.test(
    text.slice(from, to),
  )
}

/** A size of memory or of a file in whole mebibytes: one in a million numbers is one by chance. */
const isSize: Test = (text, start, end) => {
  const span = text.slice(start, end)
  return /^\d{8,15}$/.test(span) && Number(span) % 1048576 === 0
}

const shapes: ShapeTests = [
  ['uuid', isUuid],
  ['version', isVersion],
  ['decimal', isDecimal],
  ['url', isUrl],
  ['hex', isHex],
  ['base64', isBase64],
  ['isbn', isIsbn],
  ['doi', isDoi],
  ['timestamp', isTimestamp],
  ['order', isOrder],
  ['path', isPath],
  ['size', isSize],
  ['userinfo', isUserinfo],
  ['login', isLogin],
  ['series', isSeries],
  ['matrix', isMatrix],
]
