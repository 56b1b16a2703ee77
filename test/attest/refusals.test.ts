import { execFileSync } from 'node:child_process'
import { appendFile, chmod, cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { told } from '../cli/console.ts'
import { fill, folder, isRoot, run, skipped } from '../cli/kit.ts'

/** What a careless or hostile user hands over: each is refused in one sentence with the exit code for it, and never as a bug. */

let place: string
beforeAll(async () => {
  place = fill(folder(), { 'data/a.jsonl': [{ text: 'plain words' }] })
  expect((await told(['keygen', '--no-encrypt', '--out', 'k'], place)).status).toBe(0)
  expect((await told(['scan', 'data', '--no-config', '-q', '--key', 'k.key', '-o', 'r'], place)).status).toBe(0)
  await writeFile(join(place, 'p.json'), (await told(['prove', 'r', 'a.jsonl'], place)).stdout)
  await writeFile(join(place, 'empty'), '')
})

const verify = ['verify', 'r', '--key', 'k.pub']
type Change = (at: (name: string) => string) => Promise<unknown>
const none: Change = async () => undefined
const text =
  (name: string, content: string): Change =>
  (at) =>
    writeFile(at(name), content)
/** A folder where a file belongs. */
const folded =
  (name: string): Change =>
  async (at) => {
    await rm(at(name), { force: true })
    await mkdir(at(name))
  }
const bundles = ['', '{', '[]', 'null', '"x"', '{}', '{"mediaType":1}', '\u0000', '[[[[', '{"a":1,"a":2}']
const bundle = 'r/report.sigstore.json'

const cases: readonly (readonly [string, readonly string[], number, Change])[] = [
  ...bundles.map((content) => [`the bundle is ${JSON.stringify(content)}`, verify, 4, text(bundle, content)] as const),
  ['the bundle is a folder', verify, 4, folded(bundle)],
  ['the bundle is a device', verify, 4, async (at) => rm(at(bundle)).then(() => symlink('/dev/zero', at(bundle)))],
  ...['report.json', 'report.html', 'findings.jsonl', 'corpus.sha256', 'statement.json'].flatMap((name) => [
    [`${name} is a folder`, [...verify, '--corpus', 'data'], 4, folded(`r/${name}`)] as const,
    [`${name} is a pipe`, [...verify, '--corpus', 'data'], 4, async (at: (name: string) => string) => {
        await rm(at(`r/${name}`))
        execFileSync('mkfifo', [at(`r/${name}`)])
      }] as const, // biome-ignore format: a row
    [
      `${name} is longer`,
      [...verify, '--corpus', 'data'],
      name === 'statement.json' ? 0 : 4,
      (at: (name: string) => string) => appendFile(at(`r/${name}`), ' '),
    ] as const,
  ]),
  ['no report folder', ['verify', 'nowhere', '--key', 'k.pub'], 2, none],
  ['a file for a report folder', ['verify', 'k.pub', '--key', 'k.pub'], 2, none],
  ['no key file', ['verify', 'r', '--key', 'nowhere'], 2, none],
  ['a folder for a key', ['verify', 'r', '--key', 'data'], 2, none],
  ['a key file without a key', ['verify', 'r', '--key', 'empty'], 2, none],
  ['a private key', ['verify', 'r', '--key', 'k.key'], 2, none],
  ['no corpus', [...verify, '--corpus', 'nowhere'], 2, none],
  ['another corpus', [...verify, '--corpus', 'k.pub'], 4, none],
  ['standard input for a corpus', [...verify, '--corpus', '-'], 2, none],
  ['no policy', ['verify', 'r', '--trust', 'nowhere'], 2, none],
  ['a folder for a policy', ['verify', 'r', '--trust', 'data'], 2, none],
  ['a policy that is none', ['verify', 'r', '--trust', 'r/report.json'], 2, none],
  ['an empty policy', ['verify', 'r', '--trust', 'empty'], 2, none],
  ['an unknown option after --', [...verify, '--corpus', 'data', '--rerun', '--', '--nothing'], 2, none],
  ['a chain that is none', [...verify, '--chain', 'data'], 4, none],
  ['no chain', [...verify, '--chain', 'nowhere'], 2, none],
  ...bundles.map(
    (content) =>
      [`the proof is ${JSON.stringify(content)}`, ['verify', '--proof', 'p.json', '--key', 'k.pub'], 4, text('p.json', content)] as const,
  ),
  ['the proof is a folder', ['verify', '--proof', 'data', '--key', 'k.pub'], 2, none],
  ['the proven file is a folder', ['verify', '--proof', 'p.json', '--key', 'k.pub', '--corpus', 'data'], 3, none],
  ['a proof of nothing', ['prove', 'r'], 2, none],
  ['a proof of no file', ['prove', 'r', 'nowhere'], 2, none],
  ['a proof of an impossible line', ['prove', 'r', '--line', '99999999999999999999'], 2, none],
  ['a proof from a broken bundle', ['prove', 'r', 'a.jsonl'], 4, text(bundle, '{')],
  ['no folder to sign', ['sign', 'nowhere', '--key', 'k.key'], 2, none],
  ['a public key to sign with', ['sign', 'r', '--key', 'k.pub'], 2, none],
  ['a folder to sign with', ['sign', 'r', '--key', 'data'], 2, none],
  ['a statement that is a folder', ['sign', 'r', '--key', 'k.key'], 2, folded('r/statement.json')],
  ['a statement that is broken', ['sign', 'r', '--key', 'k.key'], 4, text('r/statement.json', '{')],
  ['a page that is not of the report', ['sign', 'r', '--key', 'k.key'], 4, (at) => appendFile(at('r/report.html'), ' ')],
  ['a folder where the signature goes', ['sign', 'r', '--key', 'k.key'], 2, folded(bundle)],
  ['a signer that fails', ['sign', 'r', '--pub', 'k.pub', '--signer-cmd', 'false'], 4, none],
  ['a signer that talks', ['sign', 'r', '--pub', 'k.pub', '--signer-cmd', 'echo no signature'], 4, none],
  ['no timestamp', ['sign', 'r', '--timestamp', 'nowhere'], 2, none],
  ['a timestamp that is none', ['sign', 'r', '--timestamp', 'k.pub'], 4, none],
  ['keys that are there', ['keygen', '--out', 'k'], 2, none],
  ['keys in no folder', ['keygen', '--out', 'nowhere/k'], 2, none],
  ['keys below a file', ['keygen', '--out', 'k.pub/k'], 2, none],
  ['a report to compare with that is none', ['diff', 'r', 'data'], 2, none],
  ['a parent that is none', ['scan', 'data', '--no-config', '--parent', 'nowhere', '-o', 'y'], 2, none],
]

describe('refused in one sentence', () => {
  it.each(cases)('%s', async (_, args, exit, change) => {
    const cwd = folder()
    await cp(place, cwd, { recursive: true })
    await chmod(join(cwd, 'k.key'), 0o600)
    await change((name) => join(cwd, name))
    const done = await told(args, cwd)
    const said = done.stdout + done.stderr
    expect(done.status, said).toBe(exit)
    expect(said).not.toMatch(/^\s+at /m)
    expect(said).not.toContain('internal bug')
    if (exit === 2) expect(done.stderr.match(/^error: /gm), done.stderr).toHaveLength(1)
    else if (exit !== 0 && args[0] === 'verify') expect(done.stdout.match(/^NOT VERIFIED \([a-z0-9.-]+\): \S/gm), said).toHaveLength(1)
  })

  it('a folder that may not be written to', async () => {
    const cwd = folder()
    await cp(place, cwd, { recursive: true })
    await chmod(join(cwd, 'k.key'), 0o644)
    await chmod(cwd, 0o755)
    await chmod(join(cwd, 'r'), 0o555)
    const done = await run(['sign', 'r', '--key', 'k.key'], { cwd, ...(isRoot ? { uid: 65534 } : {}) })
    if (/EACCES.*node_modules|Cannot find module/.test(done.stderr))
      return skipped('signing in a folder that is read-only', 'another user cannot read the program here')
    expect(done.status, done.stderr).toBe(2)
    expect(done.stderr).toMatch(/^error: .* cannot be written: there is no permission; change the permissions/m)
  })
})
