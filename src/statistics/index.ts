import type { Fault, Findings, RecordView, Statistic, SummaryScope, Suppressed, TokenCounts } from '../model.ts'
import { annotation } from './annotation.ts'
import { domains } from './domains.ts'
import { duplicates } from './duplicates.ts'
import { examples } from './examples.ts'
import { faults } from './faults.ts'
import { fields } from './fields.ts'
import { findings, groupRules, type RuleGroups } from './findings.ts'
import { languages } from './languages.ts'
import { lengths } from './lengths.ts'
import { licences } from './licences.ts'
import { origins } from './origins.ts'
import { scripts } from './scripts.ts'
import { sources } from './sources.ts'
import { suppressed } from './suppressed.ts'
import { tokens } from './tokens.ts'
import { volume } from './volume.ts'
import { years } from './years.ts'

export type { RuleGroups } from './findings.ts'

/** Everything counted over a corpus, in the order the report prints it. A new statistic is one file and its line here. */
export const statistics = {
  volume,
  findings,
  suppressed,
  faults,
  languages,
  scripts,
  lengths,
  duplicates,
  tokens,
  domains,
  licences,
  sources,
  origins,
  years,
  fields,
  annotation,
  examples,
} as const

type Id = keyof typeof statistics
type StateOf<Each> = Each extends { create(): infer State } ? State : never

/** The states of all statistics: plain data that crosses threads, files and machines. */
export type Tally = { [id in Id]: StateOf<(typeof statistics)[id]> }
/** What a tally says; `statisticsSchema` of `report/index.ts` is its shape. */
type TallySummary = { [id in Id]: ReturnType<(typeof statistics)[id]['summarize']> }

// Each statistic meets only its own state, which the compiler cannot follow through a loop.
const all = Object.entries(statistics) as [Id, Statistic][]
const adding = all.filter(([, statistic]) => statistic.add !== undefined)
const suppressing = all.filter(([, statistic]) => statistic.suppressed !== undefined)
const faulting = all.filter(([, statistic]) => statistic.fault !== undefined)
const draining = all.filter(([, statistic]) => statistic.drain !== undefined)

/** An empty tally: the identity of `mergeTally`. `rules` are those whose findings may be added, with their risk and domain. */
export const createTally = (rules: readonly RuleGroups[]): Tally => {
  const tally = Object.fromEntries(all.map(([id, statistic]) => [id, statistic.create()])) as Tally
  groupRules(tally.findings, rules)
  return tally
}

/** Counts a record that was judged, with its findings. Keeps neither the record nor its arrays, but may keep a finding. */
export const addRecord = (tally: Tally, record: RecordView, found: Findings): void => {
  for (let i = 0; i < adding.length; i++) {
    const [id, statistic] = adding[i]!
    statistic.add!(tally[id], record, found)
  }
}

/** Counts a hit that was not reported. */
export const addSuppressed = (tally: Tally, hit: Suppressed): void => {
  for (const [id, statistic] of suppressing) statistic.suppressed!(tally[id], hit)
}

/** Counts a fault in a shard of file number `file` that starts at byte `from`. */
export const addFault = (tally: Tally, fault: Fault, file: number, from: number): void => {
  for (const [id, statistic] of faulting) statistic.fault!(tally[id], fault, file, from)
}

/** Takes over what the kernel counted over a shard. */
export const addTokens = (tally: Tally, counts: TokenCounts): void => {
  for (const [id, statistic] of draining) statistic.drain!(tally[id], counts)
}

/** Adds `from` into `into`. Any grouping and order of merges ends in the same summary; `from` must not be used afterwards. */
export const mergeTally = (into: Tally, from: Tally): void => {
  for (const [id, statistic] of all) statistic.merge(into[id], from[id])
}

/** The `statistics` part of the report. */
export const summarizeTally = (tally: Tally, scope: SummaryScope): TallySummary =>
  Object.fromEntries(all.map(([id, statistic]) => [id, statistic.summarize(tally[id], scope)])) as unknown as TallySummary
