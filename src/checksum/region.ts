import { regionRows } from './regions.ts'

const year = (letter: string): number => 1980 + Number.parseInt(letter, 36)

/** Six digits → [first, last] year the code was in force. Built once: 7,000 small entries. */
const table = new Map<string, readonly [number, number]>()
for (const [prefix, row] of Object.entries(regionRows)) {
  for (let at = 0; at < row.length; at += 4) {
    table.set(prefix + row.slice(at, at + 2), [year(row[at + 2]!), row[at + 3] === 'z' ? 9999 : year(row[at + 3]!)])
  }
}

/**
 * Whether a six-digit code of GB/T 2260 was in force at some time between two years, both included. The lists are yearly and come
 * late, so a year of slack is allowed on either side.
 */
export const isRegion = (code: string, from: number, to: number): boolean => {
  const years = table.get(code)
  return years !== undefined && years[0] <= to + 1 && years[1] >= from - 1
}

/** Two-digit prefixes of provinces, autonomous regions, municipalities (GB/T 2260), Taiwan, Hong Kong and Macao included. */
export const provinces: ReadonlySet<string> = new Set([...table.keys()].map((code) => code.slice(0, 2)).concat('71'))
