import { createHash } from 'node:crypto'
import { constants, open } from 'node:fs/promises'
import { join } from 'node:path'
import { comparePaths } from '../corpus/index.ts'
import type { Severity } from '../model.ts'
import { type Report, reportSchema } from '../report/index.ts'
import type { Remediation } from '../report/remediation.ts'
import { severities } from '../report/words.ts'
import { Stop } from '../stop.ts'
import { maxBundleBytes } from './bundle.ts'
import type { Place } from './checks.ts'
import { errorCode, notRead, readOnce, streamOnce } from './files.ts'
import { readParent } from './lineage.ts'
import { lineReader, type ManifestEntry } from './manifest.ts'
import { openFindings, readEarlier } from './open-findings.ts'
import { readStatement } from './statement.ts'
import { strictJsonIn } from './strict.ts'

/**
 * What changed between two reports, the raw corpus and the cleaned one, say: files by their manifests, counts, findings, sources. Both manifests
 * are read side by side as streams, so that memory grows with what changed and not with the corpus.
 */

/** A number before and after. */
export interface Pair {
  readonly before: number
  readonly after: number
}

/** What became of the files; a moved one has the same contents under another name. Places are manifest lines, at most 100 of a kind. */
interface FileDifference {
  readonly same: number
  readonly changed: Kind
  readonly added: Kind
  readonly removed: Kind
  readonly moved: number
}
export interface Kind {
  readonly total: number
  readonly places: readonly Place[]
}

export interface Difference {
  /** Whether the second report names the first as its parent; undefined when it has no statement. */
  readonly parent: boolean | undefined
  readonly sameCorpus: boolean
  /** Undefined when a manifest is withheld. */
  readonly files: FileDifference | undefined
  readonly counts: { readonly [what in 'files' | 'bytes' | 'records' | 'findings' | 'duplicates' | 'unreadableFiles']: Pair }
  readonly verdict: { readonly before: Report['results']['verdict']; readonly after: Report['results']['verdict'] }
  readonly complete: { readonly before: boolean; readonly after: boolean }
  readonly severities: readonly ({ readonly severity: Severity } & Pair)[]
  /** Rules with other numbers of findings, the largest change first. */
  readonly rules: readonly ({ readonly rule: string } & Pair)[]
  /** Records by what they say their source is, where that changed. */
  readonly sources: readonly ({ readonly source: string } & Pair)[]
  /** Bytes by declared source, where that changed; undefined unless both reports have a sources manifest. */
  readonly declared: readonly ({ readonly source: string } & Pair)[] | undefined
  /** Rule packs that are not the same in both, and whether the configuration is: numbers of other rules are not comparable. */
  readonly packs: readonly { readonly pack: string; readonly before: string | null; readonly after: string | null }[]
  readonly sameConfig: boolean
  /** Critical findings of the second report that stand in the first; undefined when findings or manifest of one of them are withheld. */
  readonly open: Remediation['open'] | undefined
  /** Whether the first report is of a day after the second one's reference day: then no age can be told. */
  readonly ageless: boolean
}

/**
 * Compares two report folders.
 * @throws Stop usage `diff.no-report`; Stop verification `report.manifest-changed` when a manifest is not the one its report states
 */
