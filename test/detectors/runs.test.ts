import { describe, expect, it } from 'vitest'
import { reachOf } from '../../src/detectors/index.ts'
import { type DigitsShown, mayMatch, seeDigits } from '../../src/detectors/regex/runs.ts'
import { ByteView } from '../../src/text/view.ts'
import { book } from '../packs/packs.ts'
import { sample } from '../packs/sampler.ts'
import { drawn, seeded } from '../random.ts'

/** A pattern is not shown windows whose digits stand together in other numbers than in its matches. */

const view = new ByteView()
function shownIn(text: string): DigitsShown {
  const bytes = Buffer.from(text)
  view.move(bytes, 0, bytes.length, '', 'text')
  const shown = { count: 0, runs: 0, apart: 0 }
  seeDigits(view, 0, bytes.length, shown)
  return shown
}
const may = (source: string, text: string) => mayMatch(reachOf(source, ''), shownIn(text))

const edges = {
  alnum: ['(?<![0-9A-Za-z])', '(?![0-9A-Za-z])'],
  digit: ['(?<![0-9])', '(?![0-9])'],
  none: ['', ''],
} as const
interface Pattern {
  readonly re: string
  readonly flags: string
  readonly edge: keyof typeof edges
}

describe('runs of digits', () => {
  it('tell what may match from what cannot', () => {
    const cases: readonly (readonly [source: string, text: string, may: boolean])[] = [
      ['(?<!\\d)\\d{9}(?!\\d)', 'on 2024-01-02 10:11:12', false],
      ['(?<!\\d)\\d{9}(?!\\d)', '1 123456789 1', true],
      ['(?<!\\d)\\d{9}(?!\\d)', 'a123456789b', true],
      ['(?<![0-9A-Za-z])\\d{9}(?![0-9A-Za-z])', 'a123456789b', false],
      ['(?<![0-9A-Za-z])\\d{9}(?![0-9A-Za-z])', 'x\\n123456789\\n', true],
      ['(?<![0-9A-Za-z])\\d{9}(?![0-9A-Za-z])', '中123456789文', true],
      ['\\d{9}', '1234567890123', true],
      ['\\d{3}-\\d{2}-\\d{4}', '123-45-6789', true],
      ['\\d{3}-\\d{2}-\\d{4}', '123456-45678-1234', false],
      ['(?<!\\d)\\d{3}[ -]?\\d{4}(?!\\d)', '123-4567', true],
      ['(?<!\\d)\\d{3}[ -]?\\d{4}(?!\\d)', '1234567', true],
      ['(?<!\\d)\\d{3}[ -]?\\d{4}(?!\\d)', '123-45678', false],
      ['(?<!\\d)\\d{3}(?:-\\d{4}){2}(?!\\d)', '123-4567-8901', true],
      ['(?<!\\d)\\d{2}(?:-\\d{4}){2}(?!\\d)', '123-4567-8901', false],
      ['(?<!\\d)\\d{3}(?:-\\d{4}){0,2}(?!\\d)', '123', true],
      ['(?<!\\d)\\d{3}(?:-\\d{4})?(?!\\d)', '1234', false],
      ['no\\.? ?[\\dA-F]{6}', 'no. ABCDEF', true],
      ['[A-Z]\\d{6}[0-9A]', 'A1234567', true],
      ['(?<!\\d)\\d{40}(?!\\d)', '1'.repeat(40), true],
      ['(?<!\\d)\\d{40}(?!\\d)', '1'.repeat(30), false],
    ]
    for (const [source, text, expected] of cases) expect([source, text, may(source, text)]).toEqual([source, text, expected])
  })

  it('are in every match of every pattern of a rule', () => {
    const random = seeded(31)
    let matches = 0
    for (const { id, detect } of book.packs.flatMap((pack) => pack.rules)) {
      for (const { re: source, flags, edge } of (detect as { patterns?: readonly Pattern[] }).patterns ?? []) {
        const whole = `${edges[edge][0]}(?:${source})${edges[edge][1]}`
        const reach = reachOf(whole, flags)
        const re = new RegExp(whole, `u${flags}`)
        for (let n = 0; n < 40; n++) {
          const text = `${drawn(random, 'a7 -中\n', n % 4)}${sample(source, random)}${drawn(random, 'a7 -中\n', n % 3)}`
          if (!re.test(text)) continue
          matches += 1
          if (!mayMatch(reach, shownIn(text))) expect.fail(`${id} ${source}: ${text}`)
        }
      }
    }
    expect(matches).toBeGreaterThan(10_000)
  })
})
