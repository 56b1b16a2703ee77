import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { exposedMode, readOnce } from '../attest/files.ts'
import { loadPrivateKey, type PrivateKey } from '../attest/keys.ts'
import { Stop } from '../stop.ts'
import { type Io, type Voice, warn } from './io.ts'

const maxKeyBytes = 64 * 1024

/** The passphrase: of the file named, else DATAAUDIT_KEY_PASSPHRASE; never from the command line, where others can read it. */
export function passphraseOf(file: string | undefined, io: Io): string | undefined {
  if (file === undefined) return io.env.DATAAUDIT_KEY_PASSPHRASE
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new Stop('usage', 'key.passphrase-file', {
      en: `the passphrase file "${file}" cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`,
      zh: `无法读取口令文件“${file}”（${(error as NodeJS.ErrnoException).code}）；请检查路径`,
    })
  }
}

/** Reads a private key for signing and warns when others could read it too. @throws Stop exit 2 when it cannot be used */
export async function loadSigningKey(file: string, passphraseFile: string | undefined, io: Io, voice: Voice): Promise<PrivateKey> {
  const read = await readOnce(resolve(io.cwd, file), maxKeyBytes)
  if (read.state !== 'read') {
    throw new Stop('usage', 'key.unreadable', {
      en: `the key "${file}" cannot be read (${read.state}); "dataaudit keygen --out NAME" makes one`,
      zh: `无法读取私钥“${file}”（${read.state}）；可用 “dataaudit keygen --out 名称” 生成`,
    })
  }
  if (exposedMode(read.mode)) {
    warn(io, voice, {
      en: `the key "${file}" can be read by others; run: chmod 600 "${file}"`,
      zh: `私钥“${file}”可被其他用户读取；请运行：chmod 600 "${file}"`,
    })
  }
  return loadPrivateKey(read.bytes, file, passphraseOf(passphraseFile, io))
}
