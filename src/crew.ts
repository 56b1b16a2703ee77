import { Worker } from 'node:worker_threads'
import { Stop } from './stop.ts'
import type { Message, Task, WorkerSetup } from './worker.ts'

/** What the crew hands back while it works. */
export interface CrewWatch {
  scanned(id: number, result: Extract<Message, { kind: 'scanned' }>['result']): void
  digested(id: number, digest: Extract<Message, { kind: 'digested' }>['digest']): void
  progress(bytes: number, records: number, findings: number): void
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

/**
 * Runs tasks on `size` threads, each taking the next one when it is free, and collects what they counted.
 *
 * @throws Stop exit 75 when the disk is full; WorkerBug for anything unexpected
 */
export async function runCrew(tasks: readonly Task[], size: number, setup: WorkerSetup, watch: CrewWatch): Promise<void> {
  const queue = [...tasks]
  const count = Math.max(1, Math.min(size, queue.length))
  const workers: Worker[] = []
  try {
    await Promise.all(
      Array.from({ length: count }, () => {
        const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: setup })
        workers.push(worker)
        return work(worker, queue, watch)
      }),
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

function work(worker: Worker, queue: Task[], watch: CrewWatch): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => worker.postMessage(queue.shift() ?? { kind: 'finish' })
    worker.on('message', (message: Message) => {
      switch (message.kind) {
        case 'ready':
          return next()
        case 'progress':
          return watch.progress(message.bytes, message.records, message.findings)
        case 'scanned':
          watch.scanned(message.id, message.result)
          return next()
        case 'digested':
          watch.digested(message.id, message.digest)
          return next()
        case 'tally':
          watch.tally(message.tally)
          return resolve()
        case 'failed':
          return reject(failure(message))
      }
    })
    worker.on('error', (error) => reject(new WorkerBug(error.name, error.stack ?? '')))
    worker.on('exit', () => reject(new WorkerBug('a worker ended before its work did', '')))
  })
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
