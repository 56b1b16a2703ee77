import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifierOf, occurrences } from '../../src/text/identifier.ts'

/** One person's identifier, however it is written, and nobody else's. */

const found = (typed: string, text: string) => occurrences(identifierOf(typed)!, text).map(({ start, end }) => text.slice(start, end))
const wide = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))

describe('an identifier', () => {
  it.each([
    ['13912345678', '13912345678', 'number'],
    ['+86 139-1234-5678', '13912345678', 'number'],
    ['1101 0519 4912 3100 2x', '11010519491231002X', 'number'],
    ['１３９１２３４５６７８', '13912345678', 'number'],
    ['Someone@Example.com', 'SOMEONE@EXAMPLE.COM', 'word'],
    ['张 三丰', '张三丰', 'name'],
  ])('%s is compared as %s', (typed, form, kind) => expect(identifierOf(typed)).toEqual({ kind, form }))

  it.each(['', '   ', '1234', 'abc', '张', '---'])('"%s" is too short to mean one person', (typed) =>
    expect(identifierOf(typed)).toBeUndefined(),
  )
})

describe('is found', () => {
  it.each([
    ['13912345678', '手机13912345678，请回电', '13912345678'],
    ['13912345678', '手机：139 1234 5678。', '139 1234 5678'],
    ['13912345678', '手机+86-139-1234-5678', '139-1234-5678'],
    ['13912345678', '008613912345678', '13912345678'],
    ['13912345678', `手机${wide('13912345678')}号`, wide('13912345678')],
    ['13912345678', '139\u200b1234\u200d5678', '139\u200b1234\u200d5678'],
    ['13912345678', '?tel=%31%33912345678&x', '%31%33912345678'],
    ['13912345678', '(139) 1234-5678', '139) 1234-5678'],
    ['11010519491231002X', '身份证11010519491231002x。', '11010519491231002x'],
    ['someone@example.com', '请写信给SOMEONE@example.COM。', 'SOMEONE@example.COM'],
    ['someone@example.com', wide('someone@example.com'), wide('someone@example.com')],
    ['张小三', 'q=%E5%BC%A0%E5%B0%8F%e4%b8%89&p=%E5%BC', '%E5%BC%A0%E5%B0%8F%e4%b8%89'],
    ['someone@example.com', 'mailto:someone%40example.com', 'someone%40example.com'],
    ['张三丰', '武当张 三 丰真人', '张 三 丰'],
  ])('%s in %j', (typed, text, written) => expect(found(typed, text)).toEqual([written]))

  it('as often as it stands there', () => expect(found('13912345678', '13912345678,13912345678;139-1234-5678')).toHaveLength(3))

  it('in any mix of separators, widths and characters that cannot be seen, at the right place', () => {
    const piece = fc.constantFrom('', '-', ' ', '\u200b', '.', '－', '\u2060', ' - ')
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 10, maxLength: 10 }),
        fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }),
        fc.string(),
        (gaps, widths, tail) => {
          const written = [...'13912345678'].map((d, i) => (widths[i] ? wide(d) : d) + (gaps[i] ?? '')).join('')
          const head = '电话：'
          const text = `${head}${written}，${tail.replace(/\d/g, '')}`
          expect(occurrences(identifierOf('13912345678')!, text)[0]).toEqual({ start: head.length, end: head.length + written.length })
        },
      ),
    )
  })
})

describe('is not found', () => {
  it.each([
    ['13912345678', '139123456789'],
    ['13912345678', '913912345678'],
    ['13912345678', '号码 139 1234 567'],
    ['13912345678', '1391234    5678'],
    ['someone@example.com', 'xsomeone@example.com'],
    ['someone@example.com', 'a.someone@example.com'],
    ['someone@example.com', 'someone@example.com.cn'],
    ['someone@example.com', 'someone@example.community'],
    ['张三丰', '张三'],
  ])('%s in %j', (typed, text) => expect(found(typed, text)).toEqual([]))
})
