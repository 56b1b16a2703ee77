import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CommandIo } from '../../src/cli/io.ts'
import { told } from './console.ts'
import { filesOf, fill, folder, isRoot, run, skipped } from './kit.ts'

/**
 * Every path a command takes may be wrong: not there, a file for a folder, a folder for a file, or shut; and its name may be odd: spaces, a line
 * break, an escape, bytes that are no UTF-8, which Node.js hands on as U+FFFD. The answer is a sentence and an exit code of the documented ones;
 * never a system error, never "internal bug".
 */

/** A command line; `{}` is the path that is wrong. Names of the corpus and the report made below stand for good ones. */
const commands: { readonly [name: string]: readonly string[] } = {
  scan: [
    '{} -o new/out',
    'corpus -o {}',
    'corpus -o out -c {}',
    'corpus -o out --sources {}',
    'corpus -o out --policy {}',
    'corpus -o out --rules {}',
    'corpus -o out --keywords {}',
    'corpus -o out --ner {}',
    'corpus -o out --key {}',
    'corpus -o out --key k.key --passphrase-file {}',
    'corpus -o out --parent {}',
    'corpus -o out --trace {}',
    'corpus -o out --review-nonce-file {}',
  ],
  gate: ['{}', 'report -c {}', 'report --policy {}'],
  sample: [
    '{} --corpus corpus --review-nonce-file nonce',
    'report --review-nonce-file nonce --corpus {}',
    'report --corpus corpus --review-nonce-file nonce -o {}',
    'report --corpus corpus --review-nonce-file {}',
    'report --corpus corpus --review-nonce-file nonce -o drawn -c {}',
  ],
  review: [
    '{} v.csv --corpus corpus',
    'report {} --corpus corpus',
    'report v.csv --corpus corpus --draw {}',
    'report v.csv --corpus {}',
    'report v.csv --corpus corpus -c {}',
    'report v.csv --corpus corpus --sources {}',
    'report v.csv --corpus corpus --policy {}',
    'report v.csv --corpus corpus --key {}',
    'report v.csv --corpus corpus --key k.key --passphrase-file {}',
  ],
  describe: ['{}', 'report -o {}', 'report -c {}', 'report --sources {}'],
  trace: ['{}', 'corpus --request r1 --result {}', 'corpus -c {}', 'corpus --removal-list {}'],
  redact: [
    '{} -o new/out',
    'corpus -o {}',
    'corpus -o out --report {}',
    'corpus -o out -c {}',
    'corpus -o out --rules {}',
    'corpus -o out --ner {}',
  ],
  rules: ['test --rules {}', 'list --rules {}', 'explain pii-cn/mobile --rules {}'],
  init: ['--sources {}'],
  keygen: ['-o {}', '-o x --passphrase-file {}'],
  sign: [
    '{} --key k.key',
    'report --key {}',
    'report --key k.key --passphrase-file {}',
    'report --timestamp {}',
    'report --signer-cmd false --pub {}',
  ],
  verify: [
    '{} --key k.pub',
    'report --key {}',
    'report --trust {}',
    'report --key k.pub --corpus {}',
    'report --key k.pub --chain {}',
    'report --key k.pub --proof {}',
    'report --key k.pub --sm2-key {}',
    'report --key k.pub --allow-withheld {}',
  ],
  prove: ['{} --line 1', 'report {}'],
  diff: ['{} report', 'report {}'],
  schema: [],
}

/** What the help calls what is a path. */
const paths = /(--[a-z0-9-]+) (?:<(?:file|folder|csv|paths?|folder\|package)(?:\.\.\.)?>|\[corpus\])/g
/** A command line that is wrong in another way than by its path says nothing about paths. */
const misused = /too many arguments|^error: --\S+ is missing|unknown option|go together|takes no value/m

let root: string
beforeAll(async () => {
  root = fill(folder(), {
    'corpus/a.jsonl': [{ text: '手机13912345678' }, { text: 'plain' }],
    'plain/file': 'x',
    [`plain/${odd}`]: 'x',
    'v.csv': 'x',
    nonce: 'ab'.repeat(32),
    'shut/file': 'x',
  })
  await run(['keygen', '-o', 'k', '--no-encrypt'], { cwd: root })
  const own = ['--key', 'k.key', '--review-nonce-file', 'nonce']
  await run(['scan', 'corpus', '--no-config', '-o', 'report', ...own], { cwd: root })
  mkdirSync(join(root, 'shut/inner'))
  chmodSync(join(root, 'shut/file'), 0)
  chmodSync(join(root, 'shut'), 0)
})

