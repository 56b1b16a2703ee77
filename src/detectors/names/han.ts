import { isHan } from '../../text/characters.ts'
import type { NameLists } from './lists.ts'
import { markOdds, mostOdds } from './marks.ts'
import { type NameSpan, surest } from './spans.ts'

/**
 * Chinese names in running text, without a model that runs: a candidate begins with a surname, or is a run of the characters foreign
 * names are written with, and is judged by log-odds over what it is made of and what stands beside it. The weights were fitted by
 * `bench/names` and lie beside the rule; what may look like a name and is an ordinary word is known by pairs of characters that go together.
 */

/** Lists and weights of a rule, ready for use. */
interface HanModel {
  /** Share of the population a surname has, in log; by its character or characters. */
  readonly surnames: ReadonlyMap<string, number>
  /** How common a character is in given names: 1 most, 2, 3. */
  readonly given: ReadonlyMap<string, number>
  /** How firmly two characters go together in ordinary text, 1 to 3. */
  readonly pairs: ReadonlyMap<number, number>
  /** How common a character is in ordinary text: log of its share. */
  readonly shares: ReadonlyMap<string, number>
  readonly foreign: ReadonlyMap<string, number>
  readonly places: ReadonlySet<string>
  /** How words begin that are no names, though their first character is a surname. */
  readonly ordinary: ReadonlySet<string>
  readonly before: ReadonlyMap<string, number>
  readonly after: ReadonlyMap<string, number>
  readonly titles: readonly string[]
  readonly neighbours: ReadonlyMap<string, number>
  readonly weights: Float64Array
}

/** Kinds of candidates. */
const kind = { single: 0, double: 1, compoundSingle: 2, compoundDouble: 3, surname: 4, foreign: 5 } as const
const neighbourLimit = 260
const beforeClasses = 8
const afterClasses = 6

/** Where each group of features begins: a feature is a number, its weight stands at that place of the list. */
const base = (() => {
  const sizes = {
    kind: 6,
    surname: 10,
    single: 4,
    double: 16,
    inner: 8,
    left: 4,
    right: 4,
    next: 4,
    beforeWord: beforeClasses * 2,
    afterWord: afterClasses * 2,
    beforeEdge: 6,
    afterEdge: 6,
    before: neighbourLimit,
    after: neighbourLimit,
    twin: 1,
    foreignLength: 10,
    foreignMean: 8,
    foreignPair: 8,
    place: 2,
    rival: 4,
  }
  const at: { [name in keyof typeof sizes]: number } & { end: number } = { end: 0 } as never
  let next = 0
  for (const name of Object.keys(sizes) as (keyof typeof sizes)[]) {
    at[name] = next
    next += sizes[name]
  }
  at.end = next
  return at
})()
/** How many weights a model has. */
export const hanFeatures = base.end

const pairKey = (a: number, b: number) => a * 65536 + b

/** Reads the lists of a rule (`key: characters or words`). @throws Error naming a list that is missing */
export function hanModel(lists: NameLists): HanModel {
  const surnames = new Map<string, number>()
  // Surnames are listed by how many people bear them; shares fall about like one over the rank.
  for (const [rank, one] of lists.characters('surnames').entries()) surnames.set(one, Math.log(0.25 / (rank + 3)))
  for (const one of lists.words('compound')) surnames.set(one, Math.log(0.0002))
  const given = new Map<string, number>()
  for (const grade of [1, 2, 3]) for (const one of lists.characters(`given-${grade}`)) if (!given.has(one)) given.set(one, grade)
  const pairs = new Map<number, number>()
  for (const grade of [1, 2, 3]) {
    for (const row of lists.words(`pairs-${grade}`)) {
      for (let i = 1; i < row.length; i++) pairs.set(pairKey(row.charCodeAt(0), row.charCodeAt(i)), grade)
    }
  }
  const shares = new Map<string, number>()
  for (const [grade, row] of lists.words('shares').entries()) for (const one of row) shares.set(one, -4 - grade)
  const foreign = new Map<string, number>()
  for (const grade of [1, 2]) for (const one of lists.characters(`foreign-${grade}`)) if (!foreign.has(one)) foreign.set(one, 3 - grade)
  const classes = (name: string, count: number) => {
    const words = new Map<string, number>()
    for (let n = 0; n < count; n++) for (const one of lists.words(`${name}-${n}`, true)) words.set(one, n)
    return words
  }
  const neighbours = new Map(
    lists
      .characters('neighbours')
      .slice(0, neighbourLimit)
      .map((one, n) => [one, n]),
  )
  return {
    surnames,
    given,
    pairs,
    shares,
    foreign,
    places: new Set(lists.words('places')),
    ordinary: new Set(lists.words('ordinary', true)),
    before: classes('before', beforeClasses),
    after: classes('after', afterClasses),
    titles: lists.words('titles'),
    neighbours,
    weights: lists.weights(base.end),
  }
}

