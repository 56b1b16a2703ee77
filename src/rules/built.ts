import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { reachOf } from '../detectors/index.ts'
import { type GateTables, gateTables } from '../kernel/index.ts'
import type { Gate, Reach } from '../model.ts'
import { sha256 } from '../notation/sha256.ts'
import { parseYaml } from '../notation/yaml.ts'

/**
 * What the build worked out about the rule packs that ship with the program, because it takes longer than a short run: rule files
 * parsed and checked, the reach of each pattern, the tables of the gates of all rules that are on by default, the semantic digest of each
 * pack, and that its examples hold. All of it is found by what it was made of, so a file that differs in one byte from the build's is read,
 * measured and tested as it comes. Every thread compiles rules, one reads them: that is why there are two files.
 */
interface BuiltRules {
  /** Value of a rule file, by the SHA-256 of its bytes. */
  readonly files: { [sha256: string]: unknown }
  /** By the digest of a pack. */
  readonly packs: { [digest: string]: { readonly semanticDigest: string; readonly tested: readonly string[] } }
}
interface BuiltGates {
  /** Length, behind, ahead, digits, runs of digits, by `flags/source`. */
  readonly reaches: { [pattern: string]: readonly [number, number, number, number, Reach['runs']?] }
  /** By the SHA-256 of the gates: each table as the bytes of its elements and their Base64, such as `4:AAAAAA==`. */
  readonly tables: { [gates: string]: { readonly [name in keyof GateTables]: string | number | boolean } }
}

const fresh: BuiltRules & BuiltGates = { files: {}, packs: {}, reaches: {}, tables: {} }

/** A file of the build, read when it is asked for and given back to the garbage collector between the jobs of a thread: what a run goes on to use of it is little. */
const fileOf = <T extends object>(url: URL, nothing: T) => {
  const path = fileURLToPath(url)
  let held: WeakRef<T> | undefined
  return {
    path,
    read(): T {
      let value = held?.deref()
      if (value === undefined) {
        value = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : nothing
        held = new WeakRef(value)
      }
      return value
    },
  }
}
const builtRules = fileOf<BuiltRules>(new URL('./built-rules.json', import.meta.url), { files: {}, packs: {} })
const builtGates = fileOf<BuiltGates>(new URL('./built-gates.json', import.meta.url), { reaches: {}, tables: {} })

const keyOf = (text: string): string => sha256(text)

/** What `parseYaml` gives for the text of a rule file. @throws Stop exit 2 as parseYaml does */
export function parseRuleFile<T>(schema: z.ZodType<T>, text: string, where: string, code: string): T {
  const key = keyOf(text)
  const { files } = builtRules.read()
  if (Object.hasOwn(files, key)) return files[key] as T
  const value = parseYaml(schema, text, where, code)
  fresh.files[key] = value
  return value
}

/** What `reachOf` gives; a pattern is measured once. @throws Error as reachOf does */
export function builtReach(source: string, flags: string): Reach {
  const key = `${flags}/${source}`
  for (const { reaches } of [builtGates.read(), fresh]) {
    if (!Object.hasOwn(reaches, key)) continue
    const [length, behind, ahead, digits, runs] = reaches[key]!
    return { length, behind, ahead, digits, runs }
  }
  const reach = reachOf(source, flags)
  const { length, behind, ahead, digits, runs } = reach
  fresh.reaches[key] = runs === undefined ? [length, behind, ahead, digits] : [length, behind, ahead, digits, runs]
  return reach
}

/** What `gateTables` gives. @throws RangeError as gateTables does */
export function builtTables(gates: readonly Gate[]): GateTables {
  const key = keyOf(JSON.stringify(gates))
  const { tables } = builtGates.read()
  if (!Object.hasOwn(tables, key)) return gateTables(gates)
  return Object.fromEntries(Object.entries(tables[key]!).map(([name, value]) => [name, unpacked(value)])) as unknown as GateTables
}

const packed = (value: GateTables[keyof GateTables]): string | number | boolean => {
  if (typeof value !== 'object') return value
  return `${value.BYTES_PER_ELEMENT}:${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}`
}

const unpacked = (value: string | number | boolean): GateTables[keyof GateTables] => {
  if (typeof value !== 'string') return value
  const bytes = Uint8Array.from(Buffer.from(value.slice(2), 'base64'))
  return value.startsWith('4') ? new Uint32Array(bytes.buffer) : bytes
}

/** The semantic digest of the pack with this digest, if the build knew it. */
export function builtSemanticDigest(digest: string): string | undefined {
  const { packs } = builtRules.read()
  return Object.hasOwn(packs, digest) ? packs[digest]!.semanticDigest : undefined
}

/** Whether all examples of the pack with this digest held at build, with dates judged against `asOf`. */
export function testedAtBuild(digest: string, asOf: string): boolean {
  const { packs } = builtRules.read()
  return Object.hasOwn(packs, digest) && packs[digest]!.tested.includes(asOf)
}

/**
 * Writes down what was worked out since the start, the tables of the gates that are on by default, and which packs passed their examples on
 * which day: the last step of the build.
 */
export function keepBuilt(
  packs: readonly { readonly digest: string; readonly semanticDigest: string; readonly tested: readonly string[] }[],
  gates: readonly Gate[],
): void {
  const key = keyOf(JSON.stringify(gates))
  fresh.tables[key] = Object.fromEntries(
    Object.entries(gateTables(gates)).map(([name, table]) => [name, packed(table)]),
  ) as BuiltGates['tables'][string]
  for (const { digest, semanticDigest, tested } of packs) fresh.packs[digest] = { semanticDigest, tested }
  const { files, packs: tested, reaches, tables } = fresh
  writeFileSync(builtRules.path, JSON.stringify({ files: sorted(files), packs: sorted(tested) }))
  writeFileSync(builtGates.path, JSON.stringify({ reaches: sorted(reaches), tables: sorted(tables) }))
}

/** In order of the keys, so that equal sources give equal bytes. */
const sorted = <T>(table: { [key: string]: T }): { [key: string]: T } =>
  Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)))
