import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readIndexes, writeIndexes } from '../../src/text/languages.ts'
import { buildIndexes } from '../../src/text/trigrams.ts'

test('the file the build wrote is what the lists give', () => {
  const file = readFileSync(new URL('../../src/text/languages.bin', import.meta.url))
  expect(Buffer.compare(file, writeIndexes(buildIndexes()))).toBe(0)
})

test('reading gives what was written, from any offset of a buffer', () => {
  const indexes = buildIndexes()
  const written = writeIndexes(indexes)
  const shifted = new Uint8Array(written.length + 3)
  shifted.set(written, 3)
  const read = readIndexes(shifted.subarray(3))
  expect([...read.keys()]).toEqual(indexes.map(({ script }) => script))
  for (const index of indexes) expect(read.get(index.script)).toEqual(index)
})
