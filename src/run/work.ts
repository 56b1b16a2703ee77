import { openInput, type ReadResult } from '../corpus/open.ts'
import { digestFile, standardInput } from '../corpus/stored.ts'
import { faultOf } from '../faults.ts'
import { formatFor } from '../formats/index.ts'
import type { Input, ReadLimits, Shard } from '../model.ts'
import type { FieldRoles, LabellingMap } from '../record.ts'
import type { FileCopy, RedactionSetup } from '../redaction/file.ts'
import type { Matcher } from '../rules/matcher.ts'
import { Interrupted, type ShardLedger, scanShard, type Tally } from '../shard.ts'
import { type Loss, lossesBetween, lossesOf } from '../statistics/faults.ts'
import { addTokens } from '../statistics/index.ts'
import { Stop } from '../stop.ts'
import { keeper, type Outcome } from './partial.ts'
import { openSpool } from './spool.ts'
import { WorkProgress } from './work-progress.ts'

/** What a worker does with its tasks: shards in, one merged tally out. It does not know whether it has a thread of its own. */

/** What a worker is told once. */
export interface WorkSetup {
  readonly fields: FieldRoles
  readonly labelling?: LabellingMap | undefined
  readonly limits: ReadLimits
  readonly charset: string | undefined
  /** Of a run that writes a cleaned copy. */
  readonly redaction?: RedactionSetup
  /** Where finished work is kept, under which number of run, and after how many stored bytes; absent: nothing is. */
  readonly keep?: { readonly folder: string; readonly run: number; readonly everyBytes: number }
  /** Non-zero when the run is to stop early. */
  readonly interrupted: Int32Array
  /** Awaited now and then, where the thread has other things to do as well. */
  readonly pause?: () => Promise<void>
  /** Told before and after what cannot be paused and may take seconds. */
  readonly engaged?: ((on: boolean) => void) | undefined
}

/** What a worker is given to do, one at a time. */
export type Task =
  | {
      readonly kind: 'scan'
      readonly id: number
      readonly shard: Shard
      readonly absolute: string
      readonly format: string | undefined
      readonly spool: string
    }
  | { readonly kind: 'digest'; readonly id: number; readonly absolute: string; readonly size: number; readonly file: number }
  | {
      readonly kind: 'redact'
      readonly id: number
      readonly shard: Shard
      readonly absolute: string
      /** The file to write. */
      readonly target: string
      /** Findings of this file, where a list says what goes. */
      readonly listed: string | undefined
    }
  | { readonly kind: 'finish' }

/** What came of a scan task. */
export interface ShardResult {
  readonly read: ReadResult
  readonly ledger: ShardLedger
  /** Its rows that were not judged, by reason. */
  readonly losses: readonly Loss[]
  /** Absent when the file could not be judged. */
  readonly format: string | undefined
  readonly interrupted: boolean
  readonly state: 'readable' | 'skipped' | 'unreadable'
}

/** What a worker says. */
export type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly bytes: number; readonly records: number; readonly findings: number }
  | { readonly kind: 'scanned'; readonly id: number; readonly result: ShardResult }
  | { readonly kind: 'digested'; readonly id: number; readonly digest: Awaited<ReturnType<typeof digestFile>> }
  | { readonly kind: 'redacted'; readonly id: number; readonly copy: FileCopy }
  | { readonly kind: 'tally'; readonly tally: Tally }
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly stack: string; readonly stop: StopData | undefined }

/** A Stop on its way between threads, where an error loses its class. */
export type StopData = Pick<Stop, 'exit' | 'code' | 'words'>

/**
 * Chunks until the run is interrupted, with a rest between them. A function of the module: one made anew for each shard has iterators of a shape of their own, and V8
 * compiles what reads them again.
 */
async function* unlessStopped(
  chunks: AsyncIterable<Uint8Array>,
  stopped: () => boolean,
  pause: (() => Promise<void>) | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (stopped()) throw new Interrupted()
    await pause?.()
    yield chunk
  }
}

/** What a task counts towards the next save besides its bytes, so that a million small files are saved now and then as well. */
const taskBytes = 8 << 10
/** Tokens the kernel may count over several shards: taking its counts over costs as much as scanning 20 kB, too much for a small file. */
const drainAt = 1 << 20

/**
 * A worker: a function that does one task after the other and says through `send` what came of it. Everything counted goes into
 * `tally`, which is sent with the last task. `thread` tells the workers of a run apart.
 */
