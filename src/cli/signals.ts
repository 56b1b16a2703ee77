import { Stop } from '../stop.ts'
import { type Io, type Voice, warn } from './io.ts'

/** Signals that ask for the end, with the exit code that says so: an interrupt, a request to end, a terminal that has hung up. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * The exit code of a run that a signal cut short, once its sentence is told.
 *
 * @param code of the Stop that such a run ends with
 * @throws the error, when that is not how it ended
 */
export function cutShort(error: unknown, code: string, { signal }: Signals, io: Io, voice: Voice): number {
  const exit = signal()
  if (exit === undefined || !(error instanceof Stop) || error.code !== code) throw error
  warn(io, voice, error.words)
  return exit
}

/** What a run knows of the signals it got. */
interface Signals {
  /** Non-zero once one came: threads look at it. */
  readonly flag: Int32Array
  /** The exit code of the first, if any came. */
  readonly signal: () => number | undefined
  /** To be told before this thread does what it cannot pause in, and after it: a signal then ends the process at once, as if nobody listened. */
  readonly engaged: (on: boolean) => void
  readonly release: () => void
}

/**
 * The first signal asks the workers to stop, so that what was read is kept; the second ends the process at once.
 *
 * @param left what is to be tidied up when the process ends with the second, or anywhere else on its way
 */
export function watchSignals(left: () => void): Signals {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  let code: number | undefined
  const listeners = Object.entries(codes).map(([name, number]) => {
    const listener = () => {
      if (code !== undefined) process.exit(number)
      code = number
      Atomics.store(flag, 0, 1)
    }
    return [name, listener] as const
  })
  const listen = () => {
    for (const [name, listener] of listeners) process.on(name, listener)
  }
  const unlisten = () => {
    for (const [name, listener] of listeners) process.off(name, listener)
  }
  listen()
  process.once('exit', left)
  return {
    flag,
    signal: () => code,
    engaged: (on) => (on ? unlisten() : listen()),
    release() {
      unlisten()
      process.off('exit', left)
    },
  }
}
