import { describe, expect, it } from 'vitest'
import { disagreements, makeMatcher, reported } from '../oracle.ts'

const matcher = makeMatcher()
const found = (text: string) => reported(matcher, text, ({ id }) => id.startsWith('pii-'))

/** Part of a URL is no number of its own, unless it is all of a parameter that has the name of its kind. */
describe('a parameter of a URL', () => {
  it.each([
    ['https://clinic.acme.pl/q?pesel=44051401359&page=2', ['pii-intl/pl-pesel 44051401359']],
    ['https://clinic.acme.pl/q?page=2&nrPesel=44051401359', ['pii-intl/pl-pesel 44051401359']],
    ['/kunde?bsn=111222333#top', ['pii-intl/nl-bsn 111222333']],
    ['see https://shop.acme.es/u?dni=12345678Z and go on', ['pii-intl/es-dni 12345678Z']],
    ['https://clinic.acme.pl/pesel/44051401359', []],
    ['https://clinic.acme.pl/pesel?item=44051401359', []],
    ['https://clinic.acme.pl/q?pesel=44051401359/7', []],
    ['https://clinic.acme.pl/q?pesel=a/44051401359', []],
  ])('%s', (text, values) => {
    expect(found(text)).toEqual(values)
    expect(disagreements(matcher, text)).toEqual([])
  })
})

describe('a name that says what else a value is', () => {
  it.each(['SKU: 972-70-2992', 'Order no: 3PR4-PJ5-VT82', 'Tracking number: 1 89 05 49 588 157 80', '流水号：S1234567D'])(
    '%s is of low confidence at most',
    (text) => {
      matcher.kernel.clear()
      const sure = matcher.hitsInText(text, '', 'text').filter(({ hit }) => hit.suppressed === undefined && hit.confidence >= 0.6)
      expect(sure.map(({ hit }) => hit.rule.id)).toEqual([])
    },
  )
})
