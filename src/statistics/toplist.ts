import type { Json, RecordView, Statistic } from '../model.ts'
import { addCount, type Counter, countsOf, createCounter, mergeCounter } from '../sketch/counter.ts'
import { isPlaceholder } from './labels.ts'

/** Rows a top list shows. */
const shown = 100

/**
 * A statistic that counts records and text bytes by one label of a record. Labels in parentheses, such as `(none)`, get a row, so
 * that rows of a short list add up to all records, but are not values: `distinct` leaves them out.
 */
export const topList = <Id extends string>(id: Id, cap: number, labelOf: (record: RecordView) => string) =>
  ({
    id,
    create: () => createCounter(cap),
    add: (state, record) => addCount(state, labelOf(record), record.textBytes, record.hashHigh, record.hashLow),
    merge: mergeCounter,
    summarize(state) {
      const { distinct, exact, rows } = countsOf(state)
      const placeholders = rows.filter((row) => isPlaceholder(row.value)).length
      return { distinct: Math.max(0, distinct - placeholders), exact, rows: rows.slice(0, shown).map((row) => ({ ...row })) }
    },
  }) satisfies Statistic<Counter, Json>
