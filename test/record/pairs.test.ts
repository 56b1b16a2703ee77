import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memberOf, type Path, pointerKeys, wholeRow } from '../../src/notation/pointer.ts'
import { fieldOfPair, halfOf } from '../../src/record/pairs.ts'
import { fill, findingsOf, folder, lines, run } from '../cli/kit.ts'

describe('an object that names its value by another member', () => {
  it('is known by the names of its halves', () => {
    expect(['label', 'Value', '值', '字段'].map(halfOf)).toEqual(['name', 'value', 'value', 'name'])
    expect(['', 'text', '*', 'answer'].map(halfOf)).toEqual([undefined, undefined, undefined, undefined])
  })

  const paths = new Map([['', wholeRow]])
  const pathTo = (pointer: string): Path => {
    const known = paths.get(pointer)
    if (known !== undefined) return known
    const at = pointer.lastIndexOf('/')
    const made = memberOf(pathTo(pointer.slice(0, at)), pointer.slice(at + 1))
    paths.set(pointer, made)
    return made
  }

  const row = (...values: readonly (readonly [pointer: string, text: string])[]) => {
    const text = values.map(([, each]) => each).join('')
    let at = 0
    const placed = values.map(([pointer, each]) => {
      at += each.length
      return { path: pathTo(pointer), start: at - each.length, end: at }
    })
    const named = ({ start, end }: { readonly start: number; readonly end: number }) =>
      text.slice(start, end) === 'QQ' ? '/QQ' : undefined
    const whole = { values: placed, count: placed.length }
    return (n: number) => fieldOfPair(whole, n, ({ pointer }) => halfOf(pointerKeys(pointer).at(-1) ?? ''), named)
  }

  it('gives a value the field that its label names, before or behind it, in the same object only', () => {
    const field = row(['/a/0/label', 'QQ'], ['/a/0/value', '345678912'], ['/a/1/value', '345678912'], ['/b/value', '1'], ['/b/label', 'QQ'])
    expect([0, 1, 2, 3].map(field)).toEqual([undefined, '/QQ', undefined, '/QQ'])
  })

  it('leaves long values, long labels and labels that say nothing alone', () => {
    expect(row(['/label', 'QQ'], ['/value', 'x'.repeat(257)])(1)).toBeUndefined()
    expect(row(['/label', 'QQ'.repeat(40)], ['/value', 'x'])(1)).toBeUndefined()
    expect(row(['/label', '北京'], ['/value', 'x'])(1)).toBeUndefined()
  })

  it('form.jsonl: forms as they are exported are judged as fields of those names', async () => {
    const root = fill(folder(), {
      'form.jsonl': lines([
        { key: '姓名', value: '王建国' },
        { label: '联系人', value: '张小三' },
        { name: 'QQ', value: '345678912' },
        { value: 'lisi8866', label: '微信号' },
        { field: 'Date of birth', value: '1990-05-06' },
        { name: '手机销量', value: '13912345678' },
        { name: '北京', value: '345678912' },
        { key: '商品', value: '王建国' },
      ]),
    })
    const out = join(root, '.git', 'report')
    const ran = await run(['scan', '.', '--no-config', '--fail-on', 'none', '-q', '-o', out], { cwd: root })
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' })
    expect(findingsOf(out).map(({ rule, confidence, record, field }) => `${record} ${field} ${rule} ${confidence}`)).toEqual([
      '0 /value pii-cn/name high',
      '1 /value pii-cn/name high',
      '2 /value pii-cn/qq high',
      '3 /value pii-cn/wechat high',
      '4 /value pii-intl/date-of-birth high',
      '5 /value pii-cn/mobile low',
    ])
  })
})
