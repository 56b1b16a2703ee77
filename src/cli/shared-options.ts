import type { Command, Option } from 'commander'
import type { Config, Policy } from '../config.ts'
import { charsetNamed } from '../corpus/index.ts'
import { asOfWords, calendarDate, option, recordBytes } from './options.ts'

/** Options that several commands take: how each is written, and what it changes of the configuration. */

/** Which configuration holds: `--config`, `--no-config`. */
export interface ConfigOptions {
  readonly config?: string | false
}

const configFound =
  'configuration; else dataaudit.config.yaml from here upwards / 配置文件，未指定时自当前目录逐级向上查找 dataaudit.config.yaml'
/** What `--config` is to a command that looks at what a scan left. */
export const configOfScan = 'configuration of the scan / 扫描所用的配置文件'

/** Adds the options of `ConfigOptions`. @param words what `--config` is to the command */
export const configOptions = (command: Command, words = configFound): Command =>
  command.addOption(option('-c, --config <file>', words)).option('--no-config', 'use no configuration file / 不使用配置文件')

/** The option for the passphrase of a private key. */
export const passphraseOption = (): Option =>
  option(
    '--passphrase-file <file>',
    'passphrase of the key; else DATAAUDIT_KEY_PASSPHRASE / 私钥口令文件，未指定时取 DATAAUDIT_KEY_PASSPHRASE',
  )

/** Rule packs beside the built-in ones: `--rules`, `--trust-code`. */
export interface PackOptions {
  readonly rules?: readonly string[]
  readonly trustCode?: boolean
}

/** Adds the options of `PackOptions`. */
export const packOptions = (command: Command): Command =>
  command
    .addOption(option('--rules <folder|package...>', 'add rule packs / 追加规则包'))
    .option('--trust-code', 'allow added packs that carry code / 允许带代码的规则包')

/** What fails the gate: `--policy`, `--fail-on`, `--allow-unreadable`. */
export interface GateOptions {
  readonly policy?: string
  readonly failOn?: Policy['failOn']
  readonly allowUnreadable?: string
}

/** Adds the options of `GateOptions`. */
export const gateOptions = (command: Command): Command =>
  command
    .addOption(
      option('--policy <file>', 'the gate; default: no error finding of high confidence / 门禁策略，默认不得有高置信度的严重级命中'),
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

/** How a corpus is read and judged: `--split`, `--max-record-bytes`, `--charset`, `--as-of`, `--skip-symlinks`; with `--names`, which each command words itself. */
export interface ReadingOptions {
  readonly split?: Config['split']
  readonly maxRecordBytes?: number
  readonly charset?: string
  readonly asOf?: string
  readonly skipSymlinks?: boolean
  readonly names?: boolean
}

/** Adds the options of `ReadingOptions`, but for `--names`. */
export const readingOptions = (command: Command): Command =>
  command
    .addOption(option('--split <how>', 'how text files become records / 文本文件的切分方式').choices(['file', 'lines', 'paragraphs']))
    .addOption(
      option(
        '--max-record-bytes <size>',
        'a longer record is a fault (default 64MiB) / 单条记录上限，超过的计为故障（默认 64MiB）',
      ).argParser(recordBytes),
    )
    .addOption(option('--charset <name>', 'charset of all files; default: detected / 全部文件的字符集，默认自动识别'))
    .addOption(option('--as-of <date>', asOfWords).argParser(calendarDate))
    .addOption(option('--skip-symlinks', 'leave symbolic links out instead of reporting them unreadable / 略过符号链接，不计为未读'))

/** The configuration with what `ReadingOptions` change. @throws Stop exit 2: a charset that nothing is called */
export const readAs = (config: Config, options: ReadingOptions): Config => ({
  ...config,
  ...(options.split === undefined ? {} : { split: options.split }),
  ...(options.maxRecordBytes === undefined ? {} : { maxRecordBytes: options.maxRecordBytes }),
  ...(options.charset === undefined ? {} : { charset: options.charset === 'auto' ? options.charset : charsetNamed(options.charset) }),
  ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  ...(options.names === true ? { names: 'heuristic' as const } : {}),
  ...(options.skipSymlinks === true ? { symlinks: 'skip' as const } : {}),
})
