import { isIsoDay } from '../checksum/calendar.ts'
import type { Rule } from '../model.ts'
import { csvRows } from '../notation/csv.ts'
import { sha256 } from '../notation/sha256.ts'
import { Stop } from '../stop.ts'
import { normalisedTerm } from '../text/normalise.ts'
import type { RiskType } from './schema.ts'

/** The operator's own keyword library, counted against the floors of TC260-003 8.1. Its terms are matched and never printed. */
export interface KeywordLibrary {
  /** One rule for each risk type that has terms: `keywords/<risk>`. */
  readonly rules: readonly Rule[]
  readonly total: number
  readonly byRisk: ReadonlyMap<string, number>
  /** Newest `added_at`, ISO date; null when no row has one. */
  readonly newest: string | null
  /** SHA-256 of the file. */
  readonly digest: string
}

/** Recommended size of a whole library (TC260-003 8.1); floors by type are in `rules/risks.yaml`. */
export const libraryFloor = 10_000

const columns = ['term', 'risk', 'lang', 'added_at']

/**
 * Reads a keyword library: CSV, in UTF-8, UTF-16 or GB 18030 as Chinese spreadsheets save it, with the columns term, risk, lang, added_at (the last
 * two may be empty). Terms of one risk that differ in width only count once.
 *
 * @param where how the file is called in errors
 * @throws Stop exit 2 naming the row: a missing column, an unknown risk type, a day that is none, a term shorter than two bytes, an empty library. Never the term.
 */
export function readKeywords(bytes: Uint8Array, where: string, risks: readonly RiskType[]): KeywordLibrary {
  const bad = (code: string, en: string, zh: string) =>
    new Stop('usage', `keywords.${code}`, { en: `${where}: ${en}`, zh: `${where}：${zh}` })
  const rows = csvRows(bytes, (line) =>
    bad(
      'syntax',
      `not readable as CSV near line ${line}; expected the columns term,risk,lang,added_at`,
      `第 ${line} 行附近不是有效的 CSV；应含 term,risk,lang,added_at 各列`,
    ),
  )
  const header = (rows.shift() ?? []).map((name) => name.toLowerCase())
  const at = columns.map((name) => header.indexOf(name))
  for (const required of [0, 1]) {
    if (at[required]! < 0)
      throw bad(
        'column',
        `the column "${columns[required]}" is missing; expected term,risk,lang,added_at`,
        `缺少列“${columns[required]}”；应含 term,risk,lang,added_at`,
      )
  }
  const known = new Map(risks.map((risk) => [risk.id, risk]))
  const terms = new Map<string, Set<string>>()
  let newest: string | null = null
  for (const [index, row] of rows.entries()) {
    const line = index + 2
    const term = normalisedTerm(row[at[0]!] ?? '').trim()
    const risk = row[at[1]!] ?? ''
    if (Buffer.byteLength(term) < 2)
      throw bad('term', `row ${line} has no usable term; a term has at least two bytes`, `第 ${line} 行没有可用的词条；词条至少两个字节`)
    if (!known.has(risk)) {
      // In a file with its columns swapped this cell is a term.
      const alike = /^CN-[A-Za-z0-9-]{1,8}$/i.test(risk)
      const [named, namedZh] = alike ? [` "${risk}"`, `“${risk}”`] : ['', '']
      throw bad(
        'risk',
        `row ${line} names an unknown risk type${named}; known are CN-A1-a to CN-A5-b`,
        `第 ${line} 行的风险类型${namedZh}未知；应为 CN-A1-a 至 CN-A5-b`,
      )
    }
    const added = at[3]! < 0 ? '' : (row[at[3]!] ?? '')
    if (added !== '') {
      const day = added.slice(0, 10)
      if (!isIsoDay(day))
        throw bad('date', `row ${line} has a date that is no day written YYYY-MM-DD`, `第 ${line} 行的日期不是有效日期，应形如 2026-01-31`)
      if (newest === null || day > newest) newest = day
    }
    let set = terms.get(risk)
    if (set === undefined) {
      set = new Set()
      terms.set(risk, set)
    }
    set.add(term)
  }
  if (terms.size === 0) throw bad('empty', 'the library has no term', '词库没有任何词条')
  const byRisk = new Map([...terms].map(([risk, set]) => [risk, set.size]))
  const rules = [...terms].sort(([a], [b]) => (a < b ? -1 : 1)).map(([risk, set]) => libraryRule(known.get(risk)!, [...set].sort()))
  return {
    rules,
    total: [...byRisk.values()].reduce((a, b) => a + b, 0),
    byRisk,
    newest,
    digest: sha256(bytes),
  }
}

function libraryRule(risk: RiskType, terms: readonly string[]): Rule {
  return {
    id: `keywords/${risk.id.toLowerCase()}`,
    pack: 'keywords',
    rev: 1,
    status: 'stable',
    domain: 'prohibited',
    entity: 'KEYWORD',
    risk: risk.id,
    secondaryRisks: [],
    requirements: risk.requirements,
    title: { zh: `自备关键词库：${risk.title.zh}`, en: `Operator's library: ${risk.title.en}` },
    message: { zh: '疑似命中自备关键词库', en: "candidate match of the operator's library" },
    why: {
      zh: '自备关键词库中的词条在语料中出现。命中只表示疑似，须结合上下文由人判断。',
      en: "A term of the operator's own library occurs in the corpus. A match is a candidate: a person must judge it in its context.",
    },
    remedy: {
      zh: '抽取命中记录由人工复核；确属违法不良信息的予以剔除。',
      en: 'Have a person review the records; remove those that are unlawful or harmful.',
    },
    severity: 'warning',
    units: ['text', 'field', 'key', 'path'],
    detect: { kind: 'terms', terms, ci: true, not: [], near: [], within: 30, base: 0.7 } as Rule['detect'],
    beats: [],
    examples: { match: [], pass: [] },
    refs: ['TC260-003 8.1'],
  }
}
