import { defaultPolicy, type Policy, type PolicyLimit, policySchema } from './config.ts'
import type { Confidence, Severity, Words } from './model.ts'
import { holdsNothing, parseYaml } from './notation/yaml.ts'
import type { Report } from './report/index.ts'
import { resultWords, severities, severityWords } from './report/words.ts'
import type { ExitName } from './stop.ts'
import { grouped, percent, plural, ppmOf, share } from './words/figures.ts'
import { didYouMean } from './words/nearest.ts'

export { defaultPolicy, type Policy }

/** A report before its verdict. */
export type Judged = Omit<Report, 'results'>

/** What a report comes to under a policy. */
export interface Verdict {
  readonly verdict: 'PASSED' | 'WARNED' | 'FAILED'
  /** Whether every byte, record and file was judged, or the policy allowed what was not. */
  readonly complete: boolean
  readonly reasons: readonly VerdictReason[]
}

export interface VerdictReason {
  readonly limit: string
  readonly words: Words
  readonly blocking: boolean
}

/**
 * Reads the text of a policy file (YAML or JSON).
 * @throws Stop exit `usage`, code `policy.invalid`, with every mistake as `file:line:column: sentence`
 */
export const parsePolicy = (text: string, fileName: string): Policy =>
  parseYaml(policySchema, holdsNothing(text) ? '{}' : text, fileName, 'policy.invalid')

/**
 * The gate: judges a report against a policy. Pure and total; reads nothing but its arguments.
 *
 * FAILED when a blocking reason other than incompleteness stands; WARNED when only non-blocking reasons stand or something was left
 * unread; PASSED otherwise. `complete` is told apart from the verdict: silence about unread data is never a pass (`exitOf`).
 * A limit that the report cannot answer (an unknown rule, a pack that did not take part) is not met.
 */
export function judge(report: Judged, policy: Policy = defaultPolicy): Verdict {
  const gate = [...findings(report, policy), ...faults(report, policy), ...demands(report, policy)]
  const open = unread(report, policy)
  const failed = gate.some((reason) => reason.blocking)
  const reasons = [...gate, ...open.reasons]
  const verdict = failed ? 'FAILED' : reasons.length > 0 ? 'WARNED' : 'PASSED'
  return { verdict, complete: open.complete, reasons }
}

/**
 * The exit of a run: `gate` (1) when the policy is not met, else `incomplete` (3) when something was not read and the policy does
 * not allow it, else `passed` (0). 1 wins over 3: what was found is there whatever was not read.
 */
export function exitOf(verdict: Pick<Verdict, 'verdict' | 'complete'>): ExitName {
  if (verdict.verdict === 'FAILED') return 'gate'
  return verdict.complete ? 'passed' : 'incomplete'
}

// ── findings ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const levels: readonly Confidence[] = ['high', 'medium', 'low']
type Counts = { readonly [level in Confidence]: number }

const atLeast = (counts: Counts, level: Confidence): number =>
  levels.slice(0, levels.indexOf(level) + 1).reduce((sum, one) => sum + counts[one], 0)

/** Findings from a confidence on. */
const from: { readonly [level in Confidence]: Words } = {
  high: { zh: '高置信度', en: 'high confidence' },
  medium: { zh: '中及以上置信度', en: 'medium confidence or above' },
  low: { zh: '任何置信度', en: 'any confidence' },
}

