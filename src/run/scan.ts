import { rename } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type EarlierReport, openFindings } from '../attest/open-findings.ts'
import { leakCheck } from '../attest/self-scan.ts'
import { type Config, defaultConfig, defaultPolicy } from '../config.ts'
import { type Corpus, manifestPieces, planShards, type StoredResult, walk } from '../corpus/index.ts'
import { type FaultCode, faultOf } from '../faults.ts'
import type { ReadLimits, Rule, Shard } from '../model.ts'
import type { Policy } from '../policy.ts'
import type { Report } from '../report/index.ts'
import type { ImportedTrace } from '../report/remediation.ts'
import { prepareProfile } from '../requirements/index.ts'
import {
  type CompiledRules,
  compileChecked,
  enabledRules,
  graded,
  type KeywordLibrary,
  loadRuleBook,
  Matcher,
  type NerModel,
  type RuleBook,
} from '../rules/index.ts'
import { type Documents, type Sources, withOrigins } from '../sources/index.ts'
import { addFault, createTally, mergeTally, type Tally } from '../statistics/index.ts'
import { Stop } from '../stop.ts'
import { defaultAsOf } from '../version.ts'
import { assemble } from './assemble.ts'
import { crewSize, mayPass, runCrew } from './crew.ts'
import { type FileOutcome, lean, outcomesOf, recordBases, type Work } from './outcomes.ts'
import { beginPartial, forgetPartial, hasKept, type KeptWork, keep, partialFolder, readPartial, spoolFile } from './partial.ts'
import { checkUnchanged, planOf, type RunPlan } from './resume.ts'
import { joinSpools } from './spool.ts'
import { type ShardResult, storedBytes, type Task } from './work.ts'

/** How far a scan is. Bytes are stored bytes; a total of 0 is unknown. */
export interface ScanProgress {
  readonly bytes: number
  readonly totalBytes: number
  readonly records: number
  readonly findings: number
}

/** Everything a scan depends on, and nothing else: the same job over the same corpus gives the same bytes. */
export interface ScanJob {
  readonly paths: readonly string[]
  readonly cwd: string
  /** Folder findings are spooled and joined in; must exist. */
  readonly out: string
  /** The report folder that is no part of the corpus where it lies in it, when it is not `out`: a scan is being repeated. */
  readonly excluded?: string
  readonly config: Config
  readonly asOf: string
  readonly book: RuleBook
  readonly rules: readonly Rule[]
  readonly keywords: KeywordLibrary | undefined
  /** A local model, whose rules are among `rules`. */
  readonly ner?: NerModel | undefined
  readonly sources: Sources | undefined
  /** What was found of the documents that the manifest names, from `hashDocuments`. */
  readonly documents?: Documents
  readonly policy: Policy
  /** SHA-256, in hex, of the nonce the human sample will be drawn with. */
  readonly nonceCommitment?: string | undefined
  /** Reports this one follows from: critical findings that stand in them and are still there are told with their age. */
  readonly earlier?: readonly EarlierReport[]
  /** What traces found of persons, in this corpus or before. */
  readonly traces?: readonly ImportedTrace[]
  /** Threads; absent: by processors and bytes. It never changes the report. */
  readonly workers: number | undefined
  /** Size of the byte ranges large files are cut into; by default what suits the corpus and the threads, 1 KiB at least. It never changes the report. */
  readonly shardBytes?: number | undefined
  /** Go on with what an earlier run of the same job kept in `out`, if there is any. Else it is forgotten. */
  readonly resume?: boolean
  /** Stored bytes a thread reads between two saves of its work, by default 128 MiB. It never changes the report. */
  readonly saveEveryBytes?: number | undefined
  readonly progress?: (progress: ScanProgress) => void
  /** Set to non-zero to end the run early: what was read is kept, the rest is reported as not read. */
  readonly interrupted: Int32Array
  /** Told before and after this thread judges a record that may take seconds, in which it hears no signal. */
  readonly engaged?: (on: boolean) => void
}

