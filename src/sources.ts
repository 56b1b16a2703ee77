import ignore from 'ignore'
import { z } from 'zod'
import { annotation, count, date, day, documentRef, documentShape, period, text, texts } from './sources-parts.ts'
import { formed, parseYaml } from './yaml.ts'

/**
 * `dataaudit.sources.yaml`: what the provider declares about the origin of the data and the model built from it. Only `version`
 * and `sources` are required: whatever is blank is printed as 未申报 / not declared and never guessed.
 */

export const evidenceTypes = ['licence', 'contract', 'authorisation', 'assurance', 'review', 'crawl-record', 'consent', 'other'] as const
/** Article 13 of the PIPL, items 1 to 7. */
export const lawfulGrounds = ['consent', 'contract', 'legal-duty', 'emergency', 'news', 'public', 'other-law'] as const
export const sourceCategories = ['open', 'self-collected', 'commercial', 'user-input', 'synthetic'] as const
export const trainingStages = ['pre-training', 'optimisation'] as const

const source = z.strictObject({
  /** Short name; also the value that records of this source carry in their source field, unless `recordSource` says otherwise. */
  id: z.string().regex(formed(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'web-2024')),
  name: text.optional(),
  owner: text.optional(),
  link: text.optional(),
  category: z.enum(sourceCategories).optional(),
  stage: z.array(z.enum(trainingStages)).min(1).optional(),
  geography: z.enum(['domestic', 'overseas']).optional(),
  /** Files of this source: gitignore patterns relative to the corpus root. */
  files: texts.min(1).optional(),
  /** Values of the records' source field that mean this source. */
  recordSource: texts.min(1).optional(),
  firstUsed: date.optional(),
  collected: period.optional(),
  /** SPDX expression, or the licence in words. */
  licence: text.optional(),
  /** How the data serve the purpose of the model. */
  purpose: text.optional(),
  evidence: z.array(z.strictObject({ type: z.enum(evidenceTypes), ...documentShape })).optional(),
  crawler: z
    .strictObject({
      names: texts.optional(),
      operator: text.optional(),
      purpose: text.optional(),
      behaviour: text.optional(),
      period: period.optional(),
      /** Assessment of the effect on the services visited (Network Data Regulation, Article 18). */
      impactAssessment: documentRef.optional(),
    })
    .optional(),
  optOut: z.strictObject({ protocols: texts.optional(), measures: text.optional() }).optional(),
  userData: z.strictObject({ services: texts.optional(), authorisation: documentRef.optional(), retention: text.optional() }).optional(),
  synthetic: z.strictObject({ models: texts.optional(), purpose: text.optional(), method: text.optional() }).optional(),
  piBasis: z.array(z.enum(lawfulGrounds)).min(1).optional(),
  /** For the ground `public`: why the use stays within a reasonable scope (PIPL 27). */
  piScope: text.optional(),
  piConsent: z
    .strictObject({ consent: documentRef.optional(), separate: documentRef.optional(), guardian: documentRef.optional() })
    .optional(),
})

const person = { name: text.optional(), contact: text.optional() }

export const sourcesSchema = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1),
    provider: z
      .strictObject({ ...person, representative: text.optional(), responsible: text.optional(), complaints: text.optional() })
      .optional(),
    model: z
      .strictObject({
        name: text.optional(),
        version: text.optional(),
        dependencies: texts.optional(),
        /** Whether and under which number the base model is filed. */
        filing: text.optional(),
        marketDate: date.optional(),
      })
      .optional(),
    filing: z.strictObject({ securityAssessment: documentRef.optional(), algorithm: documentRef.optional() }).optional(),
    dataset: z
      .strictObject({
        name: text.optional(),
        version: text.optional(),
        description: text.optional(),
        purpose: text.optional(),
        domains: texts.optional(),
        /** Where the data set is described, and where it can be had. */
        link: text.optional(),
        download: text.optional(),
        /** How it wants to be cited. */
        citation: text.optional(),
        /** SPDX expression of the data set as a whole. */
        licence: text.optional(),
        /** Days on which it was put together and released. */
        built: day.optional(),
        released: day.optional(),
      })
      .optional(),
    timeframe: z.strictObject({ earliest: date.optional(), latest: date.optional(), ongoing: z.boolean().optional() }).optional(),
    /** Specific kinds of service (medical, legal, …) for which A.5 of the risk list applies. */
    serviceTypes: texts.optional(),
    sources: z.array(source),
    processing: z
      .array(
        z.strictObject({ step: text, purpose: text.optional(), method: text.optional(), tool: text.optional(), date: date.optional() }),
      )
      .optional(),
    quality: z
      .strictObject({
        authenticity: text.optional(),
        accuracy: text.optional(),
        objectivity: text.optional(),
        /** Result of the manual check (TC260-003 9.2 a). */
        humanSample: z
          .strictObject({
            items: count.min(1),
            passed: count,
            seed: text.optional(),
            reviewers: count.optional(),
            date: date.optional(),
            report: documentRef.optional(),
          })
          .optional(),
      })
      .optional(),
    personalInfo: z
      .strictObject({ deidentification: text.optional(), minors: text.optional(), aggregateConsumer: text.optional() })
      .optional(),
    ip: z
      .strictObject({ owner: text.optional(), policy: documentRef.optional(), channel: text.optional(), summary: text.optional() })
      .optional(),
    annotation: annotation.optional(),
    algorithm: z
      .strictObject({ summary: text.optional(), architecture: text.optional(), training: text.optional(), systems: texts.optional() })
      .optional(),
    governance: z.strictObject({ pipia: documentRef.optional(), audit: documentRef.optional() }).optional(),
  })
  .superRefine((manifest, ctx) => {
    const say = (path: PropertyKey[], en: string, zh: string) => ctx.addIssue({ code: 'custom', message: en, params: { zh }, path })
    const seen = new Map<string, number>()
    manifest.sources.forEach((entry, i) => {
      const before = seen.get(entry.id)
      if (before !== undefined)
        say(['sources', i, 'id'], `source id "${entry.id}" is used twice; ids must differ`, `来源 id“${entry.id}”重复，各来源的 id 应不同`)
      seen.set(entry.id, i)
    })
    const sample = manifest.quality?.humanSample
    if (sample !== undefined && sample.passed > sample.items)
      say(['quality', 'humanSample', 'passed'], 'more items passed than were sampled', '合格条数多于抽检条数')
  })

