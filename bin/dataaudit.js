#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'

// Room for young objects stays as small as it starts: what a record leaves behind dies with it, and more room makes nothing faster.
setFlagsFromString('--semi-space-growth-factor=1')

const program = new URL('../dist/cli/main.js', import.meta.url)
if (existsSync(program)) {
  const { run } = await import(program.href)
  process.exitCode = await run(process.argv.slice(2))
} else {
  process.stderr.write('dataaudit is not built yet: run "npm ci" (or "npm run build") in its folder first\n')
  process.exitCode = 2
}
