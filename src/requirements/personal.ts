import type { Words } from '../model.ts'
import { isSensitive } from '../rules/legal.ts'
import { coversAll, type Source } from '../sources/index.ts'
import { grouped, plural } from '../words/figures.ts'
import {
  type Case,
  complete,
  conform,
  declared,
  type Evaluator,
  type Found,
  figures,
  foundBy,
  foundIn,
  highIn,
  holds,
  insufficient,
  listed,
  noManifest,
  nonconform,
  notApplicable,
  notAssessed,
  type Outcome,
  type RuleRow,
  sourceName,
  tally,
  unread,
} from './case.ts'

/** Findings of a kind, and the ground on which a source may hold them. */
interface Explanation {
  readonly found: Found
  /** The rules that find them. */
  readonly pick: (rule: RuleRow) => boolean
  readonly what: Words
  readonly ground: Words
  readonly explains: (entry: Source) => boolean
}

/** Article 7(3) of the draft, PIPL 13, TC260-003 5.2 c): personal information needs a lawful ground, declared per source. */
export const lawfulBasis: Evaluator = (given) =>
  explained(given, {
    found: foundIn(given, 'pii'),
    pick: (rule) => rule.domain === 'pii',
    what: { zh: '个人信息', en: 'personal information' },
    ground: { zh: '合法性基础（piBasis）', en: 'lawful basis (piBasis)' },
    explains: (entry) => entry.piBasis !== undefined,
  })

const isSensitiveInfo = (rule: RuleRow): boolean => rule.domain === 'pii' && isSensitive(rule)
/** Sensitive by PIPL 28 itself, not only by an annex of a standard that was not read: such a rule cites the standard (`graded`). */
const isSensitiveByLaw = (rule: RuleRow): boolean => isSensitiveInfo(rule) && !rule.requirements.some((id) => id.startsWith('GB/T'))

/** PIPL 28 and 29, Network Data Regulation 22: separate consent, or a ground other than consent. */
export const sensitive: Evaluator = (given) => {
  const judged = (pick: (rule: RuleRow) => boolean) =>
    explained(given, {
      found: foundBy(given, pick),
      pick,
      what: { zh: '敏感个人信息', en: 'sensitive personal information' },
      ground: { zh: '单独同意或者其他合法性基础', en: 'separate consent or another lawful ground' },
      explains: (entry) => holds(given, entry.piConsent?.separate) || (entry.piBasis ?? []).some((ground) => ground !== 'consent'),
    })
  const all = judged(isSensitiveInfo)
  if (all.result !== 'nonconform' || judged(isSensitiveByLaw).result === 'nonconform') return all
  return insufficient(
    `${all.evidence.zh}其敏感性仅依据 GB/T 35273-2020 附录 B（二手资料），个人信息保护法第二十八条未列明，仅作提示。`,
    `${all.evidence.en} They are sensitive only by GB/T 35273-2020 Annex B (a secondary source); PIPL 28 does not name them, so this row only warns.`,
    all.rules,
  )
}

