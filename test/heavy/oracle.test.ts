import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { rules } from '../oracle.ts'

/**
 * The gates held to the oracle on at least 50 MB: every rule run over every text, without gates, span by span and score by score.
 * All real text there is, then mutations of it: spliced records, identifiers planted anywhere, full-width and invisible characters.
 */

const folder = fileURLToPath(new URL('../../../shared/data', import.meta.url))
const megabyte = 1_000_000
const wanted = 50 * megabyte
const mutations = 10 * megabyte

interface Result {
  readonly real: number
  readonly mutated: number
  readonly texts: number
  readonly hits: number
  readonly rules: readonly string[]
  readonly disagreements: readonly string[]
}

interface Task {
  readonly index: number
  readonly of: number
  readonly mutations: number
  readonly limit: number
  readonly blind?: string
}

/** Runs a part of the comparison on a thread of its own. */
function part(task: Task): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./oracle-worker.js', import.meta.url), { workerData: { folder, ...task } })
    worker.on('message', resolve)
    worker.on('error', reject)
  })
}

const here = existsSync(folder)
if (!here) console.warn('SKIPPED: gates against the oracle on real text: ../shared/data is not here')

describe.skipIf(!here)('gated = exhaustive, on real text and its mutations', () => {
  it('shows it when the gate of a rule is blind', async () => {
    const result = await part({ index: 0, of: 1, mutations: 200_000, limit: 0, blind: 'pii-cn/mobile' })
    expect(result.disagreements.length).toBeGreaterThan(0)
    expect(new Set(result.disagreements.map((one) => one.replace(/.*only: (\S+) .*/, '$1')))).toContain('pii-cn/mobile')
  })

  it('on at least 50 MB, span by span', async () => {
    const threads = Math.min(4, availableParallelism())
    const began = Date.now()
    const parts = await Promise.all(
      Array.from({ length: threads }, (_, index) =>
        part({ index, of: threads, mutations: mutations / threads, limit: Number.POSITIVE_INFINITY }),
      ),
    )
    const sum = (pick: (one: Result) => number) => parts.reduce((n, one) => n + pick(one), 0)
    const seen = new Set(parts.flatMap((one) => one.rules))
    console.info(
      `gates against the oracle: ${(sum((p) => p.real) / megabyte).toFixed(1)} MB of real text and ${(sum((p) => p.mutated) / megabyte).toFixed(1)} MB of mutations, ` +
        `${sum((p) => p.texts)} texts, ${sum((p) => p.hits)} hits of ${seen.size} of ${rules.length} rules, ${Math.round((Date.now() - began) / 1000)} s`,
    )
    expect(parts.flatMap((one) => one.disagreements)).toEqual([])
    expect(sum((p) => p.real + p.mutated)).toBeGreaterThanOrEqual(wanted)
    // A comparison in which few rules hit anything would prove little.
    expect(rules.map((rule) => rule.id).filter((id) => !seen.has(id))).toEqual([])
  })
})
