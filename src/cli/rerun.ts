import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Command } from 'commander'
import type { Json } from '../model.ts'
import { reportSchema } from '../report/index.ts'
import { Stop } from '../stop.ts'
import type { CommandIo } from './io.ts'
import { register } from './scan.ts'

/** A scan that is to be repeated. */
interface ScanToRepeat {
  /** The folder its report lies in. */
  readonly folder: string
  /** Its report, as it was signed. */
  readonly signed: Json
  /** The corpus, as it is named now. */
  readonly corpus: readonly string[]
  /** Further arguments of `scan`, given after `--`. */
  readonly more: readonly string[]
}

/**
 * Repeats a scan for `verify --rerun`: what the report says of its settings comes from the report, the rest (rules, keywords, sources, policy,
 * configuration file) is found as `scan` finds it, or given after `--`. The report goes to a temporary folder, which `use` gets.
 *
 * @throws Stop usage `rerun.unreadable-report`, and whatever the scan throws
 */
export async function scanAgain(
  { folder, signed, corpus, more }: ScanToRepeat,
  io: CommandIo,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const report = reportSchema.safeParse(signed).data
  if (report === undefined) {
    throw new Stop('usage', 'rerun.unreadable-report', {
      en: 'the report has not the form of this version, so its scan cannot be repeated here; use the version that wrote it',
      zh: '报告不是本版本的格式，无法在此重新扫描；请使用生成该报告的版本',
    })
  }
  const { config, corpus: bound } = report
  const settings = [
    ...['--lang', config.lang],
    ...['--as-of', report.asOf],
    ...['--profile', report.profile],
    ...['--split', config.limits.split],
    ...['--max-record-bytes', String(config.limits.maxRecordBytes)],
    ...(config.names.includes('heuristic') ? ['--names'] : []),
    ...(bound.serialization.symlinks === 'skip' ? ['--skip-symlinks'] : []),
  ]
  const out = await mkdtemp(join(tmpdir(), 'dataaudit-rerun-'))
  try {
    // Nothing of the caller's environment: its key, its output folder and its language are for another command.
    const env = Object.fromEntries(Object.entries(io.env).filter(([name]) => !name.startsWith('DATAAUDIT_')))
    const quiet = () => new PassThrough().resume()
    const inner: CommandIo = { ...io, env, stdout: quiet(), stderr: quiet(), exit: 0 }
    const program = new Command('dataaudit').exitOverride().option('--lang <lang>').option('-q, --quiet')
    // What is wrong with the options is said once, by whoever called.
    program.configureOutput({ outputError: () => {} })
    register(program, inner)
    await program.parseAsync(
      ['scan', ...corpus, ...settings, '--quiet', '--no-run-metadata', '--out', out, '--excluded', folder, ...more],
      { from: 'user' },
    )
    await use(out)
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}
