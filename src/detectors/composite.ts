import { birthOf } from '../checksum/age.ts'
import type { CompiledDetector, Detector, DetectorEnv, Hit, Rule, TextView } from '../model.ts'
import type { CompositeDetect } from './composite-schema.ts'
import { confidenceFloors } from './context.ts'
import { anyOf, fieldNames, openedByName } from './fields.ts'
import { saysNothing } from './nothing.ts'
import { identifiersOf, noPerson } from './persons.ts'
import { type Form, formOf, type Said, saidBy } from './said.ts'
import { terms } from './terms.ts'

/** Sensitive information is a pair: what is said, and whom it is said of. Derived from settled hits, so a suppressed identifier is none. */
export const composite: Detector = { kind: 'composite', compile }

/** In one sentence with the identifier, or only near it, as another field of the same record is. */
const scores = { sentence: 0.92, near: 0.65 } as const

/** How sure it is of a word that is part of an identifier, as a mailbox may be called lupus@: it says nothing, whoever is named near it. */
const partOfIdentifier = -1
/** A longer value, in bytes, says something. */
const longestNothing = 64
const sentenceEnd = /[。！？!?；;\n]/
/** Paragraphs, rows of a list: what stands in another one is said of somebody else. */
const apart = /\n\s*\n/

type CompositeRule = Rule<CompositeDetect>
/** What each rule reads in a form. */
type Forms = ReadonlyMap<CompositeRule, Form>

function compile(rules: readonly Rule[], env: DetectorEnv): CompiledDetector {
  const own = rules as readonly CompositeRule[]
  const byTerm = own.filter(({ detect }) => detect.age === undefined)
  const byAge = own.filter(({ detect }) => detect.age !== undefined)
  const beside = new Map(own.map((rule) => [rule, new Set(identifiersOf(rule.detect.beside, env.persons))]))
  const isBeside = (rule: CompositeRule, hit: Hit) => beside.get(rule)!.has(hit.rule.id)
  const forms: Forms = new Map(byTerm.map((rule) => [rule, formOf(rule.detect)]))
  const lexicon = lexiconOf(byTerm, env)
  const toldIn = teller(forms)
  const opened = openerOf(byTerm)
  let view: TextView | undefined
  let found: Hit[] = []
  const keep = (hit: Hit) => {
    if (hit.suppressed === undefined) found.push(hit)
  }
  return {
    gates: lexicon.gates,
    begin(text) {
      view = text
      if (found.length > 0) found = []
      lexicon.begin(text)
    },
    prove: (candidate) => lexicon.prove(candidate),
    asksNumber: (field) => opened(field).some(({ detect }) => detect.value !== undefined),
    end(emit, exhaustive) {
      lexicon.end(keep, exhaustive)
      const text = view!
      if (text.field === '' || text.length === 0) return
      const open = opened(text.field)
      if (open.length === 0) return
      const short = text.length <= longestNothing ? text.decode(0, text.length) : undefined
      const nothing = short !== undefined && saysNothing(short)
      for (const rule of open) {
        const { value } = forms.get(rule)!
        if (value === undefined ? nothing : short === undefined || !value.test(short)) continue
        if (rule.units.includes(text.unit)) emit({ rule, start: 0, end: text.length, confidence: scores.near, suppressed: noPerson })
      }
    },
    persons: new Map(byTerm.filter(({ detect }) => detect.fields.length > 0).map((rule) => [rule.id, beside.get(rule)!])),
    derive: {
      from: new Set([...beside.values()].flatMap((ids) => [...ids])),
      each(hits, emit) {
        const text = view!
        const young = byAge.filter((rule) => rule.units.includes(text.unit))
        const told = found.length === 0 ? [] : toldIn(text, found)
        if (young.length === 0 && told.length === 0) return
        for (const hit of hits) {
          for (const rule of young) {
            if (isBeside(rule, hit) && isUnder(text.decode(hit.start, hit.end), rule.detect.age!.under, env.asOf))
              emit({ rule, start: hit.start, end: hit.end, confidence: hit.confidence })
          }
          for (const one of told) if (isBeside(one.rule, hit)) speaksOf(text, hit, one)
        }
        // One finding for each thing that is said, of whomever it is.
        for (const { rule, said, sure } of told) {
          for (const [i, { start, end }] of said.entries()) {
            if (sure[i]! >= confidenceFloors.low) emit({ rule, start, end, confidence: sure[i]! })
          }
        }
      },
    },
  }
}

