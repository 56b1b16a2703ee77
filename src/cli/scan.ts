import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import type { Run } from '../attest/statement.ts'
import { type Config, profileNames } from '../config.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { exitOf } from '../policy.ts'
import { discreet } from '../redact.ts'
import { renderSummary } from '../renderers/summary.ts'
import { commitmentTo } from '../review/index.ts'
import { loadRuleBook, readKeywords, readNer } from '../rules/index.ts'
import { configuredRules, rulesOf, type ScanJob } from '../run/job.ts'
import { printablePath } from '../run/names.ts'
import { dropUseless } from '../run/resume.ts'
import { type ScanResult, scan } from '../run/scan.ts'
import { exitCodes } from '../stop.ts'
import { defaultAsOf } from '../version.ts'
import { faultWords } from '../words/faults.ts'
import { plural } from '../words/figures.ts'
import { hashDocuments } from './documents.ts'
import { lock, sweep, tellEarlier } from './folder.ts'
import { inFull } from './held.ts'
import { type CommandIo, type GlobalOptions, say, type Voice, voiceOf, warn } from './io.ts'
import { signingKey } from './keys.ts'
import { nonceFileOf, nonceFor } from './nonce.ts'
import {
  byteSize,
  type FoundConfig,
  findConfig,
  foundSources,
  option,
  packsOf,
  policyOf,
  readNamed,
  threadsOf,
  wholeNumber,
} from './options.ts'
import { parentsOf } from './parents.ts'
import { checkOutput } from './place.ts'
import { progressOf } from './progress.ts'
import { clearFolder, type WriteOptions, writeReport } from './report-folder.ts'
import {
  type ConfigOptions,
  configOptions,
  type GateOptions,
  gateOptions,
  type PackOptions,
  packOptions,
  passphraseOption,
  type ReadingOptions,
  readAs,
  readingOptions,
} from './shared-options.ts'
import { cutShort, watchSignals } from './signals.ts'
import { readTrace } from './traces.ts'

interface ScanOptions extends GlobalOptions, ConfigOptions, PackOptions, GateOptions, ReadingOptions {
  readonly out?: string
  readonly printConfig?: boolean
  readonly keywords?: string
  readonly sources?: string
  readonly reviewNonceFile?: string
  readonly profile?: Config['profile']
  readonly ner?: string
  readonly workers?: number
  readonly shardSize?: number
  readonly resume?: boolean
  readonly saveEvery?: number
  readonly key?: string
  readonly passphraseFile?: string
  readonly parent?: string[]
  readonly trace?: string[]
  readonly sm3?: boolean
  readonly excluded?: string
  readonly runMetadata: boolean
}

type Job = Omit<ScanJob, 'progress' | 'interrupted'>

