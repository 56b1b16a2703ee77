#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

// Old objects are collected when there are two fifths more of them: V8 would let the heaps of a long scan grow to several times what lives in them.
// While the program starts nearly all that is made stays, so they are collected when there are twice as many.
setFlagsFromString('--heap-growing-percent=100')
setTimeout(() => setFlagsFromString('--heap-growing-percent=40'), 500).unref()
// In threads that are started from here on, new objects get the room that they soon need at once.
setFlagsFromString('--min-semi-space-size=8')
// What follows are names of the V8 of Node.js 20, 22 and 24; another V8 might say on standard error that it does not know them.
const v8 = process.versions.v8.split('.', 2).join('.')
if (['11.3', '12.4', '13.6'].includes(v8)) {
  // An expression is compiled for the processor when it is first used, not once for an interpreter and then anew.
  setFlagsFromString('--regexp-tier-up-ticks=0')
  // Of new objects few outlive a collection: to move them is less work than to share it out among threads.
  setFlagsFromString('--no-parallel-scavenge')
  setFlagsFromString('--semi-space-growth-factor=1')
  setInterval(keepYoungSpaceSmall, 10).unref()
}
// Functions are compiled for the processor after three times as much use: each thread does it anew.
if (v8 === '11.3') setFlagsFromString('--interrupt-budget=200000')

const program = new URL('../dist/program/main.js', import.meta.url)
if (existsSync(program)) {
  const loaded = await import(program.href).catch((error) => {
    // An exception nobody catches would end with 1, which says that the gate is not met.
    const many = error.code === 'EMFILE' || error.code === 'ENFILE'
    const way = many ? 'too many files are open: raise the limit, such as with ulimit -n 1024' : 'a part is missing: install it anew'
    process.stderr.write(`dataaudit could not be loaded (${error.code ?? error.name}): ${way}\n`)
    process.exitCode = many ? 75 : 70
  })
  if (loaded !== undefined) process.exitCode = await loaded.run(process.argv.slice(2))
} else {
  process.stderr.write('dataaudit is not built yet: run "npm ci" (or "npm run build") in its folder first\n')
  process.exitCode = 2
}

/**
 * Lets the room for new objects of this thread grow to two halves of 4 MiB, as it is in the others, and no further. V8 would let it grow to 16 or 32 MiB each,
 * for which no scan is faster; by how much it grows is asked at each growth, so it can be said anew.
 */
function keepYoungSpaceSmall() {
  const { space_size: size } = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  setFlagsFromString(`--semi-space-growth-factor=${size < 8 << 20 ? 2 : 1}`)
}
