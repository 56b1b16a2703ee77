// Last step of the build: parse and check the built-in rule packs once, so that runs need not.
import { rmSync } from 'node:fs'

rmSync(new URL('../dist/rules/parsed.json', import.meta.url), { force: true })
const { loadRuleBook } = await import('../dist/rules/load.js')
const { keepParsed } = await import('../dist/rules/parsed.js')
loadRuleBook([], { trustCode: false, cwd: process.cwd() })
keepParsed()
