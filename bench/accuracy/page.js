import { percent } from './kept.js'
import { kinds } from './kinds.js'
import { figures } from './score.js'

const share = (value, [low, high]) =>
  value === null ? '–' : `${(value * 100).toFixed(1)} (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)})`
const f1 = (value) => (value === null ? '–' : (value * 100).toFixed(1))

/** A row as the cells of a table: n, precision, recall, F1. */
export const cells = (row) => {
  const all = figures(row.all)
  const high = figures(row.high)
  return [
    `${row.positives} + ${row.negatives}`,
    share(all.precision, all.precisionBounds),
    share(all.recall, all.recallBounds),
    f1(all.f1),
    `${high.precision === null ? '–' : (high.precision * 100).toFixed(1)} / ${high.recall === null ? '–' : (high.recall * 100).toFixed(1)}`,
  ]
}

/** docs/accuracy.md: every row that was measured, in both languages. */
export function page({ sets, rows, clean }, rules) {
  const setOf = new Map(sets.map((set) => [set.id, set]))
  const measured = [...new Set(rows.map((row) => row.kind))].filter((kind) => kind !== 'SECRET')
  const none = rules.filter((rule) => rule.domain === 'pii' && !rows.some((row) => (kinds[row.kind].entities ?? []).includes(rule.entity)))
  const bytes = clean.reduce((sum, one) => sum + one.bytes, 0)
  const found = clean.reduce((sum, one) => sum + one.findings.reduce((n, { count }) => n + count, 0), 0)
  const table = (lang, list) => [
    '| 类型 kind | 数据 set | 阳性＋阴性 n | 精确率 precision % | 召回率 recall % | F1 % | 高置信 high P / R % |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...list.filter((row) => row.lang === lang).map((row) => `| ${row.kind} | ${row.set} | ${cells(row).join(' | ')} |`),
  ]
  return `<!-- Written by npm run accuracy, not by hand. 由 npm run accuracy 生成，请勿手工修改。 -->

# 准确率 · Accuracy

\`npm run accuracy -- ../shared/data\` 扫描有标注的公开数据和一套自造的合成数据，启用全部规则，与实际扫描相同；括号内为 95% Wilson 区间。
“高置信”一列只计高置信命中（默认门禁所用）。一个值若不带任何文字（校验表、识别器用例），则在前面加上该类型的提示词，正例反例一样。
某类型的数字属于其全部规则，因为重叠的命中只留一个。人名规则是启发式的。

\`npm run accuracy -- ../shared/data\` scans labelled public data and one synthetic set of our own with every rule on, as a user's scan does; in
brackets is the 95 % Wilson interval. "High" counts findings of high confidence only, which is what the default gate looks at. A value that comes
without any word (tables of validity, cases of recognisers) gets its kind's cue in front, valid or not. Figures of a kind belong to all its rules
together, because of overlapping hits one is kept. Rules for names are heuristics.

n: 标注的值＋不含该类值的文本 · labelled values + texts without any.

## 中文 · Chinese

${table(
  'zh',
  rows.filter((row) => row.kind !== 'SECRET'),
).join('\n')}

## 英文及其他 · English and others

${table(
  'en',
  rows.filter((row) => row.kind !== 'SECRET'),
).join('\n')}

## 密钥口令 · Secrets

一段文本有任一密钥规则命中即计一次。 · A text counts once when any rule for secrets fires in it.

${table(
  'en',
  rows.filter((row) => row.kind === 'SECRET'),
).join('\n')}

## 干净文本 · Clean text

${(bytes / 1e6).toFixed(1)} MB 中有 ${found} 个高置信的个人信息或密钥命中，每 10 MB ${((found / bytes) * 1e7).toFixed(2)} 个；逐条列出的规则如下，其中的真邮箱、真电话也计在内。

${found} findings of personal information or secrets with high confidence in ${(bytes / 1e6).toFixed(1)} MB, ${((found / bytes) * 1e7).toFixed(2)} in every 10 MB. Every rule that fired is listed, real addresses and numbers among them.

| 文本 text | MB | 每 10 MB per 10 MB | 规则 rules |
|---|--:|--:|---|
${clean
  .map(({ words, bytes: size, findings }) => {
    const n = findings.reduce((sum, { count }) => sum + count, 0)
    return `| ${words.zh} · ${words.en} | ${(size / 1e6).toFixed(2)} | ${((n / size) * 1e7).toFixed(2)} | ${findings.map(({ rule, count }) => `${rule} × ${count}`).join(', ') || '–'} |`
  })
  .join('\n')}

## 数据 · Sets

${sets
  .filter((set) => rows.some((row) => row.set === set.id))
  .map((set) => `- **${set.id}**: ${set.title.zh} · ${set.title.en}${set.synthetic ? '（合成 synthetic）' : ''}`)
  .join('\n')}

## 未测量 · Not measured

${measured.length} 类已测量；下列规则没有带标注的数据，报告中写“未测量”。 · ${measured.length} kinds are measured. For these rules there is no labelled data; the report says "not measured".

${none.map((rule) => `\`${rule.id}\``).join(', ') || '–'}
${setOf.size === 0 ? '' : ''}`
}

/** One line for the terminal. */
export const line = (row) => {
  const [n, precision, recall, f, high] = cells(row)
  return `${row.kind.padEnd(20)} ${row.set.padEnd(21)} ${row.lang} ${n.padStart(13)}  P ${precision.padEnd(19)} R ${recall.padEnd(19)} F1 ${f.padStart(5)}  high ${high}`
}

/** Sum of what was found in clean text, for the terminal. */
export const cleanLine = ({ id, bytes, findings }) => {
  const n = findings.reduce((sum, { count }) => sum + count, 0)
  return `${id.padEnd(20)} ${(bytes / 1e6).toFixed(2).padStart(7)} MB  ${String(n).padStart(4)} high findings ${findings.map(({ rule, count }) => `${rule} × ${count}`).join(', ')}`
}
export { percent }
