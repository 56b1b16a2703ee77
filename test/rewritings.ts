import { seeded } from './random.ts'

/**
 * Examples of rules as other people and programs would write them: a table in place of a sentence, tabs for blanks, JSON inside JSON, a keyboard that
 * writes in full width, a finger that slips. What a gate asks to stand beside its candidates was written with some of these in mind; in all of them it
 * has to find what every expression over every text finds.
 */

type Pick = <T>(items: readonly T[]) => T
/** A way to write a text anew. `pick` draws where there is more than one. */
type Rewriting = (text: string, pick: Pick) => string

/** Writes one of the places where an expression matches anew, if there is any. */
function at(text: string, places: RegExp, pick: Pick, by: (found: string) => string): string {
  const found = [...text.matchAll(places)]
  if (found.length === 0) return text
  const place = pick(found)
  return text.slice(0, place.index) + by(place[0]) + text.slice(place.index + place[0].length)
}

const blanks = ['\t', '\n', '  ', '\u3000', '\r\n', '   ', '\t\t', '\n  ', '\u00a0', ' \t', '\u2003', '']
const listSigns = ['\t', ' | ', '|', ', ', ',', '，', '; ', '；', '\n', '、', ' / ']
const colons = [
  ':',
  '：',
  '=',
  ': ',
  ' : ',
  '\t',
  '： ',
  ' ：',
  ':\n',
  '|',
  ' = ',
  '": "',
  ' -> ',
  '=>',
  ' ',
  '：\t',
  ':\t',
  '**: ',
  ' is ',
  '为',
]
const dashes = ['–', '—', ' - ', '-', '−', ' ', '.', '/', '']
const inside = [' ', '\u200b', '\u00ad', '\n', '\\n', '-', '_', '*', '　']
const quotes = ['"', "'", '“', '”', '’', '`', '\\"', '&quot;', '「', '']

const brackets = [
  ['(', ')'],
  ['（', '）'],
  ['[', ']'],
  ['【', '】'],
] as const

const wide = (characters: string) => characters.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))

/** The ways, by what they do. */
export const rewritings: Readonly<Record<string, Rewriting>> = {
  'a blank of another kind': (text, pick) => at(text, /\s+/g, pick, () => pick(blanks)),
  'a comma of another kind': (text, pick) => at(text, /\s*[,，;；|、]\s*/g, pick, () => pick(listSigns)),
  'a colon of another kind': (text, pick) => at(text, /\s*[:：=]\s*/g, pick, () => pick(colons)),
  'a dash of another kind': (text, pick) => at(text, /[-–—]/g, pick, () => pick(dashes)),
  'a quotation mark of another kind': (text, pick) => at(text, /["'“”’`]/g, pick, () => pick(quotes)),
  'brackets of another kind': (text, pick) => {
    const [open, close] = pick(brackets)
    return text.replace(/[（(]/g, open).replace(/[）)]/g, close)
  },
  'a character left out': (text, pick) => at(text, /./gsu, pick, () => ''),
  'a character twice': (text, pick) => at(text, /./gsu, pick, (c) => c + c),
  'something between two letters': (text, pick) => at(text, /(?<=\p{L})(?=\p{L})/gu, pick, () => pick(inside)),
  'large letters': (text) => text.toUpperCase(),
  'small letters': (text) => text.toLowerCase(),
  'digits in full width': (text) => text.replace(/[0-9]/g, wide),
  'signs in full width': (text) => text.replace(/[!-/:-@[-`{-~]/g, wide),
  'tabs for blanks': (text) => text.replaceAll(' ', '\t'),
  'tabs for commas': (text) => text.replace(/, ?/g, '\t'),
  'tabs for colons': (text) => text.replace(/\s*[:：]\s*/g, '\t'),
  'line breaks written out': (text) => text.replaceAll('\n', '\\n'),
  'line breaks of Windows': (text) => text.replaceAll('\n', '\r\n'),
  'lines indented': (text, pick) => {
    const indent = pick(['  ', '\t', '> ', '    ', '- '])
    return indent + text.replaceAll('\n', `\n${indent}`)
  },
  'a string of JSON': (text) => JSON.stringify(text),
  'a value of JSON': (text) => JSON.stringify({ text }, undefined, 1),
  'a row of a table': (text) => `| ${text.replace(/\s*[:：]\s*/g, ' | ')} |`,
  'cells of HTML': (text) => `<td>${text.replace(/\s*[:：]\s*/g, '</td><td>')}</td>`,
  'all in bold': (text) => `**${text}**`,
  'the label in bold': (text) => text.replace(/([\p{L}\p{N}_]+)(\s*[:：])/u, '**$1**$2'),
  'the label in bold with its colon': (text) => text.replace(/([\p{L}\p{N}_]+)(\s*[:：])/u, '**$1$2**'),
  'label and value quoted': (text) => text.replace(/([\p{L}\p{N}_]+)\s*[:：=]\s*([^\s,，]+)/u, '"$1": "$2"'),
  'behind other words': (text, pick) => pick(['如下：', 'see ', '备注：', 'N/A, ', '1. ', '（', '-- ', '"', '#']) + text,
  'before other words': (text, pick) => text + pick(['。', ', see above', '）', '"', ' 等', '请核对', '</p>', ';', '\\n', ' |']),
}

const names = Object.keys(rewritings)

/** An example written anew. */
export interface Rewritten {
  readonly text: string
  /** The number of the example, and the names of what was done to it, in order. */
  readonly example: number
  readonly ways: readonly string[]
}

/** `count` texts, each made of one of the examples by up to three rewritings: the same for a seed on every machine. */
export function* rewritten(examples: readonly string[], seed: number, count: number): Generator<Rewritten> {
  const random = seeded(seed)
  const pick: Pick = (items) => items[Math.floor(random() * items.length)]!
  for (let n = 0; n < count; n++) {
    const example = Math.floor(random() * examples.length)
    const ways = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(names))
    yield { text: ways.reduce((text, way) => rewritings[way]!(text, pick), examples[example]!), example, ways }
  }
}
