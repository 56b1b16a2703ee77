import { resolve } from 'node:path'
import type { Command } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import { describe, renderDescriptionHtml, renderDescriptionJson, renderDescriptionMarkdown } from '../description/index.ts'
import type { Lang } from '../model.ts'
import { loadRuleBook } from '../rules/index.ts'
import { readReport } from './gate.ts'
import { say, voiceOf } from './io.ts'
import type { CommandIo, GlobalOptions } from './main.ts'
import { findConfig, option, sourcesOf } from './options.ts'

interface DescribeOptions extends GlobalOptions {
  readonly config?: string | false
  readonly sources?: string
  readonly format: 'markdown' | 'html' | 'json'
  readonly out?: string
}

/** `dataaudit describe`: the Article 17 description of the training data, from a report and the sources manifest. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('describe')
    .description('write the Article 17 description of the training data / 生成第十七条训练数据情况说明')
    .argument('<report>', 'report folder or report.json / 报告目录或 report.json')
    .addOption(option('-c, --config <file>', 'configuration / 配置文件'))
    .option('--no-config', 'use no configuration file / 不使用配置文件')
    .addOption(option('--sources <file>', 'sources manifest; default dataaudit.sources.yaml / 语料来源清单'))
    .addOption(option('--format <format>', 'markdown, html or json / 输出格式').choices(['markdown', 'html', 'json']).default('markdown'))
    .addOption(option('-o, --out <file>', 'file to write; default: standard output / 输出文件'))
    .action((path: string, _options: unknown, command: Command) => action(path, command.optsWithGlobals<DescribeOptions>(), io))
}

async function action(path: string, options: DescribeOptions, io: CommandIo): Promise<void> {
  const found = findConfig(io.cwd, options.config === false ? undefined : options.config, options.config === false)
  const lang: Lang = options.lang ?? found.config.lang ?? 'en'
  const voice = voiceOf(io, { ...options, lang })
  const report = readReport(path, io.cwd)
  const book = loadRuleBook([], { trustCode: false, cwd: io.cwd })
  const description = describe(report, sourcesOf(options.sources, io.cwd, found), book.law, report.attribution ?? undefined)
  const text =
    options.format === 'json'
      ? renderDescriptionJson(description)
      : options.format === 'html'
        ? renderDescriptionHtml(description, lang)
        : renderDescriptionMarkdown(description, lang)
  if (options.out === undefined || options.out === '-') {
    io.stdout.write(text)
    return
  }
  await writeAtomic(resolve(io.cwd, options.out), text)
  const { declared, required } = description.completeness
  say(io, voice, {
    en: `${options.out}: ${declared} of ${required} fields that the provider has to declare are filled`,
    zh: `${options.out}：须由提供者申报的 ${required} 项中已填写 ${declared} 项`,
  })
}