/** The terms of the rules, and the labels behind which more is said, as a lexicon. */
const lexiconOf = (rules: readonly CompositeRule[], env: DetectorEnv): CompiledDetector =>
  terms.compile(
    rules.map((rule) => {
      const { terms, labels, not } = rule.detect
      return {
        ...rule,
        detect: { kind: 'terms', terms: [...terms, ...labels], ci: true, not, near: [], within: 1, base: 0.5 },
      }
    }),
    env,
  )

/** The rules that are about what stands in a field of a name. */
function openerOf(rules: readonly CompositeRule[]): (field: string) => readonly CompositeRule[] {
  const names = new Map(rules.map((rule) => [rule, fieldNames(anyOf(rule.detect.fields))]))
  return openedByName(
    rules,
    ({ detect }) => detect.fields,
    (rule, field) => (names.get(rule)?.(field) === true ? rule : undefined),
  )
}

/** What hits of the lexicon say of a text, by rule. */
const teller =
  (forms: Forms) =>
  (text: TextView, found: readonly Hit[]): readonly Told[] =>
    [...forms].flatMap(([rule, form]) => {
      const own = found.filter((hit) => hit.rule.id === rule.id)
      const said = own.length === 0 ? [] : saidBy(text, own, form)
      return said.length === 0 ? [] : [{ rule, said, sure: new Float64Array(said.length) }]
    })

/** What a text says that a rule is about, in order, and how sure it is that somebody is meant. */
interface Told {
  readonly rule: CompositeRule
  readonly said: readonly Said[]
  readonly sure: Float64Array
}

/** Notes what is said near an identifier. */
function speaksOf(text: TextView, hit: Hit, { rule, said, sure }: Told): void {
  const { within, formWithin } = rule.detect
  // A character has four bytes at most, and two letters have: what is farther needs no look.
  const far = Math.max(within, formWithin) * 4
  for (let at = firstEnding(said, hit.start - far); at < said.length && said[at]!.start <= hit.end + far; at++) {
    const { start, end, labelled } = said[at]!
    // An estimate is none: 穆斯林 may be taken for a name.
    const sureHit = hit.confidence >= confidenceFloors.medium
    if (sureHit && !labelled && hit.start <= start && end <= hit.end) sure[at] = partOfIdentifier
    const best = Math.min(hit.confidence, scores.sentence)
    if (sure[at]! >= best || sure[at] === partOfIdentifier) continue
    const [from, to] = end <= hit.start ? [end, hit.start] : hit.end <= start ? [hit.end, start] : [0, 0]
    if (to - from > (labelled ? formWithin : within) * 4) continue
    const between = to > from ? text.decode(from, to) : ''
    if (charactersIn(between) > (labelled ? formWithin : within) || apart.test(between)) continue
    sure[at] = Math.max(sure[at]!, Math.min(hit.confidence, sentenceEnd.test(between) ? scores.near : scores.sentence))
  }
}

/** How long a text is in Chinese characters: of letters, digits and blanks two count as one, for a sentence has twice as many and more. */
function charactersIn(text: string): number {
  let halves = 0
  for (const character of text) halves += character < '\u1100' ? 1 : 2
  return halves / 2
}

/** The number of the first of ordered spans that ends at `offset` or behind it. */
function firstEnding(found: readonly Said[], offset: number): number {
  let low = 0
  let high = found.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (found[middle]!.end < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether the date of birth in an identifier lies less than `years` before a day (ISO): on the birthday itself the person has the age. */
function isUnder(identifier: string, years: number, asOf: string): boolean {
  const birth = birthOf(identifier)
  return birth !== undefined && Number(asOf.replaceAll('-', '')) < birth + years * 10000 && birth <= Number(asOf.replaceAll('-', ''))
}
