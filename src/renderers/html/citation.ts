import type { Words } from '../../model.ts'

/** Instruments cited by article, paragraph and item: 条、款、项 in Chinese (Legislation Law of the PRC). */
const byArticle: ReadonlySet<string> = new Set(['cac-2023', 'im-2023', 'pipl', 'ndsr', 'csl'])

/** What is cited by its topic, where no number is known. */
const topics: { readonly [article: string]: string } = {
  'training data': '训练数据',
  'list of sensitive types': '敏感类型清单',
  annotation: '标注',
  agreement: '一致率',
  topic: '主题',
}

const digits = '零一二三四五六七八九'

/** A number from 1 to 999 as Chinese law writes it: 十, 二十八, 一百零二. */
function chineseNumber(value: number): string {
  const hundreds = Math.floor(value / 100)
  const tens = Math.floor(value / 10) % 10
  const ones = value % 10
  const high = hundreds > 0 ? `${digits[hundreds]}百` : ''
  if (tens === 0) return `${high}${hundreds > 0 && ones > 0 ? '零' : ''}${ones > 0 ? digits[ones] : ''}`
  return `${high}${tens === 1 && hundreds === 0 ? '' : digits[tens]}十${ones > 0 ? digits[ones] : ''}`
}

/**
 * Where a requirement stands, as readers of each language cite it: `7(3)` of a Chinese law is 第七条第（三）项, `7 ¶1` 第七条第一款.
 * Clauses of standards and of foreign law keep their numbers.
 */
export function citation(instrument: string, article: string): Words {
  if (!byArticle.has(instrument)) return { en: article, zh: topics[article] ?? article.replace(/ note$/, ' 注') }
  const zh = article.split(', ').map((part) => {
    const found = /^(\d{1,3})(?: ¶(\d{1,3}))?(?:\((\d{1,3})\))?$/.exec(part)
    if (found === null) return topics[part] ?? part
    const [, number, paragraph, item] = found
    return `第${chineseNumber(Number(number))}条${paragraph === undefined ? '' : `第${chineseNumber(Number(paragraph))}款`}${item === undefined ? '' : `第（${chineseNumber(Number(item))}）项`}`
  })
  return { en: article, zh: zh.join('、') }
}
