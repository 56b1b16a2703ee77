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
