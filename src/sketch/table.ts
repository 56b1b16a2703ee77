import { below, createHash, finishHash, hashText, seedHash } from './hash.ts'

/**
 * Rows by name, at most `cap` of them: those whose names have the smallest hashes. What is kept was kept from its first record, so
 * its figures are exact; what is not kept is known only as the rest of a total. Order and grouping do not matter.
 */
export interface Table<Row> {
  readonly cap: number
  readonly rows: Map<string, Row>
  /** Names with greater hashes are not kept. */
  limitHigh: number
  limitLow: number
}

const seed = 0x7ab1e
const hash = createHash(seed)
const hashName = (name: string): void => {
  seedHash(hash, seed)
  hashText(hash, name)
  finishHash(hash)
}

/** An empty table. */
export const createTable = <Row>(cap: number): Table<Row> => ({ cap, rows: new Map(), limitHigh: 0xffffffff, limitLow: 0xffffffff })

const prune = <Row>(table: Table<Row>): void => {
  if (table.rows.size <= table.cap) return
  const names = [...table.rows.keys()].map((name) => {
    hashName(name)
    return { name, high: hash.high, low: hash.low }
  })
  names.sort((a, b) => a.high - b.high || a.low - b.low || (a.name < b.name ? -1 : 1))
  const last = names[table.cap - 1]!
  table.limitHigh = last.high
  table.limitLow = last.low
  for (let i = table.cap; i < names.length; i++) table.rows.delete(names[i]!.name)
}

/** The row of a name, made by `create` when the name is new; undefined when there is no room for it. */
export const rowOf = <Row>(table: Table<Row>, name: string, create: () => Row): Row | undefined => {
  // Once there is a limit, most new names lie above it, and no row does.
  if (table.limitHigh !== 0xffffffff || table.limitLow !== 0xffffffff) {
    hashName(name)
    if (below(table.limitHigh, table.limitLow, hash.high, hash.low)) return undefined
  }
  const found = table.rows.get(name)
  if (found !== undefined) return found
  const row = create()
  table.rows.set(name, row)
  if (table.rows.size > 2 * table.cap) {
    prune(table)
    return table.rows.get(name)
  }
  return row
}

/** Adds `from` into `into`; `mergeRow` adds one row into another. */
export const mergeTable = <Row>(into: Table<Row>, from: Table<Row>, create: () => Row, mergeRow: (into: Row, from: Row) => void): void => {
  if (below(from.limitHigh, from.limitLow, into.limitHigh, into.limitLow)) {
    into.limitHigh = from.limitHigh
    into.limitLow = from.limitLow
    for (const name of [...into.rows.keys()]) {
      hashName(name)
      if (below(into.limitHigh, into.limitLow, hash.high, hash.low)) into.rows.delete(name)
    }
  }
  for (const [name, row] of from.rows) {
    const own = rowOf(into, name, create)
    if (own !== undefined) mergeRow(own, row)
  }
}

/** The rows in code unit order of their names, cut to `cap`, and whether any name was left out. */
export const rowsOf = <Row>(table: Table<Row>): { readonly rows: readonly (readonly [string, Row])[]; readonly complete: boolean } => {
  prune(table)
  const rows = [...table.rows].sort((a, b) => (a[0] < b[0] ? -1 : 1))
  return { rows, complete: table.limitHigh === 0xffffffff && table.limitLow === 0xffffffff }
}
