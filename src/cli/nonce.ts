import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { writeAtomic } from '../attest/files.ts'
import { Stop } from '../stop.ts'
import { type CommandIo, type Voice, warn } from './io.ts'
import { type FoundConfig, readNamed } from './options.ts'

/** The nonce of the human sample: 16 to 64 bytes in hex, in a file of its own. Whoever audits may bring it; else it is drawn here. */

const what = { en: 'the nonce file', zh: '抽样随机数文件' }

/** The nonce file: that of the flag, else that of the configuration, from where it lies; undefined when neither names one. */
export function nonceFileOf(flag: string | undefined, { config, folder }: FoundConfig): string | undefined {
  const configured = config.review.nonceFile
  return flag ?? (configured === undefined ? undefined : resolve(folder, configured))
}

/** Reads a nonce, in hex. @throws Stop usage `nonce.invalid`, `file.unreadable` */
export function readNonce(path: string, cwd: string): string {
  const text = readNamed(path, cwd, what).toString('latin1').trim().toLowerCase()
  if (/^(?:[0-9a-f]{2}){16,64}$/.test(text)) return text
  throw new Stop('usage', 'nonce.invalid', {
    en: `${path} does not hold a nonce: 32 to 128 hex digits are wanted; name a file that does not exist and one is drawn`,
    zh: `${path} 中没有有效的随机数：应为 32 至 128 位十六进制数字；若给出尚不存在的文件名，则自动生成`,
  })
}

/** Reads the nonce a file holds, or draws one into it, before the corpus is read. */
export async function nonceFor(path: string, cwd: string, io: CommandIo, voice: Voice): Promise<string> {
  const file = resolve(cwd, path)
  if (existsSync(file)) return readNonce(path, cwd)
  const nonce = randomBytes(32).toString('hex')
  await writeAtomic(file, `${nonce}\n`, 0o600, { exclusive: true })
  warn(io, voice, {
    en: `a nonce for the human sample was drawn into ${path}; keep the file: "dataaudit sample" asks for it`,
    zh: `已生成人工抽检的随机数并写入 ${path}；请妥善保管，“dataaudit sample”抽样时需要`,
  })
  return nonce
}
