import { pointerOf } from '../notation/pointer.ts'
import { spellings } from './context.ts'
import { holdsFor } from './fields.ts'
import { speaksOfProperty } from './naming.ts'
import type { CompiledPattern, CompiledRule, Weights } from './pattern-run.ts'
import type { Column } from './tables/index.ts'

/** What a label says to a rule: how strongly it speaks for its values and against them, and which patterns are for a field of this name. */
interface Said {
  readonly rule: CompiledRule
  readonly weights: Weights
  readonly patterns: readonly CompiledPattern[]
}

/** A label as rules know it. */
export interface LabelColumn extends Column {
  /** The name of the field that its values stand in. */
  readonly field: string
  readonly said: readonly Said[]
}

const around = /^[\s\u3000"'`*_#[\]【】]+|[\s\u3000"'`*_#[\]【】:：]+$/g
const spaceInHan = /(?<=\p{Script=Han})[ \u3000]+(?=\p{Script=Han})/gu
/** Sorts what stands in brackets behind a label off it: 姓名（必填）. */
const remark = /[\s\u3000]*[（(][^()（）]{0,24}[)）]$/u

/** A label without what is written around it: marks of emphasis, colons, brackets, and spaces that set two characters of Chinese apart. */
const plainLabel = (written: string): string => written.replace(around, '').replace(remark, '').replace(spaceInHan, '')

/** The pointer of the field that a label names, as a record would have it: `Driver's License` is /Drivers_License, `user.phone` is /user/phone. */
export function fieldOfLabel(written: string): string {
  const label = plainLabel(written)
  if (/^[\w$-]+(?:\.[\w$-]+)+$/.test(label)) return pointerOf(label.split('.'))
  return pointerOf([
    label
      .replace(/['’]/g, '')
      .replace(/[ .#]+/g, '_')
      .replace(/_$/, ''),
  ])
}

const noPatterns: readonly CompiledPattern[] = []
const alnum = /[0-9a-z]/
/** A word of a rule's context, in small letters. */
interface ContextWord {
  readonly word: string
  readonly rule: number
  readonly boost: boolean
}

/** The words of all rules by their first two characters: a label is short, and the words are thousands. */
function wordsOf(rules: readonly CompiledRule[]): ReadonlyMap<string, readonly ContextWord[]> {
  const words = new Map<string, ContextWord[]>()
  for (const [rule, { detect }] of rules.entries()) {
    for (const boost of [true, false]) {
      for (const word of ((boost ? detect.context?.boost : detect.context?.damp) ?? []).flatMap(spellings)) {
        const small = word.toLowerCase()
        const list = words.get(small.slice(0, 2))
        if (list === undefined) words.set(small.slice(0, 2), [{ word: small, rule, boost }])
        else list.push({ word: small, rule, boost })
      }
    }
  }
  return words
}

/** Calls `visit` with the words that a label in small letters holds, as `wordsExpression` would find them. */
function eachWord(label: string, words: ReadonlyMap<string, readonly ContextWord[]>, visit: (word: ContextWord) => void): void {
  for (let at = 0; at < label.length; at++) {
    const inside = at > 0 && alnum.test(label[at - 1]!) && alnum.test(label[at]!)
    for (const length of inside ? [] : [1, 2]) {
      if (at + length > label.length) continue
      for (const one of words.get(label.slice(at, at + length)) ?? []) {
        const end = at + one.word.length
        if (!label.startsWith(one.word, at)) continue
        if (end < label.length && alnum.test(label[end]!) && alnum.test(label[end - 1]!)) continue
        visit(one)
      }
    }
  }
}

/** Reads labels: the words of a rule's context in a label count as they do beside a value, and the label is the name of a field. Labels repeat, so the answer is kept. */
export function labelReader(rules: readonly CompiledRule[]): (label: string) => LabelColumn {
  const known = new Map<string, LabelColumn>()
  let words: ReadonlyMap<string, readonly ContextWord[]> | undefined
  const read = (written: string): LabelColumn => {
    const label = plainLabel(written)
    if (label === '') return { names: false, field: '', said: [] }
    const field = fieldOfLabel(label)
    words ??= wordsOf(rules)
    const speaking = new Set<number>()
    const denying = new Set<number>()
    eachWord(label.toLowerCase(), words, ({ rule, boost }) => (boost ? speaking : denying).add(rule))
    const property = speaksOfProperty(field)
    const said: Said[] = []
    let names = false
    for (const [number, one] of rules.entries()) {
      const patterns = one.inFields.length === 0 ? noPatterns : one.inFields.filter(({ fields }) => holdsFor(fields!, field))
      const speaks = (speaking.has(number) && !(one.detect.evidence.named > 0 && property)) || one.fieldBoost?.(field) === true
      const denies = denying.has(number) || one.fieldDamp?.(field) === true
      if (!speaks && !denies && patterns.length === 0) continue
      names ||= speaks || patterns.length > 0
      said.push({ rule: one, weights: { boost: speaks ? 1 : 0, damp: denies ? 1 : 0 }, patterns })
    }
    return { names, field, said }
  }
  return (label) => {
    let column = known.get(label)
    if (column === undefined) {
      column = read(label)
      // Labels can come from the corpus without end; what is kept must not.
      if (known.size >= 4096) known.clear()
      known.set(label, column)
    }
    return column
  }
}
