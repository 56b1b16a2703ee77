import type { CharacterCounts } from '../model.ts'

/** No characters at all. */
export const noCounts = (): CharacterCounts => ({
  characters: 0,
  latin: 0,
  digit: 0,
  han: 0,
  kana: 0,
  hangul: 0,
  cyrillic: 0,
  arabic: 0,
  other: 0,
  space: 0,
  words: 0,
})
/** Adds character counts into others. */
export const addCounts = (into: CharacterCounts, from: CharacterCounts): void => {
  into.characters += from.characters
  into.latin += from.latin
  into.digit += from.digit
  into.han += from.han
  into.kana += from.kana
  into.hangul += from.hangul
  into.cyrillic += from.cyrillic
  into.arabic += from.arabic
  into.other += from.other
  into.space += from.space
  into.words += from.words
}
