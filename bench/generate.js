// Makes the benchmark corpora, seeded: the same arguments give the same bytes. Records are like those of a crawl: log-normal lengths (mean about 2.4 kB), prose in
// English and Chinese, and some code, markup, tables, short posts; identifiers, URLs, copyright lines and curly quotes at rates like those of web pages.

import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import { seeded } from '../scripts/random.js'
import { writers } from './text.js'

/** Share of records of each kind. */
const kinds = [
  ['english', 0.44],
  ['chinese', 0.34],
  ['post', 0.08],
  ['code', 0.05],
  ['markup', 0.05],
  ['table', 0.04],
]

function documents(random) {
  const w = writers(random)
  const { pick, below, digits } = w
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const kindOf = () => {
    let r = random()
    for (const [kind, share] of kinds) {
      r -= share
      if (r < 0) return kind
    }
    return 'english'
  }
  const email = () =>
    random() < 0.5
      ? `${pick(['info', 'contact', 'support', 'sales', 'admin'])}@${w.host().replace('www.', '')}`
      : `${w
          .person()
          .toLowerCase()
          .replace(
            ' ',
            pick(['.', '_', '']),
          )}${random() < 0.4 ? digits(2) : ''}@${pick(['gmail.com', 'yahoo.com', 'qq.com', '163.com', 'outlook.com'])}`
  // Invented: 555-01xx, documentation prefixes, numbers without a valid check character.
  const english = [
    [0.06, () => `Contact: ${email()}`],
    [0.03, () => `Call (${pick(['202', '212', '415'])}) 555-01${digits(2)} for details.`],
    [0.01, () => `Fax: +1 ${pick(['202', '415'])} 555 01${digits(2)}`],
    [0.12, () => `See ${w.url()} for more.`],
    [0.05, () => `Copyright © ${w.year()} ${w.person()}. All rights reserved.`],
    [0.02, () => `ISBN 978-${below(10)}-${digits(4)}-${digits(4)}-${below(10)}`],
    [0.004, () => `Server ${below(224)}.${below(256)}.${below(256)}.${below(256)} was unreachable.`],
    [0.01, () => `Ref: ${digits(8)}-${digits(4)}`],
    [0.05, () => `Posted on ${w.month()} ${1 + below(28)}, ${w.year()} by ${w.person()} | ${below(200)} Comments`],
  ]
  const chinese = [
    [0.04, () => `联系电话：1${pick(['38', '39', '50', '86'])}${digits(8)}`],
    [0.03, () => `客服热线：0${pick(['10', '21', '755'])}-${digits(8)}`],
    [0.03, () => `邮箱：${email()}`],
    [0.1, () => `详情请见 ${w.url()}`],
    [0.05, () => `版权所有 © ${w.year()} ${w.hanWord()}${w.hanWord()}有限公司`],
    [0.03, () => `地址：${pick(['北京', '上海', '广州', '成都'])}市${w.hanWord()}路${1 + below(900)}号`],
    [0.004, () => `身份证号：${digits(17)}X`],
    [0.05, () => `发布时间：${w.year()}-${1 + below(12)}-${1 + below(28)} 来源：${w.hanWord()}网`],
  ]
  const extras = (list, lines) => {
    for (const [rate, line] of list) if (random() < rate) lines.splice(below(lines.length + 1), 0, line())
  }
  const prose = (length, sentence, list, style, width) => {
    const paragraphs = []
    let size = 0
    while (size < length) {
      const sentences = Array.from({ length: 1 + below(6) }, () => sentence(style))
      const paragraph = sentences.join(width === 1 ? ' ' : '')
      size += paragraph.length * width
      paragraphs.push(paragraph)
    }
    extras(list, paragraphs)
    return paragraphs.join(style.gap)
  }
  const identifier = () => {
    const parts = Array.from({ length: 1 + below(3) }, () => pick(w.content))
    return random() < 0.5 ? parts.join('_') : parts.map((part, i) => (i === 0 ? part : part[0].toUpperCase() + part.slice(1))).join('')
  }
  const codeLine = (depth) => {
    const indent = '    '.repeat(depth)
    const r = random()
    if (r < 0.12) return `${indent}# ${w.englishSentence({ curly: false }).slice(0, 70)}`
    if (r < 0.25)
      return `${indent}if ${identifier()} ${pick(['==', '!=', '<', '>='])} ${pick([String(below(100)), `"${identifier()}"`, identifier(), 'None'])}:`
    if (r < 0.35) return `${indent}for ${identifier()} in ${identifier()}.${identifier()}(${below(10)}, ${identifier()}):`
    if (r < 0.42) return `${indent}return ${identifier()}[${identifier()}] + ${below(1000)}`
    if (r < 0.46) return `${indent}${identifier()} = 0x${(random() * 2 ** 32).toString(16)}`
    if (r < 0.48)
      return `${indent}${identifier()} = "${Array.from({ length: 4 }, () =>
        Math.floor(random() * 2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      ).join('')}"`
    if (r < 0.5) return ''
    return `${indent}${identifier()} = ${identifier()}.${identifier()}(${identifier()}, "${pick(w.content)}", ${identifier()}=${below(50)})`
  }
  const writersOf = {
    english: (length) => prose(length, w.englishSentence, english, { curly: random() < 0.35, gap: random() < 0.5 ? '\n\n' : '\n' }, 1),
    chinese: (length) => prose(length, w.chineseSentence, chinese, { wide: random() < 0.5, gap: '\n' }, 3),
    post: (length) => {
      const zh = random() < 0.45
      return `${zh ? w.chineseSentence({ wide: false }) : w.englishSentence({ curly: false })}${random() < 0.3 ? ` ${w.url()}` : ''}${random() < 0.3 ? ` #${pick(w.content)}` : ''}${random() < 0.2 ? ' 😀' : ''}${random() < 0.3 ? ` @${identifier()}` : ''}`
        .slice(0, Math.max(60, length))
        .replace(/[\ud800-\udbff]$/, '')
    },
    code: (length) => {
      const lines = [random() < 0.3 ? '# SPDX-License-Identifier: MIT' : `import ${identifier()}`, '']
      let size = 0
      while (size < length) {
        lines.push(`def ${identifier()}(${identifier()}, ${identifier()}=${below(10)}):`)
        for (let i = 2 + below(14); i > 0; i--) {
          lines.push(codeLine(1 + below(3)))
          size += lines.at(-1).length
        }
        lines.push('')
      }
      return lines.join('\n')
    },
    markup: (length) => {
      const parts = []
      let size = 0
      while (size < length) {
        const zh = random() < 0.3
        const sentence = zh ? w.chineseSentence({ wide: true }) : w.englishSentence({ curly: true })
        parts.push(
          pick([
            `<div class="${identifier()} ${identifier()}" id="${identifier()}-${below(999)}"><p>${sentence}</p></div>`,
            `<li><a href="${w.url()}" title="${pick(w.content)}">${pick(w.content)} ${pick(w.content)}</a></li>`,
            `## ${pick(w.content)} ${pick(w.content)}\n\n${sentence}`,
            `* [${pick(w.content)}](${w.url()}) - ${sentence}`,
            `<img src="/images/${identifier()}_${below(1000)}x${below(1000)}.jpg" alt="${pick(w.content)}" width="${below(1000)}">`,
            `| ${pick(w.content)} | ${below(10000)} | ${pick(w.content)} |`,
          ]),
        )
        size += parts.at(-1).length
      }
      return parts.join('\n')
    },
    table: (length) => {
      const columns = 3 + below(6)
      const lines = [Array.from({ length: columns }, () => pick(w.content)).join('\t')]
      let size = 0
      while (size < length) {
        lines.push(
          Array.from({ length: columns }, (_, i) =>
            i === 0
              ? pick(w.words)
              : random() < 0.5
                ? `${below(1000)}.${digits(2)}`
                : random() < 0.5
                  ? String(below(100_000))
                  : `${w.year()}-0${1 + below(9)}-1${below(10)}`,
          ).join('\t'),
        )
        size += lines.at(-1).length
      }
      return lines.join('\n')
    },
  }
  let row = 0
  return () => {
    const kind = kindOf()
    const length = kind === 'post' ? 60 + below(200) : Math.min(200_000, Math.max(120, Math.round(Math.exp(7.25 + gauss()))))
    const text = writersOf[kind](length)
    row += 1
    return {
      id: `doc-${row}`,
      text,
      url: w.url(),
      lang: kind === 'chinese' ? 'zh' : 'en',
      source: `crawl-${row % 7}`,
      date: `20${10 + (row % 15)}-0${1 + (row % 9)}-1${row % 10}T${String(below(24)).padStart(2, '0')}:${10 + below(50)}:${10 + below(50)}Z`,
    }
  }
}

