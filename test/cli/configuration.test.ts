import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { random } from './identifiers.ts'
import { filesOf, fill, folder, lines, run, type Scanned, scan } from './kit.ts'

/** What the operator sets: fields, levels, the keyword library, rules of their own, the gate. */

const phone = '手机13912345678，请回电。'

describe('configuration', () => {
  it('fields: roles by pointer go before the known names', async () => {
    const rows = [
      { body: { raw: '山谷里起了薄雾，溪水沿着石阶一路往下。' }, text: 'This is a label and no training text at all.', from: 'board', rights: 'MIT', when: '2019-05-05', where: 'https://news.example.org/a' },
      { body: { raw: '老渡口停了十几年，去年又恢复了一班船。' }, text: 'This is a label and no training text at all.', from: 'harbour', rights: 'MIT', when: '2020', where: 'https://news.example.org/b' },
    ]
    const root = fill(folder(), {
      'a.jsonl': lines(rows),
      'dataaudit.config.yaml':
        'fields: {text: [/body/*], other: [/text], source: [/from], license: [/rights], date: [/when], url: [/where]}\n',
    })
    const { report } = await scan(['a.jsonl'], { cwd: root })
    const { statistics } = report
    expect(statistics.fields.map(({ field, role, records }) => [field, role, records])).toEqual([
      ['/body/raw', 'text', 2],
      ['/from', 'source', 2],
      ['/rights', 'license', 2],
      ['/text', 'other', 2],
      ['/when', 'date', 2],
      ['/where', 'url', 2],
    ])
    expect(statistics.languages.rows.map((row) => row.lang)).toEqual(['zh'])
    expect(statistics.sources.rows.map((row) => row.value)).toEqual(['board', 'harbour'])
    expect(statistics.licences.rows.map((row) => row.value)).toEqual(['MIT'])
    expect(statistics.years.map((row) => row.year)).toEqual(['2019', '2020'])
    expect(statistics.domains.rows.map((row) => row.value)).toEqual(['example.org'])
    expect(statistics.duplicates.duplicates).toBe(0)
  })

  it('a licence that a licence rule knows is still printed', async () => {
    const { report, findings } = await scan(['-', '--no-config'], { input: lines([{ text: 'plain words', license: 'CC-BY-SA-4.0' }]) })
    expect(findings.map((finding) => finding.field)).toContain('/license')
    expect(report.statistics.licences.rows.map((row) => row.value)).toEqual(['CC-BY-SA-4.0'])
  })

  it('overrides: a level for a rule or a pack, the rule before its pack, and off', async () => {
    const text = lines([{ text: `${phone} 邮箱 chen@example-mail.com` }])
    const levels = async (overrides: string) => {
      const root = fill(folder(), { 'a.jsonl': text, 'dataaudit.config.yaml': `overrides: ${overrides}\n` })
      const { report, status, findings } = await scan(['a.jsonl'], { cwd: root })
      return { status, report, found: Object.fromEntries(findings.map(({ rule, severity }) => [rule, severity])) }
    }
    const [none, lowered, pack, off] = await Promise.all([
      levels('{}'),
      levels('{pii-cn/mobile: note}'),
      levels('{"pii-cn/*": off, "pii-intl/*": note, pii-intl/email: error}'),
      levels('{"pii-cn/*": off, pii-cn/mobile: warning}'),
    ])
    expect(none).toMatchObject({ status: 1, found: { 'pii-cn/mobile': 'error', 'pii-intl/email': 'warning' } })
    expect(lowered).toMatchObject({ status: 0, found: { 'pii-cn/mobile': 'note', 'pii-intl/email': 'warning' } })
    expect(lowered.report.config.overrides).toEqual([{ rule: 'pii-cn/mobile', severity: 'note' }])
    expect(lowered.report.config.digest).not.toEqual(none.report.config.digest)
    expect(pack).toMatchObject({ status: 1, found: { 'pii-intl/email': 'error' } })
    expect(pack.report.rulePacks.find((row) => row.name === 'pii-cn')).toMatchObject({ enabled: 0 })
    expect(off).toMatchObject({ status: 0, found: { 'pii-cn/mobile': 'warning' } })
    const root = fill(folder(), { 'a.jsonl': text, 'c.yaml': 'packs: [pii-cn]\noverrides: {"pii-cn/*": off}\n' })
    const nothing = await run(['scan', 'a.jsonl', '--config', 'c.yaml'], { cwd: root })
    expect(nothing.status).toBe(2)
    expect(nothing.stderr).toContain('an audit without rules would always pass')
  })

  it('split, charset, ignore and environment variables do what they say', async () => {
    const root = fill(folder(), {
      'c/a.txt': 'first line\nsecond line\n\nthird line\n',
      // 手机 in GB 18030.
      'c/b.csv': Buffer.concat([Buffer.from('text\n'), Buffer.from('cad6bbfa', 'hex'), Buffer.from('13912345678\n')]),
      'c/skip/me.jsonl': 'not json',
      'dataaudit.config.yaml': 'ignore: [skip/]\nsplit: lines\n',
    })
    const [configured, flagged, environment] = await Promise.all([
      scan(['c'], { cwd: root }),
      scan(['c', '--split', 'paragraphs', '--charset', 'gbk'], { cwd: root }),
      scan(['c'], { cwd: root, env: { DATAAUDIT_SPLIT: 'file', DATAAUDIT_FAIL_ON: 'none' } }),
    ])
    expect(configured.report.coverage.records.read).toBe(3 + 1)
    expect(configured.report.corpus.serialization.ignore).toContain('skip/')
    expect(flagged.report.coverage.records.read).toBe(2 + 1)
    expect(flagged.report.corpus.charsets.map((row) => row.charset)).toEqual(['gbk'])
    expect(environment.report.coverage.records.read).toBe(1 + 1)
    expect(environment.status).toBe(0)
    for (const { findings } of [configured, flagged, environment]) expect(findings.map((finding) => finding.rule)).toEqual(['pii-cn/mobile'])
  })
})

