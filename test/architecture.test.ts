import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'

/** The floors of docs/architecture.md, kept by `.dependency-cruiser.json`, and the effects that imports cannot show. */

const root = fileURLToPath(new URL('..', import.meta.url))
const configFile = join(root, '.dependency-cruiser.json')
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface FloorRule {
  readonly name: string
  readonly comment: string
  readonly from: { readonly path?: string; readonly pathNot?: readonly string[] | string }
}
const rules = (JSON.parse(readFileSync(configFile, 'utf8')) as { forbidden: FloorRule[] }).forbidden
const floors = rules.filter((rule) => /^floor-\d$/.test(rule.name))

/** The names of the rules that a tree breaks, each once. */
async function broken(cwd: string): Promise<{ rules: string[]; text: string }> {
  const args = [cruiser, '--config', configFile, '--output-type', 'json', 'src', 'bin']
  const done = await promisify(execFile)(process.execPath, args, { cwd, maxBuffer: 1 << 28 }).catch(
    (error: { stdout: string; stderr: string }) => error,
  )
  if (done.stdout === '') throw new Error(done.stderr)
  const { summary } = JSON.parse(done.stdout) as { summary: { violations: { from: string; to: string; rule: { name: string } }[] } }
  return {
    rules: [...new Set(summary.violations.map((one) => one.rule.name))].sort(),
    text: summary.violations.map((one) => `${one.rule.name}: ${one.from} -> ${one.to}`).join('\n'),
  }
}

