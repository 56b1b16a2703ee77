import type { CompiledDetector } from '../model.ts'
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
  for (const { derive } of detectors) derive?.each(settled.standing(derive.from), (hit) => derived.add(hit))
  if (derived.length === 0) return
  for (const hit of derived) settled.add(hit)
  settled.sort()
  derived.clear()
}

/** Hits wait here while detectors go through those they follow from. Its columns are made once, not for each text. */
const derived = new HitList()

/** Settles the hits [first, past) of a list, which overlap one with the next. */
function settleChain(hits: HitList, first: number, past: number): void {
  const order: number[] = []
  // How far any hit up to each one reaches: what overlaps a hit is found beside it, however long the chain is.
  const reaches: number[] = []
  let furthest = 0
  for (let at = first; at < past; at++) {
    furthest = Math.max(furthest, hits.endAt(at))
    reaches.push(furthest)
    if (!hits.isSuppressed(at)) order.push(at)
  }
  order.sort((a, b) => {
    const byConfidence = hits.confidenceAt(b) - hits.confidenceAt(a)
    const byLength = hits.endAt(b) - hits.startAt(b) - (hits.endAt(a) - hits.startAt(a))
    // The list is in the order of the text, and of rules where that is the same.
    return byConfidence || byLength || a - b
  })
  const lost = new Set<number>()
  const standing = new Set<number>()
  for (const one of order) {
    const rule = hits.ruleAt(one)
    const start = hits.startAt(one)
    const end = hits.endAt(one)
    const beaten: number[] = []
    let loses = false
    const meet = (other: number) => {
      if (!standing.has(other) || lost.has(other) || hits.startAt(other) >= end || start >= hits.endAt(other)) return
      const rival = hits.ruleAt(other)
      if (rival.id === rule.id) loses = true
      else if (competing.has(rival.domain) && competing.has(rule.domain)) {
        if (rule.beats.includes(rival.id)) beaten.push(other)
        else loses = true
      }
    }
    for (let other = one - 1; other >= first && reaches[other - first]! > start; other--) meet(other)
    for (let other = one + 1; other < past && hits.startAt(other) < end; other++) meet(other)
    if (loses) lost.add(one)
    else {
      for (const other of beaten) lost.add(other)
      standing.add(one)
    }
  }
  for (const one of lost) hits.suppress(one, 'overlap')
}
