import type { Json, Statistic } from '../model.ts'
import { addDistinct, createDistinct, type Distinct, mergeDistinct, summarizeDistinct } from '../sketch/distinct.ts'
import { sharePpm } from '../sketch/intervals.ts'

export interface State {
  records: number
  distinct: Distinct
}

/** Exact up to this many different texts; beyond, a standard error of 0.55 %. */
const size = 32_768

/** Records whose training texts are byte for byte those of another record. Records without text are left out. */
export const duplicates = {
  id: 'duplicates',
  create: (): State => ({ records: 0, distinct: createDistinct(size) }),
  add(state, record) {
    if (record.textBytes === 0) return
    state.records++
    addDistinct(state.distinct, record.hashHigh, record.hashLow)
  },
  merge(into, from) {
    into.records += from.records
    mergeDistinct(into.distinct, from.distinct)
  },
  summarize(state) {
    const { distinct: estimate, exact, errorPpm } = summarizeDistinct(state.distinct)
    // An estimate above the number of records says that there are hardly any duplicates.
    const distinct = Math.min(estimate, state.records)
    const repeated = state.records - distinct
    return { records: state.records, distinct, duplicates: repeated, sharePpm: sharePpm(repeated, state.records), exact, errorPpm }
  },
} satisfies Statistic<State, Json>
