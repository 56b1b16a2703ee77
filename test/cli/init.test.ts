import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseSources } from '../../src/sources/index.ts'
import { fill, folder, run } from './kit.ts'

const worked = (path: string) => readFileSync(fileURLToPath(new URL(`../../fixtures/worked/corpus/${path}`, import.meta.url)))

describe('init --sources', () => {
  it('proposes a source for each folder, says what was seen, and declares nothing', async () => {
    const cwd = fill(folder(), {
      'data/forum/a.jsonl': worked('forum/threads.jsonl'),
      'data/crawl pages/b.jsonl': worked('crawl/pages.jsonl'),
      'data/13812345678/c.txt': 'a plain note',
      'data/readme.txt': 'a plain note',
    })
    const done = await run(['init', '--sources', 'data'], { cwd })
    expect(done.status, done.stderr).toBe(0)
    const text = readFileSync(`${cwd}/dataaudit.sources.yaml`, 'utf8')
    const { sources, ...rest } = parseSources(text, 'dataaudit.sources.yaml')
    expect(rest).toEqual({ version: 1 })
    expect(sources.map(({ id, ...more }) => [id, Object.keys(more)])).toEqual([
      ['top', ['files']],
      ['source', ['files']],
      ['crawl-pages', ['files']],
      ['forum', ['files']],
    ])
    expect(text).not.toContain('13812345678')
    expect(text).toContain('CC-BY-4.0 (4), CC-BY-NC-4.0 (1)')
    expect(text).toContain('example.net (5)')
    expect(text).toMatch(/个人信息疑似命中 3 处/)
    const scan = await run(['scan', 'data', '--sources', 'dataaudit.sources.yaml', '--json', '--fail-on', 'none'], { cwd })
    const { attribution } = JSON.parse(scan.stdout) as { attribution: object }
    expect(attribution).toMatchObject({
      basis: 'files',
      ambiguous: 0,
      unmapped: { files: 0 },
      rows: [{ files: 1 }, { files: 1 }, { files: 1 }, { files: 1 }],
    })
    expect((await run(['init', '--sources', 'data'], { cwd })).status).toBe(2)
  })

  it('writes the template without a corpus, and stops at an empty one', async () => {
    const cwd = fill(folder(), { 'empty/.gitkeep': '' })
    const none = await run(['init', '--sources', 'nowhere'], { cwd })
    expect(none.status).toBe(2)
    const done = await run(['init', '--sources'], { cwd })
    expect(done.status).toBe(0)
    expect(parseSources(readFileSync(`${cwd}/dataaudit.sources.yaml`, 'utf8'), 'f').sources).toEqual([])
  })
})
