/** What a row may be at most besides its bytes (`ReadLimits`): beyond it lie attacks, not data, and it is lost alone. */

/** Nesting of a row. The kernel's walker has the same limit. */
export const maxDepth = 1000

/** Values of a row: each costs memory and time besides its bytes, and two bytes are enough for one. */
export const maxValues = 1_000_000
