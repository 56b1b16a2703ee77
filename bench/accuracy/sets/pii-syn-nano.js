import { readJson } from '../files.js'

const kindOf = {
  EMAIL: 'EMAIL',
  SSN: 'US_SSN',
  IBAN: 'IBAN',
  CREDIT_CARD: 'PAYMENT_CARD',
  PHONE: 'PHONE',
  PAN: 'IN_PAN',
  AADHAR: 'IN_AADHAAR',
  ROUTING_NUMBER: 'US_ABA',
  PERSON: 'PERSON_EN',
  PASSPORT: 'PASSPORT',
  PASSPORT_NUM: 'PASSPORT',
  DRIVER_LICENSE: 'DRIVER_LICENCE',
  DRIVER_LICENSE_NUM: 'DRIVER_LICENCE',
  DRIVERS_LICENSE: 'DRIVER_LICENCE',
  LICENSE: 'DRIVER_LICENCE',
}

/** Short English sentences with invented personal data; the numbers in them are made up without regard to check digits. */
export const piiSynNano = {
  id: 'pii-syn-nano',
  title: { zh: 'PII-synthetic 英文短句', en: 'PII-synthetic English sentences' },
  file: 'pii/pii_syn_nano_en.json',
  unclaimed: (folder) =>
    readJson(`${folder}/${piiSynNano.file}`)
      .flatMap((row) => (row.NER ?? []).map((one) => one.label))
      .filter((label) => kindOf[label] === undefined),
  *cases(folder) {
    for (const row of readJson(`${folder}/${this.file}`)) {
      for (const kind of new Set(Object.values(kindOf))) {
        const labels = (row.NER ?? [])
          .filter((one) => kindOf[one.label] === kind && typeof one.entity === 'string')
          // Some labels carry the asterisks of their emphasis, which the text has not.
          .map(({ entity }) => (row.text.includes(entity) ? entity : entity.replace(/^\*+|\*+$/g, '')))
          .map((entity) => [row.text.indexOf(entity), row.text.indexOf(entity) + entity.length])
          .filter(([from]) => from >= 0)
        yield { kind, lang: 'en', text: row.text, labels }
      }
    }
  },
}
