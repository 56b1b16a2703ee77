import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifyPae } from '../../src/attest/dsse.ts'
import { loadPublicKey } from '../../src/attest/keys.ts'
import { told } from '../cli/console.ts'
import { fill, folder } from '../cli/kit.ts'
import type { Json } from './sample.ts'

/** `sign --also intoto` and `--also test-result`: what is in report.intoto.jsonl, and that verify holds it against what was signed. */

describe('report.intoto.jsonl', () => {
  let cwd: string
  const path = () => join(cwd, 'r/report.intoto.jsonl')
  const lines = async (): Promise<Json[]> =>
    (await readFile(path(), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  const verified = () => told(['verify', 'r', '--key', 'k.pub', '--json'], cwd)
  beforeAll(async () => {
    // One record is damaged: the report is incomplete, whatever its verdict.
    cwd = fill(folder(), { 'data/a.jsonl': '{"text":"plain words"}\n{"text": broken\n' })
    await told(['keygen', '--no-encrypt', '--out', 'k'], cwd)
    await told(['scan', 'data', '--no-config', '-q', '--allow-unreadable', '100%', '-o', 'r'], cwd)
  })

  it('has the envelope of the bundle, by the same key', async () => {
    expect((await told(['sign', 'r', '--key', 'k.key', '--also', 'intoto'], cwd)).status).toBe(0)
    const bundle: Json = JSON.parse(await readFile(join(cwd, 'r/report.sigstore.json'), 'utf8'))
    expect(await lines()).toEqual([bundle.dsseEnvelope])
    expect((await verified()).status).toBe(0)
  })

  it('has the outcome as a test result of in-toto, which never passes what is incomplete', async () => {
    expect((await told(['sign', 'r', '--key', 'k.key', '--also', 'test-result'], cwd)).status).toBe(0)
    const [, second, ...more] = await lines()
    expect(more).toEqual([])
    const payload = Buffer.from(second.payload, 'base64')
    const key = loadPublicKey(await readFile(join(cwd, 'k.pub'), 'utf8'), 'k.pub')
    expect(verifyPae(payload, Buffer.from(second.signatures[0].sig, 'base64'), key)).toBe(true)
    const statement: Json = JSON.parse(payload.toString())
    const report: Json = JSON.parse(await readFile(join(cwd, 'r/report.json'), 'utf8'))
    expect(report.coverage.complete).toBe(false)
    expect(report.results.verdict).not.toBe('FAILED')
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'corpus.sha256', digest: report.corpus.manifest.digest }],
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    })
    expect(statement.predicate.result).toBe('WARNED')
    expect(statement.predicate.configuration).toHaveLength(report.rulePacks.length + 1)
    expect(statement.predicate.configuration[0].digest).toEqual({ sha256: report.rulePacks[0].digest.sha256 })
    expect((await verified()).status).toBe(0)
  })

  it('is refused when it says anything else', async () => {
    const kept = await readFile(path(), 'utf8')
    const bend = (text: string) => {
      const [first, second] = kept
        .trimEnd()
        .split('\n')
        .map((line): Json => JSON.parse(line))
      second.payload = Buffer.from(
        Buffer.from(second.payload, 'base64')
          .toString()
          .replace(/"result":"[A-Z]+"/, text),
      ).toString('base64')
      return `${JSON.stringify(first)}\n${JSON.stringify(second)}\n`
    }
    for (const text of [
      bend('"result":"PASSED"'),
      `${kept}{}\n`,
      `${kept}x`,
      '',
      kept.replace('in-toto+json', 'other+json'),
      kept.trimEnd(),
    ]) {
      await writeFile(path(), text)
      const { status, stdout } = await verified()
      expect(status).toBe(4)
      expect(JSON.parse(stdout)).toMatchObject({ code: 'report.intoto-changed' })
    }
    await rm(path())
    expect((await verified()).status).toBe(0)
    await writeFile(path(), kept)
  })

  it('goes with the report it is of', async () => {
    await told(['scan', 'data', '--no-config', '-q', '-o', 'r'], cwd)
    await expect(readFile(path())).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
