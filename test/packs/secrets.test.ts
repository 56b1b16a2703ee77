import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtInFolder, compileRules, Matcher } from '../../src/rules/index.ts'
import { asOf, book, haveData, jsonLines, reporter, rulesOf } from './packs.ts'

interface Sample {
  readonly rule: string
  readonly text: string
  readonly secret: boolean
}

describe.skipIf(!haveData)('the secrets pack on labelled samples', () => {
  const report = reporter('secrets')
  const share = (samples: readonly Sample[]) => samples.filter(({ text }) => report(text).length > 0).length / samples.length

  it('finds what another scanner’s own examples hold', () => {
    expect(share(jsonLines<Sample>('secrets/gitleaks_tps_fps.jsonl').filter(({ secret }) => secret))).toBeGreaterThan(0.85)
    expect(share(jsonLines<Sample>('secrets/noseyparker_examples.jsonl').filter(({ secret }) => secret))).toBeGreaterThan(0.85)
  })

  it('is seldom taken in by what another scanner says is none', () => {
    const samples = jsonLines<Sample>('secrets/noseyparker_examples.jsonl')
    // A negative of one rule that is the positive of another holds a secret.
    const positive = new Set(samples.flatMap(({ text, secret }) => (secret ? [text.trim()] : [])))
    const negative = samples.filter(({ text, secret }) => !secret && !positive.has(text.trim()))
    expect(negative.length).toBeGreaterThan(100)
    expect(share(negative)).toBeLessThanOrEqual(0.1)
  })

  it('keeps quiet on conversations, mathematics, medicine and poems', () => {
    let texts = 0
    const loud = new Map<string, number>()
    const judge = (text: string) => {
      texts += 1
      for (const id of report(text)) loud.set(id, (loud.get(id) ?? 0) + 1)
    }
    for (const { question, answer } of jsonLines<{ question: string; answer: string }>('corpora/gsm8k_test.jsonl.gz'))
      judge(`${question}\n${answer}`)
    for (const row of jsonLines<{ prompt: string }>('prohibited/zh/cvalues_responsibility_prompts.jsonl')) judge(row.prompt)
    for (const row of jsonLines<{ prompt: string }>('prohibited/openai_moderation.jsonl.gz')) judge(row.prompt)
    for (const row of jsonLines<{ text: string }>('corpora/llamafactory_c4_demo.jsonl.gz')) judge(row.text)
    expect(texts).toBeGreaterThan(3000)
    expect([...loud]).toEqual([])
  })
})

it('covers at least sixty providers by prefix', () => {
  const general =
    /^secrets\/(?:jwt|url-|curl-|weak-|connection-string-|aws-a|google-client|assigned-|authorization|connection-string|command-line|netrc|password-hash|private-key|putty|pgp|age-)/
  expect(rulesOf('secrets').filter((rule) => !general.test(rule.id) && rule.severity === 'error').length).toBeGreaterThanOrEqual(60)
})

it('holds no example that looks like a live key to a scanner reading the files', () => {
  const report = reporter('secrets')
  // Invented user names and passwords stand as they are: they follow no provider's pattern.
  const own =
    /^secrets\/(?:assigned-\w+|weak-password|[\w-]+-example|net-credentials|jwt-signing-secret|django-secret-key|aws-arn|google-client-id|aws-account-id|[\w-]+-(?:credentials|password)|url-token|authorization-header)$/
  for (const name of readdirSync(`${builtInFolder}secrets`)) {
    const found = report(readFileSync(`${builtInFolder}secrets/${name}`, 'utf8')).filter((id) => !own.test(id))
    expect({ name, found }).toEqual({ name, found: [] })
  }
})

it('marks the password, and not the name before it that reads the same', () => {
  const matcher = new Matcher(compileRules(rulesOf('secrets'), book.lists, asOf))
  for (const text of ['username: root\npassword: root\n', '"name":"team","password":"password"', 'mysql -u cactiuser -pcactiuser shop']) {
    matcher.kernel.clear()
    const found = matcher.hitsInText(text, '', 'text').filter(({ hit }) => hit.suppressed === undefined)
    expect(found.length).toBeGreaterThan(0)
    for (const { start, end } of found) expect([start, end]).toEqual([text.lastIndexOf(text.slice(start, end)), end])
  }
})
