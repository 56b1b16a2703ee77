/** A file and the SHA-256 of its stored bytes, in lower-case hex. */
export interface Digest {
  readonly path: string
  readonly sha256: string
}

/**
 * The line of one file in `corpus.sha256`, newline included, as GNU `sha256sum` prints it: `<hex>  <posix path>\n`; a path with a
 * backslash, a newline or a carriage return has them escaped and the line begins with a backslash.
 */
export const manifestLine = (hex: string, path: string): string => {
  const escaped = path.replace(/[\\\n\r]/g, (character) => (character === '\\' ? '\\\\' : character === '\n' ? '\\n' : '\\r'))
  return `${escaped === path ? '' : '\\'}${hex}  ${escaped}\n`
}

/** The lines of `corpus.sha256`, each with its newline, sorted by the UTF-8 bytes of the path (`LC_ALL=C sort`). */
export const manifestLines = (files: Iterable<Digest>): string[] =>
  [...files].sort((a, b) => comparePaths(a.path, b.path)).map((file) => manifestLine(file.sha256, file.path))

const pieceChars = 64 * 1024

/** The text of `corpus.sha256` in pieces of whole lines: of a corpus of many millions of files it is longer than a string can be. `files` are sorted already. */
export function* manifestPieces(files: Iterable<Digest>): Generator<string> {
  let piece = ''
  for (const { path, sha256 } of files) {
    piece += manifestLine(sha256, path)
    if (piece.length < pieceChars) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** The text of `corpus.sha256`. Its own SHA-256 names the corpus. */
export const manifest = (files: Iterable<Digest>): string => manifestLines(files).join('')

/**
 * Orders paths by their UTF-8 bytes. UTF-16 code units agree with that except where a surrogate meets U+E000 to U+FFFF:
 * characters beyond the BMP come last in UTF-8.
 */
export const comparePaths = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)
