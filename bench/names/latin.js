import { latinCandidates, latinFeatures, latinModel } from '../../dist/detectors/names/latin.js'
import { nameLists } from '../../dist/detectors/names/lists.js'
import { readText } from '../accuracy/files.js'
import { names } from '../accuracy/sets/names.js'
import { hundredths, listLines, logistic, withLines } from './fit.js'

/** Ordinary English text: which words are common in lower case. */
const ordinary = [
  'corpora/gsm8k_test.jsonl.gz',
  'corpora/llamafactory_c4_demo.jsonl.gz',
  'prohibited/surge_toxicity_en.csv',
  'prohibited/openai_moderation.jsonl.gz',
  'prohibited/hatecheck_english.csv.gz',
  'ip/scancode_licenses.jsonl.gz',
]
const mostOfAFile = 1_500_000
const leastSeen = 4
/** Ranks at which words of grade 1, 2, 3, 4 end. */
const grades = [150, 1000, 3000, 7000]
/** As for Chinese names: finding and missing then weigh about the same. */
const lean = 1

/** The lists of `name-in-text` for English, with the derived lines made anew from the labelled half that is seen. */
export function fitLatin(text, folder) {
  const seen = [...names.find(({ id }) => id === 'wnut17-seen').cases(folder)]
  const words = commonWords([
    ...ordinary.map((file) => readText(`${folder}/${file}`).replaceAll('\\n', ' ').slice(0, mostOfAFile)),
    seen.map((one) => one.text).join('\n'),
  ])
  const lines = Object.fromEntries(
    grades.map((end, n) => [
      `common-${n + 1}`,
      words
        .slice(grades[n - 1] ?? 0, end)
        .sort()
        .join(' '),
    ]),
  )
  const fitted = withLines(text, lines)
  const model = latinModel(nameLists([...listLines(fitted), `weights: ${hundredths(new Float64Array(latinFeatures))}`]))
  const candidates = []
  for (const one of seen) {
    latinCandidates(one.text, model, (start, end, features) => {
      // A dash that the set counts among a name's letters does not make the name another one.
      const name = one.labels.some(([from, to]) => to === end && (from === start || from === start - 1))
      candidates.push({ features: Int32Array.from(features), name })
    })
  }
  const weights = logistic(candidates, latinFeatures, { l2: 3e-4, rounds: 20, rate: 0.12 })
  for (let kind = 0; kind < 3; kind++) weights[kind] += lean
  return withLines(fitted, { weights: hundredths(weights) })
}

function commonWords(texts) {
  const seen = new Map()
  for (const text of texts) {
    for (const [word] of text.matchAll(/(?<![A-Za-z@#/.])[a-z]{2,}(?:['’][a-z]+)?(?![A-Za-z])/g)) seen.set(word, (seen.get(word) ?? 0) + 1)
  }
  return [...seen]
    .filter(([, n]) => n >= leastSeen)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([word]) => word)
}
