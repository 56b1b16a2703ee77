import { describe, expect, it } from 'vitest'
import { disagreements, makeMatcher, reported } from '../oracle.ts'

const matcher = makeMatcher()
const found = (text: string) => reported(matcher, text, ({ pack }) => pack === 'pii-cn')
const wanted = ['pii-cn/name 张小三', 'pii-cn/passport E12345678', 'pii-cn/medical-record 20386517']
const tables = {
  Markdown: '名单\n\n| 姓名 | 护照号 | 住院号 |\n|---|:-:|---|\n| 张小三 | E12345678 | 20386517 |\n',
  'Markdown without outer pipes': '姓名 | 护照号 | 住院号\n--- | --- | ---\n张小三 | E12345678 | 20386517',
  psql: ' 姓名 | 护照号 | 住院号\n------+--------+------\n 张小三 | E12345678 | 20386517\n(1 row)',
  mysql: '+---+---+---+\n| 姓名 | 护照号 | 住院号 |\n+---+---+---+\n| 张小三 | E12345678 | 20386517 |\n+---+---+---+',
  HTML: '<table><tr><th>姓名</th><th>护照号</th><th>住院号</th></tr>\n<tr><td>张小三</td><td><b>E12345678</b></td><td>20386517</td></tr></table>',
  'a form in HTML':
    '<table><tr><td>姓　名：</td><td>张小三</td><td>护照号</td><td>E12345678</td></tr><tr><td>住院号</td><td>20386517</td></tr></table>',
  INSERT: "INSERT INTO `t` (`xm`, `passport_no`, `zyh`) VALUES ('张小三','E12345678',20386517);",
  COPY: 'COPY public.t (xm, passport_no, zyh) FROM stdin;\n张小三\tE12345678\t20386517\n\\.\n',
}

