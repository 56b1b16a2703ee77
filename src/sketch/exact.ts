/**
 * Exact binomial bounds: what a sample of n proves about a share. Of a finite corpus drawn without replacement the same bounds hold and are
 * a little wide, because the hypergeometric distribution is narrower than the binomial.
 */

/** Lanczos approximation (g = 7, nine terms), relative error about 1e-15 for x > 0. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const logGamma = (x: number): number => {
  let sum = lanczos[0]!
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (x - 1 + i)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Continued fraction of the incomplete beta function, modified Lentz (DLMF 8.17.22). */
const fraction = (x: number, a: number, b: number): number => {
  const tiny = 1e-300
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let product = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    product *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    product *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return product
}

/** Regularised incomplete beta function I_x(a, b), x in [0, 1], a and b above 0 (DLMF 8.17). */
export const incompleteBeta = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  // The fraction converges fast on one side of the mean only.
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

/** P(X ≤ k) for X binomial(n, p). */
export const binomialAtMost = (k: number, n: number, p: number): number => (k < 0 ? 0 : k >= n ? 1 : incompleteBeta(1 - p, n - k, k + 1))

/** Where the beta distribution (a, b) reaches the probability q: bisection, to the last bit that counts. */
const betaQuantile = (q: number, a: number, b: number): number => {
  let low = 0
  let high = 1
  for (let i = 0; i < 80 && high - low > 1e-15; i++) {
    const middle = (low + high) / 2
    if (incompleteBeta(middle, a, b) < q) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Upper Clopper–Pearson bound of a share of which k of n were seen, one-sided, at a risk of `alpha` (C. J. Clopper and E. S. Pearson,
 * Biometrika 26, 1934). A share in [0, 1]; of nothing seen the bound is 1.
 */
export const upperBound = (k: number, n: number, alpha: number): number => (k >= n ? 1 : betaQuantile(1 - alpha, k + 1, n - k))

/** The lower bound to the same: mirrored. */
export const lowerBound = (k: number, n: number, alpha: number): number => (k <= 0 ? 0 : betaQuantile(alpha, k, n - k + 1))

/**
 * Clopper–Pearson interval, two-sided, 95 %, in whole parts per million, rounded outwards. Of nothing at all nothing is known: 0 to 1,000,000.
 */
export const clopperPearson = (k: number, n: number): { readonly lowPpm: number; readonly highPpm: number } =>
  n === 0
    ? { lowPpm: 0, highPpm: 1e6 }
    : { lowPpm: Math.floor(lowerBound(k, n, 0.025) * 1e6), highPpm: Math.ceil(upperBound(k, n, 0.025) * 1e6) }

/**
 * Acceptance number: the most failures among n at which a failure rate of `share` or more is refuted at the risk `alpha`: the largest c with
 * P(X ≤ c) ≤ alpha for X binomial(n, share). Undefined when not even none refutes it: the sample is too small.
 */
export const acceptanceNumber = (n: number, share: number, alpha: number): number | undefined => {
  if (n <= 0 || binomialAtMost(0, n, share) > alpha) return undefined
  let low = 0
  let high = n
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (binomialAtMost(middle, n, share) <= alpha) low = middle
    else high = middle
  }
  return low
}
