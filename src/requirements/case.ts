import type { RequirementResult, Words } from '../model.ts'
import type { Report } from '../report/index.ts'
import { type Attribution, type DocumentRef, type Documents, type Source, type Sources, sound } from '../sources/index.ts'
import { grouped, plural, share } from '../words/figures.ts'
import { hasRightToUse, rightsOf } from './rights.ts'
import type { SeenIn } from './seen.ts'

/** A report before its requirement rows and its verdict are known. */
export type ReportBody = Omit<Report, 'requirements' | 'results'>
export type RequirementRow = Report['requirements'][number]
export type RuleRow = Report['rules'][number]

/** What a requirement is judged on. */
export interface Case {
  readonly report: ReportBody
  readonly sources: Sources | undefined
  readonly attribution: Attribution | undefined
  /** What was found of the documents that the manifest names. */
  readonly documents: Documents
  /** What lies in each declared source; the last entry may be what maps to none. Empty when that cannot be told. */
  readonly seen: readonly SeenIn[]
  /** Rows that are already decided, for roll-ups. */
  readonly rows: ReadonlyMap<string, RequirementRow>
}

/** What an evaluator says of one row. */
export interface Outcome {
  readonly result: RequirementResult
  /** False when nothing was looked at: printed as "not assessed". */
  readonly assessed: boolean
  readonly evidence: Words
  /** Rules the outcome rests on; those that cite the row when absent. */
  readonly rules?: readonly string[]
}
export type Evaluator = (given: Case) => Outcome

const outcome =
  (result: RequirementResult, assessed: boolean) =>
  (zh: string, en: string, rules?: readonly string[]): Outcome => ({
    result,
    assessed,
    evidence: { zh, en },
    ...(rules === undefined ? {} : { rules }),
  })

export const conform = outcome('conform', true)
export const nonconform = outcome('nonconform', true)
/** Something was looked at, but it does not decide the row. */
export const insufficient = outcome('insufficient-evidence', true)
/** Nothing was looked at. */
export const notAssessed = outcome('insufficient-evidence', false)
/** The row does not bear on this corpus or on an audit of data; the words give the reason. */
export const notApplicable = outcome('not-applicable', true)

/** Findings of a set of rules, and the records they lie in: an upper bound when several rules were added up. */
export interface Found {
  readonly rules: readonly string[]
  /** Of high confidence, by rules above severity note: what may decide a row. */
  readonly high: number
  /** All others: of lower confidence, or by rules of severity note, whose false positives are not measured yet. */
  readonly lower: number
  readonly records: number
  readonly bound: boolean
}

/** Sums the findings of the rules that a test picks. */
export function foundBy(given: Case, pick: (rule: RuleRow) => boolean): Found {
  const picked = new Map(given.report.rules.filter(pick).map((rule) => [rule.id, rule]))
  const rules = [...picked.keys()]
  let [high, lower, records] = [0, 0, 0]
  for (const row of given.report.statistics.findings.byRule) {
    const rule = picked.get(row.rule)
    if (rule === undefined) continue
    const decides = rule.severity !== 'note'
    high += decides ? row.findings.high : 0
    lower += row.findings.medium + row.findings.low + (decides ? 0 : row.findings.high)
    records += row.rate.records
  }
  return { rules, high, lower, records: Math.min(records, given.report.statistics.volume.records), bound: rules.length > 1 && records > 0 }
}

/** The findings of a domain; its records are counted exactly. */
export function foundIn(given: Case, domain: string): Found {
  const found = foundBy(given, (rule) => rule.domain === domain)
  const row = given.report.statistics.findings.byDomain.find((entry) => entry.domain === domain)
  return { ...found, records: row?.rate.records ?? 0, bound: false }
}

/** Whether everything was read and there was something to read. */
export const complete = ({ report }: Case): boolean => report.coverage.complete && report.coverage.records.read > 0

/** What was not read, or read with damage, as a sentence. */
export function unread({ report }: Case): Words {
  const { files, records, bytes, damaged } = report.coverage
  if (records.read === 0) return { zh: '本次扫描没有读到任何记录。', en: 'The scan read no record.' }
  const missing = bytes.unreadable + bytes.skipped
  const part = share(missing, bytes.read + missing)
  const hurt: Words =
    damaged === 0
      ? { zh: '', en: '' }
      : { zh: `，${grouped(damaged)} 条记录部分受损`, en: `; ${plural(damaged, 'record')} read with damage` }
  return {
    zh: `另有 ${grouped(files.unreadable + files.skipped)} 个文件、${grouped(records.unreadable + records.skipped)} 条记录（占字节数 ${part.zh}）未能读取或被跳过${hurt.zh}。`,
    en: `Unreadable or skipped: ${plural(files.unreadable + files.skipped, 'file')} and ${plural(records.unreadable + records.skipped, 'record')} (${part.en} of the bytes)${hurt.en}.`,
  }
}

