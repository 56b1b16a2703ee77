import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { csv } from '../../src/formats/csv.ts'
import { json } from '../../src/formats/json.ts'
import { JsonPaths } from '../../src/formats/json-paths.ts'
import { pushTokens } from '../../src/formats/json-tokens.ts'
import { accounted, readWith, recorder, tokensOf } from './kit.ts'

const data = new URL('../../../shared/data/formats/', import.meta.url)
const present = existsSync(data)
if (!present) console.warn('SKIPPED: conformance of JSON and CSV; the shared data are not on this machine')
const files = (folder: string, ending: string): string[] =>
  present
    ? readdirSync(new URL(folder, data))
        .filter((name) => name.endsWith(ending))
        .sort()
    : []

describe.skipIf(!present)('JSONTestSuite', () => {
  const folder = 'json/JSONTestSuite/'
  /** Texts that are no JSON text alone, but are none or several values one after the other, which this reader takes. */
  const streams = new Set([
    'n_single_space.json',
    'n_structure_no_data.json',
    'n_structure_double_array.json',
    'n_structure_object_with_trailing_garbage.json',
  ])
  for (const name of files(folder, '.json')) {
    it(name, async () => {
      const content = readFileSync(new URL(folder + encodeURIComponent(name), data))
      const reading = await readWith(json, content)
      expect(accounted(reading)).toBe(content.length)
      const clean = reading.faults.every((fault) => fault.effect === 'noted')
      if (name.startsWith('y_')) {
        expect(reading.faults.filter((fault) => fault.effect === 'lost')).toEqual([])
        // The values stream-json gives for the whole text; an array's elements are rows of their own.
        const reference = recorder()
        reference.sink.begin(0)
        pushTokens(tokensOf(content.toString('utf8')), reference.sink, new JsonPaths())
        reference.sink.end(0)
        const array = content.toString('utf8').trimStart().startsWith('[')
        const values = reference.reading.rows[0]!.values.map(([pointer, value]) => [array ? pointer.replace(/^\/\d+/, '') : pointer, value])
        expect(reading.rows.flatMap((row) => row.values)).toEqual(values)
      }
      if (name.startsWith('n_') && !streams.has(name)) expect(clean).toBe(false)
      expect(await readWith(json, content, { chunkBytes: 3 })).toEqual(reading)
    })
  }
})

describe.skipIf(!present)('csv-spectrum', () => {
  // The cells of location_coordinates.csv and of its expectation differ in this copy of the set.
  for (const name of files('csv/csv_spectrum/csvs/', '.csv').filter((each) => each !== 'location_coordinates.csv')) {
    it(name, async () => {
      const content = readFileSync(new URL(`csv/csv_spectrum/csvs/${name}`, data))
      const expected = JSON.parse(readFileSync(new URL(`csv/csv_spectrum/json/${name.replace(/csv$/, 'json')}`, data), 'utf8')) as object[]
      const reading = await readWith(csv, content)
      // This copy of the set has LF where the original and its expectations have CRLF.
      expect(
        reading.rows.map((row) =>
          Object.fromEntries(
            row.values.map(([pointer, value]) => [
              pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~'),
              String(value).replaceAll('\r\n', '\n'),
            ]),
          ),
        ),
      ).toEqual(JSON.parse(JSON.stringify(expected).replaceAll('\\r\\n', '\\n')))
      expect(accounted(reading)).toBe(content.length)
    })
  }
})

describe.skipIf(!present)('csv-parser fixtures', () => {
  for (const name of files('csv/csv_parser/', '.csv')) {
    it(name, async () => {
      const content = readFileSync(new URL(`csv/csv_parser/${name}`, data))
      const reading = await readWith(csv, content)
      expect(accounted(reading)).toBe(content.length)
      expect(await readWith(csv, content, { chunkBytes: 3 })).toEqual(reading)
      // One of them ends its rows in the letter X, which is no line end here.
      if (name !== 'option-newline.csv') expect(reading.rows.length).toBeGreaterThan(0)
    })
  }
})
