import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBundle, signerOf } from '../../src/attest/bundle.ts'
import { verify } from '../../src/attest/verify.ts'
import { Stop } from '../../src/stop.ts'
import { type Json, renderHtml, type Signed, signedSet, version } from './sample.ts'

/** Every byte of a signed set, flipped one at a time: nothing that says something else may pass. */

let place: string
let set: Signed
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'dataaudit-mutation-'))
  set = await signedSet({ contents: { 'a.jsonl': '{"text":"a"}\n', 'sub/b.txt': 'bb', 'back\\slash': 'e' } }, place)
})
afterAll(() => rm(place, { recursive: true, force: true }))

const check = () => verify(set.folder, { keys: [set.key.publicKey], corpus: [set.corpus], toolVersion: version, renderHtml })
/** Case bit, low bit, high bit: letters become other letters, digits other digits, ASCII leaves ASCII. */
const masks = [0x20, 0x01, 0x80]

async function flipEach(path: string, masks: readonly number[], judge: (at: number) => Promise<void>, stride = 1) {
  const bytes = await readFile(path)
  expect(bytes.length).toBeGreaterThan(0)
  for (const mask of masks) {
    for (let at = 0; at < bytes.length; at += stride) {
      const other = Buffer.from(bytes)
      other[at]! ^= mask
      await writeFile(path, other)
      await judge(at)
    }
  }
  await writeFile(path, bytes)
}

describe('one byte at a time', () => {
  it('the set is good to begin with and at the end of each round', async () => {
    expect(await check()).toMatchObject({ ok: true })
  })

  it('the bundle: what still verifies carries the same signed bytes, and differs in hints or base64 alphabet only', async () => {
    const bytes = await readFile(join(set.folder, 'report.sigstore.json'))
    const bare = (text: Uint8Array) => {
      const json: Json = JSON.parse(Buffer.from(text).toString())
      delete json.verificationMaterial.publicKey.hint
      delete json.dsseEnvelope.signatures[0].keyid
      return json
    }
    let passed = 0
    let refused = 0
    // The payload is the bulk: every third of its bytes with one mask, each byte of all the rest with three.
    const start = bytes.indexOf('"payload":"')
    const end = bytes.indexOf('"', start + 12)
    for (const mask of masks) {
      for (let at = 0; at < bytes.length; at++) {
        if (at > start + 12 && at < end && (mask !== 0x01 || at % 3 !== 0)) continue
        const other = Buffer.from(bytes)
        other[at]! ^= mask
        try {
          const read = readBundle(other)
          signerOf(read, [set.key.publicKey])
          expect(read.payload.equals(set.payload)).toBe(true)
          expect(bare(other)).toEqual(bare(bytes))
          passed++
        } catch (error) {
          if (!(error instanceof Stop) || error.exit !== 'verification') throw error
          refused++
        }
      }
    }
    // The hint (44 characters) and the empty key id are all that may change.
    expect(passed).toBeLessThanOrEqual(masks.length * (44 + '"hint"'.length + '"keyid"'.length))
    expect(passed).toBeGreaterThan(0)
    expect(refused).toBeGreaterThan(bytes.length / 3)
  }, 60_000)

  it.each(['report.json', 'report.html', 'findings.jsonl', 'corpus.sha256'])(
    '%s',
    async (name) => {
      // One mask is enough here, and every 29th byte of report.json: what is compared is a digest.
      const judge = async () => {
        const result = await check()
        expect(result).toMatchObject({ ok: false, exit: 'verification' })
        expect(result.code).toMatch(/^report\./)
      }
      await flipEach(join(set.folder, name), [0x01], judge, name === 'report.json' ? 29 : 1)
      expect(await check()).toMatchObject({ ok: true })
    },
    60_000,
  )

  it('the corpus', { timeout: 60_000 }, async () => {
    for (const name of ['a.jsonl', 'sub/b.txt', 'back\\slash']) {
      await flipEach(join(set.corpus, name), masks, async () => {
        expect(await check()).toMatchObject({ ok: false, exit: 'verification', code: 'corpus.changed' })
      })
    }
    expect(await check()).toMatchObject({ ok: true })
  })

  it('leaves no file of its own behind', async () => {
    expect((await readdir(set.folder)).sort()).toEqual([
      'corpus.sha256',
      'findings.jsonl',
      'report.html',
      'report.json',
      'report.sigstore.json',
      'statement.json',
    ])
  })
})
