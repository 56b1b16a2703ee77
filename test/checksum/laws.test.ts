import { describe, expect, it } from 'vitest'
import { organisationCheck } from '../../src/checksum/cn-org-code.ts'
import { residentCheck } from '../../src/checksum/cn-ric.ts'
import { creditCheck } from '../../src/checksum/cn-uscc.ts'
import { hongKongCheck } from '../../src/checksum/hkid.ts'
import { passesMod97 } from '../../src/checksum/iban.ts'
import { passesLuhn } from '../../src/checksum/luhn.ts'
import { taiwanCheck } from '../../src/checksum/twid.ts'
import { drawn, seeded } from '../random.ts'

const digits = '0123456789'
const credit = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A scheme: a stem's check character appended, and what it promises to detect by construction. */
interface Scheme {
  readonly name: string
  readonly stem: (random: () => number) => string
  readonly complete: (stem: string) => string
  readonly holds: (number: string) => boolean
  readonly alphabet: string
  /** Positions whose characters may be exchanged for any other of the alphabet. */
  readonly positions: readonly number[]
  readonly transpositions: 'all' | 'not 0 and 9'
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)
const schemes: readonly Scheme[] = [
  {
    name: 'GB 11643, ISO 7064 MOD 11-2',
    stem: (random) => drawn(random, digits, 17),
    complete: (stem) => stem + residentCheck(stem),
    holds: (number) => residentCheck(number) === number[17],
    alphabet: digits,
    positions: range(0, 17),
    transpositions: 'all',
  },
  {
    name: 'GB 32100, MOD 31',
    stem: (random) => drawn(random, credit, 17),
    complete: (stem) => stem + creditCheck(stem),
    holds: (number) => creditCheck(number) === number[17],
    alphabet: credit,
    positions: range(0, 17),
    transpositions: 'all',
  },
  {
    name: 'GB 11714, MOD 11',
    stem: (random) => drawn(random, digits, 8),
    complete: (stem) => stem + organisationCheck(stem),
    holds: (number) => organisationCheck(number) === number[8],
    alphabet: digits,
    positions: range(0, 8),
    transpositions: 'all',
  },
  {
    name: 'Luhn',
    stem: (random) => drawn(random, digits, 15),
    complete: (stem) => [...digits].map((digit) => stem + digit).find(passesLuhn) ?? '',
    holds: passesLuhn,
    alphabet: digits,
    positions: range(0, 16),
    transpositions: 'not 0 and 9',
  },
  {
    name: 'IBAN, MOD 97-10',
    stem: (random) => drawn(random, digits, 18),
    complete: (stem) =>
      range(2, 99)
        .map((check) => `DE${String(check).padStart(2, '0')}${stem}`)
        .find(passesMod97) ?? '',
    holds: passesMod97,
    alphabet: digits,
    positions: range(4, 22),
    transpositions: 'all',
  },
  {
    name: 'HKID, MOD 11',
    stem: (random) => drawn(random, 'ABCDEFGHJKLMNPQRSTUVWXYZ', 1) + drawn(random, digits, 6),
    complete: (stem) => stem + hongKongCheck(stem),
    holds: (number) => hongKongCheck(number.slice(0, 7)) === number[7],
    alphabet: digits,
    positions: range(1, 7),
    transpositions: 'all',
  },
]

describe.each(schemes)('$name', ({ stem, complete, holds, alphabet, positions, transpositions }) => {
  const random = seeded(20231115)
  const numbers = Array.from({ length: 200 }, () => complete(stem(random)))
  it('completes every stem', () => {
    for (const number of numbers) expect(holds(number), number).toBe(true)
  })
  it('detects every single wrong character', () => {
    for (const number of numbers) {
      for (const position of positions) {
        for (const other of alphabet) {
          if (other === number[position]) continue
          const wrong = number.slice(0, position) + other + number.slice(position + 1)
          expect(holds(wrong), `${number} → ${wrong}`).toBe(false)
        }
      }
    }
  })
  it('detects every transposition of neighbours it promises to', () => {
    for (const number of numbers) {
      for (const position of positions.slice(0, -1)) {
        const a = number[position]!
        const b = number[position + 1]!
        if (a === b || (transpositions === 'not 0 and 9' && ((a === '0' && b === '9') || (a === '9' && b === '0')))) continue
        const wrong = number.slice(0, position) + b + a + number.slice(position + 2)
        expect(holds(wrong), `${number} → ${wrong}`).toBe(false)
      }
    }
  })
})

describe('TWID, MOD 10 with weights that are not all coprime to 10', () => {
  it('detects a wrong digit wherever the weight is coprime to 10', () => {
    const random = seeded(4)
    for (let n = 0; n < 200; n++) {
      const stem = drawn(random, 'ABCDEFGHJKLMNPQRSTUVXYWZIO', 1) + drawn(random, '12', 1) + drawn(random, digits, 7)
      const check = taiwanCheck(stem)
      // weights 8 7 6 5 4 3 2 1: positions 2, 6 and 8 carry 7, 3 and 1
      for (const position of [2, 6, 8]) {
        for (const other of digits) {
          if (other === stem[position]) continue
          expect(taiwanCheck(stem.slice(0, position) + other + stem.slice(position + 1))).not.toBe(check)
        }
      }
    }
  })
})
