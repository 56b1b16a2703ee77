import { createHash } from 'node:crypto'
import { comparePaths, digestFile, discover, type Found, ignoreRules, placeOf } from '../corpus/index.ts'
import { Stop } from '../stop.ts'
import type { CheckList, Place } from './checks.ts'
import { streamOnce } from './files.ts'
import { lineReader, type ManifestEntry } from './manifest.ts'
import type { SoundManifest } from './report-files.ts'
import type { SignedReport } from './statement.ts'

/**
 * Checks a corpus against a manifest that was already proven to be the signed one. The corpus is walked exactly as the scan walked it,
 * with the ignore rules the report recorded, and contents are hashed: nothing outside the corpus is opened, sizes and times do not matter.
 * Manifest and walk have the same order and pass by each other once, so that the number of files does not matter to memory.
 */

interface CorpusOptions {
  /** The corpus as it was named to the scan: files, folders, patterns. */
  readonly corpus: readonly string[]
  /** Where relative names start; by default the working directory. */
  readonly cwd?: string
  /** Check only these files (gitignore syntax): a partial check, and it says so. */
  readonly only?: readonly string[]
  /** Files the manifest does not list are let through. */
  readonly allowExtra?: boolean
  /** Tell paths beside line numbers; a path can itself be personal, so this is the caller's wish. */
  readonly showPaths?: boolean
  /** Called with the number of bytes hashed since the last call. */
  readonly progress?: (bytes: number) => void
}

const maxPlaces = 100

type Kind = 'changed' | 'missing' | 'symlink' | 'special' | 'extra' | 'unreadable' | 'not-utf8'
/** What was found, by kind: how many, and the first hundred places. */
type Tally = { readonly [kind in Kind]: { total: number; readonly places: Place[] } }

const kinds: readonly Kind[] = ['changed', 'missing', 'symlink', 'special', 'extra', 'unreadable', 'not-utf8']

const oneOr = (one: string, many: string) => (n: number) => (n === 1 ? one : `${n} ${many}`)

const told: { readonly [kind in Kind]: { readonly code: string; readonly en: (n: number) => string; readonly zh: (n: number) => string } } =
  {
    changed: {
      code: 'corpus.changed',
      en: oneOr('1 corpus file has other contents than the audited one', 'corpus files have other contents than the audited ones'),
      zh: (n) => `${n} 个语料文件的内容与审计时不同`,
    },
    missing: {
      code: 'corpus.missing',
      en: oneOr('1 audited file is missing from the corpus', 'audited files are missing from the corpus'),
      zh: (n) => `语料中缺少 ${n} 个已审计的文件`,
    },
    symlink: {
      code: 'corpus.symlink',
      en: oneOr(
        '1 entry of the corpus is a symbolic link that was not there at the scan',
        'entries of the corpus are symbolic links that were not there at the scan',
      ),
      zh: (n) => `语料中有 ${n} 个审计时不存在的符号链接`,
    },
    special: {
      code: 'corpus.special',
      en: oneOr(
        '1 entry of the corpus is a pipe, device or socket that was not there at the scan',
        'entries of the corpus are pipes, devices or sockets that were not there at the scan',
      ),
      zh: (n) => `语料中有 ${n} 个审计时不存在的管道、设备或套接字`,
    },
    extra: {
      code: 'corpus.extra',
      en: oneOr('1 file in the corpus was not audited', 'files in the corpus were not audited'),
      zh: (n) => `语料中有 ${n} 个文件未经审计`,
    },
    unreadable: {
      code: 'corpus.unreadable',
      en: oneOr('1 file or folder of the corpus could not be read', 'files or folders of the corpus could not be read'),
      zh: (n) => `语料中有 ${n} 个文件或目录无法读取`,
    },
    'not-utf8': {
      code: 'corpus.path-not-utf8',
      en: oneOr('1 name in the corpus is not UTF-8 and cannot be compared', 'names in the corpus are not UTF-8 and cannot be compared'),
      zh: (n) => `语料中有 ${n} 个名称不是 UTF-8，无法比对`,
    },
  }

/**
 * Walks the corpus and compares. Every difference is told by kind with manifest line numbers. What the scan itself could not read is
 * expected in the numbers the report gives, and not beyond.
 * @throws Stop usage `corpus.stdin`, `corpus.not-found` and the other Stops of `walk`.
 */
