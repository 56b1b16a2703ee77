// The speed section of the READMEs, from the last kept run.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('runs/', import.meta.url))

const last = (pattern) =>
  JSON.parse(
    readFileSync(
      `${folder}${readdirSync(folder)
        .filter((name) => pattern.test(name))
        .sort()
        .at(-1)}`,
      'utf8',
    ),
  )

/** The last kept run. */
export const lastRun = () => last(/^\d[\d-]*\.json$/)

/** What the rows are called. */
export const names = {
  wc: { en: '`wc -l`', zh: '`wc -l`' },
  sha256sum: { en: '`sha256sum`', zh: '`sha256sum`' },
  zcat: { en: '`zcat`', zh: '`zcat`' },
  jq: { en: '`jq -r .text`', zh: '`jq -r .text`' },
  ripgrep: { en: '`rg -c`, those of our patterns it can take', zh: '`rg -c`，本工具规则中其可支持的模式' },
  pipeline: { en: 'plain pipeline: readline, JSON.parse, every pattern', zh: '普通流水线：readline、JSON.parse、逐条正则' },
  start: { en: 'scan of one record (start and end)', zh: '只扫描一条记录（启动与收尾）' },
  'scan-1': { en: '**scan, 1 worker**', zh: '**扫描，单线程**' },
  'scan-2': { en: '**scan, 2 workers**', zh: '**扫描，双线程**' },
  'scan-gzip': { en: 'scan, gzip, 1 worker', zh: '扫描 gzip，单线程' },
  'scan-csv': { en: 'scan, CSV, 1 worker', zh: '扫描 CSV，单线程' },
  'scan-escaped': { en: 'scan, JSON Lines with `\\u` escapes, 1 worker', zh: '扫描含 `\\u` 转义的 JSON Lines，单线程' },
  'scan-10k': { en: 'scan, 10,000 terms, 1 worker', zh: '扫描，1 万词条，单线程' },
  'scan-100k': { en: 'scan, 100,000 terms, 2 workers', zh: '扫描，10 万词条，双线程' },
  'scan-small': { en: 'scan of 10 MB, 1 worker', zh: '扫描 10 MB，单线程' },
  'scan-files': { en: 'scan of 10 MB in small JSON files, short values', zh: '扫描 10 MB 小 JSON 文件，字段值短' },
  'scan-customers': { en: 'scan of 4 MB, customer table: eight cells of nine are found', zh: '扫描 4 MB 客户表：九列中八列有命中' },
  'scan-chats': { en: 'scan of 4 MB, chats: telephone, mailbox and address in each', zh: '扫描 4 MB 聊天记录：每条含电话、邮箱和地址' },
  'scan-log': { en: 'scan of 4 MB, access log: an address in each line', zh: '扫描 4 MB 访问日志：每行含一个 IP 地址' },
}

const rate = (n) => (n >= 100 ? String(Math.round(n)) : n.toFixed(1))

/** The section in a language, without its markers. */
export function speedSection(lang) {
  const run = lastRun()
  const row = (id) => run.results.find((one) => one.id === id)
  const zh = lang === 'zh'
  const { cpu, cores, memoryGiB, node } = run.machine
  const head = zh
    ? `\`npm run bench\`，${run.date}，${run.runs} 次取中位数；${Math.round(run.corpus.bytes / 1e6)} MB 生成的中英文语料（平均每条 ${(run.corpus.bytes / run.corpus.rows / 1000).toFixed(1)} kB）；${cpu}，${cores} 核，${memoryGiB} GiB，Node.js ${node}。${run.load > 1 ? `测量时另有负载（平均负载 ${run.load}），因此只看每 CPU 秒。` : ''}每行都包含启动与收尾时间。`
    : `\`npm run bench\`, ${run.date}, medians of ${run.runs}; ${Math.round(run.corpus.bytes / 1e6)} MB of generated English and Chinese (mean record ${(run.corpus.bytes / run.corpus.rows / 1000).toFixed(1)} kB); ${cpu}, ${cores} cores, ${memoryGiB} GiB, Node.js ${node}. ${run.load > 1 ? `The machine had other work (load ${run.load}), so look at MB per CPU-second only. ` : ''}Start and end of a run are in every row.`
  const columns = zh
    ? ['| 项目 | 每 CPU 秒 MB | 实际 MB/s | 峰值 MiB |', '|---|--:|--:|--:|']
    : ['| what | MB per CPU-second | MB/s wall | peak MiB |', '|---|--:|--:|--:|']
  const rows = run.results.map((one) =>
    one.id === 'start'
      ? `| ${names.start[lang]} | ${one.cpu.toFixed(2)} ${zh ? 'CPU 秒' : 'CPU-seconds'} | ${one.wall.toFixed(2)} ${zh ? '秒' : 's'} | ${one.rss} |`
      : `| ${names[one.id]?.[lang] ?? one.id} | ${rate(one.mbPerCpuSecond)} | ${rate(one.mbPerSecond)} | ${one.rss} |`,
  )
  const skipped = run.skipped.map((one) =>
    zh ? `未测量 ${names[one.id]?.zh ?? one.id}：${one.why}。` : `SKIPPED ${names[one.id]?.en ?? one.id}: ${one.why}.`,
  )
  const times = (a, b) => (row(a).mbPerCpuSecond / row(b).mbPerCpuSecond).toFixed(1)
  const closing = zh
    ? `按 CPU 时间计，10 MB 上本工具的速度是普通流水线的 ${times('scan-small', 'pipeline')} 倍；全量扫描的开销是 \`zcat\` 的 ${times('zcat', 'scan-1')} 倍。规则与词条数量的影响、未达到的目标见 [bench/README.md](bench/README.md)。`
    : `Per CPU-second our scan of 10 MB does ${times('scan-small', 'pipeline')} times the plain pipeline; a whole scan costs ${times('zcat', 'scan-1')} times \`zcat\`. Cost over the number of rules and terms, and what was not reached, is in [bench/README.md](bench/README.md).`
  return [head, '', ...columns, ...rows, '', ...(skipped.length > 0 ? [...skipped, ''] : []), closing].join('\n')
}

