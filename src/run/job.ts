import { resolve } from 'node:path'
import type { EarlierReport } from '../attest/open-findings.ts'
import { type Config, defaultConfig, defaultPolicy } from '../config.ts'
import type { Rule } from '../model.ts'
import type { Policy } from '../policy.ts'
import type { ImportedTrace } from '../report/remediation.ts'
import {
  type CompiledRules,
  compileChecked,
  enabledRules,
  graded,
  type KeywordLibrary,
  loadRuleBook,
  type NerModel,
  type RuleBook,
} from '../rules/index.ts'
import type { Documents, Sources } from '../sources/index.ts'
import { Stop } from '../stop.ts'
import { defaultAsOf } from '../version.ts'

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
  /** Called with true before, and with false after a record that may take this thread seconds to judge: until then it hears no signal. */
  readonly engaged?: (on: boolean) => void
}

/** What a report depends on besides the corpus: a run goes on with the work of another where these are the same. */
export type ReportInputs = Pick<ScanJob, 'config' | 'asOf' | 'book' | 'keywords' | 'ner' | 'sources' | 'documents' | 'policy'>

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
