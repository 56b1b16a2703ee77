import { join } from 'node:path'
import { z } from 'zod'
import { digestFile } from '../corpus/index.ts'
import type { Json } from '../model.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { Stop } from '../stop.ts'
import { readBundle } from './bundle.ts'
import { type CheckList, checkList, verdictOf } from './checks.ts'
import { readBundles } from './folder.ts'
import { readLine, readManifest } from './manifest.ts'
import { checkInclusion } from './merkle.ts'
import { checkSignatures, type Trust } from './signatures.ts'
import { type ReadStatement, readStatement } from './statement.ts'
import { parseStrictJson, StrictError } from './strict.ts'
import { checkPolicy, checkTrustOptions, result, type VerifyResult } from './verify.ts'

/**
 * Shows that one file was in an audited corpus without showing the names of the others: its manifest line, the hashes from there to the
 * signed Merkle root, and the signature bundles. The manifest is read once as a stream, so the number of files does not matter.
 */

/** What `prove` writes and `verify --proof` reads. */
interface Proof {
  readonly type: typeof proofType
  /** The manifest line, newline included. */
  readonly line: string
  /** 0-based: the manifest line less one. */
  readonly index: number
  readonly treeSize: number
  /** Sibling hashes in hex, from the leaf up (RFC 9162 2.1.3). */
  readonly path: readonly string[]
  /** The signature bundles of the report folder. */
  readonly bundles: readonly Json[]
}

const proofType = 'urn:dataaudit:inclusion-proof:v1'
/** Largest proof that is read, in bytes: a bundle may carry a statement of 16 MiB. */
export const maxProofBytes = 64 * 1024 * 1024

const proofSchema = z.strictObject({
  type: z.literal(proofType),
  line: z.string(),
  index: z.number().int().nonnegative(),
  treeSize: z.number().int().nonnegative(),
  // 2^64 leaves would need 64.
  path: z.array(z.string()).max(64),
  bundles: z.array(z.looseObject({})),
})

/** The file to prove: by its path in the corpus, or by its 1-based line in the manifest. */
type Wanted = { readonly path: string } | { readonly line: number }

/**
 * The proof that a file is in the corpus of a signed report folder. The signature is not judged here: that is for whoever gets the proof.
 * @throws Stop usage `prove.unsigned`, `prove.no-such-file`; Stop verification `report.manifest-changed` and what `readBundle` and `readStatement` throw.
 */
export async function prove(folder: string, wanted: Wanted): Promise<Proof> {
  const list = checkList()
  const bundles = await readBundles(folder, list)
  const first = bundles?.find((one): one is { name: string; bytes: Uint8Array } => one.bytes !== 'too-large')
  if (bundles === undefined || first === undefined) {
    const bad = verdictOf(list.checks)
    if (bad !== undefined) throw new Stop(bad.exit, bad.check.code, bad.check.words)
    throw new Stop('usage', 'prove.unsigned', {
      en: 'the folder holds no report.sigstore.json; a proof rests on a signed root, so sign the folder first',
      zh: '目录中没有 report.sigstore.json；证明以已签名的根为依据，请先对该目录签名',
    })
  }
  const { manifest, merkle } = readStatement(readBundle(first.bytes).payload).report.corpus
  let found: string | undefined
  const read = await readManifest(join(folder, 'corpus.sha256'), merkle.treeSize, (entry, bytes, line) => {
    const hit = 'path' in wanted ? entry.path === wanted.path : line === wanted.line
    if (hit) found = bytes.toString('utf8')
    return hit
  })
  const { end: sum } = read
  const same = read.state === 'read' && read.sha256 === manifest.digest.sha256
  if (!same || 'fault' in sum || sum.root !== merkle.root || sum.lines !== merkle.treeSize) {
    throw new Stop('verification', 'report.manifest-changed', {
      en: 'corpus.sha256 is not the signed one, or not there; get the folder again from whoever signed it',
      zh: 'corpus.sha256 缺失或与签名不一致；请向签名方重新获取报告目录',
    })
  }
  if (found === undefined || sum.proof === undefined) {
    const [en, zh] = 'path' in wanted ? [`file "${wanted.path}"`, `文件“${wanted.path}”`] : [`line ${wanted.line}`, `第 ${wanted.line} 行`]
    const files = merkle.treeSize
    throw new Stop('usage', 'prove.no-such-file', {
      en: `corpus.sha256 has no ${en}; give the path of a file below the corpus folder, or its line from 1 to ${files} with --line`,
      zh: `corpus.sha256 中没有${zh}；请给出文件相对语料目录的路径，或用 --line 给出行号（1 至 ${files}）`,
    })
  }
  return {
    type: proofType,
    line: found,
    ...sum.proof,
    bundles: bundles.flatMap(({ bytes }) => (bytes === 'too-large' ? [] : [parseStrictJson(bytes)])),
  }
}

