import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type Difference, difference, type Kind, type Pair } from '../attest/diff.ts'
import { outcomeWords } from '../renderers/index.ts'
import { severityWords } from '../report/words.ts'
import { grouped } from '../words/figures.ts'
import { visible } from '../words/visible.ts'
import { type CommandIo, type GlobalOptions, pathLine, type Voice, voiceOf } from './io.ts'

interface DiffOptions extends GlobalOptions {
  readonly showPaths?: boolean
}

/** Most rows of a list that a person is shown; `--json` gives them all. */
const maxRows = 20

/** `dataaudit diff`: what changed between two reports in files, counts, findings and sources. */
export function register(program: Command, io: CommandIo): void {
  program
    .command('diff')
    .description('what changed between two reports: files, counts, findings, sources / 比较两份报告的文件、计数、命中与来源')
    .argument('<before>', 'report folder of the earlier corpus / 较早语料的报告目录')
    .argument('<after>', 'report folder of the later corpus / 较晚语料的报告目录')
    .option('--show-paths', 'name changed files by path, not only by manifest line / 以路径显示变动的文件，而不只给出清单行号')
    .action((before: string, after: string, _options: unknown, command: Command) =>
      action(before, after, command.optsWithGlobals<DiffOptions>(), io),
    )
}

async function action(before: string, after: string, options: DiffOptions, io: CommandIo): Promise<void> {
  const voice = voiceOf(io, options)
  const found = await difference(resolve(io.cwd, before), resolve(io.cwd, after), options.showPaths === true)
  const { parent, files, declared, open, ...rest } = found
  const json = { parent: parent ?? null, files: files ?? null, declared: declared ?? null, open: open ?? null, ...rest }
  io.stdout.write(voice.json ? `${JSON.stringify(json)}\n` : told(found, voice))
}

/** Words of the language, and a name with its colon. */
interface Say {
  readonly zh: boolean
  readonly say: (en: string, zh: string) => string
  readonly row: (en: string, zh: string, value: string) => string
  readonly bold: (text: string) => string
}

const sayIn = ({ lang, colours }: Voice): Say => {
  const zh = lang === 'zh'
  const say = (en: string, chinese: string) => (zh ? chinese : en)
  return { zh, say, row: (en, chinese, value) => `  ${say(en, chinese)}${zh ? '：' : ': '}${value}`, bold: colours.bold }
}

type List = readonly [title: string, rows: readonly (readonly [name: string, pair: Pair])[]]

function told(found: Difference, voice: Voice): string {
  const words = sayIn(voice)
  const { say } = words
  const lists: List[] = [
    [say('Findings by rule', '按规则的命中'), found.rules.map(({ rule, ...pair }) => [rule, pair])],
    [say('Records by source field', '按来源字段的记录'), found.sources.map(({ source, ...pair }) => [source, pair])],
  ]
  if (found.declared !== undefined)
    lists.push([say('Bytes by declared source', '按申报来源的字节'), found.declared.map(({ source, ...pair }) => [source, pair])])
  const lines = [
    ...kinship(found, words),
    ...files(found, words),
    ...counts(found, words),
    ...open(found, words),
    ...lists.flatMap(([title, rows]) => list(title, rows, words)),
  ]
  return `${lines.join('\n')}\n`
}

/** Whether one report follows from the other, and what else than the corpus may explain a change. */
function kinship({ parent, sameCorpus, packs, sameConfig }: Difference, { say }: Say): string[] {
  return [
    parent === true
      ? say('The second report names the first as its parent.', '第二份报告指明第一份为其上游。')
      : say('The second report does not name the first as its parent.', '第二份报告未指明第一份为其上游。'),
    ...(sameCorpus ? [say('Both are about the same files.', '两份报告针对相同的文件。')] : []),
    ...(packs.length > 0 || !sameConfig
      ? [say('Rules or configuration differ: part of what changed may come from that.', '规则或配置不同：部分变化可能由此引起。')]
      : []),
    ...packs.map(({ pack, before, after }) => `  ${pack}: ${before ?? '-'} → ${after ?? '-'}`),
  ]
}

