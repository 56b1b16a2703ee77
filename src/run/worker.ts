import { parentPort, workerData } from 'node:worker_threads'
import type { Rule } from '../model.ts'
import { compileRules } from '../rules/compile.ts'
import { Matcher } from '../rules/matcher.ts'
import { createTally } from '../statistics/index.ts'
import { buffersOf } from './partial.ts'
import { type Task, TaskWorker, type WorkSetup } from './work.ts'

/** A thread's entry. Records and strings never cross threads. */

/** What all threads are told once. */
export interface WorkerSetup extends Omit<WorkSetup, 'pause' | 'engaged'> {
  readonly rules: readonly Rule[]
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly asOf: string
  readonly code: readonly string[]
}

/** What one of them is told. */
export interface WorkerData extends WorkerSetup {
  /** Its number among the threads of the run. */
  readonly thread: number
}

if (parentPort !== null) {
  const port = parentPort
  const setup = workerData as WorkerData
  const matcher = new Matcher(compileRules(setup.rules, setup.lists, setup.asOf, setup.code))
  const worker = new TaskWorker(setup, setup.thread, matcher, createTally(setup.rules), (message) =>
    // The thread ends with its tally: what it counted in is handed over, not copied.
    port.postMessage(message, message.kind === 'tally' ? buffersOf(message.tally) : []),
  )
  let turn = Promise.resolve()
  // Some are handed over before the one at hand is done.
  port.on('message', (task: Task) => {
    turn = turn.then(async () => {
      await worker.do(task)
      if (task.kind === 'finish') port.close()
    })
  })
  port.postMessage({ kind: 'ready' })
}
