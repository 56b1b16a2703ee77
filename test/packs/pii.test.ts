import { describe, expect, it } from 'vitest'
import { noPerson } from '../../src/detectors/index.ts'
import { compileRules, enabledRules, hitsInString, loadRuleBook } from '../../src/rules/index.ts'

const asOf = '2026-11-23'
const book = loadRuleBook([], { trustCode: false, cwd: '.' })
const rules = enabledRules(book, {}).filter((rule) => rule.domain === 'pii')
const compiled = compileRules(rules, book.lists, asOf)

/** What is reported in a text: `rule text`, in order, suppressed hits left out. */
const reported = (text: string): string[] => {
  const bytes = Buffer.from(text, 'utf8')
  return hitsInString(compiled, text)
    .filter(({ hit }) => hit.suppressed === undefined)
    .sort((a, b) => a.start - b.start)
    .map(({ hit, start, end }) => `${hit.rule.id.replace(/^[^/]*\//, '')} ${bytes.toString('utf8', start, end)}`)
}

describe('inputs that other tools get wrong', () => {
  it.each<readonly [text: string, expected: readonly string[]]>([
    ['see https://example.com/a/5551234567 ok', []],
    ['mail a@b.com', ['email a@b.com']],
    ['mail a@b.com\n', ['email a@b.com']],
    ['张三的邮箱a@b.com，电话13812345678', ['email a@b.com', 'mobile 13812345678']],
    ['phone: 13812345678 ok', ['mobile 13812345678']],
    [' 1380012345678901 ', []],
    ['+44 20 7946 0958', ['phone +44 20 7946 0958']],
    ['v1.2.3.4 999.1.2.3.45', []],
    ['v1.2.3.4 and 10.0.0.1 and 1.2.3.4.5.6.7.8', []],
    ['fe80::1', []],
    ['John@Example.COM a@b.com', ['email-example John@Example.COM', 'email a@b.com']],
    ['John@Firm-Mail.COM a@b.com', ['email John@Firm-Mail.COM', 'email a@b.com']],
    ['section 3.1.4.1.5 of v10.2.3.4567', []],
    ['::1 2001:db8::1', []],
    ['8.8.8.8', []],
    ['邮箱abc@qq.com，x git@github.com:foo/bar.git a@2x.png user@1.2', ['email abc@qq.com']],
    ['12345678-1234-1234-1234-123456789012', []],
    ['3.14159265358979323846 1.13812345678', []],
    ['2023-11-05 12:30:51.13812345678', []],
    ['id 1672531200000 order 202311051230151234', []],
    // Line breaks and tabs written out, as strings of programs and JSON inside texts hold them.
    ['"电话\\n13812345678\\n身份证\\t11010519491231002X\\n"', ['mobile 13812345678', 'resident-id 11010519491231002X']],
    ['"phone\\r\\n+44 20 7946 0958\\nSSN\\n532-45-6789"', ['phone +44 20 7946 0958', 'us-ssn 532-45-6789']],
    ['"contact:\\nanna.k@b.org\\tnils@b.org"', ['email anna.k@b.org', 'email nils@b.org']],
    ['"名单：\\n姓名：张三\\nQQ：345678912\\n生日\\t1990-01-02"', ['name 张三', 'qq 345678912', 'date-of-birth 1990-01-02']],
    ['x13812345678 \\d13812345678 C:\\data\\n13812345678', []],
  ])('%s', (text, expected) => {
    expect(reported(text)).toEqual(expected)
  })
})

describe('what is of nobody', () => {
  const reasons = (text: string) =>
    hitsInString(compiled, text)
      .map(({ hit }) => `${hit.rule.id} ${hit.suppressed ?? 'reported'}`)
      .sort()
  it('is counted as an example, not passed over', () => {
    expect(reasons('write to anna@example.com')).toEqual(['pii-intl/email example', 'pii-intl/email-example reported'])
    expect(reasons('write to support@example.org')).toEqual(['pii-intl/email-example reported', 'pii-intl/email-role example'])
    expect(reasons('write to anna@b.com')).toEqual(['pii-intl/email reported'])
  })
  it('does not reach high confidence where only the exchange of films and manuals is seen', () => {
    const level = (text: string) => hitsInString(compiled, text).find(({ hit }) => hit.suppressed === undefined)?.hit.confidence
    expect(level('phone 212-555-0199.')).toBeLessThan(0.9)
    expect(level('phone 212-736-5000.')).toBeGreaterThanOrEqual(0.9)
  })
})

