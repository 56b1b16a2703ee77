// Regions of digits and tokens of letters and digits, offered to the gates that want so many.

import { classes, JOIN } from './classes'
import { beside, gates, offer, put } from './gates'

let regionLists: usize = 0 // u32 by digits up to 63 (bits 0-5), groups up to 15 (6-9), one unbroken group (10): offset of a list of gates
let tokenTable: usize = 0  // 64 u32: length from which a token with so many digits is wanted
let tokenList: usize = 0   // {u32 count, then three u32 per token gate: gate, length, digits}
/** Whether a gate wants tokens without digits. */
export let plainTokens: bool = false

// the open region
let regionStart: usize = 0, regionEnd: usize = 0
let regionDigits: u32 = 0, regionGroups: u32 = 0

export function regionsSetup(regionListsAt: usize, tokenTableAt: usize, tokenListAt: usize): void {
  regionLists = regionListsAt
  tokenTable = tokenTableAt
  tokenList = tokenListAt
  plainTokens = load<u32>(tokenTable) != u32.MAX_VALUE
}

/** Joins the groups of digits among up to 64 bytes from p on, bits of which say where they are, to the open region or opens others. */
export function joinGroups(p: usize, digits: u64): void {
  while (digits != 0) {
    const at = ctz(digits)
    joinGroup(p + at as usize, ctz(~(digits >> at)) as u32)
    digits &= digits + ((1 as u64) << at)
  }
}

// A group that goes on in the next bytes joins without a gap.
// @ts-ignore: decorator
@inline
function joinGroup(from: usize, length: u32): void {
  const gap = from - regionEnd
  let joined = regionDigits != 0 && gap <= 2
  if (joined && gap > 0) {
    joined = (load<u8>(classes + load<u8>(regionEnd)) & JOIN) != 0 && (gap == 1 || (load<u8>(classes + load<u8>(regionEnd, 1)) & JOIN) != 0)
  }
  if (joined) {
    regionDigits += length
    if (gap > 0) regionGroups += 1
  } else {
    closeRegion()
    regionStart = from
    regionDigits = length
    regionGroups = 1
  }
  regionEnd = from + length
}

/** Offers the open region of digits, if there is one, to the gates that want so many. */
export function closeRegion(): void {
  if (regionDigits == 0) return
  const d = regionDigits < 63 ? regionDigits : 63
  const g = regionGroups < 15 ? regionGroups : 15
  const unbroken: u32 = regionGroups == 1 ? 1 : 0
  const list = load<u32>(regionLists + ((d | (g << 6) | (unbroken << 10)) << 2))
  regionDigits = 0
  if (list != 0) offer(gates + list, regionStart, regionEnd)
}

/** Offers a token to the gates that want so many letters and digits. */
export function offerToken(start: usize, end: usize, digits: u32): void {
  const d = digits < 63 ? digits : 63
  const size = (end - start) as u32
  if (size < load<u32>(tokenTable + (d << 2))) return
  let at = tokenList + 4
  for (let left = load<u32>(tokenList); left != 0; left--) {
    if (size >= load<u32>(at, 4) && d >= load<u32>(at, 8) && beside(load<u32>(at), start, end)) put(load<u32>(at), start, end)
    at += 12
  }
}
