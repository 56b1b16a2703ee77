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
  const found = { numbered: false }
  const ordered = inOrder(value, 0, found)
  const json = found.numbered ? joined(ordered) : JSON.stringify(ordered)
  // It escapes what is alone, so few values have to be looked through.
  if (json.includes('\\ud')) refuseLoneSurrogates(ordered)
  return json
}

/**
 * The bytes of a JSON file of ours: canonical form in UTF-8 and one newline. report.json and statement.json are made of this.
 * @throws TypeError like canonicalJson.
 */
export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value) + '\n')
}

/** The same value with its keys in order. `numbered` turns true when a key begins with a digit: JavaScript puts keys that are numbers first. */
function inOrder(value: unknown, depth: number, found: { numbered: boolean }): unknown {
  if (depth > maxDepth) throw new TypeError('canonical JSON: nested too deeply')
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON: a number is not finite')
    return value
  }
  if (Array.isArray(value)) {
    const items: unknown[] = []
    // By number: holes must not vanish.
    for (let i = 0; i < value.length; i++) items.push(inOrder(value[i], depth + 1, found))
    return items
  }
  if (typeof value !== 'object') throw new TypeError(`canonical JSON: no room for ${typeof value}`)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('canonical JSON: not a plain object')
  if (Object.getOwnPropertySymbols(value).length > 0) throw new TypeError('canonical JSON: a key is a symbol')
  const entries = value as { readonly [key: string]: unknown }
  // Without a prototype `__proto__` is a key like any other.
  const ordered: { [key: string]: unknown } = Object.create(null)
  for (const key of Object.keys(entries).sort()) {
    if (key >= '0' && key < ':') found.numbered = true
    ordered[key] = inOrder(entries[key], depth + 1, found)
  }
  return ordered
}

/** What `JSON.stringify` writes, with keys that are numbers where their UTF-16 code units put them. */
function joined(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(joined).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = value as { readonly [key: string]: unknown }
  const members = Object.keys(entries)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${joined(entries[key])}`)
  return `{${members.join(',')}}`
}

function refuseLoneSurrogates(value: unknown): void {
  if (typeof value === 'string' && loneSurrogate.test(value)) throw new TypeError('canonical JSON: a string holds a lone surrogate')
  if (typeof value !== 'object' || value === null) return
  for (const [key, each] of Object.entries(value)) {
    refuseLoneSurrogates(key)
    refuseLoneSurrogates(each)
  }
}
