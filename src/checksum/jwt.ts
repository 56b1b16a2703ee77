import type { Validator } from '../model.ts'

/** A base64url part of a token as a JSON object, or undefined. */
function objectOf(part: string): { readonly [key: string]: unknown } | undefined {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: unknown }) : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether a string is a JSON Web Token (RFC 7519) in compact form: a JOSE header naming its algorithm (RFC 7515 §4.1.1), then
 * either three parts of which the second is a JSON object (JWS), or five parts with a content encryption algorithm (JWE, RFC 7516).
 * An unsigned token (`alg: none`, empty third part) counts: its claims are still somebody's.
 */
export const jwt: Validator = {
  id: 'jwt',
  falsePass: 1e-6,
  check(value) {
    const parts = value.split('.')
    const header = objectOf(parts[0] ?? '')
    if (typeof header?.alg !== 'string' || header.alg.length === 0) return false
    if (parts.length === 5) return typeof header.enc === 'string'
    if (parts.length !== 3 || objectOf(parts[1] ?? '') === undefined) return false
    return header.alg.toLowerCase() === 'none' ? parts[2] === '' : (parts[2] ?? '').length >= 16
  },
}
