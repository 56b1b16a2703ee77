import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { writeAtomic } from '../attest/files.ts'
import { canonicalBytes } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import { type DrawFile, drawDigest, frameRuns, reviewPage, sheetCsv } from '../review/index.ts'
import { loadRuleBook } from '../rules/index.ts'
import { type CorpusJob, drawFromCorpus, readDrawn } from '../run/sample.ts'
import { Stop } from '../stop.ts'
import { grouped, plural } from '../words/figures.ts'
import { makeFolder } from './folder.ts'
import { type CommandIo, type GlobalOptions, say, voiceOf, warn } from './io.ts'
import { nonceFileOf, readNonce } from './nonce.ts'
import { findConfig, option } from './options.ts'
import { liesIn, realOf } from './place.ts'
import { folderOf, readReport } from './read-report.ts'
import { type ConfigOptions, configOfScan, configOptions } from './shared-options.ts'

interface SampleOptions extends GlobalOptions, ConfigOptions {
  readonly corpus: string[]
  readonly reviewNonceFile?: string
  readonly out: string
}

/** Characters of a record that a sheet shows. */
const longest = 20_000

/** `dataaudit sample`: draw the human sample a scan fixed, and write the sheets for reviewers. The only command that writes corpus text. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('sample')
    .description(
      'draw the human sample of a report and write review sheets, which hold corpus text / 按报告抽取人工抽检样本并生成审核表（含语料原文）',
    )
    .argument('<report>', 'report folder / 报告目录')
    .requiredOption('--corpus <paths...>', 'the corpus, named as it was to the scan / 语料，写法与扫描时相同')
  configOptions(command, configOfScan)
    .addOption(option('--review-nonce-file <file>', 'the nonce the scan committed to / 扫描时承诺的抽样随机数文件'))
    .addOption(option('-o, --out <folder>', 'where the sheets are written / 审核表输出目录').default('dataaudit-review'))
    .action((path: string, _options: unknown, self: Command) => action(path, self.optsWithGlobals<SampleOptions>(), io))
}

async function action(path: string, options: SampleOptions, io: CommandIo): Promise<void> {
  const found = findConfig(io.cwd, options.config)
  const voice = voiceOf(io, options, found.config.lang)
  const { lang } = voice
  const report = readReport(path, io.cwd)
  const folder = folderOf(path, io.cwd)
  const out = resolve(io.cwd, options.out)
  // A nonce of the configuration is of no use to a report that commits to none.
  const nonceFile =
    report.review.commitment === null && options.reviewNonceFile === undefined ? undefined : nonceFileOf(options.reviewNonceFile, found)
  const job: CorpusJob = {
    report,
    folder,
    corpus: options.corpus,
    cwd: io.cwd,
    config: found.config,
    nonce: nonceFile === undefined ? null : readNonce(nonceFile, io.cwd),
  }
  if (report.review.result !== null)
    throw new Stop('usage', 'sample.reviewed', {
      en: 'this report holds the result of a review already; the sample is drawn from the report a scan wrote',
      zh: '该报告已含审核结果；请从扫描生成的报告抽样',
    })
  apart(out, [folder, ...options.corpus.map((one) => resolve(io.cwd, one))])
  const { draw, counts } = await drawFromCorpus(job)
  makeFolder(out, 0o700)
  const digest = drawDigest(draw)
  const rows = await readDrawn(job, draw.items, longest)
  const file: DrawFile = {
    schema: 'dataaudit-draw-1',
    report: sha256(canonicalBytes(report)),
    nonce: job.nonce,
    frame: frameRuns(counts),
    draw,
  }
  const book = loadRuleBook([], { trustCode: false, cwd: io.cwd })
  await writeAtomic(join(out, 'draw.json'), canonicalBytes(file), 0o600)
  await writeAtomic(join(out, 'review.csv'), sheetCsv(rows, digest), 0o600)
  await writeAtomic(join(out, 'review.html'), reviewPage({ lang, digest, rows, rules: report.rules, risks: book.risks }), 0o600)
  const main = draw.items.filter((item) => item.main).length
  if (voice.json) {
    const { records, found: hit } = draw.population
    io.stdout.write(`${JSON.stringify({ draw: digest, items: draw.items.length, sample: main, population: records, withFindings: hit })}\n`)
    return
  }
  say(io, voice, {
    en: `${plural(draw.items.length, 'record')} drawn (${grouped(main)} of ${grouped(draw.population.records)} as the sample); open ${options.out}/review.html, or fill in review.csv, then run "dataaudit review"`,
    zh: `已抽取 ${grouped(draw.items.length)} 条记录（其中样本 ${grouped(main)} 条，语料共 ${grouped(draw.population.records)} 条）；请打开 ${options.out}/review.html 或填写 review.csv，然后运行“dataaudit review”`,
  })
  warn(io, voice, {
    en: `${options.out} holds text of the corpus, the only place this program writes any: give it to reviewers only, and delete it after the review`,
    zh: `${options.out} 含语料原文，也是本程序唯一写出原文之处：仅供审核员使用，审核完毕后请删除`,
  })
}

/** Corpus text may lie neither in a report folder, which is passed on, nor in the corpus, which it would change. */
function apart(out: string, folders: readonly string[]): void {
  const real = realOf(out)
  for (const folder of folders) {
    if (!liesIn(real, realOf(folder))) continue
    throw new Stop('usage', 'sample.inside', {
      en: 'the sheets hold corpus text and must lie outside the report folder and the corpus; choose another folder with --out',
      zh: '审核表含语料原文，不得放在报告目录或语料目录内；请用 --out 另选目录',
    })
  }
}
