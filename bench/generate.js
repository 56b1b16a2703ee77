// Makes the benchmark corpus: JSON Lines, half English and half Chinese by bytes, seeded, nothing taken from anywhere.
// Lengths are log-normal around 1.5 kB like web text; words and characters follow Zipf's law; identifiers, URLs, numbers and punctuation come at rates like those of web pages.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function seeded(seed) {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const syllables =
  'al an ar as at ba be bo ca ce co da de di do ed en er es fa fi fo ga ge go ha he hi ho il in ing is it ka ke la le li lo ma me mi mo na ne ni no of on or ou pa pe pi po ra re ri ro sa se si so st ta te th ti to tion tu un ur us va ve vi wa we wi'.split(
    ' ',
  )
const common =
  'the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so what up said its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too mr how little good world make very year still see own work men day get here old life both between being under three never know same last another while us might great go come since against right came take used himself few house use during without again place american around however home small found mrs thought went say part once general high upon school every'.split(
    ' ',
  )
const han =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运'

export async function generate(path, bytes, { seed = 20231101, escaped = false } = {}) {
  const random = seeded(seed)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const words = [...common]
  while (words.length < 40000) words.push(Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(syllables)).join(''))
  const zipf = (n) => Math.min(n - 1, Math.floor(Math.exp(random() * Math.log(n + 1)) - 1))
  const digits = (n) => Array.from({ length: n }, () => Math.floor(random() * 10)).join('')
  const english = () => {
    const r = random()
    if (r < 0.003) return digits(1 + Math.floor(random() * 6))
    if (r < 0.0035) return `https://www.${pick(words)}${pick(syllables)}.com/${pick(words)}/${digits(5)}`
    if (r < 0.0037) return `${pick(words)}.${pick(words)}@${pick(words)}mail.com`
    if (r < 0.0038) return `+1 202 555 01${digits(2)}`
    const word = words[zipf(words.length)]
    return random() < 0.06 ? word[0].toUpperCase() + word.slice(1) : word
  }
  const sentenceEn = () => {
    const list = Array.from({ length: 6 + Math.floor(random() * 20) }, english)
    list[0] = list[0][0].toUpperCase() + list[0].slice(1)
    if (random() < 0.4) list[Math.floor(list.length / 2)] += ','
    return `${list.join(' ')}. `
  }
  const sentenceZh = () => {
    let text = ''
    const n = 10 + Math.floor(random() * 40)
    for (let i = 0; i < n; i++) {
      text += han[zipf(han.length)]
      const r = random()
      if (r < 0.05) text += '，'
      else if (r < 0.058) text += digits(1 + Math.floor(random() * 4))
      else if (r < 0.0583) text += `电话13${digits(9)}`
      else if (r < 0.0585) text += pick(words)
    }
    return `${text}。`
  }
  const out = createWriteStream(path)
  let written = 0
  let row = 0
  let chinese = 0
  while (written < bytes) {
    const zh = chinese < written / 2
    const gauss = Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
    const length = Math.max(40, Math.round(Math.exp(7.3 + 0.9 * gauss)))
    let text = ''
    while (text.length * (zh ? 3 : 1) < length) {
      text += zh ? sentenceZh() : sentenceEn()
      if (random() < 0.12) text += '\n'
    }
    const record = {
      id: `doc-${row}`,
      text,
      url: `https://www.${pick(words)}${pick(syllables)}.${zh ? 'cn' : 'com'}/${digits(6)}`,
      lang: zh ? 'zh' : 'en',
      source: `crawl-${row % 7}`,
      date: `202${row % 6}-0${1 + (row % 9)}-1${row % 10}`,
    }
    let line = JSON.stringify(record)
    if (escaped) line = line.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    const size = Buffer.byteLength(line) + 1
    written += size
    if (zh) chinese += size
    row += 1
    if (!out.write(`${line}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return { bytes: written, rows: row }
}
