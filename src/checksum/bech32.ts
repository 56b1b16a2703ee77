const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const

const polymod = (values: readonly number[]): number => {
  let check = 1
  for (const value of values) {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ value
    for (let bit = 0; bit < 5; bit++) if ((top >>> bit) & 1) check ^= generator[bit]!
  }
  return check >>> 0
}

/** The checksum constant a string of one case satisfies: `bech32` (BIP 173), `bech32m` (BIP 350), or undefined. */
export const bech32Form = (text: string): 'bech32' | 'bech32m' | undefined => {
  const lower = text.toLowerCase()
  if ((text !== lower && text !== text.toUpperCase()) || text.length > 90) return undefined
  const at = lower.lastIndexOf('1')
  const data = [...lower.slice(at + 1)].map((character) => alphabet.indexOf(character))
  if (at < 1 || data.length < 6 || data.includes(-1)) return undefined
  const prefix = [...lower.slice(0, at)].map((character) => character.charCodeAt(0))
  const check = polymod([...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data])
  return check === 1 ? 'bech32' : check === 0x2bc830a3 ? 'bech32m' : undefined
}
