/** How an entry, or a clause of one, begins that denies, that finds nothing unusual, that asks or that points elsewhere; not of the words for an illness that begin so. */
const beginnings = [
  '[无無](?!痛|菌|症|精|脑|腦|肛|力)',
  '否(?!定)',
  '未(?!分化|破裂|成熟|特指)',
  '没有|沒有|暂无|暫無|不详|不詳|不明|不信教',
  '(?:正常|健康|良好|较好|較好|一般|体健|體健)(?!压|壓|焦虑|焦慮)',
  '阴性|陰性',
  '详见|詳見|同上|如下|请|請|什么|什麼|怎么|怎麼|哪|是否|□',
  '(?:no|none|normal(?! pressure)|healthy|not (?:applicable|specified|provided|known))\\b',
]
/** How such a clause ends. */
const endings = '.{0,24}(?:(?<!不)正常|阴性|陰性|未见异常|未見異常)'
/** What is all of such an entry. */
const wholes = '其他|其它|n\\/?a|null|nil|false|other|unknown'
/** Figures and signs, a line to fill in among them. */
const signs = '[\\s\\d.:+%/\\\\*?\\[\\]()（）【】_—–…xX×-]*'

const clause = new RegExp(`^${signs}(?:$|${beginnings.join('|')}|(?:${wholes}|${endings})${signs}$)`, 'iu')
const clauses = /[，,。;；\n]|\.(?=\s|$)/

/** Whether what a form or a field holds says nothing of anybody: it was left empty, or each of its clauses says that there is nothing, or nothing unusual. */
export const saysNothing = (entry: string): boolean => entry.split(clauses).every((one) => clause.test(one))
