import { isUtf8 } from 'node:buffer'

/** Whether bytes [start, end) are UTF-8. Where they are not, decoding puts U+FFFD for each bad sequence (Unicode 3.9, "maximal subpart"). */
export const isUtf8Between = (bytes: Buffer, start: number, end: number): boolean => isUtf8(bytes.subarray(start, end))
