import { hanCandidates, hanFeatures, hanModel } from '../../dist/detectors/names/han.js'
import { nameLists } from '../../dist/detectors/names/lists.js'
import { readText } from '../accuracy/files.js'
import { names } from '../accuracy/sets/names.js'
import { hundredths, listLines, logistic, withLines } from './fit.js'

/** Ordinary Chinese text: which characters go together, and how common each is. */
const ordinary = [
  ['corpora/cmdd_gbk_sample.csv.gz', 'gb18030'],
  ['corpora/huatuo_llama_data.json.gz'],
  ['corpora/medicalgpt_medical_sft_1K.jsonl.gz'],
  ['corpora/llamafactory_glaive_toolcall_zh_demo.json.gz'],
  ['prohibited/zh/cold_train.csv.gz'],
  ['prohibited/zh/cvalues_responsibility_prompts.jsonl'],
]
const han = (code) => code >= 0x4e00 && code <= 0x9fff
/** A pair seen less often says nothing. */
const leastPairs = 4
/** Pointwise mutual information from which on a pair is of grade 1, 2, 3. */
const grades = [1.2, 3, 5]
/** Log-odds by which names are made likelier than they were counted: finding and missing then weigh about the same (F1 on the seen half). */
const lean = 1

/** The lists of `name-in-text` for Chinese, with the derived lines made anew from the labelled half that is seen. */
export function fitHan(text, folder) {
  const seen = [...names.find(({ id }) => id === 'aishell-ner-seen').cases(folder)]
  const texts = ordinary.map(([file, charset]) => readText(`${folder}/${file}`, charset))
  texts.push(seen.map(withoutNames).join('\n'))
  const { singles, pairs, total } = count(texts)
  const lines = { ...pairLines(singles, pairs, total), shares: shareLine(singles, total), neighbours: neighbourLine(seen, singles, total) }
  const fitted = withLines(text, lines)
  const model = hanModel(nameLists([...listLines(fitted), `weights: ${hundredths(new Float64Array(hanFeatures))}`]))
  const candidates = []
  for (const one of seen) {
    const labels = new Set(one.labels.map(([start, end]) => `${start} ${end}`))
    hanCandidates(one.text, model, (start, end, features) => {
      candidates.push({ features: Int32Array.from(features), name: labels.has(`${start} ${end}`) })
    })
  }
  const weights = logistic(candidates, hanFeatures, { l2: 1e-4, rounds: 15, rate: 0.15 })
  for (let kind = 0; kind < 6; kind++) weights[kind] += lean
  return withLines(fitted, { weights: hundredths(weights) })
}

const withoutNames = ({ text, labels }) => {
  let rest = ''
  let at = 0
  for (const [start, end] of labels) {
    rest += `${text.slice(at, start)}\n`
    at = end
  }
  return rest + text.slice(at)
}

function count(texts) {
  const singles = new Map()
  const pairs = new Map()
  let total = 0
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const a = text.charCodeAt(i)
      if (!han(a)) continue
      total += 1
      singles.set(a, (singles.get(a) ?? 0) + 1)
      const b = text.charCodeAt(i + 1)
      if (han(b)) pairs.set(a * 65536 + b, (pairs.get(a * 65536 + b) ?? 0) + 1)
    }
  }
  return { singles, pairs, total }
}

/** Each row begins with the first character; the others are what follows it. */
function pairLines(singles, pairs, total) {
  const rows = grades.map(() => new Map())
  for (const [pair, n] of pairs) {
    if (n < leastPairs) continue
    const a = Math.floor(pair / 65536)
    const b = pair % 65536
    const information = Math.log((n * total) / (singles.get(a) * singles.get(b)))
    const grade = grades.findLastIndex((least) => information >= least)
    if (grade >= 0) rows[grade].set(a, [...(rows[grade].get(a) ?? []), String.fromCharCode(b)])
  }
  const line = (row) =>
    [...row]
      .sort((x, y) => x[0] - y[0])
      .map(([a, rest]) => String.fromCharCode(a) + rest.sort().join(''))
      .join(' ')
  return Object.fromEntries(rows.map((row, n) => [`pairs-${n + 1}`, line(row)]))
}

/** Characters by their share of ordinary text, in steps of a factor e. */
function shareLine(singles, total) {
  const rows = Array.from({ length: 6 }, () => [])
  for (const [code, n] of singles) {
    if (n >= leastPairs) rows[Math.max(0, Math.min(5, Math.ceil(-Math.log(n / total) - 4.5)))].push(String.fromCharCode(code))
  }
  return rows.map((row) => row.sort().join('')).join(' ')
}

/** Characters that stand beside names, and the commonest ones. */
function neighbourLine(seen, singles, total) {
  const near = new Map()
  const add = (one, n) => near.set(one, (near.get(one) ?? 0) + n)
  for (const { text, labels } of seen) {
    for (const [start, end] of labels) for (const one of [text[start - 1], text[end]]) if (one !== undefined) add(one, 1)
  }
  for (const [code, n] of singles) if (n / total > 0.003) add(String.fromCharCode(code), 3)
  return [...near]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 260)
    .map(([one]) => one)
    .join('')
}
