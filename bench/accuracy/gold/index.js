import { negatives } from './negatives.js'
import { make } from './numbers.js'
import { draws } from './random.js'
import { bare, cued } from './sentences.js'

const seed = 20231115
const perKind = 300
const perNegative = 1250

const fullWidth = (text) => text.replace(/[0-9A-Za-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
const groups = (text, sizes, by) => {
  const parts = []
  let at = 0
  for (const size of sizes) {
    parts.push(text.slice(at, at + size))
    at += size
  }
  return [...parts, text.slice(at)].filter((part) => part !== '').join(by)
}
/** Ways of writing the same value. */
const written = (kind, value, r) => {
  if (kind === 'CN_MOBILE' && r.chance(0.3))
    return r.one([
      groups(value, [3, 4], ' '),
      groups(value, [3, 4], '-'),
      `+86 ${value}`,
      `+86${value}`,
      `86-${value}`,
      `（+86）${value}`,
      groups(value, [3, 4], '.'),
      groups(value, [3, 4], '  '),
    ])
  if (kind === 'CN_LANDLINE' && r.chance(0.4)) {
    const [area, number] = value.split('-')
    return r.one([
      `（${area}）${number}`,
      `(${area})${number}`,
      `${area}—${number}`,
      `${area} - ${number}`,
      `+86-${area.slice(1)}-${number}`,
    ])
  }
  if (kind === 'CN_RESIDENT_ID' && r.chance(0.12))
    return groups(
      value,
      r.one([
        [6, 8],
        [4, 4, 4, 4],
        [3, 3, 4, 4],
        [6, 4, 4],
      ]),
      ' ',
    )
  if (kind === 'CN_BANK_CARD' && r.chance(0.4)) return groups(value, [4, 4, 4, 4], ' ')
  if (kind === 'PAYMENT_CARD' && value.length === 16 && r.chance(0.5)) return groups(value, [4, 4, 4], r.one([' ', '-']))
  if (kind === 'IBAN' && r.chance(0.4)) return groups(value, [4, 4, 4, 4, 4, 4, 4], r.one([' ', ' ', '-']))
  if (kind === 'CN_VEHICLE_PLATE' && r.chance(0.4)) return `${value.slice(0, 2)}·${value.slice(2)}`
  if (kind === 'CN_RESIDENT_ID' && value.endsWith('X') && r.chance(0.5)) return value.replace('X', 'x')
  if (/^CN_(?:RESIDENT_ID|MOBILE|BANK_CARD|USCC)$/.test(kind) && r.chance(0.06)) return fullWidth(value)
  return value
}

/**
 * A synthetic set: invented, valid numbers in running Chinese text, and texts that hold what only looks like one. Seeded: the same
 * texts everywhere, and none of them is in the repository.
 */
export const gold = {
  id: 'gold-synthetic',
  synthetic: true,
  title: { zh: '自造的合成集', en: 'own synthetic set' },
  *cases() {
    const r = draws(seed)
    for (const kind of Object.keys(make)) {
      const plain = bare[kind]
      for (let n = 0; n < perKind; n++) {
        const sentence = r.one(plain !== undefined && r.chance(0.35) ? plain : cued[kind])
        const value = written(kind, make[kind](r), r)
        const at = sentence.indexOf('{}')
        yield { kind, lang: 'zh', text: sentence.replace('{}', () => value), labels: [[at, at + value.length]] }
      }
    }
    for (const [, [draw, sentences]] of Object.entries(negatives)) {
      for (let n = 0; n < perNegative; n++) {
        yield { kinds: Object.keys(make), lang: 'zh', text: r.one(sentences).replace('{}', () => draw(r)), labels: [] }
      }
    }
  },
}
