import type { Words } from '../model.ts'
import { severityWords } from '../report/words.ts'
import { grouped, share } from '../words/figures.ts'
import { both, columns, computed, counted, declared, type Ground, joinWords, maybe, type Row, reference, row, same, table } from './form.ts'
import { foundAndNot } from './found.ts'

/** Section 7: intellectual property. Markers, never a judgement. */
export function property({ report, sources }: Ground): Row[] {
  const hits = new Map(report.statistics.findings.byRule.map((line) => [line.rule, line]))
  const rules = report.rules.filter((rule) => rule.domain === 'ip')
  const { licences } = report.statistics
  return [
    row(
      '7.1',
      'ip.markers',
      '知识产权标记统计',
      'Markers of intellectual property by kind',
      ...(rules.length === 0
        ? [computed(undefined, both('未启用知识产权标记规则', 'no rule for markers took part'))]
        : foundAndNot(
            columns(['标记', 'Marker'], ['级别', 'Severity'], ['数量', 'Findings'], ['涉及记录', 'Records']),
            rules.map((rule) => {
              const line = hits.get(rule.id)
              const sum = (line?.findings.high ?? 0) + (line?.findings.medium ?? 0) + (line?.findings.low ?? 0)
              const cells = [rule.title, severityWords[rule.severity], same(grouped(sum)), same(grouped(line?.rate.records ?? 0))]
              return { title: rule.title, found: line !== undefined, cells }
            }),
            both('是否侵权未作判断', 'infringement was not judged'),
          )),
    ),
    row(
      '7.2',
      'ip.licences',
      '许可证分布',
      'Mix of licences',
      declared(
        joinWords(
          (sources?.sources ?? []).map(({ id, licence }) =>
            licence === undefined ? undefined : both(`${id}：${licence}`, `${id}: ${licence}`),
          ),
        ),
      ),
      computed(
        table(
          columns(['记录中的许可字段', "Records' licence field"], ['记录数', 'Records'], ['占比', 'Share']),
          licences.rows
            .slice(0, 20)
            .map((line) => [
              counted(line.value, both('（无许可字段）', '(no licence field)')),
              same(grouped(line.records)),
              share(line.records, Math.max(report.statistics.volume.records, 1)),
            ]),
        ),
        licences.rows.length === 0
          ? both('记录没有许可字段', 'the records carry no licence field')
          : both(
              `共 ${grouped(licences.distinct)} 种${licences.exact ? '' : '（估算）'}`,
              `${grouped(licences.distinct)} kinds${licences.exact ? '' : ' (estimated)'}`,
            ),
      ),
    ),
    row(
      '7.3',
      'ip.governance',
      '知识产权负责人、管理策略与投诉渠道',
      'Owner, policy and complaint channel',
      declared(governance({ sources, report, attribution: undefined })),
    ),
  ]
}

function governance({ sources, report }: Ground): Words | undefined {
  const { owner, policy, channel, summary } = sources?.ip ?? {}
  const part = (zh: string, en: string, value: Words | undefined) => value && both(`${zh}：${value.zh}`, `${en}: ${value.en}`)
  return joinWords([
    part('负责人', 'owner', maybe(owner)),
    part('管理策略', 'policy', reference(policy, report.asOf)),
    part('投诉渠道', 'complaints', maybe(channel)),
    part('摘要信息', 'summary', maybe(summary)),
  ])
}
