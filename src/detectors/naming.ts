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

/** Whether a word, in small letters, is one under which any value may stand. */
export const isOpenWord = (word: string): boolean => open.has(word)

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

/** The last word of a name as programs write them: of `rxBytes`, `rx_bytes` and `RX-Bytes` it is bytes. Empty for none. */
export const lastWord = (name: string): string =>
  name
    .replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .map((word) => word.replace(/\d+$/, ''))
    .findLast((word) => word !== '') ?? ''

/** Whether the name of a field, a JSON pointer, says that its values are something a rule would not know by that name. */
export function speaksOfOther(field: string): boolean {
  const name = ownName(field)
  if (han.test(name)) return propertyHan.test(name) || !(openHan.test(name.replace(/[\d_ ]+$/, '')) || someone.test(name))
  const last = lastWord(name)
  return last.length > 1 && !open.has(last)
}

/** Whether a name is that of a quantity or a property, whatever else it names: `phone_count`, `手机销量`. */
export const isProperty = (name: string): boolean => (han.test(name) ? propertyHan.test(name) : properties.has(lastWord(name)))

/** The same of the name of a field, a JSON pointer. */
export const speaksOfProperty = (field: string): boolean => isProperty(ownName(field))
