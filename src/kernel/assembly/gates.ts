// What is reported: a candidate goes to each gate that asked for it and is content with what stands beside it.
//
// Candidate: three u32 {gate, start, end}; offsets relative to the text. When the buffer is full the host's flush(n) empties it.

// @ts-ignore: decorator
@external('host', 'flush')
declare function flush(count: i32): void

export let gates: usize = 0     // lists of gates {u32 count, u32 gate…}, byte expressions, byte sets: kernel/tables.ts
let gateRecords: usize = 0      // per gate eight u32 {before, head, after: byte expressions; sets of the last byte before it, the one before that, its first byte, the two behind it}: offsets, 0 = anything
let out: usize = 0
let outCapacity: i32 = 0
let n: i32 = 0
export let textStart: usize = 0
export let textEnd: usize = 0

export function gatesSetup(outAt: usize, capacity: i32, gatesAt: usize, recordsAt: usize): void {
  out = outAt
  outCapacity = capacity
  gates = gatesAt
  gateRecords = recordsAt
}

/** Begins the text [start, end). */
export function begin(start: usize, end: usize): void {
  textStart = start
  textEnd = end
  n = 0
}

/** Candidates left in the buffer. */
export function reported(): i32 { return n }

// @ts-ignore: decorator
@inline
export function bit(map: usize, i: u32): bool { return (load<u8>(map + (i >> 3)) & (1 << (i & 7))) != 0 }

/** Reports [start, end) of the text to each gate of a list that is content with what stands beside it. */
// @ts-ignore: decorator
@inline
export function offer(list: usize, start: usize, end: usize): void {
  let left = load<u32>(list)
  while (left != 0) {
    list += 4
    left--
    const gate = load<u32>(list)
    if (beside(gate, start, end)) put(gate, start, end)
  }
}

// @ts-ignore: decorator
@inline
export function beside(gate: u32, start: usize, end: usize): bool {
  const record = gateRecords + (gate << 5)
  // Single bytes settle nearly everything. What lies beyond the text may be anything: the expressions judge it.
  if (!allows(load<u32>(record, 24), end) || !allows(load<u32>(record, 12), start - 1) || !allows(load<u32>(record, 28), end + 1)) return false
  if (!allows(load<u32>(record, 16), start - 2) || !allows(load<u32>(record, 20), start)) return false
  const before = load<u32>(record)
  const head = load<u32>(record, 4)
  const after = load<u32>(record, 8)
  return (before == 0 || holds(before, start, -1)) && (head == 0 || holds(head, start, 1)) && (after == 0 || holds(after, end, 1))
}

// @ts-ignore: decorator
@inline
function allows(set: u32, p: usize): bool { return set == 0 || bit(gates + set, load<u8>(p)) }

/** Whether an expression holds at p: the bytes from p on, or those before p from the last to the first. */
function holds(expression: u32, p: usize, step: i32): bool {
  let at = gates + expression
  let alternatives = load<u32>(at)
  at += 4
  while (alternatives != 0) {
    const size = load<u32>(at)
    if (follows(at + 4, size, p, step)) return true
    at += 4 + (size << 4)
    alternatives--
  }
  return false
}

/**
 * Whether the byte at p is one of a set: as it stands, or as part of a line break or tab that is written out, `\\n`, `\\r` or `\\t`, which rules read as a
 * blank and the break.
 */
function takes(set: usize, p: usize): bool {
  const b: u32 = load<u8>(p)
  if (bit(set, b)) return true
  if (b == 0x5c) return bit(set, 0x20) && p + 1 < textEnd && breakOf(load<u8>(p + 1)) != 0
  const control = breakOf(b)
  return control != 0 && bit(set, control) && p > textStart && load<u8>(p - 1) == 0x5c
}

/** The line break or tab that a letter stands for behind a backslash; 0 for none. */
// @ts-ignore: decorator
@inline
function breakOf(letter: u32): u32 {
  return letter == 0x6e ? 0x0a : letter == 0x72 ? 0x0d : letter == 0x74 ? 0x09 : 0
}

function follows(at: usize, size: u32, p: usize, step: i32): bool {
  while (size != 0) {
    const set = gates + load<u32>(at)
    const least = load<u32>(at, 4)
    const most = load<u32>(at, 8)
    let taken: u32 = 0
    while (taken < most && (step > 0 ? p < textEnd : p > textStart) && takes(set, step > 0 ? p : p - 1)) {
      p += step
      taken++
    }
    if (taken < least) return false
    const apart = load<u32>(at, 12) != 0
    at += 16
    size--
    if (apart) continue
    // As many as there are, then fewer.
    for (; taken > least; taken--) {
      if (follows(at, size, p, step)) return true
      p -= step
    }
  }
  return true
}

// @ts-ignore: decorator
@inline
export function put(gate: u32, start: usize, end: usize): void {
  const o = out + n * 12
  store<u32>(o, gate)
  store<u32>(o, (start - textStart) as u32, 4)
  store<u32>(o, (end - textStart) as u32, 8)
  n += 1
  if (n == outCapacity) { flush(n); n = 0 }
}
