import { join } from 'node:path'
import { expect, it } from 'vitest'
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
