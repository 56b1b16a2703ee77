import { resolve } from 'node:path'
import { exposedMode, notRead, readOnce } from '../attest/files.ts'
import { loadPrivateKey, loadPublicKey, type PublicKey } from '../attest/keys.ts'
import { localSigner, type Signer } from '../attest/signer.ts'
import { decodeBase64, StrictError } from '../attest/strict.ts'
import { Stop } from '../stop.ts'
import { emptyVariable } from './environment.ts'
import { type Io, type Voice, warn } from './io.ts'
import { readNamed } from './options.ts'
import { runProgram } from './program.ts'

const maxKeyBytes = 64 * 1024

/**
 * The passphrase: of the file named, else DATAAUDIT_KEY_PASSPHRASE; never from the command line, where others can read it.
 * @throws Stop exit 2: a file that cannot be read, a file or variable that is empty
 */
export function passphraseOf(file: string | undefined, io: Io): string | undefined {
  if (file === undefined) {
    const { DATAAUDIT_KEY_PASSPHRASE: passphrase } = io.env
    if (passphrase === '') throw emptyVariable('DATAAUDIT_KEY_PASSPHRASE')
    return passphrase
  }
  const what = { en: 'the passphrase file', zh: '口令文件' }
  const passphrase = readNamed(file, io.cwd, what, 'key.passphrase-file')
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (passphrase !== '') return passphrase
  throw new Stop('usage', 'key.passphrase-file', {
    en: `the passphrase file "${file}" holds no passphrase; write one into it, or leave the option out`,
    zh: `口令文件“${file}”中没有口令；请写入口令，或不给出该选项`,
  })
}

/** The key that was named; without one nothing is signed, which who gave a passphrase is told. */
export async function signingKey(
  key: string | undefined,
  passphraseFile: string | undefined,
  io: Io,
  voice: Voice,
): Promise<Signer | undefined> {
  if (key !== undefined) return loadSigningKey(key, passphraseFile, io, voice)
  if (passphraseFile !== undefined) {
    warn(io, voice, {
      en: 'nothing is signed: a passphrase file was given and no key; name the key with --key',
      zh: '未签名：给出了口令文件，但没有给出私钥；请用 --key 指定私钥',
    })
  }
  return undefined
}

/** Reads a private key for signing and warns when others could read it too. @throws Stop exit 2 when it cannot be used */
export async function loadSigningKey(file: string, passphraseFile: string | undefined, io: Io, voice: Voice): Promise<Signer> {
  const read = await readOnce(resolve(io.cwd, file), maxKeyBytes)
  if (read.state !== 'read') {
    throw new Stop('usage', 'key.unreadable', {
      en: `the key "${file}" cannot be read: ${notRead[read.state].en}; "dataaudit keygen --out NAME" makes one`,
      zh: `无法读取私钥“${file}”：${notRead[read.state].zh}；可用“dataaudit keygen --out 名称”生成`,
    })
  }
  const key = loadPrivateKey(read.bytes, file, passphraseOf(passphraseFile, io))
  if (exposedMode(read.mode)) {
    warn(io, voice, {
      en: `the key "${file}" can be read by others; run: chmod 600 "${file}"`,
      zh: `私钥“${file}”可被其他用户读取；请运行：chmod 600 "${file}"`,
    })
  }
  return localSigner(key)
}

/** Reads a public key that the user named. @throws Stop exit 2, or 4 for a kind that is not accepted */
export function readPublicKey(path: string, io: Io): PublicKey {
  return loadPublicKey(readNamed(path, io.cwd, { en: 'the public key', zh: '公钥' }), path)
}

/** A signer behind a command of the operator's: the message on standard input, the signature in base64 on standard output. */
export function commandSigner(command: string, publicKey: PublicKey, io: Io): Signer {
  return { publicKey, sign: (message) => askSigner(command, message, io) }
}

/**
 * The signature a command gives for a message.
 * @throws Stop verification `program.…`, `signature.signer-output`
 */
export async function askSigner(command: string, message: Uint8Array, io: Io): Promise<Uint8Array> {
  const answer = await runProgram(command, message, { en: 'the signer command', zh: '签名命令' }, io)
  try {
    // base64 breaks its lines.
    const text = answer.toString('latin1').replace(/\s/g, '')
    if (text === '') throw new StrictError('nothing to read', 0)
    return decodeBase64(text)
  } catch (error) {
    if (!(error instanceof StrictError)) throw error
    throw new Stop('verification', 'signature.signer-output', {
      en: 'the signer command did not print a signature in base64; nothing was written. Pipe a binary signature through base64',
      zh: '签名命令没有输出 base64 编码的签名；未写入任何文件。二进制签名请经 base64 编码后输出',
    })
  }
}
