import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Confidence, Severity } from '../src/model.ts'
import { defaultPolicy, exitOf, type Judged, judge, type Policy, parsePolicy } from '../src/policy.ts'
import type { Report } from '../src/report/index.ts'
import { sample as sampleReport } from './renderers/sample.ts'

const sample = sampleReport()
const policy = (text: string): Policy => parsePolicy(text, 'policy.yaml')

type Counts = { readonly [level in Confidence]: number }
interface Made {
  readonly id: string
  readonly severity: Severity
  readonly counts: Counts
}

/** A complete report of 1,000 records with the given rules and their findings, each finding in a record of its own. */
function report(made: readonly Made[], change: Partial<Judged> = {}): Judged {
  const model = sample.rules[0]!
  const total = (counts: Counts) => counts.high + counts.medium + counts.low
  const rate = (counts: Counts) => ({ records: total(counts), ppm: total(counts) * 1000, lowPpm: 0, highPpm: 1_000_000 })
  const sum = (rows: readonly Made[]) =>
    rows.reduce((all, { counts }) => ({ high: all.high + counts.high, medium: all.medium + counts.medium, low: all.low + counts.low }), {
      high: 0,
      medium: 0,
      low: 0,
    })
  const all = sum(made)
  return {
    ...sample,
    rules: made.map(({ id, severity }) => ({ ...model, id, severity, domain: 'pii', risk: 'CN-A4-f' })),
    coverage: {
      files: { read: 1, unreadable: 0, skipped: 0 },
      bytes: { read: 1_000_000, unreadable: 0, skipped: 0 },
      records: { read: 1000, unreadable: 0, skipped: 0 },
      reasons: [],
      damaged: 0,
      complete: true,
    },
    statistics: {
      ...sample.statistics,
      volume: { ...sample.statistics.volume, records: 1000 },
      findings: {
        ...sample.statistics.findings,
        total: total(all),
        bySeverity: {
          error: sum(made.filter((row) => row.severity === 'error')),
          warning: sum(made.filter((row) => row.severity === 'warning')),
          note: sum(made.filter((row) => row.severity === 'note')),
        },
        byRule: made.map(({ id, counts }) => ({ rule: id, findings: counts, rate: rate(counts) })),
        byRisk: [{ risk: 'CN-A4-f', findings: all, rate: rate(all) }],
        byDomain: [{ domain: 'pii', findings: all, rate: rate(all) }],
      },
      faults: { total: 0, byCode: [], places: [] },
    },
    keywords: { total: 10_000, floor: 10_000, floorMet: true, newest: null, digest: null },
    risks: sample.risks.map((risk) => ({ ...risk, floorMet: risk.floor === null ? null : true })),
    requirements: [],
    ...change,
  }
}
const none = { high: 0, medium: 0, low: 0 }
const rule = (severity: Severity, counts: Partial<Counts>, id = `pack/${severity}`): Made => ({
  id,
  severity,
  counts: { ...none, ...counts },
})
const incomplete = (over: Partial<Report['coverage']>): Judged =>
  report([], { coverage: { ...report([]).coverage, complete: false, ...over } })

describe('judge under the default policy', () => {
  it.each([
    ['nothing found', report([]), 'PASSED', 'passed'],
    ['a rule without findings', report([rule('error', {})]), 'PASSED', 'passed'],
    ['a high error', report([rule('error', { high: 1 })]), 'FAILED', 'gate'],
    ['an error of medium confidence', report([rule('error', { medium: 9, low: 9 })]), 'WARNED', 'passed'],
    ['a warning of medium confidence', report([rule('warning', { medium: 9, low: 9 })]), 'PASSED', 'passed'],
    ['a high warning', report([rule('warning', { high: 5 })]), 'WARNED', 'passed'],
    ['a high note', report([rule('note', { high: 5 })]), 'PASSED', 'passed'],
    ['a record unread', incomplete({ records: { read: 999, unreadable: 1, skipped: 0 } }), 'WARNED', 'incomplete'],
    ['a record damaged', incomplete({ damaged: 1 }), 'WARNED', 'incomplete'],
    [
      'an empty corpus',
      report([], { coverage: { ...report([]).coverage, records: { read: 0, unreadable: 0, skipped: 0 }, complete: true } }),
      'WARNED',
      'incomplete',
    ],
  ] as const)('%s', (_, given, verdict, exit) => {
    const judged = judge(given)
    expect(judged.verdict).toBe(verdict)
    expect(exitOf(judged)).toBe(exit)
  })

  it('lets the gate win over incompleteness: exit 1, and the verdict still says incomplete', () => {
    const judged = judge(report([rule('error', { high: 1 })], { coverage: incomplete({ damaged: 2 }).coverage }))
    expect(judged).toMatchObject({ verdict: 'FAILED', complete: false })
    expect(judged.reasons.map((reason) => reason.limit)).toEqual(['fail-on=error', 'allow-unreadable=0'])
    expect(exitOf(judged)).toBe('gate')
  })

  it('judges the sample report', () => {
    expect(judge(sample)).toMatchObject({ verdict: 'FAILED', complete: false })
  })
})

