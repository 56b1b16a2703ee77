import type { Words } from '../model.ts'
import type { Report } from '../report/index.ts'
import { type Attribution, type DocumentRef, type Source, type Sources, valid } from '../sources/index.ts'
import { absent } from './words.ts'

/** Where a value comes from: 〔计算〕 from the scan, 〔估算〕 an estimate of it, 〔申报〕 stated by the provider, 〔抽检〕 a human sample, as declared. */
export type EvidenceClass = 'computed' | 'estimated' | 'declared' | 'sampled'

/** What a field holds. Words are the same in both languages where the provider wrote them. */
export type Value =
  | { readonly kind: 'text'; readonly words: Words }
  | { readonly kind: 'list'; readonly items: readonly Words[] }
  | { readonly kind: 'table'; readonly head: readonly Words[]; readonly rows: readonly (readonly Words[])[] }

/** One answer to a field. `not-declared` and `not-assessed` have no value: nothing is guessed. */
export interface Entry {
  readonly evidenceClass: EvidenceClass
  readonly state: 'given' | 'not-declared' | 'not-assessed'
  readonly value: Value | null
  /** Says what is missing or how an estimate was made. */
  readonly note?: Words
  /** Blank cells of a declared table: the field is complete only at 0. */
  readonly gaps: number
}

/** One field of the Article 17 description. */
export interface Row {
  readonly number: string
  readonly path: string
  readonly title: Words
  readonly entries: readonly Entry[]
}
export interface Section {
  readonly number: string
  readonly title: Words
  readonly rows: readonly Row[]
}

/** The Article 17 description of the training data (训练数据情况说明): one structure, from which every format is rendered. */
export interface Description {
  readonly schema: 'dataaudit.description/v1'
  readonly title: Words
  /** The clauses it serves, with how sure we are of their text. */
  readonly basis: readonly Words[]
  readonly tool: { readonly name: string; readonly version: string }
  readonly profile: string
  readonly asOf: string
  /** SHA-256 of the corpus manifest, Merkle root of the corpus. */
  readonly corpus: { readonly manifest: string; readonly merkleRoot: string }
  /** Fields the provider has to declare: how many are filled without a gap. */
  readonly completeness: { readonly declared: number; readonly required: number; readonly ppm: number; readonly missing: readonly string[] }
  readonly sections: readonly Section[]
}

/** What the fields are filled from. */
export interface Ground {
  readonly report: Report
  readonly sources: Sources | undefined
  readonly attribution: Attribution | undefined
}

/** Says the same in both languages: what the provider wrote, ids, figures. */
export const same = (text: string | number): Words => ({ zh: String(text), en: String(text) })
export const both = (zh: string, en: string): Words => ({ zh, en })
const text = (words: Words): Value => ({ kind: 'text', words })
const blank = absent['not-declared']

type Given = Words | string | readonly Words[] | Value | undefined

function asValue(given: Given): Value | null {
  if (given === undefined || given === '') return null
  if (typeof given === 'string') return text(same(given))
  if (Array.isArray(given)) return given.length === 0 ? null : { kind: 'list', items: given as readonly Words[] }
  return 'kind' in given ? (given as Value) : text(given as Words)
}

const entry =
  (evidenceClass: EvidenceClass, missing: Entry['state']) =>
  (given: Given, note?: Words): Entry => {
    const value = asValue(given)
    return {
      evidenceClass,
      state: value === null ? missing : 'given',
      value,
      gaps: value === null ? 1 : blanks(value),
      ...(note === undefined ? {} : { note }),
    }
  }

const blanks = (value: Value) =>
  value.kind === 'table' ? value.rows.reduce((sum, row) => sum + row.filter((cell) => cell === blank).length, 0) : 0

/** A value the provider states; absent means 未申报. */
export const declared = entry('declared', 'not-declared')
/** A value of a human sample, as the provider states it. */
export const sampled = entry('sampled', 'not-declared')
/** A value of the scan; absent means 未评估, with a note that says why. */
export const computed = entry('computed', 'not-assessed')
/** An estimate of the scan, with its method in the note. */
export const estimated = entry('estimated', 'not-assessed')

