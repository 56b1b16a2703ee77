import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { comparePaths } from '../corpus/index.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import { Stop } from '../stop.ts'
import { bundleMediaType } from './bundle.ts'
import { envelope, signPae, verifyPae } from './dsse.ts'
import { publicKeyPem } from './keys.ts'
import { type ManifestEntry, readManifest } from './manifest.ts'
import type { Signer } from './signer.ts'
import { type ReadStatement, statementType } from './statement.ts'

/**
 * `corpus.model.sig`: the same file digests in the form of the OpenSSF model-signing specification v1.0, so that `model_signing verify key`
 * checks a corpus as it checks a model. It lists every file, so it grows with the corpus; our own statement does not.
 */

export const modelSignatureFile = 'corpus.model.sig'
const modelPredicate = 'https://model_signing/signature/v1.0'
/** Most files: the statement stands in memory twice while it is signed. */
const maxFiles = 1_000_000

/**
 * The bytes of `corpus.model.sig` for a report folder whose statement is about to be signed.
 * @throws Stop usage `model-signing.key` (the format takes ECDSA only), `model-signing.size`; Stop verification `report.manifest-changed`,
 *   `signature.signer-wrong`
 */
export async function modelSignature(folder: string, statement: ReadStatement, signer: Signer): Promise<Uint8Array> {
  const { publicKey } = signer
  if (publicKey.algorithm !== 'p256') {
    throw new Stop('usage', 'model-signing.key', {
      en: 'the model-signing format takes ECDSA keys only; sign with a P-256 key, or leave "--also model-signing" out',
      zh: 'model-signing 格式仅接受 ECDSA 密钥；请使用 P-256 密钥，或去掉“--also model-signing”',
    })
  }
  const entries = await signedManifest(folder, statement)
  const sorted = [...entries].sort((a, b) => compareComponents(a.path, b.path))
  const root = createHash('sha256')
  for (const { sha256 } of sorted) root.update(Buffer.from(sha256, 'hex'))
  const payload = canonicalBytes({
    _type: statementType,
    subject: [{ name: 'corpus', digest: { sha256: root.digest('hex') } }],
    predicateType: modelPredicate,
    predicate: {
      serialization: { method: 'files', hash_type: 'sha256', allow_symlinks: false, ignore_paths: [] },
      resources: sorted.map(({ path, sha256 }) => ({ name: path, algorithm: 'sha256', digest: sha256 })),
    },
  })
  const signature = await signPae(payload, signer)
  if (!verifyPae(payload, signature, publicKey)) {
    throw new Stop('verification', 'signature.signer-wrong', {
      en: 'what the signer returned for corpus.model.sig does not verify; nothing was written',
      zh: '签名程序为 corpus.model.sig 返回的签名无法通过验证；未写入任何文件',
    })
  }
  return canonicalBytes({
    mediaType: bundleMediaType,
    verificationMaterial: {
      // This format's own hint: the hex digest of the PEM text. Its verifier rejects any other.
      publicKey: { hint: sha256(publicKeyPem(publicKey)) },
      tlogEntries: [],
    },
    dsseEnvelope: envelope(payload, signature),
  })
}

async function signedManifest(folder: string, statement: ReadStatement): Promise<readonly ManifestEntry[]> {
  const { manifest, merkle } = statement.report.corpus
  if (merkle.treeSize > maxFiles) {
    throw new Stop('usage', 'model-signing.size', {
      en: `the model-signing format lists every file, and ${merkle.treeSize} files are more than ${maxFiles}; leave "--also model-signing" out`,
      zh: `model-signing 格式会列出每个文件，而 ${merkle.treeSize} 个文件超过上限 ${maxFiles}；请去掉“--also model-signing”`,
    })
  }
  const entries: ManifestEntry[] = []
  const { state, sha256, end } = await readManifest(join(folder, 'corpus.sha256'), merkle.treeSize, (entry) => {
    entries.push(entry)
    return false
  })
  if (state !== 'read' || sha256 !== manifest.digest.sha256 || 'fault' in end) {
    throw new Stop('verification', 'report.manifest-changed', {
      en: 'corpus.sha256 changed while it was being signed; nothing was written',
      zh: 'corpus.sha256 在签名期间发生变化；未写入任何文件',
    })
  }
  return entries
}

/** Orders paths by component, each by code point, as Python orders pure POSIX paths: `sub/b` comes before `sub.txt`. */
function compareComponents(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = comparePaths(left[at]!, right[at]!)
    if (order !== 0) return order
  }
  return left.length - right.length
}
