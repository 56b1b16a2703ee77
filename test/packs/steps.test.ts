import { describe, expect, it } from 'vitest'
import { stepsAt } from '../../src/detectors/index.ts'
import { compileRules, hitsInString, loadRuleBook } from '../../src/rules/index.ts'
import { defaultAsOf } from '../../src/version.ts'

/** No text keeps an expression of a built-in rule busy for ever: the corpus is hostile, and a thread inside an expression hears no signal. */

const book = loadRuleBook([], { trustCode: false, cwd: process.cwd() })
const rules = book.packs.flatMap((pack) => pack.rules)

interface Pattern {
  readonly id: string
  readonly re: string
  readonly flags: string
  readonly fields?: readonly string[]
}

/**
 * Patterns, or rules with an exclusion, whose bound is higher than that of added packs. Words stand between their repetitions that a text can hold only so
 * often, which the bound does not know: of some hundred texts made to keep each busy none did.
 */
const looked = new Set([
  'ip/confidential-mail-footer english',
  'ip/copyright-notice year-holder',
  'ip/copyright-notice marked-line',
  'ip/training-ban-en may-not',
  'ip/training-ban-en training-of-ai',
  'pii-cn/address unit',
  'pii-cn/address door',
  'pii-intl/email-spelled',
  'pii-intl/street-address place',
  'pii-intl/street-address unit',
  'secrets/weak-password beside-user',
  'secrets/private-key',
  'secrets/private-key pem',
  'secrets/pgp-private-key armour',
  'secrets/aws-arn',
  'secrets/json-web-key-private behind',
  'secrets/kubernetes-secret data-before',
  'secrets/kubernetes-secret data-behind',
])

describe('built-in expressions', () => {
  it('take a bounded number of steps from any place', { timeout: 120_000 }, () => {
    const over: string[] = []
    for (const { id, detect } of rules) {
      const {
        patterns = [],
        exclude,
        context,
      } = detect as {
        patterns?: Pattern[]
        exclude?: { patterns: string[] }
        context?: { fieldBoost: string[]; fieldDamp: string[] }
      }
      if (detect.kind !== 'pattern') continue
      for (const each of patterns) {
        if (!looked.has(`${id} ${each.id}`) && stepsAt(each.re, each.flags) !== undefined) over.push(`${id} ${each.id}`)
        for (const field of each.fields ?? []) if (stepsAt(field, 'i') !== undefined) over.push(`${id} ${field}`)
      }
      for (const each of exclude?.patterns ?? [])
        if (!looked.has(id) && stepsAt(`^(?:${each})$`, 'i') !== undefined) over.push(`${id} ${each}`)
      for (const each of [...(context?.fieldBoost ?? []), ...(context?.fieldDamp ?? [])])
        if (stepsAt(each, 'i') !== undefined) over.push(`${id} ${each}`)
    }
    expect(over).toEqual([])
  })

  it('years.txt: a copyright line of years with two signs between them is judged at once', () => {
    const notice = rules.find(({ id }) => id === 'ip/copyright-notice')!
    const compiled = compileRules([notice], book.lists, defaultAsOf)
    for (const between of [',  ,  20', ' -- 20', '--20', ' & *  2020', '至  至20']) {
      const line = `Copyright 2020${between.repeat(16)}!`
      const before = performance.now()
      hitsInString(compiled, `${line}\n`.repeat(20))
      expect(performance.now() - before).toBeLessThan(2000)
    }
    for (const years of [
      '2015-2021',
      '2015--2021',
      '2015, 2017-19',
      '2015, 2016 & 2017',
      '2015 -\n * 2021',
      '2019, and 2021',
      '2001 - present',
    ]) {
      expect(hitsInString(compiled, `Copyright (c) ${years} Jane Example`).length, years).toBe(1)
    }
  })
})
