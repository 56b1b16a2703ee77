// npm run bench:loop: the loop over records alone, in one thread of which V8 has compiled what is hot: MB per CPU-second pass by pass, and which part
// of the program the time went to. Without start, end and threads, which npm run bench measures.
//   --mb N      size of the corpus (default 20)      --passes N   passes that are not profiled (default 6; as many again are)
//   --file F    another file, of any format
import { mkdirSync, statSync } from 'node:fs'
import inspector from 'node:inspector'
import { basename } from 'node:path'
import { openInput } from '../dist/corpus/open.js'
import { compileChecked, enabledRules, loadRuleBook, Matcher } from '../dist/rules/index.js'
import { scanShard } from '../dist/shard/index.js'
import { createTally } from '../dist/statistics/index.js'
import { defaultAsOf } from '../dist/version.js'
import { tmp } from './cases.js'
import { generate } from './generate.js'

const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : process.argv[at + 1]
}
const passes = Number(argument('passes', 6))
let file = argument('file')
if (file === undefined) {
  mkdirSync(tmp, { recursive: true })
  file = `${tmp}/loop.jsonl`
  await generate(file, Number(argument('mb', 20)) * 1e6)
}
const { size } = statSync(file)
const book = loadRuleBook([], { trustCode: false, cwd: process.cwd() })
const rules = enabledRules(book, {})
const matcher = new Matcher(compileChecked(rules, book, defaultAsOf))

/** One pass over the file: processor seconds, of all threads of V8. */
async function pass() {
  const before = process.cpuUsage()
  const opened = await openInput({ file: 0, path: basename(file), size }, file, { onBytes() {}, stopped: () => false })
  const input = { shard: opened.shard, head: (length) => opened.head(length), chunks: () => opened.chunks() }
  const limits = { maxRecordBytes: 64 << 20, split: 'file' }
  await scanShard({ input, format: opened.probe.format, limits, fields: {}, finding() {} }, matcher, createTally(rules))
  await opened.finish()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

const seconds = []
for (let i = 0; i < passes; i++) {
  seconds.push(await pass())
  console.log(`pass ${i + 1}: ${(size / 1e6 / seconds[i]).toFixed(1)} MB per CPU-second`)
}
console.log(`fastest pass: ${(size / 1e6 / Math.min(...seconds)).toFixed(1)} MB per CPU-second over ${(size / 1e6).toFixed(1)} MB`)

/** Parts of the program, by the function of ours that was at work or had called what was; the first that fits counts. */
const parts = [
  ['WebAssembly: one pass for candidates, tokens and characters', /kernel\/index\.js scan$/],
  ['WebAssembly: JSON tokens, unescaping, UTF-8, folding, hash of the content', /kernel\//],
  ['language', /text\/(?:language|scripts|image)/],
  ['regular expressions at candidates, validators, context', /(?:detectors|checksum|rules|text)\/|redact\.js/],
  ['statistics of a record', /(?:statistics|sketch)\//],
  ['rows and their values', /formats\/|shard\.js|record\.js/],
  ['reading and SHA-256', /corpus\//],
]

const session = new inspector.Session()
session.connect()
const post = (method, params) =>
  new Promise((done, fail) => session.post(method, params, (error, value) => (error ? fail(error) : done(value))))
await post('Profiler.enable')
await post('Profiler.setSamplingInterval', { interval: 250 })
await post('Profiler.start')
for (let i = 0; i < passes; i++) await pass()
const { profile } = await post('Profiler.stop')

const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])))
function partOf(id) {
  if (nodes.get(id).callFrame.functionName === '(garbage collector)') return 'garbage collection'
  for (let at = id; at !== undefined; at = parents.get(at)) {
    const { url, functionName } = nodes.get(at).callFrame
    const place = `${/\/dist\/(.*)$/.exec(url)?.[1] ?? ''} ${functionName}`
    const found = place.startsWith(' ') ? undefined : parts.find(([, fits]) => fits.test(place))
    if (found !== undefined) return found[0]
  }
  return 'the rest'
}
const spent = new Map()
for (const [i, id] of profile.samples.entries()) spent.set(partOf(id), (spent.get(partOf(id)) ?? 0) + profile.timeDeltas[i])
const all = [...spent.values()].reduce((a, b) => a + b, 0)
console.log('\n| what | share |\n|---|--:|')
for (const [part, time] of [...spent].sort((a, b) => b[1] - a[1])) console.log(`| ${part} | ${Math.round((100 * time) / all)} % |`)
