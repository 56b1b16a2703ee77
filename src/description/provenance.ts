import type { Words } from '../model.ts'
import { bytesAbroad, type Source } from '../sources/index.ts'
import { grouped, plural, share, size } from '../words/figures.ts'
import { documents, optOutsSeen } from './checked.ts'
import {
  both,
  cell,
  computed,
  counted,
  declared,
  type Ground,
  joined,
  listed,
  maybe,
  perSource,
  type Row,
  reference,
  row,
  same,
  table,
} from './form.ts'

/** Section 2: where the data come from, and by what right. */
export function source(given: Ground): Row[] {
  return [
    sourceList(given),
    categories(given),
    geography(given),
    licences(given),
    crawlers(given),
    topDomains(given),
    optOuts(given),
    userData(given),
    synthetic(given),
  ]
}

function sourceList(given: Ground): Row {
  return row(
    '2.1',
    'sources[]',
    '来源清单',
    'List of sources',
    declared(
      // A source is declared by its id alone: the list is shown even when nothing else is said.
      table(
        [both('来源', 'Source'), both('名称', 'Name'), both('权利人或者提供方', 'Owner'), both('链接', 'Link')],
        (given.sources?.sources ?? []).map((entry) => [same(entry.id), cell(entry.name), cell(entry.owner), cell(entry.link)]),
      ),
    ),
    mapping(given),
  )
}

function categories(given: Ground): Row {
  return row(
    '2.2',
    'sources[].category',
    '来源类别',
    'Category of source',
    declared(perSource(given, [both('类别', 'Category')], (entry) => [entry.category && categoryWords[entry.category]])),
  )
}

function geography(given: Ground): Row {
  return row(
    '2.3',
    'sources[].geography',
    '境内、境外来源及占比',
    'Domestic and overseas sources, with shares',
    declared(
      perSource(given, [both('境内或者境外', 'Domestic or overseas')], (entry) => [entry.geography && geographyWords[entry.geography]]),
    ),
    abroad(given),
  )
}

function licences(given: Ground): Row {
  return row(
    '2.4',
    'sources[].evidence',
    '许可、授权、合同与采集记录',
    'Licences, authorisations, contracts and crawl records',
    declared(evidence(given)),
    documents(given),
  )
}

function crawlers(given: Ground): Row {
  const own = (entry: Source) => entry.category === 'self-collected'
  return row(
    '2.5',
    'sources[].crawler',
    '采集工具的名称、目的、行为与期间',
    'Crawlers: names, purposes, behaviour and period',
    declared(
      none(given, own, '所申报的来源均非自采', 'no declared source is self-collected') ??
        perSource(
          given,
          [both('名称', 'Names'), both('目的', 'Purpose'), both('行为', 'Behaviour'), both('期间', 'Period')],
          ({ crawler }) => [
            listed(crawler?.names),
            maybe(crawler?.purpose),
            maybe(crawler?.behaviour),
            joined([crawler?.period?.from, crawler?.period?.to], ' – '),
          ],
          own,
        ),
    ),
  )
}

function topDomains(given: Ground): Row {
  return row(
    '2.6',
    'sources[].topDomains',
    '主要域名',
    'Most relevant domains',
    computed(
      domains(given),
      given.report.statistics.domains.rows.length === 0 ? both('记录没有网址字段', 'the records carry no URL field') : undefined,
    ),
  )
}

function optOuts(given: Ground): Row {
  return row(
    '2.7',
    'sources[].optOut',
    '权利保留与退出机制的遵守',
    'Rights reservations and opt-out protocols honoured',
    declared(
      perSource(given, [both('协议', 'Protocols'), both('措施', 'Measures')], ({ optOut }) => [
        listed(optOut?.protocols),
        maybe(optOut?.measures),
      ]),
    ),
    optOutsSeen(given),
  )
}

function userData(given: Ground): Row {
  const users = (entry: Source) => entry.category === 'user-input'
  return row(
    '2.8',
    'sources[].userData',
    '使用者输入数据：所涉服务与授权',
    'User data: services and authorisation',
    declared(
      none(given, users, '所申报的来源均非使用者输入', 'no declared source is user input') ??
        perSource(
          given,
          [both('服务', 'Services'), both('授权记录', 'Authorisation')],
          ({ userData }) => [listed(userData?.services), reference(userData?.authorisation, given.report.asOf)],
          users,
        ),
    ),
  )
}

function synthetic(given: Ground): Row {
  const made = (entry: Source) => entry.category === 'synthetic'
  return row(
    '2.9',
    'sources[].synthetic',
    '合成数据：生成模型',
    'Synthetic data: generating models',
    declared(
      none(given, made, '所申报的来源均非合成数据', 'no declared source is synthetic') ??
        perSource(
          given,
          [both('生成模型', 'Models'), both('目的', 'Purpose')],
          ({ synthetic }) => [listed(synthetic?.models), maybe(synthetic?.purpose)],
          made,
        ),
    ),
  )
}

/** What is said where every declared source has a category, and none is of this kind; undefined otherwise. */
function none({ sources }: Ground, of: (entry: Source) => boolean, zh: string, en: string): Words | undefined {
  const declaredOnes = sources?.sources ?? []
  return declaredOnes.length > 0 && declaredOnes.every((entry) => entry.category !== undefined && !of(entry)) ? both(zh, en) : undefined
}

