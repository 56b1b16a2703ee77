import { Command, CommanderError } from 'commander'
import { config } from 'zod'
import type { Words } from '../model.ts'
import { discreet } from '../redact.ts'
import { exitCodes, fullDisk, Stop } from '../stop.ts'
import { version } from '../version.ts'
import { nearest } from '../words/nearest.ts'
import { settleEnvironment } from './environment.ts'
import { exitCodesIn, helpIn } from './help.ts'
import { type CommandIo, type GlobalOptions, type Io, legible, type Voice, voiceOf } from './io.ts'
import { option } from './options.ts'
import { askedLang, usageWords } from './usage.ts'

/** The commands, in the order of the help. Each is one file that registers itself and returns its exit code through `io.exit`. */
const commands = {
  scan: () => import('./scan.ts'),
  gate: () => import('./gate.ts'),
  sample: () => import('./sample.ts'),
  review: () => import('./review.ts'),
  describe: () => import('./describe.ts'),
  trace: () => import('./trace.ts'),
  redact: () => import('./redact.ts'),
  rules: () => import('./rules.ts'),
  init: () => import('./init.ts'),
  keygen: () => import('./keygen.ts'),
  sign: () => import('./sign.ts'),
  verify: () => import('./verify.ts'),
  prove: () => import('./prove.ts'),
  diff: () => import('./diff.ts'),
  schema: () => import('./schema.ts'),
}

/** The command that was typed, or all of them for the help and for what is no command: a run loads only what it needs. */
const wanted = (argv: readonly string[]): readonly (keyof typeof commands)[] => {
  const typed = argv.find((word) => Object.hasOwn(commands, word))
  if (typed === undefined && argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) return []
  return typed === undefined || argv.includes('help')
    ? (Object.keys(commands) as (keyof typeof commands)[])
    : [typed as keyof typeof commands]
}

/**
 * Runs the command line and gives its exit code. Expected ends are sentences; a bug prints where it happened and nothing of what was read.
 *
 * @param argv arguments after the program's name
 */
export async function run(argv: readonly string[], outside?: Partial<Io>): Promise<number> {
  const io: CommandIo = {
    stdout: process.stdout,
    stderr: process.stderr,
    // Asked for only by who reads it: Node.js makes a pipe non-blocking, and whoever reads it otherwise meets EAGAIN.
    get stdin() {
      return process.stdin
    },
    env: process.env,
    // Asked for only by who needs it: the folder may be gone.
    get cwd() {
      return process.cwd()
    },
    now: () => new Date(),
    exit: exitCodes.passed,
    ...outside,
  }
  // What was typed can be personal, a file name for one, and messages end up in logs.
  const given = [
    ...argv,
    ...Object.entries(io.env).flatMap(([name, value]) => (name.startsWith('DATAAUDIT_') && value !== undefined ? [value] : [])),
  ]
  // zod would compile a function for each schema, most of which see one value in a run.
  config({ jitless: true })
  const unheard = watchStreams(io)
  const lang = askedLang(argv, io.env)
  const program = new Command('dataaudit')
    .description(
      'Audit AI training corpora: personal information, IP-risk markers, prohibited content, diversity; signed report.\n审计人工智能训练语料：个人信息、知识产权风险标记、违法不良信息、多样性；出具可验证的签名报告。',
    )
    .version(version, '-V, --version', 'print the version / 显示版本号')
    .addOption(option('--lang <lang>', 'language of messages and of the report page / 消息与报告的语言').choices(['zh', 'en']))
    .addOption(option('-q, --quiet', 'print nothing but errors / 只输出错误'))
    .addOption(option('-v, --verbose', 'say more, such as the files that were not read / 输出更多信息，如未读取的文件'))
    .addOption(option('--json', 'print the result as JSON on standard output / 以 JSON 输出结果'))
    .option('--color', 'colours even where there is no terminal / 没有终端时也使用颜色')
    .option('--no-color', 'no colours / 不使用颜色')
    .showSuggestionAfterError()
    .enablePositionalOptions(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(legible(discreet(text, given), given)),
      // Said below, in the language asked for.
      outputError: () => {},
    })
    .addHelpText('after', exitCodesIn(lang))
  const names = wanted(argv)
  try {
    for (const name of names) (await commands[name]()).register(program, io)
    if (lang !== undefined) helpIn(lang, program)
    refuseEmpty(argv)
    refuseHelpOf(argv)
    if (names.length === 1) settleEnvironment(program, argv, io.env)
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    // A command line that is refused may not have been read as far as these.
    const asked: GlobalOptions = {
      ...program.opts(),
      ...(lang === undefined ? {} : { lang }),
      ...(argv.includes('--json') ? { json: true } : {}),
    }
    const voice = voiceOf(io, asked)
    io.exit = told(error, io, voice, given)
  }
  return unheard() ? exitCodes.transient : io.exit
}

