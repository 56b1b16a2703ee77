import { createHash } from 'node:crypto'
import { canonicalJson } from './jcs.ts'

/** SHA-256 of a text in UTF-8, or of bytes, in hex: how reports name contents. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** SHA-256 of a value's canonical JSON, where members that are undefined do not count: comments and layout of a file do not change it. */
export const sha256OfValue = (value: unknown): string => sha256(canonicalJson(JSON.parse(JSON.stringify(value ?? null))))

/** An inline script or style as a page's Content-Security-Policy admits it (CSP 3, hash-source). */
export const hashSource = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
