import { workerData } from 'node:worker_threads'
import { header, type InferenceData, states } from './inference.ts'

/** The thread of a model: loads it once, then answers until the program ends. Nothing of what it sees is kept or printed. */

const { memory, model, labels } = workerData as InferenceData
const control = new Int32Array(memory)
const numbers = new Float32Array(memory, header * 4)

const say = (state: number) => {
  Atomics.store(control, 0, state)
  Atomics.notify(control, 0)
}

try {
  const ort = await import('onnxruntime-web')
  // One thread, in this one: the same sums in the same order.
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'fatal'
  const { readFile } = await import('node:fs/promises')
  const session = await ort.InferenceSession.create(new Uint8Array(await readFile(model)), { executionProviders: ['wasm'] })
  const [output] = session.outputNames
  say(states.ready)
  for (;;) {
    // The state is read once a turn: read again for the wait, it could have become what nobody will tell of a second time.
    for (let state = Atomics.load(control, 0); state !== states.asked; state = Atomics.load(control, 0)) Atomics.wait(control, 0, state)
    const length = control[1]!
    const ids = BigInt64Array.from(control.subarray(header, header + length), BigInt)
    const whole = (values: BigInt64Array) => new ort.Tensor('int64', values, [1, length])
    const known: { readonly [name: string]: InstanceType<typeof ort.Tensor> } = {
      input_ids: whole(ids),
      attention_mask: whole(new BigInt64Array(length).fill(1n)),
      token_type_ids: whole(new BigInt64Array(length)),
    }
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, known[name]!]))
    const { [output!]: logits } = await session.run(feeds)
    if (!(logits?.data instanceof Float32Array) || logits.data.length !== length * labels) throw new Error('shape')
    numbers.set(logits.data)
    say(states.done)
  }
} catch {
  say(states.failed)
}
