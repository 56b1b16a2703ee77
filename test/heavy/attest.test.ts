import { spawnSync } from 'node:child_process'
import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publicKeyPem } from '../../src/attest/keys.ts'
import { modelSignature } from '../../src/attest/model-signing.ts'
import { localSigner } from '../../src/attest/signer.ts'
import { readStatement } from '../../src/attest/statement.ts'
import { verify } from '../../src/attest/verify.ts'
import { renderHtml, signedSet, version } from '../attest/sample.ts'

/**
 * Verifiers that are large to fetch, and every byte of a signed set flipped. Tools are looked for on the path and in
 * `~/.cache/dataaudit-heavy/bin`; `GOBIN=~/.cache/dataaudit-heavy/bin go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3` puts cosign
 * there, `pip install model-signing pyOpenSSL securesystemslib` the others. A part whose tool is missing says SKIPPED.
 */

const cache = join(homedir(), '.cache/dataaudit-heavy/bin')
const env = { ...process.env, PATH: `${process.env.PATH}:${cache}` }
const run = (command: string, args: readonly string[], cwd: string) =>
  spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 120_000 })
const present = (command: string, ...args: string[]) => {
  const there = run(command, args, '/').status === 0
  if (!there) console.warn(`SKIPPED ${command}: it is neither on the path nor in ~/.cache/dataaudit-heavy/bin, or does not start`)
  return there
}

const cosign = present('cosign', 'version')
describe.skipIf(!cosign)('cosign', () => {
  it.each(['p256', 'ed25519'] as const)(
    'takes a bundle by a %s key, without a network where that can be cut, and refuses bent ones',
    async (algorithm) => {
      const set = await signedSet({ algorithm })
      const key = join(set.folder, '..', 'k.pub')
      await writeFile(key, publicKeyPem(set.key.publicKey))
      const args = [
        'verify-blob-attestation',
        '--key',
        key,
        '--bundle',
        'report.sigstore.json',
        '--type',
        'urn:dataaudit:audit-report:v1',
        '--insecure-ignore-tlog',
        'corpus.sha256',
      ]
      const cut = run('unshare', ['-rn', 'true'], '/').status === 0
      if (!cut) console.warn('SKIPPED cutting the network from cosign: unshare is not allowed here')
      const judge = () => (cut ? run('unshare', ['-rn', 'cosign', ...args], set.folder) : run('cosign', args, set.folder)).status
      expect(judge()).toBe(0)
      await copyFile(join(set.folder, 'corpus.sha256'), join(set.folder, 'kept'))
      await appendFile(join(set.folder, 'corpus.sha256'), '\n')
      expect(judge()).not.toBe(0)
      await copyFile(join(set.folder, 'kept'), join(set.folder, 'corpus.sha256'))
      const bundle = join(set.folder, 'report.sigstore.json')
      const json = JSON.parse(await readFile(bundle, 'utf8')) as { dsseEnvelope: { payload: string } }
      json.dsseEnvelope.payload = Buffer.from(
        Buffer.from(json.dsseEnvelope.payload, 'base64').toString().replace('PASSED', 'WARNED'),
      ).toString('base64')
      await writeFile(bundle, JSON.stringify(json))
      expect(judge()).not.toBe(0)
    },
  )
})

const modelSigning = present('model_signing', '--help')
describe.skipIf(!modelSigning)('the OpenSSF model_signing program', () => {
  it('takes corpus.model.sig, and refuses a changed corpus', async () => {
    const set = await signedSet()
    const key = join(set.folder, '..', 'k.pub')
    await writeFile(key, publicKeyPem(set.key.publicKey))
    await writeFile(
      join(set.folder, 'corpus.model.sig'),
      await modelSignature(set.folder, readStatement(set.payload), localSigner(set.key)),
    )
    const judge = () =>
      run(
        'model_signing',
        ['verify', 'key', set.corpus, '--signature', join(set.folder, 'corpus.model.sig'), '--public_key', key],
        set.folder,
      ).status
    expect(judge()).toBe(0)
    await writeFile(join(set.corpus, 'sub/b.txt'), 'B')
    expect(judge()).not.toBe(0)
  })
})

describe('every byte of a signed set, flipped one at a time, another bit each time', () => {
  it('nothing that says something else passes', async () => {
    const set = await signedSet({ contents: { 'a.jsonl': '{"text":"a"}\n', 'sub/b.txt': 'bb' } })
    const judge = () => verify(set.folder, { keys: [set.key.publicKey], corpus: [set.corpus], toolVersion: version, renderHtml })
    expect(await judge()).toMatchObject({ ok: true })
    const hint = /"hint":"[^"]*"|"keyid":"[^"]*"/g
    const paths = ['report.sigstore.json', 'report.json', 'report.html', 'findings.jsonl', 'corpus.sha256'].map((name) =>
      join(set.folder, name),
    )
    for (const path of [...paths, join(set.corpus, 'a.jsonl'), join(set.corpus, 'sub/b.txt')]) {
      const bytes = await readFile(path)
      const open = path.endsWith('sigstore.json')
        ? [...bytes.toString('latin1').matchAll(hint)].map((m) => [m.index, m.index + m[0].length] as const)
        : []
      for (let at = 0; at < bytes.length; at++) {
        const other = Buffer.from(bytes)
        other[at]! ^= 1 << ((at * 5 + 3) % 8)
        await writeFile(path, other)
        const { ok } = await judge()
        // Key id and hint are signed by nobody and believed by nobody.
        if (ok && !open.some(([from, to]) => at >= from && at < to)) expect.fail(`byte ${at} of ${path} can be changed`)
      }
      await writeFile(path, bytes)
    }
    expect(await judge()).toMatchObject({ ok: true })
  })
})
