import { byteSetOf } from '../kernel/index.ts'
import type { CompiledDetector, Detector, DetectorEnv, Gate, Hit, Json, Rule, TextView } from '../model.ts'
import { Stop } from '../stop.ts'
import { shapeTests } from '../text/shapes.ts'
import { NamesBeside } from './beside.ts'
import { CellJudge } from './cells.ts'
import { logit, spellings, wordsExpression } from './context.ts'
import { anyOf, type FieldNames, fieldNames, fieldOpener } from './fields.ts'
import { groupOf, type OpeningGate, openedBy, type PatternGroup } from './groups.ts'
import { speaksOfProperty } from './naming.ts'
import { type CompiledPattern, type CompiledRule, type Known, noHead, run, separators, wholeText } from './pattern-run.ts'
import type { PatternDetect } from './pattern-schema.ts'
import { identifiersOf } from './persons.ts'
import { Unmeasured } from './regex/index.ts'
import { type DigitsShown, seeDigits } from './regex/runs.ts'
import { addWithin, type Reaching } from './windows.ts'
import { namedByWord } from './word-names.ts'

/** Regular expressions run in windows around candidates, proved by validators, weighed by context. */
export const pattern: Detector = { kind: 'pattern', compile }

const edges = {
  alnum: ['(?<![0-9A-Za-z])', '(?![0-9A-Za-z])'],
  digit: ['(?<![0-9])', '(?![0-9])'],
  none: ['', ''],
} as const

function compile(rules: readonly Rule[], env: DetectorEnv): CompiledDetector {
  const names = new NamesBeside()
  const byWord = namedByWord(rules.map(({ detect }) => (detect as PatternDetect).context?.boost ?? []))
  const compiled = rules.map((rule, number) => {
    const called: FieldNames = (field) => byWord(field).has(number)
    return compileRule(rule as Rule<PatternDetect>, env, { beside: names, called })
  })
  const { gates, owners, groups } = openings(compiled)
  const ruleGates = gates.length
  const judge = new CellJudge(compiled)
  gates.push(...judge.gates)
  const opened = fieldOpener<CompiledPattern, CompiledRule>(compiled, byWord)
  const ungated = compiled.filter(({ gated }) => !gated)
  const touched: Group[] = []
  const shown: DigitsShown = { count: 0, runs: 0, apart: 0 }
  const seen: Known = { shown, head: noHead }
  let view: TextView | undefined
  let texts = 0
  const whole = (one: CompiledRule, text: TextView, emit: (hit: Hit) => void) => {
    if (one.rule.units.includes(text.unit)) run(one, one.patterns, wholeText(text), emit)
  }
  const forget = (one: CompiledRule) => {
    for (const { windows } of groups.get(one)!) windows.clear()
  }
  const runGroup = ({ of, patterns, digits, windows }: Group, text: TextView, emit: (hit: Hit) => void) => {
    const count = windows.merge()
    for (let i = 0; i < count; i++) {
      const start = windows.startOf(i)
      const end = windows.endOf(i)
      if (digits) seeDigits(text, start, end, shown)
      run(of, patterns, { text, start, end }, emit, digits ? seen : undefined)
    }
    windows.clear()
  }
  return {
    gates,
    ruleGates,
    begin(text) {
      view = text
      texts += 1
      judge.begin()
      names.begin(text)
    },
    fieldNamed: (label) => judge.fieldNamed(label),
    persons: personsBeside(compiled, env),
    prove(candidate) {
      if (candidate.gate >= ruleGates) {
        judge.mark(candidate.gate - ruleGates, candidate.start)
        return
      }
      const owner = owners[candidate.gate]!
      const { group } = owner
      if (!group.of.rule.units.includes(view!.unit)) return
      if (group.windows.empty) touched.push(group)
      if (owner.seen !== undefined) addWithin(group, owner, view!, texts, candidate)
      else group.windows.add(view!.back(candidate.start, owner.before), view!.forward(candidate.end, owner.after))
    },
    end(tell, exhaustive) {
      const text = view!
      const open = opened(text.field)
      const emit = judge.judge(text, exhaustive, tell)
      const everywhere = exhaustive ? compiled : ungated
      for (let i = 0; i < everywhere.length; i++) {
        forget(everywhere[i]!)
        whole(everywhere[i]!, text, emit)
      }
      for (let i = 0; i < open.length; i++) {
        const { rule: one, whole: all, patterns } = open[i]!
        if (!one.rule.units.includes(text.unit)) continue
        if (all && !exhaustive) {
          forget(one)
          whole(one, text, emit)
        }
        run(one, patterns, wholeText(text), emit)
      }
      for (let i = 0; !exhaustive && i < touched.length; i++) runGroup(touched[i]!, text, emit)
      judge.tell(text, tell)
      // Setting a length is a call into the runtime, also when it changes nothing.
      if (touched.length > 0) touched.length = 0
    },
  }
}

