import { createPublicKey, sign as rawSign, verify as rawVerify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bundleBytes, bundleMediaType, checkPayloadType, maxBundleBytes, readBundle, signerOf } from '../../src/attest/bundle.ts'
import { pae, payloadType, verifyPae } from '../../src/attest/dsse.ts'
import { generateKey, keyAlgorithms, type PrivateKey } from '../../src/attest/keys.ts'
import { sign as signWith } from '../../src/attest/sign.ts'
import { localSigner } from '../../src/attest/signer.ts'
import { handOff, makeStatement, readStatement } from '../../src/attest/statement.ts'
import { canonicalBytes } from '../../src/notation/jcs.ts'
import { findings, type Json, renderHtml, sampleReport, sha256, signPae } from './sample.ts'

const report = sampleReport()
const digests = {
  'corpus.sha256': report.corpus.manifest.digest,
  'report.json': { sha256: sha256(canonicalBytes(report)) },
  'report.html': { sha256: sha256(renderHtml(report)) },
  'findings.jsonl': { sha256: sha256(findings) },
}
const statement = makeStatement(report, digests)
const payload = handOff(statement)['statement.json']
const keys: { readonly [algorithm: string]: PrivateKey } = { p256: generateKey('p256'), ed25519: generateKey('ed25519') }
const key = keys.p256!
const sign = (bytes: Uint8Array, by: PrivateKey) => signWith(bytes, localSigner(by))
const bundle = await sign(payload, key)

/** The bundle with something bent. */
function bent(bend: (bundle: Json) => void, bytes: Uint8Array = bundle): Uint8Array {
  const json: Json = JSON.parse(Buffer.from(bytes).toString())
  bend(json)
  return Buffer.from(JSON.stringify(json))
}
const open = (bytes: Uint8Array, by: PrivateKey = key) => signerOf(readBundle(bytes), [by.publicKey])
const refused = (code: string) => expect.objectContaining({ exit: 'verification', code })

/** Raw r‖s as DER (SEC 1 C.5). */
function toDer(raw: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const bare = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
    const body = bare[0]! >= 0x80 ? Buffer.concat([Uint8Array.of(0), bare]) : bare
    return Buffer.concat([Uint8Array.of(2, body.length), body])
  }
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))])
  return Buffer.concat([Uint8Array.of(0x30, body.length), body])
}

