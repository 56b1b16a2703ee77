import type { Words } from '../model.ts'
import { grouped, plural } from '../words/figures.ts'
import { both, computed, declared, type Ground, joined, joinWords, maybe, perSource, type Row, row, same, table, words } from './form.ts'

/** Section 1: who, which model, which data. */
export function general(given: Ground): Row[] {
  const { sources } = given
  return [
    row(
      '1.1',
      'provider',
      '提供者名称与联系方式',
      'Provider name and contact',
      declared(joined([sources?.provider?.name, sources?.provider?.contact])),
    ),
    row('1.2', 'provider.representative', '授权代表', 'Authorised representative', declared(sources?.provider?.representative)),
    row('1.3', 'model', '模型名称、版本与依赖的基础模型', 'Model name, version and dependencies', declared(model(given))),
    row('1.4', 'model.marketDate', '投放日期', 'Date of placing on the market', declared(sources?.model?.marketDate)),
    row(
      '1.5',
      'dataset.name',
      '数据集名称与版本',
      'Dataset name and version',
      declared(joined([sources?.dataset?.name, sources?.dataset?.version])),
      declared(sources?.dataset?.purpose, both('数据用途', 'Purpose of the data')),
    ),
    digest(given),
    row(
      '1.7',
      'sources[].stage',
      '各来源所用训练阶段',
      'Training stage per source',
      declared(perSource(given, [both('训练阶段', 'Stage')], (source) => [source.stage && words(source.stage, stageWords)])),
    ),
    timeframe(given),
    row(
      '1.9',
      'sources[].firstUsed',
      '首次用于开发的日期',
      'Date first used in development',
      declared(perSource(given, [both('首次使用', 'First used')], (source) => [maybe(source.firstUsed)])),
    ),
  ]
}

function digest({ report }: Ground): Row {
  const { corpus, coverage } = report
  return row(
    '1.6',
    'dataset.digest',
    '数据集哈希值与审计范围',
    'Dataset digest and scope of the audit',
    computed(
      table(
        [both('项目', 'Item'), both('取值', 'Value')],
        [
          [both('默克尔根（RFC 9162，SHA-256）', 'Merkle root (RFC 9162, SHA-256)'), same(corpus.merkle.root)],
          [both('文件清单 corpus.sha256 的 SHA-256', 'SHA-256 of the file list corpus.sha256'), same(corpus.manifest.digest.sha256)],
          [
            both('审计范围', 'Scope'),
            both(
              `全量扫描，不抽样：已读取 ${grouped(coverage.files.read)} 个文件、${grouped(coverage.records.read)} 条记录${coverage.complete ? '' : '；未读取的见 5.1 和 10.1'}`,
              `all of it, no sample: ${plural(coverage.files.read, 'file')} and ${plural(coverage.records.read, 'record')} read${coverage.complete ? '' : '; for what was not read see 5.1 and 10.1'}`,
            ),
          ],
        ],
      ),
    ),
  )
}

function timeframe({ report, sources }: Ground): Row {
  const last = report.statistics.years.filter(({ year }) => /^\d/.test(year)).at(-1)?.year
  const { latest, ongoing } = sources?.timeframe ?? {}
  return row(
    '1.8',
    'timeframe',
    '数据截止日期与是否持续采集',
    'Latest acquisition date, and whether collection goes on',
    declared(
      latest === undefined && ongoing === undefined
        ? undefined
        : joinWords([
            latest === undefined ? undefined : both(`截止 ${latest}`, `until ${latest}`),
            ongoing === undefined ? undefined : ongoing ? both('持续采集', 'ongoing') : both('不再采集', 'ended'),
          ]),
    ),
    computed(
      last === undefined ? undefined : both(`记录日期字段中最晚的年份为 ${last}`, `latest year in the records' date fields: ${last}`),
      last === undefined ? both('记录没有可识别的日期字段', 'the records carry no date field that was recognised') : undefined,
    ),
  )
}

function model({ sources }: Ground): Words | undefined {
  const { name, version, dependencies, filing } = sources?.model ?? {}
  return joinWords([
    joined([name, version], ' '),
    dependencies === undefined ? undefined : both(`依赖模型：${dependencies.join('、')}`, `depends on ${dependencies.join(', ')}`),
    filing === undefined ? undefined : both(`备案：${filing}`, `filing: ${filing}`),
  ])
}

const stageWords: { readonly [key: string]: Words } = {
  'pre-training': both('预训练', 'pre-training'),
  optimisation: both('优化训练', 'optimisation training'),
}
