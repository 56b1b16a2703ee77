import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { told } from './console.ts'
import { fill, folder, scan } from './kit.ts'

/** Rule packs from the command line: what is refused, and what the catalogue says. */

const source = readFileSync(fileURLToPath(new URL('../../rules/pii-cn/mobile.yaml', import.meta.url)), 'utf8')
/** How many examples the rule has: one more is the one that is wrong. */
const { match, pass } = (parse(source) as { examples: { match: unknown[]; pass: unknown[] } }).examples
const manifest = {
  schema: 'dataaudit.rulepack/v1',
  id: 'team',
  version: '1.0.0',
  title: { zh: '团队规则包', en: 'Rules of the team' },
  license: 'Apache-2.0',
}
// biome-ignore lint/suspicious/noExplicitAny: what is written into the file is free on purpose.
type Free = any
/** A pack with one rule, changed as a case wants it. */
function pack(change: (rule: Free, manifest: Free) => void): string {
  const rule = { ...(parse(source) as Free), id: 'team/desk', beats: [] }
  const head = structuredClone(manifest) as Free
  change(rule, head)
  return fill(folder(), {
    'team/pack.yaml': stringify(head),
    'team/desk.yaml': stringify(rule),
    'c/a.jsonl': [{ text: 'no more than words' }],
  })
}

/** A row of `rules test --json`. */
interface Cost {
  readonly rule: string
  readonly gated: boolean
  readonly candidatesPerMb: number
  readonly microsecondsPerKb: number
}