export async function checkCorpus(manifest: SoundManifest, report: SignedReport, list: CheckList, options: CorpusOptions): Promise<void> {
  if (options.corpus.includes('-')) throw pipedAgain()
  const { symlinks, ignore: rules } = report.corpus.serialization
  const walk = () =>
    discover(options.corpus, {
      ignore: rules,
      ignoreFiles: false,
      skipSymlinks: symlinks === 'skip',
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    }).found[Symbol.iterator]()
  const side = comparison(walk(), report, options)
  let asked = 0
  const hash = createHash('sha256')
  let lines: ManifestEntry[] = []
  const reader = lineReader(manifest.lines, (entry) => {
    lines.push(entry)
    return false
  })
  await streamOnce(manifest.file, async (piece) => {
    hash.update(piece)
    reader.add(piece)
    for (const entry of lines) {
      const { path } = entry
      if (path === '-' && manifest.lines === 1) await side.piped(entry, walk())
      else await side.line(entry)
      if (side.wanted(path)) asked++
    }
    lines = []
  })
  // What was compared must be what was proven to be signed, however the file was swapped in between.
  if (hash.digest('hex') !== manifest.sha256) {
    list.failed(
      'corpus.sha256',
      'report.manifest-changed',
      'corpus.sha256 was changed while the corpus was compared with it',
      '在比对语料期间，corpus.sha256 被更改',
    )
    return
  }
  side.end()
  conclude(list, asked, manifest.lines, options, side.tally)
}

/** Manifest lines come in, in order; what the walk has before or at each is judged on the way. */
interface Comparison {
  readonly tally: Tally
  wanted(path: string): boolean
  line(entry: ManifestEntry): Promise<void>
  /** The one line of a corpus that came through standard input: compared with the one file that is named now, if it is one. */
  piped(entry: ManifestEntry, again: Iterator<Found>): Promise<void>
  /** No more lines: what the walk still has is extra. */
  end(): void
}

function comparison(walk: Iterator<Found>, report: SignedReport, options: CorpusOptions): Comparison {
  const tally = Object.fromEntries(kinds.map((kind) => [kind, { total: 0, places: [] }])) as unknown as Tally
  const wanted = chooser(options.only)
  const known = knownAtScan(report)
  /** Lines that have come. */
  let lines = 0
  /** The last folder that could not be opened, with its slash. */
  let closed: string | undefined
  let ahead = walk.next()
  const put = (kind: Kind, path: string, place: Place): void => {
    const row = tally[kind]
    row.total++
    if (row.places.length < maxPlaces) row.places.push(options.showPaths === true ? { ...place, path } : place)
  }
  /** What no line of the manifest names. */
  const beside = (found: Found): void => {
    const { path, state, reason } = found
    if (reason === 'file.folder-unreadable') closed = path === '.' ? '' : `${path}/`
    if (!wanted(path)) return
    if (state === 'readable') {
      if (options.allowExtra !== true) put('extra', path, { after: lines })
    } else if (state !== 'skipped' && !known(reason ?? '')) put(kindOf(reason), path, { after: lines })
  }
  const listed = async ({ path, sha256 }: ManifestEntry, found: Found): Promise<void> => {
    if (!wanted(path)) return
    const kind = found.state === 'readable' ? await compare(found.absolute, sha256, options) : kindOf(found.reason)
    if (kind !== undefined) put(kind, path, { line: lines })
  }
  return {
    tally,
    wanted,
    async line(entry) {
      // What stands nowhere is no line of any manifest.
      while (ahead.done !== true && comparePaths(placeOf(ahead.value) ?? '', entry.path) < 0) {
        beside(ahead.value)
        ahead = walk.next()
      }
      lines++
      if (ahead.done !== true && placeOf(ahead.value) === entry.path) {
        await listed(entry, ahead.value)
        ahead = walk.next()
      } else if (wanted(entry.path)) {
        // What lies in a folder that could not be opened is not missing: nobody knows.
        put(closed !== undefined && entry.path.startsWith(closed) ? 'unreadable' : 'missing', entry.path, { line: lines })
      }
    },
    async piped(entry, again) {
      const [only, more] = [again.next(), again.next()]
      if (only.done === true || more.done !== true) return this.line(entry)
      lines++
      await listed(entry, only.value)
      ahead = more
    },
    end() {
      for (; ahead.done !== true; ahead = walk.next()) beside(ahead.value)
    },
  }
}

