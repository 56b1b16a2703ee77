import { byteSetOf } from '../kernel/index.ts'
import type { CompiledDetector, Detector, DetectorEnv, Gate, Hit, Json, Reach, Rule, TextView, Validator } from '../model.ts'
import { Stop } from '../stop.ts'
import { shapeAround } from '../text/shapes.ts'
import { utf8Length } from '../text/view.ts'
import { confidenceFloors, logit, proving, sigmoid, spellings, strength, type WordsExpression, wordsExpression } from './context.ts'
import { fieldOpener } from './fields.ts'
import { digitsIn, groupOf, type OpeningGate, openedBy, type PatternGroup } from './groups.ts'
import type { PatternDetect } from './pattern-schema.ts'
import { addWithin, type Reaching } from './windows.ts'

/** Regular expressions run in windows around candidates, proved by validators, weighed by context. */
export const pattern: Detector = { kind: 'pattern', compile }

interface CompiledPattern {
  readonly id: string
  readonly re: RegExp
  readonly weight: number
  readonly reach: Reach
  /** The names of fields it is looked for in; undefined for one that is looked for everywhere. */
  readonly fields: RegExp | undefined
}

interface CompiledRule {
  readonly rule: Rule
  readonly detect: PatternDetect
  readonly patterns: readonly CompiledPattern[]
  /** Those that are looked for in fields of certain names only, and in all of their text. */
  readonly inFields: readonly CompiledPattern[]
  readonly gated: boolean
  /** The words of its context are its gate. */
  readonly cue: boolean
  readonly checks: readonly {
    readonly validator: Validator
    readonly args: { readonly [name: string]: Json }
    readonly raw: boolean
    readonly only: readonly string[] | undefined
  }[]
  /** Whether the value without separators is ever looked at. */
  readonly bare: boolean
  readonly boost: WordsExpression | undefined
  readonly damp: WordsExpression | undefined
  readonly fieldBoost: RegExp | undefined
  readonly fieldDamp: RegExp | undefined
  readonly excluded: ReadonlySet<string>
  readonly excludedPatterns: readonly RegExp[]
  readonly examples: readonly Validator[]
}

const edges = {
  alnum: ['(?<![0-9A-Za-z])', '(?![0-9A-Za-z])'],
  digit: ['(?<![0-9])', '(?![0-9])'],
  none: ['', ''],
} as const

/** Shapes are judged in this many characters on either side of a value. */
const shapeReach = 80
const separators = /[ \-.()/（）—]/g

function compile(rules: readonly Rule[], env: DetectorEnv): CompiledDetector {
  const compiled = rules.map((rule) => compileRule(rule as Rule<PatternDetect>, env))
  const gates: Gate[] = []
  const owners: Owner[] = []
  const groups = new Map<CompiledRule, Group[]>(compiled.map((one) => [one, []]))
  for (const one of compiled.filter(({ gated, patterns }) => gated && patterns.length > 0)) {
    for (const set of openedBy(one.patterns, gatesOf(one), (id, unknown) => misnamed(one, id, unknown))) {
      const group = groupOf(one, set.patterns, one.cue ? one.detect.context! : { before: 0, after: 0 })
      groups.get(one)!.push(group)
      for (const { patterns: _opens, ...each } of set.gates) {
        gates.push(each)
        const { before = group.longest, after = group.longest, within } = each.reach ?? {}
        const bytes = within === undefined ? undefined : byteSetOf(within)
        if (bytes !== undefined) owners.push({ group, before, after, within: bytes, seen: { text: 0, end: 0, until: 0 } })
        else
          owners.push({
            group,
            before: rounded(group.behind + before),
            after: rounded(group.ahead + after),
            within: undefined,
            seen: undefined,
          })
      }
    }
  }
  const opened = fieldOpener<CompiledPattern, CompiledRule>(compiled)
  const ungated = compiled.filter(({ gated }) => !gated)
  const touched: Group[] = []
  let view: TextView | undefined
  let texts = 0
  return {
    gates,
    begin(text) {
      view = text
      texts += 1
    },
    prove(candidate) {
      const owner = owners[candidate.gate]!
      const { group } = owner
      if (!group.of.rule.units.includes(view!.unit)) return
      if (group.windows.empty) touched.push(group)
      if (owner.seen !== undefined) addWithin(group.windows, owner, group, view!, texts, candidate)
      else group.windows.add(view!.back(candidate.start, owner.before), view!.forward(candidate.end, owner.after))
    },
    end(emit, exhaustive) {
      const text = view!
      const whole = (one: CompiledRule) => {
        if (one.rule.units.includes(text.unit)) run(one, one.patterns, text, 0, text.length, env, emit)
      }
      const forget = (one: CompiledRule) => {
        for (const { windows } of groups.get(one)!) windows.drain(() => {})
      }
      for (const one of exhaustive ? compiled : ungated) {
        forget(one)
        whole(one)
      }
      const open = opened(text.field)
      for (const { rule: one, whole: all, patterns } of open) {
        if (!one.rule.units.includes(text.unit)) continue
        if (all && !exhaustive) {
          forget(one)
          whole(one)
        }
        run(one, patterns, text, 0, text.length, env, emit)
      }
      for (let i = 0; !exhaustive && i < touched.length; i++) {
        const group = touched[i]!
        group.windows.drain((start, end) => {
          const digits = digitsIn(text, start, end, group.digits)
          if (digits >= group.digits.least) run(group.of, group.patterns, text, start, end, env, emit, digits)
        })
      }
      // Setting a length is a call into the runtime, also when it changes nothing.
      if (touched.length > 0) touched.length = 0
    },
  }
}

