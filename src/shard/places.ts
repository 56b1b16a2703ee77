import type { FieldRole, ValuePath } from '../model.ts'
import { isNumbered, nameless, pointerKeys, pointerOf, pointerStep } from '../notation/pointer.ts'
import { type LabellingMap, labellingRoleOf } from '../record/labelling.ts'
import { type Half, halfOf } from '../record/pairs.ts'
import { configuredRole, type FieldRoles, type LeadingNames, nameOf, namesBelow, noNames, roleNamedBy } from '../record/roles.ts'
import { isPlainKey, safeKey } from '../redact.ts'
import type { LocatedHit, Matcher } from '../rules/index.ts'

/** What is known of the place of a value. */
export interface Place {
  readonly role: FieldRole
  readonly labelling: keyof LabellingMap | undefined
  readonly half: Half | undefined
  /** Printable form of the field. */
  readonly field: string
  /** Whether the pointer may be printed as it is; else see `printable`. */
  readonly plain: boolean
  /** The names in the pointer, as `withoutIndexes` writes them. */
  readonly names: string
  /** Whether a number of a few digits says something there. */
  readonly asksNumber: boolean
  /** The keys in it that have hits. */
  readonly keyed: readonly KeyHits[]
}

/** Hits in one key. */
interface KeyHits {
  /** Pointer down to the key: all that lies below leads through the same one. */
  readonly at: string
  /** The key alone. */
  readonly keys: readonly string[]
  readonly hits: readonly LocatedHit[]
}

/** What is known of a field. */
interface Field extends Place {
  readonly named: LeadingNames
  /** Whether each of its values has a place of its own. */
  readonly apart: boolean
}

/** A key: its name, the key as it may be printed, and what was found in it. */
interface Looked {
  readonly name: string
  readonly half: Half | undefined
  readonly printable: string
  readonly hits: readonly LocatedHit[]
}

const noHits: readonly LocatedHit[] = []
const noKeys: readonly KeyHits[] = []
/** Entries that a map keeps at most: a corpus may bring ever new keys. */
const most = 20000
const indexed = /\/\d+(?=\/|$)/

/** The places of a shard. A record may have a million values, so what is known is kept once for a field, and for a single value only where its keys have hits or a configuration speaks of its index. */
export class Places {
  readonly #matcher: Matcher
  readonly #roles: FieldRoles | undefined
  readonly #labelling: LabellingMap | undefined
  /** What is known of a row as a whole. */
  readonly #row: Field
  readonly #fields = new Map<object, Field>()
  readonly #single = new Map<string, Place>()
  readonly #keys = new Map<string, Looked>()

  constructor(matcher: Matcher, roles: FieldRoles, labelling: LabellingMap | undefined) {
    const patterns = [...Object.values(roles).flat(), ...Object.values(labelling ?? {})]
    this.#matcher = matcher
    this.#roles = Object.keys(roles).length === 0 ? undefined : roles
    this.#labelling = labelling
    this.#row = {
      role: this.#role(undefined, noNames),
      labelling: this.#labellingRole(undefined),
      half: undefined,
      field: '',
      plain: true,
      names: '',
      asksNumber: false,
      keyed: noKeys,
      named: noNames,
      // A configuration may speak of an index.
      apart: patterns.some((pattern) => pattern !== undefined && indexed.test(pattern)),
    }
  }

  at(path: ValuePath): Place {
    const field = this.#fields.get(path.field) ?? this.#learn(path)
    return field.apart ? this.#alone(path, field) : field
  }

  /** The pointer of a value as it may be printed. */
  printable(path: ValuePath): string {
    const { pointer } = path
    return this.at(path).plain ? pointer : pointerOf(pointerKeys(pointer).map((key) => this.#look(key).printable))
  }

  /** Learns a field by its last key and what is known of the one above. */
  #learn(path: ValuePath): Field {
    const { parent, step } = path
    const above = parent === undefined ? undefined : (this.#fields.get(parent.field) ?? this.#learn(parent))
    const field = above === undefined ? this.#row : this.#below(above, step, path)
    keep(this.#fields, path.field, field)
    return field
  }

  #below(above: Field, step: string | number, path: ValuePath): Field {
    const key = typeof step === 'number' ? String(step) : step.includes('~') ? pointerKeys(`/${step}`)[0]! : step
    const { name, half, printable, hits } = this.#look(key)
    const index = isNumbered(step)
    const named = namesBelow(above.named, index ? undefined : name)
    const names = !index ? `${above.names === nameless ? '' : above.names}/${step}` : above.names === '' ? nameless : above.names
    // Written out: V8 takes ten times as long to spread another object into one.
    return {
      role: this.#role(path, named),
      labelling: this.#labellingRole(path),
      half,
      field: `${above.field}/${isNumbered(printable) ? '*' : pointerStep(printable)}`,
      plain: above.plain && printable === key,
      names,
      asksNumber: this.#matcher.asksNumber(names),
      keyed: noKeys,
      named,
      apart: above.apart || hits.length > 0,
    }
  }

  /** A place of its own: what is in its keys, and what a configuration says of its index. */
  #alone(path: ValuePath, field: Field): Place {
    const { pointer } = path
    let place = this.#single.get(pointer)
    if (place === undefined) {
      const keys = pointerKeys(pointer)
      const keyed = keys.flatMap((key, n) => {
        const { hits } = this.#look(key)
        return hits.length === 0 ? [] : [{ at: pointerOf(keys.slice(0, n + 1)), keys: [key], hits }]
      })
      const { half, field: printable, plain, names, asksNumber, named } = field
      place = {
        role: this.#role(path, named),
        labelling: this.#labellingRole(path),
        half,
        field: printable,
        plain,
        names,
        asksNumber,
        keyed,
      }
      keep(this.#single, pointer, place)
    }
    return place
  }

  /** The role of a place, of the row itself for undefined: the configuration decides first. */
  #role(path: ValuePath | undefined, named: LeadingNames): FieldRole {
    return (this.#roles && configuredRole(path?.pointer ?? '', this.#roles)) ?? roleNamedBy(named)
  }

  /** What the sources manifest makes of a place. */
  #labellingRole(path: ValuePath | undefined): Place['labelling'] {
    return this.#labelling && labellingRoleOf(path?.pointer ?? '', this.#labelling)
  }

  /** Looks at a key. */
  #look(key: string): Looked {
    let looked = this.#keys.get(key)
    if (looked === undefined) {
      const plain = isPlainKey(key)
      const hits = plain ? noHits : this.#matcher.hitsInText(key, '', 'key').filter(({ hit }) => hit.suppressed === undefined)
      looked = { name: nameOf(key), half: halfOf(key), printable: plain ? key : safeKey(key, hits.length > 0), hits }
      keep(this.#keys, key, looked)
    }
    return looked
  }
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (map.size >= most) map.clear()
  map.set(key, value)
}
