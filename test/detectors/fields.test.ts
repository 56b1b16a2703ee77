import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldOpener, holdsFor } from '../../src/detectors/fields.ts'
import { book } from '../packs/packs.ts'

/** What a name opens is known key by key where that is all an expression sees of it: the answer is that of the expression on the whole name. */

const union = (sources: readonly string[]) => new RegExp(sources.map((source) => `(?:${source})`).join('|'), 'iu')
const ruleOf = (id: string, sources: readonly string[]) => ({
  id,
  cue: false,
  fieldBoost: undefined,
  inFields: [{ fields: union(sources) }],
  openers: sources,
})

interface Detect {
  readonly gate?: unknown
  readonly context?: { readonly fieldBoost: readonly string[] }
  readonly patterns?: readonly { readonly fields?: readonly string[] }[]
}
const builtIn = book.packs
  .flatMap((pack) => pack.rules)
  .map(({ id, detect }) => [id, detect as Detect] as const)
  .map(
    ([id, { gate, context, patterns }]) =>
      [id, [...(gate === 'cue' ? context!.fieldBoost : []), ...(patterns ?? []).flatMap(({ fields }) => fields ?? [])]] as const,
  )
  .filter(([, sources]) => sources.length > 0)

/** Expressions that see more of a name than one key, or nothing that they must see. */
const wide = [
  'user/name',
  '^/a$',
  '(?:^|[^a-z])x?(?:$|[^a-z])',
  '[ -z]a',
  'a.b',
  'a[^b]c',
  '(?<=b/)c',
  'a(?=/b)',
  'x?$',
  'a|/b',
  'name[/]$',
]

const rules = [...builtIn, ...wide.map((source) => [source, [source]] as const)].map(([id, sources]) => ruleOf(id, sources))

describe('fields that open rules', () => {
  it('do so as their whole names say', () => {
    const opened = fieldOpener<{ fields: RegExp }, (typeof rules)[number]>(rules)
    const words = builtIn.flatMap(([, sources]) => sources.flatMap((source) => source.match(/[\p{L}\p{N}_]{2,}/gu) ?? []))
    const key = fc
      .array(fc.oneof(fc.constantFrom(...words, ...words), fc.constantFrom('a', 'b', 'c', 'x', '_', '-', 'W2912153', '号', '~1', '')), {
        maxLength: 3,
      })
      .map((parts) => parts.join(''))
    const names = fc.array(key, { maxLength: 4 }).map((keys) => keys.map((each) => `/${each}`).join(''))
    fc.assert(
      fc.property(names, (name) => {
        const expected = name === '' ? [] : rules.filter(({ inFields }) => holdsFor(inFields[0]!.fields, name)).map(({ id }) => id)
        expect(opened(name).map(({ rule }) => rule.id)).toEqual(expected)
      }),
      { numRuns: 4000 },
    )
  })

  it('read the head of a table as the key that it stands for', () => {
    const opened = fieldOpener<{ fields: RegExp }, (typeof rules)[number]>(rules)
    const ids = (field: string) => opened(field).map(({ rule }) => rule.id)
    for (const [head, key] of [
      ['/Account No.', '/account_no'],
      ["/Driver's Licence", '/drivers_licence'],
      ['/rows/Employee ID', '/rows/employee_id'],
      ['/homeAddr', '/home_addr'],
      ['/*QQ（必填）：', '/qq'],
      ['/DOB [dd.mm.yyyy]', '/dob'],
    ] as const) {
      expect(ids(key)).not.toEqual([])
      expect(ids(head)).toEqual(ids(key))
    }
  })

  it('long-key.json: see the end of a name that is longer than any', () => {
    const opened = fieldOpener<{ fields: RegExp }, (typeof rules)[number]>(rules)
    expect(opened(`/${'k'.repeat(300)}/passport`).map(({ rule }) => rule.id)).toContain('pii-intl/passport')
    expect(opened(`/passport/${'k'.repeat(300)}`).map(({ rule }) => rule.id)).not.toContain('pii-intl/passport')
  })
})
