import { merkleTree } from '../attest/merkle.ts'
import type { Config } from '../config.ts'
import { manifest, walk } from '../corpus/index.ts'
import { pointerKeys, pointerOf } from '../notation/pointer.ts'
import { safeKey, shapeOf } from '../redact.ts'
import type { ReportFinding } from '../report/index.ts'
import { type Identifier, occurrences } from '../text/identifier.ts'
import { readRecords } from './reading.ts'

/** Finds the records of one person in a corpus, for correction or deletion on request (Article 13 of the draft Measures; PIPL 46, 47). */

/** A place to remove: the form of a finding, so that what takes findings takes these. It does not hold the identifier. */
type Removal = ReportFinding

/** What a trace came to. */
export interface Traced {
  readonly removals: readonly Removal[]
  /** Records and files the places lie in. */
  readonly inRecords: number
  readonly inFiles: number
  /** What was looked through, and what could not be. */
  readonly files: number
  readonly records: number
  readonly unread: { readonly files: number; readonly records: number }
  /** RFC 9162 root over the manifest of what was read: which corpus this is true of. */
  readonly root: string
}

interface TraceJob {
  readonly corpus: readonly string[]
  readonly cwd: string
  readonly config: Pick<Config, 'charset' | 'ignore' | 'symlinks' | 'maxRecordBytes' | 'split'>
  readonly identifier: Identifier
  /** Absolute paths that are no part of the corpus. */
  readonly exclude: readonly string[]
}

/** The rule a removal names. */
const rule = 'trace/identifier'

/**
 * Reads the whole corpus and lists every place the identifier stands at: in texts, fields, keys and file names.
 * @throws Stop exit 2 when the corpus cannot be found
 */
export async function trace(job: TraceJob): Promise<Traced> {
  const { config, identifier } = job
  const found = await walk(job.corpus, {
    cwd: job.cwd,
    ignore: config.ignore,
    exclude: job.exclude,
    skipSymlinks: config.symlinks === 'skip',
  })
  const removals: Removal[] = []
  const lines: { path: string; sha256: string }[] = []
  const places = new Set<string>()
  let [files, records, unreadFiles, unreadRecords] = [0, 0, 0, 0]
  for (const entry of found.entries) {
    const put = (record: number, field: string, unit: Removal['unit'], byteOffset: number, text: string) => {
      places.add(`${entry.file}:${record}`)
      removals.push({
        rule,
        severity: 'error',
        confidence: 'high',
        file: entry.file,
        record,
        field,
        unit,
        byteOffset,
        length: Buffer.byteLength(text),
        excerpt: shapeOf(text),
      })
    }
    const each = (record: number, field: string, unit: Removal['unit'], text: string) => {
      for (const { start, end } of occurrences(identifier, text))
        put(record, field, unit, Buffer.byteLength(text.slice(0, start)), text.slice(start, end))
    }
    each(0, '', 'path', entry.path)
    if (entry.state !== 'readable') {
      unreadFiles += 1
      continue
    }
    const pointers = new Map<string, { readonly field: string; readonly hits: readonly string[] }>()
    const known = (pointer: string) => {
      let own = pointers.get(pointer)
      if (own === undefined) {
        own = placeOf(pointer, identifier)
        if (pointers.size >= 20_000) pointers.clear()
        pointers.set(pointer, own)
      }
      return own
    }
    const end = await readRecords(
      { file: entry.file, path: entry.path, size: entry.size },
      entry.absolute,
      {
        limits: { maxRecordBytes: config.maxRecordBytes, split: config.split },
        ...(config.charset === 'auto' ? {} : { charset: config.charset }),
      },
      ({ record, values }) => {
        for (const { pointer, text } of values) {
          const { field, hits } = known(pointer)
          for (const key of hits) each(record, field, 'key', key)
          each(record, field, 'text', text())
        }
      },
    )
    files += 1
    records += end.records - end.lost
    unreadRecords += end.lost
    if (end.state !== 'readable' || end.read.faults.some((fault) => fault.effect === 'lost')) unreadFiles += 1
    if (end.read.sha256 !== undefined) lines.push({ path: entry.path, sha256: end.read.sha256 })
  }
  const tree = merkleTree()
  tree.addLines(manifest(lines))
  return {
    removals,
    inRecords: places.size,
    inFiles: new Set(removals.map((place) => place.file)).size,
    files,
    records,
    unread: { files: unreadFiles, records: unreadRecords },
    root: tree.root(),
  }
}

/** A pointer fit to print, and its keys that hold the identifier. */
function placeOf(pointer: string, identifier: Identifier): { readonly field: string; readonly hits: readonly string[] } {
  const keys = pointerKeys(pointer)
  const hits = keys.filter((key) => occurrences(identifier, key).length > 0)
  const field = pointerOf(keys.map((key) => safeKey(key, hits.includes(key))))
  return { field, hits }
}
