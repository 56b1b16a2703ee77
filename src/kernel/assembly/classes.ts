// What a byte is: bits of the 256 bytes at `classes`, which kernel/tables.ts makes.
export const ALPHA: u32 = 1
export const DIGIT: u32 = 2
export const GATE: u32 = 8   // a byte gate asks for it
export const JOIN: u32 = 16  // may stand between two digit groups
export const START: u32 = 32 // some literal starts with it

export let classes: usize = 0

export function classesSetup(at: usize): void { classes = at }
