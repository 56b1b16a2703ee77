import { join } from 'node:path'
import { canonicalBytes } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import { Stop } from '../stop.ts'
import { maxBundleBytes } from './bundle.ts'
import type { CheckList } from './checks.ts'
import { envelope, pae, payloadType } from './dsse.ts'
import { notRead, readOnce } from './files.ts'
import { decodeBase64, parseStrictJson, StrictError } from './strict.ts'

/**
 * A second envelope over the same statement, signed with SM2 over SM3 (GB/T 32918.2, GB/T 35276): `report.sm2.dsse.json`. The runtime
 * cannot do SM2 with the customary identity, so the signing is done by a command (openssl, a device) and the check by `sm-crypto-v2`,
 * an optional package. The identity is the default one of GB/T 35276, which openssl wants as `distid`.
 */

export const sm2File = 'report.sm2.dsse.json'
const identity = '1234567812345678'
/** SPKI of an uncompressed point on the SM2 curve (1.2.156.10197.1.301): all that stands before the point. */
const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')

export interface Sm2Key {
  /** Hex SHA-256 of the SPKI DER, as for the other keys. */
  readonly id: string
  /** The uncompressed point, 65 bytes in hex. */
  readonly point: string
}

/**
 * Reads an SM2 public key (SPKI PEM). `place` is the path the user gave.
 * @throws Stop usage `key.private-as-public`, `key.not-sm2`
 */
export function loadSm2Key(pem: Uint8Array, place: string): Sm2Key {
  const text = Buffer.from(pem).toString('latin1')
  if (/PRIVATE KEY/.test(text)) {
    throw new Stop('usage', 'key.private-as-public', {
      en: `DANGER: ${place} holds a PRIVATE key where a public key belongs; give the public one instead`,
      zh: `危险：${place} 中是私钥，此处应为公钥；请改用公钥文件`,
    })
  }
  const body = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(text)?.[1] ?? ''
  const der = Buffer.from(body.replace(/\s/g, ''), 'base64')
  if (der.length !== spkiHead.length + 65 || !der.subarray(0, spkiHead.length).equals(spkiHead) || der[spkiHead.length] !== 4) {
    throw new Stop('usage', 'key.not-sm2', {
      en: `${place} holds no SM2 public key; make one with: openssl pkey -in sm2.key -pubout -out sm2.pub`,
      zh: `${place} 中不是 SM2 公钥；可这样导出：openssl pkey -in sm2.key -pubout -out sm2.pub`,
    })
  }
  return { id: sha256(der), point: der.subarray(spkiHead.length).toString('hex') }
}

/** Whether `signature` (DER) is this key's over PAE of the payload. @throws Stop usage `sm2.no-library` */
async function verifies(payload: Uint8Array, signature: Uint8Array, key: Sm2Key): Promise<boolean> {
  let library: typeof import('sm-crypto-v2')
  try {
    library = await import('sm-crypto-v2')
  } catch {
    throw new Stop('usage', 'sm2.no-library', {
      en: 'SM2 signatures are checked by the package sm-crypto-v2, which is not installed; install it beside dataaudit: npm install sm-crypto-v2@1.15.1',
      zh: 'SM2 签名由 sm-crypto-v2 校验，但未安装该软件包；请与 dataaudit 一并安装：npm install sm-crypto-v2@1.15.1',
    })
  }
  try {
    const hex = Buffer.from(signature).toString('hex')
    return library.sm2.doVerifySignature(pae(payloadType, payload), hex, key.point, { der: true, hash: true, userId: identity })
  } catch {
    return false
  }
}

/**
 * The bytes of `report.sm2.dsse.json`, verified before they are returned.
 * @param sign gives the DER signature over a message
 * @throws Stop verification `signature.signer-wrong`; Stop usage `sm2.no-library`; what `sign` throws
 */
export async function sm2Envelope(
  statement: Uint8Array,
  key: Sm2Key,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const signature = await sign(pae(payloadType, statement))
  if (!(await verifies(statement, signature, key))) {
    throw new Stop('verification', 'signature.signer-wrong', {
      en: `what the signer returned is not an SM2 signature (DER, SM3, identity ${identity}) by the given key over this statement; nothing was written`,
      zh: `签名命令返回的不是该密钥对声明的 SM2 签名（DER、SM3、标识 ${identity}）；未写入任何文件`,
    })
  }
  return canonicalBytes(envelope(statement, signature))
}

/** Checks `report.sm2.dsse.json` of a folder: over the very statement that was verified, by one of the keys. */
export async function checkSm2(folder: string, payload: Uint8Array, keys: readonly Sm2Key[], list: CheckList): Promise<void> {
  const failed = (code: string, en: string, zh: string) => list.failed('sm2', code, en, zh)
  const read = await readOnce(join(folder, sm2File), maxBundleBytes)
  if (read.state !== 'read') {
    failed(
      'signature.sm2-missing',
      `${sm2File} cannot be read: ${notRead[read.state].en}`,
      `无法读取 ${sm2File}：${notRead[read.state].zh}`,
    )
    return
  }
  const found = readEnvelope(read.bytes)
  if (found === undefined) {
    failed('signature.sm2-malformed', `${sm2File} is not a DSSE envelope with one signature`, `${sm2File} 不是含一个签名的 DSSE 信封`)
    return
  }
  if (!found.payload.equals(payload)) {
    failed('signature.statements-differ', `${sm2File} is over another statement`, `${sm2File} 针对的是另一份声明`)
    return
  }
  for (const key of keys) {
    if (!(await verifies(payload, found.signature, key))) continue
    const short = `${key.id.slice(0, 16)}…`
    list.passed('sm2', 'signature.sm2', `also signed with SM2 by the trusted key ${short}`, `另由受信任的密钥 ${short} 以 SM2 签名`)
    return
  }
  failed('signature.sm2-invalid', 'the SM2 signature is not by the given key', 'SM2 签名并非由给定的密钥签署')
}

function readEnvelope(bytes: Uint8Array): { readonly payload: Buffer; readonly signature: Buffer } | undefined {
  try {
    const json = parseStrictJson(bytes) as { readonly [member: string]: unknown }
    const { payload, signatures } = json
    const type = json.payloadType
    if (typeof payload !== 'string' || type !== payloadType || !Array.isArray(signatures) || signatures.length !== 1) return undefined
    const { sig } = signatures[0] as { readonly sig?: unknown }
    return typeof sig === 'string' ? { payload: decodeBase64(payload), signature: decodeBase64(sig) } : undefined
  } catch (error) {
    if (error instanceof StrictError || error instanceof TypeError) return undefined
    throw error
  }
}
