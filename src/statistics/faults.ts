import type { FaultEffect, Json, Statistic } from '../model.ts'
import { byCodeUnits } from '../text/order.ts'

interface Place {
  readonly file: number
  readonly from: number
  /** -1 when the whole file is meant. */
  readonly row: number
  readonly code: string
}
export interface State {
  total: number
  /** By code and effect, joined by a space. */
  rows: Map<string, { readonly code: string; readonly effect: FaultEffect; count: number; bytes: number }>
  /** The first places of the corpus, in order: position does not depend on how files are cut. */
  places: Place[]
}

const kept = 100

const compare = (a: Place, b: Place): number => a.file - b.file || a.from - b.from || a.row - b.row || byCodeUnits(a.code, b.code)

const keep = (places: Place[], place: Place): void => {
  const last = places[kept - 1]
  if (last !== undefined && compare(place, last) >= 0) return
  let at = places.length
  while (at > 0 && compare(places[at - 1]!, place) > 0) at--
  // Two faults of a kind in one record are one place.
  if (at > 0 && compare(places[at - 1]!, place) === 0) return
  places.splice(at, 0, place)
  if (places.length > kept) places.pop()
}

const count = (state: State, code: string, effect: FaultEffect, n: number, bytes: number): void => {
  const key = `${code} ${effect}`
  let row = state.rows.get(key)
  if (row === undefined) {
    row = { code, effect, count: 0, bytes: 0 }
    state.rows.set(key, row)
  }
  row.count += n
  row.bytes += bytes
  state.total += n
}

/** Rows that were not judged, and their decoded bytes, by the code of the fault. */
export interface Loss {
  readonly code: string
  readonly rows: number
  readonly bytes: number
}

/** Rows that were lost so far, sorted by code. */
export const lossesOf = (state: State): readonly Loss[] =>
  [...state.rows.values()]
    .filter((row) => row.effect === 'lost')
    .map(({ code, count, bytes }) => ({ code, rows: count, bytes }))
    .sort((a, b) => byCodeUnits(a.code, b.code))

/** What is in `after` and was not in `before`, both of `lossesOf` and the same state. */
export const lossesBetween = (before: readonly Loss[], after: readonly Loss[]): readonly Loss[] =>
  after.flatMap(({ code, rows, bytes }) => {
    const known = before.find((loss) => loss.code === code)
    if (known === undefined) return [{ code, rows, bytes }]
    return known.rows === rows ? [] : [{ code, rows: rows - known.rows, bytes: bytes - known.bytes }]
  })

/** Adds losses up by code. */
export const addLosses = (all: readonly (readonly Loss[])[]): readonly Loss[] => {
  const sums = new Map<string, Loss>()
  for (const { code, rows, bytes } of all.flat()) {
    const sum = sums.get(code) ?? { code, rows: 0, bytes: 0 }
    sums.set(code, { code, rows: sum.rows + rows, bytes: sum.bytes + bytes })
  }
  return [...sums.values()].sort((a, b) => byCodeUnits(a.code, b.code))
}

/** What could not be read or judged, by code, with the first hundred places. */
export const faults = {
  id: 'faults',
  create: (): State => ({ total: 0, rows: new Map(), places: [] }),
  fault(state, fault, file, from) {
    count(state, fault.code, fault.effect, 1, fault.bytes)
    keep(
      state.places,
      fault.row === undefined ? { file, from: 0, row: -1, code: fault.code } : { file, from, row: fault.row, code: fault.code },
    )
  },
  merge(into, from) {
    for (const row of from.rows.values()) count(into, row.code, row.effect, row.count, row.bytes)
    for (const place of from.places) keep(into.places, place)
  },
  summarize: (state, scope) => ({
    total: state.total,
    byCode: [...state.rows.values()]
      .sort((a, b) => byCodeUnits(a.code, b.code) || byCodeUnits(a.effect, b.effect))
      .map((row) => ({ ...row })),
    places: state.places.map(({ file, from, row, code }) => ({ code, file, record: row < 0 ? null : scope.recordBase(file, from) + row })),
  }),
} satisfies Statistic<State, Json>
