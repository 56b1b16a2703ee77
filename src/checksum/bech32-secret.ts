import type { Validator } from '../model.ts'
import { bech32Form } from './bech32.ts'

/**
 * Private key in Bech32, of Nostr (NIP-19, `nsec1`, thirty-two bytes) or Sui (SIP-15, `suiprivkey1`, a flag and thirty-two bytes): thirty bits
 * of checksum (BIP 173).
 *
 * falsePass: 9.3e-10 of random strings of the shape (computed: one of 2³⁰).
 */
export const bech32Secret: Validator = {
  id: 'bech32-secret',
  falsePass: 9.3e-10,
  check: (value) => /^(?:nsec1[02-9ac-hj-np-z]{58}|suiprivkey1[02-9ac-hj-np-z]{59})$/.test(value) && bech32Form(value) === 'bech32',
}
