import { verify as verifyBytes } from 'node:crypto'
import type { PublicKey } from './keys.ts'
import type { Signer } from './signer.ts'

/**
 * DSSE v1 (Dead Simple Signing Envelope): what is signed is PAE(type, payload), so neither the type nor the payload can be
 * swapped, and no canonical form is needed. One signature per envelope, because a Sigstore bundle takes exactly one.
 */

/** The payload type of every in-toto statement. */
export const payloadType = 'application/vnd.in-toto+json'

interface Envelope {
  /** Standard base64. */
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

/** Pre-authentication encoding: `DSSEv1 SP LEN(type) SP type SP LEN(payload) SP payload`, lengths in bytes, decimal. */
export function pae(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload])
}

/** Signs an in-toto statement as PAE(type, payload). What comes back has yet to be verified. */
export function signPae(payload: Uint8Array, signer: Signer): Promise<Uint8Array> {
  return signer.sign(pae(payloadType, payload))
}

/**
 * Whether `signature` is this key's over PAE(type, payload). Only DER is taken for ECDSA; a signature of the wrong kind or shape is
 * false, not an error. (r, n−s) verifies as well as (r, s), so a signature is never an identity.
 */
export function verifyPae(payload: Uint8Array, signature: Uint8Array, key: PublicKey, type: string = payloadType): boolean {
  const message = pae(type, payload)
  try {
    return key.algorithm === 'p256'
      ? verifyBytes('sha256', message, { key: key.key, dsaEncoding: 'der' }, signature)
      : verifyBytes(null, message, key.key, signature)
  } catch {
    return false
  }
}

/**
 * The envelope of a signed payload. It names no key: verifiers that go by `keyid` each have their own way to write one, and cosign for one
 * passes over a signature whose `keyid` is not written its way.
 */
export function envelope(payload: Uint8Array, signature: Uint8Array): Envelope {
  return {
    payload: Buffer.from(payload).toString('base64'),
    payloadType,
    signatures: [{ keyid: '', sig: Buffer.from(signature).toString('base64') }],
  }
}
