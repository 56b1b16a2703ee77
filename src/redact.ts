import { confidenceFloors } from './detectors/index.ts'
import type { Confidence, Finding, Unit } from './model.ts'
import type { LocatedHit } from './rules/index.ts'

/**
 * The only place that touches matched text: a hit becomes a finding, which has no field that could carry it. Field names, too,
 * can be personal: a key is printed only when nothing about it looks like a value.
 */

const maxExcerpt = 64

/** The shape of a text, at most 64 characters: digits become 0, Han characters 文, other letters x, spaces a space; `-._@:/+()#` stay, everything else becomes ·. */
export function shapeOf(text: string): string {
  let shape = ''
  let length = 0
  for (const character of text) {
    if (length === maxExcerpt - 1) return `${shape}…`
    if (/\p{Nd}/u.test(character)) shape += '0'
    else if (/\p{Script=Han}/u.test(character)) shape += '文'
    else if (/[\p{L}\p{M}\p{N}]/u.test(character)) shape += 'x'
    else if (/\s/u.test(character)) shape += ' '
    else shape += '-._@:/+()#'.includes(character) ? character : '·'
    length += 1
  }
  return shape
}

/** The level of a confidence score in [0.3, 1]. */
export function confidenceLevel(score: number): Confidence {
  return score >= confidenceFloors.high ? 'high' : score >= confidenceFloors.medium ? 'medium' : 'low'
}

/** Where a finding lies. */
export interface FindingPlace {
  readonly file: number
  readonly from: number
  readonly row: number
  /** JSON Pointer, already masked. */
  readonly field: string
  readonly unit: Unit
}

/** Makes the finding of a hit. `matched` is the matched text; only its shape goes on. */
export function redact(located: LocatedHit, matched: string, place: FindingPlace): Finding {
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

/** A key as it may be printed: itself when it is a short plain name with fewer than five digits in which no rule fired, else its shape. */
export function safeKey(key: string, hit: boolean): string {
  const digits = key.match(/\p{Nd}/gu)?.length ?? 0
  if (!hit && digits < 5 && [...key].length <= 64 && /^[\p{L}\p{M}\p{N}_.$: -]*$/u.test(key)) return key
  return shapeOf(key)
}
