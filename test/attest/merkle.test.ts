import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { lineReader } from '../../src/attest/manifest.ts'
import { checkInclusion, type InclusionProof, leafHash, merkleTree } from '../../src/attest/merkle.ts'
import { manifestLine as lineOf } from '../../src/corpus/index.ts'
import { tenFiles } from '../corpus/kit.ts'
import { manifestOf, rootOf } from './sample.ts'

const hash = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const line = (n: number) => Buffer.from(`line ${n}\n`)

/** The proof as the tree that grows gives it. */
function inclusionProof(size: number, index: number): InclusionProof {
  const tree = merkleTree()
  for (let n = 0; n < size; n++) tree.add(line(n), n === index)
  return tree.proof()!
}

/** PATH of RFC 9162 2.1.3.1, word for word. */
function definedPath(m: number, lines: readonly Uint8Array[]): Buffer[] {
  if (lines.length === 1) return []
  let k = 1
  while (k * 2 < lines.length) k *= 2
  return m < k
    ? [...definedPath(m, lines.slice(0, k)), definition(lines.slice(k))]
    : [...definedPath(m - k, lines.slice(k)), definition(lines.slice(0, k))]
}

/** RFC 9162 2.1.1, word for word. */
function definition(lines: readonly Uint8Array[]): Buffer {
  if (lines.length === 0) return hash()
  if (lines.length === 1) return hash(Uint8Array.of(0), lines[0]!)
  let k = 1
  while (k * 2 < lines.length) k *= 2
  return hash(Uint8Array.of(1), definition(lines.slice(0, k)), definition(lines.slice(k)))
}

function grown(size: number): string {
  const tree = merkleTree()
  for (let n = 0; n < size; n++) tree.add(line(n))
  return tree.root()
}

describe('manifest and Merkle root', () => {
  it('cases 33, 38: the published tenFiles: ten files, 770 bytes, digest and root', () => {
    const manifest = manifestOf(tenFiles)
    expect(Buffer.byteLength(manifest)).toBe(770)
    expect(createHash('sha256').update(manifest).digest('hex')).toBe('a04e249d53b3289f77e4652b24114ca6856a4913d1387c0ce17b47efa1435523')
    expect(rootOf(manifest)).toEqual({ treeSize: 10, root: '72c5f04b6732b708c73f2bfcac58066df817c1a5e3735d2700c11a8e61bab58f' })
  })

  it('reads the tenFiles back from pieces of any size', () => {
    const manifest = Buffer.from(manifestOf(tenFiles))
    for (const size of [1, 3, 67, 1000]) {
      const paths: string[] = []
      const reader = lineReader(10, (entry) => paths.push(entry.path) === 0)
      for (let start = 0; start < manifest.length; start += size) reader.add(manifest.subarray(start, start + size))
      const read = reader.end()
      expect(paths).toEqual(Object.keys(tenFiles).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
      expect('root' in read && read.root).toBe('72c5f04b6732b708c73f2bfcac58066df817c1a5e3735d2700c11a8e61bab58f')
    }
  })

  it('the stack gives the root of the recursive definition for every size to 70', () => {
    for (let size = 0; size <= 70; size++) {
      expect(grown(size)).toBe(definition(Array.from({ length: size }, (_, n) => line(n))).toString('hex'))
    }
  })
})

describe('case 38: inclusion proofs', () => {
  it('every leaf of every tree to 40 leaves is proven, and by no other index, leaf, size or root', () => {
    for (let size = 1; size <= 40; size++) {
      const root = grown(size)
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(size, index)
        const path = definedPath(
          index,
          Array.from({ length: size }, (_, n) => line(n)),
        )
        expect(proof).toEqual({ index, treeSize: size, path: path.map((hash) => hash.toString('hex')) })
        expect(checkInclusion(line(index), proof, root)).toBe(true)
        expect(checkInclusion(line(size), proof, root)).toBe(false)
        expect(checkInclusion(line(index), { ...proof, index: index + 1 }, root)).toBe(false)
        if (index > 0) expect(checkInclusion(line(index), { ...proof, index: index - 1 }, root)).toBe(false)
        expect(checkInclusion(line(index), proof, '0'.repeat(64))).toBe(false)
        if (size > 1) {
          expect(checkInclusion(line(index), { ...proof, path: proof.path.slice(1) }, root)).toBe(false)
          expect(checkInclusion(line(index), { ...proof, path: [...proof.path, proof.path[0]!] }, root)).toBe(false)
        }
      }
    }
  })

  it('a node cannot pose as a leaf (second preimage)', () => {
    const root = grown(2)
    const inner = Buffer.concat([leafHash(line(0)), leafHash(line(1))])
    expect(checkInclusion(inner, { index: 0, treeSize: 1, path: [] }, root)).toBe(false)
  })

  it('a doubled last leaf changes the root', () => {
    const three = merkleTree()
    const four = merkleTree()
    for (const tree of [three, four]) for (const n of [0, 1, 2]) tree.add(line(n))
    four.add(line(2))
    expect(four.root()).not.toBe(three.root())
  })

  it('an empty proof proves nothing in a tree of two', () => {
    expect(checkInclusion(line(0), { index: 0, treeSize: 2, path: [] }, grown(2))).toBe(false)
    expect(checkInclusion(line(0), { index: 0, treeSize: 2, path: [] }, leafHash(line(0)).toString('hex'))).toBe(false)
  })

  it('nonsense is false, not an error', () => {
    for (const proof of [
      { index: -1, treeSize: 2, path: [] },
      { index: 0.5, treeSize: 2, path: [] },
      { index: 0, treeSize: Number.NaN, path: [] },
      { index: 0, treeSize: 2, path: ['zz'] },
    ]) {
      expect(checkInclusion(line(0), proof, grown(2))).toBe(false)
    }
    const tree = merkleTree()
    tree.add(line(0))
    expect(tree.proof()).toBeUndefined()
    tree.add(line(1), true)
    expect(() => tree.add(line(2), true)).toThrow(RangeError)
  })
})

