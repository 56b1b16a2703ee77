import type { Json, Statistic } from '../model.ts'
import { byCodeUnits } from '../text/order.ts'

/** Reason, then rule, then count. */
export type State = Map<string, Map<string, number>>

const count = (state: State, reason: string, rule: string, n: number): void => {
  let rules = state.get(reason)
  if (rules === undefined) {
    rules = new Map()
    state.set(reason, rules)
  }
  rules.set(rule, (rules.get(rule) ?? 0) + n)
}

/** Hits that were not reported, by reason and rule: nothing is dropped in silence. */
export const suppressed = {
  id: 'suppressed',
  create: (): State => new Map(),
  suppressed: (state, { reason, rule }) => count(state, reason, rule, 1),
  merge(into, from) {
    for (const [reason, rules] of from) for (const [rule, n] of rules) count(into, reason, rule, n)
  },
  summarize(state) {
    const byRule: { rule: string; reason: string; count: number }[] = []
    const byReason: { reason: string; count: number }[] = []
    let total = 0
    for (const [reason, rules] of [...state].sort((a, b) => byCodeUnits(a[0], b[0]))) {
      let sum = 0
      for (const [rule, n] of rules) {
        sum += n
        byRule.push({ rule, reason, count: n })
      }
      byReason.push({ reason, count: sum })
      total += sum
    }
    byRule.sort((a, b) => byCodeUnits(a.rule, b.rule) || byCodeUnits(a.reason, b.reason))
    return { total, byReason, byRule }
  },
} satisfies Statistic<State, Json>