function findings(report: Judged, policy: Policy): VerdictReason[] {
  const reasons = policy.limits.map((limit) => judgeLimit(report, policy, limit)).filter((reason) => reason !== undefined)
  const exempt = (rule: Report['rules'][number]) =>
    policy.limits.some(
      (limit) => covers(limit, rule) && levels.indexOf(limit.confidence ?? policy.confidence) >= levels.indexOf(policy.confidence),
    )
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]))
  const counted: { [severity in Severity]: number } = { error: 0, warning: 0, note: 0 }
  let doubtful = 0
  for (const row of report.statistics.findings.byRule) {
    const rule = rules.get(row.rule)
    if (rule !== undefined && exempt(rule)) continue
    // A rule the report does not explain counts as the gravest.
    const severity = rule?.severity ?? 'error'
    const sure = atLeast(row.findings, policy.confidence)
    counted[severity] += sure
    if (severity === 'error') doubtful += atLeast(row.findings, 'low') - sure
  }
  const blocking = policy.failOn === 'none' ? 0 : severities.indexOf(policy.failOn) + 1
  severities.forEach((severity, i) => {
    const count = counted[severity]
    if (count === 0 || (severity === 'note' && i >= blocking)) return
    const stops = i < blocking
    reasons.push({
      limit: `fail-on=${policy.failOn}`,
      blocking: stops,
      words: {
        zh: `${from[policy.confidence].zh}的${severityWords[severity].zh}级疑似命中 ${grouped(count)} 处${stops ? '，策略允许 0 处' : ''}。`,
        en: `${plural(count, 'candidate match', 'candidate matches')} of severity ${severity} (${from[policy.confidence].en})${stops ? '; the policy allows none' : ''}.`,
      },
    })
  })
  if (doubtful > 0)
    reasons.push({
      limit: `confidence=${policy.confidence}`,
      blocking: false,
      words: {
        zh: `另有严重级疑似命中 ${grouped(doubtful)} 处，置信度低于策略要求，建议人工复核。`,
        en: `${plural(doubtful, 'more candidate match', 'more candidate matches')} of severity error below the confidence that counts; a person should look.`,
      },
    })
  return reasons
}

/** Whether a limit speaks of a rule. */
function covers(limit: PolicyLimit, rule: Report['rules'][number]): boolean {
  return limit.rule === rule.id || limit.risk === rule.risk || limit.domain === rule.domain || limit.severity === rule.severity
}

function judgeLimit(report: Judged, policy: Policy, limit: PolicyLimit): VerdictReason | undefined {
  const subject = limit.rule ?? limit.risk ?? limit.domain ?? limit.severity ?? ''
  if (limit.rule !== undefined && !report.rules.some((rule) => rule.id === limit.rule)) {
    const meant = didYouMean(
      limit.rule,
      report.rules.map((rule) => rule.id),
    )
    return {
      limit: `limit:${subject}`,
      blocking: true,
      words: {
        zh: `限值指向规则 ${subject}${meant.zh}，但该规则未参与本次扫描，限值无法判断。`,
        en: `A limit names the rule ${subject}${meant.en}, which took no part in this scan, so it cannot be judged.`,
      },
    }
  }
  // No rule, no findings: that is silence, not a limit that was met.
  const nobody =
    (limit.risk !== undefined && !report.rules.some((rule) => rule.risk === limit.risk)) ||
    (limit.domain !== undefined && !report.rules.some((rule) => rule.domain === limit.domain))
  if (nobody) {
    return {
      limit: `limit:${subject}`,
      blocking: true,
      words: {
        zh: `限值指向 ${subject}，但本次扫描没有与之对应的规则，限值无法判断。`,
        en: `A limit names ${subject}, for which no rule took part in this scan, so it cannot be judged.`,
      },
    }
  }
  const level = limit.confidence ?? policy.confidence
  const { count, records } = amount(report, limit, level)
  const total = report.statistics.volume.records
  const name: Words = { zh: `${subject}（${from[level].zh}）`, en: `${subject} (${from[level].en})` }
  if (limit.max !== undefined && count > limit.max) {
    return {
      limit: `limit:${subject}<=${limit.max}`,
      blocking: true,
      words: {
        zh: `${name.zh}：疑似命中 ${grouped(count)} 处，策略允许 ${grouped(limit.max)} 处。`,
        en: `${name.en}: ${plural(count, 'candidate match', 'candidate matches')}; the policy allows ${grouped(limit.max)}.`,
      },
    }
  }
  const accepted = limit.maxRatePpm ?? (limit.maxRate === undefined ? undefined : limit.maxRate * 1_000_000)
  if (accepted !== undefined && records * 1_000_000 > accepted * total) {
    const part = share(records, total)
    return {
      limit: `limit:${subject}<=${accepted}ppm`,
      blocking: true,
      words: {
        zh: `${name.zh}：有疑似命中的记录至多 ${grouped(records)} 条（${part.zh}），策略允许百万分之 ${accepted}。`,
        en: `${name.en}: up to ${plural(records, 'record')} with a candidate match (${part.en}); the policy allows ${accepted} per million.`,
      },
    }
  }
  return undefined
}

