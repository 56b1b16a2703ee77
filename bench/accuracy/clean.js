import { fileURLToPath } from 'node:url'
import { readJson, readRows, readText } from './files.js'
import { draws } from './gold/random.js'

/** Every string in a JSON value. */
function* strings(value) {
  if (typeof value === 'string') yield value
  else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) yield* strings(one)
}
/** The compiler this project is built with: nine megabytes of code that anybody has after installation. */
function* sourceCode() {
  const file = fileURLToPath(new URL('../../node_modules/typescript/lib/typescript.js', import.meta.url))
  for (const part of readText(file).split(/\n(?= {2}function |var )/)) yield part
}
const json = (file) =>
  function* (folder) {
    yield* strings(readJson(`${folder}/${file}`))
  }
const rows = (file) =>
  function* (folder) {
    for (const row of readRows(`${folder}/${file}`)) yield* strings(row)
  }
const paragraphs = (file, charset) =>
  function* (folder) {
    for (const part of readText(`${folder}/${file}`, charset).split(/\n\s*\n|(?<=\n)(?=.{400})/)) yield part
  }

/** Tables of numbers as spreadsheets and measurements write them: seeded, 5 MB. */
function* tables() {
  const r = draws(7)
  for (let bytes = 0; bytes < 5_000_000; ) {
    const columns = Array.from({ length: r.between(3, 9) }, () => r.one([integer, integer, decimal, scientific, grouped, date, long]))
    const by = r.one([',', '\t', ' ', ' | '])
    const table = Array.from({ length: 40 }, () => columns.map((column) => column(r)).join(by)).join('\n')
    bytes += table.length
    yield table
  }
}
const integer = (r) => String(r.below(10 ** r.between(1, 9)))
const long = (r) => r.string('123456789', 1) + r.string('0123456789', r.between(9, 18))
const decimal = (r) => `${r.below(1000)}.${r.string('0123456789', r.between(2, 15))}`
const scientific = (r) => `${r.below(10)}.${r.string('0123456789', 8)}e${r.one(['+', '-'])}0${r.below(10)}`
const grouped = (r) => `${r.between(1, 999)},${r.string('0123456789', 3)},${r.string('0123456789', 3)}`
const date = (r) => `${r.between(1950, 2026)}-${String(r.between(1, 12)).padStart(2, '0')}-${String(r.between(1, 28)).padStart(2, '0')}`

/**
 * Texts in which nothing is personal or secret, or hardly anything: what fires here with high confidence is listed. `judged` says how many of
 * the listed ones (all but e-mail addresses in contact lines) were looked at, and how many of them are not what the rule calls them; it
 * holds only while as many are listed.
 */
export const cleanTexts = [
  { id: 'poetry', words: { zh: '宋词', en: 'classical Chinese poetry' }, read: json('corpora/chinese_poetry_ci.song.rank.13000.json') },
  { id: 'word-problems', words: { zh: '英文应用题', en: 'English word problems' }, read: rows('corpora/gsm8k_test.jsonl.gz') },
  {
    id: 'dialogues',
    words: { zh: '中文问诊', en: 'Chinese medical dialogues' },
    read: paragraphs('corpora/cmdd_gbk_sample.csv.gz', 'gb18030'),
  },
  {
    id: 'instructions',
    words: { zh: '中文医学指令', en: 'Chinese medical instructions' },
    read: rows('corpora/huatuo_llama_data.json.gz'),
  },
  { id: 'answers', words: { zh: '中文医学问答', en: 'Chinese medical answers' }, read: rows('corpora/medicalgpt_medical_sft_1K.jsonl.gz') },
  {
    id: 'sentences',
    words: { zh: '75 种语言的句子', en: 'sentences in 75 languages' },
    read: paragraphs('langid/lingua_sentences.tsv.gz'),
    judged: { total: 8, wrong: 0 },
  },
  {
    id: 'posts',
    words: { zh: '中文社交网络', en: 'Chinese social network posts' },
    read: paragraphs('prohibited/zh/cold_train.csv.gz'),
    judged: { total: 13, wrong: 3 },
  },
  {
    id: 'licences',
    words: { zh: '许可证与源码文件', en: 'licences and source files' },
    read: rows('ip/scancode_licenses.jsonl.gz'),
    judged: { total: 43, wrong: 0 },
  },
  { id: 'source-code', words: { zh: '源代码（TypeScript 编译器）', en: 'source code (the TypeScript compiler)' }, read: sourceCode },
  { id: 'numbers', words: { zh: '数字表格（合成）', en: 'tables of numbers (synthetic)' }, read: tables },
]
