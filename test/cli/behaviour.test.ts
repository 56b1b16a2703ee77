import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/report.ts'
import { bin, environment, filesOf, fill, folder, lines, reportFiles, run, scan } from './kit.ts'

/** What the commands say, where they say it, and in which language. */

const phone = { text: '手机13912345678，请回电。', source: 'board' }
const plain = { text: 'The tide table is printed every spring, in words that no rule looks for.', source: 'harbour' }
const corpus = () => fill(folder(), { 'c/a.jsonl': lines([phone, plain]), 'c/b.csv': 'n,text\n1,plain words\n' })
const escapes = /\u001b\[/

describe('a typo', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['of a command', ['scna', 'c'], /Did you mean scan\?/],
    ['of an option', ['scan', 'c', '--worker', '2'], /Did you mean --workers\?/],
    ['of a choice', ['scan', 'c', '--fail-on', 'errors'], /Allowed choices are error, warning, note, none/],
    ['of a rule', ['rules', 'explain', 'pii-cn/moblie'], /did you mean "pii-cn\/mobile"\?/],
    ['of a path', ['scan', 'd'], /d does not exist/],
    ['of a configuration key', ['scan', 'c', '--config', 'typo.yaml'], /typo\.yaml:1:1: unknown key "overides"; did you mean "overrides"\?/],
    ['of a policy key', ['scan', 'c', '--policy', 'policy.yaml'], /policy\.yaml:1:1: unknown key "failon"; did you mean "failOn"\?/],
    ['of an overridden rule', ['scan', 'c', '--config', 'rule.yaml'], /unknown rule "pii-cn\/moblie"/],
    ['of a pack', ['scan', 'c', '--config', 'pack.yaml'], /unknown rule pack "pii-zh"; known: .*pii-cn/],
    ['of a schema', ['schema', 'reports'], /there is no schema "reports"/],
    ['in a date', ['scan', 'c', '--as-of', '2023-02-30'], /a calendar date is wanted/],
    ['in a size', ['scan', 'c', '--max-record-bytes', '64 potatoes'], /a size is wanted/],
    ['nothing to scan', ['scan'], /missing required argument 'paths'/],
    ['standard input beside a file', ['scan', '-', 'c'], /must be the only corpus named/],
  ])('%s is told, with the way out, and ends with 2', async (_what, args, sentence) => {
    const root = fill(corpus(), {
      'typo.yaml': 'overides: {}\n',
      'policy.yaml': 'failon: error\n',
      'rule.yaml': 'overrides: {pii-cn/moblie: off}\n',
      'pack.yaml': 'packs: [pii-zh]\n',
    })
    const ran = await run(args, { cwd: root })
    expect(ran.stderr).toMatch(sentence)
    expect(ran.status).toBe(2)
    expect(ran.stdout).toBe('')
    expect(filesOf(join(root, 'dataaudit-report'))).toEqual([])
  })
})

