import type { Json, Words } from '../model.ts'

/**
 * Strict readers for what a stranger may have written. `JSON.parse` keeps the last of two equal keys and `Buffer.from(x, 'base64')`
 * skips junk: two verifiers could then read two meanings into one signed file. Here such input is an error.
 */

const reasons = {
  'nothing to read': '没有内容',
  'not UTF-8': '不是 UTF-8',
  'unterminated string': '字符串没有结束',
  'malformed string': '字符串格式错误',
  'lone surrogate': '含有不成对的代理项',
  'unexpected character': '出现意外的字符',
  'nested too deeply': '嵌套过深',
  'number out of range': '数值超出范围',
  'expected a key': '此处应为键',
  'forbidden key': '含有不允许的键',
  'duplicate key': '键重复',
  'expected a colon': '此处应为冒号',
  'text after the end': '结束后还有内容',
  'not base64': '不是 base64',
  'wrong base64 padding': 'base64 填充有误',
  'stray bits in base64': 'base64 含有多余的比特',
} as const

/** Why a text was refused: `at` is a 0-based character offset, never the text itself. */
export class StrictError extends Error {
  readonly reason: keyof typeof reasons
  readonly words: Words
  constructor(reason: keyof typeof reasons, at: number) {
    super(`${reason} at character ${at}`)
    this.name = 'StrictError'
    this.reason = reason
    this.words = { en: this.message, zh: `${reasons[reason]}（字符位置 ${at}）` }
  }
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const loneSurrogate = /\p{Surrogate}/u

const maxDepth = 64

/**
 * Reads UTF-8 JSON (RFC 8259, within I-JSON): no byte order mark, no duplicate keys, no `__proto__` key, no lone surrogates, no
 * number beyond double range, at most 64 levels.
 * @throws StrictError
 */
export function parseStrictJson(bytes: Uint8Array): Json {
  if (bytes.length === 0) throw new StrictError('nothing to read', 0)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new StrictError('not UTF-8', 0)
  }
  let at = 0
  const fail = (reason: keyof typeof reasons): never => {
    throw new StrictError(reason, at)
  }
  const space = () => {
    for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; code = text.charCodeAt(at)) at++
  }
  const string = (): string => {
    const start = at
    at++
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 0x22) break
      if (code === 0x5c) at++
      else if (Number.isNaN(code)) fail('unterminated string')
      at++
    }
    at++
    let value = ''
    try {
      value = JSON.parse(text.slice(start, at)) as string
    } catch {
      fail('malformed string')
    }
    if (loneSurrogate.test(value)) fail('lone surrogate')
    return value
  }
  const word = <T>(source: string, meaning: T): T => {
    if (!text.startsWith(source, at)) fail('unexpected character')
    at += source.length
    return meaning
  }
  const value = (depth: number): Json => {
    if (depth > maxDepth) fail('nested too deeply')
    space()
    switch (text[at]) {
      case '{':
        return object(depth)
      case '[':
        return array(depth)
      case '"':
        return string()
      case 't':
        return word('true', true)
      case 'f':
        return word('false', false)
      case 'n':
        return word('null', null)
    }
    number.lastIndex = at
    const source = number.exec(text)?.[0] ?? fail('unexpected character')
    at += source.length
    const figure = Number(source)
    return Number.isFinite(figure) ? figure : fail('number out of range')
  }
  /** After a member: true when another one follows. */
  const more = (close: string): boolean => {
    space()
    const next = text[at++]
    if (next === ',') return true
    return next === close ? false : fail('unexpected character')
  }
  const object = (depth: number): Json => {
    const result: { [key: string]: Json } = {}
    at++
    space()
    if (text[at] === '}') {
      at++
      return result
    }
    do {
      space()
      if (text[at] !== '"') fail('expected a key')
      const key = string()
      if (key === '__proto__') fail('forbidden key')
      if (Object.hasOwn(result, key)) fail('duplicate key')
      space()
      if (text[at++] !== ':') fail('expected a colon')
      result[key] = value(depth + 1)
    } while (more('}'))
    return result
  }
  const array = (depth: number): Json => {
    const result: Json[] = []
    at++
    space()
    if (text[at] === ']') {
      at++
      return result
    }
    do result.push(value(depth + 1))
    while (more(']'))
    return result
  }
  const result = value(1)
  space()
  if (at !== text.length) fail('text after the end')
  return result
}

/** What `parseStrictJson` reads; undefined for what it refuses. */
export function strictJsonIn(bytes: Uint8Array): Json | undefined {
  try {
    return parseStrictJson(bytes)
  } catch (error) {
    if (error instanceof StrictError) return undefined
    throw error
  }
}

/**
 * Decodes base64, standard or URL-safe alphabet (DSSE: a verifier must accept both, RFC 4648). Refuses white space, junk, a mix of
 * the alphabets, wrong padding and stray bits; what can be the URL-safe form may leave its padding out.
 * @throws StrictError
 */
export function decodeBase64(text: string): Buffer {
  const url = /[-_]/.test(text)
  const alphabet = url ? /^[A-Za-z0-9_-]*={0,2}$/ : /^[A-Za-z0-9+/]*={0,2}$/
  if (!alphabet.test(text)) throw new StrictError('not base64', 0)
  const bare = text.replace(/=+$/, '')
  const mayBeBare = !/[+/]/.test(text) && bare.length === text.length
  if (bare.length % 4 === 1 || (!mayBeBare && text.length % 4 !== 0)) throw new StrictError('wrong base64 padding', text.length)
  const bytes = Buffer.from(bare, url ? 'base64url' : 'base64')
  const again = bytes.toString(url ? 'base64url' : 'base64').replace(/=+$/, '')
  if (again !== bare) throw new StrictError('stray bits in base64', text.length)
  return bytes
}
