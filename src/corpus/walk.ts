import { isUtf8 } from 'node:buffer'
import { type BigIntStats, closeSync, constants, type Dirent, lstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type Library from 'fast-glob'
import { Stop } from '../stop.ts'
import type { FaultCode } from '../words/faults.ts'
import { nearest } from '../words/nearest.ts'
import { ignoreFile, ignoreRules, literalPattern } from './ignore-rules.ts'
import { comparePaths } from './manifest.ts'
import { stampOf } from './stored.ts'

/** One thing found in the corpus, before it has a number. */
export interface Found {
  /** POSIX path relative to the root; `-` is standard input. Bytes of a name that are not UTF-8 show as U+FFFD. */
  readonly path: string
  readonly absolute: string
  /** Stored bytes; -1 when unknown. */
  readonly size: number
  readonly state: 'readable' | 'skipped' | 'unreadable'
  readonly reason?: FaultCode
  /** Size, modification and change time and inode as listed; only of a file that can be read. */
  readonly stamp?: string
}

/** One thing found in the corpus. */
export interface Entry extends Found {
  /** 1-based. Files that can be read come first, in path order, so that the number is the line in `corpus.sha256`; then all others. */
  readonly file: number
}

/** Where a corpus lies and what is found there, one by one: memory does not grow with the number of files. */
interface Discovery extends Omit<Corpus, 'entries'> {
  /**
   * In the order of the UTF-8 bytes of the paths, with a slash behind that of a folder that cannot be read: it stands before what would lie in
   * it. Names that are not UTF-8 come in no particular place. May be gone through once; `ignore` is complete when it has ended.
   */
  readonly found: Iterable<Found>
}

export interface Corpus {
  /** Absolute path of the deepest folder that holds every argument. Never printed in a report. */
  readonly root: string
  /** Sorted by the UTF-8 bytes of the path. */
  readonly entries: readonly Entry[]
  readonly symlinks: 'reject' | 'skip'
  /** Every ignore rule that was applied, relative to the root. */
  readonly ignore: readonly string[]
}

export interface WalkOptions {
  /** Where relative arguments start; by default the working directory. */
  readonly cwd?: string
  /** Ignore rules relative to the root: on verify, the ones the report recorded. */
  readonly ignore?: readonly string[]
  /** False: `.dataauditignore` files and the built-in rule for `.git` are not applied, only `ignore` is. */
  readonly ignoreFiles?: boolean
  /** Absolute paths that are left out where they lie inside the corpus: the tool's own report folder. */
  readonly exclude?: readonly string[]
  /** Symbolic links count as skipped, not as unreadable. */
  readonly skipSymlinks?: boolean
}

/**
 * Finds the files of a corpus: files, folders and glob patterns; `-` alone is standard input. Hidden files count; links are not
 * followed (a folder named as an argument may itself be one); nothing is left out in silence but what an ignore rule names.
 * Folders are listed by hand because fast-glob loses names that hold a newline or are not UTF-8; patterns go through fast-glob.
 *
 * @throws Stop `usage`, codes `corpus.no-paths`, `corpus.not-found`, `corpus.name`, `corpus.stdin-mixed` and `corpus.ignore-stars`.
 */
export const walk = async (paths: readonly string[], options: WalkOptions = {}): Promise<Corpus> => {
  const { found, ...corpus } = discover(paths, options)
  return { ...corpus, entries: numbered([...found]) }
}

/** `walk` without a list of what is found. @throws Stop as `walk` does, before the first file */
export const discover = (paths: readonly string[], options: WalkOptions = {}): Discovery => {
  const cwd = resolve(options.cwd ?? '.')
  if (paths.length === 0)
    throw stop(
      'no-paths',
      'no corpus was named: give a file, a folder, or - for standard input',
      '未指定语料：请给出文件、目录，或用 - 表示标准输入',
    )
  const symlinks = options.skipSymlinks === true ? 'skip' : 'reject'
  if (paths.includes('-')) {
    if (paths.length > 1) throw stop('stdin-mixed', '- (standard input) must be the only corpus named', '-（标准输入）必须是唯一的语料参数')
    return { root: cwd, found: [{ path: '-', absolute: '-', size: -1, state: 'readable' }], symlinks, ignore: [] }
  }

  const starts = paths.flatMap((path) => start(path, cwd))
  const root = starts.map((one) => (one.folder ? one.absolute : dirname(one.absolute))).reduce(common)
  const rules = ignoreRules()
  if (options.ignoreFiles !== false) rules.add(['.git'])
  for (const path of options.exclude ?? []) {
    const inside = posix(relative(root, resolve(cwd, path)))
    if (inside !== '' && inside !== '..' && !inside.startsWith('../')) rules.add([`/${literalPattern(inside)}`])
  }
  rules.add(options.ignore ?? [])
  const loaded = new Set<string>()

  /** Reads the ignore files of a folder and, first, of those above it: the deeper file wins. */
  const loadRules = (folder: string): void => {
    if (options.ignoreFiles === false || loaded.has(folder)) return
    loaded.add(folder)
    if (folder !== '') loadRules(parentOf(folder))
    let text = ''
    try {
      const file = join(root, folder, ignoreFile)
      // A pipe would never end, and a link leads out of the corpus.
      if (lstatSync(file).isFile()) text = readFileSync(file, 'utf8')
    } catch {
      // No ignore file here; one that cannot be read is met again as an unreadable file.
    }
    rules.addFile(folder, text)
  }

  const visit = function* (folder: string, absolute: string): Generator<Found> {
    let names: Dirent<Buffer>[]
    try {
      names = readdirSync(absolute, { withFileTypes: true, encoding: 'buffer' }) as unknown as Dirent<Buffer>[]
    } catch (error) {
      const vanished = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const reason = vanished ? 'file.vanished' : 'file.folder-unreadable'
      yield { path: folder === '' ? '.' : folder, absolute, size: 0, state: 'unreadable', reason }
      return
    }
    loadRules(folder)
    // With its slash a folder stands where the paths in it belong: after `a.txt`, before `a0`.
    const listed = names.map((entry) => ({ entry, order: entry.isDirectory() ? Buffer.concat([entry.name, slash]) : entry.name }))
    listed.sort((a, b) => Buffer.compare(a.order, b.order))
    for (const { entry } of listed) {
      const name = entry.name.toString('utf8')
      const path = folder === '' ? name : `${folder}/${name}`
      if (rules.ignores(path, entry.isDirectory())) continue
      if (!isUtf8(entry.name)) {
        const raw = Buffer.concat([Buffer.from(absolute + sep), entry.name])
        const size = sizeOf(raw)
        yield { path, absolute: join(absolute, name), size, state: 'unreadable', reason: 'file.path-not-utf8' }
      } else if (entry.isDirectory()) yield* visit(path, join(absolute, name))
      else yield judged(path, join(absolute, name), symlinks)
    }
  }

  const from = function* ({ path, absolute, folder }: Start): Generator<Found> {
    loadRules(folder ? path : parentOf(path))
    // A rule speaks for what the user names, too: on verify the same rules are applied to the whole root.
    if (path !== '' && rules.ignores(path, folder)) return
    if (folder) yield* visit(path, absolute)
    else yield judged(path, absolute, symlinks)
  }
  const placed = starts.map((one) => ({ ...one, path: posix(relative(root, one.absolute)) }))
  return { root, found: merged(apart(placed, root), from), symlinks, ignore: rules.patterns }
}

/**
 * Where something found stands in the order of paths; undefined for a name that is not UTF-8, which stands nowhere. A folder that cannot be
 * read stands before what would lie in it.
 */
export const placeOf = ({ path, reason }: Found): string | undefined =>
  reason === 'file.path-not-utf8' ? undefined : reason === 'file.folder-unreadable' ? folderKey(path === '.' ? '' : path) : path

const slash = Buffer.from('/')
const folderKey = (folder: string): string => (folder === '' ? '' : `${folder}/`)
const keyOf = (one: Start): string => (one.folder ? folderKey(one.path) : one.path)

/** Starts in order, each once, without those that are met on the way from another. No way leads through a link, though. */
const apart = (starts: readonly Start[], root: string): Start[] => {
  const folders = new Set(starts.filter((one) => one.folder).map((one) => one.path))
  const met = (one: Start): boolean => {
    let path = one.path
    if (one.folder && path !== '' && isLink(one.absolute)) return false
    while (path !== '') {
      path = parentOf(path)
      if (folders.has(path)) return true
      if (path !== '' && folders.size > 0 && isLink(join(root, path))) return false
    }
    return false
  }
  const unique = new Map(starts.map((one) => [keyOf(one), one]))
  return [...unique.values()].filter((one) => !met(one)).sort((a, b) => comparePaths(keyOf(a), keyOf(b)))
}

/** What is found from all starts, in one order. Nothing of a start comes before its own key, so that few are open at a time. */
const merged = function* (starts: readonly Start[], from: (start: Start) => Generator<Found>): Generator<Found> {
  const open: { head: Found; readonly rest: Generator<Found> }[] = []
  let next = 0
  for (;;) {
    let first = open[0]
    for (const one of open) if (comparePaths(placeOf(one.head) ?? '', placeOf(first!.head) ?? '') < 0) first = one
    const coming = starts[next]
    if (coming !== undefined && (first === undefined || comparePaths(keyOf(coming), placeOf(first.head) ?? '') <= 0)) {
      next++
      const rest = from(coming)
      const head = rest.next()
      if (head.done !== true) open.push({ head: head.value, rest })
      continue
    }
    if (first === undefined) return
    yield first.head
    const step = first.rest.next()
    if (step.done === true) open.splice(open.indexOf(first), 1)
    else first.head = step.value
  }
}

/** Sorts by path bytes and numbers: the files that can be hashed first, because their numbers are lines of the manifest. */
const numbered = (found: Found[]): Entry[] => {
  found.sort((a, b) => comparePaths(a.path, b.path))
  let line = 0
  let rest = found.reduce((n, one) => n + (one.state === 'readable' ? 1 : 0), 0)
  // Written out and not spread: a million of them then take half the memory.
  return found.map(({ path, absolute, size, state, reason, stamp }) =>
    state === 'readable'
      ? { file: ++line, path, absolute, size, state, stamp: stamp! }
      : { file: ++rest, path, absolute, size, state, reason: reason! },
  )
}

/** What a directory entry is to a corpus. */
const judged = (path: string, absolute: string, symlinks: 'reject' | 'skip'): Found => {
  const not = (reason: FaultCode, size = 0, state: 'skipped' | 'unreadable' = 'unreadable'): Found => ({
    path,
    absolute,
    size,
    state,
    reason,
  })
  let stats: BigIntStats
  try {
    stats = lstatSync(absolute, { bigint: true })
  } catch (error) {
    const vanished = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return not(vanished ? 'file.vanished' : 'file.unreadable')
  }
  if (stats.isSymbolicLink()) return not('file.symlink', 0, symlinks === 'skip' ? 'skipped' : 'unreadable')
  if (!stats.isFile()) return not('file.special')
  const size = Number(stats.size)
  try {
    closeSync(openSync(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)))
  } catch {
    return not('file.unreadable', size)
  }
  return { path, absolute, size, state: 'readable', stamp: stampOf(stats) }
}