export const row = (number: string, path: string, zh: string, en: string, ...entries: readonly Entry[]): Row => ({
  number,
  path,
  title: { zh, en },
  entries,
})

export const table = (head: readonly Words[], rows: readonly (readonly Words[])[]): Value | undefined =>
  rows.length === 0 ? undefined : { kind: 'table', head, rows }

/** Column heads from pairs of words. */
export const columns = (...pairs: readonly (readonly [string, string])[]): Words[] => pairs.map(([zh, en]) => both(zh, en))

/** A cell of a declared table: blank when nothing was said. */
export const cell = (value: Words | string | number | undefined): Words =>
  value === undefined || value === '' ? blank : typeof value === 'object' ? value : same(value)

/** A table with one line per declared source; undefined without sources, or when no source says anything. */
export function perSource(
  given: Ground,
  head: readonly Words[],
  cells: (source: Source) => readonly (Words | undefined)[],
  of: (source: Source) => boolean = () => true,
): Value | undefined {
  const lines = (given.sources?.sources ?? []).filter(of).map((source) => ({ id: source.id, cells: cells(source) }))
  if (lines.every((line) => line.cells.every((words) => words === undefined))) return undefined
  return table(
    [both('来源', 'Source'), ...head],
    lines.map((line) => [same(line.id), ...line.cells.map((words) => words ?? blank)]),
  )
}

/** Joins what was said; undefined when nothing was. */
export const joined = (parts: readonly (string | number | undefined)[] | undefined, by = '; '): Words | undefined => {
  const has = (parts ?? []).filter((part) => part !== undefined && part !== '')
  return has.length === 0 ? undefined : { zh: has.join(by === '; ' ? '；' : by), en: has.join(by) }
}

/** Items in a row, with the comma of each language; undefined when there are none. */
export const listed = (items: readonly string[] | undefined): Words | undefined =>
  items === undefined || items.length === 0 ? undefined : { zh: items.join('、'), en: items.join(', ') }

/** A document with its hash and its expiry; "expired" when it is past the reference day. */
export function reference(proof: (DocumentRef & { readonly type?: string }) | undefined, asOf: string): Words | undefined {
  if (proof === undefined) return undefined
  const hash = proof.sha256 === undefined ? '' : ` sha256:${proof.sha256.slice(0, 16)}…`
  const name = [proof.title, proof.ref].filter((part) => part !== undefined).join(' ')
  const edition = proof.version === undefined ? both('', '') : both(`，版本 ${proof.version}`, `, version ${proof.version}`)
  const ends =
    proof.validTo === undefined
      ? both('', '')
      : valid(proof, asOf)
        ? both(`，有效期至 ${proof.validTo}`, `, valid to ${proof.validTo}`)
        : both(`，已于 ${proof.validTo} 到期`, `, expired on ${proof.validTo}`)
  return both(`${name}${edition.zh}${hash}${ends.zh}`, `${name}${edition.en}${hash}${ends.en}`)
}

export const maybe = (value: string | number | undefined): Words | undefined => (value === undefined ? undefined : same(value))
export const joinWords = (parts: readonly (Words | undefined)[]): Words | undefined => {
  const has = parts.filter((part) => part !== undefined)
  return has.length === 0 ? undefined : both(has.map((part) => part.zh).join('；'), has.map((part) => part.en).join('; '))
}
export const words = (keys: readonly string[], table: { readonly [key: string]: Words }): Words =>
  both(keys.map((key) => table[key]?.zh ?? key).join('、'), keys.map((key) => table[key]?.en ?? key).join(', '))

/** What stands for a value in which a rule fired. */
const withheld = both('（已隐去）', '(withheld)')

/** A value that records are counted by, as a reader gets it: `missing` where they have none. */
export function counted(value: string, missing: Words): Words {
  if (value === '(none)') return missing
  if (value === '(withheld)') return withheld
  return value === '(other)' ? both('（其他）', '(other)') : same(value)
}
