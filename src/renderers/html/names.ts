import type { Words } from '../../model.ts'
import type { Shape } from '../../text/shapes.ts'

type Names = { readonly [code: string]: Words }
const named = (names: Names, code: string): Words => (Object.hasOwn(names, code) ? names[code]! : { zh: code, en: code })

const languages: Names = {
  ar: { zh: '阿拉伯语', en: 'Arabic' },
  bn: { zh: '孟加拉语', en: 'Bengali' },
  bo: { zh: '藏语', en: 'Tibetan' },
  cs: { zh: '捷克语', en: 'Czech' },
  da: { zh: '丹麦语', en: 'Danish' },
  de: { zh: '德语', en: 'German' },
  el: { zh: '希腊语', en: 'Greek' },
  en: { zh: '英语', en: 'English' },
  es: { zh: '西班牙语', en: 'Spanish' },
  fa: { zh: '波斯语', en: 'Persian' },
  fi: { zh: '芬兰语', en: 'Finnish' },
  fr: { zh: '法语', en: 'French' },
  he: { zh: '希伯来语', en: 'Hebrew' },
  hi: { zh: '印地语', en: 'Hindi' },
  hu: { zh: '匈牙利语', en: 'Hungarian' },
  id: { zh: '印度尼西亚语', en: 'Indonesian' },
  it: { zh: '意大利语', en: 'Italian' },
  ja: { zh: '日语', en: 'Japanese' },
  kk: { zh: '哈萨克语', en: 'Kazakh' },
  ko: { zh: '韩语', en: 'Korean' },
  mn: { zh: '蒙古语', en: 'Mongolian' },
  ms: { zh: '马来语', en: 'Malay' },
  nl: { zh: '荷兰语', en: 'Dutch' },
  no: { zh: '挪威语', en: 'Norwegian' },
  pl: { zh: '波兰语', en: 'Polish' },
  pt: { zh: '葡萄牙语', en: 'Portuguese' },
  ro: { zh: '罗马尼亚语', en: 'Romanian' },
  ru: { zh: '俄语', en: 'Russian' },
  sv: { zh: '瑞典语', en: 'Swedish' },
  ta: { zh: '泰米尔语', en: 'Tamil' },
  th: { zh: '泰语', en: 'Thai' },
  tr: { zh: '土耳其语', en: 'Turkish' },
  ug: { zh: '维吾尔语', en: 'Uyghur' },
  uk: { zh: '乌克兰语', en: 'Ukrainian' },
  und: { zh: '未判定', en: 'undetermined' },
  ur: { zh: '乌尔都语', en: 'Urdu' },
  vi: { zh: '越南语', en: 'Vietnamese' },
  yue: { zh: '粤语', en: 'Cantonese' },
  zh: { zh: '中文', en: 'Chinese' },
  'zh-Hans': { zh: '中文（简体）', en: 'Chinese (simplified)' },
  'zh-Hant': { zh: '中文（繁体）', en: 'Chinese (traditional)' },
}

/** What stands in place of a label that a record does not have, that is rare, or that would have shown a match. */
const labels: Names = {
  '(none)': { zh: '（未注明）', en: '(none)' },
  '(other)': { zh: '（其他）', en: '(other)' },
  '(withheld)': { zh: '（已隐去）', en: '(withheld)' },
}
export const isPlaceholder = (label: string): boolean => Object.hasOwn(labels, label)
export const labelName = (label: string): Words => named(labels, label)

const scripts: Names = {
  latin: { zh: '拉丁字母', en: 'Latin' },
  digit: { zh: '数字', en: 'digits' },
  han: { zh: '汉字', en: 'Han' },
  kana: { zh: '假名', en: 'kana' },
  hangul: { zh: '谚文', en: 'Hangul' },
  cyrillic: { zh: '西里尔字母', en: 'Cyrillic' },
  arabic: { zh: '阿拉伯字母', en: 'Arabic' },
  other: { zh: '其他字符', en: 'other' },
  space: { zh: '空白', en: 'white space' },
}

const domains: Names = {
  pii: { zh: '个人信息', en: 'personal information' },
  secret: { zh: '密钥与凭据', en: 'secrets' },
  ip: { zh: '知识产权标记', en: 'IP-risk markers' },
  prohibited: { zh: '违法不良信息', en: 'prohibited content' },
  quality: { zh: '数据质量', en: 'quality' },
  contamination: { zh: '评测集污染', en: 'contamination' },
}

/** Why a match is not reported: the reasons detectors give. A shape without words does not compile. */
const suppressions: Names & { readonly [shape in `shape:${Shape}`]: Words } = {
  excluded: { zh: '公开的示例值或者排除清单中的值', en: 'published example or excluded value' },
  example: { zh: '不属于任何人的示例值', en: 'example value that belongs to nobody' },
  'no-person': { zh: '同一记录中没有可识别特定个人的标识', en: 'nothing in its record says whom it is about' },
  'no-context': { zh: '附近没有所需的上下文', en: 'no context near it' },
  'low-score': { zh: '证据不足，低于最低置信度', en: 'evidence below the lowest confidence' },
  overlap: { zh: '与证据更强的命中重叠', en: 'overlaps a surer finding' },
  collocation: { zh: '是更长词语的一部分', en: 'part of a longer word' },
  'shape:uuid': { zh: '属于 UUID', en: 'part of a UUID' },
  'shape:hex': { zh: '属于十六进制串', en: 'part of a hexadecimal string' },
  'shape:decimal': { zh: '属于小数', en: 'part of a decimal number' },
  'shape:url': { zh: '属于网址', en: 'part of a URL' },
  'shape:path': { zh: '属于路径', en: 'part of a path' },
  'shape:version': { zh: '属于版本号', en: 'part of a version number' },
  'shape:base64': { zh: '属于 Base64 编码', en: 'part of Base64 data' },
  'shape:isbn': { zh: '属于书号', en: 'part of a book number' },
  'shape:doi': { zh: '属于 DOI', en: 'part of a DOI' },
  'shape:timestamp': { zh: '属于时间戳', en: 'part of a timestamp' },
  'shape:order': { zh: '属于以时间开头的单号', en: 'part of an order number that begins with a time' },
  'shape:series': { zh: '属于一列数字', en: 'one of a series of numbers' },
  'shape:matrix': { zh: '属于数字矩阵的一行', en: 'part of a row of a matrix' },
  'shape:size': { zh: '属于存储容量或文件大小', en: 'a size of memory or of a file' },
  'shape:login': { zh: '属于登录的账号与主机', en: 'an account and the machine to log in to' },
  'shape:userinfo': { zh: '属于网址中的用户名和口令', en: 'part of the user and password of a URL' },
}

/** Why a match was not reported; the reason code itself when unknown. */
export const suppressionName = (code: string): Words => named(suppressions, code)
/** Name of a BCP 47 code in both languages; the code itself when unknown. */
export const languageName = (code: string): Words => named(languages, code)
/** Name of a script class of `CharacterCounts`; the class itself when unknown. */
export const scriptName = (code: string): Words => named(scripts, code)
/** Name of a rule domain; the id itself when unknown. */
export const domainName = (code: string): Words => named(domains, code)
