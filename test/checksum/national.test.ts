import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
// @ts-expect-error: a script in plain JavaScript
import * as script from '../../scripts/draws.js'
import { validator } from '../../src/checksum/index.ts'
import { keccak256 } from '../../src/checksum/keccak.ts'
import type { Json } from '../../src/model.ts'
import { seeded } from '../random.ts'

const require = createRequire(import.meta.url)
const env = { asOf: '2026-11-23' }
const check = (id: string, value: string, args: { readonly [name: string]: Json } = {}) => validator(id)!.check(value, args, env)
const { draws } = script as {
  readonly draws: {
    readonly [id: string]: { readonly draw: (random: () => number) => string; readonly args?: { readonly [name: string]: Json } }
  }
}

/** Numbers of `length` that pass, found by drawing. */
function passing(id: string, count: number): string[] {
  const random = seeded(2024)
  const { draw, args } = draws[id]!
  const found: string[] = []
  for (let tries = 0; found.length < count && tries < 200_000; tries++) {
    const value = draw(random)
    if (check(id, value, args)) found.push(value)
  }
  return found
}

/** Validators beside the same number in npm's stdnum: an implementation by others, which the program does without (11 MB, 0.1 s to load). */
const others: readonly (readonly [id: string, module: string])[] = [
  ['pl-pesel', 'pl/pesel'],
  ['de-tax-id', 'de/idnr'],
  ['es-dni', 'es/dni'],
  ['it-fiscal-code', 'it/codicefiscale'],
  ['nl-bsn', 'nl/bsn'],
  ['no-fodselsnummer', 'no/fodselsnummer'],
  ['ro-cnp', 'ro/cnp'],
  ['bg-egn', 'bg/egn'],
  ['ee-isikukood', 'ee/ik'],
  ['hr-oib', 'hr/oib'],
  ['tr-national-id', 'tr/tckimlik'],
  ['il-id', 'il/idnr'],
  ['in-aadhaar', 'in/aadhaar'],
  ['in-gstin', 'in/gstin'],
  ['th-id', 'th/idnr'],
  ['ca-sin', 'ca/sin'],
  ['br-cpf', 'br/cpf'],
  ['au-tfn', 'au/tfn'],
  ['at-social-security', 'at/vnr'],
  ['ch-ahv', 'ch/ssn'],
  ['jmbg', 'rs/jmbg'],
  ['mx-curp', 'mx/curp'],
  ['cl-rut', 'cl/rut'],
  ['ar-cuil', 'ar/cuit'],
]
/** What that implementation does not know: the county 70 of Romania, months past twelve of Austria. */
const unknownThere: { readonly [id: string]: RegExp } = { 'ro-cnp': /^.{7}70/, 'at-social-security': /^.{6}1[345]/ }
describe('what passes here passes elsewhere', () => {
  it.each(others)('%s and stdnum', (id, module) => {
    const { validate } = require(`stdnum/lib/cjs/${module}`) as { validate(value: string): { readonly isValid: boolean } }
    const found = passing(id, 12).filter((value) => unknownThere[id]?.test(value) !== true)
    expect(found.length).toBeGreaterThan(3)
    expect(found.filter((value) => !validate(value).isValid)).toEqual([])
  })
})

