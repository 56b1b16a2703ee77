import type { Words } from '../../../model.ts'

/** Words of files, formats and charsets. */
export const files = {
  filesTitle: { zh: '文件、格式与字符集', en: 'Files, formats and charsets' },
  formats: { zh: '格式与压缩', en: 'Formats and compression' },
  format: { zh: '格式', en: 'Format' },
  compression: { zh: '压缩', en: 'Compression' },
  charsets: { zh: '字符集', en: 'Charsets' },
  charset: { zh: '字符集', en: 'Charset' },
  serialization: { zh: '语料清单的编制方法', en: 'How the corpus manifest is made' },
  method: { zh: '方法', en: 'Method' },
  order: { zh: '排序', en: 'Order' },
  symlinks: { zh: '符号链接', en: 'Symbolic links' },
  symlinksReject: { zh: '拒绝', en: 'rejected' },
  symlinksSkip: { zh: '跳过', en: 'skipped' },
  ignored: { zh: '忽略规则', en: 'Ignored patterns' },
} as const satisfies { readonly [key: string]: Words }
