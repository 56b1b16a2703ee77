import { noPerson } from '../detectors/index.ts'
import type { Hit, Unit, ValuePath } from '../model.ts'
import { isNumbered } from '../notation/pointer.ts'
import type { JudgedValue } from '../record/judged.ts'
import type { RecordHits } from '../redact.ts'
import type { LocatedHit, Matcher } from '../rules/index.ts'

/** A hit in a field whose name says what it tells of a person, as `diagnosis` and `name` do, and where it lies. */
interface Waiting {
  readonly located: LocatedHit
  readonly path: ValuePath
  readonly unit: Unit
  readonly field: string
  readonly start: number
}

const noKeys: readonly string[] = []

/** Whether a hit says something about a person that only other fields of its record name. */
export const awaitsPerson = ({ hit }: LocatedHit): boolean => hit.suppressed === noPerson

/** The hits of one record that wait for a person to be found in it. */
export class Waiters {
  readonly #matcher: Matcher
  readonly #waiting: Waiting[] = []

  constructor(matcher: Matcher) {
    this.#matcher = matcher
  }

  get length(): number {
    return this.#waiting.length
  }

  add(waiting: Waiting): void {
    this.#waiting.push(waiting)
  }

  /**
   * Once all values of the record are judged: a hit becomes one of the record's where an identifier of a person stands near it.
   *
   * @param falls told of each hit that does not
   * @returns the hits that do, as they were and as they now are
   */
  settle(found: RecordHits, falls: (hit: Hit) => void): ReadonlyMap<LocatedHit, LocatedHit> {
    const stand = new Map<LocatedHit, LocatedHit>()
    // All are judged before one is added: they do not speak for each other.
    const sure = this.#waiting.map(({ located: { hit }, path }) => {
      const persons = this.#matcher.personsOf(hit.rule)
      return persons === undefined ? 0 : found.surest(persons, (other) => isNear(path, other))
    })
    for (const [n, { located, ...place }] of this.#waiting.entries()) {
      const { hit, start, end } = located
      const confidence = Math.min(sure[n]!, hit.confidence)
      if (confidence === 0) {
        falls(hit)
        continue
      }
      const now = { hit: { rule: hit.rule, start: hit.start, end: hit.end, confidence }, start, end }
      found.add(now, found.place({ ...place, keys: noKeys }))
      stand.set(located, now)
    }
    this.#waiting.length = 0
    return stand
  }
}

/** Judged values with hits as they now are. */
export const withHits = (judged: JudgedValue[], now: ReadonlyMap<LocatedHit, LocatedHit>): JudgedValue[] =>
  now.size === 0 ? judged : judged.map((value) => ({ ...value, hits: value.hits.map((hit) => now.get(hit) ?? hit) }))

/**
 * Whether an identifier stands near enough for a field to speak of the same person: directly in an object around the field, below the field's own
 * object, or in another part of their record; not where a list lies between, whose entries are of different people.
 */
function isNear(field: ValuePath, identifier: ValuePath): boolean {
  // Cells of a table in a text of its own.
  if (field === identifier) return true
  const around = new Set(above(field))
  const shared = above(identifier).find((one) => around.has(one))
  if (shared === undefined) return false
  if (shared === field.parent || shared === identifier.parent) return true
  return !isListed(field, shared) && !isListed(identifier, shared)
}

/** What is around a value, the nearest first. */
function above(path: ValuePath): readonly ValuePath[] {
  const around: ValuePath[] = []
  for (let at = path.parent; at !== undefined; at = at.parent) around.push(at)
  return around
}

/** Whether what a value lies in is an entry of a list below `shared`. */
function isListed(path: ValuePath, shared: ValuePath): boolean {
  for (let at = path.parent; at !== undefined && at !== shared; at = at.parent) if (isNumbered(at.step)) return true
  return false
}
