import type { Gate, GateSides } from '../model.ts'
import { asWritten, type ByteElement, parseByteExpression } from './beside.ts'
import { addLiteral, type Literal, literalTables } from './literals.ts'

/** What the kernel needs to know of all gates, as the tables it reads; addresses in them are offsets into `gates` or `literals`. */
export interface GateTables {
  /** Per byte: see assembly/classes.ts. */
  readonly classes: Uint8Array
  /**
   * The signs that are looked at: ASCII bytes, neither letter nor digit, that a byte gate asks for or a literal starts with, and the backslash, which may begin a written-out
   * line break. Two tables of 16 bytes, looked up by the low and the high half of a byte: it is such a sign when both hold the same bit.
   */
  readonly signs: Uint8Array
  readonly twos: Uint8Array
  readonly threes: Uint8Array
  /** See `LongFilter`. */
  readonly longs: Uint32Array
  readonly longMask: number
  /** Twice four tables of 32 bytes: see `bucketTables`. */
  readonly freeBuckets: Uint8Array
  /** Bitmap of the code points of three bytes that a literal of less than six starts with. */
  readonly wides: Uint8Array
  readonly heads: Uint32Array
  readonly literals: Uint8Array
  readonly hasFree: boolean
  /** Lists of gates, what each gate asks to stand beside a candidate, and byte sets. */
  readonly gates: Uint8Array
  /** Offset in `gates` of the records of all gates. */
  readonly gateRecords: number
  /** Offset of the list of gates for a region of so many digits, in so many groups, unbroken or not; 0 = none. */
  readonly regionLists: Uint32Array
  /** Per sign: offset of the list of its gates. In the 64 bytes before that list lie two byte sets: what may stand before a candidate of these gates, and what may follow the sign for any gate or literal. */
  readonly byteLists: Uint32Array
  /** The length from which a token is looked at, by how many digits it holds. */
  readonly tokenTable: Uint32Array
  /** Offset of the list {gate, min, digits} of all token gates. */
  readonly tokenList: number
}

const alpha = 1
const digit = 2
const wanted = 8
const join = 16
const starts = 32
const backslash = 0x5c

/** The counters of the kernel stop here: more digits or groups are all the same to it. */
const digitCap = 63
const groupCap = 15

/** Builds the tables of a list of gates; a candidate later names its gate by the index in this list. */
export function gateTables(gates: readonly Gate[]): GateTables {
  const classes = new Uint8Array(256)
  for (let b = 0; b < 128; b++) {
    const c = String.fromCharCode(b)
    if (/[A-Za-z]/.test(c)) classes[b] = alpha
    else if (/[0-9]/.test(c)) classes[b] = digit
    if (' -./()+'.includes(c)) classes[b]! |= join
  }
  const byteGates = new Map<number, number[]>()
  const digitGates: { gate: number; min: number; max: number; groups: number }[] = []
  const tokenGates: { gate: number; min: number; digits: number }[] = []
  const literals = new Map<string, Literal>()
  for (const [gate, each] of gates.entries()) {
    if ('literals' in each) {
      const own = [gate]
      for (const literal of each.literals) addLiteral(literals, literal, each, own)
    } else if ('digits' in each) digitGates.push({ gate, min: each.digits.min, max: each.digits.max, groups: each.digits.groups ?? 1 })
    else if ('token' in each) tokenGates.push({ gate, min: each.token.min, digits: each.token.digits ?? 0 })
    else {
      const byte = each.byte.charCodeAt(0)
      if (byte > 127 || (classes[byte]! & (alpha | digit)) !== 0)
        throw new RangeError(`a byte gate must be ASCII punctuation, not "${each.byte}"`)
      classes[byte]! |= wanted
      byteGates.set(byte, [...(byteGates.get(byte) ?? []), gate])
    }
  }
  /** The second bytes of literals, by their first byte: 256 bits each. */
  const seconds = new Map<number, Uint8Array>()
  for (const { bytes, ci } of literals.values()) {
    const first = bytes.charCodeAt(0)
    classes[first]! |= starts
    if (ci && first >= 0x61 && first <= 0x7a) classes[first - 32]! |= starts
    const behind = seconds.get(first) ?? new Uint8Array(32)
    seconds.set(first, behind)
    addByte(behind, bytes.charCodeAt(1), ci)
  }
  const memory = new GateMemory()
  const gateRecords = memory.sides(gates)
  const regionLists = new Uint32Array(2048)
  for (let d = 1; d <= digitCap; d++) {
    for (let g = 1; g <= groupCap; g++) {
      for (const unbroken of g === 1 ? [0, 1] : [0]) {
        const wanting = digitGates.filter((one) => wantsRegion(one, d, g, unbroken === 1)).map((one) => one.gate)
        if (wanting.length > 0) regionLists[d | (g << 6) | (unbroken << 10)] = memory.list(wanting)
      }
    }
  }
  const tokenTable = new Uint32Array(64)
  for (let d = 0; d < 64; d++) {
    tokenTable[d] = Math.min(0xffffffff, ...tokenGates.filter((one) => one.digits <= d).map((one) => one.min))
  }
  const tokenList = memory.words([tokenGates.length, ...tokenGates.flatMap(({ gate, min, digits }) => [gate, min, digits])])
  const byteLists = new Uint32Array(256)
  for (const byte of signsAsked(classes)) {
    const list = byteGates.get(byte) ?? []
    const own = list.map((gate) => gates[gate]!)
    memory.words([...bitsOf(nearAny(own, 'before')), ...bitsOf(behindSign(byte, own, seconds.get(byte)))])
    byteLists[byte] = memory.words([list.length, ...list])
  }
  const ofLiterals = literalTables([...literals.values()], (list) => memory.list(list))
  return {
    classes,
    signs: signTable(classes),
    regionLists,
    byteLists,
    tokenTable,
    tokenList,
    gateRecords,
    gates: memory.bytes(),
    ...ofLiterals,
  }
}