/** Found ⇒ the source it lies in must explain it. Where the report cannot tell the source, every source must. */
function explained(given: Case, explanation: Explanation): Outcome {
  const { found, what, ground, explains } = explanation
  if (found.rules.length === 0)
    return notAssessed(`本次扫描没有启用针对${what.zh}的规则。`, `No rule for ${what.en} took part in this scan.`)
  const seen = figures(found)
  if (found.high === 0) {
    if (!complete(given)) {
      const rest = unread(given)
      return insufficient(
        `${what.zh}：已读取部分${seen.zh}。${rest.zh}`,
        `${capital(what.en)}: in what was read, ${seen.en}. ${rest.en}`,
        found.rules,
      )
    }
    if (found.lower > 0)
      return insufficient(
        `${what.zh}：${seen.zh}，须由人工确认。`,
        `${capital(what.en)}: ${seen.en}. A person has to look at them.`,
        found.rules,
      )
    const read = grouped(given.report.coverage.records.read)
    return conform(
      `已用 ${found.rules.length} 条规则检查全部 ${read} 条记录，未发现${what.zh}的疑似命中。`,
      `${plural(found.rules.length, 'rule')} checked all ${read} records: no candidate of ${what.en} found by these rules.`,
      found.rules,
    )
  }
  if (given.seen.length > 0) return inSources(given, explanation)
  const entries = declared(given)
  const stated = tally(entries, explains)
  if (stated.none) {
    const why =
      given.sources === undefined ? noManifest : { zh: '来源清单中没有任何来源作出申报。', en: 'No source in the manifest declares one.' }
    return nonconform(
      `${what.zh}：${seen.zh}，未申报${ground.zh}。${why.zh}`,
      `${capital(what.en)}: ${seen.en}; no ${ground.en} is declared. ${why.en}`,
      found.rules,
    )
  }
  const zh = `${what.zh}：${seen.zh}。${ground.zh}：${stated.words.zh}。`
  const en = `${capital(what.en)}: ${seen.en}. ${capital(ground.en)}: ${stated.words.en}.`
  const mapped = given.attribution !== undefined && coversAll(given.attribution)
  if (!stated.all || !mapped || !complete(given)) {
    const whyZh = !stated.all
      ? '报告不区分疑似命中属于哪个来源，须由人工核对。'
      : !mapped
        ? '部分数据未对应到已申报的来源。'
        : unread(given).zh
    const whyEn = !stated.all
      ? 'The report does not tell which source the matches lie in; a person has to check.'
      : !mapped
        ? 'Part of the data maps to no declared source.'
        : unread(given).en
    return insufficient(zh + whyZh, `${en} ${whyEn}`, found.rules)
  }
  return conform(zh + unverified.zh, `${en} ${unverified.en}`, found.rules)
}

/** What a declaration that explains everything found leaves open. */
const unverified: Words = { zh: '申报内容的真实性未经核验。', en: 'Whether the declaration is true was not verified.' }

const noRules = (): Outcome => notAssessed('本次扫描没有启用个人信息规则。', 'No rule for personal information took part in this scan.')

/** The sources that hold candidates, and whether each of them explains them. */
function inSources(given: Case, { found, pick, what, ground, explains }: Explanation): Outcome {
  const holding = given.seen.map(({ entry, seen }) => ({ entry, found: highIn(given, seen, pick) })).filter((row) => row.found.high > 0)
  const words = (rows: typeof holding): Words =>
    listed(
      rows.map((row) => {
        const name = sourceName(row.entry)
        return {
          zh: `${name.zh} ${grouped(row.found.high)} 处`,
          en: `${name.en}: ${plural(row.found.high, 'candidate match', 'candidate matches')}`,
        }
      }),
    )
  const open = holding.filter((row) => row.entry === undefined || !explains(row.entry))
  const seen = figures(found)
  if (open.length > 0) {
    const names = words(open)
    return nonconform(
      `${what.zh}：${seen.zh}。未申报${ground.zh}的有：${names.zh}（高置信度）。`,
      `${capital(what.en)}: ${seen.en}. No ${ground.en} is declared for ${names.en} (high confidence).`,
      found.rules,
    )
  }
  const names = words(holding)
  const zh = `${what.zh}：${seen.zh}。高置信度疑似命中所在的来源均已申报${ground.zh}：${names.zh}。`
  const en = `${capital(what.en)}: ${seen.en}. Every source that holds high-confidence candidates declares a ${ground.en}: ${names.en}.`
  if (!given.report.statistics.origins.complete)
    return insufficient(`${zh}来源过多，未逐一列出。`, `${en} There are more origins than the report lists.`, found.rules)
  if (!complete(given)) return insufficient(zh + unread(given).zh, `${en} ${unread(given).en}`, found.rules)
  return conform(zh + unverified.zh, `${en} ${unverified.en}`, found.rules)
}

