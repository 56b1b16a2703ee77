import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { streamOnce } from '../attest/files.ts'
import { type ManifestEntry, readManifest } from '../attest/manifest.ts'
import type { Config } from '../config.ts'
import { walk } from '../corpus/index.ts'
import type { ReadLimits } from '../model.ts'
import { sha256 } from '../notation/sha256.ts'
import { roleOf } from '../record/roles.ts'
import { hidesValue } from '../redact.ts'
import type { Report, ReportFinding } from '../report/index.ts'
import { commitmentTo, type Draw, Drawing, type Drawn, frameText, seedOf } from '../review/index.ts'
import { sourceOf } from '../statistics/sources.ts'
import { Stop } from '../stop.ts'
import { readRecords, type VisitedRecord } from './reading.ts'

/**
 * Draws the human sample of a report, from the corpus or, to check a draw, from the record numbers alone. Everything it rests on is held against
 * the report first: the manifest, the findings, the contents of every file, the number of records in it, the nonce.
 */

/** What a draw is made from. */
export interface SampleJob {
  readonly report: Report
  /** The report folder. */
  readonly folder: string
  /** In hex; null when the report commits to none. */
  readonly nonce: string | null
}
/** The corpus, named as it was to the scan, and how it was read. */
export interface CorpusJob extends SampleJob {
  readonly corpus: readonly string[]
  readonly cwd: string
  readonly config: Pick<Config, 'charset' | 'fields'>
}

/** What is known of the records of a file before they are read. */
interface FoundRecord {
  readonly rules: Set<string>
  /** Fields, not texts, in which something was found. */
  readonly fields: Set<string>
}
type Found = ReadonlyMap<number, ReadonlyMap<number, FoundRecord>>
/** The source of a record that could not be read. */
const unreadable = '(unreadable)'
const nothing: ReadonlyMap<number, FoundRecord> = new Map()

const refused = (code: string, en: string, zh: string) => new Stop('verification', `sample.${code}`, { en, zh })

/**
 * Checks a nonce against the report's commitment.
 * @throws Stop `sample.nonce`: verification when it is another one or the report commits to none, usage when it is missing
 */
function checkNonce(report: Report, nonce: string | null): void {
  const { commitment } = report.review
  if (commitment === null && nonce === null) return
  if (commitment !== null && nonce !== null && commitmentTo(nonce) === commitment.sha256) return
  if (nonce === null)
    throw new Stop('usage', 'sample.nonce', {
      en: 'the scan committed to a nonce; give the same file with --review-nonce-file',
      zh: '该次扫描已承诺抽样随机数；请用 --review-nonce-file 给出同一文件',
    })
  throw refused(
    'nonce',
    commitment === null
      ? 'the report commits to no nonce, so none may be brought in after the scan; draw without one, or scan again with --review-nonce-file'
      : 'this is not the nonce the report commits to: the sample cannot be drawn again with another one',
    commitment === null
      ? '报告未承诺抽样随机数，扫描后不得再引入；请不带随机数抽样，或用 --review-nonce-file 重新扫描'
      : '该随机数与报告承诺的不一致：不得更换随机数重新抽样',
  )
}

/** The lines of a report folder's manifest: the one of file n is at n - 1. @throws Stop verification when it is not the report's */
async function manifestOf({ report, folder }: SampleJob): Promise<readonly ManifestEntry[]> {
  const { manifest, files } = report.corpus
  const entries: ManifestEntry[] = []
  const { state, sha256, end } = await readManifest(join(folder, manifest.name), files, (entry) => {
    entries.push(entry)
    return false
  })
  if (state !== 'read' || sha256 !== manifest.digest.sha256 || 'fault' in end)
    throw refused(
      'manifest',
      'corpus.sha256 is missing from the report folder, or is not the one the report states; get the folder again',
      '报告目录缺少 corpus.sha256，或与报告所述不一致；请重新获取报告目录',
    )
  return entries
}

/** Reads the findings of a report folder, in order, and holds them against the report. @throws Stop verification */
async function eachFinding({ report, folder }: SampleJob, visit: (finding: ReportFinding) => void): Promise<void> {
  const hash = createHash('sha256')
  let rest = ''
  const decoder = new TextDecoder()
  const lines = (text: string) => {
    const all = (rest + text).split('\n')
    rest = all.pop()!
    for (const line of all) visit(JSON.parse(line) as ReportFinding)
  }
  const { state } = await streamOnce(join(folder, report.findings.file.name), (piece) => {
    hash.update(piece)
    lines(decoder.decode(piece, { stream: true }))
  })
  if (state !== 'read' || hash.digest('hex') !== report.findings.file.digest.sha256)
    throw refused(
      'findings',
      'findings.jsonl is missing from the report folder, or is not the one the report states; get the folder again',
      '报告目录缺少 findings.jsonl，或与报告所述不一致；请重新获取报告目录',
    )
}