/** `dataaudit scan`: audit a corpus and write the report folder. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('scan')
    .description('audit a corpus and write dataaudit-report/ / 审计语料并生成报告目录')
    .argument('<paths...>', 'files, folders, patterns, or - for standard input / 文件、目录、通配模式，或 - 表示标准输入')
    .addOption(
      option('-o, --out <folder>', 'where the report is written (default dataaudit-report) / 报告输出目录（默认 dataaudit-report）'),
    )
  configOptions(command).option('--print-config', 'print the configuration that holds, and stop / 输出生效配置后退出')
  packOptions(command)
    .addOption(
      option('--keywords <csv>', 'your own keyword library: term,risk,lang,added_at / 自备关键词库（CSV：term,risk,lang,added_at）'),
    )
    .addOption(
      option(
        '--sources <file>',
        'sources manifest; else dataaudit.sources.yaml here or in the corpus / 语料来源清单，未指定时在当前目录或语料目录中查找 dataaudit.sources.yaml',
      ),
    )
    .addOption(
      option(
        '--review-nonce-file <file>',
        'fix the human sample now: the report holds the SHA-256 of this nonce; made when there is no such file / 扫描时即确定人工抽检样本：报告载明该随机数的 SHA-256；文件不存在时自动生成',
      ),
    )
    .addOption(
      option(
        '--names',
        'also estimate names in running text: a heuristic, slow, never gates / 另以启发式估计行文中的姓名，较慢，不作为门禁依据',
      ),
    )
    .addOption(
      option(
        '--ner <folder>',
        'names of persons by a local ONNX model; needs onnxruntime-web / 以本地 ONNX 模型识别姓名，需要 onnxruntime-web',
      ),
    )
  gateOptions(command)
  readingOptions(command)
    .addOption(option('--profile <name>', 'which law the requirement table follows / 条款表采用的法规口径').choices(profileNames))
    .addOption(
      option('--workers <n>', 'threads (default: processors); never changes the report / 线程数（默认按处理器数），不影响报告').argParser(
        wholeNumber,
      ),
    )
    .addOption(
      option(
        '--shard-size <size>',
        'size of the ranges large files are cut into (default: what suits, up to 64MiB); never changes the report / 大文件切分的区段大小（默认自动，至多 64MiB），不影响报告',
      ).argParser(byteSize),
    )
    .addOption(
      option('--resume', 'go on with what an earlier run of the same scan read before it was stopped / 从上次同一扫描的中断处继续'),
    )
    .addOption(
      option(
        '--save-every <size>',
        'what a thread reads between two saves for --resume (default 128MiB); never changes the report / 每个线程两次保存进度之间的读取量（默认 128MiB），不影响报告',
      ).argParser(byteSize),
    )
    .addOption(option('--key <file>', 'private key: also sign the report / 私钥，扫描后即签名报告'))
    .addOption(passphraseOption())
    .addOption(
      option(
        '--parent <folder...>',
        'reports this one follows from: folder or statement; their critical findings that are still here are told with their age / 本报告的上游报告（目录或声明），其中仍未处理的严重命中将注明时长',
      ),
    )
    .addOption(
      option(
        '--trace <file...>',
        'results of dataaudit trace: what remains of a person on request / 个人请求的查找结果（由 dataaudit trace 写出），报告载明其残留',
      ),
    )
    .addOption(option('--sm3', 'give SM3 digests beside SHA-256 in the statement / 声明中另附 SM3 摘要'))
    // For `verify --rerun`: where the report lies that is being repeated.
    .addOption(new Option('--excluded <folder>').hideHelp())
    .option('--no-run-metadata', 'leave times out of the statement, so that it too is reproducible / 声明中不含时间，使声明也可复现')
    .action((paths: string[], _options: unknown, self: Command) => action(paths, self.optsWithGlobals<ScanOptions>(), io))
}

async function action(paths: readonly string[], options: ScanOptions, io: CommandIo): Promise<void> {
  const found = findConfig(io.cwd, options.config)
  const config = configured(found.config, options)
  const voice = voiceOf(io, options, config.lang)
  if (options.printConfig === true) {
    const held = { file: found.file ?? null, ...inFull(config, options, paths, io.cwd, found) }
    io.stdout.write(`${JSON.stringify(held, null, 2)}\n`)
    return
  }
  const given = jobOf(paths, options, { found, config }, io, voice)
  const signer = await signingKey(options.key, options.passphraseFile, io, voice)
  const nonceFile = nonceFileOf(options.reviewNonceFile, found)
  const nonce = nonceFile === undefined ? undefined : await nonceFor(nonceFile, io.cwd, io, voice)
  const job: Job = { ...given, nonceCommitment: nonce === undefined ? undefined : commitmentTo(nonce) }
  const { parents, earlier } = await parentsOf(options.parent ?? [], job.out, io)
  const late = earlier.find(({ day }) => day > job.asOf)
  if (late !== undefined)
    warn(io, voice, {
      en: `a parent is of ${late.day}, after the reference day ${job.asOf}, so the age of open findings cannot be told; give the day of this scan with --as-of`,
      zh: `上游报告的日期 ${late.day} 晚于基准日 ${job.asOf}，无法判断命中已存在多久；请用 --as-of 给出本次扫描的日期`,
    })
  const traces = (options.trace ?? []).map((path) => readTrace(path, io.cwd))
  const startedAt = io.now()
  const release = lock(job.out)
  const interrupt = watchSignals(() => {
    dropUseless(job.out)
    sweep(job.out)
    release()
  })
  const progress = progressOf(io, voice)
  try {
    tellEarlier(io, voice, job.out, options.resume === true)
    const watch = { progress: progress.update, interrupted: interrupt.flag, engaged: interrupt.engaged }
    const result = await scan({ ...job, earlier, traces, ...watch })
    progress.stop()
    const run: Run | undefined = options.runMetadata
      ? {
          startedAt: startedAt.toISOString(),
          finishedAt: io.now().toISOString(),
          invocationId: randomUUID(),
          runtime: { node: process.versions.node, icu: process.versions.icu ?? '-', platform: `${process.platform}/${process.arch}` },
        }
      : undefined
    let written = false
    try {
      await write(job.out, result, { run, signer, parents, sm3: options.sm3 === true })
      written = true
    } finally {
      result.done(written)
    }
    tell(io, voice, options.out ?? config.output, result, job)
    io.exit = interrupt.signal() ?? exitCodes[exitOf(result.report.results)]
    if (result.unsound.length > 0 && signer !== undefined && io.exit === 0) io.exit = exitCodes.incomplete
  } catch (error) {
    io.exit = cutShort(error, 'run.cut-short', interrupt, io, voice)
  } finally {
    progress.stop()
    interrupt.release()
    release()
  }
}

/** What the command line, the configuration and the files they name come to. @throws Stop exit 2 for what cannot be used */
function jobOf(
  paths: readonly string[],
  options: ScanOptions,
  { found, config }: { readonly found: FoundConfig; readonly config: Config },
  io: CommandIo,
  voice: Voice,
): Omit<Job, 'nonceCommitment'> {
  const out = resolve(io.cwd, options.out ?? config.output)
  checkOutput(out, paths, io.cwd)
  const book = loadRuleBook(packsOf(options, found), { trustCode: options.trustCode === true, cwd: io.cwd })
  const keywordsFile = options.keywords ?? (config.keywords === undefined ? undefined : resolve(found.folder, config.keywords))
  const keywords =
    keywordsFile === undefined
      ? undefined
      : readKeywords(
          readNamed(keywordsFile, io.cwd, { en: 'the keyword library', zh: '关键词库' }),
          options.keywords ?? config.keywords!,
          book.risks,
        )
  const ner = options.ner === undefined ? undefined : readNer(resolve(io.cwd, options.ner))
  const declared = foundSources(options.sources, io.cwd, found, paths)
  if (declared !== undefined && options.sources === undefined)
    say(io, voice, {
      en: `sources manifest: ${discreet(declared.file, [declared.file])}`,
      zh: `来源清单：${discreet(declared.file, [declared.file])}`,
    })
  return {
    paths,
    cwd: io.cwd,
    out,
    config,
    asOf: config.asOf ?? defaultAsOf,
    book,
    rules: [...configuredRules(book, config), ...(ner?.rules ?? [])],
    keywords,
    ner,
    sources: declared?.sources,
    ...(declared === undefined ? {} : { documents: hashDocuments(declared.sources, declared.folder) }),
    policy: policyOf(options, io.cwd, found),
    workers: threadsOf(options.workers ?? config.workers, io, voice),
    shardBytes: options.shardSize,
    resume: options.resume === true,
    saveEveryBytes: options.saveEvery,
    ...(options.excluded === undefined ? {} : { excluded: resolve(io.cwd, options.excluded) }),
  }
}

