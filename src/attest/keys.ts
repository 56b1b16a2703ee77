import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { sha256 } from '../notation/sha256.ts'
import { Stop } from '../stop.ts'
import { encryptKey } from './pbes2.ts'

/**
 * Signing keys: ECDSA P-256 (default: what cosign, model_signing and openssl all take) and Ed25519 (fully deterministic signatures).
 * A key's id is the SHA-256 of its public half as SPKI DER, in hex. Errors name the file a key came from, never a byte of it.
 */

export const keyAlgorithms = ['p256', 'ed25519'] as const
export type KeyAlgorithm = (typeof keyAlgorithms)[number]

export interface PublicKey {
  /** Hex SHA-256 of the SPKI DER. */
  readonly id: string
  readonly algorithm: KeyAlgorithm
  readonly key: KeyObject
}

export interface PrivateKey {
  readonly key: KeyObject
  readonly publicKey: PublicKey
}

/** Longest passphrase the runtime opens a key with, in UTF-8 bytes. */
const maxPassphrase = 1024

/** A fresh key pair from the system's random source. */
export function generateKey(algorithm: KeyAlgorithm = 'p256'): PrivateKey {
  const pair = algorithm === 'p256' ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) : generateKeyPairSync('ed25519')
  return { key: pair.privateKey, publicKey: named(pair.publicKey, algorithm) }
}

/**
 * PKCS#8 PEM of a private key: encrypted (PBES2, PBKDF2-HMAC-SHA256 600,000 rounds, AES-256-CBC) when a passphrase is given, else plain.
 * @throws Stop usage `key.passphrase-unusable` when the passphrase is empty or longer than 1,024 bytes.
 */
export function privateKeyPem(key: PrivateKey, passphrase?: string): string {
  if (passphrase === undefined) return key.key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const length = Buffer.byteLength(passphrase)
  if (length === 0 || length > maxPassphrase) {
    throw new Stop('usage', 'key.passphrase-unusable', {
      en: `a passphrase needs 1 to ${maxPassphrase} bytes, and this one has ${length}; give another one, or ask for an unencrypted key explicitly`,
      zh: `口令长度应为 1 至 ${maxPassphrase} 字节，当前为 ${length} 字节；请更换口令，或明确要求生成不加密的密钥`,
    })
  }
  return encryptKey(key.key.export({ type: 'pkcs8', format: 'der' }), passphrase)
}

/** SPKI PEM of a public key: the file to hand to whoever verifies. */
export function publicKeyPem(key: PublicKey): string {
  return key.key.export({ type: 'spki', format: 'pem' }).toString()
}

/** SHA-256 of the SPKI DER, 32 bytes: base64 of it is the hint of a Sigstore bundle, hex of it is our key id. */
export function keyDigest(key: PublicKey): Buffer {
  return Buffer.from(key.id, 'hex')
}

/**
 * Reads a public key (SPKI PEM). `place` is the path the user gave, for the error.
 * @throws Stop usage `key.private-as-public` for a private key (the runtime would verify with it; the text is not echoed),
 * `key.certificate`, `key.unreadable`; Stop verification `signature.key-type` for RSA and every other kind.
 */
export function loadPublicKey(pem: Uint8Array | string, place: string): PublicKey {
  const text = typeof pem === 'string' ? pem : Buffer.from(pem).toString('latin1')
  if (/PRIVATE KEY/.test(text)) {
    throw new Stop('usage', 'key.private-as-public', {
      en: `DANGER: ${place} holds a PRIVATE key where a public key belongs. Do not pass it on; if others have seen it, revoke it and make a new one. Give the .pub file instead`,
      zh: `危险：${place} 中是私钥，此处应为公钥。请勿外传；如已被他人获取，请立即吊销并重新生成密钥。请改用 .pub 文件`,
    })
  }
  if (/BEGIN (?:TRUSTED )?CERTIFICATE/.test(text)) {
    throw new Stop('usage', 'key.certificate', {
      en: `${place} holds a certificate, not a public key; extract the key with: openssl x509 -pubkey -noout -in ${place}`,
      zh: `${place} 中是证书而非公钥；请先提取公钥：openssl x509 -pubkey -noout -in ${place}`,
    })
  }
  if (text.split('-----BEGIN PUBLIC KEY-----').length !== 2) throw unreadable(place, 'public')
  let key: KeyObject
  try {
    key = createPublicKey({ key: text, format: 'pem', type: 'spki' })
  } catch {
    throw unreadable(place, 'public')
  }
  const algorithm = algorithmOf(key)
  if (algorithm === undefined) throw wrongType('verification', 'signature.key-type', place, key)
  return named(key, algorithm)
}

