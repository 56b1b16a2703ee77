import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { fill, skipped } from '../cli/kit.ts'
import { stampAuthority } from './authority.ts'
import { blocks, type Desk, desk, linesOf, missing, tampers } from './documented.ts'
import type { Json } from './sample.ts'

/**
 * docs/verify.md and docs/signing.md, typed exactly as they are written, line by line: a genuine folder is accepted, tampered ones are refused by every
 * line that looks at what was changed. A line whose program is not here says SKIPPED.
 */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const report = ['the verdict in the statement', 'report.json', 'report.html', 'corpus.sha256', 'another key']
const corpus = ['a corpus file', 'one more corpus file']
/** What only a look at the signature shows. */
const signatures = ['the verdict in the statement', 'another key']

interface Typed {
  readonly line: string
  readonly needs: readonly string[]
  /** What it refuses; everything else it accepts, because it does not look there. */
  readonly refuses: readonly string[]
}
const tools = ['openssl', 'jq', 'sha256sum', 'find', 'git']
const expected: { readonly [heading: string]: readonly Omit<Typed, 'line'>[] } = {
  'With openssl, jq and coreutils': [
    { needs: tools, refuses: report },
    { needs: tools, refuses: [...report, ...corpus] },
    { needs: ['sha256sum'], refuses: ['corpus.sha256', 'a corpus file'] },
  ],
  'With cosign': [{ needs: ['cosign'], refuses: ['the verdict in the statement', 'corpus.sha256', 'another key'] }],
  'With dataaudit': [
    { needs: [], refuses: [...report, ...corpus] },
    // The policy has its own key.
    { needs: [], refuses: [...report.filter((name) => name !== 'another key'), ...corpus] },
  ],
}
const typed: readonly Typed[] = Object.entries(expected).flatMap(([heading, rows]) => {
  const lines = blocks('verify.md', heading).flatMap(linesOf)
  expect(lines.length, heading).toBe(rows.length)
  return lines.map((line, i) => ({ line, ...rows[i]! }))
})

describe.each(['p256', 'ed25519'] as const)('docs/verify.md, with a %s key', (algorithm) => {
  let genuine: Desk
  beforeAll(() => {
    genuine = desk(algorithm)
  })

  // What dataaudit does with either kind of key is tried elsewhere; a line that looks at files looks at them in the same way whatever the key.
  const tried = Object.entries(tampers).filter(([name]) => algorithm === 'p256' || signatures.includes(name))
  it.each(typed.filter(({ line }) => algorithm === 'p256' || !line.startsWith('dataaudit')))('$line', ({ line, needs, refuses }) => {
    const absent = missing(needs)
    if (absent.length > 0) return skipped(`docs/verify.md: ${line}`, `${absent.join(', ')} not installed`)
    const good = genuine.copy().type(line)
    expect(good.status, good.output).toBe(0)
    for (const [name, tamper] of tried) {
      const bent = genuine.copy()
      tamper(bent.cwd)
      const { status, output } = bent.type(line)
      expect(`${name}: ${status === 0 ? 'accepted' : 'refused'}`, output).toBe(
        `${name}: ${refuses.includes(name) ? 'refused' : 'accepted'}`,
      )
      if (line.startsWith('dataaudit')) expect(status === 0 || status === 4, `${name}: exit ${status}: ${output}`).toBe(true)
    }
  })

  it('names the key as it says', () => {
    const absent = missing(['openssl'])
    if (absent.length > 0) return skipped('docs/verify.md: the id of a key', 'openssl not installed')
    const [policy] = blocks('verify.md', 'With dataaudit', 'yaml')
    const command = /# SHA-256 of the key: (.*)/.exec(policy!)![1]!
    const id = genuine.type(command).output.slice(0, 64)
    expect(readFileSync(join(genuine.cwd, 'dataaudit.trust.yaml'), 'utf8')).toContain(`id: "${id}"`)
  })
})

