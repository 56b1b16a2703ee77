import { resolve } from 'node:path'
import type { Command } from 'commander'
import { signFolder } from '../attest/sign.ts'
import { Stop } from '../stop.ts'
import { say, voiceOf } from './io.ts'
import { loadSigningKey } from './keys.ts'
import type { CommandIo, GlobalOptions } from './main.ts'
import { option } from './options.ts'

interface SignOptions extends GlobalOptions {
  readonly key?: string
  readonly passphraseFile?: string
}

/** `dataaudit sign`: sign a report folder that a scan wrote. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('sign')
    .description('sign a report folder, also as a further signer / 签名报告目录（可作为追加的签名者）')
    .argument('[folder]', 'report folder / 报告目录', 'dataaudit-report')
    .addOption(option('--key <file>', 'private key / 私钥'))
    .addOption(option('--passphrase-file <file>', 'passphrase of the key; else DATAAUDIT_KEY_PASSPHRASE / 私钥口令文件'))
    .action((folder: string, _options: unknown, command: Command) => action(folder, command.optsWithGlobals<SignOptions>(), io))
}

async function action(folder: string, options: SignOptions, io: CommandIo): Promise<void> {
  const voice = voiceOf(io, options)
  if (options.key === undefined) {
    throw new Stop('usage', 'sign.no-key', {
      en: 'no private key was given; use --key FILE or DATAAUDIT_KEY, or make one with "dataaudit keygen"',
      zh: '未提供私钥；请使用 --key 文件 或 DATAAUDIT_KEY，或用 “dataaudit keygen” 生成',
    })
  }
  const key = await loadSigningKey(options.key, options.passphraseFile, io, voice)
  const name = await signFolder(resolve(io.cwd, folder), key)
  if (voice.json) io.stdout.write(`${JSON.stringify({ bundle: name, key: key.publicKey.id })}\n`)
  else {
    say(io, voice, {
      en: `signed: ${name} by key ${key.publicKey.id}`,
      zh: `已签名：${name}，密钥 ${key.publicKey.id}`,
    })
  }
}
