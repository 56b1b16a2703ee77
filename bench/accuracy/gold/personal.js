import { identity } from './identity.js'
import { make as known, luhn, mod112 } from './numbers.js'
import { personalNegatives } from './personal-negatives.js'
import { cued, sensitive } from './personal-sentences.js'
import { digits, draws, pad } from './random.js'
import { streetAddress } from './street-addresses.js'

const seed = 20250619
const perKind = 300
const perNegative = 480

const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ'
const sum = (list) => list.reduce((total, one) => total + one, 0)
const weighted = (text, weights) => sum([...text].map((digit, index) => Number(digit) * weights[index]))
const yymmdd = (r, from, to) => `${pad(r.between(from, to), 2)}${pad(r.between(1, 12), 2)}${pad(r.between(1, 28), 2)}`

/** Brazil, CPF: two check digits, each eleven less the weighted sum modulo eleven, ten and eleven counted as nothing. */
const cpf = (r) => {
  const digit = (text) => {
    const rest = weighted(
      text,
      Array.from({ length: text.length }, (_, index) => text.length + 1 - index),
    )
    return String(rest % 11 < 2 ? 0 : 11 - (rest % 11))
  }
  const nine = r.string(digits, 9)
  const ten = nine + digit(nine)
  return ten + digit(ten)
}
/** Japan, individual number: order of ministry of 2014, article 5. */
const myNumber = (r) => {
  const eleven = `${r.between(1, 9)}${r.string(digits, 10)}`
  const rest = weighted(eleven, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
  return eleven + (rest <= 1 ? 0 : 11 - rest)
}
/** ISO 3779 with the check of 49 CFR 565 at the ninth place: letters by their place in the table of the regulation. */
const vin = (r) => {
  const value = (c) =>
    /\d/.test(c) ? Number(c) : [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9][c.charCodeAt(0) - 65]
  const serial = `${letters}${digits}`
  const body = [
    ...`${r.one(['LSV', 'LFV', 'LGB', 'LVS', 'LHG'])}${r.string(serial, 5)}0${r.one([...'KLMNPRST'])}${r.one([...letters])}${r.string(digits, 6)}`,
  ]
  const rest = sum(body.map((c, index) => value(c) * [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2][index])) % 11
  body[8] = rest === 10 ? 'X' : String(rest)
  return body.join('')
}
const provinces = [
  ['北京市', '', ['朝阳区', '海淀区', '丰台区', '通州区']],
  ['上海市', '', ['浦东新区', '徐汇区', '闵行区', '宝山区']],
  ['广东省', '深圳市', ['南山区', '福田区', '龙岗区']],
  ['广东省', '佛山市', ['顺德区', '南海区']],
  ['浙江省', '杭州市', ['西湖区', '余杭区', '萧山区']],
  ['江苏省', '苏州市', ['姑苏区', '吴江区', '昆山市']],
  ['四川省', '成都市', ['武侯区', '锦江区', '双流区']],
  ['湖北省', '武汉市', ['洪山区', '武昌区']],
  ['河南省', '郑州市', ['金水区', '中原区']],
  ['福建省', '泉州市', ['晋江市', '惠安县']],
  ['山东省', '临沂市', ['兰山区', '沂水县']],
  ['内蒙古自治区', '赤峰市', ['红山区', '宁城县']],
  ['广西壮族自治区', '南宁市', ['青秀区', '宾阳县']],
]
const streets = [
  '青松路',
  '和平街',
  '望江大道',
  '文三西路',
  '桂花巷',
  '南园新村',
  '建设北路',
  '解放大道',
  '长江中路',
  '学府街',
  '银杏胡同',
  '滨河东路',
  '科苑南路',
  '新华里',
]
const estates = ['翠湖花园', '阳光家园', '锦绣苑', '金桂小区', '东方名城', '', '', '']
/** An address as forms and parcels have it (GB/T 23705, GB/T 27766): down to the door, with and without province, town and estate. */
const address = (r) => {
  const [province, city, districts] = r.one(provinces)
  const district = r.one(districts)
  const place = r.one([`${province}${city}${district}`, `${province}${city}${district}`, `${city || province}${district}`])
  const street = `${r.one(['', '', '', '幸福街道', '河西镇'])}${r.one(streets)}${r.between(1, 399)}号${r.one(['', '', '院'])}`
  const door = r.one([
    () => `${r.between(1, 30)}号楼${r.between(1, 6)}单元${r.between(1, 28)}0${r.between(1, 4)}室`,
    () => `${r.between(1, 30)}栋${r.between(101, 2804)}室`,
    () => `${r.between(1, 30)}幢${r.between(1, 4)}单元${r.between(101, 1804)}`,
    () => `${r.between(1, 30)}-${r.between(1, 4)}-${r.between(101, 1804)}`,
    () => `${r.one(['A', 'B', 'C'])}座${r.between(101, 2804)}`,
    () => '',
  ])()
  const estate = r.one(estates)
  return place + street + (door === '' ? '' : estate + door)
}

/** Invented numbers and accounts, by the rules of whoever issues them. */
const make = {
  CN_ADDRESS: address,
  CN_PERMANENT_RESIDENT: (r) => {
    const stem = `9${r.one(['11', '31', '44', '33', '32'])}${r.one(['124', '840', '826', '392', '410', '276'])}${r.between(1950, 2005)}${yymmdd(r, 0, 99).slice(2)}${pad(r.between(1, 999), 3)}`
    return stem + mod112(stem)
  },
  CN_MEDICAL_RECORD: (r) =>
    r.one([`${r.string(digits, r.between(6, 10))}`, `ZY${r.string(digits, 8)}`, `M${r.string(digits, 7)}`, `0${r.string(digits, 9)}`]),
  CN_SOCIAL_INSURANCE: (r) =>
    r.one([
      `${r.one([...'ABCDEFG'])}${r.string(digits, 8)}`,
      r.string('123456789', 1) + r.string(digits, 8),
      `${r.string('123456789', 1)}${r.string(digits, 9)}`,
    ]),
  CN_DRIVING_FILE: (r) => r.one(['110', '310', '440', '330', '510', '420']) + r.string(digits, 9),
  CN_MILITARY_ID: (r) => `${r.one([...'军南沈北兰成济广海空'])}字第${r.string(digits, r.between(6, 8))}号`,
  ALIPAY_ACCOUNT: (r) => r.one([known.CN_MOBILE(r), known.EMAIL(r), `2088${r.string(digits, 12)}`]),
  BR_CPF: cpf,
  JP_MY_NUMBER: myNumber,
  VIN: vin,
  BE_NATIONAL_NUMBER: (r) => {
    const nine = yymmdd(r, 40, 99) + pad(r.between(1, 997), 3)
    return nine + pad(97 - (Number(nine) % 97), 2)
  },
  FR_NIR: (r) => {
    const stem = `${r.between(1, 2)}${pad(r.between(30, 99), 2)}${pad(r.between(1, 12), 2)}${pad(r.between(1, 95), 2).replace('20', '21')}${pad(r.between(1, 600), 3)}${pad(r.between(1, 990), 3)}`
    return stem + pad(97n - (BigInt(stem) % 97n), 2)
  },
  GR_AMKA: (r) => {
    const date = yymmdd(r, 40, 99)
    const stem = date.slice(4) + date.slice(2, 4) + date.slice(0, 2) + r.string(digits, 4)
    return stem + luhn(stem)
  },
  ICCID: (r) => {
    const stem = `8986${r.one(['00', '01', '03', '06'])}${r.string(digits, 13)}`
    return stem + luhn(stem)
  },
  STREET_ADDRESS: streetAddress,
  IMSI: (r) => `460${r.one(['00', '01', '03', '02', '11'])}${r.string(digits, 10)}`,
}
/** Ways of writing the same value. */
const written = (kind, value, r) => {
  const cut = (sizes, by) => {
    const ends = sizes.map((_, index) => sum(sizes.slice(0, index + 1)))
    return [...ends, value.length].map((end, index) => value.slice(ends[index - 1] ?? 0, end)).join(by)
  }
  if (kind === 'BR_CPF' && r.chance(0.6)) return `${value.slice(0, 3)}.${value.slice(3, 6)}.${value.slice(6, 9)}-${value.slice(9)}`
  if (kind === 'BE_NATIONAL_NUMBER' && r.chance(0.6))
    return `${value.slice(0, 2)}.${value.slice(2, 4)}.${value.slice(4, 6)}-${value.slice(6, 9)}.${value.slice(9)}`
  if (kind === 'FR_NIR' && r.chance(0.5)) return cut([1, 2, 2, 2, 3, 3], ' ')
  if (kind === 'JP_MY_NUMBER' && r.chance(0.4)) return cut([4, 4], r.one([' ', '-']))
  if (kind === 'CN_ADDRESS' && r.chance(0.06)) return value.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))
  return value
}

