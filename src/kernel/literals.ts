import type { Gate } from '../model.ts'
import { bucketTables } from './buckets.ts'

/** A literal. A hundred thousand of them are held at once, so its bytes are one string, a character each. */
export interface Literal {
  readonly bytes: string
  readonly ci: boolean
  readonly free: boolean
  readonly whole: boolean
  gates: readonly number[]
}

const foldByte = (b: number) => (b >= 0x41 && b <= 0x5a ? b | 0x20 : b)
const isAlnum = (b: number) => (b >= 0x30 && b <= 0x39) || (foldByte(b) >= 0x61 && foldByte(b) <= 0x7a)

/** Adds a literal of a gate, whose list of one it shares with the gate's others. */
export function addLiteral(
  literals: Map<string, Literal>,
  text: string,
  gate: Extract<Gate, { literals: unknown }>,
  own: readonly number[],
): void {
  const ci = gate.ci ?? false
  const raw = Buffer.from(text, 'utf8')
  if (raw.length < 2 || raw.length > 0xffff) throw new RangeError(`a literal must be 2 to 65,535 bytes long, not ${raw.length}`)
  if (ci) for (let i = 0; i < raw.length; i++) raw[i] = foldByte(raw[i]!)
  const bytes = raw.toString('latin1')
  const free = gate.edge === false && isAlnum(raw[0]!)
  const whole = gate.whole === true && isAlnum(raw.at(-1)!)
  const key = `${bytes}${ci ? 1 : 0}${free ? 1 : 0}${whole ? 1 : 0}`
  const known = literals.get(key)
  if (known === undefined) literals.set(key, { bytes, ci, free, whole, gates: own })
  else if (!known.gates.includes(own[0]!)) known.gates = [...known.gates, ...own]
}

/** Hash of up to eight bytes as the kernel makes it: the upper half of their product with 0x9e3779b97f4a7c15, in 32 bits. */
function hashOf(low: number, high = 0): number {
  const [a, b] = [low & 0xffff, low >>> 16]
  const [c, d] = [0x7c15, 0x7f4a]
  const carried = ((a * c) >>> 16) + ((a * d) & 0xffff) + ((b * c) & 0xffff)
  const upper = b * d + ((a * d) >>> 16) + ((b * c) >>> 16) + (carried >>> 16)
  return (upper + Math.imul(high, 0x7f4a7c15) + Math.imul(low, 0x9e3779b9)) >>> 0
}

/**
 * The filter of literals of four bytes and more: two bits for each in one of its words of 64 bits, so that two lookups, of the first four bytes and of the first
 * eight, read one word that mostly is in the processor's nearest cache. It grows with a library.
 */
class LongFilter {
  readonly words: Uint32Array
  readonly mask: number

  constructor(literals: number) {
    let bits = 10
    while (1 << bits < literals * 0.7 && bits < 20) bits += 1
    this.words = new Uint32Array(2 << bits)
    this.mask = (1 << bits) - 1
  }

  /** Adds a literal by its hash, to the word of another. */
  add(word: number, hash: number): void {
    const at = ((word >>> 12) & this.mask) * 2
    for (const bit of [hash & 63, (hash >>> 6) & 63]) this.words[at + (bit >> 5)]! |= 1 << (bit & 31)
  }
}

/** The filters before literals, by their first bytes: see assembly/literals.ts. */
class Filters {
  readonly twos = new Uint8Array(8192)
  readonly threes = new Uint8Array(2048)
  readonly wides = new Uint8Array(8192)
  readonly longs: LongFilter

  constructor(literals: number) {
    this.longs = new LongFilter(literals)
  }

  /** Lets a literal pass; gives the hash that it is looked up by. */
  add(bytes: string): number {
    const set = (map: Uint8Array, i: number) => {
      map[i >> 3]! |= 1 << (i & 7)
    }
    const first = bytes.charCodeAt(0)
    const byte = (i: number) => (i < bytes.length ? bytes.charCodeAt(i) | (first < 0xe0 || i > 2 ? 0x20 : 0) : 0)
    const word = (i: number) => (byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24)) >>> 0
    if (first >= 0xe0 && first < 0xf0 && bytes.length < 6) {
      set(this.wides, ((first & 15) << 12) | ((byte(1) & 63) << 6) | (byte(2) & 63))
    }
    if (bytes.length === 2) {
      set(this.twos, word(0) & 0xffff)
      return hashOf(word(0) & 0xffff)
    }
    if (bytes.length === 3) {
      const key = hashOf(word(0) & 0xffffff)
      set(this.threes, key >>> 18)
      return key
    }
    const four = hashOf(word(0))
    let key = four
    if (first < 0xe0 && bytes.length >= 8) key = hashOf(word(0), word(4))
    if (first >= 0xe0 && bytes.length >= 6) key = hashOf(word(0), word(4) & 0xffff)
    this.longs.add(first < 0xe0 ? four : key, key)
    return key
  }
}

/** The literals in chains by the hash of their first bytes, with the filters before them. `list` places a list of gates. */
export function literalTables(literals: readonly Literal[], list: (gates: readonly number[]) => number) {
  const filters = new Filters(literals.length)
  let slots = 256
  while (slots < literals.length * 2) slots *= 2
  // Those of one chain lie side by side: a step along it mostly stays in the processor's nearest cache.
  const ordered = literals
    .map((literal) => ({ ...literal, slot: (filters.add(literal.bytes) >>> 7) & (slots - 1) }))
    .sort((a, b) => a.slot - b.slot)
  const heads = new Uint32Array(slots)
  const sizeOf = ({ bytes }: Literal) => (32 + bytes.length + 7) & ~7
  const blob = Buffer.alloc(ordered.reduce((sum, one) => sum + sizeOf(one), 8))
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  let at = 8
  for (const [i, literal] of ordered.entries()) {
    const { bytes, slot } = literal
    const next = at + sizeOf(literal)
    view.setUint32(at, ordered[i + 1]?.slot === slot ? next : 0, true)
    view.setUint32(at + 4, list(literal.gates), true)
    view.setUint16(at + 8, bytes.length, true)
    view.setUint8(at + 10, literal.ci ? 1 : 0)
    view.setUint8(at + 11, literal.free ? 1 : 0)
    view.setUint8(at + 12, literal.whole ? 1 : 0)
    for (let i = 0; i < Math.min(8, bytes.length); i++) {
      view.setUint8(at + 16 + i, bytes.charCodeAt(i))
      view.setUint8(at + 24 + i, 0xff)
    }
    blob.write(bytes, at + 32, 'latin1')
    heads[slot] ||= at
    at = next
  }
  const inTokens = literals.filter(({ free }) => free)
  const { twos, threes, wides, longs } = filters
  return {
    twos,
    threes,
    longs: longs.words,
    longMask: longs.mask,
    freeBuckets: bucketTables(inTokens.map(({ bytes }) => bytes)),
    wides,
    heads,
    literals: blob,
    hasFree: inTokens.length > 0,
  }
}
