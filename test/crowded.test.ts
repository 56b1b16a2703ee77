import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fill, findingsOf, folder, reportOf, run, scan } from './cli/kit.ts'
import { makeMatcher } from './oracle.ts'

/** Records that hold very much of something: every finding is told, in the memory and the time of its number. */

const address = (i: number) => `name${(i * 7919) % 90001}@example-corp.org`

describe('a list of addresses that is one record', () => {
  it('mailing-list.txt: 300,000 findings fit into 100 MiB of heap, all told and in order', { timeout: 120_000 }, async () => {
    const root = folder()
    const rows = Array.from({ length: 300_000 }, (_, i) => address(i))
    writeFileSync(join(root, 'mailing-list.txt'), `${rows.join('\n')}\n`)
    const out = join(root, '.git', 'report')
    const ran = await run(['scan', '.', '--no-config', '--fail-on', 'none', '-q', '-o', out], {
      cwd: root,
      node: ['--max-old-space-size=100'],
    })
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' })
    const findings = findingsOf(out)
    expect(reportOf(out).statistics.findings.total).toBe(rows.length)
    let at = 0
    const wanted = rows.map((row) => {
      at += row.length + 1
      return at - row.length - 1
    })
    expect(findings.map(({ byteOffset }) => byteOffset)).toEqual(wanted)
    expect(findings.map(({ length }) => length)).toEqual(rows.map((row) => row.length))
  })

  it('is found at every place of a text that is looked at in pieces, also behind characters of three bytes', () => {
    const matcher = makeMatcher()
    for (const between of ['\n', '，', '。好\n', ' '.repeat(61), '字'.repeat(67)]) {
      let text = '甲'
      const wanted: [number, number][] = []
      let bytes = 3
      for (let i = 0; i < 20_000; i++) {
        const value = address(i)
        wanted.push([bytes, bytes + value.length])
        text += value + between
        bytes += value.length + Buffer.byteLength(between)
      }
      matcher.kernel.clear()
      const found = matcher.hitsInText(text, '', 'text').filter(({ hit }) => hit.rule.id === 'pii-intl/email')
      expect(found.map((one) => [one.start, one.end])).toEqual(wanted)
    }
  })
})

describe('a record with very many fields', () => {
  it('wide.jsonl: 300,000 keys cost what they are, not their square', { timeout: 60_000 }, async () => {
    const letters = (i: number) => [...i.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')
    const keys = Array.from({ length: 300_000 }, (_, i) => `"${letters(i)}":"v"`)
    const got = await scan(['.', '--no-config', '--fail-on', 'none'], { cwd: fill(folder(), { 'wide.jsonl': `{${keys.join(',')}}\n` }) })
    expect(got.status).toBe(0)
    expect(got.report.coverage.records.read).toBe(1)
  })
})

describe('a file that is one object, with lists of very many objects', () => {
  it('questions.json: 200,000 values are found in the time of their number', { timeout: 60_000 }, async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `{"q":"${i}","mail":["${i % 1000 === 0 ? address(i) : 'none'}"]}`)
    const got = await scan(['.', '--no-config', '--fail-on', 'none'], {
      cwd: fill(folder(), { 'questions.json': `{"data":[${rows.join(',')}]}` }),
    })
    expect(got.report.coverage.records.read).toBe(1)
    const found = got.findings.filter(({ rule }) => rule === 'pii-intl/email').map(({ field }) => field)
    expect(found).toEqual(Array.from({ length: 100 }, (_, i) => `/data/${i * 1000}/mail/0`).sort())
  })
})

describe('what is said of somebody, very often', () => {
  it('ward.txt: each of 20,000 sentences has a finding for both words of it', { timeout: 60_000 }, async () => {
    const root = folder()
    mkdirSync(join(root, 'corpus'))
    writeFileSync(join(root, 'corpus', 'ward.txt'), '张三，身份证号11010519491231002X，确诊抑郁症；'.repeat(20_000))
    const got = await scan(['corpus', '--no-config', '--fail-on', 'none'], { cwd: root })
    const of = (domain: RegExp) => got.findings.filter(({ rule }) => domain.test(rule)).length
    expect(of(/pii-cn\/resident/)).toBe(20_000)
    expect(of(/sensitive|health|medical/)).toBe(40_000)
  })
})

describe('what begins like a cell of a table and is none', () => {
  it('elements.html: 500,000 of them cost what they are', { timeout: 20_000 }, () => {
    const matcher = makeMatcher()
    expect(matcher.hitsInText('<tdAa1'.repeat(500_000), '', 'text')).toHaveLength(0)
    matcher.kernel.clear()
  })
})