function files({ files: found }: Difference, { zh, say, row, bold }: Say): string[] {
  const head = ['', bold(say('Files', '文件'))]
  if (found === undefined) return [...head, say('  a manifest is withheld: not compared', '  缺少清单，未比较')]
  const kind = (en: string, chinese: string, of: Kind) => [
    row(en, chinese, `${grouped(of.total)}${where(of, zh)}`),
    ...of.places.flatMap(pathLine),
  ]
  return [
    ...head,
    row('the same', '相同', grouped(found.same)),
    ...kind('changed', '内容改变', found.changed),
    ...kind('added', '新增', found.added),
    ...kind('removed', '删除', found.removed),
    row('of these only renamed', '其中仅改名', grouped(found.moved)),
  ]
}

const countNames: { readonly [what in keyof Difference['counts']]: readonly [en: string, zh: string] } = {
  files: ['files', '文件'],
  bytes: ['bytes', '字节'],
  records: ['records', '记录'],
  findings: ['findings', '命中'],
  duplicates: ['duplicate records', '重复记录'],
  unreadableFiles: ['unreadable files', '未读文件'],
}

function counts(found: Difference, { zh, say, row, bold }: Say): string[] {
  const state = (side: 'before' | 'after') =>
    `${outcomeWords[found.verdict[side]][zh ? 'zh' : 'en']}${found.complete[side] ? '' : say(' (incomplete)', '（检测不完整）')}`
  return [
    '',
    bold(say('Counts', '计数')),
    ...(Object.keys(countNames) as (keyof Difference['counts'])[]).map((what) => row(...countNames[what], step(found.counts[what]))),
    row('verdict', '结论', `${state('before')} → ${state('after')}`),
    '',
    bold(say('Findings by severity', '按级别的命中')),
    ...found.severities.map(({ severity, ...pair }) => row(severityWords[severity].en, severityWords[severity].zh, step(pair))),
  ]
}

/** Critical findings of the first report that are still there. */
function open({ open: found, ageless }: Difference, { say, row, bold }: Say): string[] {
  if (found === undefined || found === null) return []
  const since = found.since === null ? '' : say(`, first recorded on ${found.since}`, `，最早记录于 ${found.since}`)
  return [
    '',
    bold(say('Critical findings that were there before', '此前已有、仍未处理的严重命中')),
    row('still open', '仍未处理', `${grouped(found.known)}${since}`),
    row(
      'of these for more than three months',
      '其中已逾三个月',
      ageless
        ? say('cannot be told: recorded after the reference day of the second report', '无法判断：记录日期晚于第二份报告的基准日')
        : grouped(found.overdue),
    ),
    ...(found.possiblyOverdue > 0
      ? [row('possibly more, in files that changed', '另有可能逾期（文件已变动）', grouped(found.possiblyOverdue))]
      : []),
  ]
}

function list(title: List[0], rows: List[1], { say, bold, zh }: Say): string[] {
  const rest = rows.length - maxRows
  return [
    '',
    bold(title),
    ...(rows.length === 0 ? [say('  no change', '  无变化')] : []),
    ...rows.slice(0, maxRows).map(([name, pair]) => `  ${visible(name)}${zh ? '：' : ': '}${step(pair)}`),
    ...(rest > 0 ? [say(`  and ${rest} more; --json lists them all`, `  另有 ${rest} 项；--json 全部列出`)] : []),
  ]
}

/** A number before and after, and the change with its sign. */
function step({ before, after }: Pair): string {
  const change = after - before
  return `${grouped(before)} → ${grouped(after)}${change === 0 ? '' : ` (${change > 0 ? '+' : '-'}${grouped(Math.abs(change))})`}`
}

function where({ places, total }: Kind, zh: boolean): string {
  const numbers = places.slice(0, 10).map(({ line }) => line)
  if (numbers.length === 0) return ''
  const more = total > numbers.length
  return zh ? `（清单第 ${numbers.join('、')} 行${more ? ' 等' : ''}）` : ` (manifest line ${numbers.join(', ')}${more ? ', …' : ''})`
}
