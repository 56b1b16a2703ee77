import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparePaths, manifest, manifestLine, manifestLines, walk } from '../../src/corpus/index.ts'
import { readAll, scratch, tenFiles, write } from './kit.ts'

/** What `sha256sum` makes of the ten files. */
const expected = `2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  Z.txt
314d3a971f6f7c623e7dceb546ddde0687e41e9df02b0edc52ddb4a7a77f57e3  a.jsonl
\\3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea  back\\\\slash.txt
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  empty
\\1843653496800edfd0d30326c82f53b0338ed408468cca4a2f1b52f2f6395fc9  new\\nline.txt
3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  sub/b.txt
18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4  with space.txt
2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  ~.txt
2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6  中文/數據.txt
2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  𐐀.txt
`

describe('corpus.sha256', () => {
  const folder = scratch()
  write(folder, tenFiles)
  const build = async () => {
    const digests = []
    for (const entry of (await walk([folder])).entries) {
      const { result } = await readAll(entry.absolute, {}, entry)
      digests.push({ path: entry.path, sha256: result.sha256! })
    }
    return digests
  }

  it('is the known answer to the byte, in whatever order the files come', async () => {
    const digests = await build()
    expect(manifest(digests)).toBe(expected)
    expect(manifest([...digests].reverse())).toBe(expected)
    expect(createHash('sha256').update(manifest(digests)).digest('hex')).toBe(
      'a04e249d53b3289f77e4652b24114ca6856a4913d1387c0ce17b47efa1435523',
    )
    expect(manifestLines(digests)).toHaveLength(10)
  })
  it('has as its lines the numbers of the files', async () => {
    const lines = manifestLines(await build())
    for (const entry of (await walk([folder])).entries)
      expect(lines[entry.file - 1]).toContain(manifestLine('', entry.path).replace(/^\\/, ''))
  })
  it('satisfies sha256sum', async () => {
    const list = join(scratch(), 'corpus.sha256')
    writeFileSync(list, manifest(await build()))
    try {
      execFileSync('sha256sum', ['--version'], { stdio: 'ignore' })
    } catch {
      console.warn('SKIPPED: sha256sum is not installed')
      return
    }
    execFileSync('sha256sum', ['--strict', '--quiet', '-c', list], { cwd: folder })
  })
  it('orders paths as their bytes', () => {
    const names = ['a', 'a/b', 'a.b', 'A', 'é', 'e\u0301', '\ue000', '\uffff', '𐀀', '😀', '', 'ab', '~', 'z/']
    const byBytes = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect([...names].sort(comparePaths)).toEqual(byBytes)
  })
})
