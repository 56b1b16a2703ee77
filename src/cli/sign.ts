import { join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import { inTotoFile, inTotoLines } from '../attest/intoto.ts'
import { modelSignature, modelSignatureFile } from '../attest/model-signing.ts'
import { leakCheck } from '../attest/self-scan.ts'
import { readSignable, type SignGate, signFolder } from '../attest/sign.ts'
import type { Signer } from '../attest/signer.ts'
import { loadSm2Key, sm2Envelope, sm2File } from '../attest/sm2.ts'
import { addTimestamp, checkAnswer, timestampQuery } from '../attest/timestamp.ts'
import { defaultConfig } from '../config.ts'
import { compileChecked, enabledRules, loadRuleBook, Matcher } from '../rules/index.ts'
import { Stop } from '../stop.ts'
import { defaultAsOf, version } from '../version.ts'
import { type CommandIo, type GlobalOptions, say, type Voice, voiceOf } from './io.ts'
import { askSigner, commandSigner, loadSigningKey, readPublicKey } from './keys.ts'
import { option, readNamed } from './options.ts'
import { pageOf } from './page.ts'
import { runProgram } from './program.ts'
import { passphraseOption } from './shared-options.ts'

interface SignOptions extends GlobalOptions {
  readonly key?: string
  readonly passphraseFile?: string
  readonly signerCmd?: string
  readonly pub?: string
  readonly also?: readonly ('model-signing' | 'intoto' | 'test-result')[]
  readonly tsa?: string
  readonly tsaCmd?: string
  readonly timestamp?: string
  readonly sm2?: boolean
}

/** `dataaudit sign`: sign a report folder that a scan wrote. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('sign')
    .description('sign a report folder, also as a further signer / 签名报告目录（可作为追加的签名者）')
    .argument('[folder]', 'report folder / 报告目录', 'dataaudit-report')
    .addOption(option('--key <file>', 'private key / 私钥'))
    .addOption(passphraseOption())
    .addOption(
      option(
        '--signer-cmd <command>',
        'let a command sign: message on its input, base64 signature on its output; needs --pub / 由外部命令签名：从标准输入取得消息，向标准输出写 base64 签名；须配合 --pub',
      ).conflicts('key'),
    )
    .option('--pub <file>', 'public key of the signer command / 外部签名命令的公钥')
    .addOption(
      new Option(
        '--also <format...>',
        'also write corpus.model.sig (OpenSSF model signing), report.intoto.jsonl (in-toto), the same with the outcome as a test result / 另写 corpus.model.sig（OpenSSF model signing）、report.intoto.jsonl（in-toto），或在后者中另附 test-result 形式的结论',
      ).choices(['model-signing', 'intoto', 'test-result']),
    )
    .option('--tsa <url>', 'have curl ask this time-stamping authority (RFC 3161) / 由 curl 向该时间戳机构（RFC 3161）请求时间戳')
    .addOption(
      new Option(
        '--tsa-cmd <command>',
        'let a command ask a time-stamping authority: RFC 3161 query in, response out / 由外部命令向时间戳机构请求：输入 RFC 3161 查询，输出响应',
      ).conflicts('tsa'),
    )
    .option('--timestamp <file>', 'add a timestamp response fetched by hand; signs nothing / 加入已取得的时间戳响应（不签名）')
    .option('--sm2', 'write report.sm2.dsse.json by an SM2 signer command instead / 改由 SM2 签名命令写出 report.sm2.dsse.json')
    .action((folder: string, _options: unknown, command: Command) => action(folder, command.optsWithGlobals<SignOptions>(), io))
}

async function action(folder: string, options: SignOptions, io: CommandIo): Promise<void> {
  const voice = voiceOf(io, options)
  const place = resolve(io.cwd, folder)
  if (options.sm2 === true) {
    tell(await signWithSm2(place, options, io), voice, io)
    return
  }
  if (options.timestamp !== undefined) {
    const response = readNamed(options.timestamp, io.cwd, { en: 'the timestamp', zh: '时间戳' })
    const bundle = await addTimestamp(place, response)
    if (voice.json) io.stdout.write(`${JSON.stringify({ bundle })}\n`)
    else say(io, voice, { en: `timestamp added: ${bundle}`, zh: `已加入时间戳：${bundle}` })
    return
  }
  const asks = options.tsa === undefined ? options.tsaCmd : curlFor(options.tsa)
  const signer = await signerOf(options, io, voice)
  const signable = await readSignable(place, gate(io))
  const bundle = await signFolder(place, signable, signer, stamper(asks, io))
  if (options.also?.includes('model-signing') === true) {
    await writeAtomic(join(place, modelSignatureFile), await modelSignature(place, signable.statement, signer))
  }
  const result = options.also?.includes('test-result') === true
  if (result || options.also?.includes('intoto') === true) {
    const signed = readNamed(bundle, place, { en: 'the signature', zh: '签名' })
    await writeAtomic(join(place, inTotoFile), await inTotoLines(signed, signable.statement, signer, result))
  }
  tell({ bundle, key: signer.publicKey.id }, voice, io)
}

/** What a folder is held against before it is signed: the built-in rules, this version and its page. */
function gate(io: CommandIo): SignGate {
  const book = loadRuleBook([], { trustCode: false, cwd: io.cwd })
  const compiled = compileChecked(enabledRules(book, defaultConfig.overrides, defaultConfig.packs), book, defaultAsOf)
  const matcher = new Matcher(compiled)
  return { toolVersion: version, renderHtml: pageOf, leaks: leakCheck(() => matcher) }
}

async function signerOf(options: SignOptions, io: CommandIo, voice: Voice): Promise<Signer> {
  if (options.signerCmd !== undefined) {
    if (options.pub === undefined) throw noPub()
    return commandSigner(options.signerCmd, readPublicKey(options.pub, io), io)
  }
  if (options.key !== undefined) return loadSigningKey(options.key, options.passphraseFile, io, voice)
  throw new Stop('usage', 'sign.no-key', {
    en: 'no private key was given; use --key FILE, DATAAUDIT_KEY or --signer-cmd, or make a key with "dataaudit keygen"',
    zh: '未提供私钥；请使用 --key 文件、DATAAUDIT_KEY 或 --signer-cmd，或用“dataaudit keygen”生成',
  })
}

/**
 * The command that asks an authority over HTTP (RFC 3161, 3.4). The program itself opens no connection: curl does, and whoever gives an
 * address has asked for it.
 *
 * @throws Stop usage `sign.tsa`
 */
function curlFor(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw new Stop('usage', 'sign.tsa', {
      en: '--tsa takes the http or https address of a time-stamping authority, without a user or password in it; an authority that asks for one is reached through --tsa-cmd',
      zh: '--tsa 应为时间戳机构的 http 或 https 地址，且不含用户名和密码；需要登录的机构请用 --tsa-cmd',
    })
  }
  const quoted = `'${url.href.replaceAll("'", '%27')}'`
  return `curl -sS --fail --max-time 50 -H 'Content-Type: application/timestamp-query' -H 'Accept: application/timestamp-reply' --data-binary @- ${quoted}`
}

