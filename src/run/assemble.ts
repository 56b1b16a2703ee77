import { createHash } from 'node:crypto'
import { merkleTree } from '../attest/merkle.ts'
import type { Corpus } from '../corpus/index.ts'
import type { Rule, Words } from '../model.ts'
import { canonicalJson } from '../notation/jcs.ts'
import { sha256, sha256OfValue } from '../notation/sha256.ts'
import { type Judged, judge, type Policy } from '../policy.ts'
import { type Report, reportSchema } from '../report/index.ts'
import { type Remediation, requestsOf } from '../report/remediation.ts'
import { declarationOf, evaluate } from '../requirements/index.ts'
import { frameText } from '../review/index.ts'
import { accuracyOf, type CompiledRules, clausesOf, libraryFloor, type RuleBook, waysToNames } from '../rules/index.ts'
import {
  type Attribution,
  attributeBoth,
  attributeFiles,
  attributeRecords,
  type Documents,
  mapsBoth,
  mapsFiles,
  noDocuments,
  type Sources,
  sourcesDigest,
} from '../sources/index.ts'
import { labellingScope } from '../sources/parts.ts'
import { summarizeTally, type Tally } from '../statistics/index.ts'
import { byCodeUnits } from '../text/order.ts'
import { version } from '../version.ts'
import { coverageOf } from './coverage.ts'
import type { ReportInputs, ScanJob } from './job.ts'
import type { FileOutcome } from './outcomes.ts'
import type { JoinedFindings } from './spool.ts'

/** Puts a report together from what a scan counted. Pure: no clock, no file system. */

/** Everything a report is made of. */
interface Gathered extends ReportInputs, Pick<ScanJob, 'rules' | 'earlier' | 'traces' | 'nonceCommitment'> {
  readonly corpus: Corpus
  readonly outcomes: readonly FileOutcome[]
  readonly compiled: CompiledRules
  /** Critical findings of this scan that the earlier reports recorded. */
  readonly open: Remediation['open']
  readonly tally: Tally
  /** The text of `corpus.sha256`, in pieces of whole lines. */
  readonly manifest: Iterable<string>
  readonly findings: JoinedFindings
  readonly recordBase: (file: number, from: number) => number
  readonly fileNumber: (file: number) => number
}

/** SHA-256, in hex, of a policy's canonical JSON, as the report's results hold it. */
export const policyDigest = (policy: Policy): string => sha256(canonicalJson(policy))

/** The report of a scan, judged against its requirements and its policy. */
export function assemble(given: Gathered): Report {
  const statistics = statisticsPart(given)
  const coverage = coverageOf(given.outcomes)
  const corpus = corpusPart(given, coverage)
  const attribution = attributionOf(given, { corpus, statistics })
  const documents = given.documents ?? noDocuments
  const head: Omit<Report, 'requirements' | 'results' | 'declaration'> = {
    schemaVersion: '1.0.0',
    tool: { name: 'dataaudit', version },
    profile: given.config.profile,
    legal: legalPart(given),
    asOf: given.asOf,
    rulePacks: packRows(given),
    rules: given.compiled.rules.map(ruleRow),
    accuracy: accuracyRows(given),
    config: configPart(given),
    corpus,
    coverage,
    statistics,
    risks: riskRows(given, statistics),
    keywords: keywordsPart(given),
    attribution: attributionRows(attribution),
    remediation: remediationPart(given, corpus.merkle.root),
    review: reviewPart(given),
    findings: {
      total: statistics.findings.total,
      included: given.findings.total,
      file: { name: 'findings.jsonl', digest: { sha256: given.findings.sha256 } },
    },
    redaction: { excerpt: 'shape', selfScan: 'passed' },
  }
  const declaration =
    given.sources === undefined ? null : declarationOf(head, given.sources, attribution, documents, sourcesDigest(given.sources))
  const body: Omit<Report, 'requirements' | 'results'> = { ...head, declaration }
  return concluded(body, { ...given, attribution, documents })
}

/** What was counted, with files by their numbers in `corpus.sha256`. */
function statisticsPart({ compiled, tally, recordBase, fileNumber, sources, asOf }: Gathered): Report['statistics'] {
  const byId = new Map(compiled.rules.map((rule) => [rule.id, rule]))
  const rule = (id: string) => byId.get(id)
  const summary = summarizeTally(tally, { recordBase, rule, labelling: labellingScope(sources?.annotation, asOf) })
  const numbered = <Row extends { readonly file: number }>(row: Row): Row => ({ ...row, file: fileNumber(row.file) })
  const { examples, faults, annotation } = summary
  return {
    ...summary,
    examples: examples.map(numbered),
    faults: { ...faults, places: faults.places.map(numbered) },
    annotation: annotation && { ...annotation, batches: { ...annotation.batches, rows: annotation.batches.rows.map(numbered) } },
  }
}

