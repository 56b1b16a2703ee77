import type { FieldRole } from '../model.ts'
import { isNumbered, pointerKeys } from '../notation/pointer.ts'
import { covers } from './patterns.ts'

/** What a field is to its record, by what a configuration says of it and by the names that lead to it. */

/**
 * Field names by role, for records of the shapes people publish: pre-training (`text`, `content`), Alpaca, ShareGPT, OpenAI messages, preference
 * pairs, question and answer, code. As `nameOf` writes them.
 */
const names: { readonly [role in Exclude<FieldRole, 'other'>]: string } = {
  text: `
    text content body raw_content raw_text plain_text full_text article article_body document doc txt passage passages paragraph paragraphs sentence
    sentences title headline summary abstract highlights instruction instructions input inputs output outputs system system_prompt user_prompt
    meta_instruction prompt prompts completion completions response responses query question questions answer answers ask reply replies
    history context target targets chosen rejected messages message conversations conversation dialogue dialogues dialog dialogs chat chats turns
    utterance utterances value code docstring canonical_solution problem solution explanation rationale reasoning reasoning_content thinking
    thought thoughts cot critique premise hypothesis translation translations source_text target_text caption captions transcript transcription
    lyrics story comment comments post review wikitext markdown arguments translated_text ground_truth reference_answer reference_answers
    standard_answer std_answer gold_answer best_answer correct_answer correct_answers incorrect_answers choices options
    正文 内容 标题 文本 原文 译文 问题 问 提问 回答 答 答案 解析 回复 摘要 对话 指令 输入 输出 段落 文章 题目 题干`,
  url: `
    url uri link href source_url source_uri source_link page_url page_link web_url html_url file_url doc_url document_url article_url original_url
    canonical_url permalink warc_target_uri 网址 链接 来源链接 原文链接`,
  license: `
    license licence licenses licences license_name license_type license_id license_url license_spdx spdx_license spdx_license_id repo_license
    repo_licenses detected_licenses max_stars_repo_licenses rights usage_rights 许可 许可证 许可协议 授权`,
  lang: `
    lang langs language languages locale lang_code lang_id language_code language_id language_iso lang_iso in_language content_language
    detected_language detected_lang predicted_language 语言 语种`,
  source: `
    source source_name source_id source_dataset dataset dataset_name data_source data_origin pile_set_name redpajama_set_name subset
    corpus corpus_name collection origin site site_name 来源 数据来源 出处`,
  date: `
    date created created_at created_date created_time created_utc create_time create_date date_created creation_date creation_time timestamp ts
    time datetime published published_at published_date publish_date publish_time publication_date date_published pub_date pubdate post_date
    posted_at release_date released_at year warc_date added added_at date_added updated updated_at update_time update_date date_updated modified
    modified_at date_modified last_modified crawl_date crawl_time crawled_at date_crawled fetched_at fetch_time retrieved retrieved_at
    accessed_at date_download download_date visit_date 日期 时间 创建时间 发布时间 发布日期 更新时间 抓取时间 时间戳 年份`,
}

const byName = new Map<string, FieldRole>()
for (const [role, list] of Object.entries(names)) for (const name of list.trim().split(/\s+/)) byName.set(name, role as FieldRole)

/** Texts that a record has two or more of, told apart by a number or a letter: pairs of sentences, answers to be compared. */
const severalOf =
  /^(text|sentence|question|query|prompt|instruction|input|answer|response|reply|output|completion|passage|paragraph|document|doc|article|summary|title|content|comment|utterance)_?(?:\d{1,2}|[ab])$/

/** The role that a name has wherever it stands. */
const roleNamed = (name: string): FieldRole | undefined => byName.get(name) ?? (severalOf.test(name) ? 'text' : undefined)

/** Who speaks, as the name of what is said: texts inside a field of texts, people anywhere else. */
const speakers: ReadonlySet<string> = new Set('human user assistant bot gpt chatgpt moss 用户 助手'.split(' '))
/** What a licence, language or source that is an object calls itself by. */
const selves: ReadonlySet<string> = new Set('name id identifier code label title key spdx_id spdx value'.split(' '))
/** Fields of texts in several languages, by their code. */
const translated: ReadonlySet<string> = new Set(['translation', 'translations'])

/** A key as `names` write it: `sourceUrl`, `Source-URL` and `source url` are `source_url`. */
export function nameOf(key: string): string {
  return key
    .replace(/(?<=[a-z0-9])(?=[A-Z])|[\s.:-]+/g, '_')
    .toLowerCase()
    .replace(/^_+|_+$/g, '')
}

/** The names that lead to a field, as `nameOf` writes them: what its role is told by. Indexes are no names. */
export interface LeadingNames {
  readonly count: number
  /** The outermost name; empty where there is none, as are the others. */
  readonly first: string
  /** The name before the last. */
  readonly above: string
  readonly last: string
  /** Whether an index is among them. */
  readonly listed: boolean
}

/** The names of a field below another: by its own name, or undefined for an index. */
export const namesBelow = ({ count, first, above, last, listed }: LeadingNames, name: string | undefined): LeadingNames =>
  name === undefined
    ? { count, first, above, last, listed: true }
    : { count: count + 1, first: count === 0 ? name : first, above: last, last: name, listed }

/** The names of a whole row: none. */
export const noNames: LeadingNames = { count: 0, first: '', above: '', last: '', listed: false }

/** How a configuration assigns roles: field patterns by role. They go before the known names. */
export type FieldRoles = { readonly [role in FieldRole]?: readonly string[] | undefined }

/** The role of the field of a pointer: the configuration decides first, then its names. */
export function roleOf(pointer: string, configured: FieldRoles): FieldRole {
  const names = pointerKeys(pointer).reduce((above, key) => namesBelow(above, isNumbered(key) ? undefined : nameOf(key)), noNames)
  return configuredRole(pointer, configured) ?? roleNamedBy(names)
}

/** The role that a configuration gives the field of a pointer; undefined for none. */
export function configuredRole(pointer: string, configured: FieldRoles): FieldRole | undefined {
  for (const [role, patterns] of Object.entries(configured)) {
    if (patterns?.some((pattern) => covers(pattern, pointer))) return role as FieldRole
  }
  return undefined
}

/**
 * The role that names give a field: its own name, or, below `meta` or `metadata`, any metadata name. Names of texts also hold for everything
 * inside them, so that `/messages/0/content` and `/history/0/1` are texts; in such a list only the content counts, not who speaks. A licence,
 * language or source may be an object: its name is what counts.
 */
export function roleNamedBy({ count, first, above, last, listed }: LeadingNames): FieldRole {
  if (count === 0) return 'text'
  const own = roleNamed(last)
  if (count === 1) return own ?? 'other'
  if (roleNamed(first) === 'text') {
    if (own === 'text' || speakers.has(last) || translated.has(above)) return 'text'
    // What is said of one of many messages is not said of the record.
    return listed ? 'other' : (own ?? 'other')
  }
  const around = byName.get(above)
  if (around === 'license' || around === 'lang' || around === 'source') {
    if (selves.has(last)) return around
    // The address of a licence says which it is, and is not where the record comes from.
    if (around === 'license' && own === 'url') return 'license'
  }
  if (own !== 'text') return own ?? 'other'
  return first === 'meta' || first === 'metadata' ? 'other' : 'text'
}
