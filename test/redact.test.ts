import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Mapping } from '../src/redaction/mapping.ts'
import { mappingSchema } from '../src/redaction/mapping.ts'
import { identifiers } from './cli/identifiers.ts'
import { expectSameBytes, fill, folder, lines, type Ran, run, scan, sha256, sizes, skipped } from './cli/kit.ts'

/** Delete or anonymise, then scan again: the cleaned copy has none of what was found, and every other byte of the corpus. */

const demo = fileURLToPath(new URL('../fixtures/demo/', import.meta.url))
const ids = identifiers(160, 11)
const told = (n: number) => `${ids[n]!.cue}${ids[n]!.value}`

interface Redacted extends Ran {
  readonly out: string
  readonly copy: string
  readonly mapping: Mapping
}

async function redact(args: readonly string[], cwd?: string): Promise<Redacted> {
  const out = join(folder(), 'clean')
  const ran = await run(['redact', '--no-config', ...args, '-o', out], cwd === undefined ? {} : { cwd })
  if (!existsSync(join(out, 'redaction.json'))) throw new Error(`no mapping (exit ${ran.status})\n${ran.stdout}\n${ran.stderr}`)
  const mapping = mappingSchema.parse(JSON.parse(readFileSync(join(out, 'redaction.json'), 'utf8')))
  return { ...ran, out, copy: join(out, 'corpus'), mapping }
}