describe('a pack that does not hold stops the run', () => {
  const cases: readonly (readonly [what: string, change: (rule: Free, head: Free) => void, en: string, zh: string])[] = [
    ['an unknown validator', (rule) => (rule.detect.validate[0].use = 'cn-moblie'), 'cn-moblie', 'cn-moblie'],
    [
      'an unknown clause',
      (rule) => rule.requirements.push('cac-2023:99.9'),
      'cites an unknown clause "cac-2023:99.9"',
      '引用了未知的条款“cac-2023:99.9”',
    ],
    ['an unknown risk type', (rule) => (rule.risk = 'CN-A5-i'), 'names an unknown risk type "CN-A5-i"', '引用了未知的风险类型“CN-A5-i”'],
    [
      'a pattern that some text keeps busy for ever',
      (rule) => (rule.detect.patterns[0].re = '(?:[0-9]{1,20} ?){1,20}!'),
      'rule team/desk: pattern "',
      '规则 team/desk：模式“',
    ],
    [
      'a composite rule with a value that is no expression',
      (rule) => (rule.detect = { kind: 'composite', beside: ['pii-cn/name'], labels: ['年龄'], value: '(9' }),
      'rule team/desk: "value" cannot be used: ',
      '规则 team/desk：value 无法使用：',
    ],
    [
      'a composite rule with names of fields that are no expression',
      (rule) => (rule.detect = { kind: 'composite', beside: ['pii-cn/name'], labels: ['年龄'], fields: ['age)'] }),
      'rule team/desk: "fields" cannot be used: ',
      '规则 team/desk：fields 无法使用：',
    ],
    [
      'a composite rule with a value that some text keeps busy for ever',
      (rule) => (rule.detect = { kind: 'composite', beside: ['pii-cn/name'], labels: ['年龄'], value: '([0-9]+)+x' }),
      'rule team/desk: "value" could try a text for ever',
      '规则 team/desk：value 可能使检测无法结束',
    ],
    [
      'an expression on values that some value keeps busy for ever',
      (rule) => (rule.detect.exclude = { patterns: ['([0-9]+)+x'] }),
      '"exclude.patterns" could try a text for ever: it may take more than 1,000,000 steps from one place, and too many at "[0-9]+"',
      'exclude.patterns 可能使检测无法结束：从文本的一处起就可能需要超过 1,000,000 步，症结在“[0-9]+”',
    ],
    [
      'an expression on names that some name keeps busy for ever',
      (rule) => (rule.detect.context.fieldBoost = ['^/(\\w+\\s?)*$']),
      '"context.fieldBoost" could try a text for ever',
      'context.fieldBoost 可能使检测无法结束',
    ],
    [
      'a "match" example that is not found',
      (rule) => rule.examples.match.push({ text: 'nothing here' }),
      `its "match" example ${match.length + 1} is not found`,
      'match 示例未被命中',
    ],
    [
      'a "pass" example that is found',
      (rule) => rule.examples.pass.push({ text: '手机13812345678' }),
      `its "pass" example ${pass.length + 1} is found`,
      'pass 示例被误判为命中',
    ],
    ['a span that is another', (rule) => (rule.examples.match[0].find = '138'), 'example 1 is found with another span', '命中的范围不符'],
    [
      'a rule that is beaten and is not there',
      (rule) => (rule.beats = ['team/none']),
      'beats an unknown rule "team/none"',
      'beats 引用了未知的规则“team/none”',
    ],
    [
      'an id that is not the path',
      (rule) => (rule.id = 'team/other'),
      'rule id "team/other" is not its path; write "team/desk"',
      '编号“team/other”与路径不一致',
    ],
    ['a key that is mistyped', (rule) => (rule.severty = 'note'), 'unknown key "severty"; did you mean "severity"?', '未知的键“severty”'],
    ['a pattern that is none', (rule) => (rule.detect.patterns[0].re = '(1[3-9'), 'team/desk', 'team/desk'],
    [
      'a gate for a pattern that is not there',
      (rule) => (rule.detect.gate = { digits: { min: 11, max: 15 }, patterns: ['plian'] }),
      'has a gate for a pattern "plian" that it has not',
      '入口引用了不存在（或另有字段限定）的模式“plian”',
    ],
    [
      'a pattern that no gate opens',
      (rule) => (rule.detect.gate = { digits: { min: 11, max: 15 }, patterns: ['plain'] }),
      'has no gate that opens its pattern "grouped"',
      '没有任何入口打开模式“grouped”',
    ],
    [
      'a mistyped validator',
      (rule) => (rule.detect.validate[0].use = 'cn-mobil'),
      'names an unknown validator "cn-mobil" (did you mean "cn-mobile"?)',
      '引用了未知的校验器“cn-mobil”（是否指“cn-mobile”？）',
    ],
    [
      'a validator only for a pattern that is not there',
      (rule) => (rule.detect.validate[0].only = ['plian']),
      'has a validator only for a pattern "plian" that it has not (did you mean "plain"?)',
      '有校验器限用于不存在的模式“plian”（是否指“plain”？）',
    ],
    [
      'a pattern that closes a bracket it did not open',
      (rule) => (rule.detect.patterns[0].re = 'x)|(1[3-9][0-9]{9}'),
      "cannot be used: Invalid regular expression: /x)|(1[3-9][0-9]{9}/u: Unmatched ')'",
      '无法使用：Invalid regular expression',
    ],
    [
      'an expression on names that is none',
      (rule) => (rule.detect.context.fieldBoost = ['手机(']),
      '"context.fieldBoost" cannot be used: Invalid regular expression',
      'context.fieldBoost 无法使用：',
    ],
    [
      'an expression on values that is none',
      (rule) => (rule.detect.exclude = { patterns: ['1['] }),
      '"exclude.patterns" cannot be used: Invalid regular expression',
      'exclude.patterns 无法使用：',
    ],
    [
      'a gate that shuts its own examples out',
      (rule) => (rule.detect.gate = { literals: ['mobile:'] }),
      'a gate does not see what the patterns find in one of its examples',
      'gate 未能覆盖模式的命中',
    ],
    [
      'a list that is not there',
      (rule) => (rule.detect = { kind: 'terms', terms: ['tide table'], list: 'words.txt' }),
      'rule team/desk names a list "words.txt" that is not in the pack',
      '引用了规则包中不存在的词表“words.txt”',
    ],
    [
      'keys of a detector of another kind',
      (rule) => (rule.detect.kind = 'terms'),
      'unknown key "patterns"; known: kind, terms, list',
      '未知的键“patterns”；可用：kind、terms、list',
    ],
    [
      'a repetition without a bound',
      (rule) => (rule.detect.patterns[0].re = '1[3-9][0-9]+'),
      'pattern "plain" cannot be used: unbounded repetition [0-9]+; write an upper bound such as {0,64}',
      '模式“plain”无法使用：重复没有上限 [0-9]+，请写明上限，例如 {0,64}',
    ],
    [
      'a gate that asks for what is no expression',
      (rule) => (rule.detect.gate = { digits: { min: 11, max: 15 }, after: '[' }),
      '"[" is not a byte expression: ASCII characters',
      '“[”不是字节表达式：ASCII 字符',
    ],
    ['a title in one language', (rule) => delete rule.title.zh, '"title.zh" is missing', '缺少必填项“title.zh”'],
    ['code that nobody trusted', (_rule, head) => (head.code = true), 'carries code and would run it; pass --trust-code', '带有可执行代码'],
    [
      'a manifest of another kind',
      (_rule, head) => (head.schema = 'rulepack/v9'),
      'team/pack.yaml:1:9: unknown value of "schema"',
      'team/pack.yaml:1:9',
    ],
  ]
  it.each(cases)('%s', async (_what, change, en, zh) => {
    const cwd = pack(change)
    const scanned = await told(['scan', 'c', '--no-config', '--rules', 'team', '-o', 'out'], cwd)
    expect(scanned.status).toBe(2)
    expect(scanned.stderr).toContain(en)
    expect((await told(['--lang', 'zh', 'scan', 'c', '--no-config', '--rules', 'team', '-o', 'out'], cwd)).stderr).toContain(zh)
    // rules test says it too, and does not stop at a failing example.
    const tested = await told(['rules', 'test', 'team', '--rules', 'team'], cwd)
    expect(tested.status).toBe(2)
    expect(tested.stdout + tested.stderr).toContain(en)
  })

  it('an added pack without a rule, a folder that is no pack', async () => {
    const cwd = fill(folder(), { 'empty/pack.yaml': stringify({ ...manifest, id: 'empty' }), 'bare/notes.txt': 'x', 'c/a.jsonl': [{}] })
    const bare = await told(['scan', 'c', '--no-config', '--rules', 'bare'], cwd)
    expect(bare.status).toBe(2)
    expect(bare.stderr).toContain('rule pack bare has no pack.yaml')
    const empty = await told(['scan', 'c', '--no-config', '--rules', 'empty'], cwd)
    expect(empty.status).toBe(2)
    expect(empty.stderr).toContain('rule pack empty holds no rule')
  })
})

