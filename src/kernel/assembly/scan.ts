// One pass over a text: candidates of every gate, character counts, token counts.

import { asciiRun, asciiSetup, beginWords, digits, endWord, letters, spaces, wideLetter, words } from './ascii'
import { classes, classesSetup, START } from './classes'
import { begin, gatesSetup, reported } from './gates'
import { BIT_5, literalsAt, literalsSetup, mayStart, mayStartWide, wideLiteralsAt } from './literals'
import { lookAtPlaces, placesSetup } from './places'
import { closeRegion, regionsSetup } from './regions'
import { countCharacter, countToken, tokensSetup } from './tokens'

let counts: usize = 0 // eleven u32, see the order at the end of scan()
let han: u32 = 0, kana: u32 = 0, hangul: u32 = 0, cyrillic: u32 = 0, arabic: u32 = 0, other: u32 = 0, latin: u32 = 0

/** Takes the addresses of the kernel's tables, in the order of kernel/index.ts. */
export function configure(at: usize): void {
  classesSetup(load<u32>(at))
  literalsSetup(at)
  counts = load<u32>(at, 40)
  asciiSetup(load<u32>(at, 44), load<u32>(at, 76), load<u32>(at, 48) != 0)
  gatesSetup(load<u32>(at, 52), load<u32>(at, 56), load<u32>(at, 60), load<u32>(at, 64))
  placesSetup(load<u32>(at, 68))
  regionsSetup(load<u32>(at, 72), load<u32>(at, 80), load<u32>(at, 84))
  tokensSetup(load<u32>(at, 88), load<u32>(at, 92), load<u32>(at, 96), load<u32>(at, 100))
}

/** Scans [text, text + length), valid UTF-8 with at least 64 readable bytes behind it. `count` is 0 when it is not a training text. Returns the candidates left in the buffer. */
export function scan(text: usize, length: usize, count: u32): i32 {
  const end = text + length
  begin(text, end)
  beginWords()
  han = kana = hangul = cyrillic = arabic = other = latin = 0
  let ascii: u32 = 0
  for (let p = text; p < end;) {
    const from = p
    p = asciiRun(p, end, count)
    ascii += (p - from) as u32
    if (p < end) p = wideRun(p, end, count)
  }
  endWord(count)
  lookAtPlaces()
  closeRegion()
  const own = letters - digits
  const beyond = latin + cyrillic + arabic + other + han + kana + hangul
  store<u32>(counts, ascii + beyond)
  store<u32>(counts, own + latin, 4)
  store<u32>(counts, digits, 8)
  store<u32>(counts, han, 12)
  store<u32>(counts, kana, 16)
  store<u32>(counts, hangul, 20)
  store<u32>(counts, cyrillic, 24)
  store<u32>(counts, arabic, 28)
  store<u32>(counts, other + (ascii - own - digits - spaces), 32)
  store<u32>(counts, spaces, 36)
  store<u32>(counts, words, 40)
  return reported()
}

/** Scans from p on while characters are Han of U+4000 to U+9FFF; returns where it stopped. */
function hanRun(p: usize, end: usize, count: u32): usize {
  const from = p
  while (p < end) {
    const q = load<u64>(p)
    const w = q as u32
    if ((w & 0xff) - 0xe4 > 5) break
    const code = ((w & 15) << 12) | ((w >> 2) & 0xfc0) | ((w >> 16) & 63)
    if (mayStartWide(q, code) != 0) wideLiteralsAt(p)
    if (count != 0) countCharacter(code)
    p += 3
  }
  han += ((p - from) / 3) as u32
  return p
}

/** Scans from p on while characters are beyond ASCII; returns where it stopped. */
function wideRun(p: usize, end: usize, count: u32): usize {
  while (p < end) {
    const b: u32 = load<u8>(p)
    if (b - 0xe4 <= 5) {
      endWord(count)
      p = hanRun(p, end, count)
      continue
    }
    if (b < 0x80) break
    if (b < 0xe0) {
      if ((load<u8>(classes + b) & START) != 0 && mayStart(load<u64>(p) | BIT_5) != 0) literalsAt(p, false)
      // two bytes: Latin, Greek, Cyrillic, Hebrew, Arabic and their like are letters of a word
      if (b >= 0xc3) {
        wideLetter(load<u16>(p))
        if (b <= 0xc9) latin++
        else if (b >= 0xd0 && b <= 0xd4) cyrillic++
        else if (b >= 0xd8 && b <= 0xdd) arabic++
        else other++
      } else {
        endWord(count)
        other++
      }
      p += 2
      continue
    }
    endWord(count)
    if (b < 0xf0) {
      const second: u32 = load<u8>(p, 1)
      const code: u32 = ((b & 15) << 12) | ((second & 63) << 6) | (load<u8>(p, 2) & 63)
      if (mayStartWide(load<u64>(p), code) != 0) wideLiteralsAt(p)
      if (b == 0xe3) {
        if (second >= 0x81 && second <= 0x83) kana++
        else if (second >= 0x90) { han++; if (count != 0) countCharacter(code) }
        else other++
      } else if (b >= 0xea && b <= 0xed) hangul++
      else other++
      p += 3
    } else {
      if ((load<u8>(classes + b) & START) != 0) wideLiteralsAt(p)
      if (b == 0xf0 && load<u8>(p, 1) >= 0xa0) { han++; if (count != 0) countToken(load<u32>(p)) }
      else other++
      p += 4
    }
  }
  return p
}
