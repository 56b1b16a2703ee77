import type { CompiledDetector, Hit } from '../model.ts'

/** Claims on identity compete: one number is one finding. Markers of other domains may overlap freely. */
const competing = new Set(['pii', 'secret'])

/**
 * Settles overlapping hits of one text: of a rule's own overlapping hits the surest stays; among personal-information and secret
 * rules the one that beats the other stays, else the surest, else the longest. Losers stay in the list as suppressed (`overlap`).
 * The result is in the order of the text.
 */
export function settle(hits: readonly Hit[]): readonly Hit[] {
  if (hits.length < 2) return hits
  const order = [...hits].sort((a, b) => a.start - b.start || a.end - b.end || compareIds(a, b))
  const settled: Hit[] = []
  // Only hits of one chain of overlaps can touch each other: settle chain by chain.
  let chain: Hit[] = []
  let reach = -1
  for (const hit of order) {
    if (hit.start >= reach && chain.length > 0) {
      settleChain(chain, settled)
      chain = []
    }
    chain.push(hit)
    reach = Math.max(reach, hit.end)
  }
  settleChain(chain, settled)
  return settled
}

/** Settled hits, and what detectors derive from them, in the order of the text. */
export function withDerived(settled: readonly Hit[], detectors: readonly CompiledDetector[]): readonly Hit[] {
  const derived: Hit[] = []
  for (const detector of detectors) detector.derive?.(settled, (hit) => derived.push(hit))
  if (derived.length === 0) return settled
  return [...settled, ...derived].sort((a, b) => a.start - b.start || a.end - b.end || compareIds(a, b))
}

function compareIds(a: Hit, b: Hit): number {
  return a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0
}

function settleChain(chain: readonly Hit[], settled: Hit[]): void {
  if (chain.length === 1) {
    settled.push(chain[0]!)
    return
  }
  const order = [...chain.keys()].sort((i, j) => {
    const a = chain[i]!
    const b = chain[j]!
    return b.confidence - a.confidence || b.end - b.start - (a.end - a.start) || a.start - b.start || compareIds(a, b)
  })
  const lost = new Set<number>()
  const standing: number[] = []
  for (const i of order) {
    const one = chain[i]!
    if (one.suppressed !== undefined) continue
    const beaten: number[] = []
    let loses = false
    for (const j of standing) {
      const other = chain[j]!
      if (lost.has(j) || other.start >= one.end || one.start >= other.end) continue
      if (other.rule.id === one.rule.id) loses = true
      else if (competing.has(other.rule.domain) && competing.has(one.rule.domain)) {
        if (one.rule.beats.includes(other.rule.id)) beaten.push(j)
        else loses = true
      }
    }
    if (loses) lost.add(i)
    else {
      for (const j of beaten) lost.add(j)
      standing.push(i)
    }
  }
  for (const [i, hit] of chain.entries()) settled.push(lost.has(i) ? { ...hit, suppressed: 'overlap' } : hit)
}
