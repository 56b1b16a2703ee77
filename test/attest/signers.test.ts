import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { pae, payloadType } from '../../src/attest/dsse.ts'
import { generateKey, keyAlgorithms, privateKeyPem, publicKeyPem } from '../../src/attest/keys.ts'
import { verify } from '../../src/attest/verify.ts'
import { pageOf } from '../../src/cli/page.ts'
import { runProgram } from '../../src/cli/program.ts'
import { canonicalBytes } from '../../src/notation/jcs.ts'
import { reportSchema } from '../../src/report/index.ts'
import { version } from '../../src/version.ts'
import { told } from '../cli/console.ts'
import { findings, type Json, type Parts, sampleReport, sha256, signedSet, temporary } from './sample.ts'

/** Signers that are not a key in memory: commands, SM2, and what is looked at before anything is signed. */

const openssl = spawnSync('openssl', ['version']).status === 0
if (!openssl) console.warn('SKIPPED signer commands: openssl is not installed')

/** The command line, where signers are found. */
const run = (args: readonly string[], cwd: string, env = {}) => told(args, cwd, { PATH: process.env.PATH!, ...env })

/** A report of this version with its own page, unsigned, and the keys of a signer as files. */
async function unsigned(parts: Parts = {}, bend: (report: Json) => void = () => undefined) {
  const report: Json = sampleReport()
  report.tool.version = version
  report.findings.file.digest.sha256 = sha256(parts.findings ?? findings)
  bend(report)
  const cwd = await temporary()
  const set = await signedSet({ report, html: pageOf(report, 'en'), ...parts }, cwd)
  await unlink(join(set.folder, 'report.sigstore.json'))
  return { ...set, cwd }
}
type Unsigned = Awaited<ReturnType<typeof unsigned>>

describe.skipIf(!openssl)('--signer-cmd', () => {
  const keyed = async (algorithm: 'p256' | 'ed25519' = 'p256') => {
    const set = await unsigned()
    const key = generateKey(algorithm)
    await writeFile(join(set.cwd, 's.key'), privateKeyPem(key))
    await writeFile(join(set.cwd, 's.pub'), publicKeyPem(key.publicKey))
    return { ...set, key }
  }
  const recipes = {
    p256: 'openssl dgst -sha256 -sign s.key | base64',
    ed25519: 'cat > m && openssl pkeyutl -sign -rawin -inkey s.key -in m | base64',
  }
  const untouched = async (set: Unsigned) => expect((await readdir(set.folder)).filter((name) => name.includes('sigstore'))).toEqual([])

  it.each(keyAlgorithms)('openssl signs with a %s key that we never see', async (algorithm) => {
    const set = await keyed(algorithm)
    const done = await run(['sign', '--signer-cmd', recipes[algorithm], '--pub', 's.pub', '--json'], set.cwd)
    expect(done).toMatchObject({ status: 0 })
    expect(JSON.parse(done.stdout)).toEqual({ bundle: 'report.sigstore.json', key: set.key.publicKey.id })
    expect(await verify(set.folder, { keys: [set.key.publicKey], corpus: [set.corpus] })).toMatchObject({ ok: true })
  })

  it.each([
    ['garbage', 'echo "not base64 at all"', 'signature.signer-output'],
    ['nothing', 'cat > /dev/null', 'signature.signer-output'],
    ['a signature by another key', 'openssl dgst -sha256 -sign other.key | base64', 'signature.signer-wrong'],
    ['a signature over something else', 'echo x | openssl dgst -sha256 -sign s.key | base64', 'signature.signer-wrong'],
    ['base64 of garbage', 'head -c 70 /dev/zero | base64', 'signature.signer-wrong'],
    ['a good signature and failure', `${recipes.p256}; exit 3`, 'program.failed'],
    ['more than a mebibyte', 'head -c 2000000 /dev/zero', 'program.too-much'],
    ['a command that is not there', 'no-such-program-anywhere', 'program.failed'],
  ])('case 63: %s: nothing is written', async (_, command, code) => {
    const set = await keyed()
    await writeFile(join(set.cwd, 'other.key'), privateKeyPem(generateKey()))
    const done = await run(['sign', '--signer-cmd', command, '--pub', 's.pub', '--json'], set.cwd)
    expect(done).toMatchObject({ status: 4 })
    expect(JSON.parse(done.stdout)).toMatchObject({ error: { code } })
    await untouched(set)
  })

  it('case 63: a command that hangs is ended, with all it started', async () => {
    const cwd = await temporary()
    const io = {
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      stdin: new PassThrough(),
      env: process.env,
      cwd,
      now: () => new Date(),
    }
    const began = Date.now()
    await expect(runProgram('sleep 60 & echo $! > pid; wait', Buffer.from('x'), { en: 'it', zh: '它' }, io, 1)).rejects.toMatchObject({
      exit: 'verification',
      code: 'program.timeout',
    })
    expect(Date.now() - began).toBeLessThan(20_000)
    const pid = Number(await readFile(join(cwd, 'pid'), 'utf8'))
    // Ended by us a moment ago, it may yet be waiting for its parent to notice.
    const alive = () => spawnSync('sh', ['-c', `kill -0 ${pid} 2>/dev/null && ! grep -q '^State:.Z' /proc/${pid}/status`]).status === 0
    for (let tries = 0; alive() && tries < 50; tries++) await new Promise((resolve) => setTimeout(resolve, 100))
    expect(alive()).toBe(false)
  })

  it('case 60: the passphrase of our key is not in the environment of the command', async () => {
    const set = await keyed()
    await run(['sign', '--signer-cmd', 'env > seen; exit 1', '--pub', 's.pub'], set.cwd, {
      DATAAUDIT_KEY_PASSPHRASE: 'correct horse',
    })
    const seen = await readFile(join(set.cwd, 'seen'), 'utf8')
    expect(seen).toContain('PATH=')
    expect(seen).not.toContain('correct horse')
  })

  it('needs its public key, and no private one beside it', async () => {
    const set = await keyed()
    expect(await run(['sign', '--signer-cmd', recipes.p256], set.cwd)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--pub'),
    })
    expect(await run(['sign', '--signer-cmd', recipes.p256, '--pub', 's.pub', '--key', 's.key'], set.cwd)).toMatchObject({ status: 2 })
    expect(await run(['sign', '--signer-cmd', recipes.p256, '--pub', 's.key'], set.cwd)).toMatchObject({ status: 2 })
    await untouched(set)
  })
})

