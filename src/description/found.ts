import type { Words } from '../model.ts'
import { grouped, plural } from '../words/figures.ts'
import { both, computed, type Entry, table } from './form.ts'

/** A kind that was looked for, and its line where something was found. */
interface Looked {
  readonly title: Words
  readonly found: boolean
  readonly cells: readonly Words[]
}

/** What was found as a table, and what was looked for and not found by name: a hundred rows of zeros hide the ones that matter. */
export function foundAndNot(heads: readonly Words[], lines: readonly Looked[], told?: Words): Entry[] {
  const found = lines.filter((line) => line.found)
  const not = lines.filter((line) => !line.found).map(({ title }) => title)
  const absent = both(
    `已检查而没有命中的类别 ${grouped(not.length)} 类：${not.map(({ zh }) => zh).join('；')}`,
    `looked for without a finding, ${plural(not.length, 'kind')}: ${not.map(({ en }) => en).join('; ')}`,
  )
  const rows = table(
    heads,
    found.map(({ cells }) => cells),
  )
  return [
    ...(rows === undefined ? [] : [computed(rows, told)]),
    ...(not.length === 0 ? [] : [computed(absent, rows === undefined ? told : undefined)]),
  ]
}
