import type { Lang, Words } from '../model.ts'
import { visible } from '../words/visible.ts'
import type { Description, Entry } from './form.ts'
import { absent, badges, heading, labels, note } from './words.ts'

/** The description as Markdown in one language. */
export function renderDescriptionMarkdown(description: Description, lang: Lang): string {
  const out = [`# ${markdownText(description.title[lang])}`, '']
  for (const [name, value] of heading(description, lang)) out.push(`- **${name}**${lang === 'zh' ? '：' : ': '}${markdownText(value)}`)
  out.push('', `> ${labels.legend[lang]}`, '')
  for (const section of description.sections) {
    out.push(`## ${section.number} ${markdownText(section.title[lang])}`, '')
    for (const row of section.rows) {
      out.push(`### ${row.number} ${markdownText(row.title[lang])}`, '')
      for (const entry of row.entries) out.push(...entryLines(entry, lang), '')
    }
  }
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

/** One entry as Markdown lines. */
export function entryLines(entry: Entry, lang: Lang): string[] {
  const badge = badges[entry.evidenceClass][lang]
  const after = entry.note === undefined ? '' : markdownText(note(entry.note, lang))
  const say = (words: Words) => markdownText(words[lang])
  const gap = lang === 'zh' ? '' : ' '
  if (entry.value === null || entry.state !== 'given')
    return [`${badge}${gap}${absent[entry.state === 'given' ? 'not-declared' : entry.state][lang]}${after}`]
  const { value } = entry
  if (value.kind === 'text') return [`${badge}${gap}${say(value.words)}${after}`]
  if (value.kind === 'list') return [`${badge}${after}`, '', ...value.items.map((item) => `- ${say(item)}`)]
  const cells = (row: readonly Words[]) => `| ${row.map((words) => say(words).replace(/\|/g, '\\|')).join(' | ')} |`
  return [`${badge}${after}`, '', cells(value.head), `|${' --- |'.repeat(value.head.length)}`, ...value.rows.map(cells)]
}

/** What a provider wrote is data, not markup: line breaks go, what Markdown or HTML would read is escaped, and what would drive a terminal written out. */
export const markdownText = (value: string): string =>
  visible(value.replace(/[\r\n\t\u2028\u2029]+/g, ' '))
    .replace(/[\\`*_[\]<>#~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '&amp;')
