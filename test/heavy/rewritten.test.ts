import { describe, expect, it } from 'vitest'
import { disagreementsRewritten, makeMatcher } from '../oracle.ts'

/**
 * The gates held to the oracle on the examples of all rules as other people and programs would write them (`test/rewritings.ts`): what the real texts of
 * `oracle.test.ts` hold too little of, since a corpus has few forms, and most of them alike. The same texts in every run.
 */

const seeds = [1, 2, 3, 4]
const count = 15_000

describe('gated = exhaustive, on examples written anew', () => {
  it('shows it when the gate of a rule is blind', () => {
    const found = disagreementsRewritten(makeMatcher('pii-cn/mobile'), 1, 3000)
    expect(found.filter((one) => one.includes('oracle only: pii-cn/mobile ')).length).toBeGreaterThan(0)
  })

  it.each(seeds)('seed %i', (seed) => {
    const began = Date.now()
    const found = disagreementsRewritten(makeMatcher(), seed, count)
    console.info(`gates against the oracle: ${count} texts written anew, seed ${seed}, ${Math.round((Date.now() - began) / 1000)} s`)
    expect(found).toEqual([])
  })
})
