import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** Reason codes are a promise to other programs: the published table and the code name the same ones, with the same exit codes. */

const root = fileURLToPath(new URL('../../', import.meta.url))
const families = 'signature|report|corpus|lineage|rerun|policy|redaction|program'
const files = ['report.json', 'report.html', 'corpus.sha256']
/** Where checks and refusals are made. */
const places = [...readdirSync(join(root, 'src/attest')).map((name) => `src/attest/${name}`), 'src/cli/keys.ts', 'src/cli/program.ts']

/** Every code the program can end a check with, and what stands before it in the source. */
const used = new Map<string, string[]>()
for (const path of places) {
  const text = readFileSync(join(root, path), 'utf8')
  for (const m of text.matchAll(new RegExp(`'((?:${families})\\.[a-z0-9-]+)'`, 'g'))) {
    const before = text.slice(Math.max(0, m.index - 80), m.index)
    // Mistakes in calling end with exit 2, before anything is checked.
    if (files.includes(m[1]!) || /'usage',\s*$/.test(before)) continue
    used.set(m[1]!, [...(used.get(m[1]!) ?? []), before])
  }
}
const rows = [
  ...readFileSync(join(root, 'docs/reason-codes.md'), 'utf8').matchAll(/^\| `([a-z0-9.-]+)` \| ([^|]*) \| ([^|]+) \| ([^|]+) \|$/gm),
].map(([, code, exit, en, zh]) => ({ code: code!, exit: exit!.trim(), en: en!.trim(), zh: zh!.trim() }))

describe('reason codes', () => {
  it('are those of the table, no more and no fewer, each once', () => {
    expect(used.size).toBeGreaterThan(80)
    expect(rows.map(({ code }) => code).sort()).toEqual([...used.keys()].sort())
  })

  it('end with the exit code of the table', () => {
    for (const { code, exit } of rows) {
      const before = used.get(code)!.join('\n')
      const made = {
        '4': /list\.failed\(\s*[^()]*$|failed\(\s*$|'verification',\s*$/m.test(before),
        '3': /unreadable\(\s*[^()]*$|'incomplete',\s*$/m.test(before),
        '–': /(?:noted|withheld|passed)\(\s*[^()]*$/m.test(before),
      }
      // Tables and small functions make the others: what is told in plain sight must agree.
      for (const [mark, plain] of Object.entries(made)) if (plain) expect(exit.split(' '), `${code}: ${exit}`).toContain(mark)
      expect(
        exit.split(' ').every((mark) => ['4', '3', '–'].includes(mark)),
        code,
      ).toBe(true)
    }
  })

  it('are told in both languages', () => {
    for (const { code, en, zh } of rows) {
      expect(en, code).toMatch(/[a-z]/i)
      expect(zh, code).toMatch(/\p{Script=Han}/u)
    }
  })
})
