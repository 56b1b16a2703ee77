import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hidesValue } from '../../src/redact.ts'
import { domainOf } from '../../src/statistics/domains.ts'
import { labelOf } from '../../src/statistics/labels.ts'
import { licenceOf } from '../../src/statistics/licences.ts'
import { yearOf } from '../../src/statistics/years.ts'

describe('labels taken from the corpus', () => {
  test.each([
    ['https://news.example.co.uk/a?b=c#d', 'example.co.uk'],
    ['http://user:secret@WWW.Example.COM:8080/', 'example.com'],
    ['www.example.com.cn/path', 'example.com.cn'],
    ['//cdn.example.org/x.js', 'example.org'],
    ['https://name.github.io/page', 'github.io'],
    ['http://例子.中国/路径', '例子.中国'],
    ['http://192.0.2.7/x', '(ip address)'],
    ['http://[2001:db8::1]/x', '(ip address)'],
    ['http://localhost:3000/', '(unparsable)'],
    ['not a url', '(unparsable)'],
    ['/relative/path', '(unparsable)'],
    ['http://555010012.example-555010012.com/', '(withheld)'],
    ['http://shop555010.example/', '(unparsable)'],
    ['(withheld)', '(withheld)'],
    ['', '(none)'],
    [undefined, '(none)'],
    ['http://wiki.corp/', '(unparsable)'],
    ['notes.txt', '(unparsable)'],
    ['http://shop555010.example.com/', 'example.com'],
    ['http://shop555010.com/', '(withheld)'],
  ])('domain of %s', (url, domain) => {
    expect(domainOf(url)).toBe(domain)
  })

  test.each([
    ['MIT', 'MIT'],
    [' the MIT License ', 'MIT'],
    ['apache 2.0', 'Apache-2.0'],
    ['Apache License, Version 2.0', 'Apache-2.0'],
    ['cc-by-sa-4.0', 'CC-BY-SA-4.0'],
    ['CC BY-NC-ND 4.0', 'CC-BY-NC-ND-4.0'],
    ['cc-by', 'CC-BY'],
    ['https://creativecommons.org/licenses/by-sa/3.0/deed.zh', 'CC-BY-SA-3.0'],
    ['http://creativecommons.org/publicdomain/zero/1.0/', 'CC0-1.0'],
    ['cc0', 'CC0-1.0'],
    ['GPLv3', 'GPL-3.0-only'],
    ['版权所有', 'all rights reserved'],
    ['My-Own-Terms', 'My-Own-Terms'],
    ['x'.repeat(61), '(other)'],
    ['line\nbreak', '(other)'],
    ['<b>MIT</b>', '(other)'],
    ['call 555010012', '(withheld)'],
    ['mail someone@example.com', '(withheld)'],
    ['(none)', '(other)'],
    ['   ', '(none)'],
    [undefined, '(none)'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
  ])('licence of %s', (value, licence) => {
    expect(licenceOf(value)).toBe(licence)
  })

  test.each([
    ['2023-04-11T00:00:00Z', '2023'],
    ['11/04/2023', '2023'],
    ['20230411', '2023'],
    ['20230411120000', '2023'],
    ['20231411120000', '(other)'],
    ['202304119', '1976'],
    ['2023年4月', '2023'],
    ['circa 1066', '1066'],
    ['0999', '(other)'],
    ['9999', '(other)'],
    ['1681171200', '2023'],
    ['1681171200.25', '2023'],
    ['1681171200000', '2023'],
    ['1681171200000000', '2023'],
    ['16811712001', '(other)'],
    ['yesterday', '(other)'],
    ['', '(none)'],
    [undefined, '(none)'],
  ])('year of %s', (date, year) => {
    expect(yearOf(date)).toBe(year)
  })

  test('say the same of plain addresses and of those only the library reads', () => {
    const label = fc.oneof(
      fc.constantFrom(
        'example',
        'www',
        'com',
        'co',
        'uk',
        'cn',
        'io',
        'github',
        'xn--fiqs8s',
        'local',
        'a-b',
        '-a',
        'a-',
        '',
        '192',
        '0',
        '2',
        '7',
      ),
      fc.string({ unit: fc.constantFrom(...'abz019-_'), maxLength: 8 }),
      fc.constantFrom('a'.repeat(63), 'a'.repeat(64), 'shop555010', 'EXAMPLE', '例子'),
    )
    const host = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.'))
    const rest = fc.constantFrom('', '/', '/a/b.html', '?q=a.b', '#top', ':8080/', '@example.net/', '\\x', '/a@b:c', ' ', '\n')
    fc.assert(
      fc.property(fc.constantFrom('http', 'https'), host, rest, (scheme, name, after) => {
        // A scheme in capitals is the same scheme and no plain address.
        expect(domainOf(`${scheme}://${name}${after}`)).toBe(domainOf(`${scheme.toUpperCase()}://${name}${after}`))
      }),
      { numRuns: 3000 },
    )
  })

  test('refuse endless addresses', () => {
    expect(domainOf(`http://${'a'.repeat(9000)}.example.com`)).toBe('(unparsable)')
    expect(domainOf(`http://example.com/${'a'.repeat(9000)}`)).toBe('(unparsable)')
  })

  test('keep names and drop what is none', () => {
    expect(labelOf('知识库/百科', 64)).toBe('知识库/百科')
    expect(labelOf('Wikipedia (zh)', 64)).toBe('Wikipedia (zh)')
    expect(labelOf('x'.repeat(64), 64)).toBe('x'.repeat(64))
    expect(labelOf('x'.repeat(65), 64)).toBe('(other)')
    expect(labelOf('bell\u0007', 64)).toBe('(other)')
    expect(labelOf('right\u202eleft', 64)).toBe('(other)')
    expect(labelOf('full width ５５５０１０', 64)).toBe('(withheld)')
    expect(labelOf('x'.repeat(1_000_000), 64)).toBe('(other)')
  })

  test.each([
    ['desk+1 (212) 555-0188', true],
    ['tel.+44 20 7946 0735', true],
    ['130\u20600000\u20600000', true],
    ['host203.0.113.7', true],
    ['keyAKIAIOSFODNN7EXAMPLE', true],
    ['tokena1B2c3D4e5F6g7H8i9J0', true],
    ['RedPajamaCommonCrawl2023en', false],
    ['StackExchange2014Dump7z', false],
    ['ISO-639-3', false],
    [Buffer.from('+12125550188').toString('base64'), true],
    ['CC-MAIN-2023-14', false],
    ['news-2024-05-31', false],
    ['Copyright 2001-2019, 2022 A House', false],
    ['wiki 2019/2020', false],
    ['ISO 8601-1:2019', false],
    ['v1.2.3', false],
    ['CC BY-SA 4.0', false],
  ])('%s hides a value: %s', (label, hidden) => {
    expect(hidesValue(label)).toBe(hidden)
  })

  // At the square of its length, as once, it would be a minute or two.
  test.each(['a', 'A', '1a', 'a-'])('a long label of %s costs what it is long', (unit) => {
    const begun = performance.now()
    hidesValue(unit.repeat(200_000))
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})
