import { isOptOut } from '../rules/legal.ts'
import { grouped, plural } from '../words/figures.ts'
import { both, computed, type Ground, same, table } from './form.ts'

/** What the scan saw of what sources declare. */

/** Documents of the sources, held against the files beside the manifest and the reference day. */
export function documents({ report }: Ground) {
  const { declaration } = report
  if (declaration === null) return computed(undefined, both('没有来源清单可供核对', 'there is no manifest to check against'))
  return computed(
    table(
      [both('来源', 'Source'), both('清单中的位置', 'Place in the manifest'), both('核对', 'Check'), both('有效期', 'Validity')],
      declaration.documents.map((line) => [
        line.source === null ? both('—', '—') : same(line.source),
        same(line.path),
        documentWords[line.state],
        line.expired
          ? both(`在基准日 ${report.asOf} 已到期`, `expired by ${report.asOf}`)
          : both('未到期或者未申报期限', 'not expired, or no end declared'),
      ]),
    ),
    declaration.documents.length === 0 ? both('清单没有列出文件', 'the manifest names no document') : undefined,
  )
}

const documentWords = {
  verified: both('与申报的 SHA-256 一致', 'has the declared SHA-256'),
  hashed: both('文件存在，未申报 SHA-256', 'there, no SHA-256 declared'),
  mismatch: both('与申报的 SHA-256 不一致', 'does not have the declared SHA-256'),
  missing: both('文件不存在', 'not there'),
  unchecked: both('未核对（没有本地文件可供核对）', 'not checked (no local file to check)'),
} as const

/** Markers of opting out that were seen, by declared source where that is known. */
export function optOutsSeen({ report }: Ground) {
  const rules = report.rules.filter(isOptOut)
  if (rules.length === 0) return computed(undefined, both('未启用退出标记规则', 'no rule for opt-out markers took part'))
  const told = report.declaration?.discrepancies.filter(({ code }) => code === 'opt-out.seen').map((line) => line.words) ?? []
  if (told.length > 0) return computed(told)
  const ids = new Set(rules.map(({ id }) => id))
  const high = report.statistics.findings.byRule.filter((line) => ids.has(line.rule)).reduce((sum, line) => sum + line.findings.high, 0)
  return computed(
    both(`记录中的退出标记（高置信度）${grouped(high)} 处`, `${plural(high, 'opt-out marker')} of high confidence in the records`),
  )
}
