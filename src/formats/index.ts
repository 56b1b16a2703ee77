import type { Format } from '../model.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { firstOf, type Head, hasComment, headOf, isNoJson, isOneText, isTable, jsonShape, opensBracket } from './sniff.ts'
import { text } from './text.ts'

/** Every file format there is. */
export const formats: readonly Format[] = [jsonl, json, csv, text]

/** The last extension of a path in lower case, behind `.gz`; empty when it has none. */
const extensionOf = (path: string): string => /\.([^./\\]+)$/.exec(path.replace(/\.gz$/i, ''))?.[1]?.toLowerCase() ?? ''

/**
 * The format of a text file by its name, corrected by its first bytes (UTF-8, 64 KiB are enough) where they clearly say otherwise: an array in a
 * `.jsonl`, JSON Lines in a `.json`, `.csv` or `.txt`, a table or a page of text in a `.json`. A `.md` is text whatever it holds. A text without a
 * known extension is JSON when it looks like it, else plain text, so that it is judged rather than skipped; only standard input (`-`) is taken for
 * CSV by its look. JSON is never read as text where it can be told: its escapes would hide what it says.
 */
export const detectFormat = (path: string, bytes: Uint8Array): Format => {
  const extension = extensionOf(path)
  const named = formats.find((format) => format.extensions.includes(extension))
  const head = headOf(bytes)
  if (named === text) {
    const first = extension.startsWith('m') ? '' : firstOf(head)
    // Lists in brackets are no JSON by that alone.
    if (first === '{' && opensBracket(head) && jsonShape(head) === 'jsonl') return jsonl
    return (first === '{' || first === '[') && isOneText(head) ? json : text
  }
  return opensBracket(head) ? bracketed(named, head) : unbracketed(named, head, path)
}

/** The format of a file that begins as an array or an object does. */
const bracketed = (named: Format | undefined, head: Head): Format => {
  const shape = jsonShape(head)
  if (named === csv) return shape === 'jsonl' ? jsonl : csv
  if (shape === 'jsonl') return jsonl
  if (named === jsonl) return shape === 'json' ? json : jsonl
  // JSON has no comments; a script does.
  if (named === json) return hasComment(head) ? text : json
  return shape === 'json' || isOneText(head) ? json : text
}

/** The format of a file that does not: only of what is called JSON, or comes by standard input, is there more to ask. */
const unbracketed = (named: Format | undefined, head: Head, path: string): Format => {
  if (named === csv) return csv
  if (named === undefined && path !== '-') return text
  if (isTable(head)) return csv
  return named === undefined || isNoJson(head, named === jsonl) ? text : named
}