describe('failOn and confidence', () => {
  it.each([
    ['failOn: warning', rule('warning', { high: 1 }), 'FAILED'],
    ['failOn: note', rule('note', { high: 1 }), 'FAILED'],
    ['failOn: none', rule('error', { high: 1 }), 'WARNED'],
    ['confidence: medium', rule('error', { medium: 1 }), 'FAILED'],
    ['confidence: medium', rule('error', { low: 1 }), 'WARNED'],
    ['confidence: low', rule('error', { low: 1 }), 'FAILED'],
  ] as const)('%s with %o → %s', (text, made, verdict) => {
    expect(judge(report([made]), policy(text)).verdict).toBe(verdict)
  })
})

describe('limits', () => {
  const errors = rule('error', { high: 5, medium: 5 })
  it.each([
    ['a limit takes the place of failOn', 'limits: [{rule: pack/error, max: 5}]', 'PASSED'],
    ['and is not met above it', 'limits: [{rule: pack/error, max: 4}]', 'FAILED'],
    ['by domain', 'limits: [{domain: pii, max: 5}]', 'PASSED'],
    ['by risk', 'limits: [{risk: CN-A4-f, max: 4}]', 'FAILED'],
    ['by severity', 'limits: [{severity: error, max: 5}]', 'PASSED'],
    ['by rate in ppm', 'limits: [{domain: pii, maxRatePpm: 5000}]', 'PASSED'],
    ['by rate in ppm, not met', 'limits: [{domain: pii, maxRatePpm: 4999}]', 'FAILED'],
    ['by plain rate', 'limits: [{domain: pii, maxRate: 0.005}]', 'PASSED'],
    ['counting lower confidence too', 'limits: [{rule: pack/error, confidence: medium, max: 9}]', 'FAILED'],
    ['a narrower limit leaves failOn alone', 'confidence: medium\nlimits: [{rule: pack/error, confidence: high, max: 100}]', 'FAILED'],
    ['an unknown rule is not met', 'limits: [{rule: pack/eror, max: 5}]', 'FAILED'],
    ['several limits all hold', 'limits: [{rule: pack/error, max: 5}, {domain: pii, max: 1}]', 'FAILED'],
  ])('%s', (_, text, verdict) => {
    const judged = judge(report([errors]), policy(text))
    expect(judged.verdict === 'WARNED' ? 'PASSED' : judged.verdict).toBe(verdict)
  })
})