describe('a keyword library', () => {
  const next = random(8)
  const letters = 'bcdfghjklmnpqrstvwxz'
  const han = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'
  const word = (alphabet: string, length: number) => Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
  const terms = Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? word(letters, 12) : word(han, 7)))
  const risks = ['CN-A1-a', 'CN-A1-b', 'CN-A1-h', 'CN-A2-a', 'CN-A2-e']
  const csv = `term,risk,lang,added_at\n${terms.map((term, i) => `${term},${risks[i % 5]},${i % 2 === 0 ? 'en' : 'zh'},2024-0${1 + (i % 9)}-01`).join('\n')}\n`
  const hidden = [terms[0]!, terms[1]!, terms[50_001]!, terms[99_998]!]

  it('of 100,000 terms is matched, counted against the floors, and never printed', async () => {
    const rows = hidden.map((term) => ({ text: `a text with ${term.toUpperCase()} in it`, [term]: 1, source: term, license: term }))
    const root = fill(folder(), { 'c/a.jsonl': lines([...rows, { text: 'nothing in here' }]), 'library.csv': csv })
    const scanned = await scan(['c', '--keywords', 'library.csv', '--no-config', '-v', '--json'], { cwd: root })
    const { report, findings } = scanned
    const distinct = new Set(terms.map((term, i) => `${term} ${risks[i % 5]}`)).size
    expect(report.keywords).toMatchObject({ total: distinct, floor: 10_000, floorMet: true, newest: '2024-09-01' })
    expect(findings.filter((finding) => finding.rule.startsWith('keywords/')).length).toBeGreaterThanOrEqual(12)
    expect(new Set(findings.filter(({ unit }) => unit === 'text' || unit === 'key').map((finding) => finding.record))).toEqual(new Set([0, 1, 2, 3]))
    const row = report.risks.find((risk) => risk.id === 'CN-A1-a')!
    expect(row.operatorTerms).toBeGreaterThan(19_000)
    expect(row.floorMet).toBe(true)
    expect(report.risks.find((risk) => risk.id === 'CN-A4-f')).toMatchObject({ operatorTerms: 0 })
    const outputs = [scanned.stdout, scanned.stderr, ...filesOf(scanned.out).map((name) => readFileSync(join(scanned.out, name), 'utf8'))].join('\n').toLowerCase()
    for (const term of hidden) expect(outputs.includes(term)).toBe(false)
  })

  it('that is too small is said, and fails a policy that asks for its size', async () => {
    const root = fill(folder(), { 'a.jsonl': lines([{ text: 'plain' }]), 'small.csv': 'term,risk\n示例词,CN-A1-a\n', 'p.yaml': 'requireKeywordFloor: true\n' })
    const warned = await scan(['a.jsonl', '--keywords', 'small.csv', '--no-config'], { cwd: root })
    expect([warned.status, warned.report.results.verdict]).toEqual([0, 'WARNED'])
    const failed = await scan(['a.jsonl', '--keywords', 'small.csv', '--no-config', '--policy', 'p.yaml'], { cwd: root })
    expect(failed.status).toBe(1)
  })

  it.each([
    ['a missing column', 'word,risk\n绝密示例词,CN-A1-a\n', /the column "term" is missing/],
    ['an unknown risk', 'term,risk\n绝密示例词,CN-A9-z\n', /row 2 names an unknown risk type/],
    ['a bad date', 'term,risk,added_at\n绝密示例词,CN-A1-a,yesterday\n', /row 2 has a date that is not YYYY-MM-DD/],
    ['no term at all', 'term,risk\n', /the library has no term/],
  ])('with %s is refused without a term being told', async (_what, text, sentence) => {
    const root = fill(folder(), { 'a.jsonl': lines([{ text: 'plain' }]), 'k.csv': text })
    const ran = await run(['scan', 'a.jsonl', '--keywords', 'k.csv', '--no-config'], { cwd: root })
    expect(ran.status).toBe(2)
    expect(ran.stderr).toMatch(sentence)
    expect(ran.stdout + ran.stderr).not.toContain('绝密示例词')
  })
})

