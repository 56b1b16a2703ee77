/**
 * Canonical JSON (RFC 8785, JCS): same value, same bytes, whatever wrote it. `JSON.stringify` already prints numbers and
 * strings as the RFC asks; what is left is the key order and refusing everything I-JSON (RFC 7493) has no room for.
 * It serves determinism only: a signature always covers raw bytes.
 */

const maxDepth = 256
const loneSurrogate = /\p{Surrogate}/u

/**
 * The canonical form of a JSON value, without a trailing newline. Keys are sorted by UTF-16 code units (RFC 8785 3.2.3).
 * @throws TypeError on anything that is not plain JSON: non-finite numbers, lone surrogates, undefined (also as a property or
 * an array hole), bigint, functions, symbols, objects with another prototype (Date, Map), and nesting deeper than 256 (cycles).
 */
export function canonicalJson(value: unknown): string {
  const pieces: string[] = []
  write(value, 0, pieces)
  return pieces.join('')
}

/**
 * The bytes of a JSON file of ours: canonical form in UTF-8 and one newline. report.json and statement.json are made of this.
 * @throws TypeError like canonicalJson.
 */
export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value) + '\n')
}

/** Writes a value piece by piece: a report put together level by level would be copied as often as it is deep. */
function write(value: unknown, depth: number, pieces: string[]): void {
  if (depth > maxDepth) throw new TypeError('canonical JSON: nested too deeply')
  if (value === null || value === true || value === false) return void pieces.push(String(value))
  if (typeof value === 'string') return void pieces.push(quote(value))
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON: a number is not finite')
    return void pieces.push(JSON.stringify(value))
  }
  if (Array.isArray(value)) {
    pieces.push('[')
    // By number: holes must not vanish.
    for (let i = 0; i < value.length; i++) {
      if (i > 0) pieces.push(',')
      write(value[i], depth + 1, pieces)
    }
    pieces.push(']')
    return
  }
  if (typeof value !== 'object') throw new TypeError(`canonical JSON: no room for ${typeof value}`)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('canonical JSON: not a plain object')
  if (Object.getOwnPropertySymbols(value).length > 0) throw new TypeError('canonical JSON: a key is a symbol')
  const entries = value as { readonly [key: string]: unknown }
  pieces.push('{')
  for (const [i, key] of Object.keys(entries).sort().entries()) {
    if (i > 0) pieces.push(',')
    pieces.push(quote(key), ':')
    write(entries[key], depth + 1, pieces)
  }
  pieces.push('}')
}

function quote(text: string): string {
  const quoted = JSON.stringify(text)
  // It escapes what is alone, so few strings have to be looked through.
  if (quoted.includes('\\ud') && loneSurrogate.test(text)) throw new TypeError('canonical JSON: a string holds a lone surrogate')
  return quoted
}
