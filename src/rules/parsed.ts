import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { parseYaml } from '../yaml.ts'

/**
 * Built-in rule files, parsed and checked when the program was built. Parsing YAML takes most of the start of a run; a file whose
 * bytes are those of the build has the value it had then, and any other file is parsed as it comes.
 */

const file = fileURLToPath(new URL('./parsed.json', import.meta.url))
let known: { readonly [sha256: string]: unknown } | undefined
const fresh = new Map<string, unknown>()

/** What `parseYaml` gives for the text of a rule file. @throws Stop exit 2 as parseYaml does */
export function parseRuleFile<T>(schema: z.ZodType<T>, text: string, where: string, code: string): T {
  known ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { [sha256: string]: unknown }) : {}
  const key = createHash('sha256').update(text).digest('hex')
  if (Object.hasOwn(known, key)) return known[key] as T
  const value = parseYaml(schema, text, where, code)
  fresh.set(key, value)
  return value
}

/** Writes down what was parsed since the start: the last step of the build. */
export function keepParsed(): void {
  writeFileSync(file, JSON.stringify(Object.fromEntries([...fresh].sort(([a], [b]) => (a < b ? -1 : 1)))))
}
