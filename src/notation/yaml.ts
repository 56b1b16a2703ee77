import { createRequire } from 'node:module'
import type * as Library from 'yaml'
import type { Document, LineCounter, Node } from 'yaml'
import type { z } from 'zod'
import type { Words } from '../model.ts'
import { Stop } from '../stop.ts'
import { nearest, schemaKeys } from '../words/nearest.ts'

// Loaded with the first file that was not parsed by the build.
const load = createRequire(import.meta.url)
let library: typeof Library | undefined
const yaml = (): typeof Library => {
  library ??= load('yaml') as typeof Library
  return library
}

/** One thing that is wrong, and where: 0-based offset into the text. */
interface Mistake {
  readonly offset: number
  readonly words: Words
}
/** A file that is another one altogether may hold as many as it has lines. */
const mostMistakes = 100
type Path = readonly PropertyKey[]
type Mismatch = z.core.$ZodIssue

/**
 * Reads YAML 1.2 (core schema; JSON is a subset) and checks it against a schema: text in, typed value out.
 * All mistakes, up to a hundred, are told at once, each as `where:line:column: sentence`, with "did you mean" for unknown keys and words.
 * Tags, merge keys and several documents in one file are refused: what people write here is data.
 *
 * @param where how the text is called in errors: a path as the user wrote it
 * @param code stable reason code of the Stop, such as `config.invalid`
 * @throws Stop exit `usage` with that code
 */
export function parseYaml<T>(schema: z.ZodType<T>, text: string, where: string, code: string): T {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  // Keys are compared below: the library compares each with all before it.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core', uniqueKeys: false })
  const mark = source.indexOf('\uFFFD')
  if (mark >= 0) throw stop(where, code, [{ offset: mark, words: notUtf8 }], lines)
  const broken = [...document.errors, ...document.warnings, ...repeatedKeys(document)]
  if (broken.length > 0) throw stop(where, code, broken.map(syntax), lines)

  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch {
    throw stop(
      where,
      code,
      [
        {
          offset: 0,
          words: { en: 'aliases expand to more than 100 nodes; write the values out', zh: '别名展开超过 100 个节点，请直接写出取值' },
        },
      ],
      lines,
    )
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const mistakes = result.error.issues.slice(0, mostMistakes).flatMap((found) => explain(found, [], schema, value, document))
  throw stop(where, code, mistakes, lines)
}

/** Whether a text holds no value: a file that was just made, or one in which everything is commented out. */
export const holdsNothing = (text: string): boolean => text.split(/\r\n?|\n/).every((line) => /^\uFEFF?\s*(?:---\s*)?(?:#.*)?$/.test(line))

/** The keys that stood in the same mapping before. */
function repeatedKeys(document: Document): { readonly code: string; readonly pos: readonly [number, number] }[] {
  const found: { code: string; pos: [number, number] }[] = []
  const { isScalar, visit } = yaml()
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value) && key.range) found.push({ code: 'DUPLICATE_KEY', pos: [key.range[0], key.range[1]] })
        seen.add(key.value)
      }
    },
  })
  return found
}

function stop(where: string, code: string, mistakes: readonly Mistake[], lines: LineCounter): Stop {
  const rows = [...mistakes].sort((a, b) => a.offset - b.offset)
  const told = (lang: 'zh' | 'en') => {
    const seen = new Set<string>()
    for (const mistake of rows) {
      const { line, col } = lines.linePos(mistake.offset)
      seen.add(`${where}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${mistake.words[lang]}`)
    }
    return [...seen].join('\n')
  }
  return new Stop('usage', code, { en: told('en'), zh: told('zh') })
}

/** In words that were decoded wrongly nothing would be found, and a declaration would be printed so. */
const notUtf8: Words = {
  en: 'what stands here is not UTF-8; save the file as UTF-8',
  zh: '此处不是 UTF-8 编码，请将文件另存为 UTF-8',
}

const syntaxWords: { readonly [code: string]: Words } = {
  DUPLICATE_KEY: { en: 'this key occurs twice in the same mapping; keep one', zh: '同一映射中该键重复出现，请只保留一个' },
  TAB_AS_INDENT: { en: 'a tab is used as indentation; use spaces', zh: '缩进使用了制表符，请改用空格' },
  MULTIPLE_DOCS: { en: 'the file holds more than one YAML document; keep one', zh: '文件含有多个 YAML 文档，请只保留一个' },
  TAG_RESOLVE_FAILED: { en: 'YAML tags are not accepted here; write plain data', zh: '此处不接受 YAML 标签，请写普通数据' },
  BAD_INDENT: {
    en: 'the indentation does not fit the lines above, or a bracket above is not closed',
    zh: '缩进与上文不一致，或者上文有括号未闭合',
  },
  MISSING_CHAR: {
    en: 'a character is missing here, such as a closing quote or bracket, a comma or a colon',
    zh: '此处缺少字符，例如引号、括号、逗号或冒号',
  },
}

