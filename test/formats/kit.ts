import type { Arena, Fault, Format, Input, ReadLimits, RowSink, Shard } from '../../src/model.ts'

/** A value as it was pushed: pointer, then the text, or `{ scalar }`. */
export type Value = readonly [pointer: string, value: string | { readonly scalar: string }]

/** All that a format pushed, and what it must agree with: bytes of rows, blank bytes and lost bytes add up to the input. */
export interface Reading {
  readonly rows: { readonly row: number; readonly bytes: number; readonly values: readonly Value[] }[]
  readonly faults: Fault[]
  blank: number
}

const noArena = new Proxy({} as Arena, {
  get: () => {
    throw new Error('this format must not need the kernel')
  },
})

/** A sink that writes everything down and checks the order of calls. */
export const recorder = (): { sink: RowSink; reading: Reading } => {
  const reading: Reading = { rows: [], faults: [], blank: 0 }
  let open: { row: number; values: Value[] } | undefined
  const inRow = () => {
    if (open === undefined) throw new Error('a value came outside a row')
    return open
  }
  const sink: RowSink = {
    arena: noArena,
    begin(row) {
      if (open !== undefined) throw new Error('a row began inside a row')
      open = { row, values: [] }
    },
    text: (pointer, value) => inRow().values.push([pointer, value]),
    bytes: () => {
      throw new Error('bytes need the kernel')
    },
    scalar: (pointer, scalar) => inRow().values.push([pointer, { scalar }]),
    end(bytes) {
      const { row, values } = inRow()
      reading.rows.push({ row, bytes, values })
      open = undefined
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
  options: { chunkBytes?: number; path?: string; limits?: Partial<ReadLimits>; range?: Shard['range'] } = {},
): Promise<Reading> => {
  const { sink, reading } = recorder()
  const input = inputOf(content, options.chunkBytes ?? 1 << 16, options.path, options.range)
  await format.read(input, sink, { ...limits, ...options.limits })
  return reading
}

/** Bytes of rows, blank bytes and lost bytes. */
export const accounted = (reading: Reading): number =>
  reading.blank +
  reading.rows.reduce((sum, row) => sum + row.bytes, 0) +
  reading.faults.reduce((sum, fault) => sum + (fault.effect === 'lost' ? fault.bytes : 0), 0)
