import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openInput, planShards, recordCuts, walk } from '../../src/corpus/index.ts'
import { csv } from '../../src/formats/csv.ts'
import { accounted, limits, recorder } from '../formats/kit.ts'
import { scratch, write } from './kit.ts'

const line = (i: number) => `{"id": ${i}, "text": "row number ${i}"}\n`
const jsonl = Array.from({ length: 400 }, (_, i) => line(i)).join('')
const table = `id,text\n${Array.from({ length: 400 }, (_, i) => `${i},"line one of ${i}\nline, two ""${i}"""\n`).join('')}`

describe('planShards', () => {
  const folder = scratch()
  write(folder, {
    'big.jsonl': jsonl,
    'big.csv': table,
    'big.json': `[${jsonl.trim().replaceAll('\n', ',\n')}]`,
    'big.jsonl.gz': gzipSync(jsonl),
    'bom.jsonl': `\ufeff${jsonl}`,
    'gbk-late.jsonl': Buffer.concat([
      Buffer.from(line(1).repeat(5000)),
      Buffer.from('7b2274223a22d6d0cec422 7d0a'.replace(' ', ''), 'hex'),
    ]),
    'small.jsonl': jsonl.slice(0, 2000),
    'notes.txt': 'words\n'.repeat(2000),
  })
  const plan = async (shardBytes: number) => planShards((await walk([folder])).entries, { ...limits, shardBytes })

  it('cuts what can be cut and nothing else', async () => {
    const shards = await plan(4000)
    const ranges = (path: string) => shards.filter((shard) => shard.path === path).map((shard) => shard.range)
    for (const path of ['big.json', 'big.jsonl.gz', 'bom.jsonl', 'gbk-late.jsonl', 'small.jsonl', 'notes.txt'])
      expect(ranges(path), path).toEqual([undefined])
    for (const [path, size] of [
      ['big.jsonl', jsonl.length],
      ['big.csv', table.length],
    ] as const) {
      const cuts = ranges(path)
      expect(cuts.length).toBeGreaterThan(2)
      expect(cuts[0]?.start).toBe(0)
      expect(cuts.at(-1)?.end).toBe(size)
      for (const [i, cut] of cuts.entries()) if (i > 0) expect(cut?.start).toBe(cuts[i - 1]?.end)
    }
  })
  it('cuts the same every time, and keeps file numbers', async () => {
    expect(await plan(4000)).toEqual(await plan(4000))
    expect((await plan(1 << 30)).map((shard) => shard.file)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
  it('cuts CSV where records start, so that the ranges read as the whole', async () => {
    const shards = (await plan(3000)).filter((shard) => shard.path === 'big.csv')
    const rows: unknown[] = []
    for (const shard of shards) {
      const { sink, reading } = recorder()
      const input = await openInput(shard, join(folder, 'big.csv'))
      await csv.read(input, sink, limits)
      await input.finish()
      expect(accounted(reading)).toBe(shard.range!.end - shard.range!.start)
      expect(reading.faults).toEqual([])
      rows.push(...reading.rows.map((row) => row.values))
    }
    expect(rows).toEqual(
      Array.from({ length: 400 }, (_, i) => [
        ['/id', `${i}`],
        ['/text', `line one of ${i}\nline, two "${i}"`],
      ]),
    )
  })
  it('cuts no title or header from the rows below it', async () => {
    const path = join(folder, 'titled.csv')
    const head = `"${'a long title; '.repeat(100)}"\n# remark\n${'name;'.repeat(200)}text\n`
    writeFileSync(path, head + `${'a;'.repeat(200)}b\n`.repeat(50))
    const cuts = await recordCuts({ absolute: path, path: 'titled.csv' }, csv.boundaries!, { ...limits, shardBytes: 500 })
    expect(cuts[0]).toBe(head.length)
    expect(cuts.length).toBeGreaterThan(10)
    writeFileSync(path, `sep=^\n${'x'.repeat(600)}^y\n${'a^b\n'.repeat(300)}`)
    expect((await recordCuts({ absolute: path, path: 'titled.csv' }, csv.boundaries!, { ...limits, shardBytes: 500 }))[0]).toBe(609)
  })
  it('makes one range of a file that is one record', async () => {
    const path = join(folder, 'one.csv')
    writeFileSync(path, `a,b\n1,"${'never closed\n'.repeat(1000)}`)
    // The header is a record of its own; nothing starts after it.
    expect(await recordCuts({ absolute: path, path: 'one.csv' }, csv.boundaries!, { ...limits, shardBytes: 1000 })).toEqual([])
  })
})
