import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { Stop } from '../stop.ts'

/**
 * Runs a model in a thread of its own and waits for it: detectors answer at once, and the runtime only later. The two share memory: a
 * state, a length, and room for the pieces in and the numbers out.
 */

/** States of the shared memory; the thread says `ready`, `done` or `failed`, the caller `asked`. */
export const states = { starting: 0, ready: 1, asked: 2, done: 3, failed: 4 } as const
/** Words of 32 bits in front of the room: state, length. */
export const header = 2

/** What the thread is told. */
export interface InferenceData {
  readonly memory: SharedArrayBuffer
  readonly model: string
  readonly labels: number
}

/** Longest wait for an answer, ms: a model of ordinary size takes seconds to load and less to run. */
const patience = 300_000

export interface Inference {
  /** Numbers of each label for each piece: `ids.length × labels`. @throws Stop exit 2 when the model cannot be loaded or run */
  run(ids: readonly number[]): Float32Array
}

/** Whether the runtime, an optional package, is installed. */
export function hasRuntime(): boolean {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-web')
    return true
  } catch {
    return false
  }
}

/** Starts the thread of a model. It ends with the program. */
export function startInference(model: string, labels: number, most: number): Inference {
  const memory = new SharedArrayBuffer(4 * (header + most * Math.max(labels, 1)))
  const control = new Int32Array(memory)
  const numbers = new Float32Array(memory, header * 4)
  const thread = new Worker(new URL('./thread.js', import.meta.url), {
    workerData: { memory, model, labels } satisfies InferenceData,
    stdout: true,
    stderr: true,
  })
  thread.unref()
  const wait = (state: number) => {
    if (Atomics.wait(control, 0, state, patience) !== 'timed-out' && Atomics.load(control, 0) !== states.failed) return
    throw new Stop('usage', 'ner.model', {
      en: 'the model cannot be run: model.onnx should take input_ids (and attention_mask, token_type_ids) and give one number for each label of config.json',
      zh: '模型无法运行：model.onnx 应接受 input_ids（及 attention_mask、token_type_ids），并对 config.json 的每个标签输出一个数值',
    })
  }
  return {
    run(ids) {
      if (Atomics.load(control, 0) === states.starting) wait(states.starting)
      control.set(ids, header)
      control[1] = ids.length
      Atomics.store(control, 0, states.asked)
      Atomics.notify(control, 0)
      wait(states.asked)
      return numbers.slice(0, ids.length * labels)
    },
  }
}
