import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { voiceOf } from '../../src/cli/io.ts'
import { progressLine, progressOf } from '../../src/cli/progress.ts'
import { width } from '../../src/renderers/width.ts'

/** What a person sees while a scan runs. */

const far = { bytes: 1_234_567_890, totalBytes: 12_500_000_000, records: 1_234_567, findings: 98_765 }

describe('the progress line', () => {
  it.each([
    ['en', 120, '██░░░░░░░░░░░░░░░░░░░░░░ 9% · 1.23 GB / 12.50 GB · 61.0 MB/s · 1,234,567 records · 98,765 findings · ETA 03:05'],
    ['en', 79, '9% · 1.23 / 12.50 GB · 61.0 MB/s · 1,234,567 rec. · 98,765 found · ETA 03:05'],
    ['zh', 79, '9% · 1.23 / 12.50 GB · 61.0 MB/s · 记录 1,234,567 · 命中 98,765 · 剩余 03:05'],
    ['en', 50, '░░░░░ 9% · 1.23 / 12.50 GB · 61.0 MB/s · ETA 03:05'],
    ['en', 20, '░░░░░ 9% · 61.0 MB/s'],
  ] as const)('%s, %d columns', (lang, columns, line) => {
    expect(progressLine(far, 61_000_000, lang, columns)).toBe(line)
  })

  it('knows one from many, and what has no end has no share', () => {
    expect(progressLine({ bytes: 5_000_000, totalBytes: 10_000_000, records: 1, findings: 1 }, 1e6, 'en', 120)).toContain(
      '1 record · 1 finding · ',
    )
    expect(progressLine({ bytes: 5_000_000, totalBytes: 0, records: 7, findings: 0 }, 1e6, 'en', 120)).toBe(
      '5.0 MB · 1.0 MB/s · 7 records · 0 findings',
    )
  })

  it('is never wider than the terminal, and never full before the end', () => {
    const amount = fc.integer({ min: 0, max: 10 ** 13 })
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        amount,
        fc.integer({ min: 12, max: 250 }),
        fc.constantFrom('en', 'zh'),
        (bytes, totalBytes, records, findings, columns, lang) => {
          const line = progressLine({ bytes, totalBytes, records, findings }, 1e7, lang, columns)
          expect(width(line)).toBeLessThanOrEqual(columns)
          if (bytes < totalBytes) expect(line).not.toMatch(/\b100%/)
        },
      ),
    )
  })
})

describe('progress', () => {
  /** A scan of two minutes on a clock of our own, and what it wrote to standard error. */
  function minutes(tty: boolean, env: { readonly [name: string]: string } = {}, quiet = false): string {
    let now = 0
    let text = ''
    const stderr = Object.assign(new PassThrough(), { isTTY: tty, columns: 80 })
    stderr.write = ((piece: string | Uint8Array) => {
      text += String(piece)
      return true
    }) as typeof stderr.write
    const io = { stdout: new PassThrough(), stderr, stdin: new PassThrough(), env, cwd: '.', now: () => new Date(now) }
    const progress = progressOf(io, voiceOf(io, { quiet }))
    for (; now <= 120_000; now += 1000) progress.update({ bytes: now * 50, totalBytes: 6_000_000, records: now, findings: 3 })
    progress.stop()
    return text
  }

  it('is one line every 30 seconds where there is no terminal', () => {
    const lines = minutes(false).trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toBe('25% · 1.5 MB / 6.0 MB · 0.1 MB/s · 30,000 records · 3 findings · ETA 01:30')
    expect(lines.join('')).not.toContain('\x1b')
    expect(minutes(true, { CI: 'true' })).toBe(minutes(false))
  })

  it('is nothing under -q', () => {
    expect(minutes(true, {}, true) + minutes(false, {}, true)).toBe('')
  })
})
