import { openInput, type ReadResult } from '../corpus/open.ts'
import { type Digestion, openDigest, type StoredResult, standardInput } from '../corpus/stored.ts'
import type { Finding, Format, Input, ReadLimits, Shard } from '../model.ts'
import type { LabellingMap } from '../record/labelling.ts'
import type { FieldRoles } from '../record/roles.ts'
import type { FileCopy, RedactionSetup } from '../redaction/file.ts'
import type { Matcher } from '../rules/matcher.ts'
import { Interrupted, type ShardLedger, scanShard } from '../shard/index.ts'
import { type Loss, lossesBetween, lossesOf } from '../statistics/faults.ts'
import { addTokens, type Tally } from '../statistics/index.ts'
import { Stop } from '../stop.ts'
import { type FaultCode, faultOf } from '../words/faults.ts'
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
  /** How to clean; only in a run that writes a cleaned copy. */
  readonly redaction?: RedactionSetup
  /** Where finished work is kept, under which number of run, and after how many stored bytes; absent: nothing is. */
  readonly keep?: { readonly folder: string; readonly run: number; readonly everyBytes: number }
  /** Non-zero when the run is to stop early. */
  readonly interrupted: Int32Array
  /** Awaited now and then, where the thread has other things to do as well. */
  readonly pause?: () => Promise<void>
  /** Called with true before, and with false after work that may take seconds and cannot be paused. */
  readonly engaged?: ((on: boolean) => void) | undefined
}

/** What a worker is given to do, one at a time. */
export type Task =
  | {
      readonly kind: 'scan'
      readonly id: number
      readonly shard: Shard
      readonly absolute: string
      readonly spool: string
    }
  | {
      /** A step of the digest of a file that is judged in ranges; all of one file's are done in one thread. */
      readonly kind: 'digest'
      readonly file: number
      readonly absolute: string
      readonly size: number
      /** The bytes that it adds, or as many as the file has: the last step. */
      readonly from: number
      readonly to: number
    }
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
  /** The worker can take another task: it has started, or a digest took a step that was not its last. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly bytes: number; readonly records: number; readonly findings: number }
  | { readonly kind: 'scanned'; readonly id: number; readonly result: ShardResult }
  | { readonly kind: 'digested'; readonly file: number; readonly digest: StoredResult | FaultCode }
  | { readonly kind: 'redacted'; readonly id: number; readonly copy: FileCopy }
  | { readonly kind: 'tally'; readonly tally: Tally }
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly stack: string; readonly stop: StopData | undefined }

/** A Stop on its way between threads, where an error loses its class. */
type StopData = Pick<Stop, 'exit' | 'code' | 'words'>

/**
 * Chunks until the run is interrupted, with a pause between them. It stands in the module and not in a function that is called for each shard: V8 would take the
 * iterators of each call for another kind of object, and compile what reads them again and again.
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

/** Stored bytes of a shard. */
export const storedBytes = ({ range, size }: Shard): number => (range === undefined ? size : range.end - range.start)

/** Does one task after the other and says through `send` what came of it. Everything counted goes into `tally`, which is sent with the last task. */
export class TaskWorker {
  readonly #setup: WorkSetup
  readonly #matcher: Matcher
  readonly #tally: Tally
  readonly #send: (message: Message) => void
  readonly #progress: WorkProgress
  readonly #kept: ReturnType<typeof keeper> | undefined
  /** Digests of files that are not done, by the file's number. */
  readonly #digests = new Map<number, Digestion | FaultCode>()
  /** Stored bytes of finished tasks since the last save. */
  #unsaved = 0
  #saved = false

  /** @param thread tells the workers of a run apart */
  constructor(setup: WorkSetup, thread: number, matcher: Matcher, tally: Tally, send: (message: Message) => void) {
    this.#setup = setup
    this.#matcher = matcher
    this.#tally = tally
    this.#send = send
    this.#progress = new WorkProgress((more) => send({ kind: 'progress', ...more }))
    this.#kept = setup.keep === undefined ? undefined : keeper(setup.keep.folder, `${setup.keep.run}-${thread}`)
  }

