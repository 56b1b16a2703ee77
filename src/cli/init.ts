import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import { Stop } from '../stop.ts'
import { type CommandIo, type GlobalOptions, say, voiceOf } from './io.ts'
import { findConfig } from './options.ts'
import { proposeSources } from './proposal.ts'
import { configTemplate, policyTemplate, sourcesTemplate } from './templates.ts'

interface InitOptions extends GlobalOptions {
  /** A corpus to propose sources from, or true for the template alone. */
  readonly sources?: string | true
}

/**
 * `dataaudit init`: write a commented configuration, sources manifest and policy; `--sources <corpus>` writes only the manifest, with
 * a source for each folder of the corpus. Files that are there are left alone.
 */
export function register(program: Command, io: CommandIo): void {
  program
    .command('init')
    .description('write a commented configuration, sources manifest and policy / 生成带注释的配置、来源清单和策略')
    .option(
      '--sources [corpus]',
      'only the sources manifest; of a corpus, proposed from its folders and what a scan sees in them / 仅生成来源清单，可据语料各文件夹拟出草稿',
    )
    .action((_options: unknown, command: Command) => action(command.optsWithGlobals<InitOptions>(), io))
}

async function action(options: InitOptions, io: CommandIo): Promise<void> {
  const voice = voiceOf(io, options)
  const wanted: { readonly [name: string]: () => string | Promise<string> } =
    options.sources === undefined
      ? {
          'dataaudit.config.yaml': () => configTemplate(voice.lang),
          'dataaudit.sources.yaml': () => sourcesTemplate,
          'policy.yaml': () => policyTemplate,
        }
      : { 'dataaudit.sources.yaml': () => proposed(options.sources!, io) }
  const made: string[] = []
  for (const [name, text] of Object.entries(wanted)) {
    const path = join(io.cwd, name)
    if (existsSync(path)) {
      say(io, voice, { en: `${name} is there already and is left as it is`, zh: `${name} 已存在，保持不变` })
      continue
    }
    await writeAtomic(path, await text(), 0o644, { exclusive: true })
    made.push(name)
    say(io, voice, { en: `wrote ${name}`, zh: `已生成 ${name}` })
  }
  if (made.length === 0) {
    throw new Stop('usage', 'init.nothing', {
      en: 'nothing to write: all files are there already; move one away to get a fresh copy',
      zh: '没有可生成的文件：均已存在；如需重新生成，请先移走原文件',
    })
  }
}

function proposed(corpus: string | true, io: CommandIo): string | Promise<string> {
  if (corpus === true) return sourcesTemplate
  const { config } = findConfig(io.cwd, undefined)
  return proposeSources(corpus, io.cwd, config)
}
