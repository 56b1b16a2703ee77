/** Counting of hits against labels, and the intervals of the shares that come of it. */

/** Wilson score interval of a share, 95 %: the bounds in [0, 1]. Nothing counted: the whole range. */
export const wilson = (hits, n) => {
  if (n === 0) return [0, 1]
  const z = 1.959964
  const p = hits / n
  const middle = p + (z * z) / (2 * n)
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)]
}

const overlap = (a, b) => Math.min(a[1], b[1]) - Math.max(a[0], b[0])
/** A hit finds a label when the two share more than half of the longer one. */
const finds = (hit, label) => overlap(hit, label) * 2 > Math.max(hit[1] - hit[0], label[1] - label[0])

const nothing = () => ({ tp: 0, fp: 0, fn: 0 })

/**
 * Scores one case: `{ labels, value?, expected? }` against hits `[start, end]`.
 *
 * - With `value` (a validity table) only a hit on the whole value counts: a valid part inside an invalid whole is no mistake.
 * - With `whole` any hit at all counts, and only one.
 * - With `part` a hit finds the label it lies on, however little of it: for things whose end nobody agrees on, such as addresses.
 * - With `expected` (a number instead of places) as many hits as expected are right.
 * - Else every hit that finds no label is wrong, and every label that no hit finds is missed. A hit inside `ignore` counts for nothing.
 */
export const scoreCase = (one, hits) => {
  if (one.value !== undefined || one.whole) {
    const covered = (share) => hits.some((hit) => finds(hit, one.value) && hit[1] - hit[0] >= (one.value[1] - one.value[0]) * share)
    // A valid value may be found without its brackets; an invalid one is wrongly found only as it stands.
    const fired = one.whole ? hits.length > 0 : covered(one.labels.length > 0 ? 0.8 : 1)
    return one.labels.length > 0 ? { tp: fired ? 1 : 0, fp: 0, fn: fired ? 0 : 1 } : { tp: 0, fp: fired ? 1 : 0, fn: 0 }
  }
  if (one.expected !== undefined) {
    const right = Math.min(hits.length, one.expected)
    return { tp: right, fp: hits.length - right, fn: one.expected - right }
  }
  const counts = nothing()
  const found = new Set()
  const meets = one.part ? (hit, label) => overlap(hit, label) > 0 : finds
  for (const hit of hits) {
    const at = one.labels.findIndex((label, index) => !found.has(index) && meets(hit, label))
    if (at >= 0) found.add(at)
    else if (one.labels.some((label) => meets(hit, label))) continue
    else if (!(one.ignore ?? []).some((span) => overlap(hit, span) > 0)) counts.fp += 1
  }
  counts.tp = found.size
  counts.fn = one.labels.length - found.size
  return counts
}

/** One line of the result: sums of a set, kind and language. */
export const newRow = (set, kind, lang) => ({
  set,
  kind,
  lang,
  positives: 0,
  negatives: 0,
  all: nothing(),
  high: nothing(),
  judged: {},
  settled: nothing(),
})

/** Adds a scored case to its line; `why` is given where its label is not followed. */
export const addCase = (row, one, all, high, why) => {
  if (one.labels.length > 0 || (one.expected ?? 0) > 0) row.positives += one.expected ?? one.labels.length
  else row.negatives += 1
  for (const key of ['tp', 'fp', 'fn']) {
    row.all[key] += all[key]
    row.high[key] += high[key]
    if (why === undefined) row.settled[key] += all[key]
  }
  if (why !== undefined) row.judged[why] = (row.judged[why] ?? 0) + 1
}

/** Precision, recall (each with bounds) and F1 of counts; null where nothing could be counted. */
export const figures = ({ tp, fp, fn }) => {
  const precision = tp + fp === 0 ? null : tp / (tp + fp)
  const recall = tp + fn === 0 ? null : tp / (tp + fn)
  return {
    precision,
    precisionBounds: wilson(tp, tp + fp),
    recall,
    recallBounds: wilson(tp, tp + fn),
    f1: precision === null || recall === null ? null : precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  }
}
