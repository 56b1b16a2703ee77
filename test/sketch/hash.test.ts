import { describe, expect, test } from 'vitest'
import { below, createHash, finishHash, hashInteger, hashText } from '../../src/sketch/hash.ts'

const hex = (n: number) => n.toString(16).padStart(8, '0')
const text = (value: string, seed = 7) => {
  const hash = createHash(seed)
  hashText(hash, value)
  finishHash(hash)
  return hash
}

describe('hash', () => {
  test('keeps its values for ever: sketches of different releases must add up', () => {
    const known = ['', 'a', 'ab', 'dataaudit', '数据'].map((value) => hex(text(value).high) + hex(text(value).low))
    expect(known).toEqual(['c78282e43f792c46', '34b357904cc29568', '2198979fab2d22c2', '648c8295e23f6309', '3a50475a08a18662'])
  })

  test('tells sequences of parts apart', () => {
    const parts = (...values: string[]) => {
      const hash = createHash(7)
      for (const value of values) hashText(hash, value)
      finishHash(hash)
      return hash
    }
    expect(parts('ab', 'c')).not.toEqual(parts('a', 'bc'))
    expect(parts('', 'a')).not.toEqual(parts('a', ''))
  })

  test('is uniform and free of collisions on numbered names, in either lane', () => {
    const n = 200_000
    const seen = new Set<string>()
    const high = new Uint32Array(256)
    const low = new Uint32Array(256)
    for (let i = 0; i < n; i++) {
      const hash = text(`host-${i}.example`)
      seen.add(`${hash.high},${hash.low}`)
      high[hash.high >>> 24]!++
      low[hash.low & 255]!++
    }
    expect(seen.size).toBe(n)
    // Chi-squared with 255 degrees of freedom: 99.99 % lie below 346.
    for (const cells of [high, low]) {
      let chi = 0
      for (const cell of cells) chi += (cell - n / 256) ** 2 / (n / 256)
      expect(chi).toBeLessThan(346)
    }
  })

  test('changes half of all bits when one bit of the input changes', () => {
    let flipped = 0
    let tests = 0
    for (let i = 0; i < 500; i++) {
      const a = createHash(1)
      hashInteger(a, i * 7919)
      finishHash(a)
      for (let bit = 0; bit < 32; bit++) {
        const b = createHash(1)
        hashInteger(b, ((i * 7919) ^ (1 << bit)) >>> 0)
        finishHash(b)
        for (let x = a.high ^ b.high; x !== 0; x &= x - 1) flipped++
        for (let x = a.low ^ b.low; x !== 0; x &= x - 1) flipped++
        tests++
      }
    }
    expect(flipped / tests / 64).toBeGreaterThan(0.49)
    expect(flipped / tests / 64).toBeLessThan(0.51)
  })

  test('orders by the high lane, then the low one', () => {
    expect(below(1, 9, 2, 0)).toBe(true)
    expect(below(2, 0, 2, 1)).toBe(true)
    expect(below(2, 1, 2, 1)).toBe(false)
    expect(below(0xffffffff, 0, 1, 0)).toBe(false)
  })
})
