import type { Words } from '../model.ts'
import { grouped, percent, share, size } from '../words/figures.ts'
import { both, columns, computed, counted, declared, estimated, type Ground, listed, type Row, row, same, table } from './form.ts'

/** Fields that are named: those with the most text. */
const mostFields = 30

/** Section 4: what kind. */
export function type(given: Ground): Row[] {
  const { corpus, statistics } = given.report
  const { languages, scripts, fields, years } = statistics
  return [
    row(
      '4.1',
      'type.modality',
      '模态',
      'Modality',
      computed(
        both('文本', 'text'),
        both('只读取文本；记录中指向图片、音频、视频的链接未打开', 'only text was read; media that records point to were not opened'),
      ),
    ),
    row(
      '4.2',
      'type.byLanguage',
      '中文、英文、代码与其他语料的规模',
      'Chinese, English, code and other: size of each',
      estimated(byLanguage(languages.rows), languages.method),
      computed(undefined, both('代码语料未单独统计', 'code was not counted apart')),
    ),
    row(
      '4.3',
      'type.schema',
      '格式与字段结构',
      'Formats and record structure',
      computed(
        table(
          columns(['格式', 'Format'], ['压缩', 'Compression'], ['文件数', 'Files'], ['规模', 'Size']),
          corpus.formats.map((line) => [
            same(line.format),
            line.compression === 'none' ? both('无', 'none') : same(line.compression),
            same(grouped(line.files)),
            size(line.bytes),
          ]),
        ),
      ),
      computed(
        table(
          columns(['字段', 'Field'], ['用途', 'Role'], ['记录数', 'Records'], ['规模', 'Size']),
          [...fields]
            .sort((a, b) => b.bytes - a.bytes)
            .slice(0, mostFields)
            .map((line) => [
              line.field === '' ? both('（全文）', '(whole text)') : same(line.field),
              roleWords[line.role] ?? same(line.role),
              same(grouped(line.records)),
              size(line.bytes),
            ]),
        ),
        fields.length <= mostFields ? undefined : both(`仅列规模最大的 ${mostFields} 个`, `the largest ${mostFields} only`),
      ),
    ),
    row(
      '4.4',
      'type.domains',
      '领域与体裁',
      'Domains and genres',
      declared(listed(given.sources?.dataset?.domains)),
      computed(
        table(
          columns(['文字', 'Script'], ['字符数', 'Characters'], ['占比', 'Share']),
          scripts
            .slice(0, 12)
            .map((line) => [scriptWords[line.script] ?? same(line.script), same(grouped(line.characters)), percent(line.sharePpm)]),
        ),
        both('按文字系统统计，供核对', 'by script, as a cross-check'),
      ),
    ),
    row(
      '4.5',
      'type.time',
      '时间分布',
      'Distribution over time',
      computed(
        table(
          columns(['年份', 'Year'], ['记录数', 'Records']),
          years.map((line) => [counted(line.year, both('（记录没有日期）', '(no date)')), same(grouped(line.records))]),
        ),
        years.length === 0 ? both('记录没有可识别的日期字段', 'the records carry no date field that was recognised') : undefined,
      ),
    ),
  ]
}

const scriptWords: { readonly [script: string]: Words } = {
  han: both('汉字', 'Han'),
  latin: both('拉丁字母', 'Latin'),
  kana: both('假名', 'kana'),
  hangul: both('谚文', 'Hangul'),
  cyrillic: both('西里尔字母', 'Cyrillic'),
  arabic: both('阿拉伯字母', 'Arabic'),
  digit: both('数字', 'digits'),
  space: both('空白', 'space'),
  other: both('其他', 'other'),
}

const roleWords: { readonly [role: string]: Words } = {
  text: both('训练文本', 'training text'),
  url: both('网址', 'URL'),
  license: both('许可', 'licence'),
  lang: both('语言', 'language'),
  source: both('来源', 'source'),
  date: both('日期', 'date'),
  other: both('其他', 'other'),
}

/** The rows of the filing form: Chinese, English, other, and what could not be told. */
function byLanguage(rows: Ground['report']['statistics']['languages']['rows']) {
  const groups = [
    { name: both('中文', 'Chinese'), of: (lang: string) => /^(zh|cmn|yue|wuu)(-|$)/.test(lang) },
    { name: both('英文', 'English'), of: (lang: string) => /^(en|eng)(-|$)/.test(lang) },
    { name: both('无法识别', 'not identified'), of: (lang: string) => lang === 'und' },
  ]
  const of = (lang: string) => groups.find((group) => group.of(lang))
  const total = rows.reduce((sum, line) => sum + line.records, 0)
  const line = (name: Words, picked: typeof rows) => {
    const records = picked.reduce((sum, item) => sum + item.records, 0)
    return [name, same(grouped(records)), size(picked.reduce((sum, item) => sum + item.bytes, 0)), share(records, total)]
  }
  const other = rows.filter((item) => of(item.lang) === undefined)
  const names = other.slice(0, 8).map((item) => item.lang)
  return table(columns(['语种', 'Language'], ['记录数', 'Records'], ['规模', 'Size'], ['占比（按记录数）', 'Share of records']), [
    ...groups.slice(0, 2).map((group) =>
      line(
        group.name,
        rows.filter((item) => group.of(item.lang)),
      ),
    ),
    line(
      names.length === 0
        ? both('其他', 'other')
        : both(
            `其他（${names.join('、')}${other.length > names.length ? '等' : ''}）`,
            `other (${names.join(', ')}${other.length > names.length ? ', …' : ''})`,
          ),
      other,
    ),
    line(
      groups[2]!.name,
      rows.filter((item) => item.lang === 'und'),
    ),
  ])
}