async function foundOf(job: SampleJob): Promise<Found> {
  const found = new Map<number, Map<number, FoundRecord>>()
  await eachFinding(job, ({ rule, file, record, field, unit }) => {
    let records = found.get(file)
    if (records === undefined) {
      records = new Map()
      found.set(file, records)
    }
    let own = records.get(record)
    if (own === undefined) {
      own = { rules: new Set(), fields: new Set() }
      records.set(record, own)
    }
    own.rules.add(rule)
    if (unit === 'field') own.fields.add(field)
  })
  return found
}

/** A draw, and the frame it was made from: records by file. */
interface MadeDraw {
  readonly draw: Draw
  readonly counts: readonly number[]
}

/**
 * Draws from the corpus, reading every file once.
 * @throws Stop verification when nonce, report folder or corpus are not those of the scan; usage for what cannot be found
 */
export async function drawFromCorpus(job: CorpusJob): Promise<MadeDraw> {
  checkNonce(job.report, job.nonce)
  const manifest = await manifestOf(job)
  const found = await foundOf(job)
  const drawing = new Drawing(job.report.review, seedOf(job.report.corpus.merkle.root, job.nonce))
  const paths = await pathsOf(job, manifest)
  const counts: number[] = []
  for (const [index, entry] of manifest.entries()) {
    const file = index + 1
    const own = found.get(file) ?? nothing
    let next = 0
    const offer = (record: number, source: string) => drawing.offer(file, record, source, [...(own.get(record)?.rules ?? [])])
    const end = await readRecords(
      { file, path: entry.path, size: -1 },
      paths.get(entry.path)!,
      optionsOf(job),
      ({ record, values }: VisitedRecord) => {
        // Records that could not be read are drawn like the others: they must not vanish from the sample.
        for (; next < record; next++) offer(next, unreadable)
        offer(record, sourceLabel(values, job.config.fields, own.get(record)?.fields))
        next = record + 1
      },
    )
    for (; next < end.records; next++) offer(next, unreadable)
    if (end.read.sha256 !== entry.sha256)
      throw refused(
        'corpus',
        `the file in line ${file} of corpus.sha256 is not the audited one; a sample is drawn from the audited corpus only`,
        `corpus.sha256 第 ${file} 行的文件与审计时不一致；只能从已审计的语料中抽样`,
      )
    counts.push(end.records)
  }
  checkFrame(job.report, counts)
  return { draw: drawing.finish(), counts }
}

/**
 * Draws from record numbers and findings, without the corpus. Source labels are taken from `labels` (`file:record`): they decide nothing but which
 * source an item counts for.
 * @throws Stop as `drawFromCorpus`
 */
export async function drawFromFrame(job: SampleJob, counts: readonly number[], labels: ReadonlyMap<string, string>): Promise<MadeDraw> {
  checkNonce(job.report, job.nonce)
  checkFrame(job.report, counts)
  const found = await foundOf(job)
  const drawing = new Drawing({ ...job.report.review, perSource: 0 }, seedOf(job.report.corpus.merkle.root, job.nonce))
  for (const [index, records] of counts.entries()) {
    const own = found.get(index + 1) ?? nothing
    for (let record = 0; record < records; record++)
      drawing.offer(index + 1, record, labels.get(`${index + 1}:${record}`) ?? '', [...(own.get(record)?.rules ?? [])])
  }
  return { draw: drawing.finish(), counts }
}

function checkFrame(report: Report, counts: readonly number[]): void {
  const { digest } = report.review.frame
  if (sha256(frameText(counts)) !== digest.sha256)
    throw refused(
      'frame',
      'the files do not have the numbers of records the report counted; read them with the configuration of the scan (charset, split, maxRecordBytes)',
      '各文件的记录数与报告不一致；请使用与扫描时相同的配置（charset、split、maxRecordBytes）',
    )
}

const optionsOf = ({ report, config }: CorpusJob): Parameters<typeof readRecords>[2] => ({
  limits: report.config.limits as ReadLimits,
  ...(config.charset === 'auto' ? {} : { charset: config.charset }),
})