export type Sources = z.infer<typeof sourcesSchema>
export type Source = Sources['sources'][number]
export type DocumentRef = z.infer<typeof documentRef>

/**
 * Reads the text of a sources manifest (YAML or JSON).
 * @throws Stop exit `usage`, code `sources.invalid`, with every mistake as `file:line:column: sentence`
 */
export const parseSources = (content: string, fileName: string): Sources => parseYaml(sourcesSchema, content, fileName, 'sources.invalid')

/** How much of the corpus each declared source accounts for. What is null was not counted on this basis. */
export interface Attribution {
  /** `files`: by the manifest's file patterns. `records`: by the records' source field. `sole`: one source, declared for everything. */
  readonly basis: 'files' | 'records' | 'sole'
  /** One row per declared source, in the order of the manifest. */
  readonly rows: readonly Share[]
  readonly unmapped: Omit<Share, 'id'>
  /** Files claimed by more than one source; they count for the first. */
  readonly ambiguous: number
}
export interface Share {
  readonly id: string
  readonly files: number | null
  readonly records: number | null
  /** Stored bytes on the basis `files` and `sole`, bytes as the report counts them per source value on the basis `records`. */
  readonly bytes: number
}

/** Whether the manifest maps files to sources by their paths; else records are mapped by their source field. */
export const mapsFiles = (sources: Sources): boolean => sources.sources.some((entry) => entry.files !== undefined)

/** Which declared sources claim a path, by their gitignore patterns (case matters). Paths are POSIX, relative to the corpus root. */
function claimants(sources: Sources): (path: string) => readonly string[] {
  const claims = sources.sources.map((entry) => ({
    id: entry.id,
    globs: ignore({ ignorecase: false, allowRelativePaths: true }).add(entry.files ?? []),
  }))
  return (path) => claims.filter(({ globs }) => globs.ignores(path)).map(({ id }) => id)
}

/** Marks shards with the source their file belongs to, `(none)` for a file of none, where the manifest maps files. */
export function withOrigins<S extends { readonly path: string }>(
  shards: readonly S[],
  sources: Sources | undefined,
): (S & { readonly origin?: string })[] {
  if (sources === undefined || !mapsFiles(sources)) return [...shards]
  const owners = claimants(sources)
  return shards.map((shard) => ({ ...shard, origin: owners(shard.path)[0] ?? '(none)' }))
}

/** Which source a value of the records' source field means. */
export function recordOwners(sources: Sources): ReadonlyMap<string, string> {
  const owner = new Map<string, string>()
  for (const entry of sources.sources)
    for (const value of entry.recordSource ?? [entry.id]) if (!owner.has(value)) owner.set(value, entry.id)
  return owner
}

/** Maps files to the declared sources. */
export function attributeFiles(sources: Sources, files: readonly { readonly path: string; readonly bytes: number }[]): Attribution {
  const owning = claimants(sources)
  const tally = new Map(sources.sources.map(({ id }) => [id, { files: 0, bytes: 0 }]))
  const rest = { files: 0, bytes: 0 }
  let ambiguous = 0
  for (const file of files) {
    const owners = owning(file.path)
    if (owners.length > 1) ambiguous++
    const row = owners[0] === undefined ? rest : tally.get(owners[0])!
    row.files++
    row.bytes += file.bytes
  }
  const rows = [...tally].map(([id, row]) => ({ id, files: row.files, records: null, bytes: row.bytes }))
  return { basis: 'files', rows, unmapped: { files: rest.files, records: null, bytes: rest.bytes }, ambiguous }
}

