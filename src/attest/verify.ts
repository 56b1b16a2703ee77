import type { Json, Words } from '../model.ts'
import { type ExitName, Stop } from '../stop.ts'
import { plural } from '../words/figures.ts'
import { type Check, type CheckList, checkList, verdictOf } from './checks.ts'
import { checkCorpus } from './corpus.ts'
import { readBundles } from './folder.ts'
import { checkInToto } from './intoto.ts'
import { checkChain } from './lineage.ts'
import { checkReportFiles, type ReportFileOptions } from './report-files.ts'
import { checkRerun } from './rerun.ts'
import { checkSignatures, type Trust } from './signatures.ts'
import { checkSm2, type Sm2Key } from './sm2.ts'
import { type ReadStatement, readStatement } from './statement.ts'
import { type TrustPolicy, unmet } from './trust.ts'

/**
 * Verifies a report folder. The order is fixed: size, strict JSON, media type, one signature, base64, keys from the caller only, the
 * signature over the decoded bytes, payload type, then those same bytes are parsed and everything else is held against them.
 * No socket is opened, and no key, certificate or time inside the folder is believed.
 */

export interface VerifyOptions extends ReportFileOptions, Trust {
  /** The corpus, named as it was to the scan, to be compared with the manifest. Without it the corpus is not checked, and the result says so. */
  readonly corpus?: readonly string[]
  /** Where relative corpus names start. */
  readonly cwd?: string
  readonly only?: readonly string[]
  readonly allowExtra?: boolean
  readonly showPaths?: boolean
  /** Repeats the scan and hands its report folder over, to be compared byte for byte. */
  readonly rerun?: (report: Json, use: (folder: string) => Promise<void>) => Promise<void>
  /** Folders of earlier reports: they are verified too, and must be the lineage of this one. */
  readonly chain?: readonly string[]
  /** SM2 keys, one of which must have signed `report.sm2.dsse.json` besides. */
  readonly sm2Keys?: readonly Sm2Key[]
  readonly progress?: (bytes: number) => void
}

export interface VerifyResult {
  readonly ok: boolean
  /** `passed`, `verification`, or `incomplete` when something could not be read. */
  readonly exit: ExitName
  /** Reason code of the first failed check. */
  readonly code?: string
  readonly words: Words
  readonly checks: readonly Check[]
  /** Ids of the trusted keys that signed; empty when the signer is unknown. */
  readonly signers: readonly string[]
  /** What the report says, once it is known who said it. */
  readonly verdict?: 'PASSED' | 'WARNED' | 'FAILED'
  readonly complete?: boolean
}

/**
 * Verifies the report in `folder`. What is wrong with the report, its signature or the corpus is a result, not an exception.
 * @throws Stop usage when the folder, the corpus folder or the options are unusable.
 */
export async function verify(folder: string, options: VerifyOptions): Promise<VerifyResult> {
  checkTrustOptions(options)
  const list = checkList()
  const bundles = await readBundles(folder, list)
  const signed = bundles && (await checkSignatures(bundles, list, options))
  const statement = signed && list.attempt('statement', () => readStatement(signed.payload))
  if (signed === undefined || statement === undefined) return result(list, [], undefined)
  if (options.sm2Keys !== undefined) await checkSm2(folder, signed.payload, options.sm2Keys, list)
  const manifest = await checkReportFiles(folder, statement, list, options)
  await checkInToto(folder, signed.payload, statement, list)
  if (options.chain !== undefined) await checkChain(statement, options.chain, list, options)
  else if (statement.parents.length > 0) {
    list.noted(
      'lineage',
      'lineage.not-checked',
      `the report names ${plural(statement.parents.length, 'earlier report')}, none was given with --chain, and so the chain was not followed`,
      `报告指明了 ${statement.parents.length} 份上游报告，但未用 --chain 提供，因此未核对链条`,
    )
  }
  const { corpus } = options
  if (corpus === undefined) {
    list.noted(
      'corpus',
      'corpus.not-checked',
      'the corpus was not given, so it was not compared with the report',
      '未提供语料，未与报告比对',
    )
  } else if (manifest !== undefined) {
    await checkCorpus(manifest, statement.report, list, { ...options, corpus })
  } else {
    list.failed(
      'corpus',
      'corpus.not-checked',
      'without a sound corpus.sha256 the corpus cannot be checked',
      '缺少有效的 corpus.sha256，无法检查语料',
    )
  }
  // Last, because it takes longest, and only what verified so far is worth it.
  if (options.rerun !== undefined && verdictOf(list.checks) === undefined)
    await options.rerun(statement.reportJson, (again) => checkRerun(again, statement, list))
  if (options.trust !== undefined) checkPolicy(options.trust, statement, list)
  return result(list, signed.signers, statement)
}

/** @throws Stop usage when keys and a policy were both given. */
export function checkTrustOptions(trust: Trust): void {
  if (trust.trust === undefined || trust.keys === undefined) return
  throw new Stop('usage', 'verify.key-and-trust', {
    en: 'a key and a trust policy were both given; give one, since the policy names its own keys',
    zh: '同时给出了密钥与信任策略；请只给其一，策略中已列明密钥',
  })
}

/** Holds a report against what the policy demands. */
export function checkPolicy(trust: { readonly policy: TrustPolicy; readonly now: Date }, statement: ReadStatement, list: CheckList): void {
  const rows = unmet(trust.policy.require, statement, trust.now)
  for (const { code, en, zh } of rows) list.failed('policy', code, en, zh)
  if (rows.length === 0) list.passed('policy', 'policy', 'the report meets the trust policy', '报告满足信任策略')
}

/** The outcome of a list of checks. */
export function result(list: CheckList, signers: readonly string[], statement: ReadStatement | undefined): VerifyResult {
  const { checks } = list
  const end = verdictOf(checks)
  // Nothing passes by having looked at nothing: the signature must have been shown good.
  const ok = end === undefined && signers.length > 0 && statement !== undefined
  const said =
    statement === undefined || signers.length === 0
      ? {}
      : { verdict: statement.report.results.verdict, complete: statement.report.results.complete }
  if (end !== undefined) return { ok: false, exit: end.exit, code: end.check.code, words: end.check.words, checks, signers, ...said }
  if (!ok) throw new Error('verification ended without a signature and without a reason')
  return { ok, exit: 'passed', words: okWords(checks), checks, signers, ...said }
}

function okWords(checks: readonly Check[]): Words {
  const told = checks.filter((check) => check.step === 'corpus' || check.step === 'signature' || check.status === 'withheld')
  return {
    en: ['verified', ...told.map((check) => check.words.en)].join('; '),
    zh: ['验证通过', ...told.map((check) => check.words.zh)].join('；'),
  }
}
