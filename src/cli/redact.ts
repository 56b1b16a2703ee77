import { readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import type { Config } from '../config.ts'
import type { Confidence, Severity } from '../model.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { discreet } from '../redact.ts'
import type { Style } from '../redaction/cleaning.ts'
import type { Mapping } from '../redaction/mapping.ts'
import { enabledRules, loadRuleBook, type RuleBook, readNer } from '../rules/index.ts'
import { exitCodes, Stop } from '../stop.ts'
import { defaultAsOf } from '../version.ts'
import { grouped, plural } from '../words/figures.ts'
import { visible } from '../words/visible.ts'
import { makeFolder } from './folder.ts'
import { type CommandIo, type GlobalOptions, type Io, type Voice, voiceOf, warn } from './io.ts'
import { findConfig, option, packsOf, threadsOf, wholeNumber } from './options.ts'
import { liesIn, realOf } from './place.ts'
import { progressOf } from './progress.ts'
import {
  type ConfigOptions,
  configOptions,
  type PackOptions,
  packOptions,
  type ReadingOptions,
  readAs,
  readingOptions,
} from './shared-options.ts'
import { cutShort, watchSignals } from './signals.ts'

interface RedactOptions extends GlobalOptions, ConfigOptions, PackOptions, ReadingOptions {
  readonly out: string
  readonly drop?: boolean
  readonly report?: string
  readonly only?: string[]
  readonly severity: Severity
  readonly confidence: Confidence
  readonly style: Style
  readonly faulty: 'keep' | 'drop'
  readonly ner?: string
  readonly workers?: number
}

/** `dataaudit redact`: write a cleaned copy of a corpus. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('redact')
    .description('write a cleaned copy of a corpus: what was found is taken out / 生成清理后的语料副本：去除命中内容')
    .argument('<paths...>', 'files, folders, patterns / 文件、目录、通配模式')
    .addOption(
      option(
        '-o, --out <folder>',
        'new folder: the copy in corpus/, the mapping report redaction.json / 新目录，副本在 corpus/，对应关系在 redaction.json',
      ).makeOptionMandatory(),
    )
    .option('--drop', 'leave out whole records in which something was found / 整条删除有命中的记录')
    .addOption(
      option(
        '--report <folder>',
        'take out what findings.jsonl of this report lists, instead of scanning / 按该报告的 findings.jsonl 处理，不再扫描',
      ),
    )
    .addOption(
      option(
        '--only <rule|pack...>',
        'only these; default: all rules for personal information and secrets / 仅处理这些规则或规则包，默认为全部个人信息和密钥规则',
      ),
    )
    .addOption(option('--severity <lowest>', 'lowest severity / 最低级别').choices(['error', 'warning', 'note']).default('note'))
    .addOption(option('--confidence <lowest>', 'lowest confidence / 最低置信度').choices(['high', 'medium', 'low']).default('low'))
    .addOption(
      option(
        '--style <how>',
        'the kind in brackets, in the language of --lang, or asterisks / 替换为方括号中的类型名（语言随 --lang），或按字符数换成星号',
      )
        .choices(['placeholder', 'mask'])
        .default('placeholder'),
    )
    .addOption(
      option('--faulty <what>', 'records and files that could not be judged / 无法检查的记录和文件')
        .choices(['keep', 'drop'])
        .default('keep'),
    )
  configOptions(command)
  packOptions(command)
    .addOption(option('--names', 'also names in running text, as a heuristic estimates them / 一并处理启发式估计出的行文姓名'))
    .addOption(option('--ner <folder>', 'also names that a local ONNX model marks / 一并处理本地 ONNX 模型识别出的姓名'))
  readingOptions(command)
    .addOption(
      option('--workers <n>', 'threads (default: processors); never changes the copy / 线程数（默认按处理器数），不影响副本').argParser(
        wholeNumber,
      ),
    )
    .action((paths: string[], _options: unknown, self: Command) => action(paths, self.optsWithGlobals<RedactOptions>(), io))
}

async function action(paths: readonly string[], options: RedactOptions, io: CommandIo): Promise<void> {
  const found = findConfig(io.cwd, options.config)
  const config = readAs(found.config, options)
  const voice = voiceOf(io, options, config.lang)
  const { lang } = voice
  const book = loadRuleBook(packsOf(options, found), { trustCode: options.trustCode === true, cwd: io.cwd })
  const off = options.only?.find((name) => isOff(name, book, config))
  if (off !== undefined)
    throw new Stop('usage', 'redact.optional', {
      en: `--only names "${off}", an optional rule that is not on; add --names for names in running text, or name the rule under overrides in the configuration`,
      zh: `--only 中的“${off}”是可选规则，尚未启用；行文中的姓名请加 --names，其他规则请写入配置的 overrides`,
    })
  const out = resolve(io.cwd, options.out)
  prepare(out, paths, io)
  // Only this command needs what writes copies.
  const [{ redactCorpus }, { isPartial }] = await Promise.all([import('../run/redact-corpus.ts'), import('../redaction/mapping.ts')])
  const interrupt = watchSignals(() => {
    for (const name of readdirSync(out)) if (name.startsWith('.partial-')) rmSync(join(out, name), { recursive: true, force: true })
  })
  const progress = progressOf(io, voice)
  try {
    const mapping = await redactCorpus({
      paths,
      cwd: io.cwd,
      out,
      config,
      asOf: config.asOf ?? defaultAsOf,
      book,
      rules: [
        ...enabledRules(book, config.overrides, config.packs, config.names),
        ...(options.ner === undefined ? [] : readNer(resolve(io.cwd, options.ner)).rules),
      ],
      selection: { only: options.only ?? [], severity: options.severity, confidence: options.confidence },
      style: options.style,
      lang,
      drop: options.drop === true,
      faulty: options.faulty,
      report: options.report === undefined ? undefined : resolve(io.cwd, options.report),
      workers: threadsOf(options.workers ?? config.workers, io, voice),
      progress: (so) => progress.update(so),
      interrupted: interrupt.flag,
      engaged: interrupt.engaged,
    })
    progress.stop()
    await writeAtomic(join(out, 'redaction.json'), canonicalBytes(mapping))
    tell(io, voice, options.out, mapping)
    io.exit = isPartial(mapping) ? exitCodes.incomplete : exitCodes.passed
  } catch (error) {
    io.exit = cutShort(error, 'redact.interrupted', interrupt, io, voice)
  } finally {
    progress.stop()
    interrupt.release()
  }
}

/** Whether a name is that of a rule which runs only when asked for, and was not. */
const isOff = (name: string, { packs }: RuleBook, { names, overrides }: Config): boolean =>
  overrides[name] === undefined &&
  packs.some(({ rules }) =>
    rules.some(({ id, optional, detect }) => id === name && optional === true && (names === 'off' || detect.kind !== 'names')),
  )

/** Makes the folder. A copy is never written over anything, and never beside or into what it is a copy of. */
function prepare(out: string, paths: readonly string[], io: Io): void {
  const real = realOf(out)
  for (const path of paths) {
    const corpus = realOf(resolve(io.cwd, path))
    if (!liesIn(real, corpus) && !liesIn(corpus, real)) continue
    throw new Stop('usage', 'redact.in-place', {
      en: `the output folder "${out}" lies in the corpus, or the corpus in it; a corpus is never cleaned in place. Choose a folder elsewhere with --out`,
      zh: `输出目录“${out}”与语料互相包含；不会在原处改写语料。请用 --out 另选目录`,
    })
  }
  makeFolder(out)
  const there = readdirSync(out)
  const left = there.find((name) => /^\.partial-\w{6}$/.test(name))
  if (left !== undefined && there.length === 1) {
    throw new Stop('usage', 'redact.out-left', {
      en: `the output folder "${out}" holds "${left}", which a run that was killed left there, with text of the corpus in it; remove it and run again, or choose another folder with --out while that run is still going on`,
      zh: `输出目录“${out}”中有“${left}”，是被强行终止的一次运行留下的，其中含有语料原文；请删除后重新运行，若该次运行仍在进行，请用 --out 另选目录`,
    })
  }
  if (there.length > 0) {
    throw new Stop('usage', 'redact.out-not-empty', {
      en: `the output folder "${out}" is not empty, and nothing is overwritten; choose a new one with --out`,
      zh: `输出目录“${out}”不为空，且不会覆盖任何文件；请用 --out 另选新目录`,
    })
  }
}

/** What was done, in words. Under `-q` nothing: the exit code and `redaction.json` say it too. */
function tell(io: Io, voice: Voice, folder: string, mapping: Mapping): void {
  if (voice.json) {
    io.stdout.write(canonicalBytes(mapping))
    return
  }
  const { totals, rules } = mapping
  const zh = voice.lang === 'zh'
  const shown = visible(discreet(folder, [folder]))
  // Whether it was asked for, could not be judged or could not be written: what is not in the copy is left out.
  const leftOut = totals.dropped + totals.faultyDropped + totals.notRewritable
  if (voice.quiet) return
  const lines = zh
    ? [
        `清理后的副本：${shown}/corpus，对应关系：${shown}/redaction.json`,
        `${grouped(totals.files)} 个文件，${grouped(totals.records)} 条记录：改动 ${grouped(totals.changed)} 条，整条删除 ${grouped(leftOut)} 条；共处理命中 ${grouped(totals.findings)} 处`,
      ]
    : [
        `cleaned copy in ${shown}/corpus, mapping in ${shown}/redaction.json`,
        `${plural(totals.files, 'file')}, ${plural(totals.records, 'record')}: ${grouped(totals.changed)} changed, ${grouped(leftOut)} left out; ${plural(totals.findings, 'finding')} taken out`,
      ]
  for (const [rule, n] of Object.entries(rules).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)))
    lines.push(`  ${rule}: ${grouped(n)}`)
  lines.push(zh ? `接下来：dataaudit scan ${shown}/corpus` : `next: dataaudit scan ${shown}/corpus`)
  io.stdout.write(`${lines.join('\n')}\n`)
  if (totals.records === 0)
    warn(io, voice, {
      en: 'no record was read, so nothing was looked at; check what the paths name',
      zh: '没有读到任何记录，未作任何检查；请核对给出的路径',
    })
  const faulty = totals.faultyKept + totals.faultyDropped
  if (faulty > 0) {
    warn(io, voice, {
      en: `${plural(faulty, 'record')} could not be judged and ${faulty === 1 ? 'was' : 'were'} ${mapping.how.faulty === 'keep' ? 'kept as found (--faulty drop leaves such records out)' : 'left out'}`,
      zh: `有 ${grouped(faulty)} 条记录无法检查，${mapping.how.faulty === 'keep' ? '已原样保留（--faulty drop 可将其删除）' : '已删除'}`,
    })
  }
  for (const { files, message } of mapping.reasons)
    warn(io, voice, { en: `${plural(files, 'file')}: ${message.en}`, zh: `${grouped(files)} 个文件：${message.zh}` })
}
