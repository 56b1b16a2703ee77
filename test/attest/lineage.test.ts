import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateKey } from '../../src/attest/keys.ts'
import { readParent, sortParents } from '../../src/attest/lineage.ts'
import type { Parent } from '../../src/attest/statement.ts'
import { type VerifyOptions, verify } from '../../src/attest/verify.ts'
import { files, type Parts, renderHtml, type Signed, sampleReport, sha256, signedSet, version } from './sample.ts'

/** Lineage: statements that name earlier reports by digest are verified as one chain. */

const key = generateKey()
const hour = (n: number) => `2026-01-01T${String(n).padStart(2, '0')}:00:00Z`
/** A report of its own kind, so that its digest is its own. */
const made = (name: string, parents: readonly Parent[] = [], parts: Parts = {}) =>
  signedSet({ key, parents, contents: { ...files, [name]: name }, ...parts })
const parentOf = (set: Signed) => readParent(set.folder, 'it')
const check = (set: Signed, chain?: readonly Signed[], options: VerifyOptions = {}) =>
  verify(set.folder, {
    keys: [key.publicKey],
    toolVersion: version,
    renderHtml,
    ...(chain === undefined ? {} : { chain: chain.map((one) => one.folder) }),
    ...options,
  })
const refused = (code: string) => expect.objectContaining({ ok: false, exit: 'verification', code })

describe('a chain of statements', () => {
  it('holds from a report to all it follows from, in whatever order its folders are given', async () => {
    const [raw, other] = [await made('raw'), await made('other')]
    const cleaned = await made('cleaned', [await parentOf(raw)])
    const merged = await made('merged', sortParents([await parentOf(cleaned), await parentOf(other)]))
    for (const chain of [
      [cleaned, other, raw],
      [raw, other, cleaned],
    ]) {
      const result = await check(merged, chain)
      expect(result).toMatchObject({ ok: true })
      expect(result.checks).toContainEqual(
        expect.objectContaining({
          status: 'passed',
          code: 'lineage',
          words: expect.objectContaining({ en: expect.stringContaining('3 earlier') }),
        }),
      )
    }
    // A corpus may be of several parts that come from one.
    const twice = await made('twice', sortParents([await parentOf(raw), await parentOf(cleaned)]))
    expect(await check(twice, [raw, cleaned])).toMatchObject({ ok: true })
  })

  it('is said to be unfollowed when no folders are given', async () => {
    const raw = await made('raw')
    const result = await check(await made('cleaned', [await parentOf(raw)]))
    expect(result).toMatchObject({ ok: true })
    expect(result.checks).toContainEqual(expect.objectContaining({ status: 'noted', code: 'lineage.not-checked' }))
    expect((await check(raw)).checks.some((row) => row.step === 'lineage')).toBe(false)
  })

  it('breaks where a link is missing, a stranger is among them, or one was swapped', async () => {
    const [raw, other] = [await made('raw'), await made('other')]
    const cleaned = await made('cleaned', [await parentOf(raw)])
    const last = await made('last', [await parentOf(cleaned)])
    expect(await check(last, [cleaned])).toEqual(refused('lineage.parent-missing'))
    expect(await check(last, [])).toEqual(refused('lineage.parent-missing'))
    expect(await check(last, [cleaned, raw, other])).toEqual(refused('lineage.unrelated'))
    expect(await check(raw, [other])).toEqual(refused('lineage.unrelated'))
    expect(await check(last, [cleaned, other])).toEqual(refused('lineage.parent-missing'))
    expect(await check(last, [cleaned, last])).toEqual(refused('lineage.parent-missing'))
  })

  it('breaks where an earlier report was changed, is not signed, or is signed by somebody else', async () => {
    const raw = await made('raw')
    const cleaned = await made('cleaned', [await parentOf(raw)])
    const report = join(raw.folder, 'report.json')
    const text = await readFile(report, 'utf8')
    await writeFile(report, text.replace('PASSED', 'FAILED'))
    const changed = await check(cleaned, [raw])
    expect(changed).toEqual(refused('report.json-changed'))
    expect(changed.words.en).toContain('earlier report 1')
    await writeFile(report, text)
    await rm(join(raw.folder, 'report.sigstore.json'))
    expect(await check(cleaned, [raw])).toEqual(refused('signature.missing'))
    const stranger = await signedSet({ contents: { ...files, raw: 'raw' } })
    await copyFile(join(stranger.folder, 'report.sigstore.json'), join(raw.folder, 'report.sigstore.json'))
    expect(await check(cleaned, [raw])).toEqual(refused('signature.invalid'))
  })

  it('breaks where times contradict it, and where report and corpus do not belong together', async () => {
    const raw = await made('raw', [], { run: { startedAt: hour(3), finishedAt: hour(4) } })
    const early = await made('early', [await parentOf(raw)], { run: { startedAt: hour(2), finishedAt: hour(5) } })
    expect(await check(early, [raw])).toEqual(refused('lineage.order'))
    const later = await made('later', [await parentOf(raw)], { run: { startedAt: hour(4), finishedAt: hour(5) } })
    expect(await check(later, [raw])).toMatchObject({ ok: true })
    const odd = await made('odd', [{ ...(await parentOf(raw)), corpus: { digest: { sha256: sha256('x') } } }])
    expect(await check(odd, [raw])).toEqual(refused('lineage.parent-differs'))
  })

  it('cannot be bent in the statement: the parents are signed', async () => {
    const raw = await made('raw')
    const cleaned = await made('cleaned', [await parentOf(raw)])
    const bundle = join(cleaned.folder, 'report.sigstore.json')
    const json = JSON.parse(await readFile(bundle, 'utf8')) as { dsseEnvelope: { payload: string } }
    const text = Buffer.from(json.dsseEnvelope.payload, 'base64').toString()
    const alone = text.replace(/"parents":\[[^\]]*\],/, '')
    expect(alone).not.toBe(text)
    json.dsseEnvelope.payload = Buffer.from(alone).toString('base64')
    await writeFile(bundle, JSON.stringify(json))
    expect(await check(cleaned, [raw])).toEqual(refused('signature.invalid'))
  })
})

