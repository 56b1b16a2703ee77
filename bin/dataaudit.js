#!/usr/bin/env node
import { existsSync } from 'node:fs'

const built = new URL('../dist/', import.meta.url)
if (existsSync(new URL('cli/main.js', built))) {
  // Before anything else is loaded.
  const { keepHeapsSmall } = await import(new URL('heap.js', built).href)
  keepHeapsSmall()
  const { run } = await import(new URL('cli/main.js', built).href)
  process.exitCode = await run(process.argv.slice(2))
} else {
  process.stderr.write('dataaudit is not built yet: run "npm ci" (or "npm run build") in its folder first\n')
  process.exitCode = 2
}
