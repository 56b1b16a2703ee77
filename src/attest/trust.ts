import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { Json } from '../model.ts'
import { parseYaml } from '../notation/yaml.ts'
import { Stop } from '../stop.ts'
import { plural } from '../words/figures.ts'
import { keyAlgorithms, loadPublicKey, type PublicKey } from './keys.ts'
import type { Authority, Identity } from './sigstore.ts'
import type { ReadStatement } from './statement.ts'
import { strictJsonIn } from './strict.ts'

/**
 * The trust policy of whoever relies on a report: `dataaudit.trust.yaml`, pinned in their own repository and never shipped with the
 * report. It says whose keys count, when, and what a report must say, because an honest key can sign an empty rule pack.
 */

const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
const pinned = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .transform((text) => text.slice('sha256:'.length))
const time = z.iso.datetime()

const trustSchema = z.strictObject({
  version: z.literal(1),
  /** How many different keys of this policy must have signed. */
  threshold: z.number().int().min(1).default(1),
  keys: z
    .array(
      z.strictObject({
        id: hex64,
        pem: z.string(),
        alg: z.enum(keyAlgorithms),
        validFrom: time.nullish(),
        validUntil: time.nullish(),
        revokedAt: time.nullish(),
      }),
    )
    .max(64)
    .default([]),
  /** Whose certificates count (keyless signing): the issuer of the identity token and the subject alternative name, to the character. */
  identities: z
    .array(z.strictObject({ issuer: z.string().min(1), san: z.string().min(1) }))
    .max(64)
    .default([]),
  /** Sigstore trusted roots, one JSON document or one a line (`gh attestation trusted-root`, `cosign trusted-root create`), beside the policy. */
  trustedRoot: z.string().optional(),
  /** Time-stamping authorities: their certificates, the one that signs first, a self-signed root last. */
  tsa: z
    .array(z.strictObject({ pem: z.string(), required: z.boolean().default(false) }))
    .max(16)
    .default([]),
  require: z
    .strictObject({
      verdict: z.array(z.enum(['PASSED', 'WARNED', 'FAILED'])).min(1),
      /** Everything was judged: coverage complete, the run complete, nothing sampled. */
      coverageComplete: z.boolean(),
      /** Each pack must have run with one of these digests and at least `minEnabled` rules. */
      rulePacks: z.array(
        z.strictObject({ name: z.string(), digest: z.array(pinned).min(1), minEnabled: z.number().int().min(1).default(1) }),
      ),
      configDigest: z.array(pinned).min(1),
      /** Days since `run.finishedAt`, which is the signer's own claim. */
      maxAgeDays: z.number().positive(),
      minTool: z.string().regex(/^\d+\.\d+\.\d+$/),
      /** The report may have ignored files by these rules and no others. */
      allowIgnore: z.array(z.string()),
    })
    .partial()
    .prefault({}),
})
type TrustFile = z.infer<typeof trustSchema>

/** A key of the policy and when it counts (milliseconds since 1970). */
interface TrustedKey {
  readonly key: PublicKey
  readonly validFrom: number
  readonly validUntil: number
  readonly revokedAt: number
}

export interface TrustPolicy {
  readonly threshold: number
  readonly keys: readonly TrustedKey[]
  readonly identities: readonly Identity[]
  /** Trusted roots as they were parsed; none when no identity is named. */
  readonly roots: readonly Json[]
  readonly authorities: readonly Authority[]
  /** Every signature needs a timestamp by one of the authorities. */
  readonly stampRequired: boolean
  readonly require: TrustFile['require']
}

/**
 * Reads `dataaudit.trust.yaml` (YAML or JSON). `place` is its path, for the error; `readBeside` reads a file by its path from the policy's folder.
 * @throws Stop usage `trust.invalid`, `trust.key-id`, `trust.key-alg`, `trust.threshold`, `trust.root`, `trust.tsa`, or a key's own Stop.
 */
