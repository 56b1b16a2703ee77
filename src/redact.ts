import { confidenceFloors, HitList } from './detectors/index.ts'
import type { Confidence, Finding, Findings, Unit, ValuePath } from './model.ts'
import type { LocatedHit } from './rules/index.ts'
import { byCodeUnits } from './text/order.ts'

/**
 * The only maker of findings: of the matched text nothing goes on but its shape, for a finding has no field that could carry it. Field names,
 * too, can be personal: a key is printed only when nothing about it looks like a value.
 */

const maxExcerpt = 64

/** The shape of a text, at most 64 characters: digits become 0, Han characters 文, other letters x, spaces a space; `-._@:/+()#` stay, everything else becomes ·. */
export function shapeOf(text: string): string {
  let shape = ''
  let length = 0
  for (const character of text) {
    if (length === maxExcerpt - 1) return `${shape}…`
    shape += asciiShapes[character.charCodeAt(0)] ?? shapeOfCharacter(character)
    length += 1
  }
  return shape
}

function shapeOfCharacter(character: string): string {
  // CJK Unified Ideographs, all of the script: names and addresses are made of them.
  if (character >= '\u4e00' && character <= '\u9fff') return '文'
  if (/\p{Nd}/u.test(character)) return '0'
  if (/\p{Script=Han}/u.test(character)) return '文'
  if (/[\p{L}\p{M}\p{N}]/u.test(character)) return 'x'
  if (/\s/u.test(character)) return ' '
  return '-._@:/+()#'.includes(character) ? character : '·'
}
/** Most of what is found is ASCII. */
const asciiShapes = Array.from({ length: 128 }, (_, code) => shapeOfCharacter(String.fromCharCode(code)))

/** The level of a confidence score in [0.3, 1]. */
function confidenceLevel(score: number): Confidence {
  return score >= confidenceFloors.high ? 'high' : score >= confidenceFloors.medium ? 'medium' : 'low'
}

/** Where a finding lies; `field` is already masked. */
type FindingPlace = Pick<Finding, 'file' | 'from' | 'row' | 'field' | 'unit'>

/** Makes the finding of a hit. `matched` is the matched text; only its shape goes on. */
function redact(located: LocatedHit, matched: string, place: FindingPlace): Finding {
  const { rule, confidence } = located.hit
  return {
    rule: rule.id,
    severity: rule.severity,
    confidence: confidenceLevel(confidence),
    file: place.file,
    from: place.from,
    row: place.row,
    field: place.field,
    unit: place.unit,
    byteOffset: located.start,
    length: located.end - located.start,
    excerpt: shapeOf(matched),
  }
}

/** Where hits of a record lie: in a value, or in the keys that lead to it. There may be millions, so it is small. */
export interface FoundIn {
  /** Printable JSON Pointer. */
  readonly field: string
  readonly path: ValuePath
  readonly unit: Unit
  /** Where the value begins in kernel memory; -1 for keys. */
  readonly start: number
  readonly keys: readonly string[]
}

/** More findings than this are not made at once, but one by one each time somebody goes through them. */
const listed = 4096

/** The hits of one record that are to be reported. Their offsets count from the start of their place. */
export class RecordHits {
  readonly #hits = new HitList()
  #places: FoundIn[] = []

  get length(): number {
    return this.#hits.length
  }

  clear(): void {
    this.#hits.clear()
    this.#places = []
  }

  /** Opens a place: its number, for `add`. */
  place(where: FoundIn): number {
    return this.#places.push(where) - 1
  }

  add({ hit, start, end }: LocatedHit, place: number): void {
    this.#hits.add({ rule: hit.rule, start, end, confidence: hit.confidence }, place)
  }

