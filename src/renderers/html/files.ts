import { bytes, group, share } from '../numbers.ts'
import type { Context } from './context.ts'
import { code, section, table } from './parts.ts'
import { both, html, type Markup } from './template.ts'
import { words } from './words.ts'

/** 8: formats, compression, charsets, and how the manifest was made. */
export const files = (context: Context): Markup => {
  const { corpus } = context.report
  const { measure } = context
  const { serialization } = corpus
  const figures = [
    { name: words.files, kind: 'num' },
    { name: words.bytesWord, kind: 'num' },
    { name: words.shareWord, kind: 'num' },
  ] as const
  const decoded = corpus.charsets.reduce((sum, row) => sum + row.bytes, 0)
  return section(
    'files',
    8,
    words.filesTitle,
    null,
    html`
<div class="pair">
<div>${table(
      'formats',
      both(words.formats),
      [{ name: words.format, kind: 'code' }, { name: words.compression, kind: 'code' }, ...figures],
      corpus.formats.map((row) => [
        code(row.format),
        row.compression === 'none' ? both(words.none) : code(row.compression),
        group(row.files),
        bytes(row.bytes),
        share(row.bytes, corpus.bytes),
      ]),
      measure.rows,
    )}</div>
<div>${table(
      'charsets',
      both(words.charsets),
      [{ name: words.charset, kind: 'code' }, ...figures],
      corpus.charsets.map((row) => [code(row.charset), group(row.files), bytes(row.bytes), share(row.bytes, decoded)]),
      measure.rows,
    )}</div>
</div>
${table(
  'serialization',
  both(words.serialization),
  [
    { name: words.setting, kind: 'tight' },
    { name: words.value, kind: 'wide' },
  ],
  [
    [both(words.method), code(serialization.method)],
    [both(words.order), code(serialization.order)],
    [both(words.symlinks), both(serialization.symlinks === 'reject' ? words.symlinksReject : words.symlinksSkip)],
    [
      both(words.ignored),
      serialization.ignore.length === 0
        ? both(words.none)
        : serialization.ignore.map((pattern, at) => html`${at > 0 && ' '}${code(pattern)}`),
    ],
  ],
)}`,
  )
}
