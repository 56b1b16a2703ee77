import type { Command } from 'commander'
import { exitOf, judge } from '../policy.ts'
import { outcomeWords } from '../renderers/index.ts'
import { exitCodes } from '../stop.ts'
import { type CommandIo, type GlobalOptions, voiceOf } from './io.ts'
import { findConfig, policyOf } from './options.ts'
import { readReport } from './read-report.ts'
import { type ConfigOptions, configOptions, type GateOptions, gateOptions } from './shared-options.ts'

interface GateCommandOptions extends GlobalOptions, ConfigOptions, GateOptions {}

/** `dataaudit gate`: judge an existing report against a policy. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('gate')
    .description('judge an existing report against a policy / 按策略判定已有报告')
    .argument('<report>', 'report.json or its folder / report.json 或其目录')
  configOptions(command, 'configuration whose policy is used / 配置文件，采用其中的策略')
  gateOptions(command).action((path: string, _options: unknown, self: Command) =>
    action(path, self.optsWithGlobals<GateCommandOptions>(), io),
  )
}

function action(path: string, options: GateCommandOptions, io: CommandIo): void {
  const found = findConfig(io.cwd, options.config)
  const voice = voiceOf(io, options, found.config.lang)
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
