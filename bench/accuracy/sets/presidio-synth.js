import { readJson } from '../files.js'

const kindOf = {
  CREDIT_CARD: 'PAYMENT_CARD',
  EMAIL_ADDRESS: 'EMAIL',
  IBAN_CODE: 'IBAN',
  US_SSN: 'US_SSN',
  IP_ADDRESS: 'IP_ADDRESS',
  PHONE_NUMBER: 'PHONE',
  PERSON: 'PERSON_EN',
}

/** Addresses outside the space that subscribers are given: IPv6 outside 2000::/3, private and reserved IPv4. */
const impersonal = /^(?:[014-9a-f][\da-f]{0,3}:|[23][\da-f]{0,2}:|(?:0|10|127)\.)/i

/** Sentences filled in by a generator of fake data: every sentence is a case for every kind. */
export const presidioSynth = {
  id: 'presidio-synth',
  title: { zh: 'presidio-research 合成英文句', en: 'presidio-research synthetic sentences' },
  file: 'pii/presidio_research_synth_v2.json.gz',
  *cases(folder) {
    for (const row of readJson(`${folder}/${this.file}`)) {
      for (const [label, kind] of Object.entries(kindOf)) {
        const labels = row.spans.filter((span) => span.entity_type === label).map((span) => [span.start_position, span.end_position])
        // Addresses outside the space that subscribers are given are neither asked for nor wrong.
        const ignore = kind === 'IP_ADDRESS' ? labels.filter(([from, to]) => impersonal.test(row.full_text.slice(from, to))) : []
        yield { kind, lang: 'en', text: row.full_text, labels: labels.filter((label) => !ignore.includes(label)), ignore }
      }
    }
  },
}