/** A corpus of every format, charset and packing, with an identifier of each kind in prose, in keys, in numbers, escaped and quoted. */
function corpus(): string {
  const root = folder()
  cpSync(demo, join(root, 'demo'), { recursive: true })
  const rows = ids.map((_, n) => ({
    text: `前言 ${told(n)} 后记。"quoted" \\ 𠮷`,
    n,
    meta: { note: `see ${told((n + 1) % 160)}, thanks` },
  }))
  const sheet = `id,"备注 ""x""",tail\r\n${ids.map((_, n) => `${n},"说明, ""${told(n)}"" 完",${told((n + 3) % 160)}\r\n`).join('')}`
  return fill(root, {
    'rows.jsonl': lines(rows),
    'escaped.jsonl': lines(rows.slice(0, 40)).replace(/[^\x00-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    'odd.jsonl': `  {"手机" : "${ids[1]!.value}" , "phone":${ids[1]!.value}}\r\n\n{"${ids[9]!.value}":1, "b":[ ]}\r\n{"t":"none"}`,
    'list.json': JSON.stringify(rows.slice(0, 30), null, 2),
    'sheet.csv': sheet,
    'sheet.gb18030.csv': iconv.encode(sheet, 'gb18030'),
    'wide.csv': Buffer.from(`\ufeff${sheet}`, 'utf16le'),
    'marked.txt': `\ufeff第一行\n${told(0)}\n`,
    'prose.md': ids.map((_, n) => `# 第${n}节\n\n${told(n)}。\r\n`).join('\n'),
    'rows.jsonl.gz': gzipSync(lines(rows)),
    'clean.jsonl.gz': gzipSync(lines([{ text: '没有什么' }]), { level: 1 }),
  })
}

/** The content of a file, decompressed. */
const contentOf = (path: string): Buffer => {
  const bytes = readFileSync(path)
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
}
const charsetOf = (path: string) => (path.includes('gb18030') ? 'gb18030' : path.endsWith('wide.csv') ? 'utf-16le' : 'utf-8')
const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Whether `copy` is `original` with spans replaced by placeholders or asterisks: everything between them is there, in order. */
function isOriginalButForSpans(original: string, copy: string): boolean {
  const parts = copy.split(/"?(?:\[[A-Z0-9_]+\]|\*+)(?:_\d+)?"?/)
  return new RegExp(`^${parts.map(quoted).join('"?[^\\n]{1,120}?"?')}$`).test(original)
}

let root: string
beforeAll(() => {
  root = corpus()
})

describe('a cleaned copy', () => {
  let cleaned: Redacted
  let before: Awaited<ReturnType<typeof scan>>
  beforeAll(async () => {
    cleaned = await redact([root])
    before = await scan([root, '--no-config'])
  })
  const personal = (findings: readonly { rule: string }[]) => findings.filter(({ rule }) => /^(?:pii|secrets)/.test(rule))

  it('has none of what was found', async () => {
    expect(personal(before.findings).length).toBeGreaterThan(500)
    const after = await scan([cleaned.copy, '--no-config'])
    expect(personal(after.findings)).toEqual([])
    expect(after.report.corpus.records).toBe(before.report.corpus.records)
    // Findings of other kinds stay where they were.
    expect(after.findings.length).toBe(before.findings.length - personal(before.findings).length)
  })

  it('keeps all other bytes, in their charset and packing', () => {
    const original = sizes(root)
    expect([...sizes(cleaned.copy).keys()].sort()).toEqual(
      [...original.keys()].filter((path) => !/dataaudit\.|policy\.yaml/.test(path)).sort(),
    )
    for (const path of sizes(cleaned.copy).keys()) {
      const [from, to] = [contentOf(join(root, path)), contentOf(join(cleaned.copy, path))]
      const charset = charsetOf(path)
      const decoded = (bytes: Buffer) => iconv.decode(bytes, charset, { stripBOM: false })
      expect(iconv.encode(decoded(to), charset, { addBOM: false }).equals(to), path).toBe(true)
      expect(isOriginalButForSpans(decoded(from), decoded(to)), path).toBe(true)
      if (path.endsWith('.gz')) expect([...readFileSync(join(cleaned.copy, path)).subarray(0, 2)]).toEqual([0x1f, 0x8b])
    }
    // A file in which nothing was found is the same file, however it is packed.
    const packed = 'clean.jsonl.gz'
    expectSameBytes(readFileSync(join(cleaned.copy, packed)), readFileSync(join(root, packed)), packed)
  })

  it('is described by the mapping: digests, counts, and nothing that was taken out', () => {
    const { mapping } = cleaned
    expect(cleaned.status).toBe(mapping.totals.faultyKept > 0 || mapping.reasons.some(({ incomplete }) => incomplete) ? 3 : 0)
    for (const file of mapping.files) {
      if (file.after === undefined) continue
      expect(file.after).toBe(sha256(readFileSync(join(cleaned.copy, file.path))))
      expect(file.afterContent).toBe(sha256(contentOf(join(cleaned.copy, file.path))))
      expect(file.before).toBe(sha256(readFileSync(join(root, file.path))))
    }
    const found = new Map<string, number>()
    for (const { rule } of personal(before.findings)) found.set(rule, (found.get(rule) ?? 0) + 1)
    expect(mapping.rules).toEqual(Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1))))
    expect(mapping.totals.findings).toBe(personal(before.findings).length)
    const said = `${JSON.stringify(mapping)}${cleaned.stdout}${cleaned.stderr}`
    for (const { value } of ids) expect(said.includes(value), value.slice(0, 3)).toBe(false)
  })

  it('is the same at any number of threads, and over the corpus again', async () => {
    const other = await redact([root, '--workers', '3'])
    for (const path of sizes(cleaned.out).keys())
      expectSameBytes(readFileSync(join(other.out, path)), readFileSync(join(cleaned.out, path)), path)
    expect(readdirSync(other.out).sort()).toEqual(['corpus', 'redaction.json'])
  })

  it('cleaned again is the same', async () => {
    const again = await redact([cleaned.copy])
    expect(again.mapping.totals.findings).toBe(0)
    expect(again.mapping.corpus.after).toBe(again.mapping.corpus.before)
    expect(again.mapping.corpus.before).toBe(cleaned.mapping.corpus.after)
  })

  it('says the kind of what was there in the language of the reader, or nothing', async () => {
    const data = fill(folder(), { 'a.jsonl': lines([{ text: `手机${ids[1]!.value}。` }]) })
    const text = async (...args: string[]) => readFileSync(join((await redact([data, ...args])).copy, 'a.jsonl'), 'utf8')
    expect(await text()).toBe('{"text":"手机[CN_MOBILE]。"}\n')
    expect(await text('--lang', 'zh')).toBe('{"text":"手机[中国大陆手机号码]。"}\n')
    expect(await text('--style', 'mask')).toBe('{"text":"手机***********。"}\n')
  })

  it('names no kind where the name alone would make a rule sure of the number beside it', async () => {
    // 13 digits that only a word such as 银行卡 turns into a finding stay as they are.
    const data = fill(folder(), { 'a.jsonl': lines([{ text: `${told(3)} 6222021234567` }, { text: `${told(0)}${told(8)}${told(16)}` }]) })
    const { copy } = await redact([data, '--lang', 'zh'])
    const after = await scan([copy, '--no-config'])
    expect(personal(after.findings)).toEqual([])
    expect(readFileSync(join(copy, 'a.jsonl'), 'utf8')).toContain(' 6222021234567')
  })
})

