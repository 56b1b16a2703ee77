import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { appendFile, copyFile, link, mkdir, readFile, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { bundleBytes } from '../../src/attest/bundle.ts'
import { generateKey, publicKeyPem } from '../../src/attest/keys.ts'
import { handOff } from '../../src/attest/statement.ts'
import { loadTrust } from '../../src/attest/trust.ts'
import { type VerifyOptions, verify } from '../../src/attest/verify.ts'
import { manifestLine } from '../../src/corpus/index.ts'
import { canonicalBytes } from '../../src/notation/jcs.ts'
import {
  config,
  files,
  type Json,
  manifestOf,
  pack,
  renderHtml,
  rootOf,
  type Signed,
  sampleReport,
  sha256,
  signedSet,
  signPae,
  version,
  writeFiles,
} from './sample.ts'

const run = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T01:00:00Z' }
const now = new Date('2026-01-10T00:00:00Z')

const check = (set: Signed, options: VerifyOptions = {}) =>
  verify(set.folder, { keys: [set.key.publicKey], corpus: [set.corpus], toolVersion: version, renderHtml, ...options })
const expectPassed = async (set: Signed, options: VerifyOptions = {}) => {
  const result = await check(set, options)
  expect(result.checks.filter((row) => row.status === 'failed' || row.status === 'unreadable')).toEqual([])
  expect(result).toMatchObject({ ok: true, exit: 'passed' })
  return result
}
const expectRefused = async (set: Signed, code: string, options: VerifyOptions = {}) => {
  const result = await check(set, options)
  expect(result).toMatchObject({ ok: false, exit: 'verification', code })
  expect(result.words.en).not.toBe('')
  expect(result.words.zh).not.toBe('')
  return result
}
const inside = (set: Signed, name: string) => join(set.folder, name)
const places = (result: Awaited<ReturnType<typeof verify>>, code: string) => result.checks.find((row) => row.code === code)?.places

describe('an untouched set', () => {
  it.each(['p256', 'ed25519'] as const)('passes with its %s key, and says everything it looked at', async (algorithm) => {
    const set = await signedSet({ algorithm, run })
    const result = await expectPassed(set)
    expect(result.checks.map((row) => row.code)).toEqual([
      'signature',
      'report.json',
      'report.html-identical',
      'report.findings',
      'report.manifest',
      'corpus',
    ])
    expect(result).toMatchObject({ signers: [set.key.publicKey.id], verdict: 'PASSED', complete: true })
  })

  it('says so when no corpus was given', async () => {
    const result = await verify((await signedSet()).folder, { keys: [] })
    expect(result.checks).toContainEqual(expect.objectContaining({ step: 'corpus', status: 'noted', code: 'corpus.not-checked' }))
  })

  it('case 40: the corpus may lie anywhere', async () => {
    const set = await signedSet()
    await rename(set.corpus, `${set.corpus}-moved`)
    await expectPassed({ ...set, corpus: `${set.corpus}-moved` })
  })

  it('case 65: opens no socket', async () => {
    const set = await signedSet()
    const connect = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('a socket was opened')
    })
    try {
      await expectPassed(set)
      expect(connect).not.toHaveBeenCalled()
    } finally {
      connect.mockRestore()
    }
  })
})

