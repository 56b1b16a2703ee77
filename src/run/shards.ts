import type { Corpus, StoredResult } from '../corpus/index.ts'
import { planShards } from '../corpus/index.ts'
import type { Shard } from '../model.ts'
import type { CompiledRules, Matcher } from '../rules/index.ts'
import { withOrigins } from '../sources/index.ts'
import { addFault, createTally, mergeTally, type Tally } from '../statistics/index.ts'
import { type FaultCode, faultOf } from '../words/faults.ts'
import { crewSize, runCrew, type Tasks, tellingOf } from './crew.ts'
import type { ScanJob, ScanProgress } from './job.ts'
import { lean, type Work } from './outcomes.ts'
import { type KeptWork, spoolFile } from './partial.ts'
import type { RunPlan } from './resume.ts'
import { type ShardResult, storedBytes, type Task } from './work.ts'

/** How a corpus is cut into shards, and what reading them comes to. */

const defaultSaveBytes = 128 * 1024 * 1024
const largestRange = 64 * 1024 * 1024
const smallestRange = 4 * 1024 * 1024
/** A smaller range costs far more than it reads. */
const leastRange = 1024
/** Ranges per thread: the more there are, the less one thread waits for another at the end. */
const rangesPerWorker = 16

/** The shards of a corpus: files, and byte ranges of large plain ones, with the sources they come from. */
export async function shardsOf(job: ScanJob, corpus: Corpus, charset: string | undefined): Promise<Shard[]> {
  const total = corpus.entries.reduce((n, entry) => n + Math.max(0, entry.size), 0)
  const fitting = Math.min(largestRange, Math.max(smallestRange, Math.ceil(total / (rangesPerWorker * (job.workers ?? crewSize(total))))))
  const planned = await planShards(corpus.entries, {
    shardBytes: Math.max(leastRange, job.shardBytes ?? fitting),
    maxRecordBytes: job.config.maxRecordBytes,
    ...(charset === undefined ? {} : { charset }),
  })
  return withOrigins(planned, job.sources)
}

/** What an earlier run of the same job kept. */
export type EarlierWork = KeptWork<RunPlan, ShardResult | StoredResult | FaultCode, Tally>

/** What reading the shards of a run takes. */
export interface ShardReading {
  readonly job: ScanJob
  readonly corpus: Corpus
  readonly shards: readonly Shard[]
  /** Where work is kept. */
  readonly folder: string
  readonly compiled: CompiledRules
  /** Makes the matcher of this thread, or gives the one it has. */
  readonly matcher: () => Matcher
  readonly charset: string | undefined
  readonly earlier: EarlierWork | undefined
}

/**
 * Reads all shards that no earlier run has read, and adds to what that one counted.
 *
 * @throws Stop exit 75 when the disk is full, or `run.cut-short`; WorkerBug for anything unexpected
 */
export async function readShards(reading: ShardReading): Promise<Work> {
  const { job, corpus, shards, folder, compiled, matcher, charset, earlier } = reading
  const results = new Map<number, ShardResult>()
  const digests = new Map<number, StoredResult | FaultCode>()
  let tally: Tally | undefined
  // The first stands for an empty one, which it would be added to.
  const count = (part: Tally) => {
    if (tally === undefined) tally = part
    else mergeTally(tally, part)
  }
  for (const { task, id, result } of earlier?.outcomes ?? []) {
    if (task === 'scan') results.set(id, result as ShardResult)
    else digests.set(id, result as StoredResult | FaultCode)
  }
  for (const part of earlier?.tallies ?? []) count(part)
  const places = placesOf(corpus)
  const soFar = progressSoFar(shards, results)
  const setup = {
    rules: compiled.rules,
    lists: job.book.lists,
    asOf: job.asOf,
    code: job.book.code,
    fields: job.config.fields,
    labelling: job.sources?.annotation?.fields,
    limits: { maxRecordBytes: job.config.maxRecordBytes, split: job.config.split },
    charset,
    keep: { folder, run: (earlier?.runs ?? 0) + 1, everyBytes: job.saveEveryBytes ?? defaultSaveBytes },
    interrupted: job.interrupted,
  }
  const threads = job.workers ?? crewSize(endless(shards) ? Number.POSITIVE_INFINITY : soFar.totalBytes)
  await runCrew(
    tasksOf({ shards, places, results, digests }, (id) => spoolFile(folder, id), threads),
    threads,
    setup,
    matcher,
    {
      scanned: (id, result) => results.set(id, lean(result, places[shards[id]!.file]!.stamp)),
      digested: (file, digest) => digests.set(file, digest),
      tally: count,
      ...tellingOf(soFar, job),
    },
  )
  tally ??= createTally(compiled.rules)
  addFileFaults(tally, reading, results)
  return { results, digests, tally }
}

