import type { Words } from '../model.ts'
import type { ReviewResult } from '../report/review.ts'
import { acceptanceNumber } from '../sketch/exact.ts'
import { grouped, percent, plural } from '../words/figures.ts'
import { conform, type Evaluator, insufficient, nonconform } from './case.ts'

/** Rows that people's verdicts decide. Without a review they are left to what the scan and the manifest say. */

/** A row that is judged by the review where there is one, else as before. */
const byReview =
  (judge: (result: ReviewResult, given: Parameters<Evaluator>[0]) => ReturnType<Evaluator>, otherwise: Evaluator): Evaluator =>
  (given) => {
    const { result } = given.report.review
    return result === null ? otherwise(given) : judge(result, given)
  }

/** "4,000 of 1,284,943 records reviewed, 3,912 passed: 97.8% (95% interval 97.3% to 98.2%; exact, at least 95%: 97.2% to 98.2%)" */
function sampled({ items, passRate, census }: ReviewResult): Words {
  const rate = percent(passRate.ppm)
  const [low, high] = [percent(passRate.wilsonLowPpm), percent(passRate.wilsonHighPpm)]
  const [least, most] = [percent(passRate.exactLowPpm), percent(passRate.exactHighPpm)]
  return {
    zh: `人工抽检 ${grouped(items.reviewed)} 条（语料共 ${grouped(items.population)} 条），合格 ${grouped(items.passed)} 条，抽检合格率 ${rate.zh}${census ? '（全检）' : `（95% 置信区间 ${low.zh} 至 ${high.zh}，精确区间 ${least.zh} 至 ${most.zh}）`}。`,
    en: `${grouped(items.reviewed)} of ${plural(items.population, 'record')} were reviewed and ${grouped(items.passed)} passed: ${rate.en}${census ? ' (all records)' : ` (95% interval ${low.en} to ${high.en}; exact, at least 95%: ${least.en} to ${most.en})`}.`,
  }
}

const open = ({ items }: ReviewResult): Words | undefined =>
  items.missing === 0
    ? undefined
    : {
        zh: `样本中尚有 ${grouped(items.missing)} 条未判定。`,
        en: `${plural(items.missing, 'record')} of the sample ${items.missing === 1 ? 'has' : 'have'} no verdict.`,
      }

/**
 * TC260-003 9.2 a): at least so many drawn records (all of a smaller corpus), of which at least so many percent pass. The point rule decides; whether
 * the sample proves it at a risk of 5 % is told.
 */
export const manualCheck = (limits: { readonly items: number; readonly passPercent: number }, otherwise: Evaluator): Evaluator =>
  byReview((result) => {
    const { items, passPercent } = limits
    const { reviewed, passed, unreadable, population } = result.items
    const said = sampled(result)
    const missing = open(result)
    if (missing !== undefined) return insufficient(said.zh + missing.zh, `${said.en} ${missing.en}`)
    // In whole numbers, so that a rate of exactly the limit passes.
    const met = passed * 100 >= reviewed * passPercent
    const accepted = acceptanceNumber(reviewed, 1 - passPercent / 100, 0.05)
    const proven = result.census ? met : accepted !== undefined && reviewed - passed <= accepted
    const proof = proven
      ? { zh: `按置信下限从严判定亦达到 ${passPercent}%。`, en: 'The strict bound (95%) is met as well.' }
      : { zh: `按置信下限从严判定未达到 ${passPercent}%。`, en: 'The strict bound (95%) is not met.' }
    const zh = `${said.zh}要求不低于 ${passPercent}%。${proof.zh}`
    const en = `${said.en} At least ${passPercent}% is asked for. ${proof.en}`
    if (!met) return nonconform(zh, en)
    return reviewed + unreadable >= Math.min(items, population)
      ? conform(zh, en)
      : insufficient(`${zh}样本少于 ${grouped(items)} 条。`, `${en} The sample is smaller than ${grouped(items)}.`)
  }, otherwise)

/** TC260-003 5.1 a) 2): at most 5 % of a source is unlawful or harmful, as people judged it. */
export const perSourceCheck = (limits: { readonly maximumPercent: number }, otherwise: Evaluator): Evaluator =>
  byReview((result, given) => {
    const rows = result.bySource.filter((row) => row.source !== '(unreadable)')
    const unseen = rows.filter((row) => row.unlawful.n === 0)
    const { maximumPercent } = limits
    const over = rows.filter(({ unlawful }) => unlawful.k * 100 > unlawful.n * maximumPercent)
    const unproven = rows.filter(({ unlawful: { k, n }, population }) => {
      const accepted = n === population ? (n * maximumPercent) / 100 : acceptanceNumber(n, maximumPercent / 100, 0.05)
      return accepted === undefined || k > accepted
    })
    const zh = `按人工判定，${rows.length} 个来源中违法不良信息占比超过 ${maximumPercent}% 的 ${over.length} 个，未抽到记录的 ${unseen.length} 个；以 95% 置信上限衡量尚不能证明不超过 ${maximumPercent}% 的 ${unproven.length} 个。`
    const en = `By human verdicts, ${over.length} of ${plural(rows.length, 'source')} exceed ${maximumPercent}% of unlawful or harmful records, ${unseen.length} had no record in the sample; for ${unproven.length} the 95% upper bound does not prove that.`
    if (rows.length === 0) return otherwise(given)
    if (over.length > 0) return nonconform(zh, en)
    return unseen.length > 0 || open(result) !== undefined ? insufficient(zh, en) : conform(zh, en)
  }, otherwise)

/** Articles 4(1) and 4(2): the candidates, and what people found of the risk group in the sample. A finding of people speaks against the row; none does not prove it. */
export const withVerdicts =
  (prefix: string, otherwise: Evaluator): Evaluator =>
  (given) => {
    const judged = otherwise(given)
    const { result } = given.report.review
    if (result === null) return judged
    const failed = result.failedByRisk.filter((row) => row.risk.startsWith(prefix)).reduce((sum, row) => sum + row.items, 0)
    const said = sampled(result)
    const zh = `${judged.evidence.zh}${said.zh}其中判为该类风险的 ${grouped(failed)} 条。`
    const en = `${judged.evidence.en} ${said.en} ${grouped(failed)} of them were failed for risks of this group.`
    const met = result.bars.some((bar) => bar.id === 'TC-9.2a' && bar.point)
    return met && failed === 0 ? conform(zh, en, judged.rules) : insufficient(zh, en, judged.rules)
  }
