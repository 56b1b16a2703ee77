/**
 * The normalised form rules are written against: full-width letters, digits and `+-.@_` become ASCII, zero-width characters
 * vanish, hyphens U+2010–2013 and U+2212 become `-`, fixed spaces become a space. Nothing else changes, so that the form can be
 * made byte by byte and every offset maps back. The kernel's `fold` does the same on bytes; a test holds the two together.
 */

function folded(code: number): string | undefined {
  if (code < 0xa0) return undefined
  if (code >= 0xff10 && code <= 0xff19) return String.fromCharCode(code - 0xfee0)
  if ((code >= 0xff21 && code <= 0xff3a) || (code >= 0xff41 && code <= 0xff5a)) return String.fromCharCode(code - 0xfee0)
  switch (code) {
    case 0xff0b:
    case 0xff0d:
    case 0xff0e:
    case 0xff20:
    case 0xff3f:
      return String.fromCharCode(code - 0xfee0)
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
      return '-'
    case 0xa0:
    case 0x2007:
    case 0x202f:
      return ' '
    case 0xad:
    case 0x200b:
    case 0x200c:
    case 0x200d:
    case 0x2060:
    case 0xfeff:
      return ''
    default:
      return undefined
  }
}

/** The normalised bytes of a text, and pairs (normalised offset, original offset) from which on both run in step. */
interface Normalised {
  readonly bytes: Uint8Array
  readonly pairs: Uint32Array
}

const unfolded = /[\u00a0\u00ad\u2007\u200b-\u200d\u2010-\u2013\u202f\u2060\u2212\ufeff\uff0b-\uff5a]/

/** A term as it stands in a normalised text. */
export const normalisedTerm = (term: string): string => (unfolded.test(term) ? Buffer.from(normalise(term).bytes).toString('utf8') : term)

const encoder = new TextEncoder()

/** Normalises a string. Lone surrogates become U+FFFD, as in any UTF-8 encoding. */
export function normalise(text: string): Normalised {
  let out = ''
  let from = 0
  let to = 0
  const pairs = [0, 0]
  const pair = () => {
    const last = pairs.length - 2
    if (pairs[last] === to) pairs[last + 1] = from
    else pairs.push(to, from)
  }
  for (const character of text) {
    const code = character.codePointAt(0)!
    const width = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    const f = folded(code)
    if (f === undefined) {
      out += character
      from += width
      to += width
      continue
    }
    if (f !== '') {
      pair()
      out += f
      to += 1
    }
    from += width
    pair()
  }
  return { bytes: encoder.encode(out), pairs: Uint32Array.from(pairs) }
}

/** The original byte span of a normalised span [start, end); `originalAt` reads a byte of the original text. */
export function originalSpan(
  pairs: Uint32Array,
  start: number,
  end: number,
  originalAt: (offset: number) => number,
): { readonly start: number; readonly end: number } {
  const first = original(pairs, start)
  if (end <= start) return { start: first, end: first }
  // The end is one past the last character's original: a folded character is wider there than here.
  const last = original(pairs, end - 1)
  const lead = originalAt(last)
  const width = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  return { start: first, end: last + width }
}

function original(pairs: Uint32Array, offset: number): number {
  let low = 0
  let high = (pairs.length >> 1) - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (pairs[middle * 2]! <= offset) low = middle
    else high = middle - 1
  }
  return pairs[low * 2 + 1]! + (offset - pairs[low * 2]!)
}
