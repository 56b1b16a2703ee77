import type { DetectorEnv, Hit, Json, Reach, Rule, TextView, Validator } from '../model.ts'
import { isLetterOfBreak, readBreaks } from '../text/breaks.ts'
import { type ShapeTests, shapeAround } from '../text/shapes.ts'
import { utf8Length } from '../text/view.ts'
import { isWhole, type NamesBeside } from './beside.ts'
import { confidenceFloors, proving, sigmoid, strength, type WordsExpression } from './context.ts'
import { type FieldNames, keptByField } from './fields.ts'
import { fieldOfLabel } from './labels.ts'
import { speaksOfOther, speaksOfProperty } from './naming.ts'
import type { PatternDetect } from './pattern-schema.ts'
import { noPerson } from './persons.ts'
import { type DigitsShown, mayMatch } from './regex/runs.ts'

export interface CompiledPattern {
  readonly id: string
  /** Made when it is first run: a scan runs a part of them, and each thread makes its own. */
  readonly expression: () => RegExp
  /** Log-odds of a match before anything else speaks for it. */
  readonly score: number
  readonly reach: Reach
  /** The names of fields it is looked for in; undefined for one that is looked for everywhere. */
  readonly fields: RegExp | undefined
  /** Whether what it finds waits for a person to be found in its record. */
  readonly waits: boolean
}

export interface CompiledRule {
  readonly rule: Rule
  readonly detect: PatternDetect
  /** What its validators may ask for: the reference day, lists. */
  readonly env: DetectorEnv
  readonly patterns: readonly CompiledPattern[]
  /** Patterns for fields of certain names only: there they are looked for in all of the text, without a gate. */
  readonly inFields: readonly CompiledPattern[]
  /** Expressions on names of fields: a field of such a name opens the rule for all of its text. */
  readonly openers: readonly string[]
  readonly gated: boolean
  /** Whether the words of its context are its gate. */
  readonly cue: boolean
  readonly checks: readonly {
    readonly validator: Validator
    readonly args: { readonly [name: string]: Json }
    readonly raw: boolean
    readonly only: readonly string[] | undefined
    /** What passing it adds to the log-odds. */
    readonly evidence: number
  }[]
  /** Whether anything asks for the value without its separators. */
  readonly bare: boolean
  readonly boost: WordsExpression | undefined
  readonly damp: WordsExpression | undefined
  readonly fieldBoost: FieldNames | undefined
  readonly fieldDamp: FieldNames | undefined
  /** Finds the name that stands beside a value: a label, or the head of its column. One for all rules. */
  readonly names: NamesBeside
  readonly excluded: ReadonlySet<string>
  readonly excludedPattern: RegExp | undefined
  readonly examples: readonly Validator[]
  /** Shapes of which a value of the rule is no part, and those that make it doubtful. */
  readonly shapes: ShapeTests
  readonly doubtful: ShapeTests
}

/** Shapes are judged in this many characters on either side of a value. */
const shapeReach = 80
export const separators = /[ \-.()/（）—\r\n>]/g

/** A long window is decoded in pieces of about this many bytes. */
const pieceBytes = 1 << 17

/** What is known of a window before a rule looks at it. */
export interface Known {
  /** The digits in it: patterns that these cannot match are passed over. */
  readonly shown: DigitsShown | undefined
  /** What the head of its column, or the label beside it, says. */
  readonly head: Weights
}

/** Bytes [start, end) of a text. */
interface Window {
  readonly text: TextView
  readonly start: number
  readonly end: number
}

/** A text as one window. */
export const wholeText = (text: TextView): Window => ({ text, start: 0, end: text.length })

/** A rule at work on a text. */
interface RunningRule {
  readonly one: CompiledRule
  readonly text: TextView
  readonly head: Weights
  readonly emit: (hit: Hit) => void
}

