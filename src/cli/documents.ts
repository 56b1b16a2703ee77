import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { type DocumentRef, type DocumentState, type Documents, documentKey, documentsOf, type Sources } from '../sources/index.ts'

/**
 * Looks for the documents a sources manifest names, beside it, and hashes those that are there. Only files under the manifest's
 * folder are opened; addresses, numbers and paths that lead out of it are left unchecked.
 *
 * @param folder the folder the manifest lies in
 */
export function hashDocuments(sources: Sources, folder: string): Documents {
  const states = new Map<string, DocumentState>()
  for (const { document } of documentsOf(sources)) {
    const key = documentKey(document)
    if (!states.has(key)) states.set(key, stateOf(document, folder))
  }
  return states
}

function stateOf({ ref, sha256: declared }: DocumentRef, folder: string): DocumentState {
  const path = join(folder, ref)
  const inside = relative(folder, path)
  if (/^[a-z][a-z0-9+.-]*:/i.test(ref) || isAbsolute(ref) || inside.startsWith('..') || isAbsolute(inside)) return { state: 'unchecked' }
  const sha256 = hashFile(path)
  if (sha256 === undefined) return { state: declared === undefined ? 'unchecked' : 'missing' }
  if (declared === undefined) return { state: 'hashed', sha256 }
  return { state: declared === sha256 ? 'verified' : 'mismatch', sha256 }
}

/** SHA-256 of a regular file in hex; undefined when there is none that can be read. */
function hashFile(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return undefined
    const file = openSync(path, 'r')
    try {
      const hash = createHash('sha256')
      const piece = Buffer.alloc(1 << 20)
      for (let n = readSync(file, piece); n > 0; n = readSync(file, piece)) hash.update(piece.subarray(0, n))
      return hash.digest('hex')
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
}
