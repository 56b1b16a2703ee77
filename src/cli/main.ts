import { Command, CommanderError } from 'commander'
import type { Lang } from '../model.ts'
import { exitCodes, Stop } from '../stop.ts'
import { version } from '../version.ts'
import * as describeCommand from './describe.ts'
import * as gateCommand from './gate.ts'
import * as initCommand from './init.ts'
import { type Io, voiceOf } from './io.ts'
import * as keygenCommand from './keygen.ts'
import { option } from './options.ts'
import * as rulesCommand from './rules.ts'
import * as scanCommand from './scan.ts'
import * as schemaCommand from './schema.ts'
import * as signCommand from './sign.ts'
import * as verifyCommand from './verify.ts'

/** The commands, in the order of the help. Each is one file that registers itself and returns its exit code through `io.exit`. */
const commands = [scanCommand, gateCommand, describeCommand, rulesCommand, initCommand, keygenCommand, signCommand, verifyCommand, schemaCommand]

/** What a command gets: the outside, and a place for its exit code. */
export interface CommandIo extends Io {
  exit: number
}

/** Options every command has. */
export interface GlobalOptions {
  readonly lang?: Lang
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly json?: boolean
  readonly color?: boolean
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
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    exit: exitCodes.passed,
    ...outside,
  }
  // A reader that closes its end (head, less) is no error of ours.
  for (const stream of [io.stdout, io.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(io.exit)
      throw error
    })
  }
  const program = new Command('dataaudit')
    .description('Audit AI training corpora: personal information, IP-risk markers, prohibited content, diversity; signed report.\n审计人工智能训练语料：个人信息、知识产权风险标记、违法不良信息、多样性；出具可验证的签名报告。')
    .version(version)
    .addOption(option('--lang <lang>', 'language of messages and of the report page / 消息与报告的语言').choices(['zh', 'en']))
    .addOption(option('-q, --quiet', 'print nothing but errors / 只输出错误'))
    .addOption(option('-v, --verbose', 'say more, such as the files that were not read / 输出更多信息'))
    .addOption(option('--json', 'print the result as JSON on standard output / 以 JSON 输出结果'))
    .option('--color', 'colours even where there is no terminal / 强制使用颜色')
    .option('--no-color', 'no colours / 不使用颜色')
    .showSuggestionAfterError()
    .enablePositionalOptions(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .addHelpText(
      'after',
      '\nExit codes / 退出码: 0 passed 通过 · 1 gate not met 未过门禁 · 2 usage or configuration 用法或配置错误 · 3 incomplete 检测不完整 · 4 signature or verification failed 签名或验证失败 · 70 internal bug 内部缺陷 · 75 transient 临时性失败',
    )
  for (const command of commands) command.register(program, io)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return io.exit
  } catch (error) {
    return told(error, io, program)
  }
}

/** Says why the run ended, and gives the exit code. */
function told(error: unknown, io: Io, program: Command): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage
  const options = program.opts<GlobalOptions>()
  const voice = voiceOf(io, options)
  if (error instanceof Stop) {
    if (voice.json) io.stdout.write(`${JSON.stringify({ error: { code: error.code, exit: exitCodes[error.exit], message: error.words } })}\n`)
    io.stderr.write(`${voice.colours.red(voice.lang === 'zh' ? '错误' : 'error')}: ${error.words[voice.lang]}\n`)
    return exitCodes[error.exit]
  }
  const thrown = error as NodeJS.ErrnoException
  const full = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE']
  if (thrown.code !== undefined && full.includes(thrown.code)) {
    io.stderr.write(
      voice.lang === 'zh' ? `错误: 无法写入（${thrown.code}）；请检查磁盘与权限后重试\n` : `error: could not write (${thrown.code}); check the disk and permissions, then run again\n`,
    )
    return exitCodes.transient
  }
  // The message of an unexpected error may quote what was read; where it happened cannot.
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  io.stderr.write(
    `${voice.lang === 'zh' ? '内部缺陷，请上报以下位置信息（不含语料内容）' : 'internal bug; please report these lines (they hold nothing of the corpus)'}: ${thrown.name}${thrown.code === undefined ? '' : ` ${thrown.code}`}\n${frames.join('\n')}\n`,
  )
  return exitCodes.bug
}
