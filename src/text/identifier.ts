/**
 * Finding one person's identifier in a text however it is written: full-width or otherwise compatible characters, letter case, zero-width
 * characters, percent-encoding, and, in numbers, separators. What is looked for is compared character by character, never stored.
 */

/** An identifier ready to be looked for. */
export interface Identifier {
  /** `number`: digits and what may part them; `name`: Han characters; `word`: anything else. */
  readonly kind: 'number' | 'name' | 'word'
  /** Its comparable form. */
  readonly form: string
}

/** Where an identifier lies in a text: UTF-16 units, end exclusive. */
interface Occurrence {
  readonly start: number
  readonly end: number
}

/** Characters that cannot be seen: format characters, variation selectors, the combining grapheme joiner. */
const unseen = /\p{Cf}|[\ufe00-\ufe0f]|\u034f/gu
/** A character in percent-encoding (RFC 3986, 2.1): the bytes of its UTF-8. */
const percent = /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi
const percentHere = new RegExp(percent.source, 'iy')
/** What parts the digits of a number; three in a row at most. */
const parting = /[\s\-‐-―−.·•()（）/_]/u

/** Compatibility form, upper case (which, unlike lower case, does not depend on what stands beside a letter), without what cannot be seen. */
const comparable = (text: string): string => text.normalize('NFKD').replace(unseen, '').toUpperCase()
const decoded = (text: string): string => (text.includes('%') ? text.replace(percent, character) : text)
/** The character that bytes in percent-encoding are; as they stand when they are none. */
function character(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
const without = (text: string): string => text.replace(new RegExp(parting, 'gu'), '')

/**
 * Reads an identifier as a person types it. Undefined when it is too short to mean one person: fewer than five characters, or two of a name.
 */
export function identifierOf(typed: string): Identifier | undefined {
  const text = comparable(typed.trim())
  const bare = without(text).replace(/^\+/, '')
  if (/^\d+X?$/.test(bare)) {
    // A country code before a Chinese mobile number is part of how it is written, not of the number.
    const form = bare.replace(/^(?:00)?86(?=1\d{10}$)/, '')
    return form.length < 5 ? undefined : { kind: 'number', form }
  }
  if (/^[\p{Script=Han}·\s]+$/u.test(text)) {
    const form = without(text)
    return [...form].length < 2 ? undefined : { kind: 'name', form }
  }
  return [...text].length < 5 ? undefined : { kind: 'word', form: text }
}

/** Every place the identifier stands in a text by itself: not inside a longer number or word. */
export function occurrences({ kind, form }: Identifier, text: string): Occurrence[] {
  const bare = kind !== 'word'
  // Most texts hold nothing: native string operations say so.
  const quick = comparable(decoded(text))
  if (!(bare ? without(quick) : quick).includes(form)) return []
  const letters: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  /** Whether anything was left out before the letter, so that it does not touch the one before. */
  const parted: boolean[] = []
  let skipped = 0
  for (let at = 0; at < text.length; ) {
    percentHere.lastIndex = at
    const standing = (text[at] === '%' && percentHere.exec(text)?.[0]) || String.fromCodePoint(text.codePointAt(at)!)
    const end = at + standing.length
    for (const letter of comparable(character(standing))) {
      if (bare && parting.test(letter)) {
        skipped += 1
        continue
      }
      // A gap wider than three is no way of writing one number.
      if (skipped > 3) {
        letters.push('\u0000')
        starts.push(at)
        ends.push(at)
        parted.push(true)
      }
      letters.push(letter)
      starts.push(at)
      ends.push(end)
      parted.push(skipped > 0)
      skipped = 0
    }
    at = end
  }
  const wanted = [...form]
  const found: Occurrence[] = []
  for (let i = 0; i + wanted.length <= letters.length; i++) {
    if (!wanted.every((letter, k) => letters[i + k] === letter)) continue
    if (!alone(kind, letters, parted, i, i + wanted.length)) continue
    found.push({ start: starts[i]!, end: ends[i + wanted.length - 1]! })
  }
  return found
}

const digit = /^\d$/
const wordy = /^[\p{L}\p{N}]$/u
const han = /^\p{Script=Han}$/u

/** Whether letters [from, to) are not part of something longer. */
function alone(kind: Identifier['kind'], letters: readonly string[], parted: readonly boolean[], from: number, to: number): boolean {
  const before = from > 0 && !parted[from] ? letters[from - 1]! : ''
  const after = to < letters.length && !parted[to] ? letters[to]! : ''
  if (kind === 'name') return true
  if (kind === 'number') {
    if (digit.test(after)) return false
    if (!digit.test(before)) return true
    let start = from
    while (start > 0 && !parted[start] && digit.test(letters[start - 1]!)) start -= 1
    return /^(?:00)?86$/.test(letters.slice(start, from).join(''))
  }
  // Chinese is written without spaces: a Han character beside a word ends it.
  const joins = (edge: string, beside: string) => wordy.test(edge) && wordy.test(beside) && !han.test(beside) && !han.test(edge)
  if (joins(letters[from]!, before) || joins(letters[to - 1]!, after)) return false
  // The rest of a longer address: jo.doe@… is not doe@…, and a@b.com.cn is not a@b.com.
  const address = letters.slice(from, to).includes('@')
  return !(address && (/^[._%+-]$/.test(before) || (after === '.' && wordy.test(letters[to + 1] ?? '') && !han.test(letters[to + 1]!))))
}
