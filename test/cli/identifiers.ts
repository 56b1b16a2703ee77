import { seeded } from '../random.ts'

/** Invented identifiers with valid check digits, from a seed: nobody's, but what the rules look for. */

const regions = ['110105', '310104', '440305', '510107', '330106', '610113', '420106', '320102']
const consonants = 'bcdfghjkmnpqrtvwxz'

export interface Identifier {
  readonly kind: string
  readonly value: string
  /** Words that make a rule sure of it. */
  readonly cue: string
}

/** `count` identifiers of every kind in turn. */
export function identifiers(count: number, seed: number): Identifier[] {
  const next = seeded(seed)
  const pick = (alphabet: string, length: number) => Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const two = (n: number) => String(n).padStart(2, '0')
  const kinds: (() => Identifier)[] = [
    () => {
      // GB 11643: ISO 7064 MOD 11-2 over the weights 2^(17-i) mod 11.
      const body = `${regions[whole(0, 7)]}${whole(1960, 2004)}${two(whole(1, 12))}${two(whole(1, 28))}${pick('0123456789', 3)}`
      const sum = [...body].reduce((n, digit, i) => n + Number(digit) * (2 ** (17 - i) % 11), 0)
      return { kind: 'resident-id', value: `${body}${'10X98765432'[sum % 11]}`, cue: '身份证号' }
    },
    () => ({
      kind: 'mobile',
      value: `1${['39', '38', '59', '86', '77'][whole(0, 4)]}${pick('23456789', 1)}${pick('0123456789', 7)}`,
      cue: '手机',
    }),
    () => ({ kind: 'email', value: `${pick(consonants, 9)}${whole(10, 99)}@${pick(consonants, 10)}.com`, cue: '邮箱 ' }),
    () => {
      // ISO/IEC 7812-1 Annex B: the Luhn check digit.
      const body = `4539${pick('0123456789', 11)}`
      const sum = [...body].reduce((n, digit, i) => {
        const value = Number(digit) * (i % 2 === 0 ? 2 : 1)
        return n + (value > 9 ? value - 9 : value)
      }, 0)
      return { kind: 'card', value: `${body}${(10 - (sum % 10)) % 10}`, cue: '信用卡卡号 ' }
    },
    () => {
      // GB 32100: weights 3^i mod 31.
      const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
      const body = `91${regions[whole(0, 7)]}MA${pick('0123456789ABCDEFGH', 6)}${pick('0123456789', 1)}`
      const sum = [...body].reduce((n, letter, i) => n + letters.indexOf(letter) * (3 ** i % 31), 0)
      return { kind: 'uscc', value: `${body}${letters[(31 - (sum % 31)) % 31]}`, cue: '统一社会信用代码' }
    },
    () => ({ kind: 'passport', value: `E${pick('123456789', 1)}${pick('0123456789', 7)}`, cue: '护照号码' }),
    () => ({ kind: 'aws-key', value: `AKIA${pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`, cue: 'AWS_ACCESS_KEY_ID=' }),
    () => ({
      kind: 'model-key',
      value: `sk-${pick('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 48)}`,
      cue: 'api_key = ',
    }),
  ]
  return Array.from({ length: count }, (_, i) => kinds[i % kinds.length]!())
}

/** The ways a value can be written so that a person or a program still reads it. Each gives the JSON source of a string without its quotes. */
export const forms: { readonly [name: string]: (value: string) => string } = {
  plain: (value) => JSON.stringify(value).slice(1, -1),
  fullWidth: (value) => [...value].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join(''),
  escaped: (value) => [...value].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  zeroWidth: (value) => [...value].join('\u200b'),
  base64: (value) => Buffer.from(value).toString('base64'),
  url: (value) => [...value].map((c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).join(''),
}
