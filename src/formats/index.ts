import type { Format } from '../model.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { firstOf, isNoJson, isOneText, sniffContent } from './sniff.ts'
import { text } from './text.ts'

export { csvDialect } from './csv.ts'
export { type Dialect, type RecordScanner, recordScanner } from './csv-records.ts'

/** Every file format there is. */
export const formats: readonly Format[] = [jsonl, json, csv, text]

/** The format with an id such as `jsonl`; undefined when there is none. */
export const formatFor = (id: string): Format | undefined => formats.find((format) => format.id === id)

/** The last extension of a path in lower case, behind `.gz`; empty when it has none. */
export const extensionOf = (path: string): string => /\.([^./\\]+)$/.exec(path.replace(/\.gz$/i, ''))?.[1]?.toLowerCase() ?? ''

/**
 * The format of a text file by its name, corrected by its first bytes (UTF-8, 64 KiB are enough) where they clearly say otherwise: an array in a
 * `.jsonl`, JSON Lines in a `.json`, `.csv` or `.txt`, a table or a page of text in a `.json`. A `.md` is text whatever it holds. A text without a
 * known extension is JSON when it looks like it, else plain text, so that it is judged rather than skipped; only standard input (`-`) is taken for
 * CSV by its look. JSON is never read as text where it can be told: its escapes would hide what it says.
 */
export const detectFormat = (path: string, head: Uint8Array): Format => {
  const extension = extensionOf(path)
  const named = formats.find((format) => format.extensions.includes(extension))
  if (named === text) {
    const first = extension.startsWith('m') ? '' : firstOf(head)
    // Lists in brackets are no JSON by that alone.
    if (first === '{' && sniffContent(head) === 'jsonl') return jsonl
    return (first === '{' || first === '[') && isOneText(head) ? json : text
  }
  const content = sniffContent(head)
  if (named === undefined) {
    if (content === 'unclear') return isOneText(head) ? json : text
    return content === 'csv' && path !== '-' ? text : formatFor(content)!
  }
  if (named === csv) return content === 'jsonl' ? jsonl : csv
  if (content === 'csv') return csv
  if (content === 'unclear' || named === json) {
    if (isNoJson(head, named === jsonl || content === 'jsonl')) return text
  }
  return content === 'json' ? json : content === 'jsonl' ? jsonl : named
}