/**
 * Findings a limit counts, and an upper bound of the records they lie in: the report counts records of a row over all
 * confidences, so a bound is what a gate may use without ever letting too much pass.
 */
function amount(report: Judged, limit: PolicyLimit, level: Confidence): { readonly count: number; readonly records: number } {
  const { byRule, byRisk, byDomain } = report.statistics.findings
  const one = (row: { readonly findings: Counts; readonly rate: { readonly records: number } } | undefined) => {
    const count = row === undefined ? 0 : atLeast(row.findings, level)
    return { count, records: Math.min(count, row?.rate.records ?? 0) }
  }
  if (limit.rule !== undefined) return one(byRule.find((row) => row.rule === limit.rule))
  if (limit.risk !== undefined) return one(byRisk.find((row) => row.risk === limit.risk))
  if (limit.domain !== undefined) return one(byDomain.find((row) => row.domain === limit.domain))
  const rules = new Set(report.rules.filter((rule) => rule.severity === limit.severity).map((rule) => rule.id))
  const parts = byRule.filter((row) => rules.has(row.rule)).map(one)
  const sum = (key: 'count' | 'records') => parts.reduce((total, part) => total + part[key], 0)
  return { count: sum('count'), records: Math.min(sum('records'), report.statistics.volume.records) }
}

// ── faults, coverage, demands ──────────────────────────────────────────────────────────────────────────────────────────

function faults(report: Judged, policy: Policy): VerdictReason[] {
  const max = policy.faults.max
  const count = report.statistics.faults.byCode.filter((row) => row.effect !== 'noted').reduce((sum, row) => sum + row.count, 0)
  if (max === undefined || count <= max) return []
  return [
    {
      limit: `faults<=${max}`,
      blocking: true,
      words: {
        zh: `读取故障 ${grouped(count)} 次，策略允许 ${grouped(max)} 次。`,
        en: `${plural(count, 'fault')} by which data were lost or damaged; the policy allows ${grouped(max)}.`,
      },
    },
  ]
}

/**
 * What was not read or was read with damage, and whether the policy allows it: a number bounds files and records together, a
 * percentage bounds the lost bytes and, apart from them, the damaged records. An empty corpus is never complete.
 */
function unread(report: Judged, policy: Policy): { readonly complete: boolean; readonly reasons: VerdictReason[] } {
  const { files, records, bytes, damaged, complete } = report.coverage
  if (records.read === 0)
    return {
      complete: false,
      reasons: [
        {
          limit: 'records>0',
          blocking: true,
          words: { zh: '没有读到任何记录，不能作出通过的结论。', en: 'No record was read; nothing can pass on that.' },
        },
      ],
    }
  if (complete) return { complete: true, reasons: [] }
  const allowed = policy.faults.allowUnreadable
  const [lostFiles, lostRecords, lost] = [
    files.unreadable + files.skipped,
    records.unreadable + records.skipped,
    bytes.unreadable + bytes.skipped,
  ]
  const total = bytes.read + lost
  const bound = typeof allowed === 'number' ? allowed : Number.parseFloat(allowed)
  const within =
    typeof allowed === 'number'
      ? lostFiles + lostRecords + damaged <= bound
      : lost * 100 <= bound * total && damaged * 100 <= bound * records.read
  // Nothing allowed means that, also when the report says incomplete without naming an amount.
  const fine = within && bound > 0
  const part = share(lost, total)
  const hurt: Words =
    damaged === 0
      ? { zh: '', en: '' }
      : { zh: `，${grouped(damaged)} 条记录部分受损`, en: `, ${plural(damaged, 'record')} read with damage` }
  const words: Words = {
    zh: `${grouped(lostFiles)} 个文件、${grouped(lostRecords)} 条记录（占字节数 ${part.zh}）未能读取或被跳过${hurt.zh}，策略${fine ? `允许 ${allowed}` : bound === 0 ? '不允许' : `仅允许 ${allowed}`}。`,
    en: `${plural(lostFiles, 'file')} and ${plural(lostRecords, 'record')} (${part.en} of the bytes) unreadable or skipped${hurt.en}; the policy allows ${fine ? allowed : bound === 0 ? 'none' : `only ${allowed}`}.`,
  }
  return { complete: fine, reasons: [{ limit: `allow-unreadable=${allowed}`, words, blocking: !fine }] }
}

