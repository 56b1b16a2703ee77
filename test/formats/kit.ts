import type { Token } from 'stream-json/core/parser.js'
import { readTokens } from '../../src/formats/json-tokens.ts'
import { Kernel } from '../../src/kernel/index.ts'
import type { Fault, Format, Input, ReadLimits, RowSink, Shard } from '../../src/model.ts'

/** A value as it was pushed: pointer, then the text, or `{ scalar }`. */
export type Value = readonly [pointer: string, value: string | { readonly scalar: string }]

/** All that a format pushed, and what it must agree with: bytes of rows, blank bytes and lost bytes add up to the input. */
export interface Reading {
  readonly rows: { readonly row: number; readonly bytes: number; readonly values: readonly Value[] }[]
  readonly faults: Fault[]
  blank: number
}

const kernel = new Kernel()

/** A sink that writes everything down and checks the order of calls. `scalarsAsTexts`: numbers go through the kernel's memory, as long ones do in a scan. */
export const recorder = (scalarsAsTexts = false): { sink: RowSink; reading: Reading } => {
  const reading: Reading = { rows: [], faults: [], blank: 0 }
  let open: { row: number; values: Value[] } | undefined
  const inRow = () => {
    if (open === undefined) throw new Error('a value came outside a row')
    return open
  }
  const sink: RowSink = {
    arena: kernel,
    begin(row) {
      if (open !== undefined) throw new Error('a row began inside a row')
      open = { row, values: [] }
    },
    text: ({ pointer }, value) => inRow().values.push([pointer, value]),
    bytes: ({ pointer }, start, end) => {
      if (!kernel.validUtf8(start, end)) throw new Error('bytes that are pushed must be UTF-8')
      inRow().values.push([pointer, kernel.buffer().toString('utf8', start, end)])
    },
    // No value: the rows of other readers do not have it.
    hollow: () => {
      inRow()
    },
    scalar(path, scalar) {
      if (!scalarsAsTexts) inRow().values.push([path.pointer, { scalar }])
      else {
        const { start, end } = kernel.push(scalar)
        sink.bytes(path, start, end)
      }
    },
    end(bytes) {
      const { row, values } = inRow()
      reading.rows.push({ row, bytes, values })
      open = undefined
      kernel.clear()
    },
    fault(fault) {
      reading.faults.push(fault)
      if (fault.effect === 'lost') open = undefined
    },
    blank(bytes) {
      if (open !== undefined) throw new Error('blank bytes came inside a row')
      reading.blank += bytes
    },
  }
  return { sink, reading }
}

/** The tokens of a text that is one JSON text, and not too large. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens = readTokens(text)
  if (tokens === undefined || tokens === 'too-many') throw new Error(`not read: ${tokens}`)
  return tokens
}

export const limits: ReadLimits = { maxRecordBytes: 1 << 20, split: 'file' }

/** An input over bytes in memory, cut into chunks; the memory of a chunk is overwritten before the next, as real inputs may do. */
export const inputOf = (content: Uint8Array, chunkBytes: number, path = 'x', range?: Shard['range']): Input => ({
  shard: range === undefined ? { file: 1, path, size: content.length } : { file: 1, path, size: content.length, range },
  async *chunks() {
    const memory = new Uint8Array(chunkBytes)
    for (let at = range?.start ?? 0; at < content.length; at += chunkBytes) {
      const piece = content.subarray(at, at + chunkBytes)
      memory.set(piece)
      yield memory.subarray(0, piece.length)
      memory.fill(0xee)
    }
  },
  head: async (length) => content.slice(0, length),
})

/** Reads bytes with a format. */
export const readWith = async (
  format: Format,
  content: Uint8Array,
  options: { chunkBytes?: number; path?: string; limits?: Partial<ReadLimits>; range?: Shard['range']; scalarsAsTexts?: boolean } = {},
): Promise<Reading> => {
  const { sink, reading } = recorder(options.scalarsAsTexts)
  const input = inputOf(content, options.chunkBytes ?? 1 << 16, options.path, options.range)
  await format.read(input, sink, { ...limits, ...options.limits })
  return reading
}

/** Bytes of rows, blank bytes and lost bytes. */
export const accounted = (reading: Reading): number =>
  reading.blank +
  reading.rows.reduce((sum, row) => sum + row.bytes, 0) +
  reading.faults.reduce((sum, fault) => sum + (fault.effect === 'lost' ? fault.bytes : 0), 0)
