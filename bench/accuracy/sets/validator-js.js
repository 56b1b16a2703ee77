import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { readRows } from '../files.js'
import { framed } from '../kinds.js'

const byLocale = {
  isIdentityCard: {
    ES: 'ES_ID',
    FI: 'FI_HETU',
    IN: 'IN_AADHAAR',
    NO: 'NO_FODSELSNUMMER',
    PL: 'PL_PESEL',
    TH: 'TH_ID',
    'he-IL': 'IL_ID',
    'zh-CN': 'CN_RESIDENT_ID',
    'zh-HK': 'HK_ID',
    'zh-TW': 'TW_ID',
  },
  isTaxID: {
    'bg-BG': 'BG_EGN',
    'cs-CZ': 'CZ_RC',
    'de-DE': 'DE_TAX_ID',
    'dk-DK': 'DK_CPR',
    'en-CA': 'CA_SIN',
    'en-IE': 'IE_PPS',
    'en-US': 'US_EIN',
    'es-ES': 'ES_ID',
    'et-EE': 'EE_IK',
    'fi-FI': 'FI_HETU',
    'hr-HR': 'HR_OIB',
    'it-IT': 'IT_FISCAL_CODE',
    'lv-LV': 'LV_PK',
    'nl-NL': 'NL_BSN',
    'pt-PT': 'PT_NIF',
    'ro-RO': 'RO_CNP',
    'sv-SE': 'SE_PERSONNUMMER',
  },
  isMobilePhone: { 'zh-CN': 'CN_MOBILE' },
  isPassportNumber: { CN: 'CN_PASSPORT' },
}
const plain = {
  isBtcAddress: 'BITCOIN_ADDRESS',
  isCreditCard: 'PAYMENT_CARD',
  isEthereumAddress: 'ETHEREUM_ADDRESS',
  isIBAN: 'IBAN',
  isIMEI: 'IMEI',
  isLatLong: 'GPS',
}
/** Hardware addresses of no device: group and broadcast addresses, repetitions, and a form with spaces that no system prints. */
const impersonal = (text) => /^.[13579bdf]/i.test(text) || / /.test(text) || /^(..)(?:[:-]\1){5}$/i.test(text)

/** Options that narrow a kind to what no rule of ours asks: a scan does not know which issuer or country was wanted. */
const narrowed = (row) =>
  (row.validator === 'isLatLong' && !/\.\d{4}.*\.\d{4}/.test(row.text) && row.valid) ||
  (row.validator === 'isMACAddress' && row.valid && impersonal(row.text)) ||
  (row.validator === 'isCreditCard' && row.args !== null && !row.valid) ||
  (row.validator === 'isIBAN' && row.args !== null && !row.valid) ||
  (row.validator === 'isEmail' && row.args !== null) ||
  (row.validator === 'isMACAddress' && row.args !== null && JSON.stringify(row.args) !== '[{"eui":"48"}]')

/**
 * Telephone numbers are claimed in international form, because without the plus sign a scan does not know the country; and only where the
 * numbering plans agree: validator.js accepts by pattern what no operator has been given.
 */
const international = (text) => /^\+[0-9 ()-]+$/.test(text) && parsePhoneNumberFromString(text)?.isValid() === true

const kindOf = (row) => {
  const locale = Array.isArray(row.args) ? row.args[0] : undefined
  if (row.validator === 'isEmail') return 'EMAIL'
  if (row.validator === 'isMACAddress') return 'MAC_ADDRESS'
  if (typeof locale === 'string' && byLocale[row.validator]?.[locale] !== undefined) return byLocale[row.validator][locale]
  if (row.validator === 'isMobilePhone' && typeof locale === 'string' && locale !== 'any' && row.valid && international(row.text))
    return 'PHONE'
  return plain[row.validator]
}

/** Valid and invalid strings of validator.js, for the kinds a rule serves. */
export const validatorJs = {
  id: 'validator-js',
  title: { zh: 'validator.js 正误表', en: 'validator.js pairs' },
  file: 'pii/validatorjs_cases.jsonl.gz',
  *cases(folder) {
    const seen = new Set()
    for (const row of readRows(`${folder}/${this.file}`)) {
      const named = narrowed(row) ? undefined : kindOf(row)
      const kind = named === 'CN_RESIDENT_ID' && /^\d{15}$/.test(row.text) ? 'CN_RESIDENT_ID_15' : named
      if (kind === undefined || typeof row.text !== 'string' || row.text.trim() === '' || row.text.length > 300) continue
      const key = `${kind} ${row.text}`
      if (seen.has(key)) continue
      seen.add(key)
      const { text, at } = framed(kind, row.text)
      const value = [at, at + row.text.length]
      yield { kind, lang: /^zh/.test(row.args?.[0] ?? '') ? 'zh' : 'en', text, labels: row.valid ? [value] : [], value }
    }
  },
}
