import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'
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
interface Spool {
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

/** How a finding is numbered in the end. */
interface Numbers {
  /** The file number to print for a walk's file number. */
  file(file: number): number
  /** The number of a shard's first record. */
  base(file: number, from: number): number
}

/**
 * Joins spools, in the order given, into one file of JSON lines. Bytes are moved as they are: there may be hundreds of millions of findings, and one thread does it.
 *
 * @param check sees what lines hold besides places and shapes, each thing once, before any such line is kept: throws to stop
 */
export async function joinSpools(
  spools: readonly string[],
  target: string,
  numbers: Numbers,
  check: (lines: string) => void,
): Promise<JoinedFindings> {
  // One for all spools: there may be as many as there are files.
  let buffer = Buffer.allocUnsafe(pieceBytes)
  let untold = 0
  const joined = new Joined(openSync(target, 'w'), numbers, check)
  try {
    for (const spool of spools) {
      const file = openSync(spool, 'r')
      try {
        let kept = 0
        for (;;) {
          const length = readSync(file, buffer, { offset: kept })
          if (length === 0) break
          const end = kept + length
          const whole = buffer.lastIndexOf(newline, end - 1) + 1
          for (let at = 0; at < whole; ) at = joined.add(buffer, at)
          buffer.copyWithin(0, whole, end)
          kept = end - whole
          if (kept === buffer.length) buffer = Buffer.concat([buffer], 2 * kept)
          // There may be gigabytes of findings: a signal is heard now and then.
          untold += length
          if (untold < pieceBytes) continue
          untold = 0
          await new Promise((resolve) => setImmediate(resolve))
        }
      } finally {
        closeSync(file)
      }
    }
    return joined.end()
  } finally {
    joined.close()
  }
}

/** Bytes that the two numbers of a joined line take at most, with their names. */
const memberBytes = 64
/** Kinds of lines that are remembered as looked at: keys without end give fields without end. */
const mostSeen = 10_000
const tab = 0x09
const newline = 0x0a
const zero = 0x30
const place = Buffer.from(',"byteOffset":')

/** The file that spools are joined into. */
class Joined {
  readonly #out: number
  readonly #numbers: Numbers
  readonly #check: (lines: string) => void
  readonly #hash = createHash('sha256')
  readonly #seen = new Set<string>()
  #unseen = ''
  #pending = Buffer.allocUnsafe(2 * flushAt)
  #used = 0
  #total = 0

  constructor(out: number, numbers: Numbers, check: (lines: string) => void) {
    this.#out = out
    this.#numbers = numbers
    this.#check = check
  }

  /** Adds the line of a spool that begins at `start` and ends with a newline; returns where the next begins. */
  add(bytes: Buffer, start: number): number {
    const from = behind(bytes, start, tab)
    const row = behind(bytes, from, tab)
    const head = behind(bytes, row, tab)
    const tail = behind(bytes, head, tab)
    const end = behind(bytes, tail, newline)
    const file = integerAt(bytes, start)
    const record = this.#numbers.base(file, integerAt(bytes, from)) + integerAt(bytes, row)
    const room = end - head + memberBytes
    if (room > this.#pending.length - this.#used) this.#pending = Buffer.concat([this.#pending], 2 * (this.#pending.length + room))
    this.#copy(bytes, head, tail - 1)
    this.#used += this.#pending.write(`,"file":${this.#numbers.file(file)},"record":${record},`, this.#used, 'latin1')
    this.#copy(bytes, tail, end)
    this.#total += 1
    this.#look(bytes.toString('utf8', head, bytes.indexOf(place, tail)))
    if (this.#used > flushAt) this.#flush()
    return end
  }

  /** How many there are in the end, and the digest of the bytes. */
  end(): JoinedFindings {
    this.#flush()
    return { total: this.#total, sha256: this.#hash.digest('hex') }
  }

  close(): void {
    closeSync(this.#out)
  }

  #copy(bytes: Buffer, from: number, to: number): void {
    const pending = this.#pending
    let used = this.#used
    // A call into the runtime costs more than two hundred bytes.
    for (let at = from; at < to; at++) pending[used++] = bytes[at]!
    this.#used = used
  }

  #look(told: string): void {
    if (this.#seen.has(told)) return
    if (this.#seen.size >= mostSeen) this.#seen.clear()
    this.#seen.add(told)
    this.#unseen += `${told}}\n`
  }

  #flush(): void {
    if (this.#unseen !== '') this.#check(this.#unseen)
    this.#unseen = ''
    const bytes = this.#pending.subarray(0, this.#used)
    this.#hash.update(bytes)
    // Not writeSync, which may write a part only when the disk is nearly full.
    writeFileSync(this.#out, bytes)
    this.#used = 0
  }
}

/** Where the bytes behind the next `byte` begin. */
function behind(bytes: Buffer, from: number, byte: number): number {
  let at = from
  while (bytes[at] !== byte) at++
  return at + 1
}

/** The decimal number at `from`. */
function integerAt(bytes: Buffer, from: number): number {
  let value = 0
  for (let at = from; bytes[at]! >= zero; at++) value = value * 10 + bytes[at]! - zero
  return value
}
