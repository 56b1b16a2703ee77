import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** The text of a data file, unpacked when its name ends in .gz. */
export const readText = (file, charset = 'utf-8') => {
  const bytes = readFileSync(file)
  return new TextDecoder(charset).decode(file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
}
export const readJson = (file) => JSON.parse(readText(file))
const readLines = (file) => readText(file).split('\n')
export const readRows = (file) =>
  readLines(file)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
