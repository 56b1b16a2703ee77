/** The few pieces of DER (X.690) that keys and timestamp questions are made of; certificates and tokens are read by others. */

/** Tag, length, value (X.690 8.1.3); lengths to 65,535 are plenty here. */
function tlv(tag: number, body: Uint8Array): Buffer {
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.of(tag, ...size), body])
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tlv(0x30, Buffer.concat(parts))
}

export function octets(body: Uint8Array): Buffer {
  return tlv(0x04, body)
}

/** A non-negative INTEGER. */
export function integer(value: number): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return tlv(0x02, bytes[0]! < 0x80 ? bytes : Buffer.concat([Uint8Array.of(0), bytes]))
}

/** The first element of DER bytes and what follows it; undefined when they are cut short or their length has an indefinite or absurd form. */
export function readDer(bytes: Uint8Array): { readonly tag: number; readonly body: Uint8Array; readonly rest: Uint8Array } | undefined {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) return undefined
  const count = first < 0x80 ? 0 : first - 0x80
  if (first === 0x80 || count > 4 || bytes.length < 2 + count) return undefined
  const length = count === 0 ? first : bytes.subarray(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0)
  const start = 2 + count
  if (bytes.length < start + length) return undefined
  return { tag, body: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) }
}
