import type { Corpus, ReadResult, StoredResult } from '../corpus/index.ts'
import type { Shard } from '../model.ts'
import { addLosses, type Loss } from '../statistics/faults.ts'
import type { Tally } from '../statistics/index.ts'
import type { FaultCode } from '../words/faults.ts'
import type { ShardResult } from './work.ts'

/** What became of each file, from what became of its shards. A corpus may have millions of files: what is kept of each is small. */

/** What became of one file. Bytes `stored` are as on disk, `decoded` as UTF-8. */
export interface FileOutcome {
  readonly file: number
  readonly path: string
  readonly state: 'readable' | 'skipped' | 'unreadable'
  readonly reason?: FaultCode
  readonly sha256?: string
  readonly stored: number
  /** Stored bytes a file-level fault cost; all of them when it was not opened. */
  readonly storedLost: number
  readonly rows: number
  readonly rowsLost: number
  readonly rowsDamaged: number
  readonly decoded: number
  /** Rows that were not judged, with their decoded bytes, by reason. */
  readonly losses: readonly Loss[]
  readonly format?: string
  readonly compression: string
  readonly charset: string
}

/** What the workers brought back. */
export interface Work {
  readonly results: Map<number, ShardResult>
  /** Digests of the files that were read in ranges, by file number. */
  readonly digests: ReadonlyMap<number, StoredResult | FaultCode>
  readonly tally: Tally
}

const words = new Map<string, string>()
const shared = <Text extends string | undefined>(text: Text): Text => {
  if (text === undefined) return text
  if (!words.has(text)) words.set(text, text)
  return words.get(text) as Text
}
const none: readonly never[] = []

/** A result as it is kept: what came from a thread has a copy of its own of every word. `stamp` is the one the walk found. */
export function lean({ read, ledger, losses, format, interrupted, state }: ShardResult, stamp: string | undefined): ShardResult {
  const { sha256, storedBytes, decodedBytes, compression, charset, faults } = read
  const { rows, rowsLost, rowsDamaged, bytesRead, bytesLost, bytesBlank, findings } = ledger
  const rest = {
    storedBytes,
    decodedBytes,
    compression: shared(compression),
    charset: shared(charset),
    faults: faults.length === 0 ? none : faults,
    stamp: read.stamp === stamp ? stamp : read.stamp,
  }
  return {
    read: sha256 === undefined ? rest : { sha256, ...rest },
    ledger: { rows, rowsLost, rowsDamaged, bytesRead, bytesLost, bytesBlank, findings },
    losses: losses.length === 0 ? none : losses.map((loss) => ({ ...loss, code: shared(loss.code) })),
    format: shared(format),
    interrupted,
    state: shared(state),
  }
}

/** First record number of each range in its file, by `file:from`. */
export function recordBases(shards: readonly Shard[], results: ReadonlyMap<number, ShardResult>): Map<string, number> {
  const bases = new Map<string, number>()
  const next = new Map<number, number>()
  for (const [id, shard] of shards.entries()) {
    // A file read in one piece starts at record 0, which need not be kept.
    if (shard.range === undefined) continue
    const base = next.get(shard.file) ?? 0
    bases.set(`${shard.file}:${shard.range.start}`, base)
    const ledger = results.get(id)?.ledger
    next.set(shard.file, base + (ledger === undefined ? 0 : ledger.rows + ledger.rowsLost))
  }
  return bases
}

/** What became of each file. Shards stand in the order of the files, so that one pass over both finds those of each. Takes the results out of `work`. */
export function outcomesOf(entries: Corpus['entries'], shards: readonly Shard[], work: Work): FileOutcome[] {
  let next = 0
  return entries.map((entry) => {
    const own: [number, Shard][] = []
    for (; shards[next]?.file === entry.file; next++) own.push([next, shards[next]!])
    const outcome = outcomeOf(entry, own, work)
    for (const [id] of own) work.results.delete(id)
    return outcome
  })
}

/** Whether a file was read to its end, and stands in the manifest. */
export const isDigested = (outcome: FileOutcome): outcome is FileOutcome & { sha256: string } => outcome.sha256 !== undefined

/** How findings number files: those with a digest by their line in the manifest, all others after them. */
export function fileNumbers(outcomes: readonly FileOutcome[]): (file: number) => number {
  const numbers = new Uint32Array(outcomes.length + 1)
  let number = 0
  for (const outcome of outcomes) if (isDigested(outcome)) numbers[outcome.file] = ++number
  for (const outcome of outcomes) if (!isDigested(outcome)) numbers[outcome.file] = ++number
  return (file) => numbers[file]!
}

/** What became of a file, from what became of its shards, given with their numbers. */
function outcomeOf(entry: Corpus['entries'][number], own: readonly (readonly [number, Shard])[], work: Work): FileOutcome {
  const none = {
    file: entry.file,
    path: entry.path,
    rows: 0,
    rowsLost: 0,
    rowsDamaged: 0,
    losses: [],
    decoded: 0,
    compression: 'none',
    charset: '-',
  }
  if (own.length === 0) {
    return {
      ...none,
      state: entry.state === 'readable' ? 'unreadable' : entry.state,
      reason: entry.reason ?? 'file.unreadable',
      stored: Math.max(0, entry.size),
      storedLost: 0,
    }
  }
  const results = own.map(([id]) => work.results.get(id)!)
  const first = results[0]!
  const digest = own[0]![1].range === undefined ? first.read : work.digests.get(entry.file)!
  const sum = (pick: (result: ShardResult) => number) => results.reduce((n, result) => n + pick(result), 0)
  const faults = results.flatMap((result) => result.read.faults).filter((fault) => fault.effect === 'lost')
  let reason = faults[0]?.code as FaultCode | undefined
  if (typeof digest === 'string') reason ??= digest
  else {
    if (digestFault(digest) !== undefined) reason ??= digestFault(digest)
    // A file judged in ranges was opened several times: it must have been the same file each time.
    if (results.some((result) => result.read.stamp !== digest.stamp)) reason ??= 'file.changed'
  }
  const sha256 = typeof digest === 'string' || reason === 'file.changed' || reason === 'run.interrupted' ? undefined : digest.sha256
  const stored = entry.size >= 0 ? entry.size : typeof digest === 'string' ? 0 : storedBytesOf(digest)
  return {
    file: entry.file,
    path: entry.path,
    state: first.state === 'readable' && reason === undefined ? 'readable' : first.state === 'skipped' ? 'skipped' : 'unreadable',
    ...(reason === undefined ? {} : { reason }),
    ...(sha256 === undefined ? {} : { sha256 }),
    stored,
    storedLost: faults.reduce((n, fault) => n + fault.bytes, 0),
    rows: sum((result) => result.ledger.rows),
    rowsLost: sum((result) => result.ledger.rowsLost),
    rowsDamaged: sum((result) => result.ledger.rowsDamaged),
    decoded: sum((result) => result.ledger.bytesRead + result.ledger.bytesLost + result.ledger.bytesBlank),
    losses: addLosses(results.map((result) => result.losses)),
    ...(first.format === undefined ? {} : { format: first.format }),
    compression: first.read.compression,
    charset: first.read.charset,
  }
}

const digestFault = (digest: StoredResult | ReadResult): FaultCode | undefined => ('fault' in digest ? digest.fault : undefined)
const storedBytesOf = (digest: StoredResult | ReadResult): number => ('storedBytes' in digest ? digest.storedBytes : digest.bytes)
