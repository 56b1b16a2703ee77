import { setFlagsFromString } from 'node:v8'

/**
 * How much room V8 gives the heaps of a process that does nothing but audit. Its flags are those of the whole process, so the program asks
 * for this and the library never does.
 */
let small = false

/** Keeps young objects, from now on, in the room they start with: what a record leaves behind dies with it, and more room makes nothing faster. */
export function keepHeapsSmall(): void {
  small = true
  setFlagsFromString('--semi-space-growth-factor=1')
}

/**
 * The same for the heap of a thread that has just started: V8 puts its own factor back whenever it makes one. Old objects are collected when
 * there are a fifth more of them, and in steps of 2 MB for 8; before, while modules load and all of them stay, that would be work for nothing.
 */
export function keepHeapsSmallAtWork(): void {
  if (!small) return
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=20')
  setFlagsFromString('--optimize-for-size')
}
