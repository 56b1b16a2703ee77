import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ReportFinding } from '../../src/report/index.ts'
import { bin, environment, filesOf, fill, folder, lines, reportOf, run, skipped } from './kit.ts'

/** A person asks what is held of them: the places are found and listed, the identifier goes nowhere. */

const person = '13912345678'
const word = { text: 'The tide table is printed every spring.' }
const corpus = () =>
  fill(folder(), {
    'c/a.jsonl': lines([word, { text: `手机139-1234-5678，请回电。`, n: 1 }, { text: 'x', [`tel ${person}`]: { deep: Number(person) } }]),
    'c/b.csv': `name,tel\n甲,13912345679\n乙,１３９１２３４５６７８\n`,
    [`c/notes ${person}.md`]: 'A note.\n',
  })
const list = (root: string) =>
  readFileSync(join(root, 'out.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ReportFinding)

describe('trace', () => {
  it('lists every place by file line, record, field and byte, without the identifier, and a later trace shows that none is left', async () => {
    const root = corpus()
    const args = ['trace', 'c', '--no-config', '--removal-list', 'out.jsonl']
    const ran = await run(args, { cwd: root, input: `+86 139 1234 5678\n` })
    expect(ran.status, ran.stderr).toBe(1)
    expect(list(root).map(({ file, record, field, unit, byteOffset }) => [file, record, field, unit, byteOffset])).toEqual([
      [1, 1, '/text', 'text', 6],
      [1, 2, '/xxx 00000000000/deep', 'key', 4],
      [1, 2, '/xxx 00000000000/deep', 'text', 0],
      [2, 1, '/tel', 'text', 0],
      [3, 0, '', 'path', 6],
    ])
    expect(ran.stdout).toContain('5 places in 4 records of 3 files')
    // The number of a file is its line in corpus.sha256.
    await run(['scan', 'c', '--no-config', '--fail-on', 'none', '-o', 'r'], { cwd: root })
    expect(readFileSync(join(root, 'r/corpus.sha256'), 'utf8').split('\n')[1]).toContain('b.csv')
    expect(ran.stdout).toContain(reportOf(join(root, 'r')).corpus.merkle.root)
    for (const text of [ran.stdout, ran.stderr, readFileSync(join(root, 'out.jsonl'), 'utf8')]) {
      expect(text.normalize('NFKC').replace(/[^0-9]/g, ' ')).not.toMatch(/1391234|12345678/)
      expect(text).not.toContain('139-1234')
    }
    if (process.platform !== 'win32') expect(statSync(join(root, 'out.jsonl')).mode & 0o077).toBe(0)

    const cleaned = fill(folder(), { 'c/a.jsonl': lines([word, { text: '手机已删除。' }]), 'c/b.csv': 'name,tel\n甲,13912345679\n' })
    const later = await run(args, { cwd: cleaned, input: person })
    expect(later.status, later.stderr).toBe(0)
    expect(later.stdout).toContain('0 places')
    expect(list(cleaned)).toEqual([])
  })

  it('says so when something could not be read: nothing found is then no proof', async () => {
    const root = fill(folder(), { 'c/a.jsonl': `${lines([word])}{"text": broken\n` })
    const ran = await run(['--lang', 'zh', 'trace', 'c', '--no-config'], { cwd: root, input: person })
    expect(ran.status).toBe(3)
    expect(ran.stdout).toContain('找到 0 处')
    expect(ran.stderr).toContain('1 条记录未能读取')
    const json = await run(['trace', 'c', '--no-config', '--json'], { cwd: root, input: person })
    expect(JSON.parse(json.stdout)).toMatchObject({
      found: 0,
      complete: false,
      searched: { files: 1, records: 1 },
      unread: { records: 1 },
      exit: 3,
    })
  })

  it('cut.jsonl.gz: nor is it where a packed file ends too early', async () => {
    const packed = gzipSync(lines(Array.from({ length: 300 }, (_, i) => ({ text: `${word.text} ${i * 7919}` }))))
    const root = fill(folder(), { 'c/a.jsonl': lines([word]), 'c/cut.jsonl.gz': packed.subarray(0, packed.length - 20) })
    const ran = await run(['trace', 'c', '--no-config', '--json'], { cwd: root, input: person })
    expect(JSON.parse(ran.stdout)).toMatchObject({ found: 0, complete: false, unread: { files: 1 }, exit: 3 })
  })

  it('takes the identifier from standard input alone, and refuses one that means nobody', async () => {
    const root = corpus()
    const short = await run(['trace', 'c', '--no-config'], { cwd: root, input: '139\n' })
    expect(short.status).toBe(2)
    expect(short.stderr).toContain('too short to mean one person')
    expect(short.stderr).not.toContain('139')
    expect((await run(['trace', '-', '--no-config'], { cwd: root, input: person })).stderr).toContain('standard input gives the identifier')
    expect((await run(['trace', 'c', '--no-config'], { cwd: root, input: 'x'.repeat(20_000) })).status).toBe(2)
    // An argument that looks like an option for it does not exist.
    expect((await run(['trace', 'c', '--identifier', person], { cwd: root })).status).toBe(2)
    expect(filesOf(root)).toEqual(['.git', 'c'])
  })

  it('does not echo what is typed at a terminal', (context) => {
    const root = corpus()
    // A pseudo-terminal: what the terminal shows is what comes out of its master side.
    const code = `
import os, pty, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
shown = b''
typed = False
while True:
    try:
        piece = os.read(fd, 4096)
    except OSError:
        break
    if not piece:
        break
    shown += piece
    if not typed and b'not shown' in shown:
        typed = True
        time.sleep(0.3)
        os.write(fd, b'${person}9\\x7f\\r')
_, status = os.waitpid(pid, 0)
print(os.waitstatus_to_exitcode(status))
sys.stdout.flush()
os.write(1, shown)
`
    try {
      execFileSync('python3', ['-c', 'import pty'], { stdio: 'ignore' })
    } catch {
      skipped('trace at a terminal', 'no python3 with pty here')
      return context.skip()
    }
    const out = execFileSync('python3', ['-c', code, process.execPath, bin, 'trace', 'c', '--no-config'], {
      cwd: root,
      env: environment(),
      encoding: 'utf8',
      timeout: 60_000,
    })
    expect(out).toMatch(/^1\n/)
    expect(out).toContain('Identifier (not shown):')
    expect(out).toContain('5 places')
    expect(out).not.toMatch(/1391234/)
  })
})