it('a list of words in another charset is refused by its line', async () => {
  const cwd = pack((rule) => {
    rule.detect = { kind: 'terms', list: 'words.txt' }
    rule.examples = { match: [{ text: 'the Tide table' }], pass: [{ text: 'tidetable' }] }
  })
  writeFileSync(join(cwd, 'team/words.txt'), Buffer.concat([Buffer.from('tide table\n'), Buffer.from([0xb2, 0xe2, 0xca, 0xd4, 10])]))
  const ran = await told(['scan', 'c', '--no-config', '--rules', 'team', '-o', 'out'], cwd)
  expect(ran.status).toBe(2)
  expect(ran.stderr).toContain('team/words.txt:2: what stands here is not UTF-8; save the file as UTF-8')
})

it('a pack that holds takes part, and its digest is in the report', async () => {
  const cwd = pack((rule) => {
    rule.severity = 'note'
    rule.detect = { kind: 'terms', terms: ['Tide Table'], ci: false }
    rule.examples = { match: [{ text: 'the Tide Table' }], pass: [{ text: 'Tide Tables' }, { text: 'the tide table' }] }
  })
  fill(cwd, { 'c/b.jsonl': [{ text: 'The Tide Table is printed every spring.' }, { text: 'The tide table is printed every spring.' }] })
  const { report, status } = await scan(['c', '--no-config', '--rules', 'team'], { cwd })
  expect(status).toBe(0)
  expect(report.rulePacks.find((one) => one.name === 'team')).toMatchObject({ version: '1.0.0', rules: 1, enabled: 1 })
  expect(report.rulePacks.find((one) => one.name === 'team')!.digest.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(report.statistics.findings.byRule.find((row) => row.rule === 'team/desk')?.rate.records).toBe(1)
})

describe('a pack with a detector of its own', () => {
  /** Finds a word the rule names: small, and complete in gates, candidates and the oracle. */
  const detector = `export const detectors = [{
    kind: 'word',
    compile(rules) {
      let text
      const seen = new Set()
      return {
        gates: rules.map((rule) => ({ literals: [rule.detect.word] })),
        begin(view) { text = view; seen.clear() },
        prove({ gate }) { seen.add(gate) },
        end(emit, exhaustive) {
          for (const [gate, rule] of rules.entries()) {
            if (!exhaustive && !seen.has(gate)) continue
            const whole = text.decode(0, text.length)
            for (let at = whole.indexOf(rule.detect.word); at >= 0; at = whole.indexOf(rule.detect.word, at + 1)) {
              const start = Buffer.byteLength(whole.slice(0, at))
              emit({ rule, start, end: start + Buffer.byteLength(rule.detect.word), confidence: 0.95 })
            }
          }
        },
      }
    },
  }]
`
  const made = (code: string, kind = 'word') => {
    const cwd = pack((rule, head) => {
      head.code = true
      rule.detect = { kind, word: '海雾' }
      rule.examples = { match: [{ text: '一阵海雾', find: '海雾' }], pass: [{ text: '海上有雾' }] }
    })
    return fill(cwd, {
      'team/package.json': '{"type": "module"}',
      'team/detectors/index.js': code,
      'c/b.jsonl': [{ text: '清晨的海雾。' }, { text: '海雾，又是海雾。' }],
    })
  }

  it('is refused without --trust-code, and nothing of it runs', async () => {
    const cwd = made(`import { writeFileSync } from 'node:fs'\nwriteFileSync('${join(folder(), 'ran')}', '')\n${detector}`)
    const got = await told(['scan', 'c', '--no-config', '--rules', 'team'], cwd)
    expect(got.status).toBe(2)
    expect(got.stderr).toContain('carries code and would run it; pass --trust-code')
    const path = /writeFileSync\('([^']+)'/.exec(readFileSync(join(cwd, 'team/detectors/index.js'), 'utf8'))![1]!
    expect(existsSync(path)).toBe(false)
  })

  it('takes part in threads and outside them, and its gates are held to the oracle', async () => {
    const cwd = made(detector)
    const tested = await told(['rules', 'test', 'team', '--rules', 'team', '--trust-code'], cwd)
    expect(tested.stdout + tested.stderr).toContain(' 0 failed')
    for (const workers of ['1', '2']) {
      const { report, findings } = await scan(['c', '--no-config', '--rules', 'team', '--trust-code', '--workers', workers], { cwd })
      expect(report.statistics.findings.byRule.find((row) => row.rule === 'team/desk')?.findings.high).toBe(3)
      const own = findings.filter((one) => one.rule === 'team/desk')
      expect(own.map((one) => [one.byteOffset, one.length])).toEqual([
        [9, 6],
        [0, 6],
        [15, 6],
      ])
      expect(JSON.stringify(own)).not.toContain('海雾')
    }
  })

  it('holds a rule to the schema of a detector that comes with the program', async () => {
    for (const [detect, en, zh] of [
      [{ kind: 'composite', beside: 'team/desk', terms: ['海雾'] }, '"detect.beside" must be a list', '“detect.beside”应为列表'],
      [{ kind: 'names', script: 'han', list: 'x.txt', lists: [] }, 'unknown key "lists"', '未知的键“lists”'],
      [{ kind: 'ner', folder: '.', labels: [] }, 'unknown value of "detect.kind": "ner"', '“ner”'],
      [{ kind: 'composite', beside: 1, terms: 1, not: 1 }, 'comes with the program', '该种类的检测器是内置的'],
    ] as const) {
      const cwd = pack((rule, head) => {
        head.code = true
        rule.detect = detect
      })
      fill(cwd, { 'team/package.json': '{"type": "module"}', 'team/detectors/index.js': detector })
      const args = ['scan', 'c', '--no-config', '--rules', 'team', '--trust-code']
      const got = await told(args, cwd)
      expect(got.status).toBe(2)
      expect(got.stderr).toContain(en)
      expect((await told(['--lang', 'zh', ...args], cwd)).stderr).toContain(zh)
    }
  })

  it('stops the run when its module is no module of detectors', async () => {
    for (const [code, kind, words] of [
      ['export const detector = 1', 'word', 'does not export "detectors"'],
      ['syntax error', 'word', 'cannot be run (SyntaxError)'],
      [detector.replace("kind: 'word'", "kind: 'terms'"), 'word', 'exports a detector "terms", and there is one already'],
      [detector, 'wrod', 'names an unknown detector "wrod"; known: pattern, terms, names, ner, composite, word'],
    ] as const) {
      const got = await told(['scan', 'c', '--no-config', '--rules', 'team', '--trust-code'], made(code, kind))
      expect(got.status).toBe(2)
      expect(got.stderr).toContain(words)
    }
  })
})