/** Runs patterns of a rule over a window of a text. */
export function run(
  one: CompiledRule,
  patterns: readonly CompiledPattern[],
  { text, start, end }: Window,
  emit: (hit: Hit) => void,
  { shown, head }: Known = nothingKnown,
): void {
  const running = { one, text, head, emit }
  let short: Readings | undefined
  for (const p of patterns) {
    if (shown !== undefined && !mayMatch(p.reach, shown)) continue
    if (end - start <= pieceBytes) {
      short ??= readingsOf(text.decode(start, end))
      runPiece(running, p, short, { start, skip: start === 0 ? 0 : p.reach.behind, until: end, end, windowEnd: end })
      continue
    }
    // A piece is long enough that a match which begins before `until` is found in it just as in the whole window.
    let from = start === 0 ? 0 : text.forward(start, p.reach.behind)
    while (from < end) {
      const first = Math.max(start, text.back(from, p.reach.behind))
      const until = end - from <= pieceBytes ? end : text.back(from + pieceBytes, 1)
      const last = until === end ? end : Math.min(end, text.forward(until, p.reach.length + p.reach.ahead + 1))
      const skip = text.decode(first, from).length
      const readings = readingsOf(text.decode(first, last))
      from = Math.max(until, runPiece(running, p, readings, { start: first, skip, until, end: last, windowEnd: end }))
    }
  }
}

/** What a window says as it stands, and with line breaks that are written out as breaks, where it holds any. */
interface Readings {
  readonly window: string
  readonly broken: string | undefined
}

const readingsOf = (window: string): Readings => ({ window, broken: readBreaks(window) })

/** The part of a window that is looked at in one go: bytes [start, end). Only matches count that begin `skip` UTF-16 units or more behind its start and before byte `until`. */
interface Piece {
  readonly start: number
  readonly skip: number
  readonly until: number
  readonly end: number
  /** Where the window ends that this is a piece of. */
  readonly windowEnd: number
}

/** Runs a pattern over a piece. Returns where its last match ends. */
function runPiece(running: RunningRule, p: CompiledPattern, { window, broken }: Readings, piece: Piece): number {
  if (broken === undefined) return runReading(running, p, window, piece)
  // Both readings count, `\n` as a line break and as the two characters it is (a folder of a path may be called `\new`). In the second one no match
  // may begin with the letter of such a break.
  const { text, emit } = running
  const seen = new Set<number>()
  const both = (hit: Hit) => {
    seen.add(hit.start)
    emit(hit)
  }
  const asWritten = (hit: Hit) => {
    if (!seen.has(hit.start) && !isLetterOfBreak(text, hit.start)) emit(hit)
  }
  const reached = runReading({ ...running, emit: both }, p, broken, piece)
  return Math.max(reached, runReading({ ...running, emit: asWritten }, p, window, piece))
}

const withPlaces = new WeakMap<RegExp, RegExp>()

/** Where the value of a match begins. Places of groups cost time, so they are asked for only where the value stands in the match twice, as in `user: root, password: root`. */
function placeOf(re: RegExp, m: RegExpExecArray, value: string, window: string): number {
  const at = m[0].indexOf(value)
  if (m[0].indexOf(value, at + 1) < 0) return m.index + at
  const indexed = withPlaces.get(re) ?? new RegExp(re.source, `${re.flags}d`)
  withPlaces.set(re, indexed)
  indexed.lastIndex = m.index
  return indexed.exec(window)?.indices?.groups?.v?.[0] ?? m.index + at
}

/** Runs a pattern over one reading of a piece. Returns where its last match ends. */
function runReading(running: RunningRule, p: CompiledPattern, window: string, piece: Piece): number {
  const re = p.expression()
  re.lastIndex = piece.skip
  const m = re.exec(window)
  // Most windows hold no match: they are done here.
  return m === null ? piece.start : judgeMatches(running, p, window, piece, m)
}

