import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { expectLedgerAddsUp, scan } from './kit.ts'

/** Records of public data sets, counted by the program, by Python, and as their publishers say. */

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const here = existsSync(join(data, 'diversity/published_counts.json'))
const python = ['python3', 'python'].find((name) => {
  try {
    execFileSync(name, ['-c', 'import csv, gzip, json'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})
if (!here) console.warn('SKIPPED: record counts of public data sets: the folder shared/data is not here')
if (python === undefined) console.warn('SKIPPED: the independent count of public data sets: there is no Python')

/** Reads the whole file with Python's csv or json and prints the number of records and of bytes. */
const counter = `
import csv, gzip, io, json, sys
raw = open(sys.argv[1], 'rb').read()
text = (gzip.decompress(raw) if sys.argv[1].endswith('.gz') else raw).decode('utf-8-sig')
csv.field_size_limit(10**9)
if '.csv' in sys.argv[1]:
    n = sum(1 for row in csv.reader(io.StringIO(text, newline='')) if row) - 1
else:
    n = sum(1 for line in text.split('\\n') if line.strip() and json.loads(line) is not None)
print(n, len(raw))
`

describe.skipIf(!here)('records of public data sets', () => {
  const published = here ? (JSON.parse(readFileSync(join(data, 'diversity/published_counts.json'), 'utf8')) as { set: string; published: string }[]) : []
  it.each([
    ['prohibited/zh/cold_train.csv.gz', 25_726, 'COLD'],
    ['prohibited/zh/cold_dev.csv.gz', 6_431, 'COLD'],
    ['prohibited/hatecheck_english.csv.gz', 3_728, 'HateCheck English'],
    ['corpora/gsm8k_test.jsonl.gz', 1_319, 'GSM8K'],
    ['prohibited/xstest_v2_prompts.csv', 450, 'XSTest'],
  ])('%s: %d', async (path, records, set) => {
    expect(published.find((row) => row.set.startsWith(set))?.published.match(/\d+/g)?.map(Number)).toContain(records)
    const { report } = await scan([path, '--no-config', '--fail-on', 'none'], { cwd: data })
    expect(report.corpus.records).toBe(records)
    expect(report.coverage).toMatchObject({ records: { read: records, unreadable: 0, skipped: 0 }, complete: true })
    const bytes = readFileSync(join(data, path)).length
    expectLedgerAddsUp(report, { files: 1, bytes })
    if (python !== undefined) {
      expect(execFileSync(python, ['-c', counter, join(data, path)], { encoding: 'utf8' }).trim()).toBe(`${records} ${bytes}`)
    }
  })
})