describe('docs/signing.md', () => {
  const absent = missing(['openssl', 'jq', 'base64'])
  if (absent.length > 0) skipped('docs/signing.md', `${absent.join(', ')} not installed`)
  const type = (place: Desk, lines: readonly string[]) => {
    for (const line of lines) {
      const { status, output } = place.type(line)
      expect(status, `${line}\n${output}`).toBe(0)
    }
  }
  let genuine: Desk
  beforeAll(() => {
    genuine = desk()
  })

  it.skipIf(absent.length > 0)('a key that stays where it is', () => {
    const place = genuine.copy()
    const [block] = blocks('signing.md', 'A key that stays where it is')
    type(place, ['rm dataaudit-report/report.sigstore.json', ...linesOf(block!), 'dataaudit verify --key signer.pub --corpus data'])
  })

  it.skipIf(absent.length > 0)('SM2: signs, verifies, and is verified by openssl alone', () => {
    const place = genuine.copy()
    const [sign, verify] = blocks('signing.md', 'SM2 and SM3').map(linesOf)
    type(place, sign!)
    expect(verify!.at(-1)).toMatch(/^openssl dgst -sm3 /)
    type(place, verify!)
    const envelope = join(place.cwd, 'dataaudit-report/report.sm2.dsse.json')
    const kept = readFileSync(envelope, 'utf8')
    const bends: readonly ((json: Json) => void)[] = [
      (json) => {
        const text = Buffer.from(json.payload, 'base64').toString().replace('"PASSED"', '"WARNED"')
        json.payload = Buffer.from(text).toString('base64')
      },
      (json) => {
        const sig = Buffer.from(json.signatures[0].sig, 'base64')
        sig[sig.length - 1]! ^= 1
        json.signatures[0].sig = sig.toString('base64')
      },
    ]
    for (const bend of bends) {
      const json: Json = JSON.parse(kept)
      bend(json)
      writeFileSync(envelope, JSON.stringify(json))
      type(place, verify!.slice(0, -1))
      expect(place.type(verify!.at(-1)!).status).not.toBe(0)
      expect(place.type(sign!.at(-1)!)).toMatchObject({ status: 4 })
    }
    writeFileSync(envelope, kept)
    type(place, [
      'openssl genpkey -algorithm SM2 -out other.key && openssl pkey -in other.key -pubout -out sm2.pub',
      ...verify!.slice(0, -1),
    ])
    expect(place.type(verify!.at(-1)!).status).not.toBe(0)
  })

  it.skipIf(absent.length > 0)('a time by hand, from an authority of this test', () => {
    const place = genuine.copy()
    const block = blocks('signing.md', 'A time that somebody else vouches for').find((text) => text.includes('openssl ts -query'))!
    const lines = linesOf(block)
    const ask = lines.findIndex((line) => line.includes('openssl ts -query'))
    type(place, lines.slice(0, ask + 1))
    const tsa = stampAuthority(place.cwd)
    writeFileSync(join(place.cwd, 'r.tsr'), tsa.stamp(readFileSync(join(place.cwd, 'q.tsq'))))
    writeFileSync(join(place.cwd, 'root.pem'), tsa.root)
    type(place, lines.slice(ask + 1))
    const said = /`(openssl ts -verify [^`]*)`/.exec(readFileSync(new URL('../../docs/signing.md', import.meta.url), 'utf8'))![1]!
    type(place, [said, 'dataaudit verify --key signer.pub --corpus data'])
    writeFileSync(join(place.cwd, 'sig'), 'another')
    expect(place.type(said).status).not.toBe(0)
  })

  it('reports that follow from others, and the same scan again', () => {
    const place = genuine.copy()
    fill(place.cwd, { 'clean/corpus/a.jsonl': [{ text: 'the tide table is printed every spring' }] })
    const [chain] = blocks('signing.md', 'Reports that follow from others')
    type(place, linesOf(chain!))
    const [again] = blocks('signing.md', 'The same scan again')
    // The second line names a rule pack of the reader's own.
    type(place, linesOf(again!).slice(0, 1))
  })
})
