import type { Gate, GateSides } from '../../model.ts'
import { longestLine } from './spans.ts'
import type { Delimiter } from './split.ts'

/** How a line looks that heads columns of persons, where no rule below it tells that it is a head. */
export interface Heads {
  /** Words that such columns are headed by: without one of them no line is worth the look. */
  readonly words: readonly string[]
  /** What stands beside such a word as only in a head, `name,dob` and not `name, dob`: in the notation of gates. */
  readonly sides: readonly GateSides[]
  readonly match: { readonly ci?: boolean; readonly whole?: boolean; readonly edge?: boolean }
  /** A longer line, in bytes, is no head. */
  readonly longest: number
  /** What may part the cells, the surest first. */
  readonly delimiters: readonly Delimiter[]
  /** How many columns no sentence seems to have. */
  readonly fewest: (delimiter: Delimiter) => number
  /** How many of them a rule must know. */
  readonly known: (delimiter: Delimiter, columns: number) => number
  /** What a column may be called. */
  readonly name: (delimiter: Delimiter) => RegExp
  /** Whether rows are alike: a figure or an address in the first, as many cells as heads in all. Else those of another shape are passed over. */
  readonly strict: boolean
}

/** Gates fold the case of ASCII letters alone, expressions that of all. */
const listed = (lines: string) =>
  lines
    .trim()
    .split(/\s+/)
    .flatMap((word) => [...new Set([word, word.replace(/[^\0-\x7f]/g, (letter) => letter.toUpperCase())])])
const latinName = /^[\p{L}_](?:[\p{L}\p{N}_/#().’'&-]| (?! )){0,30}$/u

export const latinHeads: Heads = {
  words: listed(`
    name names surname forename firstname lastname fullname email e-mail mail phone mobile tel telephone cell contact dob birth birthdate
    birthday address street postcode zip plate reg vrm ssn nino iban account acct card passport licence license upn staff mrn patient nhs
    password ip mac imei vin geburtsdatum vorname nachname telefon adresse anschrift nom prénom naissance nombre apellido apellidos dni nif
    correo teléfono telefono nacimiento matrícula cognome nome fiscale nascita nascimento pesel employee_id student_id emp_no employee_no
    account_no account_number sort_code first_name last_name full_name date_of_birth phone_number license_plate`),
  sides: [
    { after: '"?[,;]["A-Za-z_]|"?\t["A-Za-z_]| {0,3}[|] {0,3}[A-Za-z]| {2,24}[A-Za-z]' },
    // The last of its line.
    { before: '[A-Za-z_"][,;]"?|\t"?|[|] {0,3}| {2}', after: '"? {0,3}[|]?\r?\n' },
  ],
  match: { ci: true, whole: true },
  longest: 600,
  delimiters: ['tab', 'pipe', 'semicolon', 'comma', 'gap'],
  fewest: () => 2,
  // Two columns are a form as often as a table: there the first cell of each row names the second.
  known: (delimiter, columns) => (columns === 2 && delimiter !== 'comma' && delimiter !== 'semicolon' ? 2 : 1),
  name: () => latinName,
  strict: true,
}

/** A word or two, at most with a remark. */
const hanName = /^[\p{L}_#*][^\n。，：:；;！？?"“”]{0,19}$/u
/** Where blanks alone part the cells only Chinese words can be told from a sentence. */
const hanShortName = /^[\p{Script=Han}（）()/]{1,8}$/u

export const hanHeads: Heads = {
  words: listed(`
    姓名 户主 戶主 联系人 聯絡人 收件人 收货人 监护人 家长 持卡人 幼儿 学号 學號 学籍号 工号 员工编号 員工編號 考生号 身份证 身份证号 身份证号码
    身份證 身份證號碼 身分證 身分證字號 证件号 证件号码 公民身份号码 手机 手机号 手机号码 手機 手機號碼 电话 联系电话 联系方式 電話 聯絡電話
    车牌 车牌号 出生日期 出生年月 生日 银行卡 银行卡号 银行账号 家庭住址 住址 收货地址 微信号 病历号 住院号`),
  sides: [{ after: '\t|,| {2}| ?[|]|\u3000| [^\t-~]' }],
  match: { edge: false },
  longest: longestLine,
  delimiters: ['tab', 'comma', 'pipe', 'gap', 'blank'],
  fewest: (delimiter) => (delimiter === 'comma' || delimiter === 'blank' ? 3 : 2),
  known: (delimiter) => (delimiter === 'blank' ? 2 : 1),
  name: (delimiter) => (delimiter === 'blank' ? hanShortName : hanName),
  strict: false,
}

/** What marks lines that may be such a head. */
export const gatesOf = ({ words, sides, match }: Heads): readonly Gate[] => sides.map((side) => ({ literals: words, ...match, ...side }))

/** What holds for a line, its line feed included, that one of the gates marks. */
export function markOf({ words, sides, match }: Heads): RegExp {
  const word = `(?:${words.join('|')})${match.whole === true ? '(?![0-9A-Za-z])' : ''}`
  const before = match.edge === false ? '' : '(?<![0-9A-Za-z])'
  const beside = sides.map((side) => `${side.before === undefined ? before : `(?<=${side.before})`}${word}(?=${side.after})`)
  return new RegExp(beside.join('|'), match.ci === true ? 'i' : '')
}
