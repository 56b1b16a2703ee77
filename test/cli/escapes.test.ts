import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { told } from './console.ts'
import { fill, folder, run, scan } from './kit.ts'

/** Names of files, keys and what somebody declares may hold what drives a terminal, ends a line or reorders it: nobody's screen gets it. */

const nasty = '\u001b[31mx\u009b1my\u202ez\u0007'
const driving = /[\u001b\u0007\u009b\u202e]/
const text = JSON.stringify

let root: string
beforeAll(() => {
  root = fill(folder(), {
    [`corpus/a${nasty}\nerror: b.jsonl`]: [{ text: '手机13912345678', source: nasty, license: nasty, [nasty]: '13912345678' }],
    [`corpus/c${nasty}\nerror: d.png`]: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    'dataaudit.sources.yaml': `version: 1
dataset: {name: ${text(nasty)}}
provider: {name: ${text(nasty)}, contact: ${text(nasty)}}
sources:
  - {id: web, name: ${text(nasty)}, owner: ${text(nasty)}, licence: ${text(nasty)}, recordSource: [${text(nasty)}]}
processing:
  - {step: ${text(nasty)}, purpose: ${text(nasty)}, method: ${text(`one\nline ${nasty}`)}}
`,
    'keys.yaml': `${text(nasty)}: 1\nsplit: ${text(nasty)}\n`,
    'ids.yaml': `version: 1\nsources:\n  - {id: ${text(nasty)}}\n`,
  })
})

describe('what drives a terminal', () => {
  it('does not come out of a file name that a shell filled in, whichever command is given it', async () => {
    const name = `a${nasty}\nerror: b`
    const lines = [
      ['scan', name],
      ['scan', 'corpus', '-o', 'out', '-c', name],
      ['scan', 'corpus', '-o', 'out', '--key', name],
      ['scan', 'corpus', '-o', 'out', '--split', name],
      ['gate', name],
      ['verify', name],
      ['describe', name],
      ['redact', name, '-o', 'copy'],
      ['schema', name],
      ['rules', 'explain', name],
      ['--lang', name],
      [name],
    ]
    for (const args of lines) {
      const { status, stdout, stderr } = await told(args, root)
      expect([2, 4], args[0]).toContain(status)
      expect(stdout + stderr, args[0]).not.toMatch(driving)
      // The name does not end the line either: what comes behind the break is no message of ours.
      expect(stderr, args[0]).not.toMatch(/^error: b/m)
    }
  })

  it('does not come out of a file of others that is wrong', async () => {
    for (const args of [
      ['scan', 'corpus', '-o', 'out', '-c', 'keys.yaml'],
      ['scan', 'corpus', '-o', 'out', '--sources', 'ids.yaml'],
    ]) {
      const { status, stderr } = await told(args, root)
      expect(status).toBe(2)
      expect(stderr).toContain('⟨U+009B⟩1my⟨U+202E⟩z')
      expect(stderr).not.toMatch(driving)
    }
  })

  it('does not come out of a corpus or its manifest: messages, summary, page, description and its forms', async () => {
    const ran = await scan(['corpus', '-v', '--sources', 'dataaudit.sources.yaml', '--no-config'], { cwd: root })
    expect(ran.stderr).toContain('⟨U+000A⟩error: d.png')
    expect(ran.stdout + ran.stderr).not.toMatch(driving)
    expect((await run(['gate', ran.out], { cwd: root })).stdout).not.toMatch(driving)
    const forms = [
      ['--format', 'markdown'],
      ['--format', 'html'],
      ['--as', 'cac-filing'],
      ['--as', 'eu-summary'],
      ['--as', 'ab2013'],
    ]
    for (const form of forms) {
      const { status, stdout } = await told(['describe', join(ran.out), ...form], root)
      expect(status, form[1]).toBe(0)
      expect(stdout, form[1]).toContain('⟨U+202E⟩')
      expect(stdout, form[1]).not.toMatch(driving)
    }
  })
})
