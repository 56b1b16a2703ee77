/**
 * Invented but valid Chinese and international numbers. Check characters are computed here from the standards' own formulas, not with
 * the program's validators: a wrong table in one of the two shows as a missed number.
 */
import { digits, pad } from './random.js'

/** ISO 7064 MOD 11-2 (GB 11643): the recursive form of the standard. */
export const mod112 = (seventeen) => {
  let p = 0
  for (const digit of seventeen) p = ((p + Number(digit)) * 2) % 11
  const check = (12 - p) % 11
  return check === 10 ? 'X' : String(check)
}
/** Luhn: the digit that makes the sum a multiple of ten. */
export const luhn = (stem) => {
  let sum = 0
  for (const [index, digit] of [...stem].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    sum += Math.floor(value / 10) + (value % 10)
  }
  return String((10 - (sum % 10)) % 10)
}
const credit = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** GB 32100: weights are the powers of three modulo 31. */
const mod31 = (seventeen) => {
  let sum = 0
  let weight = 1
  for (const character of seventeen) {
    sum += credit.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return credit[(31 - (sum % 31)) % 31]
}
/** GB 11714: 11 - sum mod 11. */
const organisation = (eight) => {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = [...eight].reduce((total, character, index) => total + Number.parseInt(character, 36) * weights[index], 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}
/** ISO 13616: 98 minus the number modulo 97, with big integers. */
const ibanOf = (country, account) => {
  const number = BigInt([...`${account}${country}00`].map((character) => Number.parseInt(character, 36)).join(''))
  return `${country}${pad(98n - (number % 97n), 2)}${account}`
}

const day = (r, from, to) => {
  const year = r.between(from, to)
  return `${year}${pad(r.between(1, 12), 2)}${pad(r.between(1, 28), 2)}`
}
/** Divisions that have existed since before 1984 (GB/T 2260): a fixed handful of every part of the country. */
const divisions =
  '110101 110102 110105 110108 120101 120102 130102 130202 140105 150102 210102 210202 220102 230102 310101 310104 310105 320102 330102 330106 340102 350102 360102 370102 370202 410102 420102 430102 440103 440104 450102 510104 510105 520102 530102 540102 610102 620102 630102 640104 650102'.split(
    ' ',
  )
const mobilePrefixes =
  '130 131 132 133 134 135 136 137 138 139 145 147 150 151 152 153 155 156 157 158 159 162 165 166 167 170 171 172 173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 192 193 195 196 197 198 199'.split(
    ' ',
  )
const bins = ['622202', '622848', '621700', '622588', '621661', '622262', '623668', '621483', '625912', '628288']
const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const areaCodes = ['010', '021', '022', '023', '020', '0755', '0571', '0512', '0532', '0411', '0591', '0871', '0351', '0769']
const serial = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

export const make = {
  CN_RESIDENT_ID: (r) => {
    const stem = r.one(divisions) + day(r, 1940, 2018) + pad(r.between(1, 999), 3)
    // 110101 19900307 fills the fields of test forms: such numbers are nobody's, and the rule passes over them.
    return stem.startsWith('11010119900307') ? make.CN_RESIDENT_ID(r) : stem + mod112(stem)
  },
  CN_RESIDENT_ID_15: (r) => r.one(divisions) + day(r, 1940, 1985).slice(2) + pad(r.between(1, 999), 3),
  CN_MOBILE: (r) => {
    const number = r.one(mobilePrefixes) + r.string(digits, 8)
    return number === '13800138000' || /(\d)\1{6}$/.test(number) ? make.CN_MOBILE(r) : number
  },
  CN_BANK_CARD: (r) => {
    const stem = r.one(bins) + r.string(digits, r.one([9, 12, 12]))
    return /(\d)\1{7}/.test(stem) ? make.CN_BANK_CARD(r) : stem + luhn(stem)
  },
  CN_VEHICLE_PLATE: (r) => {
    const place = r.one([...provinces]) + r.one([...letters])
    if (r.chance(0.25))
      return (
        place + (r.chance(0.7) ? r.one(['D', 'F']) + r.one([...serial]) + r.string(digits, 4) : r.string(digits, 5) + r.one(['D', 'F']))
      )
    const five = [...r.string(digits, 5)]
    for (let n = r.below(3); n > 0; n--) five[r.below(5)] = r.one([...letters])
    return place + five.join('')
  },
  CN_USCC: (r) => {
    const eight = (r.chance(0.6) ? 'MA' : '') + r.string(serial.replace(/[SV]/g, '').replace(/Z/g, ''), 8)
    const stem = r.one(['91', '91', '91', '92', '51', '12', '11']) + r.one(divisions)
    const middle = eight.slice(0, 8)
    const seventeen = stem + middle + organisation(middle)
    return seventeen + mod31(seventeen)
  },
  CN_LANDLINE: (r) => {
    const area = r.one(areaCodes)
    return `${area}-${r.between(2, 8)}${r.string(digits, area.length === 3 ? 7 : r.one([6, 7]))}`
  },
  CN_PASSPORT: (r) =>
    r.chance(0.7) ? `E${r.one([...'ABCDEFGHJKLMN'])}${r.string(digits, 7)}` : `${r.one(['E', 'G'])}${r.string(digits, 8)}`,
  CN_TRAVEL_PERMIT: (r) =>
    r.chance(0.5)
      ? `H${r.between(1, 9)}${r.string(digits, 7)}`
      : `C${r.one([...letters.replace(/[IO]/g, '')])}${r.between(1, 9)}${r.string(digits, 6)}`,
  HK_ID: (r) => {
    const stem = r.one([...'ACDEGHKMPRSVYZ']) + r.string(digits, 6)
    const sum = [...stem].reduce((total, c, i) => total + (i === 0 ? c.charCodeAt(0) - 55 : Number(c)) * (8 - i), 36 * 9)
    const check = (11 - (sum % 11)) % 11
    return `${stem}(${check === 10 ? 'A' : check})`
  },
  TW_ID: (r) => {
    const codes = { A: 10, B: 11, C: 12, D: 13, E: 14, F: 15, G: 16, H: 17, J: 18, K: 19, N: 22, P: 23, Q: 24, T: 27, V: 29 }
    const letter = r.one(Object.keys(codes))
    const stem = r.one(['1', '2', '8', '9']) + r.string(digits, 7)
    const sum =
      Math.floor(codes[letter] / 10) + (codes[letter] % 10) * 9 + [...stem].reduce((total, c, i) => total + Number(c) * (8 - i), 0)
    return letter + stem + String((10 - (sum % 10)) % 10)
  },
  IBAN: (r) => {
    const [country, length] = r.one([
      ['DE', 18],
      ['NL', 14],
      ['BE', 12],
      ['PL', 24],
      ['FI', 14],
      ['DK', 14],
    ])
    return country === 'NL'
      ? ibanOf('NL', `${r.one(['ABNA', 'INGB', 'RABO'])}${r.string(digits, 10)}`)
      : ibanOf(country, r.string(digits, length))
  },
  PAYMENT_CARD: (r) => {
    const stem = r.one([
      `4${r.string(digits, 14)}`,
      `5${r.between(1, 5)}${r.string(digits, 13)}`,
      `3${r.one(['4', '7'])}${r.string(digits, 12)}`,
    ])
    return /(\d)\1{5}/.test(stem) ? make.PAYMENT_CARD(r) : stem + luhn(stem)
  },
  EMAIL: (r) =>
    `${r.string('abcdefghijklmnoprstuvwxyz', r.between(3, 8))}${r.chance(0.5) ? r.one(['.', '_', '-']) + r.string('abcdefghijkl', 4) : r.string(digits, r.below(4))}@${r.one(['qq.com', '163.com', 'gmail.com', 'sina.com.cn', 'foxmail.com', 'pku-lab.edu.cn', '126.com', 'outlook.com', 'mail.zju-demo.cn'])}`,
  IP_ADDRESS: (r) =>
    `${r.one([36, 58, 61, 101, 110, 116, 120, 171, 180, 202, 218, 222])}.${r.between(16, 251)}.${r.between(1, 251)}.${r.between(1, 254)}`,
  QQ_NUMBER: (r) => r.between(1, 9) + r.string(digits, r.between(6, 9)),
  WECHAT_ID: (r) =>
    r.chance(0.3)
      ? `wxid_${r.string('abcdefghijklmnopqrstuvwxyz0123456789', 14)}`
      : r.string('abcdefghijklmnop', r.between(4, 8)) + r.string(digits, r.between(2, 5)),
  DATE_OF_BIRTH: (r) => {
    const date = day(r, 1945, 2015)
    const [year, month, date2] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)]
    return r.one([`${year}年${Number(month)}月${Number(date2)}日`, `${year}-${month}-${date2}`])
  },
  URL_CREDENTIALS: (r) =>
    `${r.one(['mysql', 'postgresql', 'mongodb', 'redis', 'ftp'])}://${r.string('abcdefghij', 6)}:${r.string('abcdefghkmnprstuvwxyzABCDEFGHKMNPRSTUVWXYZ23456789', 12)}@${r.one(['db.prod-cn.net', '10.8.3.21', 'mysql.shop-cn.com'])}:${r.between(1000, 9999)}/app`,
}