/**
 * Reads a private key (PKCS#8 PEM, encrypted or not; a SEC 1 `EC PRIVATE KEY` too). `place` is its path, for the error.
 * @throws Stop usage `key.public-as-private`, `key.passphrase-missing`, `key.passphrase-wrong`, `key.unreadable`, `key.type`.
 */
export function loadPrivateKey(pem: Uint8Array | string, place: string, passphrase?: string): PrivateKey {
  const text = typeof pem === 'string' ? pem : Buffer.from(pem).toString('latin1')
  if (!/PRIVATE KEY/.test(text)) {
    if (!/BEGIN PUBLIC KEY/.test(text)) throw unreadable(place, 'private')
    throw new Stop('usage', 'key.public-as-private', {
      en: `${place} holds a public key; signing needs the private one (the .key file)`,
      zh: `${place} 中是公钥；签名需要私钥（.key 文件）`,
    })
  }
  const encrypted = /ENCRYPTED/.test(text)
  if (encrypted && (passphrase === undefined || passphrase === '')) {
    throw new Stop('usage', 'key.passphrase-missing', {
      en: `the key ${place} is encrypted and no passphrase was given; set DATAAUDIT_KEY_PASSPHRASE or give a passphrase file`,
      zh: `密钥 ${place} 已加密，但未提供口令；请设置 DATAAUDIT_KEY_PASSPHRASE 或指定口令文件`,
    })
  }
  let key: KeyObject
  try {
    key = createPrivateKey(encrypted ? { key: text, format: 'pem', passphrase: passphrase ?? '' } : { key: text, format: 'pem' })
  } catch {
    // A wrong passphrase shows as bad padding or, once in a few hundred times, as broken DER: one sentence for both.
    if (!encrypted) throw unreadable(place, 'private')
    throw new Stop('usage', 'key.passphrase-wrong', {
      en: `the passphrase does not open the key ${place}, or the file is damaged; check the passphrase and try again`,
      zh: `口令无法打开密钥 ${place}，或该文件已损坏；请核对口令后重试`,
    })
  }
  const algorithm = algorithmOf(key)
  if (algorithm === undefined) throw wrongType('usage', 'key.type', place, key)
  return { key, publicKey: named(createPublicKey(key), algorithm) }
}

function named(key: KeyObject, algorithm: KeyAlgorithm): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' })
  return { id: sha256(der), algorithm, key }
}

function algorithmOf(key: KeyObject): KeyAlgorithm | undefined {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519'
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'p256' : undefined
}

function unreadable(place: string, half: 'public' | 'private'): Stop {
  const label = half === 'public' ? 'BEGIN PUBLIC KEY' : 'BEGIN PRIVATE KEY'
  return new Stop('usage', 'key.unreadable', {
    en: `${place} holds no readable ${half} key; expected one PEM block "${label}", as written by dataaudit keygen or openssl`,
    zh: `${place} 中没有可读取的${half === 'public' ? '公钥' : '私钥'}；应为一个 PEM 块“${label}”，可由 dataaudit keygen 或 openssl 生成`,
  })
}

function wrongType(exit: 'usage' | 'verification', code: string, place: string, key: KeyObject): Stop {
  const kind = [key.asymmetricKeyType ?? 'unknown', key.asymmetricKeyDetails?.namedCurve].filter((part) => part !== undefined).join(' ')
  return new Stop(exit, code, {
    en: `the key ${place} is of type ${kind}; only ECDSA P-256 and Ed25519 keys are accepted`,
    zh: `密钥 ${place} 的类型为 ${kind}；仅接受 ECDSA P-256 与 Ed25519 密钥`,
  })
}
