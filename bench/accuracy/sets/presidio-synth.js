import { readJson } from '../files.js'

const kindOf = {
  CREDIT_CARD: 'PAYMENT_CARD',
  EMAIL_ADDRESS: 'EMAIL',
  IBAN_CODE: 'IBAN',
  US_SSN: 'US_SSN',
  IP_ADDRESS: 'IP_ADDRESS',
  PHONE_NUMBER: 'PHONE',
  PERSON: 'PERSON_EN',
  US_DRIVER_LICENSE: 'DRIVER_LICENCE',
}

/** Addresses outside the space that subscribers are given: IPv6 outside 2000::/3, private and reserved IPv4. */
const impersonal = /^(?:[014-9a-f][\da-f]{0,3}:|[23][\da-f]{0,2}:|(?:0|10|127)\.)/i

/**
 * Addresses: the set labels street, door, town and postcode apart, or all of them at once, and most are written the way of other countries. What
 * stands together is one address; one is asked for where it is written in English, with number, name and what the street is, or is a military
 * post office. The others are neither asked for nor wrong.
 */
const addressPart = /^(?:STREET_ADDRESS|GPE|ZIP_CODE)$/
const english =
  /\d[\dA-Za-z/-]*,? (?:(?!(?:apt|suite)\b)[\p{L}\d'’.-]+ ){1,4}(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|terrace|close|crescent|grove|square|circle|parkway|highway|row|hill)\b|\b[AFD]PO A[AEP]\b/iu
const addresses = ({ full_text: text, spans }) => {
  const runs = []
  for (const { entity_type, start_position, end_position } of spans
    .filter((span) => addressPart.test(span.entity_type))
    .toSorted((a, b) => a.start_position - b.start_position)) {
    const last = runs.at(-1)
    const joined = last !== undefined && /^[\s,>?]{0,12}$/.test(text.slice(last.to, start_position))
    const run = joined ? last : { from: start_position, to: 0, street: false }
    if (!joined) runs.push(run)
    run.to = end_position
    run.street ||= entity_type === 'STREET_ADDRESS'
  }
  const wanted = ({ from, to, street }) => street && english.test(text.slice(from, to))
  const places = (some) => some.map(({ from, to }) => [from, to])
  return { labels: places(runs.filter(wanted)), ignore: places(runs.filter((run) => !wanted(run))) }
}

/** Sentences filled in by a generator of fake data: every sentence is a case for every kind. */
export const presidioSynth = {
  id: 'presidio-synth',
  title: { zh: 'presidio-research 合成英文句', en: 'presidio-research synthetic sentences' },
  file: 'pii/presidio_research_synth_v2.json.gz',
  unclaimed: (folder) =>
    readJson(`${folder}/${presidioSynth.file}`)
      .flatMap((row) => row.spans.map((span) => span.entity_type))
      .filter((label) => kindOf[label] === undefined && label !== 'STREET_ADDRESS'),
  *cases(folder) {
    for (const row of readJson(`${folder}/${this.file}`)) {
      yield { kind: 'STREET_ADDRESS', lang: 'en', text: row.full_text, ...addresses(row), part: true }
      for (const [label, kind] of Object.entries(kindOf)) {
        const labels = row.spans.filter((span) => span.entity_type === label).map((span) => [span.start_position, span.end_position])
        // Addresses outside the space that subscribers are given are neither asked for nor wrong.
        const ignore = kind === 'IP_ADDRESS' ? labels.filter(([from, to]) => impersonal.test(row.full_text.slice(from, to))) : []
        yield { kind, lang: 'en', text: row.full_text, labels: labels.filter((label) => !ignore.includes(label)), ignore }
      }
    }
  },
}
