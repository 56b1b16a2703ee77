import type { Instruments } from '../rules/schema.ts'
import { type Attribution, attributeRecords, type Sources } from '../sources.ts'
import { type Case, type Evaluator, notApplicable, notAssessed, type Outcome, type ReportBody, type RequirementRow } from './case.ts'
import { table } from './table.ts'

export type { ReportBody, RequirementRow } from './case.ts'

/**
 * Judges every requirement of the report's profile: law → evidence → result.
 *
 * Profile `cac-2023`: all rows of the draft measures, and of the other instruments what a scan can say something about now.
 * Profile `cn-2025`: the same articles under the final Interim Measures, and all rows of the other instruments.
 *
 * A result follows the pass rule of the row literally. A finding is a candidate: nothing here says "infringing". A row whose text was
 * only recalled (mark R) is never nonconform. What was not looked at has `assessed: false`.
 *
 * @param attribution which files or records belong to which declared source, from `attributeFiles`; by the records' source field when absent
 */
export function evaluate(
  report: ReportBody,
  instruments: Instruments,
  sources?: Sources,
  attribution: Attribution | undefined = sources && attributeRecords(sources, report),
): RequirementRow[] {
  const citing = new Map<string, string[]>()
  for (const rule of report.rules) for (const id of rule.requirements) citing.set(id, [...(citing.get(id) ?? []), rule.id])
  const hits = new Map(
    report.statistics.findings.byRule.map((row) => [row.rule, row.findings.high + row.findings.medium + row.findings.low]),
  )
  const rows = new Map<string, RequirementRow>()
  const given: Case = { report, sources, attribution, rows }

  const wanted = instruments.requirements.flatMap((clause) => inProfile(clause, report.profile) ?? [])
  // Roll-ups read rows that are decided, so everything else is decided first; the order of the table stays that of the instruments.
  const rollUps = new Set(['cac-2023:7.1', 'cac-2023:7.5'])
  for (const clause of [...wanted.filter(({ id }) => !rollUps.has(id)), ...wanted.filter(({ id }) => rollUps.has(id))]) {
    const judged = capped(clause.dropped ? dropped(given) : (table[clause.id]?.evaluate ?? unknown)(given), clause.mark)
    const rules = [...new Set(judged.rules ?? citing.get(clause.id) ?? [])].sort()
    rows.set(clause.id, {
      id: clause.id,
      instrument: clause.instrument,
      article: clause.article,
      title: clause.title,
      mark: clause.mark,
      result: judged.result,
      assessed: judged.assessed,
      evidence: judged.evidence,
      rules,
      findings: rules.reduce((sum, rule) => sum + (hits.get(rule) ?? 0), 0),
    })
  }
  return wanted.map(({ id }) => rows.get(id)!)
}

type Clause = Instruments['requirements'][number]
type Wanted = Clause & { readonly dropped: boolean }

/** How sure we are of the final text, by article of the draft (legal catalogue, section B); what is not listed is recalled. */
const finalMarks: { readonly [id: string]: Clause['mark'] } = {
  'cac-2023:1': 'V',
  'cac-2023:2': 'V',
  'cac-2023:3': 'V',
  'cac-2023:4.1': 'V',
  'cac-2023:6': 'S',
  'cac-2023:7.0': 'S',
  'cac-2023:7.1': 'S',
  'cac-2023:7.2': 'S',
  'cac-2023:7.3': 'S',
  'cac-2023:7.4': 'S',
  'cac-2023:7.5': 'S',
  'cac-2023:16': 'S',
}

function inProfile(clause: Clause, profile: string): Wanted | undefined {
  const draft = clause.instrument === 'cac-2023'
  if (profile === 'cn-2025')
    return draft
      ? {
          ...clause,
          instrument: 'im-2023',
          article: clause.final ?? '—',
          mark: finalMarks[clause.id] ?? 'R',
          dropped: clause.final === undefined,
        }
      : { ...clause, dropped: false }
  return draft || table[clause.id]?.scan === true ? { ...clause, dropped: false } : undefined
}

const dropped: Evaluator = () =>
  notApplicable('征求意见稿的该条未保留在暂行办法中。', 'This article of the draft was not kept in the Interim Measures.')
const unknown: Evaluator = () => notAssessed('本版本没有该条目的判定方法。', 'This version has no way to judge the row.')

/** Rows marked R warn and never gate. */
function capped(judged: Outcome, mark: Clause['mark']): Outcome {
  if (mark !== 'R' || judged.result !== 'nonconform') return judged
  const { zh, en } = judged.evidence
  return {
    ...judged,
    result: 'insufficient-evidence',
    evidence: {
      zh: `${zh}（条文据记忆整理，尚待核对，仅作提示。）`,
      en: `${en} (The clause is recalled and not yet checked, so this row only warns.)`,
    },
  }
}
