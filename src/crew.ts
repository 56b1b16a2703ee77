import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Matcher } from './rules/index.ts'
import { createTally } from './statistics/index.ts'
import { Stop } from './stop.ts'
import { type Message, type Task, worker } from './work.ts'
import type { WorkerData, WorkerSetup } from './worker.ts'

/** What the crew hands back while it works. */
export interface CrewWatch {
  scanned(id: number, result: Extract<Message, { kind: 'scanned' }>['result']): void
  digested(id: number, digest: Extract<Message, { kind: 'digested' }>['digest']): void
  progress(bytes: number, records: number, findings: number): void
  redacted(id: number, copy: Extract<Message, { kind: 'redacted' }>['copy']): void
  tally(tally: Extract<Message, { kind: 'tally' }>['tally']): void
}

/** A bug inside a worker. The message of the original error is dropped: it could quote the corpus. */
export class WorkerBug extends Error {
  constructor(name: string, stack: string) {
    super(name)
    this.name = 'WorkerBug'
    this.stack = `${name}\n${stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n')}`
  }
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS'])

/** Whether an error will pass when somebody makes room: the run may then be tried again. */
export const mayPass = (error: unknown): boolean =>
  (error instanceof Stop && error.exit === 'transient') || full.has((error as NodeJS.ErrnoException).code ?? '')

/** Tasks that may be made as they are taken: a million of them need not be there at once. */
export interface Tasks extends Iterable<Task> {
  readonly length: number
}

/** Room for young objects of a thread: what a record leaves behind dies with it, and more room makes nothing faster (measured: 18 MB less a thread, the same time). */
const youngMegabytes = 12

/** Work of so few bytes is done before a thread has started. */
const smallWork = 1 << 20

/** How many workers a corpus of so many bytes deserves on this machine: one for every 2 MiB, as many as there are processors at most. */
export function crewSize(bytes: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(bytes / (2 << 20))))
}

/**
 * Runs tasks on `size` threads, each taking the next one when it is free, and collects what they counted. A single worker with little
 * to do gets no thread.
 *
 * @param bytes stored bytes of all tasks; infinite when unknown
 * @param matcher the matcher of this thread, made when asked for
 * @throws Stop exit 75 when the disk is full; WorkerBug for anything unexpected
 */
export async function runCrew(
  tasks: Tasks,
  bytes: number,
  size: number,
  setup: WorkerSetup,
  matcher: () => Matcher,
  watch: Partial<CrewWatch>,
): Promise<void> {
  // Nothing to do: a run that goes on with one that had read everything.
  if (tasks.length === 0) return
  const count = Math.min(size, tasks.length)
  if (count === 1 && bytes <= smallWork) return here(tasks, setup, matcher(), watch)
  // All threads take from one iterator: shifting an array moves all that is left of it.
  const queue = tasks[Symbol.iterator]()
  const threads: Worker[] = []
  try {
    await Promise.all(
      Array.from({ length: count }, (_, number) => {
        const thread = new Worker(new URL('./worker.js', import.meta.url), {
          workerData: { ...setup, thread: number } satisfies WorkerData,
          resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
        })
        threads.push(thread)
        return there(thread, queue, watch)
      }),
    )
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

/** Works in this thread, and lets it see to signals and its progress between two chunks. */
async function here(tasks: Tasks, setup: WorkerSetup, matcher: Matcher, watch: Partial<CrewWatch>): Promise<void> {
  let failed: Error | undefined
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve))
  const work = worker({ ...setup, pause }, 0, matcher, createTally(setup.rules), (message) => {
    if (message.kind === 'failed') failed = failure(message)
    else told(message, watch)
  })
  const done = async (task: Task) => {
    await work(task)
    if (failed !== undefined) throw failed
  }
  for (const task of tasks) await done(task)
  await done({ kind: 'finish' })
}

/** Works in a thread. */
function there(thread: Worker, queue: Iterator<Task>, watch: Partial<CrewWatch>): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: Message) => {
      if (message.kind === 'failed') return reject(failure(message))
      told(message, watch)
      if (message.kind === 'tally') resolve()
      else if (message.kind !== 'progress') thread.postMessage(queue.next().value ?? { kind: 'finish' })
    })
    thread.on('error', (error) => reject(new WorkerBug(error.name, error.stack ?? '')))
    thread.on('exit', () => reject(new WorkerBug('a worker ended before its work did', '')))
  })
}

function told(message: Exclude<Message, { kind: 'failed' }>, watch: Partial<CrewWatch>): void {
  switch (message.kind) {
    case 'progress':
      watch.progress?.(message.bytes, message.records, message.findings)
      break
    case 'scanned':
      watch.scanned?.(message.id, message.result)
      break
    case 'digested':
      watch.digested?.(message.id, message.digest)
      break
    case 'redacted':
      watch.redacted?.(message.id, message.copy)
      break
    case 'tally':
      watch.tally?.(message.tally)
      break
    case 'ready':
      break
  }
}

function failure(message: Extract<Message, { kind: 'failed' }>): Error {
  if (message.code !== undefined && full.has(message.code)) {
    return new Stop('transient', 'output.write', {
      en: `the report could not be written (${message.code}); free some space or choose another folder with --out, then run again`,
      zh: `报告无法写入（${message.code}）；请腾出磁盘空间，或用 --out 另选目录后重试`,
    })
  }
  return new WorkerBug(message.code ?? 'Error', message.stack)
}
