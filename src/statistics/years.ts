import type { Json, Statistic } from '../model.ts'
import { byCodeUnits } from '../text/order.ts'
import { none, other } from './labels.ts'

export type State = Map<string, number>

const year = /(?<!\d)(1[0-9]{3}|20[0-9]{2}|2100)(?!\d)/
/** A day without separators, and the time of day behind it: 20230411, 20230411093000. */
const compact =
  /^(1[0-9]{3}|20[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){1,2}\d{0,3})?(?!\d)/
/** Seconds, milliseconds or microseconds since 1970. */
const epoch = /^(?:(\d{9,10})|(\d{12,13})|(\d{15,16}))(?:\.\d+)?$/

const yearOfEpoch = (text: string): string | undefined => {
  const found = epoch.exec(text)
  if (found === null) return undefined
  const [, seconds, milliseconds, microseconds] = found
  const time =
    seconds !== undefined ? Number(seconds) * 1000 : milliseconds !== undefined ? Number(milliseconds) : Number(microseconds) / 1000
  return String(new Date(time).getUTCFullYear())
}

/**
 * Year of a date as text: the first number of four digits from 1000 to 2100, or of a date without separators (20230411), or of a time
 * counted since 1970 (UTC); else `(other)`.
 */
export const yearOf = (date: string | undefined): string => {
  if (date === undefined) return none
  const text = date.slice(0, 64).trim()
  if (text === '') return none
  return year.exec(text)?.[1] ?? compact.exec(text)?.[1] ?? yearOfEpoch(text) ?? other
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
  summarize: (state) => [...state].sort((a, b) => byCodeUnits(a[0], b[0])).map(([label, records]) => ({ year: label, records })),
} satisfies Statistic<State, Json>