describe('rules of one’s own', () => {
  const manifest = 'schema: dataaudit.rulepack/v1\nid: mine\nversion: 1.2.3\ntitle: {zh: 自有规则, en: Rules of our own}\nlicense: LicenseRef-Own\n'
  const rule = (change: { [key: string]: unknown } = {}) => ({
    id: 'mine/badge',
    status: 'stable',
    domain: 'pii',
    entity: 'BADGE',
    risk: 'CN-A4-f',
    requirements: ['cac-2023:7.3'],
    title: { zh: '工牌号', en: 'Badge number' },
    why: { zh: '工牌号可识别员工。', en: 'A badge number identifies an employee.' },
    remedy: { zh: '删除该记录。', en: 'Remove the record.' },
    severity: 'error',
    detect: { kind: 'pattern', gate: { literals: ['BDG-'] }, patterns: [{ id: 'plain', re: 'BDG-[A-Z]{3}' }], evidence: { base: 0.95 } },
    examples: { match: [{ text: 'badge BDG-ABC', find: 'BDG-ABC' }], pass: [{ text: 'badge BDG-1' }] },
    ...change,
  })
  const pack = (text: unknown, head = manifest) =>
    fill(folder(), { 'mine/pack.yaml': head, 'mine/badge.yaml': typeof text === 'string' ? text : JSON.stringify(text), 'a.jsonl': lines([{ text: 'his badge is BDG-XYZ' }]) })

  it('take part, and are named in the report by digest', async () => {
    const root = pack(rule())
    const scanned = await scan(['a.jsonl', '--no-config', '--rules', './mine'], { cwd: root })
    expect(scanned.status).toBe(1)
    expect(scanned.findings.map((finding) => finding.rule)).toEqual(['mine/badge'])
    expect(scanned.report.rulePacks.find((row) => row.name === 'mine')).toMatchObject({ version: '1.2.3', rules: 1, enabled: 1, origin: 'added', code: false })
    const tested = await run(['rules', 'test', '--json', '--rules', './mine'], { cwd: root })
    expect(tested.status).toBe(0)
    const explained = await run(['rules', 'explain', 'mine/badge', '--rules', './mine'], { cwd: root })
    expect(explained.stdout).toContain('A badge number identifies an employee.')
  })

  const pattern = rule().detect
  it.each<readonly [string, unknown, string, RegExp]>([
    ['an unknown validator', rule({ detect: { ...pattern, validate: [{ use: 'cn-rci' }] } }), manifest, /rule mine\/badge: names an unknown validator "cn-rci"/],
    ['an unknown clause', rule({ requirements: ['cac-2023:99.9'] }), manifest, /rule mine\/badge cites an unknown clause "cac-2023:99\.9"/],
    ['an unknown risk type', rule({ risk: 'CN-A9-a' }), manifest, /mine\/badge\.yaml:\d+:\d+: .*risk/],
    ['a match example that is not found', rule({ examples: { match: [{ text: 'no badge' }], pass: [{ text: 'x' }] } }), manifest, /rule mine\/badge: its "match" example 1 is not found/],
    ['a pass example that is found', rule({ examples: { match: [{ text: 'BDG-ABC' }], pass: [{ text: 'BDG-QQQ' }] } }), manifest, /its "pass" example 1 is found, and must not be/],
    ['a match with another span', rule({ examples: { match: [{ text: 'BDG-ABC', find: 'BDG-AB' }], pass: [{ text: 'x' }] } }), manifest, /is found with another span/],
    ['an empty list of rules', '[]', manifest, /mine\/badge\.yaml/],
    ['no examples', rule({ examples: { match: [], pass: [] } }), manifest, /mine\/badge\.yaml:\d+:\d+: .*at least 1/],
    ['an id that is not its path', rule({ id: 'mine/other' }), manifest, /rule id "mine\/other" is not its path; write "mine\/badge"/],
    ['an unknown key', rule({ severty: 'error' }), manifest, /unknown key "severty"; did you mean "severity"\?/],
    ['a pattern that is none', rule({ detect: { ...pattern, patterns: [{ id: 'plain', re: 'BDG-(' }] } }), manifest, /mine\/badge/],
    ['code', rule(), `${manifest}code: true\n`, /rule pack "mine" carries code .*--trust-code/],
    ['no manifest', rule(), '', /mine\/pack\.yaml/],
  ])('with %s stop the run', async (_what, text, head, sentence) => {
    const root = pack(text, head)
    const ran = await run(['scan', 'a.jsonl', '--no-config', '--rules', './mine'], { cwd: root })
    expect(ran.stderr).toMatch(sentence)
    expect(ran.status).toBe(2)
    expect(filesOf(join(root, 'dataaudit-report'))).toEqual([])
  })

  it('that are not there are told', async () => {
    const ran = await run(['scan', '-', '--no-config', '--rules', './nowhere'])
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain('rule pack "./nowhere" is neither a folder nor an installed package')
  })
})