describe('what goes', () => {
  it('is chosen by rule, pack, severity and confidence', async () => {
    const data = fill(folder(), { 'a.jsonl': lines([{ text: `${told(1)} ${told(2)} ${told(6)}` }]) })
    expect((await redact([data, '--only', 'pii-intl/email'])).mapping.rules).toEqual({ 'pii-intl/email': 1 })
    expect((await redact([data, '--only', 'pii-cn', 'secrets'])).mapping.rules).toEqual({
      'pii-cn/mobile': 1,
      'secrets/aws-access-key-id': 1,
    })
    const all = await scan([data, '--no-config'])
    const strong = all.findings.filter(({ severity, confidence }) => severity === 'error' && confidence === 'high')
    const { mapping } = await redact([data, '--severity', 'error', '--confidence', 'high'])
    expect(mapping.totals.findings).toBe(strong.length)
    const off = await run(['redact', data, '--only', 'pii-cn/name-in-text', '-o', join(folder(), 'x')])
    expect([off.status, off.stderr]).toEqual([2, expect.stringContaining('an optional rule that is not on; add --names')])
    const unknown = await run(['redact', data, '--only', 'pii-cm/mobile', '-o', join(folder(), 'x')])
    expect(unknown.status).toBe(2)
    expect(unknown.stderr).toContain('did you mean "pii-cn/mobile"')
  })

  it('is whole records with --drop, commas and brackets in order', async () => {
    const found = { t: told(1) }
    const data = fill(folder(), {
      'a.json': JSON.stringify([found, { t: 'x' }, found, { t: 'y' }, found], null, 1),
      'all.json': JSON.stringify([found, found]),
      'b.jsonl': `${JSON.stringify({ t: 'x' })}\r\n${JSON.stringify(found)}\r\n${JSON.stringify({ t: 'y' })}`,
      'c.csv': `h,i\n${told(1)},2\n3,4\n`,
    })
    const { copy, mapping, status } = await redact([data, '--drop'])
    expect(readFileSync(join(copy, 'a.json'), 'utf8')).toBe(JSON.stringify([{ t: 'x' }, { t: 'y' }], null, 1))
    expect(readFileSync(join(copy, 'all.json'), 'utf8')).toBe('[]')
    expect(readFileSync(join(copy, 'b.jsonl'), 'utf8')).toBe(`${JSON.stringify({ t: 'x' })}\r\n${JSON.stringify({ t: 'y' })}`)
    expect(readFileSync(join(copy, 'c.csv'), 'utf8')).toBe('h,i\n3,4\n')
    expect(mapping.totals).toMatchObject({ records: 12, dropped: 7, changed: 0 })
    expect(status).toBe(0)
  })

  it('is what a list says, whoever shortened it', async () => {
    const report = await scan([root, '--no-config'])
    const listed = await redact([root, '--report', report.out])
    const scanned = await redact([root])
    expect(listed.mapping.rules).toEqual(scanned.mapping.rules)
    const kept = report.findings.filter(({ rule, file }) => rule === 'pii-intl/email' && file % 2 === 1)
    writeFileSync(join(report.out, 'findings.jsonl'), lines(kept))
    const { mapping } = await redact([root, '--report', report.out])
    expect(mapping.rules).toEqual({ 'pii-intl/email': kept.length })
  })

  it('is said to stand elsewhere where nothing of a list stands, in a file in which nothing else is found, too', async () => {
    const data = fill(folder(), { 'a.jsonl': lines([{ text: told(1) }]), 'b.jsonl.gz': gzipSync(lines([{ text: 'no more than words' }])) })
    const report = await scan([data, '--no-config'])
    const [own] = report.findings
    const list = (...changes: readonly object[]) =>
      writeFileSync(join(report.out, 'findings.jsonl'), lines(changes.map((change) => ({ ...own, ...change }))))
    for (const change of [{ record: 7 }, { byteOffset: 900 }, { field: '/other' }, { excerpt: 'x' }, { file: 2 }]) {
      list(change)
      const { status, mapping, stderr } = await redact([data, '--report', report.out])
      expect(status, JSON.stringify(change)).toBe(3)
      expect(mapping.reasons.map(({ code }) => code)).toEqual(['redact.misplaced'])
      expect(stderr).toContain('1 file: ')
      expect(mapping.files.map(({ after, before }) => after === before)).toEqual([true, true])
    }
    list({ file: 3 })
    const beyond = await run(['redact', '--no-config', data, '--report', report.out, '-o', join(folder(), 'clean')])
    expect(beyond.status).toBe(2)
    expect(beyond.stderr).toContain('line 1 of findings.jsonl names file 3, and corpus.sha256 beside it has no such line')
  })

  it('is nothing of a corpus the list was not made from', async () => {
    const data = fill(folder(), { 'a.jsonl': lines([{ text: told(1) }]) })
    const report = await scan([data, '--no-config'])
    fill(data, { 'a.jsonl': lines([{ text: ` ${told(1)}` }]) })
    const out = join(folder(), 'clean')
    const ran = await run(['redact', data, '--report', report.out, '-o', out])
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain('Scan again')
    expect(readdirSync(out)).toEqual([])
  })
})

