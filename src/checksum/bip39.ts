import { createRequire } from 'node:module'
import type * as Library from '@scure/bip39'
import type { Validator } from '../model.ts'

// Loaded with the first phrase: its list takes longer than a short run.
const load = createRequire(import.meta.url)
let known: { readonly library: typeof Library; readonly list: string[] } | undefined

/**
 * Seed phrase of a wallet (BIP-39, English list): 12, 15, 18, 21 or 24 of its 2,048 words, the last bits a checksum (SHA-256 of the entropy).
 *
 * falsePass: 0.062 of twelve random words of the list (measured by scripts/false-pass.js).
 */
export const bip39: Validator = {
  id: 'bip39',
  falsePass: 0.062,
  check: (value) => {
    known ??= {
      library: load('@scure/bip39') as typeof Library,
      list: (load('@scure/bip39/wordlists/english') as { readonly wordlist: string[] }).wordlist,
    }
    return known.library.validateMnemonic(
      value
        .trim()
        .split(/[\s,]+/)
        .join(' '),
      known.list,
    )
  },
}
