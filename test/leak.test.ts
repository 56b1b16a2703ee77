import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { told } from './cli/console.ts'
import { forms, type Identifier, identifiers } from './cli/identifiers.ts'
import { filesOf, fill, folder, type Ran, reportOf, run, type Scanned, scan } from './cli/kit.ts'

/**
 * Nothing leaks: identifiers planted wherever a corpus, a file system or a command line can hold them occur in no output, in no
 * form a reader could turn back. The one place that names files is `corpus.sha256`: sha256sum needs the names.
 */

const planted = identifiers(240, 20230411)
const named = identifiers(48, 7)
const typed = identifiers(24, 99)

/** What occurs in a text of some strings of one length. A rolling hash says no to nearly every place of it. */
function finderOf(length: number, strings: Iterable<string>): (text: string) => readonly string[] {
  const known = new Set(strings)
  const base = 65_599
  let leaving = 1
  for (let i = 1; i < length; i++) leaving = Math.imul(leaving, base)
  const seen = new Uint8Array(1 << 20)
  const eachPlace = (text: string, visit: (hash: number, from: number) => void) => {
    let hash = 0
    for (let i = 0; i < text.length; i++) {
      if (i >= length) hash = (hash - Math.imul(text.charCodeAt(i - length), leaving)) | 0
      hash = (Math.imul(hash, base) + text.charCodeAt(i)) | 0
      if (i + 1 >= length) visit(hash >>> 12, i + 1 - length)
    }
  }
  for (const one of known) eachPlace(one, (hash) => (seen[hash] = 1))
  return (text) => {
    const found: string[] = []
    eachPlace(text, (hash, from) => {
      if (seen[hash] === 1 && known.has(text.slice(from, from + length))) found.push(text.slice(from, from + length))
    })
    return found
  }
}
const piecesOf = (text: string, length: number): string[] =>
  Array.from({ length: Math.max(0, text.length - length + 1) }, (_, i) => text.slice(i, i + length))

/** Every 8 characters in a row of every value, and every 12 of its Base64. */
const values = [...planted, ...named, ...typed].map(({ value }) => value)
const plainIn = finderOf(
  8,
  values.flatMap((value) => piecesOf(value.toLowerCase(), 8)),
)
const encodedIn = finderOf(
  12,
  values.flatMap((value) => piecesOf(forms.base64!(value).replace(/=+$/, ''), 12)),
)

/** A text in all the ways a reader could read it. */
function readings(text: string): ReadonlySet<string> {
  const folded = text.normalize('NFKC').replace(/\p{Cf}/gu, '')
  const unescaped = folded
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1'))
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
  const inner: string[] = []
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{12,}={0,2}/g)) {
    const bytes = Buffer.from(run, 'base64')
    inner.push(bytes.toString('latin1'))
    // The first two bytes say whether it is gzip (RFC 1952) or may be zlib (RFC 1950).
    const head = bytes.readUInt16BE(0)
    const unpack = head === 0x1f8b ? gunzipSync : (head & 0x0f00) === 0x0800 && head % 31 === 0 ? inflateSync : undefined
    try {
      if (unpack !== undefined) inner.push(unpack(bytes).toString('utf8'))
    } catch {
      // Not packed.
    }
  }
  return new Set([text, folded, unescaped, unescaped.replace(/[ .\-()]/g, ''), inner.join('\n')])
}

const leaks = (text: string): string[] =>
  [...new Set([...[...readings(text)].flatMap((reading) => plainIn(reading.toLowerCase())), ...encodedIn(text)])].sort()

const cued = ({ cue, value }: Identifier, form: (value: string) => string) => `${cue}${form(value)}`

