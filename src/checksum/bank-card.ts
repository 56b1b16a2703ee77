import type { Validator } from '../model.ts'
import { passesLuhn } from './luhn.ts'

/** Issuer identification ranges (ISO/IEC 7812-1) as lowest and highest prefix, with the lengths their networks issue. */
const networks: { readonly [network: string]: readonly (readonly [from: string, to: string, lengths: readonly number[]])[] } = {
  unionpay: [
    ['62', '62', [16, 17, 18, 19]],
    ['81', '81', [16, 17, 18, 19]],
  ],
  /** Debit cards of Chinese banks from before the 62 range, still in use: 9558 ICBC, 9559 ABC, 4367 and 4563 CCB and BOC with 19 digits. */
  'cn-debit': [
    ['9558', '9559', [19]],
    ['103', '103', [19]],
    ['603708', '603708', [19]],
    ['436742', '436742', [19]],
    ['456351', '456351', [19]],
  ],
  visa: [['4', '4', [13, 16, 19]]],
  mastercard: [
    ['51', '55', [16]],
    ['2221', '2720', [16]],
  ],
  amex: [
    ['34', '34', [15]],
    ['37', '37', [15]],
  ],
  diners: [
    ['300', '305', [14, 16]],
    ['3095', '3095', [14, 16]],
    ['36', '36', [14]],
    ['38', '39', [14, 16]],
  ],
  discover: [
    ['6011', '6011', [16, 19]],
    ['644', '649', [16, 19]],
    ['65', '65', [16, 19]],
  ],
  jcb: [
    ['3528', '3589', [16, 17, 18, 19]],
    ['2131', '2131', [15]],
    ['1800', '1800', [15]],
  ],
  mir: [['2200', '2204', [16, 17, 18, 19]]],
  rupay: [
    ['508', '508', [16]],
    ['6521', '6522', [16]],
  ],
  maestro: [
    ['5018', '5018', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['5020', '5020', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['5038', '5038', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['5612', '5612', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['5893', '5893', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['6304', '6304', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['6759', '6759', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['6761', '6763', [12, 13, 14, 15, 16, 17, 18, 19]],
  ],
  /** Ranges that are no longer given out or never were in full, but stand in older corpora and made-up data: 35, 50, 56 to 58, 0604, 67. */
  retired: [
    ['35', '35', [16]],
    ['50', '50', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['56', '58', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['0604', '0604', [12, 13, 14, 15, 16, 17, 18, 19]],
    ['67', '67', [12, 13, 14, 15, 16, 17, 18, 19]],
  ],
}

/** The ranges by the first digit of a number, in their order. */
const rangesByDigit = Array.from({ length: 10 }, (_, digit) =>
  Object.entries(networks).flatMap(([network, ranges]) =>
    ranges
      .filter(([from, to]) => Number(from[0]) <= digit && digit <= Number(to[0]))
      .map(([from, to, lengths]) => ({ network, from, to, lengths })),
  ),
)

/** The network a card number belongs to by prefix and length, or undefined. */
const cardNetwork = (digits: string): string | undefined => {
  for (const { network, from, to, lengths } of rangesByDigit[Number(digits[0])] ?? []) {
    const prefix = digits.slice(0, from.length)
    if (prefix >= from && prefix <= to && lengths.includes(digits.length)) return network
  }
  return undefined
}

/** Numbers that payment networks and gateways publish for tests: nobody's cards. */
const published = new Set(
  `4111111111111111 4012888888881881 4222222222222 4242424242424242 4000056655665556 4000000000000002 4000000000000077 4007000000027
   4917610000000000 4917300800000000 4988438843884305 4166676667666746 4646464646464644 4444333322221111 4929000000006 4462030000000000
   4484070000000000 4033020000001000 4539578763621486 4532015112830366 4716461583322103 5555555555554444 5105105105105100 5454545454545454
   5200828282828210 5425233430109903 5424000000000015 5431111111111111 5500000000000004 5555341244441115 5100290029002909 5577000055770004
   5136333333333335 2222400070000005 2223003122003222 2222405343248877 2720992593319364 2221000000000009 378282246310005 371449635398431
   378734493671000 370000000000002 374111111111111 340000000000009 30569309025904 38520000023237 36227206271667 36006666333344
   3056930009020004 36148900647913 6011111111111117 6011000990139424 6011000000000004 6011601160116611 6445644564456445 6510000000000034
   3530111333300000 3566002020360505 3566111111111113 3528000700000000 3569990010095841 6200000000000005 6200000000000047 6205500000000000004
   6243030000000001 6250941006528599 8171999927660000 8171999900000000021 6216261000000000018 6226090000000048 6221558812340000
   6759649826438453 6304000000000000 6771798021000008 5019717010103742`.split(/\s+/),
)

/**
 * Payment card number: issuer range and length of a known network, and Luhn (ISO/IEC 7812-1).
 * `args.networks` names the networks that count; all do when it is absent.
 * `args.published`: `except` (default) leaves out the test numbers of networks and gateways, `only` asks for them, `any` takes both.
 *
 * falsePass: 0.032 of random 16-digit strings, all networks (measured; see the tests); 0.002 for `["unionpay"]`.
 */
export const bankCard: Validator = {
  id: 'bank-card',
  falsePass: 0.032,
  check: (value, args) => {
    if (!/^[0-9]{12,19}$/.test(value)) return false
    const network = cardNetwork(value)
    if (network === undefined || (Array.isArray(args.networks) && !args.networks.includes(network))) return false
    const wanted = typeof args.published === 'string' ? args.published : 'except'
    if (wanted !== 'any' && published.has(value) !== (wanted === 'only')) return false
    // Ten equal digits or more in a row: a form filled in, not a card.
    return passesLuhn(value) && (wanted !== 'except' || !/([0-9])\1{9}/.test(value))
  },
}
