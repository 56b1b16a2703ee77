import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { identifiers } from './cli/identifiers.ts'
import {
  bin,
  bytesIn,
  environment,
  expectSame,
  expectSameBytes,
  fill,
  folder,
  lines,
  reportFiles,
  type reportOf,
  run,
  skipped,
} from './cli/kit.ts'
import { seeded } from './random.ts'

/** The same corpus, rules and configuration give the same bytes, however and wherever the scan runs. */

const demo = fileURLToPath(new URL('../fixtures/demo/', import.meta.url))

/** Text of Chinese and English words, some of them an identifier; the same for the same seed. */
function prose(next: () => number, ids: readonly string[]): string {
  const words = ['山谷', '图书馆', '春天的河', '一班船', 'the tide', 'harbour', 'printed twice', '，', '。', 'é', '𠮷', '早市']
  const length = 3 + Math.floor(next() * 40)
  return Array.from({ length }, () =>
    next() < 0.01 ? `手机${ids[Math.floor(next() * ids.length)]} ` : `${words[Math.floor(next() * words.length)]} `,
  ).join('')
}

/** A corpus with large files that are cut into ranges, small ones, a packed one, and one with faults. */
function corpus(): string {
  const root = folder()
  cpSync(demo, join(root, 'demo'), { recursive: true })
  const next = seeded(5)
  const ids = identifiers(64, 3).map(({ value }) => value)
  const rows: string[] = []
  for (let i = 0, size = 0; size < 1_500_000; i++) {
    const row =
      i % 97 === 0
        ? `{"text": broken ${i}`
        : i % 89 === 0
          ? ''
          : JSON.stringify({
              text: prose(next, ids),
              source: `s${i % 7}`,
              url: `https://site${i % 23}.com/${i}`,
              [`k${i % 30}`]: i,
              messages: [{ role: 'user', content: prose(next, ids) }],
            })
    rows.push(row)
    size += Buffer.byteLength(row) + 1
  }
  const cells: string[] = ['id,title,"text ""quoted""",phone']
  for (let i = 0, size = 0; size < 1_000_000; i++) {
    const row = `${i},"${prose(next, ids)}${i % 3 === 0 ? '\n' : ''}, with ""quotes""",${prose(next, ids)},${ids[(8 * i + 1) % 64]}`
    cells.push(row)
    size += Buffer.byteLength(row) + 1
  }
  return fill(root, { 'rows.jsonl': rows.join('\n'), 'cells.csv': `${cells.join('\n')}\n`, 'empty.jsonl': '' })
}

describe('the same bytes', () => {
  let root: string
  let first: ReadonlyMap<string, Buffer>
  const args = ['--no-run-metadata', '--no-config']
  beforeAll(async () => {
    root = corpus()
    const out = join(folder(), 'out')
    const ran = await run(['scan', '.', '-o', out, '--workers', '1', ...args], { cwd: root })
    expect(ran.stderr).toBe('')
    expect(ran.status).toBe(1)
    first = bytesIn(out)
  })

  it('come from a corpus worth the name', () => {
    const report = JSON.parse(first.get('report.json')!.toString('utf8')) as ReturnType<typeof reportOf>
    expect([...first.keys()]).toEqual(reportFiles)
    expect(report.coverage.records.read).toBeGreaterThan(5000)
    expect(report.coverage.records.unreadable).toBeGreaterThan(20)
    expect(report.findings.total).toBeGreaterThan(2000)
    expect(report.corpus.formats.map((row) => row.format)).toEqual(['csv', 'jsonl', 'jsonl', 'text'])
    expect(report.statistics.faults.places.length).toBeGreaterThan(20)
    expect(report.statistics.examples.length).toBeGreaterThan(20)
  })

  it.each<readonly [string, readonly string[], { readonly [name: string]: string }, boolean]>([
    ['again', ['--workers', '1'], {}, true],
    ['two threads', ['--workers', '2'], {}, true],
    ['four threads over small ranges', ['--workers', '4', '--shard-size', '48KiB'], {}, true],
    ['one thread over odd ranges', ['--workers', '1', '--shard-size', '100003'], {}, true],
    [
      'another time zone and language',
      ['--workers', '2', '--shard-size', '300KB'],
      { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      true,
    ],
    ['another folder', ['--workers', '2'], { TZ: 'America/St_Johns', LC_ALL: 'C' }, false],
  ])('%s', async (_name, more, env, inside) => {
    const out = join(folder(), 'another', 'out')
    const ran = await run(['scan', inside ? '.' : root, '-o', out, ...args, ...more], { cwd: inside ? root : folder(), env })
    expect(ran.status).toBe(1)
    expectSame(out, first)
  })

  it('times stand in the statement alone, and only when asked for', async () => {
    const out = join(folder(), 'out')
    await run(['scan', root, '-o', out, '--no-config'])
    const files = bytesIn(out)
    for (const name of reportFiles) {
      const same = files.get(name)!.equals(first.get(name)!)
      expect(`${name} ${same}`).toBe(`${name} ${name !== 'statement.json' && name !== 'predicate.json'}`)
    }
    const statement = JSON.parse(files.get('statement.json')!.toString('utf8')) as { predicate: { run: { startedAt: string } } }
    expect(statement.predicate.run.startedAt).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/)
  })

  it('hold nothing of the machine', () => {
    for (const [name, bytes] of first) {
      const text = bytes.toString('utf8')
      expect(`${name} ${text.includes(root)}`).toBe(`${name} false`)
      expect(`${name} ${/\/tmp\/|\/home\/|\/root\//.test(text)}`).toBe(`${name} false`)
    }
  })
})

