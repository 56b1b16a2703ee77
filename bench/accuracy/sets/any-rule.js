import { readRows } from '../files.js'
import { framed } from '../kinds.js'

const kindOf = [
  [/^身份证号\(2代|^身份证号, 支持/, 'CN_RESIDENT_ID'],
  [/^手机号/, 'CN_MOBILE'],
  [/^座机/, 'CN_LANDLINE'],
  [/^统一社会信用代码$/, 'CN_USCC'],
  [/^车牌号/, 'CN_VEHICLE_PLATE'],
  [/^护照/, 'CN_PASSPORT'],
  [/^香港身份证/, 'HK_ID'],
  [/^澳门身份证/, 'MO_ID'],
  [/^台湾身份证/, 'TW_ID'],
  [/^qq号/, 'QQ_NUMBER'],
  [/^微信号/, 'WECHAT_ID'],
  [/^email/, 'EMAIL'],
  [/^mac地址/, 'MAC_ADDRESS'],
  [/^手机机身码/, 'IMEI'],
  [/^军官/, 'CN_MILITARY_ID'],
]

/** Examples of Chinese formats. Some are made up without a check digit, or outside every range given out: these are what is missed. */
export const anyRule = {
  id: 'any-rule',
  title: { zh: 'any-rule 中文格式示例', en: 'any-rule examples of Chinese formats' },
  file: 'pii/anyrule_cn_examples.jsonl',
  *cases(folder) {
    for (const row of readRows(`${folder}/${this.file}`)) {
      let kind = kindOf.find(([type]) => type.test(row.type))?.[1]
      if (kind === undefined) continue
      if (kind === 'CN_RESIDENT_ID' && /^\d{15}$/.test(row.text)) kind = 'CN_RESIDENT_ID_15'
      const { text, at } = framed(kind, row.text)
      const value = [at, at + String(row.text).length]
      yield { kind, lang: 'zh', text, labels: row.valid ? [value] : [], value }
    }
  },
}