describe('DSSE', () => {
  const coordinate = (decimal: string) => Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url')
  const published = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: coordinate('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
      y: coordinate('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
    },
  })
  const type = 'http://example.com/HelloWorld'
  const body = Buffer.from('hello world')
  const raw = Buffer.from('A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==', 'base64')

  it('gives the pre-authentication encoding of the specification', () => {
    expect(pae(type, body).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
    expect(pae('é', Buffer.from('中')).toString()).toBe('DSSEv1 2 é 3 中')
    expect(pae('', new Uint8Array()).toString()).toBe('DSSEv1 0  0 ')
  })

  it("verifies the specification's signature, in DER", () => {
    const by = { id: '', algorithm: 'p256' as const, key: published }
    expect(verifyPae(body, toDer(raw), by, type)).toBe(true)
    expect(verifyPae(Buffer.from('hello worle'), toDer(raw), by, type)).toBe(false)
    expect(verifyPae(body, toDer(raw), by, `${type}s`)).toBe(false)
  })

  it('case 14: takes DER only, never raw r‖s', () => {
    expect(verifyPae(body, raw, { id: '', algorithm: 'p256', key: published }, type)).toBe(false)
  })

  it('case 13: the twin (r, n−s) verifies too, so nothing may be keyed by signature bytes', () => {
    const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
    const s = BigInt(`0x${raw.subarray(32).toString('hex')}`)
    const twin = Buffer.concat([raw.subarray(0, 32), Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')])
    expect(verifyPae(body, toDer(twin), { id: '', algorithm: 'p256', key: published }, type)).toBe(true)
  })

  it.each(keyAlgorithms)('%s signs and verifies, and every flipped byte of the message shows', (algorithm) => {
    const by = keys[algorithm]!
    const message = Buffer.from('a message')
    const signature = signPae(message, by)
    expect(verifyPae(message, signature, by.publicKey)).toBe(true)
    for (let at = 0; at < message.length; at++) {
      const other = Buffer.from(message)
      other[at]! ^= 1
      expect(verifyPae(other, signature, by.publicKey)).toBe(false)
    }
  })

  it('case 49: Ed25519 signatures are the same every time', async () => {
    expect(Buffer.from(await sign(payload, keys.ed25519!)).equals(await sign(payload, keys.ed25519!))).toBe(true)
  })
})

describe('bundle', () => {
  it('has exactly the skeleton of a Sigstore bundle v0.3', () => {
    const json: Json = JSON.parse(Buffer.from(bundle).toString())
    const id = sha256(key.publicKey.key.export({ type: 'spki', format: 'der' }))
    expect(json).toEqual({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        publicKey: { hint: Buffer.from(id, 'hex').toString('base64') },
        tlogEntries: [],
        timestampVerificationData: { rfc3161Timestamps: [] },
      },
      dsseEnvelope: {
        payload: Buffer.from(payload).toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ keyid: '', sig: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) }],
      },
    })
    expect(bundleMediaType).toBe(json.mediaType)
    expect(Buffer.from(bundle).toString()).not.toContain('BEGIN')
  })

  it.each(keyAlgorithms)('opens with its %s key to the very bytes that were signed', async (algorithm) => {
    const read = readBundle(await sign(payload, keys[algorithm]!))
    expect(signerOf(read, [keys.p256!.publicKey, keys.ed25519!.publicKey]).id).toBe(keys[algorithm]!.publicKey.id)
    expect(read.payload.equals(payload)).toBe(true)
  })

  it('case 1: a verdict flipped inside the payload', () => {
    const flip = (json: Json) => {
      const text = Buffer.from(json.dsseEnvelope.payload, 'base64').toString()
      expect(text).toContain('"verdict":"PASSED"')
      json.dsseEnvelope.payload = Buffer.from(text.replace('"verdict":"PASSED"', '"verdict":"FAILED"')).toString('base64')
    }
    expect(() => open(bent(flip))).toThrow(refused('signature.invalid'))
  })

  it('case 2: a flipped, an empty and a lengthened signature', () => {
    const withSignature = (change: (bytes: Buffer) => Buffer) =>
      bent((json) => {
        const [row] = json.dsseEnvelope.signatures
        row.sig = change(Buffer.from(row.sig, 'base64')).toString('base64')
      })
    const length = readBundle(bundle).signature.length
    for (let at = 0; at < length; at++) {
      const bytes = withSignature((signature) => {
        signature[at]! ^= 0x01
        return signature
      })
      expect(() => open(bytes)).toThrow(refused('signature.invalid'))
    }
    expect(() => open(withSignature(() => Buffer.alloc(0)))).toThrow(refused('signature.invalid'))
    expect(() => open(withSignature((signature) => Buffer.concat([signature, Uint8Array.of(0)])))).toThrow(refused('signature.invalid'))
  })

  it('case 3: a wrong key, and a key of another kind', async () => {
    expect(() => open(bundle, generateKey('p256'))).toThrow(refused('signature.invalid'))
    expect(() => open(bundle, keys.ed25519!)).toThrow(refused('signature.invalid'))
    const other = await sign(payload, keys.ed25519!)
    expect(() => open(other, key)).toThrow(refused('signature.invalid'))
  })

  it.each(['application/vnd.in-toto+json ', 'application/json', 'DSSEv0', ''])(
    'case 4: the payload type %j, bent and also honestly signed',
    (type) => {
      const change = (json: Json) => {
        json.dsseEnvelope.payloadType = type
      }
      expect(() => open(bent(change))).toThrow(refused('signature.invalid'))
      const signed = bent((json) => {
        change(json)
        json.dsseEnvelope.signatures[0].sig = signPae(payload, key, type).toString('base64')
      })
      expect(() => open(signed)).toThrow(refused('signature.payload-type'))
      expect(() => checkPayloadType(readBundle(signed))).toThrow(refused('signature.payload-type'))
    },
  )

  it('case 5: two signatures, and none', () => {
    const two = (json: Json) => json.dsseEnvelope.signatures.push(json.dsseEnvelope.signatures[0])
    const none = (json: Json) => json.dsseEnvelope.signatures.pop()
    expect(() => open(bent(two))).toThrow(refused('signature.count'))
    expect(() => open(bent(none))).toThrow(refused('signature.count'))
  })

  it('case 6: what only hints may change: keyid, hint, layout', () => {
    const other = generateKey().publicKey.id
    for (const change of [
      (json: Json) => {
        json.dsseEnvelope.signatures[0].keyid = other
      },
      (json: Json) => {
        delete json.dsseEnvelope.signatures[0].keyid
      },
      (json: Json) => {
        json.verificationMaterial.publicKey.hint = other
      },
    ]) {
      expect(open(bent(change)).id).toBe(key.publicKey.id)
    }
    expect(open(Buffer.from(JSON.stringify(JSON.parse(Buffer.from(bundle).toString()), null, 2))).id).toBe(key.publicKey.id)
  })

  it('case 7: a key or certificate embedded by whoever signed anew is not believed', () => {
    const attacker = generateKey()
    const der = attacker.publicKey.key.export({ type: 'spki', format: 'der' }).toString('base64')
    const forged = bundleBytes(payload, signPae(payload, attacker), attacker.publicKey)
    const certificate = (json: Json) => {
      json.verificationMaterial = { certificate: { rawBytes: der }, tlogEntries: [] }
    }
    expect(() => open(bent(certificate, forged))).toThrow(refused('signature.invalid'))
    const rawBytes = (json: Json) => {
      json.verificationMaterial.publicKey.rawBytes = der
    }
    expect(() => open(bent(rawBytes, forged))).toThrow(refused('signature.malformed'))
  })

  it('case 9: junk in base64 is refused, the URL-safe alphabet is not', () => {
    const field = (change: (text: string) => string) =>
      bent((json) => {
        json.dsseEnvelope.payload = change(json.dsseEnvelope.payload)
        json.dsseEnvelope.signatures[0].sig = change(json.dsseEnvelope.signatures[0].sig)
      })
    for (const change of [
      (text: string) => `${text.slice(0, 8)}\n${text.slice(8)}`,
      (text: string) => `${text} `,
      (text: string) => `${text}====`,
      (text: string) => text.replace(/^./, '*'),
    ]) {
      expect(() => open(field(change))).toThrow(refused('signature.base64'))
    }
    expect(open(field((text) => text.replaceAll('+', '-').replaceAll('/', '_'))).id).toBe(key.publicKey.id)
  })

  it('case 10: duplicate keys in the bundle', () => {
    const text = Buffer.from(bundle).toString()
    const doubled = text.replace('"payloadType":', '"payload":"e30=","payloadType":')
    expect(JSON.parse(doubled)).toBeTypeOf('object')
    expect(() => open(Buffer.from(doubled))).toThrow(refused('signature.malformed'))
  })

  it.each([
    ['duplicate keys', () => Buffer.from('{"a":1,"a":2}')],
    ['two signatures', () => bent((json) => json.dsseEnvelope.signatures.push(json.dsseEnvelope.signatures[0]))],
    ['another media type', () => bent((json) => (json.mediaType = 'x'))],
    ['a payload that is no base64', () => bent((json) => (json.dsseEnvelope.payload = '*'))],
  ])('says in Chinese why it refuses %s', (_, bad) => {
    let words: { readonly zh: string } | undefined
    try {
      open(bad())
    } catch (error) {
      words = (error as { readonly words: { readonly zh: string } }).words
    }
    // Names stay as they are: a media type, an encoding.
    expect(words?.zh.replace(bundleMediaType, '').replace('base64', '')).toMatch(/^[^a-z]+$/i)
  })

  it.each([
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['__proto__', (text: string) => text.replace('{', '{"__proto__":{},')],
    ['an unknown member', (text: string) => text.replace('{', '{"x":1,')],
    ['nothing at all', () => ''],
    ['another shape', () => '[]'],
    ['depth 10,000', () => '['.repeat(10_000)],
  ])('case 11: %s in the bundle', (_, change) => {
    expect(() => open(Buffer.from(change(Buffer.from(bundle).toString())))).toThrow(refused('signature.malformed'))
  })

  it('case 11: a bundle above the cap is refused before it is parsed', () => {
    expect(() => readBundle(Buffer.alloc(maxBundleBytes + 1, 0x20))).toThrow(refused('signature.too-large'))
  })

  it('another media type', () => {
    const change = (json: Json) => {
      json.mediaType = 'application/vnd.dev.sigstore.bundle.v0.2+json'
    }
    expect(() => open(bent(change))).toThrow(refused('signature.media-type'))
  })

  it('case 14: raw r‖s, and Ed25519 over a hash', () => {
    const raw = rawSign('sha256', pae(payloadType, payload), { key: key.key, dsaEncoding: 'ieee-p1363' })
    expect(rawVerify('sha256', pae(payloadType, payload), { key: key.publicKey.key, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true)
    expect(() => open(bundleBytes(payload, raw, key.publicKey))).toThrow(refused('signature.invalid'))
    const hashed = rawSign(null, Buffer.from(sha256(pae(payloadType, payload)), 'hex'), keys.ed25519!.key)
    expect(() => open(bundleBytes(payload, hashed, keys.ed25519!.publicKey), keys.ed25519!)).toThrow(refused('signature.invalid'))
  })

  it.each(keyAlgorithms)('case 19: a %s signature over the bare statement', (algorithm) => {
    const by = keys[algorithm]!
    const bare = rawSign(algorithm === 'p256' ? 'sha256' : null, payload, by.key)
    expect(() => open(bundleBytes(payload, bare, by.publicKey), by)).toThrow(refused('signature.invalid'))
  })
})

