import { figures } from './score.js'

/** What the rules are meant to reach, each held to the rows it speaks of: as counted, and without the cases whose label is not followed. */

const share = (row, which, what) => figures(row[which])[what]
const at = (rows, set, kind) => rows.filter((row) => set.test(row.set) && kind.test(row.kind))
/** The lowest share of some rows; null where nothing could be counted. */
const lowest = (rows, which, what) => {
  const all = rows.map((row) => share(row, which, what)).filter((one) => one !== null)
  return all.length === 0 ? null : Math.min(...all)
}
/** Kinds of a set of which precision or recall stays below a share. */
const below = (rows, which, least) => [
  ...new Set(
    rows
      .filter((row) => [share(row, which, 'precision'), share(row, which, 'recall')].some((one) => one !== null && one < least))
      .map((row) => row.kind),
  ),
]
const percent = (value) => (value === null ? '–' : (value * 100).toFixed(1))

const both = (words, set, kind, precision, recall) => ({
  words,
  aim: `P ≥ ${precision * 100}, R ≥ ${recall * 100}`,
  measure: (rows, which) => {
    const own = at(rows, set, kind)
    const [p, r] = [lowest(own, which, 'precision'), lowest(own, which, 'recall')]
    return { value: `P ${percent(p)}, R ${percent(r)}`, met: (p ?? 1) >= precision && (r ?? 1) >= recall }
  },
})
const each = (words, set, kind, least) => ({
  words,
  aim: `P, R ≥ ${least * 100}`,
  measure: (rows, which) => {
    const own = at(rows, set, kind)
    const missing = below(own, which, least)
    const kinds = new Set(own.map((row) => row.kind)).size
    return {
      value: `${kinds - missing.length} / ${kinds}${missing.length === 0 ? '' : ` (${missing.join(', ')})`}`,
      met: missing.length === 0,
    }
  },
})
const f1 = (words, set, least) => ({
  words,
  aim: `F1 ≥ ${least}`,
  measure: (rows, which) => {
    const value = share(
      rows.find((row) => row.set === set),
      which,
      'f1',
    )
    return { value: value.toFixed(3), met: value >= least }
  },
})
const recall = (words, set, least) => ({
  words,
  aim: `R ≥ ${least * 100}`,
  measure: (rows, which) => {
    const value = share(
      rows.find((row) => row.set === set && row.kind === 'SECRET'),
      which,
      'recall',
    )
    return { value: percent(value), met: value >= least }
  },
})
const firing = (words, set, kind, most) => ({
  words,
  aim: most === 0 ? '0' : `≤ ${most * 100} %`,
  measure: (rows, which) => {
    const row = rows.find((one) => one.set === set && one.kind === kind)
    return {
      value: `${row[which].fp} / ${row.negatives} (${percent(row[which].fp / row.negatives)} %)`,
      met: row[which].fp / row.negatives <= most,
    }
  },
})

const labelled = /^(?!pii-syn-nano|gold)/
export const targets = [
  both(
    {
      zh: '居民身份证号、统一社会信用代码、IBAN、支付卡、网址中的口令（合成集）',
      en: 'resident id, USCC, IBAN, card, URL credentials (synthetic set)',
    },
    /^gold/,
    /^(?:CN_RESIDENT_ID|CN_USCC|IBAN|PAYMENT_CARD|URL_CREDENTIALS)$/,
    0.995,
    0.99,
  ),
  both({ zh: '提供方密钥（合成集）', en: 'keys of providers (synthetic set)' }, /^gold/, /^PREFIXED_KEY$/, 0.995, 0.99),
  both(
    { zh: '手机号、银行卡、车牌（合成集）', en: 'mobile, bank card, plate (synthetic set)' },
    /^gold/,
    /^(?:CN_MOBILE|CN_BANK_CARD|CN_VEHICLE_PLATE)$/,
    0.97,
    0.97,
  ),
  both({ zh: '电子邮箱（各集最低）', en: 'e-mail (lowest of all sets)' }, /./, /^EMAIL$/, 0.98, 0.98),
  both({ zh: '公网 IP（各集最低）', en: 'public IP (lowest of all sets)' }, labelled, /^IP_ADDRESS$/, 0.95, 0.95),
  each({ zh: 'Presidio 识别器用例，逐类', en: 'Presidio recogniser cases, every kind' }, /^presidio-cases$/, /./, 0.95),
  each({ zh: 'validator.js 正误表，逐类', en: 'validator.js pairs, every kind' }, /^validator-js$/, /./, 0.97),
  firing({ zh: 'libphonenumber 判为无效的号码', en: 'numbers that libphonenumber rejects' }, 'libphonenumber', 'PHONE', 0),
  f1(
    { zh: '中文姓名（启发式），AISHELL-NER 留出的一半', en: 'Chinese names (heuristic), the half of AISHELL-NER held out' },
    'aishell-ner-held-out',
    0.6,
  ),
  f1(
    { zh: '英文姓名（启发式），WNUT17 留出的一半', en: 'English names (heuristic), the half of WNUT17 held out' },
    'wnut17-held-out',
    0.45,
  ),
  recall({ zh: 'Nosey Parker 正例', en: 'Nosey Parker positives' }, 'noseyparker', 0.85),
  recall({ zh: 'gitleaks 正例', en: 'gitleaks positives' }, 'gitleaks', 0.85),
  firing({ zh: 'Nosey Parker 反例', en: 'Nosey Parker negatives' }, 'noseyparker', 'SECRET', 0.1),
  firing({ zh: 'gitleaks 反例', en: 'gitleaks negatives' }, 'gitleaks', 'SECRET', 0.1),
]

/** Findings of high confidence in clean text: all of them, and those that are not what the rule calls them. Null: not looked at. */
export const cleanTarget = (clean) => {
  const bytes = clean.reduce((sum, one) => sum + one.bytes, 0)
  const found = clean.reduce((sum, one) => sum + one.contacts + one.listed.reduce((n, { count }) => n + count, 0), 0)
  const wrong = clean.some((one) => one.wrong === null) ? null : clean.reduce((sum, one) => sum + one.wrong, 0)
  const per = (n) => (n / bytes) * 1e7
  return { found: per(found), wrong: wrong === null ? null : per(wrong) }
}
