import type { Candidate, TextView } from '../model.ts'

/** What is kept of a list between texts. */
const keptRoom = 1024

/** The parts of one text a rule has to look at, gathered from its candidates and merged: disjoint byte ranges in order. */
export class Windows {
  /** Start and end of each. The room is kept: most texts have one or two, and there are millions of texts. */
  #spans: number[] = []
  #length = 0

  get empty(): boolean {
    return this.#length === 0
  }

  add(start: number, end: number): void {
    const spans = this.#spans
    const last = this.#length - 2
    // Candidates mostly come in order: extend the last window rather than keep another.
    if (last >= 0 && start >= spans[last]! && start <= spans[last + 1]!) {
      if (end > spans[last + 1]!) spans[last + 1] = end
      return
    }
    spans[this.#length] = start
    spans[this.#length + 1] = end
    this.#length += 2
  }

  /** Merges those that meet and puts them in order: how many there are. */
  merge(): number {
    const spans = this.#spans
    const length = this.#length
    if (length === 2 || isInOrder(spans, length)) return length / 2
    const order: [number, number][] = []
    for (let i = 0; i < length; i += 2) order.push([spans[i]!, spans[i + 1]!])
    order.sort((a, b) => a[0] - b[0] || a[1] - b[1])
    this.#length = 0
    for (const [start, end] of order) this.add(start, end)
    return this.#length / 2
  }

  /** Bytes of a window, once they are merged. */
  startOf(window: number): number {
    return this.#spans[2 * window]!
  }

  endOf(window: number): number {
    return this.#spans[2 * window + 1]!
  }

  /** Forgets them, and the room of many. */
  clear(): void {
    this.#length = 0
    if (this.#spans.length > keptRoom) this.#spans = []
  }
}

/** Whether the first `length` spans are disjoint and ascend as they are: mostly they do, and a long text has many. */
function isInOrder(spans: readonly number[], length: number): boolean {
  for (let i = 2; i < length; i += 2) if (spans[i]! <= spans[i - 1]!) return false
  return true
}

/** How far around a candidate of a gate its rule looks, in characters. */
export type Reaching = {
  readonly before: number
  readonly after: number
} & (
  | { readonly within: undefined; readonly seen: undefined }
  /** `within`: the class that all bytes of a match belong to. `seen`: the last candidate, namely the number of its text, its end, and where `after` characters of the class behind it end. */
  | { readonly within: Uint8Array; readonly seen: { text: number; end: number; until: number } }
)

/**
 * Adds the window around a candidate of a gate whose reach is within a class of bytes, and `behind` and `ahead` characters more. A candidate
 * in the window of the one before adds only what it reaches beyond that one: a text of nothing but candidates costs no more a byte than any other.
 *
 * @param text the number of the text that `view` shows
 */
export function addWithin(
  { windows, behind, ahead }: { readonly windows: Windows; readonly behind: number; readonly ahead: number },
  { before, after, within, seen }: Extract<Reaching, { within: Uint8Array }>,
  view: TextView,
  text: number,
  { start, end }: Candidate,
): void {
  let from = start
  if (seen.text === text && start >= seen.end && start <= seen.until) {
    let characters = 0
    for (let at = seen.end; at < end; at++) if ((view.byteAt(at) & 0xc0) !== 0x80) characters += 1
    seen.until = Math.max(end, view.forward(seen.until, characters, within))
  } else {
    from = view.back(view.back(start, before, within), behind)
    seen.text = text
    seen.until = view.forward(end, after, within)
  }
  seen.end = end
  windows.add(from, view.forward(seen.until, ahead))
}
