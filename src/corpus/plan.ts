import { isAscii } from 'node:buffer'
import type { Format, Shard } from '../model.ts'
import { asciiBytes, lateCharset, type OpenOptions, openInput, type Probe, windowBytes } from './open.ts'
import { openStored } from './stored.ts'
import type { Entry } from './walk.ts'

export interface PlanOptions extends Pick<OpenOptions, 'charset' | 'stdin'> {
  /** Size of a range. A file is cut when it has more than twice as much. */
  readonly shardBytes: number
  /** As the reader is told, since how far a quote may reach depends on it (`ReadLimits`). */
  readonly maxRecordBytes: number
}

/** Looks at the first bytes of a file: its compression, charset and format, or why it cannot be judged. Standard input is not looked at. */
export const probeFile = async (entry: Entry, options: Pick<OpenOptions, 'charset'> = {}): Promise<Probe> => {
  const input = await openInput({ file: entry.file, path: entry.path, size: entry.size }, entry.absolute, { ...options, digest: false })
  await input.finish()
  return input.probe
}

/**
 * Cuts the readable files into shards, in order. A plain UTF-8 file of a splittable format that is larger than twice `shardBytes`
 * becomes ranges of about that size, cut at any byte or where its format finds a record to start. The cuts depend on nothing but the
 * file and `shardBytes`, so any number of workers counts the same.
 */
export const planShards = async (entries: readonly Entry[], options: PlanOptions): Promise<Shard[]> => {
  const shards: Shard[] = []
  for (const entry of entries) {
    if (entry.state !== 'readable') continue
    const shard: Shard = { file: entry.file, path: entry.path, size: entry.size }
    const cuts = entry.size > 2 * options.shardBytes ? await cutsOf(entry, options) : []
    if (cuts.length === 0) shards.push(shard)
    else {
      const ends = [...cuts, entry.size]
      let start = 0
      for (const end of ends) {
        shards.push({ ...shard, range: { start, end } })
        start = end
      }
    }
  }
  return shards
}

/** Where a file is cut, ascending; empty when it is not. */
const cutsOf = async (entry: Entry, options: PlanOptions): Promise<number[]> => {
  const probe = await probeFile(entry, options.charset === undefined ? {} : { charset: options.charset })
  const { format } = probe
  if (!probe.splittable || format?.splittable !== true) return []
  if (options.charset === undefined && !(await isUtf8Throughout(entry))) return []
  if (format.boundaries !== undefined) return recordCuts(entry, format.boundaries, options)
  const cuts: number[] = []
  for (let at = options.shardBytes; at < entry.size; at += options.shardBytes) cuts.push(at)
  return cuts
}

/** Where the records of a file start that follow each multiple of `shardBytes`, ascending. Empty when the file cannot be opened. */
export const recordCuts = async (
  { absolute, path }: Pick<Entry, 'absolute' | 'path'>,
  boundaries: NonNullable<Format['boundaries']>,
  { shardBytes, maxRecordBytes }: Pick<PlanOptions, 'shardBytes' | 'maxRecordBytes'>,
): Promise<number[]> => {
  const stored = openStored(absolute, { digest: false })
  if (typeof stored === 'string') return []
  const { scan } = boundaries(path, stored.at(0, windowBytes), maxRecordBytes)
  const cuts: number[] = []
  let wanted = shardBytes
  let position = 0
  for (let piece = await stored.next(); piece !== undefined; piece = await stored.next()) {
    const begin = position
    const goesOn = scan(piece, (end) => {
      if (begin + end < wanted) return
      cuts.push(begin + end)
      wanted = begin + end + shardBytes
    })
    position += piece.length
    if (!goesOn) break
  }
  await stored.finish()
  return cuts.at(-1) === position ? cuts.slice(0, -1) : cuts
}

/**
 * Whether the reader of the whole file would surely take it for UTF-8 to its end: one whose first 64 KiB are ASCII may turn out to be in another
 * charset at its first byte above 0x7F, if that comes among the first `asciiBytes`, and then it must be read from its start.
 */
const isUtf8Throughout = async (entry: Entry): Promise<boolean> => {
  const stored = openStored(entry.absolute, { digest: false })
  if (typeof stored === 'string') return false
  let good = true
  if (isAscii(stored.at(0, windowBytes))) {
    let position = 0
    for (let piece = await stored.next(); piece !== undefined && position < asciiBytes; piece = await stored.next()) {
      if (!isAscii(piece)) {
        const from = position + piece.findIndex((byte) => byte > 0x7f)
        if (from >= asciiBytes) break
        const late = lateCharset(stored.at(from, windowBytes))
        good = late.name === 'utf-8' && late.sure
        break
      }
      position += piece.length
    }
  }
  await stored.finish()
  return good
}
