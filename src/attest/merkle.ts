import { createHash } from 'node:crypto'

/**
 * Merkle tree over the lines of `corpus.sha256`, each with its newline (RFC 9162 section 2.1, SHA-256): shows that one file was
 * in the audited corpus without revealing the other names. Leaves are prefixed 0x00 and nodes 0x01, so neither can pose as the other.
 */

/** A tree that grows by one leaf at a time in O(log n) memory. */
export interface MerkleTree {
  /** Adds the next leaf: the bytes of one manifest line, newline included. */
  add(line: Uint8Array): void
  /** Leaves so far. */
  size(): number
  /** Root over the leaves so far, in hex. The empty tree has the hash of the empty string (RFC 9162 2.1.1). */
  root(): string
}

/** An inclusion proof: sibling hashes in hex from the leaf up (RFC 9162 2.1.3). */
export interface InclusionProof {
  /** 0-based leaf, so manifest line minus one. */
  readonly index: number
  readonly treeSize: number
  readonly path: readonly string[]
}

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

/** Hash of a leaf: SHA-256(0x00 ‖ line), 32 bytes. */
export function leafHash(line: Uint8Array): Buffer {
  return createHash('sha256').update(leafPrefix).update(line).digest()
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest()
}

/** An empty tree. */
export function merkleTree(): MerkleTree {
  // Complete subtrees, left to right, strictly falling in height: the binary digits of `leaves`.
  const stack: { height: number; hash: Buffer }[] = []
  let leaves = 0
  return {
    add(line) {
      let hash = leafHash(line)
      let height = 0
      for (let last = stack.at(-1); last !== undefined && last.height === height; last = stack.at(-1)) {
        hash = nodeHash(last.hash, hash)
        height++
        stack.pop()
      }
      stack.push({ height, hash })
      leaves++
    },
    size: () => leaves,
    root() {
      const last = stack.at(-1)
      if (last === undefined) return createHash('sha256').digest('hex')
      return stack
        .slice(0, -1)
        .reduceRight((right, left) => nodeHash(left.hash, right), last.hash)
        .toString('hex')
    },
  }
}

/**
 * The proof that leaf `index` is in the tree over `leaves` (leaf hashes, in order): PATH of RFC 9162 2.1.3.1, in O(n).
 * @throws RangeError when there is no such leaf.
 */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): InclusionProof {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`no leaf ${index} in ${leaves.length}`)
  const path: string[] = []
  let start = 0
  let end = leaves.length
  while (end - start > 1) {
    const middle = start + split(end - start)
    if (index < middle) {
      path.push(subtree(leaves, middle, end).toString('hex'))
      end = middle
    } else {
      path.push(subtree(leaves, start, middle).toString('hex'))
      start = middle
    }
  }
  return { index, treeSize: leaves.length, path: path.reverse() }
}

/** Whether the proof shows that `line` (with its newline) is in the tree with this root: RFC 9162 2.1.3.2. Never throws. */
export function checkInclusion(line: Uint8Array, proof: InclusionProof, root: string): boolean {
  const { index, treeSize, path } = proof
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(treeSize) || index < 0 || index >= treeSize) return false
  let node = index
  let last = treeSize - 1
  let hash = leafHash(line)
  for (const sibling of path) {
    if (last === 0 || !/^[0-9a-f]{64}$/.test(sibling)) return false
    const other = Buffer.from(sibling, 'hex')
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(other, hash)
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = nodeHash(hash, other)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && hash.toString('hex') === root
}

/** The largest power of two below `count` (count at least 2). */
function split(count: number): number {
  let size = 1
  while (size * 2 < count) size *= 2
  return size
}

function subtree(leaves: readonly Uint8Array[], start: number, end: number): Buffer {
  if (end - start === 1) return Buffer.from(leaves[start]!)
  const middle = start + split(end - start)
  return nodeHash(subtree(leaves, start, middle), subtree(leaves, middle, end))
}
