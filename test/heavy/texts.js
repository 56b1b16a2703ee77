import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Texts to hold the gates against: the real ones of a folder, then mutations of them. Plain JavaScript, so that worker threads run it as it stands. */

/** Numbers in [0, n) that are the same on every machine (a counter through a 32-bit mixer). @param {number} seed */
export function dice(seed) {
  let x = seed | 0
  return (/** @type {number} */ n) => {
    x = (x + 0x9e3779b9) | 0
    let mixed = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) % n
  }
}

/** Files below a folder, sorted by path; decompression bombs are left alone. @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'bombs')
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : []))
    .sort()
}

/** The text of a file, or undefined when it holds none. @param {string} file */
function textOf(file) {
  const stored = readFileSync(file)
  let bytes = stored
  if (file.endsWith('.gz') && !file.includes('/formats/')) bytes = gunzipSync(stored)
  if (bytes.subarray(0, 4096).includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    try {
      return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
    } catch {
      return undefined
    }
  }
}

/** String values of a JSON value. @param {unknown} value @returns {string[]} */
function stringsOf(value) {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsOf)
}

/** Records of a file as texts: string values of JSON, else lines, one or several at a time, so that short and long texts occur. @param {string} text @param {string} file */
function* pieces(text, file) {
  const lines = text.split('\n')
  if (/\.jsonl?(\.gz)?$/.test(file)) {
    try {
      const rows = /\.jsonl/.test(file) ? lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line)) : [JSON.parse(text)]
      yield* rows.flatMap(stringsOf)
      return
    } catch {
      // Not JSON after all, or JSON that ought to be refused: its lines are texts like others.
    }
  }
  const roll = dice(lines.length)
  for (let i = 0; i < lines.length; ) {
    const n = [1, 1, 1, 8, 200][roll(5)] ?? 1
    yield lines.slice(i, i + n).join('\n')
    i += n
  }
}

/** Every text of every readable file below a folder, once. @param {string} folder */
export function* realTexts(folder) {
  for (const file of filesBelow(folder)) {
    const text = textOf(file)
    if (text !== undefined) for (const piece of pieces(text, file)) if (piece !== '') yield piece
  }
}

const invisible = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad']
const wide = (/** @type {string} */ text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))

/**
 * A text made of a real one: joined with another at a random place, with an example of a rule planted in it, in full width, with
 * invisible characters strewn in, or cut. At most about 600 characters, so that what was changed is a large part of it.
 *
 * @param {string} text @param {string} other @param {readonly string[]} examples @param {(n: number) => number} roll
 */
export function mutation(text, other, examples, roll) {
  const cut = (/** @type {string} */ s, /** @type {number} */ n) => {
    const from = roll(Math.max(1, s.length - n))
    return s.slice(from, from + n)
  }
  const plant = (/** @type {string} */ into, /** @type {string} */ what) => {
    const at = roll(into.length + 1)
    return into.slice(0, at) + what + into.slice(at)
  }
  const strew = (/** @type {string} */ s) => {
    for (let i = roll(4) + 1; i > 0; i--) s = plant(s, invisible[roll(invisible.length)] ?? '')
    return s
  }
  const example = () => examples[roll(examples.length)] ?? ''
  const base = cut(text, 300)
  switch (roll(7)) {
    case 0:
      return base + cut(other, 300)
    case 1:
      return plant(base, example())
    case 2:
      return plant(base, wide(example()))
    case 3:
      return plant(base, strew(example()))
    case 4:
      return example() + cut(other, 40) + example()
    case 5:
      return strew(roll(2) === 0 ? wide(base) : plant(base, example()))
    default: {
      const whole = plant(base, example())
      return whole.slice(roll(20), whole.length - roll(20))
    }
  }
}
