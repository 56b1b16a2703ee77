import { spawnSync } from 'node:child_process'
import { readFile, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { generateKey, keyAlgorithms, privateKeyPem } from '../../src/attest/keys.ts'
import { files, type Json, type Signed, signedSet, temporary, writeFiles } from './sample.ts'
import { judgeByRecipe, judgeBySigstore, recipeRuns } from './verifiers.ts'

const recipe = fileURLToPath(new URL('../../docs/verify.sh', import.meta.url))

/** Verification by programs that are not ours: case 62, and case 67 for the recipe in the documentation, run exactly as it is shipped. */

const judge = judgeByRecipe

describe.skipIf(!recipeRuns)('cases 62, 67: the recipe of docs/verify.sh', () => {
  it.each(keyAlgorithms)('passes an untouched set signed with %s', async (algorithm) => {
    const odd = { 'back\\slash': 'e', 'new\nline': 'n', 𐐀: 'x', '-n': 'y', 'a b': 'z' }
    const set = await signedSet({ algorithm, contents: { ...files, ...odd } })
    expect(await judge(set)).toMatchObject({ code: 0, last: 'ALL OK' })
    expect(await judge(set, '')).toMatchObject({ code: 0, last: 'ALL OK (corpus not given, so not checked)' })
  })

  const change = (name: string, edit: (text: string) => string) => async (set: Signed) => {
    const path = join(set.folder, name)
    const text = await readFile(path, 'utf8')
    expect(edit(text)).not.toBe(text)
    await writeFile(path, edit(text))
  }
  const bundle = (bend: (bundle: Json) => void) =>
    change('report.sigstore.json', (text) => {
      const json: Json = JSON.parse(text)
      bend(json)
      return JSON.stringify(json)
    })

  it.each<[string, string, (set: Signed) => Promise<unknown>]>([
    [
      '1: a verdict flipped in the payload',
      'signature',
      bundle((json) => {
        const text = Buffer.from(json.dsseEnvelope.payload, 'base64').toString().replace('"PASSED"', '"WARNED"')
        json.dsseEnvelope.payload = Buffer.from(text).toString('base64')
      }),
    ],
    ['4: another payload type', 'payload type', bundle((json) => (json.dsseEnvelope.payloadType += ' '))],
    ['5: two signatures', 'exactly 1', bundle((json) => json.dsseEnvelope.signatures.push(json.dsseEnvelope.signatures[0]))],
    ['9: junk in base64', 'base64', bundle((json) => (json.dsseEnvelope.payload = `*${json.dsseEnvelope.payload}`))],
    ['20: the report', 'report file', change('report.json', (text) => text.replace('PASSED', 'WARNED'))],
    ['20: the page', 'report file', change('report.html', (text) => `${text} `)],
    ['20: the findings', 'report file', change('findings.jsonl', (text) => text.slice(0, -1))],
    ['34: the manifest', 'report file', change('corpus.sha256', (text) => text.toUpperCase())],
    ['24: a file gone', 'report file', (set) => unlink(join(set.folder, 'findings.jsonl'))],
    ['29: a corpus byte', 'corpus was changed', (set) => writeFile(join(set.corpus, 'sub/b.txt'), 'B')],
    ['29: a corpus file gone', 'corpus was changed', (set) => unlink(join(set.corpus, 'sub/b.txt'))],
    ['29: a corpus file added', 'files were added', (set) => writeFiles(set.corpus, { 'sub/c.txt': 'c' })],
  ])('case %s', async (_, words, tamper) => {
    const set = await signedSet()
    await tamper(set)
    const result = await judge(set)
    expect(result.code).toBe(1)
    expect(result.last).not.toContain('ALL OK')
    expect(result.error).toContain('FAIL: ')
    expect(result.error).toContain(words)
  })

  it('case 3: another key, of either kind', async () => {
    for (const algorithm of keyAlgorithms) {
      const result = await judge({ ...(await signedSet()), key: generateKey(algorithm) })
      expect(result).toMatchObject({ code: 1, error: expect.stringContaining('FAIL: signature') })
    }
  })

  it('case 15: a private key as the key', async () => {
    const set = await signedSet()
    const key = join(set.folder, '..', 'k')
    await writeFile(key, privateKeyPem(set.key))
    const run = spawnSync('sh', [recipe, set.folder, key], { encoding: 'utf8' })
    expect(run.status).toBe(1)
    expect(run.stderr).toContain('PRIVATE')
  })

  it('cases 12, 23, 25: a statement that a trusted signer bent', async () => {
    for (const [words, bend] of [
      ['predicate type', (statement: Json) => (statement.predicateType = 'https://slsa.dev/provenance/v1')],
      ['statement type', (statement: Json) => (statement._type = 'https://in-toto.io/Statement/v0.1')],
      ['report.html exactly once', (statement: Json) => (statement.subject[2].name = 'corpus.txt')],
      ['report.json is not', (statement: Json) => (statement.predicate.report.profile = 'x')],
    ] as const) {
      const result = await judge(await signedSet({ bend }))
      expect(result).toMatchObject({ code: 1, error: expect.stringContaining(words) })
    }
  })

  describe('files that the scan ignored on purpose', () => {
    const odd = { 'new\nline.tmp': 'a', 'back\\slash.tmp': 'b', 'cr\r.tmp': 'c', '中文/x.tmp': 'd', '-n.tmp': 'e', '.git/HEAD': 'f' }

    it('pass when a rule of the signed report covers them, whatever their names', async () => {
      const set = await signedSet({ contents: { ...files, 'back\\slash': 'e', 'new\nline': 'n', 'cr\r': 'r', ' ': 's', 'a\\n': 't' } })
      await writeFiles(set.corpus, odd)
      const result = await judge(set)
      expect(result).toMatchObject({ code: 0, last: 'ALL OK' })
      expect(result.stdout).toContain(`${Object.keys(odd).length} files under the ignore rules`)
    })

    it.each(['c.txt', 'new\nline', 'back\\slash', 'x.TMP', 'sub/.git.txt', '.gitignore'])(
      'a file %j beside them that is neither listed nor ignored does not',
      async (name) => {
        const set = await signedSet()
        await writeFiles(set.corpus, { ...odd, [name]: 'x' })
        expect(await judge(set)).toMatchObject({ code: 1, error: expect.stringContaining('FAIL: files were added') })
      },
    )

    it('a .gitignore of the corpus, or of the one who runs it, has no say', async () => {
      const set = await signedSet({ contents: { ...files, '.gitignore': 'added.txt\n', 'sub/.gitignore': '*\n' } })
      await writeFiles(set.corpus, { 'x.tmp': 'x' })
      expect(await judge(set)).toMatchObject({ code: 0, last: 'ALL OK' })
      await writeFiles(set.corpus, { 'added.txt': 'x' })
      expect(await judge(set)).toMatchObject({ code: 1, error: expect.stringContaining('FAIL: files were added') })
      const home = await temporary()
      await writeFiles(home, { '.config/git/ignore': 'added.txt\n', '.gitconfig': '[core]\n\texcludesFile = ~/.config/git/ignore\n' })
      expect(await judge(set, set.corpus, { HOME: home, XDG_CONFIG_HOME: join(home, '.config') })).toMatchObject({ code: 1 })
    })

    it('as many files gone as were ignored do not cancel out', async () => {
      const set = await signedSet()
      await unlink(join(set.corpus, 'sub/b.txt'))
      await writeFiles(set.corpus, { 'sub/b.tmp': 'b' })
      expect(await judge(set)).toMatchObject({ code: 1, error: expect.stringContaining('the corpus was changed') })
    })

    it('without git it says that git is needed, and does not pass', async () => {
      const set = await signedSet()
      await writeFiles(set.corpus, { 'x.tmp': 'x' })
      const bin = await temporary()
      const tools = [
        'sh',
        'openssl',
        'jq',
        'sha256sum',
        'mktemp',
        'rm',
        'cp',
        'tr',
        'comm',
        'base64',
        'wc',
        'cat',
        'grep',
        'cmp',
        'sed',
        'cut',
        'sort',
        'uniq',
        'find',
      ]
      for (const tool of tools) {
        const found = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim()
        await symlink(found, join(bin, tool))
      }
      expect(await judge(set, set.corpus, { PATH: bin })).toMatchObject({ code: 1, error: expect.stringContaining('git is needed') })
      await unlink(join(set.corpus, 'x.tmp'))
      expect(await judge(set, set.corpus, { PATH: bin })).toMatchObject({ code: 0, last: 'ALL OK' })
    })
  })

  it('too few arguments are usage', () => {
    expect(spawnSync('sh', [recipe]).status).toBe(2)
  })
})

describe('case 62: @sigstore/verify, offline, with a local key', () => {
  const judgeTheirs = judgeBySigstore
  it.each(keyAlgorithms)('takes a %s bundle and refuses it when it is bent', async (algorithm) => {
    const set = await signedSet({ algorithm })
    await judgeTheirs(set)
    await expect(judgeTheirs(set, generateKey(algorithm))).rejects.toThrow()
    const path = join(set.folder, 'report.sigstore.json')
    const json: Json = JSON.parse(await readFile(path, 'utf8'))
    json.dsseEnvelope.payload = Buffer.from(
      Buffer.from(json.dsseEnvelope.payload, 'base64').toString().replace('PASSED', 'FAILED'),
    ).toString('base64')
    await writeFile(path, JSON.stringify(json))
    await expect(judgeTheirs(set)).rejects.toThrow()
  })
})
