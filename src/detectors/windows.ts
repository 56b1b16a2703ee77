import type { Candidate, TextView } from '../model.ts'

/** The parts of one text a rule has to look at, gathered from its candidates and merged: disjoint byte ranges in order. */
export class Windows {
  #spans: number[] = []

  get empty(): boolean {
    return this.#spans.length === 0
  }

  add(start: number, end: number): void {
    const spans = this.#spans
    const last = spans.length - 2
    // Candidates mostly come in order: extend the last window rather than keep another.
    if (last >= 0 && start >= spans[last]! && start <= spans[last + 1]!) {
      if (end > spans[last + 1]!) spans[last + 1] = end
    } else spans.push(start, end)
  }

  /** Calls `visit` with each merged window and forgets them. */
  drain(visit: (start: number, end: number) => void): void {
    const spans = this.#spans
    this.#spans = []
    if (spans.length === 2) {
      visit(spans[0]!, spans[1]!)
      return
    }
    if (inOrder(spans)) {
      for (let i = 0; i < spans.length; i += 2) visit(spans[i]!, spans[i + 1]!)
      return
    }
    const order: [number, number][] = []
    for (let i = 0; i < spans.length; i += 2) order.push([spans[i]!, spans[i + 1]!])
    order.sort((a, b) => a[0] - b[0] || a[1] - b[1])
    let start = -1
    let end = -1
    for (const [from, to] of order) {
      if (start >= 0 && from <= end) {
        if (to > end) end = to
        continue
      }
      if (start >= 0) visit(start, end)
      start = from
      end = to
    }
    if (start >= 0) visit(start, end)
  }
}

/** Whether spans are disjoint and ascend as they are: mostly they do, and a long text has many. */
function inOrder(spans: readonly number[]): boolean {
  for (let i = 2; i < spans.length; i += 2) if (spans[i]! <= spans[i - 1]!) return false
  return true
}

/** How far around a candidate of a gate its rule looks, in characters. */
export type Reaching = {
  readonly before: number
  readonly after: number
} & (
  | { readonly within: undefined; readonly seen: undefined }
  /** All bytes of a match are of a class. The last candidate: in which text, where it ended, and how far `after` characters reached behind it. */
  | { readonly within: Uint8Array; readonly seen: { text: number; end: number; until: number } }
)

/**
 * Adds the window around a candidate of a gate whose reach is within a class of bytes, and `behind` and `ahead` characters more. A candidate
 * in the window of the one before adds only what it reaches beyond that one: a text of nothing but candidates costs no more a byte than any other.
 */
export function addWithin(
  windows: Windows,
  { before, after, within, seen }: Extract<Reaching, { within: Uint8Array }>,
  { behind, ahead }: { readonly behind: number; readonly ahead: number },
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
