// A step of the build: make the language indexes once, so that runs need not. One copy for the build, one for tests, which run the sources.
import { writeFileSync } from 'node:fs'
import { writeIndexes } from '../dist/text/languages.js'
import { buildIndexes } from '../dist/text/trigrams.js'

const bytes = writeIndexes(buildIndexes())
for (const folder of ['dist', 'src']) writeFileSync(new URL(`../${folder}/text/languages.bin`, import.meta.url), bytes)
