import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Place } from '../attest/checks.ts'
import { type Difference, difference, type Kind, type Pair } from '../attest/diff.ts'
import { grouped } from '../figures.ts'
import { visible } from '../renderers/index.ts'
import { type Voice, voiceOf } from './io.ts'
import type { CommandIo, GlobalOptions } from './main.ts'

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
    .option('--show-paths', 'name changed files by path, not only by manifest line / 显示文件路径')
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

function told(found: Difference, voice: Voice): string {
  const zh = voice.lang === 'zh'
  const say = (en: string, chinese: string) => (zh ? chinese : en)
  const lines: string[] = []
  const head = (en: string, chinese: string) => lines.push('', voice.colours.bold(say(en, chinese)))
  lines.push(
    found.parent === true
      ? say('The second report names the first as its parent.', '第二份报告指明第一份为其上游。')
      : say('The second report does not name the first as its parent.', '第二份报告未指明第一份为其上游。'),
  )
  if (found.sameCorpus) lines.push(say('Both are about the same files.', '两份报告针对相同的文件。'))
  if (found.packs.length > 0 || !found.sameConfig)
    lines.push(say('Rules or configuration differ: part of what changed may come from that.', '规则或配置不同：部分变化可能由此引起。'))
  for (const { pack, before, after } of found.packs) lines.push(`  ${pack}: ${before ?? '-'} → ${after ?? '-'}`)
  head('Files', '文件')
  if (found.files === undefined) lines.push(say('  a manifest is withheld: not compared', '  缺少清单，未比较'))
  else {
    const { same, changed, added, removed, moved } = found.files
    const row = (en: string, chinese: string, kind: Kind) =>
      lines.push(`  ${say(en, chinese)}: ${grouped(kind.total)}${where(kind, zh)}`, ...kind.places.flatMap(pathOf))
    lines.push(`  ${say('the same', '相同')}: ${grouped(same)}`)
    row('changed', '内容改变', changed)
    row('added', '新增', added)
    row('removed', '删除', removed)
    lines.push(`  ${say('of these only renamed', '其中仅改名')}: ${grouped(moved)}`)
  }
  head('Counts', '计数')
  const names: { readonly [what in keyof Difference['counts']]: readonly [string, string] } = {
    files: ['files', '文件'],
    bytes: ['bytes', '字节'],
    records: ['records', '记录'],
    findings: ['findings', '命中'],
    duplicates: ['duplicate records', '重复记录'],
    unreadableFiles: ['unreadable files', '未读文件'],
  }
  for (const what of Object.keys(names) as (keyof Difference['counts'])[]) {
    lines.push(`  ${say(...names[what])}: ${step(found.counts[what])}`)
  }
  const state = (verdict: string, complete: boolean) => (complete ? verdict : `${verdict}${say(' (incomplete)', '（不完整）')}`)
  lines.push(
    `  ${say('verdict', '结论')}: ${state(found.verdict.before, found.complete.before)} → ${state(found.verdict.after, found.complete.after)}`,
  )
  head('Findings by severity', '按级别的命中')
  for (const { severity, ...pair } of found.severities) lines.push(`  ${severity}: ${step(pair)}`)
  if (found.open !== undefined && found.open !== null) {
    const { known, overdue, possiblyOverdue, since } = found.open
    head('Critical findings that were there before', '此前已有、仍未处理的严重命中')
    lines.push(
      `  ${say('still open', '仍未处理')}: ${grouped(known)}${since === null ? '' : say(`, first recorded on ${since}`, `，最早记录于 ${since}`)}`,
    )
    lines.push(`  ${say('of these for more than three months', '其中已逾三个月')}: ${grouped(overdue)}`)
    if (possiblyOverdue > 0)
      lines.push(`  ${say('possibly more, in files that changed', '另有可能逾期（文件已变动）')}: ${grouped(possiblyOverdue)}`)
  }
  list(
    lines,
    say('Findings by rule', '按规则的命中'),
    found.rules.map(({ rule, ...pair }) => [rule, pair]),
    voice,
  )
  list(
    lines,
    say('Records by source field', '按来源字段的记录'),
    found.sources.map(({ source, ...pair }) => [source, pair]),
    voice,
  )
  if (found.declared !== undefined)
    list(
      lines,
      say('Bytes by declared source', '按申报来源的字节'),
      found.declared.map(({ source, ...pair }) => [source, pair]),
      voice,
    )
  return `${lines.join('\n')}\n`
}

function list(lines: string[], title: string, rows: readonly (readonly [string, Pair])[], voice: Voice): void {
  const zh = voice.lang === 'zh'
  lines.push('', voice.colours.bold(title))
  if (rows.length === 0) lines.push(zh ? '  无变化' : '  no change')
  for (const [name, pair] of rows.slice(0, maxRows)) lines.push(`  ${visible(name)}: ${step(pair)}`)
  const rest = rows.length - maxRows
  if (rest > 0) lines.push(zh ? `  另有 ${rest} 项；--json 全部列出` : `  and ${rest} more; --json lists them all`)
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

function pathOf({ path }: Place): string[] {
  return path === undefined ? [] : [`    ${visible(path)}`]
}