describe('naming a parent', () => {
  it('takes a folder, a statement or a bundle, and says the same of each', async () => {
    const set = await made('raw')
    const parent = await parentOf(set)
    expect(parent).toEqual({
      report: { digest: { sha256: set.statement.subject[1]!.digest.sha256 } },
      corpus: { digest: { sha256: sampleReport({ ...files, raw: 'raw' }).corpus.manifest.digest.sha256 } },
    })
    for (const name of ['statement.json', 'report.sigstore.json']) expect(await readParent(join(set.folder, name), 'it')).toEqual(parent)
    await rm(join(set.folder, 'statement.json'))
    expect(await parentOf(set)).toEqual(parent)
    expect(sortParents([parent, parent])).toEqual([parent])
  })

  it('refuses what is no report, and a folder whose report is not the one of its statement', async () => {
    const set = await made('raw')
    await expect(readParent(join(set.folder, 'nowhere'), 'nowhere')).rejects.toMatchObject({ exit: 'usage', code: 'parent.unreadable' })
    await expect(readParent(set.corpus, 'corpus')).rejects.toMatchObject({ exit: 'usage', code: 'parent.unreadable' })
    await expect(readParent(join(set.folder, 'report.json'), 'r')).rejects.toMatchObject({ exit: 'verification' })
    await writeFile(join(set.folder, 'report.json'), '{}')
    await expect(parentOf(set)).rejects.toMatchObject({ exit: 'verification', code: 'parent.changed' })
    const many = Array.from({ length: 65 }, (_, n) => ({
      report: { digest: { sha256: sha256(`${n}`) } },
      corpus: { digest: { sha256: sha256('') } },
    }))
    expect(() => sortParents(many)).toThrow(expect.objectContaining({ exit: 'usage', code: 'parent.too-many' }))
  })
})