/** Told of a candidate [start, end) and its features, which are overwritten by the next one. */
type Visit = (start: number, end: number, features: readonly number[]) => void

/** Every candidate of a text with its features, in the order of the text. */
export const hanCandidates = (text: string, model: HanModel, visit: Visit): void => new Candidates(text, model, visit).all()

class Candidates {
  readonly #text: string
  readonly #model: HanModel
  readonly #visit: Visit
  /** Of the candidate at hand: one list for all of them. */
  readonly #features: number[] = []

  constructor(text: string, model: HanModel, visit: Visit) {
    this.#text = text
    this.#model = model
    this.#visit = visit
  }

  all(): void {
    const text = this.#text
    const model = this.#model
    let foreignFrom = -1
    for (let i = 0; i <= text.length; i++) {
      const code = i < text.length ? text.charCodeAt(i) : 0
      const one = isHan(code) ? text[i]! : ''
      if (one !== '' && model.foreign.has(one)) {
        if (foreignFrom < 0) foreignFrom = i
      } else if (foreignFrom >= 0) {
        this.#foreign(foreignFrom, i)
        foreignFrom = -1
      }
      if (one !== '') this.#beginningAt(i, one)
    }
  }

  /** Names that begin with a surname at `i`, where the character `one` stands. */
  #beginningAt(i: number, one: string): void {
    const text = this.#text
    const { surnames, titles } = this.#model
    if (i + 1 < text.length && surnames.has(text.slice(i, i + 2))) {
      this.#full(i, 2, 1, kind.compoundSingle)
      this.#full(i, 2, 2, kind.compoundDouble)
    }
    if (!surnames.has(one)) return
    this.#full(i, 1, 1, kind.single)
    this.#full(i, 1, 2, kind.double)
    const rest = text.slice(i + 1, i + 5)
    if (titles.some((title) => rest.startsWith(title))) {
      const features = this.#features
      features.length = 0
      features.push(base.kind + kind.surname, base.surname + surnameBucket(one, this.#model))
      around(text, i, i + 1, this.#model, features)
      this.#visit(i, i + 1, features)
    }
  }

  /** A surname of `family` characters and a given name of `given` characters. */
  #full(start: number, family: number, given: number, of: number): void {
    const text = this.#text
    const model = this.#model
    const features = this.#features
    const end = start + family + given
    if (end > text.length) return
    for (let i = start + family; i < end; i++) if (!isHan(text.charCodeAt(i))) return
    features.length = 0
    const first = text[start + family]!
    const g1 = model.given.get(first) ?? 0
    features.push(base.kind + of, base.surname + surnameBucket(text.slice(start, start + family), model))
    features.push(base.inner + pairOf(text, start + family - 1, model))
    if (given === 1) features.push(base.single + g1)
    else {
      const second = text[end - 1]!
      features.push(base.double + g1 * 4 + (model.given.get(second) ?? 0), base.inner + 4 + pairOf(text, start + family, model))
      if (first === second) features.push(base.twin)
    }
    around(text, start, end, model, features)
    this.#visit(start, end, features)
  }

  /** Names in a run [from, to) of characters that foreign names are written with: the whole run, and without its first or last characters. */
  #foreign(from: number, to: number): void {
    if (to - from < 2 || to - from > 12) return
    for (let start = from; start <= Math.min(from + 2, to - 2); start++) {
      for (let end = to; end >= Math.max(to - 2, start + 2); end--) {
        if (end - start > 9 || oneCharacter(this.#text, start, end)) continue
        this.#features.length = 0
        this.#written(start, end)
        if (start > from) this.#features.push(base.rival)
        if (end < to) this.#features.push(base.rival + 1)
        this.#place(start, end)
        around(this.#text, start, end, this.#model, this.#features)
        this.#visit(start, end, this.#features)
      }
    }
  }

  /** How a foreign name is written: with which characters, and how they go together in ordinary text. */
  #written(start: number, end: number): void {
    let strong = 0
    let paired = 0
    for (let i = start; i < end; i++) {
      if (this.#model.foreign.get(this.#text[i]!) === 2) strong += 1
      if (i + 1 < end) paired += pairOf(this.#text, i, this.#model)
    }
    const length = end - start
    this.#features.push(
      base.kind + kind.foreign,
      base.foreignLength + length,
      base.foreignMean + Math.floor((strong / length) * 7.99),
      base.foreignPair + Math.min(7, Math.floor((paired / (length - 1)) * 3)),
    )
  }

  /** Whether a foreign name is that of a place, or begins or ends with one. */
  #place(start: number, end: number): void {
    const name = this.#text.slice(start, end)
    if (this.#model.places.has(name)) this.#features.push(base.place)
    else if (holdsPlace(name, this.#model)) this.#features.push(base.place + 1)
  }
}

/** How much a character speaks for a surname: its share among people against its share in ordinary text. */
function surnameBucket(surname: string, model: HanModel): number {
  if (surname.length > 1) return 9
  const odds = model.surnames.get(surname)! - (model.shares.get(surname) ?? -12)
  return Math.max(0, Math.min(8, Math.floor(odds) + 3))
}

/** Laughter and cries: 哈哈哈. */
function oneCharacter(text: string, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (text[i] !== text[start]) return false
  return true
}

/** Whether a text begins or ends with the name of a place. */
function holdsPlace(text: string, model: HanModel): boolean {
  for (let length = 2; length < text.length; length++)
    if (model.places.has(text.slice(0, length)) || model.places.has(text.slice(-length))) return true
  return false
}

/** How firmly the characters at `i` and `i + 1` go together; 0 where there are no two. */
function pairOf(text: string, i: number, model: HanModel): number {
  if (i < 0 || i + 1 >= text.length) return 0
  return model.pairs.get(pairKey(text.charCodeAt(i), text.charCodeAt(i + 1))) ?? 0
}

/** What stands on either side of a candidate. */
function around(text: string, start: number, end: number, model: HanModel, features: number[]): void {
  features.push(base.left + pairOf(text, start - 1, model), base.right + pairOf(text, end - 1, model), base.next + pairOf(text, end, model))
  const before = start === 0 ? 0 : isHan(text.charCodeAt(start - 1)) ? 1 : text[start - 1] === '·' ? 3 : 2
  const after = end === text.length ? 0 : isHan(text.charCodeAt(end)) ? 1 : text[end] === '·' ? 3 : 2
  features.push(base.beforeEdge + before, base.afterEdge + after)
  if (before === 1) {
    const near = model.neighbours.get(text[start - 1]!)
    if (near !== undefined) features.push(base.before + near)
    const found = longestKnown(model.before, (length) => (start >= length ? text.slice(start - length, start) : ''))
    if (found !== undefined) features.push(base.beforeWord + found)
  }
  if (after === 1) {
    const near = model.neighbours.get(text[end]!)
    if (near !== undefined) features.push(base.after + near)
    const found = longestKnown(model.after, (length) => text.slice(end, end + length))
    if (found !== undefined) features.push(base.afterWord + found)
  }
}

/** The class of the longest word, of four characters at most, that a list knows. */
function longestKnown(words: ReadonlyMap<string, number>, word: (length: number) => string): number | undefined {
  for (let length = 4; length >= 1; length--) {
    const found = words.get(word(length))
    if (found !== undefined) return found
  }
  return undefined
}

/** Log-odds of foreign names whose parts are joined by a dot, set by hand: hardly anything else is written so. */
const joinedOdds = 2.5
const joined = /[\u4e00-\u9fff]{1,7}(?:[·•・‧][\u4e00-\u9fff]{1,7}){1,3}/g

/** Foreign names in parts: each but the first as far as it is written in their characters. */
function joinedNames(text: string, model: HanModel, found: NameSpan[]): void {
  for (const m of text.matchAll(joined)) {
    const parts = m[0].split(/[·•・‧]/)
    const foreign = (part: string) => [...part].every((one) => model.foreign.has(one))
    let lead = parts[0]!.length
    while (lead > 0 && model.foreign.has(parts[0]![lead - 1]!)) lead -= 1
    const last = parts.at(-1)!
    let tail = 0
    while (tail < last.length && model.foreign.has(last[tail]!)) tail += 1
    if (lead === parts[0]!.length || tail < 2 || !parts.slice(1, -1).every(foreign)) continue
    found.push({ start: m.index + lead, end: m.index + m[0].length - last.length + tail, score: joinedOdds })
  }
}

const ordinaryOdds = -4
const isOrdinary = (text: string, start: number, end: number, { ordinary }: HanModel) =>
  end - start > 1 && ordinary.has(text.slice(start, start + 2))

/** The names of a text: candidates whose log-odds are above zero, the surest first where they overlap; in the order of the text. */
export function hanNames(text: string, model: HanModel): readonly NameSpan[] {
  const found: NameSpan[] = []
  const { weights } = model
  hanCandidates(text, model, (start, end, features) => {
    let score = 0
    for (let i = 0; i < features.length; i++) score += weights[features[i]!]!
    // Marks add at most so much: what is below that is no name whatever stands beside it.
    if (score > -mostOdds) score += isOrdinary(text, start, end, model) ? ordinaryOdds : markOdds(text, start, end)
    if (score > 0) found.push({ start, end, score })
  })
  if (/[·•・‧]/.test(text)) joinedNames(text, model, found)
  return surest(found)
}