  /** Does a task. Never throws: what went wrong is said like everything else. */
  async do(task: Task): Promise<void> {
    try {
      switch (task.kind) {
        case 'scan': {
          const { result, spooled } = await this.#scan(task)
          this.#finished({ task: 'scan', id: task.id, result, spooled }, storedBytes(task.shard))
          if (this.#matcher.kernel.tokensPending > drainAt) this.#settle()
          return this.#send({ kind: 'scanned', id: task.id, result })
        }
        case 'redact':
          return this.#send({ kind: 'redacted', id: task.id, copy: await this.#redact(task) })
        case 'digest': {
          const digest = await this.#digest(task)
          if (digest === undefined) return this.#send({ kind: 'ready' })
          this.#finished({ task: 'digest', id: task.file, result: digest, spooled: -1 }, 0)
          return this.#send({ kind: 'digested', file: task.file, digest })
        }
        case 'finish':
          this.#settle()
          // A short run is not worth a save; after a long one the report is still to be made.
          if (this.#saved && !this.#stopped()) this.#kept?.save(this.#tally)
          return this.#send({ kind: 'tally', tally: this.#tally })
      }
    } catch (error) {
      const thrown = error as NodeJS.ErrnoException
      const stop = error instanceof Stop ? { exit: error.exit, code: error.code, words: error.words } : undefined
      this.#send({ kind: 'failed', code: thrown.code, stack: thrown.stack ?? '', stop })
    }
  }

  readonly #stopped = () => Atomics.load(this.#setup.interrupted, 0) !== 0

  /** Takes over the tokens that the kernel holds: the tally then has all that was counted. */
  #settle(): void {
    addTokens(this.#tally, this.#matcher.kernel.drainTokens())
  }

  /** Keeps what was finished, unless the tally may hold a task that was cut short: then the last save stands. */
  #finished(outcome: Outcome, bytes: number): void {
    if (this.#kept === undefined || this.#stopped()) return
    this.#kept.note(outcome)
    this.#unsaved += bytes + taskBytes
    if (this.#unsaved < this.#setup.keep!.everyBytes) return
    this.#settle()
    this.#kept.save(this.#tally)
    this.#saved = true
    this.#unsaved = 0
  }

  /** Does a step of the digest of a file; what came of it after the last. */
  async #digest({ file, absolute, size, to }: Extract<Task, { kind: 'digest' }>): Promise<StoredResult | FaultCode | undefined> {
    const digestion = this.#digests.get(file) ?? openDigest(absolute, { expected: size, stopped: this.#stopped, pause: this.#setup.pause })
    this.#digests.set(file, digestion)
    if (to < size) {
      if (typeof digestion !== 'string') await digestion.upTo(to)
      return undefined
    }
    this.#digests.delete(file)
    return typeof digestion === 'string' ? digestion : digestion.finish()
  }

  async #scan(task: Extract<Task, { kind: 'scan' }>): Promise<{ result: ShardResult; spooled: number }> {
    const { charset, pause } = this.#setup
    let stored = 0
    const opened = await openInput(task.shard, task.absolute, {
      stdin: standardInput(),
      ...(charset === undefined ? {} : { charset }),
      onBytes: (extra) => {
        stored += extra
        this.#progress.bytes(extra)
      },
      stopped: this.#stopped,
      pause,
    })
    let cut = false
    const input: Input = {
      shard: opened.shard,
      head: (length) => opened.head(length),
      chunks: () => unlessStopped(opened.chunks(), () => (cut ||= this.#stopped()), pause),
    }
    const spool = openSpool(task.spool)
    let spooled = -1
    this.#progress.begin()
    const lostBefore = lossesOf(this.#tally.faults)
    let ledger: ShardLedger = { rows: 0, rowsLost: 0, rowsDamaged: 0, bytesRead: 0, bytesLost: 0, bytesBlank: 0, findings: 0 }
    try {
      if (opened.probe.state === 'readable' && opened.probe.format !== undefined && !this.#stopped()) {
        ledger = await this.#judge(input, opened.probe.format, spool)
      } else if (this.#stopped()) cut = true
    } finally {
      spooled = spool.close()
    }
    const { compression, charset: found } = opened.probe
    const judged = compression === 'none' && found === 'utf-8' ? ledger.bytesRead + ledger.bytesLost + ledger.bytesBlank : stored
    const read = await opened.finish()
    const faults = cut ? [...read.faults, faultOf('run.interrupted', Math.max(0, storedBytes(task.shard) - judged))] : read.faults
    this.#progress.flush()
    return {
      result: {
        read: { ...read, faults },
        ledger,
        losses: lossesBetween(lostBefore, lossesOf(this.#tally.faults)),
        format: opened.probe.format?.id,
        interrupted: cut,
        state: opened.probe.state,
      },
      spooled,
    }
  }

  #judge(input: Input, format: Format, spool: ReturnType<typeof openSpool>): Promise<ShardLedger> {
    const { limits, fields, labelling, engaged } = this.#setup
    const finding = (found: Finding) => spool.add(found)
    const job = { input, format, limits, fields, labelling, finding, progress: this.#progress.shard, engaged }
    return scanShard(job, this.#matcher, this.#tally)
  }

  async #redact(task: Extract<Task, { kind: 'redact' }>): Promise<FileCopy> {
    // Only a run that writes copies loads what writes them.
    const [{ redactFile }, { readListed }] = await Promise.all([import('../redaction/file.ts'), import('../redaction/listed.ts')])
    const { limits, fields, engaged, charset, pause } = this.#setup
    const copy = await redactFile({
      shard: task.shard,
      absolute: task.absolute,
      target: task.target,
      setup: this.#setup.redaction!,
      limits,
      charset,
      listed: task.listed === undefined ? undefined : readListed(task.listed),
      onBytes: this.#progress.bytes,
      stopped: this.#stopped,
      matcher: this.#matcher,
      scan: async (input, format, observer) => {
        // Input that ends when the run is interrupted.
        const watched = { ...input, chunks: () => unlessStopped(input.chunks(), this.#stopped, pause) }
        await scanShard({ input: watched, format, limits, fields, finding: () => {}, engaged, observer }, this.#matcher, this.#tally)
      },
    })
    const removed = [...copy.counts.rules.values()].reduce((n, each) => n + each, 0)
    this.#progress.add(copy.counts.records, removed)
    this.#progress.flush()
    return copy
  }
}