/** What a scan gives: the report, and the bytes of the files that go beside it. `findings.jsonl` lies in `out` already. */
export interface ScanResult {
  readonly report: Report
  /** The text of `corpus.sha256`, in pieces of whole lines. */
  readonly manifest: Iterable<string>
  readonly corpus: Corpus
  /** Reasons why this run must not be signed: file codes such as `file.changed`. */
  readonly unsound: readonly FaultCode[]
  /** Files that were not read, for messages to the operator: never part of the report. */
  readonly unread: readonly { readonly path: string; readonly code: FaultCode }[]
  /** Files whose names hold what a rule takes for personal information or a secret: `corpus.sha256` lists them. Names belong to no record and give no findings. */
  readonly personalNames: number
  /** Whether the run was interrupted and kept work that `resume` can go on with. */
  readonly kept: boolean
  /** To be called when all files of the report are written, or could not be: work that nobody can go on with is then forgotten. */
  done(written: boolean): void
}

/**
 * A job with what `dataaudit scan` takes by default: built-in packs, the gate's own policy, no sources manifest, as many threads as the corpus
 * deserves. `changes` wins. The folder `out` must exist.
 *
 * @throws Stop exit 2: packs, a configuration that leaves no rule, or one that names a policy or a keyword library that `changes` do not give
 */
export function jobOf(paths: readonly string[], out: string, changes: Partial<ScanJob> = {}): ScanJob {
  const { config = defaultConfig, cwd = resolve('.') } = changes
  if (typeof config.policy === 'string' && changes.policy === undefined) throw notRead('policy')
  if (config.keywords !== undefined && changes.keywords === undefined) throw notRead('keywords')
  const book = changes.book ?? loadRuleBook(config.rules, { trustCode: false, cwd })
  return {
    paths,
    cwd,
    out: resolve(cwd, out),
    config,
    asOf: config.asOf ?? defaultAsOf,
    book,
    rules: changes.rules ?? configuredRules(book, config),
    keywords: undefined,
    sources: undefined,
    policy: typeof config.policy === 'object' ? config.policy : defaultPolicy,
    workers: config.workers,
    interrupted: new Int32Array(new SharedArrayBuffer(4)),
    ...changes,
  }
}

function notRead(what: 'policy' | 'keywords'): Stop {
  return new Stop('usage', `config.${what}-not-read`, {
    en: `the configuration names a file under "${what}", which has to be read by the caller; pass what it holds as ${what} of the job`,
    zh: `配置的 "${what}" 指定了一个文件，须由调用方读取；请将其内容作为任务的 ${what} 传入`,
  })
}

/** The rules a configuration asks for, graded by its profile of sensitive personal information. @throws Stop exit 2: see `enabledRules` */
export function configuredRules(book: RuleBook, config: Config): readonly Rule[] {
  return graded(enabledRules(book, config.overrides, config.packs, config.names), book.sensitivity, config.sensitivityProfile)
}

/** Rules with the operator's keyword library among them, checked against their own examples. */
export function rulesOf(job: Pick<ScanJob, 'rules' | 'keywords' | 'book' | 'asOf'>): CompiledRules {
  return compileChecked([...job.rules, ...(job.keywords?.rules ?? [])], job.book, job.asOf)
}

/**
 * Scans a corpus: walk, cut into shards, read on `workers` threads, merge, judge. What was read is kept in `out` until `done` is called, or the
 * run ends with nothing worth keeping: a run that is killed can be gone on with.
 *
 * @throws Stop exit 2 (rules, paths, a resumed run whose job has changed), 4 (`redaction.self-scan`: an output would have leaked), 75 (disk full); anything else is a bug
 */
