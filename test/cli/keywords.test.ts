import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { seeded } from '../random.ts'
import { told } from './console.ts'
import { filesOf, fill, folder, reportOf } from './kit.ts'

/** The operator's own keyword library, at the size the standard recommends ten times over: counted, matched, never printed. */

const a1 = [...'abcdefgh'].map((letter) => `CN-A1-${letter}`)
const a2 = [...'abcdefghi'].map((letter) => `CN-A2-${letter}`)

/** Distinct invented terms that are no words of any language. */
function terms(count: number): string[] {
  const next = seeded(20240229)
  const made = new Set<string>()
  const han = () => String.fromCharCode(0x4e00 + Math.floor(next() * 20000))
  const latin = () => String.fromCharCode(97 + Math.floor(next() * 26))
  while (made.size < count) {
    const letters = made.size % 3 === 0 ? Array.from({ length: 11 }, latin) : Array.from({ length: 4 + Math.floor(next() * 3) }, han)
    made.add(letters.join(''))
  }
  return [...made]
}

const library = (rows: readonly (readonly [term: string, risk: string])[]) =>
  `term,risk,lang,added_at\n${rows.map(([term, risk], n) => `${term},${risk},${/[a-z]/.test(term) ? 'en' : 'zh'},2026-0${1 + (n % 6)}-11\n`).join('')}`

const scan = (cwd: string, ...more: string[]) =>
  told(['scan', 'c', '--no-config', '--keywords', 'own.csv', '--workers', '1', '-o', 'out', ...more], cwd)

describe('a keyword library of 100,000 terms', () => {
  it('is counted by risk type against the floors, matched, and shown nowhere', async () => {
    const all = terms(100_000)
    const risks = [...a1, ...a2]
    const rows = all.map((term, n) => [term, risks[n % risks.length]!] as const)
    const used = [all[17]!, all[51_000]!, all[99_999]!]
    const cwd = fill(folder(), {
      'own.csv': library(rows),
      'c/a.jsonl': [...used.map((term) => ({ text: `这里写着 ${term} 三个词。` })), { text: 'nothing' }],
    })
    const ran = await scan(cwd)
    const report = reportOf(join(cwd, 'out'))
    expect(report.keywords).toMatchObject({ total: 100_000, floor: 10_000, floorMet: true, newest: '2026-06-11' })
    // All 31 rows, whatever is known of each.
    expect(report.risks).toHaveLength(31)
    for (const row of report.risks) {
      const own = rows.filter(([, risk]) => risk === row.id).length
      expect(row.operatorTerms, row.id).toBe(own)
      expect(row.floor, row.id).toBe(a1.includes(row.id) ? 200 : a2.includes(row.id) ? 100 : null)
      expect(row.floorMet, row.id).toBe(row.floor === null ? null : true)
      if (own > 0) expect(['lexicon', 'detector']).toContain(row.coverage)
    }
    const found = report.statistics.findings.byRule.filter((row) => row.rule.startsWith('keywords/'))
    expect(found.reduce((sum, row) => sum + row.rate.records, 0)).toBe(used.length)
    const printed = [ran.stdout, ran.stderr, ...filesOf(join(cwd, 'out')).map((name) => readFileSync(join(cwd, 'out', name), 'utf8'))].join(
      '\n',
    )
    for (const term of used) expect(printed).not.toContain(term)
  })

  it('that is too small for one type says so, and a policy can ask for more', async () => {
    const all = terms(10_200)
    // 17 types, and one of them gets 99 terms where 100 are recommended.
    const rows = all.map((term, n) => [term, n < 99 ? 'CN-A2-i' : [...a1, ...a2.slice(0, 8)][n % 16]!] as const)
    const cwd = fill(folder(), { 'own.csv': library(rows), 'c/a.jsonl': [{ text: 'nothing' }], 'p.yaml': 'requireKeywordFloor: true\n' })
    expect((await scan(cwd)).status).toBe(0)
    const report = reportOf(join(cwd, 'out'))
    expect(report.keywords.floorMet).toBe(true)
    expect(report.risks.filter((row) => row.floorMet === false).map((row) => row.id)).toEqual(['CN-A2-i'])
    const asked = await scan(cwd, '--policy', 'p.yaml')
    expect(asked.status).toBe(1)
    const reason = reportOf(join(cwd, 'out')).results.reasons.find((one) => one.limit === 'require-keyword-floor')!
    expect(reason.blocking).toBe(true)
    expect(reason.words.en).toContain('1 risk type below the recommended number')
    expect(reason.words.zh).toContain('1 类风险低于分项建议值')
  })
})

describe('a library as spreadsheets and people write it', () => {
  const text = 'Term,Risk,Lang,Added_at\r\n示例词条,CN-A1-a,zh,2026-01-05\r\nＳａｍｐｌｅ term,CN-A1-a,en,\r\nSample term,CN-A1-a,en,\r\n'
  it.each(['utf-8', 'utf-16le', 'utf-16be', 'gb18030'])('in %s is matched, its full-width letters too', async (charset) => {
    const cwd = fill(folder(), {
      'c/a.jsonl': [{ text: '此处有示例词条' }, { text: 'one ＳＡＭＰＬＥ ＴＥＲＭ here' }, { text: 'nothing' }],
    })
    writeFileSync(join(cwd, 'own.csv'), iconv.encode(text, charset, { addBOM: charset !== 'gb18030' }))
    expect((await scan(cwd)).status).toBe(0)
    const report = reportOf(join(cwd, 'out'))
    expect(report.keywords).toMatchObject({ total: 2, newest: '2026-01-05' })
    expect(report.statistics.findings.byRule.find((row) => row.rule === 'keywords/cn-a1-a')?.rate.records).toBe(2)
  })
})

describe('a library with a mistake in it is refused by row, and the term is not repeated', () => {
  it.each([
    ['term,lang\n', 'the column "risk" is missing'],
    ['term,risk\n', 'the library has no term'],
    ['term,risk\n秘密的词,CN-A9-x\n', 'row 2 names an unknown risk type "CN-A9-x"; known are CN-A1-a to CN-A5-b'],
    ['risk,term\n秘密的词,CN-A1-a\n', 'row 2 names an unknown risk type; known are'],
    ['term,risk\n,CN-A1-a\n', 'row 2 has no usable term'],
    ['term,risk,lang,added_at\n秘密的词,CN-A1-a,zh,lately\n', 'row 2 has a date that is no day written YYYY-MM-DD'],
    ['term,risk,lang,added_at\n秘密的词,CN-A1-a,zh,2026-13-05\n', 'row 2 has a date that is no day written YYYY-MM-DD'],
    ['term,risk,lang,added_at\n秘密的词,CN-A1-a,zh,2026-02-30\n', 'row 2 has a date that is no day written YYYY-MM-DD'],
    ['term,risk\n"秘密的词,CN-A1-a\n', 'not readable as CSV near line'],
  ])('%j', async (text, words) => {
    const got = await scan(fill(folder(), { 'own.csv': text, 'c/a.jsonl': [{ text: 'nothing' }] }))
    expect(got.status).toBe(2)
    expect(got.stderr).toContain(words)
    expect(got.stderr).toContain('own.csv')
    expect(got.stdout + got.stderr).not.toContain('秘密的词')
  })
})
