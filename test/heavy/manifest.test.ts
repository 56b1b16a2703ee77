import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { publicKeyPem } from '../../src/attest/keys.ts'
import { merkleTree } from '../../src/attest/merkle.ts'
import { manifestLine } from '../../src/corpus/index.ts'
import { type Json, sampleReport, sha256, signedSet } from '../attest/sample.ts'
import { bin, environment, folder, skipped } from '../cli/kit.ts'

/** A manifest of ten million lines (`DATAAUDIT_LINES` for another number): proving a file, and checking the proof and the folder, in bounded memory. */

const lines = Number(process.env.DATAAUDIT_LINES ?? 10_000_000)
const timer = '/usr/bin/time'

/** Runs the program; wall seconds and peak resident set in MiB. */
function cost(cwd: string, args: readonly string[]) {
  const done = spawnSync(timer, ['-f', 'COST %e %M', process.execPath, bin, ...args], { cwd, env: environment(), encoding: 'utf8' })
  expect(done.status, done.stdout.slice(-500) + done.stderr).toBe(0)
  const [, seconds, peak] = /COST ([\d.]+) (\d+)/.exec(done.stderr)!
  return { seconds: Number(seconds), peak: Number(peak) / 1024, stdout: done.stdout }
}

it(`of ${lines} lines`, { timeout: 3_600_000 }, async () => {
  if (!existsSync(timer)) return skipped('memory of a proof', 'GNU time is not there')
  const root = folder()
  const set = await signedSet({ contents: { a: '' } }, root)
  const tree = merkleTree()
  const hash = createHash('sha256')
  const out = createWriteStream(join(set.folder, 'corpus.sha256'))
  const same = sha256('')
  for (let n = 0; n < lines; n += 10_000) {
    const piece: string[] = []
    for (let i = n; i < Math.min(lines, n + 10_000); i++) {
      const line = manifestLine(same, `${String(Math.floor(i / 1000)).padStart(6, '0')}/${String(i % 1000).padStart(3, '0')}.jsonl`)
      tree.add(Buffer.from(line))
      piece.push(line)
    }
    const text = piece.join('')
    hash.update(text)
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  const report: Json = sampleReport({ a: '' })
  report.corpus.manifest.digest.sha256 = hash.digest('hex')
  report.corpus.files = lines
  report.corpus.merkle = { ...report.corpus.merkle, treeSize: lines, root: tree.root() }
  const manifest = join(set.folder, 'corpus.sha256')
  const kept = join(root, 'kept')
  spawnSync('mv', [manifest, kept])
  const signed = await signedSet({ report, contents: { a: '' } }, root)
  spawnSync('mv', [kept, manifest])
  writeFileSync(join(root, 'k.pub'), publicKeyPem(signed.key.publicKey))
  writeFileSync(join(root, 'one'), '')
  const proved = cost(root, ['prove', 'dataaudit-report', `${String(Math.floor((lines - 1) / 1000)).padStart(6, '0')}/999.jsonl`])
  writeFileSync(join(root, 'proof.json'), proved.stdout)
  const costs = {
    prove: proved,
    'verify --proof': cost(root, ['verify', '--proof', 'proof.json', '--key', 'k.pub', '--corpus', 'one']),
    'verify, report alone': cost(root, ['verify', 'dataaudit-report', '--key', 'k.pub']),
  }
  expect(JSON.parse(proved.stdout)).toMatchObject({ index: lines - 1, treeSize: lines })
  const rows = Object.entries(costs).map(
    ([name, { seconds, peak }]) => `${name.padEnd(22)} ${seconds.toFixed(1).padStart(8)} s ${peak.toFixed(0).padStart(6)} MiB`,
  )
  console.log([`a manifest of ${lines} lines:`, ...rows].join('\n'))
  for (const [name, { peak }] of Object.entries(costs)) expect(peak, name).toBeLessThan(250)
})
