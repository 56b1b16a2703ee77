import { Stop } from '../stop.ts'
import { checkPayloadType, type ReadBundle, readBundle, signerOf, tooLarge } from './bundle.ts'
import { type CheckList, checkList } from './checks.ts'
import type { PublicKey } from './keys.ts'
import { certifiedSigner, stampedAt } from './sigstore.ts'
import { checkKeyTime, type TrustPolicy } from './trust.ts'

/** Whose signature is on a statement: bundles against the keys of the caller, and nothing that a bundle says of itself. */

/** A signature bundle as it was read. */
export interface NamedBundle {
  readonly name: string
  readonly bytes: Uint8Array | 'too-large'
}

/** Whom the caller trusts: keys, or a policy and the time to judge it at. */
export interface Trust {
  readonly keys?: readonly PublicKey[]
  readonly trust?: { readonly policy: TrustPolicy; readonly now: Date }
}

interface Signed {
  /** The bytes that were signed; only these are parsed later. */
  readonly payload: Buffer
  /** Who signed, sorted; empty when no key was given. */
  readonly signers: readonly string[]
}

/** Most bundles that are looked at. */
export const maxBundles = 32

/** A bundle that verified, and by whom; no signer when no key was given. */
interface Good {
  readonly bundle: ReadBundle
  readonly signer: string
  /** When a trusted authority saw the signature. */
  readonly stamped?: Date
}

/** The payload that enough trusted signers signed. Undefined when the signature fails; without any key the payload with no signers, and a failed check. */
export async function checkSignatures(bundles: readonly NamedBundle[], list: CheckList, trust: Trust): Promise<Signed | undefined> {
  if (bundles.length === 0) {
    list.failed(
      'signature',
      'signature.missing',
      'the folder holds no report.sigstore.json, so nothing is signed; give the folder of a signed report',
      '目录中没有 report.sigstore.json，报告未签名；请给出已签名的报告目录',
    )
    return undefined
  }
  if (bundles.length > maxBundles) {
    list.failed(
      'signature',
      'signature.count',
      `there are more than ${maxBundles} signature bundles; at most ${maxBundles} are read`,
      `签名文件超过 ${maxBundles} 个；最多读取 ${maxBundles} 个`,
    )
    return undefined
  }
  const policy = trust.trust?.policy
  const anybody = (policy?.keys.length ?? trust.keys?.length ?? 0) + (policy?.identities.length ?? 0) > 0
  const judged = checkList()
  const good: Good[] = []
  for (const { bytes } of bundles) {
    const row = await judged.attemptAsync('signature', async () => {
      if (bytes === 'too-large') throw tooLarge()
      return judge(readBundle(bytes), anybody, trust)
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
  if (!anybody) {
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
      `${signers.length} different trusted signers signed; the policy asks for ${threshold}`,
      `共有 ${signers.length} 个不同的受信任签名者签名，策略要求 ${threshold} 个`,
    )
    list.checks.push(...judged.checks)
    return undefined
  }
  // A key is known by the beginning of its id, an identity only by all of its name.
  const names = signers.map((id) => (/^[0-9a-f]{64}$/.test(id) ? `${id.slice(0, 16)}…` : id)).join(', ')
  list.passed('signature', 'signature', `signed by the trusted signer ${names}`, `由受信任的签名者 ${names} 签名`)
  const others = bundles.length - good.length
  if (others > 0)
    list.noted(
      'signature',
      'signature.others',
      `${others} more signature bundles were not usable and do not count`,
      `另有 ${others} 个签名文件不可用，未计入`,
    )
  tellTime(good, list)
  return { payload, signers }
}

/** Says what is known about the time of the signatures. */
function tellTime(good: readonly Good[], list: CheckList): void {
  const stamped = good.flatMap((row) => row.stamped ?? []).sort((a, b) => a.getTime() - b.getTime())[0]
  if (stamped !== undefined) {
    const time = stamped.toISOString()
    list.passed(
      'signature',
      'signature.timestamp',
      `a trusted authority saw the signature at ${time}`,
      `受信任的时间戳机构于 ${time} 见证了该签名`,
    )
  } else if (good.some(({ bundle }) => !bundle.certified && bundle.timestamps.length > 0)) {
    list.noted(
      'signature',
      'signature.timestamp-not-checked',
      'the bundle carries a timestamp token, which was not checked: no trust policy names its authority',
      '签名文件含时间戳令牌，未予检查：没有信任策略列明其签发机构',
    )
  }
}

/** @throws Stop verification when the bundle is not by somebody who counts. */
async function judge(bundle: ReadBundle, anybody: boolean, { keys, trust }: Trust): Promise<Good> {
  if (!anybody) {
    checkPayloadType(bundle)
    return { bundle, signer: '' }
  }
  const policy = trust?.policy
  if (bundle.certified && policy !== undefined && policy.identities.length > 0) {
    const { issuer, san } = await certifiedSigner(bundle, policy.roots, policy.identities)
    checkPayloadType(bundle)
    return { bundle, signer: `${san} (${issuer})` }
  }
  const signer = signerOf(bundle, policy?.keys.map((row) => row.key) ?? keys ?? [])
  if (trust === undefined) return { bundle, signer: signer.id }
  const { authorities, stampRequired } = trust.policy
  const stamped = authorities.length === 0 ? undefined : await stampedAt(bundle, signer, authorities)
  if (stampRequired && stamped === undefined) {
    throw new Stop('verification', 'signature.timestamp-missing', {
      en: 'the trust policy asks for a timestamp, and the signature has none; ask the signer to add one',
      zh: '信任策略要求时间戳，而该签名没有；请要求签名方补充',
    })
  }
  checkKeyTime(trust.policy.keys.find((candidate) => candidate.key.id === signer.id)!, trust.now, stamped)
  return { bundle, signer: signer.id, ...(stamped === undefined ? {} : { stamped }) }
}
