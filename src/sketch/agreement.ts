/** Agreement of people who judged the same things, beyond what chance would give. All values are nominal: equal or not. */

/** Pairs of labels by what the first and the second judge said: `first\0second` → number of things. */
type Pairs = ReadonlyMap<string, number>

/** The key of a pair of labels. */
export const pairOf = (first: string, second: string): string => `${first}\0${second}`

const add = (into: Map<string, number>, key: string, n: number) => into.set(key, (into.get(key) ?? 0) + n)

/**
 * Cohen's κ of two judges (J. Cohen, Educational and Psychological Measurement 20, 1960): 1 is full agreement, 0 what chance gives.
 * Undefined where it is not defined: nothing judged by both, or one and the same label throughout.
 */
export const cohenKappa = (pairs: Pairs): number | undefined => {
  const first = new Map<string, number>()
  const second = new Map<string, number>()
  let n = 0
  let same = 0
  for (const [key, count] of pairs) {
    const [a, b] = key.split('\0') as [string, string]
    add(first, a, count)
    add(second, b, count)
    n += count
    if (a === b) same += count
  }
  let chance = 0
  for (const [label, count] of first) chance += (count / n) * ((second.get(label) ?? 0) / n)
  return n === 0 || chance === 1 ? undefined : (same / n - chance) / (1 - chance)
}

function* once(units: Iterable<readonly string[]>): Generator<readonly [readonly string[], number]> {
  for (const labels of units) yield [labels, 1]
}

/**
 * Krippendorff's α for nominal values, any number of judges, values missing at will (K. Krippendorff, Computing Krippendorff's
 * Alpha-Reliability, 2011): `units` holds the labels given to each thing; a thing with fewer than two says nothing of agreement. A map
 * tells how many things were given these labels. Undefined where there is nothing to disagree on: no pair, or one label throughout.
 */
export const krippendorffAlpha = (units: Iterable<readonly string[]> | ReadonlyMap<readonly string[], number>): number | undefined => {
  const things = units instanceof Map ? units : once(units as Iterable<readonly string[]>)
  const totals = new Map<string, number>()
  let n = 0
  let agreeing = 0
  for (const [labels, times] of things as Iterable<readonly [readonly string[], number]>) {
    if (labels.length < 2) continue
    const counts = new Map<string, number>()
    for (const label of labels) add(counts, label, 1)
    for (const [label, count] of counts) {
      add(totals, label, count * times)
      agreeing += (count * (count - 1) * times) / (labels.length - 1)
    }
    n += labels.length * times
  }
  if (n === 0) return undefined
  let expected = 0
  for (const count of totals.values()) expected += count * (count - 1)
  // Observed and expected agreement among n values; α = 1 - disagreement observed / disagreement expected.
  const chance = expected / (n - 1)
  return n === chance ? undefined : 1 - (n - agreeing) / (n - chance)
}
