import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { told } from '../cli/console.ts'
import { type Json, temporary, writeFiles } from './sample.ts'

/** The whole road on the command line: scan, name a parent, sign, compare, verify as a chain, scan again. */

const good = async (args: readonly string[], cwd: string) => {
  const done = await told(args, cwd)
  expect(done, args.join(' ')).toMatchObject({ status: 0 })
  return done
}

const rows = (texts: readonly string[]) =>
  texts.map((text) => `${JSON.stringify({ text, source: text.includes('X') ? 'mail' : 'web' })}\n`).join('')
const raw = {
  'raw/a.jsonl': rows(['身份证号：11010519491231002X', 'plain words']),
  'raw/b.jsonl': rows(['nothing here', 'nothing here']),
  'raw/c.jsonl': rows(['stays as it is']),
  'raw/old/d.jsonl': rows(['moves elsewhere']),
}
const cleaned = {
  'cleaned/a.jsonl': rows(['身份证号：', 'plain words']),
  'cleaned/c.jsonl': raw['raw/c.jsonl'],
  'cleaned/new/d.jsonl': raw['raw/old/d.jsonl'],
  'cleaned/new/e.jsonl': rows(['one more']),
}

async function road() {
  const cwd = await temporary()
  await mkdir(join(cwd, '.git'))
  await writeFiles(cwd, { ...raw, ...cleaned })
  await good(['keygen', '--no-encrypt', '-o', 'k'], cwd)
  await good(['scan', 'raw', '-q', '--fail-on', 'none', '--no-config', '-o', 'one', '--key', 'k.key'], cwd)
  await good(['scan', 'cleaned', '-q', '--fail-on', 'none', '--no-config', '-o', 'two', '--key', 'k.key', '--parent', 'one', '--sm3'], cwd)
  return cwd
}

describe('lineage on the command line', () => {
  it('scan names a parent, verify follows the chain, diff says what changed', async () => {
    const cwd = await road()
    const statement: Json = JSON.parse(await readFile(join(cwd, 'two/statement.json'), 'utf8'))
    expect(statement.predicate.parents).toHaveLength(1)
    expect(statement.subject[1].digest.sm3).toMatch(/^[0-9a-f]{64}$/)
    const chain = await good(['verify', 'two', '--key', 'k.pub', '--corpus', 'cleaned', '--chain', 'one'], cwd)
    expect(chain.stdout).toContain('the chain holds: 1 earlier')
    expect((await good(['verify', 'two', '--key', 'k.pub', '--chain', 'one', '--lang', 'zh'], cwd)).stdout).toContain('上游链条完整')
    const lost = await told(['verify', 'one', '--key', 'k.pub', '--chain', 'two', '--json'], cwd)
    expect(lost.status).toBe(4)
    expect(JSON.parse(lost.stdout)).toMatchObject({ code: 'lineage.unrelated' })

    const found: Json = JSON.parse((await good(['diff', 'one', 'two', '--json'], cwd)).stdout)
    expect(found).toMatchObject({
      parent: true,
      sameCorpus: false,
      files: {
        same: 1,
        changed: { total: 1, places: [{ line: 1 }] },
        added: { total: 2, places: [{ line: 3 }, { line: 4 }] },
        removed: { total: 2, places: [{ line: 2 }, { line: 4 }] },
        moved: 1,
      },
      counts: {
        files: { before: 4, after: 4 },
        records: { before: 6, after: 5 },
        findings: { before: 1, after: 0 },
        duplicates: { before: 1, after: 0 },
      },
      rules: [{ rule: 'pii-cn/resident-id', before: 1, after: 0 }],
      sources: [{ source: 'mail', before: 1, after: 0 }],
      declared: null,
      packs: [],
      sameConfig: true,
    })
    expect(JSON.stringify(found)).not.toContain('d.jsonl')
    const en = (await good(['diff', 'one', 'two', '--show-paths'], cwd)).stdout
    expect(en).toContain('names the first as its parent')
    expect(en).toContain('pii-cn/resident-id: 1 → 0 (-1)')
    expect(en).toContain('new/e.jsonl')
    const zh = (await good(['diff', 'two', 'one', '--lang', 'zh'], cwd)).stdout
    expect(zh).toContain('第二份报告未指明第一份为其上游')
    expect(zh).toContain('其中仅改名：1')
    expect(zh).not.toContain('jsonl')
  })

  it('diff needs no manifest, believes no other one, and no parent may lie where the report goes', async () => {
    const cwd = await road()
    const manifest = join(cwd, 'one/corpus.sha256')
    const text = await readFile(manifest, 'utf8')
    await writeFile(manifest, text.replace('a.jsonl', 'A.jsonl'))
    expect(await told(['diff', 'one', 'two'], cwd)).toMatchObject({ status: 4 })
    await rm(manifest)
    expect(JSON.parse((await good(['diff', 'one', 'two', '--json'], cwd)).stdout)).toMatchObject({ files: null, parent: true })
    expect((await good(['diff', 'one', 'two'], cwd)).stdout).toContain('withheld')
    expect(await told(['diff', 'raw', 'two'], cwd)).toMatchObject({ status: 2 })
    expect(await told(['scan', 'raw', '-q', '--no-config', '-o', 'two', '--parent', 'two'], cwd)).toMatchObject({ status: 2 })
    expect(await told(['scan', 'raw', '-q', '--no-config', '-o', 'three', '--parent', 'nowhere'], cwd)).toMatchObject({ status: 2 })
  })
})

