import type { ValuePath } from '../model.ts'

/** JSON Pointer (RFC 6901): how a value of a row is named. */

/** Where a value lies in its row. The pointer is written only when asked for: in hardly any value something is found. */
export class Path<Field extends object = object> implements ValuePath {
  readonly parent: Path<Field> | undefined
  readonly field: Field
  /** A key as `pointerStep` writes it, or an index. */
  readonly step: string | number

  constructor(parent: Path<Field> | undefined, field: Field, step: string | number) {
    this.parent = parent
    this.field = field
    this.step = step
  }

  get pointer(): string {
    return this.parent === undefined ? '' : `${this.parent.pointer}/${this.step}`
  }
}

/** The row itself, where that is all there is. */
export const wholeRow = new Path(undefined, {}, '')

/** The member of an object by its key, as a field of its own: for rows that all have the same members. */
export const memberOf = (parent: Path, key: string): Path => new Path(parent, {}, pointerStep(key))

/** Whether a step may be an index: a row has no more than a million values, so a longer number is a key. */
export const isIndex = (step: string): boolean => /^\d{1,6}$/.test(step)

/** A key as one step of a pointer (section 3). */
export const pointerStep = (key: string): string => (/[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key)

/** The pointer of a path of keys; no key is the whole document. */
export const pointerOf = (keys: readonly string[]): string => keys.map((key) => `/${pointerStep(key)}`).join('')

/** The keys a pointer leads through (section 4). */
export function pointerKeys(pointer: string): string[] {
  if (pointer === '') return []
  const keys = pointer.slice(1).split('/')
  return pointer.includes('~') ? keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) : keys
}

/** Whether a step leads to a member of a list, or to one that is numbered like it: it names nothing. */
export const isNumbered = (step: string | number): boolean => typeof step === 'number' || /^\d+$/.test(step)

const indexes = /\/\d+(?=\/|$)/g

/** What `withoutIndexes` calls a field that is below indexes alone: a field, but one without a name. */
export const nameless = '/0'

/**
 * The names that a pointer leads through, as a pointer: `/people/3/phone/0` is `/people/phone`. Indexes say nothing of what a value is, and a list may have a
 * million. One of indexes alone is `nameless`.
 */
export function withoutIndexes(pointer: string): string {
  if (!/\/\d/.test(pointer)) return pointer
  const names = pointer.replace(indexes, '')
  return names === '' ? nameless : names
}
