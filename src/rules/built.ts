import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { reachOf } from '../detectors/index.ts'
import type { Reach } from '../model.ts'
import { parseYaml } from '../yaml.ts'

/**
 * What the build worked out about the rule packs that ship with the program, because it takes longer than a short run: rule files
 * parsed and checked, the reach of each pattern, the semantic digest of each pack, and that its examples hold. All of it is found by
 * what it was made of, so a file that differs in one byte from the build's is read, measured and tested as it comes.
 */
interface Built {
  /** Value of a rule file, by the SHA-256 of its bytes. */
  readonly files: { [sha256: string]: unknown }
  /** Length, behind, ahead, digits, by `flags/source`. */
  readonly reaches: { [pattern: string]: readonly [number, number, number, number] }
  /** By the digest of a pack. */
  readonly packs: { [digest: string]: { readonly semanticDigest: string; readonly tested: readonly string[] } }
}

const file = fileURLToPath(new URL('./built.json', import.meta.url))
let known: Built | undefined
const fresh: Built = { files: {}, reaches: {}, packs: {} }

const built = (): Built => {
  known ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Built) : { files: {}, reaches: {}, packs: {} }
  return known
}

/** What `parseYaml` gives for the text of a rule file. @throws Stop exit 2 as parseYaml does */
export function parseRuleFile<T>(schema: z.ZodType<T>, text: string, where: string, code: string): T {
  const key = createHash('sha256').update(text).digest('hex')
  const { files } = built()
  if (Object.hasOwn(files, key)) return files[key] as T
  const value = parseYaml(schema, text, where, code)
  fresh.files[key] = value
  return value
}

/** What `reachOf` gives. @throws Error as reachOf does */
export function builtReach(source: string, flags: string): Reach {
  const key = `${flags}/${source}`
  const { reaches } = built()
  if (Object.hasOwn(reaches, key)) {
    const [length, behind, ahead, digits] = reaches[key]!
    return { length, behind, ahead, digits }
  }
  const reach = reachOf(source, flags)
  fresh.reaches[key] = [reach.length, reach.behind, reach.ahead, reach.digits]
  return reach
}

/** The semantic digest of the pack with this digest, if the build knew it. */
export function builtSemanticDigest(digest: string): string | undefined {
  const { packs } = built()
  return Object.hasOwn(packs, digest) ? packs[digest]!.semanticDigest : undefined
}

/** Whether all examples of the pack with this digest held at build, with dates judged against `asOf`. */
export function testedAtBuild(digest: string, asOf: string): boolean {
  const { packs } = built()
  return Object.hasOwn(packs, digest) && packs[digest]!.tested.includes(asOf)
}

/** Writes down what was worked out since the start, and which packs passed their examples on which day: the last step of the build. */
export function keepBuilt(
  packs: readonly { readonly digest: string; readonly semanticDigest: string; readonly tested: readonly string[] }[],
): void {
  for (const { digest, semanticDigest, tested } of packs) fresh.packs[digest] = { semanticDigest, tested }
  writeFileSync(
    file,
    JSON.stringify(fresh, (_key, value: unknown) => sorted(value)),
  )
}

/** The three tables in order of their keys, so that equal sources give equal bytes. */
function sorted(value: unknown): unknown {
  if (value !== fresh.files && value !== fresh.reaches && value !== fresh.packs) return value
  return Object.fromEntries(Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)))
}
