import { reasons } from './judged.js'
import { kinds } from './kinds.js'
import { figures } from './score.js'
import { cleanTarget, targets } from './targets.js'

const share = (value, [low, high]) =>
  value === null ? '–' : `${(value * 100).toFixed(1)} (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)})`
const f1 = (value) => (value === null ? '–' : (value * 100).toFixed(1))

/** A row as the cells of a table: n, precision, recall, F1. */
const cells = (row) => {
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

const mark = (met) => (met ? '✓' : '✗')

/** The aims, what was counted, and what is counted without the cases whose label is not followed. */
const aims = (rows, clean) => {
  const lines = targets.map(({ words, aim, measure }) => {
    const [raw, settled] = [measure(rows, 'all'), measure(rows, 'settled')]
    return `| ${words.zh} · ${words.en} | ${aim} | ${raw.value} ${mark(raw.met)} | ${settled.value} ${mark(settled.met)} |`
  })
  const { found, wrong } = cleanTarget(clean)
  const last = wrong === null ? '–' : `${wrong.toFixed(2)} ${mark(wrong <= 1)}`
  lines.push(
    `| 干净文本，每 10 MB 的高置信命中 · clean text, high-confidence findings in 10 MB | ≤ 1 | ${found.toFixed(2)} ${mark(found <= 1)} | ${last} |`,
  )
  return lines.join('\n')
}

/** Cases whose label is not followed, by set, kind and reason, and the figures without them. */
const judgements = (rows) =>
  rows
    .filter((row) => Object.keys(row.judged).length > 0)
    .map((row) => {
      const why = Object.entries(row.judged).map(([reason, n]) => `${reasons[reason].zh} · ${reasons[reason].en} × ${n}`)
      const [before, after] = [figures(row.all), figures(row.settled)]
      const pair = (one) => [one.precision, one.recall].map((value) => (value === null ? '–' : (value * 100).toFixed(1))).join(' / ')
      return `| ${row.kind} | ${row.set} | ${why.join('<br>')} | ${pair(before)} | ${pair(after)} |`
    })
    .join('\n')

/** docs/accuracy.md: every row that was measured, in both languages. */
export function page({ sets, rows, clean, unclaimed }, rules) {
  const setOf = new Map(sets.map((set) => [set.id, set]))
  const secret = (row) => kinds[row.kind].domain === 'secret'
  const measured = [...new Set(rows.map((row) => row.kind))].filter((kind) => kinds[kind].domain !== 'secret')
  const none = rules.filter((rule) => rule.domain === 'pii' && !rows.some((row) => (kinds[row.kind].entities ?? []).includes(rule.entity)))
  const bytes = clean.reduce((sum, one) => sum + one.bytes, 0)
  const found = clean.reduce((sum, one) => sum + one.findings.reduce((n, { count }) => n + count, 0), 0)
  const table = (lang, list) => [
    '| 类型 kind | 数据 set | 正例＋负例 n | 精确率 precision % | 召回率 recall % | F1 % | 高置信 high P / R % |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...list.filter((row) => row.lang === lang).map((row) => `| ${row.kind} | ${row.set} | ${cells(row).join(' | ')} |`),
  ]
  return `<!-- Written by npm run accuracy, not by hand. 由 npm run accuracy 生成，请勿手工修改。 -->

# 准确率 · Accuracy

\`npm run accuracy -- ../shared/data\` 扫描有标注的公开数据和一套自造的合成数据，启用全部规则，与实际扫描相同；括号内为 95% Wilson 区间。
“高置信”一列只计高置信命中（默认门禁所用）。一个值若不带任何文字（校验表、识别器用例），则在前面加上该类型的提示词，正例反例一样。
某类型的数字属于其全部规则，因为重叠的命中只留一个。行文中的人名由可选的启发式规则（\`--names\`）估计，测量时启用。

\`npm run accuracy -- ../shared/data\` scans labelled public data and one synthetic set of our own with every rule on, as a user's scan does; in
brackets is the 95 % Wilson interval. "High" counts findings of high confidence only, which is what the default gate looks at. A value that comes
without any word (tables of validity, cases of recognisers) gets its kind's cue in front, valid or not. Figures of a kind belong to all its rules
together, because of overlapping hits one is kept. Names in running text are estimated by the optional heuristic rules (\`--names\`), which are on here.

n: 标注的值＋不含该类值的文本 · labelled values + texts without any.

## 目标 · Targets

“去除判定偏差后”不计标注未被采信的用例，逐条理由见下文；其余各表均为原始数字。 · "Without judged cases" leaves out the cases whose label is not followed, each
with its reason below; all other tables are as counted.

| 目标 target | 要求 aim | 原始 as counted | 去除判定偏差后 without judged cases |
|---|---|---|---|
${aims(rows, clean)}

## 中文 · Chinese

${table(
  'zh',
  rows.filter((row) => !secret(row)),
).join('\n')}

## 英文及其他 · English and others

${table(
  'en',
  rows.filter((row) => !secret(row)),
).join('\n')}

## 密钥口令 · Secrets

SECRET：一段文本有任一密钥规则命中即计一次。PREFIXED_KEY：各提供方自有格式的密钥，按位置计。
· SECRET: a text counts once when any rule for secrets fires in it. PREFIXED_KEY: keys in a provider's own form, counted by their places.

中文 · Chinese

${table('zh', rows.filter(secret)).join('\n')}

英文及其他 · English and others

${table('en', rows.filter(secret)).join('\n')}

## 判定的偏差 · Judged deviations

规则与标注不一致、且不采信标注的用例，以文本摘要登记在 \`bench/accuracy/judged-cases.js\`；不再需要的登记会使测量失败。 · Cases on which rule and label differ and
the label is not followed, kept by digest in \`bench/accuracy/judged-cases.js\`; one that is not needed any more fails the measurement.

| 类型 kind | 数据 set | 理由 reason | P / R 原始 as counted | P / R 去除后 without |
|---|---|---|--:|--:|
${judgements(rows)}

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

联系信息行中的邮箱地址：在括号内，或前 160 个字符中有作者、版权、联系、维护等字样；规则已核对语法与根域，此类地址按真实地址计。其余逐个看过，看过的数目与列出的不符时，目标一栏写“–”。
· An e-mail address in a contact line stands in brackets, or has a word such as author, copyright, contact or maintainer within 160 characters before it; its
grammar and root zone were checked by the rule, and it counts as a real address. All others were looked at one by one; when their number changes, the
target says "–" until that is done again.

| 文本 text | 联系信息行中的邮箱 addresses in contact lines | 其余，按规则与形状 others, by rule and shape | 其中误报 not what the rule says |
|---|--:|---|--:|
${clean
  .filter((one) => one.findings.length > 0)
  .map(
    ({ words, contacts, listed, wrong }) =>
      `| ${words.zh} · ${words.en} | ${contacts} | ${listed.map(({ rule, shape, count }) => `${rule} \`${shape}\`${count > 1 ? ` × ${count}` : ''}`).join('<br>')} | ${wrong ?? '–'} |`,
  )
  .join('\n')}

## 数据 · Sets

${sets
  .filter((set) => rows.some((row) => row.set === set.id))
  .map((set) => `- **${set.id}**: ${set.title.zh} · ${set.title.en}${set.synthetic ? '（合成 synthetic）' : ''}`)
  .join('\n')}

## 没有规则的标注 · Labels that no rule is meant for

标注数目在括号内。机构、职务、年龄、日期、民族、单独的地名和邮编不能单独识别个人，不报告；病历、保单等号码各机构自定，没有统一的形式。其他国家的车牌、企业号码和部分证件号码（Presidio 用例中的其余各类）目前没有专门的规则，也不声称。口令属于密钥规则，另有数据测量。
· How often each is labelled is in brackets. Organisations, titles, ages, dates, nationalities, place names and postcodes alone single nobody out and
are not reported; numbers that every hospital, insurer or employer makes up for itself have no form to know them by. Plates, company numbers and some cards of other countries (the rest of
Presidio's cases) have no rule of their own yet and are not claimed. Passwords belong to the rules for secrets, which are measured on sets of their own.

${unclaimed.map(({ id, labels }) => `- **${id}**: ${labels}`).join('\n')}

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