/** One expression for those of a list, on names of fields. */
const union = (sources: readonly string[] | undefined) =>
  sources === undefined || sources.length === 0 ? undefined : new RegExp(sources.map((s) => `(?:${s})`).join('|'), 'iu')

/** Whose a gate is, and how far around a candidate of it the rule looks. */
type Owner = Reaching & { readonly group: Group }
type Group = PatternGroup<CompiledRule, CompiledPattern>

/** Throws where a value is wanted. */
function fault(error: Error): never {
  throw error
}

function unusable({ id }: Rule, what: string, en: string, zh: string): Stop {
  return new Stop('usage', `rules.${what}`, { en: `rule ${id}: ${en}`, zh: `规则 ${id}：${zh}` })
}

/** A gate names a pattern that the rule has not, or none opens one that it has. */
function misnamed({ rule }: CompiledRule, pattern: string, unknown: boolean): never {
  throw unknown
    ? unusable(
        rule,
        'unknown-pattern',
        `has a gate for a pattern "${pattern}" that it has not, or that has fields of its own`,
        `入口引用了不存在（或另有字段限定）的模式“${pattern}”`,
      )
    : unusable(rule, 'closed-pattern', `has no gate that opens its pattern "${pattern}"`, `没有任何入口打开模式“${pattern}”`)
}

/** The gates of a rule that has any: for `cue`, the words of its context. */
function gatesOf({ detect: { gate, context } }: CompiledRule): readonly OpeningGate[] {
  if (gate === 'cue') return [{ literals: (context?.boost ?? []).flatMap(spellings), ci: true, whole: true }]
  return (Array.isArray(gate) ? gate : [gate]) as OpeningGate[]
}

/** Reaches are rounded up, so that rules which look at the same candidate look at the same window, which is decoded once. */
function rounded(characters: number): number {
  const grain = characters <= 128 ? 32 : 64
  return Math.ceil(characters / grain) * grain
}

