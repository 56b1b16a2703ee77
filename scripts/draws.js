import { wordlist as seedWords } from '@scure/bip39/wordlists/english'
import { drawn, seeded } from './random.js'

/** How random strings of the right shape are drawn for each validator: what its `falsePass` is a share of. Seeded, the same everywhere. */
const digits = '0123456789'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const credit = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const vinCharacters = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ'
const plates = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** A string from a form: `d` digit, `A` capital, `x` digit or capital, everything else itself. */
const form = (shape) => (random) =>
  [...shape]
    .map((c) =>
      c === 'd' ? drawn(random, digits, 1) : c === 'A' ? drawn(random, upper, 1) : c === 'x' ? drawn(random, digits + upper, 1) : c,
    )
    .join('')
const n = (count) => form('d'.repeat(count))

/** Validator id → its draw, how many to draw, and the arguments; `n` is chosen so that a share is known to about a tenth. */
export const draws = {
  'ar-cuil': { draw: n(11), n: 200_000 },
  'at-social-security': { draw: n(10), n: 200_000 },
  'au-medicare': { draw: n(10) },
  'au-tfn': { draw: n(9) },
  'bank-card': { draw: n(16), n: 200_000 },
  'basic-credentials': { draw: (r) => drawn(r, `${base58}0OIl+/`, 24), n: 20_000, computed: true },
  'bech32-secret': { draw: (r) => `nsec1${drawn(r, bech32, 58)}`, n: 20_000, computed: true },
  'be-national-number': { draw: n(11), n: 400_000 },
  'bg-egn': { draw: n(10), n: 200_000 },
  bip39: { draw: (r) => Array.from({ length: 12 }, () => seedWords[Math.floor(r() * seedWords.length)]).join(' '), n: 20_000 },
  'bitcoin-private-key': { draw: (r) => (r() < 0.5 ? `5${drawn(r, base58, 50)}` : `K${drawn(r, base58, 51)}`), n: 20_000, computed: true },
  'bitcoin-address': { draw: (r) => (r() < 0.5 ? `1${drawn(r, base58, 33)}` : `bc1q${drawn(r, bech32, 38)}`), n: 20_000, computed: true },
  'br-cpf': { draw: n(11), n: 200_000 },
  'ca-sin': { draw: n(9) },
  'ch-ahv': { draw: form('756dddddddddd') },
  'cl-rut': { draw: n(9) },
  'cn-landline': { draw: n(11), n: 200_000 },
  'cn-mobile': { draw: n(11), n: 200_000 },
  'cn-org-code': { draw: (r) => drawn(r, digits + upper, 8) + drawn(r, `${digits}X`, 1) },
  'cn-passport': { draw: form('Adddddddd') },
  'cn-ric15': { draw: n(15), n: 400_000 },
  'cn-uscc': {
    draw: (r) =>
      drawn(r, '159Y', 1) +
      drawn(r, '123', 1) +
      drawn(r, digits, 6) +
      drawn(r, credit, 8) +
      drawn(r, `${digits}X`, 1) +
      drawn(r, credit, 1),
    n: 300_000,
  },
  'cy-tic': { draw: form('0dddddddA') },
  'cz-birth-number': { draw: n(10), n: 300_000 },
  'date-range': { draw: n(8), n: 300_000 },
  'de-health-insurance': { draw: form('Addddddddd') },
  'de-social-security': { draw: form('ddddddddAddd'), n: 200_000 },
  'de-tax-id': { draw: n(11), n: 300_000 },
  'dk-cpr': { draw: n(10) },
  'ee-isikukood': { draw: n(11), n: 300_000 },
  email: {
    draw: (r) => `${drawn(r, 'abcdefghij', 5)}@${drawn(r, 'abcdefghij', 6)}.${drawn(r, upper.toLowerCase(), 2 + Math.floor(r() * 3))}`,
    n: 50_000,
  },
  // Proves nothing: rules exclude what it accepts.
  'email-example': { draw: (r) => `${drawn(r, 'abcdefghij', 5)}@example.${drawn(r, upper.toLowerCase(), 3)}`, n: 1000 },
  mrz: { draw: form('xxxxxxxxxdAAAddddddd<dddddddxxxxxxxxxxxxxxdd'), n: 400_000, computed: true },
  'message-id': { draw: (r) => `${drawn(r, 'abcdefghij', 5)}@mail.gmail.com`, n: 1000 },
  'email-spelled': {
    draw: (r) => `${drawn(r, 'abcdefghij', 5)}(at)${drawn(r, 'abcdefghij', 6)}.${drawn(r, upper.toLowerCase(), 2 + Math.floor(r() * 3))}`,
    n: 50_000,
  },
  'es-dni': { draw: form('ddddddddA'), args: { kind: 'dni' } },
  'es-social-security': { draw: n(12), n: 300_000 },
  'ethereum-address': { draw: (r) => `0x${drawn(r, '0123456789abcdefABCDEF', 40)}`, n: 3_000, computed: true },
  'fi-hetu': { draw: form('dddddd-dddx'), n: 300_000 },
  'fr-nir': { draw: n(15), n: 300_000 },
  'fr-tax-number': { draw: n(13), n: 400_000 },
  gps: { draw: form('ddd.dddddd, ddd.dddddd') },
  'gr-amka': { draw: n(11), n: 200_000 },
  hkid: { draw: (r) => drawn(r, upper, 1) + drawn(r, digits, 6) + drawn(r, `${digits}A`, 1) },
  'hr-oib': { draw: n(11) },
  iban: { draw: form(`DE${'d'.repeat(20)}`), n: 200_000 },
  iccid: { draw: form(`89${'d'.repeat(17)}`) },
  'ie-pps': { draw: form('dddddddA') },
  'hu-identity': { draw: n(9) },
  'il-id': { draw: n(9) },
  imei: { draw: n(15) },
  imsi: { draw: n(15), n: 400_000 },
  'in-aadhaar': { draw: n(12) },
  'in-gstin': { draw: form('ddAAAAAddddAdZx'), n: 200_000 },
  'in-pan': { draw: form('AAAAAddddA') },
  'ipv4-public': { draw: (r) => [0, 0, 0, 0].map(() => Math.floor(r() * 256)).join('.'), n: 50_000 },
  'ipv6-public': { draw: (r) => Array.from({ length: 8 }, () => drawn(r, '0123456789abcdef', 4)).join(':'), n: 50_000 },
  'it-fiscal-code': { draw: form('AAAAAAddAddAdddA'), n: 400_000 },
  jmbg: { draw: n(13), n: 400_000 },
  'jp-my-number': { draw: n(12) },
  'kr-rrn': { draw: n(13), n: 300_000 },
  'lu-matricule': { draw: form('19ddddddddddd'), n: 400_000 },
  luhn: { draw: n(16) },
  'lv-personas-kods': { draw: n(11), n: 300_000 },
  'mac-address': { draw: (r) => drawn(r, '0123456789abcdef', 12) },
  nino: { draw: form('AAddddddA'), n: 200_000 },
  'mx-curp': {
    draw: (r) =>
      `G${drawn(r, 'AEIOU', 1)}${drawn(r, upper, 2)}${drawn(r, digits, 6)}${drawn(r, 'HM', 1)}DF${drawn(r, 'BCDFGHJKLMNPQRSTVWXYZ', 3)}${drawn(r, digits + upper, 1)}${drawn(r, digits, 1)}`,
    n: 300_000,
  },
  'nl-bsn': { draw: n(9) },
  'no-fodselsnummer': { draw: n(11), n: 300_000 },
  'phone-national': { draw: (r) => `0${drawn(r, digits, 2)} ${drawn(r, digits, 3)} ${drawn(r, digits, 4)}`, n: 20_000 },
  'phone-e164': { draw: (r) => `+${drawn(r, '123456789', 1)}${drawn(r, digits, 10)}`, n: 10_000 },
  'pl-pesel': { draw: n(11), n: 200_000 },
  'plate-cn': {
    draw: (r) => drawn(r, plates, 1) + drawn(r, 'ABCDEFGHJKLMNPQRSTUVWXYZ', 1) + drawn(r, 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789', 5),
    n: 50_000,
  },
  'pt-nif': { draw: n(9) },
  'ro-cnp': { draw: n(13), n: 400_000 },
  'se-personnummer': { draw: n(10), n: 200_000 },
  'sg-nric': { draw: (r) => drawn(r, 'STFGM', 1) + form('dddddddA')(r) },
  ssn: { draw: n(9) },
  'th-id': { draw: n(13) },
  'extended-private-key': { draw: (r) => `xprv${drawn(r, base58, 107)}`, n: 5_000, computed: true },
  'stellar-seed': { draw: (r) => `S${drawn(r, 'ABCD', 1)}${drawn(r, `${upper}234567`, 54)}`, n: 400_000 },
  'token-crc32': { draw: (r) => `abc_${drawn(r, `${base58}0OIl`, 36)}`, n: 20_000, computed: true },
  'tr-national-id': { draw: n(11) },
  'tron-address': { draw: (r) => `T${drawn(r, base58, 33)}`, n: 20_000, computed: true },
  twid: { draw: (r) => drawn(r, upper, 1) + drawn(r, '1289', 1) + drawn(r, digits, 8) },
  'uk-driving-licence': { draw: form('AAAAAddddddAAdAA'), n: 200_000 },
  'uk-nhs': { draw: n(10) },
  'us-aba': { draw: n(9) },
  'us-ein': { draw: n(9) },
  'us-itin': { draw: n(9), n: 200_000 },
  'us-mbi': { draw: form('dAxdAxdAAdd') },
  'us-npi': { draw: n(10), n: 200_000 },
  vin: { draw: (r) => drawn(r, vinCharacters, 8) + drawn(r, '0123456789X', 1) + drawn(r, vinCharacters, 8) },
  'za-id': { draw: n(13), n: 300_000 },
}

/**
 * Share of random strings that pass, in [0, 1].
 *
 * @param validator as in src/model.ts
 */
export const measureFalsePass = (validator, { draw, n: count = 100_000, args = {} }, asOf) => {
  const random = seeded(31)
  let passed = 0
  for (let i = 0; i < count; i++) if (validator.check(draw(random), args, { asOf })) passed += 1
  return { share: passed / count, count }
}

/** What chance allows between the stated and the measured share: a fifth, or four standard errors. */
export const tolerance = (stated, count) => Math.max(stated / 5, 4 * Math.sqrt(stated / count))
