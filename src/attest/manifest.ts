import { createHash } from 'node:crypto'
import { sep } from 'node:path'
import { comparePaths, manifestLine } from '../corpus/index.ts'
import { streamOnce } from './files.ts'
import { type InclusionProof, merkleTree } from './merkle.ts'

/**
 * `corpus.sha256`: one line per regular file, `<hex>  <posix path>\n`, sorted by the UTF-8 bytes of the path, with GNU escaping, so
 * that `sha256sum -c` checks it and its own SHA-256 is the identity of the corpus. Files are named by their 1-based line.
 */

/** A line of the manifest. */
export interface ManifestEntry {
  readonly path: string
  /** Hex. */
  readonly sha256: string
}

/** What is wrong with a manifest: a stable word and the 1-based line. */
interface ManifestFault {
  readonly fault: 'line-malformed' | 'order' | 'path-refused' | 'no-final-newline' | 'too-many-lines'
  readonly line: number
}

/** Takes the bytes of a manifest piece by piece. */
interface ManifestReader {
  add(piece: Uint8Array): void
  end(): ManifestSum | ManifestFault
}

/** What is left of a manifest whose lines were not kept: their number, the root over them, and the proof of the line that was asked for. */
interface ManifestSum {
  readonly lines: number
  /** RFC 9162 root over the lines, in hex. */
  readonly root: string
  readonly proof: InclusionProof | undefined
}

/** Longest line: 4,096 bytes of path, each perhaps escaped, and the digest; longer ones cannot name a file. */
const maxLine = 16 * 1024
const newline = 0x0a
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Sees a line once, in order (the bytes are valid until it returns), and says whether this is the line to prove. */
type VisitLine = (entry: ManifestEntry, bytes: Buffer, line: number) => boolean

/**
 * Reads a manifest of at most `maxLines` lines and keeps nothing but the Merkle tree's few hashes, however many lines there are. Anything but
 * the canonical form is a fault: CRLF, the `*` of binary mode, unsorted or doubled paths, needless escapes, paths that are absolute, climb out
 * (`..`), name a drive or hold NUL. Nothing is visited after one.
 */
export function lineReader(maxLines: number, visit: VisitLine): ManifestReader {
  const tree = merkleTree()
  let previous: string | undefined
  let rest = Buffer.alloc(0)
  let fault: ManifestFault | undefined
  const line = (bytes: Buffer): void => {
    const number = tree.size() + 1
    if (number > maxLines) {
      fault = { fault: 'too-many-lines', line: number }
      return
    }
    const entry = readLine(bytes)
    if (typeof entry === 'string') {
      fault = { fault: entry, line: number }
      return
    }
    if (previous !== undefined && comparePaths(previous, entry.path) >= 0) {
      fault = { fault: 'order', line: number }
      return
    }
    previous = entry.path
    tree.add(bytes, visit(entry, bytes, number))
  }
  return {
    add(piece) {
      if (fault !== undefined) return
      const bytes = rest.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([rest, piece])
      let start = 0
      for (let end = bytes.indexOf(newline); end >= 0 && fault === undefined; end = bytes.indexOf(newline, start)) {
        line(bytes.subarray(start, end + 1))
        start = end + 1
      }
      if (bytes.length - start > maxLine) fault ??= { fault: 'line-malformed', line: tree.size() + 1 }
      // A copy, because the caller may reuse its buffer.
      rest = Buffer.from(bytes.subarray(start))
    },
    end() {
      if (fault !== undefined) return fault
      if (rest.length > 0) return { fault: 'no-final-newline', line: tree.size() + 1 }
      return { lines: tree.size(), root: tree.root(), proof: tree.proof() }
    },
  }
}

/** Reads a manifest file once, as `lineReader` does. `sha256` is that of its bytes, in hex: whether it is the manifest that was meant. */
export async function readManifest(
  path: string,
  maxLines: number,
  visit: VisitLine,
): Promise<{
  readonly state: 'read' | 'absent' | 'not-a-file' | 'unreadable'
  readonly sha256: string
  readonly end: ManifestSum | ManifestFault
}> {
  const hash = createHash('sha256')
  const reader = lineReader(maxLines, visit)
  const { state } = await streamOnce(path, (piece) => {
    hash.update(piece)
    reader.add(piece)
  })
  return { state, sha256: hash.digest('hex'), end: reader.end() }
}

/** Reads one manifest line, newline included, or says what is wrong with it. */
export function readLine(bytes: Buffer): ManifestEntry | 'line-malformed' | 'path-refused' {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return 'line-malformed'
  }
  const parts = /^\\?([0-9a-f]{64}) {2}([^\n\r]+)\n$/.exec(text)
  if (parts === null) return 'line-malformed'
  const [, sha256 = '', written = ''] = parts
  const original = (pair: string) => (pair === '\\n' ? '\n' : pair === '\\r' ? '\r' : '\\')
  const path = text.startsWith('\\') ? written.replace(/\\[\\nr]/g, original) : written
  // One spelling per path: writing it again must give the same line.
  if (manifestLine(sha256, path) !== text) return 'line-malformed'
  return safePath(path) ? { path, sha256 } : 'path-refused'
}

/** Whether a path stays below the corpus root on every system: relative, no empty, `.` or `..` step, no drive, no NUL. */
function safePath(path: string): boolean {
  if (path.includes('\0') || /^[A-Za-z]:[\\/]/.test(path)) return false
  if (sep === '\\' && /[\\:]/.test(path)) return false
  return path.split('/').every((step) => step !== '' && step !== '.' && step !== '..')
}
