import { describe, expect, it } from 'vitest'
import { pointerKeys, pointerOf, withoutIndexes } from '../../src/notation/pointer.ts'
import { scanHere } from '../cli/console.ts'
import { fill, folder, lines } from '../cli/kit.ts'

describe('a pointer', () => {
  it('leads back to its keys, whatever is in them (RFC 6901, section 4)', () => {
    for (const keys of [[], [''], ['a/b', 'm~n'], ['~1', '~0', '~01', '/~'], ['姓名', '0']])
      expect(pointerKeys(pointerOf(keys))).toEqual(keys)
    expect(pointerKeys('/~01')).toEqual(['~1'])
  })
})

describe('values in lists', () => {
  it('are judged by the names that lead to them', () => {
    expect(withoutIndexes('/people/3/phone/0')).toBe('/people/phone')
    expect(withoutIndexes('/a/2b/c3/4')).toBe('/a/2b/c3')
    expect(withoutIndexes('/text')).toBe('/text')
    expect(withoutIndexes('')).toBe('')
    expect(['/0', '/3/12'].map(withoutIndexes)).toEqual(['/0', '/0'])
  })

  it('list.jsonl: a list is of the kind that its key names, a list of lists and one of objects as well', async () => {
    const cwd = fill(folder(), {
      'list.jsonl': lines([
        { 姓名: ['王建国', '张小三'] },
        { wechat_id: [['lisi8866'], ['wangwu7799']] },
        { users: [{ qq: ['345678912'] }] },
        { 商品: ['王建国'] },
        ['王建国', '345678912'],
      ]),
    })
    const { findings } = await scanHere(['.', '--no-config', '--fail-on', 'none'], cwd)
    expect(findings.map(({ record, rule, field }) => `${record} ${rule} ${field}`)).toEqual([
      '0 pii-cn/name /姓名/0',
      '0 pii-cn/name /姓名/1',
      '1 pii-cn/wechat /wechat_id/0/0',
      '1 pii-cn/wechat /wechat_id/1/0',
      '2 pii-cn/qq /users/0/qq/0',
    ])
  })

  it('masked-key.jsonl: what lies below a key that is not printed is named by its shape, each value with its own index', async () => {
    const cwd = fill(folder(), {
      'masked-key.jsonl': lines([
        { 'no. 20230115/7': [{ qq: 'qq号 345678912' }, { qq: ['ok', 'qq号 345678913'] }] },
        { 'a~b/c': ['联系人手机 13912345678', { '7': '联系人手机 13912345679' }] },
      ]),
    })
    const { findings } = await scanHere(['.', '--no-config', '--fail-on', 'none'], cwd)
    expect(findings.map(({ record, rule, field }) => `${record} ${rule} ${field}`)).toEqual([
      '0 pii-cn/qq /xx. 00000000~10/0/qq',
      '0 pii-cn/qq /xx. 00000000~10/1/qq/1',
      '1 pii-cn/mobile /x·x~1x/0',
      '1 pii-cn/mobile /x·x~1x/1/7',
    ])
  })
})
