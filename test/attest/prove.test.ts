import { readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { generateKey, publicKeyPem } from '../../src/attest/keys.ts'
import { lineReader } from '../../src/attest/manifest.ts'
import { prove, verifyProof } from '../../src/attest/prove.ts'
import { loadTrust } from '../../src/attest/trust.ts'
import { manifestLine } from '../../src/corpus/index.ts'
import { canonicalBytes } from '../../src/notation/jcs.ts'
import { files, type Json, sha256, signedSet } from './sample.ts'

/** Case 38 end to end: a proof about one file, its signature, and what cannot be made of it. */

const proven = async (path = 'sub/b.txt') => {
  const set = await signedSet()
  const proof: Json = structuredClone(await prove(set.folder, { path }))
  const check = (bytes: Uint8Array | Json = proof, file?: string, key = set.key) =>
    verifyProof(bytes instanceof Uint8Array ? bytes : canonicalBytes(bytes), { keys: [key.publicKey] }, file)
  return { set, proof, check }
}
const refused = (code: string) => expect.objectContaining({ ok: false, exit: 'verification', code })

describe('prove and verify --proof', () => {
  it('proves every file of the corpus, by path and by line, and names no other', async () => {
    const { set, check } = await proven()
    for (const [index, path] of Object.keys(files).entries()) {
      const proof = await prove(set.folder, { path })
      expect(proof).toEqual(await prove(set.folder, { line: index + 1 }))
      expect(proof).toMatchObject({ index, treeSize: 5, line: manifestLine(sha256(files[path]!), path) })
      const text = Buffer.from(canonicalBytes(proof)).toString()
      for (const other of Object.keys(files)) if (other !== path) expect(text.includes(`  ${other}\\n`)).toBe(false)
      const result = await check(canonicalBytes(proof), join(set.corpus, path))
      expect(result).toMatchObject({ ok: true, exit: 'passed', verdict: 'PASSED', signers: [set.key.publicKey.id] })
      expect(result.checks.map((row) => row.code)).toEqual(['signature', 'proof', 'corpus'])
    }
  })

  it('needs a trusted key like every verification', async () => {
    const { proof, check } = await proven()
    expect(await check(proof, undefined, generateKey())).toEqual(refused('signature.invalid'))
    expect(await verifyProof(canonicalBytes(proof), {})).toEqual(refused('signature.signer-unknown'))
    expect(await check({ ...proof, bundles: [] })).toEqual(refused('signature.missing'))
  })

  it('holds the report against a trust policy', async () => {
    const { set, proof } = await proven()
    const { publicKey } = set.key
    const policy = (verdict: string) =>
      loadTrust(
        JSON.stringify({
          version: 1,
          keys: [{ id: publicKey.id, pem: publicKeyPem(publicKey), alg: 'p256' }],
          require: { verdict: [verdict] },
        }),
        'trust.yaml',
      )
    const trust = (verdict: string) => ({ trust: { policy: policy(verdict), now: new Date() } })
    expect(await verifyProof(canonicalBytes(proof), trust('PASSED'))).toMatchObject({ ok: true })
    expect(await verifyProof(canonicalBytes(proof), trust('FAILED'))).toEqual(refused('policy.verdict'))
    await expect(verifyProof(canonicalBytes(proof), { ...trust('PASSED'), keys: [publicKey] })).rejects.toMatchObject({ exit: 'usage' })
  })

  it.each<[string, (proof: Json) => void]>([
    ['another line', (proof) => (proof.line = manifestLine(sha256('forged'), 'sub/b.txt'))],
    ['another name', (proof) => (proof.line = manifestLine(sha256('b'), 'sub/c.txt'))],
    ['another index', (proof) => proof.index++],
    ['another size', (proof) => proof.treeSize++],
    ['a shorter path', (proof) => proof.path.pop()],
    ['a longer path', (proof) => proof.path.push(proof.path[0])],
    ['no path', (proof) => (proof.path = [])],
    ['a node of the tree as the line', (proof) => (proof.line = Buffer.from(proof.path.join(''), 'hex').toString('latin1'))],
    ['two lines as one', (proof) => (proof.line += manifestLine(sha256('d'), 'with space.txt'))],
    ['a line without its newline', (proof) => (proof.line = proof.line.trimEnd())],
  ])('refuses %s', async (_, bend) => {
    const { proof, check } = await proven()
    bend(proof)
    expect(await check()).toEqual(refused('signature.proof-invalid'))
  })

  it('refuses what is no proof', async () => {
    const { proof, check } = await proven()
    const text = Buffer.from(canonicalBytes(proof)).toString()
    for (const bad of ['{}', '[', text.replace('"index"', '"index":0,"index"'), text.replace('inclusion-proof:v1', 'inclusion-proof:v2')])
      expect(await check(Buffer.from(bad))).toEqual(refused('signature.proof-malformed'))
    expect(await verifyProof('too-large', {})).toEqual(refused('signature.proof-malformed'))
    expect(await check({ ...proof, more: 1 })).toEqual(refused('signature.proof-malformed'))
  })

  it('compares the file, when there is one', async () => {
    const { set, proof, check } = await proven()
    expect(await check(proof, join(set.corpus, 'a.jsonl'))).toEqual(refused('corpus.changed'))
    expect(await check(proof, join(set.corpus, 'none'))).toMatchObject({ ok: false, exit: 'incomplete', code: 'corpus.unreadable' })
    const alone = await check(proof)
    expect(alone).toMatchObject({ ok: true })
    expect(alone.checks).toContainEqual(expect.objectContaining({ status: 'noted', code: 'corpus.not-checked' }))
  })

  it('is made only of a signed folder with the signed manifest, for a file that is in it', async () => {
    const { set } = await proven()
    const fails = (code: string, wanted: Parameters<typeof prove>[1] = { line: 1 }) =>
      expect(prove(set.folder, wanted)).rejects.toMatchObject({ code })
    await fails('prove.no-such-file', { path: 'none' })
    await fails('prove.no-such-file', { line: 6 })
    const manifest = await readFile(join(set.folder, 'corpus.sha256'), 'utf8')
    for (const text of [manifest.replace('empty', 'emptx'), `${manifest}x`, manifest.slice(manifest.indexOf('\n') + 1)]) {
      await writeFile(join(set.folder, 'corpus.sha256'), text)
      await fails('report.manifest-changed')
    }
    await unlink(join(set.folder, 'corpus.sha256'))
    await fails('report.manifest-changed')
    await unlink(join(set.folder, 'report.sigstore.json'))
    await fails('prove.unsigned')
  })
})

it('keeps nothing of a manifest of 300,000 lines but a few hashes', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const lines = 300_000
  const reader = lineReader(lines, (_entry, _bytes, line) => line === 123_456)
  const digest = sha256('x')
  collect()
  const before = process.memoryUsage().heapUsed
  for (let n = 0; n < lines; n += 1000) {
    const piece = Array.from({ length: 1000 }, (_, at) => manifestLine(digest, `f${String(n + at).padStart(8, '0')}`)).join('')
    reader.add(Buffer.from(piece))
  }
  collect()
  // Kept, the entries alone would be some 60 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(2 * 1024 * 1024)
  const sum = reader.end()
  expect(sum).toMatchObject({ lines, proof: { index: 123_455, treeSize: lines } })
  expect('proof' in sum && sum.proof!.path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(lines)))
})
