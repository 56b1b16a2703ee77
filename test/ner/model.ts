import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A token-classification model small enough to write by hand: each piece has its numbers, and nothing beside it matters. */

/** One field of a protocol buffer: a number, bytes, or a message of further fields. */
type Field = readonly [tag: number, value: number | Uint8Array | string | readonly Field[]]

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return [...bytes, rest]
}

function message(fields: readonly Field[]): Uint8Array {
  const parts = fields.map(([tag, value]) => {
    if (typeof value === 'number') return Uint8Array.from([...varint(tag * 8), ...varint(value)])
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : message(value)
    return Uint8Array.from([...varint(tag * 8 + 2), ...varint(bytes.length), ...bytes])
  })
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

const int64 = 7
const float = 1
/** `ValueInfoProto` of a tensor with one record of any number of pieces. */
const tensor = (name: string, type: number, last: readonly Field[]): readonly Field[] => [
  [1, name],
  [
    2,
    [
      [
        1,
        [
          [1, type],
          [2, [[1, [[1, 1]]], [1, [[2, 'n']]], ...last.map((field): Field => [1, [field]])]],
        ],
      ],
    ],
  ],
]

/** `ModelProto` (onnx.proto): logits[0][i] = table[input_ids[0][i]], and the mask is asked for as real models do. */
function lookupModel(table: readonly (readonly number[])[]): Uint8Array {
  const labels = table[0]!.length
  const data = new Uint8Array(Float32Array.from(table.flat()).buffer)
  return message([
    [1, 8],
    [
      8,
      [
        [1, ''],
        [2, 13],
      ],
    ],
    [
      7,
      [
        [
          1,
          [
            [1, 'table'],
            [1, 'input_ids'],
            [2, 'logits'],
            [4, 'Gather'],
          ],
        ],
        [
          1,
          [
            [1, 'attention_mask'],
            [2, 'unused'],
            [4, 'Identity'],
          ],
        ],
        [2, 'lookup'],
        [
          5,
          [
            [1, table.length],
            [1, labels],
            [2, float],
            [8, 'table'],
            [9, data],
          ],
        ],
        [11, tensor('input_ids', int64, [])],
        [11, tensor('attention_mask', int64, [])],
        [12, tensor('logits', float, [[1, labels]])],
      ],
    ],
  ])
}

const labels = ['O', 'B-PER', 'I-PER', 'B-LOC'] as const
export const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'anna', 'berg', '##er', '张', '晓', '明', 'in', 'paris', 'met', '.'] as const
const likely: { readonly [piece: string]: string } = { anna: 'B-PER', berg: 'I-PER', 张: 'B-PER', 晓: 'I-PER', 明: 'I-PER', paris: 'B-LOC' }

/** Writes a model's folder as such folders are passed on. */
export function writeModel(
  folder: string,
  change: { readonly labels?: readonly string[]; readonly table?: readonly (readonly number[])[] } = {},
): void {
  const names = change.labels ?? labels
  const table = vocabulary.map((piece) => names.map((label) => (label === (likely[piece] ?? 'O') ? 6 : 0)))
  writeFileSync(join(folder, 'model.onnx'), lookupModel(change.table ?? table))
  writeFileSync(join(folder, 'vocab.txt'), `${vocabulary.join('\n')}\n`)
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ id2label: Object.fromEntries(names.map((label, id) => [id, label])), max_position_embeddings: 16 }),
  )
}
