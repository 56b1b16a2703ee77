import type { Report } from '../report/index.ts'
import type { Estimate, ReviewResult } from '../report/review.ts'
import { cohenKappa, krippendorffAlpha, pairOf } from '../sketch/agreement.ts'
import { acceptanceNumber, clopperPearson } from '../sketch/exact.ts'
import { sharePpm, wilson } from '../sketch/intervals.ts'
import { roganGladen } from '../sketch/prevalence.ts'
import { Stop } from '../stop.ts'
import type { Draw, Drawn } from './draw.ts'
import type { Mark, Verdict } from './verdicts.ts'

/**
 * What the verdicts prove. The shares of the corpus come from the sample alone, which every record had the same chance to be in; records
 * drawn beyond it count for their own source or rule. A record passes when at least one reviewer judged it and all of them passed it.
 */

/** Records that have to be drawn (TC260-003 9.2; a smaller corpus is reviewed in full), and the failures accepted. */
const wanted = 4000
const manualPpm = 40_000
const technicalPpm = 20_000
const sourcePpm = 50_000

interface Judged {
  readonly item: Drawn
  readonly mark: Mark
  readonly all: readonly Verdict[]
  /** Failed for content of A.1 to A.4, or for no stated reason: what the 5 % of TC260-003 5.1 counts. */
  readonly unlawful: boolean
}

/** k of n with both intervals. */
export const estimateOf = (k: number, n: number): Estimate => {
  const exact = clopperPearson(k, n)
  const score = wilson(k, n)
  return {
    n,
    k,
    ppm: score.ppm,
    exactLowPpm: exact.lowPpm,
    exactHighPpm: exact.highPpm,
    wilsonLowPpm: score.lowPpm,
    wilsonHighPpm: score.highPpm,
  }
}

/**
 * Puts the verdicts on a draw together.
 * @throws Stop verification `review.not-drawn`, `review.unreadable`; usage `review.two-verdicts`, `review.empty`
 */
export function reviewed(
  draw: Draw,
  verdicts: readonly Verdict[],
  report: Pick<Report, 'coverage' | 'statistics' | 'review'>,
): Omit<ReviewResult, 'scanReport' | 'nonce' | 'seed' | 'draw' | 'recomputed' | 'verdictFiles'> {
  const judged = judgedItems(draw, verdicts)
  const main = judged.filter(({ item }) => item.main)
  const drawn = draw.items.filter((item) => item.main)
  const unreadable = main.filter(({ mark }) => mark === 'unreadable').length
  if (unreadable > report.coverage.records.unreadable)
    throw new Stop('verification', 'review.unreadable', {
      en: `${unreadable} records are marked unreadable, but only ${report.coverage.records.unreadable} could not be read at the scan; judge the others`,
      zh: `有 ${unreadable} 条标为无法读取，而扫描时未能读取的只有 ${report.coverage.records.unreadable} 条；请对其余记录作出判定`,
    })
  const seen = main.filter(({ mark }) => mark !== 'unreadable')
  const passed = seen.filter(({ mark }) => mark === 'pass').length
  const { population } = draw
  const census = drawn.length === population.records
  const missing = drawn.length - main.length
  const enough = missing === 0 && seen.length + unreadable >= Math.min(wanted, population.records)
  const corrected = correctedRate(seen, population)
  const risks = new Map<string, number>()
  for (const { all, mark } of seen)
    if (mark === 'fail') for (const risk of new Set(all.flatMap((verdict) => verdict.risks))) risks.set(risk, (risks.get(risk) ?? 0) + 1)
  return {
    reviewers: new Set(verdicts.map((verdict) => verdict.reviewer)).size,
    items: {
      population: population.records,
      drawn: drawn.length,
      unreadable,
      reviewed: seen.length,
      missing,
      passed,
      failed: seen.filter(({ mark }) => mark === 'fail').length,
      unsure: seen.filter(({ mark }) => mark === 'unsure').length,
      twice: judged.filter(({ all }) => all.length > 1).length,
      extra: draw.items.length - drawn.length,
    },
    census,
    passRate: estimateOf(passed, seen.length),
    failedByRisk: [...risks].map(([risk, items]) => ({ risk, items })).sort((a, b) => (a.risk < b.risk ? -1 : 1)),
    bars: [manualBar(seen.length - passed, seen.length, census, enough), technicalBar(report, corrected)],
    bySource: population.bySource.map(({ source, records }) => sourceRow(source, records, draw, judged, report.review.perSource)),
    precision: population.byRule.flatMap(({ rule, records }) => precisionRow(rule, records, draw, judged, report.review.perRule)),
    missed: missedBy(seen, population),
    corrected,
    agreement: agreementOf(judged),
  }
}