describe('A. signature', () => {
  it('case 8: without a key the best result is signature.signer-unknown', async () => {
    const set = await signedSet()
    const result = await verify(set.folder, { corpus: [set.corpus] })
    expect(result).toMatchObject({ ok: false, exit: 'verification', code: 'signature.signer-unknown', signers: [] })
    expect(result).not.toHaveProperty('verdict')
    expect(result.checks.filter((row) => row.status === 'failed')).toHaveLength(1)
    expect(await verify(set.folder, { keys: [] })).toMatchObject({ ok: false, code: 'signature.signer-unknown' })
  })

  it('case 3: a wrong key stops everything', async () => {
    const set = await signedSet()
    const result = await expectRefused(set, 'signature.invalid', { keys: [generateKey().publicKey] })
    expect(result.checks).toHaveLength(1)
    await expectPassed(set, { keys: [generateKey().publicKey, set.key.publicKey] })
  })

  it('an unsigned folder, and no folder', async () => {
    const set = await signedSet()
    await unlink(inside(set, 'report.sigstore.json'))
    await expectRefused(set, 'signature.missing')
    await expect(verify(`${set.folder}-none`, {})).rejects.toMatchObject({ exit: 'usage', code: 'verify.no-folder' })
    await expect(check(await signedSet(), { corpus: [`${set.folder}-none`] })).rejects.toMatchObject({
      exit: 'usage',
      code: 'corpus.not-found',
    })
  })

  it('case 11: a huge bundle is refused by its size', async () => {
    const set = await signedSet()
    const handle = await import('node:fs/promises').then((fs) => fs.open(inside(set, 'report.sigstore.json'), 'r+'))
    await handle.truncate(200 * 1024 * 1024)
    await handle.close()
    const before = process.memoryUsage().rss
    await expectRefused(set, 'signature.too-large')
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  })

  it('case 16: the bytes that were verified are the bytes that are used', async () => {
    const set = await signedSet()
    const forged = await signedSet({ report: { ...set.report, profile: 'forged' } })
    // The file changes as soon as it has been read: nothing later may look at it again.
    const fs = await import('node:fs/promises')
    const path = inside(set, 'report.sigstore.json')
    const opened = vi.fn()
    const handle = await fs.open(path)
    const prototype = Object.getPrototypeOf(handle) as { readFile: (...args: unknown[]) => Promise<Buffer> }
    await handle.close()
    const original = prototype.readFile
    const spy = vi.spyOn(prototype, 'readFile').mockImplementation(async function (this: unknown, ...args: unknown[]) {
      const bytes = await original.apply(this, args)
      if (bytes.includes('dsseEnvelope')) {
        opened()
        await copyFile(inside(forged, 'report.sigstore.json'), path)
      }
      return bytes
    })
    try {
      await expectPassed(set)
      expect(opened).toHaveBeenCalledTimes(1)
    } finally {
      spy.mockRestore()
    }
    await expectRefused(set, 'signature.invalid')
  })

  it('a bundle that is a pipe does not hang', async () => {
    const set = await signedSet()
    await unlink(inside(set, 'report.sigstore.json'))
    execFileSync('mkfifo', [inside(set, 'report.sigstore.json')])
    await expectRefused(set, 'signature.malformed')
  })
})

