import type { FaultCode } from '../words/faults.ts'

/** Formats and packings by their first bytes: what is none of ours is named, so that the report can say why it was not judged. */
const magics: readonly (readonly [bytes: string, reason: FaultCode])[] = [
  ['PK\x03\x04', 'file.compression-unsupported'],
  ['PK\x05\x06', 'file.compression-unsupported'],
  ['\x28\xb5\x2f\xfd', 'file.compression-unsupported'],
  // Only in what was unpacked: packed twice.
  ['\x1f\x8b', 'file.compression-unsupported'],
  ['BZh', 'file.compression-unsupported'],
  ['\xfd7zXZ\x00', 'file.compression-unsupported'],
  ['7z\xbc\xaf\x27\x1c', 'file.compression-unsupported'],
  ['Rar!\x1a\x07', 'file.compression-unsupported'],
  ['\x04\x22\x4d\x18', 'file.compression-unsupported'],
  ['PAR1', 'file.format-unknown'],
  ['ARROW1', 'file.format-unknown'],
  ['Obj\x01', 'file.format-unknown'],
  ['ORC', 'file.format-unknown'],
  ['SQLite format 3\x00', 'file.format-unknown'],
  ['\x93NUMPY', 'file.format-unknown'],
  ['\x89HDF', 'file.format-unknown'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'file.format-unknown'],
  ['%PDF-', 'file.format-unknown'],
  ['{\\rtf', 'file.format-unknown'],
  ['\x89PNG\r\n\x1a\n', 'file.binary'],
  ['GIF8', 'file.binary'],
  ['\xff\xd8\xff', 'file.binary'],
  ['\x7fELF', 'file.binary'],
]

/** What the first stored or unpacked bytes say about a file that cannot be judged; undefined when it may be text. */
export const foreignKind = (bytes: Uint8Array): FaultCode | undefined => {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('latin1')
  // The names of a tar archive stand 257 bytes in.
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', 257, 262) === 'ustar')
    return 'file.compression-unsupported'
  return magics.find(([magic]) => start.startsWith(magic) && confirmed(magic, start))?.[1]
}

/** `BZh`, `ORC` and `GIF8` are letters that a text may begin with: what follows must fit as well. */
const confirmed = (magic: string, start: string): boolean => {
  if (magic === 'BZh') return /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/.test(start)
  if (magic === 'GIF8') return /^GIF8[79]a/.test(start)
  return magic !== 'ORC' && magic !== 'PAR1' ? true : /[\x00-\x08\x80-\xff]/.test(start.slice(3))
}

/** Whether decoded bytes are text: hardly any control characters but white space, escape and the record separator of JSON text sequences (RFC 7464). */
export const isText = (utf8: Uint8Array): boolean => {
  let controls = 0
  for (let i = 0; i < utf8.length; i++) {
    const byte = utf8[i]!
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b && byte !== 0x1e) controls++
  }
  return controls <= utf8.length / 100
}

/** A Git LFS pointer file: small, and its first line is the version of its specification (git-lfs, docs/spec.md). */
export const isLfsPointer = (head: Uint8Array, size: number): boolean =>
  size < 1024 && /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v\d+\n/.test(Buffer.from(head).toString('latin1'))
