import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTable, mergeTable, rowOf, rowsOf, type Table } from '../../src/sketch/table.ts'

interface Row {
  n: number
}
const create = (): Row => ({ n: 0 })
const mergeRow = (into: Row, from: Row): void => {
  into.n += from.n
}
const fill = (names: readonly string[], cap: number): Table<Row> => {
  const table = createTable<Row>(cap)
  for (const name of names) {
    const row = rowOf(table, name, create)
    if (row !== undefined) row.n++
  }
  return table
}

describe('table', () => {
  test('keeps exact rows of the same names in any order and grouping', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30).map(String), { maxLength: 120 }), fc.nat(120), fc.constantFrom(4, 10, 40), (names, cut, cap) => {
        const expected = rowsOf(fill(names, cap))
        for (const [name, row] of expected.rows) expect(row.n).toBe(names.filter((each) => each === name).length)
        expect(expected.rows.length).toBe(Math.min(cap, new Set(names).size))
        expect(expected.complete).toBe(new Set(names).size <= cap)
        expect(rowsOf(fill([...names].reverse(), cap))).toEqual(expected)
        const right = fill(names.slice(cut), cap)
        mergeTable(right, structuredClone(fill(names.slice(0, cut), cap)), create, mergeRow)
        expect(rowsOf(right)).toEqual(expected)
        const left = fill(names.slice(0, cut), cap)
        mergeTable(left, fill(names.slice(cut), cap), create, mergeRow)
        expect(rowsOf(left)).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })
})
