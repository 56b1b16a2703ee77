import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { franc } from 'franc'
import { describe, expect, test } from 'vitest'
import { identify } from '../../src/text/language.ts'

// 200 sentences in each of 75 languages (lingua-rs test data). Weights and words were chosen on the rows with even numbers; the
// rows with odd numbers were not looked at, so the second figure is what to expect elsewhere.
const file = new URL('../../../shared/data/langid/lingua_sentences.tsv.gz', import.meta.url)
const present = existsSync(file)
if (!present)
  console.warn('SKIPPED test/language/accuracy: the labelled sentences (langid/lingua_sentences.tsv.gz) are not on this machine')

const big = ['ar', 'cs', 'de', 'en', 'es', 'fa', 'fr', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'ru', 'sv', 'tr', 'uk', 'vi', 'zh']

type Row = readonly [language: string, text: string]
const rows = (): readonly Row[] =>
  gunzipSync(readFileSync(file))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)] as const)

/** Accuracy per language and its mean. */
const accuracy = (sample: readonly Row[], answer: (text: string) => string) => {
  const right = new Map<string, number>()
  const all = new Map<string, number>()
  let unsure = 0
  for (const [language, text] of sample) {
    const code = answer(text)
    all.set(language, (all.get(language) ?? 0) + 1)
    if (code === language) right.set(language, (right.get(language) ?? 0) + 1)
    if (code === 'und') unsure++
  }
  const of = (language: string) => (right.get(language) ?? 0) / (all.get(language) ?? 1)
  const mean = (languages: readonly string[]) => languages.reduce((sum, language) => sum + of(language), 0) / languages.length
  return { of, all: mean([...all.keys()]), big: mean(big), languages: all.size, unsure: unsure / sample.length }
}

describe.skipIf(!present)('language identification on labelled sentences', () => {
  test.each([
    ['even', 0],
    ['odd', 1],
  ])('reaches its floors on the %s rows', (_name, parity) => {
    const result = accuracy(
      rows().filter((_, i) => i % 2 === parity),
      identify,
    )
    expect(result.languages).toBe(75)
    expect(result.all).toBeGreaterThanOrEqual(0.93)
    expect(result.big).toBeGreaterThanOrEqual(0.97)
    expect(result.of('zh')).toBeGreaterThanOrEqual(0.99)
    for (const language of ['ja', 'ko', 'ar', 'el', 'th', 'he']) expect(result.of(language)).toBeGreaterThanOrEqual(0.98)
    for (const language of big) expect(result.of(language)).toBeGreaterThanOrEqual(0.86)
    expect(result.unsure).toBeLessThan(0.01)
  })

  test('does better than franc, whose lists it uses', () => {
    const codes: { readonly [iso6393: string]: string } = {
      eng: 'en',
      fra: 'fr',
      deu: 'de',
      spa: 'es',
      ita: 'it',
      por: 'pt',
      nld: 'nl',
      rus: 'ru',
      ukr: 'uk',
      pol: 'pl',
      ces: 'cs',
      swe: 'sv',
      tur: 'tr',
      arb: 'ar',
      pes: 'fa',
      prs: 'fa',
      hin: 'hi',
      cmn: 'zh',
      jpn: 'ja',
      kor: 'ko',
      vie: 'vi',
    }
    const sample = rows().filter(([language], i) => i % 5 === 0 && big.includes(language))
    const theirs = accuracy(sample, (text) => codes[franc(text)] ?? 'und')
    const ours = accuracy(sample, identify)
    expect(theirs.big).toBeGreaterThan(0.8)
    expect(ours.big).toBeGreaterThan(theirs.big + 0.05)
  })
})
