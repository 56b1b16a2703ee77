import { digits, pad } from './random.js'

const sum = (list) => list.reduce((total, one) => total + one, 0)
const weighted = (text, weights) => sum(weights.map((weight, index) => weight * Number(text[index])))
const day = (r, from, to) => ({ year: String(r.between(from, to)), month: pad(r.between(1, 12), 2), day: pad(r.between(1, 28), 2) })
/** Draws until a number is one that is given out: some remainders are passed over. */
const given = (draw) => (r) => {
  for (;;) {
    const value = draw(r)
    if (value !== undefined) return value
  }
}

/** Verhoeff's check digit by its definition: products in the dihedral group of ten, permuted by place (1969, section 4). */
const dihedral = (a, b) => (a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)) : b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 10) % 5)
const permuted = (digit, times) => {
  let out = digit
  for (let n = 0; n < times % 8; n++) out = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][out]
  return out
}
const verhoeff = (stem) => {
  let c = 0
  for (const [index, digit] of [...stem].reverse().entries()) c = dihedral(c, permuted(Number(digit), index + 1))
  return c === 0 || c > 4 ? c : 5 - c
}
const luhn = (stem) =>
  (10 - (sum([...stem].reverse().map((digit, index) => (index % 2 === 0 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit] : Number(digit)))) % 10)) %
  10

/**
 * Numbers of persons in Europe and Latin America, by the rules of whoever gives them out, ways of writing them, and the words that forms and
 * letters have beside them.
 */
