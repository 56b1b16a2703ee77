import type { Json, Statistic } from '../model.ts'
import { entropyBits } from '../sketch/entropy.ts'
import { sharePpm } from '../sketch/intervals.ts'
import { byCodeUnits } from '../text/order.ts'

/** Codes come from `text/language.ts`, of which there are some 220: no cap is needed. */
export type State = Map<string, { records: number; bytes: number }>

const count = (state: State, lang: string, records: number, bytes: number): void => {
  let row = state.get(lang)
  if (row === undefined) {
    row = { records: 0, bytes: 0 }
    state.set(lang, row)
  }
  row.records += records
  row.bytes += bytes
}

const method = {
  en: 'Estimated per record from a sample of at most 300 characters of its training texts: by script, then by trigram lists (franc), common words and letters; "und" when unsure. A record counts once, under its main language; shares are of records.',
  zh: '按记录估算，取训练文本至多 300 字符的样本：先判文字种类，再用三字母组表（franc）、常用词与字母判定；无法确定时记为“und”。每条记录只计入一种主要语言；占比按记录数计算。',
} as const

/** Records and text bytes by language, and the effective number of languages. */
export const languages = {
  id: 'languages',
  create: (): State => new Map(),
  add: (state, record) => count(state, record.lang, 1, record.textBytes),
  merge(into, from) {
    for (const [lang, row] of from) count(into, lang, row.records, row.bytes)
  },
  summarize(state) {
    const rows = [...state].sort((a, b) => b[1].records - a[1].records || byCodeUnits(a[0], b[0]))
    const total = rows.reduce((sum, [, row]) => sum + row.records, 0)
    return {
      method,
      rows: rows.map(([lang, { records, bytes }]) => ({ lang, records, bytes, sharePpm: sharePpm(records, total) })),
      effectiveNumber: total === 0 ? '0.00' : (2 ** entropyBits(rows.map(([, row]) => row.records))).toFixed(2),
    }
  },
} satisfies Statistic<State, Json>
