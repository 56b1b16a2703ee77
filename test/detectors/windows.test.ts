import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addWithin, Windows } from '../../src/detectors/windows.ts'
import { byteSetOf } from '../../src/kernel/index.ts'
import { ByteView } from '../../src/text/view.ts'

/** Windows around candidates whose matches are of certain bytes only: those of each candidate by itself, at a bounded cost a byte. */

const within = byteSetOf('[^ ]')!
const behind = 2
const ahead = 3

/** A view that counts the characters it is asked to go over. */
class Counted extends ByteView {
  asked = 0
  override back(offset: number, characters: number, set?: Uint8Array): number {
    const at = super.back(offset, characters, set)
    this.asked += offset - at
    return at
  }
  override forward(offset: number, characters: number, set?: Uint8Array): number {
    const at = super.forward(offset, characters, set)
    this.asked += at - offset
    return at
  }
}

const viewOf = (text: string): Counted => {
  const view = new Counted()
  const bytes = Buffer.from(text)
  view.move(bytes, 0, bytes.length, '', 'text')
  return view
}

const drained = (windows: Windows): Set<number> => {
  const bytes = new Set<number>()
  const count = windows.merge()
  for (let i = 0; i < count; i++) for (let at = windows.startOf(i); at < windows.endOf(i); at++) bytes.add(at)
  windows.clear()
  return bytes
}

/** Places of a sign in the bytes of a text. */
const signs = (text: string): number[] => [...Buffer.from(text).entries()].filter(([, byte]) => byte === 0x40).map(([at]) => at)

describe('windows within a class of bytes', () => {
  it('are the windows of each candidate by itself', () => {
    const texts = fc.array(fc.constantFrom('@', 'a', ' ', '中', 'b@', '@@'), { maxLength: 60 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(texts, texts, fc.nat(6), fc.nat(9), (first, second, before, after) => {
        const reaching = { before, after, within, seen: { text: 0, end: 0, until: 0 } }
        for (const [n, text] of [first, second].entries()) {
          const view = viewOf(text)
          const [windows, alone] = [new Windows(), new Windows()]
          for (const at of signs(text)) {
            addWithin({ windows, behind, ahead }, reaching, view, n + 1, { gate: 0, start: at, end: at + 1 })
            const start = view.back(view.back(at, before, within), behind)
            alone.add(start, view.forward(view.forward(at + 1, after, within), ahead))
          }
          expect(drained(windows)).toEqual(drained(alone))
        }
      }),
    )
  })

  it('nothing-but-signs.txt: cost no more a byte the more candidates there are', () => {
    const text = 'a@'.repeat(5000)
    const view = viewOf(text)
    const windows = new Windows()
    const reaching = { before: 64, after: 300, within, seen: { text: 0, end: 0, until: 0 } }
    for (const at of signs(text)) addWithin({ windows, behind, ahead }, reaching, view, 1, { gate: 0, start: at, end: at + 1 })
    expect(view.asked).toBeLessThan(5 * text.length)
    expect(drained(windows).size).toBe(text.length)
  })
})
