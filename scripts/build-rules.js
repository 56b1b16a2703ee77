// Last step of the build: parse, measure and test the built-in rule packs once, so that runs need not. A pack with an example that fails is not
// noted as tested: it fails when it is used, as any other pack.
import { rmSync } from 'node:fs'

for (const name of ['built-rules.json', 'built-gates.json']) rmSync(new URL(`../dist/rules/${name}`, import.meta.url), { force: true })
const { exampleFailures, compileRules, enabledRules, loadRuleBook } = await import('../dist/rules/index.js')
const { keepBuilt } = await import('../dist/rules/built.js')
const { defaultAsOf } = await import('../dist/version.js')
const book = loadRuleBook([], { trustCode: false, cwd: process.cwd() })
const rules = book.packs.flatMap((pack) => pack.rules)
compileRules(rules, book.lists, defaultAsOf)
const failures = exampleFailures(rules, book.lists, defaultAsOf)
for (const { rule, words } of failures) console.error(`rule ${rule.id}: ${words.en}`)
const failing = new Set(failures.map(({ rule }) => rule.pack))
keepBuilt(
  book.packs.map((pack) => ({ ...pack, tested: failing.has(pack.manifest.id) ? [] : [defaultAsOf] })),
  compileRules(enabledRules(book, {}), book.lists, defaultAsOf).gates,
)
