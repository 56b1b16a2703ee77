#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'

// Old objects are collected when there are two fifths more of them: V8 would let the heaps of a long scan grow to several times what lives in them.
setFlagsFromString('--heap-growing-percent=40')
// Functions are compiled for the processor after three times as much use: each thread does it anew. This is what the V8 of Node.js 20 calls it; another
// V8 would say on standard error that it does not know the name.
if (process.versions.v8.startsWith('11.3')) setFlagsFromString('--interrupt-budget=200000')
// In threads that are started from here on, new objects get the room that they soon need at once.
setFlagsFromString('--min-semi-space-size=8')

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