describe('case 35: manifest lines', () => {
  const sum = 'e'.repeat(64)
  const read = (text: string | Uint8Array, most = 10) => {
    const entries: unknown[] = []
    const reader = lineReader(most, (entry) => entries.push(entry) === 0)
    reader.add(typeof text === 'string' ? Buffer.from(text) : text)
    const end = reader.end()
    return 'fault' in end ? end : entries
  }

  it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b', 'a//b', './a', 'a/', '.', '..', 'C:\\Windows', 'c:/x', 'a\0b'])(
    'refuses the path %j',
    (path) => {
      expect(read(lineOf(sum, path))).toEqual({ fault: 'path-refused', line: 1 })
    },
  )

  it.each([
    ['CRLF', `${sum}  a\r\n`],
    ['the binary marker', `${sum} *a\n`],
    ['one space', `${sum} a\n`],
    ['an upper-case digest', `${sum.toUpperCase()}  a\n`],
    ['a short digest', `${sum.slice(1)}  a\n`],
    ['no path', `${sum}  \n`],
    ['a needless escape mark', `\\${sum}  a\n`],
    ['an unescaped backslash', `${sum}  a\\b\n`],
    ['a dangling escape', `\\${sum}  a\\\n`],
    ['an unknown escape', `\\${sum}  a\\tb\n`],
    ['an empty line', '\n'],
    ['a byte that is not UTF-8', Buffer.from(`${sum}  \xff\n`, 'latin1')],
    ['an endless line', 'x'.repeat(20_000)],
  ])('calls %s malformed', (_, text) => {
    expect(read(text)).toEqual({ fault: 'line-malformed', line: 1 })
  })

  it('wants byte order, no doubles, a final newline and no more lines than signed', () => {
    const a = lineOf(sum, 'a')
    const b = lineOf(sum, 'b')
    expect(read(b + a)).toEqual({ fault: 'order', line: 2 })
    expect(read(a + a)).toEqual({ fault: 'order', line: 2 })
    expect(read(a + b.slice(0, -1))).toEqual({ fault: 'no-final-newline', line: 2 })
    expect(read(a + b, 1)).toEqual({ fault: 'too-many-lines', line: 2 })
    // UTF-16 order would put the astral name first.
    expect(read(lineOf(sum, '\uffee') + lineOf(sum, '\u{10400}'))).toHaveLength(2)
  })

  it('names with odd characters survive the round', () => {
    for (const path of ['-n', ' lead', 'trail ', 'tab\t', 'cr\r', 'nl\n', '\\', 'a*b', 'quote\'"', '\u202e', 'é', 'e\u0301']) {
      expect(read(lineOf(sum, path))).toEqual([{ path, sha256: sum }])
    }
  })
})
