import { createReadStream, mkdirSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { readManifest } from '../attest/manifest.ts'
import type { Config } from '../config.ts'
import { type Corpus, type Entry, manifest, walk } from '../corpus/index.ts'
import type { Lang, Rule } from '../model.ts'
import { sha256 } from '../notation/sha256.ts'
import { shapeOf } from '../redact.ts'
import { labelOf, type Style, unknownLabel } from '../redaction/cleaning.ts'
import type { FileCopy, RedactionSetup } from '../redaction/file.ts'
import { findingLine, ListedParts } from '../redaction/listed.ts'
import { type Mapping, mappingOf } from '../redaction/mapping.ts'
import { floorOf, reaches, type Selection, selectedRules } from '../redaction/selection.ts'
import { type CompiledRules, compileChecked, countsInName, hitsInString, Matcher, type RuleBook } from '../rules/index.ts'
import { Stop } from '../stop.ts'
import { crewSize, runCrew, tellingOf } from './crew.ts'
import type { ScanProgress } from './job.ts'
import type { Task } from './work.ts'

/** Everything a cleaned copy depends on: the same job over the same corpus gives the same bytes. */
export interface RedactionJob {
  readonly paths: readonly string[]
  readonly cwd: string
  /** Folder of the copy: must be new or empty, and neither hold the corpus nor lie in it. */
  readonly out: string
  readonly config: Config
  readonly asOf: string
  readonly book: RuleBook
  readonly rules: readonly Rule[]
  readonly selection: Selection
  readonly style: Style
  readonly lang: Lang
  readonly drop: boolean
  readonly faulty: 'keep' | 'drop'
  /** Report folder whose `findings.jsonl` says what goes. */
  readonly report: string | undefined
  /** Threads; absent: as many as the corpus deserves. They never change the copy. */
  readonly workers: number | undefined
  readonly progress?: (progress: ScanProgress) => void
  readonly interrupted: Int32Array
  /** Called with true before, and with false after a record that may take this thread seconds to judge: until then it hears no signal. */
  readonly engaged?: (on: boolean) => void
}

/**
 * Writes a cleaned copy of a corpus into `out/corpus`, and says in the mapping what was done. All or nothing: until every file is
 * finished they lie in a folder of their own, and a run that ends early leaves none.
 *
 * @throws Stop exit 2 (paths, selection, a list that is not of this corpus), 75 (disk full, interrupted); anything else is a bug
 */
export async function redactCorpus(job: RedactionJob): Promise<Mapping> {
  const compiled = compileChecked(job.rules, job.book, job.asOf)
  const rules = selectedRules(job.rules, job.selection)
  const corpus = await walk(job.paths, {
    cwd: job.cwd,
    ignore: job.config.ignore,
    exclude: job.report === undefined ? [] : [job.report],
    skipSymlinks: job.config.symlinks === 'skip',
  })
  if (corpus.entries.some(({ path }) => path === '-')) {
    throw new Stop('usage', 'redact.stdin', {
      en: 'standard input has no files to copy; name files or folders',
      zh: '标准输入没有可复制的文件；请给出文件或目录',
    })
  }
  const stage = await mkdtemp(join(job.out, '.partial-'))
  try {
    const parts = job.report === undefined ? undefined : await partsOf(job.report, stage, corpus, rules, job)
    const copies = await copyFiles({ job, corpus, stage, compiled, rules, parts })
    if (Atomics.load(job.interrupted, 0) !== 0) throw interrupted()
    const named = (path: string) => {
      const personal = hitsInString(compiled, path, 'path').some(({ hit }) => rules.has(hit.rule.id) && countsInName(hit))
      return personal ? { path: shapeOf(path), personal } : { path, personal }
    }
    const files = corpus.entries.map((entry) => ({ entry, copy: copies.get(entry.file), ...named(entry.path) }))
    if (parts !== undefined) checkFresh(parts.digests, files)
    const listing = (pick: (copy: FileCopy) => string | undefined) =>
      manifest(
        files.flatMap(({ entry, copy }) =>
          copy === undefined || pick(copy) === undefined ? [] : [{ path: entry.path, sha256: pick(copy)! }],
        ),
      )
    const mapping = mappingOf({
      ...job,
      selected: rules,
      files,
      before: sha256(listing((copy) => copy.before)),
      after: sha256(listing((copy) => copy.after?.sha256)),
    })
    await rename(join(stage, 'corpus'), join(job.out, 'corpus'))
    return mapping
  } catch (error) {
    throw error instanceof Stop && error.code === 'run.cut-short' ? interrupted() : error
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
}

const interrupted = (): Stop =>
  new Stop('transient', 'redact.interrupted', {
    en: 'the run was interrupted; nothing was written',
    zh: '运行被中断，未写入任何内容',
  })

/** What copying takes. */
interface Copying {
  readonly job: RedactionJob
  readonly corpus: Corpus
  /** The folder in which the copy is made. */
  readonly stage: string
  readonly compiled: CompiledRules
  /** Ids of the rules whose matches go. */
  readonly rules: ReadonlySet<string>
  /** Of a report whose findings say what goes. */
  readonly parts: Parts | undefined
}

/** Makes the copies of all files: what came of each, by its number. */
async function copyFiles({ job, corpus, stage, compiled, rules, parts }: Copying): Promise<ReadonlyMap<number, FileCopy>> {
  const folder = join(stage, 'corpus')
  mkdirSync(folder)
  const readable = corpus.entries.filter(({ state }) => state === 'readable')
  const tasks = readable.map((entry): Task => {
    const number = parts?.numbers.get(entry.path)
    return {
      kind: 'redact',
      id: entry.file,
      shard: { file: entry.file, path: entry.path, size: entry.size },
      absolute: entry.absolute,
      target: join(folder, ...entry.path.split('/')),
      listed: parts === undefined ? undefined : parts.listed.path(number ?? 0),
    }
  })
  // Long tasks first, so that no thread is left alone with one at the end.
  tasks.sort((a, b) => size(b) - size(a))
  const setup: RedactionSetup = {
    rules,
    floor: floorOf(job.selection.confidence),
    style: job.style,
    labels: new Map(job.rules.map((rule) => [rule.id, labelOf(rule, job.lang)])),
    unknown: unknownLabel[job.lang],
    drop: job.drop,
    faulty: job.faulty,
  }
  const copies = new Map<number, FileCopy>()
  const soFar = { bytes: 0, totalBytes: readable.reduce((n, entry) => n + entry.size, 0), records: 0, findings: 0 }
  await runCrew(
    tasks,
    job.workers ?? crewSize(soFar.totalBytes),
    {
      rules: job.rules,
      lists: job.book.lists,
      asOf: job.asOf,
      code: job.book.code,
      fields: job.config.fields,
      limits: { maxRecordBytes: job.config.maxRecordBytes, split: job.config.split },
      charset: job.config.charset === 'auto' ? undefined : job.config.charset,
      redaction: setup,
      interrupted: job.interrupted,
    },
    () => new Matcher(compiled),
    { redacted: (id, copy) => copies.set(id, copy), ...tellingOf(soFar, job) },
  )
  return copies
}

const size = (task: Task): number => (task.kind === 'redact' ? task.shard.size : 0)

/** A report's list, parted by file. */
interface Parts {
  readonly listed: ListedParts
  /** The report's number of a file, by path; its digest, by path. */
  readonly numbers: ReadonlyMap<string, number>
  readonly digests: ReadonlyMap<string, string>
}

async function partsOf(report: string, stage: string, corpus: Corpus, rules: ReadonlySet<string>, job: RedactionJob): Promise<Parts> {
  const numbers = new Map<string, number>()
  const digests = new Map<string, string>()
  const unread = (name: string) =>
    new Stop('usage', 'redact.report', {
      en: `the report folder "${report}" has no ${name} that can be read; give the folder a scan of this corpus wrote`,
      zh: `报告目录“${report}”中没有可读取的 ${name}；请给出扫描该语料生成的报告目录`,
    })
  const manifest = await readManifest(join(report, 'corpus.sha256'), Number.POSITIVE_INFINITY, ({ path, sha256 }, _bytes, line) => {
    numbers.set(path, line)
    digests.set(path, sha256)
    return false
  })
  if (manifest.state !== 'read' || 'fault' in manifest.end) throw unread('corpus.sha256')
  const folder = join(stage, 'findings')
  mkdirSync(folder)
  const listed = new ListedParts(folder)
  const known = new Set(job.rules.map(({ id }) => id))
  let number = 0
  try {
    const lines = createInterface({
      input: createReadStream(join(report, 'findings.jsonl'), { encoding: 'utf8' }),
      crlfDelay: Number.POSITIVE_INFINITY,
    })
    for await (const line of lines) {
      number += 1
      if (line.trim() === '') continue
      const finding = findingLine(line, number)
      if (finding.file < 1 || finding.file > numbers.size) throw nowhere(number, finding.file)
      if (known.has(finding.rule) ? !rules.has(finding.rule) : job.selection.only.length > 0) continue
      if (!reaches(finding, job.selection)) continue
      listed.add(finding)
    }
  } catch (error) {
    if (error instanceof Stop) throw error
    throw unread('findings.jsonl')
  }
  listed.flush()
  for (const entry of corpus.entries) {
    const own = numbers.get(entry.path) ?? 0
    if (!listed.files.has(own)) listed.none(own)
  }
  return { listed, numbers, digests }
}

const nowhere = (line: number, file: number): Stop =>
  new Stop('usage', 'redact.list', {
    en: `line ${line} of findings.jsonl names file ${file}, and corpus.sha256 beside it has no such line; use the two files of one report`,
    zh: `findings.jsonl 第 ${line} 行指向文件 ${file}，而同目录的 corpus.sha256 没有这一行；请使用同一报告的两个文件`,
  })

/** A list holds only for the bytes it was made from. */
function checkFresh(
  digests: ReadonlyMap<string, string>,
  files: readonly { readonly entry: Entry; readonly copy: FileCopy | undefined }[],
): void {
  const stale = files.filter(({ entry, copy }) => copy?.before !== undefined && digests.get(entry.path) !== copy.before).length
  if (stale === 0) return
  throw new Stop('usage', 'redact.stale', {
    en: `${stale} of the files are not what the report was made from (changed, or not in it), so its findings do not fit; nothing was written. Scan again, or leave --report away`,
    zh: `有 ${stale} 个文件与报告所依据的内容不一致（已改动，或不在报告中），其命中位置不适用，未写入任何内容。请重新扫描，或去掉 --report`,
  })
}