/** The configuration with what the flags change. */
function configured(config: Config, options: ScanOptions): Config {
  return {
    ...readAs(config, options),
    ...(options.lang === undefined ? {} : { lang: options.lang }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.out === undefined ? {} : { output: options.out }),
  }
}

/** Writes the report folder. Nothing of an earlier run stays beside it: a signature that is not of this report must not. */
async function write(out: string, result: ScanResult, options: Omit<WriteOptions, 'sound'>): Promise<void> {
  clearFolder(out)
  await writeAtomic(join(out, 'corpus.sha256'), result.manifest)
  // A corpus that changed under the scan, or has names no manifest can hold, is not bound by a statement.
  await writeReport(out, result.report, { ...options, sound: result.unsound.length === 0 })
}

/** The summary, and what the operator should know besides. */
function tell(io: CommandIo, voice: Voice, folder: string, result: ScanResult, job: Job): void {
  const { report } = result
  if (voice.json) io.stdout.write(canonicalBytes(report))
  else if (!voice.quiet) {
    const { green, red, yellow, bold, dim } = voice.colours
    const verdicts = { pass: green, warn: yellow, fail: red, incomplete: yellow }
    const paints = { ...verdicts, error: red, warning: yellow, note: String, strong: bold, quiet: dim }
    io.stdout.write(
      renderSummary(report, {
        lang: voice.lang,
        folder: discreet(folder, [folder]),
        paint: (role, text) => paints[role](text),
        columns: (io.stdout as { columns?: number }).columns ?? 80,
      }),
    )
  }
  if (result.unsound.length > 0) {
    warn(io, voice, {
      en: `no statement was written and nothing was signed: ${result.unsound.map((code) => faultWords(code).en).join(' ')}`,
      zh: `未生成声明，也未签名：${result.unsound.map((code) => faultWords(code).zh).join('')}`,
    })
  }
  const { personalNames } = result
  if (personalNames > 0)
    say(io, voice, {
      en: `${personalNames} file ${personalNames === 1 ? 'name holds' : 'names hold'} what a rule takes for personal information or a secret; corpus.sha256 lists the names, the report does not. Rename the files, or keep that list back`,
      zh: `${personalNames} 个文件名疑似含有个人信息或密钥；corpus.sha256 会列出文件名，报告中没有。请重命名这些文件，或不要对外提供该清单`,
    })
  if (result.kept)
    warn(io, voice, {
      en: 'what was read is kept in the output folder: the same command with --resume goes on from there',
      zh: '已读部分保存在输出目录中：用同一命令加 --resume 可从该处继续',
    })
  if (result.unread.length === 0 || voice.quiet) return
  const shown = voice.verbose ? result.unread : result.unread.slice(0, 10)
  const compiled = rulesOf(job)
  for (const { path, code } of shown) {
    // A path can itself be personal: it goes through the rules before it is printed.
    const name = printablePath(path, compiled)
    warn(io, voice, {
      en: `${name ?? '(name withheld)'}: ${faultWords(code).en}`,
      zh: `${name ?? '（文件名已隐去）'}：${faultWords(code).zh}`,
    })
  }
  const rest = result.unread.length - shown.length
  if (rest > 0) warn(io, voice, { en: `and ${plural(rest, 'more file')}; -v lists them all`, zh: `另有 ${rest} 个文件；-v 可全部列出` })
}