function syntax(error: { readonly code: string; readonly pos: readonly [number, number] }): Mistake {
  const words = syntaxWords[error.code] ?? {
    en: `not valid YAML (${error.code}); check quotes, indentation and colons near this place`,
    zh: `不是有效的 YAML（${error.code}），请检查附近的引号、缩进和冒号`,
  }
  return { offset: error.pos[0], words }
}

/** Turns one schema finding into sentences. A union tells only the branch that came closest. */
function explain(found: Mismatch, above: Path, schema: z.ZodType, root: unknown, document: Document): Mistake[] {
  const path = [...above, ...found.path]
  const here = valueAt(root, path)
  const at = (words: Words, offset = offsetOf(document, path)): Mistake[] => [{ offset, words }]
  const place: Words = path.length === 0 ? { en: 'the file', zh: '文件内容' } : { en: `"${dotted(path)}"`, zh: `“${dotted(path)}”` }
  switch (found.code) {
    case 'unrecognized_keys': {
      const known = schemaKeys(schema, path, root)
      return found.keys.slice(0, mostMistakes).map((key) => ({ offset: keyOffset(document, path, key), words: unknownWord(key, known) }))
    }
    case 'invalid_value': {
      if (here === undefined) return at(missing(place))
      return at(unknownWord(short(here), found.values.map(String), place))
    }
    case 'invalid_type':
      return at(here === undefined ? missing(place) : wrongType(found.expected, here, place, written(document, path, here)))
    case 'invalid_union': {
      if (found.discriminator !== undefined && found.errors.length === 0) {
        const options = (found as { readonly options?: readonly unknown[] }).options ?? []
        if (here === undefined) return at(missing(place))
        return at(unknownWord(short(here), options.map(String), place))
      }
      const best = closest(found.errors)
      if (best === undefined) return at({ en: `${place.en} has a form that is not accepted here`, zh: `${place.zh}的形式不被接受` })
      return best.flatMap((inner) => explain(inner, path, schema, root, document))
    }
    case 'too_small':
    case 'too_big':
      return at(outOfBounds(found, place, typeof here === 'number' ? written(document, path, here) : undefined))
    case 'invalid_format': {
      const form = formOf(found)
      return at({ en: `${place.en}: ${short(here)} ${form.en}`, zh: `${place.zh}：${short(here)} ${form.zh}` })
    }
    case 'invalid_key': {
      const key = String(path[path.length - 1] ?? '')
      const form = formOf({
        pattern: found.issues.map((one) => (one as { readonly pattern?: string }).pattern).find((one) => one !== undefined),
      })
      const words = { en: `the key "${key}" ${form.en}`, zh: `键“${key}”${form.zh}` }
      return at(words, keyOffset(document, path.slice(0, -1), key))
    }
    case 'custom': {
      const zh = (found.params as { readonly zh?: unknown } | undefined)?.zh
      return at({ en: found.message, zh: typeof zh === 'string' ? zh : found.message })
    }
    default:
      return at({ en: `${place.en} is not accepted: ${found.message}`, zh: `${place.zh}不被接受：${found.message}` })
  }
}

/** @param value as it stands in the file */
function wrongType(wanted: string, here: unknown, place: Words, value: string): Words {
  const { en, zh } = expected[wanted] ?? { en: wanted, zh: wanted }
  const is = kind(here)
  if (wanted === 'string' && (typeof here === 'number' || typeof here === 'boolean')) {
    return {
      en: `${place.en} must be text, but ${value} is read as ${is.en}; put it in quotes`,
      zh: `${place.zh}应为文本，而 ${value} 会被读作${is.zh}，请加引号`,
    }
  }
  return wanted === 'int' && typeof here === 'number'
    ? { en: `${place.en} must be ${en}, not ${value}`, zh: `${place.zh}应为${zh}，而不是 ${value}` }
    : { en: `${place.en} must be ${en}, not ${is.en}`, zh: `${place.zh}应为${zh}，而不是${is.zh}` }
}

/** @param value a number as it stands in the file; of a text or a list its length is out of bounds */
function outOfBounds(found: Extract<Mismatch, { code: 'too_small' | 'too_big' }>, place: Words, value: string | undefined): Words {
  const small = found.code === 'too_small'
  const limit = String(small ? found.minimum : found.maximum)
  const unit = unitOf(found.origin, limit)
  const strict = found.inclusive === false
  const en = small ? (strict ? 'more than' : 'at least') : strict ? 'less than' : 'at most'
  const zh = small ? (strict ? '大于' : '至少为') : strict ? '小于' : '至多为'
  return {
    en: `${place.en} must be ${en} ${limit}${unit.en}${value === undefined ? '' : `, not ${value}`}`,
    zh: `${place.zh}应${zh} ${limit}${unit.zh}${value === undefined ? '' : `，而不是 ${value}`}`,
  }
}

const missing = (place: Words): Words => ({ en: `${place.en} is missing and must be given`, zh: `缺少必填项${place.zh}` })

const forms = new Map<string, Words>()

