import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { ReportFinding } from '../report/index.ts'
import type { Remediation } from '../report/remediation.ts'
import { textKey } from '../sketch/hash.ts'
import { Stop } from '../stop.ts'
import { streamOnce } from './files.ts'
import { statementAt } from './lineage.ts'
import { lineReader, type ManifestEntry, readManifest } from './manifest.ts'

/**
 * Critical findings (severity error, confidence high) that earlier reports recorded and that are still there. Article 15 of the draft
 * Measures gives three months to put right what was found.
 *
 * A finding is the same when the same rule fired at the same place (record, field, offset, length) of a file with the same content, wherever
 * it lies now, or of a file with the same name. In a file that was changed before that place, places move: there, as many findings of a
 * rule as it had then are only possibly the same. Paths and digests are compared here and not printed.
 */

/** An earlier report: when it was made, and what it found. */
export interface EarlierReport {
  /** SHA-256 of its report.json, in hex. */
  readonly sha256: string
  readonly day: string
  readonly dated: 'statement' | 'reference-day'
  /** Undefined when there are no findings and manifest beside it. */
  readonly critical: Critical | undefined
}

interface Critical {
  readonly total: number
  /** Whether all of them were kept. */
  readonly complete: boolean
  /** Keys of content and place, and of path and place. */
  readonly places: ReadonlySet<string>
  /** How many there are, by path and rule. */
  readonly byRule: ReadonlyMap<string, number>
}

/** Critical findings kept of one earlier report. */
const maxKept = 1_000_000
const listed = 20

const parts = z.looseObject({
  asOf: z.iso.date(),
  corpus: z.looseObject({
    manifest: z.looseObject({ digest: z.looseObject({ sha256: z.string() }) }),
    merkle: z.looseObject({ treeSize: z.number() }),
  }),
  findings: z.looseObject({ file: z.looseObject({ digest: z.looseObject({ sha256: z.string() }) }) }),
})

/**
 * Reads an earlier report by its folder, or of less use by its statement or bundle alone: nothing is then known of its findings.
 * @throws Stop as `readParent` does, and Stop verification when findings or manifest in the folder are not those its report states
 */
export async function readEarlier(path: string, called: string): Promise<EarlierReport> {
  const { isFolder, statement } = await statementAt(path, called)
  // What is asked of a report here was in every version of it.
  const report = parts.parse(statement.reportJson)
  const made = statement.finishedAt?.slice(0, 10)
  return {
    sha256: statement.subjects.find(({ name }) => name === 'report.json')!.digest.sha256,
    day: made ?? report.asOf,
    dated: made === undefined ? 'reference-day' : 'statement',
    critical: isFolder ? await criticalOf(path, called, report) : undefined,
  }
}

const isCritical = ({ severity, confidence }: ReportFinding): boolean => severity === 'error' && confidence === 'high'

/** The critical findings of a file of JSON lines, one by one. */
async function* criticalIn(path: string): AsyncGenerator<ReportFinding, void> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) {
    // Most findings are not critical: parsing them would be the whole work.
    if (!line.includes('"severity":"error"')) continue
    const finding = JSON.parse(line) as ReportFinding
    if (isCritical(finding)) yield finding
  }
}

async function criticalOf(folder: string, called: string, report: z.infer<typeof parts>): Promise<Critical | undefined> {
  const findings = join(folder, 'findings.jsonl')
  const hashed = createHash('sha256')
  const read = await streamOnce(findings, (piece) => hashed.update(piece))
  if (read.state !== 'read') return undefined
  if (hashed.digest('hex') !== report.findings.file.digest.sha256) throw otherFile(called, 'findings.jsonl')
  const numbers = new Set<number>()
  for await (const { file } of criticalIn(findings)) numbers.add(file)
  const names = new Map<number, ManifestEntry>()
  const manifest = await readManifest(join(folder, 'corpus.sha256'), report.corpus.merkle.treeSize, (entry, _bytes, line) => {
    if (numbers.has(line)) names.set(line, entry)
    return false
  })
  if (manifest.state !== 'read') return undefined
  if (manifest.sha256 !== report.corpus.manifest.digest.sha256) throw otherFile(called, 'corpus.sha256')
  const places = new Set<string>()
  const byRule = new Map<string, number>()
  let total = 0
  for await (const finding of criticalIn(findings)) {
    total++
    const entry = names.get(finding.file)
    if (entry === undefined || total > maxKept) continue
    const { content, name, rule } = keysOf(finding, entry)
    places.add(content).add(name)
    byRule.set(rule, (byRule.get(rule) ?? 0) + 1)
  }
  return { total, complete: total <= maxKept, places, byRule }
}

