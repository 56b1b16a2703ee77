import { jsonParser, type Token } from 'stream-json/core/parser.js'
import type { RowSink } from '../model.ts'
import { pointerStep } from '../pointer.ts'
import { maxValues } from './limits.ts'

/** What was odd in a row that was read in full. */
export interface Oddities {
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

/** An open object or array: where its values go, and which they are. */
interface Open {
  /** Pointer of the container and a slash. */
  readonly prefix: string
  /** Keys seen; undefined for an array. */
  readonly keys: Set<string> | undefined
  /** The key or index of the next value. */
  step: string | number
}

/** Half of a surrogate pair: in the `u` mode of a regex a whole pair is one character of another kind. */
const lone = /\p{Surrogate}/u
const lones = /\p{Surrogate}/gu

/** Pushes the values of a row between `begin` and `end`. Lone surrogates become U+FFFD. */
export const pushTokens = (tokens: readonly Token[], sink: RowSink): Oddities => {
  const parents: Open[] = []
  let open: Open | undefined
  let duplicateKey = false
  let loneSurrogate = false

  const repaired = (value: string): string => {
    if (!lone.test(value)) return value
    loneSurrogate = true
    return value.replace(lones, '\ufffd')
  }
  /** Pointer of the value that comes now. */
  const pointer = (): string => {
    if (open === undefined) return ''
    const here = open.prefix + open.step
    if (typeof open.step === 'number') open.step++
    return here
  }
  const enter = (array: boolean): void => {
    const prefix = `${pointer()}/`
    if (open !== undefined) parents.push(open)
    open = { prefix, keys: array ? undefined : new Set(), step: array ? 0 : '' }
  }

  for (const token of tokens) {
    switch (token.name) {
      case 'stringValue':
        sink.text(pointer(), repaired(token.value))
        break
      case 'keyValue': {
        const keys = open!.keys!
        const before = keys.size
        keys.add(token.value)
        if (keys.size === before) duplicateKey = true
        open!.step = pointerStep(repaired(token.value))
        break
      }
      case 'numberValue':
        sink.scalar(pointer(), token.value)
        break
      case 'trueValue':
      case 'falseValue':
      case 'nullValue':
        sink.scalar(pointer(), String(token.value))
        break
      case 'startObject':
        enter(false)
        break
      case 'startArray':
        enter(true)
        break
      case 'endObject':
      case 'endArray':
        // What was closed as soon as it was opened led to no value.
        if (open!.step === 0 || open!.keys?.size === 0) sink.hollow(open!.prefix.slice(0, -1))
        open = parents.pop()
        break
    }
  }
  return { duplicateKey, loneSurrogate }
}
