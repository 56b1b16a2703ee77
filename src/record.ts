import type { CharacterCounts, FieldRole, LabellingRole, RecordView } from './model.ts'
import { pointerKeys } from './pointer.ts'
import { textKey } from './sketch/hash.ts'

/** Field names by role, for records of the shapes people publish: pre-training (`text`, `content`), Alpaca, ShareGPT, OpenAI messages, preference pairs, question and answer. */
const names: { readonly [role in Exclude<FieldRole, 'other'>]: readonly string[] } = {
  text: [
    'text',
    'content',
    'body',
    'raw_content',
    'article',
    'document',
    'passage',
    'paragraph',
    'paragraphs',
    'sentence',
    'title',
    'summary',
    'abstract',
    'instruction',
    'input',
    'output',
    'system',
    'prompt',
    'completion',
    'response',
    'query',
    'question',
    'answer',
    'ask',
    'reply',
    'history',
    'chosen',
    'rejected',
    'messages',
    'message',
    'conversations',
    'conversation',
    'dialogue',
    'dialog',
    'value',
    'code',
    'caption',
    'transcript',
    '正文',
    '内容',
    '标题',
    '文本',
    '问题',
    '回答',
    '答案',
    '摘要',
    '对话',
  ],
  url: ['url', 'uri', 'link', 'source_url', 'page_url', 'href', 'warc-target-uri', '网址', '链接'],
  license: ['license', 'licence', 'license_name', 'rights', '许可', '许可证', '授权'],
  lang: ['lang', 'language', 'locale', '语言'],
  source: ['source', 'dataset', 'data_source', 'source_id', 'subset', 'corpus', 'site', '来源'],
  date: [
    'date',
    'created',
    'created_at',
    'timestamp',
    'time',
    'published',
    'published_at',
    'publish_date',
    'year',
    'warc-date',
    'added',
    '日期',
    '时间',
  ],
}

const byName = new Map<string, FieldRole>()
for (const [role, list] of Object.entries(names)) for (const name of list) byName.set(name, role as FieldRole)

/** The field of a JSON Pointer: array indexes become a star. */
export function fieldOf(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*')
}

/** How a configuration assigns roles: field patterns by role. They go before the known names. */
export type FieldRoles = { readonly [role in FieldRole]?: readonly string[] | undefined }

/**
 * The role of a field. The configuration decides first; then the field's own name, or, below `/meta` or `/metadata`, any metadata
 * name. Names of texts also hold for everything inside them, so that `/messages/0/content` and `/history/0/1` are texts; in such
 * a field only the content counts, not who speaks.
 */
export function roleOf(pointer: string, configured: FieldRoles): FieldRole {
  const field = fieldOf(pointer)
  for (const [role, patterns] of Object.entries(configured)) {
    if (patterns?.some((pattern) => covers(pattern, pointer))) return role as FieldRole
  }
  if (field === '') return 'text'
  const keys = pointerKeys(field)
    .map((key) => key.toLowerCase())
    .filter((key) => key !== '*')
  if (keys.length === 0) return 'text'
  const last = byName.get(keys.at(-1)!)
  const first = byName.get(keys[0]!)
  if (keys.length === 1) return last ?? 'other'
  if (first === 'text') return last === 'text' ? 'text' : 'other'
  return last !== undefined && last !== 'text' ? last : last === 'text' && !['meta', 'metadata'].includes(keys[0]!) ? 'text' : 'other'
}

/** Whether a field pattern covers a pointer or something above it: a star is any one key or index, two stars any number of them. */
function covers(pattern: string, pointer: string): boolean {
  const wanted = pattern.split('/').slice(1)
  const keys = pointer.split('/').slice(1)
  const from = (w: number, k: number): boolean => {
    if (w === wanted.length) return true
    if (wanted[w] === '**') return from(w + 1, k) || (k < keys.length && from(w, k + 1))
    return k < keys.length && (wanted[w] === '*' || wanted[w] === keys[k]) && from(w + 1, k + 1)
  }
  return from(0, 0)
}

/** Which field of a labelled record is which: the map of the sources manifest. */
export type LabellingMap = { readonly [role in LabellingRole]?: string | undefined }