/** Judges the matches of a pattern from the first on. Returns where the last one ends. */
function judgeMatches(
  running: RunningRule,
  p: CompiledPattern,
  window: string,
  { start, until, end, windowEnd }: Piece,
  found: RegExpExecArray,
): number {
  const re = p.expression()
  const { text, emit } = running
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
  for (let m: RegExpExecArray | null = found; m !== null; m = re.exec(window)) {
    if (m[0] === '') {
      re.lastIndex += 1
      continue
    }
    const first = byteAt(m.index)
    if (first >= until) break
    // A match that reaches the end of a window may have been cut by it. It is left out: it touches no candidate, or the window would be longer.
    const after = m.index + m[0].length
    const cut = end === windowEnd && end < text.length && after + p.reach.ahead >= window.length
    if (!cut) {
      const value = m.groups?.v ?? m[0]
      const at = m.groups?.v === undefined ? m.index : placeOf(re, m, value, window)
      const from = byteAt(at)
      const to = ascii ? from + value.length : from + utf8Length(value, 0, value.length)
      const hit = judge(running, p, value, from, to)
      if (hit !== undefined) emit(hit)
    }
    if (until < windowEnd) reached = byteAt(after)
  }
  return reached
}

/** Whether a match holds, and how sure that is: its hit, or undefined when a validator refuses it. */
function judge(running: RunningRule, p: CompiledPattern, value: string, start: number, end: number): Hit | undefined {
  const { one, text } = running
  const { rule, detect, env } = one
  const { context, evidence } = detect
  const weights = one.cue || p.fields !== undefined ? weigh(running, p, start, end) : undefined
  if (weights?.boost === 0) return undefined
  const bare = one.bare ? value.replace(separators, '') : value
  let validated = false
  let falsePass = 1
  let score = p.score
  for (const check of one.checks) {
    if (check.only !== undefined && !check.only.includes(p.id)) continue
    if (!check.validator.check(check.raw ? value : bare, check.args, env)) return undefined
    validated = true
    falsePass *= check.validator.falsePass
    score += check.evidence
  }
  const suppress = (suppressed: string): Hit => ({ rule, start, end, confidence: confidenceFloors.low, suppressed })
  if (isExcluded(one, value, bare)) return suppress('excluded')
  for (const example of one.examples) if (example.check(value, {}, env)) return suppress('example')
  const { shapes } = one
  let shape = shapes.length > 0 ? shapeOf(text, value, start, end, shapes) : undefined
  if (shape === 'url' && isOwnParameter(one, text, start, end)) {
    const others = shapes.filter(([other]) => other !== 'url')
    shape = shapeOf(text, value, start, end, others)
  }
  if (shape !== undefined) return suppress(`shape:${shape}`)
  const { boost, damp, named } = weights ?? weigh(running, p, start, end)
  if (context?.required === true && boost === 0) return suppress('no-context')
  score += evidence.boost * boost
  let confidence = sigmoid(score - evidence.damp * damp)
  if (evidence.named > 0 && boost === 0 && confidence >= confidenceFloors.low) {
    const other = named === 'other' || (named === undefined && shapeOf(text, value, start, end, one.doubtful) !== undefined)
    if (other) confidence = Math.max(confidenceFloors.low, sigmoid(score - evidence.damp * damp - evidence.named))
  }
  if (validated) {
    confidence = Math.max(confidence, evidence.floor)
    if (falsePass <= proving) confidence = Math.max(confidence, Math.min(sigmoid(score), confidenceFloors.low))
  }
  if (confidence < confidenceFloors.low) return suppress('low-score')
  return p.waits ? { rule, start, end, confidence, suppressed: noPerson } : { rule, start, end, confidence }
}

/** Whether a rule names a value, or what a pattern of its own takes, as none of its kind. */
function isExcluded({ excluded, excludedPattern }: CompiledRule, value: string, bare: string): boolean {
  return (excluded.size > 0 && excluded.has(bare.toUpperCase())) || excludedPattern?.test(value) === true
}

/** The name of a query parameter, before its value. */
const parameter = /[?&;]([A-Za-z_][A-Za-z0-9_.-]{0,39})=$/
/** Longest name of a parameter that is read, with what stands before and behind it. */
const longestParameter = 42