describe('two machines', () => {
  const names = [
    'a.txt',
    'a-b.txt',
    'a/b.jsonl',
    'Z.csv',
    'ä.txt',
    'İ.txt',
    'i.txt',
    '中/文.txt',
    '中文.txt',
    '~.md',
    '.hidden/x.txt',
    '𐐀.txt',
  ]
  const text = (name: string, i: number) =>
    name.endsWith('.csv')
      ? `id,text\n${i},"手机1391234567${i % 10}"\n`
      : name.endsWith('.jsonl')
        ? lines([{ text: `${i} mail@example.com` }])
        : `text ${i}\n`

  /** The corpus in a folder of its own, its files made in this order. */
  function settle(base: string, order: readonly string[]): string {
    const root = mkdtempSync(join(base, 'dataaudit-machine-'))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    for (const [n, name] of order.entries()) {
      fill(root, { [`data/${name}`]: text(name, names.indexOf(name)), [`data/gone-${n}`]: '' })
      // What was there and is gone leaves gaps that later names fill.
      if (n > 1) rmSync(join(root, `data/gone-${n - 1}`))
    }
    rmSync(join(root, `data/gone-${order.length - 1}`))
    rmSync(join(root, 'data/gone-0'))
    return root
  }
  /** A scan with a signature under settings of its own; the report folder that came of it. */
  function scanAt(
    root: string,
    key: string,
    setting: { cwd: string; umask: string; env: { [name: string]: string } },
  ): ReadonlyMap<string, Buffer> {
    const out = join(root, 'out')
    const command = [process.execPath, bin, 'scan', join(root, 'data'), '--no-config', '--no-run-metadata', '--key', key, '-o', out]
    const done = spawnSync('sh', ['-c', `umask ${setting.umask} && exec "$@"`, 'sh', ...command], {
      cwd: setting.cwd,
      env: environment(setting.env),
      encoding: 'utf8',
    })
    expect(done.status, done.stderr).toBe(1)
    return bytesIn(out)
  }

  it.each(['p256', 'ed25519'] as const)(
    'that differ in language, time zone, umask, folder, file system and the order of their directories write the same bytes, signed with %s',
    (algorithm) => {
      const keys = folder()
      const made = spawnSync(process.execPath, [bin, 'keygen', '--alg', algorithm, '--no-encrypt', '--out', join(keys, 'k')])
      expect(made.status).toBe(0)
      const here = settle(tmpdir(), names)
      const memory = '/dev/shm'
      const other = existsSync(memory) ? memory : tmpdir()
      if (other !== memory) skipped('another file system', `there is no ${memory}`)
      const there = settle(other, [...names].reverse())
      const listed = (root: string) => readdirSync(join(root, 'data'))
      expect(listed(here).sort()).toEqual(listed(there).sort())
      const first = scanAt(here, join(keys, 'k.key'), { cwd: here, umask: '022', env: { LC_ALL: 'C', LANG: 'C', TZ: 'UTC' } })
      const second = scanAt(there, join(keys, 'k.key'), {
        cwd: '/',
        umask: '077',
        env: { LC_ALL: 'tr_TR.UTF-8', LANG: 'zh_CN.GB18030', TZ: 'Pacific/Chatham' },
      })
      expect([...second.keys()]).toEqual([...first.keys()])
      expect([...first.keys()]).toEqual([...reportFiles, 'report.sigstore.json'].sort())
      const bundle = 'report.sigstore.json'
      for (const [name, bytes] of first) {
        if (name === bundle && algorithm === 'p256') continue
        expectSameBytes(second.get(name)!, bytes, name)
      }
      // An ECDSA signature holds a random number; nothing else of the bundle may differ.
      const bare = (bytes: Buffer) => {
        const json = JSON.parse(bytes.toString('utf8'))
        json.dsseEnvelope.signatures[0].sig = ''
        return json
      }
      expect(bare(second.get(bundle)!)).toEqual(bare(first.get(bundle)!))
    },
  )
})
