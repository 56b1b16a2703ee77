import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fill, folder, run } from './kit.ts'

it('judges a value by the name of its field as it is written, and prints that name only where it is safe', async () => {
  const here = folder()
  fill(here, { 'c/a.csv': 'n,Phone (home),手机号（必填）,SSN#\nx,13912345678,13712345679,512-47-3806\n' })
  await run(['scan', 'c', '-o', 'out', '--fail-on', 'none'], { cwd: here })
  const found = readFileSync(join(here, 'out/findings.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { rule: string; confidence: string; field: string })
  expect(found.map(({ rule, confidence }) => `${rule} ${confidence}`).sort()).toEqual([
    'pii-cn/mobile high',
    'pii-cn/mobile high',
    'pii-intl/us-ssn high',
  ])
  expect(found.every(({ field }) => !/home|必填|SSN/.test(field))).toBe(true)
})
