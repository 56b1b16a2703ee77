import type { FieldRole } from './model.ts'
import { type Half, halfOf } from './pairs.ts'
import { fieldOf, pointerKeys, pointerOf } from './pointer.ts'
import { type FieldRoles, type LabellingMap, labellingRoleOf, roleOf } from './record.ts'
import { isPlainKey, safeKey } from './redact.ts'
import type { LocatedHit, Matcher } from './rules/index.ts'

/** What is known of a field, by its pointer. */
export interface Place {
  readonly role: FieldRole
  readonly labelling: keyof LabellingMap | undefined
  readonly half: Half | undefined
  /** The pointer as the row has it. */
  readonly source: string
  /** Printable forms of the pointer and of its field. */
  readonly pointer: string
  readonly field: string
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

/** What holds for all places that differ by indexes only. */
interface Kind {
  /** Whether its pointers may be printed as they are, and no key has a hit. */
  readonly plain: boolean
  /** By the names alone. */
  readonly role: FieldRole
  readonly isHalf: boolean
}

const unconfigured: FieldRoles = {}
const noKeys: readonly KeyHits[] = []
const mostPlaces = 20000
/** Keys can come from the corpus without end. */
const mostKinds = 4096

/** The places of a shard: a record may have a million of them, which differ by little more than indexes. */
export class Places {
  readonly #matcher: Matcher
  readonly #fields: FieldRoles
  readonly #labelling: LabellingMap | undefined
  readonly #configured: boolean
  readonly #known = new Map<string, Place>()
  readonly #kinds = new Map<string, Kind>()

  constructor(matcher: Matcher, fields: FieldRoles, labelling: LabellingMap | undefined) {
    this.#matcher = matcher
    this.#fields = fields
    this.#labelling = labelling
    this.#configured = Object.keys(fields).length > 0
  }

  at(pointer: string): Place {
    const known = this.#known.get(pointer)
    if (known !== undefined) return known
    if (this.#known.size >= mostPlaces) this.#known.clear()
    const place = this.#make(pointer)
    this.#known.set(pointer, place)
    return place
  }

  /** The role of a place alone, for a look ahead over all values of a record. */
  roleAt(pointer: string): FieldRole {
    return this.#known.get(pointer)?.role ?? this.#roleOf(pointer, this.#kindOf(fieldOf(pointer)))
  }

  /** A configuration may speak of an index. */
  #roleOf(pointer: string, { role }: Kind): FieldRole {
    return this.#configured ? roleOf(pointer, this.#fields) : role
  }

  #make(source: string): Place {
    const field = fieldOf(source)
    const kind = this.#kindOf(field)
    const role = this.#roleOf(source, kind)
    const labelling = labellingRoleOf(source, this.#labelling)
    const half = kind.isHalf ? halfOf(source) : undefined
    // A star of the corpus's own reads like an index, and a long number may be an identifier.
    if (kind.plain && !/\/(?:\*|\d{7})/.test(source)) return { role, labelling, half, source, pointer: source, field, keyed: noKeys }
    const { printable, keyed } = this.#look(pointerKeys(source))
    return { role, labelling, half, source, pointer: printable, field: fieldOf(printable), keyed }
  }

  #kindOf(field: string): Kind {
    let kind = this.#kinds.get(field)
    if (kind === undefined) {
      const { printable, keyed } = this.#look(pointerKeys(field).filter((key) => key !== '*'))
      kind = {
        plain: keyed.length === 0 && printable === field.replaceAll('/*', ''),
        role: roleOf(field, unconfigured),
        isHalf: halfOf(field) !== undefined,
      }
      if (this.#kinds.size >= mostKinds) this.#kinds.clear()
      this.#kinds.set(field, kind)
    }
    return kind
  }

  /** The printable pointer of a path of keys, and the hits in them. */
  #look(keys: readonly string[]): { readonly printable: string; readonly keyed: readonly KeyHits[] } {
    const keyed: KeyHits[] = []
    const safe = keys.map((key, n) => {
      if (isPlainKey(key)) return key
      const hits = this.#matcher.hitsInText(key, '', 'key').filter(({ hit }) => hit.suppressed === undefined)
      if (hits.length > 0) keyed.push({ at: pointerOf(keys.slice(0, n + 1)), keys: [key], hits })
      return safeKey(key, hits.length > 0)
    })
    return { printable: pointerOf(safe), keyed }
  }
}
