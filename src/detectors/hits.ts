import type { Hit, Rule } from '../model.ts'

/** What is kept of a list between texts: the room of this many hits, and as many different rules and reasons. */
const keptRoom = 4096

/**
 * Hits in columns, about thirty bytes each outside the heap. One text may hold millions of them (a mailing list is one), and as objects
 * with what is made of them they would fill the heap of a thread. Visited in the order they were added, or as `sort` put them.
 */
export class HitList implements Iterable<Hit> {
  #length = 0
  #starts = new Uint32Array(64)
  #ends = new Uint32Array(64)
  #confidences = new Float64Array(64)
  #rules = new Uint32Array(64)
  #reasons = new Uint32Array(64)
  #owners = new Uint32Array(64)
  /** Positions in the columns, in the order asked for. */
  #order: number[] = []
  readonly #named = new Named<Rule>()
  readonly #why = new Named<string | undefined>()

  get length(): number {
    return this.#length
  }

  /** Adds a hit; `owner` is a number of the caller's, such as that of the value it lies in. */
  add(hit: Hit, owner = 0): void {
    const at = this.#length++
    if (at === this.#starts.length) this.#grow()
    this.#starts[at] = hit.start
    this.#ends[at] = hit.end
    this.#confidences[at] = hit.confidence
    this.#rules[at] = this.#named.number(hit.rule)
    this.#reasons[at] = this.#why.number(hit.suppressed)
    this.#owners[at] = owner
    this.#order.push(at)
  }

  #grow(): void {
    const room = this.#starts.length * 2
    const wider = <Column extends Uint32Array | Float64Array>(column: Column, into: Column): Column => {
      into.set(column)
      return into
    }
    this.#starts = wider(this.#starts, new Uint32Array(room))
    this.#ends = wider(this.#ends, new Uint32Array(room))
    this.#confidences = wider(this.#confidences, new Float64Array(room))
    this.#rules = wider(this.#rules, new Uint32Array(room))
    this.#reasons = wider(this.#reasons, new Uint32Array(room))
    this.#owners = wider(this.#owners, new Uint32Array(room))
  }

  /** Forgets all hits, and the room of many. */
  clear(): void {
    this.#length = 0
    this.#order.length = 0
    if (this.#starts.length > keptRoom) {
      this.#starts = new Uint32Array(64)
      this.#ends = new Uint32Array(64)
      this.#confidences = new Float64Array(64)
      this.#rules = new Uint32Array(64)
      this.#reasons = new Uint32Array(64)
      this.#owners = new Uint32Array(64)
      this.#order = []
    }
    this.#named.trim(keptRoom)
    this.#why.trim(keptRoom)
  }

  startAt(index: number): number {
    return this.#starts[this.#order[index]!]!
  }

  endAt(index: number): number {
    return this.#ends[this.#order[index]!]!
  }

  ownerAt(index: number): number {
    return this.#owners[this.#order[index]!]!
  }

  confidenceAt(index: number): number {
    return this.#confidences[this.#order[index]!]!
  }

  ruleAt(index: number): Rule {
    return this.#named.at(this.#rules[this.#order[index]!]!)
  }

  isSuppressed(index: number): boolean {
    return this.#why.at(this.#reasons[this.#order[index]!]!) !== undefined
  }

  /** The hit at a place of the order, as an object of its own. */
  at(index: number): Hit {
    const at = this.#order[index]!
    const suppressed = this.#why.at(this.#reasons[at]!)
    const rule = this.#named.at(this.#rules[at]!)
    const start = this.#starts[at]!
    const end = this.#ends[at]!
    const confidence = this.#confidences[at]!
    return suppressed === undefined ? { rule, start, end, confidence } : { rule, start, end, confidence, suppressed }
  }

  suppress(index: number, reason: string): void {
    this.#reasons[this.#order[index]!] = this.#why.number(reason)
  }

  /** Puts the hits in the order of the text: by start, end, rule, and the surest first: which of its patterns a rule ran first does not show. */
  sort(): void {
    if (this.#length < 2) return
    const starts = this.#starts
    const ends = this.#ends
    const rules = this.#rules
    const sure = this.#confidences
    const rank = this.#named.ranks((rule) => rule.id)
    this.#order.sort((a, b) => starts[a]! - starts[b]! || ends[a]! - ends[b]! || rank[rules[a]!]! - rank[rules[b]!]! || sure[b]! - sure[a]!)
  }

  /** Puts the hits in the order of findings: by rule, then as `owners` says of two hits' owners, start and length. */
  sortByRule(owners: (a: number, b: number) => number): void {
    if (this.#length < 2) return
    const starts = this.#starts
    const ends = this.#ends
    const own = this.#owners
    const rules = this.#rules
    const rank = this.#named.ranks((rule) => rule.id)
    this.#order.sort(
      (a, b) =>
        rank[rules[a]!]! - rank[rules[b]!]! ||
        (own[a] === own[b] ? 0 : owners(own[a]!, own[b]!)) ||
        starts[a]! - starts[b]! ||
        ends[a]! - ends[b]!,
    )
  }

  /** Hits of these rules that are not suppressed. */
  *standing(rules: ReadonlySet<string>): Iterable<Hit> {
    for (let index = 0; index < this.#length; index++) {
      if (rules.has(this.ruleAt(index).id) && !this.isSuppressed(index)) yield this.at(index)
    }
  }

  *[Symbol.iterator](): Iterator<Hit> {
    for (let index = 0; index < this.#length; index++) yield this.at(index)
  }
}

/** Things by number, in the order they were first met. */
class Named<Thing> {
  readonly #things: Thing[] = []
  readonly #numbers = new Map<Thing, number>()
  #ranks: Uint32Array | undefined

  number(thing: Thing): number {
    let number = this.#numbers.get(thing)
    if (number === undefined) {
      number = this.#things.length
      this.#things.push(thing)
      this.#numbers.set(thing, number)
      this.#ranks = undefined
    }
    return number
  }

  at(number: number): Thing {
    return this.#things[number]!
  }

  /** The place of each number among all names; equal names have the same. Made again only when there are more things. */
  ranks(name: (thing: Thing) => string): Uint32Array {
    if (this.#ranks === undefined) {
      const names = this.#things.map(name)
      const sorted = [...new Set(names)].sort((a, b) => (a < b ? -1 : 1))
      const places = new Map(sorted.map((each, place) => [each, place]))
      this.#ranks = Uint32Array.from(names, (each) => places.get(each)!)
    }
    return this.#ranks
  }

  /** Forgets them when they are more than `most`: code of others may make them up. */
  trim(most: number): void {
    if (this.#things.length <= most) return
    this.#things.length = 0
    this.#numbers.clear()
    this.#ranks = undefined
  }
}