export const identity = {
  AT_SOCIAL_SECURITY: {
    draw: given((r) => {
      const date = day(r, 1930, 2015)
      const serial = String(r.between(100, 999))
      const born = date.day + date.month + date.year.slice(2)
      const check = (weighted(serial, [3, 7, 9]) + weighted(born, [5, 8, 4, 2, 1, 6])) % 11
      return check === 10 ? undefined : `${serial}${check}${r.one(['', '', ' '])}${born}`
    }),
    sentences: ['SVNR: {}', 'Sozialversicherungsnummer {}', 'Versicherungsnummer laut e-card: {}', 'SV-Nr. {} (Österreich)'],
  },
  CH_AHV: {
    draw: (r) => {
      const stem = `756${r.string(digits, 9)}`
      const value = `${stem}${(10 - ((weighted(stem, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10) % 10)) % 10}`
      return r.chance(0.7) ? `${value.slice(0, 3)}.${value.slice(3, 7)}.${value.slice(7, 11)}.${value.slice(11)}` : value
    },
    sentences: ['AHV-Nummer: {}', 'N° AVS {}', 'Numéro AVS : {}', 'AHV-Nr. {}, Bern'],
  },
  HU_IDENTITY: {
    draw: (r) =>
      r.one([
        () => {
          const stem = r.string(digits, 8)
          const value = `${stem}${weighted(stem, [3, 7, 3, 7, 3, 7, 3, 7]) % 10}`
          return r.chance(0.5) ? `${value.slice(0, 3)} ${value.slice(3, 6)} ${value.slice(6)}` : value
        },
        given(() => {
          const stem = `8${pad(r.between(20_000, 52_000), 5)}${r.string(digits, 3)}`
          const check = weighted(stem, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11
          return check === 10 ? undefined : `${stem}${check}`
        }),
        given(() => {
          const date = day(r, 1940, 1996)
          const stem = `${r.between(1, 2)}${date.year.slice(2)}${date.month}${date.day}${r.string(digits, 3)}`
          const check = weighted(stem, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) % 11
          return check === 10 ? undefined : `${stem[0]}-${stem.slice(1, 7)}-${stem.slice(7)}${check}`
        }),
      ])(r),
    sentences: ['TAJ szám: {}', 'Adóazonosító jel: {}', 'személyi szám: {}', 'TAJ-szám {}', 'személyi azonosító {}'],
  },
  JMBG: {
    draw: given((r) => {
      const date = day(r, 1935, 2012)
      const stem = `${date.day}${date.month}${date.year.slice(1)}${r.one(['50', '71', '30', '10', '85'])}${r.string(digits, 3)}`
      const rest = weighted(stem, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
      return rest === 1 ? undefined : `${stem}${rest === 0 ? 0 : 11 - rest}`
    }),
    sentences: ['EMŠO: {}', 'JMBG {}', 'matični broj: {}', 'ЈМБГ: {}', 'матични број {}'],
  },
  CY_TIC: {
    draw: (r) => {
      const stem = `0${r.string(digits, 7)}`
      const total = sum([...stem].map((digit, index) => (index % 2 === 1 ? Number(digit) : [1, 0, 5, 7, 9, 13, 15, 17, 19, 21][digit])))
      return `${stem}${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[total % 26]}`
    },
    sentences: ['TIC: {}', 'Cyprus tax identification code {}', 'ΑΦΤ: {}', 'Tax Identification Number: {}'],
  },
  LU_MATRICULE: {
    draw: (r) => {
      const date = day(r, 1930, 2015)
      const stem = `${date.year}${date.month}${date.day}${r.string(digits, 3)}`
      const value = `${stem}${luhn(stem)}${verhoeff(stem)}`
      return r.chance(0.4) ? `${value.slice(0, 4)} ${value.slice(4, 6)} ${value.slice(6, 8)} ${value.slice(8)}` : value
    },
    sentences: ['matricule: {}', "Numéro d'identification national : {}", 'Matricule {}', 'Identifikatiounsnummer {}'],
  },
  MX_CURP: {
    draw: (r) => {
      const date = day(r, 1940, 2015)
      const consonants = 'BCDFGHJKLMNPQRSTVWXYZ'
      const late = Number(date.year) >= 2000
      const stem = `${r.string(consonants, 1)}${r.string('AEIOU', 1)}${r.string(consonants, 2)}${date.year.slice(2)}${date.month}${date.day}${r.one(['H', 'M'])}${r.one(['DF', 'JC', 'NL', 'OC', 'VZ', 'NE'])}${r.string(consonants, 3)}${late ? r.one(['A', 'B']) : '0'}`
      const total = sum([...stem].map((character, index) => '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'.indexOf(character) * (18 - index)))
      return `${stem}${(10 - (total % 10)) % 10}`
    },
    sentences: ['CURP: {}', 'Mi CURP es {}.', 'alta de {} en el padrón', 'CURP {} del beneficiario'],
  },
  CL_RUT: {
    draw: (r) => {
      const stem = String(r.between(5_000_000, 24_999_999))
      const total = sum([...stem].reverse().map((digit, index) => Number(digit) * [2, 3, 4, 5, 6, 7][index % 6]))
      const check = ['0', 'K', '9', '8', '7', '6', '5', '4', '3', '2', '1'][total % 11]
      return r.chance(0.6) ? `${stem.slice(0, -6)}.${stem.slice(-6, -3)}.${stem.slice(-3)}-${check}` : `${stem}-${check}`
    },
    sentences: ['RUT: {}', 'RUT {}', 'Cédula de identidad N° {}', 'R.U.T. {}'],
  },
  AR_CUIL: {
    draw: (r) => {
      const stem = `${r.one(['20', '23', '27'])}${r.between(10_000_000, 45_999_999)}`
      const rest = 11 - (weighted(stem, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)
      const value = `${stem}${rest === 11 ? 0 : rest === 10 ? 9 : rest}`
      return r.chance(0.6) ? `${value.slice(0, 2)}-${value.slice(2, 10)}-${value.slice(10)}` : value
    },
    sentences: ['CUIL: {}', 'CUIT {}', 'C.U.I.L. N° {}', 'El CUIL del trabajador es {}'],
  },
  DATE_OF_BIRTH: {
    draw: (r) => {
      const { year, month, day: of } = day(r, 1930, 2012)
      return r.one([
        `${of}/${month}/${year}`,
        `${of}.${month}.${year}`,
        `${year}-${month}-${of}`,
        `${month}/${of}/${year}`,
        `${of}/${month}/${year.slice(2)}`,
      ])
    },
    sentences: [
      ...['Date of birth: {}', 'DOB {}', 'his birthday is {}', '"birthDate": "{}"', 'D.O.B.: {}', 'Date of Birth (DD/MM/YYYY): {}'],
      ...[
        'Geburtsdatum: {}',
        'date de naissance : {}',
        'fecha de nacimiento: {}',
        'data di nascita {}',
        'data urodzenia: {}',
        'Datum narození: {}',
      ],
      ...['geboortedatum {}', 'fødselsdato: {}', 'Födelsedatum: {}', 'data de nascimento: {}', 'születési idő: {}'],
    ],
  },
}
