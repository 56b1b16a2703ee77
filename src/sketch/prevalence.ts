import { z } from './intervals.ts'

/** What share of things truly is so, when the test that was run over all of them errs both ways. */

/** Of the things a person found to be so, how many the test flagged; and of those that are not, how many it rightly left alone. */
interface TestQuality {
  readonly truly: number
  readonly flagged: number
  readonly not: number
  readonly left: number
}

/** A corrected share with its 95 % interval; shares in [0, 1]. */
interface Corrected {
  readonly sensitivity: number
  readonly specificity: number
  readonly share: number
  readonly low: number
  readonly high: number
}

const inside = (value: number): number => Math.min(1, Math.max(0, value))

/**
 * Rogan–Gladen estimate (W. J. Rogan and B. Gladen, American Journal of Epidemiology 107, 1978): (rate + specificity − 1) / (sensitivity +
 * specificity − 1), cut to [0, 1]. The interval is that of Z. Lang and J. Reiczigel (Preventive Veterinary Medicine 113, 2014), for sensitivity
 * and specificity that were themselves estimated; `rate` was measured on every thing and adds nothing to its width.
 *
 * @returns undefined when the test tells nothing: no thing of one of the two kinds was judged, or sensitivity + specificity is not above 1
 */
export const roganGladen = (rate: number, { truly, flagged, not, left }: TestQuality): Corrected | undefined => {
  if (truly === 0 || not === 0) return undefined
  const sensitivity = flagged / truly
  const specificity = left / not
  if (sensitivity + specificity <= 1) return undefined
  const share = inside((rate + specificity - 1) / (sensitivity + specificity - 1))
  // One success and one failure more keep a perfect score on a small sample from counting as certain.
  const [se, seN] = [(flagged + 1) / (truly + 2), truly + 2]
  const [sp, spN] = [(left + 1) / (not + 2), not + 2]
  if (se + sp <= 1) return undefined
  const middle = (rate + sp - 1) / (se + sp - 1)
  const [seSpread, spSpread] = [(se * (1 - se)) / seN, (sp * (1 - sp)) / spN]
  const shift = 2 * z * z * (middle * seSpread - (1 - middle) * spSpread)
  const spread = Math.sqrt(middle * middle * seSpread + (1 - middle) * (1 - middle) * spSpread) / (se + sp - 1)
  return {
    sensitivity,
    specificity,
    share,
    low: Math.min(share, inside(middle + shift - z * spread)),
    high: Math.max(share, inside(middle + shift + z * spread)),
  }
}