/** "12 high-confidence candidate matches and 3 of lower confidence or severity note, in 9 records". */
export function figures(found: Found): Words {
  return {
    zh: `高置信度疑似命中 ${grouped(found.high)} 处、较低置信度或者提示级 ${grouped(found.lower)} 处，涉及${found.bound ? '至多' : ''} ${grouped(found.records)} 条记录`,
    en: `${plural(found.high, 'high-confidence candidate match', 'high-confidence candidate matches')} and ${grouped(found.lower)} of lower confidence or severity note, in ${found.bound ? 'up to ' : ''}${plural(found.records, 'record')}`,
  }
}

/** The declared sources; empty without a manifest. */
export const declared = (given: Case): readonly Source[] => given.sources?.sources ?? []

/** "3 of 4 declared sources" and which are missing, by id. `sound`: what is asked for is not only declared but holds on the day. */
export function tally(
  entries: readonly Source[],
  holds: (entry: Source) => boolean,
  asked: 'declared' | 'sound' = 'declared',
): { readonly all: boolean; readonly none: boolean; readonly words: Words } {
  const missing = entries.filter((entry) => !holds(entry)).map((entry) => entry.id)
  const has = entries.length - missing.length
  const named = missing.slice(0, 5).join('、') + (missing.length > 5 ? '…' : '')
  const namedEn = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ', …' : '')
  const sound = asked === 'sound'
  return {
    all: entries.length > 0 && missing.length === 0,
    none: has === 0,
    words: {
      zh: `${grouped(entries.length)} 个来源中${sound ? ` ${grouped(has)} 个有效` : `已申报 ${grouped(has)} 个`}${missing.length > 0 ? `，${sound ? '没有有效证明的' : '未申报'}：${named}` : ''}`,
      en: `${sound ? 'valid' : 'declared'} for ${grouped(has)} of ${plural(entries.length, 'source')}${missing.length > 0 ? `, ${sound ? 'not for' : 'not declared'}: ${namedEn}` : ''}`,
    },
  }
}

/** The words for a row that only the manifest can fill. */
export const noManifest: Words = {
  zh: '未提供来源清单（dataaudit.sources.yaml），本项未申报。',
  en: 'No sources manifest (dataaudit.sources.yaml) was given; not declared.',
}

/** Whether a declared document may be relied on. */
export const holds = (given: Case, document: DocumentRef | undefined): boolean =>
  document !== undefined && sound(document, given.report.asOf, given.documents)

/** Whether a source shows a sound right to use it. */
export const licensed =
  (given: Case) =>
  (entry: Source): boolean =>
    hasRightToUse(entry, given.report.asOf, given.documents)

/** Whether a source claims a right to use it by documents of which none can be relied on: expired, or not the file declared. */
export const lapsed =
  (given: Case) =>
  (entry: Source): boolean =>
    rightsOf(entry).length > 0 && !hasRightToUse(entry, given.report.asOf, given.documents)

/** Findings of high confidence, by rules above severity note, in one source. */
export function highIn(
  given: Case,
  seen: SeenIn['seen'],
  pick: (rule: RuleRow) => boolean,
): { readonly high: number; readonly records: number } {
  const rules = new Map(given.report.rules.filter((rule) => rule.severity !== 'note' && pick(rule)).map((rule) => [rule.id, rule]))
  const rows = seen.rules.filter((row) => rules.has(row.rule) && row.high > 0)
  return {
    high: rows.reduce((sum, row) => sum + row.high, 0),
    records: Math.min(
      seen.records,
      rows.reduce((sum, row) => sum + row.records, 0),
    ),
  }
}

/** The name of a source in a sentence. */
export const sourceName = (entry: Source | undefined): Words =>
  entry === undefined ? { zh: '未对应到来源的数据', en: 'data without a source' } : { zh: `来源 ${entry.id}`, en: `source ${entry.id}` }

/** A list of at most five parts, and how many more there are. */
export function listed(parts: readonly Words[]): Words {
  const more = parts.length - 5
  return {
    zh:
      parts
        .slice(0, 5)
        .map(({ zh }) => zh)
        .join('；') + (more > 0 ? `；另有 ${more} 个` : ''),
    en:
      parts
        .slice(0, 5)
        .map(({ en }) => en)
        .join('; ') + (more > 0 ? `; ${more} more` : ''),
  }
}