/** The rules that name the person whom patterns with `beside` wait for, by the rule that has such patterns. */
const personsBeside = (compiled: readonly CompiledRule[], env: DetectorEnv): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    compiled.flatMap(({ rule: { id }, detect }) => {
      const beside = detect.patterns.find((p) => p.beside !== undefined)?.beside
      return beside === undefined ? [] : [[id, new Set(identifiersOf(beside, env.persons))] as const]
    }),
  )

/** The gates of all rules, whose each gate is (by its index), and the groups of patterns that they open, by rule. */
function openings(compiled: readonly CompiledRule[]) {
  const gates: Gate[] = []
  const owners: Owner[] = []
  const groups = new Map<CompiledRule, Group[]>(compiled.map((one) => [one, []]))
  for (const one of compiled.filter(({ gated, patterns }) => gated && patterns.length > 0)) {
    for (const set of openedBy(one.patterns, gatesOf(one), (id, unknown) => misnamed(one, id, unknown))) {
      const group = groupOf(one, set.patterns, one.cue ? one.detect.context! : { before: 0, after: 0 })
      groups.get(one)!.push(group)
      for (const { patterns: _opens, ...gate } of set.gates) {
        gates.push(gate)
        owners.push(ownerOf(gate, group))
      }
    }
  }
  return { gates, owners, groups }
}

/** How far a group looks around a candidate of a gate. */
function ownerOf({ reach = {} }: Gate, group: Group): Owner {
  const { before = group.longest, after = group.longest, within } = reach
  const bytes = within === undefined ? undefined : byteSetOf(within)
  return bytes === undefined
    ? { group, before: rounded(group.behind + before), after: rounded(group.ahead + after), within: undefined, seen: undefined }
    : { group, before, after, within: bytes, seen: { text: 0, end: 0, until: 0 } }
}

/** The group of patterns that a gate opens, and how far around a candidate they are looked for. */
type Owner = Reaching & { readonly group: Group }
type Group = PatternGroup<CompiledRule, CompiledPattern>

/** Throws where a value is wanted. */
function fault(error: Error): never {
  throw error
}

/** What is made when it is first asked for. */
function madeOnce<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
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

/** What is known of names: those beside values, and whether a field is called by a word of the rule. */
interface Names {
  readonly beside: NamesBeside
  readonly called: FieldNames
}

function compileRule(rule: Rule<PatternDetect>, env: DetectorEnv, { beside, called }: Names): CompiledRule {
  const { detect } = rule
  const fail = (what: string, en: string, zh: string) => unusable(rule, what, en, zh)
  const all = detect.patterns.map((p): CompiledPattern => {
    const [left, right] = edges[p.edge]
    const source = `${left}(?:${p.re})${right}`
    try {
      return {
        id: p.id,
        // Its syntax is checked with its reach.
        expression: madeOnce(() => new RegExp(source, `gu${p.flags}`)),
        score: logit(detect.evidence.base) + p.weight,
        reach: env.reach(source, p.flags),
        fields: anyOf(p.fields),
        waits: p.beside !== undefined,
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const { en, zh } = error instanceof Unmeasured ? error.words : { en: reason, zh: reason }
      throw fail('bad-pattern', `pattern "${p.id}" cannot be used: ${en}`, `模式“${p.id}”无法使用：${zh}`)
    }
  })
  const patterns = all.filter(({ fields }) => fields === undefined)
  const validator = (id: string) =>
    env.validator(id) ?? fault(fail('unknown-validator', `names an unknown validator "${id}"`, `引用了未知的校验器 "${id}"`))
  const checks = detect.validate.map((v) => ({
    validator: validator(v.use),
    args: (v.list === undefined ? v.args : { ...v.args, list: env.list(rule, v.list) }) as { [name: string]: Json },
    raw: v.raw,
    only: v.only,
    evidence: -detect.evidence.weight * Math.log(validator(v.use).falsePass),
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
    env,
    patterns,
    inFields: all.filter(({ fields }) => fields !== undefined),
    openers: [...(cue ? (context?.fieldBoost ?? []) : []), ...detect.patterns.flatMap(({ fields }) => fields ?? [])],
    cue,
    gated: detect.gate !== undefined,
    checks,
    bare: detect.exclude.values.length > 0 || checks.some(({ raw }) => !raw),
    boost: wordsExpression(context?.boost ?? []),
    damp: wordsExpression(context?.damp ?? []),
    fieldBoost: fieldNames(anyOf(context?.fieldBoost), {
      also: context === undefined || context.boost.length === 0 ? undefined : called,
      but: detect.evidence.named > 0 ? speaksOfProperty : undefined,
    }),
    fieldDamp: fieldNames(anyOf(context?.fieldDamp)),
    names: beside,
    excluded: new Set(detect.exclude.values.map((v) => v.replace(separators, '').toUpperCase())),
    excludedPattern: anyOf(detect.exclude.patterns.map((p) => `^(?:${p})$`)),
    examples: detect.exclude.valid.map(validator),
    shapes: shapeTests(detect.exclude.shapes),
    doubtful: shapeTests(detect.exclude.doubtful),
  }
}
