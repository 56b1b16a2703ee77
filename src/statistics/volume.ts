import type { CharacterCounts, Json, Statistic } from '../model.ts'
import { addCounts, noCounts } from './characters.ts'

export interface State {
  records: number
  bytes: number
  texts: number
  textBytes: number
  counts: CharacterCounts
}

/**
 * Thousandths of a token per word (a run of Latin letters or digits) and per character of the other classes: low, middle, high over
 * the byte-pair vocabularies in use (32,000 to 200,000 entries). English runs at about three words to four tokens, other Latin
 * languages and code at up to two tokens a word. A Han character is 0.6 token where the vocabulary was trained on Chinese and up to
 * 1.7 where it was not; the other scripts spread in the same way. `other` holds punctuation and all remaining scripts.
 */
const perUnit = {
  words: [1100, 1330, 2000],
  han: [600, 900, 1700],
  kana: [500, 800, 1300],
  hangul: [500, 900, 2000],
  cyrillic: [200, 320, 550],
  arabic: [220, 350, 700],
  other: [300, 600, 1200],
} as const

const method = {
  en: 'Estimated from character classes, not tokenized: per word of Latin letters or digits 1.33 tokens (1.1 to 2.0), per Han character 0.9 (0.6 to 1.7), per kana 0.8, Hangul syllable 0.9, Cyrillic letter 0.32, Arabic letter 0.35, any other character but spaces 0.6. Low and high cover byte-pair vocabularies of 32,000 to 200,000 entries.',
  zh: '按字符类别估算，未作分词编码：每个拉丁字母或数字词计 1.33 个词元（1.1 至 2.0），每个汉字 0.9（0.6 至 1.7），每个假名 0.8，每个谚文音节 0.9，每个西里尔字母 0.32，每个阿拉伯字母 0.35，其他字符（空白除外）0.6。上下限覆盖 3.2 万至 20 万词条的 BPE 词表。',
} as const

const estimate = (counts: CharacterCounts, column: 0 | 1 | 2): number => {
  let thousandths = 0
  for (const [name, weights] of Object.entries(perUnit) as [keyof typeof perUnit, (typeof perUnit)[keyof typeof perUnit]][])
    thousandths += counts[name] * weights[column]
  return Math.round(thousandths / 1000)
}

/** Records, bytes, texts, characters, words, and a token estimate with its band. */
export const volume = {
  id: 'volume',
  create: (): State => ({ records: 0, bytes: 0, texts: 0, textBytes: 0, counts: noCounts() }),
  add(state, record) {
    state.records++
    state.bytes += record.bytes
    state.texts += record.texts
    state.textBytes += record.textBytes
    addCounts(state.counts, record.counts)
  },
  merge(into, from) {
    into.records += from.records
    into.bytes += from.bytes
    into.texts += from.texts
    into.textBytes += from.textBytes
    addCounts(into.counts, from.counts)
  },
  summarize: ({ records, bytes, texts, textBytes, counts }) => ({
    records,
    bytes,
    texts,
    textBytes,
    characters: counts.characters,
    words: counts.words,
    tokens: { estimate: estimate(counts, 1), lowEstimate: estimate(counts, 0), highEstimate: estimate(counts, 2), method },
  }),
} satisfies Statistic<State, Json>
