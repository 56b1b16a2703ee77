import type { Command } from 'commander'
import type { Policy } from '../config.ts'
import { exitOf, judge } from '../policy.ts'
import { outcomeWords } from '../renderers/index.ts'
import { exitCodes } from '../stop.ts'
import { type CommandIo, type GlobalOptions, voiceOf } from './io.ts'
import { findConfig, option, policyOf } from './options.ts'
import { readReport } from './read-report.ts'

interface GateOptions extends GlobalOptions {
  readonly config?: string | false
  readonly policy?: string
  readonly failOn?: Policy['failOn']
  readonly allowUnreadable?: string
}

/** `dataaudit gate`: judge an existing report against a policy. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('gate')
    .description('judge an existing report against a policy / 按策略判定已有报告')
    .argument('<report>', 'report.json or its folder / report.json 或其目录')
    .addOption(option('-c, --config <file>', 'configuration whose policy is used / 配置文件，采用其中的策略'))
    .option('--no-config', 'use no configuration file / 不使用配置文件')
    .addOption(
      option('--policy <file>', 'the policy; default: no error finding of high confidence / 门禁策略，默认不得有高置信度的严重级命中'),
    )
    .addOption(
      option('--fail-on <severity>', 'lowest severity that fails the gate / 触发门禁的最低级别').choices([
        'error',
        'warning',
        'note',
        'none',
      ]),
    )
    .addOption(
      option(
        '--allow-unreadable <n|n%>',
        'accept so many unreadable files and records, or so much of the bytes / 允许未读的文件与记录数，或者字节占比',
      ),
    )
    .action((path: string, _options: unknown, command: Command) => action(path, command.optsWithGlobals<GateOptions>(), io))
}

function action(path: string, options: GateOptions, io: CommandIo): void {
  const found = findConfig(io.cwd, options.config === false ? undefined : options.config, options.config === false)
  const voice = voiceOf(io, { ...options, lang: options.lang ?? found.config.lang ?? 'en' })
  const report = readReport(path, io.cwd)
  const verdict = judge(report, policyOf(options, io.cwd, found))
  io.exit = exitCodes[exitOf(verdict)]
  if (voice.json) {
    io.stdout.write(`${JSON.stringify({ ...verdict, exit: io.exit })}\n`)
    return
  }
  if (voice.quiet) return
  const zh = voice.lang === 'zh'
  const c = voice.colours
  const paint = { PASSED: c.green, WARNED: c.yellow, FAILED: c.red }[verdict.verdict]
  const head = paint(outcomeWords[verdict.verdict][voice.lang])
  io.stdout.write(`${head}${verdict.complete ? '' : c.yellow(zh ? '（检测不完整）' : ' (incomplete)')}\n`)
  for (const reason of verdict.reasons) io.stdout.write(`  ${reason.blocking ? '×' : '·'} ${reason.words[voice.lang]}\n`)
}
