import type { CompiledDetector, Detector, Rule, TextView } from '../model.ts'
import { namedSpans } from '../ner/index.ts'
import { bytePlaces } from '../text/view.ts'
import { confidenceFloors } from './context.ts'
import type { NerDetect } from './ner-schema.ts'

/** Spans of a local model, which reads the whole of every text. What a model says cannot be shown to be right, so it is never of high confidence. */
export const ner: Detector = { kind: 'ner', compile }

function compile(rules: readonly Rule[]): CompiledDetector {
  let view: TextView | undefined
  return {
    gates: [],
    begin(text) {
      view = text
    },
    prove() {},
    end(emit) {
      const text = view!
      const { low, high } = confidenceFloors
      for (const rule of rules as readonly Rule<NerDetect>[]) {
        if (!rule.units.includes(text.unit)) continue
        const decoded = text.decode(0, text.length)
        const byteOf = bytePlaces(decoded)
        for (const { start, end, label, probability } of namedSpans(rule.detect.folder, decoded)) {
          if (!rule.detect.labels.includes(label)) continue
          emit({ rule, start: byteOf(start), end: byteOf(end), confidence: low + (high - low) * 0.99 * probability })
        }
      }
    },
  }
}
