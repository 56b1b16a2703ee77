import { describe, expect, it, vi } from 'vitest'
import { gateTables, Kernel } from '../../src/kernel/index.ts'
import type { Gate } from '../../src/model.ts'
import { noCounts } from '../../src/statistics/characters.ts'

/** The kernel reads sixty-four bytes at once: what it finds must not depend on where in them a text begins, or on what goes on behind them. */
const gates: Gate[] = [
  { literals: ['tok_'], edge: true },
  { literals: ['key'], edge: false, ci: true },
  { byte: '@', before: '[a-z]' },
  { digits: { min: 6, max: 12 } },
  { token: { min: 12, digits: 2 } },
  { literals: ['姓名'] },
]
const kernel = new Kernel(gateTables(gates))

function scanned(text: string) {
  kernel.clear()
  const { start, end } = kernel.push(text)
  const found: string[] = []
  const counts = noCounts()
  kernel.scan(start, end, true, (gate, from, to) => found.push(`${gate} ${from} ${to}`), counts)
  const { total, high, low, count } = kernel.drainTokens()
  const tokens = Array.from(count, (n, i) => `${high[i]!}.${low[i]!}:${n}`).sort()
  return { found: found.sort(), counts, total, tokens }
}

const shifted = (found: readonly string[], by: number) =>
  found.map((one) => one.replace(/ (\d+)/g, (_, n: string) => ` ${Number(n) + by}`)).sort()

describe('sixty-four bytes at once', () => {
  const text = 'See tok_ab12 myKEY a@b 12 34 56 78 café naïve word’s ab12cdefghijkl 姓名 x1y2z3w4v5u6t7s8 end'
  const whole = scanned(text)

  it('finds each kind of candidate in the text', () => {
    expect(new Set(whole.found.map((one) => one[0]))).toEqual(new Set(['0', '1', '2', '3', '4', '5']))
    expect(whole.counts.words).toBe(text.replaceAll('姓名', ' ').match(/[A-Za-z0-9éï]+/g)!.length)
  })

  it('finds the same at every place', () => {
    for (let lead = 1; lead <= 130; lead++) {
      const { found, counts, total, tokens } = scanned(' '.repeat(lead) + text)
      expect(
        { found, words: counts.words, space: counts.space - lead, latin: counts.latin, total, tokens },
        `behind ${lead} spaces`,
      ).toEqual({
        found: shifted(whole.found, lead),
        words: whole.counts.words,
        space: whole.counts.space,
        latin: whole.counts.latin,
        total: whole.total,
        tokens: whole.tokens,
      })
    }
  })

  it('counts a word of any length once, and finds what starts inside it', () => {
    for (let length = 1; length <= 300; length++) {
      const word = 'b'.repeat(length)
      const { found, counts, tokens } = scanned(`${word}key ${word}key`)
      expect(found, `${length} letters before`).toEqual([`1 ${length} ${length + 3}`, `1 ${2 * length + 4} ${2 * length + 7}`].sort())
      expect(counts.words).toBe(2)
      expect(counts.latin).toBe(2 * (length + 3))
      expect(tokens).toHaveLength(1)
      expect(tokens[0]).toMatch(/:2$/)
    }
  })

  it('tells words apart that differ behind their sixteenth letter or by an accent', () => {
    const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(4)
    const words = [
      long,
      `${long}a`,
      `${long.slice(0, 70)}A1${long.slice(72)}`,
      `${long}é`,
      `é${long}`,
      `${long.slice(0, 20)}é${long.slice(20)}`,
    ]
    const { counts, tokens } = scanned(words.join(' '))
    expect(counts.words).toBe(words.length)
    expect(tokens).toHaveLength(words.length)
  })

  it('loses no place where thousands of literals start', () => {
    const { found } = scanned('tok_ key mykey '.repeat(6000))
    expect(found).toHaveLength(3 * 6000)
  })

  it('looks at nothing behind the end of a text', () => {
    kernel.clear()
    const { start } = kernel.push('say tok_ and akey 123456 姓名')
    const found: string[] = []
    kernel.scan(start, start + 7, false, (gate) => found.push(String(gate)))
    kernel.scan(start, start + 16, false, (gate) => found.push(String(gate)))
    expect(found).toEqual(['0'])
  })
})

describe('memory that is not given', () => {
  it('ends in a sentence with the way out', () => {
    const kernel = new Kernel(gateTables([]))
    const { Memory } = WebAssembly as unknown as { Memory: { prototype: { grow(pages: number): number } } }
    const grow = vi.spyOn(Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('Unable to grow instance memory')
    })
    expect(() => kernel.reserve(2 ** 28)).toThrow(expect.objectContaining({ exit: 'transient', code: 'memory.refused' }))
    grow.mockRestore()
    expect(kernel.reserve(1000)).toBeGreaterThan(0)
  })
})
