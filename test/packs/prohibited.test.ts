import { describe, expect, it } from 'vitest'
import { haveData, jsonLines, readData, reporter, rulesOf } from './packs.ts'

/** Rows of a CSV file with quoted fields. */
function rows(text: string): string[][] {
  const out: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end !== ',') {
      if (row.length > 1) out.push(row)
      row = []
    }
  }
  return out
}

describe.skipIf(!haveData)('the prohibited pack on harmless texts', () => {
  const report = reporter('prohibited')
  const rate = (texts: readonly string[]) => texts.filter((text) => report(text).length > 0).length / texts.length

  it('never fires on identity words in neutral sentences', () => {
    const [head, ...body] = rows(readData('prohibited/bias_zh-cn_sentence_templates.csv.gz').replace(/^\uFEFF/, ''))
    const toxicity = head!.indexOf('toxicity')
    const phrase = head!.indexOf('phrase')
    const neutral = body.filter((row) => row[toxicity] === 'nontoxic').map((row) => row[phrase]!)
    expect(neutral.length).toBeGreaterThan(20000)
    expect(rate(neutral)).toBe(0)
  })

  it('never fires on safe prompts that look unsafe, nor on questions about responsibility', () => {
    const [head, ...body] = rows(readData('prohibited/xstest_v2_prompts.csv'))
    const safe = body.filter((row) => !row[head!.indexOf('type')]!.startsWith('contrast')).map((row) => row[head!.indexOf('prompt')]!)
    expect(safe.length).toBe(250)
    expect(rate(safe)).toBe(0)
    expect(rate(jsonLines<{ prompt: string }>('prohibited/zh/cvalues_responsibility_prompts.jsonl').map((row) => row.prompt))).toBe(0)
  })

  it('fires on fewer than two in a thousand inoffensive posts on race, gender and region', () => {
    const [head, ...body] = rows(readData('prohibited/zh/cold_dev.csv.gz').replace(/^\uFEFF/, ''))
    const label = head!.indexOf('label')
    const text = head!.indexOf('TEXT')
    const harmless = body.filter((row) => row[label] === '0').map((row) => row[text]!)
    expect(harmless.length).toBeGreaterThan(3000)
    expect(rate(harmless)).toBeLessThan(0.002)
    expect(rate(body.filter((row) => row[label] === '1').map((row) => row[text]!))).toBeGreaterThan(0.01)
  })
})

it('ships no terms for the political types: the operator’s own library serves them', () => {
  expect(rulesOf('prohibited').filter((rule) => /^CN-A1-[abc]$/.test(rule.risk))).toEqual([])
})
