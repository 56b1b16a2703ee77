import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { told } from './console.ts'
import { bytesIn, expectSame, filesOf, fill, folder, lines, reportOf, sha256 } from './kit.ts'

/** Draw, judge, import, sign: the human sample as a person works with it. */

const phone = { text: '手机13912345678，请回电。', source: 'forum' }
const word = (i: number) => ({ text: `The tide table number ${i} is printed every spring.`, source: i % 2 === 0 ? 'press' : 'forum' })
const quick = ['--no-config', '--fail-on', 'none']
const nonce = 'ab12'.repeat(16)

/** Rows of a CSV without quotes. */
const rowsOf = (text: string) =>
  text
    .replace(/^\ufeff/, '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.split(','))

interface Drawn {
  readonly items: readonly {
    readonly file: number
    readonly record: number
    readonly rules: readonly string[]
    readonly source: string
    readonly main: boolean
  }[]
}
const drawOf = (root: string) => (JSON.parse(readFileSync(join(root, 'dataaudit-review/draw.json'), 'utf8')) as { draw: Drawn }).draw

/** Verdicts on a draw as the review page saves them. */
function verdicts(
  draw: Drawn,
  reviewer: string,
  say: (item: Drawn['items'][number], at: number) => string,
  rest: (item: Drawn['items'][number]) => string = () => ',,',
): string {
  return [
    'item,verdict,risk,right,wrong,reviewer',
    ...draw.items.map((item, at) => `${item.file}:${item.record},${say(item, at)},${rest(item)},${reviewer}`),
  ].join('\r\n')
}

describe('a human sample', () => {
  let root: string
  const config = 'review:\n  nonceFile: nonce.hex\n  size: 200\n  perRule: 5\n'
  const configured = ['-c', 'dataaudit.config.yaml']
  beforeAll(async () => {
    root = fill(folder(), {
      'c/a.jsonl': lines(Array.from({ length: 700 }, (_, i) => (i % 100 === 3 ? phone : word(i)))),
      'c/b.jsonl': `${lines([word(1)])}{"text": broken\n${lines([word(2)])}`,
      'c/notes.md': 'A note on the tide.\n',
      'nonce.hex': `${nonce}\n`,
      'dataaudit.config.yaml': config,
    })
    expect((await told(['keygen', '--out', 'k', '--no-encrypt'], root)).status).toBe(0)
    const scanned = await told(['scan', 'c', ...configured, '--fail-on', 'none', '-o', 'r', '--key', 'k.key'], root)
    expect(scanned.status).toBe(3)
  })

  it('is fixed by the scan: plan, commitment and frame stand in the signed report, the nonce does not', () => {
    const { review } = reportOf(join(root, 'r'))
    expect(review).toMatchObject({ size: 200, perSource: 0, perRule: 5, result: null, frame: { records: 704 } })
    expect(review.commitment?.sha256).toBe(sha256(Buffer.from(nonce, 'hex')))
    expect(review.frame.digest.sha256).toBe(sha256('700\n3\n1\n'))
    expect(readFileSync(join(root, 'r/report.json'), 'utf8')).not.toContain(nonce)
  })

  it('takes its nonce from a place that the configuration names in full', async () => {
    const cwd = fill(folder(), {
      'c/a.jsonl': lines([word(1)]),
      'dataaudit.config.yaml': `review: {nonceFile: ${join(root, 'nonce.hex')}}\n`,
    })
    expect((await told(['scan', 'c', '-c', 'dataaudit.config.yaml', '-o', 'r'], cwd)).status).toBe(0)
    expect(reportOf(join(cwd, 'r')).review.commitment?.sha256).toBe(sha256(Buffer.from(nonce, 'hex')))
    const drawn = await told(['sample', 'r', '--corpus', 'c', '-c', 'dataaudit.config.yaml'], cwd)
    expect([drawn.status, drawn.stderr]).toEqual([0, expect.not.stringContaining('error')])
  })

  it('is drawn with the committed nonce and no other', async () => {
    const args = ['sample', 'r', '--corpus', 'c', ...configured]
    writeFileSync(join(root, 'other.hex'), 'cd'.repeat(32))
    const other = await told([...args, '--review-nonce-file', 'other.hex'], root)
    expect(other.status).toBe(4)
    expect(other.stderr).toContain('not the nonce the report commits to')
    const none = await told(['sample', 'r', '--corpus', 'c', '--no-config'], root)
    expect(none.status).toBe(2)
    expect(none.stderr).toContain('--review-nonce-file')
    expect(filesOf(join(root, 'dataaudit-review'))).toEqual([])

    const drawn = await told(args, root)
    expect(drawn.status, drawn.stderr).toBe(0)
    expect(drawn.stderr).toContain('only place this program writes any')
    expect(filesOf(join(root, 'dataaudit-review'))).toEqual(['draw.json', 'review.csv', 'review.html'])
    const draw = drawOf(root)
    expect(draw.items.filter((item) => item.main)).toHaveLength(200)
    // The rule fired in seven records; at least five are drawn, the sample's among them.
    expect(draw.items.filter((item) => item.rules.includes('pii-cn/mobile')).length).toBeGreaterThanOrEqual(5)
    expect((await told([...args, '-o', 'again'], root)).status).toBe(0)
    expectSame(join(root, 'again'), bytesIn(join(root, 'dataaudit-review')))
  })

  it('shows the text of records, closed to others, outside report and corpus', async () => {
    const csv = readFileSync(join(root, 'dataaudit-review/review.csv'), 'utf8')
    expect(csv).toContain('手机13912345678')
    if (process.platform !== 'win32') {
      expect(statSync(join(root, 'dataaudit-review')).mode & 0o077).toBe(0)
      for (const name of filesOf(join(root, 'dataaudit-review')))
        expect(statSync(join(root, 'dataaudit-review', name)).mode & 0o077).toBe(0)
    }
    for (const out of ['r', 'r/sheets', 'c/sheets', '.']) {
      const ran = await told(['sample', 'r', '--corpus', 'c', ...configured, '-o', out], root)
      if (out === '.') expect(ran.status).toBe(0)
      else expect(ran.stderr, out).toContain('must lie outside the report folder and the corpus')
    }
  })

  it('takes the verdicts of two reviewers into the report, the page and a new signature', async () => {
    const draw = drawOf(root)
    const hit = (item: Drawn['items'][number]) => item.rules.length > 0
    const unread = (item: Drawn['items'][number]) => item.file === 2 && item.record === 1
    const mark = (item: Drawn['items'][number], at: number) => (unread(item) ? 'unreadable' : hit(item) || at === 50 ? 'fail' : 'pass')
    const rest = (item: Drawn['items'][number]) => `${hit(item) ? 'CN-A4-e' : ''},${hit(item) ? 'pii-cn/mobile' : ''},`
    writeFileSync(join(root, 'first.csv'), verdicts(draw, 'r1', mark, rest))
    // The second judges the first twenty, and differs on one.
    const some = { items: draw.items.slice(0, 20) }
    const other = some.items.findIndex((item) => !hit(item) && !unread(item))
    writeFileSync(
      join(root, 'second.csv'),
      verdicts(some, 'r2', (item, at) => (at === other ? '存疑' : mark(item, at)), rest),
    )
    const before = sha256(readFileSync(join(root, 'r/report.json')))
    const ran = await told(['review', 'r', 'first.csv', 'second.csv', ...configured, '--fail-on', 'none', '--json'], root)
    expect(ran.status, ran.stderr).toBe(3)
    expect(ran.stderr).toContain('kept as scan.sigstore.json')
    const report = reportOf(join(root, 'r'))
    const result = report.review.result!
    expect(JSON.parse(ran.stdout)).toEqual(result)
    expect(result.scanReport.sha256).toBe(before)
    expect(result.nonce).toBe(nonce)
    const main = draw.items.filter((item) => item.main)
    const lost = main.filter(unread).length
    const failed = main.filter((item, at) => mark(item, at) === 'fail').length
    expect(result.items).toMatchObject({ population: 704, drawn: 200, missing: 0, unreadable: lost, failed, unsure: 1, twice: 20 })
    expect(result.passRate).toMatchObject({ n: 200 - lost, k: 200 - lost - failed - 1 })
    expect(result.reviewers).toBe(2)
    expect(result.precision.map(({ rule, right }) => [rule, right.k === right.n, right.n >= 5])).toEqual([['pii-cn/mobile', true, true]])
    expect(result.agreement!.items).toBe(20)
    expect(result.agreement!.observedPpm).toBe(950_000)
    expect(result.bars.map((bar) => bar.id)).toEqual(['TC-9.2a', 'TC-9.2b'])
    // 200 of 704 are fewer than 4,000 and no census.
    expect(result.bars[0]!.point).toBe(false)
    // Nobody is named, and what was reviewed is not quoted.
    const said = readFileSync(join(root, 'r/report.json'), 'utf8') + readFileSync(join(root, 'r/report.html'), 'utf8') + ran.stderr
    for (const secret of ['13912345678', '"r1"', '>r1<', 'tide table number']) expect(said).not.toContain(secret)
    expect(readFileSync(join(root, 'r/report.html'), 'utf8')).toContain('Clopper–Pearson')
    const described = await told(['--lang', 'zh', 'describe', 'r'], root)
    expect(described.stdout).toMatch(
      /### 5\.7 人工抽检\n\n〔抽检〕抽检 \d+ 条，合格 \d+ 条，抽检合格率 [\d.]+%（95% 置信区间 .*抽检人员 2 名/,
    )

    expect(filesOf(join(root, 'r'))).toContain('scan.sigstore.json')
    expect(filesOf(join(root, 'r'))).not.toContain('report.sigstore.json')
    expect((await told(['verify', 'r', '--key', 'k.pub'], root)).status).toBe(4)
    expect((await told(['sign', 'r', '--key', 'k.key'], root)).status).toBe(0)
    expect((await told(['verify', 'r', '--key', 'k.pub', '--corpus', 'c'], root)).status).toBe(0)
  })

  it('can be imported again with more verdicts, drawn again from the corpus, and comes out the same in any order of files', async () => {
    const args = [...configured, '--fail-on', 'none']
    const once = await told(['review', 'r', 'first.csv', 'second.csv', ...args, '--corpus', 'c', '--key', 'k.key'], root)
    expect(once.status, once.stderr).toBe(3)
    const report = readFileSync(join(root, 'r/report.json'), 'utf8')
    expect(reportOf(join(root, 'r')).review.result!.recomputed).toBe('corpus')
    expect((await told(['review', 'r', 'second.csv', 'first.csv', ...args, '--corpus', 'c', '--key', 'k.key'], root)).status).toBe(3)
    expect(readFileSync(join(root, 'r/report.json'), 'utf8')).toBe(report)
    expect((await told(['verify', 'r', '--key', 'k.pub'], root)).status).toBe(0)
    expect(filesOf(join(root, 'r'))).toContain('scan.sigstore.json')
    const zh = await told(['--lang', 'zh', 'review', 'r', 'first.csv', ...args], root)
    expect(zh.stdout).toContain('抽检合格率')
    expect(zh.stdout).toContain('95% 置信区间')
    // The exit code is that of the gate, which looks at more than the sample: the verdict says why.
    expect([zh.status, zh.stdout]).toEqual([3, expect.stringMatching(/\n报告结论：.*（检测不完整）\n {2}× .*未能读取/)])
  })

  describe('that was tampered with is refused', () => {
    const draw = () => readFileSync(join(root, 'dataaudit-review/draw.json'), 'utf8')
    const review = (name: string, ...files: string[]) =>
      told(['review', 'r', ...files, '--draw', name, ...configured, '--fail-on', 'none'], root)

    it.each([
      ['an item exchanged for a nicer one', (text: string) => text.replace(/"record":\d+/, '"record":699'), 'the sample is another one'],
      ['an item left out', (text: string) => text.replace(/\{"file":1,"main":true[^}]*\},/, ''), 'the sample is another one'],
      ['another nonce', (text: string) => text.replace(nonce, 'ef'.repeat(32)), 'not the nonce the report commits to'],
      ['another number of records', (text: string) => text.replace('[700,1]', '[600,1]'), 'numbers of records the report counted'],
      ['another report', (text: string) => text.replace(/"report":"..../, '"report":"0000'), 'drawn for another report'],
      ['a frame that unfolds to a million files', (text: string) => text.replace('[700,1]', '[1,1000000]'), 'not a draw of this report'],
    ])('%s', async (_what, change, said) => {
      const changed = change(draw())
      expect(changed).not.toBe(draw())
      writeFileSync(join(root, 'changed.json'), changed)
      const ran = await review('changed.json', 'first.csv')
      expect([2, 4]).toContain(ran.status)
      expect(ran.stderr).toContain(said)
    })

    it('verdicts on another draw, on records not drawn, and two minds of one reviewer', async () => {
      const items = drawOf(root).items
      const outside = Array.from({ length: 700 }, (_, record) => record).find(
        (record) => !items.some((item) => item.file === 1 && item.record === record),
      )!
      fill(root, {
        'foreign.csv': 'item,verdict,reviewer,draw\r\n1:1,pass,r1,0123456789abcdef\r\n',
        'outside.csv': `item,verdict,reviewer\r\n1:${outside},pass,r1\r\n`,
        'minds.csv': `item,verdict,reviewer\r\n${items[0]!.file}:${items[0]!.record},pass,r1\r\n${items[0]!.file}:${items[0]!.record},fail,r1\r\n`,
        'empty.csv': 'item,verdict,reviewer\r\n1:1,,r1\r\n',
        'odd.csv': 'item,verdict,reviewer\r\n1:1,maybe 13912345678,r1\r\n',
        'noname.csv': 'item,verdict,reviewer\r\n1:1,pass,\r\n',
        'risk.csv': 'item,verdict,risk,reviewer\r\n1:1,fail,CN-A9-x,r1\r\n',
        'none.csv': 'verdict,reviewer\r\npass,r1\r\n',
      })
      for (const [file, said] of [
        ['foreign.csv', 'another draw'],
        ['outside.csv', 'not drawn'],
        ['minds.csv', 'twice and differently'],
        ['empty.csv', 'no verdict'],
        ['odd.csv', 'row 2, column "verdict"'],
        ['noname.csv', 'row 2, column "reviewer"'],
        ['risk.csv', 'row 2, column "risk"'],
        ['none.csv', 'column "item" is missing'],
      ] as const) {
        const ran = await review('dataaudit-review/draw.json', file)
        expect([2, 4], file).toContain(ran.status)
        expect(ran.stderr, file).toContain(said)
        expect(ran.stderr).not.toContain('13912345678')
      }
    })

    it('records called unreadable that the scan did read', async () => {
      writeFileSync(
        join(root, 'lazy.csv'),
        verdicts(drawOf(root), 'r1', () => 'unreadable'),
      )
      const ran = await review('dataaudit-review/draw.json', 'lazy.csv')
      expect(ran.status).toBe(4)
      expect(ran.stderr).toContain('only 1 could not be read at the scan')
    })

    it('another policy than the scan’s, and a corpus that changed', async () => {
      const policy = await told(['review', 'r', 'first.csv', ...configured, '--fail-on', 'note'], root)
      expect(policy.status).toBe(2)
      expect(policy.stderr).toContain('--fail-on')
      const other = fill(folder(), { 'c/a.jsonl': 'x', 'c/b.jsonl': 'y', 'c/notes.md': 'z', 'nonce.hex': nonce })
      const ran = await told(['sample', join(root, 'r'), '--corpus', 'c', '--no-config', '--review-nonce-file', 'nonce.hex'], other)
      // The report holds a result by now, so a sample is refused before the corpus is looked at.
      expect(ran.stderr).toContain('holds the result of a review already')
    })
  })
})

it('draws records that could not be read, the last of a file among them, and holds back a source that names somebody', async () => {
  const root = fill(folder(), {
    'c/a.jsonl': `${lines([{ ...word(1), source: 'zhang.san@sina.com.cn' }, word(2)])}{"text": broken\n`,
  })
  expect((await told(['scan', 'c', ...quick, '-o', 'r'], root)).status).toBe(3)
  const drawn = await told(['sample', 'r', '--corpus', 'c', '--no-config'], root)
  expect(drawn.status, drawn.stderr).toBe(0)
  const { items } = drawOf(root)
  expect(items.map(({ record, source }) => [record, source]).sort()).toEqual([
    [0, '(withheld)'],
    [1, 'press'],
    [2, '(unreadable)'],
  ])
})

describe('a sample of a small or changed corpus', () => {
  it('without a nonce is a census that stands for the corpus alone, and a changed corpus is refused', async () => {
    const root = fill(folder(), { 'c/a.jsonl': lines([word(0), word(1), phone]) })
    expect((await told(['scan', 'c', ...quick, '-o', 'r'], root)).status).toBe(0)
    fill(root, { 'nonce.hex': nonce })
    const brought = await told(['sample', 'r', '--corpus', 'c', '--no-config', '--review-nonce-file', 'nonce.hex'], root)
    expect(brought.status).toBe(4)
    expect(brought.stderr).toContain('commits to no nonce')
    expect((await told(['sample', 'r', '--corpus', 'c', '--no-config', '--lang', 'zh'], root)).status).toBe(0)
    writeFileSync(
      join(root, 'v.csv'),
      verdicts(drawOf(root), '审核员01', () => '合格'),
    )
    const ran = await told(['review', 'r', 'v.csv', ...quick], root)
    expect(ran.status, ran.stderr).toBe(0)
    const report = reportOf(join(root, 'r'))
    expect(report.review.result).toMatchObject({ census: true, passRate: { k: 3, n: 3, ppm: 1_000_000 }, nonce: null })
    expect(report.requirements.find((row) => row.id === 'TC-9.2a')).toMatchObject({ result: 'conform' })

    fill(root, { 'c/a.jsonl': lines([word(0), word(1), word(2)]) })
    await told(['scan', 'c', ...quick, '-o', 'r2'], root)
    fill(root, { 'c/a.jsonl': lines([word(0), word(1), word(3)]) })
    const changed = await told(['sample', 'r2', '--corpus', 'c', '--no-config'], root)
    expect(changed.status).toBe(4)
    expect(changed.stderr).toContain('line 1 of corpus.sha256 is not the audited one')
  })

  it('makes a nonce where the file named does not exist, once', async () => {
    const root = fill(folder(), { 'c/a.jsonl': lines([word(0)]) })
    const args = ['scan', 'c', ...quick, '--review-nonce-file', 'n.hex', '--no-run-metadata']
    const first = await told([...args, '-o', 'r1'], root)
    expect(first.stderr).toContain('keep the file')
    const second = await told([...args, '-o', 'r2'], root)
    expect(second.stderr).not.toContain('keep the file')
    expectSame(join(root, 'r2'), bytesIn(join(root, 'r1')))
    fill(root, { 'n.hex': 'not a nonce' })
    expect((await told([...args, '-o', 'r3'], root)).stderr).toContain('32 to 128 hex digits')
  })

  it('keeps formulas of a spreadsheet from running, and a page from being broken out of', async () => {
    const root = fill(folder(), {
      'c/a.txt': '=HYPERLINK("https://example.com")',
      'c/b.jsonl': lines([{ text: '</script><script>alert(1)</script><!-- \u2028 \u202e' }]),
    })
    await told(['scan', 'c', ...quick, '-o', 'r'], root)
    await told(['sample', 'r', '--corpus', 'c', '--no-config'], root)
    const cells = rowsOf(readFileSync(join(root, 'dataaudit-review/review.csv'), 'utf8')).flat()
    expect(cells.some((cell) => cell.startsWith('=') || cell.startsWith('"='))).toBe(false)
    const page = readFileSync(join(root, 'dataaudit-review/review.html'), 'utf8')
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page).not.toContain('alert(1)</script>')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/https?:\/\/(?!example\.com)/)
  })
})