function keysOf(finding: ReportFinding, { path, sha256 }: ManifestEntry): { content: string; name: string; rule: string } {
  const { rule, record, field, unit, byteOffset, length } = finding
  const place = [rule, record, field, unit, byteOffset, length].join('\n')
  return { content: textKey(`${sha256}\n${place}`), name: textKey(`${path}\n${place}`), rule: textKey(`${path}\n\n${rule}`) }
}

/** Three months after a day, on the same day of the month or the last before it. */
export function threeMonthsAfter(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + 3, 0)).getUTCDate()
  return new Date(Date.UTC(year, month + 2, Math.min(date, last))).toISOString().slice(0, 10)
}

/**
 * Which critical findings of a scan stood in earlier reports, judged on its reference day.
 *
 * @param findings path of the scan's findings.jsonl
 * @param manifest the lines of its corpus.sha256, in pieces
 */
export async function openFindings(
  findings: string,
  manifest: Iterable<Uint8Array | string>,
  earlier: readonly EarlierReport[],
  asOf: string,
): Promise<Remediation['open']> {
  const compared = earlier.flatMap(({ day, critical }) => (critical === undefined ? [] : [{ day, critical }]))
  if (compared.length === 0) return null
  // The earliest report that has a finding tells how old it is.
  compared.sort((a, b) => (a.day < b.day ? -1 : 1))
  const numbers = new Set<number>()
  for await (const { file } of criticalIn(findings)) numbers.add(file)
  const names = new Map<number, ManifestEntry>()
  const reader = lineReader(Number.POSITIVE_INFINITY, (entry, _bytes, line) => {
    if (numbers.has(line)) names.set(line, entry)
    return false
  })
  for (const piece of manifest) reader.add(typeof piece === 'string' ? Buffer.from(piece) : piece)
  const isOverdue = (day: string) => threeMonthsAfter(day) < asOf
  /** Numbers by path and rule: of findings that no earlier report has, and for each earlier report of those that it has. */
  const fresh = new Map<string, number>()
  const met = compared.map(() => new Map<string, number>())
  const rows: NonNullable<Remediation['open']>['rows'] = []
  const soFar = { total: 0, known: 0, overdue: 0 }
  let since: string | null = null
  for await (const finding of criticalIn(findings)) {
    soFar.total++
    const entry = names.get(finding.file)
    if (entry === undefined) continue
    const { content, name, rule } = keysOf(finding, entry)
    const at = compared.findIndex(({ critical }) => critical.places.has(content) || critical.places.has(name))
    if (at < 0) {
      fresh.set(rule, (fresh.get(rule) ?? 0) + 1)
      continue
    }
    const { day } = compared[at]!
    for (const [i, { critical }] of compared.entries())
      if (critical.places.has(content) || critical.places.has(name)) met[i]!.set(rule, (met[i]!.get(rule) ?? 0) + 1)
    soFar.known++
    if (isOverdue(day)) soFar.overdue++
    if (since === null || day < since) since = day
    keepOldest(rows, { rule: finding.rule, file: finding.file, record: finding.record, since: day, overdue: isOverdue(day) })
  }
  const possible = compared.map(({ day, critical }, i) =>
    isOverdue(day)
      ? [...fresh].reduce((sum, [rule, n]) => sum + Math.min(n, (critical.byRule.get(rule) ?? 0) - (met[i]!.get(rule) ?? 0)), 0)
      : 0,
  )
  return {
    ...soFar,
    since,
    possiblyOverdue: Math.max(0, ...possible),
    complete: compared.length === earlier.length && compared.every(({ critical }) => critical.complete),
    rows,
  }
}

type OpenRow = NonNullable<Remediation['open']>['rows'][number]

/** Findings come in the order of their places, so equal days stay in it. */
function keepOldest(rows: OpenRow[], row: OpenRow): void {
  let at = rows.length
  while (at > 0 && rows[at - 1]!.since > row.since) at--
  if (at >= listed) return
  rows.splice(at, 0, row)
  if (rows.length > listed) rows.pop()
}

function otherFile(called: string, name: string): Stop {
  return new Stop('verification', 'parent.changed', {
    en: `${name} in the parent "${called}" is not the one its report states; get that folder again`,
    zh: `上游“${called}”中的 ${name} 与其报告所述不一致；请重新获取该目录`,
  })
}
