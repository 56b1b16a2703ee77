import { unlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import { generateKey, type KeyAlgorithm, keyAlgorithms, privateKeyPem, publicKeyPem } from '../attest/keys.ts'
import { type CommandIo, type GlobalOptions, say, voiceOf, warn } from './io.ts'
import { passphraseOf } from './keys.ts'
import { option } from './options.ts'
import { passphraseOption } from './shared-options.ts'

interface KeygenOptions extends GlobalOptions {
  readonly out: string
  readonly alg: KeyAlgorithm
  readonly passphraseFile?: string
  readonly encrypt: boolean
}

/** `dataaudit keygen`: make a key pair for signing. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('keygen')
    .description('make a signing key pair: NAME.key and NAME.pub / 生成签名密钥对')
    .option('-o, --out <name>', 'path without the ending / 输出路径（不含扩展名）', 'dataaudit')
    .addOption(
      option('--alg <algorithm>', 'kind of key / 密钥类型')
        .choices([...keyAlgorithms])
        .default('p256'),
    )
    .addOption(passphraseOption())
    .option('--no-encrypt', 'write the private key unencrypted even if a passphrase is set / 即使设置了口令也不加密私钥')
    .action((_options: unknown, command: Command) => action(command.optsWithGlobals<KeygenOptions>(), io))
}

async function action(options: KeygenOptions, io: CommandIo): Promise<void> {
  const voice = voiceOf(io, options)
  const passphrase = options.encrypt ? passphraseOf(options.passphraseFile, io) : undefined
  const key = generateKey(options.alg)
  const place = resolve(io.cwd, options.out)
  await writeAtomic(`${place}.key`, privateKeyPem(key, passphrase), 0o600, { exclusive: true })
  try {
    await writeAtomic(`${place}.pub`, publicKeyPem(key.publicKey), 0o644, { exclusive: true })
  } catch (error) {
    // A private key whose public half could not be written is of no use; it was made a moment ago by us.
    await unlink(`${place}.key`)
    throw error
  }
  if (passphrase === undefined) {
    warn(io, voice, {
      en: `${options.out}.key is not encrypted: whoever can read it can sign in your name; with DATAAUDIT_KEY_PASSPHRASE or --passphrase-file it would be`,
      zh: `${options.out}.key 未加密：任何能读取它的人都可以以您的名义签名；设置 DATAAUDIT_KEY_PASSPHRASE 或使用 --passphrase-file 可加密保存`,
    })
  }
  say(io, voice, {
    en: `wrote ${options.out}.key (keep it secret) and ${options.out}.pub (give it to whoever verifies); key id:`,
    zh: `已生成 ${options.out}.key（请妥善保密）与 ${options.out}.pub（交给验证方）；密钥标识：`,
  })
  const { id, algorithm } = key.publicKey
  io.stdout.write(
    voice.json ? `${JSON.stringify({ id, algorithm, privateKey: `${options.out}.key`, publicKey: `${options.out}.pub` })}\n` : `${id}\n`,
  )
}
