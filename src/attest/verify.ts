import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Words } from '../model.ts'
import { type ExitName, Stop } from '../stop.ts'
import { checkPayloadType, maxBundleBytes, type ReadBundle, readBundle, signerOf, tooLarge } from './bundle.ts'
import { type Check, type CheckList, checkList, verdictOf } from './checks.ts'
import { checkCorpus } from './corpus.ts'
import { errorCode, readOnce } from './files.ts'
import type { PublicKey } from './keys.ts'
import { checkReportFiles, type ReportFileOptions } from './report-files.ts'
import { type ReadStatement, readStatement } from './statement.ts'
import { checkKeyTime, type TrustPolicy, unmet } from './trust.ts'

/**
 * Verifies a report folder. The order is fixed: size, strict JSON, media type, one signature, base64, keys from the caller only, the
 * signature over the decoded bytes, payload type, then those same bytes are parsed and everything else is held against them.
 * No socket is opened, and no key, certificate or time inside the folder is believed.
 */

export interface VerifyOptions extends ReportFileOptions {
  /** Public keys the caller trusts; one of them must have signed. */
  readonly keys?: readonly PublicKey[]
  /** A trust policy and the time to judge it at; instead of `keys`. */
  readonly trust?: { readonly policy: TrustPolicy; readonly now: Date }
  /** The corpus, named as it was to the scan, to be compared with the manifest. Without it the corpus is not checked, and the result says so. */
  readonly corpus?: readonly string[]
  /** Where relative corpus names start. */
  readonly cwd?: string
  readonly only?: readonly string[]
  readonly allowExtra?: boolean
  readonly showPaths?: boolean
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

const bundleName = /^report(?:\.[0-9a-f]{8})?\.sigstore\.json$/
const maxBundles = 32

/**
 * Verifies the report in `folder`. What is wrong with the report, its signature or the corpus is a result, not an exception.
 * @throws Stop usage when the folder, the corpus folder or the options are unusable.
 */
export async function verify(folder: string, options: VerifyOptions): Promise<VerifyResult> {
  if (options.trust !== undefined && options.keys !== undefined) {
    throw new Stop('usage', 'verify.key-and-trust', {
      en: 'a key and a trust policy were both given; give one, since the policy names its own keys',
      zh: '同时给出了密钥与信任策略；请只给其一，策略中已列明密钥',
    })
  }
  const list = checkList()
  const signed = await checkSignatures(folder, list, options)
  const statement = signed && list.attempt('statement', () => readStatement(signed.payload))
  if (signed === undefined || statement === undefined) return result(list, [], undefined)
  const manifest = await checkReportFiles(folder, statement, list, options)
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
  if (options.trust !== undefined) checkPolicy(options.trust, statement, list)
  return result(list, signed.signers, statement)
}

interface Signed {
  readonly payload: Buffer
  readonly signers: readonly string[]
}

/** The payload that enough trusted keys signed. Undefined when the signature fails; without any key the payload with no signers, and a failed check. */
async function checkSignatures(folder: string, list: CheckList, options: VerifyOptions): Promise<Signed | undefined> {
  const names = await bundleNames(folder)
  if (names.length === 0) {
    list.failed(
      'signature',
      'signature.missing',
      'the folder holds no report.sigstore.json, so nothing is signed',
      '目录中没有 report.sigstore.json，报告未签名',
    )
    return undefined
  }
  if (names.length > maxBundles) {
    list.failed(
      'signature',
      'signature.count',
      `the folder holds ${names.length} signature bundles; at most ${maxBundles} are read`,
      `目录中有 ${names.length} 个签名文件，最多读取 ${maxBundles} 个`,
    )
    return undefined
  }
  const policy = options.trust?.policy
  const keys = policy?.keys.map((row) => row.key) ?? options.keys ?? []
  const judged = checkList()
  const good: { readonly bundle: ReadBundle; readonly signer: string }[] = []
  for (const name of names) {
    const read = await readOnce(join(folder, name), maxBundleBytes)
    if (read.state === 'unreadable') {
      list.unreadable(
        'signature',
        'signature.unreadable',
        `${name} could not be read; check its permissions`,
        `无法读取 ${name}；请检查其权限`,
      )
      return undefined
    }
    const row = judged.attempt('signature', () => {
      if (read.state === 'too-large') throw tooLarge()
      const bundle = readBundle(read.state === 'read' ? read.bytes : new Uint8Array())
      if (keys.length === 0) {
        checkPayloadType(bundle)
        return { bundle, signer: '' }
      }
      const signer = signerOf(bundle, keys)
      if (options.trust !== undefined) {
        const trusted = options.trust.policy.keys.find((candidate) => candidate.key.id === signer.id)!
        checkKeyTime(trusted, options.trust.now)
      }
      return { bundle, signer: signer.id }
    })
    if (row !== undefined) good.push(row)
  }
  const first = good[0]
  if (first === undefined) {
    list.checks.push(...judged.checks)
    return undefined
  }
  if (good.some(({ bundle }) => !bundle.payload.equals(first.bundle.payload))) {
    list.failed(
      'signature',
      'signature.statements-differ',
      'the signature bundles in the folder are over different statements; keep those of one run',
      '目录中的签名文件针对不同的声明；请只保留同一次运行的文件',
    )
    return undefined
  }
  const { payload } = first.bundle
  if (keys.length === 0) {
    list.failed(
      'signature',
      'signature.signer-unknown',
      'integrity only: no key or trust policy was given, so the signer is unknown; give --key or --trust',
      '仅检查完整性：未提供密钥或信任策略，签名者未知；请使用 --key 或 --trust',
    )
    return { payload, signers: [] }
  }
  const signers = [...new Set(good.map((row) => row.signer))].sort()
  const threshold = policy?.threshold ?? 1
  if (signers.length < threshold) {
    list.failed(
      'signature',
      'signature.threshold',
      `${signers.length} different trusted keys signed; the policy asks for ${threshold}`,
      `共有 ${signers.length} 个不同的受信任密钥签名，策略要求 ${threshold} 个`,
    )
    list.checks.push(...judged.checks)
    return undefined
  }
  const short = signers.map((id) => `${id.slice(0, 16)}…`).join(', ')
  list.passed('signature', 'signature', `signed by the trusted key ${short}`, `由受信任的密钥 ${short} 签名`)
  const others = names.length - good.length
  if (others > 0)
    list.noted(
      'signature',
      'signature.others',
      `${others} more signature bundles were not usable and do not count`,
      `另有 ${others} 个签名文件不可用，未计入`,
    )
  if (good.some(({ bundle }) => bundle.timestamps > 0)) {
    list.noted(
      'signature',
      'signature.timestamp-not-checked',
      'the bundle carries a timestamp token, which this version does not check',
      '签名文件含时间戳令牌，本版本不予检查',
    )
  }
  return { payload, signers }
}

async function bundleNames(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => bundleName.test(name)).sort()
  } catch (error) {
    if (errorCode(error) === '') throw error
    throw new Stop('usage', 'verify.no-folder', {
      en: `${folder} cannot be read as a report folder; give the folder that holds report.sigstore.json`,
      zh: `无法将 ${folder} 作为报告目录读取；请给出含 report.sigstore.json 的目录`,
    })
  }
}

function checkPolicy(trust: { readonly policy: TrustPolicy; readonly now: Date }, statement: ReadStatement, list: CheckList): void {
  const rows = unmet(trust.policy.require, statement, trust.now)
  for (const { code, en, zh } of rows) list.failed('policy', code, en, zh)
  if (rows.length === 0) list.passed('policy', 'policy', 'the report meets the trust policy', '报告满足信任策略')
}

function result(list: CheckList, signers: readonly string[], statement: ReadStatement | undefined): VerifyResult {
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
