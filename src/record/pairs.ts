import type { ValuePath } from '../model.ts'

/** An object may hold a name in one member and its value in another, as forms are exported: `{"key": "姓名", "value": "…"}`. A half is one of the two. */
export type Half = 'name' | 'value'

const names: ReadonlySet<string> = new Set('key label name field title item attribute property 键 字段 名称 项目 标签 标题 属性'.split(' '))
const values: ReadonlySet<string> = new Set('value val 值 内容'.split(' '))

/** Which half of such a pair a field is by its own name; undefined for none. */
export function halfOf(key: string): Half | undefined {
  const own = key.toLowerCase()
  return values.has(own) ? 'value' : names.has(own) ? 'name' : undefined
}

/** The two halves lie no more values apart than this. */
const near = 4
/** Bytes of the longest label, and of the longest value that is still one of a form. */
const longestLabel = 48
const longestValue = 256

/** A value of a row, in memory. */
interface Placed {
  readonly path: ValuePath
  readonly start: number
  readonly end: number
}

/**
 * The field, a JSON pointer, that the name beside value number `at` of a row gives it; undefined where it is no such value, or its name says
 * nothing to a rule.
 *
 * @param row the values of the row, of which `count` are of this row
 * @param half the half that a value is, as `halfOf` says
 * @param named the field that the label in memory names; undefined where it says nothing
 */
export function fieldOfPair(
  row: readonly Placed[],
  count: number,
  at: number,
  half: (path: ValuePath) => Half | undefined,
  named: (start: number, end: number) => string | undefined,
): string | undefined {
  const { path, start, end } = row[at]!
  if (half(path) !== 'value' || end - start > longestValue) return undefined
  for (let n = Math.max(0, at - near); n < Math.min(count, at + near + 1); n++) {
    const other = row[n]!
    if (other.path.parent !== path.parent || half(other.path) !== 'name' || other.end - other.start > longestLabel) continue
    const field = named(other.start, other.end)
    if (field !== undefined) return field
  }
  return undefined
}
