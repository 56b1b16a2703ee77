import { plainLetters } from '../checksum/letters.ts'
import { spellings } from './context.ts'
import { isOpenWord } from './naming.ts'

/**
 * Fields that are called by a word of a rule's context, as heads of columns and keys of records are in any language: 생년월일, `Ngày sinh (*)`,
 * `numero_cuenta`, `Telefon / Mobil`. All of the name must be the word, so that no word has to be sought in it.
 */

/** What a note beside a name stands in, the format or the unit of its values: `手机号（必填）`, `Birthday [dd.mm.]`. */
const note = /[（([【［][^（()）[\]【】［］]{0,60}[)）\]】］]/gu
/** Between the names of a column that holds several things. */
const between = /[/／、;；|&\n\r]|<br ?\/?>/iu
const notLetters = /[^\p{L}\p{N}]/gu
/** A name in small letters without anything else: marks, spaces, signs and the number behind it. Files write `Fecha de nacimiento`, `fecha_de_nacimiento` and `FECHADENACIMIENTO1`. */
const squashed = (name: string): string =>
  plainLetters(name)
    .replace(notLetters, '')
    .replace(/\d{1,2}$/, '')

/** Fewest letters of a word in ASCII that is a name by itself: shorter ones are abbreviations of many things. */
const shortest = 6
const longest = 80
const mostKept = 16384

/** Whether a word of a context can be the name of a field: an ASCII word alone may be short, or a name under which anything may stand. */
function canName(word: string): boolean {
  if (/[^\x20-\x7e]/.test(word)) return squashed(word).length > 1
  const plain = word.trim()
  return plain.includes(' ') ? squashed(word).length >= shortest - 1 : squashed(word).length >= shortest && !isOpenWord(plain.toLowerCase())
}

/** Which of these lists of words have one that is the name of a field, a JSON pointer, by their numbers. */
export function namedByWord(lists: readonly (readonly string[])[]): (field: string) => ReadonlySet<number> {
  const none: ReadonlySet<number> = new Set()
  const known = new Map<string, ReadonlySet<number>>()
  let words: Map<string, Set<number>> | undefined
  const read = (): Map<string, Set<number>> => {
    const found = new Map<string, Set<number>>()
    for (const [number, list] of lists.entries()) {
      for (const word of list.filter(canName).flatMap(spellings)) {
        const name = squashed(word)
        const of = found.get(name)
        if (of === undefined) found.set(name, new Set([number]))
        else of.add(number)
      }
    }
    return found
  }
  const learn = (key: string): ReadonlySet<number> => {
    words ??= read()
    // Most keys are of programs, and there is no end of them.
    if (/^[\w-]*$/.test(key)) return words.get(key.toLowerCase().replace(/[_-]+|\d{1,2}$/g, '')) ?? none
    const named = new Set<number>()
    const plain = key.replace(note, ' ')
    for (const part of [plain, ...plain.split(between)]) for (const number of words.get(squashed(part)) ?? []) named.add(number)
    return named.size === 0 ? none : named
  }
  let asked: string | undefined
  let answer = none
  return (field) => {
    if (field === asked) return answer
    asked = field
    const key = ownKey(field)
    answer = none
    if (key === '' || key.length > longest) return answer
    let named = known.get(key)
    if (named === undefined) {
      named = learn(key)
      if (known.size >= mostKept) known.clear()
      known.set(key, named)
    }
    answer = named
    return answer
  }
}

/** The last key of a pointer that is a name: one below a star of an array is that of the array. */
function ownKey(field: string): string {
  let end = field.length
  for (let start = field.lastIndexOf('/', end - 1); start >= 0; start = field.lastIndexOf('/', end - 1)) {
    const key = field.slice(start + 1, end)
    if (key !== '*' && !/^\d+$/.test(key)) return key.includes('~') ? key.replaceAll('~1', '/').replaceAll('~0', '~') : key
    if (start === 0) break
    end = start
  }
  return ''
}
