import type { Kernel } from '../kernel/index.ts'
import type { Rule, Unit } from '../model.ts'
import type { RuleBook } from './book.ts'
import { compileRules } from './compile.ts'
import { Matcher } from './matcher.ts'

/** What a rule costs over some texts. */
export interface RuleCost {
  readonly rule: string
  /** Whether it has a gate; a rule without one reads every text. */
  readonly gated: boolean
  /** Places per MB of text at which its gates ask for a look. */
  readonly candidatesPerMb: number
  /** Processor time per kB of text beyond what the pass of the kernel costs without it: the best of three passes. */
  readonly microsecondsPerKb: number
}

/**
 * What each rule costs, dearest first: alone, over the same texts, through its gates. A scan at 100 MB/s has 10 µs per kB for everything.
 * The examples of all rules are a dear corpus, for something fires in each; ordinary text says more.
 *
 * @param asOf ISO date against which dates are judged
 * @param clock milliseconds
 */
export function costsOf(
  rules: readonly Rule[],
  texts: readonly string[],
  book: RuleBook,
  asOf: string,
  clock: () => number,
): readonly RuleCost[] {
  const blocks = blocksOf(texts)
  const bytes = blocks.reduce((sum, block) => sum + Buffer.byteLength(block), 0)
  const compiled = (some: readonly Rule[]) => compileRules(some, book.lists, asOf, book.code)
  const pass = timed(new Matcher(compiled([])), blocks, 'text', clock)
  return rules
    .map((rule) => {
      const ready = compiled([rule])
      const alone = new Matcher(ready)
      // Alone, so its detector is the only one, and the numbers of its gates are those of the kernel.
      const own = ready.detectors.reduce((sum, { gates, ruleGates = gates.length }) => sum + ruleGates, 0)
      return {
        rule: rule.id,
        // What follows from the hits of others costs no look of its own.
        gated: own > 0 || ready.detectors.every(({ derive }) => derive !== undefined),
        candidatesPerMb: Math.round(candidatesIn(alone.kernel, blocks, own) / (bytes / 1e6)),
        microsecondsPerKb: Math.max(0, Math.round(((timed(alone, blocks, rule.units[0]!, clock) - pass) * 1e4) / (bytes / 1e3)) / 10),
      }
    })
    .sort((a, b) => b.microsecondsPerKb - a.microsecondsPerKb || b.candidatesPerMb - a.candidatesPerMb || (a.rule < b.rule ? -1 : 1))
}

/** Texts of about eight thousand characters, as long as records are, so that what a text costs by itself does not count. */
function blocksOf(texts: readonly string[]): readonly string[] {
  const blocks: string[] = []
  let block = ''
  for (const text of texts) {
    block += `${text}\n`
    if (block.length >= 8192) {
      blocks.push(block)
      block = ''
    }
  }
  return block === '' ? blocks : [...blocks, block]
}

/** Milliseconds for all texts, the best of three passes. */
function timed(matcher: Matcher, texts: readonly string[], unit: Unit, clock: () => number): number {
  const passes = [0, 1, 2].map(() => {
    const begun = clock()
    for (const text of texts) {
      matcher.hitsInText(text, '', unit)
      matcher.kernel.clear()
    }
    return clock() - begun
  })
  return Math.min(...passes)
}

/** Candidates of the first `gates` gates. */
function candidatesIn(kernel: Kernel, texts: readonly string[], gates: number): number {
  let candidates = 0
  for (const text of texts) {
    const { start, end } = kernel.push(text)
    const folded = kernel.fold(start, end)
    kernel.scan(folded.start, folded.end, false, (gate) => {
      if (gate < gates) candidates += 1
    })
    kernel.clear()
  }
  return candidates
}
