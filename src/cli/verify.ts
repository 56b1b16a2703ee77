import { dirname, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { Check } from '../attest/checks.ts'
import { notRead, readOnce } from '../attest/files.ts'
import { maxProofBytes, verifyProof } from '../attest/prove.ts'
import type { Trust } from '../attest/signatures.ts'
import { loadSm2Key } from '../attest/sm2.ts'
import { loadTrust, type TrustPolicy } from '../attest/trust.ts'
import { type VerifyResult, verify } from '../attest/verify.ts'
import { outcomeWords } from '../renderers/index.ts'
import { exitCodes, Stop } from '../stop.ts'
import { version } from '../version.ts'
import { type CommandIo, type GlobalOptions, pathLine, type Voice, voiceOf } from './io.ts'
import { readPublicKey } from './keys.ts'
import { option, readNamed } from './options.ts'
import { pageOf } from './page.ts'

interface VerifyCommandOptions extends GlobalOptions {
  readonly key?: string[]
  readonly trust?: string
  readonly corpus?: string[]
  readonly files?: string[]
  readonly allowExtra?: boolean
  readonly showPaths?: boolean
  readonly proof?: string
  readonly chain?: string[]
  readonly rerun?: boolean
  readonly sm2Key?: string[]
  readonly allowWithheld?: ('findings.jsonl' | 'corpus.sha256')[]
}

/** `dataaudit verify`: is this report the one that was signed, by whom, and about this corpus? */
export function register(program: Command, io: CommandIo): void {
  program
    .command('verify')
    .description('verify a signed report, its files and its corpus; opens no network / 验证签名报告、报告文件与语料（不联网）')
    .argument('[folder]', 'report folder / 报告目录', 'dataaudit-report')
    .argument('[scan-options...]', 'with --rerun, after --: options the scan was given / 配合 --rerun，在 -- 之后给出扫描时的选项')
    // Not DATAAUDIT_KEY: that one names the private key.
    .addOption(new Option('--key <file...>', 'public key of a signer you trust / 受信任签名者的公钥').env('DATAAUDIT_PUBLIC_KEY'))
    .addOption(
      option('--trust <file>', 'trust policy: keys and what a report must say / 信任策略：密钥，以及报告须满足的要求').conflicts('key'),
    )
    .option('--corpus <path...>', 'the corpus, named as it was to the scan / 语料，写法与扫描时相同')
    .option('--files <pattern...>', 'check only these corpus files (gitignore syntax) / 仅核对这些语料文件（gitignore 语法）')
    .option('--allow-extra', 'let files through that were not audited / 放行未审计的文件')
    .option('--show-paths', 'name corpus files by path, not only by manifest line / 以路径显示语料文件，而不只给出清单行号')
    .option(
      '--sm2-key <file...>',
      'also check report.sm2.dsse.json, by one of these SM2 public keys / 另以这些 SM2 公钥之一验证 report.sm2.dsse.json',
    )
    .option(
      '--chain <folder...>',
      'folders of the earlier reports this one names: verify them as one / 报告所指明的上游报告的目录，一并验证',
    )
    .option('--rerun', 'scan the corpus again and want the same bytes / 重新扫描并要求逐字节一致')
    .option(
      '--proof <file>',
      'check a proof made by "prove" instead of a folder; --corpus names its file / 不验证目录，而验证“prove”写出的证明；--corpus 给出所证明的文件',
    )
    .addOption(
      new Option('--allow-withheld <file...>', 'files of the report folder that may be absent / 报告目录中可以不提供的文件').choices([
        'findings.jsonl',
        'corpus.sha256',
      ]),
    )
    .action((folder: string, more: string[], _options: unknown, command: Command) =>
      action(folder, more, command.optsWithGlobals<VerifyCommandOptions>(), io),
    )
}

async function action(folder: string, more: readonly string[], options: VerifyCommandOptions, io: CommandIo): Promise<void> {
  const voice = voiceOf(io, options)
  const { corpus } = options
  if (corpus === undefined && (options.files !== undefined || options.allowExtra === true || options.rerun === true)) {
    throw new Stop('usage', 'verify.no-corpus', {
      en: '--files, --allow-extra and --rerun speak of the corpus, and none was given; add --corpus PATH',
      zh: '--files、--allow-extra 与 --rerun 针对语料，但未提供语料；请加上 --corpus 路径',
    })
  }
  if (more.length > 0 && options.rerun !== true) {
    throw new Stop('usage', 'verify.more', {
      en: 'one report folder is verified at a time; options of the scan go after -- and need --rerun',
      zh: '一次只验证一个报告目录；扫描选项须放在 -- 之后，并与 --rerun 同用',
    })
  }
  const read = (path: string, what: { en: string; zh: string }) => readNamed(path, io.cwd, what)
  const keys = options.key?.map((path) => readPublicKey(path, io))
  const policy = options.trust === undefined ? undefined : readTrust(options.trust, io)
  const trust = {
    ...(keys === undefined ? {} : { keys }),
    ...(policy === undefined ? {} : { trust: { policy, now: io.now() } }),
  }
  const place = resolve(io.cwd, folder)
  if (options.proof !== undefined) {
    conclude(await judgeProof(options.proof, options, trust, io), voice, io)
    return
  }
  const result = await verify(place, {
    ...trust,
    ...(options.corpus === undefined ? {} : { corpus: options.corpus, cwd: io.cwd }),
    ...(options.files === undefined ? {} : { only: options.files }),
    ...(options.allowWithheld === undefined ? {} : { withheld: options.allowWithheld }),
    allowExtra: options.allowExtra === true,
    showPaths: options.showPaths === true,
    toolVersion: version,
    renderHtml: pageOf,
    ...(options.rerun === true && corpus !== undefined
      ? {
          rerun: async (report, use) => {
            // Loaded only here: a scan brings all its formats and rules along.
            const { scanAgain } = await import('./rerun.ts')
            await scanAgain({ folder: place, signed: report, corpus, more }, io, use)
          },
        }
      : {}),
    ...(options.chain === undefined ? {} : { chain: options.chain.map((path) => resolve(io.cwd, path)) }),
    ...(options.sm2Key === undefined
      ? {}
      : { sm2Keys: options.sm2Key.map((path) => loadSm2Key(read(path, { en: 'the public key', zh: '公钥' }), path)) }),
  })
  conclude(result, voice, io)
}

/** The trust policy, and the file of trusted roots that lies beside it. */
function readTrust(path: string, io: CommandIo): TrustPolicy {
  const text = readNamed(path, io.cwd, { en: 'the trust policy', zh: '信任策略' }).toString('utf8')
  const folder = dirname(resolve(io.cwd, path))
  return loadTrust(text, path, (beside) => readNamed(beside, folder, { en: 'the trusted root', zh: '受信任根' }).toString('utf8'))
}

/** `--proof`: the folder is not looked at. */
async function judgeProof(path: string, options: VerifyCommandOptions, trust: Trust, io: CommandIo): Promise<VerifyResult> {
  const [file, ...others] = options.corpus ?? []
  if (others.length > 0 || options.files !== undefined || options.allowExtra === true) {
    throw new Stop('usage', 'verify.proof-of-one', {
      en: 'a proof is about one file; name that one with --corpus, and nothing else of the corpus',
      zh: '证明只涉及一个文件；请用 --corpus 指定该文件，不要再给出其他语料选项',
    })
  }
  const read = await readOnce(resolve(io.cwd, path), maxProofBytes)
  if (read.state !== 'read' && read.state !== 'too-large') {
    throw new Stop('usage', 'file.unreadable', {
      en: `the proof "${path}" cannot be read: ${notRead[read.state].en}; check the path`,
      zh: `无法读取证明“${path}”：${notRead[read.state].zh}；请检查路径`,
    })
  }
  return verifyProof(read.state === 'read' ? read.bytes : read.state, trust, file === undefined ? undefined : resolve(io.cwd, file))
}

function conclude(result: VerifyResult, voice: Voice, io: CommandIo): void {
  io.exit = exitCodes[result.exit]
  io.stdout.write(voice.json ? `${JSON.stringify({ ...result, exit: exitCodes[result.exit] })}\n` : told(result, voice))
}

const signs: { readonly [status in Check['status']]: string } = { passed: '✓', failed: '✗', unreadable: '✗', withheld: '–', noted: '·' }

/** The checks in order, one a line, and the outcome. */
function told(result: VerifyResult, voice: Voice): string {
  const { colours, lang } = voice
  const paint = (check: Check, text: string) =>
    check.status === 'passed'
      ? colours.green(text)
      : check.status === 'failed' || check.status === 'unreadable'
        ? colours.red(text)
        : colours.dim(text)
  const lines = voice.quiet
    ? []
    : result.checks.flatMap((check) => [
        `${paint(check, signs[check.status])} ${check.words[lang]}`,
        ...(check.places ?? []).flatMap(pathLine),
      ])
  const zh = lang === 'zh'
  if (result.ok) {
    const complete = result.complete === true ? '' : zh ? '（检测不完整）' : ' (incomplete)'
    const said = `${result.verdict === undefined ? '' : outcomeWords[result.verdict][lang]}${complete}`
    lines.push(colours.green(zh ? `验证通过。报告结论：${said}` : `VERIFIED. The report says: ${said}`))
  } else {
    const code = result.code ?? ''
    lines.push(colours.red(zh ? `未通过验证（${code}）：${result.words.zh}` : `NOT VERIFIED (${code}): ${result.words.en}`))
  }
  return `${lines.join('\n')}\n`
}
