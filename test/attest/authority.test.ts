import { spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { bundleBytes, bundleMediaType, readBundle } from '../../src/attest/bundle.ts'
import { generateKey, loadPrivateKey, publicKeyPem } from '../../src/attest/keys.ts'
import { addTimestamp, answers, timestampQuery } from '../../src/attest/timestamp.ts'
import { loadTrust } from '../../src/attest/trust.ts'
import { verify } from '../../src/attest/verify.ts'
import { canonicalBytes } from '../../src/notation/jcs.ts'
import { type IdentityAuthority, identityAuthority, type StampAuthority, stampAuthority } from './authority.ts'
import { type Json, renderHtml, type Signed, signedSet, signPae, temporary, version } from './sample.ts'

/** Times and identities that somebody else vouches for: RFC 3161 tokens and certificates, judged offline. */

const openssl = spawnSync('openssl', ['version']).status === 0
if (!openssl) console.warn('SKIPPED timestamps and certificates: openssl is not installed')
const day = 86_400_000
const at = (days: number) => new Date(Date.now() + days * day).toISOString()

describe.skipIf(!openssl)('case 17: timestamps', () => {
  let tsa: StampAuthority
  let other: StampAuthority
  beforeAll(async () => {
    const { mkdtempSync } = await import('node:fs')
    const { tmpdir } = await import('node:os')
    const place = mkdtempSync(join(tmpdir(), 'dataaudit-tsa-'))
    tsa = stampAuthority(place)
    other = stampAuthority(place, 'other')
    return () => import('node:fs').then((fs) => fs.rmSync(place, { recursive: true }))
  })

  const signatureOf = async (set: Signed) => readBundle(await readFile(join(set.folder, 'report.sigstore.json'))).signature
  const stamped = async (by: StampAuthority = tsa) => {
    const set = await signedSet()
    expect(await addTimestamp(set.folder, by.stamp(timestampQuery(await signatureOf(set))))).toBe('report.sigstore.json')
    return set
  }
  const judge = (set: Signed, key: Json = {}, authority: Json = { pem: tsa.chain }) => {
    const { publicKey } = set.key
    const policy = loadTrust(
      JSON.stringify({
        version: 1,
        keys: [{ id: publicKey.id, pem: publicKeyPem(publicKey), alg: publicKey.algorithm, ...key }],
        ...(authority === undefined ? {} : { tsa: [authority] }),
      }),
      'trust.yaml',
    )
    return verify(set.folder, { trust: { policy, now: new Date() }, corpus: [set.corpus], toolVersion: version, renderHtml })
  }

  it('a token makes a signature count that was made before its key was revoked or ran out, and only then', async () => {
    const set = await stamped()
    const good = await judge(set, { revokedAt: at(1) })
    expect(good).toMatchObject({ ok: true })
    expect(good.checks).toContainEqual(expect.objectContaining({ status: 'passed', code: 'signature.timestamp' }))
    // The signature is a second old; the key is revoked a moment from now, judged tomorrow.
    vi.useFakeTimers({ now: Date.now() + 2 * day, toFake: ['Date'] })
    try {
      for (const [field, code] of [
        ['revokedAt', 'signature.key-revoked'],
        ['validUntil', 'signature.key-expired'],
      ] as const) {
        expect(await judge(set, { [field]: at(-1) })).toMatchObject({ ok: true })
        expect(await judge(await signedSet(), { [field]: at(-1) })).toMatchObject({ ok: false, exit: 'verification', code })
        expect(await judge(set, { [field]: at(-3) })).toMatchObject({ ok: false, exit: 'verification', code })
      }
      expect(await judge(set, { validFrom: at(-1) })).toMatchObject({ ok: false, code: 'signature.key-not-yet-valid' })
    } finally {
      vi.useRealTimers()
    }
  })

  it('a token for another signature, by another authority, bent or replayed is refused', async () => {
    const set = await signedSet()
    const path = join(set.folder, 'report.sigstore.json')
    const { payload, signature } = readBundle(await readFile(path))
    const write = (token: Uint8Array) => writeFile(path, bundleBytes(payload, signature, set.key.publicKey, [token]))
    const good = tsa.stamp(timestampQuery(signature))
    const refused = { ok: false, exit: 'verification', code: 'signature.timestamp' }
    await write(good)
    expect(await judge(set)).toMatchObject({ ok: true })
    await write(tsa.stamp(timestampQuery(Buffer.from('another signature'))))
    expect(await judge(set)).toMatchObject(refused)
    await write(other.stamp(timestampQuery(signature)))
    expect(await judge(set)).toMatchObject(refused)
    await write(Buffer.from('no token'))
    expect(await judge(set)).toMatchObject(refused)
    // Some bytes of a response are not under its signature (the status text, a certificate that travels along); no flip may move the time.
    const time = (result: Awaited<ReturnType<typeof judge>>) =>
      result.checks.find((check) => check.code === 'signature.timestamp')?.words.en
    await write(good)
    const honest = time(await judge(set))
    expect(honest).toMatch(/20\d\d-/)
    for (let index = 3; index < good.length; index += 41) {
      const bent = Buffer.from(good)
      bent[index]! ^= 1 << (index % 8)
      await write(bent)
      const result = await judge(set)
      if (result.ok) expect(time(result)).toBe(honest)
      else expect(result).toMatchObject(refused)
    }
  })

  it('a policy may require one; without a policy it is not believed', async () => {
    const set = await stamped()
    const bare = await signedSet()
    expect(await judge(set, {}, { pem: tsa.chain, required: true })).toMatchObject({ ok: true })
    expect(await judge(bare, {}, { pem: tsa.chain })).toMatchObject({ ok: true })
    expect(await judge(bare, {}, { pem: tsa.chain, required: true })).toMatchObject({ ok: false, code: 'signature.timestamp-missing' })
    const plain = await verify(set.folder, { keys: [set.key.publicKey] })
    expect(plain.checks).toContainEqual(expect.objectContaining({ status: 'noted', code: 'signature.timestamp-not-checked' }))
  })

  it('openssl takes the stored token too, over the very bytes of the signature', async () => {
    const set = await stamped()
    const bundle = readBundle(await readFile(join(set.folder, 'report.sigstore.json')))
    const cwd = await temporary()
    await writeFile(join(cwd, 'r.tsr'), bundle.timestamps[0]!)
    await writeFile(join(cwd, 'sig'), bundle.signature)
    await writeFile(join(cwd, 'root.pem'), tsa.root)
    const check = (...args: string[]) =>
      spawnSync('openssl', ['ts', '-verify', '-in', 'r.tsr', '-CAfile', 'root.pem', ...args], { cwd }).status
    expect(check('-data', 'sig')).toBe(0)
    expect(check('-digest', createHash('sha256').update('other').digest('hex'))).not.toBe(0)
  })

  it('what is no answer to the query is not written', async () => {
    const set = await signedSet()
    const before = await readFile(join(set.folder, 'report.sigstore.json'))
    const signature = await signatureOf(set)
    const good = tsa.stamp(timestampQuery(signature))
    expect(answers(good, signature)).toBe(true)
    for (const bad of [Buffer.alloc(0), good.subarray(0, -1), Buffer.concat([good, Buffer.from([0])]), Buffer.from('3003020100', 'hex')]) {
      expect(answers(bad, signature)).toBe(false)
      await expect(addTimestamp(set.folder, bad)).rejects.toMatchObject({ exit: 'verification', code: 'signature.timestamp-answer' })
    }
    await expect(addTimestamp(set.folder, tsa.stamp(timestampQuery(Buffer.from('x'))))).rejects.toMatchObject({
      code: 'signature.timestamp-answer',
    })
    expect((await readFile(join(set.folder, 'report.sigstore.json'))).equals(before)).toBe(true)
  })

  it.each([
    ['no certificate', () => 'none'],
    ['the root missing', () => tsa.chain.split(/(?<=-----END CERTIFICATE-----\n)/)[0]!],
    ['a root that is not its own', () => tsa.chain.split(/(?<=-----END CERTIFICATE-----\n)/)[0]! + other.root],
    ['a certificate that is none', () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('a policy with %s does not load', async (_, pem) => {
    const set = await signedSet()
    expect(() => judge(set, {}, { pem: pem() })).toThrow(expect.objectContaining({ exit: 'usage', code: 'trust.tsa' }))
  })
})

describe.skipIf(!openssl)('identities instead of keys', () => {
  const issuer = 'https://token.actions.githubusercontent.com'
  const san = 'https://github.com/o/r/.github/workflows/audit.yml@refs/heads/main'
  let tsa: StampAuthority
  let fulcio: IdentityAuthority
  let stranger: IdentityAuthority
  beforeAll(async () => {
    const { mkdtempSync } = await import('node:fs')
    const { tmpdir } = await import('node:os')
    const place = mkdtempSync(join(tmpdir(), 'dataaudit-ca-'))
    tsa = stampAuthority(place)
    fulcio = identityAuthority(place)
    stranger = identityAuthority(place, 'stranger')
    return () => import('node:fs').then((fs) => fs.rmSync(place, { recursive: true }))
  })

  const pemToDer = (pem: string) =>
    pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g)!.map((one) => new X509Certificate(one).raw)
  /** A trusted root in the form that `cosign trusted-root create` and `gh attestation trusted-root` write. */
  const trustedRoot = (by: IdentityAuthority = fulcio) => ({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    certificateAuthorities: [
      {
        subject: {},
        certChain: { certificates: [{ rawBytes: by.rootDer.toString('base64') }] },
        validFor: { start: '2020-01-01T00:00:00Z' },
      },
    ],
    timestampAuthorities: [
      {
        subject: {},
        certChain: { certificates: pemToDer(tsa.chain).map((der) => ({ rawBytes: der.toString('base64') })) },
        validFor: { start: '2020-01-01T00:00:00Z' },
      },
    ],
  })

  /** A folder whose bundle is as actions/attest writes it: statement anew, no media types, certificate, timestamp. */
  const keyless = async (bend: (parts: { statement: Json; bundle: Json }) => void = () => undefined, by: IdentityAuthority = fulcio) => {
    const set = await signedSet()
    const { key, certificate } = by.certify(issuer, san)
    const statement: Json = JSON.parse(Buffer.from(set.payload).toString())
    for (const subject of statement.subject) delete subject.mediaType
    const parts = { statement, bundle: {} as Json }
    bend(parts)
    const payload = Buffer.from(JSON.stringify(parts.statement))
    const signature = signPae(payload, loadPrivateKey(key, 'ci.key'))
    const bundle: Json = {
      mediaType: bundleMediaType,
      verificationMaterial: {
        certificate: { rawBytes: certificate.toString('base64') },
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: tsa.stamp(timestampQuery(signature)).toString('base64') }] },
      },
      dsseEnvelope: {
        payload: payload.toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: signature.toString('base64') }],
      },
    }
    parts.bundle = bundle
    bend({ statement: structuredClone(parts.statement), bundle })
    await writeFile(join(set.folder, 'report.sigstore.json'), canonicalBytes(bundle))
    return set
  }
  const judge = (set: Signed, identities: Json = [{ issuer, san }], root: string = JSON.stringify(trustedRoot()), more: Json = {}) => {
    const policy = loadTrust(JSON.stringify({ version: 1, identities, trustedRoot: 'root.json', ...more }), 'trust.yaml', () => root)
    return verify(set.folder, { trust: { policy, now: new Date() }, corpus: [set.corpus], toolVersion: version, renderHtml })
  }

  it('a bundle of actions/attest passes when the policy names its identity, without a socket', async () => {
    const connect = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('a socket was opened')
    })
    try {
      const result = await judge(await keyless())
      expect(result.checks.filter((check) => check.status === 'failed')).toEqual([])
      expect(result).toMatchObject({ ok: true, signers: [`${san} (${issuer})`] })
      expect(connect).not.toHaveBeenCalled()
    } finally {
      connect.mockRestore()
    }
  })

  it('one root a line is read as well', async () => {
    const root = `${JSON.stringify(trustedRoot(stranger))}\n${JSON.stringify(trustedRoot())}\n`
    expect(await judge(await keyless(), undefined, root)).toMatchObject({ ok: true })
  })

  it.each<[string, string, () => Promise<Awaited<ReturnType<typeof judge>>>]>([
    ['another workflow', 'signature.identity-unknown', async () => judge(await keyless(), [{ issuer, san: san.replace('main', 'dev') }])],
    ['another issuer', 'signature.identity-unknown', async () => judge(await keyless(), [{ issuer: `${issuer}.example`, san }])],
    ['a pattern instead of a name', 'signature.identity-unknown', async () => judge(await keyless(), [{ issuer, san: '.*' }])],
    ['a certificate of another authority', 'signature.certificate', async () => judge(await keyless(undefined, stranger))],
    [
      'no timestamp',
      'signature.certificate',
      async () => judge(await keyless(({ bundle }) => delete bundle.verificationMaterial?.timestampVerificationData)),
    ],
    [
      'the payload changed',
      'signature.certificate',
      async () =>
        judge(
          await keyless(({ bundle }) => {
            if (bundle.dsseEnvelope === undefined) return
            const text = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString().replace('PASSED', 'WARNED')
            bundle.dsseEnvelope.payload = Buffer.from(text).toString('base64')
          }),
        ),
    ],
    [
      'a report of another meaning',
      'report.json-differs',
      async () => judge(await keyless(({ statement }) => (statement.predicate.report.profile = 'x'))),
    ],
    [
      'a threshold of two',
      'signature.threshold',
      async () =>
        judge(
          await keyless(),
          [
            { issuer, san },
            { issuer, san: 'https://example.com/2' },
          ],
          undefined,
          { threshold: 2 },
        ),
    ],
    [
      'a root that has a log, and no entry in it',
      'signature.certificate',
      async () => {
        const { publicKey } = generateKey()
        const log = {
          baseUrl: 'https://log.example',
          hashAlgorithm: 'SHA2_256',
          publicKey: {
            rawBytes: publicKey.key.export({ type: 'spki', format: 'der' }).toString('base64'),
            keyDetails: 'PKIX_ECDSA_P256_SHA_256',
            validFor: { start: '2020-01-01T00:00:00Z' },
          },
          logId: { keyId: Buffer.from(publicKey.id, 'hex').toString('base64') },
        }
        return judge(await keyless(), undefined, JSON.stringify({ ...trustedRoot(), tlogs: [log] }))
      },
    ],
  ])('%s is refused', async (_, code, attempt) => {
    expect(await attempt()).toMatchObject({ ok: false, exit: 'verification', code })
  })

  it('case 7: a certificate in a bundle counts for nothing where the policy names keys only', async () => {
    const set = await keyless()
    expect(await verify(set.folder, { keys: [set.key.publicKey] })).toMatchObject({ ok: false, code: 'signature.invalid' })
    const { publicKey } = generateKey()
    const policy = loadTrust(JSON.stringify({ version: 1, keys: [{ id: publicKey.id, pem: publicKeyPem(publicKey), alg: 'p256' }] }), 't')
    expect(await verify(set.folder, { trust: { policy, now: new Date() } })).toMatchObject({ ok: false, code: 'signature.invalid' })
  })

  it('a key and an identity together make two signers', async () => {
    const set = await keyless()
    const bundle = await readFile(join(set.folder, 'report.sigstore.json'))
    const { payload } = readBundle(bundle)
    await writeFile(join(set.folder, 'report.00000001.sigstore.json'), bundleBytes(payload, signPae(payload, set.key), set.key.publicKey))
    const { publicKey } = set.key
    const keys = [{ id: publicKey.id, pem: publicKeyPem(publicKey), alg: 'p256' }]
    expect(await judge(set, undefined, undefined, { keys, threshold: 2 })).toMatchObject({
      ok: true,
      signers: expect.arrayContaining([publicKey.id]),
    })
  })

  it.each<[string, string, Json, string | undefined]>([
    ['identities and no root', 'trust.root', { identities: [{ issuer, san }] }, undefined],
    ['a root that is no JSON', 'trust.root', { identities: [{ issuer, san }], trustedRoot: 'r' }, 'nonsense'],
    ['nobody at all', 'trust.invalid', { keys: [] }, undefined],
  ])('a policy with %s does not load', (_, code, file, root) => {
    expect(() => loadTrust(JSON.stringify({ version: 1, ...file }), 'trust.yaml', () => root ?? '')).toThrow(
      expect.objectContaining({ exit: 'usage', code }),
    )
  })
})
