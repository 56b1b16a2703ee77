import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { maxStatementBytes } from '../attest/bundle.ts'
import { readOnce } from '../attest/files.ts'
import type { Signer } from '../attest/signer.ts'
import type { Run, Statement } from '../attest/statement.ts'
import type { Config } from '../config.ts'
import { canonicalBytes, canonicalJson } from '../notation/jcs.ts'
import { sha256 } from '../notation/sha256.ts'
import { exitOf } from '../policy.ts'
import type { Report } from '../report/index.ts'
import type { ReviewResult } from '../report/review.ts'
import { type Draw, type DrawFile, drawDigest, parseDrawFile, readVerdicts, reviewed, seedOf } from '../review/index.ts'
import { loadRuleBook } from '../rules/index.ts'
import { concluded, policyDigest, type Yardsticks } from '../run/assemble.ts'
import { drawFromCorpus, drawFromFrame, type SampleJob } from '../run/sample.ts'
import { noDocuments, sourcesDigest } from '../sources/index.ts'
import { exitCodes, Stop } from '../stop.ts'
import { plural } from '../words/figures.ts'
import { hashDocuments } from './documents.ts'
import { type CommandIo, type GlobalOptions, say, voiceOf, warn } from './io.ts'
import { signingKey } from './keys.ts'
import { type FoundConfig, type FoundSources, findConfig, foundSources, option, policyOf, readNamed } from './options.ts'
import { folderOf, readReport } from './read-report.ts'
import { signaturesIn, writeReport } from './report-folder.ts'
import { reviewLines, verdictLines } from './review-summary.ts'
import { type ConfigOptions, configOfScan, configOptions, type GateOptions, passphraseOption } from './shared-options.ts'

interface ReviewOptions extends GlobalOptions, ConfigOptions, GateOptions {
  readonly draw: string
  readonly corpus?: string[]
  readonly sources?: string
  readonly key?: string
  readonly passphraseFile?: string
}

/** `dataaudit review`: import the verdicts of reviewers into a report. */
export function register(program: Command, io: CommandIo): void {
  const command = program
    .command('review')
    .description('import the verdicts on the human sample into a report, to be signed anew / 将人工抽检判定导入报告（须重新签名）')
    .argument('<report>', 'report folder / 报告目录')
    .argument('<verdicts...>', 'CSV files of one or more reviewers / 一名或多名审核员的判定文件（CSV）')
    .addOption(
      option('--draw <file>', 'the draw that "dataaudit sample" wrote / “dataaudit sample”写出的抽样记录').default(
        'dataaudit-review/draw.json',
      ),
    )
    .option('--corpus <paths...>', 'the corpus: draw again from its contents, sources too / 语料：按内容重新抽样核对（含来源）')
  configOptions(command, configOfScan)
    .addOption(option('--sources <file>', 'sources manifest of the scan / 扫描所用的语料来源清单'))
    .addOption(option('--policy <file>', 'the gate of the scan / 扫描所用的门禁策略'))
    .addOption(option('--fail-on <severity>', 'as given to the scan / 与扫描时相同').choices(['error', 'warning', 'note', 'none']))
    .addOption(option('--allow-unreadable <n|n%>', 'as given to the scan / 与扫描时相同'))
    .addOption(option('--key <file>', 'private key: also sign the report / 私钥，一并签名报告'))
    .addOption(passphraseOption())
    .action((path: string, files: string[], _options: unknown, self: Command) =>
      action(path, files, self.optsWithGlobals<ReviewOptions>(), io),
    )
}

