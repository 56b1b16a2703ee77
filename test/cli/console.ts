import { PassThrough } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { bin } from './kit.ts'

// The build has the rule packs parsed already, so every call is many times faster than with the sources. `npm test` builds first.
const built = new URL('../dist/program/main.js', pathToFileURL(bin)).href
const { run } = (await import(/* @vite-ignore */ built)) as typeof import('../../src/cli/main.ts')

/** What a run gave, as the shell sees it. */
export interface Told {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * The command line in this process, a third of the time of a child process: for everything but signals, limits and what is written
 * to real streams, for which `run` of kit.ts starts the program.
 */
export async function told(
  args: readonly string[],
  cwd: string,
  env: { readonly [name: string]: string } = {},
  now = new Date('2026-01-10T00:00:00Z'),
): Promise<Told> {
  const text = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => new PassThrough().on('data', (chunk: Buffer) => (text[name] += chunk.toString()))
  // The library that reads the command line looks at the process.
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]))
  Object.assign(process.env, env)
  try {
    const status = await run(args, {
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      stdin: new PassThrough(),
      env,
      cwd,
      now: () => now,
    })
    return { status, ...text }
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
