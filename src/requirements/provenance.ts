import type { Words } from '../model.ts'
import { isOptOut } from '../rules/legal.ts'
import { bytesAbroad, coversAll, type DocumentRef, type Source } from '../sources/index.ts'
import { grouped, plural, share, size } from '../words/figures.ts'
import {
  type Case,
  complete,
  conform,
  declared,
  type Evaluator,
  figures,
  foundBy,
  foundIn,
  highIn,
  holds as holdsUp,
  insufficient,
  lapsed,
  licensed,
  listed,
  noManifest,
  nonconform,
  notApplicable,
  notAssessed,
  type RuleRow,
  sourceName,
  tally,
  unread,
} from './case.ts'
import { licencesAgree } from './licence.ts'

/** Article 7, first paragraph: every byte maps to a declared source, and each source shows a right to use it. */
export const origin: Evaluator = (given) => {
  if (given.sources === undefined) return notAssessed(noManifest.zh, noManifest.en)
  const map = given.attribution
  if (map === undefined)
    return insufficient(
      '来源清单按文件划分来源，但本次未核对文件与来源的对应关系。',
      'The manifest names files, but the files were not mapped to sources in this run.',
    )
  if (!coversAll(map)) {
    const what = unmappedWords(given)
    return nonconform(`${what.zh}没有对应的申报来源。`, `${what.en} no declared source.`)
  }
  if (map.ambiguous > 0)
    return insufficient(
      `${grouped(map.ambiguous)} 个文件对应到多个来源；每个文件应当恰好对应一个来源。`,
      `${plural(map.ambiguous, 'file')} mapped to more than one source; every file should map to exactly one.`,
    )
  const proofs = tally(declared(given), licensed(given), 'sound')
  const zh = `全部已读数据均对应到已申报的来源；使用权证明：${proofs.words.zh}。`
  const en = `All data read map to declared sources; proof of the right to use: ${proofs.words.en}.`
  if (!proofs.all) {
    const gone = lapsedWords(given)
    return insufficient(zh + gone.zh, en + gone.en)
  }
  if (!complete(given)) {
    const missing = unread(given)
    return insufficient(zh + missing.zh, `${en} ${missing.en}`)
  }
  return conform(`${zh}证明文件的真实性未经核验。`, `${en} Whether the documents are genuine was not verified.`)
}

function unmappedWords(given: Case): Words {
  const rest = given.attribution!.unmapped
  const { records, files } = given.report.corpus
  if (given.attribution!.basis === 'files') {
    const part = share(rest.files ?? 0, files)
    const bytes = size(rest.bytes)
    return {
      zh: `${grouped(rest.files ?? 0)} 个文件（占文件数 ${part.zh}）、${bytes.zh}`,
      en: `${plural(rest.files ?? 0, 'file')} (${part.en} of all files), ${bytes.en}, ${rest.files === 1 ? 'has' : 'have'}`,
    }
  }
  const part = share(rest.records ?? 0, records)
  return {
    zh: `${grouped(rest.records ?? 0)} 条记录（占 ${part.zh}）`,
    en: `${plural(rest.records ?? 0, 'record')} (${part.en}) ${rest.records === 1 ? 'has' : 'have'}`,
  }
}

