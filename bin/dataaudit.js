#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'

// Old objects are collected when there are two fifths more of them: V8 would let the heaps of a long scan grow to several times what lives in them.
setFlagsFromString('--heap-growing-percent=40')

const program = new URL('../dist/cli/main.js', import.meta.url)
if (existsSync(program)) {
  const { run } = await import(program.href)
  process.exitCode = await run(process.argv.slice(2))
} else {
  process.stderr.write('dataaudit is not built yet: run "npm ci" (or "npm run build") in its folder first\n')
  process.exitCode = 2
}