/** Who a sensitive fact is about, as records name people. */
const who = (r) =>
  r.one([
    () => `${r.one(['王', '李', '张', '陈', '赵', '周'])}某，身份证号${known.CN_RESIDENT_ID(r)}`,
    () => `身份证：${known.CN_RESIDENT_ID(r)}`,
    () => `手机${known.CN_MOBILE(r)}`,
    () => `联系电话：${known.CN_MOBILE(r)}`,
    () => `邮箱${known.EMAIL(r)}`,
    () => `护照号${known.CN_PASSPORT(r)}`,
  ])()

/**
 * A synthetic set of addresses, of numbers of cards and files, of identifiers of other countries, and of sensitive facts beside a person; and of
 * texts that hold such words or such shapes and neither the one nor the other.
 */
export const goldPersonal = {
  id: 'gold-personal',
  synthetic: true,
  title: { zh: '自造的地址、证卡与敏感信息合成集', en: 'own synthetic set of addresses, cards and sensitive facts' },
  *cases() {
    const r = draws(seed)
    for (const [kind, draw] of Object.entries(make)) {
      for (let n = 0; n < perKind; n++) {
        const sentence = r.one(cued[kind])
        const value = written(kind, draw(r), r)
        const at = sentence.indexOf('{}')
        const lang = /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en'
        yield { kind, lang, text: sentence.replace('{}', () => value), labels: [[at, at + value.length]], part: kind === 'STREET_ADDRESS' }
      }
    }
    for (const [kind, sentences] of Object.entries(sensitive)) {
      for (let n = 0; n < perKind; n++) {
        const text = r.one(sentences).replace('{who}', () => who(r))
        yield { kind, lang: 'zh', text, labels: [[0, text.length]], value: [0, text.length], whole: true }
      }
    }
    for (let n = 0; n < perKind; n++) {
      // GB 11643: the date of birth within the number; under fourteen on the reference date of the measurement.
      const stem = `${r.one(['110101', '310104', '440104', '510104'])}${r.between(2013, 2021)}${pad(r.between(1, 12), 2)}${pad(r.between(1, 28), 2)}${pad(r.between(1, 999), 3)}`
      const text = r
        .one(['学生身份证号{}，四年级二班。', '孩子的身份证号码是{}', '儿童姓名：小明，证件号码：{}', '{}'])
        .replace('{}', () => stem + mod112(stem))
      yield { kind: 'MINOR_UNDER_14', lang: 'zh', text, labels: [[0, text.length]], value: [0, text.length], whole: true }
    }
    const kinds = [...Object.keys(make), ...Object.keys(sensitive), 'MINOR_UNDER_14', ...Object.keys(identity)]
    for (const [draw, sentences] of Object.values(personalNegatives)) {
      for (let n = 0; n < perNegative; n++) {
        const text = r.one(sentences).replace('{}', () => draw(r))
        yield { kinds, lang: /\p{Script=Han}/u.test(text) ? 'zh' : 'en', text, labels: [] }
      }
    }
    for (const [kind, { draw, sentences }] of Object.entries(identity)) {
      for (let n = 0; n < perKind; n++) {
        const sentence = r.one(sentences)
        const value = draw(r)
        const at = sentence.indexOf('{}')
        yield { kind, lang: 'en', text: sentence.replace('{}', () => value), labels: [[at, at + value.length]] }
      }
    }
  },
}