/** What a value of digits and letters must not be found in, by the kind of what is longer. */
const longerForms = (find: string, domain: string): readonly string[] => [
  `7${find}`,
  `${find}7`,
  `a${find}`,
  `deadbeefdeadbeef${find}cafe`,
  ...(/^[0-9a-f]{12}$/i.test(find) ? [`12345678-1234-4234-8234-${find}`] : []),
  ...(/^\d+$/.test(find) ? [`0.${find}`] : []),
  // A key in an address or a path is a key all the same.
  ...(domain === 'pii' ? [`https://example.com/a/${find}`, `/srv/data/x/${find}.png`] : []),
]
const fullWidth = (text: string): string => text.replace(/[0-9A-Za-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))

describe('every match example, changed', () => {
  for (const rule of rules) {
    // A composite follows what the other rules find.
    const alone = rule.detect.kind === 'composite' ? compiled : compileRules([rule], book.lists, asOf)
    const found = (text: string, field?: string): string[] => {
      const bytes = Buffer.from(text, 'utf8')
      return hitsInString(alone, text, rule.units[0], field)
        .filter(({ hit }) => (hit.suppressed === undefined || hit.suppressed === noPerson) && hit.rule.id === rule.id)
        .map(({ start, end }) => bytes.toString('utf8', start, end))
    }
    it(`${rule.id} between Han characters`, () => {
      for (const { text, find, field } of rule.examples.match) {
        // What is for a field is all of it.
        if (field === undefined) expect(found(`这是${text}，之后`), text).toContain(find ?? text)
      }
    })
    it(`${rule.id} in full-width characters`, () => {
      for (const { text, find, field } of rule.examples.match) {
        if (find === undefined || /[^0-9A-Z]/i.test(find)) continue
        expect(found(text.replace(find, fullWidth(find)), field), text).toContain(fullWidth(find))
      }
    })
    it(`${rule.id} with a zero-width space in it`, () => {
      for (const { text, find, field } of rule.examples.match) {
        if (find === undefined || find.length < 4) continue
        const broken = `${find.slice(0, 3)}\u200b${find.slice(3)}`
        expect(found(text.replace(find, broken), field), text).toContain(broken)
      }
    })
    it(`${rule.id} behind a line break that is written out`, () => {
      for (const { text, find, field } of rule.examples.match) {
        if (field === undefined) expect(found(`x\\n${text}`), text).toContain(find ?? text)
      }
    })
    const plain = rule.examples.match.flatMap(({ text, find, field }) =>
      find !== undefined && /^[0-9A-Z]+$/i.test(find) ? [{ text, find, field }] : [],
    )
    if (rule.detect.kind === 'pattern' && plain.length > 0) {
      it(`${rule.id} is not part of something longer`, () => {
        for (const { text, find, field } of plain) {
          for (const longer of longerForms(find, rule.domain)) expect(found(text.replace(find, longer), field), longer).not.toContain(find)
        }
      })
    }
  }
})

describe('keys', () => {
  const keys = enabledRules(book, {}).filter((rule) => rule.domain === 'secret' && rule.detect.kind === 'pattern')
  it('are found behind a line break that is written out', () => {
    for (const rule of keys) {
      const alone = compileRules([rule], book.lists, asOf)
      for (const { text, find, field } of rule.examples.match) {
        if (field !== undefined) continue
        const changed = `x\\n${text}`
        const bytes = Buffer.from(changed, 'utf8')
        const found = hitsInString(alone, changed, rule.units[0])
          .filter(({ hit }) => hit.suppressed === undefined)
          .map(({ start, end }) => bytes.toString('utf8', start, end))
        expect(found, rule.id).toContain(find ?? text)
      }
    }
  })
  for (const rule of keys) {
    const plain = rule.examples.match.flatMap(({ text, find }) => (find !== undefined && /^[0-9A-Z]+$/i.test(find) ? [{ text, find }] : []))
    if (plain.length === 0) continue
    it(`${rule.id} is not part of something longer`, () => {
      const alone = compileRules([rule], book.lists, asOf)
      for (const { text, find } of plain) {
        for (const longer of longerForms(find, rule.domain)) {
          const changed = text.replace(find, longer)
          const bytes = Buffer.from(changed, 'utf8')
          const found = hitsInString(alone, changed, rule.units[0])
            .filter(({ hit }) => hit.suppressed === undefined)
            .map(({ start, end }) => bytes.toString('utf8', start, end))
          expect(found, longer).not.toContain(find)
        }
      }
    })
  }
})
