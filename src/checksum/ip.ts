/** An address as groups: four of 8 bits, or eight of 16 bits. */
type Groups = readonly number[]

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const dotted = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}$`)

/** Parses dotted-decimal IPv4 (RFC 6943 strict form: four parts, no leading zeros); undefined when it is none. */
export const parseIpv4 = (text: string): Groups | undefined => {
  const groups = dotted.exec(text)
  return groups === null ? undefined : [Number(groups[1]), Number(groups[2]), Number(groups[3]), Number(groups[4])]
}

const hexGroups = (part: string): number[] | undefined => {
  if (part === '') return []
  const groups: number[] = []
  const pieces = part.split(':')
  for (const [index, piece] of pieces.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(piece)) {
      groups.push(Number.parseInt(piece, 16))
      continue
    }
    const v4 = index === pieces.length - 1 ? parseIpv4(piece) : undefined
    if (v4 === undefined) return undefined
    groups.push(v4[0]! * 256 + v4[1]!, v4[2]! * 256 + v4[3]!)
  }
  return groups
}

/** Parses IPv6 in any of the text forms of RFC 4291 section 2.2, without zone or prefix length; undefined when it is none. */
export const parseIpv6 = (text: string): Groups | undefined => {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const left = hexGroups(halves[0]!)
  const right = halves.length === 2 ? hexGroups(halves[1]!) : []
  if (left === undefined || right === undefined) return undefined
  const missing = 8 - left.length - right.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  return [...left, ...Array.from({ length: missing }, () => 0), ...right]
}

/** Whether the leading `bits` of an address equal those of a prefix; `width` is the size of a group in bits. */
export const isInside = (address: Groups, prefix: Groups, bits: number, width: number): boolean => {
  for (let index = 0, left = bits; left > 0; index++, left -= width) {
    const shift = Math.max(0, width - left)
    if ((address[index] ?? 0) >> shift !== (prefix[index] ?? 0) >> shift) return false
  }
  return true
}
