import { sign as signBytes } from 'node:crypto'
import type { PrivateKey, PublicKey } from './keys.ts'

/**
 * Whoever can sign: a key in memory, or something outside (a key management service, a card, a device) that never gives its key away.
 * What comes back is verified with the public half before anything is written, so a signer is believed in nothing.
 */
export interface Signer {
  readonly publicKey: PublicKey
  /** The signature over the message: DER-encoded ECDSA over its SHA-256, or pure Ed25519. */
  sign(message: Uint8Array): Promise<Uint8Array>
}

/** A signer with its key in memory. */
export function localSigner({ key, publicKey }: PrivateKey): Signer {
  return {
    publicKey,
    sign: async (message) =>
      publicKey.algorithm === 'p256' ? signBytes('sha256', message, { key, dsaEncoding: 'der' }) : signBytes(null, message, key),
  }
}