/** A corpus that holds every identifier somewhere, most of them in several places and forms. */
function corpus(): string {
  const root = folder()
  const kinds = Object.values(forms)
  const texts = planted.map((one, i) => `{"text":"记录里写着${cued(one, kinds[i % kinds.length]!)}，请核对。","id":${i}}`)
  const metadata = planted.map((one, i) => {
    const form = kinds[Math.floor(i / 8) % kinds.length]!
    const role = ['url', 'source', 'license', 'lang', 'date', 'dataset'][i % 6]!
    const value = role === 'url' ? `https://www.example.org/u/${form(one.value)}?q=${form(one.value)}` : form(one.value)
    return `{"text":"plain words only","${role}":"${value}","meta":{"${role}":"${value}","n":${/^\d{8,}$/.test(one.value) ? one.value : 1}}}`
  })
  const keys = planted.map(
    (one, i) =>
      `{"text":"words","${kinds[i % kinds.length]!(one.value)}":"x","deep":{"${cued(one, kinds[(i + 1) % kinds.length]!)}":[{"${one.value}":1}]}}`,
  )
  const broken = planted.map((one, i) =>
    i % 3 === 0
      ? `{"text":"${cued(one, forms.plain!)}`
      : i % 3 === 1
        ? `{"text":"${one.value}","text":"${one.value}","s":"\\ud800"}`
        : `${one.value}{]`,
  )
  const cells = planted.slice(0, 60).map((one, i) => `${i},"${one.cue}${one.value}",${one.value}`)
  const header = `n,${planted
    .slice(60, 90)
    .map((one, i) => `"${decodeURIComponent(JSON.parse(`"${kinds[i % 5]!(one.value)}"`) as string)}"`)
    .join(',')}`
  const invalid = Buffer.concat(
    planted
      .slice(100, 160)
      .map((one) => Buffer.concat([Buffer.from(`{"text":"${one.cue}${one.value} `), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from('"}\n')])),
  )
  const packed = gzipSync(texts.join('\n'))
  const name = (i: number) => named[i]!.value
  fill(root, {
    'texts.jsonl': texts.join('\n'),
    'metadata.jsonl': metadata.join('\n'),
    'keys.jsonl': keys.join('\n'),
    'broken.jsonl': broken.join('\n'),
    'broken.json': `[{"text":"${planted[0]!.value}"},\n{"text":"${planted[1]!.value}"\n "${planted[2]!.value}"]`,
    'deep.jsonl': `${'['.repeat(5000)}"${planted[3]!.value}"${']'.repeat(5000)}\n`,
    'cells.csv': `n,text,value\n${cells.join('\n')}\n`,
    'header.csv': `${header}\n1,2\n`,
    'open.csv': `n,text\n1,"${planted[9]!.value}\n`,
    // "身份证" and "手机" in GB 18030, then numbers that are ASCII in any charset.
    'gb18030.csv': Buffer.concat([
      Buffer.from('n,text\n'),
      ...planted
        .slice(160, 200)
        .map((one) => Buffer.concat([Buffer.from('1,'), Buffer.from('c9ede7ddd6a4cad6bbfa', 'hex'), Buffer.from(`${one.value}\n`)])),
    ]),
    'invalid.jsonl': invalid,
    'cut.jsonl.gz': packed.subarray(0, packed.length - 40),
    'notes.md': `# ${planted[11]!.value}\n\n${planted.map((one) => cued(one, (value) => value)).join('\n')}\n`,
    [`${name(0)}.jsonl`]: `{"text":"${cued(named[0]!, forms.plain!)}"}\n`,
    [`身份证${name(8)}.txt`]: 'words',
    [`${name(2)}.md`]: 'words',
    [`张三_手机${name(1)}.jsonl`]: '{"text": broken',
    [`${name(9)}/${name(17)}.txt`]: 'words',
    // Each of these is told about by name on standard error, or would be.
    [`${name(10)}.png`]: Buffer.from('\x89PNG\r\n\x1a\n'),
    [`${name(11)}.bin`]: Buffer.alloc(64),
    [`${name(12)}.zip`]: Buffer.from('PK\x03\x04'),
    [`${name(13)}.jsonl.gz`]: Buffer.from([0x1f, 0x8b, 8, 0, 0]),
    [`${name(14)}`]: Buffer.from('PAR1\x00\x00'),
    [`${name(15)}_${name(16)}.pdf`]: '%PDF-1.7',
  })
  for (let i = 18; i < 40; i++) symlinkSync('nowhere', join(root, `证件 ${named[i]!.cue}${name(i)}`))
  mkdirSync(join(root, `${name(41)}`))
  return root
}

