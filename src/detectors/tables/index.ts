import type { Gate, TextView } from '../../model.ts'
import { bytePlaces } from '../../text/view.ts'
import { gatesOf, hanHeads, latinHeads } from './heads.ts'
import { inputField, markupTable } from './markup.ts'
import { plainTable } from './plain.ts'
import { ruledTable } from './rows.ts'
import { type Cells, lineEnd } from './spans.ts'
import { statement, statementWords } from './statements.ts'

export type { Cells, Column, Place } from './spans.ts'
export { longestCell } from './spans.ts'

/** What marks a place where a table may stand. */
export type Mark = 'rule' | 'plain' | 'markup' | 'input' | 'statement'

/** The gates of tables: none is found where none of them has a candidate. */
export const tableGates: readonly { readonly mark: Mark; readonly gate: Gate }[] = [
  { mark: 'rule', gate: { byte: '|', after: ' {0,9}:?-' } },
  { mark: 'rule', gate: { byte: '+', after: '-|=' } },
  { mark: 'markup', gate: { literals: ['<td', '<th', '<dt'], ci: true, edge: false } },
  { mark: 'input', gate: { literals: ['<input'], ci: true, edge: false } },
  { mark: 'statement', gate: { literals: statementWords, ci: true, edge: false } },
  ...[latinHeads, hanHeads].flatMap(gatesOf).map((gate) => ({ mark: 'plain' as const, gate })),
]

/** Places that were marked in a text, in any order. */
type Marks = readonly { readonly mark: Mark; readonly at: number }[]

/** Every place in a text that may be marked, found without the kernel: as many as the gates have candidates, or more. */
export function allMarks(text: TextView): Marks {
  const whole = text.decode(0, text.length)
  const found: { mark: Mark; at: number }[] = []
  for (let at = 0; at < text.length; at = lineEnd(text, at) + 1) found.push({ mark: 'plain', at })
  const byteOf = bytePlaces(whole)
  for (const match of whole.matchAll(/[|+]|<t[dh]|<dt|<input|insert into|replace into|from stdin/gi)) {
    found.push({ mark: markOf(match[0]), at: byteOf(match.index) })
  }
  return found
}

function markOf(found: string): Mark {
  if (found.length === 1) return 'rule'
  if (!found.startsWith('<')) return 'statement'
  return found.toLowerCase() === '<input' ? 'input' : 'markup'
}

/**
 * Finds tables at marked places, each byte of one once, and tells their cells in the order of the text: Markdown and what databases print
 * (`rows.ts`), rows under a line of heads (`plain.ts`), HTML (`markup.ts`), SQL (`statements.ts`).
 */
export function eachCell(text: TextView, marks: Marks, cells: Cells): void {
  const ordered = [...marks].sort((a, b) => a.at - b.at)
  // Up to where cells were told, and up to where lines were looked at.
  let done = 0
  let ruled = 0
  let headed = 0
  for (const { mark, at } of ordered) {
    if (at < done) continue
    if (mark === 'rule') {
      if (at < ruled) continue
      ruled = lineEnd(text, at)
      done = Math.max(done, ruledTable(text, at, cells))
    } else if (mark === 'plain') {
      if (at < headed) continue
      headed = lineEnd(text, at)
      done = Math.max(done, plainTable(text, at, cells))
    } else if (mark === 'markup') done = Math.max(done, markupTable(text, at, cells))
    else if (mark === 'input') done = Math.max(done, inputField(text, at, cells))
    else done = Math.max(done, statement(text, at, cells))
  }
}