describe('what else a policy asks', () => {
  const faulty = report([], {
    statistics: {
      ...report([]).statistics,
      faults: {
        total: 9,
        byCode: [
          { code: 'a', effect: 'lost', count: 2, bytes: 1 },
          { code: 'b', effect: 'noted', count: 7, bytes: 0 },
        ],
        places: [],
      },
    },
  })
  const row = (result: Report['requirements'][number]['result'], mark: 'V' | 'R' = 'V') =>
    report([], { requirements: [{ ...sample.requirements[0]!, id: 'cac-2023:7.3', result, mark }] })
  it.each([
    ['faults within', 'faults: {max: 2}', faulty, 'PASSED'],
    ['faults above', 'faults: {max: 1}', faulty, 'FAILED'],
    ['a pack that took part', `requirePacks: [${sample.rulePacks[0]!.name}]`, report([]), 'PASSED'],
    ['its other version', `requirePacks: ['${sample.rulePacks[0]!.name}@99.0.0']`, report([]), 'FAILED'],
    ['a pack that did not', 'requirePacks: [nowhere]', report([]), 'FAILED'],
    ['coverage', 'requireCoverage: 1000000', report([]), 'PASSED'],
    [
      'coverage not met',
      'requireCoverage: 999999\nfaults: {allowUnreadable: 50%}',
      incomplete({ bytes: { read: 99, unreadable: 1, skipped: 0 } }),
      'FAILED',
    ],
    ['the keyword floor', 'requireKeywordFloor: true', report([]), 'PASSED'],
    ['the keyword floor not met', 'requireKeywordFloor: true', report([], { keywords: { ...sample.keywords, floorMet: false } }), 'FAILED'],
    ['a row that conforms', 'requireConform: [cac-2023:7.3]', row('conform'), 'PASSED'],
    ['a row that does not apply', 'requireConform: [cac-2023:7.3]', row('not-applicable'), 'PASSED'],
    ['a row without evidence', 'requireConform: [cac-2023:7.3]', row('insufficient-evidence'), 'FAILED'],
    ['a row marked R only warns', 'requireConform: [cac-2023:7.3]', row('insufficient-evidence', 'R'), 'WARNED'],
    ['a row that is not there', 'requireConform: [cac-2023:99]', row('conform'), 'FAILED'],
    ['a nonconform row warns unasked', '', row('nonconform'), 'WARNED'],
  ] as const)('%s', (_, text, given, verdict) => {
    expect(judge(given, policy(text)).verdict).toBe(verdict)
  })

  it.each([
    [2, true],
    [1, false],
    ['1%', true],
    ['0.05%', false],
    ['0%', false],
  ])('allowUnreadable: %s → complete %s', (allowed, complete) => {
    const given = incomplete({
      records: { read: 999, unreadable: 1, skipped: 0 },
      bytes: { read: 9990, unreadable: 10, skipped: 0 },
      damaged: 1,
    })
    const judged = judge(given, policy(`faults: {allowUnreadable: ${JSON.stringify(allowed)}}`))
    expect(judged.complete).toBe(complete)
    expect(exitOf(judged)).toBe(complete ? 'passed' : 'incomplete')
  })
})

describe('what a report leaves open never makes a policy milder', () => {
  it('a rule that the report does not explain counts as the gravest', () => {
    expect(judge(report([rule('note', { high: 1 })], { rules: [] })).verdict).toBe('FAILED')
  })

  it('damaged records are bounded by a percentage of their own, whatever share of the bytes was lost', () => {
    const allowed = policy('faults: {allowUnreadable: 1%}')
    expect(judge(incomplete({ damaged: 10 }), allowed).complete).toBe(true)
    expect(judge(incomplete({ damaged: 11 }), allowed).complete).toBe(false)
  })

  it('a report that calls itself incomplete is, without an amount to allow', () => {
    expect(judge(incomplete({})).complete).toBe(false)
  })

  it('a pack of which no rule ran took no part', () => {
    const [pack] = sample.rulePacks
    const given = report([], { rulePacks: [{ ...pack!, enabled: 0 }] })
    expect(judge(given, policy(`requirePacks: [${pack!.name}]`)).reasons.map(({ limit }) => limit)).toEqual([`require-pack=${pack!.name}`])
  })

  it('records of several rules are at most all records', () => {
    const made = [rule('warning', { high: 600 }, 'pack/a'), rule('warning', { high: 600 }, 'pack/b')]
    expect(judge(report(made), policy('limits: [{severity: warning, maxRate: 1}]')).verdict).toBe('PASSED')
  })
})

describe('what a policy warns of', () => {
  const short = { total: 1, floor: 10_000, floorMet: false, newest: null }
  const limits = (given: Judged, text = '') => judge(given, policy(text)).reasons.map(({ limit }) => limit)

  it('is a short keyword library where there is one', () => {
    expect(limits(report([], { keywords: { ...short, digest: null } }))).toEqual([])
    expect(limits(report([], { keywords: { ...short, digest: { sha256: '0'.repeat(64) } } }))).toEqual(['keyword-floor'])
  })

  it('is a row that came out as nonconform, once', () => {
    const given = report([], { requirements: [{ ...sample.requirements[0]!, id: 'cac-2023:7.3', result: 'nonconform', mark: 'V' }] })
    expect(limits(given)).toEqual(['requirements'])
    expect(limits(given, 'requireConform: [cac-2023:7.3]')).toEqual(['require-conform=cac-2023:7.3'])
  })
})

