import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Policy } from '../config.ts'
import { exitOf, judge } from '../policy.ts'
import { outcomeWords } from '../renderers/index.ts'
import { type Report, reportSchema } from '../report.ts'
import { exitCodes, Stop } from '../stop.ts'
import { type CommandIo, type GlobalOptions, voiceOf } from './io.ts'
import { findConfig, option, policyOf, readNamed } from './options.ts'

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
    .addOption(option('-c, --config <file>', 'configuration whose policy is used / 配置文件'))
    .option('--no-config', 'use no configuration file / 不使用配置文件')
    .addOption(option('--policy <file>', 'the policy; default: no error finding of high confidence / 门禁策略'))
    .addOption(
      option('--fail-on <severity>', 'lowest severity that fails the gate / 触发门禁的最低级别').choices([
        'error',
        'warning',
        'note',
        'none',
      ]),
    )
    .addOption(option('--allow-unreadable <n|n%>', 'accept so much unread / 允许的未读量'))
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

/** The folder a report lies in, by file or folder. */
export function folderOf(path: string, cwd: string): string {
  const full = resolve(cwd, path)
  return full.endsWith('.json') ? dirname(full) : full
}

/** Reads a report by file or folder. @throws Stop exit 2 when it is none */
export function readReport(path: string, cwd: string): Report {
  let file = path
  try {
    if (statSync(resolve(cwd, path)).isDirectory()) file = join(path, 'report.json')
  } catch {
    // Said when it is read.
  }
  const bytes = readNamed(file, cwd, { en: 'the report', zh: '报告' })
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Stop('usage', 'report.syntax', {
      en: `"${file}" is not JSON; give a report.json or the folder that holds it`,
      zh: `“${file}”不是 JSON；请给出 report.json 或其所在目录`,
    })
  }
  const parsed = reportSchema.safeParse(value)
  if (!parsed.success) {
    const first = parsed.error.issues[0]!
    throw new Stop('usage', 'report.schema', {
      en: `"${file}" is not a report this version can read (at ${first.path.join('.') || 'the top'}); make it again with dataaudit scan`,
      zh: `“${file}”不是本版本可读取的报告（位置：${first.path.join('.') || '顶层'}）；请用 dataaudit scan 重新生成`,
    })
  }
  return parsed.data
}
