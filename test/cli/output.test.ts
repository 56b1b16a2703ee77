import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { told } from './console.ts'
import { fill, folder } from './kit.ts'

/** The output folder of a scan: nothing that is not of a report is lost by it, and no file of the corpus is left out for it. */

const small = { 'corpus/a.jsonl': [{ text: 'The sea was calm.' }], 'corpus/sub/b.jsonl': [{ text: 'It rained.' }] }
const manifest = (root: string, out: string) =>
  readFileSync(join(root, out, 'corpus.sha256'), 'utf8').trimEnd().split('\n').map((line) => line.slice(66)) // biome-ignore format: one line
const scan = (root: string, line: string) => told(['scan', ...line.split(' '), '--no-config', '-q'], root)

describe('the output folder', () => {
  it('is not the corpus: a report would take the place of files of the same names', async () => {
    const root = fill(folder(), { 'corpus/report.json': '{"text":"mine"}\n', 'corpus/findings.jsonl': [{ text: 'mine too' }] })
    const { status, stderr } = await scan(root, 'corpus -o corpus')
    expect([status, stderr]).toEqual([2, expect.stringContaining(`the output folder "${join(root, 'corpus')}" is the corpus`)])
    expect(readdirSync(join(root, 'corpus'))).toEqual(['findings.jsonl', 'report.json'])
    expect(readFileSync(join(root, 'corpus/findings.jsonl'), 'utf8')).toBe('{"text":"mine too"}\n')
  })

  it.each([
    ['a folder', 'corpus'],
    ['a pattern', 'corpus/**/*.jsonl'],
    ['a file in it and one outside', 'corpus/sub/b.jsonl corpus/a.jsonl'],
  ])('holds no files of a corpus named as %s: they would be left out, and the report say that all was read', async (_, paths) => {
    const root = fill(folder(), small)
    const { status, stderr } = await scan(root, `${paths} -o corpus/sub`)
    expect([status, stderr]).toEqual([2, expect.stringContaining('left out of the scan')])
    expect(readdirSync(join(root, 'corpus/sub'))).toEqual(['b.jsonl'])
  })

  it('holds no file of the name of one of the report that is of no report', async () => {
    const root = fill(folder(), { ...small, 'site/report.html': '<p>mine', 'other/report.json': '{"tool":"eslint"}' })
    for (const out of ['site', 'other']) {
      const { status, stderr } = await scan(root, `corpus -o ${out}`)
      expect([status, stderr]).toEqual([2, expect.stringContaining('is of no report')])
    }
    expect(readFileSync(join(root, 'site/report.html'), 'utf8')).toBe('<p>mine')
  })

  it('is a new one in the corpus, an empty one, that of an earlier scan, or holds other things', async () => {
    const root = fill(folder(), { ...small, 'build/notes.txt': 'mine' })
    mkdirSync(join(root, 'corpus/empty'))
    for (const out of ['build', 'build', 'corpus/new', 'corpus/new']) {
      expect((await scan(root, `corpus -o ${out}`)).status, out).toBe(0)
      expect(manifest(root, out)).toEqual(['a.jsonl', 'sub/b.jsonl'])
    }
    expect((await scan(root, 'corpus/a.jsonl -o corpus/empty')).status).toBe(0)
    expect((await scan(root, 'corpus/a.jsonl -o .')).status).toBe(0)
    expect(readFileSync(join(root, 'build/notes.txt'), 'utf8')).toBe('mine')
  })
})
