import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hanFeatures, hanModel } from '../../src/detectors/names/han.ts'
import { latinFeatures, latinModel } from '../../src/detectors/names/latin.ts'
import { nameLists } from '../../src/detectors/names/lists.ts'
import { surest } from '../../src/detectors/names/spans.ts'
import { compileRules, enabledRules, exampleFailures, hitsInString, loadRuleBook, Matcher } from '../../src/rules/index.ts'
import { Stop } from '../../src/stop.ts'

/** Names in running text: a heuristic that runs only when it is asked for. */

const asOf = '2026-11-23'
const book = loadRuleBook([], { trustCode: false, cwd: '.' })
const ids = ['pii-cn/name-in-text', 'pii-intl/name-in-text']
const withNames = enabledRules(book, {}, undefined, 'heuristic')
const rules = withNames.filter((rule) => ids.includes(rule.id))
const compiled = compileRules(rules, book.lists, asOf)
const found = (text: string): string[] => {
  const bytes = Buffer.from(text, 'utf8')
  return hitsInString(compiled, text).map(({ start, end }) => bytes.toString('utf8', start, end))
}

describe('rules for names in running text', () => {
  it('run only when they are asked for', () => {
    expect(enabledRules(book, {}).filter((rule) => ids.includes(rule.id))).toEqual([])
    expect(rules.map((rule) => rule.id)).toEqual(ids)
    expect(enabledRules(book, { [ids[0]!]: 'warning' }).filter((rule) => ids.includes(rule.id))).toMatchObject([
      { id: ids[0], severity: 'warning' },
    ])
    // A level for a whole pack is no wish for its optional rules.
    expect(enabledRules(book, { 'pii-cn/*': 'note' }).some((rule) => rule.id === ids[0])).toBe(false)
    expect(enabledRules(book, { [ids[0]!]: 'off' }, undefined, 'heuristic').some((rule) => rule.id === ids[0])).toBe(false)
  })

  it('keep what their examples promise', () => {
    expect(exampleFailures(rules, book.lists, asOf)).toEqual([])
  })

  it('take a word of the language for a name only with a capital or with another name', () => {
    expect(found('acting in good faith and within the grace period')).toEqual([])
    expect(found('yesterday i met Grace Miller in town')).toEqual(['Grace Miller'])
    expect(found('my friend grace miller said so')).toEqual(['grace miller'])
  })

  it('are never sure enough to gate, however good the odds', () => {
    for (const text of ['董事长张晓明先生表示，记者李建国摄', 'President Barack Obama met Jennifer Collins, said David Wilson']) {
      const hits = hitsInString(compiled, text)
      expect(hits.length, text).toBeGreaterThan(1)
      for (const { hit } of hits) {
        expect(hit.confidence).toBeGreaterThanOrEqual(0.3)
        expect(hit.confidence).toBeLessThan(0.6)
      }
    }
  })

  it('tell their places in bytes of the text as it came', () => {
    const text = '🙂 记者张\u200b晓明摄，then Jennifer Collins said'
    const kernel = new Matcher(compiled)
    const bytes = Buffer.from(text, 'utf8')
    const spans = kernel.hitsInText(text, '', 'text').map(({ start, end }) => bytes.toString('utf8', start, end))
    expect(spans).toEqual(['张\u200b晓明', 'Jennifer Collins'])
  })

  it('give way to what a cue makes surer', () => {
    const all = compileRules(withNames, book.lists, asOf)
    const hits = hitsInString(all, '联系人：张晓明 手机：13812345678').filter(({ hit }) => hit.suppressed === undefined)
    expect(hits.map(({ hit }) => hit.rule.id)).toEqual(['pii-cn/name', 'pii-cn/mobile'])
  })

  it.each<readonly [string, readonly string[]]>([
    ['于是马上成立了安全委员会，任务十分明确', []],
    ['Copyright (c) The Regents of the University of California. All rights reserved.', []],
    ['const result = await Promise.all(tasks)', []],
    ['see http://example.com/James/Smith and @JamesSmith', []],
    ['王小明今天去北京', ['王小明']],
    ['符冬生，男，教授', ['符冬生']],
    ['2001年至今，任中国某协会理事，曾先后两次获奖', []],
    ['李雷和韩梅梅是同学', ['李雷', '韩梅梅']],
    ['John Smith works here.', ['John Smith']],
    ['谢尔盖·伊万诺夫来了', ['谢尔盖·伊万诺夫']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('take time that grows with the text, not with its square', () => {
    const seconds = (text: string) => {
      const began = performance.now()
      found(text)
      return performance.now() - began
    }
    const one = '张晓明李建国说巴拉克斯特恩James Smith Robert Miller '
    seconds(one.repeat(2000))
    const small = seconds(one.repeat(1000))
    expect(seconds(one.repeat(8000))).toBeLessThan(40 * Math.max(small, 5))
  })
})

describe('lists of names', () => {
  const lines = (file: string) =>
    readFileSync(`rules/${file}`, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))

  it('hold every weight, and at least one that counts for each script', () => {
    expect(hanModel(nameLists(lines('pii-cn/name-in-text.txt'))).weights.filter((weight) => weight !== 0).length).toBeGreaterThan(200)
    expect(latinModel(nameLists(lines('pii-intl/name-in-text.txt'))).weights.filter((weight) => weight !== 0).length).toBeGreaterThan(100)
    expect(hanFeatures).not.toBe(latinFeatures)
  })

  it('are refused by name when something is missing or left over', () => {
    expect(() => nameLists(['no key here'])).toThrow('has no key')
    expect(() => hanModel(nameLists(['weights: 1 2 3']))).toThrow('"surnames" is missing')
    const bad = new Map(book.lists).set('pii-cn/name-in-text.txt', [...lines('pii-cn/name-in-text.txt'), 'weights: 1'])
    expect(() => compileRules(rules, bad, asOf)).toThrow(Stop)
  })
})

describe('spans that overlap', () => {
  it('leave the surest, and of equals the longest', () => {
    const spans = [
      { start: 0, end: 3, score: 1 },
      { start: 2, end: 5, score: 2 },
      { start: 4, end: 6, score: 1.5 },
      { start: 8, end: 9, score: 1 },
      { start: 8, end: 10, score: 1 },
    ]
    expect(surest([...spans])).toEqual([spans[1], spans[4]])
    expect(surest([...spans].reverse())).toEqual([spans[1], spans[4]])
  })
})