function pipedAgain(): Stop {
  return new Stop('usage', 'corpus.stdin', {
    en: 'standard input is not read to verify; name the file that was piped into the scan',
    zh: '验证时不读取标准输入；请给出扫描时经管道输入的那个文件',
  })
}

/** Hashes a file as it lies there; a link, pipe or other thing put in its place since the walk is refused. */
async function compare(absolute: string, sha256: string, options: CorpusOptions): Promise<Kind | undefined> {
  const read = await digestFile(absolute, options.progress === undefined ? {} : { onBytes: options.progress })
  if (typeof read === 'string') return kindOf(read)
  if (read.fault !== undefined) return kindOf(read.fault)
  return read.sha256 === sha256 ? undefined : 'changed'
}

function kindOf(reason: string | undefined): Kind {
  switch (reason) {
    case 'file.symlink':
      return 'symlink'
    case 'file.special':
      return 'special'
    case 'file.path-not-utf8':
      return 'not-utf8'
    case 'file.vanished':
      return 'missing'
    case 'file.changed':
      return 'changed'
    default:
      return 'unreadable'
  }
}

/** Takes one off the number of entries the report says the scan could not read for a reason; false when there is none left. */
function knownAtScan(report: SignedReport): (reason: string) => boolean {
  const left = new Map<string, number>()
  for (const row of report.coverage.reasons ?? []) left.set(row.reason, (left.get(row.reason) ?? 0) + row.files)
  return (reason) => {
    const count = left.get(reason) ?? 0
    left.set(reason, count - 1)
    return count > 0
  }
}

function chooser(only: readonly string[] | undefined): (path: string) => boolean {
  if (only === undefined) return () => true
  const rules = ignoreRules()
  rules.add(only)
  return (path) => rules.ignores(path, false)
}

function conclude(list: CheckList, asked: number, all: number, options: CorpusOptions, tally: Tally): void {
  if (asked === 0 && options.only !== undefined) {
    list.failed(
      'corpus',
      'corpus.nothing-asked',
      'no line of the manifest matches the files asked for, so nothing was checked',
      '清单中没有与指定文件匹配的行，未检查任何内容',
    )
    return
  }
  for (const kind of kinds) {
    const { total, places } = tally[kind]
    if (total === 0) continue
    const { code, en, zh } = told[kind]
    const where = placesIn(places, total)
    const tell = kind === 'unreadable' || kind === 'not-utf8' ? list.unreadable : list.failed
    tell('corpus', code, `${en(total)}: ${where.en}`, `${zh(total)}：${where.zh}`, places)
  }
  if (kinds.some((kind) => tally[kind].total > 0)) return
  if (options.only !== undefined) {
    list.passed(
      'corpus',
      'corpus.partial',
      `partial: ${asked} of ${all} corpus files ${asked === 1 ? 'is the audited one' : 'are the audited ones'}; the others were not looked at`,
      `部分检查：${all} 个语料文件中的 ${asked} 个与审计时一致，其余未检查`,
    )
    return
  }
  const extra = options.allowExtra === true ? ['; files beside them were let through', '；其余文件按要求放行'] : ['', '']
  list.passed(
    'corpus',
    'corpus',
    `${all === 1 ? 'the only corpus file is the audited one' : `all ${all} corpus files are the audited ones`}${extra[0]}`,
    `全部 ${all} 个语料文件与审计时一致${extra[1]}`,
  )
}

/** The first ten places in words. */
function placesIn(places: readonly Place[], total: number): { en: string; zh: string } {
  const shown = places.slice(0, 10)
  const rest = total - shown.length
  const en = shown.map((place) => (place.line === undefined ? `after line ${place.after}` : `line ${place.line}`)).join(', ')
  const zh = shown.map((place) => (place.line === undefined ? `第 ${place.after} 行之后` : `第 ${place.line} 行`)).join('、')
  return {
    en: `${en} of corpus.sha256${rest > 0 ? ` and ${rest} more` : ''}`,
    zh: `corpus.sha256 ${zh}${rest > 0 ? ` 等，另有 ${rest} 处` : ''}`,
  }
}
