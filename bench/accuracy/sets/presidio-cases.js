import { readRows } from '../files.js'
import { framed } from '../kinds.js'

const kindOf = {
  CREDIT_CARD: 'PAYMENT_CARD',
  CRYPTO: 'CRYPTO_ADDRESS',
  DE_HEALTH_INSURANCE: 'DE_HEALTH_INSURANCE',
  DE_SOCIAL_SECURITY: 'DE_SOCIAL_SECURITY',
  DE_TAX_ID: 'DE_TAX_ID',
  EMAIL_ADDRESS: 'EMAIL',
  ES_NIE: 'ES_ID',
  ES_NIF: 'ES_ID',
  FI_PERSONAL_IDENTITY_CODE: 'FI_HETU',
  IN_AADHAAR: 'IN_AADHAAR',
  IN_GSTIN: 'IN_GSTIN',
  IN_PAN: 'IN_PAN',
  IP_ADDRESS: 'IP_ADDRESS',
  IT_FISCAL_CODE: 'IT_FISCAL_CODE',
  KR_RRN: 'KR_RRN',
  KR_FRN: 'KR_RRN',
  MAC_ADDRESS: 'MAC_ADDRESS',
  PHONE_NUMBER: 'PHONE',
  PL_PESEL: 'PL_PESEL',
  SE_PERSONNUMMER: 'SE_PERSONNUMMER',
  SG_NRIC_FIN: 'SG_NRIC',
  TH_TNIN: 'TH_ID',
  TR_NATIONAL_ID: 'TR_NATIONAL_ID',
  UK_DRIVING_LICENCE: 'UK_DRIVING_LICENCE',
  UK_NHS: 'UK_NHS',
  UK_NINO: 'UK_NINO',
  US_ITIN: 'US_ITIN',
  US_MBI: 'US_MBI',
  US_NPI: 'US_NPI',
  US_SSN: 'US_SSN',
  ABA_ROUTING_NUMBER: 'US_ABA',
  AU_TFN: 'AU_TFN',
  AU_MEDICARE: 'AU_MEDICARE',
  CA_SIN: 'CA_SIN',
  ZA_ID_NUMBER: 'ZA_ID',
}

/** Addresses that belong to no subscriber: Presidio reports them, a tool that looks for personal information has no reason to. */
const impersonal = /^(?:10\.|127\.|0\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|255\.|::|fe80|2001:db8|64:ff9b|684D|2345)/i
/** Hardware addresses of no device: group addresses and those that documentation uses. */
const nobodys = /\b(?:.[13579bdf][:-]|aa.?bb.?cc.?dd.?ee.?ff|00.11.22.33.44.55)/i
/** Cases about what is no concern here, with the reason. */
const outside = (kind, row, text) =>
  // Numbers of citizens and of foreigners are one kind here: what only one of the two recognisers must not take is no mistake.
  (kind === 'KR_RRN' && row.expected_len === 0 && (row.entities[0] === 'KR_RRN' ? /-?[5-8]\d{6}\b/ : /-?[1-4]\d{6}\b/).test(text)) ||
  (kind === 'MAC_ADDRESS' && row.expected_len > 0 && nobodys.test(text)) ||
  (kind === 'IP_ADDRESS' && row.expected_len > 0 && !row.spans.some(([from, to]) => !impersonal.test(text.slice(from, to))))

/** Input and expected places of Presidio's own tests of its recognisers. */
export const presidioCases = {
  id: 'presidio-cases',
  title: { zh: 'Presidio 识别器用例', en: 'Presidio recogniser cases' },
  file: 'pii/presidio_recognizer_cases.jsonl',
  unclaimed: (folder) =>
    readRows(`${folder}/${presidioCases.file}`)
      .map((row) => row.entities[0])
      .filter((label) => kindOf[label] === undefined),
  *cases(folder) {
    for (const row of readRows(`${folder}/${this.file}`)) {
      const kind = kindOf[row.entities[0]]
      if (kind === undefined || row.text === '' || outside(kind, row, row.text)) continue
      const alone = !/\p{L}{3}/u.test(
        row.spans.reduce((text, [from, to]) => text.slice(0, from) + ' '.repeat(to - from) + text.slice(to), row.text),
      )
      const bare = alone && !/[^\p{L}\p{N}.:\-/ ]/u.test(row.text) && framed(kind, row.text).text !== row.text
      const { text, at } = bare && kind !== 'IP_ADDRESS' && kind !== 'EMAIL' ? framed(kind, row.text) : { text: row.text, at: 0 }
      const labels = row.spans.map(([from, to]) => [from + at, to + at])
      if (row.expected_len > labels.length) yield { kind, lang: 'en', text, labels: [], expected: row.expected_len }
      else yield { kind, lang: 'en', text, labels }
    }
  },
}
