// Token counts of a shard: the k smallest 64-bit token hashes with exact counts (bottom-k), and a count in one of 65,536 buckets for every token.
import { mix64 } from './hash'

// Open-addressed table of CAPACITY slots of 16 bytes {u64 hash, u32 count, u32 used}; pruned to K when 2K slots are used.
const CAPACITY: u32 = 16384
const K: u32 = 4096
let table: usize = 0
let scratch: usize = 0
let buckets: usize = 0
let characters: usize = 0 // u32 by code point below 65,536: a character is counted without hashing and becomes a token at the end
let used: u32 = 0
let limit: u64 = u64.MAX_VALUE

export function tokensSetup(tableAt: usize, scratchAt: usize, bucketsAt: usize, charactersAt: usize): void {
  characters = charactersAt
  table = tableAt
  scratch = scratchAt
  buckets = bucketsAt
  tokensReset()
}

export function tokensReset(): void {
  memory.fill(table, 0, CAPACITY * 16)
  memory.fill(buckets, 0, 65536 * 4)
  memory.fill(characters, 0, 65536 * 4)
  used = 0
  limit = u64.MAX_VALUE
}

// @ts-ignore: decorator
@inline
export function countToken(seed: u64): void {
  const h = mix64(seed)
  const b = buckets + ((h as u32 & 0xffff) << 2)
  store<u32>(b, load<u32>(b) + 1)
  if (h <= limit) keep(h, 1)
}

// @ts-ignore: decorator
@inline
export function countCharacter(code: u32): void {
  const at = characters + (code << 2)
  store<u32>(at, load<u32>(at) + 1)
}

function countCharacters(): void {
  for (let code: u32 = 0; code < 65536; code++) {
    const n = load<u32>(characters + (code << 2))
    if (n == 0) continue
    const h = mix64(code)
    const b = buckets + ((h as u32 & 0xffff) << 2)
    store<u32>(b, load<u32>(b) + n)
    if (h <= limit) keep(h, n)
  }
  memory.fill(characters, 0, 65536 * 4)
}

function keep(h: u64, n: u32): void {
  let i = (h >> 20) as u32 & (CAPACITY - 1)
  while (true) {
    const slot = table + (i << 4)
    if (load<u32>(slot, 12) == 0) {
      store<u64>(slot, h)
      store<u32>(slot, n, 8)
      store<u32>(slot, 1, 12)
      used += 1
      if (used > 2 * K) prune()
      return
    }
    if (load<u64>(slot) == h) {
      store<u32>(slot, load<u32>(slot, 8) + n, 8)
      return
    }
    i = (i + 1) & (CAPACITY - 1)
  }
}

/** Keeps the K smallest hashes and lowers the limit to the largest of them. */
function prune(): void {
  const n = compact()
  if (n <= K) { rebuild(n); return }
  select(0, n - 1, K - 1)
  limit = load<u64>(scratch + ((K - 1) << 4))
  rebuild(K)
}

function compact(): u32 {
  let n: u32 = 0
  for (let i: u32 = 0; i < CAPACITY; i++) {
    const slot = table + (i << 4)
    if (load<u32>(slot, 12) != 0) {
      v128.store(scratch + (n << 4), v128.load(slot))
      n += 1
    }
  }
  return n
}

function rebuild(n: u32): void {
  memory.fill(table, 0, CAPACITY * 16)
  used = 0
  for (let i: u32 = 0; i < n; i++) {
    const from = scratch + (i << 4)
    keep(load<u64>(from), load<u32>(from, 8))
  }
}

// Quickselect on 16-byte entries: afterwards entries 0..k hold the k+1 smallest, the largest of them at k.
function select(left: i32, right: i32, k: i32): void {
  while (left < right) {
    const pivot = load<u64>(scratch + (((left + right) >> 1) << 4))
    let i = left
    let j = right
    while (i <= j) {
      while (load<u64>(scratch + (i << 4)) < pivot) i++
      while (load<u64>(scratch + (j << 4)) > pivot) j--
      if (i <= j) {
        const a = v128.load(scratch + (i << 4))
        v128.store(scratch + (i << 4), v128.load(scratch + (j << 4)))
        v128.store(scratch + (j << 4), a)
        i++
        j--
      }
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else return
  }
}

/** Prunes once more and leaves the kept entries, 16 bytes each, at the scratch address: returns how many. */
export function tokensPrune(): u32 {
  countCharacters()
  prune()
  return compact()
}
