import { resolve } from 'node:path'
import type { Command } from 'commander'
import { prove } from '../attest/prove.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { Stop } from '../stop.ts'
import type { CommandIo, GlobalOptions } from './io.ts'
import { wholeNumber } from './options.ts'

interface ProveOptions extends GlobalOptions {
  readonly line?: number
}

/** `dataaudit prove`: a proof that one file was in the audited corpus, on standard output. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('prove')
    .description(
      'prove that one file was in the audited corpus, without naming the others / 证明某个文件属于被审计的语料（不披露其他文件）',
    )
    .argument('<folder>', 'signed report folder / 已签名的报告目录')
    .argument('[file]', 'path of the file below the corpus folder / 文件相对语料目录的路径')
    .option('--line <n>', 'its line in corpus.sha256 instead / 改用其在 corpus.sha256 中的行号', wholeNumber)
    .action((folder: string, file: string | undefined, _options: unknown, command: Command) =>
      action(folder, file, command.optsWithGlobals<ProveOptions>(), io),
    )
}

async function action(folder: string, file: string | undefined, options: ProveOptions, io: CommandIo): Promise<void> {
  if ((file === undefined) === (options.line === undefined)) {
    throw new Stop('usage', 'prove.which', {
      en: 'name one file: its path below the corpus folder, or --line N',
      zh: '请指定一个文件：相对语料目录的路径，或 --line 行号',
    })
  }
  const proof = await prove(resolve(io.cwd, folder), file === undefined ? { line: options.line! } : { path: file })
  io.stdout.write(canonicalBytes(proof))
}
