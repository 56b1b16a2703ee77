import parsePhoneNumber from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { validator, validators } from '../../src/checksum/index.ts'
import type { Json } from '../../src/model.ts'

const env = { asOf: '2026-11-23' }
const check = (id: string, value: string, args: { readonly [name: string]: Json } = {}): boolean => {
  const one = validator(id)
  if (one === undefined) throw new Error(`no validator ${id}`)
  return one.check(value, args, env)
}

/**
 * Numbers by their check character, in its order. They were worked out by another implementation than ours, from the standards'
 * formulas; birth dates lie in 1890, so that no living person has them.
 */
const perCheckCharacter: { readonly [id: string]: { readonly characters: string; readonly numbers: string } } = {
  'cn-ric': {
    characters: '0123456789X',
    numbers: `110105189001030020 110105189001060051 110105189001090082 110105189001280273 110105189001040034 110105189001070065
      110105189001180176 110105189001020017 110105189001050048 110105189001080079 11010518900119018X`,
  },
  'cn-uscc': {
    characters: '0123456789ABCDEFGHJKLMNPQRTUWXY',
    numbers: `911101080000074050 9111010800003071X1 911101080000148082 9111010800005069X3 911101080000233174 911101080000003775
      9111010800000962X6 911101080000033327 9111010800002183X8 911101080000059289 9111010800002220XA 91110108000011105B
      9111010800004218XC 91110108000018139D 91110108000002591E 9111010800001295XF 91110108000001855G 9111010800001332XH
      91110108000002225J 91110108000037006K 91110108000008512L 91110108000044409M 91110108000015915N 9111010800004699XP
      9111010800000444XQ 91110108000001484R 91110108000028126T 91110108000000748U 91110108000035529W 91110108000001118X
      9111010800001850XY`,
  },
  'cn-org-code': {
    characters: '0123456789X',
    numbers: '000004810 000002591 000002962 000003703 000001484 000001855 000005186 000000377 000000748 000004079 00000444X',
  },
  luhn: {
    characters: '0123456789',
    numbers: `4000000000000010 4000000000000051 4000000000000002 4000000000000093 4000000000000044 4000000000000085 4000000000000036
      4000000000000077 4000000000000028 4000000000000069`,
  },
  hkid: {
    characters: '0123456789A',
    numbers: 'Z6831320 Z6830111 Z6830332 Z6830553 Z6830774 Z6830995 Z6830006 Z6830227 Z6830448 Z6830669 Z683088A',
  },
  twid: {
    characters: '0123456789',
    numbers: 'Z190000090 Z190000241 Z190000152 Z190000063 Z190000214 Z190000125 Z190000036 Z190000367 Z190000278 Z190000009',
  },
}

describe.each(Object.entries(perCheckCharacter))('%s', (id, { characters, numbers }) => {
  const list = numbers.split(/\s+/)
  it('has a known answer for each of its check characters', () => {
    expect(list.map((number) => number.at(-1)).join('')).toBe(characters)
    for (const number of list) expect(check(id, number), number).toBe(true)
  })
  it('accepts no other check character', () => {
    for (const number of list) {
      for (const other of characters) {
        if (other !== number.at(-1)) expect(check(id, number.slice(0, -1) + other), number.slice(0, -1) + other).toBe(false)
      }
    }
  })
})

