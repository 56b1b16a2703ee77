import { expect, test } from 'vitest'
import { renderers, renderSummary } from '../../src/renderers/index.ts'
import { bytes, decimal, group, percent, share, tick, zeroHighPpm } from '../../src/renderers/numbers.ts'
import { clip, pad, width, wrap } from '../../src/renderers/width.ts'
import { percent as worded } from '../../src/words/figures.ts'
import { sample } from './sample.ts'

test.each([48, 60, 80, 100, 160])('no line is wider than %i columns, in either language', (columns) => {
  for (const lang of ['zh', 'en'] as const)
    for (const line of renderSummary(sample(), { lang, columns }).split('\n')) expect(width(line), line).toBeLessThanOrEqual(columns)
})

test('it says verdict, coverage, counts, top rules and where the files are', () => {
  const zh = renderSummary(sample(), { lang: 'zh', columns: 100, folder: 'out/' })
  const en = renderSummary(sample(), { lang: 'en', columns: 100 })
  expect(zh.split('\n')[0]).toBe('未通过（同时检测不完整）')
  expect(en.split('\n')[0]).toBe('FAILED (also incomplete)')
  for (const part of ['99.93%', '1,284,906', '1,478', '手机号码', 'fail-on=error', 'out/report.html']) expect(zh).toContain(part)
  for (const part of ['99.93%', '13,532', 'Mobile phone number', 'dataaudit-report/findings.jsonl', '5,479,349']) expect(en).toContain(part)
  expect(zh.endsWith('\n')).toBe(true)
  expect(zh + en).not.toContain('\u001b')
})

test('a pass over something unread is not called a pass', () => {
  const report = sample()
  const passed = { ...report, results: { ...report.results, verdict: 'PASSED' as const, reasons: [] } }
  expect(renderSummary(passed, { lang: 'en' }).split('\n')[0]).toBe('INCOMPLETE')
  expect(renderSummary({ ...passed, results: { ...passed.results, complete: true } }, { lang: 'en' }).split('\n')[0]).toBe('PASSED')
})

test('colour comes only through paint, and does not move columns', () => {
  const plain = renderSummary(sample(), { lang: 'zh' })
  const roles = new Set<string>()
  const painted = renderSummary(sample(), {
    lang: 'zh',
    paint: (role, text) => {
      roles.add(role)
      return `\u001b[1m${text}\u001b[0m`
    },
  })
  expect(painted).not.toBe(plain)
  expect(painted.replaceAll(/\u001b\[[01]m/g, '')).toBe(plain)
  for (const role of ['fail', 'error', 'warning', 'note', 'strong', 'quiet', 'incomplete']) expect(roles).toContain(role)
})

test('every renderer is pure and named once', () => {
  expect(new Set(renderers.map((renderer) => renderer.id)).size).toBe(renderers.length)
  for (const renderer of renderers) {
    const options = { lang: 'en', reportDigest: 'a'.repeat(64) } as const
    expect(renderer.render(sample(), options)).toBe(renderer.render(sample(), options))
  }
})

test('numbers', () => {
  expect(group(1284906)).toBe('1,284,906')
  expect(group(999)).toBe('999')
  expect([0, 999, 1000, 9_131_962_560, 999_999, 12_345, 5_479_349].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1.00 kB',
    '9.13 GB',
    '1.00 MB',
    '12.3 kB',
    '5.48 MB',
  ])
  expect([0, 1, 99, 100, 670_287, 999_999, 1_000_000].map(percent)).toEqual([
    '0.00%',
    '< 0.01%',
    '< 0.01%',
    '0.01%',
    '67.02%',
    '99.99%',
    '100.00%',
  ])
  // A share is told with the same figures on the page as in its sentences and in the description.
  for (const ppm of [846_154, 307_692, 153_846, 999_999, 670_287])
    expect(Number.parseFloat(percent(ppm))).toBe(Number.parseFloat(worded(ppm).en))
  expect(share(999_999_999, 1_000_000_000)).toBe('99.99%')
  expect(share(1, 1)).toBe('100.00%')
  expect(share(0, 0)).toBe('–')
  expect(share(1, 1_000_000)).toBe('< 0.01%')
  expect(decimal('3254.091')).toBe('3,254.09')
  expect(decimal('n/a')).toBe('n/a')
  expect([1, 10, 1500, 100_000, 1e6, 2.5e9].map(tick)).toEqual(['1', '10', '1.5k', '100k', '1M', '2.5G'])
  // Wilson upper bound for 0 of n is z²/(n + z²): about 3.84 over n for large n.
  expect(zeroHighPpm(1_000_000)).toBe(4)
  expect(zeroHighPpm(0)).toBe(1_000_000)
})

test('widths of Chinese, Latin and combining text', () => {
  expect(width('疑似命中')).toBe(8)
  expect(width('ab、c')).toBe(5)
  expect(width('e\u0301')).toBe(1)
  expect(clip('个人信息保护', 7)).toBe('个人信…')
  expect(clip('short', 7)).toBe('short')
  expect(pad('中', 4)).toBe('中  ')
  expect(pad('7', 3, true)).toBe('  7')
  const lines = wrap('策略不允许存在未读取的内容，因此报告不完整。', 10)
  for (const line of lines) {
    expect(width(line)).toBeLessThanOrEqual(12)
    expect(line).not.toMatch(/^[，。]/)
  }
  expect(lines.join('')).toBe('策略不允许存在未读取的内容，因此报告不完整。')
})