describe('rules', () => {
  it('list: one rule a line, or JSON', async () => {
    const cwd = folder()
    const lines = (await told(['rules', 'list'], cwd)).stdout.trim().split('\n')
    const json = JSON.parse((await told(['--json', 'rules', 'list'], cwd)).stdout) as { id: string; title: { zh: string } }[]
    expect(json.length).toBeGreaterThan(200)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(json.map((rule) => rule.id))
    expect((await told(['--lang', 'zh', 'rules', 'list'], cwd)).stdout).toContain(json[0]!.title.zh)
  })

  it('list and test: rules too that run only when asked for, as the README counts them', async () => {
    const cwd = folder()
    const { length } = (await told(['rules', 'list'], cwd)).stdout.trim().split('\n')
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(`\n${length} rules with `)
    expect((await told(['rules', 'list'], cwd)).stdout).toMatch(/^pii-cn\/name-in-text .*\(optional: runs when asked for\)$/m)
    const tested = await told(['rules', 'test', 'pii-cn/name-in-text'], cwd)
    expect([tested.status, tested.stdout]).toEqual([0, expect.stringMatching(/\n1 rule, \d+ examples, 0 failed, 1 without a gate\n$/)])
  })

  it('explain: what, why, what to do, ground, examples, in both languages', async () => {
    const cwd = folder()
    const en = (await told(['rules', 'explain', 'pii-cn/resident-id'], cwd)).stdout
    for (const part of ['severity: ', 'Why: ', 'What to do: ', 'cac-2023:7.3', 'Examples it must find:', 'Examples it must leave alone:'])
      expect(en).toContain(part)
    const zh = (await told(['--lang', 'zh', 'rules', 'explain', 'pii-cn/resident-id'], cwd)).stdout
    for (const part of ['级别：', '为什么检测：', '处理办法：', 'cac-2023:7.3', '应命中的示例：', '不应命中的示例：'])
      expect(zh).toContain(part)
    expect(JSON.parse((await told(['--json', 'rules', 'explain', 'pii-cn/resident-id'], cwd)).stdout)).toMatchObject({
      id: 'pii-cn/resident-id',
    })
  })

  it('test: all packs hold', { timeout: 180_000 }, async () => {
    const got = await told(['--json', 'rules', 'test'], folder())
    expect(got.status).toBe(0)
    const result = JSON.parse(got.stdout) as { rules: number; examples: number; failures: unknown[]; costs: Cost[] }
    expect(result.failures).toEqual([])
    expect(result.rules).toBeGreaterThan(200)
    expect(result.examples).toBeGreaterThan(result.rules * 4)
    // The cost of every rule, dearest first; none reads every text but the optional ones.
    expect(result.costs).toHaveLength(result.rules)
    expect(result.costs.filter(({ gated, rule }) => !gated && !rule.endsWith('/name-in-text'))).toEqual([])
    expect(result.costs.map(({ microsecondsPerKb }) => microsecondsPerKb)).toEqual(
      result.costs.map(({ microsecondsPerKb }) => microsecondsPerKb).sort((a, b) => b - a),
    )
    expect(result.costs.find(({ rule }) => rule === 'pii-intl/email')!.candidatesPerMb).toBeGreaterThan(100)
  })

  it('test: only the rules and packs that are named, and a name of neither is a sentence', async () => {
    const cwd = folder()
    const some = JSON.parse((await told(['--json', 'rules', 'test', 'pii-cn/mobile', 'secrets/jwt'], cwd)).stdout) as { costs: Cost[] }
    expect(some.costs.map(({ rule }) => rule).sort()).toEqual(['pii-cn/mobile', 'secrets/jwt'])
    const wrong = await told(['rules', 'test', 'pii-cm'], cwd)
    expect(wrong).toMatchObject({ status: 2, stdout: '' })
    expect(wrong.stderr).toContain('rules test names "pii-cm", which is no rule and no rule pack; did you mean "pii-cn"?')
  })

  it('test: a rule no gate serves is named with its cost', async () => {
    const cwd = pack((rule) => delete rule.detect.gate)
    const got = await told(['--json', 'rules', 'test', 'team', '--rules', './team'], cwd)
    const { costs } = JSON.parse(got.stdout) as { costs: Cost[] }
    const ungated = costs.filter(({ gated }) => !gated)
    expect(ungated).toEqual([{ rule: 'team/desk', gated: false, candidatesPerMb: 0, microsecondsPerKb: expect.any(Number) }])
    expect(ungated[0]!.microsecondsPerKb).toBeGreaterThan(0)
    expect((await told(['rules', 'test', 'team', '--rules', './team'], cwd)).stdout).toMatch(
      /\d {2}has no gate, so it reads every text {2}team\/desk\n/,
    )
  })
})

