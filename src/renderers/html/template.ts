import type { Words } from '../../model.ts'
import { hidden, visible } from '../visible.ts'

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

const escaped = (text: string): string => visible(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? '')

const flatten = (value: Value): string => {
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  if (value === null || value === undefined || value === false) return ''
  return trusted in value ? value[trusted] : value.map(flatten).join('')
}

/** Tagged template: the literal parts are HTML, every value is escaped unless it is itself markup. Attribute values must stand in double quotes. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  [trusted]: parts.reduce((page, part, at) => page + flatten(values[at - 1]) + part),
})

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
  const pieces = text.split(/\{([a-z]+)\}/)
  return raw(
    pieces.map((piece, at) => flatten(at % 2 === 0 ? piece : Object.hasOwn(values, piece) ? values[piece] : `{${piece}}`)).join(''),
  )
}
