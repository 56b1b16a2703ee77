import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadTrust } from '../src/attest/trust.ts'
import { run } from '../src/cli/main.ts'
import { parseConfig } from '../src/config.ts'
import { parseYaml } from '../src/notation/yaml.ts'
import { parsePolicy } from '../src/policy.ts'
import { packSchema, ruleSchema } from '../src/rules/schema.ts'
import { parseSources } from '../src/sources/index.ts'
import { exitCodes } from '../src/stop.ts'

/** What the documents tell people to type exists; what they show parses; what they point at is there. */

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const written = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'test/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const generated = readdirSync(join(root, 'docs/rules')).map((name) => `docs/rules/${name}`)

interface Block {
  readonly path: string
  readonly language: string
  readonly text: string
}
const blocks: readonly Block[] = written.flatMap((path) =>
  [...read(path).matchAll(/^```([a-z]*)\n([\s\S]*?)^```/gm)].map((m) => ({ path, language: m[1]!, text: m[2]! })),
)
/** A document without its code blocks. */
const prose = (path: string) => read(path).replace(/^```[\s\S]*?^```/gm, '')

// ── commands ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a command prints and its exit code. */
async function cli(argv: readonly string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const sink = () => new Writable({ write: (chunk, _encoding, done) => { out += chunk; done() } }) // biome-ignore format: one line
  const code = await run(argv, { stdout: sink(), stderr: sink(), env: {}, cwd: root })
  return { code, out }
}

interface Flag {
  readonly long: string
  readonly takes: 'nothing' | 'one' | 'many'
  readonly choices: readonly string[]
}

/** The flags a command knows, by long and short name, as its help tells. */
async function flagsOf(command: readonly string[]): Promise<Map<string, Flag>> {
  const { code, out } = await cli([...command, '--help'])
  expect(code, command.join(' ')).toBe(0)
  const flags = new Map<string, Flag>()
  const options = out.slice(out.indexOf('\nOptions:'))
  const ends = options.indexOf('\n\n')
  for (const part of (ends < 0 ? options : options.slice(0, ends)).split(/\n {2}(?=-)/).slice(1)) {
    const m = /^(?:(-\w), )?(--[a-z0-9-]+)(?: (<[^>]+>|\[[^\]]+\]))?/.exec(part)!
    const choices = [...(/\(choices: ([^)]*?)(?:, (?:env|default):|\))/s.exec(part)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
      (one) => one[1]!,
    )
    const flag: Flag = { long: m[2]!, takes: m[3] === undefined ? 'nothing' : m[3].includes('...') ? 'many' : 'one', choices }
    flags.set(flag.long, flag)
    if (m[1] !== undefined) flags.set(m[1], flag)
  }
  return flags
}

