import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import { Drawing, estimateOf, seedOf } from '../../src/review/index.ts'
import { cohenKappa, krippendorffAlpha, pairOf } from '../../src/sketch/agreement.ts'
import { acceptanceNumber, lowerBound, upperBound } from '../../src/sketch/exact.ts'
import { wilson } from '../../src/sketch/intervals.ts'
import { roganGladen } from '../../src/sketch/prevalence.ts'
import { skipped } from '../cli/kit.ts'
import { seeded } from '../random.ts'

/** The statistics of a review against SciPy, statsmodels and krippendorff, and their intervals against a corpus whose share is known. */

const python = process.env.DATAAUDIT_PYTHON ?? 'python3'

/** Asks Python; undefined when the packages are not there. */
function ask<T>(code: string, given: unknown): T {
  return JSON.parse(execFileSync(python, ['-c', code], { input: JSON.stringify(given), encoding: 'utf8', maxBuffer: 1 << 26 })) as T
}

describe('the statistics of a review', () => {
  let there = false
  beforeAll(() => {
    try {
      execFileSync(python, ['-c', 'import scipy, statsmodels, krippendorff'], { stdio: 'ignore' })
      there = true
    } catch {
      skipped('statistics against SciPy', `${python} has no scipy, statsmodels and krippendorff; set DATAAUDIT_PYTHON to one that has`)
    }
  })

  it('bounds and acceptance numbers are those of SciPy and statsmodels', (context) => {
    if (!there) return context.skip()
    const next = seeded(11)
    const cases = Array.from({ length: 2000 }, (_, i) => {
      const n = 1 + Math.floor(next() ** 3 * (i % 10 === 0 ? 2_000_000 : 5000))
      return [Math.floor(next() ** (1 + (i % 4)) * (n + 1)), n] as const
    })
    const theirs = ask<[number, number, number, number][]>(
      `import sys, json
from statsmodels.stats.proportion import proportion_confint as ci
print(json.dumps([[*ci(k, n, .05, 'beta'), *ci(k, n, .05, 'wilson')] for k, n in json.load(sys.stdin)]))`,
      cases,
    )
    for (const [i, [k, n]] of cases.entries()) {
      const [low, high, wilsonLow, wilsonHigh] = theirs[i]!
      expect(Math.abs(lowerBound(k, n, 0.025) - low), `${k}/${n}`).toBeLessThan(1e-10)
      expect(Math.abs(upperBound(k, n, 0.025) - high), `${k}/${n}`).toBeLessThan(1e-10)
      const { lowPpm, highPpm } = wilson(k, n)
      expect(Math.abs(lowPpm - wilsonLow * 1e6)).toBeLessThanOrEqual(1)
      expect(Math.abs(highPpm - wilsonHigh * 1e6)).toBeLessThanOrEqual(1)
    }
    const plans = Array.from({ length: 300 }, () => [
      1 + Math.floor(next() * 20_000),
      [0.02, 0.04, 0.05][Math.floor(next() * 3)]!,
      next() < 0.5 ? 0.05 : 0.01,
    ])
    const numbers = ask<(number | null)[]>(
      `import sys, json
from scipy.stats import binom
def c(n, p, a):
    k = int(binom.ppf(a, n, p))
    while k >= 0 and binom.cdf(k, n, p) > a: k -= 1
    return k if k >= 0 else None
print(json.dumps([c(*row) for row in json.load(sys.stdin)]))`,
      plans,
    )
    for (const [i, [n, p, alpha]] of plans.entries())
      expect(acceptanceNumber(n!, p!, alpha!) ?? null, `${n} ${p} ${alpha}`).toBe(numbers[i])
  })

  it('the figures the standards and the guide name are those of SciPy', (context) => {
    if (!there) return context.skip()
    const theirs = ask<{ readonly accepted: number[]; readonly bounds: number[]; readonly shorter: number[] }>(
      `import json
from scipy.stats import beta, binom
def most(n, p, a):
    k = -1
    while binom.cdf(k + 1, n, p) <= a: k += 1
    return k
few = [(0, 59), (1, 93), (3, 153), (16, 500)]
print(json.dumps({'accepted': [most(4000, .04, .05), most(4000, .04, .01)] + [most(n, .05, .05) for k, n in few],
  'bounds': [float(beta.ppf(.95, k + 1, n - k)) for k, n in few], 'shorter': [most(n - 1, .05, .05) for k, n in few]}))`,
      null,
    )
    expect(theirs.accepted).toEqual([139, 131, 0, 1, 3, 16])
    expect(acceptanceNumber(4000, 0.04, 0.05)).toBe(139)
    expect(acceptanceNumber(4000, 0.04, 0.01)).toBe(131)
    for (const [i, [k, n]] of (
      [
        [0, 59],
        [1, 93],
        [3, 153],
        [16, 500],
      ] as const
    ).entries()) {
      expect(acceptanceNumber(n, 0.05, 0.05)).toBe(k)
      expect(Math.abs(upperBound(k, n, 0.05) - theirs.bounds[i]!)).toBeLessThan(1e-12)
      expect(theirs.bounds[i]).toBeLessThan(0.05)
      expect(acceptanceNumber(n - 1, 0.05, 0.05) ?? -1).toBe(theirs.shorter[i])
    }
  })

  it('Rogan–Gladen and its interval are those of the published formulas over SciPy', (context) => {
    if (!there) return context.skip()
    const next = seeded(13)
    const cases = Array.from({ length: 500 }, () => {
      const [truly, not] = [1 + Math.floor(next() * 400), 1 + Math.floor(next() * 4000)]
      return [next(), truly, Math.ceil(truly * (0.5 + next() / 2)), not, Math.ceil(not * (0.5 + next() / 2))] as const
    })
    const theirs = ask<([number, number, number] | null)[]>(
      `import sys, json
from scipy.stats import norm
z = float(norm.ppf(.975))
def rg(p, a, x, b, y):
    se, sp = x / a, y / b
    if se + sp <= 1: return None
    est = min(1., max(0., (p + sp - 1) / (se + sp - 1)))
    a2, b2 = a + 2., b + 2.
    se2, sp2 = (x + 1) / a2, (y + 1) / b2
    if se2 + sp2 <= 1: return None
    j = se2 + sp2 - 1
    m = (p + sp2 - 1) / j
    shift = 2 * z ** 2 * (m * se2 * (1 - se2) / a2 - (1 - m) * sp2 * (1 - sp2) / b2)
    half = z * ((m ** 2 * se2 * (1 - se2) / a2 + (1 - m) ** 2 * sp2 * (1 - sp2) / b2) / j ** 2) ** .5
    cut = lambda v: min(1., max(0., v))
    return [est, min(est, cut(m + shift - half)), max(est, cut(m + shift + half))]
print(json.dumps([rg(*row) for row in json.load(sys.stdin)]))`,
      cases,
    )
    let compared = 0
    for (const [i, [rate, truly, flagged, not, left]] of cases.entries()) {
      const ours = roganGladen(rate, { truly, flagged, not, left })
      if (theirs[i] === null) {
        expect(ours).toBeUndefined()
        continue
      }
      compared++
      expect(ours!.share).toBeCloseTo(theirs[i]![0], 10)
      expect(ours!.low).toBeCloseTo(theirs[i]![1], 10)
      expect(ours!.high).toBeCloseTo(theirs[i]![2], 10)
    }
    expect(compared).toBeGreaterThan(400)
  })

  it('κ is that of statsmodels and α that of krippendorff', (context) => {
    if (!there) return context.skip()
    const next = seeded(12)
    const tables = Array.from({ length: 200 }, () =>
      Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => Math.floor(next() * 40))),
    )
    const kappas = ask<number[]>(
      `import sys, json, numpy as np
from statsmodels.stats.inter_rater import cohens_kappa
print(json.dumps([cohens_kappa(np.array(t)).kappa for t in json.load(sys.stdin)]))`,
      tables,
    )
    for (const [i, table] of tables.entries()) {
      const pairs = new Map(table.flatMap((row, a) => row.map((n, b) => [pairOf(String(a), String(b)), n] as const)))
      expect(cohenKappa(pairs)).toBeCloseTo(kappas[i]!, 10)
    }
    const sets = Array.from({ length: 100 }, () =>
      Array.from({ length: 4 }, () => Array.from({ length: 30 }, () => (next() < 0.3 ? null : Math.floor(next() * 3)))),
    )
    const alphas = ask<number[]>(
      `import sys, json, numpy as np, krippendorff
print(json.dumps([krippendorff.alpha(reliability_data=np.array(s, dtype=float), level_of_measurement='nominal') for s in json.load(sys.stdin)]))`,
      sets,
    )
    for (const [i, set] of sets.entries()) {
      const units = set[0]!.map((_, unit) => set.flatMap((coder) => (coder[unit] === null ? [] : [String(coder[unit])])))
      expect(krippendorffAlpha(units)).toBeCloseTo(alphas[i]!, 10)
    }
  })
})