function keywordsPart({ keywords }: Gathered): Report['keywords'] {
  const total = keywords?.total ?? 0
  return {
    total,
    floor: libraryFloor,
    floorMet: total >= libraryFloor,
    newest: keywords?.newest ?? null,
    digest: keywords === undefined ? null : { sha256: keywords.digest },
  }
}

function remediationPart({ earlier = [], open, traces = [] }: Gathered, root: string): Report['remediation'] {
  return {
    earlier: earlier.map(({ sha256, day, dated, critical }) => ({
      report: { sha256 },
      day,
      dated,
      compared: critical !== undefined,
      critical: critical?.total ?? 0,
    })),
    open,
    requests: requestsOf(traces, root),
  }
}

/** What a report is judged by. */
export interface Yardsticks {
  readonly book: RuleBook
  readonly sources: Sources | undefined
  readonly attribution: Attribution | undefined
  readonly documents: Documents
  readonly policy: Policy
}

/** Judges what was counted: requirement rows, then the verdict. */
export function concluded(body: Omit<Report, 'requirements' | 'results'>, given: Yardsticks): Report {
  const judged: Judged = { ...body, requirements: evaluate(body, given.book.law, given.sources, given.attribution, given.documents) }
  const verdict = judge(judged, given.policy)
  const report: Report = {
    ...judged,
    results: {
      verdict: verdict.verdict,
      complete: verdict.complete,
      policy: { digest: { sha256: policyDigest(given.policy) }, name: given.policy.name },
      reasons: verdict.reasons.map((reason) => ({ ...reason })),
    },
  }
  // The schema is the contract with everybody who reads the file: a report that does not meet it is a bug, and is not written.
  return reportSchema.parse(report)
}

/** The profile the report is judged by. That it exists was checked before the scan. */
function legalPart({ book, config }: Gathered): Report['legal'] {
  const { version, title, about, digest } = book.law.profiles.find(({ id }) => id === config.profile)!
  const cited = new Set(clausesOf(book.law, config.profile).map((clause) => clause.instrument))
  const instruments = book.law.instruments.filter(({ id }) => cited.has(id))
  return { version, title, about, digest: { sha256: digest }, instruments }
}

/** Files are mapped to declared sources by the manifest's patterns where it has any, the rest by the records' source field. */
function attributionOf(
  { sources, outcomes, fileNumber }: Gathered,
  counted: Pick<Report, 'corpus' | 'statistics'>,
): Attribution | undefined {
  if (sources === undefined) return undefined
  if (!mapsFiles(sources)) return attributeRecords(sources, counted)
  const byFile = attributeFiles(
    sources,
    outcomes.map(({ path, stored, file }) => ({ path, bytes: stored, number: fileNumber(file) })),
  )
  return mapsBoth(sources) ? attributeBoth(sources, counted, byFile) : byFile
}

/** An attribution as the report holds it: plain rows. */
const attributionRows = (attribution: Attribution | undefined): Report['attribution'] =>
  attribution === undefined
    ? null
    : {
        ...attribution,
        rows: [...attribution.rows],
        places: {
          unmapped: [...attribution.places.unmapped],
          ambiguous: attribution.places.ambiguous.map(({ file, sources }) => ({ file, sources: [...sources] })),
        },
      }

/** What the result depends on, without what only says how to run: threads, folders, languages. */
function configDigest({ config, asOf }: Gathered): string {
  const { workers: _workers, output: _output, lang: _lang, policy: _policy, review, ...rest } = config
  // The nonce counts, not where it lies; the report holds the commitment to it.
  const { nonceFile: _nonceFile, ...plan } = review
  return sha256OfValue({ ...rest, review: plan, asOf })
}

function configPart(given: Gathered): Report['config'] {
  const { config, rules } = given
  return {
    digest: { sha256: configDigest(given) },
    sampling: 'full',
    lang: config.lang ?? 'en',
    limits: { maxRecordBytes: config.maxRecordBytes, split: config.split },
    names: waysToNames(rules),
    overrides: Object.entries(config.overrides)
      .map(([rule, severity]) => ({ rule, severity }))
      .sort((a, b) => byCodeUnits(a.rule, b.rule)),
  }
}

/** The plan of the human sample and the positions it draws from. */
function reviewPart({ config, nonceCommitment, outcomes, fileNumber }: Gathered): Report['review'] {
  const { size, perSource, perRule } = config.review
  const counts: number[] = []
  for (const one of outcomes) if (one.sha256 !== undefined) counts[fileNumber(one.file) - 1] = one.rows + one.rowsLost
  return {
    method: 'hmac-sha256-v1',
    size,
    perSource,
    perRule,
    commitment: nonceCommitment === undefined ? null : { sha256: nonceCommitment },
    frame: { records: counts.reduce((sum, n) => sum + n, 0), digest: { sha256: sha256(frameText(counts)) } },
    result: null,
  }
}

