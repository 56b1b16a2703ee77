import { resolve } from 'node:path'
import type { Command } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import {
  describe,
  exportAs,
  forms,
  manifestState,
  renderDescriptionHtml,
  renderDescriptionJson,
  renderDescriptionMarkdown,
} from '../description/index.ts'
import type { Words } from '../model.ts'
import { loadRuleBook } from '../rules/index.ts'
import { Stop } from '../stop.ts'
import { emptyVariable } from './environment.ts'
import { type CommandIo, type GlobalOptions, say, voiceOf, warn } from './io.ts'
import { findConfig, option, sourcesOf } from './options.ts'
import { readReport } from './read-report.ts'
import { type ConfigOptions, configOptions } from './shared-options.ts'

interface DescribeOptions extends GlobalOptions, ConfigOptions {
  readonly sources?: string
  readonly as: string
  readonly format?: 'markdown' | 'html' | 'json'
  readonly out?: string
}

/** `dataaudit describe`: the Article 17 description of the training data, or another form of the same facts, from a report and the sources manifest. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('describe')
    .description('write the Article 17 description of the training data, or another form of it / 生成第十七条训练数据情况说明或者其他表单')
    .argument('<report>', 'report folder or report.json / 报告目录或 report.json')
  configOptions(command, 'configuration / 配置文件')
    .addOption(option('--sources <file>', 'sources manifest; default dataaudit.sources.yaml / 语料来源清单，默认 dataaudit.sources.yaml'))
    .addOption(
      option('--as <form>', 'what to write / 表单')
        .choices(['art17', ...forms.map(({ id }) => id)])
        .default('art17'),
    )
    .addOption(
      option(
        '--format <format>',
        'of art17: markdown (default), html or json / 第十七条情况说明的格式：markdown（默认）、html 或 json',
      ).choices(['markdown', 'html', 'json']),
    )
    .addOption(option('-o, --out <file>', 'file to write; default: standard output / 输出文件，默认写到标准输出'))
    .action((path: string, _options: unknown, self: Command) => action(path, self.optsWithGlobals<DescribeOptions>(), io))
}

async function action(path: string, options: DescribeOptions, io: CommandIo): Promise<void> {
  const form = forms.find(({ id }) => id === options.as)
  if (form !== undefined && options.format !== undefined)
    throw new Stop('usage', 'describe.format', {
      en: `--format is for the Article 17 description; ${form.id} has a format of its own, so leave it out`,
      zh: `--format 仅用于第十七条情况说明；${form.id} 的格式是固定的，请去掉该选项`,
    })
  const found = findConfig(io.cwd, options.config)
  const voice = voiceOf(io, options, found.config.lang)
  const { lang } = voice
  const report = readReport(path, io.cwd)
  const book = loadRuleBook([], { trustCode: false, cwd: io.cwd })
  const sources = sourcesOf(options.sources, io.cwd, found)
  const apart = manifestWarnings[manifestState({ report, sources })]
  if (apart !== undefined && !voice.quiet) warn(io, voice, apart)
  const attribution = report.attribution ?? undefined
  const description = describe(report, sources, book.law, attribution)
  let text: string
  if (form !== undefined) {
    const made = exportAs(form, { report, sources, attribution }, { lang, description, now: writtenAt(io) })
    text = made.text
    if (made.wanting.length > 0 && !voice.quiet)
      warn(io, voice, {
        en: `${form.title.en}: recommended, but not declared and left out: ${made.wanting.join(', ')}`,
        zh: `${form.title.zh}：以下内容建议填写，因未申报而略去：${made.wanting.join('、')}`,
      })
  } else
    text =
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
  if (form !== undefined) return
  const { declared, required } = description.completeness
  say(io, voice, {
    en: `${options.out}: ${declared} of ${required} fields that the provider has to declare are filled`,
    zh: `${options.out}：须由提供者申报的 ${required} 项中已填写 ${declared} 项`,
  })
}

/** What is said where declarations and checks do not come from one sources manifest; the description says it too, in 10.5. */
const manifestWarnings: { readonly [state in ReturnType<typeof manifestState>]?: Words } = {
  'left-out': {
    en: 'the scan had a sources manifest, and what it declares is missing here; name it with --sources',
    zh: '扫描时使用了来源清单，此处未找到，其中的申报未列入；请用 --sources 给出',
  },
  unchecked: {
    en: 'the scan had no sources manifest, so what is declared was not checked against the data; scan again with --sources',
    zh: '扫描时未使用来源清单，所申报的内容未经核对；请带上 --sources 重新扫描',
  },
  other: {
    en: 'the sources manifest is not that of the scan, or was changed since: the checks are those of the scan; name the right one with --sources, or scan again',
    zh: '来源清单不是扫描时的那份，或之后已被修改，核对结果仍以扫描时为准；请用 --sources 给出正确的清单，或重新扫描',
  },
}

/**
 * When a form is written, for those that ask: SOURCE_DATE_EPOCH where it is set, so that the same input can give the same bytes.
 * @throws Stop exit 2 where it is no number of seconds: the time of day in its place would not be what was asked for
 */
function writtenAt(io: CommandIo): string {
  const epoch = io.env.SOURCE_DATE_EPOCH
  if (epoch === '') throw emptyVariable('SOURCE_DATE_EPOCH')
  if (epoch !== undefined && !/^\d{1,11}$/.test(epoch)) {
    throw new Stop('usage', 'usage.variable', {
      en: `the environment variable SOURCE_DATE_EPOCH cannot be "${epoch}"; give whole seconds since 1970, such as 1767225600`,
      zh: `环境变量 SOURCE_DATE_EPOCH 不能是“${epoch}”；请给出自 1970 年起的整秒数，如 1767225600`,
    })
  }
  const time = epoch !== undefined ? new Date(Number(epoch) * 1000) : io.now()
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
