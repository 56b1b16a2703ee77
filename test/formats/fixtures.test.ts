import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { csv } from '../../src/formats/csv.ts'
import { json } from '../../src/formats/json.ts'
import { jsonl } from '../../src/formats/jsonl.ts'
import { text } from '../../src/formats/text.ts'
import { accounted, type Reading, readWith } from './kit.ts'

/**
 * `x.EXT` beside `x.EXT.rows.json` is a test: the rows, whatever the size of the chunks. `UPDATE_GOLDENS=1` writes the expectations
 * anew, to be read as a diff. `x.lines.txt` and `x.paragraphs.txt` are cut that way.
 */
const folder = new URL('../../fixtures/formats/', import.meta.url)

/** One row a line, so that a diff shows rows. */
const print = (reading: Reading): string =>
  `{\n"rows": [\n${reading.rows.map((row) => JSON.stringify(row)).join(',\n')}\n],\n"faults": [\n${reading.faults.map((fault) => JSON.stringify(fault)).join(',\n')}\n],\n"blank": ${reading.blank}\n}\n`

for (const format of [json, jsonl, csv, text]) {
  describe(`fixtures of ${format.id}`, () => {
    const names = readdirSync(new URL(`${format.id}/`, folder))
      .filter((name) => !name.endsWith('.rows.json'))
      .sort()
    it('are there', () => expect(names.length).toBeGreaterThan(3))
    for (const name of names) {
      it(name, async () => {
        const content = readFileSync(new URL(`${format.id}/${name}`, folder))
        const split = (/\.(lines|paragraphs)\./.exec(name)?.[1] ?? 'file') as 'file' | 'lines' | 'paragraphs'
        const golden = new URL(`${format.id}/${name}.rows.json`, folder)
        const big = await readWith(format, content, { path: name, limits: { split } })
        if (process.env.UPDATE_GOLDENS === '1' || !existsSync(golden)) {
          if (process.env.UPDATE_GOLDENS !== '1')
            throw new Error(`${name} has no .rows.json; run with UPDATE_GOLDENS=1 and read what it wrote`)
          writeFileSync(golden, print(big))
        }
        const expected = JSON.parse(readFileSync(golden, 'utf8')) as Reading
        expect(big).toEqual(expected)
        expect(accounted(big)).toBe(content.length)
        for (const chunkBytes of [1, 3, 64])
          expect(await readWith(format, content, { path: name, limits: { split }, chunkBytes })).toEqual(expected)
      })
    }
  })
}