/** Article 7(2), TC260-003 5.2 b) 2): markers, never a judgement on infringement. Restricted markers are rules of severity error. */
export const property: Evaluator = (given) => {
  const all = foundIn(given, 'ip')
  if (all.rules.length === 0)
    return notAssessed('本次扫描没有启用知识产权标记规则。', 'No rule for intellectual-property markers took part in this scan.')
  const marked = (rule: RuleRow) => rule.domain === 'ip' && rule.severity === 'error'
  const restricted = foundBy(given, marked)
  const proofs = tally(declared(given), licensed(given), 'sound')
  const stated: Words =
    given.sources === undefined
      ? noManifest
      : { zh: `使用权证明：${proofs.words.zh}。`, en: `Proof of the right to use: ${proofs.words.en}.` }
  const bare = given.seen
    .map(({ entry, seen }) => ({ entry, high: highIn(given, seen, marked).high }))
    .filter(({ entry, high }) => high > 0 && (entry === undefined || !licensed(given)(entry)))
  if (bare.length > 0) {
    const names = listed(
      bare.map(({ entry, high }) => {
        const name = sourceName(entry)
        return { zh: `${name.zh} ${grouped(high)} 处`, en: `${name.en}: ${plural(high, 'marker')}` }
      }),
    )
    return nonconform(
      `发现限制使用标记，而所在来源没有有效的使用权证明：${names.zh}。是否侵权未作判断。`,
      `Markers found in sources without sound proof of a right to use: ${names.en}. Infringement was not judged.`,
      all.rules,
    )
  }
  if (restricted.high > 0 && (given.sources === undefined || proofs.none))
    return nonconform(
      `发现限制使用标记 ${grouped(restricted.high)} 处，涉及${restricted.bound ? '至多' : ''} ${grouped(restricted.records)} 条记录，未申报使用权证明。${stated.zh}是否侵权未作判断。`,
      `Marker found: ${plural(restricted.high, 'restriction marker')} in ${restricted.bound ? 'up to ' : ''}${plural(restricted.records, 'record')}, and no evidence of a right to use is declared. ${stated.en} Infringement was not judged.`,
      all.rules,
    )
  if (all.high + all.lower > 0) {
    const seen = figures(all)
    return insufficient(
      `发现知识产权标记：${seen.zh}。${stated.zh}须核对授权是否覆盖这些记录；是否侵权未作判断。`,
      `Markers found: ${seen.en}. ${stated.en} Check whether the permissions cover these records; infringement was not judged.`,
      all.rules,
    )
  }
  const none: Words = {
    zh: `已用 ${all.rules.length} 条规则检查，未发现知识产权标记。`,
    en: `${plural(all.rules.length, 'rule')} took part: no marker found by these rules.`,
  }
  if (!complete(given)) return insufficient(none.zh + unread(given).zh, `${none.en} ${unread(given).en}`, all.rules)
  if (!proofs.all) return insufficient(none.zh + stated.zh, `${none.en} ${stated.en}`, all.rules)
  return conform(
    `${none.zh}${stated.zh}这不等于认定不存在侵权。`,
    `${none.en} ${stated.en} This is no finding of non-infringement.`,
    all.rules,
  )
}

/** Sources whose documents have expired or are not the files declared; empty words without any. */
function lapsedWords(given: Case): Words {
  const ids = declared(given)
    .filter(lapsed(given))
    .map((entry) => entry.id)
  if (ids.length === 0) return { zh: '', en: '' }
  return {
    zh: `证明已过期或者与申报不一致：${ids.join('、')}。`,
    en: ` Expired, or not the file declared: ${ids.join(', ')}.`,
  }
}

/** Article 4(3): every source shows a right to use it; competition law is outside the tool. */
export const businessEthics: Evaluator = (given) => {
  if (given.sources === undefined) return notAssessed(noManifest.zh, noManifest.en)
  const proofs = tally(declared(given), licensed(given), 'sound')
  const zh = `使用权证明：${proofs.words.zh}。是否构成不公平竞争未作判断。`
  const en = `Proof of the right to use: ${proofs.words.en}. Unfair competition was not judged.`
  const gone = lapsedWords(given)
  if (gone.zh !== '') return nonconform(zh + gone.zh, en + gone.en)
  return proofs.all ? conform(zh, en) : insufficient(zh, en)
}

type Holds = (entry: Source, given: Case) => boolean
/** What was seen in the sources of a category that contradicts what is declared of them. */
type Contradiction = (entries: readonly Source[], given: Case) => Words | undefined

