import { validator } from '../checksum/index.ts'
import { addDerived, detectors, HitList, settle } from '../detectors/index.ts'
import type { CompiledDetector, DetectorEnv, Gate, Hit, Rule, TextView, Unit } from '../model.ts'
import { withoutIndexes } from '../notation/pointer.ts'
import { Stop } from '../stop.ts'
import { normalise, originalSpan } from '../text/normalise.ts'
import { ByteView } from '../text/view.ts'
import { builtReach } from './built.ts'
import { loadDetectors } from './code.ts'

/** Rules made ready to run: every detector with its rules, and all their gates in one list. */
export interface CompiledRules {
  readonly rules: readonly Rule[]
  readonly gates: readonly Gate[]
  /** For each gate: the detector that asked for it, and the gate's number there. */
  readonly owners: readonly { readonly detector: CompiledDetector; readonly gate: number }[]
  readonly detectors: readonly CompiledDetector[]
}

/**
 * Compiles rules of all kinds. Throws a Stop (exit 2) for an unknown validator or a pattern that cannot be used.
 *
 * @param lists the word lists that lie beside rules, by `<pack>/<file>`
 * @param asOf ISO date against which dates are judged
 * @param code modules of trusted packs with detectors of their own
 */
export function compileRules(
  rules: readonly Rule[],
  lists: ReadonlyMap<string, readonly string[]>,
  asOf: string,
  code: readonly string[] = [],
): CompiledRules {
  const known = code.length === 0 ? detectors : [...detectors, ...loadDetectors(code)]
  for (const rule of rules) {
    if (known.some(({ kind }) => kind === rule.detect.kind)) continue
    const kinds = known.map(({ kind }) => kind)
    throw new Stop('usage', 'rules.unknown-detector', {
      en: `rule ${rule.id} names an unknown detector "${rule.detect.kind}"; known: ${kinds.join(', ')}`,
      zh: `规则 ${rule.id} 引用了未知的检测器“${rule.detect.kind}”；可用：${kinds.join('、')}`,
    })
  }
  const list = (rule: Rule, file: string) => lists.get(`${rule.pack}/${file}`) ?? noList(rule, file)
  const persons = new Set(rules.filter(({ identifies }) => identifies === 'person').map(({ id }) => id))
  const env: DetectorEnv = { asOf, validator, reach: builtReach, list, persons }
  const compiled: CompiledDetector[] = []
  const gates: Gate[] = []
  const owners: { detector: CompiledDetector; gate: number }[] = []
  for (const detector of known) {
    const own = rules.filter((rule) => rule.detect.kind === detector.kind)
    if (own.length === 0) continue
    const ready = detector.compile(own, env)
    compiled.push(ready)
    for (const [gate, each] of ready.gates.entries()) {
      gates.push(each)
      owners.push({ detector: ready, gate })
    }
  }
  return { rules, gates, owners, detectors: compiled }
}

/** A rule without its list finds less than it says. */
function noList({ id, pack }: Rule, file: string): never {
  throw new Stop('usage', 'rules.unknown-list', {
    en: `rule ${id} names a list "${file}" that is not in the pack; lists are .txt files in the folder of ${pack}, named from there`,
    zh: `规则 ${id} 引用了规则包中不存在的词表“${file}”；词表是 ${pack} 目录中的 .txt 文件，路径从该目录写起`,
  })
}

/** Every hit in a text without gates or kernel: settled, in order. The oracle that gated runs are held to. */
export function exhaustiveHits(compiled: CompiledRules, text: TextView): readonly Hit[] {
  const hits = new HitList()
  for (const detector of compiled.detectors) {
    detector.begin(text)
    detector.end((hit) => hits.add(hit), true)
  }
  settle(hits)
  if (hits.length > 0) addDerived(hits, compiled.detectors)
  return [...hits]
}

/** Hits in a JavaScript string, with byte spans of the original text: for short texts such as paths, keys and examples. */
export function hitsInString(
  compiled: CompiledRules,
  text: string,
  unit: Unit = 'text',
  field = '',
): readonly { readonly hit: Hit; readonly start: number; readonly end: number }[] {
  const original = Buffer.from(text, 'utf8')
  const { bytes, pairs } = normalise(text)
  const view = new ByteView()
  view.move(bytes, 0, bytes.length, withoutIndexes(field), unit)
  return exhaustiveHits(compiled, view).map((hit) => ({ hit, ...originalSpan(pairs, hit.start, hit.end, (at) => original[at]!) }))
}

/** Whether a rule finds personal information or secrets. */
export const isPersonal = ({ domain }: Pick<Rule, 'domain'>): boolean => domain === 'pii' || domain === 'secret'

/** Whether a hit in the name of a file or folder counts: a number in a name is still a number, whatever it is a part of there. */
export const countsInName = ({ suppressed }: Hit): boolean => suppressed === undefined || suppressed.startsWith('shape:')

/** Whether a name of a file or folder holds personal information or a secret: it is then not printed. */
export function isPersonalName(compiled: CompiledRules, name: string): boolean {
  return hitsInString(compiled, name, 'path').some(({ hit }) => hit.suppressed === undefined && isPersonal(hit.rule))
}
