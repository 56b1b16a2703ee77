/** Numbers that tools have written as decimals: a column of telephone numbers with one cell empty comes out of data frames as `13900001234.0`. */

const [zero, nine, point] = [0x30, 0x39, 0x2e]
/** Digits of a number that may stand for somebody: fewer are quantities. */
const fewest = 7
const most = 20

/**
 * Where a value in memory ends that is a whole number written as a decimal: before its `.0`, for it is the number that was meant. Where any
 * other value ends.
 */
export function endOfNumber(memory: Uint8Array, start: number, end: number): number {
  const whole = end - 2
  if (whole - start < fewest || whole - start > most || memory[end - 1] !== zero || memory[whole] !== point) return end
  for (let at = start; at < whole; at++) if (memory[at]! < zero || memory[at]! > nine) return end
  return whole
}
