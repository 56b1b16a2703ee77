import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { told } from './console.ts'
import { fill, folder, isRoot, run, skipped } from './kit.ts'

/**
 * Every path a command takes may be wrong: not there, a file for a folder, a folder for a file, or shut. The answer is a sentence and an exit
 * code of the documented ones; never a system error, never "internal bug".
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
    '{} corpus --review-nonce-file nonce',
    'report {}',
    'report corpus -o {}',
    'report corpus --review-nonce-file {}',
    'report corpus -c {}',
  ],
  review: [
    '{} v.csv',
    'report {}',
    'report v.csv --draw {}',
    'report v.csv --corpus {}',
    'report v.csv -c {}',
    'report v.csv --sources {}',
    'report v.csv --policy {}',
    'report v.csv --key {}',
  ],
  describe: ['{}', 'report -o {}', 'report -c {}', 'report --sources {}'],
  trace: [
    '{} --request r1',
    'corpus --request r1 -o {}',
    'corpus --request r1 --result {}',
    'corpus --request r1 -c {}',
    'corpus --request r1 --removal-list {}',
  ],
  redact: ['{} -o new/out', 'corpus -o {}', 'corpus -o out --report {}', 'corpus -o out -c {}', 'corpus -o out --rules {}'],
  rules: ['test --rules {}', 'list -c {}'],
  init: ['{}'],
  keygen: ['-o {}', '-o x --passphrase-file {}'],
  sign: ['{} --key k.key', 'report --key {}', 'report --key k.key --passphrase-file {}', 'report --key k.key --timestamp {}'],
  verify: [
    '{}',
    'report --key {}',
    'report --trust {}',
    'report --key k.pub --corpus {}',
    'report --key k.pub --excluded {} --corpus corpus',
    'report --key k.pub --chain {}',
    'report --key k.pub --proof {}',
    'report --key k.pub --allow-withheld {}',
  ],
  prove: ['{} --line 1', 'report --line 1 -o {}'],
  diff: ['{} report', 'report {}'],
  schema: [],
}

let root: string
beforeAll(async () => {
  root = fill(folder(), {
    'corpus/a.jsonl': [{ text: '手机13912345678' }, { text: 'plain' }],
    'plain/file': 'x',
    'v.csv': 'x',
    nonce: 'ab'.repeat(32),
    'shut/file': 'x',
  })
  await run(['keygen', '-o', 'k'], { cwd: root })
  await run(['scan', 'corpus', '--no-config', '-o', 'report', '--key', 'k.key'], { cwd: root })
  mkdirSync(join(root, 'shut/inner'))
  chmodSync(join(root, 'shut/file'), 0)
  chmodSync(join(root, 'shut'), 0)
})

const wrong = [
  ['in a folder that does not exist', 'nowhere/N/at/all'],
  ['below a file', 'plain/file/below'],
  ['a file', 'plain/file'],
  ['a folder', 'plain'],
  ['shut', 'shut/file'],
] as const

describe('a wrong path ends in a sentence', () => {
  it('covers every command', () => {
    const main = readFileSync(fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)), 'utf8')
    const registered = [...main.matchAll(/^ {2}(\w+): \(\) => import/gm)].map(([, name]) => name)
    expect(Object.keys(commands).sort()).toEqual(registered.sort())
  })

  const cases = Object.entries(commands).flatMap(([name, lines]) => lines.map((line) => [name, line] as const))
  it.each(cases)('%s %s', { timeout: 60_000 }, async (name, line) => {
    // Each line has a folder of its own that is not there, for some make it.
    const own = cases.findIndex((each) => each[0] === name && each[1] === line)
    for (const [how, path] of wrong) {
      if (how === 'shut' && isRoot) continue

      const args = [name, ...line.replace('{}', path.replace('N', String(own))).split(' ')]
      // A trace reads standard input, which only a process of its own has.
      const { status, stdout, stderr } = name === 'trace' ? await run(args, { cwd: root, input: '13912345678\n' }) : await told(args, root)
      const said = `${args.join(' ')} (${how})\n${stdout}${stderr}`
      expect([0, 1, 2, 3, 4, 75], said).toContain(status)
      expect(stdout + stderr, said).not.toMatch(/\bE[A-Z]{4,}\b|internal bug|内部缺陷|^\s+at /m)
      // What fails says why.
      if (status !== 0) expect((stdout + stderr).length, said).toBeGreaterThan(20)
    }
  })

  if (isRoot) skipped('paths without permission', 'the tests run as root, who may open everything')
})
