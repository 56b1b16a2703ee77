import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { base, corpus, fine, fineAlone, namesGiven, runKilled } from '../cli/killed.ts'
import { bytesIn, expectSame, filesOf, fill, folder, lines, reportFiles, run } from '../cli/kit.ts'
import { seeded } from '../random.ts'

/** A run that was killed at any point, and gone on with, ends with the bytes of one that was not. */

describe('every point at which a run changes what is kept or reported', () => {
  let root: string
  let whole: ReadonlyMap<string, Buffer>
  /** What a run gives a final name to, in its order. */
  let given: readonly string[]
  beforeAll(async () => {
    root = corpus()
    const out = join(folder(), 'out')
    expect((await run([...base, '--workers', '1', '-o', out], { cwd: root })).status).toBe(3)
    expect(filesOf(out)).toEqual(reportFiles)
    whole = bytesIn(out)
    const noted = join(folder(), 'out')
    given = namesGiven(root, noted)
    expectSame(noted, whole)
  })

  it('is known from what a run does', () => {
    expect(given[0]).toBe('.partial/plan')
    expect(given.filter((name) => name.startsWith('.partial/tally/')).length).toBeGreaterThan(2)
    expect(given.filter((name) => !name.startsWith('.partial/')).sort()).toEqual(reportFiles)
    const kinds = new Set(given.map((name) => /^(\.partial\/(?:plan|(?:done|tally)\/1-[01])|[^/]+$)/.exec(name)?.[0]))
    expect([...kinds], 'a file of a kind that no kill is aimed at').not.toContain(undefined)
  })

  const early = ['plan 1', 'done/1-0.1 1', 'tally/1-0 1', 'done/1-0.2 1', 'tally/1-0 2'].flatMap((at) => [`before ${at}`, `after ${at}`])
  // Gone on with by one, two and three threads.
  const points = [...early, 'before tally/1-0 3'].map((at, i) => [at, String(1 + (i % 3))] as const)
  it.each(points)('goes on after a kill while it reads, %s, with %s threads', async (at, workers) => {
    const out = join(folder(), 'out')
    runKilled(root, out, at, /\.2 |[23]$/.test(at) ? fineAlone : fine)
    expect((await run([...base, '--resume', '--workers', workers, '-o', out], { cwd: root })).status).toBe(3)
    expectSame(out, whole)
  })

  it('goes on after a kill at each name while it writes the report', async () => {
    // One run reads the corpus; each of the others begins with what that one kept, and what the one before it had written.
    const out = join(folder(), 'out')
    const files = given.filter((name) => !name.startsWith('.partial/'))
    runKilled(root, out, `before ${files[0]} 1`)
    for (const [i, at] of files.flatMap((name) => [`before ${name} 1`, `after ${name} 1`]).entries()) {
      runKilled(root, out, at, [...fine, '--resume'])
      // What has its final name is whole at any time.
      const there = filesOf(out).filter((name) => whole.has(name))
      expect(there.length, at).toBeGreaterThanOrEqual((i + 1) >> 1)
      for (const name of there) expect(readFileSync(join(out, name)).equals(whole.get(name)!), `${at}: ${name}`).toBe(true)
    }
    expect((await run([...base, '--resume', '-o', out], { cwd: root })).status).toBe(3)
    expectSame(out, whole)
  })
})

describe('any moment', () => {
  it('of a scan that is killed again and again', async () => {
    const next = seeded(11)
    const words = ['the', 'harbour', 'tide', '图书馆', '春天的河', 'printed', '手机13912345678', 'mail@example.com', '。']
    const rows = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        id: i,
        text: Array.from({ length: 60 }, () => words[Math.floor(next() ** 2 * words.length)]).join(' '),
      }))
    const root = fill(folder(), {
      'a.jsonl': lines(rows(10_000)),
      'b.jsonl.gz': gzipSync(lines(rows(4000)), { level: 1 }),
      'c.jsonl': lines(rows(300)),
    })
    const small = ['--shard-size', '128KiB', '--save-every', '512KiB', '--workers', '2']
    const args = ['scan', '.', '--no-config', '--no-run-metadata', '--fail-on', 'none', ...small]
    const reference = join(folder(), 'out')
    expect((await run([...args, '-o', reference], { cwd: root })).status).toBe(0)
    const out = join(folder(), 'out')
    const saves = () => filesOf(join(out, '.partial/done')).filter((name) => !name.endsWith('.tmp')).length
    let kills = 0
    for (;;) {
      // Counted in what the run does, not in seconds: each run comes further, on any machine, and is killed at any moment behind that.
      const enough = saves() + 1 + Math.floor(2 * next())
      let wait: NodeJS.Timeout | undefined
      const ran = await run([...args, '--resume', '-o', out], {
        cwd: root,
        started(child) {
          wait = setInterval(() => {
            if (saves() < enough) return
            clearInterval(wait)
            setTimeout(() => child.kill('SIGKILL'), 300 * next() ** 2)
          }, 2)
        },
      })
      clearInterval(wait)
      if (ran.signal === null) {
        expect(ran.status).toBe(0)
        break
      }
      kills += 1
      expect(kills, 'no run came any further').toBeLessThan(60)
    }
    console.log(`killed ${kills} times`)
    expect(kills).toBeGreaterThan(2)
    expectSame(out, bytesIn(reference))
  })
})