it('a value under a key that is found keeps what it says, whatever is found behind it', async () => {
  const value = 'plain words, and none of them anything that a rule looks for'
  const corpus = fill(folder(), { 'keys.jsonl': lines([{ 13812345678: value, text: 'write to someone@example-corp.org today' }]) })
  const { copy } = await redact([corpus])
  const [row] = readFileSync(join(copy, 'keys.jsonl'), 'utf8').trim().split('\n')
  expect(JSON.parse(row!)).toEqual({ '[CN_MOBILE]': value, text: 'write to [EMAIL] today' })
})

it('a key in which the scan looks for nothing stays as it is', async () => {
  const rule = {
    ...{ id: 'team/desk', status: 'stable', domain: 'pii', entity: 'DESK', risk: 'CN-A4-f', severity: 'error', units: ['key'] },
    ...{
      requirements: ['PIPL-13'],
      title: { zh: '工位', en: 'Desk' },
      why: { zh: '测试', en: 'A test.' },
      remedy: { zh: '删除', en: 'Remove.' },
    },
    detect: { kind: 'terms', terms: ['400001', 'desk-400001'] },
    examples: { match: [{ text: 'desk-400001' }], pass: [{ text: '400002' }] },
  }
  const pack = { schema: 'dataaudit.rulepack/v1', id: 'team', version: '1.0.0', title: { zh: '组', en: 'Team' }, license: 'Apache-2.0' }
  const cwd = fill(folder(), {
    'team/pack.yaml': JSON.stringify(pack),
    'team/desk.yaml': JSON.stringify(rule),
    'c/a.jsonl': [{ '400001': 1, 'desk-400001': 2 }],
  })
  const { copy, mapping } = await redact(['c', '--rules', 'team'], cwd)
  expect(readFileSync(join(copy, 'a.jsonl'), 'utf8')).toBe('{"400001":1,"[DESK]":2}\n')
  expect(mapping.rules).toEqual({ 'team/desk': 1 })
})

