import { hash } from 'node:crypto'

/**
 * Merkle tree over the lines of `corpus.sha256`, each with its newline (RFC 9162 section 2.1, SHA-256): shows that one file was
 * in the audited corpus without revealing the other names. Leaves are prefixed 0x00 and nodes 0x01, so neither can pose as the other.
 */

/** A tree that grows by one leaf at a time in O(log n) memory, and keeps the proof of at most one leaf on the way. */
interface MerkleTree {
  /**
   * Adds the next leaf: the bytes of one manifest line, newline included. With `prove` its inclusion proof is kept.
   * @throws RangeError when another leaf is being proven already.
   */
  add(line: Uint8Array, prove?: boolean): void
  /** Adds the lines of a text, each with its newline. */
  addLines(text: string): void
  /** Leaves so far. */
  size(): number
  /** Root over the leaves so far, in hex. The empty tree has the hash of the empty string (RFC 9162 2.1.1). */
  root(): string
  /** The proof of the leaf added with `prove`, in the tree as it is now (PATH of RFC 9162 2.1.3.1); undefined when there was none. */
  proof(): InclusionProof | undefined
}

/** An inclusion proof: sibling hashes in hex from the leaf up (RFC 9162 2.1.3). */
export interface InclusionProof {
  /** 0-based leaf, so manifest line minus one. */
  readonly index: number
  readonly treeSize: number
  readonly path: readonly string[]
}

/** Nodes are 65 bytes each and there are as many as lines: one place for all of them, since hashing is synchronous. */
const node = Buffer.alloc(65)
node[0] = 1

/** Hash of a leaf: SHA-256(0x00 ‖ line), 32 bytes. */
export function leafHash(line: Uint8Array): Buffer {
  const leaf = Buffer.allocUnsafe(line.length + 1)
  leaf[0] = 0
  leaf.set(line, 1)
  return hash('sha256', leaf, 'buffer')
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1)
  node.set(right, 33)
  return hash('sha256', node, 'buffer')
}

/** A complete subtree; `holds` is set on the one with the leaf that is being proven. */
interface Subtree {
  readonly height: number
  readonly hash: Buffer
  readonly holds: boolean
}

/** An empty tree. */
export function merkleTree(): MerkleTree {
  // Complete subtrees, left to right, strictly falling in height: the binary digits of `leaves`.
  const stack: Subtree[] = []
  let leaves = 0
  let proven: number | undefined
  // Siblings of the proven leaf inside its complete subtree, from the leaf up.
  const siblings: Buffer[] = []
  const siblingOf = (left: Subtree, right: Subtree): Buffer | undefined => (left.holds ? right.hash : right.holds ? left.hash : undefined)
  /** Joins what is on the stack from the right, and gives the siblings met on the way. */
  const fold = () => {
    const above: Buffer[] = []
    const top = stack.reduceRight((right, left) => {
      const sibling = siblingOf(left, right)
      if (sibling !== undefined) above.push(sibling)
      return { height: left.height + 1, hash: nodeHash(left.hash, right.hash), holds: left.holds || right.holds }
    })
    return { top, above }
  }
  return {
    addLines(text) {
      for (const [line] of text.matchAll(/[^\n]*\n/g)) this.add(Buffer.from(line))
    },
    add(line, prove = false) {
      if (prove && proven !== undefined) throw new RangeError(`leaf ${proven} is being proven already`)
      if (prove) proven = leaves
      let tree: Subtree = { height: 0, hash: leafHash(line), holds: prove }
      for (let last = stack.at(-1); last !== undefined && last.height === tree.height; last = stack.at(-1)) {
        const sibling = siblingOf(last, tree)
        if (sibling !== undefined) siblings.push(sibling)
        tree = { height: tree.height + 1, hash: nodeHash(last.hash, tree.hash), holds: last.holds || tree.holds }
        stack.pop()
      }
      stack.push(tree)
      leaves++
    },
    size: () => leaves,
    root: () => (leaves === 0 ? hash('sha256', '') : fold().top.hash.toString('hex')),
    proof() {
      if (proven === undefined) return undefined
      return { index: proven, treeSize: leaves, path: [...siblings, ...fold().above].map((sibling) => sibling.toString('hex')) }
    },
  }
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
