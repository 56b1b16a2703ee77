import type { Gate } from '../model.ts'

/** What the kernel needs to know of all gates, as the tables it reads, and the way back from a candidate to the gates it stands for. */
export interface GateTables {
  /** Per byte: see the flags in assembly/scan.ts. */
  readonly classes: Uint8Array
  readonly twos: Uint8Array
  readonly threes: Uint8Array
  readonly longs: Uint8Array
  readonly longShift: number
  readonly frees: Uint8Array
  readonly heads: Uint32Array
  readonly literals: Uint8Array
  readonly hasTwos: boolean
  readonly minFree: number
  readonly digitTable: Uint8Array
  readonly tokenTable: Uint32Array
  /** Gates of a literal id, of a byte. */
  readonly literalGates: readonly (readonly number[])[]
  readonly byteGates: readonly { readonly gate: number; readonly byte: number; readonly beside: 'alnum' | 'hex' | undefined }[]
  /** Gates of a digit region, by digits, groups and brokenness as the kernel writes them. */
  readonly regionGates: readonly (readonly number[])[]
  readonly tokenGates: readonly { readonly gate: number; readonly min: number; readonly digits: number }[]
}

const alpha = 1
const digit = 2
const space = 4
const wanted = 8
const join = 16
const starts = 32

/** The counters of the kernel stop here: more digits or groups are all the same to it. */
export const digitCap = 63
export const groupCap = 15

const encoder = new TextEncoder()

/** Builds the tables of a list of gates; a candidate later names gates by their index in this list. */
export function gateTables(gates: readonly Gate[]): GateTables {
  const classes = new Uint8Array(256)
  for (let b = 0; b < 128; b++) {
    const c = String.fromCharCode(b)
    if (/[A-Za-z]/.test(c)) classes[b] = alpha
    else if (/[0-9]/.test(c)) classes[b] = digit
    else if (/[\s]/.test(c)) classes[b] = space
    if (' -./()+'.includes(c)) classes[b]! |= join
  }
  const byteGates: { gate: number; byte: number; beside: 'alnum' | 'hex' | undefined }[] = []
  const digitGates: { gate: number; min: number; max: number; groups: number }[] = []
  const tokenGates: { gate: number; min: number; digits: number }[] = []
  const literals = new Map<string, { bytes: Uint8Array; ci: boolean; free: boolean; gates: number[] }>()
  for (const [gate, each] of gates.entries()) {
    if ('literals' in each) {
      for (const literal of each.literals) addLiteral(literals, literal, each.ci ?? false, each.edge === false, gate)
    } else if ('digits' in each) digitGates.push({ gate, min: each.digits.min, max: each.digits.max, groups: each.digits.groups ?? 1 })
    else if ('token' in each) tokenGates.push({ gate, min: each.token.min, digits: each.token.digits ?? 0 })
    else {
      const byte = each.byte.charCodeAt(0)
      if (byte > 127 || (classes[byte]! & (alpha | digit)) !== 0)
        throw new RangeError(`a byte gate must be ASCII punctuation, not "${each.byte}"`)
      classes[byte]! |= wanted
      byteGates.push({ gate, byte, beside: each.beside })
    }
  }
  for (const { bytes, ci } of literals.values()) {
    const first = bytes[0]!
    classes[first]! |= starts
    if (ci && first >= 0x61 && first <= 0x7a) classes[first - 32]! |= starts
  }
  const digitTable = new Uint8Array(64 * 32)
  const regionGates: (readonly number[])[] = []
  for (let d = 1; d <= digitCap; d++) {
    for (let g = 1; g <= groupCap; g++) {
      for (const unbroken of g === 1 ? [0, 1] : [0]) {
        const wanting = digitGates.filter((one) => wantsRegion(one, d, g, unbroken === 1)).map((one) => one.gate)
        regionGates[d | (g << 6) | (unbroken << 10)] = wanting
        if (wanting.length > 0) digitTable[d * 32 + g * 2 + unbroken] = 1
      }
    }
  }
  const tokenTable = new Uint32Array(64)
  for (let d = 0; d < 64; d++) {
    tokenTable[d] = Math.min(0xffffffff, ...tokenGates.filter((one) => one.digits <= d).map((one) => one.min))
  }
  return { classes, digitTable, tokenTable, byteGates, regionGates, tokenGates, ...literalTables([...literals.values()]) }
}

/** Whether a region of so many digits in so many groups is a candidate of a digit gate. */
export function wantsRegion(
  gate: { min: number; max: number; groups: number },
  digits: number,
  groups: number,
  unbroken: boolean,
): boolean {
  return digits >= gate.min && groups >= gate.groups && !(unbroken && digits > gate.max && !(digits === digitCap && gate.max >= digitCap))
}

const foldByte = (b: number) => (b >= 0x41 && b <= 0x5a ? b | 0x20 : b)

