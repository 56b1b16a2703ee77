import { data } from 'franc/data.js'
import type { LanguageLists } from './image.ts'
import type { LetterTrigrams } from './languages.ts'
import { type Features, note } from './postings.ts'
import { type Script, scripts, scriptTable } from './scripts.ts'
import { words } from './words.ts'

/**
 * What languages look like, from franc's trigram lists, our common words, and the letters both use: a step of the build, because it takes
 * longer than a short run. `image.ts` makes an index of it.
 */

/** Scripts that several languages share, by franc's name. Every other script says its language by itself. */
const francNames: { readonly [script in Script]?: string } = {
  latin: 'Latin',
  cyrillic: 'Cyrillic',
  arabic: 'Arabic',
  devanagari: 'Devanagari',
  hebrew: 'Hebrew',
  myanmar: 'Myanmar',
  ethiopic: 'Ethiopic',
}

/** ISO 639-1 codes of franc's ISO 639-3 codes; a member of a macrolanguage takes the macrolanguage's. Others stay as they are. */
export const shortCodes: ReadonlyMap<string, string> = new Map(
  [
    'afr:af als:sq amh:am arb:ar ayr:ay azj:az bam:bm bel:be bos:bs bul:bg cat:ca ces:cs dan:da deu:de ekk:et eng:en epo:eo ewe:ee fin:fi',
    'fra:fr fuf:ff fuv:ff glg:gl hat:ht hau:ha heb:he hin:hi hrv:hr hun:hu ibo:ig ind:id ita:it jav:jv kaz:kk khk:mn kin:rw kir:ky knc:kr',
    'kng:kg lin:ln lit:lt lug:lg lvs:lv mar:mr mkd:mk mya:my ndo:ng nld:nl nno:nn nob:nb npi:ne nya:ny pbu:ps pes:fa plt:mg pol:pl por:pt',
    'prs:fa qug:qu quy:qu quz:qu ron:ro run:rn rus:ru sag:sg slk:sk slv:sl sna:sn som:so sot:st spa:es src:sc srp:sr ssw:ss sun:su swe:sv',
    'swh:sw tat:tt tgk:tg tgl:tl tir:ti tsn:tn tso:ts tuk:tk tur:tr uig:ug ukr:uk urd:ur uzn:uz ven:ve vie:vi wol:wo xho:xh ydd:yi yor:yo',
    'zlm:ms zul:zu zyb:za',
  ].flatMap((row) => row.split(' ').map((pair) => pair.split(':') as [string, string])),
)

/** Folds a UTF-16 unit: a letter or mark to lower case, anything else to a space. */
const fold: Uint16Array = (() => {
  const table = new Uint16Array(0x10000).fill(0x20)
  const letter = /^[\p{L}\p{M}]$/u
  for (let unit = 0x41; unit < 0x2000; unit++) {
    const character = String.fromCharCode(unit)
    if (letter.test(character)) table[unit] = character.toLowerCase().charCodeAt(0)
  }
  // Arabic presentation forms stay as they are; full-width Latin letters become ASCII.
  for (let unit = 0xfb1d; unit < 0xff00; unit++) if (letter.test(String.fromCharCode(unit))) table[unit] = unit
  for (let nth = 0; nth < 26; nth++) table[0xff21 + nth] = table[0xff41 + nth] = 0x61 + nth
  return table
})()

/** Evidence of the trigram of rank r (0 is the most frequent): frequency falls about as 1 / (r + 20), and 2,000 is past the list's end. */
const rankWeight = (rank: number): number => 16 * Math.log(2000 / (rank + 20))
/** Chosen on the even half of the sentence set named in test/language: words weigh as much as a handful of trigrams. */
const wordWeight = 160
const letterWeight = 80
const listLength = 300
const priorStep = 200
/** Languages with the most text on the web, by how much; those with a word list come second, the rest third. */
const wide = 'en es fr de it pt nl ru pl cs sv tr ar fa vi id uk ro hu fi da nb he'.split(' ')

const folded = (text: string): string => {
  let out = ''
  for (let i = 0; i < text.length; i++) out += String.fromCharCode(fold[text.charCodeAt(i)]!)
  return out
}