export function loadTrust(text: string, place: string, readBeside?: (path: string) => string): TrustPolicy {
  const file = parseYaml(trustSchema, text, place, 'trust.invalid')
  const keys = file.keys.map((row, index): TrustedKey => {
    const key = loadPublicKey(row.pem, `${place} keys[${index}]`)
    if (key.id !== row.id) {
      throw wrong(
        'trust.key-id',
        place,
        `keys[${index}].id is ${row.id}, but its PEM has the id ${key.id}`,
        `keys[${index}].id 为 ${row.id}，但其 PEM 的标识为 ${key.id}`,
      )
    }
    if (key.algorithm !== row.alg) {
      throw wrong(
        'trust.key-alg',
        place,
        `keys[${index}].alg is ${row.alg}, but its PEM is ${key.algorithm}`,
        `keys[${index}].alg 为 ${row.alg}，但其 PEM 为 ${key.algorithm}`,
      )
    }
    const at = (text: string | null | undefined, otherwise: number) => (text ? Date.parse(text) : otherwise)
    return {
      key,
      validFrom: at(row.validFrom, Number.NEGATIVE_INFINITY),
      validUntil: at(row.validUntil, Number.POSITIVE_INFINITY),
      revokedAt: at(row.revokedAt, Number.POSITIVE_INFINITY),
    }
  })
  const distinct = new Set(keys.map((row) => row.key.id)).size
  if (distinct !== keys.length) throw wrong('trust.key-id', place, 'the same key is listed twice', '同一密钥被列出两次')
  const signers = distinct + new Set(file.identities.map(({ issuer, san }) => JSON.stringify([issuer, san]))).size
  if (signers === 0) throw wrong('trust.invalid', place, 'it names neither keys nor identities', '既未列出密钥，也未列出身份')
  if (file.threshold > signers) {
    throw wrong(
      'trust.threshold',
      place,
      `threshold is ${file.threshold}, but only ${signers} keys and identities are listed`,
      `threshold 为 ${file.threshold}，但仅列出 ${signers} 个密钥与身份`,
    )
  }
  return {
    threshold: file.threshold,
    keys,
    identities: file.identities,
    roots: rootsOf(file, place, readBeside),
    authorities: file.tsa.map((row, index) => authorityOf(row.pem, `${place} tsa[${index}]`)),
    stampRequired: file.tsa.some((row) => row.required),
    require: file.require,
  }
}

function rootsOf(file: TrustFile, place: string, readBeside?: (path: string) => string): readonly Json[] {
  if (file.identities.length === 0) return []
  if (file.trustedRoot === undefined || readBeside === undefined) {
    throw wrong(
      'trust.root',
      place,
      'identities need a trustedRoot: a file made by "gh attestation trusted-root" or "cosign trusted-root create"',
      '列出 identities 时须给出 trustedRoot：由“gh attestation trusted-root”或“cosign trusted-root create”生成的文件',
    )
  }
  const text = readBeside(file.trustedRoot)
  const one = strictJsonIn(Buffer.from(text))
  if (one !== undefined) return [one]
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const roots = lines.flatMap((line) => strictJsonIn(Buffer.from(line)) ?? [])
  if (roots.length === lines.length) return roots
  const { trustedRoot } = file
  throw wrong('trust.root', place, `${trustedRoot} is neither JSON nor JSON Lines`, `${trustedRoot} 既不是 JSON，也不是 JSON Lines`)
}

/** A chain of PEM certificates: each issued by the next, the last by itself. */
function authorityOf(pem: string, place: string): Authority {
  const bad = (en: string, zh: string) => wrong('trust.tsa', place, en, zh)
  const chain = (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((block) => {
    try {
      return new X509Certificate(block)
    } catch {
      throw bad('a certificate cannot be read', '其中的证书无法读取')
    }
  })
  if (chain.length === 0) throw bad('it holds no PEM certificate', '其中没有 PEM 证书')
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1] ?? certificate
    if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
      throw bad(
        'its certificates are no chain: the one that signs timestamps first, each issued by the next, a self-signed root last',
        '其中的证书不成链：签发时间戳的证书在前，逐级由下一个签发，最后为自签名的根证书',
      )
    }
  }
  return { chain: chain.map((certificate) => certificate.raw) }
}

/**
 * Whether a key counts: now, or, when a trusted authority stamped its signature, at that time. The time a signer claims is never believed.
 * @throws Stop verification `signature.key-revoked`, `signature.key-expired`, `signature.key-not-yet-valid`.
 */
export function checkKeyTime(trusted: TrustedKey, now: Date, stamped?: Date): void {
  const at = (stamped ?? now).getTime()
  const id = trusted.key.id.slice(0, 16)
  const stop = (code: string, en: string, zh: string) =>
    new Stop('verification', code, { en: `the signing key ${id}… ${en}`, zh: `签名密钥 ${id}… ${zh}` })
  if (at >= trusted.revokedAt) {
    throw stop(
      'signature.key-revoked',
      'is revoked by the trust policy; ask for a signature by a key that is still in use',
      '已被信任策略吊销；请要求以仍有效的密钥重新签名',
    )
  }
  if (at >= trusted.validUntil) {
    throw stop(
      'signature.key-expired',
      'is past its validUntil; ask for a signature by a current key',
      '已超过 validUntil；请要求以当前有效的密钥重新签名',
    )
  }
  if (at < trusted.validFrom) {
    throw stop(
      'signature.key-not-yet-valid',
      'is not valid before its validFrom; check the clock and the policy',
      '尚未到 validFrom；请核对系统时间与策略',
    )
  }
}