describe('the gate on a written report', () => {
  let found: Scanned
  beforeAll(async () => {
    // 200 records: four with a mobile number (two in one of them), one e-mail address, one lost row.
    const rows = Array.from({ length: 199 }, (_, i) => ({ text: i < 3 ? phone : i === 3 ? `${phone} 电话 13812345679` : i === 4 ? '邮箱 chen@example-mail.com' : `plain words number ${i}` }))
    found = await scan(['-', '--no-config'], { input: `${lines(rows)}{\n` })
  })

  it.each<readonly [string, number]>([
    ['failOn: none\nfaults: {allowUnreadable: 1}', 0],
    ['failOn: none', 3],
    ['failOn: error\nfaults: {allowUnreadable: 1}', 1],
    ['limits: [{rule: pii-cn/mobile, max: 5}]\nfaults: {allowUnreadable: 1}', 0],
    ['limits: [{rule: pii-cn/mobile, max: 4}]\nfaults: {allowUnreadable: 1}', 1],
    ['failOn: none\nlimits: [{risk: CN-A4-f, max: 6}]\nfaults: {allowUnreadable: 1}', 0],
    ['failOn: none\nlimits: [{risk: CN-A4-f, max: 5}]\nfaults: {allowUnreadable: 1}', 1],
    ['failOn: none\nlimits: [{severity: warning, max: 1}]\nfaults: {allowUnreadable: 1}', 0],
    ['failOn: none\nlimits: [{severity: warning, max: 0}]\nfaults: {allowUnreadable: 1}', 1],
    ['failOn: none\nlimits: [{domain: pii, maxRate: 0.026}]\nfaults: {allowUnreadable: 1}', 0],
    ['failOn: none\nlimits: [{domain: pii, maxRatePpm: 25000}]\nfaults: {allowUnreadable: 1}', 1],
    ['failOn: none\nlimits: [{rule: mine/none, max: 5}]\nfaults: {allowUnreadable: 1}', 1],
    ['failOn: none\nfaults: {max: 1, allowUnreadable: 1}', 0],
    ['failOn: none\nfaults: {max: 0, allowUnreadable: 1}', 1],
    ['failOn: none\nfaults: {allowUnreadable: 1%}', 0],
    ['failOn: none\nfaults: {allowUnreadable: 0.001%}', 3],
    ['failOn: none\nrequirePacks: [pii-cn]\nfaults: {allowUnreadable: 1}', 0],
    ['failOn: none\nrequirePacks: [pii-mars]\nfaults: {allowUnreadable: 1}', 1],
    ['failOn: none\nrequirePacks: ["pii-cn@99.0.0"]\nfaults: {allowUnreadable: 1}', 1],
    ['failOn: none\nrequireCoverage: 990000\nfaults: {allowUnreadable: 1}', 0],
    ['failOn: none\nrequireCoverage: 1000000\nfaults: {allowUnreadable: 1}', 1],
  ])('%j ends with %d', async (policy, code) => {
    const root = fill(folder(), { 'p.yaml': `${policy}\n` })
    const ran = await run(['gate', found.out, '--policy', 'p.yaml', '--json'], { cwd: root })
    const verdict = JSON.parse(ran.stdout) as { verdict: string; complete: boolean; reasons: { blocking: boolean }[]; exit: number }
    expect({ code: ran.status, told: verdict.exit }).toEqual({ code, told: code })
    expect(verdict.verdict === 'FAILED').toBe(code === 1)
    expect(verdict.complete).toBe(code !== 3)
    expect(verdict.reasons.some((reason) => reason.blocking)).toBe(code !== 0)
  })

  it('speaks in words, and refuses what is no report', async () => {
    const root = fill(folder(), { 'x/report.json': '{"schemaVersion":"1.0.0"}' })
    const [words, chinese, quiet, none, gone] = await Promise.all([
      run(['gate', found.out, '--no-config'], { cwd: root }),
      run(['gate', found.out, '--no-config', '--lang', 'zh', '--fail-on', 'none', '--allow-unreadable', '1'], { cwd: root }),
      run(['gate', found.out, '--no-config', '-q'], { cwd: root }),
      run(['gate', 'x'], { cwd: root }),
      run(['gate', 'y'], { cwd: root }),
    ])
    expect(words.stdout).toMatch(/^FAILED \(incomplete\)\n {2}✗ 5 candidate matches of severity error/)
    expect(words.status).toBe(1)
    expect(chinese.stdout).toMatch(/^通过/)
    expect(chinese.status).toBe(0)
    expect([quiet.stdout + quiet.stderr, quiet.status]).toEqual(['', 1])
    expect([none.status, gone.status]).toEqual([2, 2])
    expect(none.stderr).toContain('is not a report this version can read')
    expect(words.stdout).not.toMatch(/violation|infring/i)
  })
})
