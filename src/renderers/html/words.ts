import type { Words } from '../../model.ts'
import { appendix } from './words/appendix.ts'
import { composition } from './words/composition.ts'
import { coverage } from './words/coverage.ts'
import { files } from './words/files.ts'
import { requirements } from './words/requirements.ts'
import { risks } from './words/risks.ts'
import { rules } from './words/rules.ts'
import { trust } from './words/trust.ts'
import { verdict } from './words/verdict.ts'

/** Every sentence of the page in both languages. A missing language does not compile. `{name}` is filled in by the caller. */
export const words = {
  title: { zh: '训练语料安全检测报告', en: 'Training-corpus audit report' },
  subtitle: {
    zh: '按法规口径 {profile} 对语料逐条检测的结果。',
    en: 'What a scan of every record found, judged by the profile {profile}.',
  },
  skip: { zh: '跳到正文', en: 'Skip to the report' },
  language: { zh: '语言', en: 'Language' },
  theme: { zh: '外观', en: 'Appearance' },
  themeAuto: { zh: '自动', en: 'Auto' },
  themeLight: { zh: '浅色', en: 'Light' },
  themeDark: { zh: '深色', en: 'Dark' },
  printPage: { zh: '打印或存为 PDF', en: 'Print or save as PDF' },
  contents: { zh: '目录', en: 'Contents' },
  none: { zh: '无', en: 'none' },
  /** Behind the caption of a table without rows. */
  noRows: { zh: '：无', en: ': none' },
  total: { zh: '合计', en: 'Total' },

  ...verdict,
  ...trust,
  ...coverage,
  ...requirements,
  ...risks,
  ...rules,
  ...composition,
  ...files,
  ...appendix,
} as const satisfies { readonly [key: string]: Words }