/** A row that bears on one category of sources: not applicable without any, conform when each of them declares what is asked. */
function category(
  which: NonNullable<Source['category']>,
  name: Words,
  asked: Words,
  holds: Holds,
  more: { readonly documents?: (entry: Source) => readonly (DocumentRef | undefined)[]; readonly contradicts?: Contradiction } = {},
): Evaluator {
  return (given) => {
    if (given.sources === undefined) return notAssessed(noManifest.zh, noManifest.en)
    const entries = declared(given).filter((entry) => entry.category === which)
    const unknown = declared(given).filter((entry) => entry.category === undefined)
    if (entries.length === 0) {
      if (unknown.length > 0 || declared(given).length === 0)
        return notAssessed(
          `${unknown.length} 个来源未申报类别，无法判断是否有${name.zh}。`,
          `${plural(unknown.length, 'source')} without a declared category: whether there are ${name.en} is open.`,
        )
      return notApplicable(`来源清单中没有${name.zh}。`, `The manifest declares no ${name.en}.`)
    }
    const documents = more.documents ?? documentsOf
    const unsound = (entry: Source) => documents(entry).some((document) => document !== undefined && !holdsUp(given, document))
    const expired = entries.filter((entry) => unsound(entry) && !holds(entry, given))
    const stated = tally(entries, (entry) => holds(entry, given), expired.length > 0 ? 'sound' : 'declared')
    const zh = `${name.zh} ${entries.length} 个；${asked.zh}：${stated.words.zh}。`
    const en = `Declared ${name.en}: ${entries.length}; ${asked.en}: ${stated.words.en}.`
    if (expired.length > 0)
      return nonconform(
        `${zh}证明文件已过期或者与申报不一致：${expired.map((entry) => entry.id).join('、')}。`,
        `${en} Documents have expired or are not the files declared: ${expired.map((entry) => entry.id).join(', ')}.`,
      )
    const against = more.contradicts?.(entries, given)
    if (against !== undefined) return nonconform(zh + against.zh, `${en} ${against.en}`)
    return stated.all && unknown.length === 0
      ? conform(`${zh}文件内容未经核验。`, `${en} The documents were not verified.`)
      : insufficient(zh, en)
  }
}

/** The documents a source shows for its right of use and its collection. */
const documentsOf = (entry: Source): readonly DocumentRef[] => [
  ...(entry.evidence ?? []),
  ...(entry.userData?.authorisation === undefined ? [] : [entry.userData.authorisation]),
]

const proof = (entry: Source, given: Case, types: readonly string[]) =>
  (entry.evidence ?? []).some((item) => types.includes(item.type) && holdsUp(given, item))

/** Licences in the records of open sources that contradict the declared ones. */
const otherLicences: Contradiction = (entries, given) => {
  const parts = given.seen.flatMap(({ entry, seen }) => {
    if (entry?.licence === undefined || !entries.includes(entry)) return []
    const other = seen.licences.filter((row) => licencesAgree(entry.licence!, row.value) === false)
    if (other.length === 0) return []
    const records = other.reduce((sum, row) => sum + row.records, 0)
    const names = other.map((row) => row.value)
    return [
      {
        zh: `${entry.id} 申报 ${entry.licence}，${grouped(records)} 条记录标注 ${names.join('、')}`,
        en: `${entry.id} declares ${entry.licence}, ${plural(records, 'record')} ${records === 1 ? 'says' : 'say'} ${names.join(', ')}`,
      },
    ]
  })
  if (parts.length === 0) return undefined
  const words = listed(parts)
  return { zh: `与记录中的许可标注冲突：${words.zh}。`, en: `Conflict with licences in the records: ${words.en}.` }
}

/** Opt-out markers in self-collected sources that do not say what was done about them. */
const unexplainedOptOuts: Contradiction = (entries, given) => {
  const parts = given.seen.flatMap(({ entry, seen }) => {
    if (entry === undefined || !entries.includes(entry) || entry.optOut?.measures !== undefined) return []
    const { high } = highIn(given, seen, isOptOut)
    return high === 0 ? [] : [{ zh: `${entry.id} ${grouped(high)} 处`, en: `${entry.id}: ${plural(high, 'marker')}` }]
  })
  if (parts.length === 0) return undefined
  const words = listed(parts)
  return {
    zh: `记录中有“不可采集”或者禁止训练的标记，且未说明处理措施（optOut.measures）：${words.zh}。`,
    en: `Markers in the records forbid crawling or training, and no measures are declared (optOut.measures): ${words.en}.`,
  }
}

export const openData = category(
  'open',
  { zh: '开源来源', en: 'open sources' },
  { zh: '开源许可协议或者授权文件', en: 'licence or authorisation' },
  (entry, given) => proof(entry, given, ['licence', 'authorisation']),
  { contradicts: otherLicences },
)

export const selfCollected = category(
  'self-collected',
  { zh: '自采来源', en: 'self-collected sources' },
  { zh: '采集记录及对“不可采集”声明的遵守', en: 'crawl record and opt-outs honoured' },
  (entry, given) => (entry.crawler !== undefined || proof(entry, given, ['crawl-record'])) && entry.optOut !== undefined,
  { contradicts: unexplainedOptOuts },
)

export const commercial = category(
  'commercial',
  { zh: '商业来源', en: 'commercial sources' },
  { zh: '合同、承诺与证明材料、审核记录', en: 'contract, assurance and review' },
  (entry, given) => ['contract', 'assurance', 'review'].every((type) => proof(entry, given, [type])),
)