const odd = '奇 怪\n\u001b[31m\ufffd'
const wrong = [
  ['in a folder that does not exist', `nowhere/N${odd}/at/all`],
  ['below a file', 'plain/file/below'],
  ['a file', `plain/${odd}`],
  ['a folder', 'plain'],
  ['shut', 'shut/file'],
] as const

describe('a wrong path ends in a sentence', () => {
  it('covers every command and every option that takes a path', async () => {
    const main = readFileSync(fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)), 'utf8')
    const registered = [...main.matchAll(/^ {2}(\w+): \(\) => import/gm)].map(([, name]) => name!)
    expect(Object.keys(commands).sort()).toEqual(registered.sort())
    const short: { readonly [long: string]: string } = { '--out': '-o', '--config': '-c' }
    const program = new Command()
    for (const name of registered) {
      const { register } = (await import(`../../src/cli/${name}.ts`)) as typeof import('../../src/cli/gate.ts')
      register(program, {} as CommandIo)
    }
    const all = program.commands.flatMap((command) => [command, ...command.commands])
    const missing = all.flatMap((command) => {
      const top = command.parent === program ? command.name() : command.parent!.name()
      const taken = command.options.flatMap(({ flags, hidden }) =>
        hidden ? [] : [...flags.matchAll(paths)].map(([, option]) => short[option!] ?? option!),
      )
      return taken.filter((option) => !commands[top]!.some((line) => line.endsWith(`${option} {}`))).map((option) => `${top} ${option}`)
    })
    expect(missing).toEqual([])
  })

  const cases = Object.entries(commands).flatMap(([name, lines]) => lines.map((line) => [name, line] as const))
  it.each(cases)('%s %s', { timeout: 60_000 }, async (name, line) => {
    // Each line has a folder of its own that is not there, for some make it.
    const own = cases.findIndex((each) => each[0] === name && each[1] === line)
    for (const [how, path] of wrong) {
      if (how === 'shut' && isRoot) continue

      const args = [name, ...line.split(' ').map((word) => word.replace('{}', path.replace('N', String(own))))]
      // A trace reads standard input, which only a process of its own has.
      const { status, stdout, stderr } = name === 'trace' ? await run(args, { cwd: root, input: '13912345678\n' }) : await told(args, root)
      const said = `${args.join(' ')} (${how})\n${stdout}${stderr}`
      expect([0, 1, 2, 3, 4, 75], said).toContain(status)
      expect(stdout + stderr, said).not.toMatch(/\bE[A-Z]{4,}\b|internal bug|内部缺陷|^\s+at |\u001b/m)
      expect(stderr, said).not.toMatch(misused)
      // What fails says why.
      if (status !== 0) expect((stdout + stderr).length, said).toBeGreaterThan(20)
    }
  })

  if (isRoot) skipped('paths without permission', 'the tests run as root, who may open everything')
})

describe('an odd name', () => {
  it('is as good as any other where the file is there: a scan, its gate, description, signature, copy', { timeout: 60_000 }, async () => {
    const cwd = fill(folder(), { [`-c ${odd.slice(0, -1)}/语 料\n.jsonl`]: [{ text: '手机13912345678' }, { text: 'plain' }] })
    const name = `./-c ${odd.slice(0, -1)}`
    const each = async (expected: number, ...args: string[]) => {
      const { status, stdout, stderr } = await told(args, cwd)
      expect(status, `${args.join(' ')}\n${stdout}${stderr}`).toBe(expected)
    }
    await each(0, 'keygen', '-o', `${name}k`, '--no-encrypt')
    const ran = await run(['scan', name, '--no-config', '-o', `${name}-out`, '--key', `${name}k.key`], { cwd })
    expect([ran.status, ran.stdout.includes('\u001b')]).toEqual([1, false])
    await each(1, 'gate', `${name}-out`)
    await each(0, 'describe', `${name}-out`, '-o', `${name}.md`)
    await each(0, 'verify', `${name}-out`, '--key', `${name}k.pub`, '--corpus', name)
    await each(0, 'prove', `${name}-out`, '语 料\n.jsonl')
    expect((await run(['redact', name, '--no-config', '-o', `${name}-copy`], { cwd })).status).toBe(0)
    expect(filesOf(join(cwd, `${name}-copy`, 'corpus'))).toEqual(['语 料\n.jsonl'])
  })
})
