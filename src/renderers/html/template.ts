import type { Words } from '../../model.ts'
import { hidden, visible } from '../../visible.ts'

/** Marks text that may go into the page as it is. A symbol: nothing parsed from JSON can carry it. */
const trusted: unique symbol = Symbol('markup')
/** A piece of HTML whose variable parts are escaped: texts and further pieces, put together once, when all of the page is there. */
export interface Markup {
  readonly [trusted]: readonly (string | Markup)[]
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

const add = (pieces: (string | Markup)[], value: Value): void => {
  if (typeof value === 'string') pieces.push(escaped(value))
  else if (typeof value === 'number') pieces.push(String(value))
  else if (value === null || value === undefined || value === false) return
  else if (trusted in value) pieces.push(value)
  else for (const each of value) add(pieces, each)
}

/** Tagged template: the literal parts are HTML, every value is escaped unless it is itself markup. Attribute values must stand in double quotes. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => {
  const pieces: (string | Markup)[] = []
  for (const [at, part] of parts.entries()) {
    if (part !== '') pieces.push(part)
    add(pieces, values[at])
  }
  return { [trusted]: pieces }
}

/** The finished text of a piece of markup. */
export const print = (markup: Markup): string => {
  const texts: string[] = []
  const gather = (piece: string | Markup): void => {
    if (typeof piece === 'string') texts.push(piece)
    else for (const each of piece[trusted]) gather(each)
  }
  gather(markup)
  return texts.join('')
}

/** Takes a constant of this program (style, script, JSON escaped by `embed`) as markup. Never call it with text from a report. */
export const raw = (text: string): Markup => ({ [trusted]: [text] })

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
  const pieces: (string | Markup)[] = []
  for (const [at, piece] of text.split(/\{([a-z]+)\}/).entries())
    add(pieces, at % 2 === 0 ? piece : Object.hasOwn(values, piece) ? values[piece] : `{${piece}}`)
  return { [trusted]: pieces }
}
