import { type NerFolder, readNerFolder } from './folder.ts'
import { type Inference, startInference } from './inference.ts'

export { type NerFolder, readNerFolder } from './folder.ts'
export { hasRuntime } from './inference.ts'
export { wordPieces } from './tokenizer.ts'

/** What a model takes for a name: its place (UTF-16 units), the kind without `B-` or `I-`, and the mean probability of its pieces. */
interface NamedSpan {
  readonly start: number
  readonly end: number
  readonly label: string
  readonly probability: number
}

/** Models by folder: each is loaded once in a thread of the scan. */
const open = new Map<string, { readonly folder: NerFolder; readonly inference: Inference }>()

/** Names of a text by the model of a folder, in the order of the text. @throws Stop exit 2 when the model cannot be read or run */
export function namedSpans(path: string, text: string): readonly NamedSpan[] {
  let model = open.get(path)
  if (model === undefined) {
    const folder = readNerFolder(path)
    model = { folder, inference: startInference(folder.model, folder.labels.length, folder.most) }
    open.set(path, model)
  }
  const { folder, inference } = model
  const { tokenizer, labels, most } = folder
  const pieces = tokenizer.pieces(text)
  const spans: { start: number; end: number; label: string; sum: number; count: number }[] = []
  for (let from = 0; from < pieces.length; ) {
    let to = Math.min(from + most - 2, pieces.length)
    // A word is not cut in two, unless it is longer than what the model takes.
    while (to < pieces.length && to > from + 1 && pieces[to]!.inner) to -= 1
    const numbers = inference.run([tokenizer.begin, ...pieces.slice(from, to).map(({ id }) => id), tokenizer.end])
    let last: (typeof spans)[number] | undefined
    for (let i = from; i < to; i++) {
      const { start, end, inner } = pieces[i]!
      const { label, probability } = likeliest(numbers, (i - from + 1) * labels.length, labels)
      const [, mark, name] = /^(?:([BIESLU])-)?(.*)$/s.exec(label)!
      // What goes on inside a word belongs to its beginning, whatever the model thinks of it.
      if (last !== undefined && (inner || (name === last.label && mark !== 'B' && mark !== 'S' && mark !== 'U'))) {
        last.end = end
        last.sum += probability
        last.count += 1
      } else if (name === 'O' || inner) last = undefined
      else {
        last = { start, end, label: name!, sum: probability, count: 1 }
        spans.push(last)
      }
    }
    from = to
  }
  return spans.map(({ start, end, label, sum, count }) => ({ start, end, label, probability: sum / count }))
}

/** The label with the largest number, and its probability among all (softmax). */
function likeliest(numbers: Float32Array, at: number, labels: readonly string[]): { readonly label: string; readonly probability: number } {
  let best = 0
  for (let i = 1; i < labels.length; i++) if (numbers[at + i]! > numbers[at + best]!) best = i
  let sum = 0
  for (let i = 0; i < labels.length; i++) sum += Math.exp(numbers[at + i]! - numbers[at + best]!)
  return { label: labels[best]!, probability: 1 / sum }
}
