import type { CompiledDetector, Detector, DetectorEnv, Hit, Rule, TextView } from '../model.ts'
import { Stop } from '../stop.ts'
import { bytePlaces } from '../text/view.ts'
import { confidenceFloors, sigmoid } from './context.ts'
import { hanModel, hanNames } from './names/han.ts'
import { latinModel, latinNames } from './names/latin.ts'
import { nameLists } from './names/lists.ts'
import type { NameSpan } from './names/spans.ts'
import type { NamesDetect } from './names-schema.ts'

/** Names of persons in running text: a heuristic, which reads the whole of every text and is asked for expressly. */
export const names: Detector = { kind: 'names', compile }

type Find = (text: string) => readonly NameSpan[]

function compile(rules: readonly Rule[], env: DetectorEnv): CompiledDetector {
  const compiled = rules.map((rule) => ({ rule, find: finder(rule as Rule<NamesDetect>, env) }))
  let view: TextView | undefined
  return {
    gates: [],
    begin(text) {
      view = text
    },
    prove() {},
    end(emit) {
      const text = view!
      let decoded: string | undefined
      for (const { rule, find } of compiled) {
        if (!rule.units.includes(text.unit)) continue
        decoded ??= text.decode(0, text.length)
        report(rule, decoded, find(decoded), emit)
      }
    },
  }
}

function finder(rule: Rule<NamesDetect>, env: DetectorEnv): Find {
  const { script, list } = rule.detect
  try {
    const lists = nameLists(env.list(rule, list))
    if (script === 'han') {
      const model = hanModel(lists)
      return (text) => hanNames(text, model)
    }
    const model = latinModel(lists)
    return (text) => latinNames(text, model)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Stop('usage', 'rules.bad-list', {
      en: `rule ${rule.id}: "${list}" cannot be used: ${reason}`,
      zh: `规则 ${rule.id}：“${list}”无法使用：${reason}`,
    })
  }
}

/** Hits with their places in bytes. Odds move the score within the lowest level only: an estimate never gates. */
function report(rule: Rule, text: string, spans: readonly NameSpan[], emit: (hit: Hit) => void): void {
  const { low, medium } = confidenceFloors
  const byteOf = bytePlaces(text)
  for (const { start, end, score } of spans) {
    emit({ rule, start: byteOf(start), end: byteOf(end), confidence: low + (medium - low) * 0.95 * (2 * sigmoid(score) - 1) })
  }
}
