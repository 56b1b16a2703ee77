import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { built } from '../built.ts'
import { folder, type Ran, type Scanned, scannedAt } from './kit.ts'

// The build has the rule packs parsed already, so every call is many times faster than with the sources. `npm test` builds first.
const { run } = await built<typeof import('../../src/cli/main.ts')>('program/main.js')

/**
 * The command line in this process, in a third of the time: for everything but signals, limits and what goes through real streams,
 * for which `run` and `scan` of kit.ts start the program.
 */
export async function told(
  args: readonly string[],
  cwd: string,
  env: { readonly [name: string]: string } = {},
  now = new Date('2026-01-10T00:00:00Z'),
): Promise<Ran> {
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
    return { status, signal: null, ...text }
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** Scans in this process and reads the report. Fails the test when none was written. */
export async function scanHere(args: readonly string[], cwd: string): Promise<Scanned> {
  const out = join(folder(), 'report')
  return scannedAt(out, await told(['scan', ...args, '-o', out], cwd))
}
