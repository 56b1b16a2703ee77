import ignore from 'ignore'
import type { Sources } from './schema.ts'

/** How much of the corpus each declared source accounts for. What is null was not counted on this basis. */
export interface Attribution {
  /**
   * `files`: by the manifest's file patterns. `records`: by the records' source field. `mixed`: by patterns, and by the field in files that no
   * pattern claims. `sole`: one source, declared for everything.
   */
  readonly basis: 'files' | 'records' | 'mixed' | 'sole'
  /** One row per declared source, in the order of the manifest. */
  readonly rows: readonly Share[]
  readonly unmapped: Omit<Share, 'id'>
  /** Files claimed by more than one source; they count for the first. */
  readonly ambiguous: number
  /** Some of the files without a source, and of those that several claim, by their number. */
  readonly places: { readonly unmapped: readonly number[]; readonly ambiguous: readonly ClaimedFile[] }
}
export interface ClaimedFile {
  readonly file: number
  readonly sources: readonly string[]
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

/** Whether some sources are mapped by patterns and others by the records' source field. */
export const mapsBoth = (sources: Sources): boolean => mapsFiles(sources) && sources.sources.some((entry) => entry.files === undefined)

/** Which declared sources claim a path, by their gitignore patterns (case matters). Paths are POSIX, relative to the corpus root. */
function claimants(sources: Sources): (path: string) => readonly string[] {
  const claims = sources.sources.map((entry) => ({
    id: entry.id,
    globs: ignore({ ignorecase: false, allowRelativePaths: true }).add(entry.files ?? []),
  }))
  return (path) => claims.filter(({ globs }) => globs.ignores(path)).map(({ id }) => id)
}

/**
 * Marks shards with the source their file belongs to where the manifest maps files. A file of none is marked `(none)`, or left to the source
 * field of its records where the manifest maps by that as well.
 */
export function withOrigins<S extends { readonly path: string }>(
  shards: readonly S[],
  sources: Sources | undefined,
): (S & { readonly origin?: string })[] {
  if (sources === undefined || !mapsFiles(sources)) return [...shards]
  const owners = claimants(sources)
  const otherwise = mapsBoth(sources) ? {} : { origin: '(none)' }
  return shards.map((shard) => {
    const owner = owners(shard.path)[0]
    return { ...shard, ...(owner === undefined ? otherwise : { origin: owner }) }
  })
}

/** Which source a value of the records' source field means. */
export function recordOwners(sources: Sources): ReadonlyMap<string, string> {
  const owner = new Map<string, string>()
  for (const entry of sources.sources)
    for (const value of entry.recordSource ?? [entry.id]) if (!owner.has(value)) owner.set(value, entry.id)
  return owner
}

/** Files named when they have no source or more than one. */
const shownPlaces = 10

/** Maps files to the declared sources. `number` is what a report calls a file. */
export function attributeFiles(
  sources: Sources,
  files: readonly { readonly path: string; readonly bytes: number; readonly number?: number }[],
): Attribution {
  const owning = claimants(sources)
  const tally = new Map(sources.sources.map(({ id }) => [id, { files: 0, bytes: 0 }]))
  const rest = { files: 0, bytes: 0 }
  let ambiguous = 0
  const places: { unmapped: number[]; ambiguous: ClaimedFile[] } = { unmapped: [], ambiguous: [] }
  for (const [i, file] of files.entries()) {
    const owners = owning(file.path)
    const number = file.number ?? i + 1
    if (owners.length > 1) ambiguous++
    if (owners.length > 1 && places.ambiguous.length < shownPlaces) places.ambiguous.push({ file: number, sources: owners })
    if (owners.length === 0 && places.unmapped.length < shownPlaces) places.unmapped.push(number)
    const row = owners[0] === undefined ? rest : tally.get(owners[0])!
    row.files++
    row.bytes += file.bytes
  }
  const rows = [...tally].map(([id, row]) => ({ id, files: row.files, records: null, bytes: row.bytes }))
  return { basis: 'files', rows, unmapped: { files: rest.files, records: null, bytes: rest.bytes }, ambiguous, places }
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
    return { basis: 'sole', rows: [all], unmapped: { files: 0, records: 0, bytes: 0 }, ambiguous: 0, places: nowhere }
  }
  const counted = byOwner(
    sources,
    statistics.sources.rows.map((row) => ({ ...row, label: row.value })),
    recordOwners(sources),
  )
  if (counted.records === 0 && total.records > 0 && sources.sources.some((entry) => entry.files !== undefined)) return undefined
  return { basis: 'records', ...counted.shares(total.records), ambiguous: 0, places: nowhere }
}

type Origin = { readonly origin: string; readonly records: number; readonly bytes: number }
const nowhere = { unmapped: [], ambiguous: [] } as const

/**
 * Maps files to the declared sources by their patterns and the rest by the records' source field: what `origins` counted over shards that
 * `withOrigins` marked. Files that several patterns claim are those of `byFile`.
 */
export function attributeBoth(
  sources: Sources,
  {
    statistics,
  }: { readonly statistics: Pick<Counted['statistics'], 'volume'> & { readonly origins: { readonly rows: readonly Origin[] } } },
  byFile: Attribution,
): Attribution {
  const owners = new Map([...recordOwners(sources), ...sources.sources.map(({ id }) => [id, id] as const)])
  const counted = byOwner(
    sources,
    statistics.origins.rows.map((row) => ({ ...row, label: row.origin })),
    owners,
  )
  return {
    basis: 'mixed',
    ...counted.shares(statistics.volume.records),
    ambiguous: byFile.ambiguous,
    places: { unmapped: [], ambiguous: byFile.places.ambiguous },
  }
}

/** Adds labelled counts up by the source that owns the label. */
function byOwner(
  sources: Sources,
  rows: readonly { readonly label: string; readonly records: number; readonly bytes: number }[],
  owners: ReadonlyMap<string, string>,
) {
  const tally = new Map(sources.sources.map(({ id }) => [id, { records: 0, bytes: 0 }]))
  let records = 0
  let loose = 0
  for (const row of rows) {
    const id = owners.get(row.label)
    if (id === undefined) {
      loose += row.bytes
      continue
    }
    const into = tally.get(id)!
    into.records += row.records
    into.bytes += row.bytes
    records += row.records
  }
  return {
    records,
    shares: (total: number) => ({
      rows: [...tally].map(([id, row]) => ({ id, files: null, ...row })),
      // The list of labels is capped: what lies beyond it is unmapped too, with its records but without its bytes.
      unmapped: { files: null, records: Math.max(0, total - records), bytes: loose },
    }),
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