/** One IBAN per country, as printed in the SWIFT registry. */
const ibans = `AD1200012030200359100100 AE070331234567890123456 AT611904300234573201 BE68539007547034 BR9700360305000010009795493P1
  CH9300762011623852957 CY17002001280000001200527600 CZ6508000000192000145399 DE89370400440532013000 DK5000400440116243
  EE382200221020145685 ES9121000418450200051332 FI2112345600000785 FR1420041010050500013M02606 GB29NWBK60161331926819
  GI75NWBK000000007099453 GR1601101250000000012300695 HR1210010051863000160 HU42117730161111101800000000 IE29AIBK93115212345678
  IL620108000000099999999 IS140159260076545510730339 IT60X0542811101000000123456 KW81CBKU0000000000001234560101
  KZ86125KZT5004100100 LB62099900000001001901229114 LI21088100002324013AA LT121000011101001000 LU280019400644750000
  LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984
  MR1300020001010000123456753 MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NO9386011117947
  PK36SCBL0000001123456702 PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154
  QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519
  SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100 TN5910006035183598478831
  TR330006100519786457841326 UA213223130000026007233566001 VG96VPVG0000012345678901 XK051212012345678906 GE29NB0000000101904917
  AZ21NABZ00000000137010001944 BA391290079401028494 BG80BNBG96611020345678 BH67BMAG00001299123456 CR05015202001026284066
  DO28BAGR00000001212453611324 FO6264600001631634 GL8964710001000206 GT82TRAJ01020000001210029690 JO94CBJO0010000000000131000302
  LC55HEMM000100010012001200023015 SC18SSCB11010000000000001497USD ST68000100010051845310112 TL380080012345678910157
  VA59001123000012345678 IQ98NBIQ850123456789012 SV62CENR00000000000000700025 BY13NBRB3600900000002Z00AB00
  EG380019000500000000263180002 LY83002048000020100120361 AL47212110090000000235698741 BI4210000100010000332045181
  DJ2100010000000154000100186 NI45BAPR00000013000003558124 MN121234123456789123 FK88SC123456789012 OM810180000001299123456
  RU0304452522540817810538091310419 SD2129010501234001 SO211000001001000100141 YE15CBYE0001018861234567891234
  HN88CABF00000000000250005469`.split(/\s+/)

