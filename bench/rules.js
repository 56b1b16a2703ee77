// Makes a rule pack of as many rules as asked, for the plot of cost over rules: each looks for a key of its own prefix.
import { mkdirSync, writeFileSync } from 'node:fs'

const letters = 'abcdefghijklmnopqrstuvwxyz'
const prefixOf = (n) => `${letters[n % 26]}${letters[Math.floor(n / 26) % 26]}k${letters[(n * 7) % 26]}${n}_`
const both = (text) => ({ zh: text, en: text })

/** Writes a pack of `count` rules into `folder`, with a configuration that uses nothing else, and returns the configuration's path. */
export function generatePack(folder, count) {
  mkdirSync(`${folder}/pack`, { recursive: true })
  const manifest = { schema: 'dataaudit.rulepack/v1', id: 'bench', version: '1.0.0', title: both('bench'), license: 'Apache-2.0' }
  writeFileSync(`${folder}/pack/pack.yaml`, JSON.stringify(manifest))
  const rules = Array.from({ length: count }, (_, n) => {
    const prefix = prefixOf(n)
    const key = `${prefix}${'4fG7kQ2m'.repeat(3)}`
    return {
      id: `bench/key-${n}`,
      status: 'experimental',
      domain: 'secret',
      entity: 'BENCH_KEY',
      risk: 'CN-A3-c',
      requirements: ['cac-2023:4.5'],
      title: both(`key ${n}`),
      why: both('bench'),
      remedy: both('bench'),
      severity: 'note',
      detect: { kind: 'pattern', gate: { literals: [prefix] }, patterns: [{ id: 'key', re: `${prefix}[0-9A-Za-z]{24}` }] },
      examples: { match: [{ text: `key ${key}`, find: key }], pass: [{ text: `key ${prefix}short` }] },
    }
  })
  writeFileSync(`${folder}/pack/keys.yaml`, JSON.stringify(rules))
  writeFileSync(`${folder}/dataaudit.config.yaml`, JSON.stringify({ packs: [], rules: ['./pack'] }))
  return `${folder}/dataaudit.config.yaml`
}
