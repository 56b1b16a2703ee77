import { type Clause, clausesOf, type Law } from '../rules/legal.ts'
import { type Attribution, attributeRecords, type Documents, noDocuments, type Sources } from '../sources/index.ts'
import { Stop } from '../stop.ts'
import { type Case, type Evaluator, notApplicable, type Outcome, type ReportBody, type RequirementRow } from './case.ts'
import { evaluatorOf } from './checks.ts'
import { seenBySource } from './seen.ts'

export type { ReportBody, RequirementRow } from './case.ts'
export { declarationOf } from './discrepancies.ts'

/**
 * Makes the rows of a profile ready to judge: every check it names exists and takes its arguments.
 * @throws Stop exit 2: an unknown profile, an unknown check, arguments that do not fit
 */
export function prepareProfile(law: Law, profile: string): readonly (readonly [Clause, Evaluator])[] {
  if (!law.profiles.some(({ id }) => id === profile)) {
    const known = law.profiles.map(({ id }) => id)
    throw new Stop('usage', 'profile.unknown', {
      en: `unknown legal profile "${profile}"; known profiles are ${known.join(', ')}`,
      zh: `未知的法规口径“${profile}”；可用的口径有 ${known.join('、')}`,
    })
  }
  return clausesOf(law, profile).map((clause) => [clause, clause.dropped ? dropped : evaluatorOf(clause)])
}

/**
 * Judges every requirement of the report's profile: law → evidence → result.
 *
 * A result follows the pass rule of the row literally. A finding is a candidate: nothing here says "infringing". A row whose text was
 * only recalled (mark R) is never nonconform; one read in a secondary source (S) may be, but gates nothing. What was not looked at
 * has `assessed: false`.
 *
 * @param attribution which files or records belong to which declared source, from `attributeFiles`; by the records' source field when absent
 * @param documents what was found of the documents the manifest names
 * @throws Stop exit 2 as `prepareProfile` does
 */
export function evaluate(
  report: ReportBody,
  law: Law,
  sources?: Sources,
  attribution: Attribution | undefined = sources && attributeRecords(sources, report),
  documents: Documents = noDocuments,
): RequirementRow[] {
  const citing = new Map<string, string[]>()
  for (const rule of report.rules) for (const id of rule.requirements) citing.set(id, [...(citing.get(id) ?? []), rule.id])
  const hits = new Map(
    report.statistics.findings.byRule.map((row) => [row.rule, row.findings.high + row.findings.medium + row.findings.low]),
  )
  const rows = new Map<string, RequirementRow>()
  const seen = sources === undefined ? [] : seenBySource(report, sources, attribution)
  const given: Case = { report, sources, attribution, documents, seen, rows }

  const wanted = prepareProfile(law, report.profile)
  // Roll-ups read rows that are decided, so everything else is decided first; the order of the table stays that of the profile.
  const rollsUp = ([clause]: (typeof wanted)[number]) => clause.check === 'roll-up'
  for (const [clause, judge] of [...wanted.filter((row) => !rollsUp(row)), ...wanted.filter(rollsUp)]) {
    const judged = capped(judge(given), clause.mark)
    const rules = [...new Set(judged.rules ?? citing.get(clause.id) ?? [])].sort()
    rows.set(clause.id, {
      id: clause.id,
      instrument: clause.instrument,
      article: clause.article,
      title: clause.title,
      mark: clause.mark,
      basis: [...clause.evidence],
      pass: clause.pass ?? null,
      remedy: clause.remedy ?? null,
      result: judged.result,
      assessed: judged.assessed,
      evidence: judged.evidence,
      rules,
      findings: rules.reduce((sum, rule) => sum + (hits.get(rule) ?? 0), 0),
    })
  }
  return wanted.map(([{ id }]) => rows.get(id)!)
}

const dropped: Evaluator = () =>
  notApplicable('征求意见稿的该条未保留在暂行办法中。', 'This article of the draft was not kept in the Interim Measures.')

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
