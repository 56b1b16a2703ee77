import { readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateKey, loadPublicKey, type PrivateKey, privateKeyPem, publicKeyPem } from '../../src/attest/keys.ts'
import { readSignable, signFolder as signReady } from '../../src/attest/sign.ts'
import { localSigner } from '../../src/attest/signer.ts'
import { verify } from '../../src/attest/verify.ts'
import { pageOf } from '../../src/cli/page.ts'
import { version } from '../../src/version.ts'
import { told } from '../cli/console.ts'
import { type Json, type Parts, sampleReport, signedSet, temporary, writeFiles } from './sample.ts'

/** keygen, sign and verify as commands: what they print, write and end with. */

/** Expects a command to be refused with an exit code, and a reason of this code. */
async function refused(status: number, code: unknown, args: readonly string[], cwd: string, env: { readonly [name: string]: string } = {}) {
  const done = await told(['--json', ...args], cwd, env)
  expect({ status: done.status, code: (JSON.parse(done.stdout) as Json).error.code }).toEqual({ status, code })
}

const passphrase = { DATAAUDIT_KEY_PASSPHRASE: 'correct horse' }

describe('keygen', () => {
  it('case 59: writes an encrypted private key for its owner only, a public key, and never over anything', async () => {
    const cwd = await temporary()
    const { stdout, stderr } = await told(['keygen'], cwd, passphrase)
    const pem = await readFile(join(cwd, 'dataaudit.key'), 'utf8')
    expect(pem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/)
    expect((await stat(join(cwd, 'dataaudit.key'))).mode & 0o777).toBe(0o600)
    expect(stdout.trim()).toBe(loadPublicKey(await readFile(join(cwd, 'dataaudit.pub')), 'x').id)
    expect(stderr).toContain('dataaudit.pub')
    await refused(2, 'file.exists', ['keygen'], cwd, passphrase)
    expect(await readFile(join(cwd, 'dataaudit.key'), 'utf8')).toBe(pem)
  })

  it('leaves no private key behind when the public one has no place', async () => {
    const cwd = await temporary()
    await writeFile(join(cwd, 'dataaudit.pub'), 'mine')
    await refused(2, 'file.exists', ['keygen'], cwd, passphrase)
    expect(await readdir(cwd)).toEqual(['dataaudit.pub'])
  })

  it('encrypts when there is a passphrase, and says so when there is none', async () => {
    const cwd = await temporary()
    await told(['keygen', '--out', 'e'], cwd, passphrase)
    expect(await readFile(join(cwd, 'e.key'), 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/)
    expect((await told(['keygen', '--out', 'p'], cwd)).stderr).toContain('not encrypted')
    const { stdout, stderr } = await told(['keygen', '--no-encrypt', '--alg', 'ed25519', '--out', 'k', '--json'], cwd)
    expect(JSON.parse(stdout)).toMatchObject({ algorithm: 'ed25519', privateKey: 'k.key', publicKey: 'k.pub' })
    expect(stderr).toContain('not encrypted')
    expect(await readFile(join(cwd, 'k.key'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  })
})

/** A report of this very version with its own page: what `sign` takes. */
function own(): Parts {
  const report = sampleReport()
  const ours = { ...report, tool: { ...report.tool, version } }
  return { report: ours, html: pageOf(ours, 'en') }
}
const gate = { toolVersion: version, renderHtml: pageOf, leaks: () => undefined }

describe('sign and verify', () => {
  const prepared = async () => {
    const cwd = await temporary()
    const set = await signedSet(own(), cwd)
    await unlink(join(set.folder, 'report.sigstore.json'))
    await told(['keygen'], cwd, passphrase)
    return { cwd, set }
  }

  it('a folder that a scan wrote unsigned is signed and verifies', async () => {
    const { cwd } = await prepared()
    await told(['sign', '--key', 'dataaudit.key'], cwd, passphrase)
    const good = await told(['verify', '--key', 'dataaudit.pub', '--corpus', 'corpus'], cwd)
    expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining('VERIFIED. The report says: PASSED') })
    const zh = await told(['verify', '--key', 'dataaudit.pub', '--corpus', 'corpus', '--lang', 'zh'], cwd)
    expect(zh.stdout).toContain('验证通过')
  })

  it('says why not, with exit code 4 and the same code in JSON', async () => {
    const { cwd, set } = await prepared()
    await told(['sign', '--key', 'dataaudit.key'], cwd, passphrase)
    await writeFiles(set.corpus, { 'sub/b.txt': 'changed' })
    const bad = await told(['verify', '--key', 'dataaudit.pub', '--corpus', 'corpus'], cwd)
    expect(bad).toMatchObject({ status: 4, stdout: expect.stringContaining('NOT VERIFIED (corpus.changed)') })
    expect(bad.stdout).not.toContain('b.txt')
    expect((await told(['verify', '--key', 'dataaudit.pub', '--corpus', 'corpus', '--show-paths'], cwd)).stdout).toContain('sub/b.txt')
    const json: Json = JSON.parse((await told(['verify', '--key', 'dataaudit.pub', '--corpus', 'corpus', '--json'], cwd)).stdout)
    expect(json).toMatchObject({ ok: false, exit: 4, code: 'corpus.changed' })
  })

  it('case 8: without a key exit code 4, never 0', async () => {
    const { cwd } = await prepared()
    await told(['sign', '--key', 'dataaudit.key'], cwd, passphrase)
    expect(await told(['verify'], cwd)).toMatchObject({ status: 4, stdout: expect.stringContaining('signature.signer-unknown') })
  })

  it('takes a trust policy, by the clock it is given', async () => {
    const { cwd } = await prepared()
    await told(['sign', '--key', 'dataaudit.key'], cwd, passphrase)
    const pem = await readFile(join(cwd, 'dataaudit.pub'), 'utf8')
    const key = { id: loadPublicKey(pem, 'x').id, pem, alg: 'p256' }
    const policy = (validUntil: string) =>
      writeFile(join(cwd, 'trust.yaml'), JSON.stringify({ version: 1, keys: [{ ...key, validUntil }], require: { verdict: ['PASSED'] } }))
    await policy('2026-01-11T00:00:00Z')
    expect(await told(['verify', '--trust', 'trust.yaml', '--corpus', 'corpus'], cwd)).toMatchObject({ status: 0 })
    await policy('2026-01-09T00:00:00Z')
    expect(await told(['verify', '--trust', 'trust.yaml', '--corpus', 'corpus'], cwd)).toMatchObject({
      status: 4,
      stdout: expect.stringContaining('signature.key-expired'),
    })
  })

  it('cases 15, 60: the wrong half of the key, and the wrong passphrase, end with exit 2', async () => {
    const { cwd } = await prepared()
    await refused(2, 'key.private-as-public', ['verify', '--key', 'dataaudit.key'], cwd)
    await refused(2, 'key.public-as-private', ['sign', '--key', 'dataaudit.pub'], cwd)
    await refused(2, 'key.passphrase-wrong', ['sign', '--key', 'dataaudit.key'], cwd, { DATAAUDIT_KEY_PASSPHRASE: 'no' })
    await refused(2, 'sign.no-key', ['sign'], cwd)
    await refused(2, 'verify.no-corpus', ['verify', '--files', 'x', '--key', 'dataaudit.pub'], cwd)
  })

  it('case 59: a private key that others can read is signed with, under a warning', async () => {
    const { cwd } = await prepared()
    await writeFile(join(cwd, 'open.key'), privateKeyPem(generateKey()), { mode: 0o644 })
    expect((await told(['sign', '--key', 'open.key'], cwd)).stderr).toContain('chmod 600')
  })

  it('signs only a folder whose files are the ones the statement names', async () => {
    for (const name of ['report.json', 'report.html', 'findings.jsonl', 'corpus.sha256']) {
      const { cwd, set } = await prepared()
      await writeFile(join(set.folder, name), 'other')
      await refused(4, expect.stringMatching(/^report\./), ['sign', '--key', 'dataaudit.key'], cwd, passphrase)
      expect(await readdir(set.folder)).not.toContain('report.sigstore.json')
    }
    const empty = await temporary()
    await refused(2, 'sign.no-statement', ['sign', empty, '--key', 'dataaudit.key'], (await prepared()).cwd, passphrase)
  })

  it('a second signer adds a bundle, the first one replaces his own, a stale one goes', async () => {
    const set = await signedSet(own())
    const signFolder = async (folder: string, key: PrivateKey) => signReady(folder, await readSignable(folder, gate), localSigner(key))
    const second = generateKey('ed25519')
    const name = `report.${second.publicKey.id.slice(0, 8)}.sigstore.json`
    expect(await signFolder(set.folder, set.key)).toBe('report.sigstore.json')
    expect(await signFolder(set.folder, second)).toBe(name)
    expect(await verify(set.folder, { keys: [set.key.publicKey, second.publicKey] })).toMatchObject({
      ok: true,
      signers: [set.key.publicKey.id, second.publicKey.id].sort(),
    })
    await unlink(join(set.folder, name))
    await writeFile(join(set.folder, 'report.sigstore.json'), '{}')
    expect(await signFolder(set.folder, second)).toBe('report.sigstore.json')
    expect(publicKeyPem(second.publicKey)).toContain('BEGIN PUBLIC KEY')
  })
})
