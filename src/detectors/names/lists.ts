/** The lists of a rule for names: one file beside the rule, a key and what belongs to it on each line. */
export interface NameLists {
  /** The characters behind a key, one entry each. @throws Error when the key is missing */
  characters(key: string): readonly string[]
  /** The words behind a key, separated by spaces; none when it may be missing. @throws Error when the key is missing */
  words(key: string, optional?: boolean): readonly string[]
  /** The weights, `count` of them, in hundredths. @throws Error when there are more or fewer */
  weights(count: number): Float64Array
}

/** Reads `key: …` lines; a key may stand on several lines. @throws Error naming a line without a key */
export function nameLists(lines: readonly string[]): NameLists {
  const byKey = new Map<string, string>()
  for (const line of lines) {
    const at = line.indexOf(': ')
    if (at < 0) throw new Error(`a line of a list for names has no key: it should begin like "given-1: "`)
    const key = line.slice(0, at)
    byKey.set(key, `${byKey.get(key) ?? ''} ${line.slice(at + 2)}`)
  }
  const get = (key: string) => {
    const found = byKey.get(key)
    if (found === undefined) throw new Error(`the list "${key}" is missing`)
    return found
  }
  return {
    characters: (key) => [...get(key).replaceAll(' ', '')],
    words: (key, optional) => (optional === true && !byKey.has(key) ? '' : get(key)).split(' ').filter((word) => word !== ''),
    weights(count) {
      const weights = Float64Array.from(get('weights').trim().split(/\s+/), (word) => Number(word) / 100)
      if (weights.length !== count) throw new Error(`the list "weights" has ${weights.length} entries and not ${count}`)
      return weights
    },
  }
}