const said = (ran: Ran) => `${ran.stdout}\n${ran.stderr}`

describe('a corpus full of identifiers', () => {
  let root: string
  let loud: Scanned
  let json: Scanned
  beforeAll(async () => {
    root = corpus()
    loud = await scan(['.', '-v', '--no-config'], { cwd: root })
    json = await scan([root, '--json', '-v', '--lang', 'zh', '--shard-size', '2KiB'], { cwd: root })
  })

  it('is seen for what it is', () => {
    const { report } = loud
    const found = new Set(report.statistics.findings.byRule.map((row) => row.rule))
    for (const rule of ['pii-cn/resident-id', 'pii-cn/mobile', 'pii-intl/email', 'pii-intl/payment-card', 'pii-cn/uscc', 'pii-cn/passport'])
      expect(found).toContain(rule)
    expect(loud.findings.length).toBeGreaterThan(600)
    expect(loud.status).toBe(1)
    // The messages that could have named the files were there.
    expect(loud.stderr.split('\n').length).toBeGreaterThan(25)
    expect(loud.stderr).toContain('(name withheld)')
    expect(json.stderr).toContain('（文件名已隐去）')
    expect(JSON.parse(json.stdout)).toEqual(json.report)
  })

  it('the check itself would see a leak', () => {
    const { value } = planted[0]!
    const other = planted[2]!.value
    for (const form of Object.values(forms)) expect(leaks(`x ${form(value)} y`)).not.toEqual([])
    for (const pack of [gzipSync, deflateSync]) expect(leaks(`<a>${pack(`it is ${other}`).toString('base64')}</a>`)).not.toEqual([])
    expect(leaks(`a ${value.slice(3, 11)} b`)).not.toEqual([])
    expect(leaks('nothing here')).toEqual([])
  })

  it('leaves nothing of them in what the program says', () => {
    expect(leaks(said(loud))).toEqual([])
    expect(leaks(said(json))).toEqual([])
  })

  it.each(['report.json', 'report.html', 'findings.jsonl', 'statement.json', 'predicate.json', 'subjects.sha256'])(
    'leaves nothing of them in %s',
    (file) => {
      const present = filesOf(loud.out)
      if (!present.includes(file)) throw new Error(`${file} was not written; there is ${present.join(', ')}`)
      expect(leaks(readFileSync(join(loud.out, file), 'utf8'))).toEqual([])
      expect(leaks(readFileSync(join(json.out, file), 'utf8'))).toEqual([])
    },
  )

  it('has nothing in the manifest but digests and names', () => {
    const contents = planted.map(({ value }) => value)
    const manifest = readFileSync(join(loud.out, 'corpus.sha256'), 'utf8')
    for (const line of manifest.trimEnd().split('\n')) expect(line).toMatch(/^\\?[0-9a-f]{64} {2}\S/)
    for (const value of contents) expect(manifest).not.toContain(value)
  })

  it('names files by number alone in findings', () => {
    expect(loud.findings.length).toBeGreaterThan(0)
    for (const finding of loud.findings) {
      expect(finding.file).toBeGreaterThan(0)
      expect(finding.excerpt).toMatch(/^[x0文· \-._@:/+()#…]*$/u)
      expect(Object.keys(finding).sort()).toEqual([
        'byteOffset',
        'confidence',
        'excerpt',
        'field',
        'file',
        'length',
        'record',
        'rule',
        'severity',
        'unit',
      ])
    }
  })

  it('prints no metadata that may be somebody', () => {
    const { statistics } = reportOf(loud.out)
    const labels = [...statistics.sources.rows, ...statistics.licences.rows, ...statistics.domains.rows].map((row) => row.value)
    expect(labels).toContain('(withheld)')
    expect(leaks(labels.join('\n'))).toEqual([])
  })

  it('describes and gates the report without them', async () => {
    const runs = await Promise.all([
      run(['describe', loud.out, '--format', 'html'], { cwd: root }),
      run(['gate', loud.out, '--json'], { cwd: root }),
    ])
    for (const ran of runs) expect(leaks(said(ran))).toEqual([])
  })
})

describe('a human review of a corpus full of identifiers', () => {
  it('writes their text into the sheets alone: not into the draw, the report or a message', async () => {
    const root = corpus()
    const out = join(folder(), 'report')
    const sheets = join(folder(), 'sheets')
    await run(['scan', root, '--no-config', '-o', out, '--fail-on', 'none'], { cwd: root })
    const drawn = await run(['sample', out, '--corpus', root, '--no-config', '-o', sheets, '-v'], { cwd: root })
    expect(drawn.status, drawn.stderr).toBe(0)
    // The sheets show what was found, or nobody could judge it.
    expect(leaks(readFileSync(join(sheets, 'review.csv'), 'utf8'))).not.toEqual([])
    expect(leaks(readFileSync(join(sheets, 'review.html'), 'utf8'))).not.toEqual([])
    const draw = readFileSync(join(sheets, 'draw.json'), 'utf8')
    expect(leaks(draw)).toEqual([])
    const { items } = (JSON.parse(draw) as { draw: { items: { file: number; record: number; rules: string[] }[] } }).draw
    // A reviewer leaves personal information wherever a hand can leave it.
    const [who, wrong] = [planted[20]!.value, planted[21]!.value]
    const rows = items.map(
      ({ file, record, rules }) => `${file}:${record},${rules.length > 0 ? 'fail' : 'pass'},,${rules.join(' ')},${wrong},${who}`,
    )
    const csv = join(folder(), 'verdicts.csv')
    writeFileSync(csv, ['item,verdict,risk,right,wrong,reviewer', ...rows].join('\n'))
    const reviewed = await run(['review', out, csv, '--draw', join(sheets, 'draw.json'), '--no-config', '--fail-on', 'none'], { cwd: root })
    expect(reviewed.stdout, reviewed.stderr).toContain('pass rate')
    for (const text of [
      said(drawn),
      said(reviewed),
      ...['report.json', 'report.html', 'statement.json'].map((name) => readFileSync(join(out, name), 'utf8')),
    ])
      expect(leaks(text)).toEqual([])
    const bad = fill(folder(), { 'v.csv': `item,verdict,reviewer\n${who},${wrong},${who}\n` })
    const refused = await run(
      ['review', out, join(bad, 'v.csv'), '--draw', join(sheets, 'draw.json'), '--no-config', '--fail-on', 'none'],
      { cwd: root },
    )
    expect(refused.status).toBe(2)
    expect(leaks(said(refused))).toEqual([])
  })
})

describe('a trace of one of them', () => {
  it('lists places and says nothing of the identifier, nor of anybody else', async () => {
    const root = corpus()
    const list = join(folder(), 'removal.jsonl')
    for (const { value } of [planted[0]!, planted[1]!, planted[4]!]) {
      const ran = await run(['trace', root, '--no-config', '--removal-list', list, '-v'], { cwd: root, input: value })
      expect(ran.status, ran.stderr).toBe(1)
      expect(ran.stdout).toMatch(/file \d+, record \d+/)
      expect(leaks(said(ran))).toEqual([])
      expect(leaks(readFileSync(list, 'utf8'))).toEqual([])
    }
  })
})

describe('identifiers on the command line', () => {
  const t = typed.map(({ value }) => value)
  const cases: readonly (readonly [args: readonly string[], env?: { [name: string]: string }])[] = [
    [['scan', 'c', '--workers', t[0]!]],
    [['scan', 'c', `--${t[1]!}`]],
    [[t[2]!]],
    [['scan', `${t[3]!}.jsonl`]],
    [['scan', 'c', '--policy', `${t[4]!}.yaml`]],
    [['scan', 'c', '--keywords', t[5]!]],
    [['scan', 'c', '--config', `/nowhere/${t[6]!}`]],
    [['scan', 'c', '--as-of', t[7]!]],
    [['scan', 'c', '--fail-on', t[8]!]],
    [['scan', 'c', '--allow-unreadable', `n${t[9]!}`]],
    [['scan', 'c', '--charset', t[10]!]],
    [['scan', 'c', '--rules', t[11]!]],
    [['rules', 'explain', t[12]!]],
    [['gate', t[13]!]],
    [['describe', `${t[14]!}.json`]],
    [['schema', t[15]!]],
    [['scan', 'c', '--max-record-bytes', t[16]!]],
    [['scan', 'c', '--json', '--sources', t[17]!]],
    [['scan', 'c'], { DATAAUDIT_WORKERS: t[18]! }],
    [['--lang', 'zh', 'scan', `身份证${t[19]!}`]],
    [['sign', 'c', '--key', t[20]!]],
    [['--json', 'rules', 'explain', t[21]!]],
    [['sample', t[22]!, '--corpus', 'c']],
    [['review', 'c', t[23]!]],
  ]

  it.each(cases.map(([args, env], i) => [typed[i]?.kind ?? '', args, env] as const))(
    '%s: a mistake is told without it (%j)',
    async (_kind, args, env) => {
      const root = fill(folder(), { 'c/a.jsonl': '{"text":"words"}\n' })
      const ran = await told(args, root, env)
      expect(ran.status).toBe(2)
      expect(ran.stderr.length).toBeGreaterThan(20)
      expect(leaks(said(ran))).toEqual([])
    },
  )

  it('does not hold out the names of other files as a suggestion', async () => {
    const { value } = identifiers(2, 5)[1]!
    const root = fill(folder(), { [`${value}.jsonl`]: '{}\n' })
    const ran = await told(['scan', `${value.slice(0, -1)}.jsonl`], root)
    expect(ran.status).toBe(2)
    expect(said(ran)).not.toContain(value)
    const plain = await told(['scan', 'traln.jsonl'], fill(root, { 'train.jsonl': '{}\n' }))
    expect(plain.stderr).toContain('did you mean train.jsonl?')
  })

  it('keeps dates and sizes readable', async () => {
    const root = fill(folder(), { 'c/a.jsonl': '{"text":"words"}\n' })
    const ran = await told(['scan', 'c', '--as-of', '2024-02-31'], root)
    expect(ran.stderr).toContain('2024-02-31')
  })
})

describe('an ignore rule that names somebody', () => {
  it('stops the run: the report would have to list it', async () => {
    const { value } = identifiers(2, 11)[1]!
    const root = fill(folder(), { 'c/a.jsonl': '{"text":"words"}\n', 'c/.dataauditignore': `# comment\n${value}.txt\n` })
    const ran = await told(['scan', 'c'], root)
    expect(ran.status).toBe(2)
    expect(ran.stderr).toMatch(/ignore rule \d+ .*wildcard/)
    expect(said(ran)).not.toContain(value)
    expect(filesOf(join(root, 'dataaudit-report'))).toEqual([])
  })
})

describe('keys that are printed as their shape', () => {
  it('are no mailboxes, however the signs of a pointer stand in them: a lock file of packages under organisations', async () => {
    const packages = Object.fromEntries(
      ['js-2024-tools7', 'a1-b2-c3-d4-e5', 'x20240'].map((name) => [
        `node_modules/@b12345.org/${name}`,
        { license: 'MIT', source: 'registry' },
      ]),
    )
    const { status, findings, report } = await scan(['package-lock.json', '--fail-on', 'none'], {
      cwd: fill(folder(), { 'package-lock.json': JSON.stringify({ text: 'packages', packages }) }),
    })
    expect(status).toBe(0)
    expect(findings).toEqual([])
    expect(JSON.stringify(report.statistics)).toContain('~1@')
  })
})
