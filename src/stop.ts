import type { Words } from './model.ts'

/** Exit codes, documented in the README: the only numbers the program ends with, besides 128 + signal: of those SIGABRT, 134, is Node.js out of memory, which nothing in the process outlives. */
export const exitCodes = { passed: 0, gate: 1, usage: 2, incomplete: 3, verification: 4, bug: 70, transient: 75 } as const
export type ExitName = keyof typeof exitCodes

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
