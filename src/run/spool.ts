import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import type { Finding } from '../model.ts'

/**
 * Findings on their way to `findings.jsonl`. A shard's worker writes them down as they come, with the row counted from the shard's
 * start; when all shards are read, rows become record numbers of the file and the lines are joined in the order of the corpus.
 */

const flushAt = 256 * 1024
/** Room for the first findings of a shard: most small files have few, and there may be very many small files. */
const firstBytes = 4096
/** What is read of a spool at once. */
const pieceBytes = 1 << 20
/** Bytes of UTF-8 that a UTF-16 unit takes at most. */
const bytesPerUnit = 3

/** Where a worker writes the findings of one shard. */
export interface Spool {
  add(finding: Finding): void
  /** Bytes written; -1 when there was no finding, and then there is no file. */
  close(): number
}

/** The spool of a shard. Its functions throw what the file system throws: a full disk ends the run. */
export function openSpool(path: string): Spool {
  let file: number | undefined
  // Lines are encoded at once: as a string that grows, all their parts would live until it is written, and garbage collection would move them.
  let pending = Buffer.alloc(0)
  let used = 0
  let written = 0
  const flush = () => {
    file ??= openSync(path, 'w')
    // Not writeSync, which may write a part only when the disk is nearly full.
    writeFileSync(file, pending.subarray(0, used))
    written += used
    used = 0
  }
  return {
    add(finding) {
      const { rule, severity, confidence, file: number, from, row, field, unit, byteOffset, length, excerpt } = finding
      // Tabs cannot occur in JSON text, so they part the numbers still to be settled from the rest of the line.
      const line =
        `${number}\t${from}\t${row}\t{"rule":${JSON.stringify(rule)},"severity":"${severity}","confidence":"${confidence}"\t` +
        `"field":${JSON.stringify(field)},"unit":"${unit}","byteOffset":${byteOffset},"length":${length},"excerpt":${JSON.stringify(excerpt)}}\n`
      const room = line.length * bytesPerUnit
      if (used > 0 && used + room > pending.length) flush()
      if (room > pending.length) pending = Buffer.allocUnsafe(Math.max(room, pending.length === 0 ? firstBytes : flushAt))
      used += pending.write(line, used)
    },
    close() {
      if (used > 0) flush()
      if (file === undefined) return -1
      closeSync(file)
      return written
    },
  }
}

/** The joined findings: how many, and the digest of the bytes. */
export interface JoinedFindings {
  readonly total: number
  readonly sha256: string
}

/**
 * Joins spools, in the order given, into one file of JSON lines.
 *
 * @param number the file number to print for a walk's file number, and the first record number of a shard
 * @param check sees the bytes before they are kept: throws to stop
 */
export async function joinSpools(
  spools: readonly string[],
  target: string,
  number: { file(file: number): number; base(file: number, from: number): number },
  check: (lines: string) => void,
): Promise<JoinedFindings> {
  const hash = createHash('sha256')
  // One for all spools: there may be as many as there are files.
  const buffer = Buffer.allocUnsafe(pieceBytes)
  const out = openSync(target, 'w')
  let pending = ''
  let total = 0
  const flush = async () => {
    if (pending === '') return
    check(pending)
    hash.update(pending)
    writeFileSync(out, pending)
    pending = ''
    // There may be gigabytes of findings: a signal is heard between two pieces.
    await new Promise((resolve) => setImmediate(resolve))
  }
  try {
    for (const spool of spools) {
      let rest = ''
      for (const piece of piecesOf(spool, buffer)) {
        const text: string = rest + piece
        let at = 0
        for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
          const [file, from, row, head, tail] = text.slice(at, end).split('\t') as [string, string, string, string, string]
          const record = number.base(Number(file), Number(from)) + Number(row)
          pending += `${head},"file":${number.file(Number(file))},"record":${record},${tail}\n`
          total += 1
          if (pending.length > flushAt) await flush()
          at = end + 1
        }
        rest = text.slice(at)
      }
    }
    await flush()
  } finally {
    closeSync(out)
  }
  return { total, sha256: hash.digest('hex') }
}

/** The text of a spool, piece by piece. */
function* piecesOf(spool: string, buffer: Buffer): Generator<string> {
  const file = openSync(spool, 'r')
  try {
    const decoder = new StringDecoder('utf8')
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) yield decoder.write(buffer.subarray(0, length))
  } finally {
    closeSync(file)
  }
}