function judgedItems(draw: Draw, verdicts: readonly Verdict[]): Judged[] {
  const items = new Map(draw.items.map((item) => [`${item.file}:${item.record}`, item]))
  const byItem = new Map<string, Map<string, Verdict>>()
  for (const verdict of verdicts) {
    const key = `${verdict.file}:${verdict.record}`
    if (!items.has(key))
      throw new Stop('verification', 'review.not-drawn', {
        en: `record ${key} was judged but not drawn: the verdicts belong to another sample`,
        zh: `记录 ${key} 有判定但未被抽中：判定结果不属于本次样本`,
      })
    const own = byItem.get(key) ?? new Map<string, Verdict>()
    const before = own.get(verdict.reviewer)
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(verdict))
      throw new Stop('usage', 'review.two-verdicts', {
        en: `one reviewer judged record ${key} twice and differently; keep one of the two rows`,
        zh: `同一审核员对记录 ${key} 给出了两个不同的判定；请只保留一行`,
      })
    byItem.set(key, own.set(verdict.reviewer, verdict))
  }
  if (byItem.size === 0)
    throw new Stop('usage', 'review.empty', {
      en: 'the files hold no verdict; fill in the column "verdict", or save the file from the review page',
      zh: '文件中没有任何判定；请填写 verdict 列，或从审核页面保存判定文件',
    })
  return draw.items.flatMap((item) => {
    const own = byItem.get(`${item.file}:${item.record}`)
    if (own === undefined) return []
    const all = [...own.values()]
    const says = (mark: Mark) => all.some((verdict) => verdict.mark === mark)
    const mark: Mark = says('unreadable') ? 'unreadable' : says('fail') ? 'fail' : says('unsure') ? 'unsure' : 'pass'
    const failing = all.filter((verdict) => verdict.mark === 'fail')
    const unlawful = failing.some(({ risks }) => risks.length === 0 || risks.some((risk) => !risk.startsWith('CN-A5')))
    return [{ item, mark, all, unlawful }]
  })
}

/** At least 96 % of the sample pass (TC260-003 9.2 a). In whole numbers, so that exactly 96 % passes. */
function manualBar(failures: number, n: number, census: boolean, enough: boolean): ReviewResult['bars'][number] {
  const accepted95 = acceptanceNumber(n, manualPpm / 1e6, 0.05)
  const accepted99 = acceptanceNumber(n, manualPpm / 1e6, 0.01)
  const point = enough && n > 0 && failures * 1_000_000 <= n * manualPpm
  const proven = (accepted: number | undefined) => point && (census || (accepted !== undefined && failures <= accepted))
  return {
    id: 'TC-9.2a',
    n,
    failures,
    maxPpm: manualPpm,
    accepted: Math.floor((n * manualPpm) / 1e6),
    accepted95: accepted95 ?? null,
    accepted99: accepted99 ?? null,
    point,
    strict: proven(accepted95),
    strict99: proven(accepted99),
  }
}

/**
 * At most 2 % of the records fail the technical check (TC260-003 9.2 b). All records were checked, so the point rule has no sampling error; strict
 * asks that the share corrected by what people found stays below as well, with its upper bound.
 */
function technicalBar({ statistics }: Pick<Report, 'statistics'>, corrected: ReviewResult['corrected']): ReviewResult['bars'][number] {
  const n = statistics.volume.records
  const failures = statistics.findings.records.records
  const point = n > 0 && failures * 1_000_000 <= n * technicalPpm
  const strict = point && corrected !== null && corrected.highPpm <= technicalPpm
  const accepted = Math.floor((n * technicalPpm) / 1e6)
  return { id: 'TC-9.2b', n, failures, maxPpm: technicalPpm, accepted, accepted95: null, accepted99: null, point, strict, strict99: false }
}

/**
 * The records of a stratum that were drawn by its own order: as many as are in the sample, or as the plan asks of it. Further ones are there for
 * the sake of another stratum and would tip the scales.
 */
function stratum(judged: readonly Judged[], draw: Draw, least: number, belongs: (item: Drawn) => boolean): Judged[] {
  const own = draw.items.filter(belongs)
  const kept = new Set(own.slice(0, Math.max(own.filter((item) => item.main).length, least)))
  return judged.filter(({ item, mark }) => kept.has(item) && mark !== 'unreadable')
}

