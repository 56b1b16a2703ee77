import { isUtf8 } from 'node:buffer'
import { expect, it } from 'vitest'
import { Kernel } from '../../src/kernel/index.ts'

/** Bytes on either side of every border in table 3-7 of Unicode. */
const borders = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5,
  0xff,
]

it('accepts the same four bytes as Node.js, wherever they stand', () => {
  const kernel = new Kernel()
  const at = kernel.reserve(64)
  const memory = kernel.memory()
  let accepted = 0
  let differing = 0
  // Behind none, and so that sixteen bytes end before, within and behind them; followed by nothing, by ASCII and by a continuation.
  for (const lead of [0, 13, 14, 15, 16]) {
    for (const tail of [[], [0x41], [0x80]]) {
      const text = Buffer.alloc(lead + 4 + tail.length, 0x61)
      text.set(tail, lead + 4)
      for (const a of borders) {
        for (const b of borders) {
          for (const c of borders) {
            for (const d of borders) {
              text[lead] = a
              text[lead + 1] = b
              text[lead + 2] = c
              text[lead + 3] = d
              memory.set(text, at)
              const valid = kernel.validUtf8(at, at + text.length)
              if (valid) accepted++
              if (valid !== isUtf8(text)) differing++
            }
          }
        }
      }
    }
  }
  expect(differing).toBe(0)
  expect(accepted).toBeGreaterThan(10_000)
})

it('sees a character that the end cuts short, at every length', () => {
  const kernel = new Kernel()
  const at = kernel.reserve(256)
  const text = Buffer.from('é中𠀀a'.repeat(20))
  for (let length = 0; length <= text.length; length++) {
    // What lies behind the end is no part of the text.
    kernel.memory().set(text, at)
    expect(kernel.validUtf8(at, at + length), `${length} bytes`).toBe(isUtf8(text.subarray(0, length)))
  }
})
