import type { Gate, Reach } from '../model.ts'
import { wantsDigits } from './regex/runs.ts'
import { Windows } from './windows.ts'

/** A gate as a pattern rule writes it: `patterns` names those it opens; without them it opens all. */
export type OpeningGate = Gate & { readonly patterns?: readonly string[] | undefined }

/** Patterns of a rule that the same gates open, and the windows they look at. */
export interface PatternGroup<Rule, Pattern> {
  readonly of: Rule
  readonly patterns: readonly Pattern[]
  /** Characters a match reaches beyond a candidate at most, and what else a window has to show around it. */
  readonly longest: number
  readonly behind: number
  readonly ahead: number
  /** Whether any of the patterns wants digits. */
  readonly digits: boolean
  readonly windows: Windows
}

/** A group of these patterns. `cue`: characters that a value may stand before or behind its candidate, which is a word beside it. */
export function groupOf<Rule, Pattern extends { readonly reach: Reach }>(
  of: Rule,
  patterns: readonly Pattern[],
  cue: { readonly before: number; readonly after: number },
): PatternGroup<Rule, Pattern> {
  return {
    of,
    patterns,
    longest: Math.max(...patterns.map((p) => p.reach.length)),
    behind: Math.max(...patterns.map((p) => p.reach.behind)) + 1 + cue.after,
    ahead: Math.max(...patterns.map((p) => p.reach.ahead)) + 1 + cue.before,
    digits: patterns.some(({ reach }) => wantsDigits(reach)),
    windows: new Windows(),
  }
}

/**
 * Sets of patterns, each with the gates that open it. A pattern is of one set only, so that no match is found twice: gates that share a pattern share
 * all of theirs.
 * @throws what `fail` throws, for a name that no pattern has, and for a pattern that no gate opens
 */
export function openedBy<Pattern extends { readonly id: string }>(
  patterns: readonly Pattern[],
  gates: readonly OpeningGate[],
  fail: (pattern: string, unknown: boolean) => never,
): readonly { readonly patterns: readonly Pattern[]; readonly gates: readonly OpeningGate[] }[] {
  const ids = patterns.map(({ id }) => id)
  for (const { patterns: named = [] } of gates) for (const id of named) if (!ids.includes(id)) fail(id, true)
  let sets: { readonly ids: ReadonlySet<string>; readonly gates: readonly OpeningGate[] }[] = []
  for (const gate of gates) {
    const opens = new Set(gate.patterns ?? ids)
    const shared = sets.filter((set) => [...set.ids].some((id) => opens.has(id)))
    const joined = {
      ids: new Set([...shared.flatMap((set) => [...set.ids]), ...opens]),
      gates: [...shared.flatMap((set) => set.gates), gate],
    }
    sets = [...sets.filter((set) => !shared.includes(set)), joined]
  }
  const closed = ids.find((id) => !sets.some((set) => set.ids.has(id)))
  if (closed !== undefined) fail(closed, false)
  return sets.map((set) => ({ patterns: patterns.filter(({ id }) => set.ids.has(id)), gates: set.gates }))
}
