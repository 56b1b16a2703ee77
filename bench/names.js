/**
 * node bench/names.js [../shared/data]: fits the weights of the heuristics for names anew and writes them into the list files beside the rules.
 *
 * Lists written by hand stay as they are. Derived lines (pairs of characters that go together, common words, neighbours) come from the
 * ordinary texts named in bench/names; weights from the labelled half called "seen". The half held out is not looked at.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fitHan } from './names/han.js'
import { fitLatin } from './names/latin.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = process.argv[2] ?? `${root}../shared/data`
if (!existsSync(`${folder}/pii/ner_zh`))
  console.log(`SKIPPED: names: ${folder} does not hold pii/ner_zh; give the folder of the labelled data`)
else {
  for (const [file, fitted] of [
    ['pii-cn/name-in-text.txt', fitHan],
    ['pii-intl/name-in-text.txt', fitLatin],
  ]) {
    const path = `${root}rules/${file}`
    writeFileSync(path, fitted(readFileSync(path, 'utf8'), folder))
    console.log(`written: rules/${file}`)
  }
}
