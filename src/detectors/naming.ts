import { pointerKeys } from '../notation/pointer.ts'

/**
 * What the name of a value says of it where no rule knows the name: nothing (`value`, `备注`, `col_3`), that it belongs to a person
 * (`username`, `收件人`), or that it is something else (`mem`, `偏移`, `drawing_no`).
 */

/** Last words of names under which any value may stand: of texts, of places in a row, of persons and of what they are reached by. */
const open = new Set(
  `
  text texts content contents body message messages msg value values val data datum info information note notes remark remarks comment
  comments memo desc description details extra other others misc field fields col column columns attr attribute attributes property arg
  args argument arguments input inputs output outputs result results response answer answers question title summary prompt completion query
  string str row record var variable feature unnamed number numbers num no nr id name names user users username login account accounts acct
  member members customer customers client clients buyer seller owner holder person people caller callee called calling sender receiver
  recipient from to driver student employee staff patient guardian parent parents agent applicant borrower lender tenant host guest visitor
  subscriber passenger rider worker teacher doctor husband wife spouse partner father mother son daughter brother sister emergency
  consignee consignor shipper payer payee beneficiary referrer inviter invitee nickname nick handle alias personal private home work office
  business whatsapp viber telegram signal weixin wechat wx alipay kakao sms identity identification payment billing mob ph tele cust emp
  salesman manager mgr boss leader director operator dealer address addr primary secondary alternate alt backup main entity entities
  mention mentions pii keyword keywords phrase sample example original chosen rejected utterance utterances context history dialogue dialog
  conversation chat reply replies review transcript caption paragraph paragraphs sentence sentences document doc passage instruction
  instructions system explanation reasoning thought target translation post story subject token`
    .trim()
    .split(/\s+/),
)

/** The same at the end of a Chinese name. */
const openHan =
  /(?:(?<!万)人|员|者|(?:车|业|店|户|失|房|货|船|雇|机)主|司机|老板|经理|主任|书记|教授|法定代表|[买卖对甲乙丙]方|(?:用|客|商|农|住|租|账|帐)户|(?<![时波全周边])长|(?:学|医|先|考|新)生|师|[校朋]?友|客|[家亲]属|亲|会员|账号|帐号|(?:登录|用户|姓|户)名|昵称|备注|内容|文本|正文|信息|说明|描述|详情|摘要|问题|答案|回答|消息|留言|评论|号码|联系|方式|[主被]叫|家庭|单位|公司|住宅|办公|证件|微信号?|支付宝号?|登录|备用|紧急|地址|实体|关键词|样本|对话|指令|输入|输出|段落|题目|题干|原文|译文|解析|回复|评价)$|^(?:值|号|问|答|名称|数据|字段|列|第.列)$/u

/** The commonest family names: two or three characters that begin so may be somebody, as the key of a list of telephone numbers. */
const someone =
  /^[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常]\p{Script=Han}{1,2}$/u

/** Last words of names that stand for a quantity, or for what a thing is like. */
const properties = new Set(
  `
  count counts cnt total totals sum avg average mean median min max rate ratio percent pct share size sizes bytes byte kb mb gb ms us ns
  sec secs seconds minutes hours amount amounts price cost costs fee usage used volume sessions views clicks opens sales score balance
  limit quota length len inode width height depth weight offset version seq sequence rank index mem memory rss vsz heap swap free avail
  available allocated capacity duration elapsed latency tokens steps seed hash checksum epoch timestamp population votes model tower code
  type form status brand os app page reason channel manufacturer make vendor plan kind class category flag level tier line lines`
    .trim()
    .split(/\s+/),
)
const propertyHan = /(?:[量额率值]|(?<!号)数|[总合累小]计|总和|时长|占比|价格?|费用?|余额|评分|次数|字节|内存|偏移|面积|人口|市值|股本)$/u

const han = /\p{Script=Han}/u
/** A name below a star of an array is that of the array. */
const ownName = (field: string): string => pointerKeys(field).findLast((key) => !/^(?:\d+|\*)$/.test(key)) ?? ''

/** Words of a name as programs write them: `rxBytes`, `rx_bytes` and `RX-Bytes` are rx and bytes. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .map((word) => word.replace(/\d+$/, ''))
    .filter((word) => word !== '')

/** Whether the name of a field, a JSON pointer, says that its values are something a rule would not know by that name. */
export function speaksOfOther(field: string): boolean {
  const name = ownName(field)
  if (han.test(name)) return propertyHan.test(name) || !(openHan.test(name.replace(/[\d_ ]+$/, '')) || someone.test(name))
  const last = wordsOf(name).at(-1)
  return last !== undefined && last.length > 1 && !open.has(last)
}

/** Whether the name of a field, a JSON pointer, is that of a quantity or a property, whatever else it names: `phone_count`, `手机销量`. */
export function speaksOfProperty(field: string): boolean {
  const name = ownName(field)
  if (han.test(name)) return propertyHan.test(name)
  return properties.has(wordsOf(name).at(-1) ?? '')
}

