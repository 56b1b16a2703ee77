import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import { Stop } from '../stop.ts'
import { say, voiceOf } from './io.ts'
import type { CommandIo, GlobalOptions } from './main.ts'
import { configTemplate, policyTemplate, sourcesTemplate } from './templates.ts'

const files = {
  'dataaudit.config.yaml': configTemplate,
  'dataaudit.sources.yaml': sourcesTemplate,
  'policy.yaml': policyTemplate,
}

/** `dataaudit init`: write a commented configuration, sources manifest and policy. Files that are there are left alone. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('init')
    .description('write a commented configuration, sources manifest and policy / 生成带注释的配置、来源清单和策略')
    .action(async (_options: unknown, command: Command) => {
      const voice = voiceOf(io, command.optsWithGlobals<GlobalOptions>())
      const made: string[] = []
      for (const [name, text] of Object.entries(files)) {
        const path = join(io.cwd, name)
        if (existsSync(path)) {
          say(io, voice, { en: `${name} is there already and is left as it is`, zh: `${name} 已存在，保持不变` })
          continue
        }
        await writeAtomic(path, text, 0o644, { exclusive: true })
        made.push(name)
        say(io, voice, { en: `wrote ${name}`, zh: `已生成 ${name}` })
      }
      if (made.length === 0) {
        throw new Stop('usage', 'init.nothing', {
          en: 'nothing to write: all files are there already; move one away to get a fresh copy',
          zh: '没有可生成的文件：均已存在；如需重新生成，请先移走原文件',
        })
      }
    })
}
