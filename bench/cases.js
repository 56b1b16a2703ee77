// What is measured: our scan in its ways of running, and tools and pipelines the reader knows, over the same bytes.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { crowds, generateCrowd } from './crowded.js'
import { generate, generateFiles, generateTerms } from './generate.js'
import { generatePack } from './rules.js'

const here = fileURLToPath(new URL('.', import.meta.url))
export const tmp = `${here}tmp`
const shell = (command) => spawnSync('bash', ['-c', command], { encoding: 'utf8' })
const has = (tool) => shell(`command -v ${tool}`).status === 0

const scan = (path, more = '') =>
  `node '${here}../bin/dataaudit.js' scan '${path}' -o '${tmp}/report' -q --no-config --fail-on none ${more}`
const configured = (path, config) =>
  `node '${here}../bin/dataaudit.js' scan '${path}' -o '${tmp}/report' -q -c '${config}' --fail-on none --workers 1`

/** A folder of its own with one file in it. */
const folder = (name) => {
  rmSync(`${tmp}/${name}`, { recursive: true, force: true })
  mkdirSync(`${tmp}/${name}`, { recursive: true })
  return `${tmp}/${name}`
}

/** Bytes of each corpus in which most values are findings. */
const crowdBytes = 4e6

/** Makes the corpora of so many bytes and tells what they are; files of other sizes from earlier runs are replaced. */
export async function makeCorpora(bytes) {
  const plain = `${folder('plain')}/corpus.jsonl`
  const made = await generate(plain, bytes)
  const gzip = `${folder('gzip')}/corpus.jsonl.gz`
  shell(`gzip -6 -c '${plain}' > '${gzip}'`)
  const csv = `${folder('csv')}/corpus.csv`
  const asCsv = await generate(csv, bytes, { shape: 'csv' })
  const escaped = `${folder('escaped')}/corpus.jsonl`
  const asEscaped = await generate(escaped, bytes, { shape: 'escaped jsonl' })
  const small = `${folder('small')}/corpus.jsonl`
  const asSmall = await generate(small, Math.min(bytes, 10e6))
  writeFileSync(`${folder('one')}/one.jsonl`, '{"text":"one"}\n')
  const crowded = crowds.map((crowd) => ({ crowd, ...generateCrowd(folder(crowd), crowd, Math.min(bytes, crowdBytes)) }))
  const files = generateFiles(folder('files'), Math.min(bytes, 10e6))
  return { plain, made, gzip, csv, asCsv, escaped, asEscaped, small, asSmall, crowded, files }
}

/** The rows of the table. `bytes` are those of the text as JSON Lines, or of the file where its shape is what is measured. */
export async function rowsOf(c) {
  const terms = (count) => generateTerms(`${tmp}/terms-${count}.csv`, count)
  const { bytes } = c.made
  const rows = [
    { id: 'wc', command: `wc -l '${c.plain}'`, bytes },
    { id: 'sha256sum', command: `sha256sum '${c.plain}'`, bytes },
    { id: 'zcat', command: `zcat '${c.gzip}' > /dev/null`, bytes },
    has('jq')
      ? { id: 'jq', command: `jq -r .text '${c.small}' > /dev/null`, bytes: c.asSmall.bytes }
      : { id: 'jq', skipped: 'jq is not installed' },
    ripgrep(c),
    { id: 'pipeline', command: `node '${here}plain.js' '${c.small}'`, bytes: c.asSmall.bytes, runs: 3 },
    { id: 'start', command: scan(`${tmp}/one`), bytes: 15 },
    { id: 'scan-1', command: scan(`${tmp}/plain`, '--workers 1'), bytes },
    { id: 'scan-2', command: scan(`${tmp}/plain`, '--workers 2'), bytes },
    { id: 'scan-gzip', command: scan(`${tmp}/gzip`, '--workers 1'), bytes },
    { id: 'scan-csv', command: scan(`${tmp}/csv`, '--workers 1'), bytes: c.asCsv.bytes },
    { id: 'scan-escaped', command: scan(`${tmp}/escaped`, '--workers 1'), bytes: c.asEscaped.bytes },
    { id: 'scan-10k', command: scan(`${tmp}/plain`, `--workers 1 --keywords '${await terms(10_000)}'`), bytes },
    { id: 'scan-100k', command: scan(`${tmp}/plain`, `--workers 2 --keywords '${await terms(100_000)}'`), bytes },
    { id: 'scan-small', command: scan(`${tmp}/small`, '--workers 1'), bytes: c.asSmall.bytes },
    { id: 'scan-files', command: scan(`${tmp}/files`, '--workers 1'), bytes: c.files.bytes },
    ...c.crowded.map(({ crowd, path, bytes }) => ({ id: `scan-${crowd}`, command: scan(path, '--workers 1'), bytes, runs: 3 })),
  ]
  return rows
}

/** Cost over the number of rules and of terms: one pack of so many rules and nothing else; all packs and so many terms. */
export async function scalingOf(c) {
  const rows = []
  for (const count of [10, 100, 1000]) {
    rows.push({
      id: `rules-${count}`,
      command: configured(`${tmp}/small`, generatePack(folder(`pack-${count}`), count)),
      bytes: c.asSmall.bytes,
    })
  }
  for (const count of [1000, 10_000, 100_000]) {
    const file = await generateTerms(`${tmp}/terms-${count}.csv`, count)
    rows.push({ id: `terms-${count}`, command: scan(`${tmp}/small`, `--workers 1 --keywords '${file}'`), bytes: c.asSmall.bytes })
  }
  return rows
}

function ripgrep(c) {
  const id = 'ripgrep'
  if (!has('rg')) return { id, skipped: 'ripgrep is not installed (apt-get install ripgrep)' }
  const list = `${tmp}/patterns.txt`
  shell(`node '${here}plain.js' --patterns > '${list}.all'`)
  // What its engine refuses, it refuses line by line.
  shell(
    `: > '${list}'; while IFS= read -r p; do printf 'x\\n' | rg -q -e "$p" - 2>/dev/null; [ $? -lt 2 ] && printf '%s\\n' "$p" >> '${list}'; done < '${list}.all'`,
  )
  const patterns = shell(`wc -l < '${list}'`).stdout.trim()
  return {
    id,
    command: `rg -j1 -c --regex-size-limit 1G --dfa-size-limit 1G -f '${list}' '${c.small}' > /dev/null`,
    bytes: existsSync(c.small) ? statSync(c.small).size : 0,
    note: `${patterns} patterns`,
  }
}
