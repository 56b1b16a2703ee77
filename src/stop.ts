import type { Words } from './model.ts'

/** Exit codes, documented in the README: the only numbers the program ends with, besides 128 + signal: of those SIGABRT, 134, is Node.js out of memory, which nothing in the process outlives. */
export const exitCodes = { passed: 0, gate: 1, usage: 2, incomplete: 3, verification: 4, bug: 70, transient: 75 } as const
export type ExitName = keyof typeof exitCodes

/** Codes of the system for a write that may succeed once somebody makes room or sees to the disk. */
export const fullDisk: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS'])

/** An expected end of the run: a sentence in both languages that names the value, the place and the way out, and an exit code. */
export class Stop extends Error {
  readonly exit: ExitName
  /** Stable reason code such as `rules.unknown-validator`, for `--json`. */
  readonly code: string
  readonly words: Words
  constructor(exit: ExitName, code: string, words: Words) {
    super(words.en)
    this.name = 'Stop'
    this.exit = exit
    this.code = code
    this.words = words
  }
}

/**
 * What an error at the start of a WebAssembly module means. A `RangeError` is memory it did not get: V8 sets some 10 GB of addresses aside for
 * each, which a limit such as `ulimit -v` refuses though little of it is ever used. Node.js has a switch that does without.
 */
export function addressSpace(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error
  return new Stop('transient', 'memory.address-space', {
    en: 'there are not enough addresses for WebAssembly, mostly because of a limit (ulimit -v) or too many threads; lift the limit, or set NODE_OPTIONS=--disable-wasm-trap-handler, which needs a fraction of them',
    zh: '可用地址空间不足以运行 WebAssembly，多因地址空间限制（ulimit -v）或线程过多；请放宽限制，或设置 NODE_OPTIONS=--disable-wasm-trap-handler（所需地址空间少得多）',
  })
}

/** What an error while WebAssembly memory grows means: a `RangeError` is memory that the system, or a limit, did not give for a long record. */
export function memoryRefused(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error
  return new Stop('transient', 'memory.refused', {
    en: 'the system gave no more memory, mostly because of a limit (ulimit -v, or that of a container); lift the limit, or start over with a lower --max-record-bytes or fewer --workers',
    zh: '系统未能提供更多内存，多因内存限制（ulimit -v 或容器限额）；请放宽限制，或调低 --max-record-bytes、减少 --workers 后重新开始',
  })
}
