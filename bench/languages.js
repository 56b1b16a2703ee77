/** npm run accuracy:languages -- ../shared/data: how often the language of a text is told right. Writes docs/languages.md. */
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { franc } from 'franc'
import { identify } from '../dist/text/language.js'
import { shortCodes } from '../dist/text/trigrams.js'
import { files, measure, readSamples } from './languages/measure.js'
import { page, printed } from './languages/page.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = process.argv[2] ?? `${root}../shared/data`

/** franc's answer under the code the labels use: that of the macrolanguage, or of two letters where there is one. */
const byFranc = (text) => {
  const code = franc(text)
  return shortCodes.get(code) ?? new Intl.Locale(code).language
}

const missing = Object.values(files).filter((file) => !existsSync(`${folder}/${file}`))
if (missing.length > 0) {
  console.log(`SKIPPED: accuracy:languages: ${folder} does not hold ${missing.join(', ')}; give the folder of the labelled data`)
} else {
  const samples = Object.entries(readSamples(folder))
  const all = (answer) => Object.fromEntries(samples.map(([id, rows]) => [id, measure(rows, answer)]))
  const text = page(all(identify), printed(all(byFranc)))
  writeFileSync(`${root}docs/languages.md`, text)
  console.log(text.slice(text.indexOf('## 目标'), text.indexOf('## 判定')))
  console.log('written: docs/languages.md')
}
