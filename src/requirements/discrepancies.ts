import type { Severity, Words } from '../model.ts'
import type { Report } from '../report/index.ts'
import { isOptOut } from '../rules/legal.ts'
import { type Attribution, type Documents, documentState, documentsOf, recordOwners, type Sources, valid } from '../sources/index.ts'
import { grouped, plural, size } from '../words/figures.ts'
import type { ReportBody } from './case.ts'
import { licencesAgree } from './licence.ts'
import { highBy, seenBySource } from './seen.ts'

type Declaration = NonNullable<Report['declaration']>
type Discrepancy = Declaration['discrepancies'][number]

/**
 * What is declared against what was seen: bytes without a source, files with two, licences in the records that contradict the declared
 * one, opt-out signals, documents that expired, changed or are gone, personal information in a source without a basis, a human sample
 * larger than the corpus. Pure; dates are judged against the report's reference day. In the order of the manifest.
 */
export function discrepancies(
  report: Omit<ReportBody, 'declaration'>,
  sources: Sources,
  attribution: Attribution | undefined,
  documents: Documents,
): Discrepancy[] {
  const found: Discrepancy[] = []
  const add: Add = (code, source, severity, count, zh, en) => found.push({ code, source, severity, count, words: { zh, en } })
  if (attribution !== undefined) wholes(attribution, strayLabels(report, sources, attribution), add)
  perSource(report, sources, attribution, add)
  humanSample(report, sources, add)
  declaredDocuments(report, sources, documents, add)
  return found
}

/** Personal information without a ground, opt-out markers and other licences, source by source. */
function perSource(report: Omit<ReportBody, 'declaration'>, sources: Sources, attribution: Attribution | undefined, add: Add): void {
  for (const { entry, seen } of seenBySource(report, sources, attribution)) {
    const id = entry?.id ?? null
    const named: Words = id === null ? { zh: '未对应到来源的数据', en: 'Data without a source' } : { zh: `来源 ${id}`, en: `Source ${id}` }
    const personal = highBy(seen, report.rules, (rule) => rule.domain === 'pii' && rule.severity !== 'note')
    if (personal > 0 && entry?.piBasis === undefined)
      add(
        'personal.no-basis',
        id,
        'error',
        personal,
        `${named.zh}：个人信息高置信度疑似命中 ${grouped(personal)} 处，未申报合法性基础。`,
        `${named.en}: ${plural(personal, 'high-confidence candidate match', 'high-confidence candidate matches')} of personal information, and no lawful basis is declared.`,
      )
    const signals = highBy(seen, report.rules, isOptOut)
    if (signals > 0)
      add(
        'opt-out.seen',
        id,
        entry?.category === 'self-collected' ? 'error' : 'warning',
        signals,
        `${named.zh}：记录中有退出或者禁止训练、采集的标记 ${grouped(signals)} 处。`,
        `${named.en}: ${plural(signals, 'marker')} in the records that opt out of or forbid training or crawling.`,
      )
    const other = entry?.licence === undefined ? [] : seen.licences.filter((row) => licencesAgree(entry.licence!, row.value) === false)
    if (other.length > 0) {
      const records = other.reduce((n, row) => n + row.records, 0)
      const names = other.map((row) => row.value)
      add(
        'licence.conflict',
        id,
        'error',
        records,
        `${named.zh}：申报的许可为 ${entry!.licence}，但 ${grouped(records)} 条记录标注为 ${names.join('、')}。`,
        `${named.en}: ${entry!.licence} is declared, but ${plural(records, 'record')} ${records === 1 ? 'says' : 'say'} ${names.join(', ')}.`,
      )
    }
  }
}

/** A sample of more records than there are. */
function humanSample({ corpus }: Pick<ReportBody, 'corpus'>, sources: Sources, add: Add): void {
  const sampled = sources.quality?.humanSample?.items ?? 0
  if (sampled > corpus.records)
    add(
      'sample.larger',
      null,
      'warning',
      sampled,
      `申报的人工抽检为 ${grouped(sampled)} 条，多于本语料的 ${grouped(corpus.records)} 条记录：请说明抽样所依据的语料。`,
      `A human sample of ${plural(sampled, 'item')} is declared, more than the ${plural(corpus.records, 'record')} of this corpus: say what it was drawn from.`,
    )
}

