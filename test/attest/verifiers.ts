import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicKeyPem } from '../../src/attest/keys.ts'
import type { Json, Signed } from './sample.ts'

/** Verifiers that are not ours: the recipe of the documentation, run as it is shipped, and the Sigstore project's own library. */

const recipe = fileURLToPath(new URL('../../docs/verify.sh', import.meta.url))
/** Whether the recipe can run here. */
export const recipeRuns = ['openssl', 'jq', 'sha256sum', 'git'].every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0)
if (!recipeRuns) console.warn('SKIPPED the shell recipe: openssl, jq, sha256sum or git is not installed')

export async function judgeByRecipe(set: Signed, corpus: string = set.corpus, env: { readonly [name: string]: string } = {}) {
  const key = join(set.folder, '..', 'trusted.pub')
  await writeFile(key, publicKeyPem(set.key.publicKey))
  const run = spawnSync('sh', [recipe, set.folder, key, ...(corpus === '' ? [] : [corpus])], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
    timeout: 60_000,
  })
  return { code: run.status, stdout: run.stdout, last: run.stdout.trimEnd().split('\n').at(-1), error: run.stderr }
}

const [bundle, verify]: Json = await Promise.all(['@sigstore/bundle', '@sigstore/verify'].map((name) => import(name)))

/** Judges the bundle of a folder offline with a local key: envelope and signature, no file of the folder. @throws when it is refused */
export async function judgeBySigstore(set: Signed, key = set.key): Promise<void> {
  const read = bundle.bundleFromJSON(JSON.parse(await readFile(join(set.folder, 'report.sigstore.json'), 'utf8')))
  const material = {
    certificateAuthorities: [],
    timestampAuthorities: [],
    tlogs: [],
    ctlogs: [],
    publicKey: () => ({ publicKey: key.publicKey.key, validFor: () => true }),
  }
  new verify.Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 }).verify(verify.toSignedEntity(read))
}