describe('a corpus of 20,000 records of which 20 % fail, 400 drawn with each of 2,000 nonces', () => {
  const [share, size, runs] = [0.2, 400, 2000]
  it('the 95 % interval holds the share 95 % of the time (± 1), the exact one at least as often', () => {
    const records = 20_000
    const failing = records * share
    const next = seeded(17)
    const fails = new Set<number>()
    while (fails.size < failing) fails.add(Math.floor(next() * records))
    const root = 'c0'.repeat(32)
    const truth = share * 1e6
    let [exact, score, sum] = [0, 0, 0]
    for (let i = 0; i < runs; i++) {
      const drawing = new Drawing({ size, perSource: 0, perRule: 0 }, seedOf(root, i.toString(16).padStart(32, '0')))
      for (let record = 0; record < records; record++) drawing.offer(1, record, '', [])
      const k = drawing.finish().items.filter((item) => fails.has(item.record)).length
      const { exactLowPpm, exactHighPpm, wilsonLowPpm, wilsonHighPpm } = estimateOf(k, size)
      if (exactLowPpm <= truth && truth <= exactHighPpm) exact++
      if (wilsonLowPpm <= truth && truth <= wilsonHighPpm) score++
      sum += k
    }
    console.log(`covered: exact ${exact / runs}, Wilson ${score / runs}; mean share ${sum / runs / size}`)
    expect(score / runs).toBeGreaterThanOrEqual(0.94)
    expect(score / runs).toBeLessThanOrEqual(0.96)
    // Clopper–Pearson promises at least 95 % and so holds more often. The hypergeometric distribution gives 0.9567 for it and 0.9500 for
    // Wilson (SciPy); two standard errors of the count are one point.
    expect(exact).toBeGreaterThanOrEqual(score)
    expect(Math.abs(exact / runs - 0.9567)).toBeLessThanOrEqual(0.01)
    expect(Math.abs(sum / runs / size - share)).toBeLessThan(0.002)
  })
})
