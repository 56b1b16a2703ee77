import type { Validator } from '../model.ts'

const weigh = (value: string, weight: (index: number) => number) => {
  let sum = 0
  for (let i = 0; i < value.length; i++) sum += (value[i] === 'X' || value[i] === 'x' ? 10 : Number(value[i])) * weight(i)
  return sum
}

/**
 * International Standard Book Number, ISO 2108. Ten characters: weights 10 … 1, sum divisible by 11, `X` = 10 in the last place only.
 * Thirteen digits: prefix 978 or 979, weights 1 and 3 in turn, sum divisible by 10; 979-0 is music (ISMN) and is accepted.
 * Separators must have been removed.
 */
export const isbn: Validator = {
  id: 'isbn',
  falsePass: 0.1,
  check(value) {
    if (/^\d{9}[\dXx]$/.test(value)) return weigh(value, (i) => 10 - i) % 11 === 0 && !/^(\d)\1{8}/.test(value)
    return /^97[89]\d{10}$/.test(value) && weigh(value, (i) => (i % 2 === 0 ? 1 : 3)) % 10 === 0
  },
}
