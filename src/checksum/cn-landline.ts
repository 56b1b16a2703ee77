import type { Validator } from '../model.ts'

/**
 * Area codes without the leading zero. Three-digit ones (with it) go with eight-digit numbers. Codes merged into a neighbour's since
 * (0378, 0414, 0634, 0732, 0733, 0852, 0853, 0899) stay: corpora are older than the plan.
 */
const short = new Set(['10', '20', '21', '22', '23', '24', '25', '27', '28', '29'])
const span = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
const long = new Set([
  ...span(310, 319),
  '335',
  ...span(349, 359),
  ...span(370, 379),
  ...span(391, 396),
  '398', // Hebei, Shanxi, Henan
  '411',
  '412',
  ...span(414, 419),
  '421',
  '427',
  '429',
  ...span(431, 439),
  ...span(451, 459),
  '464',
  '467',
  '468',
  '469', // north-east
  ...span(470, 479),
  '482',
  '483', // Inner Mongolia
  ...span(510, 519),
  '523',
  '527',
  ...span(530, 539),
  '543',
  '546',
  '631',
  '632',
  '633',
  '634',
  '635', // Jiangsu, Shandong
  ...span(550, 559),
  ...span(561, 564),
  '566',
  ...span(570, 580),
  ...span(591, 599), // Anhui, Zhejiang, Fujian
  '660',
  '662',
  '663',
  '668',
  '691',
  '692',
  '701',
  ...span(710, 719),
  '722',
  '724',
  '728', // Guangdong, Yunnan, Jiangxi, Hubei
  ...span(730, 739),
  '743',
  '744',
  '745',
  '746',
  ...span(750, 760),
  '762',
  '763',
  '766',
  '768',
  '769', // Hunan, Guangdong
  ...span(770, 779),
  ...span(790, 799), // Guangxi, Jiangxi
  '812',
  '813',
  ...span(816, 818),
  '825',
  '826',
  '827',
  ...span(830, 839),
  ...span(851, 859), // Sichuan, Guizhou
  ...span(870, 879),
  '883',
  '886',
  '887',
  '888',
  ...span(891, 899), // Yunnan, Tibet, Hainan
  '901',
  '902',
  '903',
  '906',
  '908',
  '909',
  ...span(911, 917),
  '919',
  ...span(930, 939),
  '941',
  '943', // Xinjiang, Shaanxi, Gansu
  ...span(951, 955),
  ...span(970, 977),
  '979',
  ...span(990, 999), // Ningxia, Qinghai, Xinjiang
])

/**
 * Chinese fixed line with area code (numbering plan of MIIT): the code is in the table, the subscriber number starts with 2 to 8 and has
 * eight digits behind a three-digit code, seven or eight behind a four-digit one. Numbers of 400, 800 and 95 services are no persons.
 *
 * falsePass: 0.029 of random 11-digit strings (measured; see the tests).
 */
export const cnLandline: Validator = {
  id: 'cn-landline',
  falsePass: 0.029,
  check: (value) => {
    const number = /^(?:(?:\+?86|0086)0?|0)([1-9][0-9]{8,10})$/.exec(value)?.[1]
    if (number === undefined) return false
    const local = short.has(number.slice(0, 2)) ? number.slice(2) : long.has(number.slice(0, 3)) ? number.slice(3) : ''
    const lengths = short.has(number.slice(0, 2)) ? [8] : [7, 8]
    return lengths.includes(local.length) && /^[2-8]/.test(local) && !/^([0-9])\1+$/.test(local)
  },
}
