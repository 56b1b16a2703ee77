import type { Json, LabellingRole, RecordView, Statistic, SummaryScope } from '../model.ts'
import { cohenKappa, krippendorffAlpha } from '../sketch/agreement.ts'
import { sharePpm, wilson } from '../sketch/intervals.ts'
import { addQuantile, createQuantiles, mergeQuantiles, type Quantiles, quantileAt } from '../sketch/quantiles.ts'
import { createTable, mergeTable, rowOf, rowsOf, type Table } from '../sketch/table.ts'

export interface Count {
  records: number
}
export interface Reviewed extends Count {
  reviewed: number
}
/** A batch, and its first record: its name may be somebody's. */
export interface Batch extends Reviewed {
  file: number
  from: number
  row: number
}
/** Somebody who labels or reviews, with the first and last day of it; empty when no record tells. */
export interface Person extends Count {
  first: string
  last: string
}
export interface State {
  records: number
  reviewed: number
  /** Records that name an annotator and a reviewer, and those in which one of them is both. */
  staffed: number
  selfReviewed: number
  /** Pairs of a label and the reviewer's label, and those that are equal. */
  compared: number
  equal: number
  fields: { [role in LabellingRole]?: number }
  kinds: Map<string, Reviewed>
  batches: Table<Batch>
  people: Table<Person>
  versions: Table<Count>
  /** Label and reviewer's label, `first\0second`; and all labels of a record, sorted. */
  pairs: Table<Count>
  units: Table<Count>
  first: string
  last: string
  seconds: Quantiles
}

/** Kept of each table: a row is small, and beyond this many the figures are of those that are kept, and say so. */
const batchCap = 20_000
const peopleCap = 20_000
const labelCap = 4096
const versionCap = 256
/** Batches a report lists: those of which the smallest share was reviewed. */
const shownBatches = 20

const noCount = (): Count => ({ records: 0 })
const addCount = (into: Count, from: Count) => {
  into.records += from.records
}
const noBatch = (): Batch => ({ records: 0, reviewed: 0, file: 0, from: 0, row: 0 })
const noPerson = (): Person => ({ records: 0, first: '', last: '' })
const earlier = (a: string, b: string) => (a === '' ? b : b === '' || a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)
const before = (a: Batch, b: Batch) => a.file - b.file || a.from - b.from || a.row - b.row

const mergeBatch = (into: Batch, from: Batch): void => {
  // An empty row has no first record.
  if (into.records === 0 || (from.records > 0 && before(from, into) < 0)) {
    into.file = from.file
    into.from = from.from
    into.row = from.row
  }
  into.records += from.records
  into.reviewed += from.reviewed
}
const mergePerson = (into: Person, from: Person): void => {
  into.records += from.records
  into.first = earlier(into.first, from.first)
  into.last = later(into.last, from.last)
}

const count = (table: Table<Count>, name: string): void => {
  const row = rowOf(table, name, noCount)
  if (row !== undefined) row.records++
}

const add = (state: State, { labelling, file, from, row }: RecordView): void => {
  if (labelling === undefined) return
  const { annotator = [], reviewer = [], label = [], reviewLabel = [], time = [], batch = [], seconds = [] } = labelling
  if (annotator.length === 0 && label.length === 0) return
  state.records++
  for (const role of Object.keys(labelling) as LabellingRole[]) state.fields[role] = (state.fields[role] ?? 0) + 1
  const reviewed = reviewer.length > 0 || reviewLabel.length > 0 ? 1 : 0
  state.reviewed += reviewed
  if (annotator.length > 0 && reviewer.length > 0) {
    state.staffed++
    if (annotator.some((person) => reviewer.includes(person))) state.selfReviewed++
  }
  for (const kind of new Set(labelling.kind)) {
    const own = state.kinds.get(kind) ?? { records: 0, reviewed: 0 }
    state.kinds.set(kind, { records: own.records + 1, reviewed: own.reviewed + reviewed })
  }
  for (const name of new Set(batch)) {
    const own = rowOf(state.batches, name, noBatch)
    if (own !== undefined) mergeBatch(own, { records: 1, reviewed, file, from, row })
  }
  for (const version of new Set(labelling.ruleVersion)) count(state.versions, version)
  for (const day of time) {
    state.first = earlier(state.first, day)
    state.last = later(state.last, day)
  }
  const first = time.reduce(earlier, '')
  const last = time.reduce(later, '')
  for (const [role, people] of [
    ['annotator', annotator],
    ['reviewer', reviewer],
  ] as const)
    for (const person of new Set(people)) {
      const own = rowOf(state.people, `${role}:${person}`, noPerson)
      if (own !== undefined) mergePerson(own, { records: 1, first, last })
    }
  const judged = reviewLabel[0]
  if (judged !== undefined)
    for (const one of label) {
      state.compared++
      if (one === judged) state.equal++
      count(state.pairs, `${one}\0${judged}`)
    }
  if (label.length + reviewLabel.length > 1) count(state.units, [...label, ...reviewLabel].sort().join(' '))
  for (const spent of seconds) addQuantile(state.seconds, Number(spent))
}

/** κ and α, in millionths, null where they are not defined or where there are too many different labels to count them. */
const agreement = ({ compared, pairs, units }: State) => {
  const [two, all] = [rowsOf(pairs), rowsOf(units)]
  const millionths = (value: number | undefined) => (value === undefined ? null : Math.round(value * 1e6))
  const labels = new Map(all.rows.map(([name, { records }]) => [name.split(' '), records]))
  return {
    compared,
    complete: two.complete && all.complete,
    kappaMillionths: two.complete ? millionths(cohenKappa(new Map(two.rows.map(([pair, { records }]) => [pair, records])))) : null,
    things: all.rows.reduce((sum, [, { records }]) => sum + records, 0),
    alphaMillionths: all.complete ? millionths(krippendorffAlpha(labels)) : null,
  }
}

