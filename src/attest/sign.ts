import { join } from 'node:path'
import { Stop } from '../stop.ts'
import { bundleBytes, maxBundleBytes, maxStatementBytes, readBundle, signerOf } from './bundle.ts'
import { checkList, verdictOf } from './checks.ts'
import { signPae, verifyPae } from './dsse.ts'
import { notRead, readOnce, writeAtomic } from './files.ts'
import { checkReportFiles, type ReportFileOptions } from './report-files.ts'
import { checkNoLeak, type LeakCheck } from './self-scan.ts'
import type { Signer } from './signer.ts'
import { type ReadStatement, readStatement } from './statement.ts'

/** Signing: what is signed is looked at first, and a signature is verified before it is written. */

/**
 * Signs the exact bytes of a statement and returns the bytes of `report.sigstore.json`. The result is read back and verified before it
 * is returned, so a bundle that does not verify is never written.
 *
 * @param stamp gets the signature's bytes and gives the RFC 3161 responses to put beside it
 * @throws Stop verification when the bytes are not an acceptable statement, `signature.signer-wrong` when the signer gave something else
 *   than its signature over them; what signer and `stamp` throw
 */
export async function sign(
  statement: Uint8Array,
  signer: Signer,
  stamp?: (signature: Uint8Array) => Promise<readonly Uint8Array[]>,
): Promise<Uint8Array> {
  readStatement(statement)
  const signature = await signPae(statement, signer)
  if (!verifyPae(statement, signature, signer.publicKey)) {
    throw new Stop('verification', 'signature.signer-wrong', {
      en: `what the signer returned is not a signature by key ${signer.publicKey.id.slice(0, 16)}… over this statement (DER for ECDSA, 64 bytes for Ed25519); nothing was written`,
      zh: `签名程序返回的内容不是密钥 ${signer.publicKey.id.slice(0, 16)}… 对该声明的签名（ECDSA 须为 DER，Ed25519 为 64 字节）；未写入任何文件`,
    })
  }
  const bytes = bundleBytes(statement, signature, signer.publicKey, await stamp?.(signature))
  const back = readBundle(bytes)
  if (signerOf(back, [signer.publicKey]).id !== signer.publicKey.id || !back.payload.equals(statement))
    throw new Error('a fresh signature does not verify')
  return bytes
}

/** What has to be known to look at a folder before it is signed. */
export interface SignGate extends Required<Pick<ReportFileOptions, 'toolVersion' | 'renderHtml'>> {
  readonly leaks: LeakCheck
}

/** A statement that may be signed, and its bytes. */
interface Signable {
  readonly bytes: Buffer
  readonly statement: ReadStatement
}

/**
 * Reads `statement.json` of a report folder once and looks at all that a signature over it would vouch for: the files beside it must be
 * the ones it names, the page the one this version renders, and nothing may leak.
 *
 * @throws Stop usage `sign.no-statement`, `sign.other-version`; Stop verification `report.…`, `redaction.…`
 */
export async function readSignable(folder: string, gate: SignGate): Promise<Signable> {
  const read = await readOnce(join(folder, 'statement.json'), maxStatementBytes)
  if (read.state !== 'read') {
    throw new Stop('usage', 'sign.no-statement', {
      en: `${folder} holds no readable statement.json: ${notRead[read.state].en}; run "dataaudit scan" first, and sign the folder it writes`,
      zh: `${folder} 中没有可读取的 statement.json：${notRead[read.state].zh}；请先运行“dataaudit scan”，再对其输出目录签名`,
    })
  }
  const statement = readStatement(read.bytes)
  const list = checkList()
  await checkReportFiles(folder, statement, list, gate)
  const end = verdictOf(list.checks)
  if (end !== undefined) throw new Stop(end.exit, end.check.code, end.check.words)
  const { version } = statement.report.tool
  if (version !== gate.toolVersion) {
    throw new Stop('usage', 'sign.other-version', {
      en: `version ${version} wrote this folder, and only that version can tell that its page shows the report and nothing else; sign with that version, or scan again`,
      zh: `该目录由版本 ${version} 生成，只有该版本能确认页面仅展示报告内容；请用该版本签名，或重新扫描`,
    })
  }
  await checkNoLeak(folder, statement, gate.leaks)
  return { bytes: read.bytes, statement }
}

/**
 * Signs a report folder that was written unsigned, or by another signer: the bundle goes to `report.sigstore.json`, or, when another key
 * signed the same statement there, to `report.<first 8 of the key id>.sigstore.json`. Returns the name of the file.
 * @throws Stop as `sign` does
 */
export async function signFolder(
  folder: string,
  { bytes }: Signable,
  signer: Signer,
  stamp?: (signature: Uint8Array) => Promise<readonly Uint8Array[]>,
): Promise<string> {
  const signed = await sign(bytes, signer, stamp)
  const name = (await signedByAnother(folder, bytes, signer))
    ? `report.${signer.publicKey.id.slice(0, 8)}.sigstore.json`
    : 'report.sigstore.json'
  await writeAtomic(join(folder, name), signed)
  return name
}

/** Whether `report.sigstore.json` is about this statement and not by this key. What is stale or broken may be replaced. */
async function signedByAnother(folder: string, statement: Buffer, signer: Signer): Promise<boolean> {
  const read = await readOnce(join(folder, 'report.sigstore.json'), maxBundleBytes)
  if (read.state !== 'read') return false
  try {
    const bundle = readBundle(read.bytes)
    if (!bundle.payload.equals(statement)) return false
    try {
      signerOf(bundle, [signer.publicKey])
      return false
    } catch {
      return true
    }
  } catch (error) {
    if (error instanceof Stop) return false
    throw error
  }
}