describe('laws of the gate', () => {
  const severity = fc.constantFrom<Severity>('error', 'warning', 'note')
  const counts = fc.record({ high: fc.nat(20), medium: fc.nat(20), low: fc.nat(20) })
  const rules = fc
    .array(fc.record({ severity, counts }), { maxLength: 4 })
    .map((rows) => rows.map((row, i): Made => ({ ...row, id: `pack/r${i}` })))
  const policies = fc
    .record({ failOn: fc.constantFrom('error', 'warning', 'note', 'none'), confidence: fc.constantFrom('high', 'medium', 'low') })
    .map((values): Policy => ({ ...defaultPolicy, ...values }) as Policy)
  const grades = { PASSED: 0, WARNED: 1, FAILED: 2 } as const

  it('fails exactly when a blocking reason stands, and complete data never exit 3', () => {
    fc.assert(
      fc.property(rules, policies, (made, asked) => {
        const judged = judge(report(made), asked)
        expect(judged.verdict === 'FAILED').toBe(judged.reasons.some((reason) => reason.blocking))
        expect(judged.complete).toBe(true)
        expect(exitOf(judged)).not.toBe('incomplete')
      }),
    )
  })

  it('agrees with counting by hand', () => {
    const order = { error: 0, warning: 1, note: 2, none: -1 }
    fc.assert(
      fc.property(rules, policies, (made, asked) => {
        const levels: Confidence[] =
          asked.confidence === 'high' ? ['high'] : asked.confidence === 'medium' ? ['high', 'medium'] : ['high', 'medium', 'low']
        const bad = made.some((row) => order[row.severity] <= order[asked.failOn] && levels.some((level) => row.counts[level] > 0))
        expect(judge(report(made), asked).verdict === 'FAILED').toBe(bad)
      }),
    )
  })

  it('never improves when findings are added or the policy is made stricter', () => {
    fc.assert(
      fc.property(rules, policies, severity, (made, asked, more) => {
        const before = grades[judge(report(made), asked).verdict]
        expect(grades[judge(report([...made, rule(more, { high: 1 }, 'pack/more')]), asked).verdict]).toBeGreaterThanOrEqual(before)
        expect(grades[judge(report(made), { ...asked, failOn: 'note', confidence: 'low' }).verdict]).toBeGreaterThanOrEqual(before)
        expect(
          grades[
            judge(report(made), { ...asked, limits: [{ domain: 'pii', confidence: 'low', max: 0 }] }).verdict === 'FAILED'
              ? 'FAILED'
              : 'PASSED'
          ],
          // Without a rule of that domain nobody looked, and the limit cannot be met.
        ).toBe(made.length === 0 || made.some((row) => row.counts.high + row.counts.medium + row.counts.low > 0) ? 2 : 0)
      }),
    )
  })

  it('is met by a count limit exactly up to the count', () => {
    fc.assert(
      fc.property(counts, fc.nat(60), fc.constantFrom<Confidence>('high', 'medium', 'low'), (found, max, confidence) => {
        const counted = found.high + (confidence === 'high' ? 0 : found.medium) + (confidence === 'low' ? found.low : 0)
        const judged = judge(report([rule('note', found)]), { ...defaultPolicy, limits: [{ rule: 'pack/note', confidence, max }] })
        expect(judged.verdict === 'FAILED').toBe(counted > max)
      }),
    )
  })
})

describe('parsePolicy', () => {
  it.each([
    ['limits: [{max: 1}]', 'policy.yaml:1:10: a limit names exactly one of rule, risk, domain, severity'],
    ['limits: [{rule: a/b, domain: pii, max: 1}]', 'a limit names exactly one of rule, risk, domain, severity'],
    ['limits: [{rule: a/b}]', 'a limit needs max, maxRatePpm or maxRate'],
    ['limits: [{rule: a/b, maxrate: 1}]', 'unknown key "maxrate"; did you mean "maxRate"?'],
    ['limits: [{domain: pi, max: 1}]', 'did you mean "pii"?'],
    ['failOn: erorr', 'did you mean "error"?'],
    ['faults: {allowUnreadable: 101%}', 'a percentage is at most 100%, not 101%'],
    ['faults: {allowUnreadable: -1}', '"faults.allowUnreadable" must be at least 0, not -1'],
    ['limits: [{domain: pii, maxRate: 2}]', '"limits[0].maxRate" must be at most 1, not 2'],
  ])('%s', (text, sentence) => {
    expect(() => policy(text)).toThrow(sentence)
  })
})
