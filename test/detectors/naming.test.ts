import { describe, expect, it } from 'vitest'
import { disagreements, makeMatcher } from '../oracle.ts'

const matcher = makeMatcher()
/** How sure each finding of a rule in a text is. */
const levels = (rule: string, text: string, field = ''): string[] => {
  matcher.kernel.clear()
  return matcher
    .hitsInText(text, field, 'text')
    .filter(({ hit }) => hit.suppressed === undefined && hit.rule.id === rule)
    .map(({ hit }) => (hit.confidence >= 0.9 ? 'high' : hit.confidence >= 0.6 ? 'medium' : 'low'))
}
const number = '13912345678'

describe('a bare number in a field', () => {
  it.each(['/mem', '/rx_bytes', '/ifInOctets', '/偏移', '/资产总计', '/batch', '/ids/3', '/用户数', '/rss'])(
    '%s: is as doubtful as it gets',
    (field) => {
      expect(levels('pii-cn/mobile', number, field)).toEqual(['low'])
    },
  )
  it.each([
    '/text',
    '/value',
    '/备注',
    '/col_3',
    '/v1',
    '/username',
    '/account',
    '/buyer',
    '/经办人',
    '/登录账号',
    '/张三',
    '/number',
    '/messages/0/content',
  ])('%s: anything may stand there', (field) => {
    expect(levels('pii-cn/mobile', number, field)).toEqual(['medium'])
  })
  it.each(['/phone', '/用户手机', '/msisdn', '/caller', '/主叫', '/Phone (home)', '/手机号（必填）', '/users/0/tel'])(
    '%s: is named',
    (field) => {
      expect(levels('pii-cn/mobile', number, field)).toEqual(['high'])
    },
  )
  it.each(['/phone_count', '/hotel', '/cancelled', '/iphone_sales', '/手机销量'])('%s: is not what a part of the name says', (field) => {
    expect(levels('pii-cn/mobile', number, field)).toEqual(['low'])
  })
})

describe('a bare number with a name in running text', () => {
  it.each([
    ['JSON', `{"mem": ${number}, "host": "a"}`],
    ['an assignment', `used mem=${number} ok`],
    ['an element', `<row><offset>${number}</offset></row>`],
    ['a setting', `- host: a\n  lag: ${number}\n  disk: b`],
    ['a log', `step 3 tokens ${number} done`],
    ['a log of requests', `"GET / HTTP/1.1" 200 ${number}`],
    ['a quantity', `当前累计${number}，较上月持平`],
    ['CSV', `id,host,mem\n1,a,2048\n2,b,${number}\n`],
    ['TSV', `host\tmem\trx\na\t2048\t1\nb\t${number}\t2\n`],
    ['columns set apart by blanks', `NAME   MEM          AGE\na      2048         3d\nb      ${number}  4d\n`],
    ['Markdown of which no column is known', `| host | mem |\n|---|---|\n| a | ${number} |\n`],
    ['HTML of which no column is known', `<table><tr><th>host</th><th>mem</th></tr><tr><td>a</td><td>${number}</td></tr></table>`],
    ['SQL', `INSERT INTO m (host, mem) VALUES ('a', ${number});`],
    ['numbers alone', `17 2048 ${number} 99 1.5`],
    ['a row of counters', `sda 1 22 333 ${number} 4444 55555 6`],
    ['whole mebibytes', 'there are 13958643712 of them'],
    ['a setting with blanks before its colon', `TotalPhysicalMemory      : ${number}`],
    ['the seed of a generator', `rng = np.random.default_rng(${number})`],
    ['an argument of a number', `big.NewInt(${number})`],
    ['an array of amounts', `"a": [${number}, 3489385935, 2100006774],`],
    ['coefficients', `b = (${number}., 8821612800., 2075673600., 302702400.,`],
    ['a row of amounts with a name', `4  600036  北方重工  ${number}  2474071547  3503903339`],
  ])('%s: is as doubtful as it gets', (_, text) => {
    expect(levels('pii-cn/mobile', text)).toEqual(['low'])
    expect(disagreements(matcher, text)).toEqual([])
  })

  it.each([
    ['who says it', `alice: ${number}`],
    ['who it belongs to', `老王：${number}`],
    ['a login', `login failed user=${number} reason=timeout`],
    ['running text', `明天下午三点到，${number}，谢谢`],
    ['a table without heads', `张三,${number},北京\n李四,13812345679,上海`],
    ['clauses with commas', `小明,在吗\n在的,${number}`],
    ['what is called with a number of somebody', `dial(${number})`],
    ['what gives a property of somebody', `get_status("${number}")`],
    ['a row of persons', `张三 ${number} 110105199003076638 6222029900012345676`],
    ['a list of numbers', `${number} 13812345679 13712345670 13612345671`],
    ['Markdown under a head that says nothing', `| who | value |\n|---|---|\n| a | ${number} |\n`],
  ])('%s: stays as it is', (_, text) => {
    expect(levels('pii-cn/mobile', text)).toContain('medium')
    expect(levels('pii-cn/mobile', text)).not.toContain('low')
    expect(disagreements(matcher, text)).toEqual([])
  })

  it.each([
    ['CSV', `name,phone,order_id\na,${number},7\nb,13812345679,8`],
    ['TSV', `姓名\t手机号\t金额\n甲\t${number}\t7\n乙\t13812345679\t8`],
    ['columns set apart by blanks', `NAME  PHONE        COUNT\na     ${number}  7\nb     13812345679  8`],
  ])('%s: a head that names it counts, and heads of others do not', (_, text) => {
    expect(levels('pii-cn/mobile', text)).toEqual(['high', 'high'])
    expect(disagreements(matcher, text)).toEqual([])
  })
})

describe('other numbers that little speaks for', () => {
  it.each([
    ['pii-intl/us-ssn', '512-47-3806', '/drawing', '/employee'],
    ['pii-intl/phone-nanp', '212-468-1234', '/part', '/home'],
    ['pii-intl/payment-card', '4539578763621486', '/trace', '/number'],
    ['pii-cn/bank-card', '6222021234567890128', '/span', '/备注'],
    ['pii-intl/us-itin', '912-70-1234', '/drawing', '/number'],
  ])('%s', (rule, value, other, open) => {
    expect(levels(rule, value, other)).not.toContain('medium')
    expect(levels(rule, value, open)).toEqual(levels(rule, value))
  })
  it('a row of a matrix is no card, a list of cards is one', () => {
    expect(levels('pii-intl/payment-card', '1234 4539 5787 6362 1486 9911 2044')).toEqual([])
    expect(levels('pii-intl/payment-card', '4539 5787 6362 1486 4716 1088 9971 6532')).toContain('high')
  })
})

it('a head far above opens no rule that its words open', () => {
  const rows = 'a,b,c\n'.repeat(20)
  expect(disagreements(matcher, `name,phone,city\n${rows}x,612 345 678,y\n`)).toEqual([])
})

describe('heads are looked for in time that grows with the text', () => {
  it.each([
    ['rows', `a,b,c\n${`1,${number},3\n`.repeat(20_000)}`, 20_000],
    ['one line', `${number},`.repeat(20_000), 20_000],
    ['rows of all kinds', `1,${number},3\n1\t${number}\t3\n`.repeat(10_000), 20_000],
  ])('%s', (_, text, wanted) => {
    expect(levels('pii-cn/mobile', text).length).toBe(wanted)
  })
})