describe('what a scan prints', () => {
  const corpus = () =>
    fill(folder(), {
      'c/a.jsonl': [{ text: '请回电，手机13912345678。' }],
      'c/b.bin': new Uint8Array([0, 1, 2, 3]),
      'c/d.bin': new Uint8Array([0, 9]),
    })
  const args = ['scan', 'c', '--no-config', '--workers', '1', '-o', 'out']

  it('a summary on standard output, warnings on standard error', async () => {
    const got = await told(args, corpus())
    expect(got.status).toBe(1)
    expect(got.stdout).toMatch(/^FAILED \(also incomplete\)\n/)
    expect(got.stdout).toContain('out/report.html')
    expect(got.stderr).toContain('holds binary content')
    expect(got.stdout + got.stderr).not.toContain('\x1b')
  })

  it('nothing under -q, the exit code apart', async () => {
    expect(await told(['-q', ...args], corpus())).toMatchObject({ status: 1, stdout: '', stderr: '' })
    expect(await told([...args, '-q'], corpus())).toMatchObject({ status: 1, stdout: '', stderr: '' })
  })

  it('the report under --json, and only that', async () => {
    const cwd = corpus()
    const got = await told(['--json', ...args], cwd)
    expect(got.stdout).toBe(readFileSync(join(cwd, 'out/report.json'), 'utf8'))
  })

  it('all unread files under -v', async () => {
    const cwd = fill(folder(), Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`c/${i}.bin`, new Uint8Array([0, i])])))
    const few = await told(args, cwd)
    expect(few.stderr).toContain('and 4 more files; -v lists them all')
    const all = await told(['-v', ...args], cwd)
    expect(all.stderr.match(/warning: \d+\.bin/g)).toHaveLength(14)
  })

  it('a description in every format and both languages', async () => {
    const cwd = corpus()
    await told(args, cwd)
    const en = await told(['describe', 'out', '--no-config'], cwd)
    const zh = await told(['--lang', 'zh', 'describe', 'out', '--no-config'], cwd)
    expect(en.stdout).toContain('not declared')
    expect(zh.stdout).toContain('未申报')
    const html = await told(['--lang', 'zh', 'describe', 'out', '--no-config', '--format', 'html', '--out', 'd.html'], cwd)
    expect(html.stdout).toBe('')
    expect(html.stderr).toMatch(/^d\.html：须由提供者申报的 \d+ 项中已填写 0 项\n$/)
    expect(readFileSync(join(cwd, 'd.html'), 'utf8')).toContain('<html lang="zh')
    JSON.parse((await told(['describe', 'out', '--no-config', '--format', 'json'], cwd)).stdout)
  })
})