/** A demand of the policy that a report does not meet. */
interface Unmet {
  readonly code: string
  readonly en: string
  readonly zh: string
}

const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/** How far, in milliseconds, a finish time may lie in the future before it is disbelieved: clocks differ a little. */
const clockSkew = 5 * 60_000

/**
 * Everything the policy demands and a signed report does not meet, in the order of the policy. Monotonic: leaving something out of a
 * report never turns a no into a yes.
 */
export function unmet(require: TrustPolicy['require'], statement: ReadStatement, now: Date): readonly Unmet[] {
  const { report } = statement
  const found: Unmet[] = []
  const demand = (met: boolean, code: string, en: string, zh: string) => {
    if (!met) found.push({ code, en, zh })
  }
  if (require.verdict !== undefined) {
    const wanted = require.verdict.join(', ')
    demand(
      require.verdict.includes(report.results.verdict),
      'policy.verdict',
      `the verdict is ${report.results.verdict}, the policy asks for ${wanted}`,
      `结论为 ${report.results.verdict}，策略要求 ${wanted}`,
    )
  }
  if (require.coverageComplete === true) {
    const complete = report.coverage.complete && report.results.complete && report.config.sampling === 'full'
    demand(complete, 'policy.coverage', 'not all of the corpus was judged', '语料未被完整检查')
  }
  for (const pack of require.rulePacks ?? []) {
    const used = report.rulePacks.filter((row) => row.name === pack.name)
    const good = used.length > 0 && used.every((row) => pack.digest.includes(row.digest.sha256) && row.enabled >= pack.minEnabled)
    demand(
      good,
      'policy.rule-pack',
      `rule pack ${pack.name} did not run in a pinned version with at least ${pack.minEnabled} rules`,
      `规则包 ${pack.name} 未以锁定的版本运行，或启用的规则少于 ${pack.minEnabled} 条`,
    )
  }
  if (require.configDigest !== undefined) {
    demand(
      require.configDigest.includes(report.config.digest.sha256),
      'policy.config',
      'the configuration is not a pinned one',
      '配置不是锁定的版本',
    )
  }
  if (require.minTool !== undefined) {
    demand(
      atLeast(report.tool.version, require.minTool),
      'policy.tool',
      `the report was made by version ${report.tool.version}, the policy asks for ${require.minTool} or later`,
      `报告由版本 ${report.tool.version} 生成，策略要求 ${require.minTool} 或更高`,
    )
  }
  if (require.maxAgeDays !== undefined) {
    const finished = statement.finishedAt ?? ''
    const age = utcTime.test(finished) ? now.getTime() - Date.parse(finished) : Number.NaN
    demand(
      age >= -clockSkew,
      'policy.age-unknown',
      'the statement gives no finish time, or one in the future',
      '声明未给出完成时间，或该时间在未来',
    )
    demand(
      !(age > require.maxAgeDays * 86_400_000),
      'policy.age',
      `the report is older than ${require.maxAgeDays} days`,
      `报告已超过 ${require.maxAgeDays} 天`,
    )
  }
  const { allowIgnore } = require
  if (allowIgnore !== undefined) {
    const extra = report.corpus.serialization.ignore.filter((rule) => !allowIgnore.includes(rule)).length
    demand(
      extra === 0,
      'policy.ignore',
      `the scan ignored files by ${plural(extra, 'rule')} the policy does not allow`,
      `扫描按策略不允许的 ${extra} 条规则忽略了文件`,
    )
  }
  return found
}

/** Whether a version is at least another (Semantic Versioning 2.0.0: a pre-release comes before its release). Unreadable is no. */
function atLeast(version: string, least: string): boolean {
  const parts = /^(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(version)
  const wanted = least.split('.').map(Number)
  if (parts === null) return false
  for (let index = 0; index < 3; index++) {
    const difference = Number(parts[index + 1]) - wanted[index]!
    if (difference !== 0) return difference > 0
  }
  return parts[4] === undefined
}

function wrong(code: string, place: string, en: string, zh: string): Stop {
  return new Stop('usage', code, { en: `${place}: ${en}; correct the trust policy`, zh: `${place}：${zh}；请更正信任策略` })
}