describe('what cannot be cleaned', () => {
  it('is kept or dropped as one chooses, counted, and ends with exit 3', async () => {
    const data = fill(folder(), {
      'a.jsonl': `{"t":"${told(1)}"}\n{"t": broken\n{"t":"x"}\n`,
      'b.json': `[{"t":"${told(1)}"}, {"t":"y"}, oops]`,
      'c.bin': Buffer.from([0, 1, 2, 3, 0, 255, 0, 9]),
      'long.txt': 'x'.repeat(7_000_000),
    })
    const keep = await redact([data, '--max-record-bytes', '1MiB'])
    expect(keep.status).toBe(3)
    expect(keep.mapping.totals).toMatchObject({ faultyKept: 3, faultyDropped: 0, findings: 2 })
    expect(readFileSync(join(keep.copy, 'a.jsonl'), 'utf8')).toBe(
      '{"t":"[CN_MOBILE]"}\n{"t": broken\n{"t":"x"}\n'.replace('[', `${ids[1]!.cue}[`),
    )
    expect(readFileSync(join(keep.copy, 'b.json'), 'utf8')).toBe(`[{"t":"${ids[1]!.cue}[CN_MOBILE]"}, {"t":"y"}, oops]`)
    for (const name of ['c.bin', 'long.txt'])
      expect(readFileSync(join(keep.copy, name)).equals(readFileSync(join(data, name))), name).toBe(true)
    expect(keep.mapping.reasons.map(({ code }) => code)).toEqual(['file.binary'])
    const drop = await redact([data, '--faulty', 'drop', '--max-record-bytes', '1MiB'])
    expect(drop.status).toBe(3)
    expect(drop.mapping.totals).toMatchObject({ faultyKept: 0, faultyDropped: 3, filesNotWritten: 1 })
    expect([keep.stdout, drop.stdout].map((said) => /(\d+) left out/.exec(said)?.[1])).toEqual(['0', '3'])
    expect(readFileSync(join(drop.copy, 'a.jsonl'), 'utf8')).toBe(`{"t":"${ids[1]!.cue}[CN_MOBILE]"}\n{"t":"x"}\n`)
    expect(readFileSync(join(drop.copy, 'long.txt'), 'utf8')).toBe('')
  })

  it('is a name, which is told and never printed', async () => {
    const data = fill(folder(), { [`${ids[1]!.value}.txt`]: '正文' })
    const { mapping, status, stdout, stderr } = await redact([data])
    expect(status).toBe(3)
    expect(mapping.reasons.map(({ code }) => code)).toEqual(['redact.path'])
    expect(`${JSON.stringify(mapping)}${stdout}${stderr}`).not.toContain(ids[1]!.value)
  })

  it('is a charset nobody can write back: then the copy is UTF-8, and says so', async () => {
    // Half a surrogate pair is no character: decoding and encoding does not lead back.
    const wide = Buffer.concat([Buffer.from(`t\n${told(1)}，中文\n`, 'utf16le'), Buffer.from([0x3d, 0xd8]), Buffer.from('末\n', 'utf16le')])
    const data = fill(folder(), { 'a.csv': Buffer.concat([Buffer.from([0xff, 0xfe]), wide]) })
    const { copy, mapping } = await redact([data])
    expect(readFileSync(join(copy, 'a.csv'), 'utf8')).toBe(`t\n${ids[1]!.cue}[CN_MOBILE]，中文\n\ufffd末\n`)
    expect(mapping.files[0]).toMatchObject({ charset: 'utf-8', reasons: ['redact.charset'] })
  })

  it('is not the name of the kind: in Big5 it is written in characters that every reader of Big5 knows', async () => {
    const text = '這是一個繁體中文的文章，電子郵件是 wang@gmail.com，謝謝大家的閱讀。'
    const data = fill(folder(), { 'a.txt': iconv.encode(text, 'big5') })
    const { copy, mapping } = await redact([data, '--lang', 'zh'])
    expect(mapping.files[0]!.charset).toBe('big5')
    const told = readFileSync(join(copy, 'a.txt'))
    expect(iconv.decode(told, 'big5')).toBe(text.replace('wang@gmail.com', '[EMAIL]'))
    // 电 and 邮 are in the supplement of Hong Kong, whose first bytes lie below A1.
    expect(Math.min(...[...told].filter((byte) => byte >= 0x80))).toBeGreaterThanOrEqual(0xa1)
  })

  it('is found late: a file that begins in ASCII is written in the charset it turns out to have', async () => {
    const text = `${'plain line\n'.repeat(8000)}第二部分的内容，都是中文。${told(1)}\n`
    const data = fill(folder(), { 'a.txt': iconv.encode(text, 'gb18030') })
    const { copy, mapping } = await redact([data])
    expect(mapping.files[0]!.charset).toBe('gb18030')
    expect(iconv.decode(readFileSync(join(copy, 'a.txt')), 'gb18030')).toBe(text.replace(ids[1]!.value, '[CN_MOBILE]'))
  })
})

