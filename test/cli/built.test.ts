import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { home } from '../built.ts'
import { environment, fill, folder, lines, reportOf } from './kit.ts'

/** What the build worked out about the built-in packs holds for the very bytes it saw, and for no others. */

const rule = 'rules/pii-cn/mobile.yaml'
const root = folder()
let copy = ''

beforeAll(() => {
  copy = folder()
  for (const name of ['bin', 'dist', 'rules', 'package.json']) cpSync(join(home, name), join(copy, name), { recursive: true })
  symlinkSync(join(home, 'node_modules'), join(copy, 'node_modules'))
  fill(root, { 'c/a.jsonl': lines([{ text: '手机13912345678，请回电。' }]) })
})

function scan(out: string): { status: number; stderr: string } {
  try {
    execFileSync(process.execPath, [join(copy, 'bin/dataaudit.js'), 'scan', 'c', '--no-config', '-q', '-o', out], {
      cwd: root,
      env: environment(),
      stdio: 'pipe',
    })
    return { status: 0, stderr: '' }
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer }
    return { status, stderr: stderr.toString('utf8') }
  }
}

describe('a program with what its build worked out', () => {
  it('gives the report of one without, byte for byte', () => {
    const before = scan('with').status
    const made = ['built-rules.json', 'built-gates.json'].map((name) => join(copy, 'dist/rules', name))
    const kept = made.map((path) => readFileSync(path))
    for (const path of made) rmSync(path)
    expect(scan('without').status).toBe(before)
    for (const [at, path] of made.entries()) writeFileSync(path, kept[at]!)
    for (const name of ['report.json', 'findings.jsonl']) {
      expect(readFileSync(join(root, 'without', name)).equals(readFileSync(join(root, 'with', name)))).toBe(true)
    }
  })

  it('tests a pack again whose bytes differ, if only by a comment', () => {
    const original = readFileSync(join(copy, rule), 'utf8')
    appendFileSync(join(copy, rule), '\n# A comment.\n')
    scan('comment')
    const packOf = (out: string) => reportOf(join(root, out)).rulePacks.find((pack) => pack.name === 'pii-cn')!
    expect(packOf('comment').digest).not.toEqual(packOf('with').digest)
    expect(packOf('comment').semanticDigest).toEqual(packOf('with').semanticDigest)
    // An example that cannot match: the pack must be refused.
    const broken = original.replace(/(\n {2}match:\n {4}- \{text: ).*/, "$1'nothing here'}")
    expect(broken).not.toBe(original)
    writeFileSync(join(copy, rule), broken)
    const ran = scan('broken')
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain('pii-cn/mobile')
    writeFileSync(join(copy, rule), original)
  })
})
