import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { bin, environment, fill, folder } from '../cli/kit.ts'
import type { Json } from './sample.ts'

/** The documents on signing and verifying, tried as they are written: their code blocks, and a place where each of their lines can be typed. */

const docs = fileURLToPath(new URL('../../docs/', import.meta.url))

/** The blocks of a document in one language that stand below a heading; continued lines are one line. */
export function blocks(document: string, heading: string, language = 'sh'): readonly string[] {
  const text = readFileSync(join(docs, document), 'utf8')
  const from = text.indexOf(`\n## ${heading}\n`)
  expect(from, `${document}: ${heading}`).toBeGreaterThan(0)
  const next = text.indexOf('\n## ', from + 4)
  const section = text.slice(from, next < 0 ? undefined : next)
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((m) => m[1]!.replaceAll('\\\n', ' '))
}

/** The lines to type of a block; a line that is all comment is not. */
export const linesOf = (block: string): readonly string[] => block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))

/** What a folder of programs holds so that `dataaudit` is one of them. */
function programs(): string {
  const place = folder()
  const path = join(place, 'dataaudit')
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`)
  chmodSync(path, 0o755)
  return place
}

/** A folder as whoever verifies has it: report, public key, corpus, recipe, and the trust policy of the document with its blanks filled. */
export interface Desk {
  readonly cwd: string
  /** Types one line there. */
  type(line: string): { readonly status: number | null; readonly output: string }
  /** The same in a copy of the folder, which may be tampered with. */
  copy(): Desk
}

/** @param path further folders of programs */
export function desk(algorithm: 'p256' | 'ed25519' = 'p256', path: readonly string[] = []): Desk {
  const cwd = fill(folder(), {
    'data/a.jsonl': [{ text: 'the tide table is printed every spring' }, { text: 'and the harbour keeps a copy' }],
    'data/sub/with space.txt': 'plain words\n',
    'data/.git/config': 'not part of the corpus\n',
    'data/空.txt': '',
  })
  const here = deskAt(cwd, [programs(), ...path, process.env.PATH].join(':'))
  const must = (line: string) => {
    const { status, output } = here.type(line)
    expect(status, `${line}\n${output}`).toBe(0)
    return output
  }
  copyFileSync(join(docs, 'verify.sh'), join(cwd, 'verify.sh'))
  must(`dataaudit keygen --alg ${algorithm} --no-encrypt --out dataaudit`)
  must('cp dataaudit.key signer.key && cp dataaudit.pub signer.pub')
  must('dataaudit scan data --no-config --quiet --key dataaudit.key')
  const id = must(`node -e "${digestOfKey}" dataaudit.pub`)
  const report: Json = JSON.parse(readFileSync(join(cwd, 'dataaudit-report/report.json'), 'utf8'))
  const pack = report.rulePacks.find((one: Json) => one.name === 'pii-cn')
  const [policy] = blocks('verify.md', 'With dataaudit', 'yaml')
  const pem = readFileSync(join(cwd, 'dataaudit.pub'), 'utf8').trim().split('\n').slice(1)
  const filled = policy!
    .replace('id: "…"', `id: "${id}"`)
    .replace('alg: p256', `alg: ${algorithm}`)
    .replace('      …\n', pem.map((line) => `      ${line}\n`).join(''))
    .replace('sha256:…', `sha256:${pack.digest.sha256}`)
  expect(filled.replace(/#.*$/gm, '')).not.toContain('…')
  writeFileSync(join(cwd, 'dataaudit.trust.yaml'), filled)
  return here
}

function deskAt(cwd: string, PATH: string): Desk {
  return {
    cwd,
    type(line) {
      const done = spawnSync('sh', ['-c', line], { cwd, env: { ...environment(), PATH }, encoding: 'utf8', timeout: 120_000, input: '' })
      return { status: done.status, output: `${done.stdout}${done.stderr}` }
    },
    copy() {
      const other = folder()
      cpSync(cwd, other, { recursive: true })
      return deskAt(other, PATH)
    },
  }
}

const digestOfKey =
  "const c = require('crypto'); process.stdout.write(c.createHash('sha256').update(c.createPublicKey(require('fs').readFileSync(process.argv[1])).export({ type: 'spki', format: 'der' })).digest('hex'))"

/** Programs of a line that are not here, of those it may call. */
export function missing(names: readonly string[], path: readonly string[] = []): readonly string[] {
  const PATH = [...path, process.env.PATH].join(':')
  return names.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`], { env: { ...environment(), PATH } }).status !== 0)
}

/** What may be done to a signed folder, and to its corpus. */
export const tampers: { readonly [name: string]: (cwd: string) => void } = {
  'the verdict in the statement': (cwd) => {
    const path = join(cwd, 'dataaudit-report/report.sigstore.json')
    const json: Json = JSON.parse(readFileSync(path, 'utf8'))
    const text = Buffer.from(json.dsseEnvelope.payload, 'base64').toString()
    expect(text).toContain('"PASSED"')
    json.dsseEnvelope.payload = Buffer.from(text.replaceAll('"PASSED"', '"WARNED"')).toString('base64')
    writeFileSync(path, JSON.stringify(json))
  },
  'report.json': (cwd) => bend(join(cwd, 'dataaudit-report/report.json')),
  'report.html': (cwd) => bend(join(cwd, 'dataaudit-report/report.html')),
  'corpus.sha256': (cwd) => bend(join(cwd, 'dataaudit-report/corpus.sha256')),
  'a corpus file': (cwd) => bend(join(cwd, 'data/a.jsonl')),
  'one more corpus file': (cwd) => writeFileSync(join(cwd, 'data/more.txt'), 'x'),
  'another key': (cwd) => {
    spawnSync(process.execPath, [bin, 'keygen', '--no-encrypt', '--out', join(cwd, 'other')])
    for (const name of ['dataaudit.pub', 'signer.pub']) copyFileSync(join(cwd, 'other.pub'), join(cwd, name))
  },
}

/** One bit of one byte, in the middle. */
function bend(path: string): void {
  const bytes = readFileSync(path)
  const at = Math.floor(bytes.length / 2)
  bytes[at]! ^= 1
  writeFileSync(path, bytes)
}
