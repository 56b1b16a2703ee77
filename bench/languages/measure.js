import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Top-1 accuracy of language identification on labelled sentences and words; what is measured, and with what, is in page.js. */

/** Languages with the most text in training corpora; the aim for them is higher. */
export const big = ['ar', 'cs', 'de', 'en', 'es', 'fa', 'fr', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'ru', 'sv', 'tr', 'uk', 'vi', 'zh']

/** The files in the folder of labelled data. */
export const files = { sentences: 'langid/lingua_sentences.tsv.gz', words: 'langid/lingua_single_words.tsv' }

const rowsOf = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => ({ lang: line.slice(0, line.indexOf('\t')), text: line.slice(line.indexOf('\t') + 1) }))

/** Reads the labelled texts and cuts them into the samples that are measured. */
export const readSamples = (folder) => {
  const sentences = rowsOf(gunzipSync(readFileSync(`${folder}/${files.sentences}`)).toString('utf8'))
  const byLanguage = new Map()
  for (const row of sentences) byLanguage.set(row.lang, [...(byLanguage.get(row.lang) ?? []), row])
  const fours = [...byLanguage].flatMap(([lang, rows]) =>
    Array.from({ length: Math.floor(rows.length / 4) }, (_, i) => ({
      lang,
      text: rows
        .slice(4 * i, 4 * i + 4)
        .map(({ text }) => text)
        .join(' '),
    })),
  )
  return {
    seen: sentences.filter((_, i) => i % 2 === 0),
    heldOut: sentences.filter((_, i) => i % 2 === 1),
    fours,
    words: rowsOf(readFileSync(`${folder}/${files.words}`, 'utf8')),
  }
}

/** Right answers per language, with what wrong ones were given; `unsure` counts answers of `und`. */
export const measure = (rows, answer) => {
  const languages = new Map()
  let unsure = 0
  for (const { lang, text } of rows) {
    const row = languages.get(lang) ?? { all: 0, right: 0, wrong: new Map() }
    languages.set(lang, row)
    const code = answer(text)
    row.all += 1
    if (code === 'und') unsure += 1
    if (code === lang) row.right += 1
    else row.wrong.set(code, (row.wrong.get(code) ?? 0) + 1)
  }
  return { languages, unsure, all: rows.length }
}

/** Mean of the shares of right answers of some languages: each counts the same. */
export const mean = ({ languages }, codes = [...languages.keys()]) =>
  codes.reduce((sum, code) => sum + languages.get(code).right / languages.get(code).all, 0) / codes.length
