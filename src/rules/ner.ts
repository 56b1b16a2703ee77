import type { NerDetect } from '../detectors/ner-schema.ts'
import type { Rule } from '../model.ts'
import { hasRuntime, namedSpans, readNerFolder } from '../ner/index.ts'
import { Stop } from '../stop.ts'

/** A local model, and the rule that reports what it marks. */
export interface NerModel {
  readonly rules: readonly Rule[]
  readonly digest: string
}

/** Labels that models give to names of persons. */
const person = /^(?:PER|PERSON|PERS|NAME|PERSON_NAME|FIRSTNAME|LASTNAME|GIVENNAME|SURNAME|人名|姓名)$/i

/**
 * The rule of a model for names of persons. The model is loaded and run once, so that what is wrong with it is known before the scan.
 *
 * @param folder absolute path of a folder with model.onnx, config.json, vocab.txt
 * @throws Stop exit 2: no runtime, a file that is missing or cannot be used, a model without a label for persons
 */
export function readNer(folder: string): NerModel {
  if (!hasRuntime()) {
    throw new Stop('usage', 'ner.runtime', {
      en: '--ner needs the optional package onnxruntime-web, which is not installed; run "npm install onnxruntime-web@1.30.0" beside dataaudit',
      zh: '--ner 需要可选软件包 onnxruntime-web，但尚未安装；请在 dataaudit 所在处运行“npm install onnxruntime-web@1.30.0”',
    })
  }
  const { labels, digest } = readNerFolder(folder)
  const names = [...new Set(labels.map((label) => label.replace(/^[BIESLU]-/, '')))].filter((label) => person.test(label)).sort()
  if (names.length === 0) {
    throw new Stop('usage', 'ner.no-person', {
      en: 'the model of --ner has no label for persons; config.json should name one such as B-PER or PERSON',
      zh: '--ner 的模型没有人名标签；config.json 中应有 B-PER、PERSON 一类标签',
    })
  }
  namedSpans(folder, 'a')
  const detect: NerDetect = { kind: 'ner', folder, labels: names }
  const rule: Rule<NerDetect> = {
    id: 'ner/person',
    pack: 'ner',
    rev: 1,
    status: 'experimental',
    domain: 'pii',
    entity: 'PERSON_NAME_MODEL',
    risk: 'CN-A4-f',
    secondaryRisks: [],
    requirements: ['cac-2023:7.3', 'cac-2023:4.5', 'PIPL-13'],
    title: { zh: '姓名（本地模型估计）', en: 'Name of a person (estimated by a local model)' },
    message: { zh: '疑似命中：姓名（本地模型估计）', en: 'candidate match: name of a person (estimated by a local model)' },
    why: {
      zh: '姓名指向特定自然人。结果由自备的模型给出，其准确率未经本工具测量，置信度最高为中，不作为门禁依据。',
      en: 'A name points to one person. The result is that of the operator’s own model, whose accuracy this tool has not measured; confidence is medium at most and never gates by default.',
    },
    remedy: {
      zh: '抽查命中；属于未公开个人的，核对处理依据，或以化名、标记替换。',
      en: 'Look at a sample. For private persons check the lawful ground, or replace the name with a pseudonym or token.',
    },
    severity: 'note',
    identifies: 'person',
    units: ['text', 'field'],
    detect,
    beats: [],
    examples: { match: [], pass: [] },
    refs: [],
  }
  return { rules: [rule as Rule], digest }
}

/** How rules look for names of persons: behind a cue, and in running text by heuristics or by a model. */
export function waysToNames(rules: readonly Rule[]): ('cue' | 'heuristic' | 'model')[] {
  const uses = (kind: string) => rules.some(({ detect }) => detect.kind === kind)
  return ['cue', ...(uses('names') ? (['heuristic'] as const) : []), ...(uses('ner') ? (['model'] as const) : [])]
}