async function action(path: string, files: readonly string[], options: ReviewOptions, io: CommandIo): Promise<void> {
  const found = findConfig(io.cwd, options.config)
  const voice = voiceOf(io, options, found.config.lang)
  const { lang } = voice
  const report = readReport(path, io.cwd)
  const folder = folderOf(path, io.cwd)
  const signer = await signingKey(options.key, options.passphraseFile, io, voice)
  const declared = declaredFor(report, options, io, found)
  const given: Yardsticks = {
    book: loadRuleBook([], { trustCode: false, cwd: io.cwd }),
    sources: declared?.sources,
    documents: declared === undefined ? noDocuments : hashDocuments(declared.sources, declared.folder),
    attribution: report.attribution ?? undefined,
    policy: policyOf(options, io.cwd, found),
  }
  sameYardsticks(report, given)
  const file = readDraw(options.draw, io.cwd, report)
  const scanReport = report.review.result?.scanReport.sha256 ?? sha256(canonicalBytes(report))
  if (file.report !== scanReport)
    throw new Stop('verification', 'review.other-report', {
      en: 'the sample was drawn for another report; name its draw.json with --draw',
      zh: '样本属于另一份报告；请用 --draw 给出对应的 draw.json',
    })
  const draw = await drawnAgain({ report, folder, nonce: file.nonce }, file, options, io, found.config)
  const digest = drawDigest(draw)
  const risks = new Set(given.book.risks.map((risk) => risk.id))
  const what = { en: 'the verdicts', zh: '判定文件' }
  const read = files.map((name) => readVerdicts(readNamed(name, io.cwd, what), name, risks))
  if (read.some(({ draws }) => draws.some((one) => one !== digest.slice(0, 16))))
    throw new Stop('verification', 'review.other-draw', {
      en: 'verdicts were given on another draw; use the sheets of this sample',
      zh: '判定结果属于另一次抽样；请使用本次样本的审核表',
    })
  const result: ReviewResult = {
    scanReport: { sha256: scanReport },
    nonce: file.nonce,
    seed: seedOf(report.corpus.merkle.root, file.nonce).toString('hex'),
    draw: { sha256: digest },
    recomputed: options.corpus === undefined ? 'positions' : 'corpus',
    verdictFiles: [...new Set(read.map(({ sha256 }) => sha256))].sort().map((sha256) => ({ sha256 })),
    ...reviewed(
      draw,
      read.flatMap(({ verdicts }) => verdicts),
      report,
    ),
  }
  const after = concluded({ ...bodyOf(report), review: { ...report.review, result } }, given)
  const bundles = signaturesIn(folder)
  await replace(folder, report, after, bundles, signer)
  io.exit = exitCodes[exitOf(after.results)]
  if (voice.json) io.stdout.write(`${JSON.stringify(after.review.result)}\n`)
  else if (!voice.quiet) io.stdout.write(`${reviewLines(result, lang)}${verdictLines(after.results, lang)}`)
  if (bundles.length > 0 && signer === undefined)
    warn(io, voice, {
      en: 'the report changed, so the earlier signature no longer holds for it; it is kept as scan.sigstore.json. Sign again with "dataaudit sign"',
      zh: '报告内容已变更，原签名不再适用，已另存为 scan.sigstore.json。请用“dataaudit sign”重新签名',
    })
  if (result.items.missing > 0)
    say(io, voice, {
      en: `${plural(result.items.missing, 'record')} of the sample ${result.items.missing === 1 ? 'has' : 'have'} no verdict yet`,
      zh: `样本中尚有 ${result.items.missing} 条未判定`,
    })
}

/** The report without what is judged from it. */
function bodyOf(report: Report): Omit<Report, 'requirements' | 'results'> {
  const { requirements: _requirements, results: _results, ...body } = report
  return body
}

/**
 * The sources manifest the report was judged with: results are judged again once the verdicts are in. A manifest that merely lies beside is passed over
 * where the scan had none. @throws Stop usage `review.sources`
 */
function declaredFor(report: Report, options: ReviewOptions, io: CommandIo, found: FoundConfig): FoundSources | undefined {
  if (report.declaration === null && options.sources === undefined) return undefined
  const declared = foundSources(options.sources, io.cwd, found, options.corpus)
  const wanted = report.declaration?.digest.sha256
  if (wanted === undefined)
    throw new Stop('usage', 'review.sources', {
      en: 'the scan had no sources manifest, and a review changes nothing but the verdicts; leave --sources out, or scan again with it',
      zh: '扫描时未使用来源清单，而审核只增加判定结果；请去掉 --sources，或带上清单重新扫描',
    })
  if (declared === undefined)
    throw new Stop('usage', 'review.sources', {
      en: 'the scan was judged with a sources manifest, and the verdicts are judged with it too; name it with --sources',
      zh: '扫描时使用了来源清单，判定结果也须对照该清单；请用 --sources 给出',
    })
  if (sourcesDigest(declared.sources) !== wanted)
    throw new Stop('usage', 'review.sources', {
      en: `"${declared.file}" is not the sources manifest of the scan, or was changed since; name the right one with --sources, or scan again`,
      zh: `“${declared.file}”不是扫描时的来源清单，或之后已被修改；请用 --sources 给出正确的清单，或重新扫描`,
    })
  return declared
}

