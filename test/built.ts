import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The program that people start. `npm test` builds first; `DATAAUDIT_BIN` runs the tests against another build. */
export const bin = process.env.DATAAUDIT_BIN ?? fileURLToPath(new URL('../bin/dataaudit.js', import.meta.url))

/** Where that program, its `dist/` and its rules are. */
export const home = dirname(dirname(bin))

/**
 * A module of `dist/`, as Node.js loads it. In what vitest loads from the sources every use of an imported name is a look-up: good for reading
 * failures, and two to three times as slow where something is done ten million times.
 */
export const built = async <Module>(path: string): Promise<Module> =>
  (await import(/* @vite-ignore */ pathToFileURL(join(home, 'dist', path)).href)) as Module