const sizeOf = (path: Buffer): number => {
  try {
    const stats = lstatSync(path)
    return stats.isFile() ? stats.size : 0
  } catch {
    return 0
  }
}

/** An argument, or what a pattern of it matches, and its path relative to the root. */
interface Start {
  readonly path: string
  readonly absolute: string
  readonly folder: boolean
}

/** An argument as absolute paths: itself, or what a pattern matches. */
const start = (path: string, cwd: string): Omit<Start, 'path'>[] => {
  const absolute = resolve(cwd, path)
  try {
    // A link to a folder is a folder here: the user named it. A link to a file stays a link and is refused later.
    return [{ absolute, folder: lstatSync(absolute).isDirectory() || isFolder(absolute) }]
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      throw stop('not-found', `${path} cannot be opened (${code}): check its permissions`, `${path} 无法打开（${code}）：请检查权限`)
    }
  }
  // Loaded for what is no file or folder: it takes longer, and more memory, than the walk of a small corpus.
  const fastGlob = createRequire(import.meta.url)('fast-glob') as typeof Library
  if (fastGlob.isDynamicPattern(path)) {
    const matches = fastGlob.sync(path, { cwd, dot: true, followSymbolicLinks: false, onlyFiles: false, suppressErrors: true })
    // Links stay in, to be refused by name; folders go, because what is in them has to match for itself.
    const files = matches.map((match) => ({ absolute: resolve(cwd, match), folder: false })).filter((one) => !isRealFolder(one.absolute))
    if (files.length > 0) return files
    throw stop('not-found', `no file matches the pattern ${path}; check the pattern`, `没有文件匹配模式 ${path}；请检查该模式`)
  }
  // A name with a number or an address in it may be personal and is not held out to anybody.
  const close = nearest(
    basename(path),
    namesIn(dirname(absolute)).filter((name) => !/\p{Nd}{5}|[@＠]/u.test(name)),
  )
  // Node.js hands a name that is not UTF-8 over with signs in the place of what it could not read, here as in a listing.
  if (close === basename(path))
    throw stop('name', `the name of ${path} is not UTF-8; rename it first`, `${path} 的名称不是 UTF-8 编码；请先重命名`)
  const meant = close === undefined ? undefined : join(dirname(path), close)
  throw stop(
    'not-found',
    `${path} does not exist; ${meant === undefined ? 'check the path' : `did you mean ${meant}?`}`,
    `${path} 不存在；${meant === undefined ? '请检查路径' : `是否想输入 ${meant}？`}`,
  )
}

const isFolder = (absolute: string): boolean => {
  try {
    return statSync(absolute).isDirectory()
  } catch {
    return false
  }
}

const isLink = (absolute: string): boolean => {
  try {
    return lstatSync(absolute).isSymbolicLink()
  } catch {
    return false
  }
}

const isRealFolder = (absolute: string): boolean => {
  try {
    return lstatSync(absolute).isDirectory()
  } catch {
    return false
  }
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** The deepest folder that holds both. */
const common = (a: string, b: string): string => {
  let folder = a
  while (b !== folder && !b.startsWith(folder.endsWith(sep) ? folder : folder + sep)) folder = dirname(folder)
  return folder
}

const posix = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'))
const parentOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
const stop = (code: string, en: string, zh: string): Stop => new Stop('usage', `corpus.${code}`, { en, zh })
