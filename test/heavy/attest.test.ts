import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { publicKeyPem } from '../../src/attest/keys.ts'
import { modelSignature } from '../../src/attest/model-signing.ts'
import { localSigner } from '../../src/attest/signer.ts'
import { readStatement } from '../../src/attest/statement.ts'
import { blocks, desk, linesOf, tampers } from '../attest/documented.ts'
import { type Signed, signedSet } from '../attest/sample.ts'
import { skipped } from '../cli/kit.ts'
import { goProgram, pythonPackages } from './fetched.ts'

/**
 * Verifiers that are large to fetch. cosign is built by `go install`, the others come from PyPI into a
 * virtual environment; both stay in a cache outside the repository. A part whose program cannot be had says SKIPPED and why.
 */

const cosign = goProgram('github.com/sigstore/cosign/v3/cmd/cosign', 'v3.1.3')
const python = pythonPackages('dataaudit-heavy/python', [
  'securesystemslib==1.6.0',
  'in-toto-attestation==0.9.3',
  'model-signing==1.1.1',
  'cryptography==50.0.2',
  'pyOpenSSL==26.4.0',
])
if (cosign.why !== undefined) skipped('cosign', cosign.why)
if (python.why !== undefined) skipped('securesystemslib, in-toto-attestation, model_signing', python.why)

const run = (command: string, args: readonly string[], cwd: string) => spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 120_000 })
const keyOf = async (set: Signed): Promise<string> => {
  const key = join(set.folder, '..', 'k.pub')
  await writeFile(key, publicKeyPem(set.key.publicKey))
  return key
}
/** The statement with another verdict, under the signature of the true one. */
const bendVerdict = async (set: Signed): Promise<void> => {
  const bundle = join(set.folder, 'report.sigstore.json')
  const json = JSON.parse(await readFile(bundle, 'utf8')) as { dsseEnvelope: { payload: string } }
  const payload = Buffer.from(json.dsseEnvelope.payload, 'base64').toString()
  expect(payload).toContain('PASSED')
  json.dsseEnvelope.payload = Buffer.from(payload.replace('PASSED', 'WARNED')).toString('base64')
  await writeFile(bundle, JSON.stringify(json))
}

describe.skipIf(cosign.path === undefined)('cosign', () => {
  it.each(['p256', 'ed25519'] as const)(
    'takes a bundle by a %s key, without a network where that can be cut, and refuses bent ones',
    async (algorithm) => {
      const set = await signedSet({ algorithm })
      const args = [
        ...['verify-blob-attestation', '--key', await keyOf(set), '--bundle', 'report.sigstore.json'],
        ...['--type', 'urn:dataaudit:audit-report:v1', '--insecure-ignore-tlog', 'corpus.sha256'],
      ]
      const cut = run('unshare', ['-rn', 'true'], '/').status === 0
      if (!cut) skipped('cutting the network from cosign', 'unshare is not allowed here')
      const judge = () => {
        const { status, stdout, stderr } = cut
          ? run('unshare', ['-rn', cosign.path!, ...args], set.folder)
          : run(cosign.path!, args, set.folder)
        console.log(`cosign, ${algorithm}: exit ${status}: ${(stdout + stderr).trim().split('\n').at(-1)}`)
        return status
      }
      expect(judge()).toBe(0)
      await copyFile(join(set.folder, 'corpus.sha256'), join(set.folder, 'kept'))
      await appendFile(join(set.folder, 'corpus.sha256'), '\n')
      expect(judge()).not.toBe(0)
      await copyFile(join(set.folder, 'kept'), join(set.folder, 'corpus.sha256'))
      await bendVerdict(set)
      expect(judge()).not.toBe(0)
    },
  )
})

describe.skipIf(cosign.path === undefined)('cosign, typed as docs/verify.md has it', () => {
  it.each(['p256', 'ed25519'] as const)('takes a genuine folder by a %s key, and refuses tampered ones', (algorithm) => {
    const [line] = blocks('verify.md', 'With cosign').flatMap(linesOf)
    const genuine = desk(algorithm, [dirname(cosign.path!)])
    expect(genuine.type(line!)).toMatchObject({ status: 0 })
    for (const name of ['the verdict in the statement', 'corpus.sha256', 'another key']) {
      const bent = genuine.copy()
      tampers[name]!(bent.cwd)
      expect(bent.type(line!).status, name).not.toBe(0)
    }
  })
})