/** Documents that expired on the reference day, changed, or are gone. */
function declaredDocuments({ asOf }: Pick<ReportBody, 'asOf'>, sources: Sources, documents: Documents, add: Add): void {
  for (const { path, source, document } of documentsOf(sources)) {
    const at: Words = source === undefined ? { zh: path, en: path } : { zh: `来源 ${source}（${path}）`, en: `Source ${source} (${path})` }
    if (!valid(document, asOf))
      add(
        'document.expired',
        source ?? null,
        'error',
        1,
        `${at.zh}：文件已于 ${document.validTo} 到期（基准日 ${asOf}）。`,
        `${at.en}: the document expired on ${document.validTo} (reference day ${asOf}).`,
      )
    const { state } = documentState(documents, document)
    if (state === 'mismatch')
      add(
        'document.mismatch',
        source ?? null,
        'error',
        1,
        `${at.zh}：文件摘要与申报的 SHA-256 不一致。`,
        `${at.en}: the file does not have the declared SHA-256.`,
      )
    if (state === 'missing')
      add(
        'document.missing',
        source ?? null,
        'warning',
        1,
        `${at.zh}：申报了 SHA-256，但文件不存在。`,
        `${at.en}: a SHA-256 is declared, but the file is not there.`,
      )
  }
}

/** Values of the records' source field that mean no declared source, by number of records. */
function strayLabels({ statistics }: Pick<ReportBody, 'statistics'>, sources: Sources, { basis }: Attribution): readonly string[] {
  if (basis !== 'records' && basis !== 'mixed') return []
  const known = new Set([...recordOwners(sources).keys(), ...(basis === 'mixed' ? sources.sources.map(({ id }) => id) : [])])
  return statistics.origins.rows.filter(({ origin }) => !known.has(origin)).map(({ origin }) => origin)
}

const shown = 5
const none: Words = { zh: '', en: '' }

type Add = (code: string, source: string | null, severity: Severity, count: number, zh: string, en: string) => void

function wholes({ unmapped, ambiguous, rows, places }: Attribution, labels: readonly string[], add: Add): void {
  const count = unmapped.files ?? unmapped.records ?? 0
  if (count > 0 || unmapped.bytes > 0) {
    const amount = size(unmapped.bytes)
    const [zh, en] =
      unmapped.files === null ? [`${grouped(count)} 条记录`, plural(count, 'record')] : [`${grouped(count)} 个文件`, plural(count, 'file')]
    const some = (all: readonly (string | number)[], by: string) =>
      all.slice(0, shown).join(by) + (all.length > shown || count > all.length ? '…' : '')
    const where: Words =
      unmapped.files === null
        ? labels.length === 0
          ? none
          : {
              zh: `；来源字段的取值：${labels.slice(0, shown).join('、')}${labels.length > shown ? '…' : ''}`,
              en: `; values of their source field: ${labels.slice(0, shown).join(', ')}${labels.length > shown ? ', …' : ''}`,
            }
        : places.unmapped.length === 0
          ? none
          : { zh: `；文件编号：${some(places.unmapped, '、')}`, en: `; files by number: ${some(places.unmapped, ', ')}` }
    add(
      'source.unmapped',
      null,
      'error',
      count,
      `${zh}、${amount.zh}未对应到任何来源${where.zh}。请在清单中为其补充来源（files 或者 recordSource）。`,
      `${en}, ${amount.en}, mapped to no source${where.en}. Declare a source for them (files or recordSource).`,
    )
  }
  if (ambiguous > 0) {
    const told = places.ambiguous.slice(0, shown).map(({ file, sources }) => ({
      zh: `文件 ${file}（${sources.join('、')}）`,
      en: `file ${file} (${sources.join(', ')})`,
    }))
    const more = ambiguous > told.length ? '…' : ''
    add(
      'source.ambiguous',
      null,
      'error',
      ambiguous,
      `${grouped(ambiguous)} 个文件对应到多个来源：${told.map(({ zh }) => zh).join('、')}${more}。每个文件只能对应一个来源，请收窄 files；目前按清单中的第一个来源计。`,
      `${plural(ambiguous, 'file')} mapped to more than one source: ${told.map(({ en }) => en).join(', ')}${more}. Each file belongs to one: narrow their files; for now they count for the first.`,
    )
  }
  for (const row of rows)
    if ((row.files ?? row.records ?? 0) === 0)
      add('source.empty', row.id, 'note', 0, `来源 ${row.id}：没有对应的数据。`, `Source ${row.id}: no data map to it.`)
}

/** The part of the report on the manifest itself. `digest` is the SHA-256 of its canonical JSON. */
export function declarationOf(
  report: Omit<ReportBody, 'declaration'>,
  sources: Sources,
  attribution: Attribution | undefined,
  documents: Documents,
  digest: string,
): Declaration {
  return {
    digest: { sha256: digest },
    documents: documentsOf(sources).map(({ path, source, document }) => {
      const { state, sha256 } = documentState(documents, document)
      return { path, source: source ?? null, state, sha256: sha256 ?? null, expired: !valid(document, report.asOf) }
    }),
    discrepancies: discrepancies(report, sources, attribution, documents),
  }
}
