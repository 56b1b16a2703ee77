/** What looks like an identifier and is none: every text is expected to stay without a finding of the kinds measured here. */
import { luhn, make, mod112 } from './numbers.js'
import { digits, pad } from './random.js'

const hex = '0123456789abcdef'
const other = (r, character, alphabet) => r.one([...alphabet].filter((one) => one !== character))
const time = (r) =>
  `20${pad(r.between(15, 26), 2)}${pad(r.between(1, 12), 2)}${pad(r.between(1, 28), 2)}${pad(r.below(24), 2)}${pad(r.below(60), 2)}${pad(r.below(60), 2)}`
const uuid = (r) => [8, 4, 4, 4, 12].map((n) => r.string(hex, n)).join('-')

/** A valid number with another last character: what only the check character can tell. */
const broken = (kind, alphabet) => (r) => {
  const number = make[kind](r)
  return number.slice(0, -1) + other(r, number.at(-1), alphabet)
}

export const negatives = {
  'order-id-date': [
    (r) => time(r) + r.string(digits, r.one([4, 4, 5, 6, 3])),
    ['订单号{}已发货', '流水号：{}', '{}', '交易单号{}，金额已退', 'order {} shipped'],
  ],
  'snowflake-id': [
    (r) =>
      r.one([`1${r.string(digits, 18)}`, `${r.between(66, 75)}${r.string(digits, 17)}`, `${r.between(10, 99)}${r.string(digits, 16)}`]),
    ['帖子ID {}', '"id": {}', 'https://weibo.example/status/{}', '消息编号{}'],
  ],
  'timestamp-ms': [
    (r) => String(r.between(1300000000, 1800000000)) + r.string(digits, 3),
    ['时间戳{}', '"ts":{}', 'expires={}', '{} INFO 服务启动'],
  ],
  'timestamp-s': [(r) => String(r.between(1300000000, 1800000000)), ['时间戳{}', 'created_at: {}', '{}']],
  uuid: [uuid, ['请求{}失败', 'trace={}', '{}', '设备标识：{}']],
  hex: [(r) => r.string(hex, r.one([32, 40, 64])), ['md5 {}', 'commit {}', '校验和：{}', '{}']],
  decimal: [(r) => `${r.below(1000)}.${r.string(digits, r.between(11, 18))}`, ['结果为{}', '{}', '误差{}，可接受']],
  'amount-large': [(r) => `${r.between(1, 9)}${r.string(digits, 10)}.${r.string(digits, 2)}`, ['合计{}元', '营收{}万元', 'total {}']],
  'amount-of-eleven-digits': [
    (r) => make.CN_MOBILE(r),
    ['营收{}元，同比增长', '总播放量{}次', '文件大小{}字节', '余额¥{}', 'size={} bytes', '共{}条记录', '{} rows in set', '募资{}美元'],
  ],
  'mobile-range': [
    (r) =>
      r.one(['100', '101', '110', '112', '120', '121', '123', '125', '128', '129', '140', '141', '144', '154', '160', '161', '194']) +
      r.string(digits, 8),
    ['编号{}', '号码{}', '{}', '手机{}无法识别'],
  ],
  'mobile-longer': [(r) => make.CN_MOBILE(r) + r.string(digits, r.between(1, 6)), ['单号{}', '{}', '条码{}']],
  'mobile-test': [
    (r) => r.one(['13800138000', '13888888888', '13800000000', '18888888888', '13333333333']),
    ['测试号码{}', '手机号 {}', '{}'],
  ],
  tracking: [
    (r) =>
      r.one([
        `SF${r.string(digits, 13)}`,
        `YT${r.string(digits, 13)}`,
        `JD${r.string(digits, 12)}`,
        `78${r.string(digits, 12)}`,
        `43${r.string(digits, 11)}`,
        `ZTO${r.string(digits, 12)}`,
      ]),
    ['快递单号{}', '运单{}已签收', '{}'],
  ],
  'resident-check': [broken('CN_RESIDENT_ID', '0123456789X'), ['身份证{}', '号码{}有误', '{}']],
  'resident-date': [
    (r) => {
      const stem = `110101${r.between(1950, 2010)}${r.one(['0230', '1332', '0431', '0099'])}${pad(r.between(1, 999), 3)}`
      return stem + mod112(stem)
    },
    ['身份证{}', '{}'],
  ],
  'resident-region': [
    (r) => {
      const stem = `${r.one(['990101', '170101', '270105', '380102', '480103', '590101', '666666', '860755'])}19${pad(r.between(50, 99), 2)}0${r.between(1, 9)}1${r.between(0, 9)}${pad(r.between(1, 999), 3)}`
      return stem + mod112(stem)
    },
    ['编码{}', '{}'],
  ],
  'card-check': [broken('CN_BANK_CARD', digits), ['银行卡{}', '卡号{}不存在', '{}']],
  'card-network': [
    (r) => {
      const stem = r.one(['7', '9', '0', '1']) + r.string(digits, r.one([14, 15, 17]))
      return stem + luhn(stem)
    },
    ['编号{}', '{}', '会员卡{}'],
  ],
  'credit-check': [broken('CN_USCC', '0123456789ABCDEFGHJKLMNPQRTUWXY'), ['信用代码{}', '{}']],
  'iban-check': [
    (r) => {
      const number = make.IBAN(r)
      return number.slice(0, 3) + other(r, number[3], digits) + number.slice(4)
    },
    ['IBAN {}', '{}'],
  ],
  'hk-check': [
    (r) => {
      const number = make.HK_ID(r)
      return number.replace(/\((.)\)/, (_, c) => `(${other(r, c, '0123456789')})`)
    },
    ['香港身份证{}', '{}'],
  ],
  isbn: [
    (r) => {
      const stem = `978${r.one(['7', '0', '1', '3'])}${r.string(digits, 8)}`
      const check = (10 - ([...stem].reduce((sum, d, i) => sum + Number(d) * (i % 2 ? 3 : 1), 0) % 10)) % 10
      return r.chance(0.5) ? stem + check : `${stem.slice(0, 3)}-${stem[3]}-${stem.slice(4, 8)}-${stem.slice(8, 12)}-${check}`
    },
    ['ISBN {}', '书号：{}', 'ISBN：{}，定价四十元', '{}'],
  ],
  barcode: [
    (r) => {
      const stem = `69${r.string(digits, 10)}`
      return stem + ((10 - ([...stem].reduce((sum, d, i) => sum + Number(d) * (i % 2 ? 3 : 1), 0) % 10)) % 10)
    },
    ['条形码{}', '商品条码：{}', '{}'],
  ],
  doi: [
    (r) =>
      `10.${r.between(1000, 9999)}/j.cnki.${r.string(digits, 4)}-${r.string(digits, 4)}.20${pad(r.between(10, 26), 2)}.${r.string(digits, 11)}`,
    ['DOI：{}', 'doi:{}', '{}'],
  ],
  version: [
    (r) => `${r.below(30)}.${r.below(250)}.${r.below(250)}.${r.below(250)}`,
    ['版本{}', 'v{}', '升级到 version {}', '固件版本号：{}', 'Chrome/{} Safari/537.36'],
  ],
  'private-ip': [
    (r) =>
      r.one([
        `192.168.${r.below(256)}.${r.below(256)}`,
        `10.${r.below(256)}.${r.below(256)}.${r.below(256)}`,
        `172.${r.between(16, 31)}.${r.below(256)}.${r.below(256)}`,
        '127.0.0.1',
        '8.8.8.8',
        '114.114.114.114',
      ]),
    ['内网地址{}', 'ping {}', '绑定{}:8080', '{}'],
  ],
  'not-address': [(r) => `${r.between(256, 999)}.${r.below(999)}.${r.below(999)}.${r.below(999)}`, ['{}', '坐标{}']],
  price: [
    (r) => `${r.between(1, 99)},${r.string(digits, 3)},${r.string(digits, 3)}.${r.string(digits, 2)}`,
    ['人民币{}元', '￥{}', '总价{}'],
  ],
  telephone: [
    (r) => r.one([`400-${r.string(digits, 3)}-${r.string(digits, 4)}`, `800${r.string(digits, 7)}`, `95${r.string(digits, 3)}`]),
    ['客服热线{}', '全国统一电话{}', '请拨{}'],
  ],
  'date-range': [
    (r) =>
      `20${pad(r.below(26), 2)}-${pad(r.between(1, 12), 2)}-${pad(r.between(1, 28), 2)} ${pad(r.below(24), 2)}:${pad(r.below(60), 2)}:${pad(r.below(60), 2)}.${r.string(digits, 6)}`,
    ['发布于{}', '{} 已归档', '[{}] 任务完成'],
  ],
  'image-name': [(r) => `IMG_${time(r)}${r.string(digits, 4)}.jpg`, ['附件{}', '![图](images/{})', '{}']],
  'data-image': [
    (r) => `https://img.example-cdn.com/o1CN01${r.string('abcdefghijkLMNOPqrstuv0123456789', 8)}_!!${r.string(digits, 13)}.jpg`,
    ['{}', '主图：{}'],
  ],
  'scoped-package': [
    (r) => `@${r.string('abcdefghij', 5)}/${r.string('abcdefghij', 6)}@${r.below(9)}.${r.below(30)}.${r.below(30)}`,
    ['npm i {}', '依赖 {}', '升级{}'],
  ],
  'git-remote': [
    (r) => `git@${r.one(['github.com', 'gitee.com', 'gitlab.com'])}:${r.string('abcdefghij', 6)}/${r.string('abcdefghij', 6)}.git`,
    ['git clone {}', '仓库{}', '{}'],
  ],
  'retina-image': [(r) => `${r.string('abcdefghij', 6)}@${r.between(2, 3)}x.png`, ['图标{}', '{}']],
  table: [
    (r) => Array.from({ length: r.between(4, 8) }, () => String(r.below(10 ** r.between(4, 9)))).join(r.one(['\t', ' ', ',', ' | '])),
    ['{}', '{}\n'],
  ],
  code: [
    (r) =>
      r.one([
        `const K_${r.below(99)} = 0x${r.string(hex, 12)}`,
        `arr[${r.below(999)}] = ${r.string(digits, 10)}L;`,
        `if (n > ${r.string(digits, 11)}n) return ${r.below(9)}`,
        `SEED = ${r.between(1, 9)}${r.string(digits, 16)}`,
        `#define MAGIC ${r.between(1, 9)}${r.string(digits, 14)}ULL`,
      ]),
    ['{}', '    {}\n'],
  ],
  student: [(r) => `20${pad(r.between(10, 26), 2)}${r.string(digits, r.between(4, 8))}`, ['学号{}', '工号{}', '准考证号{}', '{}']],
  contract: [
    (r) => `${r.string('ABCDEFGHJK', 2)}-20${pad(r.between(10, 26), 2)}-${r.string(digits, 5)}-${r.string(digits, 3)}`,
    ['合同编号{}', '文号{}', '{}'],
  ],
  model: [
    (r) =>
      `${r.string('ABCDEFGHJKLMNPRSTUVWXYZ', r.between(1, 3))}${r.string(digits, r.between(4, 8))}${r.chance(0.4) ? r.one(['-A', 'PRO', 'X2']) : ''}`,
    ['型号{}', '料号：{}', '{}'],
  ],
  'ratio-list': [(r) => `${r.below(99)}:${r.below(99)}:${r.below(99)}:${r.below(99)}`, ['比分{}', '{}', '配比{}']],
  'plate-like': [
    (r) =>
      r.one([
        `京A${r.string(digits, 3)}`,
        `川${r.string(digits, 6)}`,
        `粤B${r.string(digits, 8)}`,
        `苏${r.between(1, 9)}号`,
        `云A${r.string('ABCDEFGH', 5)}`,
      ]),
    ['代码{}', '{}'],
  ],
  url: [(r) => `https://www.example-shop.cn/item/${make.CN_MOBILE(r)}?spm=${r.string(digits, 18)}`, ['{}', '见{}，有图']],
}
