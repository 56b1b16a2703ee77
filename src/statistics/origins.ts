import type { Confidence, Findings, Json, RecordView, Statistic } from '../model.ts'
import { createTable, mergeTable, rowOf, rowsOf, type Table } from '../sketch/table.ts'
import { byCodeUnits } from '../text/order.ts'
import { domainOf } from './domains.ts'
import { licenceOf } from './licences.ts'
import { sourceOf } from './sources.ts'

interface RuleRow {
  high: number
  /** Findings of medium and low confidence. */
  lower: number
  records: number
  /** Number of the last record counted: it means nothing elsewhere. */
  seen: number
}
interface OriginRow {
  records: number
  /** UTF-8 bytes of training texts. */
  bytes: number
  /** Records with any finding. */
  affected: number
  rules: Map<string, RuleRow>
  languages: Map<string, number>
  licences: Table<{ records: number }>
  domains: Table<{ records: number }>
}
export interface OriginsState {
  records: number
  rows: Table<OriginRow>
}

/** Origins kept while counting, and shown; labels kept of each, and shown. */
const originCap = 2000
const shownOrigins = 64
const labelCap = 256
const shownLabels = 12

const noRow = (): OriginRow => ({
  records: 0,
  bytes: 0,
  affected: 0,
  rules: new Map(),
  languages: new Map(),
  licences: createTable(labelCap),
  domains: createTable(labelCap),
})
const noRule = (): RuleRow => ({ high: 0, lower: 0, records: 0, seen: 0 })
const noLabel = () => ({ records: 0 })
const addLabel = (into: { records: number }, from: { records: number }) => {
  into.records += from.records
}
const countLabel = (table: Table<{ records: number }>, label: string) => {
  const row = rowOf(table, label, noLabel)
  if (row !== undefined) row.records++
}

const countFinding = (row: OriginRow, rule: string, confidence: Confidence, ticket: number): void => {
  let own = row.rules.get(rule)
  if (own === undefined) {
    own = noRule()
    row.rules.set(rule, own)
  }
  if (confidence === 'high') own.high++
  else own.lower++
  if (own.seen === ticket) return
  own.seen = ticket
  own.records++
}

const add = (state: OriginsState, record: RecordView, findings: Findings): void => {
  const ticket = ++state.records
  const row = rowOf(state.rows, record.origin ?? sourceOf(record.meta.source), noRow)
  if (row === undefined) return
  row.records++
  row.bytes += record.textBytes
  row.languages.set(record.lang, (row.languages.get(record.lang) ?? 0) + 1)
  if (record.meta.license !== undefined) countLabel(row.licences, licenceOf(record.meta.license))
  if (record.meta.url !== undefined) countLabel(row.domains, domainOf(record.meta.url))
  if (findings.length > 0) row.affected++
  for (const { rule, confidence } of findings) countFinding(row, rule, confidence, ticket)
}

const mergeRow = (into: OriginRow, from: OriginRow): void => {
  into.records += from.records
  into.bytes += from.bytes
  into.affected += from.affected
  for (const [lang, records] of from.languages) into.languages.set(lang, (into.languages.get(lang) ?? 0) + records)
  mergeTable(into.licences, from.licences, noLabel, addLabel)
  mergeTable(into.domains, from.domains, noLabel, addLabel)
  for (const [rule, theirs] of from.rules) {
    const own = into.rules.get(rule) ?? noRule()
    into.rules.set(rule, { high: own.high + theirs.high, lower: own.lower + theirs.lower, records: own.records + theirs.records, seen: 0 })
  }
}

const labels = (table: Table<{ records: number }>) =>
  rowsOf(table)
    .rows.map(([value, { records }]) => ({ value, records }))
    .sort((a, b) => b.records - a.records || byCodeUnits(a.value, b.value))
    .slice(0, shownLabels)

/**
 * What lies in each origin: the declared source a file belongs to where the manifest names files, else the record's `source`
 * metadata. It is what declarations are held against: personal information without a basis, a licence that contradicts the declared
 * one, signals of opting out.
 */
export const origins = {
  id: 'origins',
  create: (): OriginsState => ({ records: 0, rows: createTable(originCap) }),
  add,
  merge(into, from) {
    into.records += from.records
    mergeTable(into.rows, from.rows, noRow, mergeRow)
  },
  summarize(state) {
    const { rows, complete } = rowsOf(state.rows)
    const sorted = [...rows].sort((a, b) => b[1].records - a[1].records || byCodeUnits(a[0], b[0]))
    return {
      complete: complete && sorted.length <= shownOrigins,
      rows: sorted.slice(0, shownOrigins).map(([origin, row]) => ({
        origin,
        records: row.records,
        bytes: row.bytes,
        affected: row.affected,
        languages: [...row.languages]
          .map(([lang, records]) => ({ lang, records }))
          .sort((a, b) => b.records - a.records || byCodeUnits(a.lang, b.lang)),
        licences: labels(row.licences),
        domains: labels(row.domains),
        rules: [...row.rules]
          .map(([rule, { high, lower, records }]) => ({ rule, high, lower, records }))
          .sort((a, b) => byCodeUnits(a.rule, b.rule)),
      })),
    }
  },
} satisfies Statistic<OriginsState, Json>
