import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exposedMode, readOnce, writeAtomic } from '../../src/attest/files.ts'
import { generateKey, keyAlgorithms, loadPrivateKey, loadPublicKey, privateKeyPem, publicKeyPem } from '../../src/attest/keys.ts'
import { Stop } from '../../src/stop.ts'
import { sha256, temporary } from './sample.ts'

const secret = 'correct horse 电池'
const openssl = (args: readonly string[], input?: string) => execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] })

function stopOf(work: () => unknown): Stop {
  try {
    work()
  } catch (error) {
    if (error instanceof Stop) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe.each(keyAlgorithms)('a %s key', (algorithm) => {
  const key = generateKey(algorithm)

  it('survives being written and read', () => {
    expect(loadPrivateKey(privateKeyPem(key), 'k').publicKey.id).toBe(key.publicKey.id)
    expect(loadPublicKey(publicKeyPem(key.publicKey), 'k')).toMatchObject({ id: key.publicKey.id, algorithm })
    expect(loadPublicKey(Buffer.from(publicKeyPem(key.publicKey)), 'k').id).toBe(key.publicKey.id)
  })

  it('has as its id what openssl and sha256sum give', () => {
    const der = openssl(['pkey', '-pubin', '-outform', 'DER'], publicKeyPem(key.publicKey))
    expect(sha256(der)).toBe(key.publicKey.id)
  })

  it('cases 61, 62: encrypted, opens here and in openssl, with 600,000 rounds', async () => {
    const pem = privateKeyPem(key, secret)
    expect(pem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END ENCRYPTED PRIVATE KEY-----\n$/)
    expect(loadPrivateKey(pem, 'k', secret).publicKey.id).toBe(key.publicKey.id)
    const folder = await temporary()
    await writeFile(join(folder, 'k'), pem)
    await writeFile(join(folder, 'p'), secret)
    const opened = openssl(['pkey', '-in', join(folder, 'k'), '-passin', `file:${join(folder, 'p')}`]).toString()
    expect(createPrivateKey(opened).equals(key.key)).toBe(true)
    const tree = openssl(['asn1parse', '-in', join(folder, 'k')]).toString()
    expect(tree).toMatch(/:PBES2\n/)
    expect(tree).toMatch(/:hmacWithSHA256\n/)
    expect(tree).toMatch(/:aes-256-cbc\n/)
    const rounds = [...tree.matchAll(/INTEGER\s+:([0-9A-F]+)/g)].map((row) => Number.parseInt(row[1]!, 16))
    expect(rounds).toEqual([600_000])
  })

  it('two encryptions share neither salt nor text', () => {
    expect(privateKeyPem(key, secret)).not.toBe(privateKeyPem(key, secret))
  })

  it('reads a key that openssl made', () => {
    const args = algorithm === 'p256' ? ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-algorithm', 'ED25519']
    const pem = openssl(['genpkey', ...args]).toString()
    expect(loadPrivateKey(pem, 'k').publicKey.algorithm).toBe(algorithm)
  })

  it('case 15: a private key in the place of a public one is not used and not echoed', () => {
    for (const pem of [privateKeyPem(key), privateKeyPem(key, secret), `${publicKeyPem(key.publicKey)}${privateKeyPem(key)}`]) {
      const stop = stopOf(() => loadPublicKey(pem, 'my.key'))
      expect(stop).toMatchObject({ exit: 'usage', code: 'key.private-as-public' })
      expect(stop.words.en).toContain('my.key')
      for (const line of pem.split('\n').filter((text) => text.length > 20 && !text.startsWith('-----'))) {
        expect(JSON.stringify([stop.words, stop.message, stop.stack])).not.toContain(line)
      }
    }
  })

  it('a public key in the place of a private one', () => {
    expect(stopOf(() => loadPrivateKey(publicKeyPem(key.publicKey), 'k'))).toMatchObject({ exit: 'usage', code: 'key.public-as-private' })
  })
})

describe('keys that are refused', () => {
  const key = generateKey()
  const encrypted = privateKeyPem(key, secret)

  it('case 60: a missing and a wrong passphrase, neither of them told', () => {
    expect(stopOf(() => loadPrivateKey(encrypted, 'k'))).toMatchObject({ exit: 'usage', code: 'key.passphrase-missing' })
    expect(stopOf(() => loadPrivateKey(encrypted, 'k', ''))).toMatchObject({ exit: 'usage', code: 'key.passphrase-missing' })
    const stop = stopOf(() => loadPrivateKey(encrypted, 'k', 'wrong-guess'))
    expect(stop).toMatchObject({ exit: 'usage', code: 'key.passphrase-wrong' })
    expect(JSON.stringify([stop.words, stop.stack])).not.toContain('wrong-guess')
  })

  it('an empty or overlong passphrase is not written', () => {
    for (const phrase of ['', 'x'.repeat(1025)]) {
      expect(stopOf(() => privateKeyPem(key, phrase))).toMatchObject({ exit: 'usage', code: 'key.passphrase-unusable' })
    }
    expect(loadPrivateKey(privateKeyPem(key, 'x'.repeat(1024)), 'k', 'x'.repeat(1024)).publicKey.id).toBe(key.publicKey.id)
  })

  it('case 3: RSA and other curves', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const other = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
    for (const [pair, name] of [
      [rsa, 'rsa'],
      [other, 'ec secp384r1'],
    ] as const) {
      const publicStop = stopOf(() => loadPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'k'))
      expect(publicStop).toMatchObject({ exit: 'verification', code: 'signature.key-type' })
      expect(publicStop.words.en).toContain(name)
      const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      expect(stopOf(() => loadPrivateKey(pem, 'k'))).toMatchObject({ exit: 'usage', code: 'key.type' })
    }
  })

  it.each(['', 'hello', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', publicKeyPem(key.publicKey).repeat(2)])(
    'a file that is no single public key (%#)',
    (text) => {
      expect(stopOf(() => loadPublicKey(text, 'k'))).toMatchObject({ exit: 'usage', code: 'key.unreadable' })
    },
  )

  it('a certificate is told apart', () => {
    expect(stopOf(() => loadPublicKey('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'k'))).toMatchObject({
      code: 'key.certificate',
    })
  })

  it('a broken private key', () => {
    expect(stopOf(() => loadPrivateKey('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'k'))).toMatchObject({
      code: 'key.unreadable',
    })
    expect(stopOf(() => loadPrivateKey('hello', 'k'))).toMatchObject({ code: 'key.unreadable' })
  })
})

describe('case 59: files', () => {
  it('a key file is private from its first byte, and never overwritten', async () => {
    const folder = await temporary()
    const path = join(folder, 'dataaudit.key')
    await writeAtomic(path, 'one', 0o600, { exclusive: true })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await expect(writeAtomic(path, 'two', 0o600, { exclusive: true })).rejects.toMatchObject({ exit: 'usage', code: 'file.exists' })
    expect(await readFile(path, 'utf8')).toBe('one')
    expect(await readdir(folder)).toEqual(['dataaudit.key'])
  })

  it('an ordinary file is replaced whole', async () => {
    const folder = await temporary()
    await writeAtomic(join(folder, 'a'), 'one')
    await writeAtomic(join(folder, 'a'), Buffer.from('two'))
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('two')
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('case 66: a write that fails leaves nothing behind', async () => {
    const folder = await temporary()
    await mkdir(join(folder, 'a', 'b'), { recursive: true })
    await expect(writeAtomic(join(folder, 'a'), 'text')).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['a'])
    await expect(writeAtomic(join(folder, 'none', 'x'), 'text')).rejects.toMatchObject({ code: 'file.unwritable' })
  })

  it('a key file that others may read is noticed', async () => {
    const path = join(await temporary(), 'k')
    await writeFile(path, 'x')
    for (const [mode, exposed] of [
      [0o600, false],
      [0o400, false],
      [0o640, true],
      [0o604, true],
    ] as const) {
      await chmod(path, mode)
      const read = await readOnce(path, 10)
      expect(read.state === 'read' && exposedMode(read.mode)).toBe(exposed)
    }
  })

  it('reads at most what it may', async () => {
    const folder = await temporary()
    await writeFile(join(folder, 'a'), '12345')
    expect(await readOnce(join(folder, 'a'), 5)).toMatchObject({ state: 'read' })
    expect(await readOnce(join(folder, 'a'), 4)).toEqual({ state: 'too-large' })
    expect(await readOnce(join(folder, 'b'), 4)).toEqual({ state: 'absent' })
    expect(await readOnce(folder, 4)).toEqual({ state: 'not-a-file' })
  })
})
