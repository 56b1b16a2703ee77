import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { patternDetect } from '../../src/detectors/pattern-schema.ts'
import type { Lang } from '../../src/model.ts'
import { citation } from '../../src/renderers/html/citation.ts'
import { words } from '../../src/renderers/html/words.ts'
import { htmlBudget, renderHtml } from '../../src/renderers/index.ts'
import type { Report } from '../../src/report/index.ts'
import { sample } from './sample.ts'
import { tags, text } from './tokens.ts'

const reportDigest = '0123456789abcdef'.repeat(4)
const render = (report: Report, lang: Lang = 'zh'): string => renderHtml(report, { lang, reportDigest })
const page = render(sample())
const elements = tags(page)
const named = (name: string) => elements.filter((tag) => tag.name === name)

describe('one file that needs nothing else', () => {
  test('the same report gives the same bytes, whatever zone or locale', () => {
    const before = { TZ: process.env.TZ, LANG: process.env.LANG }
    try {
      process.env.TZ = 'Pacific/Kiritimati'
      process.env.LANG = 'ar_EG.UTF-8'
      expect(render(sample())).toBe(page)
    } finally {
      for (const [name, value] of Object.entries(before))
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
    }
    expect(render(sample(), 'en')).not.toBe(page)
  })

  test('the results of the law map add up to its rows: what was not assessed is part of what lacks evidence', () => {
    const { requirements } = sample()
    const [list] = /<ul class="tally"[\s\S]*?<\/ul>/.exec(page)!
    const items = list
      .split('<li>')
      .slice(1)
      .map((item) => [...item.matchAll(/<b>([\d,]+)<\/b>/g)].map((m) => Number(m[1])))
    expect(items.length).toBe(4)
    expect(items.reduce((sum, [first]) => sum + first!, 0)).toBe(requirements.length)
    expect(items[2]).toEqual([
      requirements.filter(({ result }) => result === 'insufficient-evidence').length,
      requirements.filter(({ result, assessed }) => result === 'insufficient-evidence' && !assessed).length,
    ])
  })

  test('what was measured of several rules together is not told as what was measured of one', () => {
    const report = sample()
    const [alone, ...others] = report.rules.map(({ id }) => id)
    const row = {
      domain: 'pii',
      title: { zh: '甲', en: 'A' },
      synthetic: false,
      lang: 'zh',
      positives: 3,
      negatives: 4,
      precision: null,
      recall: null,
    }
    const accuracy = [
      { ...row, set: 'one', rules: [alone!] },
      { ...row, set: 'two', title: { zh: '乙', en: 'B' }, rules: [alone!, others[0]!, others[1]!] },
    ]
    const made = render({ ...report, accuracy })
    expect(made.match(/与另外 2 条规则一并测量/g)?.length).toBe(3)
    const items = made.split('<li>').map((item) => item.slice(0, item.indexOf('</li>')))
    const told = (title: string) =>
      items.filter((item) => item.includes('个标注值') && item.includes(title)).map((item) => item.includes('一并测量'))
    expect([told('甲'), told('乙')]).toEqual([[false], [true, true, true]])
  })

  test('it does not change the report', () => {
    const report = sample()
    render(report)
    expect(report).toEqual(sample())
  })

  test('nothing is loaded from anywhere', () => {
    for (const tag of elements) {
      for (const name of ['src', 'srcset', 'action', 'formaction', 'data', 'poster', 'background', 'xlink:href'])
        expect(tag.attributes.has(name)).toBe(false)
      const href = tag.attributes.get('href')
      if (href !== undefined) expect(href).toMatch(/^#[a-z0-9-]+$/)
      expect(['link', 'img', 'iframe', 'object', 'embed', 'video', 'audio', 'base', 'form', 'image', 'use', 'foreignObject']).not.toContain(
        tag.name,
      )
    }
    for (const style of named('style')) expect(style.raw).not.toMatch(/url\(|@import|@font-face/)
    expect(page).not.toMatch(/https?:\/\//)
  })

  test('the content security policy allows exactly the style and the script of the page, by hash', () => {
    const policy = named('meta')
      .find((tag) => tag.attributes.get('http-equiv') === 'Content-Security-Policy')
      ?.attributes.get('content')
    const source = (raw: string | undefined): string =>
      `'sha256-${createHash('sha256')
        .update(raw ?? '')
        .digest('base64')}'`
    const [style, ...moreStyles] = named('style')
    const [script, ...moreScripts] = named('script').filter((tag) => tag.attributes.get('type') !== 'application/json')
    expect([moreStyles, moreScripts]).toEqual([[], []])
    expect(policy).toBe(
      `default-src 'none'; style-src ${source(style?.raw)}; script-src ${source(script?.raw)}; img-src data:; base-uri 'none'; form-action 'none'`,
    )
    for (const tag of elements) for (const name of tag.attributes.keys()) expect(name).not.toMatch(/^(on|style$)/i)
  })

  test('the policy holds for other digests too: the printed footer is part of the style', () => {
    const other = tags(renderHtml(sample(), { lang: 'en', reportDigest: 'f'.repeat(64) }))
    const style = other.find((tag) => tag.name === 'style')?.raw ?? ''
    expect(style).toContain('ffffffffffffffff')
    const policy = other.find((tag) => tag.attributes.get('http-equiv') === 'Content-Security-Policy')?.attributes.get('content')
    expect(policy).toContain(createHash('sha256').update(style).digest('base64'))
  })

  test('the embedded report is the report', () => {
    const block = named('script').find((tag) => tag.attributes.get('id') === 'report')
    expect(JSON.parse(block?.raw ?? '')).toEqual(sample())
    expect(text(page)).toContain(reportDigest)
  })

  test('a typical page is small', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1.5 * 1024 * 1024)
  })

  test('over the budget, examples and long lists give way and the page says so', () => {
    const report = sample()
    const rule = report.rules[0]!
    const example = report.statistics.examples[0]!
    const rules = Array.from({ length: 1500 }, (_, at) => ({ ...rule, id: `pack/rule-${at}` }))
    const examples = rules.flatMap((one) => Array.from({ length: 20 }, (_, at) => ({ ...example, rule: one.id, record: at })))
    const byRule = rules.map((one) => ({ ...report.statistics.findings.byRule[0]!, rule: one.id }))
    const large = { ...report, rules, statistics: { ...report.statistics, examples, findings: { ...report.statistics.findings, byRule } } }
    const result = render(large, 'en')
    expect(Buffer.byteLength(result)).toBeLessThanOrEqual(htmlBudget)
    expect(text(result)).toContain(words.shortened.en)
    expect(text(result)).toContain('pack/rule-1499')
    expect(text(page)).not.toContain(words.shortened.en)
  })
})

describe('it says everything', () => {
  test('all 31 risk types, all requirement rows, all rules, all faults', () => {
    const report = sample()
    const seen = text(page)
    for (const risk of report.risks) for (const part of [risk.id, risk.title.zh, risk.title.en]) expect(seen).toContain(part)
    for (const row of report.requirements)
      for (const part of [row.id, row.title.zh, row.title.en, row.evidence.zh]) expect(seen).toContain(part)
    for (const rule of report.rules) for (const part of [rule.id, rule.title.en, rule.why.zh, rule.remedy.en]) expect(seen).toContain(part)
    for (const fault of report.statistics.faults.byCode) expect(seen).toContain(fault.code)
    for (const digest of [report.corpus.merkle.root, report.corpus.manifest.digest.sha256, report.config.digest.sha256])
      expect(seen).toContain(digest)
    for (const pack of report.rulePacks) expect(seen).toContain(pack.digest.sha256)
    expect(seen).toContain('dataaudit verify dataaudit-report --key NAME.pub --corpus DIR')
    expect(seen).toContain(words.trustLead.en)
    expect(seen).toContain(words.markR.zh)
  })

  test('every reason for which a match was suppressed, in words', () => {
    const { statistics, ...report } = sample()
    const shapes = patternDetect.shape.exclude.unwrap().shape.shapes.unwrap().element.options
    const reasons = ['excluded', 'example', 'no-context', 'low-score', 'overlap', 'collocation']
    const byReason = [...reasons, ...shapes.map((shape) => `shape:${shape}`)].map((reason) => ({ reason, count: 1 }))
    const result = render({ ...report, statistics: { ...statistics, suppressed: { total: byReason.length, byReason, byRule: [] } } })
    for (const { reason } of byReason) expect(result).toMatch(new RegExp(`</span> <code[^>]*>${reason}</code>`))
  })

  test('a clause that the profile does not hold is told as such, not as a bare code', () => {
    const report = sample()
    const [rule, ...others] = report.rules
    const seen = text(render({ ...report, rules: [{ ...rule!, requirements: ['SPI-45574'] }, ...others] }))
    expect(seen).toMatch(/SPI-45574 不在本报告所用法规口径内\s*not in the legal profile of this report/)
  })

  test('matches that overlap a surer finding are among the reasons the sentence above the table names', () => {
    const { statistics, ...report } = sample()
    const suppressed = { total: 72, byReason: [{ reason: 'overlap', count: 72 }], byRule: [] }
    const seen = text(render({ ...report, statistics: { ...statistics, suppressed } }))
    expect(seen).toMatch(/72 处匹配因与更可靠的命中重叠/)
    expect(seen).toMatch(/72 matches were not reported: they overlap a surer finding/)
  })

  test('records of one year are not told as a span of years', () => {
    const { statistics, ...report } = sample()
    const years = [
      { year: '(none)', records: 7 },
      { year: '2023', records: 59 },
    ]
    const seen = text(render({ ...report, statistics: { ...statistics, years } }))
    expect(seen).toContain('注明年份的均为 2023 年（59 条）；7 条记录未注明年份。')
    expect(seen).toContain('All in 2023 (59 records). 7 records state no year.')
  })

  test('an unassessed row says so, in both languages', () => {
    const report = sample()
    const count = (row: Report['requirements']) => text(render({ ...report, requirements: row })).split(words.notAssessed.zh).length
    const flipped = report.requirements.map((row) => ({ ...row, assessed: true }))
    expect(count(report.requirements) - count(flipped)).toBe(report.requirements.filter((row) => !row.assessed).length)
  })

  test('Article 7 comes before every other row', () => {
    const report = sample()
    const shuffled = { ...report, requirements: [...report.requirements].reverse() }
    const rows = tags(render(shuffled)).filter((tag) => tag.name === 'tr' && /^q-\d+$/.test(tag.attributes.get('id') ?? ''))
    const order = rows.map((tag) => shuffled.requirements[Number(tag.attributes.get('id')?.slice(2)) - 1]!.id)
    const seventh = report.requirements.filter((row) => row.id.startsWith('cac-2023:7')).length
    expect(order).toHaveLength(report.requirements.length)
    expect(order.slice(0, seventh).every((id) => id.startsWith('cac-2023:7'))).toBe(true)
  })

  test('under the Interim Measures Article 7 is found too, and nothing is called a draft', () => {
    const report = sample()
    const requirements = report.requirements.map((row) =>
      row.instrument === 'cac-2023' ? { ...row, instrument: 'im-2023', article: row.article === '7' ? '7 ¶1' : row.article } : row,
    )
    const result = render({ ...report, profile: 'cn-2025', requirements }, 'en')
    expect(/<table id="article-7"[\s\S]*?<\/table>/.exec(result)?.[0].match(/<tr id="q-/g)).toHaveLength(6)
    expect(text(result)).not.toContain(words.limitDraft.en)
    expect(text(page)).toContain(words.limitDraft.zh)
  })

  test('a pass with allowed losses does not claim that everything was read', () => {
    const report = sample()
    const reasons = [{ limit: 'allow-unreadable=100', words: { zh: '在允许范围内。', en: 'Within what is allowed.' }, blocking: false }]
    const result = text(render({ ...report, results: { ...report.results, verdict: 'PASSED', complete: true, reasons } }, 'en'))
    expect(result).toContain(words.reasonPassedAllowed.en)
    expect(result).not.toContain(words.reasonPassed.en)
    expect(result).toContain('Within what is allowed.')
  })

  test.each([
    ['PASSED', true, '通过', '检测不完整'],
    ['WARNED', true, '通过，但有警告', '检测不完整'],
    ['FAILED', true, '未通过', '同时检测不完整'],
    ['PASSED', false, '检测不完整', '同时检测不完整'],
    ['WARNED', false, '检测不完整', '通过，但有警告'],
  ] as const)('verdict %s, complete %s', (verdict, complete, says, not) => {
    const report = sample()
    const coverage = { ...report.coverage, complete }
    const banner =
      /<p class="outcome">[\s\S]*?<\/p>/.exec(
        render({ ...report, coverage, results: { ...report.results, verdict, complete, reasons: [] } }),
      )?.[0] ?? ''
    expect(text(banner).trim().startsWith(says)).toBe(true)
    expect(text(banner)).not.toContain(not)
  })

  test('an empty report still renders', () => {
    const report = sample()
    const { statistics } = report
    const none = { read: 0, unreadable: 0, skipped: 0 }
    const top = { distinct: 0, exact: true, rows: [] }
    const empty: Report = {
      ...report,
      rules: [],
      requirements: [],
      coverage: { ...report.coverage, files: none, bytes: none, records: none, reasons: [], damaged: 0 },
      results: { ...report.results, verdict: 'PASSED', complete: false, reasons: [] },
      statistics: {
        ...statistics,
        findings: { ...statistics.findings, byRule: [], bySource: [] },
        suppressed: { total: 0, byReason: [], byRule: [] },
        faults: { total: 0, byCode: [], places: [] },
        languages: { ...statistics.languages, rows: [] },
        scripts: [],
        lengths: { ...statistics.lengths, quantiles: [], histogram: [] },
        domains: top,
        licences: top,
        sources: top,
        years: [],
        fields: [],
        examples: [],
      },
    }
    const result = render(empty)
    expect(text(result)).toContain(words.INCOMPLETE.zh)
    // A table without rows says what there is none of.
    expect(text(result)).toMatch(/读取故障\s*Faults\s*：无\s*: none/)
    expect(result).not.toMatch(/NaN|Infinity|undefined|\[object/)
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/)
  })
})

describe('it can be read by everybody', () => {
  test('both languages are complete and marked', () => {
    for (const [key, { zh, en }] of Object.entries(words)) {
      expect(zh, key).not.toBe('')
      expect(en, key).not.toMatch(/[\u4e00-\u9fff]/.test(en.replace('文', '')) ? /$./ : /^$/)
      expect([...zh.matchAll(/\{[a-z]+\}/g)].map(String).sort(), key).toEqual([...en.matchAll(/\{[a-z]+\}/g)].map(String).sort())
    }
    const chinese = elements.filter((tag) => tag.attributes.get('lang') === 'zh-CN' && tag.name !== 'html' && tag.name !== 'b')
    const english = elements.filter((tag) => tag.attributes.get('lang') === 'en' && tag.name !== 'b')
    expect(chinese.length).toBe(english.length)
    expect(chinese.length).toBeGreaterThan(500)
    expect(named('html')[0]?.attributes.get('lang')).toBe('zh-CN')
    expect(tags(render(sample(), 'en'))[0]?.attributes.get('lang')).toBe('en')
  })

  test('no unfilled place is left in a sentence', () => {
    expect(text(page)).not.toMatch(/\{[a-z]+\}/)
  })

  test('landmarks, one heading of the first level, no level skipped', () => {
    for (const name of ['h1', 'main', 'nav', 'header', 'footer']) expect(named(name)).toHaveLength(1)
    const levels = elements.filter((tag) => /^h[1-6]$/.test(tag.name)).map((tag) => Number(tag.name[1]))
    for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1)
  })

  test('ids are unique and every reference has its target', () => {
    const ids = elements.flatMap((tag) => tag.attributes.get('id') ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const known = new Set(ids)
    for (const tag of elements) {
      for (const name of ['aria-labelledby', 'aria-describedby', 'for']) {
        const target = tag.attributes.get(name)
        if (target !== undefined) expect(known).toContain(target)
      }
      const href = tag.attributes.get('href')
      if (href !== undefined) expect(known).toContain(href.slice(1))
    }
  })

  test('tables have captions and scopes; charts have a name, a description and a table', () => {
    expect(named('caption')).toHaveLength(named('table').length)
    for (const head of named('th')) expect(head.attributes.get('scope')).toMatch(/^(col|row|rowgroup)$/)
    const charts = named('svg').filter((tag) => tag.attributes.get('role') === 'img')
    expect(charts.length).toBeGreaterThanOrEqual(5)
    for (const svg of named('svg')) expect(svg.attributes.get('role') === 'img' || svg.attributes.get('aria-hidden') === 'true').toBe(true)
    for (const figure of page.match(/<figure[\s\S]*?<\/figure>/g) ?? []) {
      expect(figure).toMatch(/<title>[^<]+<\/title><desc>[^<]+<\/desc>/)
      expect(figure).toMatch(/<details>[\s\S]*<table/)
      expect((figure.match(/<(rect|circle|line)\b/g) ?? []).length).toBeLessThanOrEqual(60)
    }
  })

  test('colour is never alone: every badge has a drawing and words', () => {
    const badges = page.match(/<span class="badge [a-z]+">[\s\S]*?<\/span>/g) ?? []
    expect(badges.length).toBeGreaterThan(50)
    for (const badge of badges) expect(badge).toMatch(/<svg[\s\S]*<\/svg>.*\S/)
  })
})

describe('clauses are cited as their readers cite them', () => {
  test.each([
    ['cac-2023', '7 ¶1', '第七条第一款'],
    ['cac-2023', '7(3)', '第七条第（三）项'],
    ['im-2023', '19, 4(5)', '第十九条、第四条第（五）项'],
    ['pipl', '54, 55', '第五十四条、第五十五条'],
    ['csl', '20', '第二十条'],
    ['pipl', '102', '第一百零二条'],
    ['tc260-003', '5.1 c) 1) note', '5.1 c) 1) 注'],
    ['filing', 'annotation', '标注'],
    ['eu-template', '2.2.1, 2.2.2', '2.2.1, 2.2.2'],
  ])('%s %s', (instrument, article, zh) => {
    expect(citation(instrument, article)).toEqual({ en: article, zh })
  })

  test('on the page, and ids stay', () => {
    const row = { ...sample().requirements[0]!, instrument: 'cac-2023', article: '7(3)', id: 'cac-2023:7.3' }
    const cited = render({ ...sample(), requirements: [row] })
    expect(cited).toContain('第七条第（三）项')
    expect(cited).toContain('<code>cac-2023:7.3</code>')
  })
})