describe.skipIf(python.path === undefined)('securesystemslib and the in-toto attestation library', () => {
  const script = fileURLToPath(new URL('./envelope.py', import.meta.url))
  it.each(['p256', 'ed25519'] as const)('read and verify an envelope by a %s key, and refuse bent ones', async (algorithm) => {
    const set = await signedSet({ algorithm })
    const key = await keyOf(set)
    const bundle = join(set.folder, 'report.sigstore.json')
    const judge = (other = key) =>
      run(join(python.path!, 'python'), [script, bundle, other, join(set.folder, 'corpus.sha256')], set.folder).stdout.trim()
    expect(judge()).toBe('ok')
    expect(judge(await keyOf(await signedSet({ algorithm })))).toMatch(/^VerificationError/)
    const kept = await readFile(bundle, 'utf8')
    const json = JSON.parse(kept) as { dsseEnvelope: { signatures: { sig: string }[] } }
    const sig = Buffer.from(json.dsseEnvelope.signatures[0]!.sig, 'base64')
    sig[sig.length - 1]! ^= 1
    json.dsseEnvelope.signatures[0]!.sig = sig.toString('base64')
    await writeFile(bundle, JSON.stringify(json))
    expect(judge()).toMatch(/^VerificationError/)
    await writeFile(bundle, kept.replace('application/vnd.in-toto+json', 'application/vnd.in-toto+jsom'))
    expect(judge()).toMatch(/^VerificationError/)
    await writeFile(bundle, kept)
    await bendVerdict(set)
    expect(judge()).toMatch(/^VerificationError/)
    await writeFile(bundle, kept)
    await appendFile(join(set.folder, 'corpus.sha256'), '\n')
    expect(judge()).toMatch(/^AssertionError: corpus.sha256/)
  })
})

describe.skipIf(python.path === undefined)('report.intoto.jsonl', () => {
  it.each(['p256', 'ed25519'] as const)('is read by both libraries, by a %s key, and refused when it is bent', (algorithm) => {
    const place = desk(algorithm)
    expect(place.type('dataaudit sign --key dataaudit.key --also test-result')).toMatchObject({ status: 0 })
    const path = join(place.cwd, 'dataaudit-report/report.intoto.jsonl')
    const script = fileURLToPath(new URL('./envelope.py', import.meta.url))
    const judge = () => {
      const args = [script, path, join(place.cwd, 'dataaudit.pub'), join(place.cwd, 'dataaudit-report/corpus.sha256')]
      return run(join(python.path!, 'python'), args, place.cwd).stdout.trim()
    }
    expect(judge()).toBe('ok')
    const [first, second] = readFileSync(path, 'utf8').trimEnd().split('\n')
    const bent = JSON.parse(second!) as { payload: string }
    bent.payload = Buffer.from(Buffer.from(bent.payload, 'base64').toString().replace('PASSED', 'FAILED')).toString('base64')
    writeFileSync(path, `${first}\n${JSON.stringify(bent)}\n`)
    expect(judge()).toMatch(/^VerificationError/)
  })
})

describe.skipIf(python.path === undefined)('the OpenSSF model_signing program', () => {
  it('takes corpus.model.sig, and refuses a changed corpus', async () => {
    const set = await signedSet()
    const key = await keyOf(set)
    await writeFile(
      join(set.folder, 'corpus.model.sig'),
      await modelSignature(set.folder, readStatement(set.payload), localSigner(set.key)),
    )
    const args = ['verify', 'key', set.corpus, '--signature', join(set.folder, 'corpus.model.sig'), '--public_key', key]
    const judge = () => run(join(python.path!, 'model_signing'), args, set.folder)
    expect(judge(), judge().stderr).toMatchObject({ status: 0 })
    await writeFile(join(set.corpus, 'sub/b.txt'), 'B')
    expect(judge().status).not.toBe(0)
  })
})
