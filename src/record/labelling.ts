import type { LabellingRole } from '../model.ts'
import { textKey } from '../sketch/hash.ts'
import { covers } from './patterns.ts'

/** What a field is to a labelled record, and what is kept of its value. */

/** Which field of a labelled record is which: the map of the sources manifest. */
export type LabellingMap = { readonly [role in LabellingRole]?: string | undefined }

/** What a field is to a labelled record; undefined when the manifest maps it to nothing. */
export function labellingRoleOf(pointer: string, map: LabellingMap | undefined): LabellingRole | undefined {
  if (map === undefined) return undefined
  for (const [role, pattern] of Object.entries(map)) if (pattern !== undefined && covers(pattern, pointer)) return role as LabellingRole
  return undefined
}

/**
 * What is kept of a labelling field's value: a day (`time`), whole seconds, a kind, and of everything else a hash, because the id of an
 * annotator is personal and a label may be a text. Undefined where there is no value, or none of the form asked for.
 */
export function labellingValue(role: LabellingRole, text: string): string | undefined {
  const value = text.trim()
  if (value === '') return undefined
  switch (role) {
    case 'time':
      return dayOf(value)
    case 'seconds':
      return /^\d{1,9}(?:\.\d+)?$/.test(value) ? String(Math.round(Number(value))) : undefined
    case 'kind':
      return kinds.get(value.toLowerCase())
    default:
      return textKey(value)
  }
}

const kinds = new Map([
  ...['functional', 'function', '功能', '功能性', '功能性标注'].map((word) => [word, 'functional'] as const),
  ...['safety', 'security', '安全', '安全性', '安全性标注'].map((word) => [word, 'safety'] as const),
])

/** The day of a date, a time of ISO 8601, or a number of seconds or milliseconds since 1970 (UTC). */
function dayOf(value: string): string | undefined {
  const written = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(value)
  if (written !== null) {
    const day = `${written[1]}-${written[2]}-${written[3]}`
    return Number.isNaN(Date.parse(day)) ? undefined : day
  }
  if (!/^(?:\d{9,10}|\d{12,13})(?:\.\d+)?$/.test(value)) return undefined
  const number = Math.floor(Number(value))
  return new Date(number < 1e11 ? number * 1000 : number).toISOString().slice(0, 10)
}
