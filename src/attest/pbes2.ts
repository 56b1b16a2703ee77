import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { integer, octets, sequence } from './der.ts'

/**
 * Encrypts a PKCS#8 key under PBES2 (RFC 8018): PBKDF2-HMAC-SHA256 with 600,000 rounds and AES-256-CBC. Written by hand because the
 * runtime's own PKCS#8 encryption is fixed at 2,048 rounds. OpenSSL, the runtime and python-cryptography all open the result.
 */

/** OWASP's figure for PBKDF2-HMAC-SHA256. */
const pbkdf2Rounds = 600_000

const oids = {
  pbes2: '06092a864886f70d01050d', // 1.2.840.113549.1.5.13
  pbkdf2: '06092a864886f70d01050c', // 1.2.840.113549.1.5.12
  hmacSha256: '06082a864886f70d0209', // 1.2.840.113549.2.9
  aes256Cbc: '060960864801650304012a', // 2.16.840.1.101.3.4.1.42
} as const

/**
 * PEM text (`BEGIN ENCRYPTED PRIVATE KEY`) of a PKCS#8 DER key. Salt (16 bytes) and IV are fresh random bytes, so two calls differ.
 * The passphrase counts as its UTF-8 bytes, as in OpenSSL.
 */
export function encryptKey(pkcs8: Uint8Array, passphrase: string): string {
  const salt = randomBytes(16)
  const iv = randomBytes(16)
  const key = pbkdf2Sync(passphrase, salt, pbkdf2Rounds, 32, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  const encrypted = Buffer.concat([cipher.update(pkcs8), cipher.final()])
  const oid = (id: keyof typeof oids) => Buffer.from(oids[id], 'hex')
  const derivation = sequence(
    oid('pbkdf2'),
    sequence(octets(salt), integer(pbkdf2Rounds), sequence(oid('hmacSha256'), Buffer.from('0500', 'hex'))),
  )
  const scheme = sequence(oid('aes256Cbc'), octets(iv))
  const der = sequence(sequence(oid('pbes2'), sequence(derivation, scheme)), octets(encrypted))
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${lines}\n-----END ENCRYPTED PRIVATE KEY-----\n`
}
