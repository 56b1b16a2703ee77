import { expect, it } from 'vitest'
import { formats } from '../../src/formats/index.ts'
import { readWith, recorder } from './kit.ts'

/** A row costs what its bytes cost, however much memory lies behind it: a search of bytes that knows no end goes through all of it. */
it.each([
  ['broken lines', 'jsonl', '{bad\n'],
  ['lines that end before a value', 'jsonl', '{"a":"b\n'],
  ['quotes in cells', 'csv', '1,a"b\n'],
  ['doubled quotes', 'csv', '"a""b",1\n'],
  ['quotes that close too early', 'csv', '"a"b,1\n'],
  ['objects side by side', 'json', '{"a":1} {bad} '],
  ['lines', 'text', 'a "b\n'],
] as const)('%s', async (_what, id, row) => {
  const { sink } = recorder()
  // As after a record of 64 MiB, of which nothing is left but the memory.
  const at = sink.arena.reserve(64 << 20)
  sink.arena.memory().fill(0, at)
  const began = performance.now()
  await readWith(formats.find((format) => format.id === id)!, Buffer.from(row.repeat(1000)))
  expect(performance.now() - began).toBeLessThan(1000)
})
