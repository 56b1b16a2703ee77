import type { CharacterCounts, Json, Statistic } from '../model.ts'
import { sharePpm } from '../sketch/intervals.ts'
import { byCodeUnits } from '../text/order.ts'
import { addCounts, noCounts } from './characters.ts'

/** Characters by script; digits, spaces and everything else are classes of their own, so that the rows add up. */
export const scripts = {
  id: 'scripts',
  create: noCounts,
  add: (state, record) => addCounts(state, record.counts),
  merge: addCounts,
  summarize(state) {
    const classes = ['arabic', 'cyrillic', 'digit', 'han', 'hangul', 'kana', 'latin', 'other', 'space'] as const
    return classes
      .map((script) => ({
        script: script as string,
        characters: state[script],
        sharePpm: sharePpm(state[script], state.characters),
      }))
      .filter((row) => row.characters > 0)
      .sort((a, b) => b.characters - a.characters || byCodeUnits(a.script, b.script))
  },
} satisfies Statistic<CharacterCounts, Json>
