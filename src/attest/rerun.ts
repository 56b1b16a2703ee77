import { join } from 'node:path'
import { reportSchema } from '../report/index.ts'
import { maxStatementBytes } from './bundle.ts'
import type { CheckList } from './checks.ts'
import { digestSubjects } from './digest.ts'
import { readOnce } from './files.ts'
import { type ReadStatement, subjectNames } from './statement.ts'
import { parseStrictJson } from './strict.ts'

/** Holds the report of a scan that was just repeated against the signed one: the same corpus, rules and configuration give the same bytes. */
export async function checkRerun(again: string, statement: ReadStatement, list: CheckList): Promise<void> {
  const digests = await digestSubjects(again, false)
  const signed = new Map(statement.subjects.map((subject) => [subject.name, subject.digest.sha256]))
  const other = subjectNames.filter((name) => digests[name].sha256 !== signed.get(name))
  if (other.length === 0) {
    list.passed('rerun', 'rerun', 'the scan was repeated and gave the same bytes', '已重新扫描，所得字节完全一致')
    return
  }
  const failed = (code: string, en: string, zh: string) => list.failed('rerun', code, en, zh)
  const read = await readOnce(join(again, 'report.json'), maxStatementBytes)
  const now = read.state === 'read' ? reportSchema.parse(parseStrictJson(read.bytes)) : undefined
  const was = reportSchema.safeParse(statement.reportJson).data
  const differs = (pick: (report: NonNullable<typeof now>) => unknown) =>
    now !== undefined && was !== undefined && JSON.stringify(pick(now)) !== JSON.stringify(pick(was))
  if (differs((report) => report.corpus.manifest.digest))
    failed(
      'rerun.corpus',
      'the scan was repeated over another corpus: its files are not the audited ones',
      '重新扫描的语料与审计时的文件不同',
    )
  else if (differs((report) => report.tool))
    failed(
      'rerun.version',
      'the scan was repeated by another version of dataaudit; use the one that wrote the report',
      '重新扫描所用的 dataaudit 版本不同；请使用生成该报告的版本',
    )
  else if (differs((report) => report.rulePacks.map((pack) => [pack.name, pack.digest, pack.enabled])))
    failed(
      'rerun.rules',
      'the scan was repeated with other rules; give the rule packs of the report after --',
      '重新扫描所用的规则不同；请在 -- 之后给出原规则包',
    )
  else if (differs((report) => [report.config, report.results.policy, report.keywords.digest, report.attribution]))
    failed(
      'rerun.config',
      'the scan was repeated with another configuration, policy, keyword library or sources manifest; give those of the report after --',
      '重新扫描所用的配置、门禁策略、关键词库或来源清单不同；请在 -- 之后给出原有设置',
    )
  else if (differs((report) => report.remediation))
    failed(
      'rerun.remediation',
      'the scan was repeated without the earlier reports or traces it followed, or with others; give them with --parent and --trace after --',
      '重新扫描时未给出原有的上游报告或 trace 结果，或者给出的不同；请在 -- 之后用 --parent 和 --trace 给出',
    )
  else failed('rerun.differs', `the scan was repeated and gave another ${other[0]}`, `重新扫描得到不同的 ${other[0]}`)
}
