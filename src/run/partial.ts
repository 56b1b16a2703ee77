import { createHash } from 'node:crypto'
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Deserializer, Serializer } from 'node:v8'
import { sha256 } from '../notation/sha256.ts'
import { Stop } from '../stop.ts'

/**
 * What a run keeps while it works, so that it can go on after it was killed at any point. In one folder beside the report:
 *
 *   plan                 what the run depends on, its files and its shards
 *   spool/<shard>        findings of a shard
 *   done/<thread>.<n>    what the tasks came to that a thread finished between two saves
 *   tally/<thread>       what the thread has counted in all its finished tasks, up to which of its saves
 *
 * A file is written under another name, then renamed, so it is whole or not there; its digest stands in front. What a thread finished
 * after its last save is read again. Tallies and results are plain data with a merge law: partial results of other threads, runs or
 * machines add up the same way.
 */

const magic = 'dataaudit-partial 4 '
const folderName = '.partial'

/** The folder of the kept work in an output folder. */
export const partialFolder = (out: string): string => join(out, folderName)

/** Where the findings of a shard are spooled. */
export const spoolFile = (folder: string, shard: number): string => join(folder, 'spool', String(shard))

/** Makes an empty folder for a run's work. */
export function beginPartial(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  for (const name of ['spool', 'done', 'tally']) mkdirSync(join(folder, name), { recursive: true })
}

/** Forgets the kept work. */
export function forgetPartial(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Writes plain data (anything the structured clone algorithm takes), whole or not at all. `durable`: it also outlives a crash of the machine. */
export function keep(path: string, value: unknown, durable = false): void {
  // Arrays of numbers, most of a tally, are written from where they lie: a copy of them would be the largest thing in memory.
  const buffers = buffersOf(value)
  const serializer = new Serializer()
  serializer.writeHeader()
  serializer.writeUint32(buffers.length)
  for (const [id, buffer] of buffers.entries()) {
    serializer.writeUint32(buffer.byteLength)
    serializer.transferArrayBuffer(id, buffer)
  }
  serializer.writeValue(value)
  const parts = [serializer.releaseBuffer(), ...buffers.map((buffer) => new Uint8Array(buffer))]
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  const temporary = `${path}.tmp`
  const file = openSync(temporary, 'w')
  try {
    writeFileSync(file, `${magic}${hash.digest('hex')} ${parts[0]!.length}\n`)
    for (const part of parts) writeFileSync(file, part)
    if (durable) fdatasyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
}

/** Reads what `keep` wrote. @throws Stop exit 2, `resume.damaged`, when it is anything else */
function readKept(path: string): unknown {
  const bytes = readFileSync(path)
  const head = bytes.indexOf(0x0a) + 1
  const body = bytes.subarray(head)
  const length = Number(bytes.toString('latin1', 0, head).split(' ')[3])
  const expected = `${magic}${sha256(body)} ${length}\n`
  if (bytes.toString('latin1', 0, head) !== expected) throw damaged()
  try {
    const deserializer = new Deserializer(body.subarray(0, length))
    deserializer.readHeader()
    let at = length
    for (let id = 0, count = deserializer.readUint32(); id < count; id++) {
      const end = at + deserializer.readUint32()
      deserializer.transferArrayBuffer(id, Uint8Array.from(body.subarray(at, end)).buffer)
      at = end
    }
    return deserializer.readValue()
  } catch {
    // Written by a newer Node.
    throw damaged()
  }
}

/** The memory of all arrays of numbers in plain data, each once. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const look = (at: unknown): void => {
    if (typeof at !== 'object' || at === null) return
    if (ArrayBuffer.isView(at)) found.add(at.buffer as ArrayBuffer)
    else for (const each of at instanceof Map ? at.values() : at instanceof Set ? at : Object.values(at)) look(each)
  }
  look(value)
  return [...found]
}

function damaged(): Stop {
  return new Stop('usage', 'resume.damaged', {
    en: 'the work an earlier run kept in the output folder is damaged, or was kept by another version of dataaudit or a newer Node.js; start over without --resume',
    zh: '输出目录中上次运行保留的进度已损坏，或由其他版本的 dataaudit 或更新版本的 Node.js 写入；请去掉 --resume 重新开始',
  })
}

/** What a finished task came to; `spooled` is the size of its spool in bytes, -1 when it has none. */
export interface Outcome<Result = unknown> {
  readonly task: 'scan' | 'digest'
  readonly id: number
  readonly result: Result
  readonly spooled: number
}

interface KeptTally {
  readonly saves: number
  readonly tally: unknown
}

/** What one thread of one run keeps. */
interface Keeper {
  /** Notes a finished task. */
  note(outcome: Outcome): void
  /** Saves all that was noted, with the tally that counted it. @throws what the file system throws */
  save(tally: unknown): void
}

/** @param thread a name no other thread of this or an earlier run has */
export function keeper(folder: string, thread: string): Keeper {
  let fresh: Outcome[] = []
  let saves = 0
  return {
    note(outcome) {
      fresh.push(outcome)
    },
    save(tally) {
      if (fresh.length === 0) return
      saves += 1
      // The tally is the commit: outcomes beyond what it counts are not believed.
      keep(join(folder, 'done', `${thread}.${saves}`), fresh, true)
      keep(join(folder, 'tally', thread), { saves, tally } satisfies KeptTally, true)
      fresh = []
    },
  }
}

/** Everything an earlier run kept. */
export interface KeptWork<Plan, Result, Tally> {
  readonly plan: Plan
  readonly outcomes: readonly Outcome<Result>[]
  readonly tallies: readonly Tally[]
  /** Runs that kept something: threads of the next one are named after it. */
  readonly runs: number
}

/**
 * The work kept in a folder; undefined when there is none: nothing was kept before the run's plan was written.
 *
 * @throws Stop exit 2, `resume.damaged`
 */
export function readPartial<Plan, Result, Tally>(folder: string): KeptWork<Plan, Result, Tally> | undefined {
  const plan = join(folder, 'plan')
  if (sizeOf(plan) < 0) return undefined
  const threads = names(join(folder, 'tally'))
  const outcomes: Outcome<Result>[] = []
  const tallies: Tally[] = []
  for (const thread of threads) {
    const { saves, tally } = readKept(join(folder, 'tally', thread)) as KeptTally
    tallies.push(tally as Tally)
    for (let n = 1; n <= saves; n++) {
      const path = join(folder, 'done', `${thread}.${n}`)
      if (sizeOf(path) < 0) throw damaged()
      outcomes.push(...(readKept(path) as Outcome<Result>[]))
    }
  }
  for (const { id, spooled } of outcomes) if (spooled >= 0 && sizeOf(spoolFile(folder, id)) !== spooled) throw damaged()
  const runs = threads.map((thread) => Number(thread.split('-')[0]))
  return { plan: readKept(plan) as Plan, outcomes, tallies, runs: Math.max(0, ...runs) }
}

/** Whether a run in this folder saved anything worth going on with. */
export const hasKept = (folder: string): boolean => sizeOf(join(folder, 'plan')) >= 0 && names(join(folder, 'tally')).length > 0

const names = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => !name.endsWith('.tmp'))
      .sort()
  } catch {
    return []
  }
}

const sizeOf = (path: string): number => {
  try {
    return statSync(path).size
  } catch {
    return -1
  }
}