  /** Confidence of the surest hit of these rules in places that are `near`; 0 without one. */
  surest(rules: ReadonlySet<string>, near: (path: ValuePath) => boolean): number {
    const hits = this.#hits
    let surest = 0
    for (let index = 0; index < hits.length; index++) {
      const confidence = hits.confidenceAt(index)
      if (confidence > surest && rules.has(hits.ruleAt(index).id) && near(this.#places[hits.ownerAt(index)]!.path)) surest = confidence
    }
    return surest
  }

  /**
   * The findings of the record, in their order: by rule, field, place. Good until `clear`.
   *
   * @param matched the start of what was matched at bytes [start, end) of a place: its shape is what a finding shows
   */
  findings(at: Pick<FindingPlace, 'file' | 'from' | 'row'>, matched: (where: FoundIn, start: number, end: number) => string): Findings {
    const { file, from, row } = at
    const hits = this.#hits
    const places = this.#places
    if (hits.length === 0) return none
    hits.sortByRule((a, b) => byCodeUnits(places[a]!.field, places[b]!.field))
    const finding = (index: number): Finding => {
      const hit = hits.at(index)
      const where = places[hits.ownerAt(index)]!
      const { field, unit } = where
      return redact({ hit, start: hit.start, end: hit.end }, matched(where, hit.start, hit.end), { file, from, row, field, unit })
    }
    if (hits.length <= listed) {
      const list: Finding[] = []
      for (let index = 0; index < hits.length; index++) list.push(finding(index))
      return list
    }
    return {
      length: hits.length,
      *[Symbol.iterator]() {
        for (let index = 0; index < hits.length; index++) yield finding(index)
      },
    }
  }
}

const none: Findings = []

/**
 * Whether a text that a report would print as it stands hides a value in which no rule fires: a number in groups, an address of a network, a
 * word of letters and digits as keys are, Base64 of something with a number or an address in it.
 */
export function hidesValue(text: string): boolean {
  const undated = text.replace(years, 'y')
  return grouped.test(undated) || quad.test(undated) || codeLike.test(text) || hidesEncoded(text)
}

/** Years, a list or span of them, or a day, where no other number stands beside them. */
const years =
  /(?<!\p{Nd}[\p{Zs}\-.()]{0,2})(?:19|20)\d\d(?:[-–,/ ]{1,2}(?:19|20)\d\d)*(?:[-./]\d\d?[-./]\d\d?)?(?![\p{Zs}\-.()]{0,2}\p{Nd})/gu
/** Eight digits with little between them, as telephone numbers are written. */
const grouped = /(?:\p{Nd}[\p{Zs}\-.()\p{Cf}]{0,2}){7}\p{Nd}/u
/** Sixteen capitals and digits, or twenty letters and digits that change three times: a key, glued to a word perhaps, and no name of a source. Each look is bounded: labels may be long. */
const codeLike = /(?=[A-Z]{0,15}[0-9])(?=[0-9]{0,15}[A-Z])[A-Z0-9]{16}|(?=[A-Za-z0-9]{20})(?:[A-Za-z]{1,40}[0-9]{1,40}){3}/
const quad = /(?<!\d)(?:\d{1,3}\.){3}\d{1,3}(?!\d)/

/** Whether a run of letters and digits is Base64 of something with a number or an address in it: a rule does not see through that, a reader does. */
function hidesEncoded(text: string): boolean {
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{8,}/g)) {
    const inner = Buffer.from(run, 'base64').toString('utf8')
    // Random bytes are hardly ever text: only what decodes cleanly is looked at.
    if (
      /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\p{Cf}]+$/u.test(inner) &&
      !inner.includes('\ufffd') &&
      (inner.match(/\p{Nd}/gu)?.length ?? 0) + (inner.includes('@') ? 5 : 0) >= 5
    )
      return true
  }
  return false
}

/**
 * Eight digits with little between them; an address with an @; a long word of letters and digits, as keys and codes are. Each is looked for
 * where its characters begin and nowhere within them: what is typed may be long.
 */
const valueLike = [
  /(?:\p{Nd}[ \-.()\p{Cf}]{0,2}){7,}\p{Nd}[A-Za-z]?/gu,
  /(?<![^\s"'“”‘’()（）<>,;=/])[^\s"'“”‘’()（）<>,;=/]+[@＠][^\s"'“”‘’()（）<>,;=/]+/gu,
  /(?<![A-Za-z\p{Nd}\p{Cf}])(?=(?:[A-Za-z\p{Cf}]*\p{Nd}){6})[A-Za-z\p{Nd}\p{Cf}]{8,}/gu,
  /(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{16,}/g,
]

/**
 * A message with whatever in it looks like somebody's number, address or key put as its shape, where it comes from one of the
 * strings `given`: what a person typed ends up in logs. Dates such as 2024-05-31 stay.
 */
export function discreet(message: string, given: readonly string[]): string {
  const values = new Set(given.flatMap((text) => valueLike.flatMap((like) => [...text.matchAll(like)].map(([value]) => value))))
  let told = message
  for (const value of [...values].sort((a, b) => b.length - a.length)) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) told = told.replaceAll(value, shapeOf(value))
  }
  return told
}

/**
 * Whether a key is plain by its form, so that nothing is looked for in it: a short word, or a number as indexes have. A record has less than a
 * million values; a longer run of digits as a key may be an identifier.
 */
export const isPlainKey = (key: string): boolean => /^\d{1,6}$/.test(key) || /^[a-z_]{1,16}$/.test(key)

/** A word no field is named: sixteen or more letters and digits mixed, or more letters on end than a name in camel case has. */
const tokenLike = /(?=[A-Za-z]*[0-9])[A-Za-z0-9]{16,}|[A-Za-z]{33,}/

/**
 * A key as it may be printed: itself when it is a short plain name with fewer than five digits, plain or encoded, without a word that
 * could be a credential, in which no rule fired; else its shape.
 */
export function safeKey(key: string, hit: boolean): string {
  const digits = key.match(/\p{Nd}/gu)?.length ?? 0
  const plain = [...key].length <= 64 && /^[\p{L}\p{M}\p{N}_.$: -]*$/u.test(key) && !tokenLike.test(key)
  if (!hit && digits < 5 && plain && !hidesValue(key)) return key
  return shapeOf(key)
}
