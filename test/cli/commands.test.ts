import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultAsOf } from '../../src/version.ts'
import { told } from './console.ts'
import { filesOf, fill, folder } from './kit.ts'

/** What is typed and written wrongly, and what the program answers: the value, the place, the way out, in the language asked for. */

const corpus = { 'c/a.jsonl': [{ text: 'The tide table is printed every spring.' }] }
const root = () => fill(folder(), corpus)

describe('a command line with a mistake in it', () => {
  const cases: readonly (readonly [args: string, en: string, zh: string])[] = [
    ['scna c', 'unknown command "scna"; did you mean "scan"?', '未知的命令“scna”，是否应为“scan”？'],
    [
      'frobnicate',
      'unknown command "frobnicate"; put --help in its place to see the commands',
      '未知的命令“frobnicate”；可在该处改用 --help 查看全部命令',
    ],
    ['help scna', 'unknown command "scna"; did you mean "scan"?', '未知的命令“scna”，是否应为“scan”？'],
    ['rules explain mobile', 'there is no rule "mobile"; did you mean "pii-cn/mobile"?', '没有规则“mobile”；是否指“pii-cn/mobile”？'],
    ['scan c --names=yes', 'unknown option "--names=yes"; there is no --names that takes a value', '；没有可带取值的 --names'],
    ['rules lst', 'unknown command "lst"; did you mean "list"?', '未知的命令“lst”，是否应为“list”？'],
    ['scan c --polcy x', 'unknown option "--polcy"; did you mean "--policy"?', '未知的选项“--polcy”，是否应为“--policy”？'],
    ['scan c --zzzzzzz', 'unknown option "--zzzzzzz"; add --help to the command', '未知的选项“--zzzzzzz”；可在命令后加 --help'],
    ['scan', '<paths> is missing', '缺少 <paths>'],
    ['scan c -o', '--out wants a value', '--out 缺少取值'],
    ['gate a b', 'too many arguments: 2 instead of 1', '参数过多：应为 1 个，实为 2 个'],
    ['scan c --fail-on eror', '--fail-on cannot be "eror": did you mean "error"? It takes error, warning, note, none', '是否应为“error”？'],
    ['scan c --profile xyz', '--profile cannot be "xyz": it takes cac-2023, cn-2025', '可用：cac-2023、cn-2025'],
    ['scan c --workers 0', '--workers cannot be "0": a whole number of at least 1 is wanted', '--workers 不能是“0”：应为不小于 1 的整数'],
    ['scan c --shard-size 3xB', '--shard-size cannot be "3xB": a size is wanted, such as 64MiB', '应为大小，如 64MiB'],
    ['scan c --as-of 2025-02-30', '--as-of cannot be "2025-02-30": a calendar date is wanted', '应为日期，如 2026-01-31'],
    ['scan c --charset klingon', 'the charset klingon is not known; use a name such as utf-8', '字符集'],
    ['scan c --allow-unreadable some', '--allow-unreadable cannot be "some"; give a number', '--allow-unreadable 不能是“some”'],
    ['scan c --allow-unreadable 101%', '--allow-unreadable cannot be "101%"', '--allow-unreadable 不能是“101%”'],
    ['scan cc', 'cc does not exist; did you mean c?', 'cc 不存在；是否想输入 c？'],
    ['scan elsewhere', 'elsewhere does not exist; check the path', 'elsewhere 不存在；请检查路径'],
    ['scan c --parent c', 'the parent "c" is a folder without a statement.json', '上游“c”是目录，但其中'],
    ['rules show a/b', 'unknown command "show"; put --help in its place', '未知的命令“show”；可在该处改用 --help'],
    [
      'scan c --policy gone.yaml',
      'the policy "gone.yaml" cannot be read: it does not exist; check the path',
      '无法读取策略文件“gone.yaml”：文件不存在',
    ],
    ['scan c --config c', 'the configuration "c" cannot be read: it is a folder', '无法读取配置文件“c”：这是一个目录'],
    ['scan c --sources gone.yaml', 'the sources manifest "gone.yaml" cannot be read', '无法读取语料来源清单“gone.yaml”'],
    ['scan c --keywords gone.csv', 'the keyword library "gone.csv" cannot be read', '无法读取关键词库“gone.csv”'],
    ['scan c --key gone.key', 'gone.key', 'gone.key'],
    ['scan c --rules gone', 'rule pack "gone" is neither a folder nor an installed package', '规则包“gone”既不是文件夹'],
    [
      'rules explain pii-cn/mobil',
      'there is no rule "pii-cn/mobil"; did you mean "pii-cn/mobile"?',
      '没有规则“pii-cn/mobil”；是否指“pii-cn/mobile”？',
    ],
    ['gate c', 'the report "c/report.json" cannot be read: it does not exist', '无法读取报告“c/report.json”'],
    ['gate c/a.jsonl', 'is not a report this version can read', '不是本版本可读取的报告'],
    ['describe c/a.jsonl --format pdf', '--format cannot be "pdf": it takes markdown, html, json', '可用：markdown、html、json'],
    ['schema sprocket', 'there is no schema "sprocket"; known:', '没有名为“sprocket”的 schema'],
    ['verify c --key a --trust b', '--trust and --key exclude each other; give one', '--trust 与 --key 不能同时使用'],
    ['sign c', 'no private key was given; use --key FILE, DATAAUDIT_KEY or --signer-cmd', '未提供私钥'],
  ]
  it.each(cases)('dataaudit %s', async (args, en, zh) => {
    const cwd = root()
    const english = await told(args.split(' '), cwd)
    expect(english.status).toBe(2)
    expect(english.stdout).toBe('')
    expect(english.stderr).toMatch(/^error: /)
    expect(english.stderr).toContain(en)
    // The language may be asked for before, behind, or in the environment.
    for (const [argv, env] of [
      [['--lang', 'zh', ...args.split(' ')], {}],
      [args.split(' '), { DATAAUDIT_LANG: 'zh' }],
    ] as const) {
      const chinese = await told(argv, cwd, env)
      expect(chinese.status).toBe(2)
      expect(chinese.stderr).toMatch(/^错误：/)
      expect(chinese.stderr).toContain(zh)
    }
    const json = await told(['--json', ...args.split(' ')], cwd)
    const { error } = JSON.parse(json.stdout) as { error: { code: string; exit: number; message: { en: string; zh: string } } }
    expect(error.exit).toBe(2)
    expect(error.code).toMatch(/^[a-z]+\.[a-zA-Z-]+$/)
    expect(error.message.en).toContain(en)
    expect(error.message.zh).toContain(zh)
    // Nothing was begun.
    expect(filesOf(join(cwd, 'dataaudit-report'))).toEqual([])
  })

  it('names the variable when the value stands in the environment', async () => {
    const got = await told(['scan', 'c'], root(), { DATAAUDIT_WORKERS: 'many' })
    expect(got.status).toBe(2)
    expect(got.stderr).toContain('the environment variable DATAAUDIT_WORKERS cannot be "many"')
  })

  it('is not needed for help and version, which go to standard output and pass', async () => {
    for (const args of [['--help'], ['scan', '--help'], ['help', 'gate'], ['--version']]) {
      const got = await told(args, root())
      expect(got.status, args.join(' ')).toBe(0)
      expect(got.stderr).toBe('')
      expect(got.stdout.length).toBeGreaterThan(4)
    }
    // Without a command the help is the error.
    const bare = await told([], root())
    expect(bare.status).toBe(2)
    expect(bare.stdout).toBe('')
    expect(bare.stderr).toContain('Usage: dataaudit')
    for (const code of ['0', '1', '2', '3', '4', '70', '75']) expect(bare.stderr).toMatch(new RegExp(`\\b${code} `))
  })
})

