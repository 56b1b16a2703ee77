const rounds = 24
const mask = (1n << 64n) - 1n
const rotate = (lane: bigint, by: number): bigint => ((lane << BigInt(by)) | (lane >> BigInt(64 - by))) & mask

/** Round constants by the linear feedback shift register of FIPS 202, section 3.2.5. */
const constants = (() => {
  const list: bigint[] = []
  let register = 1
  for (let round = 0; round < rounds; round++) {
    let constant = 0n
    for (let j = 0; j < 7; j++) {
      if (register & 1) constant |= 1n << BigInt((1 << j) - 1)
      register = register & 0x80 ? ((register << 1) ^ 0x71) & 0xff : register << 1
    }
    list.push(constant)
  }
  return list
})()

function permute(state: bigint[]): void {
  for (const constant of constants) {
    const columns = [0, 1, 2, 3, 4].map((x) => state[x]! ^ state[x + 5]! ^ state[x + 10]! ^ state[x + 15]! ^ state[x + 20]!)
    for (let i = 0; i < 25; i++) state[i] = state[i]! ^ columns[(i + 4) % 5]! ^ rotate(columns[(i + 1) % 5]!, 1)
    let [x, y] = [1, 0]
    let lane = state[1]!
    for (let t = 0; t < 24; t++) {
      ;[x, y] = [y, (2 * x + 3 * y) % 5]
      const at = x + 5 * y
      const next = state[at]!
      state[at] = rotate(lane, (((t + 1) * (t + 2)) / 2) % 64)
      lane = next
    }
    for (let row = 0; row < 25; row += 5) {
      const [a, b, c, d, e] = state.slice(row, row + 5) as [bigint, bigint, bigint, bigint, bigint]
      state[row] = a ^ (~b & mask & c)
      state[row + 1] = b ^ (~c & mask & d)
      state[row + 2] = c ^ (~d & mask & e)
      state[row + 3] = d ^ (~e & mask & a)
      state[row + 4] = e ^ (~a & mask & b)
    }
    state[0] = state[0]! ^ constant
  }
}

/**
 * Keccak-256 of at most 135 bytes, in hexadecimal: the padding of 2011 that Ethereum kept, not the one of SHA3-256, which is all that
 * node:crypto has.
 */
export const keccak256 = (message: Uint8Array): string => {
  const block = new Uint8Array(136)
  block.set(message)
  block[message.length] = 0x01
  block[135]! |= 0x80
  const view = new DataView(block.buffer)
  const state = Array.from({ length: 25 }, (_, i) => (i < 17 ? view.getBigUint64(i * 8, true) : 0n))
  permute(state)
  const out = new DataView(new ArrayBuffer(32))
  for (let i = 0; i < 4; i++) out.setBigUint64(i * 8, state[i]!, true)
  return Buffer.from(out.buffer).toString('hex')
}