/** Published examples and numbers set aside for documentation: what must pass, and near misses. */
const answers: {
  readonly [id: string]: {
    readonly valid: readonly string[]
    readonly invalid: readonly string[]
    readonly args?: { readonly [name: string]: Json }
  }
} = {
  'cn-ric': {
    valid: [
      '11010519491231002X',
      '11010519491231002x',
      '11010519491231002×',
      '440524188001010014',
      '440524199001010018', // a division that was abolished afterwards
      '810000199408230021',
      '830000199201300022',
      '110105200002290013', // a leap day of a year divisible by 400
    ],
    invalid: [
      '110105194912310003', // no serial number 000
      '440524200001010013', // a division abolished before the birth
      '110105190002290017', // 1900 had no leap day
      '110105194912310021', // check character
      '11010519490231002X', // 31 February
      '110105202702280027', // after the reference date
      '11010519491231002Y', // no such check character
      '999999194912310028', // no such division
      '1101051949123100',
      '11010519491231002XX',
      '00010519491231002X',
      '',
    ],
  },
  'cn-ric15': {
    valid: ['110105491231002', '440301600229001'],
    invalid: ['110105490231002', '990105491231002', '440301610229001', '11010549123100', '310120491231002'],
  },
  'cn-permanent-resident': {
    valid: ['911124198108030024'],
    invalid: ['911124198108030025', '901124198108030024', '11010519491231002X'],
  },
  'cn-mobile': {
    valid: [
      '13812345678',
      '+8613812345678',
      '8613812345678',
      '008613812345678',
      '19912345678',
      '16212345678',
      '19200001234',
      '13987777777',
    ],
    invalid: [
      '12812345678',
      '14012345678',
      '14612345678',
      '15412345678',
      '1381234567',
      '138123456789',
      '13800138000',
      '13888888888',
      '13988888888', // eight equal digits at the end
      '+8513812345678',
    ],
  },
  'cn-landline': {
    valid: ['01082345678', '02161234567', '07552345678', '075582345678', '+861082345678', '08912345678'],
    invalid: ['0108234567', '01012345678', '02612345678', '03202345678', '0755123456', '4008123123', '01088888888', '0102345678901'],
  },
  'cn-uscc': {
    valid: ['91350100M000100Y43', '91350100m000100y43'],
    invalid: ['91350100M000100Y44', '91350100M000101Y43', '9135O100M000100Y43', '00350100M000100Y43', '91990100M000100Y43'],
  },
  luhn: { valid: ['79927398713', '4111111111111111'], invalid: ['79927398710', '0000000000', '7', '4111 1111 1111 1111'] },
  'bank-card': {
    args: { published: 'any' },
    valid: [
      '4111111111111111',
      '5555555555554444',
      '378282246310005',
      '30569309025904',
      '6011111111111117',
      '3530111333300000',
      '6200000000000005',
      '2223003122003222',
    ],
    invalid: ['4111111111111112', '1234567890123452', '9999999999999995', '0000000000000000', '62000000000000', '411111111111111'],
  },
  iban: {
    valid: ibans,
    invalid: [
      'GB82WEST12345698765433',
      'GB82WEST1234569876543',
      'ZZ82WEST12345698765432',
      'Gb82west12345698765432',
      'GB00WEST12345698765432',
      'GB99WEST12345698765432',
    ],
  },
  ssn: {
    valid: ['536224127', '001010001', '899999999'],
    invalid: [
      '000123456',
      '666123456',
      '900123456',
      '536004127',
      '536220000',
      '078051120',
      '219099999',
      '457555462',
      '123456789',
      '53622412',
    ],
  },
  nino: {
    valid: ['AB123456C', 'JG103759A', 'ab123456d'],
    invalid: ['QQ123456C', 'BG123456A', 'DA123456A', 'AO123456A', 'AB123456E', 'AB12345C', 'AB111111C'],
  },
  hkid: { valid: ['G123456A', 'L5555550', 'AB9876543', 'g123456a'], invalid: ['G1234560', 'G12345A', '1234567A', 'ABC9876543'] },
  twid: { valid: ['A123456789', 'a123456789'], invalid: ['A123456780', 'A323456789', 'A12345678', '1123456789'] },
  'phone-e164': {
    valid: ['+442079460958', '+12025550123', '+8613812345678', '+33612345678', '+81312345678', '+4915112345678'],
    invalid: ['+4420794609', '442079460958', '+99912345678', '+18005550100', '+80012345678', '+11111111111', '+1'],
  },
  'ipv4-public': {
    valid: ['11.22.33.45', '58.23.7.9', '185.199.108.153', '100.63.0.1', '172.32.0.1'],
    invalid: [
      '10.0.0.1',
      '172.16.5.4',
      '192.168.1.1',
      '127.0.0.1',
      '169.254.1.1',
      '100.64.0.1',
      '0.0.0.0',
      '255.255.255.255',
      '224.0.0.1',
      '192.0.2.1',
      '198.51.100.7',
      '203.0.113.9',
      '198.18.0.1',
      '8.8.8.8',
      '114.114.114.114',
      '223.5.5.5',
      '1.2.3.4',
      '5.5.5.5',
      '999.1.2.3',
      '1.2.3',
      '1.2.3.4.5',
      '01.2.3.5',
      '11.22.33.',
      '120.0.0.0',
    ],
  },
  'ipv6-public': {
    valid: ['2a00:1450:4001:81b::200e', '2408:8207:1850:2a60::4c8', '2400:cb00:2048:1:0:0:c629:d7a2', '2001:470::76'],
    invalid: [
      '::1',
      '::',
      'fe80::1',
      'fc00::1',
      'ff02::1',
      '2001:db8::1',
      '2001:0:53aa:64c::1',
      '2002:c000:204::1',
      '3fff::1',
      '2001:4860:4860::8888',
      '2400:3200::1',
      '2a00:::1',
      '2a00::1::2',
      '12345::',
      '2a00:1450:4001:81b:1:2:3::4', // the two colons stand for no group
      '2a00:1:2:3:4:5:6',
      '::ffff:192.0.2.1',
      '12:34:56',
    ],
  },
  email: {
    valid: [
      'x@example.com',
      'x@sub.example.org',
      'a@b.com',
      'John@Example-Mail.COM',
      'li.si+x@mail.tsinghua.edu.cn',
      '张三@中国.中国',
      'zhang_san@163.com',
      "o'neil@firm.co.uk",
      'jörg.weiß@käse-laden.ch',
      // Vowels are marks in this script.
      'सीता@b.com',
    ],
    invalid: [
      'git@github.com',
      'a@2x.png',
      'user@1.2',
      'x@localhost',
      'x@host.local',
      'a@b',
      '@b.com',
      'a@@b.com',
      'a.@b.com',
      '.a@b.com',
      'a..b@b.com',
      'a@-b.com',
      'a@b.c_m',
      'a@b.notatld',
      'noreply@b.com',
      'support@b.com',
      `${'a'.repeat(65)}@b.com`,
    ],
  },
  // BIP-39 test vectors
  bip39: {
    valid: [
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
      'legal winner thank year wave sausage worth useful legal winner thank yellow',
      'zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote',
      'letter, advice, cage, absurd, amount, doctor, acoustic, avoid, letter, advice, cage, above',
    ],
    invalid: [
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon',
      'zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo',
      'once upon a time there was a wallet that nobody could open',
      '',
    ],
  },
  'email-example': {
    valid: ['x@example.com', 'x@sub.example.org', 'a@yourcompany.com', 'a@mail.test.com', 'a@foo.bar'],
    invalid: ['a@b.com', 'a@examples.com', 'a@example-mail.com', 'a@latest.com'],
  },
  // In the forms that Gmail, Yahoo, Exchange, SES, sendmail, Mutt, Mozilla, Gnus, Wanderlust, Pine, Evolution, JavaMail, Exim and news readers make.
  'message-id': {
    valid: [
      'CABcdEfGhIjK+lM2nOpQrStUvWxYz0aBcDeFg=Hi@mail.gmail.com',
      '123456.78901.qm@web1234.mail.yahoo.com',
      'AB1PR02MB1234@AB1PR02MB1234.eurprd02.prod.outlook.com',
      '0100018a-000000@email.amazonses.com',
      '199407072116.RAA14128@cs.b.edu',
      '20170401203645.GA1234@b.org',
      '331FF2FF.FF6@b.com',
      '3341AE7C.665F552F.6.part2@b.com',
      '52756054.60206@b.org',
      '87h925qlx8.fsf@b.de',
      '87pts29hvu.wl@b.net',
      'Pine.LNX.4.64.0609031234@b.edu',
      '1518710367.3550.111.camel@b.de',
      '123.456.789.JavaMail.root@b.com',
      'E1abcDE-0001xy-2Z@b.org',
      '1993Apr5.123456.23456@b.edu',
      'ZM03twumu88V2NFH@b.org',
    ],
    invalid: [
      'anna@gmail.com',
      'anna@mail.b.com',
      'li.wei1990@b.com',
      '13812345678@163.com',
      'JohnSmithMcKay01@b.com',
      'ABBA.BABE@b.com',
      'camel@b.com',
      'E1anna@b.com',
      'fsf@b.org',
    ],
  },
  'token-crc32': {
    // The characters and the check that descriptions of the format publish; the prefix is not part of what is checked.
    valid: ['abc_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'],
    invalid: [
      'abc_0123456789abcdefghijklmnopqrstuvwxyz',
      'abc_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18',
      'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17',
    ],
  },
  'email-spelled': {
    valid: [
      'anna(at)b.com',
      'anna [at] b [dot] org',
      'anna%40b.com',
      'anna at b dot edu',
      'li{AT}b.com.cn',
      'anna dot k at b dot com',
      'xiaosan 下划线 02 艾特 b 点 com',
    ],
    invalid: ['anna(at)b', 'anna [at] b [dot] zz', 'git%40b', 'anna.b.com'],
  },
  jwt: {
    valid: [
      // RFC 7519, section 3.1 and section 6.1
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      'eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.',
    ],
    invalid: [
      'a.b.c',
      'eyJhbGciOiJIUzI1NiJ9.e30',
      'eyJ0eXAiOiJKV1QifQ.e30.dBjftJeZ4CVPmB92K27uhbUJU1p1r',
      'eyJhbGciOiJIUzI1NiJ9.W10.dBjftJeZ4CVPmB92K27uhbUJU1p1r',
    ],
  },
  'plate-cn': {
    valid: ['京A12345', '粤B12345D', '沪AD12345', '苏A·1B2C3', '京AF0236', '粤Z1234港', '川A1234学'],
    invalid: ['京I12345', '京A1234', '京AABCDE', '人A12345', '京A1234O', '京A123456', '京AO2345'],
  },
  'date-range': {
    valid: [
      ...[
        '1990-01-02',
        '1990年1月2日',
        '民國77年9月14日',
        '平成4年6月18日',
        '令和元年5月1日',
        '一九八三年六月二十日',
        '二〇〇五年十二月三十一日',
        '19900102',
        '02/01/1990',
        '12/31/1990',
        '31.12.1990',
        '31. 12. 1990',
        '6th of November 1969',
        '04JUL87',
        '02/MAR/1994',
        '17 May 58',
        '12/31/90',
        'January 2, 1990',
        '2 Jan 1990',
      ],
      // One day in each month, in languages whose names differ.
      ...[
        '2. Jänner 1990',
        '2 febbraio 1990',
        '2 de marzo de 1990',
        '2 avril 1990',
        '2 maggio 1990',
        '2 czerwca 1990',
        '2 juillet 1990',
        '1er août 1990',
      ],
      ...[
        '2 września 1990',
        '2 października 1990',
        '2 listopada 1990',
        '2. prosince 1990',
        '1990. május 14.',
        '31 juli 1990',
        '30 cervna 1990',
      ],
    ],
    invalid: [
      ...['1990-02-30', '2027-01-01', '1890-01-01', '31/31/1990', '1990-1', 'Foo 2, 1990', '99990101', '31.04.90'],
      ...[
        '民國77年9月34日',
        '令和99年5月1日',
        '一九八三年十三月二日',
        '一九八三年二十五月二日',
        '一九八三年六月十十日',
        '一九八三年一二月二日',
        '一九八三年六月十一二日',
        '一九八三年六月三十一日',
      ],
      ...['31 juin 1990', '31 czerwca 1990', '30 février 1990', '31 września 1990', '31 de noviembre de 1990'],
    ],
  },
  'cn-passport': {
    valid: ['E12345678', 'EA1234567', 'G12345678', 'SE1234567', 'KJ0123456', 'MA1234567'],
    invalid: ['EI1234567', 'A12345678', 'E1234567', 'E11111111'],
  },
  'cn-name': {
    args: { surnames: ['张王', '李欧'], compound: ['欧阳', '司马'], parts: ['扎西', '卓玛', '其木格'], not: ['先生', '张开'] },
    valid: ['张三', '王小明', '李四', '欧阳修', '欧阳小明', '扎西卓玛', '扎西其木格', '其木格卓玛'],
    invalid: ['张', '张开', '赵一', '李小小明', '王先生', '欧阳', '扎西', '扎西德勒'],
  },
  'latin-name': {
    args: { list: ['anna jean ruth', 'torbjorn lukasz'] },
    valid: ['Ruth Okafor', 'Okafor, Ruth', 'RUTH OKAFOR', 'Jean-Luc Picard', 'Torbjörn van der Velde', 'Łukasz Kowalski', 'Kessler Anna'],
    invalid: ['Ruth', 'Green Tea', 'Annabel Lee', '', 'Kowalski-Anna Ltd', 'RuthOkafor'],
  },
}

