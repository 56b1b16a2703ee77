import type { Finding, Findings, Json, RecordView, Statistic } from '../model.ts'
import { createHash, finishHash, hashInteger, hashText, hashWord, seedHash } from '../sketch/hash.ts'
import { createSample, mergeSample, offer, type Sample, wouldKeep } from '../sketch/sample.ts'
import { byCodeUnits } from '../text/order.ts'

export type State = Map<string, Sample<Finding>>

const perRule = 5
const seed = 0xe8a3
const hash = createHash(seed)

/**
 * Which of two findings of the same key stands for both: the first in the file. Ranges of a file are read in order of `from` and rows
 * in order inside them, so this is the order of records however the file was cut.
 */
const before = (a: Finding, b: Finding): boolean => a.from < b.from || (a.from === b.from && a.row < b.row)

const sampleOf = (state: State, rule: string): Sample<Finding> => {
  let sample = state.get(rule)
  if (sample === undefined) {
    sample = createSample(perRule)
    state.set(rule, sample)
  }
  return sample
}

const add = (state: State, record: RecordView, findings: Findings): void => {
  for (const finding of findings) {
    // The key is made of what is found and not of `from` and `row`, which depend on how the file is cut.
    seedHash(hash, seed)
    hashText(hash, finding.rule)
    hashInteger(hash, finding.file)
    hashWord(hash, record.hashHigh)
    hashWord(hash, record.hashLow)
    hashText(hash, finding.field)
    hashInteger(hash, finding.byteOffset)
    hashInteger(hash, finding.length)
    hashText(hash, finding.excerpt)
    finishHash(hash)
    const sample = sampleOf(state, finding.rule)
    if (wouldKeep(sample, hash.high, hash.low)) offer(sample, hash.high, hash.low, finding, before)
  }
}

/** Up to five findings per rule, chosen by a hash of what they are: the same ones for any order, cut and number of workers. */
export const examples = {
  id: 'examples',
  create: (): State => new Map(),
  add,
  merge(into, from) {
    for (const [rule, sample] of from) mergeSample(sampleOf(into, rule), sample, before)
  },
  summarize: (state, scope) =>
    [...state]
      .sort((a, b) => byCodeUnits(a[0], b[0]))
      .flatMap(([, sample]) =>
        sample.entries
          .map(({ item }) => ({
            rule: item.rule,
            severity: item.severity,
            confidence: item.confidence,
            file: item.file,
            record: scope.recordBase(item.file, item.from) + item.row,
            field: item.field,
            unit: item.unit,
            byteOffset: item.byteOffset,
            length: item.length,
            excerpt: item.excerpt,
          }))
          .sort(
            (a, b) =>
              a.file - b.file || a.record - b.record || byCodeUnits(a.field, b.field) || a.byteOffset - b.byteOffset || a.length - b.length,
          ),
      ),
} satisfies Statistic<State, Json>
