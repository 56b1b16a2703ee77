import type { Words } from '../../model.ts'
import type { Report } from '../../report/index.ts'
import type { Source } from '../../sources/index.ts'
import { both, type Description, type Ground } from '../form.ts'

/** What several forms ask for, computed once. Nothing here is declared on the provider's behalf. */

/** An export: a form of somebody else's, filled from the same report and manifest. */
export interface Export {
  readonly id: string
  /** File name it is usually kept under. */
  readonly file: string
  readonly title: Words
  /** What the form requires and nobody declared, as manifest fields: the export refuses to invent them. Empty when it can be written. */
  readonly missing: (given: Ground) => readonly string[]
  /** What the form recommends and nobody declared: left out, and said. */
  readonly wanting: (given: Ground) => readonly string[]
  readonly render: (given: Ground, at: ExportContext) => string
}
export interface ExportContext {
  readonly lang: 'zh' | 'en'
  /** The Article 17 description of the same report and manifest. */
  readonly description: Description
  /** Time of writing for forms that ask for one: RFC 3339, in whole seconds, UTC. */
  readonly now: string
}

/** Size bins of the EU template (1.3) for text: tokens below 1 billion, to 10 trillion, above. */
const bins = [
  { below: 1e9, words: both('少于 10 亿词元', 'less than 1 billion tokens') },
  { below: 1e13, words: both('10 亿至 10 万亿词元', '1 billion to 10 trillion tokens') },
  { below: Number.POSITIVE_INFINITY, words: both('超过 10 万亿词元', 'more than 10 trillion tokens') },
] as const
const binOf = (tokens: number): Words => bins.find(({ below }) => tokens < below)!.words

/** The bin of the estimated tokens; both bins when the error band reaches over a bound. */
export function sizeBin({ lowEstimate, estimate, highEstimate }: Report['statistics']['volume']['tokens']): Words {
  const all = [binOf(lowEstimate), binOf(estimate), binOf(highEstimate)].filter((words, i, rows) => rows.indexOf(words) === i)
  return both(all.map(({ zh }) => zh).join('或者'), all.map(({ en }) => en).join(' or '))
}

/** The tenth of the domains with most bytes (EU template 2.3), at least one; `cut` when the report keeps fewer than that. */
export function topDomains({ statistics }: Report): {
  readonly rows: readonly { readonly value: string; readonly bytes: number; readonly records: number }[]
  readonly asked: number
  readonly cut: boolean
} {
  const { distinct, rows } = statistics.domains
  const asked = Math.ceil(distinct / 10)
  const named = rows.filter(({ value }) => !value.startsWith('(')).sort((a, b) => b.bytes - a.bytes || (a.value < b.value ? -1 : 1))
  return { rows: named.slice(0, asked), asked, cut: named.length < asked }
}

/** Size category of the Hugging Face hub, by records. */
export function sizeCategory(records: number): string {
  const steps: readonly [number, string][] = [
    [1e3, 'n<1K'],
    [1e4, '1K<n<10K'],
    [1e5, '10K<n<100K'],
    [1e6, '100K<n<1M'],
    [1e7, '1M<n<10M'],
    [1e8, '10M<n<100M'],
    [1e9, '100M<n<1B'],
    [1e10, '1B<n<10B'],
    [1e11, '10B<n<100B'],
    [1e12, '100B<n<1T'],
  ]
  return steps.find(([below]) => records < below)?.[1] ?? 'n>1T'
}

/** BCP 47 codes of the languages that make up at least one record in a hundred, most frequent first. */
export const languagesOf = ({ statistics }: Report): string[] => {
  const total = Math.max(statistics.volume.records, 1)
  return statistics.languages.rows.filter(({ lang, records }) => lang !== 'und' && records * 100 >= total).map(({ lang }) => lang)
}

/** Sources of a category; undefined when the manifest leaves it open whether there are any. */
export function ofCategory(given: Ground, category: NonNullable<Source['category']>): readonly Source[] | undefined {
  const all = given.sources?.sources ?? []
  const of = all.filter((entry) => entry.category === category)
  return of.length > 0 || (all.length > 0 && all.every((entry) => entry.category !== undefined)) ? of : undefined
}

/** Candidates of personal information: how many are of high confidence, and of any confidence the records that hold them and their kinds. */
export function personalFound({ rules, statistics }: Report): {
  readonly looked: boolean
  readonly high: number
  readonly records: number
  readonly titles: readonly Words[]
} {
  const own = new Map(rules.filter(({ domain }) => domain === 'pii').map((rule) => [rule.id, rule]))
  const hit = statistics.findings.byRule.filter((row) => own.has(row.rule))
  return {
    looked: own.size > 0,
    high: hit.reduce((sum, row) => sum + row.findings.high, 0),
    records: statistics.findings.byDomain.find(({ domain }) => domain === 'pii')?.rate.records ?? 0,
    titles: hit.map((row) => own.get(row.rule)!.title),
  }
}

/** The names of manifest fields without a value, out of name and value. */
export const blanks = (fields: { readonly [name: string]: unknown }): string[] =>
  Object.entries(fields)
    .filter(([, value]) => value === undefined || value === '')
    .map(([name]) => name)

/** A JSON document as it is written: two spaces, a newline at the end, absent values left out. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Where the words of this project's terms live. */
export const homepage = 'urn:dataaudit'