/** The files of a corpus by their numbers. */
function placesOf(corpus: Corpus): readonly Corpus['entries'][number][] {
  const places: Corpus['entries'][number][] = []
  for (const entry of corpus.entries) places[entry.file] = entry
  return places
}

/** Whether a shard is of unknown size, as standard input is. */
const endless = (shards: readonly Shard[]): boolean => shards.some((shard) => shard.size === -1)

/** How far a run is that goes on with these results. */
function progressSoFar(
  shards: readonly Shard[],
  results: ReadonlyMap<number, ShardResult>,
): { -readonly [key in keyof ScanProgress]: number } {
  const sizes = new Map(shards.map((shard) => [shard.file, shard.size]))
  const soFar = { bytes: 0, totalBytes: endless(shards) ? 0 : [...sizes.values()].reduce((a, b) => a + b, 0), records: 0, findings: 0 }
  for (const [id, { ledger }] of results) {
    soFar.bytes += storedBytes(shards[id]!)
    soFar.records += ledger.rows + ledger.rowsLost
    soFar.findings += ledger.findings
  }
  return soFar
}

/** The shards of a run and what is known of them already: what was read by shard, digests by file. `places` says where a file lies, by its number. */
interface Undone {
  readonly shards: readonly Shard[]
  readonly places: readonly Pick<Corpus['entries'][number], 'absolute'>[]
  readonly results: ReadonlyMap<number, unknown>
  readonly digests: ReadonlyMap<number, unknown>
}

/**
 * What is still to be done: shards to scan, and files to digest that are cut into ranges. Long tasks first, so that no thread is left alone with one at the end; the
 * ranges of a file in their order. The digest follows as far behind as there are threads: the system then still holds their bytes in memory, and no thread
 * waits for the disk without anything to judge.
 */
export function tasksOf({ shards, places, results, digests }: Undone, spool: (id: number) => string, threads: number): Tasks {
  const range = shards.reduce((most, shard) => (shard.range === undefined ? most : Math.max(most, storedBytes(shard))), 0)
  const cost = (id: number) => (shards[id]!.range === undefined ? storedBytes(shards[id]!) : range)
  const todo = [...shards.keys()].filter((id) => !results.has(id)).sort((a, b) => cost(b) - cost(a))
  /** Where each digest that is still to be made has come to. */
  const undigested = new Map<number, number>()
  for (const { file, range: cut } of shards) if (cut !== undefined && !digests.has(file)) undigested.set(file, 0)
  return {
    length: todo.length + undigested.size,
    *[Symbol.iterator]() {
      const digested = new Map(undigested)
      const step = ({ file, size }: Shard, to: number): Task => {
        const from = digested.get(file)!
        if (to < size) digested.set(file, to)
        else digested.delete(file)
        return { kind: 'digest', file, absolute: places[file]!.absolute, size, from, to }
      }
      const behind: Shard[] = []
      for (const id of todo) {
        const shard = shards[id]!
        yield { kind: 'scan', id, shard, absolute: places[shard.file]!.absolute, spool: spool(id) }
        if (!digested.has(shard.file)) continue
        behind.push(shard)
        if (behind.length >= threads) yield step(behind[0]!, behind.shift()!.range!.end)
      }
      for (const shard of behind) yield step(shard, shard.range!.end)
      // Of files whose last ranges an earlier run has read.
      for (const shard of shards) if (digested.has(shard.file)) yield step(shard, shard.size)
    },
  }
}

/** Counts faults of whole files, which the loop over rows does not see. */
function addFileFaults(tally: Tally, { shards, corpus }: ShardReading, results: ReadonlyMap<number, ShardResult>): void {
  for (const [id, result] of results) {
    for (const fault of result.read.faults) addFault(tally, fault, shards[id]!.file, shards[id]!.range?.start ?? 0)
  }
  for (const entry of corpus.entries) {
    if (entry.state === 'readable' || entry.reason === undefined) continue
    addFault(tally, faultOf(entry.reason, Math.max(0, entry.size)), entry.file, 0)
  }
}
