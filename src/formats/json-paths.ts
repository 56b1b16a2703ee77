import { isIndex, Path, pointerStep } from '../notation/pointer.ts'

/** Once so many members are known, all are forgotten at the start of the next row: rows with ever new keys must not fill the memory. */
const mostMembers = 20000
/** One row may add so many more, of up to a million; those after them are not kept. The kernel never writes as many tokens for a row. */
const mostOfRow = 65536

/** A field of JSON rows: what lies below it. */
class Node {
  /** The members of an object, by the hash of their keys. */
  members: Map<number, Member> | undefined
  /** The values of a list, whatever their index. */
  #items: Node | undefined

  get items(): Node {
    this.#items ??= new Node()
    return this.#items
  }
}

/** Where a value lies in a JSON row. */
export type JsonPath = Path<Node>

class Member {
  /** The bytes of the key, one character for each (Latin-1). */
  readonly key: string
  /** The key as one step of a JSON Pointer. */
  readonly step: string
  readonly field: Node
  /** The next one of the same hash. */
  readonly next: Member | undefined
  /** The last object that had it. */
  seen: JsonPath | undefined

  constructor(key: string, step: string, field: Node, next: Member | undefined) {
    this.key = key
    this.step = step
    this.field = field
    this.next = next
  }
}

/** Names the values of a file's rows. The rows have few different names, so each is made of its bytes once. */
export class JsonPaths {
  #row = new Node()
  #made = 0
  /** Whether the member named last is its object's second one of that key. */
  duplicate = false

  /** Begins a row: its path. */
  row(): JsonPath {
    if (this.#made >= mostMembers) {
      this.#made = 0
      this.#row = new Node()
    }
    return new Path(undefined, this.#row, '')
  }

  /** The member of an object whose key lies at [start, end) and has the kernel's hash. */
  member(object: JsonPath, memory: Uint8Array, start: number, end: number, hash: number): JsonPath {
    const member = this.#known(object.field, memory, start, end, hash)
    this.duplicate = member.seen === object
    member.seen = object
    return new Path(object, member.field, member.step)
  }

  /** The value of a list by its index. */
  item(list: JsonPath, index: number): JsonPath {
    return new Path(list, list.field.items, index)
  }

  #known(object: Node, memory: Uint8Array, start: number, end: number, hash: number): Member {
    const first = object.members?.get(hash)
    for (let member = first; member !== undefined; member = member.next) if (same(member.key, memory, start, end)) return member
    const key = Buffer.from(memory.buffer, memory.byteOffset + start, end - start)
    const step = pointerStep(key.toString('utf8'))
    const member = new Member(key.toString('latin1'), step, isIndex(step) ? object.items : new Node(), first)
    if (this.#made < mostMembers + mostOfRow) {
      this.#made += 1
      object.members ??= new Map()
      object.members.set(hash, member)
    }
    return member
  }
}

/** Whether [start, end) holds a key. Keys are short: a call into the runtime costs more than they do. */
function same(key: string, memory: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) !== memory[start + i]) return false
  return true
}

/** The kernel's hash of a key, for one that had escapes: the same key must have the same hash however it was written. */
export function hashOf(memory: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ memory[i]!, 0x01000193)
  hash ^= hash >>> 15
  return (hash & 0xfffffffe) >>> 0
}
