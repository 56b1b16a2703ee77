import type { Words } from '../model.ts'
import type { Source, Sources } from '../sources/index.ts'
import { conform, type Evaluator, insufficient, notApplicable, notAssessed } from './case.ts'

/**
 * Fields of the manifest, as requirements name them: `model.version`, `sources[].owner` (of every source),
 * `sources[open].link` (of every source of a category); alternatives at the end with a bar: `sources[].licence|evidence`.
 */
export const fieldPattern =
  /^(?:sources\[(?:open|self-collected|commercial|user-input|synthetic)?\]\.)?[A-Za-z]+(?:\.[A-Za-z]+)*(?:\|[A-Za-z]+(?:\.[A-Za-z]+)*)*$/

/** What a field holds for the manifest: `none` when no source is of the category it speaks of. */
type Answer = 'given' | 'blank' | 'none'

/**
 * A row answered by fields of the manifest alone: conform when all of them are filled, whatever they say. Fields of a category of
 * sources that the manifest does not declare do not count; without any other the row is not applicable.
 */
export function declaredFields(name: Words, fields: readonly string[]): Evaluator {
  return ({ sources }) => {
    const answers = fields.map((field) => ({ field, answer: answerOf(sources, field) }))
    const asked = answers.filter(({ answer }) => answer !== 'none')
    if (asked.length === 0)
      return notApplicable(`${name.zh}：来源清单中没有此类来源。`, `${name.en}: the manifest declares no such source.`)
    const missing = asked.filter(({ answer }) => answer === 'blank').map(({ field }) => field)
    const has = asked.length - missing.length
    if (has === 0) return notAssessed(`${name.zh}：未申报。`, `${name.en}: not declared.`)
    const zh = `${name.zh}：应申报 ${asked.length} 项，已申报 ${has} 项。`
    const en = `${name.en}: ${has} of ${asked.length} declared.`
    if (missing.length > 0) return insufficient(`${zh}未申报：${missing.join('、')}。`, `${en} Not declared: ${missing.join(', ')}.`)
    return conform(`${zh}内容未经核验。`, `${en} Not verified.`)
  }
}

function answerOf(sources: Sources | undefined, field: string): Answer {
  if (sources === undefined) return 'blank'
  const each = /^sources\[([a-z-]*)\]\.(.+)$/.exec(field)
  if (each === null) {
    // Nothing has to be said of annotation where none is used.
    if (field.startsWith('annotation.') && sources.annotation?.used === false) return 'given'
    return filled(sources, field) ? 'given' : 'blank'
  }
  const [, category, path] = each as unknown as [string, string, string]
  const all = sources.sources
  const of: readonly Source[] = category === '' ? all : all.filter((entry) => entry.category === category)
  if (of.length === 0) {
    const settled = category !== '' && all.length > 0 && all.every((entry) => entry.category !== undefined)
    return settled ? 'none' : 'blank'
  }
  return of.every((entry) => filled(entry, path)) ? 'given' : 'blank'
}

function filled(whole: object, path: string): boolean {
  const [first, ...others] = path.split('|')
  const at = first!.split('.')
  const parent = at.slice(0, -1)
  // An alternative stands in the place of the last step.
  return [at.at(-1)!, ...others].some((last) => holds(reach(whole, [...parent, ...last.split('.')])))
}

const reach = (whole: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as { readonly [key: string]: unknown })[step] : undefined),
    whole,
  )

const holds = (value: unknown): boolean => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
