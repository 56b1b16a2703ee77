import { resolve } from 'node:path'
import type { Command } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import type { Lang } from '../model.ts'
import { sha256 } from '../notation/sha256.ts'
import { requestForm, type TraceResult } from '../report/remediation.ts'
import { type Traced, trace } from '../run/trace.ts'
import { exitCodes, Stop } from '../stop.ts'
import { type Identifier, identifierOf, occurrences } from '../text/identifier.ts'
import { version } from '../version.ts'
import { grouped, plural } from '../words/figures.ts'
import { type CommandIo, type GlobalOptions, say, voiceOf, warn } from './io.ts'
import { findConfig, option } from './options.ts'
import { readSecret } from './secret.ts'
import { type ConfigOptions, configOfScan, configOptions } from './shared-options.ts'

interface TraceOptions extends GlobalOptions, ConfigOptions {
  readonly removalList?: string
  readonly request?: string
  readonly result?: string
}

/** `dataaudit trace`: find what a corpus holds of one person. The identifier is typed; it is in no argument, file or message. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('trace')
    .description(
      'find the records of a person by an identifier that is typed, never given as an argument / 按输入的标识查找某人的全部记录（不在命令行中给出）',
    )
    .argument('<corpus...>', 'files, folders, patterns / 文件、目录、通配模式')
    .addOption(
      option(
        '--removal-list <file>',
        'write the places to remove: file line, record, field, byte offset / 写出删除清单：文件行号、记录、字段、字节偏移',
      ),
    )
    .addOption(
      option(
        '--request <reference>',
        'your own reference of the request, such as R-2024-017; no identifier / 自编的请求编号，如 R-2024-017，不得为个人标识',
      ),
    )
    .addOption(
      option(
        '--result <file>',
        'write what was found as JSON, for scan --trace; needs --request / 把结果写成 JSON，供 scan --trace 导入；须同时给出 --request',
      ),
    )
  configOptions(command, configOfScan).action((paths: string[], _options: unknown, self: Command) =>
    action(paths, self.optsWithGlobals<TraceOptions>(), io),
  )
}

async function action(paths: readonly string[], options: TraceOptions, io: CommandIo): Promise<void> {
  const found = findConfig(io.cwd, options.config)
  const voice = voiceOf(io, options, found.config.lang)
  const { lang } = voice
  if (paths.includes('-'))
    throw new Stop('usage', 'trace.stdin', {
      en: 'standard input gives the identifier here, so the corpus cannot come that way; name its files',
      zh: '此处标准输入用于输入标识，不能同时作为语料；请给出语料文件',
    })
  const request = requestOf(options)
  const identifier = await askedIdentifier(io, lang, request)
  const result = await trace({
    corpus: paths,
    cwd: io.cwd,
    config: found.config,
    identifier,
    exclude: [options.removalList, options.result].flatMap((file) => (file === undefined ? [] : [resolve(io.cwd, file)])),
  })
  const { removals, inRecords, inFiles, records, files, unread, root } = result
  const list = removals.map((place) => `${JSON.stringify(place)}\n`).join('')
  if (options.removalList !== undefined) await writeAtomic(resolve(io.cwd, options.removalList), list, 0o600)
  const complete = unread.files === 0 && unread.records === 0 && records > 0
  if (options.result !== undefined) {
    const told: TraceResult = {
      schema: 'dataaudit.trace/v1',
      tool: { name: 'dataaudit', version },
      request: request!,
      root,
      found: removals.length,
      inRecords,
      inFiles,
      searched: { files, records },
      unread,
      complete,
      removalList: options.removalList === undefined ? null : { sha256: sha256(list) },
    }
    await writeAtomic(resolve(io.cwd, options.result), `${JSON.stringify(told, null, 2)}\n`)
  }
  io.exit = removals.length > 0 ? exitCodes.gate : complete ? exitCodes.passed : exitCodes.incomplete
  if (voice.json) {
    io.stdout.write(
      `${JSON.stringify({ found: removals.length, inRecords, inFiles, searched: { files, records }, unread, complete, root, exit: io.exit })}\n`,
    )
    return
  }
  const where = removals.slice(0, 20)
  if (!voice.quiet) io.stdout.write(foundLines(result, where, lang))
  if (removals.length > where.length && options.removalList === undefined)
    say(io, voice, {
      en: `and ${grouped(removals.length - where.length)} more places; --removal-list writes all of them`,
      zh: `另有 ${grouped(removals.length - where.length)} 处；--removal-list 可写出全部位置`,
    })
  if (!complete)
    warn(io, voice, {
      en: `${plural(unread.files, 'file')} and ${plural(unread.records, 'record')} could not be read, so this does not show that nothing else is there`,
      zh: `另有 ${grouped(unread.files)} 个文件、${grouped(unread.records)} 条记录未能读取，不能据此认定没有遗漏`,
    })
}

/** The reference of the request, which reports will hold. @throws Stop usage `trace.request` */
function requestOf({ request, result }: TraceOptions): string | undefined {
  if ((result === undefined) !== (request === undefined) || (request !== undefined && !requestForm.test(request)))
    throw new Stop('usage', 'trace.request', {
      en: '--result and --request go together, and the reference stands in reports: letters, digits, dots, hyphens and underscores, at most 64, and no six digits in a row',
      zh: '--result 与 --request 须同时给出；请求编号会载入报告，只能含字母、数字、点、连字符和下划线，不超过 64 个字符，且不得有连续六位数字',
    })
  return request
}

