import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect } from 'vitest'
import type { Report, ReportFinding } from '../../src/report/index.ts'
import { bin } from '../built.ts'

/** What the tests of the command line share: the program as a child process, throw-away folders, the files it writes. */

export { bin }
export const isRoot = process.getuid?.() === 0

/** Says loudly that a test is left out here. */
export function skipped(what: string, why: string): void {
  console.warn(`SKIPPED: ${what}: ${why}`)
}

const folders: string[] = []

/** A new empty folder, gone when the test file ends. The `.git` in it keeps the search for a configuration from leaving it. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'dataaudit-e2e-'))
  mkdirSync(join(made, '.git'))
  folders.push(made)
  return made
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

/** Writes files by path relative to a folder: text, bytes, or rows that become JSON Lines. Gives the folder. */
export function fill(root: string, files: { readonly [path: string]: string | Uint8Array | readonly object[] }): string {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, Array.isArray(content) ? lines(content) : (content as string | Uint8Array))
  }
  return root
}

export const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

export interface RunOptions {
  readonly cwd?: string
  readonly env?: { readonly [name: string]: string }
  readonly input?: string | Uint8Array
  /** Node's own flags. */
  readonly node?: readonly string[]
  readonly uid?: number
  /** Called once the program runs. */
  readonly started?: (child: ChildProcess) => void
}

export interface Ran {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** The environment of a run: nothing of the caller's that changes what the program says. */
export function environment(extra: RunOptions['env'] = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => ['PATH', 'HOME', 'TMPDIR', 'SystemRoot'].includes(name))
  return { ...Object.fromEntries(kept), ...extra }
}

/** Runs the program to its end. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [...(options.node ?? []), bin, ...args], {
    cwd: options.cwd ?? folder(),
    env: environment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => out.push(piece))
  child.stderr.on('data', (piece: Buffer) => err.push(piece))
  // The program may end before it has read its input.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  options.started?.(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) =>
      resolve({ status, signal, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }),
    )
  })
}

/** What a scan gave. */
export interface Scanned extends Ran {
  readonly out: string
  readonly report: Report
  readonly findings: readonly ReportFinding[]
}

/** Scans and reads the report. Fails the test when none was written. */
export async function scan(args: readonly string[], options: RunOptions = {}): Promise<Scanned> {
  const out = join(folder(), 'report')
  return scannedAt(out, await run(['scan', ...args, '-o', out], options))
}

/** What a scan left in its output folder. */
export function scannedAt(out: string, ran: Ran): Scanned {
  if (!filesOf(out).includes('report.json')) throw new Error(`no report was written (exit ${ran.status})\n${ran.stdout}\n${ran.stderr}`)
  return { ...ran, out, report: reportOf(out), findings: findingsOf(out) }
}

export const reportOf = (out: string): Report => JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report

export const findingsOf = (out: string): ReportFinding[] =>
  readFileSync(join(out, 'findings.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ReportFinding)

/** Names in a folder, sorted; empty when there is no folder. */
export function filesOf(path: string): string[] {
  try {
    return readdirSync(path).sort()
  } catch {
    return []
  }
}

/** The files of a folder by name. */
export const bytesIn = (path: string): ReadonlyMap<string, Buffer> =>
  new Map(filesOf(path).map((name) => [name, readFileSync(join(path, name))]))

/** Expects a folder to hold just these files, byte for byte. `toEqual` would compare Buffers member by member: seconds for a report. */
export function expectSame(path: string, wanted: ReadonlyMap<string, Buffer>): void {
  const files = bytesIn(path)
  expect([...files.keys()]).toEqual([...wanted.keys()])
  for (const [name, bytes] of files) expectSameBytes(bytes, wanted.get(name)!, name)
}

export const expectSameBytes = (bytes: Buffer, wanted: Buffer, name: string): void =>
  expect(`${name} ${bytes.equals(wanted) ? 'same' : 'differs'}`).toBe(`${name} same`)

/** The names a finished scan leaves, and nothing else. */
export const reportFiles = [
  'corpus.sha256',
  'findings.jsonl',
  'predicate.json',
  'report.html',
  'report.json',
  'statement.json',
  'subjects.sha256',
]

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** All files below a folder with their sizes, by path. */
export function sizes(root: string, below = ''): Map<string, number> {
  const found = new Map<string, number>()
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.name === '.git') continue
    if (entry.isDirectory()) for (const [name, size] of sizes(root, path)) found.set(name, size)
    else if (entry.isFile()) found.set(path, statSync(join(root, path)).size)
  }
  return found
}

/** read + unreadable + skipped = all, in files, bytes and records, and the reasons explain all that was not read. */
export function expectLedgerAddsUp(report: Report, given: { readonly files: number; readonly bytes: number }): void {
  const { files, bytes, records, reasons, damaged } = report.coverage
  const total = (ledger: typeof files) => ledger.read + ledger.unreadable + ledger.skipped
  expect(total(files)).toBe(report.corpus.files)
  expect(total(bytes)).toBe(report.corpus.bytes)
  expect(total(records)).toBe(report.corpus.records)
  expect(report.corpus.files).toBe(given.files)
  expect(report.corpus.bytes).toBe(given.bytes)
  expect(report.statistics.volume.records).toBe(records.read)
  expect(damaged).toBeLessThanOrEqual(records.read)
  for (const state of ['unreadable', 'skipped'] as const) {
    const own = reasons.filter((row) => row.state === state)
    expect(own.reduce((n, row) => n + row.files, 0)).toBe(files[state])
    expect(own.reduce((n, row) => n + row.records, 0)).toBe(records[state])
    expect(own.reduce((n, row) => n + row.bytes, 0)).toBe(bytes[state])
  }
}
