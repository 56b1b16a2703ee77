import { join } from 'node:path'
import type { Json } from '../model.ts'
import { canonicalBytes, canonicalJson } from '../notation/jcs.ts'
import { Stop } from '../stop.ts'
import { maxBundleBytes } from './bundle.ts'
import type { CheckList } from './checks.ts'
import { envelope, payloadType, signPae, verifyPae } from './dsse.ts'
import { readOnce } from './files.ts'
import type { Signer } from './signer.ts'
import { type ReadStatement, statementType } from './statement.ts'
import { decodeBase64, parseStrictJson, StrictError } from './strict.ts'

/**
 * `report.intoto.jsonl`: attestations as the in-toto project names and stores them, one DSSE envelope a line. The first is that of the report;
 * with the second, policy engines that know no predicate of ours can ask for the outcome.
 */

export const inTotoFile = 'report.intoto.jsonl'
/** https://github.com/in-toto/attestation, spec/predicates/test-result.md */
const testResultType = 'https://in-toto.io/attestation/test-result/v0.1'

/**
 * The statement of the predicate test-result v0.1 about the corpus: the verdict, and the rule packs and configuration it was come to with. A report
 * that did not judge all of the corpus is never said to have passed.
 */
function testResult(statement: ReadStatement): Uint8Array {
  const { results, rulePacks, config, corpus, coverage } = statement.report
  const complete = coverage.complete && results.complete && config.sampling === 'full'
  return canonicalBytes({
    _type: statementType,
    subject: [{ name: corpus.manifest.name, digest: { sha256: corpus.manifest.digest.sha256 } }],
    predicateType: testResultType,
    predicate: {
      result: results.verdict === 'PASSED' && !complete ? 'WARNED' : results.verdict,
      configuration: [
        ...rulePacks.map(({ name, version, digest }) => ({ name: `rule pack ${name} ${version}`, digest: { sha256: digest.sha256 } })),
        { name: 'configuration', digest: { sha256: config.digest.sha256 } },
      ],
    },
  })
}

/**
 * The lines of `report.intoto.jsonl` for a report that was just signed.
 * @param bundle the bytes of its bundle
 * @param result whether the outcome is signed as well
 * @throws Stop verification `signature.signer-wrong`, and what the signer throws
 */
export async function inTotoLines(bundle: Uint8Array, statement: ReadStatement, signer: Signer, result: boolean): Promise<string> {
  const { dsseEnvelope } = JSON.parse(Buffer.from(bundle).toString('utf8')) as { readonly dsseEnvelope: Json }
  const lines = [canonicalJson(dsseEnvelope)]
  if (result) {
    const payload = testResult(statement)
    const signature = await signPae(payload, signer)
    if (!verifyPae(payload, signature, signer.publicKey)) {
      throw new Stop('verification', 'signature.signer-wrong', {
        en: `what the signer returned for ${inTotoFile} does not verify; it was not written`,
        zh: `签名程序为 ${inTotoFile} 返回的签名无效；未写入该文件`,
      })
    }
    lines.push(canonicalJson(envelope(payload, signature)))
  }
  return lines.map((line) => `${line}\n`).join('')
}

/**
 * Like `statement.json`, the file is a copy: when it is there, every line must say what was signed or what follows from it, or a reader of the
 * folder is misled. Who signed the lines is for their reader to judge.
 */
export async function checkInToto(folder: string, payload: Buffer, statement: ReadStatement, list: CheckList): Promise<void> {
  const read = await readOnce(join(folder, inTotoFile), maxBundleBytes)
  if (read.state === 'absent') return
  const known = [payload, testResult(statement)].map((bytes) => Buffer.from(bytes))
  const says = (line: string): boolean => {
    try {
      const json = parseStrictJson(Buffer.from(line)) as { readonly payload?: Json; readonly payloadType?: Json } | null
      if (json?.payloadType !== payloadType || typeof json.payload !== 'string') return false
      const bytes = decodeBase64(json.payload)
      return known.some((one) => one.equals(bytes))
    } catch (error) {
      if (error instanceof StrictError) return false
      throw error
    }
  }
  const lines = read.state === 'read' ? read.bytes.toString('utf8').split('\n') : []
  if (lines.pop() === '' && lines.length > 0 && lines.every(says)) return
  list.failed(
    inTotoFile,
    'report.intoto-changed',
    `${inTotoFile} does not say what was signed; remove it or get the folder again`,
    `${inTotoFile} 与签名内容不一致；请删除该文件或重新获取报告目录`,
  )
}
