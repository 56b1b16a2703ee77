/**
 * What the kernel compares with and looks up, at the addresses of assembly/constants.ts. The three tables say what is wrong with two bytes of UTF-8, a bit for each way,
 * after Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte" (Software: Practice and Experience 51, 2021).
 */
export function placeConstants(memory: Uint8Array): void {
  const sixteens = [0x30, 9, 0x20, 0x61, 25, 4, 0x0f, 0x1f, 16, 0x80, 0xe0 - 0x80, 0xf0 - 0x80, 0xc2, 0xe2, 0xef]
  for (const [i, byte] of sixteens.entries()) memory.fill(byte, 256 + i * 16, 272 + i * 16)
  for (let i = 0; i < 16; i++) {
    memory[496 + i] = i
    memory[512 + i] = firstHigh(i)
    memory[528 + i] = firstLow(i)
    memory[544 + i] = secondHigh(i)
  }
  for (let n = 1; n <= 8; n++) memory.fill(0xff, 560 + n * 8, 560 + n * 9)
  memory.set([1, 2, 4, 8, 16, 32, 64, 128], 1016)
  for (let bit = 0; bit < 64; bit++) memory[1536 + bit * 8 + (bit >> 3)] = 1 << (bit & 7)
}

/** Ways in which two bytes cannot stand side by side. */
const tooShort = 1 // a lead that no continuation follows
const tooLong = 2 // a continuation behind ASCII
const overlong3 = 4
const tooLarge = 8 // beyond U+10FFFF
const surrogate = 16
const overlong2 = 32
const overlong4 = 64 // or beyond U+10FFFF, from 0xf5 on
const twoContinuations = 128 // right behind a lead of three or four bytes, and nowhere else

function firstHigh(half: number): number {
  if (half < 0x8) return tooLong
  if (half < 0xc) return twoContinuations
  if (half === 0xc) return tooShort | overlong2
  if (half === 0xd) return tooShort
  return half === 0xe ? tooShort | overlong3 | surrogate : tooShort | tooLarge | overlong4
}

function firstLow(half: number): number {
  const any = tooShort | tooLong | twoContinuations
  if (half === 0) return any | overlong2 | overlong3 | overlong4
  if (half === 1) return any | overlong2
  if (half < 4) return any
  if (half === 4) return any | tooLarge
  return any | tooLarge | overlong4 | (half === 0xd ? surrogate : 0)
}

function secondHigh(half: number): number {
  if (half < 0x8 || half > 0xb) return tooShort
  const any = tooLong | overlong2 | twoContinuations
  if (half === 0x8) return any | overlong3 | overlong4
  return half === 0x9 ? any | overlong3 | tooLarge : any | surrogate | tooLarge
}
