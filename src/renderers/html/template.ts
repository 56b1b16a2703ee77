import type { Words } from '../../model.ts'
import { hidden, visible } from '../../words/visible.ts'

/** Marks text that may go into the page as it is. A symbol: nothing parsed from JSON can carry it. */
const trusted: unique symbol = Symbol('markup')
/** A piece of HTML whose variable parts are escaped. */
export interface Markup {
  readonly [trusted]: string
}
export type Value = Markup | string | number | null | undefined | false | readonly Value[]

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Most texts hold nothing that has to be written otherwise. */
const plain = /^[\w .,:;/()%+*=?!\n\u3001-\u3003\u3008-\u3011\u4e00-\u9fff\uff01-\uff1f-]*$/

const escaped = (text: string): string =>
  plain.test(text) ? text : visible(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? '')

const printed = (value: Value): string => {
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  if (value === null || value === undefined || value === false) return ''
  if (trusted in value) return value[trusted]
  let text = ''
  for (const each of value) text += printed(each)
  return text
}

/** Tagged template: the literal parts are HTML, every value is escaped unless it is itself markup. Attribute values must stand in double quotes. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => {
  let text = parts[0]!
  for (let at = 0; at < values.length; at++) text += printed(values[at]) + parts[at + 1]!
  return { [trusted]: text }
}

/** The finished text of a piece of markup. */
export const print = (markup: Markup): string => markup[trusted]

/** Takes a constant of this program (style, script, JSON escaped by `embed`) as markup. Never call it with text from a report. */
export const raw = (text: string): Markup => ({ [trusted]: text })

/** JSON for a `<script type="application/json">` block: parses to the same value, and holds neither `<` nor a character that hides or ends a line. */
export const embed = (value: unknown): Markup =>
  raw(
    JSON.stringify(value)
      .replaceAll('<', '\\u003c')
      .replace(hidden, (character) =>
        Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
      ),
  )

/** One text in both languages, each marked with its language; the style sheet shows one. `{name}` in the text is replaced by the value of that name. */
export const both = (words: Words, values: { readonly [name: string]: Value } = {}): Markup =>
  words.zh === words.en
    ? fill(words.en, values)
    : html`<span lang="zh-CN">${fill(words.zh, values)}</span><span lang="en">${fill(words.en, values)}</span>`

const fill = (text: string, values: { readonly [name: string]: Value }): Markup => {
  if (!text.includes('{')) return { [trusted]: escaped(text) }
  let filled = ''
  for (const [at, piece] of text.split(/\{([a-z]+)\}/).entries())
    filled += printed(at % 2 === 0 ? piece : Object.hasOwn(values, piece) ? values[piece] : `{${piece}}`)
  return { [trusted]: filled }
}