export async function scan(job: ScanJob): Promise<ScanResult> {
  const compiled = rulesOf(job)
  prepareProfile(job.book.law, job.config.profile)
  const corpus = await walk(job.paths, {
    cwd: job.cwd,
    ignore: job.config.ignore,
    exclude: [job.excluded ?? job.out],
    skipSymlinks: job.config.symlinks === 'skip',
  })
  let own: Matcher | undefined
  const matcher = () => {
    own ??= new Matcher(compiled)
    return own
  }
  checkIgnoreRules(corpus.ignore, matcher)
  const charset = job.config.charset === 'auto' ? undefined : job.config.charset
  const folder = partialFolder(job.out)
  const earlier = job.resume === true ? readPartial<RunPlan, ShardResult | StoredResult | FaultCode, Tally>(folder) : undefined
  if (job.resume === true && corpus.entries.some((entry) => entry.path === '-')) throw notTwice()
  const plan = planOf(job, corpus, earlier?.plan.shards ?? (await shardsOf(job, corpus, charset)))
  const { shards } = plan
  if (earlier !== undefined) checkUnchanged(earlier.plan, plan, compiled)
  try {
    if (earlier === undefined) {
      beginPartial(folder)
      keep(join(folder, 'plan'), plan)
    }
    const work = await readShards(job, corpus, shards, folder, compiled, charset, earlier, matcher)
    const bases = recordBases(shards, work.results)
    const spools = shards.flatMap((_, id) => ((work.results.get(id)?.ledger.findings ?? 0) > 0 ? [spoolFile(folder, id)] : []))
    const outcomes = outcomesOf(corpus.entries, shards, work)
    // Files with a digest are numbered by their line in the manifest, all others after them.
    const digested = outcomes.filter((outcome): outcome is FileOutcome & { sha256: string } => outcome.sha256 !== undefined)
    const numbers = new Uint32Array(outcomes.length + 1)
    let number = 0
    for (const { file } of digested) numbers[file] = ++number
    for (const { file, sha256 } of outcomes) if (sha256 === undefined) numbers[file] = ++number
    const fileNumber = (file: number) => numbers[file]!
    const recordBase = (file: number, from: number) => bases.get(`${file}:${from}`) ?? 0
    const selfScan = leakCheck(matcher)
    const joined = await joinSpools(spools, join(folder, 'findings.jsonl'), { file: fileNumber, base: recordBase }, selfScan)
    const lines = { [Symbol.iterator]: () => manifestPieces(digested) }
    const open = await openFindings(join(folder, 'findings.jsonl'), lines, job.earlier ?? [], job.asOf)
    const report = assemble({
      ...job,
      open,
      corpus,
      outcomes,
      compiled,
      tally: work.tally,
      manifest: lines,
      findings: joined,
      recordBase,
      fileNumber,
    })
    selfScan(JSON.stringify(report.statistics))
    await rename(join(folder, 'findings.jsonl'), join(job.out, 'findings.jsonl'))
    const codes = new Set(outcomes.flatMap((outcome) => (outcome.reason === undefined ? [] : [outcome.reason])))
    return {
      report,
      manifest: lines,
      corpus,
      unsound: [...codes].filter((code) => code === 'file.changed' || code === 'file.path-not-utf8' || code === 'run.interrupted').sort(),
      unread: outcomes.flatMap(({ path, reason }) => (reason === undefined ? [] : [{ path, code: reason }])),
      personalNames: outcomes.filter(({ path }) => perhapsPersonal.test(path) && isPersonal(path, matcher)).length,
      kept: codes.has('run.interrupted') && hasKept(folder),
      done: (written) => {
        if ((written && !codes.has('run.interrupted')) || !hasKept(folder)) forgetPartial(folder)
      },
    }
  } catch (error) {
    try {
      // What can be tried again, a full disk for one, keeps what was read.
      if (!mayPass(error) || !hasKept(folder)) forgetPartial(folder)
    } catch {
      // Nor could that be done: why the run ended is what its user has to know.
    }
    throw error
  }
}

