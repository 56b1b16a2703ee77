import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Rule, Words } from '../model.ts'
import type { Matcher } from '../rules/index.ts'
import { createTally } from '../statistics/index.ts'
import { type ExitName, fullDisk, Stop } from '../stop.ts'
import type { ScanJob, ScanProgress } from './job.ts'
import { type Message, storedBytes, type Task, TaskWorker } from './work.ts'
import type { WorkerData, WorkerSetup } from './worker.ts'

/** What the crew hands back while it works. */
interface CrewWatch {
  scanned(id: number, result: Extract<Message, { kind: 'scanned' }>['result']): void
  digested(file: number, digest: Extract<Message, { kind: 'digested' }>['digest']): void
  progress(bytes: number, records: number, findings: number): void
  redacted(id: number, copy: Extract<Message, { kind: 'redacted' }>['copy']): void
  tally(tally: Extract<Message, { kind: 'tally' }>['tally']): void
  /** This thread is about to do what it cannot pause in, or has done it. */
  engaged(on: boolean): void
}

/** The part of a watch that tells a job how far it is, counting on from `soFar`, and when this thread hears nothing. */
export function tellingOf(
  soFar: { -readonly [key in keyof ScanProgress]: number },
  { progress, engaged }: Pick<ScanJob, 'progress' | 'engaged'>,
): Partial<CrewWatch> {
  return {
    progress(bytes, records, findings) {
      soFar.bytes += bytes
      soFar.records += records
      soFar.findings += findings
      progress?.({ ...soFar })
    },
    ...(engaged === undefined ? {} : { engaged }),
  }
}

/** A bug inside a worker, or what the system refused it (`code`, such as EMFILE). The message of the original error is dropped: it could quote the corpus. */
class WorkerBug extends Error {
  readonly code: string | undefined

  constructor(name: string, stack: string, code?: string) {
    super(name)
    this.name = 'WorkerBug'
    this.code = code
    this.stack = `${name}\n${stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n')}`
  }
}

/** Whether an error will pass when somebody makes room: the run may then be tried again. */
export const mayPass = (error: unknown): boolean =>
  (error instanceof Stop && error.exit === 'transient') || fullDisk.has((error as NodeJS.ErrnoException).code ?? '')

/** Tasks that may be made as they are taken: a million of them need not be there at once. */
export interface Tasks extends Iterable<Task> {
  readonly length: number
}

/**
 * Hands out tasks in their order to threads that ask. The steps of a digest wait for the thread that did the first of them, because a hash cannot be carried from
 * thread to thread.
 */
export class Dealer {
  // All take from one iterator: shifting an array moves all that is left of it.
  readonly #tasks: Iterator<Task>
  /** The thread of each digest that is not done, by the file's number. */
  readonly #threads = new Map<number, number>()
  /** Steps that wait for their thread. */
  readonly #waiting = new Map<number, Task[]>()

  constructor(tasks: Iterable<Task>) {
    this.#tasks = tasks[Symbol.iterator]()
  }

  /** The next task of a thread. */
  next(thread: number): Task {
    const own = this.#waiting.get(thread)?.shift()
    if (own !== undefined) return own
    for (;;) {
      const task: Task | undefined = this.#tasks.next().value
      if (task === undefined) return { kind: 'finish' }
      if (task.kind !== 'digest') return task
      const owner = this.#threads.get(task.file) ?? thread
      if (task.to < task.size) this.#threads.set(task.file, owner)
      else this.#threads.delete(task.file)
      if (owner === thread) return task
      const waiting = this.#waiting.get(owner)
      if (waiting === undefined) this.#waiting.set(owner, [task])
      else waiting.push(task)
    }
  }
}

/** The size of V8's young generation in a thread: with less, short-lived objects are promoted and cost a full collection; more makes nothing faster. */
const youngMegabytes = 12

/** What a thread is handed ahead, in bytes and in tasks: this thread, which hands it out, is at work too and answers late. */
const aheadBytes = 1 << 20
const aheadTasks = 64

/** Milliseconds between two looks whether the run was interrupted. After so many looks more the run ends, also when threads are still in the middle of something. */
const lookEvery = 250
const patientLooks = 12

/** How many workers a corpus of so many bytes deserves on this machine: one for every 2 MiB, as many as there are processors at most. */
export function crewSize(bytes: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(bytes / (2 << 20))))
}

/** A rule without its examples and what it explains to people, which no thread needs: they are half of what would be copied into each. */
const forThread = (rule: Rule): Rule => ({ ...rule, why: noWords, remedy: noWords, examples: { match: [], pass: [] } })
const noWords: Words = { en: '', zh: '' }

/**
 * Runs tasks on this thread and `size - 1` others, each taking the next one when it is free, and collects what they counted.
 *
 * @param matcher the matcher of this thread
 * @throws Stop exit 75 when the disk is full, or `run.cut-short`; WorkerBug for anything unexpected
 */
export async function runCrew(
  tasks: Tasks,
  size: number,
  setup: WorkerSetup,
  matcher: () => Matcher,
  watch: Partial<CrewWatch>,
): Promise<void> {
  // Nothing to do: a run that goes on with one that had read everything.
  if (tasks.length === 0) return
  const dealer = new Dealer(tasks)
  const rules = setup.rules.map(forThread)
  const threads = Array.from(
    { length: Math.min(size, tasks.length) - 1 },
    (_, number) =>
      new Worker(new URL('./worker.js', import.meta.url), {
        workerData: { ...setup, rules, thread: number + 1 } satisfies WorkerData,
        resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
      }),
  )
  let over = false
  const own = here(dealer, setup, matcher, watch, () => over)
  let looking: NodeJS.Timeout | undefined
  try {
    const unheeded = new Promise<never>((_, reject) => {
      let looks = 0
      looking = setInterval(() => {
        if (Atomics.load(setup.interrupted, 0) !== 0 && ++looks > patientLooks) reject(cutShort())
      }, lookEvery)
    })
    await Promise.race([
      Promise.all([own, ...threads.map((thread, index) => there(thread, () => dealer.next(index + 1), watch))]),
      unheeded,
    ])
  } finally {
    clearInterval(looking)
    over = true
    await Promise.all(threads.map((thread) => thread.terminate()))
    // Where another failed, this thread may still be at work.
    await own.catch(() => {})
  }
}

