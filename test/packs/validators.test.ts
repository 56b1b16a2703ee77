import { describe, expect, it } from 'vitest'
import { entropyOf } from '../../src/checksum/entropy.ts'
import { bitsOfChance } from '../../src/checksum/improbable.ts'
import { validator } from '../../src/checksum/index.ts'
import { isPlaceholder, longestRun } from '../../src/checksum/placeholder.ts'
import type { Json } from '../../src/model.ts'
import { drawn, seeded } from '../random.ts'

const check = (id: string, value: string, args: { readonly [name: string]: Json } = {}) =>
  validator(id)!.check(value, args, { asOf: '2026-11-23' })
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('isbn (ISO 2108)', () => {
  it('knows published numbers', () => {
    for (const good of [
      '9780306406157',
      '0306406152',
      '9783161484100',
      '080442957X',
      '9787040000009'.slice(0, 12) + check13('978704000000'),
    ])
      expect(check('isbn', good)).toBe(true)
  })
  it('refuses every other check digit', () => {
    for (const digit of '012345689') expect(check('isbn', `978030640615${digit}`)).toBe(false)
    for (const digit of '013456789X') expect(check('isbn', `030640615${digit}`)).toBe(false)
    expect(check('isbn', '9770306406157')).toBe(false)
    expect(check('isbn', 'X306406152')).toBe(false)
  })
})
const check13 = (twelve: string) => String((10 - ([...twelve].reduce((sum, d, i) => sum + Number(d) * (i % 2 ? 3 : 1), 0) % 10)) % 10)

describe('issn (ISO 3297)', () => {
  it('knows published numbers and refuses every other check character', () => {
    for (const good of ['03785955', '2434561X', '03178471']) {
      expect(check('issn', good)).toBe(true)
      for (const last of '0123456789X') if (last !== good[7]) expect(check('issn', good.slice(0, 7) + last)).toBe(false)
    }
  })
})

describe('jwt (RFC 7519)', () => {
  const claims = part({ sub: '0001' })
  const signature = 'A1b2C3d4E5f6G7h8I9j0'
  it('accepts signed, encrypted and unsigned tokens', () => {
    expect(check('jwt', `${part({ alg: 'HS256', typ: 'JWT' })}.${claims}.${signature}`)).toBe(true)
    expect(check('jwt', `${part({ alg: 'none' })}.${claims}.`)).toBe(true)
    expect(check('jwt', `${part({ alg: 'dir', enc: 'A128GCM' })}..AAAA.BBBB.CCCC`)).toBe(true)
  })
  it('refuses what only looks like one', () => {
    expect(check('jwt', `${part({ typ: 'JWT' })}.${claims}.${signature}`)).toBe(false)
    expect(check('jwt', `${part({ alg: 'HS256' })}.${claims}.`)).toBe(false)
    expect(check('jwt', `${part({ alg: 'HS256' })}.notjson.${signature}`)).toBe(false)
    expect(check('jwt', `eyJ!!.${claims}.${signature}`)).toBe(false)
    expect(check('jwt', '')).toBe(false)
    expect(check('jwt', '..')).toBe(false)
  })
})

describe('url-credentials (RFC 3986 §3.2.1)', () => {
  it('accepts passwords', () => {
    for (const good of ['postgres://app:S3cr-t0paz-77@db.internal', 'redis://:topaz-77@10.0.0.8', 'https://alice:aZ9_lapis@git.internal'])
      expect(check('url-credentials', good)).toBe(true)
  })
  it('refuses placeholders, variables, reserved hosts and ports', () => {
    const bad = [
      'postgres://user:password@localhost',
      'https://u:$' + '{PASSWORD}@h.internal',
      'ftp://bob:bob@h.internal',
      'http://a:topaz-77@example.com',
      'http://h.internal:8080@x',
      'http://user:<password>@h.internal',
      'http://h.internal',
    ]
    for (const one of bad) expect({ one, ok: check('url-credentials', one) }).toEqual({ one, ok: false })
  })
})

describe('entropy', () => {
  it('is bits per character', () => {
    expect(entropyOf('')).toBe(0)
    expect(entropyOf('aaaa')).toBe(0)
    expect(entropyOf('abab')).toBe(1)
    expect(entropyOf('0123456789abcdef')).toBe(4)
  })
  it('asks for a mixture where told', () => {
    expect(check('entropy', '0123456789abcdef', { min: 3.5, digits: 10, letters: 6 })).toBe(true)
    expect(check('entropy', '0123456789abcdef', { digits: 11 })).toBe(false)
    expect(check('entropy', 'bcdfghjklmnpqrst', { mixed: true })).toBe(false)
    expect(check('entropy', 'abababababababab')).toBe(false)
  })
})

describe('placeholders', () => {
  it('are told from values', () => {
    for (const one of [
      'password',
      'changeme',
      '<token>',
      '$TOKEN',
      '%PASS%',
      'xxxxxxxx',
      '********',
      'YOUR_KEY',
      'AKIAIOSFODNN7EXAMPLE',
      '你的密钥',
      '[PASSWORD]',
      '{{ token }}',
    ])
      expect({ one, is: isPlaceholder(one) }).toEqual({ one, is: true })
    for (const one of ['topaz-77-beryl', '0123456789abcdef', 'aZ9_lapis_31'])
      expect({ one, is: isPlaceholder(one) }).toEqual({ one, is: false })
    expect(longestRun('abbbc')).toBe(3)
  })
})