describe('streams', () => {
  it('--json prints one JSON document and nothing else, of success and of failure', async () => {
    const root = corpus()
    const good = await scan(['c', '--json', '--no-config'], { cwd: root })
    expect(good.status).toBe(1)
    expect(good.stdout).toBe(readFileSync(join(good.out, 'report.json'), 'utf8'))
    expect((JSON.parse(good.stdout) as Report).findings.total).toBe(1)
    const gate = await run(['gate', good.out, '--json'], { cwd: root })
    expect(JSON.parse(gate.stdout)).toMatchObject({ verdict: 'FAILED', complete: true, exit: 1 })
    for (const [args, code] of [
      [['--json', 'scan', 'nowhere'], 'corpus.not-found'],
      [['scan', 'c', '--json', '--bogus'], 'commander.unknownOption'],
      [['gate', 'c/a.jsonl', '--json'], 'report.syntax'],
    ] as const) {
      const bad = await run(args, { cwd: root })
      expect(bad.status).toBe(2)
      expect(JSON.parse(bad.stdout)).toMatchObject({ error: { code, exit: 2 } })
      expect(bad.stderr).not.toBe('')
    }
  })

  it('-q is silent, -v is not; no colours where there is no terminal, unless they are asked for', async () => {
    const root = corpus()
    const quiet = await scan(['c', '-q', '--no-config'], { cwd: root })
    expect(quiet.stdout + quiet.stderr).toBe('')
    expect(quiet.status).toBe(1)
    const loud = await scan(['c', '-v', '--no-config'], { cwd: root })
    expect(loud.stdout).toMatch(/^FAILED/)
    expect(loud.stdout).toContain('report.html')
    expect(loud.stdout + loud.stderr).not.toMatch(escapes)
    expect((await scan(['c', '--no-config'], { cwd: root, env: { FORCE_COLOR: '1' } })).stdout).toMatch(escapes)
    expect((await scan(['c', '--no-config'], { cwd: root, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toMatch(escapes)
    expect((await scan(['c', '--no-config', '--color'], { cwd: root, env: { NO_COLOR: '1' } })).stdout).toMatch(escapes)
  })

  it('a summary that goes into a file has no colours though messages go to a terminal', (context) => {
    const script = ['script', '-qec', `"${process.execPath}" "${bin}" scan c --no-config -o out > summary`, '/dev/null'] as const
    const root = corpus()
    try {
      execFileSync('script', ['--version'], { stdio: 'ignore' })
    } catch {
      console.warn('SKIPPED: colours on a terminal: script(1) of util-linux is not here')
      return context.skip()
    }
    try {
      execFileSync(script[0], script.slice(1), { cwd: root, env: environment({ TERM: 'xterm' }), stdio: ['ignore', 'ignore', 'ignore'] })
    } catch {
      // The gate is not met.
    }
    expect(readFileSync(join(root, 'summary'), 'utf8')).toMatch(/^FAILED/)
    expect(readFileSync(join(root, 'summary'), 'utf8')).not.toMatch(escapes)
  })

  it('speaks Chinese when asked, by flag, environment and configuration', async () => {
    const root = fill(corpus(), { 'zh.yaml': 'lang: zh\n' })
    const runs = await Promise.all([
      scan(['c', '--lang', 'zh', '--no-config'], { cwd: root }),
      scan(['c', '--no-config'], { cwd: root, env: { DATAAUDIT_LANG: 'zh' } }),
      scan(['c', '--config', 'zh.yaml'], { cwd: root }),
    ])
    for (const ran of runs) {
      expect(ran.stdout).toMatch(/^未通过/)
      expect(ran.stdout).toContain('中国大陆手机号码')
      expect(ran.report.config.lang).toBe('zh')
      expect(readFileSync(join(ran.out, 'report.html'), 'utf8')).toContain('<html lang="zh-CN">')
    }
    const wrong = await run(['--lang', 'zh', 'scan', 'nowhere'], { cwd: root })
    expect(wrong.stderr).toBe('错误: nowhere 不存在\n')
  })

  it('help and version go to standard output and end with 0', async () => {
    const help = await run(['scan', '--help'])
    expect([help.status, help.stderr]).toEqual([0, ''])
    for (const flag of ['--out', '--policy', '--fail-on', '--allow-unreadable', '--workers', '--no-run-metadata']) expect(help.stdout).toContain(flag)
    const version = await run(['--version'])
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('standard input', () => {
  it('counts like the same file, and its manifest line checks with sha256sum', async () => {
    const text = `${lines([phone, plain])}{"text": broken\n${lines([plain])}`
    const root = fill(folder(), { 'a.jsonl': text })
    const [piped, read] = await Promise.all([
      scan(['-', '--no-config'], { cwd: root, input: text }),
      scan(['a.jsonl', '--no-config'], { cwd: root }),
    ])
    const { corpus: pipedCorpus, ...pipedReport } = piped.report
    const { corpus: readCorpus, ...readReport } = read.report
    expect(pipedReport).toEqual(readReport)
    expect({ ...pipedCorpus, manifest: 0, merkle: 0, serialization: 0 }).toEqual({ ...readCorpus, manifest: 0, merkle: 0, serialization: 0 })
    expect(readFileSync(join(piped.out, 'findings.jsonl'), 'utf8')).toBe(readFileSync(join(read.out, 'findings.jsonl'), 'utf8'))
    const manifest = readFileSync(join(piped.out, 'corpus.sha256'), 'utf8')
    expect(manifest).toMatch(/^[0-9a-f]{64} {2}-\n$/)
    expect(execFileSync('sha256sum', [], { input: text, encoding: 'utf8' })).toBe(manifest)
    expect(piped.status).toBe(1)
  })

  it('is taken for JSON Lines also when it is one record, for CSV by its look, else for text', async () => {
    const formatOf = async (input: string) => (await scan(['-', '--no-config'], { input })).report.corpus.formats.map((row) => row.format)
    expect(await Promise.all([lines([plain]), '{"a": 1', 'a,b\n1,2\n3,4\n5,6\n', 'words {"a": 1}\n', `${lines([plain])}more words\n`].map(formatOf))).toEqual([['jsonl'], ['jsonl'], ['csv'], ['text'], ['text']])
  })

  it('that is empty is an empty corpus', async () => {
    const scanned = await scan(['-', '--no-config'], { input: '' })
    expect(scanned.status).toBe(3)
  })
})

describe('the manifest', () => {
  it('is what sha256sum checks in the corpus folder, and notices a change', async () => {
    const root = corpus()
    const { out } = await scan(['c', '--no-config'], { cwd: root })
    const check = () => execFileSync('sha256sum', ['--strict', '-c', join(out, 'corpus.sha256')], { cwd: join(root, 'c'), encoding: 'utf8', stdio: 'pipe' })
    expect(check()).toBe('a.jsonl: OK\nb.csv: OK\n')
    expect(execFileSync('sha256sum', ['-c', 'subjects.sha256'], { cwd: out, encoding: 'utf8' }).match(/OK/g)).toHaveLength(4)
    fill(root, { 'c/b.csv': 'n,text\n2,plain words\n' })
    expect(check).toThrow()
  })
})

describe('rules', () => {
  it('list: every rule, one a line', async () => {
    const [text, json] = await Promise.all([run(['rules', 'list']), run(['rules', 'list', '--json'])])
    const rows = JSON.parse(json.stdout) as { id: string; title: { zh: string; en: string }; requirements: string[] }[]
    expect(rows.length).toBeGreaterThan(200)
    expect(text.stdout.trimEnd().split('\n').map((line) => line.split(' ')[0])).toEqual(rows.map((row) => row.id))
    for (const row of rows) {
      expect(row.title.zh).not.toBe('')
      expect(row.title.en).not.toBe('')
      expect(row.requirements.length).toBeGreaterThan(0)
    }
  })

  it('explain: why, what to do, which clause, with examples, in both languages', async () => {
    const [en, zh, json] = await Promise.all([
      run(['rules', 'explain', 'pii-cn/resident-id']),
      run(['--lang', 'zh', 'rules', 'explain', 'pii-cn/resident-id']),
      run(['rules', 'explain', 'pii-cn/resident-id', '--json']),
    ])
    expect(en.stdout).toMatch(/Why: .*\nWhat to do: /)
    expect(en.stdout).toContain('cac-2023:7.3')
    expect(en.stdout).toContain('11010519491231002X')
    expect(zh.stdout).toMatch(/为什么: .*\n怎么办: /)
    expect(JSON.parse(json.stdout)).toMatchObject({ id: 'pii-cn/resident-id', severity: 'error', entity: 'CN_RESIDENT_ID' })
  })

  it('test: the examples of all rules hold, with and without gates', async () => {
    const ran = await run(['rules', 'test', '--json'])
    const result = JSON.parse(ran.stdout) as { rules: number; examples: number; failures: unknown[]; ungated: string[] }
    expect(result.failures).toEqual([])
    expect(result.examples).toBeGreaterThan(4 * result.rules)
    expect(ran.status).toBe(0)
  })
})

describe('init', () => {
  it('writes files that a scan takes as they are, and never overwrites', async () => {
    const root = corpus()
    const made = await run(['init'], { cwd: root })
    expect(made.status).toBe(0)
    expect(filesOf(root)).toEqual(['.git', 'c', 'dataaudit.config.yaml', 'dataaudit.sources.yaml', 'policy.yaml'])
    const scanned = await run(['scan', 'c'], { cwd: root })
    expect(scanned.status).toBe(1)
    expect(scanned.stdout).toMatch(/^未通过/)
    expect(filesOf(join(root, 'dataaudit-report'))).toEqual(reportFiles)
    const printed = await run(['scan', 'c', '--print-config', '--workers', '3'], { cwd: root })
    expect(JSON.parse(printed.stdout)).toMatchObject({ config: { lang: 'zh', policy: './policy.yaml' } })
    fill(root, { 'policy.yaml': 'failOn: none\n' })
    expect((await run(['scan', 'c'], { cwd: root })).status).toBe(0)
    const again = await run(['init'], { cwd: root })
    expect(again.status).toBe(2)
    expect(readFileSync(join(root, 'policy.yaml'), 'utf8')).toBe('failOn: none\n')
  })
})

describe('describe', () => {
  it('writes the Article 17 description in both languages and three forms', async () => {
    const root = fill(corpus(), {
      'dataaudit.sources.yaml': 'version: 1\nprovider: {name: 示例科技有限公司}\nsources:\n  - {id: board, files: ["c/**", "**/*.jsonl", "**/*.csv"], category: open, licence: MIT, firstUsed: "2023-01"}\n',
    })
    const { out } = await scan(['c'], { cwd: root })
    const [zh, en, json, html] = await Promise.all([
      run(['describe', out, '--lang', 'zh'], { cwd: root }),
      run(['describe', join(out, 'report.json'), '--lang', 'en', '--format', 'markdown'], { cwd: root }),
      run(['describe', out, '--format', 'json'], { cwd: root }),
      run(['describe', out, '--lang', 'zh', '--format', 'html', '--out', 'd.html'], { cwd: root }),
    ])
    for (const ran of [zh, en, json, html]) expect(ran.status).toBe(0)
    expect(zh.stdout).toMatch(/^# /)
    expect(zh.stdout).toContain('示例科技有限公司')
    expect(zh.stdout).toContain('未申报')
    expect(en.stdout).toContain('not declared')
    expect(JSON.parse(json.stdout)).toBeTypeOf('object')
    expect(html.stdout).toBe('')
    expect(html.stderr).toContain('d.html')
    expect(readFileSync(join(root, 'd.html'), 'utf8')).toMatch(/^<!doctype html>/i)
  })
})
