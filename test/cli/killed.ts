import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { bin, environment, fill, folder, lines } from './kit.ts'

/** Runs that are killed at a chosen point, and the corpus they read: shared by the quick and the heavy tests of `--resume`. */

export const phone = { text: '手机13912345678，请回电。', url: 'https://www.example.com/a' }
export const plain = { text: 'The tide table is printed every spring, in words that no rule looks for.' }

/** Files of every way of being read: in ranges, whole, packed, skipped, with a fault. */
export function corpus(): string {
  const rows = Array.from({ length: 6000 }, (_, i) => (i % 9 === 0 ? phone : { ...plain, source: `s${i % 5}`, id: i }))
  const cells = Array.from({ length: 3000 }, (_, i) => `${i},"line one of ${i}\nmail user${i}@example.com, ""quoted""",${i % 3}\n`)
  return fill(folder(), {
    'c/rows.jsonl': `${lines(rows.slice(0, 3000))}{"text": broken\n${lines(rows.slice(3000))}`,
    'c/cells.csv': `id,text,n\n${cells.join('')}`,
    'c/packed.jsonl.gz': gzipSync(lines(rows)),
    'c/deep/notes.txt': 'Call 13912345678 before noon.\n',
    'c/deep/small.jsonl': lines([phone, plain]),
    'c/image.png': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  })
}

export const base = ['scan', 'c', '--no-config', '--no-run-metadata', '--fail-on', 'none']
/** Tasks and saves so small that there are many. */
export const fine = [...base, '--workers', '2', '--shard-size', '48KiB', '--save-every', '40KiB']
/** The same by one thread: of two the second may be handed all that is left before the first saves twice. */
export const fineAlone = [...fine, '--workers', '1']

/**
 * Ends the process with SIGKILL right before or after the n-th time a file is given its final name: every change of what is kept
 * or reported goes through a rename, so these are all points there are. Without a point it notes the names.
 */
const killer = `
const fs = require('node:fs'), { syncBuiltinESMExports } = require('node:module')
const { KILL_AT = '', NOTE_NAMES } = process.env
const [when, name, nth] = KILL_AT.split(' ')
let count = 0
const die = () => { process.kill(process.pid, 'SIGKILL'); for (;;); }
const met = (to) => {
  if (NOTE_NAMES !== undefined) fs.appendFileSync(NOTE_NAMES, to + '\\n')
  return KILL_AT !== '' && String(to).endsWith(name) ? ++count === Number(nth) : false
}
const { renameSync } = fs
fs.renameSync = (from, to) => { const hit = met(to); if (hit && when === 'before') die(); renameSync(from, to); if (hit) die() }
const { rename } = fs.promises
fs.promises.rename = async (from, to) => { const hit = met(to); if (hit && when === 'before') die(); await rename(from, to); if (hit) die() }
syncBuiltinESMExports()
`

let preload: string | undefined

function watched(cwd: string, out: string, args: readonly string[], env: { readonly [name: string]: string }) {
  if (preload === undefined) {
    preload = join(folder(), 'killer.cjs')
    writeFileSync(preload, killer)
  }
  return spawnSync(process.execPath, [bin, ...args, '-o', out], {
    cwd,
    env: { ...environment(), NODE_OPTIONS: `--require ${preload}`, ...env },
    encoding: 'utf8',
  })
}

/** Runs until the program is killed at a point such as `after tally/1-0 2`. */
export function runKilled(cwd: string, out: string, at: string, args: readonly string[] = fine): void {
  const ran = watched(cwd, out, args, { KILL_AT: at })
  expect(`${at}: ${ran.signal} ${ran.stderr}`).toMatch(/: SIGKILL /)
}

/** The final names a whole run gives, below its output folder, each time it gives one. */
export function namesGiven(cwd: string, out: string, args: readonly string[] = fine): string[] {
  const note = join(folder(), 'names')
  const ran = watched(cwd, out, args, { NOTE_NAMES: note })
  expect(ran.signal).toBe(null)
  return readFileSync(note, 'utf8')
    .split('\n')
    .filter((name) => name !== '')
    .map((name) => name.slice(out.length + 1))
}
