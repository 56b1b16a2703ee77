import { jsonParser, type Token } from 'stream-json/core/parser.js'
import type { RowSink } from '../model.ts'
import { hashOf, type JsonPath, type JsonPaths } from './json-paths.ts'
import { maxValues } from './limits.ts'

/** What was odd in a row that was read in full. */
interface Oddities {
  readonly duplicateKey: boolean
  readonly loneSurrogate: boolean
}

/** Characters that are cut into tokens at a time: what is too much is seen before all of it lies in memory. */
const pieceLength = 1 << 20

/**
 * The tokens of one JSON text (RFC 8259), undefined when it is not one. stream-json's tokenizer keeps numbers as their source text
 * and every duplicate key, which JSON.parse does not.
 */
export const readTokens = (text: string): readonly Token[] | 'too-many' | undefined => {
  const tokens: Token[] = []
  let values = 0
  try {
    const parse = jsonParser(whole)
    for (let at = 0; at < text.length || at === 0; at += pieceLength) {
      // White space at the end lets the tokenizer see where a number or a literal ends.
      const out = parse(at + pieceLength < text.length ? text.slice(at, at + pieceLength) : `${text.slice(at)}\n`)
      if (typeof out !== 'object' || out === null || !('values' in out)) continue
      for (const token of out.values as readonly Token[]) {
        if (token.name.endsWith('Value') && token.name !== 'keyValue') values += 1
        tokens.push(token)
      }
      if (values > maxValues) return 'too-many'
    }
    return isOneValue(tokens) ? tokens : undefined
  } catch {
    return undefined
  }
}

const whole = { packValues: true, streamValues: false }

/** Whether the tokens are one value, whole: a cut literal such as `tru` gives none. */
const isOneValue = (tokens: readonly Token[]): boolean => {
  let depth = 0
  for (const [i, token] of tokens.entries()) {
    if (token.name === 'startObject' || token.name === 'startArray') depth++
    else if (token.name === 'endObject' || token.name === 'endArray') depth--
    if (depth === 0) return i === tokens.length - 1
  }
  return false
}

/** An open object or array. */
interface Open {
  readonly path: JsonPath
  /** Keys seen; undefined for an array. */
  readonly keys: Set<string> | undefined
  /** The index of the next value of an array. */
  index: number
  empty: boolean
}

/** Half of a surrogate pair: in the `u` mode of a regex a whole pair is one character of another kind. */
const lone = /\p{Surrogate}/u
const lones = /\p{Surrogate}/gu

/** Pushes the values of a row between `begin` and `end`. Lone surrogates become U+FFFD. */
export const pushTokens = (tokens: readonly Token[], sink: RowSink, paths: JsonPaths): Oddities => {
  const parents: Open[] = []
  let open: Open | undefined
  let duplicateKey = false
  let loneSurrogate = false
  let member = paths.row()

  const repaired = (value: string): string => {
    if (!lone.test(value)) return value
    loneSurrogate = true
    return value.replace(lones, '\ufffd')
  }
  /** The path of the value that comes now. */
  const here = (): JsonPath => {
    if (open === undefined) return member
    open.empty = false
    return open.keys !== undefined ? member : paths.item(open.path, open.index++)
  }
  const enter = (keys: Set<string> | undefined): void => {
    const path = here()
    if (open !== undefined) parents.push(open)
    open = { path, keys, index: 0, empty: true }
  }

  for (const token of tokens) {
    switch (token.name) {
      case 'stringValue':
        sink.text(here(), repaired(token.value))
        break
      case 'keyValue': {
        const keys = open!.keys!
        const before = keys.size
        keys.add(token.value)
        if (keys.size === before) duplicateKey = true
        const key = Buffer.from(repaired(token.value))
        member = paths.member(open!.path, key, 0, key.length, hashOf(key, 0, key.length))
        break
      }
      case 'numberValue':
        sink.scalar(here(), token.value)
        break
      case 'trueValue':
      case 'falseValue':
      case 'nullValue':
        sink.scalar(here(), String(token.value))
        break
      case 'startObject':
        enter(new Set())
        break
      case 'startArray':
        enter(undefined)
        break
      case 'endObject':
      case 'endArray':
        // What was closed as soon as it was opened led to no value.
        if (open!.empty) sink.hollow(open!.path)
        open = parents.pop()
        break
    }
  }
  return { duplicateKey, loneSurrogate }
}
