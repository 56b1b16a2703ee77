import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { jsonl } from '../../src/formats/jsonl.ts'
import { Kernel } from '../../src/kernel/index.ts'
import { readWith } from '../formats/kit.ts'

// The byte walker gives every text of JSONTestSuite (Nicolas Seriot, MIT) the verdict of JSON.parse, and a text on one line its values.
const folder = new URL('../../../shared/data/formats/json/JSONTestSuite/', import.meta.url)
const present = existsSync(folder)
if (!present) console.warn('SKIPPED test/kernel/json-suite: JSONTestSuite (formats/json) is not on this machine')
const names = present ? readdirSync(folder).filter((name) => /^[yni]_.*\.json$/.test(name)) : []

/** What JSON.parse makes of bytes: its value, or undefined when they are no UTF-8 or no JSON text. */
function parsed(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) }
  } catch {
    return undefined
  }
}

/** The strings and numbers of a value in order, each by its JSON Pointer, as rows hold them; of equal keys the last one. */
function leaves(value: unknown, pointer = ''): [string, string][] {
  if (typeof value === 'string') return [[pointer, Buffer.from(value).toString('utf8')]]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, each]) => leaves(each, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))
}

describe.skipIf(!present)('the byte walker on JSONTestSuite', () => {
  const kernel = new Kernel()
  const accepts = (bytes: Uint8Array): boolean => {
    const at = kernel.reserve(bytes.length)
    kernel.memory().set(bytes, at)
    return kernel.validUtf8(at, at + bytes.length) && kernel.jsonRow(at, at + bytes.length) >= 0
  }

  it('has all of it', () => {
    expect(names.filter((name) => name.startsWith('y_')).length).toBeGreaterThanOrEqual(90)
    expect(names.filter((name) => name.startsWith('n_')).length).toBeGreaterThanOrEqual(180)
  })

  it.each(names)('%s', async (name) => {
    const bytes = readFileSync(new URL(encodeURIComponent(name), folder))
    const reference = parsed(bytes)
    expect(accepts(bytes)).toBe(reference !== undefined)
    if (!name.startsWith('i_')) expect(reference !== undefined).toBe(name.startsWith('y_'))
    const line = bytes.toString('utf8').replace(/\n$/, '')
    if (reference === undefined || /[\n]/.test(line)) return
    const reading = await readWith(jsonl, Buffer.from(line))
    expect(reading.rows).toHaveLength(1)
    const strings = reading.rows[0]!.values.filter((one): one is readonly [string, string] => typeof one[1] === 'string')
    // Duplicate keys are all rows' values; JSON.parse keeps the last.
    const last = new Map(strings)
    expect([...last].sort()).toEqual(leaves(reference.value).sort())
  })
})
