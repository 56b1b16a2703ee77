import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stop } from '../stop.ts'
import { type Tokenizer, wordPieces } from './tokenizer.ts'

/** A token-classification model as a folder holds it, in the form models are passed on in: config.json, vocab.txt, model.onnx. */
export interface NerFolder {
  readonly model: string
  readonly tokenizer: Tokenizer
  /** Labels by number, such as `O`, `B-PER`. */
  readonly labels: readonly string[]
  /** Pieces the model takes at once, its two marks included. */
  readonly most: number
  /** SHA-256 of the sorted `sha256sum` listing of the files that decide the result. */
  readonly digest: string
}

const bad = (code: string, en: string, zh: string) => new Stop('usage', `ner.${code}`, { en, zh })

/** Reads a model's folder. @throws Stop exit 2 naming the file that is missing or cannot be used, and what it should hold */
export function readNerFolder(folder: string): NerFolder {
  const model = ['model.onnx', 'onnx/model.onnx'].find((name) => existsSync(join(folder, name)))
  if (model === undefined) {
    throw bad(
      'no-model',
      `"${folder}" holds no model.onnx; give a folder with model.onnx, config.json and vocab.txt of a BERT token-classification model`,
      `“${folder}”中没有 model.onnx；请给出含 model.onnx、config.json 与 vocab.txt 的 BERT 序列标注模型目录`,
    )
  }
  const listing: string[] = []
  const read = (name: string, needed: boolean): string | undefined => {
    const path = join(folder, name)
    if (!existsSync(path)) {
      if (!needed) return undefined
      throw bad('no-file', `"${folder}" holds no ${name}, which the model needs`, `“${folder}”中缺少模型所需的 ${name}`)
    }
    const bytes = readFileSync(path)
    listing.push(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    return name === model ? '' : bytes.toString('utf8')
  }
  read(model, true)
  const config = parsed(read('config.json', true)!, 'config.json')
  const options = parsed(read('tokenizer_config.json', false) ?? '{}', 'tokenizer_config.json')
  const vocabulary = read('vocab.txt', true)!
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
  const named = config.id2label as { readonly [id: string]: unknown } | undefined
  const labels = Object.entries(named ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, label]) => String(label))
  if (labels.length < 2) {
    throw bad(
      'no-labels',
      'config.json names no labels: "id2label" should hold them by number',
      'config.json 没有标签：应在 id2label 中按编号列出',
    )
  }
  const positions = Number(config.max_position_embeddings)
  return {
    model: join(folder, model),
    tokenizer: wordPieces(vocabulary, options.do_lower_case !== false),
    labels,
    most: Number.isInteger(positions) && positions >= 8 ? Math.min(positions, 512) : 512,
    digest: createHash('sha256').update(listing.sort().join('')).digest('hex'),
  }
}

function parsed(text: string, name: string): { readonly [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as { readonly [key: string]: unknown }
  } catch {}
  throw bad('json', `${name} is no JSON object`, `${name} 不是 JSON 对象`)
}