export async function difference(before: string, after: string, showPaths = false): Promise<Difference> {
  const [a, b] = [await readReport(before), await readReport(after)]
  const pair = (pick: (report: Report) => number): Pair => ({ before: pick(a), after: pick(b) })
  const findings = (report: Report, severity: Severity) => total(report.statistics.findings.bySeverity[severity])
  const open = await openOf(before, after, b)
  return {
    parent: await namesAsParent(before, after),
    sameCorpus: a.corpus.manifest.digest.sha256 === b.corpus.manifest.digest.sha256,
    files: await compareFiles({ folder: before, report: a }, { folder: after, report: b }, showPaths),
    counts: {
      files: pair((report) => report.corpus.files),
      bytes: pair((report) => report.corpus.bytes),
      records: pair((report) => report.corpus.records),
      findings: pair((report) => report.findings.total),
      duplicates: pair((report) => report.statistics.duplicates.duplicates),
      unreadableFiles: pair((report) => report.coverage.files.unreadable),
    },
    verdict: { before: a.results.verdict, after: b.results.verdict },
    complete: { before: a.results.complete, after: b.results.complete },
    severities: severities.map((severity) => ({ severity, ...pair((report) => findings(report, severity)) })),
    rules: changes(a, b, (report) => report.statistics.findings.byRule.map((row) => [row.rule, total(row.findings)])).map(
      ({ key, ...numbers }) => ({ rule: key, ...numbers }),
    ),
    sources: changes(a, b, (report) => report.statistics.sources.rows.map((row) => [row.value, row.records])).map(
      ({ key, ...numbers }) => ({
        source: key,
        ...numbers,
      }),
    ),
    declared:
      a.attribution === null || b.attribution === null
        ? undefined
        : changes(a, b, (report) => (report.attribution?.rows ?? []).map((row) => [row.id, row.bytes])).map(({ key, ...numbers }) => ({
            source: key,
            ...numbers,
          })),
    packs: packChanges(a, b),
    sameConfig: a.config.digest.sha256 === b.config.digest.sha256,
    open,
    ageless: typeof open?.since === 'string' && open.since > b.asOf,
  }
}

/** Critical findings of the earlier report that are still in the later one, judged on the later one's reference day. */
async function openOf(before: string, after: string, report: Report): Promise<Remediation['open'] | undefined> {
  const manifest: Uint8Array[] = []
  const read = await streamOnce(join(after, 'corpus.sha256'), (piece) => manifest.push(Uint8Array.from(piece)))
  const findings = join(after, 'findings.jsonl')
  if (read.state !== 'read' || (await streamOnce(findings, () => {})).state !== 'read') return undefined
  const earlier = await readEarlier(before, before).catch((error: unknown) => {
    // A report without a statement can be compared in everything but the age of its findings.
    if (error instanceof Stop && error.code === 'parent.unreadable') return undefined
    throw error
  })
  if (earlier?.critical === undefined) return undefined
  return openFindings(findings, manifest, [earlier], report.asOf)
}

function total(row: { readonly high: number; readonly medium: number; readonly low: number }): number {
  return row.high + row.medium + row.low
}

/** Rows whose number changed, the largest change first, then by key. */
function changes(
  a: Report,
  b: Report,
  rows: (report: Report) => readonly (readonly [string, number])[],
): readonly ({ readonly key: string } & Pair)[] {
  const [left, right] = [new Map(rows(a)), new Map(rows(b))]
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((key) => ({ key, before: left.get(key) ?? 0, after: right.get(key) ?? 0 }))
    .filter((row) => row.before !== row.after)
    .sort((x, y) => Math.abs(y.after - y.before) - Math.abs(x.after - x.before) || comparePaths(x.key, y.key))
}

function packChanges(a: Report, b: Report): Difference['packs'] {
  const digests = (report: Report) =>
    new Map(report.rulePacks.map((pack) => [pack.name, { version: pack.version, digest: pack.digest.sha256 }]))
  const [left, right] = [digests(a), digests(b)]
  const told = (pack: { version: string; digest: string } | undefined) =>
    pack === undefined ? null : `${pack.version} (${pack.digest.slice(0, 12)})`
  return [...new Set([...left.keys(), ...right.keys()])]
    .sort(comparePaths)
    .filter((name) => left.get(name)?.digest !== right.get(name)?.digest)
    .map((pack) => ({ pack, before: told(left.get(pack)), after: told(right.get(pack)) }))
}

async function readReport(folder: string): Promise<Report> {
  const read = await readOnce(join(folder, 'report.json'), maxBundleBytes)
  if (read.state !== 'read') {
    const { en, zh } = notRead[read.state]
    throw new Stop('usage', 'diff.no-report', {
      en: `the report.json of the folder ${folder} cannot be read: ${en}; name the folder that a scan wrote`,
      zh: `无法读取目录 ${folder} 中的 report.json：${zh}；请给出扫描输出的报告目录`,
    })
  }
  const report = reportSchema.safeParse(strictJsonIn(read.bytes)).data
  if (report !== undefined) return report
  throw new Stop('usage', 'diff.no-report', {
    en: `${folder} holds no report.json that this version reads; name a report folder, or scan again with this version`,
    zh: `${folder} 中没有本版本可读取的 report.json；请给出报告目录，或用本版本重新扫描`,
  })
}