describe('trust policy: keys', () => {
  const policy = (keys: readonly { key: Signed['key']; [field: string]: unknown }[], rest: Json = {}) =>
    loadTrust(
      JSON.stringify({
        version: 1,
        keys: keys.map(({ key, ...fields }) => ({
          id: key.publicKey.id,
          pem: publicKeyPem(key.publicKey),
          alg: key.publicKey.algorithm,
          ...fields,
        })),
        ...rest,
      }),
      'trust.yaml',
    )
  const by = (set: Signed, ...args: Parameters<typeof policy>): VerifyOptions => ({
    ...{ corpus: [set.corpus], toolVersion: version, renderHtml },
    trust: { policy: policy(...args), now },
  })
  const judge = (set: Signed, ...args: Parameters<typeof policy>) => verify(set.folder, by(set, ...args))

  it('a key of the policy passes, another does not', async () => {
    const set = await signedSet()
    expect(await judge(set, [{ key: set.key }])).toMatchObject({ ok: true, signers: [set.key.publicKey.id] })
    expect(await judge(set, [{ key: generateKey() }])).toMatchObject({ ok: false, code: 'signature.invalid' })
  })

  it.each([
    ['revoked before now', { revokedAt: '2026-01-05T00:00:00Z' }, 'signature.key-revoked'],
    ['revoked this moment', { revokedAt: '2026-01-10T00:00:00Z' }, 'signature.key-revoked'],
    ['expired', { validUntil: '2026-01-09T23:59:59Z' }, 'signature.key-expired'],
    ['expired this moment', { validUntil: '2026-01-10T00:00:00Z' }, 'signature.key-expired'],
    ['not yet valid', { validFrom: '2026-01-10T00:00:01Z' }, 'signature.key-not-yet-valid'],
  ])('case 17: a key that is %s', async (_, fields, code) => {
    const set = await signedSet({ run })
    expect(await judge(set, [{ key: set.key, ...fields }])).toMatchObject({ ok: false, exit: 'verification', code })
  })

  it('case 17: a key within its time', async () => {
    const set = await signedSet()
    for (const validFrom of ['2026-01-01T00:00:00Z', '2026-01-10T00:00:00Z']) {
      const fields = { validFrom, validUntil: '2026-12-31T00:00:00Z', revokedAt: null }
      expect(await judge(set, [{ key: set.key, ...fields }])).toMatchObject({ ok: true })
    }
  })

  it('case 18: a threshold of two needs two keys, not one key twice', async () => {
    const set = await signedSet()
    const second = generateKey('ed25519')
    const keys = [{ key: set.key }, { key: second }]
    const other = (key: Signed['key']) =>
      writeFile(inside(set, 'report.00000002.sigstore.json'), bundleBytes(set.payload, signPae(set.payload, key), key.publicKey))
    expect(await judge(set, keys, { threshold: 2 })).toMatchObject({ ok: false, code: 'signature.threshold' })
    await other(set.key)
    expect(await judge(set, keys, { threshold: 2 })).toMatchObject({ ok: false, code: 'signature.threshold' })
    await other(generateKey())
    expect(await judge(set, keys, { threshold: 2 })).toMatchObject({ ok: false, code: 'signature.threshold' })
    await other(second)
    const good = await judge(set, keys, { threshold: 2 })
    expect(good.ok).toBe(true)
    expect(good.signers).toEqual([set.key.publicKey.id, second.publicKey.id].sort())
    expect(await judge(set, [{ key: set.key }, { key: second, revokedAt: '2026-01-01T00:00:00Z' }], { threshold: 2 })).toMatchObject({
      ok: false,
      code: 'signature.threshold',
    })
  })

  it('two trusted bundles over different statements are refused', async () => {
    const set = await signedSet()
    const payload = handOff({ ...set.statement, predicate: { ...set.statement.predicate, run } })['statement.json']
    await writeFile(inside(set, 'report.00000002.sigstore.json'), bundleBytes(payload, signPae(payload, set.key), set.key.publicKey))
    await expectRefused(set, 'signature.statements-differ')
  })

  it.each<[string, string, (file: Json) => void]>([
    ['an id that is not the key', 'trust.key-id', (file) => (file.keys[0].id = 'f'.repeat(64))],
    ['an algorithm that is not the key', 'trust.key-alg', (file) => (file.keys[0].alg = 'ed25519')],
    ['the same key twice', 'trust.key-id', (file) => file.keys.push(file.keys[0])],
    ['a threshold nobody can meet', 'trust.threshold', (file) => (file.threshold = 2)],
    ['no keys', 'trust.invalid', (file) => (file.keys = [])],
    ['an unknown member', 'trust.invalid', (file) => (file.treshold = 1)],
    ['a demand misspelt', 'trust.invalid', (file) => (file.require = { verdicts: ['PASSED'] })],
    ['a date without Z', 'trust.invalid', (file) => (file.keys[0].revokedAt = '2026-01-01')],
  ])('a policy with %s does not load', (_, code, bend) => {
    const key = generateKey()
    const file: Json = { version: 1, keys: [{ id: key.publicKey.id, pem: publicKeyPem(key.publicKey), alg: 'p256' }] }
    expect(loadTrust(JSON.stringify(file), 'trust.yaml').threshold).toBe(1)
    bend(file)
    expect(() => loadTrust(JSON.stringify(file), 'trust.yaml')).toThrow(
      expect.objectContaining({ exit: 'usage', code, message: expect.stringContaining('trust.yaml') }),
    )
  })

  const demands: [string, string, Json, Json][] = [
    ['the verdict', 'policy.verdict', { verdict: ['PASSED'] }, { verdict: ['WARNED', 'FAILED'] }],
    [
      '41: the rule pack',
      'policy.rule-pack',
      { rulePacks: [{ name: 'pii-cn', digest: [`sha256:${pack.sha256}`], minEnabled: 41 }] },
      { rulePacks: [{ name: 'pii-cn', digest: [`sha256:${'f'.repeat(64)}`] }] },
    ],
    [
      '41: a pack with too few rules on',
      'policy.rule-pack',
      {},
      { rulePacks: [{ name: 'pii-cn', digest: [`sha256:${pack.sha256}`], minEnabled: 42 }] },
    ],
    ['41: a pack that is absent', 'policy.rule-pack', {}, { rulePacks: [{ name: 'secrets', digest: [`sha256:${pack.sha256}`] }] }],
    ['47: the configuration', 'policy.config', { configDigest: [`sha256:${config.sha256}`] }, { configDigest: [`sha256:${pack.sha256}`] }],
    ['the tool', 'policy.tool', { minTool: '1.2.3' }, { minTool: '1.3.0' }],
    ['44: the age', 'policy.age', { maxAgeDays: 9 }, { maxAgeDays: 8 }],
    ['32: the ignore rules', 'policy.ignore', { allowIgnore: ['*.tmp', '.git/', 'x'] }, { allowIgnore: ['.git/'] }],
  ]
  it.each(demands)('case %s is met or not met', async (_, code, met, notMet) => {
    const set = await signedSet({ run })
    expect(await judge(set, [{ key: set.key }], { require: met })).toMatchObject({ ok: true })
    expect(await judge(set, [{ key: set.key }], { require: notMet })).toMatchObject({ ok: false, exit: 'verification', code })
  })

  it('case 44: no finish time, and one in the future, are both too old to say', async () => {
    const require = { maxAgeDays: 9000 }
    const none = await signedSet()
    expect(await judge(none, [{ key: none.key }], { require })).toMatchObject({ code: 'policy.age-unknown' })
    const future = await signedSet({ run: { finishedAt: '2026-01-11T00:00:00Z' } })
    expect(await judge(future, [{ key: future.key }], { require })).toMatchObject({ code: 'policy.age-unknown' })
    const odd = await signedSet({ run: { finishedAt: 'Jan 1 2026' } })
    expect(await judge(odd, [{ key: odd.key }], { require })).toMatchObject({ code: 'policy.age-unknown' })
    // Clocks differ by a few minutes.
    const ahead = await signedSet({ run: { finishedAt: '2026-01-10T00:04:00Z' } })
    expect(await judge(ahead, [{ key: ahead.key }], { require })).toMatchObject({ ok: true })
  })

  it('case 41: every pack of the name has to be a pinned one', async () => {
    const report: Json = sampleReport()
    const pinned = report.rulePacks.find((row: Json) => row.name === 'pii-cn')
    report.rulePacks.push({ ...pinned, digest: { sha256: 'f'.repeat(64) } })
    const set = await signedSet({ report })
    const require = { rulePacks: [{ name: 'pii-cn', digest: [`sha256:${pinned.digest.sha256}`] }] }
    expect(await judge(set, [{ key: set.key }], { require })).toMatchObject({ ok: false, code: 'policy.rule-pack' })
  })

  it('a pre-release is older than the version it comes before', async () => {
    const report: Json = sampleReport()
    report.tool.version = '1.3.0-rc.1'
    const set = await signedSet({ report })
    const tool = async (minTool: string) => (await judge(set, [{ key: set.key }], { require: { minTool } })).checks.map(({ code }) => code)
    expect(await tool('1.3.0')).toContain('policy.tool')
    expect(await tool('1.2.9')).not.toContain('policy.tool')
  })

  it.each<[string, (report: Json) => void]>([
    ['coverage is not complete', (report) => (report.coverage.complete = false)],
    ['the run is not complete', (report) => (report.results.complete = false)],
  ])('case 43: %s although the verdict is PASSED', async (_, bend) => {
    const report: Json = sampleReport()
    bend(report)
    const set = await signedSet({ report })
    expect(await judge(set, [{ key: set.key }])).toMatchObject({ ok: true })
    expect(await judge(set, [{ key: set.key }], { require: { coverageComplete: true, verdict: ['PASSED'] } })).toMatchObject({
      code: 'policy.coverage',
    })
  })

  it('a key and a policy together are refused', async () => {
    const set = await signedSet()
    await expect(check(set, by(set, [{ key: set.key }]))).rejects.toMatchObject({ exit: 'usage', code: 'verify.key-and-trust' })
  })
})

