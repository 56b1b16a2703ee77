// Words: runs of letters and digits, hashed eight bytes at a time. Letters and digits keep their identity when bit 5 is set, so this folds case.

import { MASKS } from './constants'
import { BIT_5 } from './literals'

/** The open word with up to sixteen letters and digits more, of which `first` are the first eight bytes, bit 5 set. */
// @ts-ignore: decorator
@inline
export function longer(open: u64, first: u64, p: usize, size: usize): u64 {
  open = ((open ^ (first & load<u64>(MASKS + ((size < 8 ? size : 8) << 3)))) + 0x9e37) * 0x100000001b3
  if (size > 8) open = ((open ^ (open >> 29) ^ ((load<u64>(p, 8) | BIT_5) & load<u64>(MASKS - 64 + (size << 3)))) + 0x9e37) * 0x100000001b3
  return open ^ (open >> 31)
}

/** The same for any number of them. */
export function muchLonger(open: u64, p: usize, size: usize): u64 {
  for (; size > 16; size -= 16, p += 16) open = longer(open, load<u64>(p) | BIT_5, p, 16)
  return longer(open, load<u64>(p) | BIT_5, p, size)
}