/** Trigrams of a word list, most frequent first: languages franc has no list for are described by their words alone. */
const trigramsOf = (list: ReadonlySet<string>): string[] => {
  const counts = new Map<string, number>()
  for (const word of list) {
    const padded = ` ${word} `
    for (let i = 0; i + 3 <= padded.length; i++) counts.set(padded.slice(i, i + 3), (counts.get(padded.slice(i, i + 3)) ?? 0) + 1)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, listLength)
    .map(([trigram]) => trigram)
}

const build = (script: Script, belongs: (unit: number) => boolean, francName: string): LanguageLists => {
  const trigramLists = new Map<string, string[][]>()
  for (const [code, list] of Object.entries(data[francName] ?? {})) {
    const short = shortCodes.get(code) ?? code
    trigramLists.set(short, [...(trigramLists.get(short) ?? []), list.normalize('NFC').split('|')])
  }
  const wordLists = new Map<string, Set<string>>()
  for (const [code, list] of Object.entries(words)) {
    const own = folded(list.normalize('NFC'))
      .split(' ')
      .filter((word) => word !== '' && belongs(word.charCodeAt(0)))
    if (own.length === 0) continue
    const set = new Set(own)
    wordLists.set(code, set)
    if (!trigramLists.has(code)) trigramLists.set(code, [trigramsOf(set)])
  }
  const languages = [...trigramLists.keys()].sort()
  const trigrams: Features = new Map()
  const common: Features = new Map()
  const letters: Features = new Map()
  languages.forEach((code, number) => {
    for (const list of trigramLists.get(code) ?? []) {
      list.forEach((trigram, rank) => {
        if (trigram.length !== 3) return
        note(trigrams, folded(trigram), number, rankWeight(rank))
        for (const letter of folded(trigram)) if (letter > '\x7f') note(letters, letter, number, letterWeight)
      })
    }
    for (const word of wordLists.get(code) ?? []) {
      note(common, word, number, wordWeight)
      for (const letter of word) if (letter > '\x7f') note(letters, letter, number, letterWeight)
    }
  })
  // Letters become small numbers, so that three of them are one key: 1 is a space, 0 a letter no list has.
  const alphabet = [...new Set([...trigrams.keys(), ...common.keys()].join('').replaceAll(' ', ''))].sort()
  if (alphabet.length > 253) throw new RangeError(`${francName} has more letters than fit a byte`)
  const idOf = new Map([[' ', 1] as const, ...alphabet.map((letter, i) => [letter, i + 2] as const)])
  const reach = (code: string) => (wide.includes(code) ? wide.indexOf(code) : wide.length + (wordLists.has(code) ? 0 : 1))
  const byReach = [...languages].sort((a, b) => reach(a) - reach(b) || (a < b ? -1 : 1))
  const ids = Uint8Array.from(fold, (unit) => idOf.get(String.fromCharCode(unit)) ?? 0)
  return {
    script,
    languages,
    prior: languages.map((code) => (wide.includes(code) ? 2 : wordLists.has(code) ? 1 : 0) * priorStep),
    ranks: languages.map((code) => byReach.indexOf(code)),
    ids,
    trigrams,
    words: common,
    letters,
  }
}

/** The lists of all scripts that several languages share. */
export const buildLists = (): readonly LanguageLists[] => {
  const table = scriptTable()
  return (Object.entries(francNames) as [Script, string][]).map(([script, francName]) => {
    const number = scripts.indexOf(script)
    return build(script, (unit) => table[unit] === number, francName)
  })
}

/** The trigrams of languages in scripts that charsets of one byte a character are made for, those alone that hold a letter beyond ASCII. */
export const letterTrigrams = (): LetterTrigrams => {
  const beyond = (list: string): string[] =>
    list
      .normalize('NFC')
      .split('|')
      .filter((trigram) => trigram.length === 3 && /[^\x00-\x7f]/.test(trigram))
  const of = (francName: string): string[][] =>
    Object.entries(data[francName] ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, list]) => beyond(list))
      .filter((list) => list.length > 0)
  return { latin: of('Latin'), cyrillic: of('Cyrillic') }
}
