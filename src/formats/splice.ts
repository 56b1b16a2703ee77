import type { Edit } from '../model.ts'

/** How many source bytes one character takes, and how many bytes its decoded UTF-8 form has. */
export interface Step {
  source: number
  decoded: number
}

/** Reads the character of an encoded text at `at` into `step`; the text ends before `end`. */
type Stepper = (source: Uint8Array, at: number, end: number, step: Step) => void

/** How texts are written in a file: how one character is read, and how a text is written that takes the place of some. */
export interface Encoding {
  readonly step: Stepper
  write(text: string): string
}

/** What changes in a value, which has `length` bytes as decoded UTF-8. */
export interface ValueEdits {
  readonly length: number
  readonly edits: readonly Edit[]
}

/**
 * Applies edits to the encoded text [start, end) of `source`. Edits count in bytes of the decoded text; a character that an edit touches is
 * replaced as a whole.
 *
 * @returns the pieces of the new text, or undefined when the text does not decode to `length` bytes: then it is not the text that was judged
 */
export const splice = (
  source: Buffer,
  start: number,
  end: number,
  { edits, length }: ValueEdits,
  encoding: Encoding,
): Buffer[] | undefined => {
  const pieces: Buffer[] = []
  const step: Step = { source: 0, decoded: 0 }
  let decoded = 0
  let next = 0
  /** Where what is kept begins. */
  let kept = start
  for (let at = start; at < end; ) {
    encoding.step(source, at, end, step)
    const stop = decoded + step.decoded
    const edit = edits[next]
    if (edit !== undefined && stop > edit.start) {
      if (at > kept) pieces.push(source.subarray(kept, at))
      pieces.push(Buffer.from(encoding.write(edit.text), 'utf8'))
      next += 1
      let to = at + step.source
      decoded = stop
      // The edit takes everything up to its end, and the edits that begin inside the last character it touches.
      while (to < end && decoded < edit.end) {
        encoding.step(source, to, end, step)
        to += step.source
        decoded += step.decoded
      }
      while (next < edits.length && edits[next]!.start < decoded) next += 1
      at = to
      kept = to
    } else {
      decoded = stop
      at += step.source
    }
  }
  if (kept < end) pieces.push(source.subarray(kept, end))
  return decoded === length ? pieces : undefined
}

const isTrail = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/**
 * A character of UTF-8. What is none decodes to U+FFFD, three bytes, one for each maximal subpart (Unicode 16.0, 3.9, table 3-8), as
 * TextDecoder does.
 */
export const utf8Step: Stepper = (source, at, end, step) => {
  const lead = source[at]!
  step.source = 1
  step.decoded = 1
  if (lead < 0x80) return
  const wanted = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0
  step.decoded = 3
  if (wanted === 0) return
  const second = at + 1 < end ? source[at + 1] : undefined
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (second === undefined || second < low || second > high) return
  let good = 2
  while (good < wanted && at + good < end && isTrail(source[at + good])) good += 1
  step.source = good
  if (good === wanted) step.decoded = wanted
}

/** UTF-8 as it stands. */
export const plainText: Encoding = { step: utf8Step, write: (text) => text }
