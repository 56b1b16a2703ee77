import type { Corpus } from '../corpus/index.ts'
import type { Shard } from '../model.ts'
import { sha256OfValue } from '../notation/sha256.ts'
import type { CompiledRules } from '../rules/index.ts'
import { Stop } from '../stop.ts'
import { version } from '../version.ts'
import type { ReportInputs } from './job.ts'
import { printablePath } from './names.ts'
import { forgetPartial, hasKept, partialFolder, readPartial } from './partial.ts'
import { storedBytes } from './work.ts'

/** What a run depends on, and how a later run knows that it would depend on the same. */

/** A file of the corpus as the run first saw it. */
interface PlannedFile {
  readonly path: string
  readonly size: number
  /** Size, modification and change time in nanoseconds and inode; empty for what was never to be read. */
  readonly stamp: string
  readonly state: string
}

/** A run, settled before its first shard is read: what it depends on, its files, its shards. */
export interface RunPlan {
  readonly program: string
  readonly rules: string
  readonly keywords: string
  readonly policy: string
  readonly sources: string
  readonly asOf: string
  /** The configuration as it holds, key by key, so that a change can be named. */
  readonly config: { readonly [key: string]: string }
  readonly files: readonly PlannedFile[]
  readonly shards: readonly Shard[]
}

/** The plan of a job over the corpus as it is now. Threads and ranges are left out of it: they never change the report. */
export function planOf(job: ReportInputs, corpus: Corpus, shards: readonly Shard[]): RunPlan {
  const { workers: _workers, output: _output, policy: _policy, asOf: _asOf, ...config } = job.config
  return {
    program: version,
    rules: sha256OfValue([
      job.book.packs.map((pack) => pack.digest),
      job.ner?.digest ?? '',
      job.book.law.profiles.map((profile) => profile.digest),
    ]),
    keywords: job.keywords?.digest ?? '',
    policy: sha256OfValue(job.policy),
    sources: sha256OfValue([job.sources, [...(job.documents ?? [])]]),
    asOf: job.asOf,
    config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, sha256OfValue(value)])),
    files: corpus.entries.map(({ path, size, stamp, state, reason }) => ({ path, size, stamp: stamp ?? '', state: reason ?? state })),
    shards,
  }
}

/** Sees to it that a run that goes on would read the same as the run it goes on with. @throws Stop exit 2, `resume.changed`, that names every difference */
export function checkUnchanged(before: RunPlan, now: RunPlan, compiled: CompiledRules): void {
  const en: string[] = []
  const zh: string[] = []
  const differ = (enWords: string, zhWords: string) => {
    en.push(enWords)
    zh.push(zhWords)
  }
  if (before.program !== now.program)
    differ(`the program (${before.program} then, ${now.program} now)`, `程序版本（当时 ${before.program}，现在 ${now.program}）`)
  if (before.rules !== now.rules) differ('the rules', '规则')
  if (before.keywords !== now.keywords) differ('the keyword library', '关键词库')
  const keys = [...new Set([...Object.keys(before.config), ...Object.keys(now.config)])].filter(
    (key) => before.config[key] !== now.config[key],
  )
  if (keys.length > 0) differ(`the configuration (${keys.sort().join(', ')})`, `配置（${keys.join('、')}）`)
  if (before.asOf !== now.asOf) differ('the day of --as-of', '--as-of 基准日')
  if (before.policy !== now.policy) differ('the policy', '门禁策略')
  if (before.sources !== now.sources) differ('the sources manifest', '语料来源清单')
  const files = fileDifferences(before.files, now.files)
  if (files.first !== undefined) {
    const name = printablePath(files.first, compiled)
    differ(
      `the corpus (${files.changed} ${files.changed === 1 ? 'file' : 'files'} changed, ${files.gone} gone, ${files.added} new${name === undefined ? '' : `; the first is ${name}`})`,
      `语料（${files.changed} 个文件有改动、${files.gone} 个消失、${files.added} 个新增${name === undefined ? '' : `；第一个是 ${name}`}）`,
    )
  }
  if (en.length === 0) return
  throw new Stop('usage', 'resume.changed', {
    en: `the earlier run cannot be resumed, because this has changed since it began: ${en.join('; ')}. Put it back, or start over without --resume`,
    zh: `无法继续上次的运行，因为自其开始以来以下内容已有变化：${zh.join('；')}。请恢复原状，或去掉 --resume 重新开始`,
  })
}

function fileDifferences(before: readonly PlannedFile[], now: readonly PlannedFile[]) {
  const old = new Map(before.map((file) => [file.path, file]))
  const found = { changed: 0, gone: 0, added: 0, first: undefined as string | undefined }
  for (const file of now) {
    const known = old.get(file.path)
    old.delete(file.path)
    if (known !== undefined && known.size === file.size && known.stamp === file.stamp && known.state === file.state) continue
    if (known === undefined) found.added += 1
    else found.changed += 1
    found.first ??= file.path
  }
  found.gone = old.size
  found.first ??= old.keys().next().value
  return found
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
  const { plan, outcomes } = readPartial<RunPlan, unknown, unknown>(folder)!
  const read = outcomes.filter(({ task }) => task === 'scan').reduce((n, { id }) => n + storedBytes(plan.shards[id]!), 0)
  return { bytes: read, totalBytes: plan.shards.reduce((n, shard) => n + storedBytes(shard), 0) }
}