describe('statement', () => {
  const readBent = (bend: (statement: Json) => void) => {
    const json: Json = structuredClone(statement)
    bend(json)
    return () => readStatement(canonicalBytes(json))
  }

  it('reads back what was bound', () => {
    const read = readStatement(handOff(makeStatement(report, digests, { finishedAt: '2026-01-01T00:00:00Z' }))['statement.json'])
    expect(read.subjects).toEqual(Object.entries(digests).map(([name, digest]) => ({ name, digest })))
    expect(read.reportJson).toEqual(report)
    expect(read.finishedAt).toBe('2026-01-01T00:00:00Z')
  })

  it('hands over subjects and predicate to outside signers', () => {
    const files = handOff(statement)
    expect(Buffer.from(files['subjects.sha256']).toString()).toBe(
      Object.entries(digests)
        .map(([name, digest]) => `${digest.sha256}  ${name}\n`)
        .join(''),
    )
    expect(JSON.parse(Buffer.from(files['predicate.json']).toString())).toEqual({ report })
  })

  it('case 48: two statements about the same report are the same bytes', () => {
    expect(Buffer.from(handOff(makeStatement(sampleReport(), digests))['statement.json']).equals(payload)).toBe(true)
  })

  it('refuses to bind a digest that contradicts the report', () => {
    for (const name of ['corpus.sha256', 'report.json', 'findings.jsonl'] as const) {
      expect(() => makeStatement(report, { ...digests, [name]: { sha256: 'f'.repeat(64) } })).toThrow(name)
    }
  })

  it('signs statements only', async () => {
    await expect(sign(Buffer.from('{}'), key)).rejects.toThrow(refused('signature.statement-malformed'))
    await expect(sign(Buffer.from('hello'), key)).rejects.toThrow(refused('signature.statement-malformed'))
  })

  it.each<[string, string, (json: Json) => void]>([
    ['12: another statement type', 'signature.statement-type', (json) => (json._type = 'https://in-toto.io/Statement/v0.1')],
    ['12: another predicate type', 'signature.predicate-type', (json) => (json.predicateType = 'https://slsa.dev/provenance/v1')],
    ['24: 1,025 subjects', 'signature.subjects', (json) => (json.subject = Array.from({ length: 1025 }, () => json.subject[0]))],
    ['45: no verdict', 'policy.inconclusive-report', (json) => delete json.predicate.report.results.verdict],
    ['45: no results', 'policy.inconclusive-report', (json) => delete json.predicate.report.results],
    ['45: no coverage', 'policy.inconclusive-report', (json) => delete json.predicate.report.coverage],
    ['45: no word on completeness', 'policy.inconclusive-report', (json) => delete json.predicate.report.coverage.complete],
    ['45: no rule packs', 'policy.inconclusive-report', (json) => delete json.predicate.report.rulePacks],
    ['45: an empty list of rule packs', 'policy.inconclusive-report', (json) => (json.predicate.report.rulePacks = [])],
    ['45: no configuration', 'signature.schema', (json) => delete json.predicate.report.config],
    ['45: no corpus', 'signature.schema', (json) => delete json.predicate.report.corpus],
    ['45: no report', 'signature.schema', (json) => delete json.predicate.report],
    ['46: an unknown major version', 'signature.schema-version', (json) => (json.predicate.report.schemaVersion = '2.0.0')],
    ['a verdict that is no verdict', 'policy.inconclusive-report', (json) => (json.predicate.report.results.verdict = 'passed')],
  ])('case %s', (_, code, bend) => {
    expect(readBent(bend)).toThrow(refused(code))
  })

  it('case 46: unknown members and a newer minor version are let through', () => {
    expect(
      readBent((json) => {
        json.predicate.report.schemaVersion = '1.7.0'
        json.predicate.report.novelty = { a: 1 }
        json.predicate.other = true
        json.extra = []
      })().report.schemaVersion,
    ).toBe('1.7.0')
  })

  it('case 10: duplicate keys in the signed statement', () => {
    const text = Buffer.from(payload).toString().replace('"verdict":"PASSED"', '"verdict":"FAILED","verdict":"PASSED"')
    expect(() => readStatement(Buffer.from(text))).toThrow(refused('signature.statement-malformed'))
  })

  it('case 11: a statement that is not UTF-8', () => {
    expect(() => readStatement(Buffer.concat([payload, Uint8Array.of(0xff)]))).toThrow(refused('signature.statement-malformed'))
  })
})