/** Where the files of the manifest lie: the corpus is walked as the scan walked it. */
async function pathsOf(job: CorpusJob, manifest: readonly ManifestEntry[]): Promise<ReadonlyMap<string, string>> {
  const { ignore, symlinks } = job.report.corpus.serialization
  const { entries } = await walk(job.corpus, { cwd: job.cwd, ignore, ignoreFiles: false, skipSymlinks: symlinks === 'skip' })
  const readable = entries.filter((entry) => entry.state === 'readable')
  // A corpus that came through standard input has one nameless line; the file that was piped in is read in its place.
  const [only] = readable
  const piped = manifest.length === 1 && manifest[0]!.path === '-' && readable.length === 1
  const paths = new Map(piped ? [['-', only!.absolute]] : readable.map((entry) => [entry.path, entry.absolute]))
  const missing = manifest.findIndex((entry) => !paths.has(entry.path)) + 1
  if (missing > 0 || only?.absolute === '-')
    throw refused(
      'corpus',
      only?.absolute === '-'
        ? 'standard input is not read here; name the file that was piped into the scan'
        : `the file in line ${missing} of corpus.sha256 is not there; name the corpus as it was named to the scan`,
      only?.absolute === '-'
        ? '此处不读取标准输入；请给出扫描时经管道输入的文件'
        : `找不到 corpus.sha256 第 ${missing} 行的文件；请按扫描时的方式给出语料`,
    )
  return paths
}

/** The source a record states, as a label fit to print; `(withheld)` where something personal was found in it. */
function sourceLabel(values: VisitedRecord['values'], fields: Config['fields'], withFindings: ReadonlySet<string> | undefined): string {
  for (const { pointer, text } of values) {
    if (roleOf(pointer, fields) !== 'source') continue
    const value = text()
    if (value === '') continue
    return withFindings?.has(pointer) === true || hidesValue(value) ? '(withheld)' : sourceOf(value)
  }
  return sourceOf(undefined)
}

/** A drawn record with its text, for the reviewer's eyes only. */
interface ShownRecord {
  readonly item: Drawn
  /** Undefined: the record could not be read at the scan either. */
  readonly values: readonly ShownValue[] | undefined
}
interface ShownValue {
  readonly field: string
  readonly text: string
  /** Where rules fired: start and end in UTF-16 units, and the rule. */
  readonly marks: readonly (readonly [start: number, end: number, rule: string])[]
}

/** Reads the drawn records again and shows them in the order of the draw. @throws Stop as `drawFromCorpus` */
export async function readDrawn(job: CorpusJob, items: readonly Drawn[], longest: number): Promise<readonly ShownRecord[]> {
  const manifest = await manifestOf(job)
  const paths = await pathsOf(job, manifest)
  const wanted = new Set(items.map(({ file, record }) => `${file}:${record}`))
  const hits = new Map<string, ReportFinding[]>()
  await eachFinding(job, (finding) => {
    const key = `${finding.file}:${finding.record}`
    if (wanted.has(key)) hits.set(key, [...(hits.get(key) ?? []), finding])
  })
  const shown = new Map<string, ShownValue[]>()
  for (const file of new Set(items.map((item) => item.file))) {
    const { path } = manifest[file - 1]!
    await readRecords({ file, path, size: -1 }, paths.get(path)!, optionsOf(job), ({ record, values }) => {
      const key = `${file}:${record}`
      if (!wanted.has(key)) return
      const own = hits.get(key) ?? []
      let room = longest
      shown.set(
        key,
        values.map(({ pointer, text }) => {
          const value = text()
          const cut = value.length > room ? `${value.slice(0, room)}…` : value
          room = Math.max(0, room - value.length)
          return {
            field: pointer,
            text: cut,
            marks: marksOf(
              value,
              cut.length,
              own.filter((finding) => finding.field === pointer),
            ),
          }
        }),
      )
    })
  }
  return items.map((item) => ({ item, values: shown.get(`${item.file}:${item.record}`) }))
}

/** Byte spans of findings as spans of the text that is shown; what lies beyond the cut is left out. */
function marksOf(value: string, length: number, findings: readonly ReportFinding[]): ShownValue['marks'] {
  if (findings.length === 0) return []
  const bytes = Buffer.from(value)
  const at = (offset: number) => bytes.toString('utf8', 0, offset).length
  return findings
    .filter(({ unit }) => unit === 'text' || unit === 'field')
    .map(({ byteOffset, length: size, rule }) => [at(byteOffset), at(byteOffset + size), rule] as const)
    .filter(([, end]) => end <= length)
    .sort((a, b) => a[0] - b[0])
}