/** `\`, and the ASCII signs that a byte gate asks for or a literal starts with. */
function signsAsked(classes: Uint8Array): number[] {
  const ascii = Array.from({ length: 128 }, (_, b) => b)
  return ascii.filter((b) => b === backslash || ((classes[b]! & (wanted | starts)) !== 0 && (classes[b]! & (alpha | digit)) === 0))
}

function signTable(classes: Uint8Array): Uint8Array {
  const signs = new Uint8Array(32)
  for (let high = 0; high < 8; high++) signs[16 + high] = 1 << high
  for (const b of signsAsked(classes)) signs[b & 15]! |= 1 << (b >> 4)
  return signs
}

/** Gathers lists and byte expressions in one block that is placed in kernel memory. Offset 0 is nothing. */
class GateMemory {
  readonly #words: number[] = [0]
  readonly #lists = new Map<string, number>()
  readonly #expressions = new Map<string, number>()

  words(words: Iterable<number>): number {
    const at = this.#words.length * 4
    for (const word of words) this.#words.push(word)
    return at
  }

  /** A list of gates, kept once: a hundred thousand terms have few. */
  list(gates: readonly number[]): number {
    const key = gates.join()
    const known = this.#lists.get(key)
    if (known !== undefined) return known
    const at = this.words([gates.length, ...gates])
    this.#lists.set(key, at)
    return at
  }

