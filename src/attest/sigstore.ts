import type { Json } from '../model.ts'
import { Stop } from '../stop.ts'
import { bundleMediaType, type ReadBundle } from './bundle.ts'
import { payloadType } from './dsse.ts'
import type { PublicKey } from './keys.ts'

/**
 * Certificates, transparency logs and RFC 3161 timestamps, judged offline by the Sigstore project's own verifier against what the caller's
 * trust policy names. The packages are optional: who trusts plain keys needs none of this.
 */

/** A time-stamping authority of the trust policy: its certificates in DER, the one that signs first, a self-signed root last. */
export interface Authority {
  readonly chain: readonly Uint8Array[]
}

/** Whose certificates count: the issuer of the identity token and the subject alternative name, each to the character. */
export interface Identity {
  readonly issuer: string
  readonly san: string
}

interface Libraries {
  readonly bundle: typeof import('@sigstore/bundle')
  readonly verify: typeof import('@sigstore/verify')
  readonly specs: typeof import('@sigstore/protobuf-specs')
}

/** @throws Stop usage `sigstore.no-library` */
async function libraries(): Promise<Libraries> {
  try {
    const [bundle, verify, specs] = await Promise.all([
      import('@sigstore/bundle'),
      import('@sigstore/verify'),
      import('@sigstore/protobuf-specs'),
    ])
    return { bundle, verify, specs }
  } catch {
    throw new Stop('usage', 'sigstore.no-library', {
      en: 'the trust policy names identities or time-stamping authorities, which are judged by packages that are not installed; install them beside dataaudit: npm install @sigstore/verify@3.1.1',
      zh: '信任策略列有身份或时间戳机构，其校验所需的软件包未安装；请与 dataaudit 一并安装：npm install @sigstore/verify@3.1.1',
    })
  }
}

/**
 * The time, by a trusted authority, at which the signature of the bundle existed: the earliest of its tokens. Undefined when it has none.
 * @throws Stop verification `signature.timestamp` when a token is not by a trusted authority, or not over this signature
 */
export async function stampedAt(bundle: ReadBundle, key: PublicKey, authorities: readonly Authority[]): Promise<Date | undefined> {
  const times: Date[] = []
  for (const token of bundle.timestamps) times.push(await timeOf(token, bundle, key, authorities))
  return times.sort((a, b) => a.getTime() - b.getTime())[0]
}

async function timeOf(token: Buffer, bundle: ReadBundle, key: PublicKey, authorities: readonly Authority[]): Promise<Date> {
  const { verify } = await libraries()
  let time: Date | undefined
  try {
    const entity = verify.toSignedEntity({
      mediaType: bundleMediaType,
      verificationMaterial: {
        content: { $case: 'publicKey', publicKey: { hint: '' } },
        tlogEntries: [],
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: token }] },
      },
      content: {
        $case: 'dsseEnvelope',
        dsseEnvelope: { payload: bundle.payload, payloadType, signatures: [{ sig: bundle.signature, keyid: '' }] },
      },
    })
    const material = verify.toTrustMaterial(
      {
        mediaType: '',
        tlogs: [],
        ctlogs: [],
        certificateAuthorities: [],
        timestampAuthorities: authorities.map(({ chain }) => ({
          subject: undefined,
          uri: '',
          operator: '',
          certChain: { certificates: chain.map((der) => ({ rawBytes: Buffer.from(der) })) },
          validFor: undefined,
        })),
      },
      () => ({
        publicKey: key.key,
        validFor(date) {
          time = date
          return true
        },
      }),
    )
    new verify.Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 }).verify(entity)
  } catch {
    time = undefined
  }
  if (time !== undefined) return time
  throw new Stop('verification', 'signature.timestamp', {
    en: 'the timestamp token beside the signature is not by an authority of the trust policy, or not over this signature; ask for a new token',
    zh: '签名所附的时间戳令牌并非由信任策略中的机构签发，或并非针对该签名；请重新获取时间戳',
  })
}

/**
 * The identity whose certificate signed the bundle, when the policy names it. Each trusted root is tried; the log and certificate-log entries
 * that a root makes possible are required.
 * @throws Stop verification `signature.certificate`, `signature.identity-unknown`
 */
export async function certifiedSigner(bundle: ReadBundle, roots: readonly Json[], identities: readonly Identity[]): Promise<Identity> {
  const { bundle: reader, verify, specs } = await libraries()
  let found: Identity | undefined
  for (const json of roots) {
    try {
      const root = specs.TrustedRoot.fromJSON(json)
      const verifier = new verify.Verifier(verify.toTrustMaterial(root), {
        tlogThreshold: root.tlogs.length > 0 ? 1 : 0,
        ctlogThreshold: root.ctlogs.length > 0 ? 1 : 0,
        // A certificate lives for minutes: without a trusted time nobody knows whether it did when it signed.
        timestampThreshold: 1,
      })
      const { identity } = verifier.verify(verify.toSignedEntity(reader.bundleFromJSON(bundle.json)))
      const { extensions, subjectAlternativeName: san } = identity ?? {}
      if (extensions?.issuer !== undefined && san !== undefined) found = { issuer: extensions.issuer, san }
    } catch {
      // Not by this root.
    }
  }
  if (found === undefined) {
    throw new Stop('verification', 'signature.certificate', {
      en: 'the signing certificate does not lead to a trusted root of the policy at a trusted time, or the signature is not by it',
      zh: '签名证书无法在可信时间追溯到策略中的受信任根，或签名并非由其签署',
    })
  }
  const { issuer, san } = found
  if (identities.some((one) => one.issuer === issuer && one.san === san)) return found
  throw new Stop('verification', 'signature.identity-unknown', {
    en: 'the signature is sound, but the trust policy does not name the identity in its certificate; read it with: openssl x509 -text',
    zh: '签名有效，但信任策略未列明证书中的身份；可用 openssl x509 -text 查看',
  })
}
