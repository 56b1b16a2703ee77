import { big, mean } from './measure.js'

const percent = (share) => (share * 100).toFixed(1)
const shareOf = ({ languages }, code) => percent(languages.get(code).right / languages.get(code).all)

const samples = [
  ['heldOut', '句子，留出的一半', 'sentences, the half held out'],
  ['seen', '句子，调参用的一半', 'sentences, the half used for tuning'],
  ['fours', '每四句合为一段', 'four sentences as one text'],
  ['words', '单个词语', 'single words'],
]

/** The most frequent wrong answers over all sentences. */
const confusions = (heldOut, seen, code) => {
  const wrong = new Map()
  for (const { languages } of [heldOut, seen])
    for (const [answer, n] of languages.get(code).wrong) wrong.set(answer, (wrong.get(answer) ?? 0) + n)
  return (
    [...wrong]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 3)
      .map(([answer, n]) => `${answer} × ${n}`)
      .join(', ') || '–'
  )
}

const aims = [
  ['heldOut', '20 种大语言，句子', 'the 20 big languages, sentences', (result) => mean(result, big), 0.95],
  ['heldOut', '全部 75 种，句子', 'all 75, sentences', (result) => mean(result), 0.78],
  ['heldOut', '中文，句子', 'Chinese, sentences', ({ languages }) => languages.get('zh').right / languages.get('zh').all, 0.99],
]

/**
 * docs/languages.md: `ours` and `theirs` (franc) hold what `measure` gave for each of the samples; franc's shares may also be given as they
 * are printed, by sample and by language.
 */
export const page = (ours, theirs) => {
  const codes = [...ours.seen.languages.keys()].sort()
  const summary = samples.map(
    ([id, zh, en]) =>
      `| ${zh} · ${en} | ${ours[id].all.toLocaleString('en-US')} | ${percent(mean(ours[id], big))} | ${percent(mean(ours[id]))} | ${shareOf(ours[id], 'zh')} | ${percent(ours[id].unsure / ours[id].all)} | ${theirs.summary[id]} |`,
  )
  const rows = codes.map(
    (code) =>
      `| ${code} | ${shareOf(ours.heldOut, code)} | ${shareOf(ours.seen, code)} | ${shareOf(ours.fours, code)} | ${theirs.byLanguage[code]} | ${confusions(ours.heldOut, ours.seen, code)} |`,
  )
  return `<!-- Written by npm run accuracy:languages, not by hand. 由 npm run accuracy:languages 生成，请勿手工修改。 -->

# 语种识别 · Language identification

\`npm run accuracy:languages -- ../shared/data\` 用 75 种语言的带标注文本测量语种识别，与扫描时所用的程序相同。数据为 lingua-rs 的测试文本，每种语言 200 个句子、120 个
单词。权重与常用词表只依据偶数行的句子选定，奇数行的句子留出，未曾查看。各语言权重相同，先算每种语言的准确率再取平均。同一数据上另列 franc 的结果：本工具沿用其三字母组表。

\`npm run accuracy:languages -- ../shared/data\` measures language identification, by the program that scans use, on labelled text in 75
languages: the test data of lingua-rs, 200 sentences and 120 words in each. Weights and word lists were chosen on the sentences in even rows
alone; those in odd rows were held out and not looked at. Every language counts the same: accuracy is taken per language, then the mean. Beside
it stands franc on the same data, whose trigram lists this tool uses.

## 目标 · Targets

| 目标 target | 要求 aim | 留出的一半 held out |
|---|--:|--:|
${aims.map(([id, zh, en, of, aim]) => `| ${zh} · ${en} | ≥ ${percent(aim)} % | ${percent(of(ours[id]))} % ${of(ours[id]) >= aim ? '✓' : '✗'} |`).join('\n')}

## 准确率 · Accuracy

百分数。“und”为无法确定的答复所占比例。 · In per cent. "und" is the share of answers that say the tool is unsure.

| 文本 text | n | 20 种大语言 big | 全部 all 75 | zh | und | franc, 20 / 75 |
|---|--:|--:|--:|--:|--:|--:|
${summary.join('\n')}

单个词语大多不足 10 个字母，按设计记为 und。乌尔都语的部分“句子”为英文网页的残留，四句一段时误差由此而来。 · Single words mostly have fewer
than 10 letters and are und by design. Some "sentences" of Urdu are what is left of English web pages: that is the error of four as one text.

## 判定方法与阈值 · Method and thresholds

- 每条记录看其最长的训练文本，至多 300 个字符：短文本全看；长文本取开头与中间各 150 个字符，每段至多读 900 字节。网址与标记不计入。
  · Of each record its longest training text is looked at, 300 characters at most: all of a short one; of a longer one 150 from its start and 150
  from its middle, in 900 bytes each. Addresses and markup do not count.
- 先看文字种类：汉字、假名、谚文、泰文、希腊文等二十余种文字各自对应一种语言，满 2 个字母即可判定。汉字文本（简体、繁体、文言、粤语书面语）一律记为 zh。
  · Script first: Han, kana, Hangul, Thai, Greek and some twenty more stand for one language each, from 2 letters on. All text in Han (simplified,
  traditional, classical, written Cantonese) is zh.
- 拉丁、西里尔、阿拉伯、天城、希伯来、缅甸、埃塞俄比亚文字由多种语言共用：至少要有 10 个字母，再按三字母组、常用词与字母计分。得分最高的语言须能解释每个三字母组 30 分、
  每段文本再加 200 分，否则记为 und。
  · Latin, Cyrillic, Arabic, Devanagari, Hebrew, Myanmar and Ethiopic letters belong to several languages: from 10 letters on trigrams, common words
  and letters are weighed. The best language must explain 30 units per trigram and 200 more per text; else the answer is und.
- 长文本看过样本的八分之一后，若一种语言领先其所解释分值的 50 % 即作答；看过四分之一后为 45 %，一半后为 20 %。
  · A long text is answered after an eighth of its sample when one language leads by 50 % of what it explains, after a quarter by 45 %, and after
  half by 20 %.
- 代码、名单之类不属于任何语言的文本，仍可能被判为某种语言；彼此相近的语言（如波斯尼亚语、克罗地亚语与塞尔维亚语）会互相误判。
  · Text in no language, such as code or lists of names, may still be called one; languages close to each other (Bosnian, Croatian and Serbian) are
  taken for one another.

## 逐语言 · By language

百分数；最后一列为全部句子中最常见的误判及其次数。 · In per cent; the last column holds the most frequent wrong answers over all sentences.

| 语言 code | 留出 held out | 调参 tuning | 四句 four sentences | franc，句子 sentences | 误判为 taken for |
|---|--:|--:|--:|--:|---|
${rows.join('\n')}
`
}

/** What of franc is printed, from what `measure` gave. */
export const printed = (theirs) => ({
  summary: Object.fromEntries(samples.map(([id]) => [id, `${percent(mean(theirs[id], big))} / ${percent(mean(theirs[id]))}`])),
  byLanguage: Object.fromEntries(
    [...theirs.seen.languages].map(([code, { all, right }]) => {
      const other = theirs.heldOut.languages.get(code)
      return [code, percent((right + other.right) / (all + other.all))]
    }),
  ),
})