export function worker(
  setup: WorkSetup,
  thread: number,
  matcher: Matcher,
  tally: Tally,
  send: (message: Message) => void,
): (task: Task) => Promise<void> {
  const kept = setup.keep === undefined ? undefined : keeper(setup.keep.folder, `${setup.keep.run}-${thread}`)
  /** Stored bytes of finished tasks since the last save. */
  let unsaved = 0
  let saved = false
  const progress = new WorkProgress((so) => send({ kind: 'progress', ...so }))
  /** Takes over the tokens that the kernel holds: the tally then has all that was counted. */
  const settle = () => addTokens(tally, matcher.kernel.drainTokens())
  const stopped = () => Atomics.load(setup.interrupted, 0) !== 0

  const scan = async (task: Extract<Task, { kind: 'scan' }>): Promise<{ result: ShardResult; spooled: number }> => {
    const format = task.format === undefined ? undefined : formatFor(task.format)
    let stored = 0
    const opened = await openInput(task.shard, task.absolute, {
      stdin: standardInput(),
      ...(setup.charset === undefined ? {} : { charset: setup.charset }),
      ...(format === undefined ? {} : { format }),
      onBytes: (extra) => {
        stored += extra
        progress.bytes(extra)
      },
      stopped,
      pause: setup.pause,
    })
    let cut = false
    const input: Input = {
      shard: opened.shard,
      head: (length) => opened.head(length),
      chunks: () => unlessStopped(opened.chunks(), () => (cut ||= stopped()), setup.pause),
    }
    const spool = openSpool(task.spool)
    let spooled = -1
    progress.begin()
    const lostBefore = lossesOf(tally.faults)
    let ledger: ShardLedger = { rows: 0, rowsLost: 0, rowsDamaged: 0, bytesRead: 0, bytesLost: 0, bytesBlank: 0, findings: 0 }
    try {
      if (opened.probe.state === 'readable' && opened.probe.format !== undefined && !stopped()) {
        ledger = await scanShard(
          {
            input,
            format: opened.probe.format,
            limits: setup.limits,
            fields: setup.fields,
            labelling: setup.labelling,
            finding: (finding) => spool.add(finding),
            progress: progress.shard,
            engaged: setup.engaged,
          },
          matcher,
          tally,
        )
      } else if (stopped()) cut = true
    } finally {
      spooled = spool.close()
    }
    const { range, size } = task.shard
    const { compression, charset } = opened.probe
    const judged = compression === 'none' && charset === 'utf-8' ? ledger.bytesRead + ledger.bytesLost + ledger.bytesBlank : stored
    const unread = Math.max(0, (range === undefined ? size : range.end - range.start) - judged)
    const read = await opened.finish()
    const faults = cut ? [...read.faults, faultOf('run.interrupted', unread)] : read.faults
    progress.flush()
    return {
      result: {
        read: { ...read, faults },
        ledger,
        losses: lossesBetween(lostBefore, lossesOf(tally.faults)),
        format: opened.probe.format?.id,
        interrupted: cut,
        state: opened.probe.state,
      },
      spooled,
    }
  }

  /** Keeps what was finished, unless the tally may hold a task that was cut short: then the last save stands. */
  const finished = (outcome: Outcome, bytes: number) => {
    if (kept === undefined || stopped()) return
    kept.note(outcome)
    unsaved += bytes + taskBytes
    if (unsaved < setup.keep!.everyBytes) return
    settle()
    kept.save(tally)
    saved = true
    unsaved = 0
  }

  /** Input that ends when the run is interrupted. */
  const watched = (input: Input): Input => ({ ...input, chunks: () => unlessStopped(input.chunks(), stopped, setup.pause) })

  const redact = async (task: Extract<Task, { kind: 'redact' }>): Promise<FileCopy> => {
    // Only a run that writes copies loads what writes them.
    const [{ redactFile }, { readListed }] = await Promise.all([import('../redaction/file.ts'), import('../redaction/listed.ts')])
    const copy = await redactFile({
      shard: task.shard,
      absolute: task.absolute,
      target: task.target,
      setup: setup.redaction!,
      limits: setup.limits,
      charset: setup.charset,
      listed: task.listed === undefined ? undefined : readListed(task.listed),
      onBytes: progress.bytes,
      stopped,
      matcher,
      async scan(input, format, observer) {
        const { limits, fields, engaged } = setup
        await scanShard({ input: watched(input), format, limits, fields, finding: () => {}, engaged, observer }, matcher, tally)
      },
    })
    const removed = [...copy.counts.rules.values()].reduce((n, each) => n + each, 0)
    progress.add(copy.counts.records, removed)
    progress.flush()
    return copy
  }

  return async (task) => {
    try {
      if (task.kind === 'scan') {
        const { result, spooled } = await scan(task)
        const { range, size } = task.shard
        finished({ task: 'scan', id: task.id, result, spooled }, range === undefined ? size : range.end - range.start)
        if (matcher.kernel.tokensPending > drainAt) settle()
        send({ kind: 'scanned', id: task.id, result })
      } else if (task.kind === 'redact') send({ kind: 'redacted', id: task.id, copy: await redact(task) })
      else if (task.kind === 'digest') {
        const digest = await digestFile(task.absolute, { expected: task.size, stopped, pause: setup.pause })
        finished({ task: 'digest', id: task.id, result: digest, spooled: -1 }, 0)
        send({ kind: 'digested', id: task.id, digest })
      } else {
        settle()
        // A short run is not worth a save; after a long one the report is still to be made.
        if (saved && !stopped()) kept?.save(tally)
        send({ kind: 'tally', tally })
      }
    } catch (error) {
      const thrown = error as NodeJS.ErrnoException
      const stop = error instanceof Stop ? { exit: error.exit, code: error.code, words: error.words } : undefined
      send({ kind: 'failed', code: thrown.code, stack: thrown.stack ?? '', stop })
    }
  }
}