describe('B. report files', () => {
  it.each([
    ['report.json', 'report.json-changed'],
    ['report.html', 'report.html-changed'],
    ['findings.jsonl', 'report.findings-changed'],
    ['corpus.sha256', 'report.manifest-changed'],
  ])('cases 20, 34: %s with a byte more, a byte less, and gone', async (name, code) => {
    const set = await signedSet()
    const bytes = await readFile(inside(set, name))
    await writeFile(inside(set, name), Buffer.concat([bytes, Buffer.from('\n')]))
    await expectRefused(set, code)
    await writeFile(inside(set, name), bytes.subarray(0, -1))
    await expectRefused(set, code)
    await unlink(inside(set, name))
    await expectRefused(set, 'report.missing')
    await mkdir(inside(set, name))
    await expectRefused(set, 'report.not-a-file')
  })

  it('case 20: findings removed and reordered', async () => {
    const set = await signedSet()
    const lines = (await readFile(inside(set, 'findings.jsonl'), 'utf8')).split(/(?<=\n)/)
    await writeFile(inside(set, 'findings.jsonl'), lines.slice(1).join(''))
    await expectRefused(set, 'report.findings-changed')
    await writeFile(inside(set, 'findings.jsonl'), [...lines].reverse().join(''))
    await expectRefused(set, 'report.findings-changed')
  })

  it('findings and manifest may be withheld, when the caller says so, and the result says so', async () => {
    const set = await signedSet()
    await unlink(inside(set, 'findings.jsonl'))
    const result = await expectPassed(set, { withheld: ['findings.jsonl'] })
    expect(result.words.en).toContain('withheld')
    await unlink(inside(set, 'corpus.sha256'))
    await expectRefused(set, 'corpus.not-checked', { withheld: ['findings.jsonl', 'corpus.sha256'] })
    expect(await verify(set.folder, { keys: [set.key.publicKey], withheld: ['findings.jsonl', 'corpus.sha256'] })).toMatchObject({
      ok: true,
    })
  })

  it('case 21: report.json written anew with the same meaning', async () => {
    const set = await signedSet()
    await writeFile(inside(set, 'report.json'), JSON.stringify(set.report, null, 2))
    await expectRefused(set, 'report.json-changed')
  })

  it('case 22: page and report of two validly signed sets', async () => {
    const one = await signedSet()
    const other = await signedSet({ report: { ...one.report, profile: 'other' }, key: one.key })
    await copyFile(inside(other, 'report.html'), inside(one, 'report.html'))
    await expectRefused(one, 'report.html-changed')
    await copyFile(inside(other, 'report.json'), inside(one, 'report.json'))
    await expectRefused(one, 'report.json-changed')
  })

  it('case 23: the right digest under the wrong name', async () => {
    const set = await signedSet({
      bend: (statement) => {
        const [manifest, , html] = statement.subject
        const kept = manifest.digest
        manifest.digest = html.digest
        html.digest = kept
      },
    })
    await expectRefused(set, 'report.subject-mismatch')
    const renamed = await signedSet({ bend: (statement) => (statement.subject[2].name = 'page.html') })
    await expectRefused(renamed, 'report.subject-missing')
  })

  it('case 24: a subject missing, doubled, added', async () => {
    for (const index of [0, 1, 2, 3]) {
      await expectRefused(await signedSet({ bend: (statement) => statement.subject.splice(index, 1) }), 'report.subject-missing')
      await expectRefused(
        await signedSet({ bend: (statement) => statement.subject.push(statement.subject[index]) }),
        'report.subject-missing',
      )
    }
    const more = await signedSet({ bend: (statement) => statement.subject.push({ name: 'notes.txt', digest: { sha256: sha256('') } }) })
    const result = await expectPassed(more)
    expect(result.checks).toContainEqual(expect.objectContaining({ status: 'noted', code: 'report.subject-unknown' }))
    const many = (statement: Json) => {
      for (let n = 0; n < 1100; n++) statement.subject.push({ name: `n${n}`, digest: { sha256: sha256('') } })
    }
    await expectRefused(await signedSet({ bend: many }), 'signature.subjects')
  })

  it('case 25: the report in the statement is not report.json although both digests are right', async () => {
    const set = await signedSet({ bend: (statement) => (statement.predicate.report.profile = 'other') })
    await expectRefused(set, 'report.json-differs')
  })

  it('case 27: a page that a signer bent shows when it is rendered again', async () => {
    const report = sampleReport()
    const set = await signedSet({ report, html: renderHtml(report).replace('PASSED', 'PASSED ✔') })
    await expectRefused(set, 'report.html-changed')
    await expectRefused(set, 'report.html-changed', { toolVersion: version })
  })

  it('case 28: a page of another version is checked by digest, and the result says so', async () => {
    const set = await signedSet({ html: 'some other page' })
    const result = await expectPassed(set, { toolVersion: '9.9.9' })
    expect(result.checks).toContainEqual(
      expect.objectContaining({ step: 'report.html', status: 'passed', code: 'report.html-digest-only' }),
    )
    expect(result.checks.find((row) => row.step === 'report.html')?.words.en).toContain(version)
  })

  it('statement.json must say what was signed, in whatever layout', async () => {
    const set = await signedSet()
    const text = await readFile(inside(set, 'statement.json'), 'utf8')
    await writeFile(inside(set, 'statement.json'), JSON.stringify(JSON.parse(text), null, 2))
    await expectPassed(set)
    for (const other of [text.replace('PASSED', 'FAILED'), '{', text.replace('{', '{"_type":"x",')]) {
      await writeFile(inside(set, 'statement.json'), other)
      await expectRefused(set, 'report.statement-changed')
    }
    await unlink(inside(set, 'statement.json'))
    await expectPassed(set)
  })

  it('predicate.json and subjects.sha256 must say what was signed as well: another signer takes them', async () => {
    const set = await signedSet()
    const statement = JSON.parse(await readFile(inside(set, 'statement.json'), 'utf8'))
    const predicate = JSON.stringify(statement.predicate, null, 2)
    const sums = statement.subject.map((one: { name: string; digest: { sha256: string } }) => `${one.digest.sha256}  ${one.name}\n`)
    for (const [name, good, bad] of [
      ['predicate.json', predicate, [predicate.replace('PASSED', 'FAILED'), '', 'null', '{}', '[']],
      ['subjects.sha256', sums.join(''), [sums.slice(1).join(''), '', [...sums, sums[0]].join(''), sums.join('').replace(/^./, 'g')]],
    ] as const) {
      await writeFile(inside(set, name), good)
      await expectPassed(set)
      for (const other of bad) {
        await writeFile(inside(set, name), other)
        await expectRefused(set, `report.${name.split('.')[0]}-changed`)
      }
      await unlink(inside(set, name))
      await expectPassed(set)
    }
  })

  it('a statement that another tool wrote anew still verifies: the comparison is of meaning', async () => {
    const set = await signedSet()
    const payload = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(set.payload).toString()), null, 1))
    await writeFile(inside(set, 'report.sigstore.json'), bundleBytes(payload, signPae(payload, set.key), set.key.publicKey))
    await expectPassed(set)
  })

  it('case 34: lines swapped, CRLF and the binary marker, signed by a careless signer', async () => {
    const manifest = manifestOf(files)
    const lines = manifest.split(/(?<=\n)/)
    const bad = [
      [lines[1], lines[0], ...lines.slice(2)].join(''),
      manifest.replaceAll('\n', '\r\n'),
      manifest.replaceAll('  ', ' *'),
      manifest.slice(0, -1),
    ]
    for (const text of bad) {
      const report: Json = sampleReport()
      report.corpus.manifest.digest.sha256 = sha256(text)
      await expectRefused(await signedSet({ report, manifest: text }), 'report.manifest-malformed')
    }
  })

  it('the manifest must have the signed number of lines and the signed root', async () => {
    for (const bend of [
      (corpus: Json) => (corpus.merkle.root = 'f'.repeat(64)),
      (corpus: Json) => (corpus.merkle.treeSize = 99),
      (corpus: Json) => (corpus.files = 4),
    ]) {
      const report: Json = sampleReport()
      bend(report.corpus)
      await expectRefused(await signedSet({ report }), 'report.manifest-mismatch')
    }
  })
})

