import type { z } from 'zod'
import type { Words } from '../model.ts'

/**
 * The known word closest to a mistyped one ("did you mean"), or undefined when none is close: at most a third of the letters
 * may differ (insert, delete, replace, swap neighbours), and of ids that share their folder a third of what follows it: `pii-cn/qq` is
 * nothing like `pii-cn/foo`. A word without a folder also means the id of that name in any: `mobile`, `pii-cn/mobile`. Ties go to the first in the list.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const written = word.toLowerCase()
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const shown = candidate.toLowerCase()
    const most = Math.min(least - 1, allowed(written, shown))
    if (Math.abs(shown.length - written.length) > most) continue
    const away = shown === written ? 0 : distance(written, shown)
    if (away > most) continue
    best = candidate
    least = away
  }
  return best ?? (written.includes('/') ? undefined : known.find((candidate) => candidate.endsWith(`/${written}`)))
}

/** How many letters may differ. */
function allowed(written: string, shown: string): number {
  const folder = written.slice(0, written.lastIndexOf('/') + 1)
  const letters = shown.startsWith(folder) ? written.length - folder.length : written.length
  return Math.max(1, Math.floor(letters / 3))
}

/** ` (did you mean "x"?)` in both languages, or nothing when no known word is close. */
export function didYouMean(word: string, known: readonly string[]): Words {
  const close = nearest(word, known)
  return close === undefined ? { en: '', zh: '' } : { en: ` (did you mean "${close}"?)`, zh: `（是否指“${close}”？）` }
}

/** Optimal string alignment distance (Damerau-Levenshtein without overlapping swaps). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = above
    above = row
  }
  return above[b.length]!
}

/** The keys a schema knows at a path of a value, through optionals, defaults, lists, records and unions. */
export function schemaKeys(schema: z.ZodType, path: readonly PropertyKey[], root: unknown): string[] {
  let level = open(schema as unknown as z.core.$ZodType)
  let value = root
  for (const step of path) {
    level = level.flatMap((type) => open(child(type, step)))
    value = (value as { readonly [key: PropertyKey]: unknown } | undefined)?.[step]
  }
  const shapes = level.map((type) => type._zod.def as z.core.$ZodTypes['_zod']['def']).filter((def) => def.type === 'object')
  // Of a union, the shapes that the words written here choose, and of these the ones that know most of the keys.
  const fields: { readonly [key: string]: unknown } = value !== null && typeof value === 'object' ? { ...value } : {}
  const written = Object.keys(fields)
  const fitting = shapes.filter((def) => written.every((key) => !Object.hasOwn(def.shape, key) || takes(def.shape[key], fields[key])))
  const hits = (def: z.core.$ZodObjectDef) => written.filter((key) => Object.hasOwn(def.shape, key)).length
  const likely = fitting.length > 0 ? fitting : shapes
  const most = Math.max(0, ...likely.map(hits))
  return [...new Set(likely.filter((def) => hits(def) === most).flatMap((def) => Object.keys(def.shape)))]
}

/** False for a word that the schema names and that is another here, such as the `kind` of another branch. */
function takes(type: z.core.$ZodType | undefined, value: unknown): boolean {
  const def = type?._zod.def as z.core.$ZodTypes['_zod']['def'] | undefined
  return def?.type !== 'literal' || (def.values as readonly unknown[]).includes(value)
}

/** Strips wrappers and lists the branches of unions. */
function open(type: z.core.$ZodType | undefined): z.core.$ZodType[] {
  if (type === undefined) return []
  const def = type._zod.def as z.core.$ZodTypes['_zod']['def']
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return open(def.innerType)
    case 'pipe':
      return open(def.in)
    case 'lazy':
      return open(def.getter())
    case 'union':
      return def.options.flatMap((option) => open(option))
    default:
      return [type]
  }
}

function child(type: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  const def = type._zod.def as z.core.$ZodTypes['_zod']['def']
  if (def.type === 'object') return def.shape[String(step)]
  if (def.type === 'array') return def.element
  if (def.type === 'record') return def.valueType
  if (def.type === 'tuple') return def.items[Number(step)]
  return undefined
}
