import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { told } from '../cli/console.ts'
import { type StampAuthority, stampAuthority } from './authority.ts'

/** `sign --tsa`: an authority asked over HTTP (RFC 3161, 3.4), on this machine. */

const missing = ['openssl', 'curl'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined)
if (missing.length > 0) console.warn(`SKIPPED sign --tsa: ${missing.join(' and ')} not installed`)

describe.skipIf(missing.length > 0)('sign --tsa', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'dataaudit-tsa-'))
  const asked: (string | undefined)[] = []
  let authority: StampAuthority
  let server: Server
  let address: string
  beforeAll(async () => {
    authority = stampAuthority(cwd)
    server = createServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        asked.push(request.headers['content-type'])
        if (request.url === '/closed') response.writeHead(503).end()
        else response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(authority.stamp(Buffer.concat(pieces)))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    mkdirSync(join(cwd, 'c'))
    writeFileSync(join(cwd, 'c', 'a.jsonl'), '{"text":"The tide table is printed every spring."}\n')
    expect((await told(['scan', 'c', '-o', 'r', '--no-config'], cwd)).status).toBe(0)
    expect((await told(['keygen', '--no-encrypt', '-o', 'k'], cwd)).status).toBe(0)
  })
  afterAll(() => {
    server.close()
    rmSync(cwd, { recursive: true })
  })

  it('stores a token over the signature that the trust policy’s authority vouches for', async () => {
    expect(await told(['sign', 'r', '--key', 'k.key', '--tsa', `${address}/stamp`], cwd)).toMatchObject({ status: 0 })
    expect(asked).toEqual(['application/timestamp-query'])
    const bundle = JSON.parse(readFileSync(join(cwd, 'r', 'report.sigstore.json'), 'utf8'))
    expect(bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps).toHaveLength(1)
    const pem = readFileSync(join(cwd, 'k.pub'), 'utf8')
    const id = spawnSync('sh', ['-c', 'openssl pkey -pubin -in k.pub -outform DER | openssl dgst -sha256 -r | cut -c1-64'], {
      cwd,
      encoding: 'utf8',
    })
    const trust = { version: 1, keys: [{ id: id.stdout.trim(), alg: 'p256', pem }], tsa: [{ pem: authority.chain, required: true }] }
    writeFileSync(join(cwd, 'trust.yaml'), JSON.stringify(trust))
    const verified = await told(['--json', 'verify', 'r', '--trust', 'trust.yaml', '--corpus', 'c'], cwd)
    expect(verified.stderr).toBe('')
    expect(verified.status).toBe(0)
    expect(verified.stdout).toContain('signature.timestamp')
  })

  it('signs nothing when the authority does not answer', async () => {
    const before = readFileSync(join(cwd, 'r', 'report.sigstore.json'))
    const refused = await told(['sign', 'r', '--key', 'k.key', '--tsa', `${address}/closed`], cwd)
    expect(refused.status).toBe(4)
    expect(refused.stderr).toContain('the timestamp command ended with code')
    expect(readFileSync(join(cwd, 'r', 'report.sigstore.json')).equals(before)).toBe(true)
  })

  it.each(['tsa.example', 'file:///etc/hosts', 'https://user:secret@tsa.example/'])('refuses %j in one sentence', async (tsa) => {
    const refused = await told(['sign', 'r', '--key', 'k.key', '--tsa', tsa], cwd)
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(/^error: --tsa takes the http or https address/)
    expect(refused.stderr).not.toContain('secret')
  })

  it('keeps a quote in an address from the shell', async () => {
    await told(['sign', 'r', '--key', 'k.key', '--tsa', `${address}/stamp'; touch made; '`], cwd)
    expect(() => readFileSync(join(cwd, 'made'))).toThrow('ENOENT')
  })
})