/** The identifier, read without being seen. @throws Stop usage `trace.identifier`, `trace.request` where the reference would tell it */
async function askedIdentifier(io: CommandIo, lang: Lang, request: string | undefined): Promise<Identifier> {
  const typed = await readSecret(io, { en: 'Identifier (not shown): ', zh: '个人标识（不回显）：' }[lang])
  const identifier = identifierOf(typed)
  if (identifier === undefined)
    throw new Stop('usage', 'trace.identifier', {
      en: 'the identifier is empty or too short to mean one person; type a whole number, address or name',
      zh: '标识为空或过短，不足以指向特定个人；请输入完整的号码、地址或姓名',
    })
  if (request !== undefined && occurrences(identifier, request).length > 0)
    throw new Stop('usage', 'trace.request', {
      en: 'the reference of the request holds the identifier, and it stands in reports; give another one',
      zh: '请求编号含有该标识，而编号会载入报告；请另行编号',
    })
  return identifier
}

/** What was found, for a person: the sums, the first places, what the corpus is known by. */
function foundLines({ removals, inRecords, inFiles, records, files, root }: Traced, where: Traced['removals'], lang: Lang): string {
  const zh = lang === 'zh'
  const sums = zh
    ? `在 ${grouped(files)} 个文件的 ${grouped(records)} 条记录中查找：找到 ${grouped(removals.length)} 处，涉及 ${grouped(inRecords)} 条记录、${grouped(inFiles)} 个文件。`
    : `${plural(records, 'record')} of ${plural(files, 'file')} searched: ${plural(removals.length, 'place')} in ${plural(inRecords, 'record')} of ${plural(inFiles, 'file')}.`
  const places = where.map(({ file, record, field, unit, byteOffset }) => {
    if (unit === 'path') return zh ? `  文件 ${file}：文件名` : `  file ${file}: its name`
    return zh
      ? `  文件 ${file}，记录 ${record}，${field === '' ? '全文' : field}${unit === 'key' ? '（字段名）' : ''}，字节偏移 ${byteOffset}`
      : `  file ${file}, record ${record}, ${field === '' ? 'its text' : field}${unit === 'key' ? ' (a key)' : ''}, byte ${byteOffset}`
  })
  return [sums, ...places, zh ? `语料默克尔根：${root}` : `Merkle root of the corpus: ${root}`].map((line) => `${line}\n`).join('')
}
