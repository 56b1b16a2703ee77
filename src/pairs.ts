import { pointerKeys, pointerOf } from './pointer.ts'

/** One half of an object that names its value by another of its members: `{"key": "姓名", "value": "…"}`, as forms are exported. */
export interface Half {
  readonly part: 'name' | 'value'
  /** Pointer of the object. */
  readonly parent: string
}

const names: ReadonlySet<string> = new Set('key label name field title item attribute property 键 字段 名称 项目 标签 标题 属性'.split(' '))
const values: ReadonlySet<string> = new Set('value val 值 内容'.split(' '))

/** Which half of such a pair a field is by its own name; undefined for none. */
export function halfOf(pointer: string): Half | undefined {
  const keys = pointerKeys(pointer)
  const own = keys.at(-1)?.toLowerCase()
  const part = own === undefined ? undefined : values.has(own) ? 'value' : names.has(own) ? 'name' : undefined
  return part === undefined ? undefined : { part, parent: pointerOf(keys.slice(0, -1)) }
}

/** Members of an object that lie no farther apart belong together. */
const near = 4
/** Bytes of the longest label, and of the longest value that is still one of a form. */
const longestLabel = 48
const longestValue = 256

/** A value of a row, in memory. */
interface Placed {
  readonly pointer: string
  readonly start: number
  readonly end: number
}

/**
 * The field that value number `at` of a row is judged by: what the other half of its pair names, where that says something to a rule, else its own.
 *
 * @param row the values of the row, of which `count` are of this row
 * @param half the half that a field is, as `halfOf` says
 * @param named the field that the label in memory names; undefined where it says nothing
 */
export function fieldOfPair(
  row: readonly Placed[],
  count: number,
  at: number,
  half: (pointer: string) => Half | undefined,
  named: (start: number, end: number) => string | undefined,
): string {
  const { pointer, start, end } = row[at]!
  const own = half(pointer)
  if (own?.part !== 'value' || end - start > longestValue) return pointer
  for (let n = Math.max(0, at - near); n < Math.min(count, at + near + 1); n++) {
    const other = row[n]!
    const { part, parent } = half(other.pointer) ?? {}
    if (part !== 'name' || parent !== own.parent || other.end - other.start > longestLabel) continue
    const field = named(other.start, other.end)
    if (field !== undefined) return own.parent + field
  }
  return pointer
}
