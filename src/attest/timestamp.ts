import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Stop } from '../stop.ts'
import { bundleWith, readBundle } from './bundle.ts'
import { checkList, verdictOf } from './checks.ts'
import { integer, octets, readDer, sequence } from './der.ts'
import { writeAtomic } from './files.ts'
import { readBundles } from './folder.ts'

/**
 * RFC 3161 timestamps over the bytes of a signature, as Sigstore has them: shows that a signature existed before a time, for one before its
 * key was revoked. No connection is opened here: a command of the operator's carries the question to the authority.
 */

/** id-sha256 with NULL parameters. */
const sha256Algorithm = Buffer.from('300d06096086480165030402010500', 'hex')
const yes = Buffer.from('0101ff', 'hex')

/** The question: TimeStampReq (RFC 3161 2.4.1) over SHA-256 of the signature, with a nonce, asking for the certificate. */
export function timestampQuery(signature: Uint8Array): Buffer {
  const imprint = sequence(sha256Algorithm, octets(sha256(signature)))
  // Positive: the top bit of the nonce stays clear.
  const nonce = randomBytes(8)
  nonce[0]! &= 0x7f
  nonce[0]! |= 0x40
  return sequence(integer(1), imprint, Buffer.concat([Uint8Array.of(0x02, nonce.length), nonce]), yes)
}

/**
 * Whether a response (TimeStampResp, DER) says granted and speaks of this signature. Its own signature is judged by `verify`, against the
 * authorities of the trust policy.
 */
export function answers(response: Uint8Array, signature: Uint8Array): boolean {
  const outer = readDer(response)
  if (outer?.tag !== 0x30 || outer.rest.length > 0) return false
  const status = readDer(outer.body)
  const code = status?.tag === 0x30 ? readDer(status.body) : undefined
  // 0 granted, 1 granted with modifications.
  const granted = code?.tag === 0x02 && code.body.length === 1 && code.body[0]! <= 1
  return granted && status !== undefined && status.rest.length > 0 && Buffer.from(response).includes(sha256(signature))
}

/** @throws Stop verification `signature.timestamp-answer` unless the response is about the signature */
export function checkAnswer(response: Uint8Array, signature: Uint8Array): void {
  if (!answers(response, signature)) throw notAbout()
}

function notAbout(): Stop {
  return new Stop('verification', 'signature.timestamp-answer', {
    en: 'the time-stamping authority did not grant a timestamp over this signature (a DER TimeStampResp was expected); nothing was written',
    zh: '时间戳机构未就该签名签发时间戳（应返回 DER 格式的 TimeStampResp）；未写入任何文件',
  })
}

/**
 * Puts a response that was fetched by hand beside the signature it is about, in whichever bundle of the folder that is. Returns the name of
 * the bundle.
 * @throws Stop verification `signature.timestamp-answer` when it is about none of them, and what `readBundle` throws
 */
export async function addTimestamp(folder: string, response: Uint8Array): Promise<string> {
  const list = checkList()
  const bundles = await readBundles(folder, list)
  const bad = verdictOf(list.checks)
  if (bad !== undefined) throw new Stop(bad.exit, bad.check.code, bad.check.words)
  for (const { name, bytes } of bundles ?? []) {
    if (bytes === 'too-large') continue
    const bundle = readBundle(bytes)
    if (!answers(response, bundle.signature)) continue
    await writeAtomic(join(folder, name), bundleWith(bundle, [...bundle.timestamps, response]))
    return name
  }
  throw notAbout()
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