function notTwice(): Stop {
  return new Stop('usage', 'resume.stdin', {
    en: 'a scan of standard input cannot be resumed, because what was read is gone; save it in a file and scan that',
    zh: '对标准输入的扫描无法续跑，因为已读内容无法重新读取；请先保存为文件再扫描',
  })
}

const defaultSaveBytes = 128 * 1024 * 1024
const largestRange = 64 * 1024 * 1024
const smallestRange = 4 * 1024 * 1024
/** A smaller range costs far more than it reads. */
const leastRange = 1024
/** Ranges per thread: the more there are, the less one thread waits for another at the end. */
const rangesPerWorker = 16

async function shardsOf(job: ScanJob, corpus: Corpus, charset: string | undefined): Promise<Shard[]> {
  const total = corpus.entries.reduce((n, entry) => n + Math.max(0, entry.size), 0)
  const fitting = Math.min(largestRange, Math.max(smallestRange, Math.ceil(total / (rangesPerWorker * (job.workers ?? crewSize(total))))))
  const planned = await planShards(corpus.entries, {
    shardBytes: Math.max(leastRange, job.shardBytes ?? fitting),
    ...(charset === undefined ? {} : { charset }),
  })
  return withOrigins(planned, job.sources)
}

/** Forgets the work in `out` that nobody can go on with: for a run that ends where it stands. */
export function dropUseless(out: string): void {
  const folder = partialFolder(out)
  if (!hasKept(folder)) forgetPartial(folder)
}

/** How much of a corpus an earlier run in `out` had read, in stored bytes, when it was stopped; undefined when it kept nothing. @throws Stop exit 2, `resume.damaged` */
export function earlierWork(out: string): { readonly bytes: number; readonly totalBytes: number } | undefined {
  const folder = partialFolder(out)
  if (!hasKept(folder)) return undefined
  const { plan, outcomes } = readPartial<RunPlan, unknown, Tally>(folder)!
  const read = outcomes.filter(({ task }) => task === 'scan').reduce((n, { id }) => n + storedBytes(plan.shards[id]!), 0)
  return { bytes: read, totalBytes: plan.shards.reduce((n, shard) => n + storedBytes(shard), 0) }
}

