/** The first SIGINT or SIGTERM asks the workers to stop, so that what was read is kept; the second ends the process at once. */
export function watchSignals(): { flag: Int32Array; signal: () => number | undefined; release: () => void } {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  let code: number | undefined
  const on = (number: number) => () => {
    if (code !== undefined) process.exit(number)
    code = number
    Atomics.store(flag, 0, 1)
  }
  const listeners = { SIGINT: on(130), SIGTERM: on(143) }
  for (const [name, listener] of Object.entries(listeners)) process.on(name, listener)
  return {
    flag,
    signal: () => code,
    release() {
      for (const [name, listener] of Object.entries(listeners)) process.off(name, listener)
    },
  }
}
