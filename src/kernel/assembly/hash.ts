// 64-bit content hash: eight bytes a step, multiply and fold (the shape of wyhash with our own constants). Not cryptographic.
let high: u32 = 0

// @ts-ignore: decorator
@inline
export function mix64(h: u64): u64 {
  h ^= h >> 33
  h *= 0xff51afd7ed558ccd
  h ^= h >> 33
  h *= 0xc4ceb9fe1a85ec53
  h ^= h >> 33
  return h
}

/** Hash of len bytes at p, continued from (seedHigh, seedLow); the low lane is returned, the high lane kept for hashHigh(). */
export function hash64(p: usize, len: usize, seedHigh: u32, seedLow: u32): u32 {
  let h: u64 = ((seedHigh as u64) << 32) | (seedLow as u64)
  h = (h ^ (len as u64)) * 0x9e3779b97f4a7c15
  const end = p + len
  while (p + 8 <= end) {
    h ^= load<u64>(p)
    h *= 0xff51afd7ed558ccd
    h ^= h >> 32
    p += 8
  }
  let tail: u64 = 0
  let shift: u64 = 0
  while (p < end) {
    tail |= (load<u8>(p) as u64) << shift
    shift += 8
    p += 1
  }
  h = mix64(h ^ tail)
  high = (h >> 32) as u32
  return h as u32
}
export function hashHigh(): u32 { return high }
