import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { imageOf, type LanguageLists } from '../../src/text/image.ts'
import { identify } from '../../src/text/language.ts'
import { builtLanguages, builtTrigrams, readTrigrams, writeLanguages, writeTrigrams } from '../../src/text/languages.ts'
import type { Features } from '../../src/text/postings.ts'
import { buildLists, letterTrigrams } from '../../src/text/trigrams.ts'

const lists = buildLists()
const image = imageOf(lists)

test('the file the build wrote is what the lists give', () => {
  const codes = lists.map(({ script, languages }) => [script, languages] as const)
  const file = readFileSync(new URL('../../src/text/languages.bin', import.meta.url))
  expect(Buffer.compare(file, writeLanguages({ codes, image }))).toBe(0)
  const read = builtLanguages()
  expect(read.codes).toEqual(codes)
  expect(Buffer.compare(read.image, image)).toBe(0)
})

/** What plain sums over the lists answer for a text of at most 300 bytes in one script. */
const bySums = ({ languages, prior, ids, trigrams, words, letters }: LanguageLists) => {
  const idsOf = (part: string) => Array.from(part, (letter) => ids[letter.charCodeAt(0)]!).join()
  const byIds = (features: Features) =>
    new Map(
      [...features].map(([feature, row]) => [
        idsOf(feature),
        [...row].map(([language, weight]) => [language, Math.round(weight * Math.log(1 + languages.length / row.size))] as const),
      ]),
    )
  const [threes, common, single] = [byIds(trigrams), byIds(words), byIds(letters)]
  return (text: string): string => {
    const scores = [...prior]
    const add = (row: readonly (readonly [language: number, weight: number])[] = []) => {
      for (const [language, weight] of row) scores[language]! += weight
    }
    // Words stand between single spaces.
    const sample = ` ${text} `.replace(/./gu, (letter) => (ids[letter.charCodeAt(0)] === 1 ? ' ' : letter)).replace(/ +/g, ' ')
    for (const word of sample.trim().split(' ')) add(common.get(idsOf(word)))
    for (const letter of sample) if (letter > '\x7f') add(single.get(idsOf(letter)))
    for (let at = 0; at + 3 <= sample.length; at++) add(threes.get(idsOf(sample.slice(at, at + 3))))
    const most = Math.max(...scores)
    const best = scores.indexOf(most)
    return most - prior[best]! < 30 * (sample.length - 2) + 200 ? 'und' : languages[best]!
  }
}

/** Marks of alphabets that are composed before a text is weighed. */
const composed = /[\u0300-\u036f]/

test.each(lists.map((list) => [list.script, list] as const))(
  '%s: the module answers what plain sums over the lists say',
  (_script, list) => {
    const expected = bySums(list)
    const listed = [...list.words.keys(), ...[...list.trigrams.keys()].map((trigram) => trigram.trim())].filter((word) => word !== '')
    const letter = [...list.letters.keys(), ...(list.script === 'latin' ? 'etaoin' : '')]
    const word = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...listed) },
      { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...letter), minLength: 1, maxLength: 6 }) },
    )
    const text = fc
      .array(word, { minLength: 12, maxLength: 60 })
      .map((parts) => parts.join(' '))
      .filter((value) => Buffer.byteLength(value) <= 300 && !composed.test(value))
    const answers = new Set<string>()
    fc.assert(
      fc.property(text, (value) => {
        answers.add(identify(value))
        expect(identify(value)).toBe(expected(value))
      }),
      // A word no list has finds the row of another by chance once in some hundred thousand.
      { numRuns: 200, seed: 5 },
    )
    expect(answers.size).toBeGreaterThanOrEqual(2)
  },
)

test('the trigrams the build wrote are those of the lists', () => {
  expect(builtTrigrams()).toEqual(letterTrigrams())
  expect(readTrigrams(writeTrigrams(letterTrigrams()))).toEqual(letterTrigrams())
  expect(builtTrigrams().cyrillic.length).toBeGreaterThan(10)
})