describe('what a review is judged by', () => {
  const manifest = readFileSync(new URL('../../fixtures/sources/partial.yaml', import.meta.url), 'utf8')

  it('names the sources manifest or the gate that is missing', async () => {
    const root = fill(folder(), {
      'c/a.jsonl': [{ text: 'one' }],
      'v.csv': 'x',
      'm.yaml': manifest,
      'other.yaml': manifest.replace('示例科技', '另一家'),
    })
    const scanned = ['scan', 'c', '--no-config', '--fail-on', 'none']
    const review = async (report: string, ...args: string[]) => await told(['review', report, 'v.csv', '--no-config', ...args], root)
    await told([...scanned, '-o', 'bare'], root)
    await told([...scanned, '--sources', 'm.yaml', '-o', 'declared'], root)
    const gate = ['--fail-on', 'none']
    for (const [report, args, sentence] of [
      ['declared', gate, 'name it with --sources'],
      ['declared', [...gate, '--sources', 'other.yaml'], 'is not the sources manifest of the scan'],
      ['declared', ['--sources', 'm.yaml'], 'the gate is not that of the scan'],
      ['bare', [...gate, '--sources', 'm.yaml'], 'leave --sources out'],
      // With the right ones only the draw is missing.
      ['declared', [...gate, '--sources', 'm.yaml'], 'the draw "dataaudit-review/draw.json" cannot be read'],
    ] as const) {
      const ran = await review(report, ...args)
      expect(ran.status).toBe(2)
      expect(ran.stderr).toContain(sentence)
    }
    // A manifest that came to lie beside a report without one is nothing to it.
    fill(root, { 'dataaudit.sources.yaml': manifest })
    expect((await review('bare', ...gate)).stderr).toContain('the draw "dataaudit-review/draw.json" cannot be read')
  })
})
