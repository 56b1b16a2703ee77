import type { Report } from '../report/index.ts'
import { type Attribution, recordOwners, type Source, type Sources } from '../sources/index.ts'

type OriginRow = Report['statistics']['origins']['rows'][number]

/** What was seen in one declared source, or, without `entry`, in what maps to none. */
export interface SeenIn {
  readonly entry: Source | undefined
  readonly seen: Omit<OriginRow, 'origin'>
}

/**
 * What lies in each declared source, in the order of the manifest, and last what maps to none. Sources in which nothing was read are
 * left out. Empty when the report has no sources by which to tell.
 */
export function seenBySource(
  { statistics }: { readonly statistics: Pick<Report['statistics'], 'origins'> },
  sources: Sources,
  attribution: Attribution | undefined,
): SeenIn[] {
  if (attribution === undefined) return []
  const owners = recordOwners(sources)
  const ids = new Set(sources.sources.map(({ id }) => id))
  const ownerOf = (origin: string): string | undefined => {
    if (attribution.basis === 'sole') return sources.sources[0]!.id
    if (attribution.basis === 'files') return ids.has(origin) ? origin : undefined
    if (attribution.basis === 'mixed' && ids.has(origin)) return origin
    return owners.get(origin)
  }
  const rows = new Map<string | undefined, Omit<OriginRow, 'origin'>>()
  for (const { origin, ...row } of statistics.origins.rows) {
    const owner = ownerOf(origin)
    const before = rows.get(owner)
    rows.set(owner, before === undefined ? row : added(before, row))
  }
  const known = sources.sources.flatMap((entry) => (rows.has(entry.id) ? [{ entry, seen: rows.get(entry.id)! }] : []))
  const loose = rows.get(undefined)
  return loose === undefined ? known : [...known, { entry: undefined, seen: loose }]
}

function added(a: Omit<OriginRow, 'origin'>, b: Omit<OriginRow, 'origin'>): Omit<OriginRow, 'origin'> {
  const labels = <Row extends { readonly records: number }>(rows: readonly Row[], name: (row: Row) => string): Row[] => {
    const sums = new Map<string, Row>()
    for (const row of rows) sums.set(name(row), { ...row, records: row.records + (sums.get(name(row))?.records ?? 0) })
    return [...sums.values()].sort((x, y) => y.records - x.records || (name(x) < name(y) ? -1 : 1))
  }
  const rules = new Map(a.rules.map((row) => [row.rule, { ...row }]))
  for (const row of b.rules) {
    const own = rules.get(row.rule)
    if (own === undefined) rules.set(row.rule, { ...row })
    else
      rules.set(row.rule, { rule: row.rule, high: own.high + row.high, lower: own.lower + row.lower, records: own.records + row.records })
  }
  return {
    records: a.records + b.records,
    bytes: a.bytes + b.bytes,
    affected: a.affected + b.affected,
    languages: labels([...a.languages, ...b.languages], (row) => row.lang),
    licences: labels([...a.licences, ...b.licences], (row) => row.value),
    domains: labels([...a.domains, ...b.domains], (row) => row.value),
    rules: [...rules.values()].sort((x, y) => (x.rule < y.rule ? -1 : 1)),
  }
}

/** Findings of high confidence in a source, by the rules of a report that are picked. */
export function highBy(seen: SeenIn['seen'], rules: Report['rules'], pick: (rule: Report['rules'][number]) => boolean): number {
  const picked = new Set(rules.filter(pick).map(({ id }) => id))
  return seen.rules.reduce((sum, row) => (picked.has(row.rule) ? sum + row.high : sum), 0)
}
