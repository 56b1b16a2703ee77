import type { CompiledDetector, Detector, DetectorEnv, Gate, Hit, Rule, TextView } from '../model.ts'
import { isLetterOfBreak } from '../text/breaks.ts'
import { normalisedTerm } from '../text/normalise.ts'
import { bytePlaces, utf8Length } from '../text/view.ts'
import { type WordsExpression, wordsExpression } from './context.ts'
import type { TermsDetect } from './terms-schema.ts'

/** Lexicons: an occurrence of a term is the hit. Terms are literals of the kernel, so a hundred thousand of them cost one pass. */
export const terms: Detector = { kind: 'terms', compile }

interface CompiledRule {
  readonly rule: Rule
  readonly detect: TermsDetect
  readonly terms: readonly string[]
  readonly near: WordsExpression | undefined
  /** Longer words that a term in them is no hit of, and the length of the longest. */
  readonly not: readonly string[]
  readonly longest: number
  /** Candidate spans of the current text: start, end, start, end … */
  spans: number[]
}

function compile(rules: readonly Rule[], env: DetectorEnv): CompiledDetector {
  const compiled = rules.map((rule): CompiledRule => {
    const { detect } = rule as Rule<TermsDetect>
    const list = detect.list === undefined ? [] : env.list(rule, detect.list)
    const all = [...new Set([...detect.terms, ...list].map(normalisedTerm))]
    return {
      rule,
      detect,
      terms: all,
      near: wordsExpression(detect.near),
      not: detect.not.map((word) => foldAscii(word, detect.ci)),
      longest: Math.max(0, ...detect.not.map((w) => w.length)),
      spans: [],
    }
  })
  const gates: Gate[] = compiled.map((one) => ({ literals: one.terms, ci: one.detect.ci, whole: true }))
  let view: TextView | undefined
  const touched: CompiledRule[] = []
  return {
    gates,
    begin(text) {
      view = text
    },
    prove(candidate) {
      const one = compiled[candidate.gate]!
      if (!one.rule.units.includes(view!.unit)) return
      if (one.spans.length === 0) touched.push(one)
      one.spans.push(candidate.start, candidate.end)
    },
    end(emit, exhaustive) {
      const text = view!
      if (exhaustive) {
        touched.length = 0
        for (const one of compiled) {
          one.spans = one.rule.units.includes(text.unit) ? occurrences(one, text) : []
          if (one.spans.length > 0) touched.push(one)
        }
      }
      for (const one of touched) {
        judge(one, text, emit)
        one.spans = []
      }
      if (touched.length > 0) touched.length = 0
    },
  }
}

/** Every occurrence of every term, found without the kernel. */
function occurrences(one: CompiledRule, text: TextView): number[] {
  const whole = foldAscii(text.decode(0, text.length), one.detect.ci)
  const spans: number[] = []
  for (const term of one.terms) {
    const wanted = foldAscii(term, one.detect.ci)
    const byteOf = bytePlaces(whole)
    for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
      const start = byteOf(at)
      spans.push(start, start + utf8Length(wanted, 0, wanted.length))
    }
  }
  return spans
}

const capitals = /[A-Z]+/g
const small = (upper: string): string => upper.toLowerCase()

const foldAscii = (text: string, ci: boolean): string => (ci ? text.replace(capitals, small) : text)

const alnum = (byte: number) => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

/** Leftmost, longest, not overlapping; ASCII terms as whole words; not inside an excluded longer word; near what the rule asks for. */
function judge(one: CompiledRule, text: TextView, emit: (hit: Hit) => void): void {
  const { detect, rule } = one
  const found: [number, number][] = []
  for (let i = 0; i < one.spans.length; i += 2) {
    const start = one.spans[i]!
    const end = one.spans[i + 1]!
    if (start > 0 && alnum(text.byteAt(start)) && alnum(text.byteAt(start - 1)) && !isLetterOfBreak(text, start - 1)) continue
    if (end < text.length && alnum(text.byteAt(end - 1)) && alnum(text.byteAt(end))) continue
    found.push([start, end])
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  let reached = -1
  for (const [start, end] of found) {
    if (start < reached) continue
    if (insideExcluded(one, text, start, end)) {
      emit({ rule, start, end, confidence: detect.base, suppressed: 'collocation' })
      continue
    }
    if (one.near !== undefined) {
      const around = text.decode(text.back(start, detect.within), text.forward(end, detect.within))
      if (around.search(one.near()) < 0) {
        emit({ rule, start, end, confidence: detect.base, suppressed: 'no-context' })
        continue
      }
    }
    reached = end
    emit({ rule, start, end, confidence: detect.base })
  }
}

function insideExcluded(one: CompiledRule, text: TextView, start: number, end: number): boolean {
  if (one.longest === 0) return false
  const from = text.back(start, one.longest)
  const around = foldAscii(text.decode(from, text.forward(end, one.longest)), one.detect.ci)
  const at = text.decode(from, start).length
  const stop = at + text.decode(start, end).length
  return one.not.some((wanted) => {
    for (let i = around.indexOf(wanted); i >= 0; i = around.indexOf(wanted, i + 1)) {
      if (i <= at && i + wanted.length >= stop) return true
    }
    return false
  })
}
