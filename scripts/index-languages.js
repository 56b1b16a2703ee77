// A step of the build: make the language indexes once, so that runs need not. One copy for the build, one for tests, which run the sources.
import { writeFileSync } from 'node:fs'
import { imageOf } from '../dist/text/image.js'
import { writeLanguages, writeTrigrams } from '../dist/text/languages.js'
import { buildLists, letterTrigrams } from '../dist/text/trigrams.js'

const lists = buildLists()
const codes = lists.map(({ script, languages }) => [script, languages])
const bytes = writeLanguages({ codes, image: imageOf(lists) })
for (const folder of ['dist', 'src']) {
  writeFileSync(new URL(`../${folder}/text/languages.bin`, import.meta.url), bytes)
  writeFileSync(new URL(`../${folder}/text/trigrams.txt`, import.meta.url), writeTrigrams(letterTrigrams()))
}
