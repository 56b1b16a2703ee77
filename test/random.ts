// @ts-expect-error: a script in plain JavaScript
import * as script from '../scripts/random.js'

/** The generator of `scripts/random.js`, and what draws from it, with their types. */
export const { seeded, drawn } = script as {
  readonly seeded: (seed: number) => () => number
  readonly drawn: (random: () => number, alphabet: string, length: number) => string
}