describe('C. corpus', () => {
  const at = (set: Signed, path: string) => join(set.corpus, path)

  it('case 29: a byte changed', async () => {
    const set = await signedSet()
    await writeFile(at(set, 'sub/b.txt'), 'B')
    const result = await expectRefused(set, 'corpus.changed')
    expect(places(result, 'corpus.changed')).toEqual([{ line: 3 }])
    expect(result.words.en).toContain('line 3')
    expect(JSON.stringify(result)).not.toContain('b.txt')
  })

  it('case 29: a file added, deleted, renamed, and two swapped', async () => {
    const added = await signedSet()
    await writeFile(at(added, 'b.txt'), 'b')
    const more = await expectRefused(added, 'corpus.extra')
    expect(places(more, 'corpus.extra')).toEqual([{ after: 1 }])
    expect(more.words.en).toBe('1 file in the corpus was not audited: after line 1 of corpus.sha256')
    await writeFile(at(added, 'c.txt'), 'c')
    expect((await expectRefused(added, 'corpus.extra')).words.en).toContain('2 files in the corpus were not audited')
    await expectPassed(added, { allowExtra: true })

    const deleted = await signedSet()
    await unlink(at(deleted, 'empty'))
    expect(places(await expectRefused(deleted, 'corpus.missing'), 'corpus.missing')).toEqual([{ line: 2 }])

    const renamed = await signedSet()
    await rename(at(renamed, 'a.jsonl'), at(renamed, 'z.jsonl'))
    const both = await expectRefused(renamed, 'corpus.missing')
    expect(both.checks.map((row) => row.code)).toContain('corpus.extra')
    expect(places(both, 'corpus.extra')).toEqual([{ after: 4 }])

    const swapped = await signedSet()
    await writeFile(at(swapped, 'a.jsonl'), files['sub/b.txt']!)
    await writeFile(at(swapped, 'sub/b.txt'), files['a.jsonl']!)
    expect(places(await expectRefused(swapped, 'corpus.changed'), 'corpus.changed')).toEqual([{ line: 1 }, { line: 3 }])
  })

  it('paths are told only when asked for', async () => {
    const set = await signedSet()
    await unlink(at(set, 'empty'))
    expect(places(await check(set, { showPaths: true }), 'corpus.missing')).toEqual([{ line: 2, path: 'empty' }])
  })

  it('case 30: same size, same times, other content', async () => {
    const set = await signedSet()
    const time = new Date('2020-01-01T00:00:00Z')
    await utimes(at(set, 'a.jsonl'), time, time)
    await expectPassed(set)
    await writeFile(at(set, 'a.jsonl'), files['a.jsonl']!.replace('a', 'b'))
    await utimes(at(set, 'a.jsonl'), time, time)
    await expectRefused(set, 'corpus.changed')
  })

  it('case 31: a symbolic link to the same content, a pipe, a hard link', async () => {
    const linked = await signedSet()
    await rename(at(linked, 'a.jsonl'), join(linked.corpus, '..', 'outside'))
    await symlink('../outside', at(linked, 'a.jsonl'))
    expect(places(await expectRefused(linked, 'corpus.symlink'), 'corpus.symlink')).toEqual([{ line: 1 }])

    const pipe = await signedSet()
    await unlink(at(pipe, 'a.jsonl'))
    execFileSync('mkfifo', [at(pipe, 'a.jsonl')])
    expect(places(await expectRefused(pipe, 'corpus.special'), 'corpus.special')).toEqual([{ line: 1 }])

    const hard = await signedSet()
    await link(at(hard, 'a.jsonl'), join(hard.corpus, '..', 'twin'))
    await expectPassed(hard)
  })

  it('case 31: a folder replaced by a link to its twin is not followed', async () => {
    const set = await signedSet()
    await rename(at(set, 'sub'), join(set.corpus, '..', 'sub'))
    await symlink('../sub', at(set, 'sub'))
    const result = await check(set)
    expect(result.checks.filter((row) => row.status === 'failed').map((row) => row.code)).toEqual(['corpus.missing', 'corpus.symlink'])
  })

  it('case 31: an added link passes only where the scan skipped links', async () => {
    const set = await signedSet()
    await symlink('/etc/passwd', at(set, 'link'))
    await expectRefused(set, 'corpus.symlink')
    const report: Json = sampleReport()
    report.corpus.serialization.symlinks = 'skip'
    const skipping = await signedSet({ report })
    await symlink('/etc/passwd', at(skipping, 'link'))
    await expectPassed(skipping)
  })

  it('case 32: files that the recorded rules ignore pass, and only those', async () => {
    const set = await signedSet()
    await writeFiles(set.corpus, { '.git/config': 'x', 'sub/x.tmp': 'x' })
    await expectPassed(set)
    await writeFiles(set.corpus, { 'sub/x.TMP': 'x' })
    await expectRefused(set, 'corpus.extra')
  })

  it('case 32: ignore files in the corpus count for nothing: only the signed rules do', async () => {
    const set = await signedSet({ contents: { '.dataauditignore': 'added.txt\n', 'a.jsonl': 'x' } })
    await expectPassed(set)
    await writeFiles(set.corpus, { 'added.txt': 'x' })
    await expectRefused(set, 'corpus.extra')
  })

  it('case 32: a signed manifest that lists what its own rules ignore does not pass', async () => {
    await expectRefused(await signedSet({ contents: { '.git/listed': '1', 'b.tmp': '2' } }), 'corpus.missing')
  })

  it('what the scan could not read is expected as often as the report says, and not once more', async () => {
    const report: Json = sampleReport()
    report.corpus.files += 1
    report.coverage.reasons = [{ state: 'unreadable', reason: 'file.symlink', files: 1, bytes: 0, records: 0 }]
    report.coverage.complete = false
    const set = await signedSet({ report })
    await symlink('a.jsonl', at(set, 'link'))
    await expectPassed(set)
    await symlink('a.jsonl', at(set, 'link2'))
    await expectRefused(set, 'corpus.symlink')
    await unlink(at(set, 'link2'))
    execFileSync('mkfifo', [at(set, 'pipe')])
    await expectRefused(set, 'corpus.special')
  })

  it('a corpus that was piped in is compared with the file it came from', async () => {
    const set = await signedSet({ contents: { '-': 'piped\n' } })
    await writeFiles(set.corpus, { 'name.txt': 'piped\n', 'other.txt': 'other\n' })
    await expectPassed(set, { corpus: [at(set, 'name.txt')] })
    await expectRefused(set, 'corpus.changed', { corpus: [at(set, 'other.txt')] })
    await expect(check(set, { corpus: ['-'] })).rejects.toMatchObject({ exit: 'usage', code: 'corpus.stdin' })
  })

  it('a corpus may be named as it was to the scan: by its files', async () => {
    const set = await signedSet({ contents: { 'a.jsonl': 'x', 'b.jsonl': 'y' } })
    await writeFiles(set.corpus, { 'not-scanned.txt': 'z' })
    await expectRefused(set, 'corpus.extra')
    await expectPassed(set, { corpus: [at(set, 'a.jsonl'), at(set, 'b.jsonl')] })
    await expectPassed(set, { corpus: ['*.jsonl'], cwd: set.corpus })
  })

  it('case 33: names with spaces, CJK, astral, backslash, newline, leading dash, CR; hidden; NFC beside NFD; case only', async () => {
    const contents = Object.fromEntries(
      [
        'a b',
        '中文/數據',
        '𐐀',
        'back\\slash',
        'new\nline',
        '-n',
        'cr\r',
        '.hidden',
        'caf\u00e9',
        'cafe\u0301',
        'Case',
        'case',
        '\u202etxt',
        'C:x',
        ' ',
      ].map((path, n) => [path, `${n}`]),
    )
    const set = await signedSet({ contents })
    await expectPassed(set)
    await writeFile(at(set, 'new\nline'), 'other')
    await expectRefused(set, 'corpus.changed')
  })

  it('case 33: a name that is not UTF-8 cannot be judged', async () => {
    const set = await signedSet()
    await writeFile(Buffer.concat([Buffer.from(`${set.corpus}/x`), Uint8Array.of(0xff)]), 'x')
    expect(await check(set)).toMatchObject({ ok: false, exit: 'incomplete', code: 'corpus.path-not-utf8' })
  })

  it.skipIf(process.getuid?.() === 0)('a file that cannot be read is incomplete, not changed', async () => {
    const set = await signedSet()
    execFileSync('chmod', ['000', at(set, 'a.jsonl')])
    expect(await check(set)).toMatchObject({ ok: false, exit: 'incomplete', code: 'corpus.unreadable' })
  })

  it('case 34: a manifest edited to fit a changed corpus', async () => {
    const set = await signedSet()
    await writeFile(at(set, 'sub/b.txt'), 'B')
    await writeFile(inside(set, 'corpus.sha256'), manifestOf({ ...files, 'sub/b.txt': 'B' }))
    await expectRefused(set, 'report.manifest-changed')
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'C:\\x', 'a/../../b'])(
    'case 35: a signed manifest that names %j is refused and nothing there is read',
    async (path) => {
      const manifest = manifestLine(sha256('x'), path)
      const report: Json = sampleReport({ a: '' })
      report.corpus.manifest.digest.sha256 = sha256(manifest)
      report.corpus.merkle = { ...report.corpus.merkle, ...rootOf(manifest) }
      await expectRefused(await signedSet({ contents: { a: '' }, report, manifest }), 'corpus.path-refused')
    },
  )

  it('case 37: the stored bytes count, not what is inside them', async () => {
    const gzip = (name: string) =>
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.from(`${name}\0`)]).toString('latin1')
    const set = await signedSet({ contents: { 'a.gz': gzip('one') } })
    await writeFile(at(set, 'a.gz'), gzip('two'))
    await expectRefused(set, 'corpus.changed')
  })

  it('case 39: a partial check passes over what it was not asked about, and says so', async () => {
    const set = await signedSet()
    await writeFile(at(set, 'a.jsonl'), 'changed')
    const result = await expectPassed(set, { only: ['sub/**', 'empty'] })
    expect(result.words.en).toContain('partial: 2 of 5')
    expect(result.words.zh).toContain('部分检查')
    await expectRefused(set, 'corpus.changed', { only: ['*.jsonl'] })
    await expectRefused(set, 'corpus.nothing-asked', { only: ['nowhere/**'] })
    await writeFiles(set.corpus, { 'sub/new.txt': 'x' })
    await expectRefused(set, 'corpus.extra', { only: ['sub/**'] })
  })

  it('case 44: an older report does not pass for a newer corpus', async () => {
    const set = await signedSet()
    await appendFile(at(set, 'a.jsonl'), '{"text":"new"}\n')
    await expectRefused(set, 'corpus.changed')
  })

  it('counts all differences and keeps a hundred places', async () => {
    const contents = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`f${String(n).padStart(3, '0')}`, `${n}`]))
    const set = await signedSet({ contents })
    await rm(set.corpus, { recursive: true })
    await mkdir(set.corpus)
    const result = await expectRefused(set, 'corpus.missing')
    expect(places(result, 'corpus.missing')).toHaveLength(100)
    expect(result.words.en).toContain('150 audited files')
    expect(result.words.en).toContain('and 140 more')
  })

  it('compares the corpus with the manifest that was proven, not with one that takes its place meanwhile', async () => {
    const set = await signedSet()
    await appendFile(at(set, 'sub/b.txt'), 'more')
    await expectRefused(set, 'corpus.changed')
    let swapped = false
    const swap = () => {
      if (!swapped) appendFileSync(inside(set, 'corpus.sha256'), `${sha256('x')}  zzz\n`)
      swapped = true
    }
    const result = await expectRefused(set, 'report.manifest-changed', { progress: swap })
    expect(swapped).toBe(true)
    expect(result.checks.map((row) => row.code)).toEqual(expect.arrayContaining(['report.manifest', 'report.manifest-changed']))
  })

  it('tells progress in bytes', async () => {
    let bytes = 0
    await expectPassed(await signedSet(), { progress: (more) => (bytes += more) })
    expect(bytes).toBe(Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0))
  })
})

it('report.json is canonical bytes', async () => {
  const set = await signedSet()
  expect((await readFile(inside(set, 'report.json'))).equals(canonicalBytes(set.report))).toBe(true)
})
