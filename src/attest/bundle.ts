import { z } from 'zod'
import type { Json } from '../model.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { Stop } from '../stop.ts'
import { envelope, payloadType, verifyPae } from './dsse.ts'
import { keyDigest, type PublicKey } from './keys.ts'
import { decodeBase64, parseStrictJson, StrictError } from './strict.ts'

/**
 * Sigstore bundle v0.3 around one DSSE envelope. The key itself is never in it and a key or certificate found in it is never
 * trusted (cosign GHSA-fx35-mq7g-6g98): what it says about its signer (`hint`, `keyid`) is a hint, nothing more.
 */

export const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** Largest statement, in bytes: the limit of actions/attest, and far above any real report. */
export const maxStatementBytes = 16 * 1024 * 1024
/** Largest bundle: the statement in base64 and room for the rest. */
export const maxBundleBytes = 24 * 1024 * 1024

/** Most timestamps of one bundle. */
const maxTimestamps = 8

/** Protobuf JSON of the bundle; unknown members are refused, as protobuf's own JSON reader does. */
const bundleSchema = z.strictObject({
  mediaType: z.string(),
  verificationMaterial: z.strictObject({
    publicKey: z.strictObject({ hint: z.string().optional() }).optional(),
    certificate: z.unknown().optional(),
    x509CertificateChain: z.unknown().optional(),
    tlogEntries: z.array(z.unknown()).optional(),
    timestampVerificationData: z
      .strictObject({
        rfc3161Timestamps: z
          .array(z.strictObject({ signedTimestamp: z.string() }))
          .max(maxTimestamps)
          .optional(),
      })
      .optional(),
  }),
  dsseEnvelope: z.strictObject({
    payload: z.string(),
    payloadType: z.string(),
    signatures: z.array(z.strictObject({ keyid: z.string().optional(), sig: z.string() })),
  }),
})

/** A bundle that was read but not yet believed. */
export interface ReadBundle {
  readonly payload: Buffer
  readonly signature: Buffer
  readonly payloadType: string
  /** RFC 3161 responses (DER) beside the signature. */
  readonly timestamps: readonly Buffer[]
  /** Whether it says that a certificate signed, not a plain key. */
  readonly certified: boolean
  /** The bundle as it was parsed. */
  readonly json: Json
}

/** Bytes of the bundle for a signed statement; `timestamps` are RFC 3161 responses (DER) over the signature's bytes. */
export function bundleBytes(
  payload: Uint8Array,
  signature: Uint8Array,
  key: PublicKey,
  timestamps: readonly Uint8Array[] = [],
): Uint8Array {
  return canonicalBytes({
    mediaType: bundleMediaType,
    verificationMaterial: {
      publicKey: { hint: keyDigest(key).toString('base64') },
      tlogEntries: [],
      timestampVerificationData: {
        rfc3161Timestamps: timestamps.map((bytes) => ({ signedTimestamp: Buffer.from(bytes).toString('base64') })),
      },
    },
    dsseEnvelope: envelope(payload, signature),
  })
}

/** The bytes of a bundle with these RFC 3161 responses in place of those it had; everything else stays. */
export function bundleWith(bundle: ReadBundle, timestamps: readonly Uint8Array[]): Uint8Array {
  const json = bundle.json as { readonly verificationMaterial: { readonly [member: string]: Json } } & { readonly [member: string]: Json }
  const rfc3161Timestamps = timestamps.map((bytes) => ({ signedTimestamp: Buffer.from(bytes).toString('base64') }))
  return canonicalBytes({
    ...json,
    verificationMaterial: { ...json.verificationMaterial, timestampVerificationData: { rfc3161Timestamps } },
  })
}

/**
 * Reads a bundle strictly: size, JSON without duplicate keys, shape, media type, exactly one signature, strict base64.
 * @throws Stop verification `signature.too-large`, `signature.malformed`, `signature.media-type`, `signature.count`, `signature.base64`.
 */
export function readBundle(bytes: Uint8Array): ReadBundle {
  if (bytes.length > maxBundleBytes) throw tooLarge()
  const json = strictly(() => parseStrictJson(bytes), 'signature.malformed')
  const parsed = bundleSchema.safeParse(json)
  if (!parsed.success) {
    throw malformed(
      'signature.malformed',
      'not the shape of a Sigstore bundle v0.3 with a DSSE envelope',
      '不是含 DSSE 信封的 Sigstore bundle v0.3',
    )
  }
  const { mediaType, verificationMaterial, dsseEnvelope } = parsed.data
  if (mediaType !== bundleMediaType) {
    throw malformed('signature.media-type', `its media type is not ${bundleMediaType}`, `媒体类型不是 ${bundleMediaType}`)
  }
  const [only, ...others] = dsseEnvelope.signatures
  if (only === undefined || others.length > 0) {
    const { length } = dsseEnvelope.signatures
    throw malformed('signature.count', `it carries ${length} signatures where exactly 1 belongs`, `含 ${length} 个签名，应恰好为 1 个`)
  }
  return {
    payload: strictly(() => decodeBase64(dsseEnvelope.payload), 'signature.base64'),
    signature: strictly(() => decodeBase64(only.sig), 'signature.base64'),
    payloadType: dsseEnvelope.payloadType,
    timestamps: (verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? []).map(({ signedTimestamp }) =>
      strictly(() => decodeBase64(signedTimestamp), 'signature.base64'),
    ),
    certified: verificationMaterial.certificate !== undefined || verificationMaterial.x509CertificateChain !== undefined,
    json,
  }
}

/**
 * The key, of those given, whose signature the bundle carries over exactly its payload and payload type. Nothing inside the bundle chooses the key.
 * @throws Stop verification `signature.invalid`, `signature.payload-type`.
 */
export function signerOf(bundle: ReadBundle, keys: readonly PublicKey[]): PublicKey {
  const signer = keys.find((key) => verifyPae(bundle.payload, bundle.signature, key, bundle.payloadType))
  if (signer === undefined) {
    throw new Stop('verification', 'signature.invalid', {
      en: `the signature is not by ${keys.length === 1 ? 'the given key' : `any of the ${keys.length} given keys`}, or the signed content was changed`,
      zh: `签名并非由${keys.length === 1 ? '给定的密钥' : `给定的 ${keys.length} 个密钥中的任何一个`}签署，或签名内容已被更改`,
    })
  }
  checkPayloadType(bundle)
  return signer
}

/**
 * The payload type must be in-toto's, to the character.
 * @throws Stop verification `signature.payload-type`.
 */
export function checkPayloadType(bundle: ReadBundle): void {
  if (bundle.payloadType === payloadType) return
  throw malformed('signature.payload-type', `its payload type is not ${payloadType}`, `负载类型不是 ${payloadType}`)
}

/** The stop for a bundle above the size cap, for whoever sees the size before the bytes. */
export function tooLarge(): Stop {
  return malformed('signature.too-large', `it is larger than ${maxBundleBytes} bytes`, `超过 ${maxBundleBytes} 字节`)
}

function strictly<T>(read: () => T, code: string): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof StrictError) throw malformed(code, error.words.en, error.words.zh)
    throw error
  }
}

function malformed(code: string, en: string, zh: string): Stop {
  return new Stop('verification', code, {
    en: `the signature bundle is not acceptable: ${en}; get the file again from whoever signed it`,
    zh: `签名文件不可接受：${zh}；请向签名方重新获取该文件`,
  })
}