/** Names of elements that lay a text out, and say nothing of what is in them (HTML Living Standard 4.3 to 4.9). */
const layout = new Set(
  'td th tr p b i u s em strong span div li ul ol a h1 h2 h3 h4 h5 h6 font code pre dd dt label small big sub sup tt kbd samp mark q center section article'.split(
    ' ',
  ),
)

/** Properties that in running text stand before a number that is none of theirs. */
const bareWords = new Set(['line', 'code', 'app', 'us', 'ms', 'page', 'form', 'make', 'plan', 'kind', 'share'])

const quoted = /["']([^"'\n]{1,40})["']\s{0,4}[:：]\s{0,4}["']?$/
const assigned = /(?<![\p{L}\p{N}_.$-])([\p{L}_$][\p{L}\p{N}_.$-]{0,40})["']?[ \t]{0,2}(?<![=!<>]) ?=[ \t]{0,2}["']?$/u
const element = /<([A-Za-z_\p{Script=Han}][\p{L}\p{N}_.:-]{0,40})(?: [^<>\n]{0,60})?>[ \t]{0,2}$/u
const colon = /(?<![\p{L}\p{N}_.$-])([A-Za-z_][A-Za-z0-9_.-]{0,40})(?:["']?|[ \t]{1,16})[:：][ \t]{0,2}["']?$/u
const compound = /[A-Za-z0-9]_[A-Za-z0-9]|[a-z][A-Z]/
/** A line of a block of settings, which is set in. */
const inset = /(?:^|\n)(?:[ \t]{2,}(?:- )?|- |\t)["']?([\p{L}_][\p{L}\p{N}_.-]{0,40})["']?: {1,2}["']?$/u
/** A measure in the words of a log (`tokens 1200`), the bytes of an answer in a log of requests, the value of a metric (OpenMetrics). */
const spoken = /(?<![\p{L}\p{N}_.$-])([a-z][A-Za-z_]{1,30})[ \t]{1,2}$/u
const answered = /HTTP\/\d(?:\.\d)?" [1-5]\d\d $/
const metric = /"\} $/
/** What is called with a number: a generator, a date, a number of a kind of its own. Other calls are named for what they give, not for what they take. */
const called = /(?<![\p{L}\p{N}_$])([\p{L}_$][\p{L}\p{N}_$]{0,40})\([ \t]{0,2}["']?$/u
const calledWithNumbers = new Set(
  'rng seed random randint sleep date datetime time decimal fraction int int64 integer bigint long float double big'.split(' '),
)
const counted = /(\p{Script=Han}{1,10}?)(?:[:：=]|为|是|达到?|约|共)?[ \t]{0,2}$/u

/** What stands directly before a value, a quote and blanks left out; no label reaches over a line. */
const nearest = /([^\s"'])["']?[ \t]{0,4}["']?$/u
const alone = /^["']?\s{0,2}(?:\n|$)/
const numbering = /(?:编号|代码|编码|条码|流水|单号|批次)$/u
const isProperty = (name: string) => properties.has(wordsOf(name).at(-1) ?? '')

/**
 * The name that a value has in running text, as data and programs write it: a key, an assignment, an element, a setting; in Chinese also a quantity
 * directly before it. Undefined where a word before the value may as well be who says it (`alice: …`, `张三：…`).
 *
 * @param before some fifty characters before the value
 * @param after some behind it
 */
export function labelBefore(before: string, after: string): string | undefined {
  const last = nearest.exec(before)?.[1]
  switch (last) {
    case undefined:
      return undefined
    case '=':
      return assigned.exec(before)?.[1] ?? quantityIn(before)
    case '>': {
      const tag = element.exec(before)?.[1]
      return tag !== undefined && after.trimStart().startsWith('</') && !layout.has(tag.toLowerCase()) ? tag : undefined
    }
    case ':':
    case '：': {
      const key = quoted.exec(before)?.[1] ?? (alone.test(after) ? inset.exec(before)?.[1] : undefined)
      if (key !== undefined) return key
      const setting = colon.exec(before)?.[1]
      if (setting !== undefined) return compound.test(setting) || isProperty(setting) ? setting : undefined
      return quantityIn(before)
    }
    case '(': {
      const name = called.exec(before)?.[1]
      return name !== undefined && calledWithNumbers.has(wordsOf(name).at(-1) ?? '') ? name : undefined
    }
    case '}':
      return metric.test(before) ? 'bytes' : undefined
    default: {
      if (last >= '0' && last <= '9') return answered.test(before) ? 'bytes' : undefined
      if (last > '\u2e7f') return quantityIn(before)
      const word = spoken.exec(before)?.[1]
      return word !== undefined && isProperty(word) && !bareWords.has(word) ? word : undefined
    }
  }
}

function quantityIn(before: string): string | undefined {
  const quantity = counted.exec(before)?.[1]
  return quantity !== undefined && (propertyHan.test(quantity) || numbering.test(quantity)) ? quantity : undefined
}
