import type { CompiledDetector, Hit } from '../model.ts'
import { HitList } from './hits.ts'

/** Claims on identity compete: one number is one finding. Markers of other domains may overlap freely. */
const competing = new Set(['pii', 'secret'])

/**
 * Settles overlapping hits of one text: of a rule's own overlapping hits the surest stays; among personal-information and secret
 * rules the one that beats the other stays, else the surest, else the longest. Losers stay in the list as suppressed (`overlap`).
 * The list is then in the order of the text.
 */
export function settle(hits: HitList): void {
  const { length } = hits
  if (length < 2) return
  hits.sort()
  // Only hits of one chain of overlaps can touch each other: settle chain by chain.
  let first = 0
  let reach = hits.endAt(0)
  for (let at = 1; at < length; at++) {
    if (hits.startAt(at) >= reach) {
      if (at - first > 1) settleChain(hits, first, at)
      first = at
    }
    reach = Math.max(reach, hits.endAt(at))
  }
  if (length - first > 1) settleChain(hits, first, length)
}

/** Adds what detectors derive from settled hits, in the order of the text. */
export function addDerived(settled: HitList, detectors: readonly CompiledDetector[]): void {
  let derived: HitList | undefined
  for (const detector of detectors) {
    detector.derive?.(settled, (hit) => {
      derived ??= new HitList()
      derived.add(hit)
    })
  }
  if (derived === undefined) return
  for (const hit of derived) settled.add(hit)
  settled.sort()
}

function compareIds(a: Hit, b: Hit): number {
  return a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0
}

/** Settles the hits [first, past) of a list, which overlap one with the next. */
function settleChain(hits: HitList, first: number, past: number): void {
  const chain = Array.from({ length: past - first }, (_, i) => hits.at(first + i))
  const order = [...chain.keys()].sort((i, j) => {
    const a = chain[i]!
    const b = chain[j]!
    return b.confidence - a.confidence || b.end - b.start - (a.end - a.start) || a.start - b.start || compareIds(a, b)
  })
  // How far any hit up to each one reaches: what overlaps a hit is found beside it, however long the chain is.
  let furthest = 0
  const reaches = chain.map(({ end }) => {
    furthest = Math.max(furthest, end)
    return furthest
  })
  const lost = new Set<number>()
  const standing = new Set<number>()
  for (const i of order) {
    const one = chain[i]!
    if (one.suppressed !== undefined) continue
    const beaten: number[] = []
    let loses = false
    const meet = (j: number) => {
      const other = chain[j]!
      if (!standing.has(j) || lost.has(j) || other.start >= one.end || one.start >= other.end) return
      if (other.rule.id === one.rule.id) loses = true
      else if (competing.has(other.rule.domain) && competing.has(one.rule.domain)) {
        if (one.rule.beats.includes(other.rule.id)) beaten.push(j)
        else loses = true
      }
    }
    for (let j = i - 1; j >= 0 && reaches[j]! > one.start; j--) meet(j)
    for (let j = i + 1; j < chain.length && chain[j]!.start < one.end; j++) meet(j)
    if (loses) lost.add(i)
    else {
      for (const j of beaten) lost.add(j)
      standing.add(i)
    }
  }
  for (const i of lost) hits.suppress(first + i, 'overlap')
}
