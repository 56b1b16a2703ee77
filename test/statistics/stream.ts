import type { CharacterCounts, Fault, FieldRole, Finding, RecordView, SummaryScope, Suppressed, TokenCounts } from '../../src/model.ts'
import { createHash, finishHash, hashText } from '../../src/sketch/hash.ts'
import { addFault, addRecord, addSuppressed, addTokens, createTally, type RuleGroups, type Tally } from '../../src/statistics/index.ts'

/** One record of a made-up corpus, before it is cut into shards. */
export interface Entry {
  readonly text: string
  readonly lang: string
  readonly url: string | undefined
  readonly license: string | undefined
  readonly source: string | undefined
  readonly date: string | undefined
  readonly rules: readonly number[]
  readonly fault: number | undefined
  readonly suppressed: number | undefined
  readonly labelling?: RecordView['labelling']
}
/** An English record without metadata, findings and faults, but for what is given. */
export const entry = (text: string, more: Partial<Entry> = {}): Entry => ({
  text,
  lang: 'en',
  url: undefined,
  license: undefined,
  source: undefined,
  date: undefined,
  rules: [],
  fault: undefined,
  suppressed: undefined,
  ...more,
})
/** Files of entries. */
export type Corpus = readonly (readonly Entry[])[]
/** For each file, the entries at which a new byte range starts. */
export type Cuts = readonly (readonly number[])[]

export const rules: readonly RuleGroups[] = [
  { id: 'pii/a', risk: 'CN-A4-f', domain: 'pii' },
  { id: 'pii/b', risk: 'CN-A4-f', domain: 'pii' },
  { id: 'secret/c', risk: 'CN-A4-e', domain: 'secret' },
  { id: 'ip/d', risk: 'CN-A3-a', domain: 'ip' },
]
const severities = ['error', 'warning', 'note', 'warning'] as const
const confidences = ['high', 'medium', 'low', 'high'] as const

/** Entries are taken to be this many bytes each, so entry i of a file starts at byte 100 i. */
const stride = 100

const hashOf = (text: string): { high: number; low: number } => {
  const hash = createHash(1)
  hashText(hash, text)
  finishHash(hash)
  return hash
}

const countsOf = (text: string): CharacterCounts => {
  const n = (re: RegExp) => text.match(re)?.length ?? 0
  const latin = n(/[a-z]/gi)
  const han = n(/[\u4e00-\u9fff]/g)
  const space = n(/\s/g)
  const digit = n(/\d/g)
  const characters = [...text].length
  const other = characters - latin - han - space - digit
  return { characters, latin, digit, han, kana: 0, hangul: 0, cyrillic: 0, arabic: 0, other, space, words: n(/[a-z0-9]+/gi) }
}

export const recordOf = (entry: Entry, file: number, from: number, row: number): RecordView => {
  const { high, low } = hashOf(entry.text)
  const textBytes = Buffer.byteLength(entry.text)
  const meta: { [role in Exclude<FieldRole, 'text' | 'other'>]?: string } = {}
  if (entry.url !== undefined) meta.url = entry.url
  if (entry.license !== undefined) meta.license = entry.license
  if (entry.source !== undefined) meta.source = entry.source
  if (entry.date !== undefined) meta.date = entry.date
  const fields: { field: string; role: FieldRole; bytes: number }[] = [
    { field: '/text', role: 'text', bytes: textBytes },
    { field: '/text', role: 'text', bytes: 1 },
  ]
  if (entry.url !== undefined) fields.push({ field: '/url', role: 'url', bytes: entry.url.length })
  return {
    file,
    from,
    row,
    bytes: stride,
    textBytes,
    texts: 1,
    counts: countsOf(entry.text),
    lang: entry.lang,
    hashHigh: high,
    hashLow: low,
    meta,
    fields,
    ...(entry.labelling === undefined ? {} : { labelling: entry.labelling }),
  }
}

export const findingsOf = (entry: Entry, file: number, from: number, row: number): Finding[] =>
  entry.rules.map((rule, i) => ({
    rule: rules[rule % rules.length]!.id,
    severity: severities[rule % 4]!,
    confidence: confidences[rule % 4]!,
    file,
    from,
    row,
    field: '/text',
    unit: 'text',
    byteOffset: i,
    length: 3,
    excerpt: 'xxx',
  }))

const codes: readonly Omit<Fault, 'row' | 'bytes'>[] = [
  { code: 'json.syntax', effect: 'lost' },
  { code: 'text.encoding', effect: 'damaged' },
]
const reasons: readonly Suppressed[] = [
  { rule: 'pii/a', reason: 'shape:uuid' },
  { rule: 'pii/b', reason: 'no-context' },
  { rule: 'pii/b', reason: 'shape:uuid' },
]

/** What a kernel would say over these texts: all tokens when they are fewer than k, else the k with the smallest hashes. */
export const tokensOf = (texts: readonly string[], k: number): TokenCounts => {
  const counts = new Map<string, number>()
  let total = 0
  for (const text of texts) {
    for (const token of text.split(' ')) {
      if (token === '') continue
      counts.set(token, (counts.get(token) ?? 0) + 1)
      total++
    }
  }
  const rows = [...counts].map(([token, count]) => ({ ...hashOf(token), count }))
  const buckets = new Float64Array(65_536)
  for (const row of rows) buckets[row.low & 0xffff]! += row.count
  rows.sort((a, b) => a.high - b.high || a.low - b.low)
  const kept = rows.slice(0, k)
  return {
    total,
    high: Uint32Array.from(kept, (row) => row.high),
    low: Uint32Array.from(kept, (row) => row.low),
    count: Float64Array.from(kept, (row) => row.count),
    buckets,
  }
}

/** Counts one range of a file, as a worker does. */
const shardOf = (entries: readonly Entry[], file: number, from: number): Tally => {
  const tally = createTally(rules)
  entries.forEach((entry, row) => {
    if (entry.fault !== undefined) addFault(tally, { ...codes[entry.fault % 2]!, row, bytes: 7 }, file, from)
    if (entry.suppressed !== undefined) addSuppressed(tally, reasons[entry.suppressed % 3]!)
    addRecord(tally, recordOf(entry, file, from, row), findingsOf(entry, file, from, row))
  })
  addTokens(
    tally,
    tokensOf(
      entries.map((entry) => entry.text),
      4096,
    ),
  )
  return tally
}

/** Tallies of a corpus cut into byte ranges, and the scope that numbers its records. */
export const shardsOf = (corpus: Corpus, cuts: Cuts): { readonly tallies: Tally[]; readonly scope: SummaryScope } => {
  const tallies: Tally[] = []
  corpus.forEach((entries, index) => {
    const starts = [...new Set([0, ...(cuts[index] ?? []).map((cut) => cut % (entries.length + 1))])].sort((a, b) => a - b)
    starts.forEach((start, i) => {
      tallies.push(shardOf(entries.slice(start, starts[i + 1] ?? entries.length), index + 1, start * stride))
    })
  })
  return { tallies, scope: { recordBase: (_file, from) => from / stride, rule: () => undefined } }
}