describe('cells of a table are judged as fields named by their head', () => {
  it.each(Object.entries(tables))('%s', (_, text) => {
    expect(found(text).sort()).toEqual([...wanted].sort())
    expect(disagreements(matcher, text)).toEqual([])
  })

  it.each(
    Object.entries({
      tabs: 'name\tplate\nAnn\tKX-482-B\nBob\tKR 771 B\n',
      commas: 'in,plate\n08:01,"KX-482-B"\n08:02,KR 771 B',
      semicolons: 'plate;in\nKX-482-B;08:01\nKR 771 B;08:02',
      pipes: 'Name | Plate | In\nAnn | KX-482-B | 08:01\nBob | KR 771 B | 08:02',
      blanks: 'Name    Plate     In\nAnn     KX-482-B  08:01\nBob     KR 771 B  08:02\n',
    }).map(([name, text]) => [name, text] as const),
  )('a line of heads and no rule below it: %s', (_, text) => {
    const plates = reported(matcher, text, ({ pack }) => pack === 'pii-intl').filter((hit) => hit.startsWith('pii-intl/vehicle-plate'))
    expect(plates).toEqual(['pii-intl/vehicle-plate KX-482-B', 'pii-intl/vehicle-plate KR 771 B'])
    expect(disagreements(matcher, text)).toEqual([])
  })

  it.each(
    Object.entries({
      tabs: '姓名\t护照号\t住院号\n张小三\tE12345678\t20386517\n',
      commas: '姓名,护照号,住院号\n张小三,E12345678,20386517\n',
      'commas and quotes': '姓名,备注,护照号,住院号\n"张小三","住,院",E12345678,20386517\n',
      pipes: '姓名 | 护照号 | 住院号\n张小三 | E12345678 | 20386517\n',
      'pipes around': '| 姓名 | 护照号 | 住院号 |\n| 张小三 | E12345678 | 20386517 |\n',
      'wide blanks': '姓名　　护照号　　住院号\n张小三　E12345678　20386517\n',
      gaps: '  姓名    护照号       住院号\n\n  张小三  E12345678  20386517\n',
      blanks: '姓名 护照号 住院号\n张小三 E12345678  20386517\n',
      'rows of another shape': '姓名\t护照号\t住院号\t床号\n一\t病区\n\n张小三\tE12345678\t20386517\n以上。\n',
    }).map(([name, text]) => [name, text] as const),
  )('a line of Chinese heads and no rule below it: %s', (_, text) => {
    expect(found(text).sort()).toEqual([...wanted].sort())
    expect(disagreements(matcher, text)).toEqual([])
  })

  it('heads in capital letters, with accents too', () => {
    expect(disagreements(matcher, 'id;TELÉFONO\n1;612 34 56 78\n')).toEqual([])
  })

  it('but a form, a sentence and code are no table', () => {
    for (const text of [
      'Name on account    A KESSLER\nAccount number     73819204\n',
      'your name, plate and address\nKX-482-B, 08:01, 08:02',
      'f(name,plate)\nreturn 1,2,3',
    ]) {
      expect(reported(matcher, text, ({ pack }) => pack === 'pii-intl').filter((hit) => hit.includes('plate'))).toEqual([])
      expect(disagreements(matcher, text)).toEqual([])
    }
    expect(reported(matcher, 'Name on account    A KESSLER\nAccount number     73819204\n', ({ pack }) => pack === 'pii-intl')).toEqual([
      'pii-intl/bank-account 73819204',
    ])
  })

  it('and not by the heads of other columns', () => {
    expect(found('| 护照号 | 型号 |\n|---|---|\n| 略 | E12345678 |')).toEqual([])
    expect(found('| 商品 | 编号 |\n|---|---|\n| 张小三 | 20386517 |')).toEqual([])
  })

  it('and not in sentences that name columns', () => {
    expect(found('请填写姓名,年龄。\n张小三,十八\n')).toEqual([])
    expect(found('姓名 护照号 住院号\n这一行 是 一句话 而已')).toEqual([])
  })

  it('of one column, under a head that is one', () => {
    expect(found('<table><tr><th>护照号</th></tr><tr><td>E12345678</td></tr><tr><td>E12345687</td></tr></table>')).toEqual([
      'pii-cn/passport E12345678',
      'pii-cn/passport E12345687',
    ])
    // A title over rows of a form says nothing of them.
    expect(found('<table><tr><th>住院号</th></tr><tr><td>房间</td><td>20386517</td></tr></table>')).toEqual([])
  })

  it('in time that grows with the text', () => {
    const row = '| 张小三 | E12345678 |\n'
    const many = (n: number) => `| 姓名 | 护照号 |\n|---|---|\n${row.repeat(n)}`
    expect(found(many(20_000)).length).toBe(40_000)
    for (const piece of [
      '|',
      '|-',
      '|-|\n',
      'name,',
      'name,a\n',
      'name,a\n1,2\n',
      'name  ',
      '<td',
      '<td>',
      '<input',
      '<input name="zyh" value="',
      '<input name="zyh" value="1">',
      '姓名\t',
      '姓名\t电话\n',
      '姓名 电话 \n ',
      'insert into t (xm) values (',
      "insert into t (xm) values ('",
    ]) {
      expect(found(piece.repeat(200_000 / piece.length))).toEqual([])
    }
  })
})

describe('fields of a form are judged by their names', () => {
  it.each([
    ['<form>住院 <input type="text" name="zyh" value="20386517"></form>', ['pii-cn/medical-record 20386517']],
    ["<INPUT value='20386517' size=20 name='zyh'/>", ['pii-cn/medical-record 20386517']],
    ['{"html":"<input name=\\"zyh\\" value=\\"20386517\\">"}', ['pii-cn/medical-record 20386517']],
    ['<input name="passport_no" maxlength="9" autocomplete="off" class="form-control" value="E12345678">', ['pii-cn/passport E12345678']],
    ['<input name="amount" value="20386517">', []],
    ['<input name="zyh"> 20386517', []],
    ['<input name="zyh" value="">', []],
  ])('%s', (text, values) => {
    expect(found(text)).toEqual(values)
    expect(disagreements(matcher, text)).toEqual([])
  })
})