async function readShards(
  job: ScanJob,
  corpus: Corpus,
  shards: readonly Shard[],
  folder: string,
  compiled: CompiledRules,
  charset: string | undefined,
  earlier: KeptWork<RunPlan, ShardResult | StoredResult | FaultCode, Tally> | undefined,
  matcher: () => Matcher,
): Promise<Work> {
  const results = new Map<number, ShardResult>()
  const digests = new Map<number, StoredResult | FaultCode>()
  let tally: Tally | undefined
  // The first stands for an empty one, which it would be added to.
  const count = (part: Tally) => {
    if (tally === undefined) tally = part
    else mergeTally(tally, part)
  }
  for (const { task, id, result } of earlier?.outcomes ?? []) {
    if (task === 'scan') results.set(id, result as ShardResult)
    else digests.set(id, result as StoredResult | FaultCode)
  }
  for (const part of earlier?.tallies ?? []) count(part)
  const places: Corpus['entries'][number][] = []
  for (const entry of corpus.entries) places[entry.file] = entry
  // A range counts by its number, the digest of a file that is cut into ranges by that of the file, negative.
  const split = new Map(shards.filter((shard) => shard.range !== undefined).map((shard) => [shard.file, shard.size]))
  const todo = [...shards.keys()]
    .filter((id) => !results.has(id))
    .concat([...split.keys()].filter((file) => !digests.has(file)).map((file) => -file))
  const cost = (id: number) => (id < 0 ? split.get(-id)! / 10 : storedBytes(shards[id]!))
  // Long tasks first, so that no thread is left alone with one at the end.
  todo.sort((a, b) => cost(b) - cost(a))
  const taskOf = (id: number): Task => {
    if (id < 0) return { kind: 'digest', id: -id, absolute: places[-id]!.absolute, size: split.get(-id)!, file: -id }
    const shard = shards[id]!
    return { kind: 'scan', id, shard, absolute: places[shard.file]!.absolute, format: undefined, spool: spoolFile(folder, id) }
  }
  const tasks = {
    length: todo.length,
    *[Symbol.iterator]() {
      for (const id of todo) yield taskOf(id)
    },
  }
  const limits: ReadLimits = { maxRecordBytes: job.config.maxRecordBytes, split: job.config.split }
  const sizes = shards.map((shard) => shard.size)
  const total = sizes.includes(-1) ? 0 : [...new Map(shards.map((shard) => [shard.file, shard.size])).values()].reduce((a, b) => a + b, 0)
  const so = { bytes: 0, totalBytes: total, records: 0, findings: 0 }
  for (const [id, { ledger }] of results) {
    so.bytes += storedBytes(shards[id]!)
    so.records += ledger.rows + ledger.rowsLost
    so.findings += ledger.findings
  }
  const setup = {
    rules: compiled.rules,
    lists: job.book.lists,
    asOf: job.asOf,
    code: job.book.code,
    fields: job.config.fields,
    labelling: job.sources?.annotation?.fields,
    limits,
    charset,
    keep: { folder, run: (earlier?.runs ?? 0) + 1, everyBytes: job.saveEveryBytes ?? defaultSaveBytes },
    interrupted: job.interrupted,
  }
  const bytes = sizes.includes(-1) ? Number.POSITIVE_INFINITY : total
  await runCrew(tasks, job.workers ?? crewSize(bytes), setup, matcher, {
    scanned: (id, result) => results.set(id, lean(result, places[shards[id]!.file]!.stamp)),
    digested: (id, digest) => digests.set(id, digest),
    progress(bytes, records, findings) {
      so.bytes += bytes
      so.records += records
      so.findings += findings
      job.progress?.({ ...so })
    },
    tally: count,
    ...(job.engaged === undefined ? {} : { engaged: job.engaged }),
  })
  tally ??= createTally(compiled.rules)
  // Faults of whole files are not seen by the loop over rows.
  for (const [id, result] of results) {
    for (const fault of result.read.faults) {
      addFault(tally, fault, shards[id]!.file, shards[id]!.range?.start ?? 0)
    }
  }
  for (const entry of corpus.entries) {
    if (entry.state === 'readable' || entry.reason === undefined) continue
    addFault(tally, faultOf(entry.reason, Math.max(0, entry.size)), entry.file, 0)
  }
  return { results, digests, tally }
}

/** Whether a rule fires in a name of a file, or in a pattern of such names. */
function isPersonal(name: string, matcher: () => Matcher): boolean {
  const hits = matcher().hitsInText(name, '', 'path')
  matcher().kernel.clear()
  // A number in a file name is still a number.
  return hits.some(
    ({ hit }) => ['pii', 'secret'].includes(hit.rule.domain) && (hit.suppressed === undefined || hit.suppressed.startsWith('shape:')),
  )
}

/** A path that is worth a look: it holds a number or an address. There may be a million of them. */
const perhapsPersonal = /\p{Nd}{5}|[@＠]/u

/** Ignore rules stand in the report, so that a verifier can apply them again: they must not name anybody. */
function checkIgnoreRules(patterns: readonly string[], matcher: () => Matcher): void {
  const index = patterns.findIndex((pattern) => isPersonal(pattern, matcher))
  if (index < 0) return
  throw new Stop('usage', 'corpus.ignore-personal', {
    en: `ignore rule ${index + 1} of the corpus looks like personal information, and the report lists all ignore rules; use a wildcard in its place`,
    zh: `语料的第 ${index + 1} 条忽略规则疑似含有个人信息，而报告会列出全部忽略规则；请改用通配符`,
  })
}