const escapes = /[\u0080-\uffff]/g
const escaped = (line) => line.replace(escapes, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
const cell = (value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

const shapes = {
  jsonl: (record) => JSON.stringify(record),
  'escaped jsonl': (record) => escaped(JSON.stringify(record)),
  csv: (record) => Object.values(record).map(cell).join(','),
}

/**
 * Writes a corpus of about `bytes` bytes (as JSON Lines; the same records in another shape take more or fewer) and tells its size.
 *
 * @param shape jsonl, escaped jsonl or csv
 */
export async function generate(path, bytes, { seed = 20231101, shape = 'jsonl' } = {}) {
  const next = documents(seeded(seed))
  const out = createWriteStream(path, { highWaterMark: 1 << 20 })
  let written = 0
  let counted = 0
  let rows = 0
  const write = async (line) => {
    written += Buffer.byteLength(line) + 1
    if (!out.write(`${line}\n`)) await once(out, 'drain')
  }
  if (shape === 'csv') await write('id,text,url,lang,source,date')
  while (counted < bytes) {
    const record = next()
    counted += Buffer.byteLength(record.text) + 150
    rows += 1
    await write(shapes[shape](record))
  }
  out.end()
  await once(out, 'finish')
  return { bytes: written, rows }
}

/** Records of each file of a set that is published in pieces. */
const perFile = 40

/**
 * Writes about `bytes` bytes as sets for tuning are published: JSON files of a few kilobytes, whose records have many short values, lists and
 * objects among them. Tells their size.
 */
export function generateFiles(folder, bytes, seed = 5) {
  const random = seeded(seed)
  const w = writers(random)
  const { pick, below } = w
  const sentence = () => (random() < 0.4 ? w.chineseSentence({ wide: true }) : w.englishSentence({ curly: false }))
  let written = 0
  let row = 0
  for (let file = 0; written < bytes; file++) {
    const records = Array.from({ length: perFile }, () => ({
      id: ++row,
      dialogue: Array.from({ length: 2 + below(4) }, (_, turn) => ({
        role: turn % 2 === 0 ? 'user' : 'assistant',
        content: sentence(),
        turn,
      })),
      slots: { [pick(w.content)]: pick(w.content), area: w.hanWord(), price: below(1000), booked: random() < 0.5 },
      tags: Array.from({ length: below(6) }, () => pick(w.content)),
      domain: pick(w.content),
    }))
    const content = JSON.stringify(records, null, 1)
    writeFileSync(`${folder}/part-${String(file).padStart(5, '0')}.json`, content)
    written += Buffer.byteLength(content)
  }
  return { bytes: written }
}

/** Writes a keyword library of `count` terms, two thirds Chinese, and returns its path. Rare words and made-up combinations: most occur nowhere, some do. */
export async function generateTerms(path, count, seed = 7) {
  const random = seeded(seed)
  const w = writers(random)
  const terms = new Set()
  while (terms.size < count) {
    const r = random()
    // Long enough to be met as seldom as what an operator looks for: two common words side by side are in every text.
    if (r < 0.66)
      terms.add(
        Array.from({ length: 2 + w.below(3) }, () => w.hanWords[300 + w.below(w.hanWords.length - 300)])
          .join('')
          .slice(0, 4 + w.below(3)),
      )
    else if (r < 0.9) terms.add(`${w.words[2000 + w.below(w.words.length - 2000)]} ${w.words[500 + w.below(w.words.length - 500)]}`)
    else terms.add(`${w.words[20_000 + w.below(w.words.length - 20_000)]}${w.words[500 + w.below(w.words.length - 500)]}`)
  }
  const risks = ['CN-A1-a', 'CN-A1-b', 'CN-A2-a', 'CN-A2-b', 'CN-A3-a']
  const out = createWriteStream(path)
  out.write('term,risk,lang,added_at\n')
  let n = 0
  for (const term of terms) out.write(`${term},${risks[n++ % risks.length]},,2026-01-01\n`)
  out.end()
  await once(out, 'finish')
  return path
}
