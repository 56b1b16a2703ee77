import { closeSync, existsSync, lstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { isIsoDay } from '../checksum/calendar.ts'
import { type Config, defaultConfig, leastRecordBytes, mostRecordBytes, parseConfig } from '../config.ts'
import type { Words } from '../model.ts'
import { defaultPolicy, type Policy, parsePolicy } from '../policy.ts'
import { parseSources, type Sources } from '../sources/index.ts'
import { Stop } from '../stop.ts'
import { defaultAsOf } from '../version.ts'
import { type Io, type Voice, warn } from './io.ts'
import { wanted } from './usage.ts'

/** Reading options: a flag goes before its DATAAUDIT_ variable, that before the configuration, that before the default. */

/** An option that its DATAAUDIT_ variable may also give. */
export function option(flags: string, description: string): Option {
  const made = new Option(flags, description)
  return made.env(
    `DATAAUDIT_${made
      .attributeName()
      .replace(/[A-Z]/g, (letter) => `_${letter}`)
      .toUpperCase()}`,
  )
}

/** What --as-of is, in both languages. */
export const asOfWords = `day that ages and dates are judged against (default ${defaultAsOf}, which comes with the version) / 判断年龄和日期的基准日（默认 ${defaultAsOf}，随程序版本而定）`

/** A positive whole number. */
export function wholeNumber(text: string): number {
  const n = Number(text)
  if (!Number.isSafeInteger(n) || n < 1) throw new InvalidArgumentError(wanted.wholeNumber.en)
  return n
}

/** Threads of a run: those asked for, but no more than a machine of this size can be meant to have; undefined: as the corpus deserves. */
export function threadsOf(asked: number | undefined, io: Io, voice: Voice): number | undefined {
  const most = Math.max(8, 4 * availableParallelism())
  if (asked === undefined || asked <= most) return asked
  warn(io, voice, {
    en: `--workers ${asked} is more than this machine has use for; ${most} threads are started, with the same result`,
    zh: `--workers ${asked} 超出本机所需，改用 ${most} 个线程，结果不变`,
  })
  return most
}

const units: { readonly [unit: string]: number } = { '': 1, k: 1e3, m: 1e6, g: 1e9, ki: 1024, mi: 1024 ** 2, gi: 1024 ** 3 }

/** A size in bytes: `1048576`, `64MiB`, `1GB`. */
export function byteSize(text: string): number {
  const m = /^(\d{1,15})\s*([kmg]i?)?b?$/i.exec(text.trim())
  const n = m === null ? Number.NaN : Number(m[1]) * units[(m[2] ?? '').toLowerCase()]!
  if (!Number.isSafeInteger(n) || n < 1) throw new InvalidArgumentError(wanted.byteSize.en)
  return n
}

/** The longest record, within the bounds that hold for a configuration too. */
export function recordBytes(text: string): number {
  const n = byteSize(text)
  if (n < leastRecordBytes || n > mostRecordBytes) throw new InvalidArgumentError(wanted.recordBytes.en)
  return n
}

/** A calendar date, YYYY-MM-DD. */
export function calendarDate(text: string): string {
  if (!isIsoDay(text)) throw new InvalidArgumentError(wanted.calendarDate.en)
  return text
}

const unreadable: { readonly [code: string]: Words } = {
  ENOENT: { en: 'it does not exist', zh: '文件不存在' },
  ENOTDIR: { en: 'a part of the path is a file, not a folder', zh: '路径中有一段是文件而非目录' },
  EISDIR: { en: 'it is a folder', zh: '这是一个目录' },
  EACCES: { en: 'no permission', zh: '没有权限' },
  EPERM: { en: 'no permission', zh: '没有权限' },
}

/** Why a file or folder could not be read or made, where nothing better is known. */
export const diskFailed: Words = { en: 'the disk or its file system failed', zh: '磁盘或文件系统出错' }

/** Longest of what people write: longer is no such file, or a device that never ends. */
const longest = 256 * 1024 * 1024

/** A file in one go, pipes too; undefined when it is longer than that. */
function readWhole(path: string): Buffer | undefined {
  const file = openSync(path, 'r')
  try {
    const pieces: Buffer[] = []
    for (let length = 0; length <= longest; ) {
      const piece = Buffer.allocUnsafe(Math.max(65_536, length))
      const read = readSync(file, piece)
      if (read === 0) return Buffer.concat(pieces)
      pieces.push(piece.subarray(0, read))
      length += read
    }
    return undefined
  } finally {
    closeSync(file)
  }
}

/** The bytes of a file the user named, which may be a pipe. @throws Stop exit 2 when it cannot be read */
export function readNamed(path: string, cwd: string, what: Words, reason = 'file.unreadable'): Buffer {
  let why: Words = { en: 'it is longer than 256 MiB or never ends', zh: '超过 256 MiB，或没有结尾' }
  try {
    const bytes = readWhole(resolve(cwd, path))
    if (bytes !== undefined) return bytes
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    why = unreadable[code] ?? diskFailed
  }
  throw new Stop('usage', reason, {
    en: `${what.en} "${path}" cannot be read: ${why.en}; check the path`,
    zh: `无法读取${what.zh}“${path}”：${why.zh}；请检查路径`,
  })
}

const configNames = ['dataaudit.config.yaml', 'dataaudit.config.yml', 'dataaudit.config.json']

/** A configuration and the folder its paths start from. */
export interface FoundConfig {
  readonly config: Config
  readonly folder: string
  /** As it is called in messages; absent when the defaults hold. */
  readonly file?: string
}

/**
 * Finds the configuration: the file named, or the first one from the working directory up to the root of the repository. False: none is used.
 * @throws Stop exit 2: a file that cannot be read or that the schema refuses
 */
export function findConfig(cwd: string, named: string | false | undefined): FoundConfig {
  if (named === false) return { config: defaultConfig, folder: cwd }
  if (named !== undefined) {
    const file = resolve(cwd, named)
    const text = readNamed(named, cwd, { en: 'the configuration', zh: '配置文件' }).toString('utf8')
    return { config: parseConfig(text, named), folder: dirname(file), file: named }
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of configNames) {
      const file = join(folder, name)
      if (existsSync(file) && statSync(file).isFile()) return { config: parseConfig(readFileSync(file, 'utf8'), name), folder, file }
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return { config: defaultConfig, folder: cwd }
  }
}

/** Rule packs beside the built-in ones: those of the configuration, from where it lies, and those of the flag. */
export const packsOf = (options: { readonly rules?: readonly string[] }, { config, folder }: FoundConfig): string[] => [
  ...config.rules.map((name) => (name.startsWith('.') ? join(folder, name) : name)),
  ...(options.rules ?? []),
]

/** The policy: a flag's file, else the configuration's file or policy, else the default; `--fail-on` and `--allow-unreadable` change it. */
export function policyOf(
  options: { policy?: string; failOn?: Policy['failOn']; allowUnreadable?: string },
  cwd: string,
  found: FoundConfig,
): Policy {
  const what = { en: 'the policy', zh: '策略文件' }
  const configured = found.config.policy
  let policy: Policy = defaultPolicy
  if (options.policy !== undefined) policy = parsePolicy(readNamed(options.policy, cwd, what).toString('utf8'), options.policy)
  else if (typeof configured === 'string') policy = parsePolicy(readNamed(configured, found.folder, what).toString('utf8'), configured)
  else if (configured !== undefined) policy = configured
  if (options.failOn !== undefined) policy = { ...policy, failOn: options.failOn }
  if (options.allowUnreadable !== undefined) {
    const allowed = /^\d+$/.test(options.allowUnreadable) ? Number(options.allowUnreadable) : options.allowUnreadable
    const share = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(options.allowUnreadable)?.[1]
    if (!Number.isSafeInteger(allowed) && (share === undefined || Number(share) > 100)) {
      throw new Stop('usage', 'policy.invalid', {
        en: `--allow-unreadable cannot be "${options.allowUnreadable}"; give a number of files and records such as 10, or a share of the bytes such as 0.5%`,
        zh: `--allow-unreadable 不能是“${options.allowUnreadable}”；请给出文件与记录数，如 10，或者字节占比，如 0.5%`,
      })
    }
    policy = { ...policy, faults: { ...policy.faults, allowUnreadable: allowed } }
  }
  return policy
}

/** The sources manifest: a flag's file, else the configuration's, else `dataaudit.sources.yaml` beside the configuration. */
export const sourcesOf = (named: string | undefined, cwd: string, found: FoundConfig): Sources | undefined =>
  foundSources(named, cwd, found)?.sources

/** The sources manifest and the folder its documents lie in. */
export interface FoundSources {
  readonly sources: Sources
  readonly folder: string
  /** As it is called in messages. */
  readonly file: string
}

const sourcesName = 'dataaudit.sources.yaml'

/**
 * As `sourcesOf`, with the folder of the manifest; last of all it is looked for in the corpus itself, where that is one folder.
 * @throws Stop exit 2: a file that cannot be read or that the schema refuses
 */
export function foundSources(
  named: string | undefined,
  cwd: string,
  found: FoundConfig,
  corpus: readonly string[] = [],
): FoundSources | undefined {
  const what = { en: 'the sources manifest', zh: '语料来源清单' }
  const at = (path: string, base: string): FoundSources => ({
    sources: parseSources(readNamed(path, base, what).toString('utf8'), path),
    folder: dirname(resolve(base, path)),
    file: path,
  })
  if (named !== undefined) return at(named, cwd)
  const configured = found.config.sources
  if (configured !== undefined) return at(configured, found.folder)
  if (existsSync(join(found.folder, sourcesName))) return at(sourcesName, found.folder)
  const inside = corpus.length === 1 ? join(corpus[0]!, sourcesName) : undefined
  // What a corpus brings may be a pipe that nobody writes to, or a link out of it.
  const plain = inside !== undefined && existsSync(resolve(cwd, inside)) && lstatSync(resolve(cwd, inside)).isFile()
  return plain ? at(inside, cwd) : undefined
}