function packRows({ book, rules, keywords, ner }: Gathered): Report['rulePacks'] {
  const rows: Report['rulePacks'] = book.packs.map(({ manifest, origin, rules: all, digest, semanticDigest }) => ({
    name: manifest.id,
    version: manifest.version,
    title: manifest.title,
    license: manifest.license,
    digest: { sha256: digest },
    semanticDigest: { sha256: semanticDigest },
    rules: all.length,
    enabled: rules.filter((rule) => rule.pack === manifest.id).length,
    origin,
    code: manifest.code,
  }))
  const own = (name: string, title: Words, digest: string, count: number) =>
    rows.push({
      ...{ name, version: '0.0.0', title, license: '-', digest: { sha256: digest }, semanticDigest: { sha256: digest } },
      ...{ rules: count, enabled: count, origin: 'added', code: false },
    })
  if (keywords !== undefined)
    own('keywords', { zh: '自备关键词库', en: "Operator's keyword library" }, keywords.digest, keywords.rules.length)
  if (ner !== undefined) own('ner', { zh: '自备的姓名识别模型', en: 'Model for names given to the scan' }, ner.digest, ner.rules.length)
  return rows
}

/** What was measured of the built-in rules that ran: an added pack's rule of the same entity is not the rule that was measured. */
function accuracyRows({ book, rules }: Gathered): Report['accuracy'] {
  const builtIn = new Set(book.packs.filter((pack) => pack.origin === 'built-in').map((pack) => pack.manifest.id))
  const own = rules.filter((rule) => builtIn.has(rule.pack))
  return accuracyOf(book.accuracy, own).map(({ precision, recall, entities, kind: _kind, ...row }) => {
    const part = (rate: typeof precision) => (rate === null ? null : { ppm: rate.ppm, lowPpm: rate.lowPpm, highPpm: rate.highPpm })
    const speaks = (rule: Rule) => (entities.length === 0 ? rule.domain === row.domain : entities.includes(rule.entity))
    return { ...row, rules: own.filter(speaks).map((rule) => rule.id), precision: part(precision), recall: part(recall) }
  })
}

function ruleRow(rule: Rule): Report['rules'][number] {
  const { id, rev, status, domain, entity, risk, severity, title, why, remedy } = rule
  return { id, rev, status, domain, entity, risk, requirements: [...rule.requirements], severity, title, why, remedy }
}

function corpusPart({ corpus, outcomes, manifest }: Gathered, coverage: Report['coverage']): Report['corpus'] {
  const tree = merkleTree()
  const digest = createHash('sha256')
  for (const piece of manifest) {
    digest.update(piece)
    tree.addLines(piece)
  }
  const group = <Row extends object>(keys: (one: FileOutcome) => Row | undefined) => {
    const rows = new Map<string, Row & { files: number; bytes: number }>()
    for (const one of outcomes) {
      const key = keys(one)
      if (key === undefined) continue
      const text = Object.values(key).join('\0')
      const row = rows.get(text) ?? { ...key, files: 0, bytes: 0 }
      rows.set(text, { ...row, files: row.files + 1, bytes: row.bytes + one.stored })
    }
    return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  }
  return {
    manifest: { name: 'corpus.sha256', digest: { sha256: digest.digest('hex') } },
    serialization: { method: 'sha256sum-sorted-v1', order: 'utf8-bytes', symlinks: corpus.symlinks, ignore: [...corpus.ignore] },
    files: outcomes.length,
    bytes: outcomes.reduce((n, one) => n + one.stored, 0),
    records: coverage.records.read + coverage.records.unreadable + coverage.records.skipped,
    merkle: { algorithm: 'rfc9162-sha256', treeSize: tree.size(), root: tree.root() },
    formats: group((one) => (one.format === undefined ? undefined : { format: one.format, compression: one.compression })),
    charsets: group((one) => (one.charset === '-' ? undefined : { charset: one.charset })),
  }
}

function riskRows({ book, compiled, keywords }: Gathered, statistics: Report['statistics']): Report['risks'] {
  const termsOf = (rule: Rule) => (rule.detect as { terms?: readonly string[] }).terms?.length ?? 0
  return book.risks.map((risk) => {
    // Those whose findings count here: under its secondary types a rule would be told with a zero whatever it found.
    const own = compiled.rules.filter((rule) => rule.risk === risk.id && rule.pack !== 'keywords')
    const found = statistics.findings.byRisk.find((row) => row.risk === risk.id)
    const operatorTerms = keywords?.byRisk.get(risk.id) ?? 0
    const detector = own.some((rule) => rule.detect.kind !== 'terms')
    return {
      id: risk.id,
      std: risk.std,
      title: risk.title,
      detectability: risk.detectability,
      coverage: detector ? 'detector' : own.length > 0 || operatorTerms > 0 ? 'lexicon' : 'none',
      rules: own.length,
      terms: own.reduce((n, rule) => n + termsOf(rule), 0),
      operatorTerms,
      floor: risk.floor,
      floorMet: risk.floor === null ? null : operatorTerms >= risk.floor,
      findings: found?.findings ?? { high: 0, medium: 0, low: 0 },
      records: found?.rate.records ?? 0,
      evidence: risk.evidence,
      requirements: risk.requirements,
    }
  })
}