/** PIPL 27: the ground "public" needs a scope note and a way to refuse. */
export const publicScope: Evaluator = (given) => {
  if (given.sources === undefined) return notAssessed(noManifest.zh, noManifest.en)
  const entries = declared(given).filter((entry) => entry.piBasis?.includes('public'))
  if (entries.length === 0)
    return notApplicable('没有来源以“已公开的个人信息”为合法性基础。', 'No source declares public personal information as its ground.')
  const stated = tally(entries, (entry) => entry.piScope !== undefined && entry.optOut !== undefined)
  const zh = `合理范围说明（piScope）与退出措施（optOut）：${stated.words.zh}。`
  const en = `Scope note (piScope) and opt-out record (optOut): ${stated.words.en}.`
  return stated.all ? conform(zh, en) : insufficient(zh, en)
}

/** Rules that tell from an identity number, a date of birth or a stated age that somebody is under fourteen: they cite PIPL 31 and NDSR 22. */
const isMinor = (rule: RuleRow): boolean => rule.domain === 'pii' && ['PIPL-31', 'NDSR-22'].every((id) => rule.requirements.includes(id))

/** PIPL 31: an age shows only in an identity number, in a date of birth or where it is stated, so where none does the row needs declared evidence. */
export const minors: Evaluator = (given) => {
  const found = foundBy(given, isMinor)
  if (found.high > 0)
    return explained(given, {
      found,
      pick: isMinor,
      what: { zh: '不满十四周岁未成年人的个人信息', en: 'personal information of minors under fourteen' },
      ground: { zh: '监护人同意（piConsent.guardian）', en: 'guardian consent (piConsent.guardian)' },
      explains: (entry) => holds(given, entry.piConsent?.guardian),
    })
  const stated = tally(declared(given), (entry) => holds(given, entry.piConsent?.guardian))
  if (found.rules.length > 0 && (given.sources === undefined || stated.none))
    return notAssessed(
      '未由身份号码、出生日期或者写明的年龄高置信度识别出不满十四周岁的人；其他情形，仅凭文本无法判断年龄。监护人同意及未成年人专门处理规则未申报。',
      'No identity number, date of birth or stated age tells with high confidence of anybody under fourteen; a text scan cannot tell ages otherwise. Guardian consent and special rules for minors are not declared.',
    )
  if (given.sources === undefined || stated.none)
    return notAssessed(
      '文本扫描不能判断个人信息主体的年龄；监护人同意及未成年人专门处理规则未申报。',
      'A text scan cannot tell the age of a person; guardian consent and special rules for minors are not declared.',
    )
  return insufficient(`监护人同意：${stated.words.zh}。年龄未作判断。`, `Guardian consent: ${stated.words.en}. Ages were not judged.`)
}

/** PIPL 54 and 55. */
export const impactAssessment: Evaluator = (given) => {
  const proof = given.sources?.governance?.pipia
  if (proof === undefined)
    return notAssessed(
      '个人信息保护影响评估未申报（governance.pipia）。',
      'The personal information protection impact assessment is not declared (governance.pipia).',
    )
  const date = proof.date ?? ''
  return conform(
    `已申报个人信息保护影响评估：${proof.ref}${date === '' ? '' : `（${date}）`}。内容未经核验。`,
    `Impact assessment declared: ${proof.ref}${date === '' ? '' : ` (${date})`}. Its content was not verified.`,
  )
}

/** PIPL 4 and 73: masking is not anonymisation, so this row never comes out as conform. */
export const anonymised: Evaluator = (given) => {
  const found = foundIn(given, 'pii')
  const method = given.sources?.personalInfo?.deidentification
  if (found.rules.length === 0 && method === undefined)
    return notAssessed(
      '未启用个人信息规则，去标识化方法未申报。',
      'No rule for personal information took part, and no method of de-identification is declared.',
    )
  const seen = figures(found)
  return insufficient(
    `去标识化方法：${method ?? '未申报'}。残留个人信息：${seen.zh}。仅凭掩码不能认定为匿名化。`,
    `Method of de-identification: ${method ?? 'not declared'}. Residual personal information: ${seen.en}. Masking alone is not anonymisation.`,
    found.rules,
  )
}