function demands(report: Judged, policy: Policy): VerdictReason[] {
  const reasons: VerdictReason[] = []
  const add = (limit: string, zh: string, en: string, blocking = true) => reasons.push({ limit, blocking, words: { zh, en } })
  for (const wanted of policy.requirePacks) {
    const [name, version] = wanted.split('@')
    const pack = report.rulePacks.find((entry) => entry.name === name)
    if (pack === undefined || pack.enabled === 0) {
      const meant = didYouMean(name!, pack === undefined ? report.rulePacks.map((entry) => entry.name) : [])
      add(
        `require-pack=${wanted}`,
        `策略要求的规则包 ${wanted}${meant.zh || ' '}未参与本次扫描。`,
        `The rule pack ${wanted}${meant.en} that the policy requires took no part in this scan.`,
      )
    }
    if (pack !== undefined && pack.enabled > 0 && version !== undefined && pack.version !== version)
      add(
        `require-pack=${wanted}`,
        `策略要求规则包 ${wanted}，本次使用的是 ${pack.version}。`,
        `The policy requires the rule pack ${wanted}; this scan used ${pack.version}.`,
      )
  }
  if (policy.requireCoverage !== undefined) {
    const { read, unreadable, skipped } = report.coverage.bytes
    const part = ppmOf(read, read + unreadable + skipped)
    if (part < policy.requireCoverage) {
      const [is, asked] = [percent(part), percent(policy.requireCoverage)]
      add(
        `require-coverage=${policy.requireCoverage}`,
        `已读取字节占 ${is.zh}，策略要求 ${asked.zh}。`,
        `${is.en} of the bytes were read; the policy requires ${asked.en}.`,
      )
    }
  }
  const { keywords } = report
  const short = report.risks.filter((risk) => risk.floor !== null && risk.floorMet !== true).length
  if (!keywords.floorMet || short > 0) {
    const zh = `关键词库共 ${grouped(keywords.total)} 个词（建议不少于 ${grouped(keywords.floor)} 个），${short} 类风险低于分项建议值。`
    const en = `The keyword library holds ${plural(keywords.total, 'term')} (at least ${grouped(keywords.floor)} recommended); ${plural(short, 'risk type')} below the recommended number.`
    if (policy.requireKeywordFloor) add('require-keyword-floor', zh, en)
    else if (keywords.digest !== null) add('keyword-floor', zh, en, false)
  }
  for (const id of policy.requireConform) {
    const row = report.requirements.find((entry) => entry.id === id)
    if (row === undefined) {
      const meant = didYouMean(
        id,
        report.requirements.map((entry) => entry.id),
      )
      add(
        `require-conform=${id}`,
        `策略要求条目 ${id}${meant.zh || ' '}符合，但报告中没有该条目。`,
        `The policy requires ${id}${meant.en} to conform, but the report has no such row.`,
      )
    } else if (row.result !== 'conform' && row.result !== 'not-applicable')
      add(
        `require-conform=${id}`,
        `策略要求条目 ${id} 符合，结果为${resultWords[row.result].zh}。`,
        `The policy requires ${id} to conform; the result is ${resultWords[row.result].en}.`,
        row.mark === 'V',
      )
  }
  const failing = report.requirements
    .filter((row) => row.result === 'nonconform' && !policy.requireConform.includes(row.id))
    .map((row) => row.id)
  if (failing.length > 0)
    add(
      'requirements',
      `${failing.length} 个条目的结果为不符合：${failing.join('、')}。`,
      `${plural(failing.length, 'requirement')} came out as nonconform: ${failing.join(', ')}.`,
      false,
    )
  return reasons
}