/** A table as the formatter writes it: words to the left, figures to the right. */
function aligned(head, rows) {
  const widths = head.map((title, column) => Math.max(3, ...[title, ...rows.map((row) => row[column])].map((cell) => cell.length)))
  const right = (column) => rows.every((row) => /^[\d.,]+$/.test(row[column]))
  const line = (cells) => `| ${cells.map((cell, i) => (right(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`
  return [
    line(head),
    `| ${widths.map((width, i) => (right(i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`,
    ...rows.map(line),
  ]
}

/** Cost over the number of rules and of terms, for bench/README.md: what a run over 10 MB costs beside one with the fewest. */
export function scalingSection() {
  const { scaling, date } = lastRun()
  const rows = scaling.map(({ id, cpu, rss }) => {
    const [kind, count] = id.split('-')
    const least = scaling.find((one) => one.id.startsWith(kind)).cpu
    const bar = '█'.repeat(Math.max(1, Math.round((cpu / Math.max(...scaling.map((one) => one.cpu))) * 24)))
    return [`${Number(count).toLocaleString('en-US')} ${kind}`, cpu.toFixed(2), (cpu / least).toFixed(2), String(rss), bar]
  })
  return [
    `Kept on ${date}: 10 MB, one worker. Rules: a pack of so many and nothing else. Terms: an operator’s library of so many beside all packs.`,
    '',
    ...aligned(['what', 'CPU-seconds', 'times the fewest', 'peak MiB', ''], rows),
    '',
  ].join('\n')
}

/** What the last kept run over big corpora cost and took, for bench/README.md. */
export function bigSection() {
  const { date, load, machine, files, results } = last(/^big-[\d-]*\.json$/)
  const gigabytes = (bytes) => (bytes / 1e9).toFixed(1)
  const called = { many: (bytes) => `${gigabytes(bytes)} GB in ${files} files`, one: (bytes) => `one file of ${gigabytes(bytes)} GB` }
  const rows = results.map(({ corpus, id, bytes, wall, cpu, rss }) => [
    called[corpus](bytes),
    names[id].en.replace(/\*/g, ''),
    wall.toFixed(0),
    cpu.toFixed(1),
    rate(bytes / 1e6 / cpu),
    String(rss),
  ])
  const shared = load > 1 ? `, beside other work (load ${load} when it began), so seconds say little` : ''
  return [
    `Kept on ${date}: once, ${machine.cores} cores (${machine.cpu}), Node.js ${machine.node}${shared}.`,
    '',
    ...aligned(['corpus', 'what', 'seconds', 'CPU-seconds', 'MB per CPU-second', 'peak MiB'], rows),
    '',
  ].join('\n')
}

/** What each peer looks for: less than a scan does. */
const looksFor = {
  dataaudit: 'everything: all packs, languages, statistics, digests, report',
  datatrove: '`PIIFormatter`: e-mail and public IP addresses',
  dolma: '`FastPiiRegex`: e-mail and IP addresses, US telephone numbers',
  presidio: 'twelve pattern recognisers for English, without a model',
  'data-juicer': 'cleaners of e-mail and IP addresses and links',
  gitleaks: 'secrets',
  'ferret-scan': 'its nineteen validators',
}

/** How fast other tools are over the same file in the last kept run, for bench/README.md. */
export function peersSection() {
  const { date, load, machine, results, skipped } = last(/^peers-[\d-]*\.json$/)
  const ours = results.find(({ id }) => id === 'dataaudit').mbPerCpuSecond
  const rows = results.map(({ id, version, bytes, mbPerCpuSecond }) => [
    version === '' ? id : `${id} ${version}`,
    looksFor[id],
    String(Math.round(bytes / 1e6)),
    mbPerCpuSecond < 1 ? mbPerCpuSecond.toFixed(2) : rate(mbPerCpuSecond),
    (ours / mbPerCpuSecond).toFixed(1),
  ])
  const busy = load > 1 ? ` The machine had other work (load ${load} when it began).` : ''
  return [
    `Kept on ${date}: ${machine.cores} cores (${machine.cpu}), Node.js ${machine.node}, ${machine.python}. Start is taken off, of ours as well.${busy}`,
    '',
    ...aligned(['what', 'looks for', 'MB read', 'MB per CPU-second', 'ours is times as fast'], rows),
    '',
    ...skipped.flatMap(({ id, why }) => [`SKIPPED ${id}: ${why}.`, '']),
  ].join('\n')
}
