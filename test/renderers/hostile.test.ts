import { expect, test } from 'vitest'
import { htmlBudget, renderHtml, renderSummary } from '../../src/renderers/index.ts'
import { type Report, reportSchema } from '../../src/report/index.ts'
import { sample } from './sample.ts'
import { tags } from './tokens.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Change = (text: string) => string

const payloads = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><svg/onload=alert(1)>',
  '<!--<script>',
  '\u202e\u2066txt.exe\u0000\u001b[31m',
  '{constructor} {n} `x` $& $1',
  '\u2028\u2029\ud800\u{e0041}\ufeff',
]

const shape = (path: readonly (string | number)[]): string => path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')

const change = (value: Json, how: Change, free: ReadonlySet<string> | undefined, path: readonly (string | number)[] = []): Json => {
  if (typeof value === 'string') return free === undefined || free.has(shape(path)) ? how(value) : value
  if (Array.isArray(value)) return value.map((item, at) => change(item, how, free, [...path, at]))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item, how, free, [...path, key])]))
}

const allStrings = (value: Json, path: readonly (string | number)[] = []): string[] => {
  if (typeof value === 'string') return [shape(path)]
  if (Array.isArray(value)) return value.flatMap((item, at) => allStrings(item, [...path, at]))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, item]) => allStrings(item, [...path, key]))
}

const report = sample() as unknown as Json
/** The string fields the schema leaves free: found by trying, so a new field is tested from its first day. */
const free = new Set(
  [...new Set(allStrings(report))].filter(
    (place) => reportSchema.safeParse(change(report, (text) => `<${text.slice(0, 50)}`, new Set([place]))).success,
  ),
)
const hostile = (how: Change): Report => reportSchema.parse(change(report, (text) => how(text).slice(0, 64), free))

const structure = (page: string): string[] =>
  tags(page).map(
    (tag) =>
      `${tag.name} ${[...tag.attributes.keys()].join(' ')}${tag.name === 'script' && !tag.attributes.has('type') ? (tag.raw ?? '') : ''}`,
  )
const forbidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|\p{Surrogate}/u

test('the walk finds the free fields', () => {
  expect(free.size).toBeGreaterThan(60)
  for (const place of [
    'statistics.examples.*.excerpt',
    'statistics.domains.rows.*.value',
    'rules.*.why.zh',
    'results.reasons.*.limit',
    'corpus.serialization.ignore.*',
  ])
    expect(free).toContain(place)
})

test.each(payloads)('%j in every free string makes no new element, attribute or control character', (payload) => {
  const evil = hostile((text) => `${payload}#${text}`)
  const tame = hostile((text) => `${'x'.repeat(payload.length)}#${text}`)
  const options = { lang: 'zh', reportDigest: `${payload}` } as const
  const page = renderHtml(evil, options)
  expect(structure(page)).toEqual(structure(renderHtml(tame, { ...options, reportDigest: 'x' })))
  expect(page).not.toMatch(forbidden)
  const block = tags(page).find((tag) => tag.attributes.get('id') === 'report')
  expect(JSON.parse(block?.raw ?? '')).toEqual(evil)
  expect(Buffer.byteLength(page)).toBeLessThan(htmlBudget)
})

test.each(payloads)('%j does not reach the terminal as a control', (payload) => {
  const evil = hostile((text) => `${payload}#${text}`)
  for (const lang of ['zh', 'en'] as const) expect(renderSummary(evil, { lang, folder: payload })).not.toMatch(forbidden)
})

test('text that looks like markup of ours stays text', () => {
  const evil = hostile(() => '<span lang="en">verified</span>')
  expect(renderHtml(evil, { lang: 'en', reportDigest: '' })).not.toContain('<span lang="en">verified</span>')
})
