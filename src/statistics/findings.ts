import type { Confidence, Domain, Findings, Json, RecordView, Rule, Severity, Statistic } from '../model.ts'
import { type Rate, wilson } from '../sketch/intervals.ts'
import { createTable, mergeTable, rowOf, rowsOf, type Table } from '../sketch/table.ts'
import { byCodeUnits } from '../text/order.ts'
import { other } from './labels.ts'
import { sourceOf } from './sources.ts'

type ByConfidence = { high: number; medium: number; low: number }
/** Findings of one kind, and the records that have any. `seen` is the number of the last record counted: it means nothing elsewhere. */
interface Row {
  findings: ByConfidence
  records: number
  seen: number
}
interface SourceRow {
  records: number
  affected: number
  findings: ByConfidence
}

/** What a rule's findings count under besides the rule itself. */
export type RuleGroups = Pick<Rule, 'id' | 'risk' | 'domain'>

export interface FindingsState {
  records: number
  total: number
  /** Records with any finding. */
  affected: number
  /** Records with a finding of high confidence. */
  high: number
  bySeverity: { [severity in Severity]: ByConfidence }
  byRule: Map<string, Row>
  byRisk: Map<string, Row>
  byDomain: Map<string, Row>
  bySource: Table<SourceRow>
  groups: Map<string, { readonly risk: string; readonly domain: Domain }>
}

/** More sources than this and the report shows a fixed choice of them and the rest in one row. */
const sourceCap = 2000

const noFindings = (): ByConfidence => ({ high: 0, medium: 0, low: 0 })
const addFindings = (into: ByConfidence, from: ByConfidence): void => {
  into.high += from.high
  into.medium += from.medium
  into.low += from.low
}
const noSource = (): SourceRow => ({ records: 0, affected: 0, findings: noFindings() })
const mergeSource = (into: SourceRow, from: SourceRow): void => {
  into.records += from.records
  into.affected += from.affected
  addFindings(into.findings, from.findings)
}

const count = (rows: Map<string, Row>, key: string, confidence: Confidence, ticket: number): void => {
  let row = rows.get(key)
  if (row === undefined) {
    row = { findings: noFindings(), records: 0, seen: 0 }
    rows.set(key, row)
  }
  row.findings[confidence]++
  if (row.seen === ticket) return
  row.seen = ticket
  row.records++
}

const mergeRows = (into: Map<string, Row>, from: Map<string, Row>): void => {
  for (const [key, theirs] of from) {
    const own = into.get(key)
    if (own === undefined) into.set(key, { findings: { ...theirs.findings }, records: theirs.records, seen: 0 })
    else {
      own.records += theirs.records
      addFindings(own.findings, theirs.findings)
    }
  }
}

const sorted = (
  rows: Map<string, Row>,
  total: number,
): readonly { readonly key: string; readonly findings: ByConfidence; readonly rate: Rate }[] =>
  [...rows]
    .sort((a, b) => byCodeUnits(a[0], b[0]))
    .map(([key, row]) => ({ key, findings: { ...row.findings }, rate: wilson(row.records, total) }))

/** Tells the state which risk and domain a rule's findings count under, before the first record. */
export const groupRules = (state: FindingsState, rules: readonly RuleGroups[]): void => {
  for (const { id, risk, domain } of rules) state.groups.set(id, { risk, domain })
}

const add = (state: FindingsState, record: RecordView, findings: Findings): void => {
  const ticket = ++state.records
  const source = rowOf(state.bySource, sourceOf(record.meta.source), noSource)
  if (source !== undefined) source.records++
  if (findings.length === 0) return
  if (source !== undefined) source.affected++
  state.affected++
  state.total += findings.length
  let high = false
  for (const { rule, severity, confidence } of findings) {
    if (confidence === 'high') high = true
    state.bySeverity[severity][confidence]++
    if (source !== undefined) source.findings[confidence]++
    count(state.byRule, rule, confidence, ticket)
    const groups = state.groups.get(rule)
    if (groups === undefined) throw new Error(`findings: rule ${rule} was not announced to groupRules`)
    count(state.byRisk, groups.risk, confidence, ticket)
    count(state.byDomain, groups.domain, confidence, ticket)
  }
  if (high) state.high++
}

/**
 * Findings by severity, rule, risk, domain and source; rates are records with at least one finding of the row out of all records,
 * and of a source out of its records (TC260-003 5.1).
 */
export const findings = {
  id: 'findings',
  create: (): FindingsState => ({
    records: 0,
    total: 0,
    affected: 0,
    high: 0,
    bySeverity: { error: noFindings(), warning: noFindings(), note: noFindings() },
    byRule: new Map(),
    byRisk: new Map(),
    byDomain: new Map(),
    bySource: createTable(sourceCap),
    groups: new Map(),
  }),
  add,
  merge(into, from) {
    into.records += from.records
    into.total += from.total
    into.affected += from.affected
    into.high += from.high
    for (const severity of ['error', 'warning', 'note'] as const) addFindings(into.bySeverity[severity], from.bySeverity[severity])
    mergeRows(into.byRule, from.byRule)
    mergeRows(into.byRisk, from.byRisk)
    mergeRows(into.byDomain, from.byDomain)
    mergeTable(into.bySource, from.bySource, noSource, mergeSource)
    for (const [rule, groups] of from.groups) into.groups.set(rule, groups)
  },
  summarize: (state) => ({
    total: state.total,
    bySeverity: structuredClone(state.bySeverity),
    byRule: sorted(state.byRule, state.records).map(({ key, ...row }) => ({ rule: key, ...row })),
    byRisk: sorted(state.byRisk, state.records).map(({ key, ...row }) => ({ risk: key, ...row })),
    byDomain: sorted(state.byDomain, state.records).map(({ key, ...row }) => ({ domain: key, ...row })),
    bySource: sourceRows(state),
    records: wilson(state.high, state.records),
  }),
} satisfies Statistic<FindingsState, Json>

const sourceRows = (state: FindingsState) => {
  const { rows, complete } = rowsOf(state.bySource)
  const all = rows.map(([source, row]) => ({ source, row }))
  if (!complete) {
    // What the kept sources leave of the totals; `(other)` may be a kept row already.
    const rest = noSource()
    rest.records = state.records
    for (const severity of Object.values(state.bySeverity)) addFindings(rest.findings, severity)
    rest.affected = state.affected
    for (const { row } of all) {
      rest.records -= row.records
      rest.affected -= row.affected
      for (const confidence of ['high', 'medium', 'low'] as const) rest.findings[confidence] -= row.findings[confidence]
    }
    const kept = all.find(({ source }) => source === other)
    if (kept === undefined) all.push({ source: other, row: rest })
    else {
      mergeSource(rest, kept.row)
      kept.row = rest
    }
  }
  return all
    .sort((a, b) => b.row.records - a.row.records || byCodeUnits(a.source, b.source))
    .map(({ source, row }) => ({ source, records: row.records, findings: { ...row.findings }, rate: wilson(row.affected, row.records) }))
}