describe('improbable', () => {
  const random = (alphabet: string, length: number, seed: number) => drawn(seeded(seed), alphabet, length)
  const digits = '0123456789'
  const lower = 'abcdefghijklmnopqrstuvwxyz'

  it('tells what is drawn from what is written, where entropy does not', () => {
    const written = [
      'PasswordResetToken',
      'getAccessTokenFromRequest2',
      'string_of_many_words_without_digits',
      'user_profile_image_2024_01_02',
      'com.example.app.MainActivity',
      'csrf-token-value-for-session',
      '2023-10-11T10:22:33Z',
    ]
    for (const value of written) {
      expect(bitsOfChance(value), value).toBeLessThan(0)
      expect(check('improbable', value), value).toBe(false)
    }
    for (const value of ['kX9vQz2TnB4mWp7YcR', 'vzihlaquknriqlht', '951bc382db9cfee29c68634761dd6e19']) {
      expect(check('improbable', value, { bits: 20 }), value).toBe(true)
      expect(entropyOf(value)).toBeLessThan(entropyOf('getAccessTokenFromRequest2') + 1)
    }
  })

  it('finds at least 98 of 100 random strings of every usual alphabet', () => {
    for (const alphabet of [
      `${digits}abcdef`,
      `${digits}abcdefABCDEF`,
      digits + lower,
      digits + lower + lower.toUpperCase(),
      `${lower.toUpperCase()}234567`,
    ]) {
      for (const length of [24, 32, 40]) {
        let found = 0
        for (let n = 0; n < 500; n++) if (check('improbable', random(alphabet, length, n * 31 + length), { bits: 14 })) found += 1
        expect(found / 500, `${alphabet.length} characters, ${length} long`).toBeGreaterThanOrEqual(0.98)
      }
    }
  })

  it('asks for as many digits and letters as it is told to', () => {
    const [mixed, letters, digits] = ['kX9vQz2TnB4mWp7YcR', 'vzihlaquknriqlht', '951382938068634761619427']
    expect(check('improbable', mixed, { bits: 5, digits: 4, letters: 14 })).toBe(true)
    expect(check('improbable', mixed, { bits: 5, digits: 5 })).toBe(false)
    expect(check('improbable', mixed, { bits: 5, letters: 15 })).toBe(false)
    expect(check('improbable', letters, { bits: 5, digits: 1 })).toBe(false)
    expect(check('improbable', digits, { bits: -100, letters: 1 })).toBe(false)
  })

  it('asks for no digits where the evidence is sure', () => {
    expect(check('improbable', 'vzihlaquknriqlht', { bits: 5, digits: 1, sure: 20 })).toBe(true)
    expect(check('improbable', 'kX9v', { bits: 1, digits: 3, sure: 20 })).toBe(false)
  })

  it('takes what repeats itself for no key', () => {
    for (const value of ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'kX9vQz2TkX9vQz2TkX9vQz2T', 'kX9vQz2TkX9vQz2T=='])
      expect(check('improbable', value), value).toBe(false)
    expect(check('improbable', 'kX9vQz2TkX9vQz2Tm')).toBe(true)
  })

  it('weighs the password of HTTP’s basic scheme', () => {
    const encoded = (text: string) => Buffer.from(text).toString('base64')
    expect(check('basic-credentials', encoded('client-id:client-secret'))).toBe(true)
    expect(check('basic-credentials', encoded('client-id:client-secret'), { bits: 0 })).toBe(false)
    expect(check('basic-credentials', encoded('deploy:kX9vQz2TnB'), { bits: 0 })).toBe(true)
  })

  it('takes alphabets in order for what they are', () => {
    for (const value of ['a1b2c3d4e5f6g7h8i9j0k1l2', 'px-api-d4c3b2a1-f6e5-h8g7-j1i8-p5o0n5m3l2k1', '0123456789abcdefghijklmnop'])
      expect(check('improbable', value), value).toBe(false)
  })
})

describe('literal-password', () => {
  it('takes what a person writes out, weak or not', () => {
    for (const value of ['opensesame', 'super$ecret', '123P4ssW0rd@@', 'password', 'open sesame'])
      expect(check('literal-password', value), value).toBe(true)
  })
  it('refuses templates, variables, code, paths, types and labels', () => {
    for (const value of ['{{password}}', '$PASSWORD', 'request.form["x"]', 'getpass()', '/etc/passwd', 'string', 'Password:', '********', '#add-password', '密码必填', 'forgot-password', 'abc']) // biome-ignore format: one line
      expect(check('literal-password', value), value).toBe(false)
  })
})

describe('url-credentials with example', () => {
  it('takes just what the plain one leaves, as far as it is written out', () => {
    for (const url of ['postgres://user:secret@localhost', 'mysql://root:Qw7-lapis-42@example.com']) {
      expect(check('url-credentials', url)).toBe(false)
      expect(check('url-credentials', url, { example: true })).toBe(true)
    }
    for (const url of ['postgres://app:Qw7-lapis-42@db.internal', 'postgres://user:$PW@localhost', 'postgres://user:****@localhost'])
      expect(check('url-credentials', url, { example: true }), url).toBe(false)
  })
})

describe('rare forms of e-mail addresses (RFC 5321, sections 4.1.2 and 4.1.3)', () => {
  it.each([
    ['"li wei"@b.org', { quoted: true }, true],
    ['"li"wei"@b.org', { quoted: true }, false],
    ['li@[203.0.113.9]', { host: 'literal', mailbox: 'any' }, true],
    ['li@[203.0.113.999]', { host: 'literal', mailbox: 'any' }, false],
    ['li@[IPv6:2001:db8::1]', { host: 'literal', mailbox: 'any' }, true],
    ['li@io', { host: 'top' }, true],
    ['li@intern', { host: 'top' }, false],
    ['li@xn--fiq228c.xn--jxalpdlp', { host: 'zone' }, true],
    ['li@b.org', { host: 'zone' }, false],
  ] as const)('%s %j: %s', (value, args, expected) => {
    expect(check('email', value, args)).toBe(expected)
  })
})