  /** A record for each gate: see assembly/gates.ts. */
  sides(gates: readonly GateSides[]): number {
    const records = gates.flatMap(({ before, head, after }) => [
      this.#expression(before, true),
      this.#expression(head, false),
      this.#expression(after, false),
      ...[
        nearBytes(before, true, 0),
        nearBytes(before, true, 1),
        nearBytes(head, false, 0),
        nearBytes(after, false, 0),
        nearBytes(after, false, 1),
      ].map((set) => (set === undefined ? 0 : this.#set(set))),
    ])
    return this.words(records)
  }

  /**
   * An expression: the number of its alternatives, and for each the number of its elements and {offset of the set, least, most, whether what follows
   * never begins with a byte of the set, so that fewer need not be tried}.
   */
  #expression(source: string | undefined, backwards: boolean): number {
    if (source === undefined) return 0
    const key = `${backwards}${source}`
    const known = this.#expressions.get(key)
    if (known !== undefined) return known
    const alternatives = parseByteExpression(source).map((elements) => (backwards ? [...elements].reverse() : elements))
    const blocks = alternatives.flatMap((elements) => [
      elements.length,
      ...elements.flatMap((each, i) => [this.#set(each.set), each.min, each.max, isApart(each.set, elements.slice(i + 1)) ? 1 : 0]),
    ])
    const at = this.words([alternatives.length, ...blocks])
    this.#expressions.set(key, at)
    return at
  }

  #set(set: Uint8Array): number {
    const key = set.join()
    const known = this.#expressions.get(key)
    if (known !== undefined) return known
    const at = this.words(bitsOf(set))
    this.#expressions.set(key, at)
    return at
  }

  bytes(): Uint8Array {
    return new Uint8Array(Uint32Array.from(this.#words).buffer)
  }
}

/** Whether no byte of a set may begin what follows it; also where what follows may be nothing, as then all that can be taken will do. */
function isApart(set: Uint8Array, following: readonly ByteElement[]): boolean {
  const own = asWritten(set)
  for (const each of following) {
    if (asWritten(each.set).some((bits, i) => (bits & own[i]!) !== 0)) return false
    if (each.min > 0) return true
  }
  return true
}

/** The bytes that may stand right before or behind a candidate of one of these gates: 256 bits. */
function nearAny(gates: readonly GateSides[], side: 'before' | 'after'): Uint8Array {
  const union = new Uint8Array(32)
  for (const gate of gates) {
    const own = nearBytes(gate[side], side === 'before', 0)
    for (let i = 0; i < 32; i++) union[i]! |= own === undefined ? 0xff : own[i]!
  }
  return union
}

/** The bytes that may follow a sign for its gates, for literals that start with it (`seconds`) or a line break that is written out: 256 bits. */
function behindSign(sign: number, gates: readonly GateSides[], seconds: Uint8Array | undefined): Uint8Array {
  const behind = nearAny(gates, 'after')
  if (sign === backslash) for (const letter of 'nrt') addByte(behind, letter.charCodeAt(0), false)
  return seconds === undefined ? behind : behind.map((bits, i) => bits | seconds[i]!)
}

/** Adds a byte to 256 bits; with `ci` the capital of a small letter too. */
function addByte(set: Uint8Array, b: number, ci: boolean): void {
  set[b >> 3]! |= 1 << (b & 7)
  if (ci && b >= 0x61 && b <= 0x7a) set[(b - 32) >> 3]! |= 1 << (b & 7)
}

const bitsOf = (set: Uint8Array): Uint32Array => new Uint32Array(set.buffer, set.byteOffset, 8)

/** The bytes that an expression lets stand next to a candidate (`distance` 0) or one further: 256 bits; undefined when it lets any. */
function nearBytes(expression: string | undefined, backwards: boolean, distance: 0 | 1): Uint8Array | undefined {
  if (expression === undefined) return undefined
  const bytes = new Uint8Array(32)
  for (const elements of parseByteExpression(expression)) {
    // Distances at which the next element may begin.
    let starts = new Set([0])
    for (const { set, min, max } of backwards ? [...elements].reverse() : elements) {
      const next = new Set<number>()
      for (const start of starts) {
        if (start <= distance && distance < start + max) for (let i = 0; i < 32; i++) bytes[i]! |= set[i]!
        for (let times = min; times <= max; times++) next.add(Math.min(start + times, distance + 1))
      }
      starts = next
    }
    if (Math.min(...starts) <= distance) return undefined
  }
  if (bytes.every((bits) => bits === 0xff)) return undefined
  // Next to a candidate stands no half of a break whose other half is part of the candidate.
  return asWritten(bytes, !backwards || distance === 1, backwards || distance === 1)
}

/** Whether a region of so many digits in so many groups is a candidate of a digit gate. */
function wantsRegion(gate: { min: number; max: number; groups: number }, digits: number, groups: number, unbroken: boolean): boolean {
  return digits >= gate.min && groups >= gate.groups && !(unbroken && digits > gate.max && !(digits === digitCap && gate.max >= digitCap))
}