/** Whether the statement in `after` names the report in `before`. */
async function namesAsParent(before: string, after: string): Promise<boolean | undefined> {
  try {
    const { report } = await readParent(before, before)
    const read = await readOnce(join(after, 'statement.json'), maxBundleBytes)
    if (read.state !== 'read') return undefined
    return readStatement(read.bytes).parents.some((parent) => parent.report.digest.sha256 === report.digest.sha256)
  } catch (error) {
    if (error instanceof Stop) return undefined
    throw error
  }
}

interface Side {
  readonly folder: string
  readonly report: Report
}
type Line = ManifestEntry & { readonly line: number }

const maxPlaces = 100

async function compareFiles(before: Side, after: Side, showPaths: boolean): Promise<FileDifference | undefined> {
  const kind = () => ({ total: 0, places: [] as Place[] })
  const found = { same: 0, changed: kind(), added: kind(), removed: kind() }
  const gone = new Map<string, number>()
  const come = new Map<string, number>()
  const put = (into: { total: number; places: Place[] }, { line, path }: Line) => {
    into.total++
    if (into.places.length < maxPlaces) into.places.push(showPaths ? { line, path } : { line })
  }
  const count = (digests: Map<string, number>, { sha256 }: Line) => digests.set(sha256, (digests.get(sha256) ?? 0) + 1)
  const [left, right] = [linesOf(before), linesOf(after)]
  try {
    let [a, b] = [await left.next(), await right.next()]
    while (a.done !== true || b.done !== true) {
      const order = a.done === true ? 1 : b.done === true ? -1 : comparePaths(a.value.path, b.value.path)
      if (order < 0 && a.done !== true) {
        put(found.removed, a.value)
        count(gone, a.value)
      } else if (order > 0 && b.done !== true) {
        put(found.added, b.value)
        count(come, b.value)
      } else if (a.done !== true && b.done !== true) {
        if (a.value.sha256 === b.value.sha256) found.same++
        else put(found.changed, b.value)
      }
      if (order <= 0) a = await left.next()
      if (order >= 0) b = await right.next()
    }
  } catch (error) {
    if (error instanceof Withheld) return undefined
    throw error
  } finally {
    await Promise.all([left.return(undefined), right.return(undefined)])
  }
  let moved = 0
  for (const [sha256, times] of gone) moved += Math.min(times, come.get(sha256) ?? 0)
  return { ...found, moved }
}

/** A manifest that is not there: names may be withheld from whoever compares. */
class Withheld extends Error {}

/** The lines of a folder's manifest, which turns out at the end to be the one its report states or not: then what was read is thrown away. */
async function* linesOf({ folder, report }: Side): AsyncGenerator<Line, undefined> {
  const { manifest, merkle } = report.corpus
  let batch: Line[] = []
  const hash = createHash('sha256')
  const reader = lineReader(merkle.treeSize, (entry, _bytes, line) => {
    batch.push({ ...entry, line })
    return false
  })
  const handle = await open(join(folder, 'corpus.sha256'), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') throw new Withheld()
    throw error
  })
  try {
    if (!(await handle.stat()).isFile()) throw new Withheld()
    const buffer = Buffer.allocUnsafe(1 << 20)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) break
      hash.update(buffer.subarray(0, bytesRead))
      reader.add(buffer.subarray(0, bytesRead))
      yield* batch
      batch = []
    }
  } finally {
    await handle.close()
  }
  const sum = reader.end()
  if (hash.digest('hex') === manifest.digest.sha256 && !('fault' in sum)) return undefined
  throw new Stop('verification', 'report.manifest-changed', {
    en: `corpus.sha256 in ${folder} is not the one its report states; get that folder again`,
    zh: `${folder} 中的 corpus.sha256 与其报告所述不一致；请重新获取该目录`,
  })
}