/** How the data read map to the declared sources: declared, then checked against the scan. */
function mapping({ report, sources, attribution }: Ground) {
  if (sources === undefined || attribution === undefined) {
    const why =
      sources === undefined
        ? report.declaration === null
          ? both('没有来源清单可供核对', 'there is no manifest to check against')
          : both('编制本说明时未提供扫描所用的来源清单', 'the sources manifest of the scan was not given')
        : both('未核对文件与来源的对应关系', 'files were not mapped to sources')
    return computed(undefined, why)
  }
  const total = attribution.rows.reduce((sum, line) => sum + line.bytes, attribution.unmapped.bytes)
  const records = attribution.basis === 'records' || attribution.basis === 'mixed'
  const amount = (line: { readonly files: number | null; readonly records: number | null; readonly bytes: number }) => [
    records
      ? both(`${grouped(line.records ?? 0)} 条记录`, plural(line.records ?? 0, 'record'))
      : both(`${grouped(line.files ?? 0)} 个文件`, plural(line.files ?? 0, 'file')),
    size(line.bytes),
    share(line.bytes, total),
  ]
  const lines = [
    ...attribution.rows.map((line) => [same(line.id), ...amount(line)]),
    [both('未对应到任何来源', 'mapped to no source'), ...amount(attribution.unmapped)],
  ]
  const note = records
    ? both('按记录的来源字段核对', "mapped by the records' source field")
    : attribution.basis === 'sole'
      ? both('仅申报一个来源，视为覆盖全部数据', 'one source is declared, for all data')
      : both(
          `按文件路径核对，重复对应的文件 ${grouped(attribution.ambiguous)} 个`,
          `mapped by file path; ${plural(attribution.ambiguous, 'file')} claimed twice`,
        )
  return computed(table([both('来源', 'Source'), both('数量', 'Amount'), both('规模', 'Size'), both('占比', 'Share')], lines), note)
}

/** Section 3.5 shows the same shares. */
export const sharePerSource = (given: Ground): Row => {
  const found = given.report.statistics.sources
  const own = table(
    [both('记录的来源字段', "Records' source field"), both('记录数', 'Records'), both('占比', 'Share')],
    found.rows
      .slice(0, 20)
      .map((line) => [
        counted(line.value, both('（无来源字段）', '(no source field)')),
        same(grouped(line.records)),
        share(line.records, given.report.statistics.volume.records),
      ]),
  )
  return row(
    '3.5',
    'scale.bySource',
    '各来源占比',
    'Share per source',
    given.attribution === undefined || given.sources === undefined
      ? computed(own, own === undefined ? both('记录没有来源字段', 'the records carry no source field') : topNote(found))
      : mapping(given),
  )
}

function abroad({ sources, attribution }: Ground) {
  const stated = sources?.sources.some((entry) => entry.geography !== undefined)
  if (sources === undefined || attribution === undefined || !stated)
    return computed(
      undefined,
      both('境内外未申报或者未对应，无法计算占比', 'geography is not declared or not mapped, so no share can be computed'),
    )
  const amount = bytesAbroad(sources, attribution)
  const part = share(amount.abroad, amount.total)
  return computed(
    both(`境外来源占 ${part.zh}`, `${part.en} from abroad`),
    both(
      '按申报的来源归属和字节数计算，未申报境内外的不计入境外',
      'by declared geography and bytes; what is not declared does not count as abroad',
    ),
  )
}

function evidence(given: Ground) {
  const lines = (given.sources?.sources ?? []).flatMap((entry) => {
    const proofs = entry.evidence ?? []
    if (proofs.length === 0 && entry.licence === undefined) return [[same(entry.id), cell(undefined), cell(undefined), cell(undefined)]]
    if (proofs.length === 0) return [[same(entry.id), same(entry.licence!), cell(undefined), cell(undefined)]]
    return proofs.map((proof) => [
      same(entry.id),
      entry.licence === undefined ? both('—', '—') : same(entry.licence),
      evidenceWords[proof.type]!,
      reference(proof, given.report.asOf)!,
    ])
  })
  if ((given.sources?.sources ?? []).every((entry) => entry.licence === undefined && (entry.evidence ?? []).length === 0)) return undefined
  return table([both('来源', 'Source'), both('许可', 'Licence'), both('证明类型', 'Kind of proof'), both('文件', 'Document')], lines)
}

function domains({ report }: Ground) {
  const found = report.statistics.domains
  return table(
    [both('域名', 'Domain'), both('记录数', 'Records'), both('规模', 'Size')],
    found.rows
      .slice(0, 20)
      .map((line) => [counted(line.value, both('（记录没有网址）', '(no URL)')), same(grouped(line.records)), size(line.bytes)]),
  )
}

const topNote = (found: { readonly distinct: number; readonly exact: boolean }) =>
  both(
    `共 ${grouped(found.distinct)} 个${found.exact ? '' : '（估算）'}`,
    `${grouped(found.distinct)} in all${found.exact ? '' : ' (estimated)'}`,
  )

const categoryWords: { readonly [key: string]: Words } = {
  open: both('开源', 'open'),
  'self-collected': both('自采', 'self-collected'),
  commercial: both('商业', 'commercial'),
  'user-input': both('使用者输入', 'user input'),
  synthetic: both('合成', 'synthetic'),
}
const geographyWords: { readonly [key: string]: Words } = { domestic: both('境内', 'domestic'), overseas: both('境外', 'overseas') }
const evidenceWords: { readonly [key: string]: Words } = {
  licence: both('许可协议', 'licence'),
  contract: both('合同', 'contract'),
  authorisation: both('授权文件', 'authorisation'),
  assurance: both('供应方承诺', "supplier's assurance"),
  review: both('审核记录', 'review'),
  'crawl-record': both('采集记录', 'crawl record'),
  consent: both('同意文件', 'consent'),
  other: both('其他', 'other'),
}
