import { describe, expect, it } from 'vitest'
import { enabledRules, exampleFailures, loadRuleBook } from '../../src/rules/index.ts'

const asOf = '2026-11-23'
const book = loadRuleBook([], { trustCode: false, cwd: '.' })

const all = book.packs.flatMap(({ rules }) => rules)

describe('every built-in rule', () => {
  for (const pack of book.packs) {
    describe(pack.manifest.id, () => {
      for (const rule of pack.rules) {
        it(rule.id, () => {
          expect(exampleFailures([rule], book.lists, asOf, { all }).map((failure) => failure.words.en)).toEqual([])
        })
        it(`${rule.id} has enough examples for its status`, () => {
          if (rule.status !== 'stable') return
          expect(rule.examples.match.length).toBeGreaterThanOrEqual(3)
          expect(rule.examples.pass.length).toBeGreaterThanOrEqual(3)
        })
      }
    })
  }
})

it('the enabled rules are the packs’ rules', () => {
  expect(enabledRules(book, {}, undefined, 'heuristic').length).toBe(all.filter((rule) => rule.status !== 'deprecated').length)
})

it('lets what is set for a rule win over what is set for its pack', () => {
  const enabled = new Map(enabledRules(book, { 'pii-intl/*': 'note', 'pii-intl/email': 'off' }).map((rule) => [rule.id, rule]))
  expect(enabled.has('pii-intl/email')).toBe(false)
  expect(enabled.get('pii-intl/iban')?.severity).toBe('note')
  expect(enabled.get('pii-cn/mobile')?.severity).toBe(all.find(({ id }) => id === 'pii-cn/mobile')?.severity)
})