/** What a field is to a labelled record; undefined when the manifest maps it to nothing. */
export function labellingRoleOf(pointer: string, map: LabellingMap | undefined): LabellingRole | undefined {
  for (const [role, pattern] of Object.entries(map ?? {}))
    if (pattern !== undefined && covers(pattern, pointer)) return role as LabellingRole
  return undefined
}

/**
 * What is kept of a labelling field's value: a day (`time`), whole seconds, a kind, and of everything else a hash, because the id of an
 * annotator is personal and a label may be a text. Undefined where there is no value, or none of the form asked for.
 */
export function labellingValue(role: LabellingRole, text: string): string | undefined {
  const value = text.trim()
  if (value === '') return undefined
  switch (role) {
    case 'time':
      return dayOf(value)
    case 'seconds':
      return /^\d{1,9}(?:\.\d+)?$/.test(value) ? String(Math.round(Number(value))) : undefined
    case 'kind':
      return kinds.get(value.toLowerCase())
    default:
      return textKey(value)
  }
}

const kinds = new Map([
  ...['functional', 'function', '功能', '功能性', '功能性标注'].map((word) => [word, 'functional'] as const),
  ...['safety', 'security', '安全', '安全性', '安全性标注'].map((word) => [word, 'safety'] as const),
])

/** The day of a date, a time of ISO 8601, or a number of seconds or milliseconds since 1970 (UTC). */
function dayOf(value: string): string | undefined {
  const written = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(value)
  if (written !== null) {
    const day = `${written[1]}-${written[2]}-${written[3]}`
    return Number.isNaN(Date.parse(day)) ? undefined : day
  }
  if (!/^(?:\d{9,10}|\d{12,13})(?:\.\d+)?$/.test(value)) return undefined
  const number = Math.floor(Number(value))
  return new Date(number < 1e11 ? number * 1000 : number).toISOString().slice(0, 10)
}

type Open<T> = { -readonly [key in keyof T]: T[key] }
/** A record while its values are read. */
export interface OpenRecord extends Open<RecordView> {
  readonly counts: CharacterCounts
  readonly meta: Open<RecordView['meta']>
  readonly labelling: { [role in LabellingRole]?: string[] } | undefined
  readonly fields: { field: string; role: FieldRole; bytes: number }[]
}

/** A record without values. All have the same keys in the same order, or V8 would compile what handles them again for each kind. */
export function newRecord(
  file: number,
  from: number,
  row: number,
  bytes: number,
  origin: string | undefined,
  labelled: boolean,
): OpenRecord {
  return {
    file,
    from,
    row,
    origin,
    bytes,
    textBytes: 0,
    texts: 0,
    counts: { characters: 0, latin: 0, digit: 0, han: 0, kana: 0, hangul: 0, cyrillic: 0, arabic: 0, other: 0, space: 0, words: 0 },
    lang: 'und',
    hashHigh: 0,
    hashLow: 0,
    meta: { url: undefined, license: undefined, lang: undefined, source: undefined, date: undefined },
    labelling: labelled ? {} : undefined,
    fields: [],
  }
}

/** More fields than this are looked up by name. */
const fewFields = 32

/** The bytes of one record by field: one entry for a field however many values it has, and a record may have a million fields. */
export class FieldBytes {
  readonly #known = new Map<string, OpenRecord['fields'][number]>()

  /** Begins another record. */
  clear(): void {
    if (this.#known.size > 0) this.#known.clear()
  }

  /** Counts the bytes of a value for its field. */
  add(fields: OpenRecord['fields'], field: string, role: FieldRole, bytes: number): void {
    const known =
      fields.length < fewFields ? fields.find((one) => one.field === field && one.role === role) : this.#find(fields, field, role)
    if (known !== undefined) {
      known.bytes += bytes
      return
    }
    const entry = { field, role, bytes }
    if (this.#known.size > 0) this.#known.set(`${role} ${field}`, entry)
    fields.push(entry)
  }

  #find(fields: OpenRecord['fields'], field: string, role: FieldRole): OpenRecord['fields'][number] | undefined {
    if (this.#known.size === 0) for (const one of fields) this.#known.set(`${one.role} ${one.field}`, one)
    return this.#known.get(`${role} ${field}`)
  }
}
