// Places that literals may start at are written down without asking, and looked at behind the text: a branch that is guessed wrong throws away what was begun behind it.

import { BIT_5, freeAmong, literalsAt, mayStart } from './literals'

// Places of each list; 64 more may be written before the next look at how many there are.
const MOST: u32 = 4096
const FREE: u32 = 0x80000000

let places: usize = 0     // u32 of each place that a literal may start at by the filters; FREE: inside a token
let placeCount: u32 = 0
let freePlaces: usize = 0 // u32 of each place inside a token that one may start at by the buckets
let freeCount: u32 = 0

/** `memory`: room for three times MOST + 64 places. */
export function placesSetup(memory: usize): void {
  places = memory
  freePlaces = memory + 2 * (MOST + 64) * 4
}

/** Makes room for 64 more of each. */
// @ts-ignore: decorator
@inline
export function makeRoom(): void {
  if (placeCount > MOST || freeCount > MOST) lookAtPlaces()
}

/** The end of the places, where another may be written; takePlaces() takes those up to a new end. */
// @ts-ignore: decorator
@inline
export function placesEnd(): usize { return places + (placeCount << 2) }
// @ts-ignore: decorator
@inline
export function takePlaces(end: usize): void { placeCount = ((end - places) >> 2) as u32 }

/** Takes a place. */
export function gatherPlace(p: usize): void {
  store<u32>(placesEnd(), p as u32)
  placeCount += mayStart(load<u64>(p) | BIT_5) != 0 ? 1 : 0
}

/** Takes the places inside tokens, bit by bit, among up to 64 bytes from p on. */
export function gatherFree(p: usize, inside: u64): void {
  let some = freeAmong(p, inside)
  let at = freePlaces + (freeCount << 2)
  freeCount += popcnt(some) as u32
  // Seldom are there more than two, so these are written whether there are any or not.
  for (let i = 0; i < 2; i++) {
    store<u32>(at, (p + ctz(some) as usize) as u32)
    some &= some - 1
    at += 4
  }
  while (some != 0) {
    store<u32>(at, (p + ctz(some) as usize) as u32)
    some &= some - 1
    at += 4
  }
}

/** Reports the literals that start at the places gathered. */
export function lookAtPlaces(): void {
  let end = placesEnd()
  for (let at = freePlaces, last = freePlaces + (freeCount << 2); at < last; at += 4) {
    const p: usize = load<u32>(at)
    store<u32>(end, (p as u32) | FREE)
    end += mayStart(load<u64>(p) | BIT_5) != 0 ? 4 : 0
  }
  for (let at = places; at < end; at += 4) {
    const place = load<u32>(at)
    literalsAt(place & ~FREE, (place & FREE) != 0)
  }
  placeCount = 0
  freeCount = 0
}