/** A review must change nothing but what it says itself: with the same manifest and policy the report comes out as it is. @throws Stop usage `review.policy`, `review.yardsticks` */
function sameYardsticks(report: Report, given: Yardsticks): void {
  if (policyDigest(given.policy) !== report.results.policy.digest.sha256)
    throw new Stop('usage', 'review.policy', {
      en: `the gate is not that of the scan (policy "${report.results.policy.name}"); give --policy, --fail-on, --allow-unreadable and -c as to the scan`,
      zh: `门禁与扫描时不同（策略“${report.results.policy.name}”）；请按扫描时的写法给出 --policy、--fail-on、--allow-unreadable 和 -c`,
    })
  if (canonicalJson(concluded(bodyOf(report), given)) === canonicalJson(report)) return
  throw new Stop('usage', 'review.yardsticks', {
    en: 'judged again, this report comes out differently: use the version of the program that made it, and put the documents that the sources manifest names where they were',
    zh: '重新判定的结果与该报告不同：请使用生成该报告的程序版本，并将来源清单所列文件放回原处',
  })
}

function readDraw(path: string, cwd: string, report: Report): DrawFile {
  const bytes = readNamed(path, cwd, { en: 'the draw', zh: '抽样记录' })
  const file = parseDrawFile(bytes.toString('utf8'))
  // A draw file may come from anywhere: its runs must not unfold to more files than the report has.
  if (file === undefined || file.frame.reduce((sum, [, files]) => sum + files, 0) > report.corpus.files)
    throw new Stop('usage', 'review.draw', {
      en: `"${path}" is not a draw of this report; give the draw.json that "dataaudit sample" wrote`,
      zh: `“${path}”不是该报告的抽样记录；请给出“dataaudit sample”生成的 draw.json`,
    })
  return file
}

/** Makes the draw again and holds it against the file. @throws Stop verification `review.draw-differs` */
async function drawnAgain(job: SampleJob, file: DrawFile, options: ReviewOptions, io: CommandIo, config: Config): Promise<Draw> {
  if (options.corpus === undefined && job.report.review.perSource > 0)
    throw new Stop('usage', 'review.corpus-needed', {
      en: 'this sample was filled up by source, which only the corpus can show again; give it with --corpus',
      zh: '本次样本按来源补抽，须用语料核对；请用 --corpus 给出语料',
    })
  let draw: Draw
  if (options.corpus !== undefined) draw = (await drawFromCorpus({ ...job, corpus: options.corpus, cwd: io.cwd, config })).draw
  else {
    const counts = file.frame.flatMap(([records, files]) => new Array<number>(files).fill(records))
    const labels = new Map(file.draw.items.map((item) => [`${item.file}:${item.record}`, item.source]))
    const again = (await drawFromFrame(job, counts, labels)).draw
    // Sources cannot be seen in positions: their sizes are taken as drawn.
    draw = { ...again, population: { ...again.population, bySource: file.draw.population.bySource } }
  }
  if (drawDigest(draw) !== drawDigest(file.draw))
    throw new Stop('verification', 'review.draw-differs', {
      en: 'drawn again, the sample is another one: draw.json was changed or does not belong to this report',
      zh: '重新抽样所得样本与 draw.json 不一致：该文件被改动，或不属于该报告',
    })
  return draw
}

/** Writes the reviewed report in the place of the other. The signature of the scan is kept under another name: it proves what was fixed beforehand. */
async function replace(
  folder: string,
  before: Report,
  after: Report,
  bundles: readonly string[],
  signer: Signer | undefined,
): Promise<void> {
  const statement = join(folder, 'statement.json')
  const sound = existsSync(statement)
  const { run, sm3 } = await signedBefore(statement)
  if (before.review.result === null && bundles.includes('report.sigstore.json'))
    renameSync(join(folder, 'report.sigstore.json'), join(folder, 'scan.sigstore.json'))
  for (const name of bundles) rmSync(join(folder, name), { force: true })
  await writeReport(folder, after, { sound, run, signer, sm3 })
}

/** What goes on into the new statement: the times of the scan, and whether SM3 stands beside SHA-256. */
async function signedBefore(path: string): Promise<{ readonly run: Run | undefined; readonly sm3: boolean }> {
  const unknown = { run: undefined, sm3: false }
  const read = await readOnce(path, maxStatementBytes)
  if (read.state !== 'read') return unknown
  try {
    const statement = JSON.parse(read.bytes.toString('utf8')) as Partial<Statement>
    return { run: statement.predicate?.run, sm3: statement.subject?.some(({ digest }) => Object.hasOwn(digest, 'sm3')) ?? false }
  } catch {
    return unknown
  }
}
