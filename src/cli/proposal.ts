import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { walk } from '../corpus/index.ts'
import { defaultPolicy } from '../policy.ts'
import type { Report } from '../report/index.ts'
import { highBy } from '../requirements/seen.ts'
import { compileRules, enabledRules, isPersonalName, loadRuleBook } from '../rules/index.ts'
import { isOptOut } from '../rules/legal.ts'
import { scan } from '../run/scan.ts'
import { parseSources } from '../sources/index.ts'
import { Stop } from '../stop.ts'
import { defaultAsOf } from '../version.ts'
import { grouped, plural, size } from '../words/figures.ts'

/** One folder of the corpus as a source to be declared. */
interface Proposed {
  readonly id: string
  readonly patterns: readonly string[]
  readonly seen: Report['statistics']['origins']['rows'][number] | undefined
  readonly files: number
  readonly bytes: number
}

/**
 * Proposes a sources manifest from a corpus: one source for each folder at its top, with the files, domains, licences and languages
 * seen in it as comments. What only the provider knows is left as a commented blank: nothing is declared on anybody's behalf.
 *
 * @returns the text of `dataaudit.sources.yaml`
 * @throws Stop exit 2: a corpus that cannot be read or holds no file; what `scan` throws
 */
export async function proposeSources(corpus: string, cwd: string, config: Config): Promise<string> {
  const book = loadRuleBook([], { trustCode: false, cwd })
  const rules = enabledRules(book, config.overrides, config.packs)
  const walked = await walk([corpus], { cwd, ignore: config.ignore, exclude: [], skipSymlinks: config.symlinks === 'skip' })
  const heads = new Set(walked.entries.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')))
  if (heads.size === 0)
    throw new Stop('usage', 'init.empty', {
      en: 'the corpus holds no file, so there is nothing to propose sources from; check the path',
      zh: '语料中没有文件，无法据此生成来源清单；请检查路径',
    })
  const compiled = compileRules(rules, book.lists, defaultAsOf, book.code)
  const personal = (name: string) => isPersonalName(compiled, name)
  const used = new Set<string>()
  const drafts = [...heads].sort().map((head) => ({ id: idOf(head, personal(head), used), patterns: patternsOf(head, personal(head)) }))
  const sources = parseSources(
    JSON.stringify({ version: 1, sources: drafts.map(({ id, patterns }) => ({ id, files: patterns })) }),
    'dataaudit.sources.yaml',
  )
  const out = await mkdtemp(join(tmpdir(), 'dataaudit-propose-'))
  try {
    const { report } = await scan({
      paths: [corpus],
      cwd,
      out,
      config,
      asOf: config.asOf ?? defaultAsOf,
      book,
      rules,
      keywords: undefined,
      sources,
      policy: defaultPolicy,
      workers: config.workers,
      shardBytes: 64 * 1024 * 1024,
      interrupted: new Int32Array(new SharedArrayBuffer(4)),
    })
    const rows = new Map(report.statistics.origins.rows.map((row) => [row.origin, row]))
    const shares = new Map((report.attribution?.rows ?? []).map((row) => [row.id, row]))
    return textOf(
      drafts.map(({ id, patterns }) => ({
        id,
        patterns,
        seen: rows.get(id),
        files: shares.get(id)?.files ?? 0,
        bytes: shares.get(id)?.bytes ?? 0,
      })),
      report,
    )
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/** A name for a source: the folder's where it is a name of its own that says nothing personal, else a number. */
function idOf(head: string, personal: boolean, used: Set<string>): string {
  const name = head === '' ? 'top' : head.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+|-+$/g, '')
  let id = personal || name === '' ? 'source' : name.slice(0, 56)
  for (let n = 2; used.has(id); n++) id = `${id.replace(/-\d+$/, '')}-${n}`
  used.add(id)
  return id
}

/** The gitignore patterns of a folder, or of the files at the top. A name that looks personal becomes a wildcard of its shape. */
function patternsOf(head: string, personal: boolean): string[] {
  if (head === '') return ['/*', '!/*/']
  const name = personal
    ? [...head].map((one) => (/\d/.test(one) ? '[0-9]' : /[A-Za-z]/.test(one) ? '[A-Za-z]' : '?')).join('')
    : head.replace(/[\\!#*?[\] ]/g, '\\$&')
  return [`/${name}/**`]
}

function textOf(proposed: readonly Proposed[], report: Report): string {
  const list = (rows: readonly { readonly value: string; readonly records: number }[]) =>
    rows
      .filter(({ value }) => !value.startsWith('('))
      .slice(0, 5)
      .map(({ value, records }) => `${value} (${records})`)
      .join(', ')
  const parts = proposed.map(({ id, patterns, seen, files, bytes }) => {
    const high = (pick: (rule: Report['rules'][number]) => boolean) => (seen === undefined ? 0 : highBy(seen, report.rules, pick))
    const personal = high((rule) => rule.domain === 'pii')
    const optOuts = high(isOptOut)
    const licences = list(seen?.licences ?? [])
    const names = (seen?.licences ?? []).filter(({ value }) => !value.startsWith('('))
    const domains = list(seen?.domains ?? [])
    const languages = list((seen?.languages ?? []).map(({ lang, records }) => ({ value: lang, records })))
    const records = seen?.records ?? 0
    return [
      `  # ${grouped(files)} 个文件，${size(bytes).zh}，${grouped(records)} 条记录 · ${plural(files, 'file')}, ${size(bytes).en}, ${plural(records, 'record')}`,
      ...(languages === '' ? [] : [`  #   语言 · languages: ${languages}`]),
      ...(domains === '' ? [] : [`  #   域名 · domains: ${domains}`]),
      ...(licences === '' ? [] : [`  #   记录所注许可 · licences in the records: ${licences}`]),
      ...(personal > 0
        ? [`  #   个人信息疑似命中 ${personal} 处，须申报 piBasis · candidates of personal information: declare piBasis`]
        : []),
      ...(optOuts > 0
        ? [`  #   退出或者禁止采集的标记 ${optOuts} 处，须说明 optOut.measures · opt-out markers: declare optOut.measures`]
        : []),
      `  - id: ${id}`,
      `    files: [${patterns.map((pattern) => JSON.stringify(pattern)).join(', ')}]`,
      '    # name:',
      '    # owner:',
      '    # link:',
      '    # category:      # open 开源 · self-collected 自采 · commercial 商业 · user-input 使用者输入 · synthetic 合成',
      '    # stage:         # [pre-training] 预训练 · [optimisation] 优化训练',
      '    # geography:     # domestic 境内 · overseas 境外',
      '    # firstUsed:',
      names.length === 1 ? `    # licence: ${names[0]!.value}` : '    # licence:',
      '    # evidence:      # - {type: licence, ref: documents/…, sha256: …, validTo: …}',
      ...(personal > 0 ? ['    # piBasis:       # PIPL 13: consent, contract, legal-duty, emergency, news, public, other-law'] : []),
      ...(optOuts > 0 ? ['    # optOut:        # {protocols: [robots.txt], measures: …}'] : []),
    ].join('\n')
  })
  return `# yaml-language-server: $schema=./node_modules/dataaudit/schema/sources.json
# 来源清单草稿，据语料的文件夹生成：请逐项核实后去掉注释符并填写；未填写的项目载为“未申报”。
# Draft of a sources manifest, made from the folders of the corpus: check each line, take off the comment sign, fill in. A blank is
# printed as "not declared". All fields: dataaudit init, or schema/sources.json.
version: 1
sources:
${parts.join('\n\n')}
`
}