function addLiteral(
  literals: Map<string, { bytes: Uint8Array; ci: boolean; free: boolean; gates: number[] }>,
  text: string,
  ci: boolean,
  free: boolean,
  gate: number,
): void {
  const bytes = encoder.encode(text)
  if (bytes.length < 2 || bytes.length > 0xffff) throw new RangeError(`a literal must be 2 to 65,535 bytes long, not ${bytes.length}`)
  if (ci) for (let i = 0; i < bytes.length; i++) bytes[i] = foldByte(bytes[i]!)
  const first = bytes[0]!
  const inToken = (first >= 0x30 && first <= 0x39) || (foldByte(first) >= 0x61 && foldByte(first) <= 0x7a)
  const key = `${ci ? 1 : 0}${free && inToken ? 1 : 0}${Buffer.from(bytes).toString('latin1')}`
  const known = literals.get(key)
  if (known === undefined) literals.set(key, { bytes, ci, free: free && inToken, gates: [gate] })
  else if (!known.gates.includes(gate)) known.gates.push(gate)
}

const isAlnum = (b: number) => (b >= 0x30 && b <= 0x39) || (foldByte(b) >= 0x61 && foldByte(b) <= 0x7a)
const multiplier = 0x9e3779b1

function literalTables(literals: readonly { bytes: Uint8Array; ci: boolean; free: boolean; gates: number[] }[]) {
  const twos = new Uint8Array(8192)
  const threes = new Uint8Array(8192)
  const frees = new Uint8Array(8192)
  // About one bit in sixty-four is set, so that the filter stays in the processor's cache for the packs and grows with a library.
  let longBits = 16
  while (1 << longBits < literals.length * 64 && longBits < 23) longBits += 1
  const longs = new Uint8Array(1 << (longBits - 3))
  const longShift = 32 - longBits
  const set = (map: Uint8Array, i: number) => {
    map[i >> 3]! |= 1 << (i & 7)
  }
  let slots = 256
  while (slots < literals.length * 2) slots *= 2
  const heads = new Uint32Array(slots)
  const sizes = literals.map(({ bytes }) => (32 + bytes.length + 7) & ~7)
  const blob = new Uint8Array(8 + sizes.reduce((a, b) => a + b, 0))
  const view = new DataView(blob.buffer)
  let at = 8
  let hasTwos = false
  let minFree = 0
  for (const [id, literal] of literals.entries()) {
    const { bytes } = literal
    const f = (i: number) => foldByte(bytes[i] ?? 0)
    const word = (f(0) | (f(1) << 8) | (f(2) << 16) | (f(3) << 24)) >>> 0
    if (literal.free) {
      // What follows a literal of two bytes may be anything.
      for (const third of bytes.length > 2 ? [f(2)] : Array.from({ length: 256 }, (_, b) => b)) {
        set(frees, (Math.imul((word & 0xffff) | (third << 16), multiplier) >>> 0) >>> 16)
      }
      // A literal may go on past its token (`8Q~`): what counts is how much of it must lie inside.
      const inside = bytes.findIndex((b) => !isAlnum(b))
      minFree = Math.min(minFree === 0 ? bytes.length : minFree, inside < 0 ? bytes.length : inside)
    }
    let key: number
    if (bytes.length >= (bytes[0]! < 0xe0 ? 4 : 6)) {
      if (bytes[0]! < 0xe0) key = Math.imul(word, multiplier) >>> 0
      else {
        const h = Math.imul(word ^ Math.imul(f(4) | (f(5) << 8), 0x85ebca6b), multiplier) >>> 0
        key = (h ^ (h >>> 15)) >>> 0
      }
      set(longs, key >>> longShift)
    } else if (bytes.length >= 3) {
      key = Math.imul(word & 0xffffff, multiplier) >>> 0
      set(threes, key >>> 16)
    } else {
      key = Math.imul(word & 0xffff, multiplier) >>> 0
      set(twos, word & 0xffff)
      hasTwos = true
    }
    const slot = (key >>> 7) & (slots - 1)
    view.setUint32(at, heads[slot]!, true)
    view.setUint32(at + 4, id, true)
    view.setUint16(at + 8, bytes.length, true)
    view.setUint8(at + 10, literal.ci ? 1 : 0)
    view.setUint8(at + 11, literal.free ? 1 : 0)
    for (let i = 0; i < Math.min(8, bytes.length); i++) {
      view.setUint8(at + 16 + i, bytes[i]!)
      view.setUint8(at + 24 + i, 0xff)
    }
    blob.set(bytes, at + 32)
    heads[slot] = at
    at += sizes[id]!
  }
  return { twos, threes, longs, longShift, frees, heads, literals: blob, hasTwos, minFree, literalGates: literals.map((l) => l.gates) }
}