/** At most 5 % of a source (TC260-003 5.1 a). */
function sourceRow(
  source: string,
  population: number,
  draw: Draw,
  judged: readonly Judged[],
  least: number,
): ReviewResult['bySource'][number] {
  const own = stratum(judged, draw, least, (item) => item.source === source)
  const failures = own.filter(({ unlawful }) => unlawful).length
  const accepted =
    own.length === population ? Math.floor((own.length * sourcePpm) / 1e6) : acceptanceNumber(own.length, sourcePpm / 1e6, 0.05)
  return {
    source,
    population,
    unlawful: estimateOf(failures, own.length),
    point: own.length > 0 && failures * 1_000_000 <= own.length * sourcePpm,
    strict: accepted !== undefined && own.length > 0 && failures <= accepted,
  }
}

function precisionRow(rule: string, population: number, draw: Draw, judged: readonly Judged[], least: number): ReviewResult['precision'] {
  const said = stratum(judged, draw, least, (item) => item.rules.includes(rule)).flatMap(({ all }) => {
    const wrong = all.some((verdict) => verdict.wrong.includes(rule))
    return wrong || all.some((verdict) => verdict.right.includes(rule)) ? [!wrong] : []
  })
  return said.length === 0 ? [] : [{ rule, population, right: estimateOf(said.filter(Boolean).length, said.length) }]
}

/** What people failed where no rule fired. */
function missedBy(seen: readonly Judged[], { records, found }: Draw['population']): ReviewResult['missed'] {
  const own = seen.filter(({ item }) => item.rules.length === 0)
  if (own.length === 0) return null
  const failed = estimateOf(own.filter(({ mark }) => mark === 'fail').length, own.length)
  const silent = records - found
  const of = (ppm: number) => (silent * ppm) / 1e6
  return {
    population: silent,
    failed,
    records: Math.round((silent * failed.k) / failed.n),
    lowRecords: Math.floor(of(failed.exactLowPpm)),
    highRecords: Math.min(silent, Math.ceil(of(failed.exactHighPpm))),
  }
}

function correctedRate(seen: readonly Judged[], { records, found }: Draw['population']): ReviewResult['corrected'] {
  const decided = seen.filter(({ mark }) => mark !== 'unsure')
  const truly = decided.filter(({ mark }) => mark === 'fail')
  const not = decided.filter(({ mark }) => mark === 'pass')
  const result = roganGladen(records === 0 ? 0 : found / records, {
    truly: truly.length,
    flagged: truly.filter(({ item }) => item.rules.length > 0).length,
    not: not.length,
    left: not.filter(({ item }) => item.rules.length === 0).length,
  })
  if (result === undefined) return null
  const ppm = (share: number) => Math.round(share * 1e6)
  return {
    flaggedPpm: sharePpm(found, records),
    sensitivityPpm: ppm(result.sensitivity),
    specificityPpm: ppm(result.specificity),
    ppm: ppm(result.share),
    lowPpm: Math.floor(result.low * 1e6),
    highPpm: Math.ceil(result.high * 1e6),
  }
}

/** Agreement on what two or more judged: κ of each pair of reviewers, weighted by what they share, and α of all. */
function agreementOf(judged: readonly Judged[]): ReviewResult['agreement'] {
  const twice = judged.filter(({ all }) => all.length > 1)
  if (twice.length === 0) return null
  const pairs = new Map<string, Map<string, number>>()
  for (const { all } of twice) {
    const sorted = [...all].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1))
    for (const [i, a] of sorted.entries())
      for (const b of sorted.slice(i + 1)) {
        const key = pairOf(a.reviewer, b.reviewer)
        const own = pairs.get(key) ?? new Map<string, number>()
        own.set(pairOf(a.mark, b.mark), (own.get(pairOf(a.mark, b.mark)) ?? 0) + 1)
        pairs.set(key, own)
      }
  }
  let sum = 0
  let weight = 0
  for (const own of pairs.values()) {
    const kappa = cohenKappa(own)
    if (kappa === undefined) continue
    const n = [...own.values()].reduce((a, b) => a + b, 0)
    sum += kappa * n
    weight += n
  }
  const alpha = krippendorffAlpha(twice.map(({ all }) => all.map((verdict) => verdict.mark)))
  const agreed = twice.filter(({ all }) => all.every((verdict) => verdict.mark === all[0]!.mark)).length
  return {
    items: twice.length,
    observedPpm: sharePpm(agreed, twice.length),
    kappa: weight === 0 ? null : Math.round((sum / weight) * 1e6),
    alpha: alpha === undefined ? null : Math.round(alpha * 1e6),
  }
}
