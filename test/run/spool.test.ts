import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/model.ts'
import { joinSpools, openSpool } from '../../src/run/spool.ts'
import { folder } from '../cli/kit.ts'

const finding = (file: number): Finding => ({
  rule: 'pii-cn/mobile',
  severity: 'error',
  confidence: 'high',
  file,
  from: 0,
  row: 0,
  field: '/text',
  unit: 'text',
  byteOffset: 0,
  length: 11,
  excerpt: '00000000000',
})

it('joins the findings of many small files in the memory of one', async () => {
  const root = folder()
  const spools = Array.from({ length: 600 }, (_, file) => {
    const path = join(root, String(file))
    const spool = openSpool(path)
    spool.add(finding(file))
    spool.close()
    return path
  })
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  const number = {
    file(file: number) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
      return file
    },
    base: () => 0,
  }
  const joined = await joinSpools(spools, join(root, 'findings.jsonl'), number, () => {})
  expect(joined.total).toBe(600)
  // A MiB for each would be 600, or what of it was not collected yet.
  expect(most).toBeLessThan(8 << 20)
})

describe('joined findings', () => {
  /** Joins one spool for each list and gives the lines. */
  async function joined(lists: readonly (readonly Finding[])[], check: (lines: string) => void = () => {}) {
    const root = folder()
    const spools = lists.map((findings, i) => {
      const path = join(root, String(i))
      const spool = openSpool(path)
      for (const each of findings) spool.add(each)
      spool.close()
      return path
    })
    const target = join(root, 'findings.jsonl')
    const numbers = { file: (file: number) => file + 100, base: (file: number, from: number) => file * 1000 + from }
    const { total, sha256 } = await joinSpools(spools, target, numbers, check)
    const text = readFileSync(target, 'utf8')
    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'))
    expect(total).toBe(text.split('\n').length - 1)
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as object)
  }
  const printed = ({ from, row, file, ...rest }: Finding) => ({ ...rest, file: file + 100, record: file * 1000 + from + row })

  it('say what the findings said, numbered anew, in the order of the spools', async () => {
    const lists = [
      [finding(1), { ...finding(1), row: 7, from: 90, excerpt: '文文"xx\\ \u2026', field: '/a"b/字段\t' }],
      [finding(3), { ...finding(3), row: 123_456_789, confidence: 'low' as const, byteOffset: 9_999_999_999 }],
    ]
    expect(await joined(lists)).toEqual(lists.flat().map(printed))
  })

  it('may be longer than what is read at once, and end anywhere in it', async () => {
    const long = (length: number): Finding => ({ ...finding(2), field: `/${'字'.repeat(length)}` })
    const lists = [
      [...Array.from({ length: 4000 }, (_, row) => ({ ...finding(2), row })), long(900_000), long(3), long(400_000), finding(2)],
    ]
    expect(await joined(lists)).toEqual(lists.flat().map(printed))
  })

  it('are looked at before they are kept, without places and shapes, each thing once', async () => {
    const looks: string[] = []
    const other = { ...finding(4), field: '/13800138000' }
    await joined(
      [
        [finding(4), { ...finding(4), byteOffset: 13_800_138_000, excerpt: 'xx' }, other],
        [other, finding(4)],
      ],
      (lines) => looks.push(lines),
    )
    const line = ({ rule, severity, confidence, field, unit }: Finding) =>
      `{"rule":"${rule}","severity":"${severity}","confidence":"${confidence}"\t"field":"${field}","unit":"${unit}"}`
    expect(looks.join('')).toBe(`${line(finding(4))}\n${line(other)}\n`)
  })

  it('are not kept when one is refused', async () => {
    const root = folder()
    const spool = openSpool(join(root, '0'))
    for (let row = 0; row < 10_000; row++) spool.add({ ...finding(0), row })
    spool.close()
    const target = join(root, 'findings.jsonl')
    const refused = joinSpools([join(root, '0')], target, { file: (file) => file, base: () => 0 }, () => {
      throw new Error('refused')
    })
    await expect(refused).rejects.toThrow('refused')
    expect(existsSync(target) ? readFileSync(target, 'utf8') : '').toBe('')
  })
})