describe.skipIf(!openssl)('case 64: SM2 by openssl, and SM3', () => {
  // The recipe of docs/signing.md.
  const signer =
    'openssl pkeyutl -sign -rawin -inkey sm2.key -digest sm3 -pkeyopt distid:1234567812345678 -in /dev/stdin 2>/dev/null | base64'
  const sm2 = async () => {
    const set = await unsigned()
    for (const name of ['sm2', 'other']) {
      execFileSync('openssl', ['genpkey', '-algorithm', 'SM2', '-out', `${name}.key`], { cwd: set.cwd, stdio: 'ignore' })
      execFileSync('openssl', ['pkey', '-in', `${name}.key`, '-pubout', '-out', `${name}.pub`], { cwd: set.cwd })
    }
    return set
  }

  it('signs, verifies with us and with openssl under the customary identity, and under no other', async () => {
    const set = await sm2()
    const dgst = 'openssl dgst -sm3 -sigopt distid:1234567812345678 -sign sm2.key | base64'
    expect(await run(['sign', '--sm2', '--signer-cmd', dgst, '--pub', 'sm2.pub'], set.cwd)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('sm2'),
    })
    const json: Json = JSON.parse(await readFile(join(set.folder, 'report.sm2.dsse.json'), 'utf8'))
    const payload = Buffer.from(json.payload, 'base64')
    expect(payload.equals(await readFile(join(set.folder, 'statement.json')))).toBe(true)
    await writeFile(join(set.cwd, 'pae'), pae(payloadType, payload))
    await writeFile(join(set.cwd, 'sig'), Buffer.from(json.signatures[0].sig, 'base64'))
    const check = (identity: string) =>
      spawnSync(
        'openssl',
        ['dgst', '-sm3', ...(identity === '' ? [] : ['-sigopt', `distid:${identity}`]), '-verify', 'sm2.pub', '-signature', 'sig', 'pae'],
        { cwd: set.cwd },
      ).status
    expect(check('1234567812345678')).toBe(0)
    expect(check('')).not.toBe(0)
    expect(check('8765432187654321')).not.toBe(0)

    await writeFile(join(set.cwd, 'k.key'), privateKeyPem(set.key))
    await writeFile(join(set.cwd, 'k.pub'), publicKeyPem(set.key.publicKey))
    await run(['sign', '--key', 'k.key'], set.cwd)
    const judge = async (key: string) => {
      const done = await run(['verify', '--key', 'k.pub', '--sm2-key', key, '--json'], set.cwd)
      return { status: done.status, ...(JSON.parse(done.stdout) as { code?: string; checks: { code: string }[] }) }
    }
    const good = await judge('sm2.pub')
    expect(good.status).toBe(0)
    expect(good.checks.map((check) => check.code)).toContain('signature.sm2')
    expect(await judge('other.pub')).toMatchObject({ status: 4, code: 'signature.sm2-invalid' })
    const bent = (bend: (json: Json) => void) => {
      const copy = structuredClone(json)
      bend(copy)
      return writeFile(join(set.folder, 'report.sm2.dsse.json'), JSON.stringify(copy))
    }
    await bent((one) => (one.payload = Buffer.from(payload.toString().replace('PASSED', 'WARNED')).toString('base64')))
    expect(await judge('sm2.pub')).toMatchObject({ status: 4, code: 'signature.statements-differ' })
    await bent((one) => one.signatures.push(one.signatures[0]))
    expect(await judge('sm2.pub')).toMatchObject({ status: 4, code: 'signature.sm2-malformed' })
    await unlink(join(set.folder, 'report.sm2.dsse.json'))
    expect(await judge('sm2.pub')).toMatchObject({ status: 4, code: 'signature.sm2-missing' })
  })

  it('writes nothing that does not verify, and takes no other kind of key', async () => {
    const set = await sm2()
    const refuse = async (command: string, pub: string, status: number) => {
      expect(await run(['sign', '--sm2', '--signer-cmd', command, '--pub', pub], set.cwd)).toMatchObject({ status })
      expect(await readdir(set.folder)).not.toContain('report.sm2.dsse.json')
    }
    await refuse('openssl dgst -sm3 -sigopt distid:1234567812345678 -sign other.key | base64', 'sm2.pub', 4)
    await refuse('openssl dgst -sm3 -sign sm2.key | base64', 'sm2.pub', 4)
    await writeFile(join(set.cwd, 'k.pub'), publicKeyPem(set.key.publicKey))
    await refuse(signer, 'k.pub', 2)
    await refuse(signer, 'sm2.key', 2)
  })

  it('knows SM3', () => {
    expect(createHash('sm3').update('abc').digest('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  })

  it('an SM3 digest beside SHA-256 is checked, and a wrong one is a changed file', async () => {
    const sm3 = (bytes: Uint8Array) => createHash('sm3').update(bytes).digest('hex')
    const set = await signedSet()
    const bytes = await readFile(join(set.folder, 'report.html'))
    for (const [digest, ok] of [
      [sm3(bytes), true],
      [sm3(Buffer.from('x')), false],
      ['nonsense', false],
    ] as const) {
      const other = await signedSet({ bend: (statement) => (statement.subject[2].digest.sm3 = digest) })
      expect((await verify(other.folder, { keys: [other.key.publicKey] })).ok, digest).toBe(ok)
    }
  })
})

describe('case 57: what would leak is not signed', () => {
  const sign = async (set: Unsigned) => {
    await writeFile(join(set.cwd, 'k.key'), privateKeyPem(set.key))
    const done = await run(['sign', '--key', 'k.key', '--json'], set.cwd)
    expect((await readdir(set.folder)).includes('report.sigstore.json')).toBe(done.status === 0)
    return { ...done, code: done.status === 0 ? undefined : (JSON.parse(done.stdout) as Json).error.code }
  }
  // A published test number: 11010519491231002X is the example of GB 11643.
  const number = '11010519491231002X'
  const line = (bend: (row: Json) => void) => {
    const row: Json = JSON.parse(findings.split('\n')[0]!)
    bend(row)
    return `${JSON.stringify(row)}\n`
  }

  it('the untouched folder is', async () => {
    expect(await sign(await unsigned())).toMatchObject({ status: 0 })
  })

  it.each<[string, string, Parts]>([
    ['an excerpt with the value', 'redaction.self-scan', { findings: line((row) => (row.excerpt = number)) }],
    ['an excerpt with one letter of it', 'redaction.self-scan', { findings: line((row) => (row.excerpt = 'xxb@xxxxx.xxx')) }],
    ['a field that spells a value', 'redaction.self-scan', { findings: line((row) => (row.field = `/身份证号 ${number}`)) }],
    ['a member of its own', 'redaction.not-a-report', { findings: line((row) => (row.match = 'x')) }],
    ['no JSON', 'redaction.not-a-report', { findings: `${number}\n` }],
    ['a last line without its end', 'redaction.not-a-report', { findings: findings.trimEnd() }],
  ])('findings with %s are not', async (_, code, parts) => {
    const done = await sign(await unsigned(parts))
    expect(done).toMatchObject({ status: 4, code })
    expect(done.stdout + done.stderr).not.toContain(number)
  })

  it.each<[string, string, (report: Json) => void]>([
    [
      'a value in a statistic',
      'redaction.self-scan',
      (report) => (report.statistics.sources.rows = [{ value: `身份证 ${number}`, records: 1, bytes: 1 }]),
    ],
    ['a value in words', 'redaction.self-scan', (report) => (report.rulePacks[0].title.zh = `身份证号码：${number}`)],
    [
      'a shape that is none',
      'redaction.self-scan',
      (report) => (report.statistics.examples = [JSON.parse(line((row) => (row.excerpt = 'Bob')))]),
    ],
    ['a member of its own', 'redaction.not-a-report', (report) => (report.notes = 'x')],
  ])('a report with %s is not', async (_, code, bend) => {
    const report: Json = sampleReport()
    report.tool.version = version
    const page = pageOf(report, 'en')
    const set = await unsigned({ html: page }, bend)
    // Whoever bends the report also makes the page and the statement fit.
    const bent: Json = JSON.parse(await readFile(join(set.folder, 'report.json'), 'utf8'))
    const html = bent.notes === undefined ? pageOf(reportSchema.parse(bent), 'en') : page
    await writeFile(join(set.folder, 'report.html'), html)
    const statement: Json = JSON.parse(await readFile(join(set.folder, 'statement.json'), 'utf8'))
    statement.subject[2].digest.sha256 = sha256(html)
    await writeFile(join(set.folder, 'statement.json'), canonicalBytes(statement))
    const done = await sign(set)
    expect(done).toMatchObject({ status: 4 })
    expect([code, 'report.schema']).toContain(done.code)
    expect(done.stdout + done.stderr).not.toContain(number)
  })

  it.each<[string, string, (statement: Json) => void]>([
    ['beside the report', 'redaction.not-a-report', (statement) => (statement.predicate.note = 'x')],
    ['beside the predicate', 'redaction.not-a-report', (statement) => (statement.note = 'x')],
    ['beside a digest', 'redaction.not-a-report', (statement) => (statement.subject[0].digest.note = 'x')],
    ['in the run', 'redaction.not-a-report', (statement) => (statement.predicate.run = { note: 'x' })],
    ['as a run', 'redaction.self-scan', (statement) => (statement.predicate.run = { runtime: { node: `身份证 ${number}` } })],
    ['as one more subject', 'redaction.not-a-report', (statement) => statement.subject.push({ name: 'x', digest: { sha256: sha256('') } })],
  ])('a statement with something %s is not', async (_, code, bend) => {
    const set = await unsigned()
    const statement: Json = JSON.parse(await readFile(join(set.folder, 'statement.json'), 'utf8'))
    bend(statement)
    await writeFile(join(set.folder, 'statement.json'), canonicalBytes(statement))
    expect(await sign(set)).toMatchObject({ status: 4, code })
  })

  it('a page that shows something else than the report is not, though every digest fits', async () => {
    const report: Json = sampleReport()
    report.tool.version = version
    expect(await sign(await unsigned({ html: pageOf(report, 'en').replace('</body>', `<p>${number}</p></body>`) }))).toMatchObject({
      status: 4,
      code: 'report.html-changed',
    })
  })

  it('a folder of another version is not: only that version knows its page', async () => {
    const set = await unsigned({}, (report) => (report.tool.version = '9.9.9'))
    expect(await sign(set)).toMatchObject({ status: 2, code: 'sign.other-version' })
  })
})

describe('--also model-signing', () => {
  it('lists the files in the order of that format, under their root, and with its hint', async () => {
    const contents = { 'sub/b': '1', 'sub.txt': '2', 'a b': '3', 'sub/a/c': '4', '\uffee': '5', 𐐀: '6' }
    const report: Json = sampleReport(contents)
    report.tool.version = version
    const set = await unsigned({ report, contents, html: pageOf(report, 'en') })
    await writeFile(join(set.cwd, 'k.key'), privateKeyPem(set.key))
    expect(await run(['sign', '--key', 'k.key', '--also', 'model-signing'], set.cwd)).toMatchObject({ status: 0 })
    const json: Json = JSON.parse(await readFile(join(set.folder, 'corpus.model.sig'), 'utf8'))
    expect(json.verificationMaterial.publicKey.hint).toBe(sha256(publicKeyPem(set.key.publicKey)))
    const statement: Json = JSON.parse(Buffer.from(json.dsseEnvelope.payload, 'base64').toString())
    const names = statement.predicate.resources.map((row: Json) => row.name)
    expect(names).toEqual(['a b', 'sub/a/c', 'sub/b', 'sub.txt', '\uffee', '𐐀'])
    const digests = names.map((name: string) => Buffer.from(sha256(contents[name as keyof typeof contents]), 'hex'))
    expect(statement.subject[0].digest.sha256).toBe(sha256(Buffer.concat(digests)))
  })

  it('is not for Ed25519 keys', async () => {
    const set = await unsigned()
    await writeFile(join(set.cwd, 'e.key'), privateKeyPem(generateKey('ed25519')))
    expect(await run(['sign', '--key', 'e.key', '--also', 'model-signing'], set.cwd)).toMatchObject({ status: 2 })
    expect(await readdir(set.folder)).not.toContain('corpus.model.sig')
  })
})