/** Asks a time-stamping authority through a command: the query on its standard input, the response on its standard output. */
function stamper(command: string | undefined, io: CommandIo): ((signature: Uint8Array) => Promise<readonly Uint8Array[]>) | undefined {
  if (command === undefined) return undefined
  return async (signature) => {
    const response = await runProgram(command, timestampQuery(signature), { en: 'the timestamp command', zh: '时间戳命令' }, io)
    checkAnswer(response, signature)
    return [response]
  }
}

async function signWithSm2(place: string, options: SignOptions, io: CommandIo): Promise<{ bundle: string; key: string }> {
  const { signerCmd, pub } = options
  if (signerCmd === undefined || pub === undefined) throw noPub()
  const key = loadSm2Key(readNamed(pub, io.cwd, { en: 'the public key', zh: '公钥' }), pub)
  const { bytes } = await readSignable(place, gate(io))
  await writeAtomic(join(place, sm2File), await sm2Envelope(bytes, key, (message) => askSigner(signerCmd, message, io)))
  return { bundle: sm2File, key: key.id }
}

function noPub(): Stop {
  return new Stop('usage', 'sign.no-pub', {
    en: '--signer-cmd COMMAND and --pub FILE go together: what the command returns is verified with that public key before anything is written',
    zh: '--signer-cmd 命令 与 --pub 文件 须同时给出：写入之前会用该公钥验证命令返回的签名',
  })
}

function tell(done: { readonly bundle: string; readonly key: string }, voice: Voice, io: CommandIo): void {
  if (voice.json) io.stdout.write(`${JSON.stringify(done)}\n`)
  else say(io, voice, { en: `signed: ${done.bundle} by key ${done.key}`, zh: `已签名：${done.bundle}，密钥 ${done.key}` })
}