describe.each(Object.entries(answers))('%s', (id, { valid, invalid, args }) => {
  it.each(valid.map((value) => [value]))('accepts %s', (value) => {
    expect(check(id, value, args)).toBe(true)
  })
  it.each(invalid.map((value) => [value]))('rejects %s', (value) => {
    expect(check(id, value, args)).toBe(false)
  })
})

it('ids are unique, false-pass shares lie in (0, 1]', () => {
  expect(new Set(validators.map((one) => one.id)).size).toBe(validators.length)
  for (const one of validators) expect(one.falsePass > 0 && one.falsePass <= 1, one.id).toBe(true)
  expect(validator('no-such')).toBeUndefined()
})

describe('arguments', () => {
  it('bank-card counts only the named networks', () => {
    expect(check('bank-card', '4111111111111111', { networks: ['unionpay'], published: 'any' })).toBe(false)
    expect(check('bank-card', '6200000000000005', { networks: ['unionpay'], published: 'any' })).toBe(true)
  })
  it('bank-card tells published test numbers from others', () => {
    expect(check('bank-card', '4111111111111111')).toBe(false)
    expect(check('bank-card', '4111111111111111', { published: 'only' })).toBe(true)
    expect(check('bank-card', '4539148803436467')).toBe(true)
    expect(check('bank-card', '4539148803436467', { published: 'only' })).toBe(false)
    // Ten equal digits in a row are filled in; nine may be drawn.
    expect(check('bank-card', '4539777777777710')).toBe(false)
    expect(check('bank-card', '4539777777777314')).toBe(true)
  })
  it('cn-uscc tells sole traders from companies', () => {
    expect(check('cn-uscc', '91350100M000100Y43', { kinds: ['92'] })).toBe(false)
    expect(check('cn-uscc', '91350100M000100Y43', { except: ['92'] })).toBe(true)
    expect(check('cn-uscc', '91350100M000100Y43', { except: ['91'] })).toBe(false)
  })
  it('email tells persons from functions', () => {
    for (const role of [
      'loader@fleet-1.iam.gserviceaccount.com',
      'noreply@b.com',
      'support@b.com',
      'no-reply-42@b.com',
      'sales.cn@b.com',
    ]) {
      expect(check('email', role, { mailbox: 'role' }), role).toBe(true)
      expect(check('email', role, { mailbox: 'any' }), role).toBe(true)
      expect(check('email', role), role).toBe(false)
    }
    expect(check('email', 'zhang@b.com', { mailbox: 'role' })).toBe(false)
  })
  it('phone-e164 leaves out country codes', () => {
    expect(check('phone-e164', '+8613812345678', { except: ['86'] })).toBe(false)
    expect(check('phone-e164', '+12025550123', { except: ['1'] })).toBe(false)
    expect(check('phone-e164', '+12025550123', { except: ['86'] })).toBe(true)
  })
  it('phone-e164 leaves an extension aside, however long and however it is written', () => {
    for (const extension of ['x7', 'x1234567', 'ext1234567', ',ext:123', 'extension:12'])
      expect(check('phone-e164', `2025550123${extension}`, { country: '1' }), extension).toBe(true)
    expect(check('phone-e164', '2025550123x12345678', { country: '1' })).toBe(false)
  })
  it('phone-e164 says of every area and exchange of North America what the library says of its numbers', () => {
    const impersonal = ['TOLL_FREE', 'PREMIUM_RATE', 'SHARED_COST', 'UAN', 'VOICEMAIL']
    for (let area = 200; area < 1000; area++) {
      for (const line of ['0123456', '1115550', '2000123', '4110142', '5550123', '6786549', '9990110']) {
        const number = `${area}${line}`
        const phone = parsePhoneNumber(`+1${number}`)
        const personal = phone?.isValid() === true && !impersonal.includes(phone.getType() ?? '')
        expect(check('phone-e164', number, { country: '1' }), number).toBe(personal)
        expect(check('phone-e164', `+1${number}`, { except: ['86'] }), number).toBe(personal)
      }
    }
  })
  it('the reference date decides whether a birth date has come', () => {
    const one = validator('cn-ric')!
    expect(one.check('11010519491231002X', {}, { asOf: '1949-12-31' })).toBe(true)
    expect(one.check('11010519491231002X', {}, { asOf: '1949-12-30' })).toBe(false)
  })
})