/** One check character at the end, right for exactly one of its alphabet. */
const digits = '0123456789'
const last: readonly (readonly [id: string, alphabet: string])[] = [
  ...['de-tax-id', 'hr-oib', 'pl-pesel', 'pt-nif', 'ro-cnp', 'bg-egn', 'ee-isikukood', 'gr-amka', 'il-id', 'za-id', 'in-aadhaar'].map(
    (id) => [id, digits] as const,
  ),
  ...[
    'jp-my-number',
    'th-id',
    'ca-sin',
    'br-cpf',
    'us-npi',
    'us-aba',
    'uk-nhs',
    'imei',
    'iccid',
    'de-health-insurance',
    'se-personnummer',
  ].map((id) => [id, digits] as const),
  ...['ar-cuil', 'ch-ahv', 'hu-identity', 'jmbg', 'lu-matricule', 'mx-curp'].map((id) => [id, digits] as const),
  ['cl-rut', '0123456789K'],
  ...['cy-tic', 'es-dni', 'it-fiscal-code', 'sg-nric'].map((id) => [id, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] as const),
  ['fi-hetu', '0123456789ABCDEFHJKLMNPRSTUVWXY'],
  ['in-gstin', '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
]
describe('every other check character is refused, and every one is right for some number', () => {
  it.each(last)('%s', (id, alphabet) => {
    const seen = new Set<string>()
    const { args } = draws[id]!
    for (const value of passing(id, 150)) {
      const own = value.at(-1)!
      seen.add(own)
      expect([...alphabet].filter((c) => check(id, value.slice(0, -1) + c, args))).toEqual([own])
    }
    expect(seen.size).toBeGreaterThan(Math.min(alphabet.length, 20) * 0.6)
  })
})

describe('published numbers', () => {
  it.each([
    ['uk-nhs', '9434765919', true],
    ['at-social-security', '1237010180', true],
    ['at-social-security', '1227010180', false],
    ['ch-ahv', '7569217076985', true],
    ['hu-identity', '123456788', true],
    ['hu-identity', '8071592153', true],
    ['hu-identity', '8071592154', false],
    ['jmbg', '0101006500006', true],
    ['lu-matricule', '1893120105732', true],
    ['mx-curp', 'HEGG560427MVZRRL04', true],
    ['mx-curp', 'HEGG560427MVZRRLA4', false],
    ['cl-rut', '123456785', true],
    ['ar-cuil', '20084908488', true],
    ['ar-cuil', '30500010912', false],
    ['cy-tic', '00123123T', true],
    ['us-itin', '987654321', false],
    ['us-itin', '999999999', false],
    ['us-itin', '987654331', true],
    ['uk-nhs', '9434765918', false],
    ['de-health-insurance', 'A123456780', true],
    ['fi-hetu', '131052-308T', true],
    ['jp-my-number', '123456789018', true],
    ['ie-pps', '1234567FA', true],
    ['ie-pps', '1234567T', true],
    ['ie-pps', '1234567TW', true],
    ['ie-pps', '1234567TX', true],
    ['ie-pps', '1234567FX', false],
    ['cz-birth-number', '515314207', true],
    ['cz-birth-number', '865314207', false],
    ['cz-birth-number', '655314207', false],
    ['fr-nir', '385069913501207', true],
    ['fr-nir', '283092A11803438', true],
    ['fr-tax-number', '3023217600053', true],
    ['fr-tax-number', '3023217600054', false],
    ['fr-tax-number', '4023217600053', false],
    ['fr-tax-number', '0000000000000', false],
    ['es-social-security', '281234567840', true],
    ['es-social-security', '28/12345678/40', true],
    ['es-social-security', '281234567841', false],
    ['es-social-security', '280123456742', true],
    ['es-social-security', '663829174637', true],
    ['es-social-security', '541234567840', false],
    ['es-social-security', '280000000028', false],
    ['no-fodselsnummer', '15478230106', true],
    ['no-fodselsnummer', '15878230106', false],
    ['ro-cnp', '2850624701230', true],
    ['ro-cnp', '9470912471100', true],
    ['it-fiscal-code', 'WZSYUO41B67L870C', true],
    ['it-fiscal-code', 'WZSYUO41B71L870M', false],
    ['sg-nric', 'S1234567D', true],
    ['sg-nric', 'F1234567N', true],
    ['sg-nric', 'M5398242L', true],
    ['us-aba', '021000021', true],
    ['vin', '1M8GDM9AXKP042788', true],
    ['vin', '1M8GDM9A1KP042788', false],
    ['imei', '490154203237518', true],
    ['bitcoin-address', '16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ', true],
    ['bitcoin-address', '16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyY', false],
    ['bitcoin-address', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', true],
    ['bitcoin-address', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0', true],
    ['bitcoin-address', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5', false],
    ['es-dni', '54237A', true],
    ['es-dni', '54237B', false],
    ['bitcoin-private-key', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ', true],
    ['bitcoin-private-key', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK', false],
    ['bitcoin-private-key', 'KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617', true],
    // The examples of NIP-19, of BIP 32 and of RFC 7617; a seed of Stellar; a name without a password, with a word for one, and no name.
    ['bech32-secret', 'nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5', true],
    ['bech32-secret', 'nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe4', false],
    [
      'extended-private-key',
      'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
      true,
    ],
    [
      'extended-private-key',
      'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHj',
      false,
    ],
    ['stellar-seed', 'SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHOKR', true],
    ['stellar-seed', 'SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHOKS', false],
    ['mrz', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10', true],
    ['mrz', 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10', true],
    ['mrz', 'L898902C36UTO7408122F1204159ZE184226B<<<<<11', false],
    ['mrz', 'L898902C36UTO7408123F1204159ZE184226B<<<<<10', false],
    ['mrz', 'L898902C36UTO7413122F1204159ZE184226B<<<<<10', false],
    ['mrz', 'D231458907UTO7408122F1204159<<<<<<<6', true],
    ['mrz', 'D231458907UTO7408122F1204159<<<<<<<5', false],
    ['mrz', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<', true],
    ['mrz', 'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<', true],
    ['mrz', 'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<7', false],
    ['basic-credentials', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ==', true],
    ['basic-credentials', 'YWVzLTI1Ni1nY206dG9wYXo_Nzd-Yg', true],
    ['basic-credentials', 'QWxhZGRpbjo=', false],
    ['basic-credentials', 'YWxpY2U6cGFzc3dvcmQ=', false],
    ['basic-credentials', 'YWxpY2UgYW5kIGJvYg==', false],
    ['ethereum-address', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', true],
    ['ethereum-address', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD', false],
    ['ethereum-address', '0x0000000000000000000000000000000000000000', false],
    ['tron-address', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', true],
    ['tron-address', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u', false],
  ] as const)('%s %s: %s', (id, value, expected) => {
    expect(check(id, value)).toBe(expected)
  })
  it('Keccak-256 of nothing and of "abc" are those of its authors', () => {
    expect(keccak256(new Uint8Array(0))).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
    expect(keccak256(Buffer.from('abc'))).toBe('4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45')
  })
})
