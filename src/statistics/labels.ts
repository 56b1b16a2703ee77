/** Labels a report prints although they come from the corpus: they must not carry what the tool looks for. */

/** No value, or one that is not fit to print. */
export const none = '(none)'
export const other = '(other)'
export const withheld = '(withheld)'
/** Such rows are no values of their own and do not count as distinct. */
export const isPlaceholder = (label: string): boolean => label.charCodeAt(0) === 0x28 && label.endsWith(')')

/** Six digits in a row may be part of a telephone or identity number. */
export const hasNumber = (label: string): boolean => {
  let run = 0
  for (let i = 0; i < label.length; i++) {
    const unit = label.charCodeAt(i)
    // ASCII and full-width digits.
    const digit = (unit >= 0x30 && unit <= 0x39) || (unit >= 0xff10 && unit <= 0xff19)
    run = digit ? run + 1 : 0
    if (run === 6) return true
  }
  return false
}

const plain = /^[\p{L}\p{M}\p{N} ._:/+()'&,#-]+$/u

/**
 * A label as it may be printed: trimmed; `(withheld)` when it holds an `@` or six digits in a row; `(other)` when it is longer than
 * `longest` UTF-16 units or holds anything but letters, digits, spaces and ._:/+()'&,#-; `(none)` when it is empty or missing.
 */
export const labelOf = (value: string | undefined, longest: number): string => {
  if (value === undefined) return none
  if (value === withheld) return withheld
  if (value.length > 4 * longest) return other
  const label = value.trim()
  if (label === '') return none
  if (hasNumber(label) || label.includes('@')) return withheld
  // A value in parentheses would pass for one of ours.
  if (label.length > longest || isPlaceholder(label) || !plain.test(label)) return other
  return label
}

/** Remembers what a pure function said about short values, since the records of a source are alike; forgets all when it knows 4,096. */
export const remembering = (label: (value: string | undefined) => string): ((value: string | undefined) => string) => {
  const known = new Map<string | undefined, string>()
  // Several statistics ask for the label of the same record.
  let last: string | undefined
  let lastAnswer = label(last)
  return (value) => {
    if (value === last) return lastAnswer
    if (value !== undefined && value.length > 128) return label(value)
    let answer = known.get(value)
    if (answer === undefined) {
      answer = label(value)
      if (known.size >= 4096) known.clear()
      known.set(value, answer)
    }
    last = value
    lastAnswer = answer
    return answer
  }
}
