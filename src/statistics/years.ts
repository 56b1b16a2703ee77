import type { Json, Statistic } from '../model.ts'
import { byName, none, other } from './labels.ts'

export type State = Map<string, number>

const year = /(?<!\d)(1[0-9]{3}|20[0-9]{2}|2100)(?!\d)/
const compact = /^(1[0-9]{3}|20[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?!\d)/

/** Year of a date as text: the first number of four digits from 1000 to 2100, or of eight that is a date (20230411); else `(other)`. */
export const yearOf = (date: string | undefined): string => {
  if (date === undefined) return none
  const text = date.slice(0, 64).trim()
  if (text === '') return none
  return year.exec(text)?.[1] ?? compact.exec(text)?.[1] ?? other
}

/** Records by the year of their `date` metadata. */
export const years = {
  id: 'years',
  create: (): State => new Map(),
  add(state, record) {
    const label = yearOf(record.meta.date)
    state.set(label, (state.get(label) ?? 0) + 1)
  },
  merge(into, from) {
    for (const [label, records] of from) into.set(label, (into.get(label) ?? 0) + records)
  },
  summarize: (state) => [...state].sort((a, b) => byName(a[0], b[0])).map(([label, records]) => ({ year: label, records })),
} satisfies Statistic<State, Json>