/** The words of a shell command: quotes kept together, comments cut, ended by an operator. */
function words(line: string): string[] {
  const bare = line.replace(/\s#.*$/, '').replace(/\s(?:&&|\|\||\||;|>).*$/, '')
  return [...bare.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map((m) => m[0].replace(/^(["'])(.*)\1$/, '$2'))
}

const program = /(?:^|[\s`|(])(?:dataaudit|node (?:\S+\/)?bin\/dataaudit\.js|npx (?:--no )?dataaudit) (?=[a-z-])([^\n]*)/g
/** Every call of the program a document shows, in a shell or YAML block or as inline code. */
const calls: readonly { readonly path: string; readonly line: string }[] = written.flatMap((path) => {
  const shell = blocks
    .filter((block) => block.path === path && ['sh', 'yaml'].includes(block.language))
    .flatMap((block) => block.text.replaceAll('\\\n', ' ').split('\n'))
  const inline = [...prose(path).matchAll(/`([^`\n]+)`/g)]
    .map((m) => m[1]!)
    .filter((code) => /^(?:dataaudit|node bin\/dataaudit\.js) [a-z-]/.test(code))
  return [...shell, ...inline].flatMap((text) => [...text.matchAll(program)].map((m) => ({ path, line: m[1]! })))
})

describe('every command in the documents', () => {
  it('is there to be tried', () => {
    expect(calls.length).toBeGreaterThan(40)
  })

  it('names commands, flags and choices that exist', async () => {
    const everywhere = await flagsOf([])
    const commands = [...(await cli(['--help'])).out.slice(0).matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map((m) => m[1]!)
    const known = new Map<string, Map<string, Flag>>()
    for (const { path, line } of calls) {
      const at = `${path}: dataaudit ${line}`
      const argv = words(line)
      const command: string[] = []
      let flags = everywhere
      for (let i = 0; i < argv.length; i++) {
        const word = argv[i]!
        // What stands after -- is for the scan that verify repeats.
        if (word === '--') flags = await flagsOf(['scan'])
        else if (word.startsWith('-') && word !== '-') {
          const [name, value] = word.split(/=(.*)/s) as [string, string | undefined]
          const flag = flags.get(name) ?? everywhere.get(name)
          expect(flag, `${at}: ${name}`).toBeDefined()
          if (flag!.takes === 'nothing') continue
          const given = value ?? argv[++i]
          expect(given, `${at}: ${name} wants a value`).toBeDefined()
          if (flag!.choices.length > 0) expect(flag!.choices, `${at}: ${name} ${given}`).toContain(given)
        } else if (command.length === 0) {
          expect(commands, at).toContain(word)
          command.push(word)
          if (word === 'rules' && argv[i + 1] !== undefined && /^[a-z]+$/.test(argv[i + 1]!)) command.push(argv[++i]!)
          const key = command.join(' ')
          if (!known.has(key)) known.set(key, await flagsOf(command))
          flags = known.get(key)!
        }
      }
    }
  })

  /** What every command has is told once, in `--help`. */
  const general = ['--help', '--version', '--lang', '--color', '--no-color']
  for (const [lang, pages] of [
    ['English', ['README.md', 'docs/guide.md', 'docs/signing.md', 'docs/verify.md']],
    ['Chinese', ['README.zh-CN.md', 'docs/guide.zh-CN.md', 'docs/signing.zh-CN.md', 'docs/verify.zh-CN.md']],
  ] as const)
    it(`leave no flag of any command out, in ${lang}`, async () => {
      const text = pages.map(read).join('\n')
      const told = (name: string) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text)
      const commands = [...(await cli(['--help'])).out.matchAll(/^ {2}([a-z]+)(?: |$)/gm)]
        .map((m) => m[1]!)
        .filter((name) => name !== 'help')
      const missing: string[] = []
      for (const command of commands) {
        const names = new Map<string, string[]>()
        for (const [name, flag] of await flagsOf([command])) names.set(flag.long, [...(names.get(flag.long) ?? []), name])
        for (const [long, all] of names) if (!general.includes(long) && !all.some(told)) missing.push(`${command} ${long}`)
      }
      expect(missing).toEqual([])
    })

  it('of npm is a script, or part of npm', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
    for (const path of written) {
      for (const [, name] of read(path).matchAll(/\bnpm run ([a-z:-]+)/g)) expect(scripts, `${path}: npm run ${name}`).toContain(name)
    }
  })

  it('scan what redact writes where it writes it: the mapping beside it is no corpus', () => {
    for (const { path, text } of blocks) expect(text, path).not.toMatch(/dataaudit .*\bclean(?= )(?<!-o clean)/)
  })

  it('is kept by CI where it is the first thing a reader types', () => {
    const ci = read('.ci/run')
    for (const path of ['README.md', 'README.zh-CN.md']) {
      expect(read(path)).toContain('```sh\nnpm ci && node bin/dataaudit.js scan fixtures/demo --fail-on none\n```')
      expect(read(path)).toContain('```sh\nnpm ci && npm test\n```')
    }
    for (const part of ['npm ci\n', 'npm test\n', 'node bin/dataaudit.js scan fixtures/demo --fail-on none']) expect(ci).toContain(part)
  })
})

// ── examples ───────────────────────────────────────────────────────────────────────────────────────────────────────────

describe('every file the documents show', () => {
  const readers: readonly { readonly name: RegExp; readonly parse: (text: string, name: string) => unknown }[] = [
    { name: /^dataaudit\.config\.yaml$/, parse: parseConfig },
    { name: /^policy\.yaml$/, parse: parsePolicy },
    { name: /^dataaudit\.sources\.yaml$/, parse: parseSources },
    { name: /^dataaudit\.trust\.yaml\b/, parse: (text, name) => text.includes('…') || loadTrust(text, name) },
    { name: /\/pack\.yaml$/, parse: (text, name) => parseYaml(packSchema, text, name, 'docs') },
    { name: /^[a-z-]+\/[a-z-]+\.yaml$/, parse: (text, name) => parseYaml(ruleSchema, text, name, 'docs') },
  ]
  const named = blocks
    .filter((block) => block.language === 'yaml')
    .map((block) => ({ ...block, name: /^# (\S+\.yaml)/.exec(block.text)?.[1] }))

  it('is named, or belongs to a CI service', () => {
    for (const { path, text, name } of named) if (name === undefined) expect(text, path).toMatch(/^(?:jobs|audit):/)
    expect(named.filter(({ name }) => name !== undefined).length).toBeGreaterThan(10)
  })

  for (const { path, text, name } of named) {
    if (name === undefined) continue
    it(`${path}: ${name}`, () => {
      const reader = readers.find((one) => one.name.test(name))
      expect(reader, 'no reader knows a file of this name').toBeDefined()
      expect(() => reader!.parse(text, name)).not.toThrow()
    })
  }
})

describe('test/README.md', () => {
  const named = new Set([...prose('test/README.md').matchAll(/`([\w./-]+)`/g)].map(([, name]) => name))
  it('says of every folder what it tests, and of every file of this one that no file of src/ explains', () => {
    const entries = readdirSync(join(root, 'test'), { withFileTypes: true })
    const unnamed = entries.filter((entry) => {
      if (entry.isDirectory()) return !named.has(`${entry.name}/`)
      const [name] = entry.name.split('.')
      return !named.has(name!) && !named.has(entry.name) && !existsSync(join(root, 'src', `${name}.ts`))
    })
    expect(unnamed.map(({ name }) => name).filter((name) => name !== 'README.md')).toEqual([])
  })
  it('names files that are there', () => {
    const there = (name: string) => existsSync(join(root, name)) || existsSync(join(root, 'test', name))
    expect([...named].filter((name) => name!.endsWith('.ts') && !there(name!))).toEqual([])
  })
})

describe('the exit codes', () => {
  for (const path of ['README.md', 'README.zh-CN.md']) {
    it(`of ${path} are those of the program`, () => {
      const table = [...read(path).matchAll(/^\| ([\d, 、]+) \|/gm)].flatMap((m) => m[1]!.split(/[,、] ?/).map(Number))
      expect(table).toEqual([...Object.values(exitCodes), 134, 130, 143, 129])
    })
  }
})

// ── languages ──────────────────────────────────────────────────────────────────────────────────────────────────────────

describe('the Chinese documents say what the English ones say', () => {
  for (const [english, chinese] of [
    ['README.md', 'README.zh-CN.md'],
    ['docs/guide.md', 'docs/guide.zh-CN.md'],
    ['docs/verify.md', 'docs/verify.zh-CN.md'],
    ['docs/signing.md', 'docs/signing.zh-CN.md'],
  ] as const) {
    const levels = (path: string) => [...prose(path).matchAll(/^(#+) /gm)].map((m) => m[1]!.length)
    const code = (path: string) =>
      blocks.filter((block) => block.path === path).map((block) => block.text.replace(/\s+#.*$/gm, '').replace(/^#.*$/gm, ''))
    const rows = (path: string) => [...prose(path).matchAll(/^\|/gm)].length
    const marked = (path: string) => [...read(path).matchAll(/<!-- [a-z]+:(?:start|end) -->/g)].map((m) => m[0])

    it(`${chinese}: headings`, () => expect(levels(chinese)).toEqual(levels(english)))
    it(`${chinese}: commands and files`, () => expect(code(chinese)).toEqual(code(english)))
    it(`${chinese}: tables`, () => expect(rows(chinese)).toBe(rows(english)))
    it(`${chinese}: places that are filled in by command`, () => expect(marked(chinese)).toEqual(marked(english)))
    it(`${chinese}: points to Chinese documents where there are`, () => {
      const targets = [...read(chinese).matchAll(/\[(?!English)[^\]]*\]\(([^)#]+\.md)(?:#[^)]*)?\)/g)].map((m) =>
        join(dirname(chinese), m[1]!),
      )
      expect(targets.filter((path) => !path.includes('.zh-CN.') && existsSync(join(root, path.replace(/\.md$/, '.zh-CN.md'))))).toEqual([])
    })
  }
})

// ── links ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

describe('every link', () => {
  /** The anchors of a page, as GitHub makes them. */
  const anchors = (path: string) =>
    new Set(
      [...prose(path).matchAll(/^#+ (.*)$/gm)].map((m) =>
        m[1]!
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      ),
    )
  for (const path of [...written, ...generated]) {
    it(`of ${path} leads somewhere`, () => {
      const known = new Map<string, Set<string>>()
      const dead = new Set<string>()
      for (const [, target] of prose(path).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(?:https?|mailto):/.test(target!)) continue
        const [file, anchor] = target!.split('#') as [string, string | undefined]
        const to = file === '' ? path : normalize(join(dirname(path), file))
        if (!existsSync(join(root, to))) dead.add(target!)
        else if (anchor !== undefined) {
          if (!known.has(to)) known.set(to, anchors(to))
          if (!known.get(to)!.has(anchor)) dead.add(target!)
        }
      }
      expect([...dead]).toEqual([])
    })
  }
})
