import { join } from 'node:path'
import { Stop } from '../stop.ts'
import { bundleBytes, maxBundleBytes, maxStatementBytes, readBundle, signerOf } from './bundle.ts'
import { checkList, verdictOf } from './checks.ts'
import { signPae } from './dsse.ts'
import { readOnce, writeAtomic } from './files.ts'
import type { PrivateKey } from './keys.ts'
import { checkReportFiles } from './report-files.ts'
import { readStatement } from './statement.ts'

/**
 * Signs the exact bytes of a statement and returns the bytes of `report.sigstore.json`. The result is read back and verified before it
 * is returned, so a bundle that does not verify is never written.
 * @throws Stop verification when the bytes are not an acceptable statement; Error (a bug) when the fresh signature does not verify.
 */
export function sign(statement: Uint8Array, key: PrivateKey): Uint8Array {
  readStatement(statement)
  const bytes = bundleBytes(statement, signPae(statement, key), key.publicKey)
  const back = readBundle(bytes)
  if (signerOf(back, [key.publicKey]).id !== key.publicKey.id || !back.payload.equals(statement))
    throw new Error('a fresh signature does not verify')
  return bytes
}

/**
 * Signs a report folder that was written unsigned, or by another signer: `statement.json` is read once, the files beside it must be
 * the ones it names, and the bundle goes to `report.sigstore.json`, or, when another key signed the same statement there, to
 * `report.<first 8 of the key id>.sigstore.json`. Returns the name of the file.
 * @throws Stop usage `sign.no-statement`; Stop verification when a file of the folder is not the one the statement names.
 */
export async function signFolder(folder: string, key: PrivateKey): Promise<string> {
  const read = await readOnce(join(folder, 'statement.json'), maxStatementBytes)
  if (read.state !== 'read') {
    throw new Stop('usage', 'sign.no-statement', {
      en: `${folder} holds no readable statement.json (${read.state}); run "dataaudit scan" first, and sign the folder it writes`,
      zh: `${folder} 中没有可读取的 statement.json（${read.state}）；请先运行 “dataaudit scan”，再对其输出目录签名`,
    })
  }
  const list = checkList()
  await checkReportFiles(folder, readStatement(read.bytes), list, {})
  const end = verdictOf(list.checks)
  if (end !== undefined) throw new Stop(end.exit, end.check.code, end.check.words)
  const name = (await signedByAnother(folder, read.bytes, key))
    ? `report.${key.publicKey.id.slice(0, 8)}.sigstore.json`
    : 'report.sigstore.json'
  await writeAtomic(join(folder, name), sign(read.bytes, key))
  return name
}

/** Whether `report.sigstore.json` is about this statement and not by this key. What is stale or broken may be replaced. */
async function signedByAnother(folder: string, statement: Buffer, key: PrivateKey): Promise<boolean> {
  const read = await readOnce(join(folder, 'report.sigstore.json'), maxBundleBytes)
  if (read.state !== 'read') return false
  try {
    const bundle = readBundle(read.bytes)
    if (!bundle.payload.equals(statement)) return false
    try {
      signerOf(bundle, [key.publicKey])
      return false
    } catch {
      return true
    }
  } catch (error) {
    if (error instanceof Stop) return false
    throw error
  }
}