/** Network Data Regulation 24: personal information caught by automated collection is deleted or anonymised. */
export const automatedCollection: Evaluator = (given) => {
  if (given.sources === undefined) return notAssessed(noManifest.zh, noManifest.en)
  const own = declared(given).filter((entry) => entry.category === 'self-collected')
  const open = declared(given).filter((entry) => entry.category === undefined)
  if (own.length === 0 && open.length === 0)
    return notApplicable('来源清单中没有自采来源。', 'The manifest declares no self-collected source.')
  const found = foundIn(given, 'pii')
  if (found.rules.length === 0) return noRules()
  const seen = figures(found)
  if (found.high + found.lower === 0 && complete(given))
    return conform(
      '已检查全部记录，未发现个人信息的疑似命中。',
      'All records were checked: no candidate of personal information found by these rules.',
      found.rules,
    )
  const holding = given.seen.flatMap(({ entry, seen: row }) => {
    const mine = entry?.category === 'self-collected' ? highIn(given, row, (rule) => rule.domain === 'pii') : undefined
    return mine !== undefined && mine.high > 0 ? [{ entry: entry!, high: mine.high }] : []
  })
  if (given.seen.length > 0 && open.length === 0) {
    const bare = holding.filter(({ entry }) => entry.piBasis === undefined)
    const names = listed(bare.map(({ entry, high }) => ({ zh: `${entry.id} ${grouped(high)} 处`, en: `${entry.id} (${grouped(high)})` })))
    if (bare.length > 0)
      return nonconform(
        `自采来源中残留个人信息高置信度疑似命中，且未申报例外：${names.zh}。应当删除或者匿名化。`,
        `High-confidence candidates of personal information remain in self-collected sources without a declared exception: ${names.en}. They are to be deleted or anonymised.`,
        found.rules,
      )
    const lower = given.seen.some(
      ({ entry, seen: row }) =>
        entry?.category === 'self-collected' &&
        row.rules.some((line) => found.rules.includes(line.rule) && (line.high > 0 || line.lower > 0)),
    )
    const zh =
      holding.length > 0
        ? `自采来源 ${own.length} 个，其中 ${holding.length} 个含个人信息的高置信度疑似命中，均已申报合法性基础。`
        : `自采来源 ${own.length} 个，未发现个人信息的高置信度疑似命中。`
    const en =
      holding.length > 0
        ? `${plural(own.length, 'self-collected source')}; ${holding.length} with high-confidence candidates of personal information, each with a declared basis.`
        : `${plural(own.length, 'self-collected source')}: no high-confidence candidate of personal information found in them.`
    if (!complete(given) || !given.report.statistics.origins.complete)
      return insufficient(zh + unread(given).zh, `${en} ${unread(given).en}`, found.rules)
    if (holding.length === 0 && lower)
      return insufficient(
        `${zh}另有较低置信度或者提示级的疑似命中，须由人工确认。`,
        `${en} Candidates of lower confidence or severity note are left for a person.`,
        found.rules,
      )
    return holding.length === 0 ? conform(zh, en, found.rules) : conform(`${zh}申报内容未经核验。`, `${en} Not verified.`, found.rules)
  }
  const sole = own.length === declared(given).length
  if (found.high > 0 && sole && own.every((entry) => entry.piBasis === undefined))
    return nonconform(
      `全部来源均为自采，${seen.zh}，未申报例外，尚未删除或者匿名化。`,
      `All sources are self-collected: ${seen.en}; no exception is declared and they remain in the data.`,
      found.rules,
    )
  return insufficient(
    `自采来源 ${own.length} 个；${seen.zh}。报告不区分疑似命中属于哪个来源，须核对是否已删除或者匿名化。`,
    `${plural(own.length, 'self-collected source')}; ${seen.en}. The report does not tell which source they lie in; check that they were deleted or anonymised.`,
    found.rules,
  )
}

/** AB 2013 (7): candidates of personal information; whether they are is for the provider to say. */
export const counted: Evaluator = (given) => {
  const found = foundIn(given, 'pii')
  if (found.rules.length === 0) return noRules()
  const seen = figures(found)
  return insufficient(`${seen.zh}，须由提供者确认。`, `${capital(seen.en)}; the provider has to confirm.`, found.rules)
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
