import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { filesOf, folder, reportOf, run, sha256, skipped } from '../cli/kit.ts'

/** Real corpora end to end: what is counted equals a count made without our code and what their publishers say. */

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const counter = fileURLToPath(new URL('count-records.py', import.meta.url))
const corpora = ['corpora', 'prohibited', 'pii']

function works(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const here = existsSync(data)
const python = works('python3', '--version')
const sum = works('sha256sum', '--version')
if (!here) skipped('record counts of real corpora', '../shared/data is not here')
else if (!python) skipped('record counts against a count without our code', 'there is no python3')
if (!sum) skipped('the manifest under sha256sum -c', 'there is no sha256sum')

interface Counted {
  readonly files: { readonly [path: string]: number }
  readonly records: number
  readonly bytes: number
}
const counted = (...paths: string[]) =>
  JSON.parse(execFileSync('python3', [counter, ...paths], { cwd: data, encoding: 'utf8', maxBuffer: 1 << 26 })) as Counted

/** Scans with nothing that varies and gives the report folder. */
async function scanned(paths: readonly string[], ...more: string[]): Promise<string> {
  const out = join(folder(), 'out')
  const ran = await run(['scan', ...paths, '--no-config', '--no-run-metadata', '-o', out, ...more], { cwd: data })
  // 1: candidates were found; 3: pictures and sound are not judged. Nothing else may end the run.
  expect([0, 1, 3], ran.stderr).toContain(ran.status)
  return out
}

let whole: Promise<string> | undefined
/** The report of all corpora in one run, made once. */
const all = () => (whole ??= scanned(corpora, '--workers', '1'))

describe.skipIf(!here)('real corpora', () => {
  it.skipIf(!python)('have the records, files and bytes that a count without our code gives', async () => {
    for (const paths of [...corpora.map((one) => [one]), corpora]) {
      const own = counted(...paths)
      const report = reportOf(await (paths === corpora ? all() : scanned(paths)))
      expect(own.records).toBeGreaterThan(1000)
      expect(report.corpus.records, paths.join(' ')).toBe(own.records)
      expect(report.coverage.records.read, paths.join(' ')).toBe(own.records)
      expect(report.corpus.bytes, paths.join(' ')).toBe(own.bytes)
      expect(report.coverage.files.read, paths.join(' ')).toBe(Object.keys(own.files).length)
    }
  })

  it('have the records their publishers count', async () => {
    const published = JSON.parse(readFileSync(join(data, 'diversity/published_counts.json'), 'utf8')) as {
      set: string
      published: string
    }[]
    // OpenAI's set lies here by half, so its published total says nothing about the file.
    const sets: { readonly [start: string]: readonly { readonly file: string; readonly figure: RegExp }[] } = {
      COLD: [
        { file: 'prohibited/zh/cold_train.csv.gz', figure: /\((\d+)\+/ },
        { file: 'prohibited/zh/cold_dev.csv.gz', figure: /\+(\d+)\+/ },
      ],
      'HateCheck English': [{ file: 'prohibited/hatecheck_english.csv.gz', figure: /^(\d+) cases/ }],
      GSM8K: [{ file: 'corpora/gsm8k_test.jsonl.gz', figure: /^(\d+)$/ }],
      XSTest: [{ file: 'prohibited/xstest_v2_prompts.csv', figure: /^(\d+)$/ }],
    }
    let compared = 0
    for (const [start, files] of Object.entries(sets)) {
      const row = published.find((one) => one.set.startsWith(start))
      expect(row, start).toBeDefined()
      for (const { file, figure } of files) {
        const stated = figure.exec(row!.published)?.[1]
        expect(stated, `${start}: ${row!.published}`).toBeDefined()
        expect(reportOf(await scanned([file])).corpus.records, file).toBe(Number(stated))
        compared += 1
      }
    }
    expect(compared).toBe(5)
    const absent = published.filter((one) => !Object.keys(sets).some((start) => one.set.startsWith(start))).map((one) => one.set)
    skipped(`published counts of ${absent.join(', ')}`, 'these sets are not here, or not whole')
  })

  it('give the same bytes at 1, 2 and 4 workers and in small ranges', async () => {
    const digests = async (scan: Promise<string>) => {
      const out = await scan
      return Object.fromEntries(filesOf(out).map((name) => [name, sha256(readFileSync(join(out, name)))]))
    }
    const one = await digests(all())
    expect(Object.keys(one)).toEqual(
      expect.arrayContaining(['report.json', 'report.html', 'findings.jsonl', 'corpus.sha256', 'statement.json']),
    )
    expect(await digests(scanned(corpora, '--workers', '2', '--shard-size', '64KiB'))).toEqual(one)
    expect(await digests(scanned(corpora, '--workers', '4', '--shard-size', '1MiB'))).toEqual(one)
  })

  it.skipIf(!sum)('are bound by a manifest that sha256sum accepts, and refuses for another corpus', async () => {
    const manifest = readFileSync(join(await all(), 'corpus.sha256'))
    const check = (input: Buffer | string) =>
      execFileSync('sha256sum', ['--check', '--strict', '--quiet'], { cwd: data, input, stdio: ['pipe', 'pipe', 'pipe'] })
    expect(check(manifest).toString()).toBe('')
    expect(manifest.toString().trim().split('\n')).toHaveLength(87)
    const first = manifest.toString()
    expect(() => check(first.replace(/^./, (c) => (c === '0' ? '1' : '0')))).toThrow()
  })
})