/** Whether a value is all of a query parameter that has the name of its kind: `?pesel=44051401458`. */
function isOwnParameter(one: CompiledRule, text: TextView, start: number, end: number): boolean {
  const name = parameter.exec(text.decode(text.back(start, longestParameter), start))?.[1]
  if (name === undefined || !/^(?:[&;#\s"'<>)\]]|[^\x00-\x7f]|$)/.test(text.decode(end, text.forward(end, 1)))) return false
  return one.fieldBoost?.(fieldOfLabel(name)) === true || (one.boost !== undefined && name.search(one.boost()) >= 0)
}

/** The shape that a value is part of, of those that are wanted. */
function shapeOf(text: TextView, value: string, start: number, end: number, wanted: ShapeTests): string | undefined {
  const from = text.back(start, shapeReach)
  const to = text.forward(end, shapeReach)
  const around = text.decode(from, to)
  const at = around.length === to - from ? start - from : text.decode(from, start).length
  return shapeAround(around, at, at + value.length, wanted)
}

/** How strongly something speaks for a value and against it: 0 to 1 each. */
export interface Weights {
  readonly boost: number
  readonly damp: number
  /** What the name of the value speaks of: nothing that a rule would know, or something else. Undefined where it has none. */
  readonly named?: 'open' | 'other'
}
export const noHead: Weights = { boost: 0, damp: 0 }
const nothingKnown: Known = { shown: undefined, head: noHead }

/** What the words around a value, its field's name and the head of its column say. */
function weigh({ one, text, head }: RunningRule, p: CompiledPattern, start: number, end: number): Weights {
  const { context } = one.detect
  const boost = p.fields !== undefined || one.fieldBoost?.(text.field) === true ? 1 : head.boost
  if (context === undefined) return { boost, damp: 0 }
  const damp = one.fieldDamp?.(text.field) === true ? 1 : head.damp
  const named = one.detect.evidence.named > 0 && boost === 0 && damp === 0 ? byName(one, text, start, end) : undefined
  if (named !== undefined && named.named !== 'open') return named
  if (one.boost === undefined && one.damp === undefined) return { boost, damp }
  // More on either side, so that a word cut by the reach is not taken for a whole one (the end of "protein" is no "ein"), nor the letter of a break for one of a word.
  const [from, to] = [text.back(start, context.before + 2), text.forward(end, context.after + 1)]
  const before = text.decode(from, start)
  const after = text.decode(end, to)
  const cut = { before: from > 0, after: to < text.length }
  return {
    boost: Math.max(boost, strength(one.boost, before, after, context, cut)),
    damp: Math.max(damp, strength(one.damp, before, after, context, cut)),
    ...(named?.named && { named: named.named }),
  }
}

/** Asked with every value of a field. */
const fieldSpeaksOfOther = keptByField(speaksOfOther)

/** What the name of a value says, where it has one; its words then count and not those of other names. */
function byName(one: CompiledRule, text: TextView, start: number, end: number): Weights | undefined {
  if (isWhole(text, start, end)) return { boost: 0, damp: 0, named: fieldSpeaksOfOther(text.field) ? 'other' : 'open' }
  const name = one.names.name(text, start, end)
  if (name === undefined) return undefined
  const field = fieldOfLabel(name)
  const holds = (words: WordsExpression | undefined) => words !== undefined && name.search(words()) >= 0
  const boost = one.fieldBoost?.(field) === true || (holds(one.boost) && !speaksOfProperty(field)) ? 1 : 0
  const damp = one.fieldDamp?.(field) === true || holds(one.damp) ? 1 : 0
  // A rule whose words are its gate is shown only what stands near one of them. A head far away must not speak for its values: without gates more would be found.
  if (boost > 0 && one.cue) return undefined
  if (boost + damp > 0) return { boost, damp }
  return speaksOfOther(field) ? { boost, damp, named: 'other' } : { boost, damp, named: 'open' }
}
