import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shard } from '../../src/model.ts'
import { Dealer } from '../../src/run/crew.ts'
import { tasksOf } from '../../src/run/shards.ts'
import type { Task } from '../../src/run/work.ts'

/** The shards of files: the ends of their ranges, or the size of one that is not cut. */
function shardsOf(files: readonly (number | readonly number[])[]): Shard[] {
  return files.flatMap((ends, file): Shard[] => {
    const common = { file, path: `${file}.jsonl` }
    if (typeof ends === 'number') return [{ ...common, size: ends }]
    return ends.map((end, i) => ({ ...common, size: ends.at(-1)!, range: { start: ends[i - 1] ?? 0, end } }))
  })
}

const listOf = (shards: readonly Shard[], done: readonly number[] = [], digested: readonly number[] = [], threads = 1) => {
  const places = shards.map(({ path }) => ({ absolute: path }))
  const known = (all: readonly number[]) => new Map(all.map((each) => [each, {}]))
  return tasksOf({ shards, places, results: known(done), digests: known(digested) }, (id) => `${id}`, threads)
}

const told = (task: Task): string =>
  task.kind === 'scan'
    ? `scan ${task.shard.file} ${task.shard.range === undefined ? '' : `${task.shard.range.start}-${task.shard.range.end}`}`.trim()
    : task.kind === 'digest'
      ? `digest ${task.file} ${task.from}-${task.to}`
      : task.kind

const corpus = shardsOf([5, [40, 80, 90], 900, [60, 70]])

describe('tasks of a scan', () => {
  it('read a range for the digest soon after it was scanned, and not a whole corpus before the first record', () => {
    expect([...listOf(corpus)].map(told)).toEqual([
      'scan 2',
      'scan 1 0-40',
      'digest 1 0-40',
      'scan 1 40-80',
      'digest 1 40-80',
      'scan 1 80-90',
      'digest 1 80-90',
      'scan 3 0-60',
      'digest 3 0-60',
      'scan 3 60-70',
      'digest 3 60-70',
      'scan 0',
    ])
    expect([...listOf(corpus, [], [], 3)].map(told).slice(0, 6)).toEqual([
      'scan 2',
      'scan 1 0-40',
      'scan 1 40-80',
      'scan 1 80-90',
      'digest 1 0-40',
      'scan 3 0-60',
    ])
  })

  it('go on where an earlier run stopped: digests from the start, ranges that are left', () => {
    expect([...listOf(corpus, [0, 1, 3, 4, 5, 6])].map(told)).toEqual(['scan 1 40-80', 'digest 1 0-80', 'digest 1 80-90', 'digest 3 0-70'])
    expect([...listOf(corpus, [0, 1, 3, 4, 5], [1])].map(told)).toEqual(['scan 1 40-80', 'scan 3 60-70', 'digest 3 0-70'])
    expect([...listOf(corpus, [0, 1, 2, 3, 4, 5, 6], [1, 3])]).toEqual([])
  })

  it('are dealt once each, and the steps of a digest in their order to one thread, whoever asks when', () => {
    const file = fc.oneof(
      fc.integer({ min: 1, max: 100 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 6 }).map((ends) => ends.sort((a, b) => a - b)),
    )
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 5 }), fc.infiniteStream(fc.nat(2)), (files, asking) => {
        const shards = shardsOf(files)
        const dealer = new Dealer(listOf(shards, [], [], 3))
        const dealt: { thread: number; task: Task }[] = []
        const finished = new Set<number>()
        for (const thread of asking) {
          if (finished.has(thread)) continue
          const task = dealer.next(thread)
          if (task.kind === 'finish') finished.add(thread)
          else dealt.push({ thread, task })
          if (finished.size === 3) break
        }
        const scans = dealt.flatMap(({ task }) => (task.kind === 'scan' ? [task.id] : []))
        expect(scans.sort((a, b) => a - b)).toEqual([...shards.keys()])
        for (const { file, size } of new Map(
          shards.filter(({ range }) => range !== undefined).map((shard) => [shard.file, shard]),
        ).values()) {
          const steps = dealt.flatMap(({ thread, task }) => (task.kind === 'digest' && task.file === file ? [{ thread, ...task }] : []))
          expect(new Set(steps.map(({ thread }) => thread)).size).toBe(1)
          expect(steps.map(({ from }) => from)).toEqual([0, ...steps.slice(0, -1).map(({ to }) => to)])
          expect(steps.at(-1)!.to).toBe(size)
        }
      }),
    )
  })
})
