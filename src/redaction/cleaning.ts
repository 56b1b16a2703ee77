import type { Edit, Lang, Rule, Unit } from '../model.ts'
import { isPlainKey } from '../redact.ts'
import type { LocatedHit, Matcher } from '../rules/index.ts'
import { encodable } from './encode.ts'
import { apply, before, merged, type Span } from './spans.ts'

/** What stands in the place of a match: the name of its kind in brackets, or as many asterisks as it had characters. */
export type Style = 'placeholder' | 'mask'

/** The names of a rule's matches: in words where the language has them, and in ASCII, which every charset can write. */
export interface Label {
  readonly words: string
  readonly ascii: string
}

/** The label of a rule: its title without what stands in parentheses, or its entity. */
export const labelOf = (rule: Pick<Rule, 'entity' | 'title'>, lang: Lang): Label => {
  const ascii = `[${rule.entity}]`
  const title = rule.title.zh.replace(/[（(][^）)]*[）)]/g, '').replace(/[\s"'\\,;|[\]]+/g, '')
  return { ascii, words: lang === 'zh' && title !== '' ? `[${title}]` : ascii }
}

/** What a rule of another program is called. */
export const unknownLabel: { readonly [lang in Lang]: Label } = {
  zh: { words: '[已删除]', ascii: '[REDACTED]' },
  en: { words: '[REDACTED]', ascii: '[REDACTED]' },
}

/** Decides what a value becomes. */
export interface Cleaner {
  /** The edits that take the spans out of a value so that no selected rule finds anything in what is left; empty when there is nothing to do. */
  edits(original: Buffer, spans: readonly Span[], place: { readonly field: string; readonly unit: Unit }): readonly Edit[]
  /** The edits of an object key or column name. */
  keyEdits(name: string): readonly Edit[]
  /** The hits that are to go. */
  selected(hits: readonly LocatedHit[]): Span[]
}

export interface CleanerOptions {
  readonly matcher: Matcher
  readonly style: Style
  readonly labels: ReadonlyMap<string, Label>
  readonly unknown: Label
  /** The charset that is written: a label it does not have is written in ASCII. */
  readonly charset: string
  readonly selects: (hit: LocatedHit) => boolean
  readonly selectsKey: (hit: LocatedHit) => boolean
  /** False: exactly the spans given are taken out, and what is left is not looked at again. */
  readonly look: boolean
}

const rounds = 6

/**
 * A cleaner that looks at what it leaves behind. A label can be a word that makes a rule sure of the number beside it, so where
 * anything is found after the labels are in, plainer ones are tried, asterisks last; what is found even then goes as well.
 */
export const cleaner = (options: CleanerOptions): Cleaner => {
  const { matcher, labels, unknown } = options
  const writable = new Map<string, string>()
  const words = (rule: string): string => {
    let told = writable.get(rule)
    if (told === undefined) {
      const label = labels.get(rule) ?? unknown
      told = encodable(label.words, options.charset) ? label.words : label.ascii
      writable.set(rule, told)
    }
    return told
  }
  const mask = (text: string) => '*'.repeat([...text].length)
  const ways: readonly ((rule: string, text: string) => string)[] =
    options.style === 'mask' ? [(_, text) => mask(text)] : [words, (rule) => (labels.get(rule) ?? unknown).ascii, (_, text) => mask(text)]
  const selected = (hits: readonly LocatedHit[], selects = options.selects): Span[] =>
    hits.filter((one) => one.hit.suppressed === undefined && selects(one)).map(({ hit, start, end }) => ({ start, end, rule: hit.rule.id }))

  const clean = (original: Buffer, spans: readonly Span[], left: (text: string) => Span[]): readonly Edit[] => {
    let wanted = merged(spans)
    if (wanted.length === 0) return []
    const made = (way: (rule: string, text: string) => string): Edit[] =>
      wanted.map(({ start, end, rule }) => ({ start, end, text: way(rule, original.toString('utf8', start, end)) }))
    let edits: readonly Edit[] = []
    for (const way of ways) {
      edits = made(way)
      if (!options.look || left(apply(original, edits)).length === 0) return edits
    }
    for (let round = 0; round < rounds; round++) {
      const more = left(apply(original, edits))
      if (more.length === 0) return edits
      wanted = merged([...wanted, ...more.map(({ start, end, rule }) => ({ ...before(edits, start, end), rule }))])
      edits = made(ways.at(-1)!)
    }
    return [{ start: 0, end: original.length, text: mask(original.toString('utf8')) }]
  }
  return {
    selected,
    edits: (original, spans, { field, unit }) => clean(original, spans, (text) => selected(matcher.hitsInText(text, field, unit))),
    keyEdits(name) {
      // The scan looks for nothing in it either.
      if (isPlainKey(name)) return []
      const look = (text: string) => selected(matcher.hitsInText(text, '', 'key'), options.selectsKey)
      return clean(Buffer.from(name, 'utf8'), look(name), look)
    },
  }
}
