import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { openFindings } from '../attest/open-findings.ts'
import { leakCheck } from '../attest/self-scan.ts'
import { type Corpus, manifestPieces, walk } from '../corpus/index.ts'
import type { Policy } from '../policy.ts'
import type { Report } from '../report/index.ts'
import { prepareProfile } from '../requirements/index.ts'
import { Matcher } from '../rules/index.ts'
import { Stop } from '../stop.ts'
import type { FaultCode } from '../words/faults.ts'
import { assemble } from './assemble.ts'
import { mayPass } from './crew.ts'
import { rulesOf, type ScanJob } from './job.ts'
import { mayNameSomebody, namesSomebody } from './names.ts'
import { fileNumbers, isDigested, outcomesOf, recordBases, type Work } from './outcomes.ts'
import { beginPartial, forgetPartial, hasKept, keep, partialFolder, readPartial, spoolFile } from './partial.ts'
import { checkUnchanged, planOf } from './resume.ts'
import { type EarlierWork, readShards, type ShardReading, shardsOf } from './shards.ts'
import { joinSpools } from './spool.ts'

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
 * Scans a corpus: walk, cut into shards, read on `workers` threads, merge, judge. What was read is kept in `out` until `done` is called, or the
 * run ends with nothing worth keeping: a run that is killed can be gone on with.
 *
 * @throws Stop exit 2 (rules, paths, an ignore rule or a policy that names somebody, a resumed run whose job has changed), 4 (`redaction.self-scan`: an output would have leaked), 75 (disk full); anything else is a bug
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
  checkPolicyWords(job.policy, matcher)
  const charset = job.config.charset === 'auto' ? undefined : job.config.charset
  const folder = partialFolder(job.out)
  const earlier = job.resume === true ? (readPartial(folder) as EarlierWork | undefined) : undefined
  if (job.resume === true && corpus.entries.some((entry) => entry.path === '-')) throw notTwice()
  const plan = planOf(job, corpus, earlier?.plan.shards ?? (await shardsOf(job, corpus, charset)))
  const reading = { job, corpus, shards: plan.shards, folder, compiled, matcher, charset, earlier }
  if (earlier !== undefined) checkUnchanged(earlier.plan, plan, compiled)
  try {
    if (earlier === undefined) {
      beginPartial(folder)
      keep(join(folder, 'plan'), plan)
    }
    return await resultOf(reading, await readShards(reading))
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

/** Joins what was found, puts the report together, and looks at both again before they leave the folder of the kept work. */
async function resultOf({ job, corpus, shards, folder, compiled, matcher }: ShardReading, work: Work): Promise<ScanResult> {
  const bases = recordBases(shards, work.results)
  const spools = shards.flatMap((_, id) => ((work.results.get(id)?.ledger.findings ?? 0) > 0 ? [spoolFile(folder, id)] : []))
  const outcomes = outcomesOf(corpus.entries, shards, work)
  const digested = outcomes.filter(isDigested)
  const fileNumber = fileNumbers(outcomes)
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
    personalNames: outcomes.filter(({ path }) => mayNameSomebody(path) && namesSomebody(path, matcher)).length,
    kept: codes.has('run.interrupted') && hasKept(folder),
    done: (written) => {
      if ((written && !codes.has('run.interrupted')) || !hasKept(folder)) forgetPartial(folder)
    },
  }
}

function notTwice(): Stop {
  return new Stop('usage', 'resume.stdin', {
    en: 'a scan of standard input cannot be resumed, because what was read is gone; save it in a file and scan that',
    zh: '对标准输入的扫描无法续跑，因为已读内容无法重新读取；请先保存为文件再扫描',
  })
}

/** Ignore rules stand in the report, so that a verifier can apply them again: they must not name anybody. */
function checkIgnoreRules(patterns: readonly string[], matcher: () => Matcher): void {
  const index = patterns.findIndex((pattern) => namesSomebody(pattern, matcher))
  if (index < 0) return
  throw new Stop('usage', 'corpus.ignore-personal', {
    en: `ignore rule ${index + 1} of the corpus looks like personal information, and the report lists all ignore rules; use a wildcard in its place`,
    zh: `语料的第 ${index + 1} 条忽略规则疑似含有个人信息，而报告会列出全部忽略规则；请改用通配符`,
  })
}

/** What a policy is called and the rows it names stand in the report as they were written: they must not name anybody either. */
function checkPolicyWords({ name, requireConform }: Policy, matcher: () => Matcher): void {
  const where = namesSomebody(name, matcher)
    ? 'name'
    : requireConform.some((id) => namesSomebody(id, matcher))
      ? 'requireConform'
      : undefined
  if (where === undefined) return
  throw new Stop('usage', 'policy.personal', {
    en: `"${where}" of the policy looks like personal information or a secret, and the report repeats it; write something else there`,
    zh: `策略中的“${where}”疑似含有个人信息或密钥，而报告会原样载明；请改写`,
  })
}
