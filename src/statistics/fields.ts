import type { FieldRole, Json, RecordView, Statistic } from '../model.ts'
import { createTable, mergeTable, rowOf, rowsOf, type Table } from '../sketch/table.ts'
import { byCodeUnits } from '../text/order.ts'

/** `seen` is the number of the last record counted: it means nothing elsewhere. */
interface Row {
  records: number
  bytes: number
  seen: number
}
type Roles = { [role in FieldRole]: Table<Row> }
export interface State {
  records: number
  roles: Roles
}

const names = ['text', 'url', 'license', 'lang', 'source', 'date', 'other'] as const
/** Keys that are identifiers make every record a new field: a fixed choice of this many is shown per role. */
const cap = 500

const createRow = (): Row => ({ records: 0, bytes: 0, seen: 0 })

const add = (state: State, record: RecordView): void => {
  const ticket = ++state.records
  for (const { field, role, bytes } of record.fields) {
    const row = rowOf(state.roles[role], field, createRow)
    if (row === undefined) continue
    row.bytes += bytes
    if (row.seen === ticket) continue
    row.seen = ticket
    row.records++
  }
}

/** Records and bytes by field and role. */
export const fields = {
  id: 'fields',
  create: (): State => ({ records: 0, roles: Object.fromEntries(names.map((role) => [role, createTable<Row>(cap)])) as Roles }),
  add,
  merge(into, from) {
    into.records += from.records
    for (const role of names) {
      mergeTable(into.roles[role], from.roles[role], createRow, (own, theirs) => {
        own.records += theirs.records
        own.bytes += theirs.bytes
      })
    }
  },
  summarize: (state) =>
    names
      .flatMap((role) =>
        rowsOf(state.roles[role]).rows.map(([field, { records, bytes }]) => ({ field, role: role as string, records, bytes })),
      )
      .sort((a, b) => byCodeUnits(a.field, b.field) || byCodeUnits(a.role, b.role)),
} satisfies Statistic<State, Json>