describe('the folder of the copy', () => {
  it('is new, and neither in the corpus nor around it', async () => {
    const data = fill(folder(), { 'a.jsonl': lines([{ text: told(1) }]) })
    const at = readFileSync(join(data, 'a.jsonl'))
    for (const out of [join(data, 'clean'), data]) {
      const ran = await run(['redact', data, '-o', out])
      expect(ran.status).toBe(2)
      expect(ran.stderr).toContain('never cleaned in place')
    }
    const taken = fill(folder(), { 'mine.txt': 'mine' })
    expect((await run(['redact', data, '-o', taken])).stderr).toContain('is not empty')
    expect(readFileSync(join(data, 'a.jsonl'))).toEqual(at)
    expect(readFileSync(join(taken, 'mine.txt'), 'utf8')).toBe('mine')
    expect((await run(['redact', '-', '-o', join(folder(), 'x')])).status).toBe(2)
  })
})

describe('how it ends', () => {
  it('empty: a corpus in which no record was read is incomplete, as it is to a scan', async () => {
    for (const files of [{}, { 'a.jsonl': '' }]) {
      const ran = await run(['redact', fill(folder(), files), '-o', join(folder(), 'x')])
      expect(ran.status).toBe(3)
      expect(ran.stderr).toContain('no record was read')
    }
  })

  it('clean.jsonl: a list without findings has all records read', async () => {
    const data = fill(folder(), { 'clean.jsonl': lines([{ text: 'The sea was calm that morning.' }]) })
    const { out } = await scan([data, '--no-config'])
    expect((await run(['redact', data, '--report', out, '-o', join(folder(), 'x')])).status).toBe(0)
  })

  it('says nothing under -q but errors, as a scan does', async () => {
    const data = fill(folder(), { 'a.jsonl': `${lines([{ text: told(1) }])}{"text"\n` })
    const loud = await run(['redact', data, '-o', join(folder(), 'x')])
    expect([loud.status, loud.stderr]).toEqual([3, expect.stringContaining('could not be judged')])
    expect(await run(['redact', '-q', data, '-o', join(folder(), 'x')])).toMatchObject({ status: 3, stdout: '', stderr: '' })
    expect((await run(['redact', '-q', '-', '-o', join(folder(), 'x')])).stderr).toContain('standard input')
  })
})

describe('findings.jsonl', () => {
  it('carries offsets that another program can apply: bytes of the decoded UTF-8 value', async () => {
    const program = `
import json, sys
data, findings = sys.argv[1:]
rows = [json.loads(line) for line in open(data, encoding="utf-8") if line.strip()]
spans = {}
for line in open(findings, encoding="utf-8"):
    f = json.loads(line)
    if f["unit"] != "key" and f["rule"].split("/")[0] in ("pii-cn", "pii-intl", "secrets"):
        spans.setdefault((f["record"], f["field"]), []).append((f["byteOffset"], f["length"]))
for (record, field), places in spans.items():
    *path, last = field.split("/")[1:]
    at = rows[record]
    for step in path:
        at = at[int(step)] if isinstance(at, list) else at[step]
    last = int(last) if isinstance(at, list) else last
    value = at[last].encode("utf-8")
    for start, length in sorted(places, reverse=True):
        gone = value[start:start + length].decode("utf-8")
        value = value[:start] + b"*" * len(gone) + value[start + length:]
    at[last] = value.decode("utf-8")
for row in rows:
    print(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
`
    const data = fill(folder(), { 'rows.jsonl': readFileSync(join(root, 'rows.jsonl')) })
    const { out } = await scan([data, '--no-config'])
    let printed: string
    try {
      printed = execFileSync('python3', ['-c', program, join(data, 'rows.jsonl'), join(out, 'findings.jsonl')], {
        encoding: 'utf8',
        env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
      })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      skipped('offsets applied by a Python program', 'there is no python3')
      return
    }
    const { copy, mapping } = await redact([data, '--style', 'mask'])
    expect(mapping.totals.findings).toBeGreaterThan(250)
    expect(readFileSync(join(copy, 'rows.jsonl'), 'utf8')).toBe(printed)
  })
})