/** An empty argument would be the working folder or the root: mostly it is a variable of a script that nobody set. @throws Stop exit 2 */
function refuseEmpty(argv: readonly string[]): void {
  const empty = argv.find((each) => each === '' || /^--[a-z-]+=$/.test(each))
  if (empty === undefined) return
  const [en, zh] = empty === '' ? ['an argument is', '有一个参数为'] : [`${empty.slice(0, -1)} is`, `${empty.slice(0, -1)} 的值为`]
  throw new Stop('usage', 'usage.empty', {
    en: `${en} empty, perhaps from a variable that is not set; give a value or leave it out`,
    zh: `${zh}空，可能是某个变量未设置；请填写，或去掉该参数`,
  })
}

/** Of a command that there is not, commander prints the help of the program and says nothing. @throws CommanderError */
function refuseHelpOf(argv: readonly string[]): void {
  const asked = argv[argv.indexOf('help') + 1]
  if (!argv.includes('help') || asked === undefined || /^-|^help$/.test(asked) || argv.some((word) => Object.hasOwn(commands, word))) return
  const close = nearest(asked, Object.keys(commands))
  const hint = close === undefined ? '' : `\n(Did you mean ${close}?)`
  throw new CommanderError(exitCodes.usage, 'commander.unknownCommand', `error: unknown command '${asked}'${hint}`)
}

/**
 * Sees to writes that fail. A reader that closes its end (head, less) is no error of ours, and the report is written all the same;
 * a full disk behind standard output is one.
 */
function watchStreams(io: CommandIo): () => boolean {
  let unheard = false
  for (const stream of [io.stdout, io.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return
      unheard = true
      process.exitCode = exitCodes.transient
    })
  }
  return () => unheard
}

/** Says why the run ended, and gives the exit code. Under `--json` standard output gets the same as one JSON document. */
function told(error: unknown, io: Io, voice: Voice, given: readonly string[]): number {
  const end = endOf(error)
  const put = (message: string) => legible(discreet(message, given), given)
  const words = { en: put(end.words.en), zh: put(end.words.zh) }
  if (voice.json && end.exit !== exitCodes.passed)
    io.stdout.write(`${JSON.stringify({ error: { code: end.code, exit: end.exit, message: words } })}\n`)
  // Help and version have been printed: nothing is left to say.
  if (error instanceof CommanderError && (end.exit === exitCodes.passed || error.code === 'commander.help')) return end.exit
  const zh = voice.lang === 'zh'
  io.stderr.write(`${voice.colours.red(zh ? '错误' : 'error')}${zh ? '：' : ': '}${words[voice.lang]}\n`)
  if (end.exit === exitCodes.bug) {
    // The message of an unexpected error may quote what was read; where it happened cannot.
    const frames = ((error as Error).stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
    io.stderr.write(`${frames.join('\n')}\n`)
  }
  return end.exit
}

const many = ['EMFILE', 'ENFILE']

/** What an error means to the outside. */
function endOf(error: unknown): { readonly exit: number; readonly code: string; readonly words: Words } {
  if (error instanceof CommanderError) {
    return { exit: error.exitCode === 0 ? exitCodes.passed : exitCodes.usage, code: error.code, words: usageWords(error) }
  }
  if (error instanceof Stop) return { exit: exitCodes[error.exit], code: error.code, words: error.words }
  const { code, name, syscall } = error as NodeJS.ErrnoException
  if (syscall === 'uv_cwd') {
    return {
      exit: exitCodes.usage,
      code: 'usage.no-working-folder',
      words: {
        en: 'the working folder is gone or may not be read; change to another one, then run again',
        zh: '当前工作目录已不存在或无权读取；请切换到其他目录后重试',
      },
    }
  }
  if (code !== undefined && many.includes(code)) {
    return {
      exit: exitCodes.transient,
      code: 'limit.open-files',
      words: {
        en: `too many files are open (${code}); raise the limit, such as with ulimit -n 1024, then run again`,
        zh: `打开的文件过多（${code}）；请调高上限（例如 ulimit -n 1024）后重试`,
      },
    }
  }
  if (code !== undefined && fullDisk.has(code)) {
    return {
      exit: exitCodes.transient,
      code: 'output.write',
      words: {
        en: `could not write (${code}); check the disk and permissions, then run again`,
        zh: `无法写入（${code}）；请检查磁盘与权限后重试`,
      },
    }
  }
  const where = `${name}${code === undefined ? '' : ` ${code}`}`
  return {
    exit: exitCodes.bug,
    code: 'bug',
    words: {
      en: `internal bug; please report these lines (they hold nothing of the corpus): ${where}`,
      zh: `内部缺陷，请上报以下位置信息（不含语料内容）：${where}`,
    },
  }
}
