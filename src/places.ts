import type { FieldRole, ValuePath } from './model.ts'
import { type Half, halfOf } from './pairs.ts'
import { fieldOf, pointerKeys, pointerOf, withoutIndexes } from './pointer.ts'
import { type FieldRoles, type LabellingMap, labellingRoleOf, roleOf } from './record.ts'
import { isPlainKey, safeKey } from './redact.ts'
import type { LocatedHit, Matcher } from './rules/index.ts'

/** What is known of the place of a value. */
export interface Place {
  readonly role: FieldRole
  readonly labelling: keyof LabellingMap | undefined
  readonly half: Half | undefined
  /** Printable form of the field. */
  readonly field: string
  /** Printable form of the pointer; undefined where it may be printed as it is. */
  readonly pointer: string | undefined
  /** The names in the pointer, as `withoutIndexes` writes them. */
  readonly names: string
  /** The keys in it that have hits. */
  readonly keyed: readonly KeyHits[]
}

/** Hits in one key. */
export interface KeyHits {
  /** Pointer down to the key: all that lies below leads through the same one. */
  readonly at: string
  /** The key alone. */
  readonly keys: readonly string[]
  readonly hits: readonly LocatedHit[]
}

/** A key as it may be printed, and what was found in it. */
interface Looked {
  readonly printable: string
  readonly hits: readonly LocatedHit[]
}

/** Each value of the field has a place of its own. */
const apart = 'apart'
const noHits: readonly LocatedHit[] = []
/** Keys can come from the corpus without end. */
const most = 20000
const indexed = /\/\d+(?=\/|$)/

/** The places of a shard. A record may have a million values: what is known of one is known of all in its field, but for hits in its keys. */
export class Places {
  readonly #matcher: Matcher
  readonly #roles: FieldRoles
  readonly #labelling: LabellingMap | undefined
  /** Whether a configuration speaks of an index. */
  readonly #byIndex: boolean
  readonly #fields = new Map<object, Place | typeof apart>()
  readonly #single = new Map<string, Place>()
  readonly #keys = new Map<string, Looked>()

  constructor(matcher: Matcher, roles: FieldRoles, labelling: LabellingMap | undefined) {
    this.#matcher = matcher
    this.#roles = roles
    this.#labelling = labelling
    this.#byIndex = [...Object.values(roles).flat(), ...Object.values(labelling ?? {})].some(
      (pattern) => pattern !== undefined && indexed.test(pattern),
    )
  }

  at(path: ValuePath): Place {
    const { field } = path
    const known = this.#fields.get(field)
    if (known === undefined) {
      const made = this.#make(path)
      const isOfField = made.pointer === undefined && !this.#byIndex
      keep(this.#fields, field, isOfField ? made : apart)
      if (!isOfField) keep(this.#single, path.pointer, made)
      return made
    }
    return known === apart ? this.#alone(path) : known
  }

  /** A place of its own. */
  #alone(path: ValuePath): Place {
    const { pointer } = path
    let place = this.#single.get(pointer)
    if (place === undefined) {
      place = this.#make(path)
      keep(this.#single, pointer, place)
    }
    return place
  }

  #make({ pointer }: ValuePath): Place {
    const keys = pointerKeys(pointer)
    const looked = keys.map((key) => this.#look(key))
    const printable = pointerOf(looked.map((key) => key.printable))
    return {
      role: roleOf(pointer, this.#roles),
      labelling: labellingRoleOf(pointer, this.#labelling),
      half: halfOf(keys.at(-1) ?? ''),
      names: withoutIndexes(pointer),
      pointer: printable === pointer ? undefined : printable,
      field: fieldOf(printable),
      keyed: looked.flatMap(({ hits }, n) => (hits.length === 0 ? [] : [{ at: pointerOf(keys.slice(0, n + 1)), keys: [keys[n]!], hits }])),
    }
  }

  /** Looks at a key. */
  #look(key: string): Looked {
    let looked = this.#keys.get(key)
    if (looked === undefined) {
      const plain = isPlainKey(key)
      const hits = plain ? noHits : this.#matcher.hitsInText(key, '', 'key').filter(({ hit }) => hit.suppressed === undefined)
      looked = { printable: plain ? key : safeKey(key, hits.length > 0), hits }
      keep(this.#keys, key, looked)
    }
    return looked
  }
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (map.size >= most) map.clear()
  map.set(key, value)
}
