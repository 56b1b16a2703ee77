/** A name's place in a text, in UTF-16 units, and its log-odds. */
export interface NameSpan {
  readonly start: number
  readonly end: number
  readonly score: number
}

/** Drops spans that overlap a surer one, or an equally sure and longer one. The others come in the order of the text. */
export function surest(spans: NameSpan[]): readonly NameSpan[] {
  if (spans.length < 2) return spans
  spans.sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: NameSpan[] = []
  // Only spans of one chain of overlaps can touch each other.
  for (let i = 0; i < spans.length; ) {
    let reach = spans[i]!.end
    let next = i + 1
    for (; next < spans.length && spans[next]!.start < reach; next++) reach = Math.max(reach, spans[next]!.end)
    const standing: NameSpan[] = []
    for (const one of spans.slice(i, next).sort((a, b) => b.score - a.score || b.end - b.start - (a.end - a.start) || a.start - b.start)) {
      if (standing.every((other) => other.start >= one.end || one.start >= other.end)) standing.push(one)
    }
    kept.push(...standing.sort((a, b) => a.start - b.start))
    i = next
  }
  return kept
}