export const userInput = category(
  'user-input',
  { zh: '使用者输入来源', en: 'sources of user inputs' },
  { zh: '授权记录', en: 'record of authorisation' },
  (entry, given) => holdsUp(given, entry.userData?.authorisation) || proof(entry, given, ['authorisation', 'consent']),
)

/** Network Data Regulation 18: crawlers assess their effect. */
export const crawling = category(
  'self-collected',
  { zh: '自采来源', en: 'self-collected sources' },
  { zh: '采集记录与影响评估', en: 'crawl record with an assessment of its effect' },
  (entry, given) => entry.crawler?.behaviour !== undefined && holdsUp(given, entry.crawler.impactAssessment),
  { documents: (entry) => [entry.crawler?.impactAssessment] },
)

/** TC260-003 5.1 b) 2): the share from abroad. The standard sets no figure, so this row is told and left to a person. */
export const overseas: Evaluator = (given) => {
  if (given.sources === undefined) return notAssessed(noManifest.zh, noManifest.en)
  const stated = tally(declared(given), (entry) => entry.geography !== undefined)
  const amount = given.attribution === undefined ? undefined : bytesAbroad(given.sources, given.attribution)
  if (amount === undefined) return insufficient(`境内外来源：${stated.words.zh}。`, `Domestic or overseas: ${stated.words.en}.`)
  const words = share(amount.abroad, amount.total)
  return insufficient(
    `境外来源占语料字节数的 ${words.zh}；境内外来源：${stated.words.zh}。标准未规定比例，须由人工判断是否合理。`,
    `${words.en} of the bytes are from abroad; domestic or overseas: ${stated.words.en}. The standard sets no figure; a person has to judge the mix.`,
  )
}

/** TC260-003 5.1 b) 1): at least two sources for each language in use. Only text is read, so there is one type. */
export const severalSources: Evaluator = ({ report, sources, seen }) => {
  const known = seen.length > 0 ? seen.map((row) => row.seen) : report.statistics.origins.rows.filter((row) => row.origin !== '(none)')
  const total = Math.max(report.statistics.volume.records, 1)
  const languages = report.statistics.languages.rows.filter((row) => row.lang !== 'und')
  // A handful of records that look like another language is no use of that language.
  const used = languages.filter((row) => row.records * 100 >= total)
  if (known.length === 0 || used.length === 0)
    return insufficient(
      `识别出语言 ${languages.length} 种，来源 ${sources?.sources.length ?? 0} 个；记录未能对应到来源，须由人工核对。`,
      `${plural(languages.length, 'language')} identified, ${plural(sources?.sources.length ?? 0, 'source')}; records could not be mapped to sources, so a person has to check.`,
    )
  const counts = used.map(({ lang }) => ({ lang, n: known.filter((row) => row.languages.some((one) => one.lang === lang)).length }))
  const cells = counts.map(({ lang, n }) => `${lang} ${n}`)
  const zh = `占记录 1% 以上的语言及其来源数：${cells.join('、')}；类型仅文本。`
  const en = `Languages of at least 1% of the records and their number of sources: ${cells.join(', ')}; text is the only type.`
  const short = counts.filter(({ n }) => n < 2)
  if (short.length === 0) return conform(zh, en)
  return nonconform(
    `${zh}不足 2 个来源：${short.map(({ lang }) => lang).join('、')}。`,
    `${en} Fewer than 2 sources: ${short.map(({ lang }) => lang).join(', ')}.`,
  )
}

/** EU template 3.1: what is done about reservations of rights, and the markers of them that were seen. */
export const optOut: Evaluator = (given) => {
  if (given.sources === undefined) return notAssessed(noManifest.zh, noManifest.en)
  const entries = declared(given)
  const stated = tally(entries, (entry) => entry.optOut !== undefined)
  const seen = foundBy(given, isOptOut)
  const marks = figures(seen)
  const zh = `退出措施（optOut）：${stated.words.zh}。退出标记：${marks.zh}。`
  const en = `Opt-out measures (optOut): ${stated.words.en}. Opt-out markers: ${marks.en}.`
  if (stated.none) return notAssessed(zh, en)
  return stated.all && seen.high + seen.lower === 0 && seen.rules.length > 0
    ? conform(zh, en, seen.rules)
    : insufficient(zh, en, seen.rules)
}
