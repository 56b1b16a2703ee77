import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { random } from '../cli/identifiers.ts'
import { base, corpus, expectSame, read, runKilled } from '../cli/killed.ts'
import { filesOf, fill, folder, lines, reportFiles, run } from '../cli/kit.ts'

/** A run that was killed at any point, and gone on with, ends with the bytes of one that was not. */

describe('every point at which a run changes what is kept or reported', () => {
  let root: string
  let whole: ReadonlyMap<string, Buffer>
  beforeAll(async () => {
    root = corpus()
    const out = join(folder(), 'out')
    expect((await run([...base, '--workers', '1', '-o', out], { cwd: root })).status).toBe(3)
    expect(filesOf(out)).toEqual(reportFiles)
    whole = read(out)
  })
  // The first thread always has work; another may have started when nothing is left.
  const names = ['plan', 'done/1-0.1', 'tally/1-0', 'done/1-0.2', 'findings.jsonl', 'corpus.sha256', 'report.html', 'report.json']
  const points = [...names, 'statement.json', 'predicate.json', 'subjects.sha256'].flatMap((name) => [
    `before ${name} 1`,
    `after ${name} 1`,
  ])
  it.each([...points, 'after tally/1-0 2', 'before tally/1-0 3'])('goes on after a kill %s', async (at) => {
    const out = join(folder(), 'out')
    runKilled(root, out, at)
    expect((await run([...base, '--resume', '--workers', '3', '-o', out], { cwd: root })).status).toBe(3)
    expectSame(out, whole)
  })
})

describe('any moment', () => {
  it('of a scan of 80 MB, killed again and again', async () => {
    const next = random(11)
    const words = ['the', 'harbour', 'tide', '图书馆', '春天的河', 'printed', '手机13912345678', 'mail@example.com', '。']
    const rows = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        id: i,
        text: Array.from({ length: 60 }, () => words[Math.floor(next() ** 2 * words.length)]).join(' '),
      }))
    const root = fill(folder(), {
      'a.jsonl': lines(rows(150_000)),
      'b.jsonl.gz': gzipSync(lines(rows(60_000)), { level: 1 }),
      'c.jsonl': lines(rows(5000)),
    })
    const args = ['scan', '.', '--no-config', '--no-run-metadata', '--fail-on', 'none', '--save-every', '4MiB', '--workers', '2']
    const reference = join(folder(), 'out')
    expect((await run([...args, '-o', reference], { cwd: root })).status).toBe(0)
    const out = join(folder(), 'out')
    let kills = 0
    for (;;) {
      const ran = await run([...args, '--resume', '-o', out], {
        cwd: root,
        started: (child) => setTimeout(() => child.kill('SIGKILL'), 2000 + 4000 * next()),
      })
      if (ran.signal === null) {
        expect(ran.status).toBe(0)
        break
      }
      kills += 1
      expect(kills, 'no run came any further').toBeLessThan(60)
    }
    expect(kills).toBeGreaterThan(1)
    expectSame(out, read(reference))
  })
})