/** A pattern for a schema. A mistake shows an example of the form, not the pattern. */
export function formed(pattern: RegExp, example: string): RegExp {
  forms.set(String(pattern), {
    en: `does not have the form expected here, such as ${example}`,
    zh: `的格式不符合要求，应形如 ${example}`,
  })
  return pattern
}

/** The form of a field pattern: a JSON Pointer in which a whole segment may be `*` (any index or key) or `**` (any number of segments). */
export const fieldForm = formed(/^(?:\/(?:\*\*?|(?:[^*/~]|~[01])*))*$/, '/text, /messages/*/content')

/** Names in lower case with hyphens, as of packs; ids of rules, `<pack>/<rule>`; the risk types of TC260-003. */
export const slugForm = formed(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'pii-cn')
export const ruleForm = formed(/^[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/, 'pii-cn/mobile')
export const riskForm = formed(/^CN-A[1-5]-[a-i]$/, 'CN-A4-f')

function formOf({ format, pattern }: { readonly format?: string; readonly pattern?: string | undefined }): Words {
  if (format === 'date') return { en: 'is not a calendar date such as 2024-05-31', zh: '不是有效日期，应形如 2024-05-31' }
  return forms.get(pattern ?? '') ?? { en: 'does not have the form expected here', zh: '的格式不符合要求' }
}

/** @param place what has the word for a value; a key when absent */
function unknownWord(word: string, known: readonly string[], place?: Words): Words {
  const bare = word.replace(/^"|"$/g, '')
  const close = nearest(bare, known)
  const listed = known.length > 0 && known.length <= 40
  const en = close !== undefined ? `; did you mean "${close}"?` : listed ? `; known: ${known.join(', ')}` : ''
  const zh = close !== undefined ? `，是否应为“${close}”？` : listed ? `；可用：${known.join('、')}` : ''
  return place === undefined
    ? { en: `unknown key "${bare}"${en}`, zh: `未知的键“${bare}”${zh}` }
    : { en: `unknown value of ${place.en}: "${bare}"${en}`, zh: `${place.zh}的取值“${bare}”未知${zh}` }
}

/** The branch whose complaints lie deepest; of equals the one with the fewest. */
function closest(branches: readonly (readonly Mismatch[])[]): readonly Mismatch[] | undefined {
  let best: readonly Mismatch[] | undefined
  let score = Number.NEGATIVE_INFINITY
  for (const branch of branches) {
    const wrongKind = branch.some((found) => found.path.length === 0 && found.code === 'invalid_type')
    const own = (wrongKind ? -1000 : 0) + Math.max(0, ...branch.map((found) => found.path.length)) * 10 - branch.length
    if (branch.length > 0 && own > score) {
      best = branch
      score = own
    }
  }
  return best
}

const expected: { readonly [type: string]: Words } = {
  string: { en: 'text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: '布尔值（true 或 false）' },
  array: { en: 'a list', zh: '列表' },
  object: { en: 'a mapping of keys to values', zh: '键值映射' },
  record: { en: 'a mapping of keys to values', zh: '键值映射' },
}
const unitOf = (origin: string, limit: string): Words => {
  const one = limit === '1'
  if (origin === 'string') return { en: one ? ' character long' : ' characters long', zh: ' 个字符' }
  if (origin === 'array') return { en: one ? ' entry long' : ' entries long', zh: ' 项' }
  return { en: '', zh: '' }
}

function kind(value: unknown): Words {
  if (value === null) return { en: 'empty', zh: '空值' }
  if (Array.isArray(value)) return expected.array!
  if (typeof value === 'object') return expected.object!
  return expected[typeof value] ?? { en: typeof value, zh: typeof value }
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? text.slice(0, 57) + '…' : text
}

/** The value as it stands in the file: 1.0 stays 1.0. */
function written(document: Document, path: Path, value: unknown): string {
  const node = document.getIn(path, true)
  return yaml().isScalar(node) && typeof node.source === 'string' ? node.source : short(value)
}

const dotted = (path: Path) => path.map((step, i) => (typeof step === 'number' ? `[${step}]` : (i > 0 ? '.' : '') + String(step))).join('')

function valueAt(root: unknown, path: Path): unknown {
  let value = root
  for (const step of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined
    value = (value as { readonly [key: PropertyKey]: unknown })[step]
  }
  return value
}

/** Offset of the value at the path, or of the nearest thing above it that is in the file. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const above = path.slice(0, length - 1)
    const last = path[length - 1]
    const node = document.getIn(path.slice(0, length), true) as Node | undefined
    if (node?.range && node.range[1] > node.range[0]) return node.range[0]
    if (node !== undefined && typeof last === 'string') return keyOffset(document, above, last)
  }
  return document.contents?.range?.[0] ?? 0
}

function keyOffset(document: Document, path: Path, key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  const { isMap, isScalar } = yaml()
  if (isMap(map)) {
    for (const pair of map.items) if (isScalar(pair.key) && String(pair.key.value) === key && pair.key.range) return pair.key.range[0]
  }
  return path.length === 0 ? 0 : offsetOf(document, path)
}
