import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verify } from '../../src/attest/verify.ts'
import { renderHtml, signedSet, version } from '../attest/sample.ts'

describe('every byte of a signed set, flipped one at a time, another bit each time', () => {
  it('nothing that says something else passes', async () => {
    const set = await signedSet({ contents: { 'a.jsonl': '{"text":"a"}\n', 'sub/b.txt': 'bb' } })
    const judge = () => verify(set.folder, { keys: [set.key.publicKey], corpus: [set.corpus], toolVersion: version, renderHtml })
    expect(await judge()).toMatchObject({ ok: true })
    const hint = /"hint":"[^"]*"|"keyid":"[^"]*"/g
    const names = ['report.sigstore.json', 'report.json', 'report.html', 'findings.jsonl', 'corpus.sha256']
    const paths = [...names.map((name) => join(set.folder, name)), join(set.corpus, 'a.jsonl'), join(set.corpus, 'sub/b.txt')]
    const began = Date.now()
    let flips = 0
    let hints = 0
    for (const path of paths) {
      const bytes = await readFile(path)
      const open = path.endsWith('sigstore.json')
        ? [...bytes.toString('latin1').matchAll(hint)].map((m) => [m.index, m.index + m[0].length] as const)
        : []
      expect(bytes.length).toBeGreaterThan(0)
      for (let at = 0; at < bytes.length; at++) {
        const other = Buffer.from(bytes)
        other[at]! ^= 1 << ((at * 5 + 3) % 8)
        await writeFile(path, other)
        const { ok } = await judge()
        flips++
        if (!ok) continue
        // Key id and hint are signed by nobody and believed by nobody.
        if (!open.some(([from, to]) => at >= from && at < to)) expect.fail(`byte ${at} of ${path} can be changed`)
        hints++
      }
      await writeFile(path, bytes)
    }
    expect(await judge()).toMatchObject({ ok: true })
    const seconds = ((Date.now() - began) / 1000).toFixed(0)
    console.log(
      `${flips} bytes flipped in ${paths.length} files, ${seconds} s: ${hints} accepted, all in the key hint, which nobody signs or believes`,
    )
  })
})
