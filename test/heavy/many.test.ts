import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin, environment, folder, skipped } from '../cli/kit.ts'

/**
 * A corpus of a million small files (`DATAAUDIT_FILES` for another number): scan, manifest, verification and proof beside `sha256sum` over the
 * same tree in the same run, with time and peak memory as GNU time tells. A tenth as many are measured first, so that what is left is
 * growth by file. Memory of verification and proof must not grow with the number of files; that of the scan, which keeps a ledger, by
 * a bounded amount for each.
 */

const files = Number(process.env.DATAAUDIT_FILES ?? 1_000_000)
const few = Math.max(100, Math.floor(files / 10))
const timer = '/usr/bin/time'

interface Cost {
  readonly seconds: number
  /** Peak resident set of the largest process, in MiB. */
  readonly peak: number
}

/** `count` files of some fifty bytes, a thousand in a folder. */
function tree(root: string, count: number): string {
  for (let i = 0; i < count; i++) {
    const place = join(root, 'corpus', String(Math.floor(i / 1000)).padStart(5, '0'))
    if (i % 1000 === 0) mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `${String(i % 1000).padStart(3, '0')}.jsonl`), `{"text":"Line ${i} of a corpus of many small files."}\n`)
  }
  return root
}

function cost(cwd: string, command: string, args: readonly string[], status = 0): Cost & { readonly stdout: string } {
  const done = spawnSync(timer, ['-f', 'COST %e %M', command, ...args], { cwd, env: environment(), encoding: 'utf8', maxBuffer: 1 << 30 })
  expect(done.status, done.stderr.slice(0, 2000)).toBe(status)
  const [, seconds, peak] = /COST ([\d.]+) (\d+)/.exec(done.stderr)!
  return { seconds: Number(seconds), peak: Number(peak) / 1024, stdout: done.stdout }
}

const dataaudit = (cwd: string, args: readonly string[], status = 0) => cost(cwd, process.execPath, [bin, ...args], status)
const shell = (cwd: string, script: string) => cost(cwd, 'sh', ['-c', script])
const key = ['--key', 'k.pub']
const last = (count: number) =>
  `${String(Math.floor((count - 1) / 1000)).padStart(5, '0')}/${String((count - 1) % 1000).padStart(3, '0')}.jsonl`

/** Everything that touches all files or their manifest, in the order in which it is used. */
function steps(root: string, count: number): ReadonlyMap<string, Cost> {
  const one = join('corpus', last(count))
  const costs = new Map<string, Cost>()
  costs.set('sha256sum', shell(root, 'find corpus -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum > sums'))
  costs.set('scan', dataaudit(root, ['scan', 'corpus', '--no-config', '--quiet', '-o', 'report', '--key', 'k.key']))
  costs.set('verify, report alone', dataaudit(root, ['verify', 'report', ...key]))
  costs.set('verify --corpus', dataaudit(root, ['verify', 'report', ...key, '--corpus', 'corpus']))
  costs.set('sha256sum -c', shell(root, 'cd corpus && sha256sum --strict --quiet -c ../report/corpus.sha256'))
  const proof = dataaudit(root, ['prove', 'report', last(count)])
  costs.set('prove', proof)
  writeFileSync(join(root, 'proof.json'), proof.stdout)
  costs.set('verify --proof', dataaudit(root, ['verify', '--proof', 'proof.json', ...key, '--corpus', one]))
  return costs
}

const why = existsSync(timer) ? undefined : 'GNU time is not there'
describe(`${files} small files`, () => {
  let root: string
  let small: ReadonlyMap<string, Cost>
  let large: ReadonlyMap<string, Cost>
  // A million files go slowly.
  const roots: string[] = []
  afterAll(() => void spawnSync('rm', ['-rf', ...roots.map((one) => join(one, 'corpus'))]), 3_600_000)
  const growth = (step: string) => ((large.get(step)!.peak - small.get(step)!.peak) * 1024 * 1024) / (files - few)
  beforeAll(() => {
    if (why !== undefined) return skipped('memory by file', why)
    const [less, all] = [few, files].map((count) => {
      root = tree(folder(), count)
      roots.push(root)
      dataaudit(root, ['keygen', '--no-encrypt', '--out', 'k'])
      return steps(root, count)
    })
    small = less!
    large = all!
    const rows = [...large].map(([step, { seconds, peak }]) => {
      return `${step.padEnd(22)} ${seconds.toFixed(1).padStart(8)} s ${peak.toFixed(0).padStart(6)} MiB ${growth(step).toFixed(0).padStart(6)} bytes a file`
    })
    console.log([`${files} files beside ${few}, one run:`, ...rows].join('\n'))
  }, 3_600_000)

  it.skipIf(why !== undefined)('have the manifest that sha256sum writes', () => {
    const sums = readFileSync(join(root, 'sums'))
    expect(sums.length).toBe(statSync(join(root, 'report/corpus.sha256')).size + files * 'corpus/'.length)
    const done = spawnSync('sh', ['-c', `sed 's|  corpus/|  |' sums | cmp - report/corpus.sha256`], { cwd: root, encoding: 'utf8' })
    expect(done.stdout + done.stderr).toBe('')
    expect(done.status).toBe(0)
  })

  it.skipIf(why !== undefined)('take memory that does not grow with them, but for the ledger of the scan', () => {
    for (const step of ['verify, report alone', 'verify --corpus', 'prove', 'verify --proof'])
      expect(large.get(step)!.peak, step).toBeLessThan(300)
    // A corpus that is large enough gets a thread more, which costs the same however large it is.
    expect((large.get('scan')!.peak - small.get('scan')!.peak) * 1024).toBeLessThan(200 * 1024 + (files - few))
  })

  it.skipIf(why !== undefined)('leave report and page as small as those of few files', () => {
    for (const name of ['report.json', 'report.html', 'statement.json', 'report.sigstore.json'])
      expect(statSync(join(root, 'report', name)).size, name).toBeLessThan(4 << 20)
  })

  it.skipIf(why !== undefined)('are told apart: one byte, one file more, one less', () => {
    const one = join(root, 'corpus', last(files))
    const size = statSync(one).size
    appendFileSync(one, ' ')
    const changed = dataaudit(root, ['verify', 'report', ...key, '--corpus', 'corpus', '--json'], 4)
    expect(JSON.parse(changed.stdout)).toMatchObject({ ok: false, code: 'corpus.changed' })
    expect(JSON.parse(changed.stdout).checks.at(-1).places).toEqual([{ line: files }])
    dataaudit(root, ['verify', '--proof', 'proof.json', ...key, '--corpus', one], 4)
    truncateSync(one, size)
    writeFileSync(join(root, 'corpus/00000/0.jsonl'), '')
    const extra = dataaudit(root, ['verify', 'report', ...key, '--corpus', 'corpus', '--json'], 4)
    expect(JSON.parse(extra.stdout)).toMatchObject({ ok: false, code: 'corpus.extra' })
  })
})