/** Works in this thread, and lets it see to signals, to its progress and to other threads between two pieces; stops there once the run is over. */
async function here(
  dealer: Dealer,
  setup: WorkerSetup,
  matcher: () => Matcher,
  watch: Partial<CrewWatch>,
  over: () => boolean,
): Promise<void> {
  let failed: Error | undefined
  const pause = async () => {
    await new Promise<void>((resolve) => setImmediate(resolve))
    if (over()) throw new WorkerBug('another thread failed', '')
  }
  // Threads that were just asked for start while this one gets ready.
  await pause()
  const worker = new TaskWorker({ ...setup, pause, engaged: watch.engaged }, 0, matcher(), createTally(setup.rules), (message) => {
    if (message.kind === 'failed') failed = failure(message)
    else told(message, watch)
  })
  for (let task = dealer.next(0); failed === undefined; task = dealer.next(0)) {
    await worker.do(task)
    if (task.kind === 'finish') break
    await pause()
  }
  if (failed !== undefined) throw failed
}

/** Works in a thread. */
function there(thread: Worker, next: () => Task, watch: Partial<CrewWatch>): Promise<void> {
  /** Bytes of each task that the thread was handed and has not done. */
  const ahead: number[] = []
  let finishing = false
  const hand = () => {
    while (!finishing && ahead.length < aheadTasks && ahead.reduce((sum, bytes) => sum + bytes, 0) < aheadBytes) {
      const task = next()
      finishing = task.kind === 'finish'
      ahead.push(bytesOf(task))
      thread.postMessage(task)
    }
  }
  return new Promise((resolve, reject) => {
    thread.on('message', (message: Message) => {
      if (message.kind === 'failed') return reject(failure(message))
      told(message, watch)
      if (message.kind === 'progress') return
      if (message.kind === 'tally') return resolve()
      else ahead.shift()
      hand()
    })
    thread.on('error', (error: NodeJS.ErrnoException) => reject(stopped(error) ?? new WorkerBug(error.name, error.stack ?? '', error.code)))
    thread.on('exit', () => reject(new WorkerBug('a worker ended before its work did', '')))
  })
}

function bytesOf(task: Task): number {
  if (task.kind === 'finish') return 0
  if (task.kind === 'digest') return task.to - task.from
  return storedBytes(task.shard)
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
      watch.digested?.(message.file, message.digest)
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

/** What ended a thread before it could say so, where that is an expected end: errors come out of a thread as plain ones with the members they had. */
function stopped(
  error: Error & { readonly code?: string | undefined; readonly exit?: ExitName; readonly words?: Words },
): Stop | undefined {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return outOfMemory()
  if (error.code === 'ERR_WORKER_INIT_FAILED') return notStarted(/[A-Z]+$/.exec(error.message)?.[0] ?? error.code)
  const { exit, code, words } = error
  return exit === undefined || code === undefined || words === undefined ? undefined : new Stop(exit, code, words)
}

/** Threads look at the flag between two records; one record of 60 MB may hold millions of findings. */
function cutShort(): Stop {
  return new Stop('transient', 'run.cut-short', {
    en: 'the run was interrupted in the middle of records that take long, and ended without them: there is no report; what was saved before is kept for --resume',
    zh: '运行在处理耗时很长的记录时被中断，未等其处理完毕即结束：未生成报告；此前已保存的进度保留，可加 --resume 继续',
  })
}

/** The heap of a thread was full. That of the main thread ends the process, and nobody is left to say so. */
function outOfMemory(): Stop {
  return new Stop('transient', 'memory.full', {
    en: 'a worker reached the memory limit of Node.js; allow more (NODE_OPTIONS=--max-old-space-size=8192, in MiB) and repeat the command with --resume, or start over with a lower --max-record-bytes',
    zh: '某个工作线程达到 Node.js 的内存上限；请调高上限（NODE_OPTIONS=--max-old-space-size=8192，单位 MiB）后用同一命令加 --resume 续跑，或调低 --max-record-bytes 后重新开始',
  })
}

/** The system refused a thread: it has too many already, or the process too many open files. */
function notStarted(code: string): Stop {
  return new Stop('transient', 'limit.threads', {
    en: `a further thread could not be started (${code}); raise the limits (ulimit -n for open files, ulimit -u for threads) or use --workers 1, then run again`,
    zh: `无法再启动一个线程（${code}）；请调高上限（打开文件数用 ulimit -n，线程数用 ulimit -u），或使用 --workers 1 后重试`,
  })
}

function failure(message: Extract<Message, { kind: 'failed' }>): Error {
  if (message.stop !== undefined) return new Stop(message.stop.exit, message.stop.code, message.stop.words)
  if (message.code !== undefined && fullDisk.has(message.code)) {
    return new Stop('transient', 'output.write', {
      en: `the output could not be written (${message.code}); free some space or choose another folder with --out, then run again`,
      zh: `输出无法写入（${message.code}）；请腾出磁盘空间，或用 --out 另选目录后重试`,
    })
  }
  return new WorkerBug(message.code ?? 'Error', message.stack, message.code)
}