describe('help in the language asked for', () => {
  it.each([[], ['scan'], ['redact'], ['rules'], ['rules', 'test'], ['verify']])('%s', async (...command) => {
    const [en, zh, both] = await Promise.all(
      [['--lang', 'en'], ['--lang', 'zh'], []].map(async (asked) => (await told([...asked, ...command, '--help'], root())).stdout),
    )
    expect(en).not.toMatch(/\p{Script=Han}/u)
    const names = (help: string) => help.match(/^ {2}(?:-\w, )?(?:--)?[a-z-]+/gm)
    expect(names(zh!)).toEqual(names(en!))
    // What is left of English are names, values and variables.
    for (const line of zh!.split('\n').slice(1))
      expect(line.replace(/[<[].*?[>\]]|DATAAUDIT_\w+|--?[\w-]+/g, '')).not.toMatch(/(?:[a-z]{2,} ){3}/)
    expect(both).toMatch(/\p{Script=Han}/u)
    expect(both).toContain('Options:')
  })

  const every = 'scan gate sample review describe trace redact init keygen sign verify prove diff schema'.split(' ')
  it.each(every)('%s: no default, size, file or standard that the English names is left out of the Chinese', async (command) => {
    const [en, zh] = await Promise.all(['en', 'zh'].map(async (lang) => (await told(['--lang', lang, command, '--help'], root())).stdout))
    const facts =
      /\d[\w-]*|[a-z-]+\.(?:yaml|jsonl?|sha256|sigstore|model)\b|onnxruntime-web|ONNX|CSV|SM2|SHA-\d+|RFC|gitignore|dataaudit-[a-z]+|upwards/g
    const factsIn = (help: string) => help.replace(/\s+/g, ' ').replaceAll('逐级向上', 'upwards').match(facts) ?? []
    expect(new Set(factsIn(zh!))).toEqual(new Set([...factsIn(zh!), ...factsIn(en!)]))
    expect(zh).not.toMatch(/： |\((?:default|env|choices)/)
  })
})

describe('a configuration with a mistake in it', () => {
  const cases: readonly (readonly [text: string, en: readonly string[]])[] = [
    [
      'profile: cac-2023\nlnag: zh\noverides: {}\n',
      [
        'dataaudit.config.yaml:2:1: unknown key "lnag"; did you mean "lang"?',
        'dataaudit.config.yaml:3:1: unknown key "overides"; did you mean "overrides"?',
      ],
    ],
    [
      'overrides:\n  pii-cn/mobile: fatal\n',
      ['2:18: unknown value of "overrides.pii-cn/mobile": "fatal"; known: off, note, warning, error'],
    ],
    ['overrides:\n  pii-cn/mobil: note\n', ['unknown rule "pii-cn/mobil" (did you mean "pii-cn/mobile"?)']],
    ['overrides:\n  pii-cm/*: note\n', ['unknown rule "pii-cm/*" (did you mean "pii-cn/*"?)']],
    ['packs: [pii-cnn]\n', ['unknown rule pack "pii-cnn" (did you mean "pii-cn"?); known: ']],
    ['fields:\n  text: [body]\n', ['2:10: "fields.text[0]": "body" does not have the form expected here, such as /text']],
    ['asOf: yesterday\n', ['1:7: "asOf": "yesterday" is not a calendar date such as 2024-05-31']],
    ['workers: many\n', ['1:10: "workers" must be a number, not text']],
    ['a: 1\na: 2\n', ['2:1: this key occurs twice in the same mapping']],
    ['packs: [pii-cn\n', ['a bracket above is not closed']],
    [
      'policy:\n  limits:\n    - {rule: pii-cn/mobile, risk: CN-A4-f, max: 1}\n',
      ['3:7: a limit names exactly one of rule, risk, domain, severity'],
    ],
    [
      'policy:\n  limits:\n    - {rule: mobile, max: 1}\n',
      ['3:14: "policy.limits[0].rule": "mobile" does not have the form expected here, such as pii-cn/mobile'],
    ],
    ['policy:\n  faults: {allowUnreadable: half}\n', ['such as 0.5%']],
    [
      'overrides: {"pii-cn/*": off, "pii-sensitive/*": off, "pii-intl/*": off, "secrets/*": off, "ip/*": off, "prohibited/*": off}\n',
      ['turns every rule off'],
    ],
    ['sources: ./gone.yaml\n', ['the sources manifest "./gone.yaml" cannot be read: it does not exist']],
  ]
  it.each(cases)('%j', async (text, expected) => {
    const cwd = fill(root(), { 'dataaudit.config.yaml': text })
    const got = await told(['scan', 'c'], cwd)
    expect(got.status).toBe(2)
    for (const words of expected) expect(got.stderr).toContain(words)
    expect(filesOf(join(cwd, 'dataaudit-report'))).toEqual([])
    // --no-config does not look at it.
    expect((await told(['scan', 'c', '--no-config', '--print-config'], cwd)).status).toBe(0)
  })
})

describe('the configuration', () => {
  const printed = async (args: readonly string[], cwd: string, env = {}) =>
    JSON.parse((await told(['scan', 'c', '--print-config', ...args], cwd, env)).stdout) as {
      file: string | null
      config: { lang?: string; split: string; profile: string; asOf?: string; policy?: unknown }
    }

  it('is searched upwards as far as the repository reaches, and the first one wins', async () => {
    const top = fill(folder(), {
      'dataaudit.config.yaml': 'lang: zh\n',
      'a/b/c/a.jsonl': [{}],
      'a/near/dataaudit.config.json': '{"split": "lines"}',
      'a/near/deep/c/a.jsonl': [{}],
      'repo/.git/HEAD': '',
      'repo/c/a.jsonl': [{}],
    })
    expect((await printed([], join(top, 'a/b'))).config.lang).toBe('zh')
    const near = await printed([], join(top, 'a/near/deep'))
    expect(near.config).toMatchObject({ split: 'lines' })
    expect(near.config.lang).toBe('en')
    expect((await printed([], join(top, 'repo'))).file).toBeNull()
    expect((await printed(['-c', '../dataaudit.config.yaml'], join(top, 'repo'))).config.lang).toBe('zh')
    expect((await printed(['--no-config'], join(top, 'a/b'))).config.lang).toBe('en')
  })

  it('gives way to variables, and those to flags', async () => {
    const cwd = fill(root(), { 'dataaudit.config.yaml': 'split: paragraphs\nprofile: cn-2025\n' })
    expect((await printed([], cwd)).config).toMatchObject({ split: 'paragraphs', profile: 'cn-2025' })
    expect((await printed([], cwd, { DATAAUDIT_SPLIT: 'lines' })).config.split).toBe('lines')
    expect((await printed(['--split', 'file'], cwd, { DATAAUDIT_SPLIT: 'lines' })).config.split).toBe('file')
  })

  it('is printed as it holds: every flag, the policy as it judges, files by the path they are read from', async () => {
    const cwd = fill(root(), {
      'settings/c.yaml': 'policy: ./p.yaml\nsources: ./s.yaml\nreview: {nonceFile: n}\nrules: [./mine]\n',
      'settings/p.yaml': 'name: strict\nlimits: [{domain: pii, max: 3}]\n',
      'settings/s.yaml': 'version: 1\nsources: []\n',
      'c/a.jsonl': [{}],
    })
    expect((await printed([], cwd)).config).toMatchObject({ lang: 'en', asOf: defaultAsOf, policy: { name: 'default', failOn: 'error' } })
    const given = ['-c', 'settings/c.yaml', '--fail-on', 'note', '--allow-unreadable', '1%', '--keywords', 'k.csv', '--workers', '3']
    expect((await printed([...given, '--rules', './team', '--as-of', '2024-01-01'], cwd)).config).toMatchObject({
      asOf: '2024-01-01',
      rules: [join(cwd, 'settings/mine'), './team'],
      keywords: join(cwd, 'k.csv'),
      sources: join(cwd, 'settings/s.yaml'),
      review: { nonceFile: join(cwd, 'settings/n') },
      policy: { name: 'strict', failOn: 'note', limits: [{ domain: 'pii', max: 3 }], faults: { allowUnreadable: '1%' } },
      workers: 3,
    })
    const wrong = await told(['scan', 'c', '--print-config', '--policy', 'nowhere.yaml'], cwd)
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('the policy "nowhere.yaml" cannot be read')])
  })

  it.each(['10', '2GiB'])('bounds the longest record as the file does: --max-record-bytes %s', async (size) => {
    const { status, stderr } = await told(['scan', 'c', '--max-record-bytes', size], fill(root(), { 'c/a.jsonl': [{}] }))
    expect([status, stderr]).toEqual([2, `error: --max-record-bytes cannot be "${size}": a size from 1KiB to 512MiB is wanted\n`])
  })

  it('that init writes is one, and init never writes over anything', async () => {
    const cwd = fill(root(), { 'policy.yaml': 'name: mine\n' })
    const first = await told(['init'], cwd)
    expect(first.status).toBe(0)
    expect(first.stderr).toContain('policy.yaml is there already and is left as it is')
    expect(filesOf(cwd)).toEqual(expect.arrayContaining(['dataaudit.config.yaml', 'dataaudit.sources.yaml', 'policy.yaml']))
    const got = await printed([], cwd)
    expect(got.file).toContain('dataaudit.config.yaml')
    expect(got.config.policy).toMatchObject({ name: 'mine', failOn: 'error' })
    const again = await told(['--lang', 'zh', 'init'], cwd)
    expect(again.status).toBe(2)
    expect(again.stderr).toContain('没有可生成的文件')
  })
})
