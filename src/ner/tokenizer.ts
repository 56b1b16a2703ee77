import { Stop } from '../stop.ts'

/** A piece of a text as a BERT model sees it, and where it lies (UTF-16 units). */
interface Piece {
  readonly id: number
  readonly start: number
  readonly end: number
  /** Whether it goes on with the word of the piece before it. */
  readonly inner: boolean
}

/** Cuts texts as BERT's own tokenizer does: words and punctuation, each Han character by itself, then the longest pieces of the vocabulary. */
export interface Tokenizer {
  pieces(text: string): readonly Piece[]
  readonly begin: number
  readonly end: number
}

const longestWord = 100
const alone = /[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\p{P}\p{S}]/u

/**
 * A tokenizer from the lines of `vocab.txt`, a piece a line, pieces inside a word marked with `##`.
 *
 * @param lowerCase whether the model was trained on lower case without accents
 * @throws Stop exit 2 naming a special piece that the vocabulary lacks
 */
export function wordPieces(lines: readonly string[], lowerCase: boolean): Tokenizer {
  const ids = new Map(lines.map((line, id) => [line, id]))
  const special = (piece: string) => {
    const id = ids.get(piece)
    if (id !== undefined) return id
    throw new Stop('usage', 'ner.vocabulary', {
      en: `vocab.txt has no ${piece}; only BERT vocabularies can be used`,
      zh: `vocab.txt 中没有 ${piece}；仅支持 BERT 词表`,
    })
  }
  const unknown = special('[UNK]')
  return {
    begin: special('[CLS]'),
    end: special('[SEP]'),
    pieces(text) {
      const pieces: Piece[] = []
      for (const { start, end } of words(text)) {
        // Lower case and accents are taken off character by character, so that places stay known.
        const characters = [...text.slice(start, end)].map((one) =>
          lowerCase ? one.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '') : one,
        )
        const at: number[] = []
        let place = start
        for (const one of text.slice(start, end)) {
          at.push(place)
          place += one.length
        }
        at.push(place)
        pieces.push(...cut(characters, at, ids, unknown))
      }
      return pieces
    },
  }
}

/** Runs of letters and digits, and what stands alone. */
function* words(text: string): Generator<{ readonly start: number; readonly end: number }> {
  let from = -1
  let at = 0
  for (const one of text) {
    const space = /\s|\p{C}/u.test(one)
    if (space || alone.test(one)) {
      if (from >= 0) yield { start: from, end: at }
      from = -1
      if (!space) yield { start: at, end: at + one.length }
    } else if (from < 0) from = at
    at += one.length
  }
  if (from >= 0) yield { start: from, end: at }
}

/** The pieces of one word, longest first; a word with a part that is in no vocabulary is unknown as a whole. */
function cut(characters: readonly string[], at: readonly number[], ids: ReadonlyMap<string, number>, unknown: number): Piece[] {
  const whole: Piece = { id: unknown, start: at[0]!, end: at.at(-1)!, inner: false }
  if (characters.length > longestWord) return [whole]
  const pieces: Piece[] = []
  for (let from = 0; from < characters.length; ) {
    let to = characters.length
    let id: number | undefined
    for (; to > from; to--) {
      id = ids.get((from > 0 ? '##' : '') + characters.slice(from, to).join(''))
      if (id !== undefined) break
    }
    if (id === undefined) return [whole]
    pieces.push({ id, start: at[from]!, end: at[to]!, inner: from > 0 })
    from = to
  }
  return pieces
}