/**
 * Checks a proof: who signed, the root, the path to it and, when `file` is given, that it has the proven digest.
 * @throws Stop usage when the options are unusable.
 */
export async function verifyProof(bytes: Uint8Array | 'too-large', trust: Trust, file?: string): Promise<VerifyResult> {
  checkTrustOptions(trust)
  const list = checkList()
  const proof = list.attempt('proof', () => readProof(bytes))
  if (proof === undefined) return result(list, [], undefined)
  const bundles = proof.bundles.map((json, index) => ({ name: `bundles[${index}]`, bytes: canonicalBytes(json) }))
  const signed = await checkSignatures(bundles, list, trust)
  const statement = signed && list.attempt('statement', () => readStatement(signed.payload))
  if (signed === undefined || statement === undefined) return result(list, [], undefined)
  const sha256 = checkPath(proof, statement, list)
  if (file !== undefined && sha256 !== undefined) await checkFile(file, sha256, list)
  else if (file === undefined)
    list.noted(
      'corpus',
      'corpus.not-checked',
      'the file was not given, so it was not compared with its line',
      '未提供该文件，未与其清单行比对',
    )
  if (trust.trust !== undefined) checkPolicy(trust.trust, statement, list)
  return result(list, signed.signers, statement)
}

/** @throws Stop verification `signature.proof-malformed`. */
function readProof(bytes: Uint8Array | 'too-large'): Proof {
  const malformed = (en: string, zh: string) =>
    new Stop('verification', 'signature.proof-malformed', {
      en: `the proof is not acceptable: ${en}; get it again from whoever made it`,
      zh: `证明不可接受：${zh}；请向出具方重新获取`,
    })
  if (bytes === 'too-large') throw malformed(`it is larger than ${maxProofBytes} bytes`, `超过 ${maxProofBytes} 字节`)
  try {
    const parsed = proofSchema.safeParse(parseStrictJson(bytes))
    if (parsed.success) return parsed.data as Proof
  } catch (error) {
    if (!(error instanceof StrictError)) throw error
    throw malformed(`not strict JSON: ${error.words.en}`, `不是严格的 JSON：${error.words.zh}`)
  }
  throw malformed(`not the form ${proofType}`, `不符合 ${proofType} 的格式`)
}

/** The digest of the proven line, in hex; undefined, with a failed check, when it is not in the signed tree. */
function checkPath(proof: Proof, statement: ReadStatement, list: CheckList): string | undefined {
  const { merkle } = statement.report.corpus
  const entry = readLine(Buffer.from(proof.line))
  if (
    typeof entry === 'string' ||
    proof.treeSize !== merkle.treeSize ||
    !checkInclusion(Buffer.from(proof.line), { index: proof.index, treeSize: merkle.treeSize, path: proof.path }, merkle.root)
  ) {
    list.failed(
      'proof',
      'signature.proof-invalid',
      'the proof does not lead from its line to the signed root: that file is not shown to be in the audited corpus',
      '该证明无法由其清单行推至已签名的根：不能证明该文件属于被审计的语料',
    )
    return undefined
  }
  list.passed(
    'proof',
    'proof',
    `line ${proof.index + 1} of ${merkle.treeSize} is in the audited corpus`,
    `清单共 ${merkle.treeSize} 行，其中第 ${proof.index + 1} 行属于被审计的语料`,
  )
  return entry.sha256
}

async function checkFile(file: string, sha256: string, list: CheckList): Promise<void> {
  const read = await digestFile(file)
  if (typeof read === 'string' || read.fault !== undefined)
    list.unreadable('corpus', 'corpus.unreadable', 'the file could not be read; check the path', '无法读取该文件；请检查路径')
  else if (read.sha256 !== sha256)
    list.failed('corpus', 'corpus.changed', 'the file has other contents than the proven line states', '该文件的内容与所证明的清单行不一致')
  else list.passed('corpus', 'corpus', 'the file has the proven contents', '该文件的内容与所证明的一致')
}