describe('verify --rerun', () => {
  it('wants the same bytes of the same scan, and says what is different when they are not', async () => {
    const cwd = await road()
    const rerun = async (...more: readonly string[]) => {
      const done = await told(
        ['verify', 'one', '--key', 'k.pub', '--corpus', 'raw', '--json', '--rerun', '--', '--no-config', '--fail-on', 'none', ...more],
        cwd,
      )
      const json: Json = JSON.parse(done.stdout)
      return { status: done.status, code: json.code, checks: (json.checks ?? []).map((check: Json) => check.code) }
    }
    const same = await rerun()
    expect(same).toMatchObject({ status: 0 })
    expect(same.checks).toContain('rerun')
    await writeFile(join(cwd, 'keywords.csv'), 'term,risk,lang,added_at\nplain words,CN-A1-a,en,2026-01-01\n')
    expect(await rerun('--keywords', 'keywords.csv')).toMatchObject({ status: 4, code: expect.stringMatching(/^rerun\.(config|rules)$/) })
    expect(await rerun('--fail-on', 'note')).toMatchObject({ status: 4, code: 'rerun.config' })
    // What is already known to be wrong is not scanned again.
    await writeFile(join(cwd, 'raw/c.jsonl'), 'changed\n')
    const changed = await rerun()
    expect(changed).toMatchObject({ status: 4, code: 'corpus.changed' })
    expect(changed.checks).not.toContain('rerun.corpus')
  })

  it('catches a report that an honest key signed and no scan would have given', async () => {
    const cwd = await road()
    const path = join(cwd, 'one/report.json')
    const report: Json = JSON.parse(await readFile(path, 'utf8'))
    report.statistics.findings.total = 0
    const { canonicalBytes } = await import('../../src/notation/jcs.ts')
    const { handOff } = await import('../../src/attest/statement.ts')
    const { pageOf } = await import('../../src/cli/page.ts')
    const { reportSchema } = await import('../../src/report/index.ts')
    const { sha256 } = await import('./sample.ts')
    await writeFile(path, canonicalBytes(report))
    const html = pageOf(reportSchema.parse(report), report.config.lang)
    await writeFile(join(cwd, 'one/report.html'), html)
    const statement: Json = JSON.parse(await readFile(join(cwd, 'one/statement.json'), 'utf8'))
    statement.predicate.report = report
    statement.subject[1].digest.sha256 = sha256(canonicalBytes(report))
    statement.subject[2].digest.sha256 = sha256(html)
    for (const [name, bytes] of Object.entries(handOff(statement))) await writeFile(join(cwd, 'one', name), bytes)
    await good(['sign', 'one', '--key', 'k.key'], cwd)
    await good(['verify', 'one', '--key', 'k.pub', '--corpus', 'raw'], cwd)
    const done = await told(
      ['verify', 'one', '--key', 'k.pub', '--corpus', 'raw', '--json', '--rerun', '--', '--no-config', '--fail-on', 'none'],
      cwd,
    )
    expect(done.status).toBe(4)
    expect(JSON.parse(done.stdout)).toMatchObject({ code: 'rerun.differs' })
  })

  it('needs the corpus, and takes scan options only with --rerun', async () => {
    const cwd = await road()
    expect(await told(['verify', 'one', '--key', 'k.pub', '--rerun'], cwd)).toMatchObject({ status: 2 })
    expect(await told(['verify', 'one', 'two', '--key', 'k.pub'], cwd)).toMatchObject({ status: 2 })
  })
})

it('a report folder that lies in its own corpus does not count as part of it', async () => {
  const cwd = await temporary()
  await mkdir(join(cwd, '.git'))
  await writeFiles(cwd, raw)
  await good(['keygen', '--no-encrypt', '-o', '../k-of-road'], join(cwd, 'raw'))
  await good(['scan', '.', '-q', '--fail-on', 'none', '--no-config', '--key', '../k-of-road.key'], join(cwd, 'raw'))
  await good(['verify', '--key', '../k-of-road.pub', '--corpus', '.'], join(cwd, 'raw'))
  await good(
    ['verify', '--key', '../k-of-road.pub', '--corpus', '.', '--rerun', 'dataaudit-report', '--', '--no-config', '--fail-on', 'none'],
    join(cwd, 'raw'),
  )
})