const walk = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  )
const sources = walk('src').filter((path) => path.endsWith('.ts') && !/^src\/[a-z]+\/assembly\//.test(path))

describe('floors', () => {
  it('imports go down only', async () => {
    expect((await broken(root)).text).toBe('')
  })

  it('gives every entry of src exactly one floor', () => {
    for (const entry of readdirSync(join(root, 'src'), { withFileTypes: true })) {
      const path = `src/${entry.name}${entry.isDirectory() ? '/x.ts' : ''}`
      const on = floors.filter((rule) => new RegExp(rule.from.path!).test(path)).map((rule) => rule.name)
      expect(on, `src/${entry.name} stands on ${on.length} floors; add it to one in .dependency-cruiser.json`).toHaveLength(1)
    }
  })

  it('gives every rule a reason', () => {
    for (const rule of rules) expect(rule.comment.length, rule.name).toBeGreaterThan(20)
  })

  describe('hold', () => {
    const house = mkdtempSync(join(tmpdir(), 'dataaudit-floors-'))
    afterAll(() => rmSync(house, { recursive: true }))

    it('against every way of breaking them', async () => {
      const write = (path: string, text: string) => {
        mkdirSync(dirname(join(house, path)), { recursive: true })
        writeFileSync(join(house, path), text)
      }
      write('tsconfig.json', read('tsconfig.json'))
      write('package.json', read('package.json'))
      symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
      write('bin/dataaudit.js', "import '../src/policy.ts'\n")
      write('src/cli/main.ts', "import '../index.ts'\n")
      write('src/index.ts', "import './cli/main.ts'\nimport './model.ts'\n")
      write('src/run/worker.ts', "import './scan.ts'\n")
      write('src/run/scan.ts', "import 'node:fs'\nimport '../schemas.ts'\nexport {}\n")
      write('src/schemas.ts', 'export {}\n')
      write('src/policy.ts', "import 'node:fs'\nimport 'node:https'\nimport './renderers/index.ts'\n")
      write('src/renderers/index.ts', "import '../corpus/index.ts'\nimport 'yaml'\nimport 'vitest'\n")
      write('src/corpus/index.ts', "import '../rules/index.ts'\nimport './gone.ts'\n")
      write('src/rules/index.ts', "import type { T } from '../shard/index.ts'\nexport type U = T\n")
      write('src/shard/index.ts', 'export type T = 1\n')
      write('src/formats/index.ts', "import '../statistics/index.ts'\n")
      write('src/statistics/index.ts', 'export {}\n')
      write('src/text/index.ts', "import '../formats/index.ts'\nimport 'node:worker_threads'\n")
      write('src/model.ts', "import './text/index.ts'\n")
      write('src/stop.ts', "import './notation/yaml.ts'\n")
      write('src/notation/yaml.ts', "import '../words/visible.ts'\n")
      write('src/words/visible.ts', 'export {}\n')
      write('src/redact.ts', "import './report/index.ts'\n")
      write('src/report/index.ts', 'export {}\n')
      expect((await broken(house)).rules).toEqual(
        expect.arrayContaining([
          'bin-opens-the-cli-only',
          'declared',
          'door-yaml',
          'file-system',
          'floor-0',
          'floor-0-stop',
          'floor-1',
          'floor-1-yaml',
          'floor-2',
          'floor-3',
          'floor-3-redact',
          'floor-4',
          'floor-5',
          'floor-6',
          'no-cycles',
          'no-network',
          'no-orphans',
          'resolvable',
          'run-conductors',
          'threads',
        ]),
      )
    })
  })
})

describe('effects', () => {
  /** The code of a file without comments; strings stay, so that no name is missed. */
  const code = (path: string) =>
    read(path)
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/^\s*\/\/.*$/gm, '')

  const effects: readonly { readonly what: string; readonly sign: RegExp; readonly home: RegExp }[] = [
    { what: 'the process and the terminal', sign: /\bprocess\.|\bconsole\./, home: /^src\/cli\// },
    // The script of the review page runs in the reviewer's browser and notes when a verdict was given.
    {
      what: 'the clock',
      sign: /\bnew Date\(\)|\bDate\.now\b|\bperformance\.|\bhrtime\b/,
      home: /^src\/(?:cli\/|review\/page-script\.ts$)/,
    },
    {
      what: 'randomness',
      sign: /\bMath\.random\b|\brandom(?:Bytes|UUID|Int|FillSync)\b|\bgetRandomValues\b|\bgenerateKeyPair/,
      home: /^src\/(?:cli|attest)\//,
    },
    { what: 'the network', sign: /\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b/, home: /^$/ },
    { what: 'code made at run time', sign: /\beval\(|\bnew Function\(/, home: /^$/ },
    {
      what: 'the locale or time zone of the machine',
      sign: /\blocaleCompare\b|\.toLocale(?!(?:Lower|Upper)Case\('en)|\bnew Intl\.\w+\(\)/,
      home: /^$/,
    },
  ]
  for (const { what, sign, home } of effects) {
    it(`touch ${what} only where they live`, () => {
      expect(sources.filter((path) => !home.test(path) && sign.test(code(path)))).toEqual([])
    })
  }
})

describe('files', () => {
  it('are small: a whole thought, not a chapter', () => {
    // Tables of words and numbers are long because what they list is long.
    const tables = /^src\/(?:checksum\/regions|renderers\/html\/style)\.ts$/
    const long = sources.filter((path) => !tables.test(path) && read(path).split('\n').length > 401)
    expect(long.map((path) => `${path}: ${read(path).split('\n').length} lines`)).toEqual([])
  })

  it('carry a name that says what is inside', () => {
    const vague = /^(?:utils?|helpers?|managers?|handlers?|services?|processors?|common|base|data|info|issues?|violations?|misc|stuff)$/
    const names = (path: string) => relative('src', path).replace(/\.ts$/, '').split('/')
    expect(sources.filter((path) => names(path).some((name) => vague.test(name)))).toEqual([])
  })
})

describe('docs/architecture.md', () => {
  const text = read('docs/architecture.md')

  it('names only what is there', () => {
    const named = [...text.matchAll(/`([\w*./-]+(?:\.(?:ts|js|json|bin)|\/))`/g)].map(([, path]) => path!)
    // The first plan is compared with what was built; what the plan named need not be there.
    const planned = new Set(['scan.ts'])
    const there = (path: string) => [path, `src/${path}`].some((each) => existsSync(join(root, each.includes('*') ? dirname(each) : each)))
    // Made by the build.
    const made = /^(?:dist\/|text\/languages\.bin$)/
    expect(named.length).toBeGreaterThan(60)
    expect([...new Set(named)].filter((path) => !made.test(path) && !planned.has(path) && !there(path))).toEqual([])
  })

  it('names every seam as the code does', () => {
    const seams = /^## The seams\n([\s\S]*?)^## /m.exec(text)![1]!
    const names = [...seams.matchAll(/^- \*\*(\w+)\*\*/gm)].map(([, name]) => name!)
    expect(names).toContain('Statistic')
    const model = read('src/model.ts')
    expect(names.filter((name) => !new RegExp(`^export (?:type|interface) ${name}\\b`, 'm').test(model))).toEqual([])
  })

  it('gives the floors of .dependency-cruiser.json', () => {
    const rows = [...text.matchAll(/^\| (\d) \| ([^|]+) \|/gm)]
    for (const floor of floors) {
      const number = floor.name.slice('floor-'.length)
      const listed = rows
        .filter(([, at]) => at === number)
        .flatMap(([, , places]) => [...places!.matchAll(/`([^`]+)`/g)].map(([, place]) => place!))
      for (const place of listed) expect(new RegExp(floor.from.path!).test(`src/${place}`), `${place} on floor ${number}`).toBe(true)
      expect(listed.length, `floor ${number}`).toBeGreaterThan(0)
    }
  })
})
