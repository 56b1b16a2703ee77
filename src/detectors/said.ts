import type { Hit, TextView } from '../model.ts'
import { utf8Length } from '../text/view.ts'
import type { CompositeDetect } from './composite-schema.ts'
import { saysNothing } from './nothing.ts'

/** What is said of somebody: bytes [start, end), and whether a label of a form introduces it. */
export interface Said {
  readonly start: number
  readonly end: number
  readonly labelled: boolean
}

/** Farthest end of a value behind its label, in characters. */
const longestValue = 72
// No colon but that of a time: where the next label is glued to a value, nobody can say where it ends.
const value =
  /(?<v>(?:[^\n。；;:："“”|<>\\]|(?<=\d):(?=\d)){1,48}?)(?=$|[\n。；;"“”|<>\\]|[ \t]{2}|\u3000|[，, ](?=[^，,。；;\n]{0,12}(?:(?<!\d)[:：]|\d{6})))/u
/** Behind a colon, in markup or in quotes too. */
const behindColon = new RegExp(
  `^(?:[（(][^()（）\\n]{1,8}[)）])?["”*]{0,3}[ \\t\\u3000]{0,4}[:：=][ \\t\\u3000"'“*]{0,4}${value.source}`,
  'u',
)
/** Behind a blank, in a form without colons. */
const behindBlank = /^[ \t\u3000]{1,4}(?<v>\p{Script=Han}{2,12})(?=[ \t\u3000\r\n]|$)/u
/** Directly behind a verb, which may be the end of the label. */
const behindVerb = /^(?<v>[^\s。；;，,、：:（(）)"“”<>|]{2,20})/u
const verb = /[为為患有]$/u
/** Behind a verb that follows the label: 病理诊断提示…. */
const throughVerb = /^(?:提示|显示|考虑|[为為是示系])(?<v>[^\s。；;，,、：:（(）)"“”<>|]{2,20})/u
/** What a rule reads in a form: the words before a value, in small letters; and where not anything will do, what it has to be, alone and directly behind its word. */
export interface Form {
  readonly labels: ReadonlySet<string>
  readonly value?: RegExp
  readonly behind?: RegExp
}

/** What stands between a word of a form and what it asks for: a remark, and signs of forms, tables and markup. */
const between = '(?:[（(][^()（）\\n]{1,8}[)）])?["”*|]{0,3}[ \\t\\u3000]{0,4}[:：=|，,、]?[ \\t\\u3000"\'“*]{0,4}'

/** The form of a composite rule, its expressions checked before (`rules/expressions.ts`). */
export function formOf({ labels, value }: CompositeDetect): Form {
  const words = new Set(labels.map((label) => label.toLowerCase()))
  if (value === undefined) return { labels: words }
  return {
    labels: words,
    value: new RegExp(`^(?:${value})$`, 'iu'),
    behind: new RegExp(`^${between}(?<v>${value})(?![\\p{L}\\p{N}%]|[.-]\\d)`, 'iu'),
  }
}

/**
 * What the hits of a lexicon say: an ordinary term is said itself, behind a label it is the value, if there is one. In the order of the text,
 * without overlaps.
 */
export function saidBy(text: TextView, found: readonly Hit[], form: Form): readonly Said[] {
  const said: Said[] = []
  let reached = 0
  for (const { start, end } of found) {
    if (start < reached) continue
    const word = text.decode(start, end).toLowerCase()
    const labelled = form.labels.has(word)
    const one = labelled ? valueBehind(text, end, form.behind, verb.test(word)) : { start, end, labelled }
    if (one === undefined) continue
    said.push(one)
    reached = one.end
  }
  return said
}

function valueBehind(text: TextView, end: number, wanted: RegExp | undefined, direct: boolean): Said | undefined {
  const behind = text.decode(end, text.forward(end, longestValue))
  const m =
    wanted === undefined
      ? (behindColon.exec(behind) ?? (direct ? behindVerb : throughVerb).exec(behind) ?? (direct ? null : behindBlank.exec(behind)))
      : wanted.exec(behind)
  const found = m?.groups?.v?.trim()
  if (m === null || found === undefined || found === '' || (wanted === undefined && saysNothing(found))) return undefined
  const at = m[0].lastIndexOf(found)
  const start = end + utf8Length(m[0], 0, at)
  return { start, end: start + utf8Length(found, 0, found.length), labelled: true }
}