const batchesOf = (state: State, scope: SummaryScope) => {
  const { rows, complete } = rowsOf(state.batches)
  const shares = rows.map(([, batch]) => ({ ...batch, sharePpm: sharePpm(batch.reviewed, batch.records) }))
  shares.sort((a, b) => a.sharePpm - b.sharePpm || before(a, b))
  return {
    count: rows.length,
    complete,
    unreviewed: shares.filter(({ reviewed }) => reviewed === 0).length,
    leastPpm: shares[0]?.sharePpm ?? 0,
    medianPpm: shares[(shares.length - 1) >> 1]?.sharePpm ?? 0,
    rows: shares
      .slice(0, shownBatches)
      .map(({ file, from, row, records, reviewed }) => ({ file, record: scope.recordBase(file, from) + row, records, reviewed })),
  }
}

const peopleOf = (state: State, scope: SummaryScope) => {
  const { rows, complete } = rowsOf(state.people)
  const of = (role: 'annotator' | 'reviewer') => {
    const own = rows.filter(([name]) => name.startsWith(`${role}:`))
    const standings = own.map(([name, days]) => scope.labelling?.person(role, name.slice(role.length + 1), days))
    const sum = (holds: (standing: NonNullable<(typeof standings)[number]>) => boolean) =>
      standings.filter((standing) => standing !== undefined && holds(standing)).length
    return {
      role,
      people: own.length,
      certified: sum(({ certificate }) => certificate === 'valid'),
      lapsed: sum(({ certificate }) => certificate === 'lapsed'),
      trained: sum(({ trained }) => trained),
      untimely: sum(({ untimely }) => untimely),
    }
  }
  return { complete, rows: [of('annotator'), of('reviewer')] }
}

const versionsOf = (state: State, scope: SummaryScope) => {
  const { rows, complete } = rowsOf(state.versions)
  const declared = rows.filter(([version]) => scope.labelling?.declares(version) === true)
  return {
    versions: rows.length,
    complete,
    records: state.fields.ruleVersion ?? 0,
    declared: declared.reduce((sum, [, { records }]) => sum + records, 0),
  }
}

/**
 * Labelled records, as far as the manifest maps their fields: who labelled and who reviewed, batches, accuracy, agreement, qualifications.
 * A record counts when it holds an annotator or a label; it is reviewed when it holds a reviewer or a reviewer's label. People, batches and
 * labels are told apart by hash and only counted. Null when there is no labelled record.
 */
export const annotation = {
  id: 'annotation',
  create: (): State => ({
    records: 0,
    reviewed: 0,
    staffed: 0,
    selfReviewed: 0,
    compared: 0,
    equal: 0,
    fields: {},
    kinds: new Map(),
    batches: createTable(batchCap),
    people: createTable(peopleCap),
    versions: createTable(versionCap),
    pairs: createTable(labelCap),
    units: createTable(labelCap),
    first: '',
    last: '',
    seconds: createQuantiles(),
  }),
  add,
  merge(into, from) {
    into.records += from.records
    into.reviewed += from.reviewed
    into.staffed += from.staffed
    into.selfReviewed += from.selfReviewed
    into.compared += from.compared
    into.equal += from.equal
    for (const [role, n] of Object.entries(from.fields) as [LabellingRole, number][]) into.fields[role] = (into.fields[role] ?? 0) + n
    for (const [kind, { records, reviewed }] of from.kinds) {
      const own = into.kinds.get(kind) ?? { records: 0, reviewed: 0 }
      into.kinds.set(kind, { records: own.records + records, reviewed: own.reviewed + reviewed })
    }
    mergeTable(into.batches, from.batches, noBatch, mergeBatch)
    mergeTable(into.people, from.people, noPerson, mergePerson)
    mergeTable(into.versions, from.versions, noCount, addCount)
    mergeTable(into.pairs, from.pairs, noCount, addCount)
    mergeTable(into.units, from.units, noCount, addCount)
    into.first = earlier(into.first, from.first)
    into.last = later(into.last, from.last)
    mergeQuantiles(into.seconds, from.seconds)
  },
  summarize(state, scope) {
    if (state.records === 0) return null
    const kind = (name: 'functional' | 'safety') => ({ kind: name, ...(state.kinds.get(name) ?? { records: 0, reviewed: 0 }) })
    const of = (role: LabellingRole) => state.fields[role] ?? 0
    return {
      records: state.records,
      fields: {
        annotator: of('annotator'),
        reviewer: of('reviewer'),
        batch: of('batch'),
        label: of('label'),
        reviewLabel: of('reviewLabel'),
        time: of('time'),
        seconds: of('seconds'),
        ruleVersion: of('ruleVersion'),
        kind: of('kind'),
      },
      reviewed: wilson(state.reviewed, state.records),
      roles: { records: state.staffed, same: state.selfReviewed },
      batches: batchesOf(state, scope),
      accuracy: state.compared === 0 ? null : wilson(state.equal, state.compared),
      agreement: agreement(state),
      kinds: [kind('functional'), kind('safety')],
      people: peopleOf(state, scope),
      rules: versionsOf(state, scope),
      days: state.first === '' ? null : { first: state.first, last: state.last },
      seconds:
        state.seconds.count === 0
          ? null
          : { median: quantileAt(state.seconds, 500_000), low: quantileAt(state.seconds, 50_000), tasks: state.seconds.count },
    }
  },
} satisfies Statistic<State, Json>