function compileRule(rule: Rule<PatternDetect>, env: DetectorEnv): CompiledRule {
  const { detect } = rule
  const fail = (what: string, en: string, zh: string) => unusable(rule, what, en, zh)
  const all = detect.patterns.map((p): CompiledPattern => {
    const [left, right] = edges[p.edge]
    const source = `${left}(?:${p.re})${right}`
    try {
      return {
        id: p.id,
        re: new RegExp(source, `gu${p.flags}`),
        weight: p.weight,
        reach: env.reach(source, p.flags),
        fields: union(p.fields),
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw fail('bad-pattern', `pattern "${p.id}" cannot be used: ${reason}`, `模式 "${p.id}" 无法使用：${reason}`)
    }
  })
  const patterns = all.filter(({ fields }) => fields === undefined)
  const validator = (id: string) =>
    env.validator(id) ?? fault(fail('unknown-validator', `names an unknown validator "${id}"`, `引用了未知的校验器 "${id}"`))
  const checks = detect.validate.map((v) => ({
    validator: validator(v.use),
    args: v.args as { [name: string]: Json },
    raw: v.raw,
    only: v.only,
  }))
  const { context } = detect
  const cue = detect.gate === 'cue'
  if (cue && (context === undefined || context.boost.length === 0 || !context.required)) {
    throw fail(
      'cue-gate',
      'has the gate "cue" but no required context with boost words',
      '使用了 cue 入口，但没有必需的上下文及其 boost 词',
    )
  }
  return {
    rule,
    detect,
    patterns,
    inFields: all.filter(({ fields }) => fields !== undefined),
    cue,
    gated: detect.gate !== undefined,
    checks,
    bare: detect.exclude.values.length > 0 || checks.some(({ raw }) => !raw),
    boost: wordsExpression(context?.boost ?? []),
    damp: wordsExpression(context?.damp ?? []),
    fieldBoost: union(context?.fieldBoost),
    fieldDamp: union(context?.fieldDamp),
    excluded: new Set(detect.exclude.values.map((v) => v.replace(separators, '').toUpperCase())),
    excludedPatterns: detect.exclude.patterns.map((p) => new RegExp(`^(?:${p})$`, 'iu')),
    examples: detect.exclude.valid.map(validator),
  }
}

/** A long window is decoded in pieces of about this many bytes. */
const pieceBytes = 1 << 17

/** Runs patterns of a rule over the window [start, end) of a text: those that want no more digits than `digits`. */
function run(
  one: CompiledRule,
  patterns: readonly CompiledPattern[],
  text: TextView,
  start: number,
  end: number,
  env: DetectorEnv,
  emit: (hit: Hit) => void,
  digits = Number.POSITIVE_INFINITY,
): void {
  for (const p of patterns) {
    if (digits < p.reach.digits) continue
    if (end - start <= pieceBytes) {
      runPiece(one, p, text, { start, skip: start === 0 ? 0 : p.reach.behind, until: end, end, windowEnd: end }, env, emit)
      continue
    }
    // A piece shows a pattern all it can see from a place before `until`, so that it finds there what it would find in the whole.
    let from = start === 0 ? 0 : text.forward(start, p.reach.behind)
    while (from < end) {
      const first = Math.max(start, text.back(from, p.reach.behind))
      const until = end - from <= pieceBytes ? end : text.back(from + pieceBytes, 1)
      const last = until === end ? end : Math.min(end, text.forward(until, p.reach.length + p.reach.ahead + 1))
      const skip = text.decode(first, from).length
      from = Math.max(until, runPiece(one, p, text, { start: first, skip, until, end: last, windowEnd: end }, env, emit))
    }
  }
}

/** What of a window is looked at in one go: bytes [start, end), for matches that begin at `skip` UTF-16 units or later and before byte `until`. */
interface Piece {
  readonly start: number
  readonly skip: number
  readonly until: number
  readonly end: number
  /** Where the window ends that this is a piece of. */
  readonly windowEnd: number
}

/** Runs a pattern over a piece; where its last match ends. */
function runPiece(
  one: CompiledRule,
  p: CompiledPattern,
  text: TextView,
  { start, skip, until, end, windowEnd }: Piece,
  env: DetectorEnv,
  emit: (hit: Hit) => void,
): number {
  const window = text.decode(start, end)
  p.re.lastIndex = skip
  let m = p.re.exec(window)
  // Most windows hold no match.
  if (m === null) return start
  const ascii = window.length === end - start
  // Bytes are counted from match to match: from the start each time would take the square of their number.
  let known = 0
  let byte = start
  const byteAt = (unit: number) => {
    if (ascii) return start + unit
    byte += utf8Length(window, known, unit)
    known = unit
    return byte
  }
  let reached = start
  for (; m !== null; m = p.re.exec(window)) {
    if (m[0] === '') {
      p.re.lastIndex += 1
      continue
    }
    const first = byteAt(m.index)
    if (first >= until) break
    // Where the window cuts the text, a match so near its end may have been cut as well: it touches no candidate, or the window would be longer.
    const after = m.index + m[0].length
    const cut = end === windowEnd && end < text.length && after + p.reach.ahead >= window.length
    if (!cut) {
      const value = m.groups?.v ?? m[0]
      const at = m.groups?.v === undefined ? m.index : m.index + m[0].indexOf(value)
      const from = byteAt(at)
      const to = ascii ? from + value.length : from + utf8Length(value, 0, value.length)
      const hit = judge(one, p, text, value, from, to, env)
      if (hit !== undefined) emit(hit)
    }
    if (until < windowEnd) reached = byteAt(after)
  }
  return reached
}

/** Whether a match holds, and how sure that is: its hit, or undefined when a validator refuses it. */
function judge(
  one: CompiledRule,
  p: CompiledPattern,
  text: TextView,
  value: string,
  start: number,
  end: number,
  env: DetectorEnv,
): Hit | undefined {
  const { rule, detect } = one
  const { context, evidence } = detect
  const weights = one.cue || p.fields !== undefined ? weigh(one, p, text, start, end) : undefined
  if (weights?.boost === 0) return undefined
  const bare = one.bare ? value.replace(separators, '') : value
  let validated = false
  let falsePass = 1
  let score = logit(evidence.base) + p.weight
  for (const check of one.checks) {
    if (check.only !== undefined && !check.only.includes(p.id)) continue
    if (!check.validator.check(check.raw ? value : bare, check.args, env)) return undefined
    validated = true
    falsePass *= check.validator.falsePass
    score -= evidence.weight * Math.log(check.validator.falsePass)
  }
  const suppress = (suppressed: string): Hit => ({ rule, start, end, confidence: confidenceFloors.low, suppressed })
  if (one.excluded.has(bare.toUpperCase()) || one.excludedPatterns.some((re) => re.test(value))) return suppress('excluded')
  for (const example of one.examples) if (example.check(value, {}, env)) return suppress('example')
  const { shapes } = detect.exclude
  if (shapes.length > 0) {
    const from = text.back(start, shapeReach)
    const to = text.forward(end, shapeReach)
    const around = text.decode(from, to)
    const at = around.length === to - from ? start - from : text.decode(from, start).length
    const shape = shapeAround(around, at, at + value.length, shapes)
    if (shape !== undefined) return suppress(`shape:${shape}`)
  }
  const { boost, damp } = weights ?? weigh(one, p, text, start, end)
  if (context?.required === true && boost === 0) return suppress('no-context')
  score += evidence.boost * boost
  let confidence = sigmoid(score - evidence.damp * damp)
  if (validated) {
    confidence = Math.max(confidence, evidence.floor)
    if (falsePass <= proving) confidence = Math.max(confidence, Math.min(sigmoid(score), confidenceFloors.low))
  }
  if (confidence < confidenceFloors.low) return suppress('low-score')
  return { rule, start, end, confidence }
}

/** How strongly the words around a value, or its field's name, speak for it and against it: 0 to 1 each. */
function weigh(
  one: CompiledRule,
  p: CompiledPattern,
  text: TextView,
  start: number,
  end: number,
): { readonly boost: number; readonly damp: number } {
  const { context } = one.detect
  const boost = p.fields !== undefined || one.fieldBoost?.test(text.field) === true ? 1 : 0
  if (context === undefined) return { boost, damp: 0 }
  const damp = one.fieldDamp?.test(text.field) === true ? 1 : 0
  if (one.boost === undefined && one.damp === undefined) return { boost, damp }
  // One character more on either side, so that a word cut by the reach is not taken for a whole one: the end of "protein" is no "ein".
  const [from, to] = [text.back(start, context.before + 1), text.forward(end, context.after + 1)]
  const before = text.decode(from, start)
  const after = text.decode(end, to)
  const cut = { before: from > 0, after: to < text.length }
  return {
    boost: Math.max(boost, strength(one.boost, before, after, context, cut)),
    damp: Math.max(damp, strength(one.damp, before, after, context, cut)),
  }
}
