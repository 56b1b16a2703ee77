import type { ValuePath } from '../model.ts'

/** An object may hold a name in one member and its value in another, as forms are exported: `{"key": "姓名", "value": "…"}`. A half is one of the two. */
export type Half = 'name' | 'value'

const labelNames: ReadonlySet<string> = new Set(
  'key label name field title item attribute property 键 字段 名称 项目 标签 标题 属性'.split(' '),
)
const valueNames: ReadonlySet<string> = new Set('value val 值 内容'.split(' '))

/** Which half of such a pair a field is by its own name; undefined for none. */
export function halfOf(key: string): Half | undefined {
  const own = key.toLowerCase()
  return valueNames.has(own) ? 'value' : labelNames.has(own) ? 'name' : undefined
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
 * @param row its `values`, of which the first `count` are of this row
 * @param half the half that a value is, as `halfOf` says
 * @param named the field that the label in memory names; undefined where it says nothing
 */
export function fieldOfPair<Value extends Placed>(
  { values, count }: { readonly values: readonly Value[]; readonly count: number },
  at: number,
  half: (path: ValuePath) => Half | undefined,
  named: (label: Value) => string | undefined,
): string | undefined {
  const { path, start, end } = values[at]!
  if (half(path) !== 'value' || end - start > longestValue) return undefined
  for (let n = Math.max(0, at - near); n < Math.min(count, at + near + 1); n++) {
    const other = values[n]!
    if (other.path.parent !== path.parent || half(other.path) !== 'name' || other.end - other.start > longestLabel) continue
    const field = named(other)
    if (field !== undefined) return field
  }
  return undefined
}
