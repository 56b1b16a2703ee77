import { declared, type Ground, joined, joinWords, maybe, type Row, row } from './form.ts'

/** Section 9: what the model is and how it is trained; the scan cannot know. */
export function algorithm({ sources }: Ground): Row[] {
  const { summary, architecture, training, systems } = sources?.algorithm ?? {}
  return [
    row('9.1', 'algorithm.summary', '基础算法', 'Basic algorithm', declared(joinWords([maybe(summary), maybe(architecture)]))),
    row('9.2', 'algorithm.training', '训练方法', 'Training method', declared(training)),
    row('9.3', 'algorithm.systems', '技术体系', 'Technical system', declared(joined(systems))),
  ]
}
