const rounds = 24

/**
 * The state of Keccak-f[1600]: lane x + 5y in the words 2(x + 5y), its low half, and the next, its high half. Halves, because arithmetic on
 * `bigint` made the hash of an address cost as much as 5 kB of text.
 */
type State = Int32Array

/** Round constants by the linear feedback shift register of FIPS 202, section 3.2.5, in halves as the state is. */
const constants = (() => {
  const list = new Int32Array(2 * rounds)
  let register = 1
  for (let round = 0; round < rounds; round++) {
    for (let j = 0; j < 7; j++) {
      const bit = (1 << j) - 1
      if (register & 1) list[2 * round + (bit >> 5)]! |= 1 << (bit & 31)
      register = register & 0x80 ? ((register << 1) ^ 0x71) & 0xff : register << 1
    }
  }
  return list
})()

/** Where the lanes go and how far each is turned (FIPS 202, sections 3.2.2 and 3.2.3), in the order of the walk that begins with lane (1, 0). */
const walk = (() => {
  const steps: { readonly to: number; readonly by: number }[] = []
  let [x, y] = [1, 0]
  for (let t = 0; t < 24; t++) {
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
    steps.push({ to: 2 * (x + 5 * y), by: (((t + 1) * (t + 2)) / 2) % 64 })
  }
  return steps
})()

/** One half of a lane turned to the left; `self` is that half and `other` the other one, at most 31 bits further. */
const turned = (self: number, other: number, by: number): number => (by === 0 ? self : (self << by) | (other >>> (32 - by)))

const columns = new Int32Array(10)
const row = new Int32Array(10)

function permute(state: State): void {
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < 10; i++) columns[i] = state[i]! ^ state[i + 10]! ^ state[i + 20]! ^ state[i + 30]! ^ state[i + 40]!
    for (let x = 0; x < 10; x += 2) {
      const [before, after] = [(x + 8) % 10, (x + 2) % 10]
      const low = columns[before]! ^ turned(columns[after]!, columns[after + 1]!, 1)
      const high = columns[before + 1]! ^ turned(columns[after + 1]!, columns[after]!, 1)
      for (let at = x; at < 50; at += 10) {
        state[at]! ^= low
        state[at + 1]! ^= high
      }
    }
    let low = state[2]!
    let high = state[3]!
    for (const { to, by } of walk) {
      const nextLow = state[to]!
      const nextHigh = state[to + 1]!
      const far = by >= 32
      state[to] = turned(far ? high : low, far ? low : high, by & 31)
      state[to + 1] = turned(far ? low : high, far ? high : low, by & 31)
      low = nextLow
      high = nextHigh
    }
    for (let at = 0; at < 50; at += 10) {
      for (let i = 0; i < 10; i++) row[i] = state[at + i]!
      for (let i = 0; i < 10; i++) state[at + i] = row[i]! ^ (~row[(i + 2) % 10]! & row[(i + 4) % 10]!)
    }
    state[0]! ^= constants[2 * round]!
    state[1]! ^= constants[2 * round + 1]!
  }
}

/**
 * Keccak-256 of at most 135 bytes, in hexadecimal: the padding of 2011 that Ethereum kept, not the one of SHA3-256, which is all that
 * node:crypto has.
 */
export const keccak256 = (message: Uint8Array): string => {
  const block = Buffer.alloc(136)
  block.set(message)
  block[message.length] = 0x01
  block[135]! |= 0x80
  const state = new Int32Array(50)
  for (let i = 0; i < 34; i++) state[i] = block.readInt32LE(4 * i)
  permute(state)
  const out = Buffer.alloc(32)
  for (let i = 0; i < 8; i++) out.writeInt32LE(state[i]!, 4 * i)
  return out.toString('hex')
}
