import type { CompiledDetector, Detector, Hit, Rule, TextView } from '../model.ts'
import { namedSpans } from '../ner/index.ts'
import { utf8Length } from '../text/view.ts'
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
      for (const rule of rules as readonly Rule<NerDetect>[]) {
        if (!rule.units.includes(text.unit)) continue
        const decoded = text.decode(0, text.length)
        let at = 0
        let byte = 0
        for (const { start, end, label, probability } of namedSpans(rule.detect.folder, decoded)) {
          byte += utf8Length(decoded, at, start)
          const from = byte
          byte += utf8Length(decoded, start, end)
          at = end
          const { low, high } = confidenceFloors
          if (rule.detect.labels.includes(label))
            emit({ rule, start: from, end: byte, confidence: low + (high - low) * 0.99 * probability } satisfies Hit)
        }
      }
    },
  }
}