/** The part of a report that sources are mapped by. */
export interface Counted {
  readonly corpus: { readonly files: number; readonly bytes: number }
  readonly statistics: {
    readonly volume: { readonly records: number }
    readonly sources: { readonly rows: readonly { readonly value: string; readonly records: number; readonly bytes: number }[] }
  }
}

/**
 * Maps records to the declared sources by the value of their source field. A single declared source without patterns stands for
 * the whole corpus. Undefined when the manifest gives nothing to map by: it names files and no record carries one of its sources.
 */
export function attributeRecords(sources: Sources, { corpus, statistics }: Counted): Attribution | undefined {
  const total = statistics.volume
  const only = sources.sources.length === 1 ? sources.sources[0]! : undefined
  if (only !== undefined && only.files === undefined && only.recordSource === undefined) {
    const all = { id: only.id, files: corpus.files, records: total.records, bytes: corpus.bytes }
    return { basis: 'sole', rows: [all], unmapped: { files: 0, records: 0, bytes: 0 }, ambiguous: 0 }
  }
  const owner = recordOwners(sources)
  const tally = new Map(sources.sources.map(({ id }) => [id, { records: 0, bytes: 0 }]))
  let records = 0
  let loose = 0
  for (const row of statistics.sources.rows) {
    const id = owner.get(row.value)
    if (id === undefined) {
      loose += row.bytes
      continue
    }
    const into = tally.get(id)!
    into.records += row.records
    into.bytes += row.bytes
    records += row.records
  }
  if (records === 0 && total.records > 0 && sources.sources.some((entry) => entry.files !== undefined)) return undefined
  return {
    basis: 'records',
    rows: [...tally].map(([id, row]) => ({ id, files: null, ...row })),
    // The list of values is capped: what lies beyond it is unmapped too, with its records but without its bytes.
    unmapped: { files: null, records: Math.max(0, total.records - records), bytes: loose },
    ambiguous: 0,
  }
}

/** Whether every file or record maps to a declared source. */
export function coversAll({ unmapped }: Attribution): boolean {
  return unmapped.bytes === 0 && (unmapped.records ?? 0) === 0 && (unmapped.files ?? 0) === 0
}

/** Bytes mapped to sources that are declared overseas, and all bytes. */
export function bytesAbroad(sources: Sources, attribution: Attribution): { readonly abroad: number; readonly total: number } {
  const ids = new Set(sources.sources.filter((entry) => entry.geography === 'overseas').map((entry) => entry.id))
  return {
    abroad: attribution.rows.reduce((sum, row) => sum + (ids.has(row.id) ? row.bytes : 0), 0),
    total: attribution.rows.reduce((sum, row) => sum + row.bytes, attribution.unmapped.bytes),
  }
}

/** Whether a document is still valid on a day (ISO date); one without an expiry always is. */
export const valid = (proof: { readonly validTo?: string | undefined }, asOf: string): boolean =>
  proof.validTo === undefined || proof.validTo >= asOf

// ── documents ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What was found of a document beside the manifest. `verified`: the file has the declared digest. `hashed`: none is declared, this is
 * what it has. `mismatch`, `missing`: a digest is declared and the file has another, or is not there. `unchecked`: nothing to hold
 * against a file, or the reference is an address, a number, or a place outside the manifest's folder.
 */
export interface DocumentState {
  readonly state: 'verified' | 'hashed' | 'mismatch' | 'missing' | 'unchecked'
  readonly sha256?: string
}
/** States by `documentKey`. Plain data: it may cross machines with the manifest. */
export type Documents = ReadonlyMap<string, DocumentState>
export const noDocuments: Documents = new Map()

export const documentKey = (document: DocumentRef): string => `${document.ref}\n${document.sha256 ?? ''}`
export const documentState = (documents: Documents, document: DocumentRef): DocumentState =>
  documents.get(documentKey(document)) ?? { state: 'unchecked' }

/** Whether a document may be relied on: not expired on the day, and not another file than was declared. */
export function sound(document: DocumentRef, asOf: string, documents: Documents): boolean {
  const { state } = documentState(documents, document)
  return valid(document, asOf) && state !== 'mismatch' && state !== 'missing'
}

/** Every document the manifest names, with its path in the manifest and the source it belongs to, in the order of the manifest. */
export function documentsOf(
  sources: Sources,
): { readonly path: string; readonly source: string | undefined; readonly document: DocumentRef }[] {
  const found: { path: string; source: string | undefined; document: DocumentRef }[] = []
  const walk = (value: unknown, path: string, source: string | undefined): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) walk(item, `${path}[${i}]`, path === 'sources' ? (item as Source).id : source)
      return
    }
    if (typeof value !== 'object' || value === null) return
    if ('ref' in value) found.push({ path, source, document: value as DocumentRef })
    else for (const [key, item] of Object.entries(value)) walk(item, path === '' ? key : `${path}.${key}`, source)
  }
  walk(sources, '', undefined)
  return found
}
