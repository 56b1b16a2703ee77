import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeOver } from '../../src/cli/folder.ts'
import { Stop } from '../../src/stop.ts'
import { told } from './console.ts'
import { bin, environment, filesOf, fill, folder, isRoot, reportOf, run, skipped } from './kit.ts'

/** What nobody means to ask for, and what a script with a hole in it does ask for: a sentence and an exit code, in both languages, and nothing left behind. */

const text = { 'corpus/a.jsonl': [{ text: 'The tide table is printed every spring.' }] }
const quick = ['--no-config', '-q']

describe('an output folder that cannot be', () => {
  it('below-proc: a file system that takes no folders ends the run at once', { timeout: 30_000 }, async () => {
    if (!existsSync('/proc/self')) return skipped('an output folder below /proc', 'there is no /proc here')
    const cwd = fill(folder(), text)
    for (const [lang, said] of [
      [
        'en',
        'error: the output folder "/proc/report/of/ours" cannot be made: that place takes no folders; choose another one with --out\n',
      ],
      ['zh', '错误：无法创建输出目录“/proc/report/of/ours”：该位置不能建立目录；请用 --out 另选\n'],
    ] as const) {
      const ran = await run(['scan', 'corpus', ...quick, '--lang', lang, '-o', '/proc/report/of/ours'], { cwd })
      expect([ran.status, ran.stderr]).toEqual([2, said])
    }
  })

  it('a-file.txt: a file of that name, or above it, is in the way', async () => {
    const cwd = fill(folder(), { ...text, 'a-file.txt': 'kept' })
    for (const out of ['a-file.txt', 'a-file.txt/report']) {
      const ran = await told(['scan', 'corpus', ...quick, '-o', out], cwd)
      expect([ran.status, ran.stderr]).toEqual([
        2,
        `error: the output folder "${join(cwd, out)}" cannot be made: a file of that name is in the way; choose another one with --out\n`,
      ])
    }
    const named = await told(['scan', 'corpus', ...quick, '-o', 'x'.repeat(300)], cwd)
    expect([named.status, named.stderr]).toEqual([2, expect.stringContaining('the name is too long')])
  })
})

describe('an empty argument', () => {
  it('unset-variable.sh: is neither the working folder nor anything else', async () => {
    const cwd = fill(folder(), text)
    for (const args of [
      ['scan', '', ...quick],
      ['scan', 'corpus', ...quick, '--out', ''],
      ['scan', 'corpus', ...quick, '--out='],
      ['redact', 'corpus', '-o', ''],
      ['verify', ''],
    ]) {
      const ran = await told(args, cwd)
      expect([ran.status, ran.stderr]).toEqual([
        2,
        expect.stringMatching(/^error: (?:an argument|--out) is empty, perhaps from a variable/),
      ])
      expect(filesOf(cwd)).toEqual(['.git', 'corpus'])
    }
    const chinese = await told(['scan', '', ...quick, '--lang', 'zh'], cwd)
    expect(chinese.stderr).toBe('错误：有一个参数为空，可能是某个变量未设置；请填写，或去掉该参数\n')
  })
})

describe('--workers', () => {
  it('1e9: starts no more threads than the machine has use for, and says so', { timeout: 120_000 }, async () => {
    const cwd = folder()
    const most = Math.max(8, 4 * availableParallelism())
    fill(cwd, Object.fromEntries(Array.from({ length: 3 * most }, (_, i) => [`corpus/${i}.txt`, `${i} tide tables `.repeat(1000)])))
    const preload = join(cwd, '.git', 'threads.cjs')
    writeFileSync(
      preload,
      `const threads = require('node:worker_threads')
if (threads.isMainThread) {
  let started = 0
  process.on('worker', () => { started++ })
  process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(cwd, '.git', 'started'))}, String(started)))
}`,
    )
    const ran = await run(['scan', 'corpus', '--no-config', '--workers', '1e9', '-o', 'report'], { cwd, node: ['--require', preload] })
    expect(ran.status).toBe(0)
    expect(ran.stderr).toContain(
      `--workers 1000000000 is more than this machine has use for; ${most} threads are started, with the same result`,
    )
    expect(Number(readFileSync(join(cwd, '.git', 'started'), 'utf8'))).toBeLessThan(most)
    expect(reportOf(join(cwd, 'report')).coverage.files.read).toBe(3 * most)
  })
})

describe('a device as an output file', () => {
  it('dev-null: is written to and stays what it is', async () => {
    const cwd = fill(folder(), text)
    expect((await run(['scan', 'corpus', ...quick, '-o', 'report'], { cwd })).status).toBe(0)
    const device = join(cwd, 'null')
    try {
      execFileSync('mknod', [device, 'c', '1', '3'], { stdio: 'ignore' })
    } catch {
      return skipped('a device as an output file', 'no device can be made here')
    }
    const ran = await run(['describe', 'report', '--format', 'markdown', '-o', 'null'], { cwd })
    expect(ran.status).toBe(0)
    expect(statSync(device).isCharacterDevice()).toBe(true)
    const linked = join(cwd, 'out.md')
    symlinkSync('/proc/self/fd/1', linked)
    const printed = execFileSync('sh', ['-c', `"$0" "$1" describe report --format markdown -o out.md -q | cat`, process.execPath, bin], {
      cwd,
    })
    expect(printed.toString('utf8')).toMatch(/^# /m)
    expect(lstatSync(linked).isSymbolicLink()).toBe(true)
  })

  it('dev-full: that takes nothing is exit 75', async () => {
    if (!existsSync('/dev/full')) return skipped('a full device as an output file', 'there is no /dev/full here')
    const cwd = fill(folder(), text)
    expect((await told(['scan', 'corpus', ...quick, '-o', 'report'], cwd)).status).toBe(0)
    symlinkSync('/dev/full', join(cwd, 'full.md'))
    const ran = await told(['describe', 'report', '--format', 'markdown', '-o', 'full.md'], cwd)
    expect([ran.status, ran.stderr]).toEqual([75, 'error: could not write (ENOSPC); check the disk and permissions, then run again\n'])
  })
})

describe('a file that is named and cannot be read', () => {
  it('absent.key: is told in words, in both languages', async () => {
    const cwd = fill(folder(), { ...text, 'public.pub': '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n' })
    const said = async (...args: string[]) => {
      const { status, stderr } = await told(args, cwd)
      return { status, stderr }
    }
    expect(await said('scan', 'corpus', ...quick, '--key', 'absent.key')).toEqual({
      status: 2,
      stderr: 'error: the key "absent.key" cannot be read: it does not exist; "dataaudit keygen --out NAME" makes one\n',
    })
    expect(await said('scan', 'corpus', ...quick, '--key', 'corpus', '--lang', 'zh')).toEqual({
      status: 2,
      stderr: '错误：无法读取私钥“corpus”：不是普通文件；可用“dataaudit keygen --out 名称”生成\n',
    })
    const wrong = await said('scan', 'corpus', ...quick, '--key', 'public.pub')
    expect(wrong).toEqual({ status: 2, stderr: 'error: public.pub holds a public key; signing needs the private one (the .key file)\n' })
    expect(await said('diff', 'corpus', 'nowhere')).toEqual({
      status: 2,
      stderr: expect.stringMatching(/cannot be read: it does not exist; name the folder that a scan wrote/),
    })
  })
})

describe('a file that has no end', () => {
  it('dev-zero: is not read for ever, whatever it was named for', { timeout: 60_000 }, async () => {
    if (!existsSync('/dev/zero')) return skipped('a file without end', 'there is no /dev/zero here')
    const cwd = fill(folder(), text)
    for (const [option, what] of [
      ['--config', 'the configuration'],
      ['--policy', 'the policy'],
      ['--sources', 'the sources manifest'],
      ['--keywords', 'the keyword library'],
    ] as const) {
      const ran = await run(['scan', 'corpus', '-q', option, '/dev/zero'], { cwd })
      expect([ran.status, ran.stderr]).toEqual([
        2,
        `error: ${what} "/dev/zero" cannot be read: it is longer than 256 MiB or never ends; check the path\n`,
      ])
    }
  })

  it('process-substitution.sh: a pipe that ends is read like a file', { timeout: 60_000 }, () => {
    const cwd = fill(folder(), text)
    const ran = spawnSync(
      'sh',
      ['-c', `echo 'split: lines' | "$0" "$1" scan corpus --print-config --config /dev/stdin`, process.execPath, bin],
      {
        cwd,
        env: environment(),
        encoding: 'utf8',
      },
    )
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(ran.stdout).toContain('"split": "lines"')
  })
})

describe('a folder that is no rule pack', () => {
  it('root: is refused at once, and not looked through', { timeout: 30_000 }, async () => {
    const ran = await told(['rules', 'list', '--rules', '/'], folder())
    expect([ran.status, ran.stderr]).toEqual([
      2,
      'error: rule pack / has no pack.yaml; every pack needs one (schema, id, version, title, license)\n',
    ])
  })

  it('private: a folder in a pack that may not be read is told in both languages', async () => {
    if (isRoot) return skipped('a folder that may not be read', 'root reads it')
    const cwd = fill(folder(), { 'pack/pack.yaml': 'id: team\n', 'pack/private/a.yaml': '' })
    chmodSync(join(cwd, 'pack/private'), 0)
    const ran = await run(['rules', 'list', '--rules', 'pack', '--lang', 'zh'], { cwd })
    chmodSync(join(cwd, 'pack/private'), 0o700)
    expect([ran.status, ran.stderr]).toEqual([2, '错误：无法读取规则包 pack：其中有文件或目录无法读取（EACCES）；请检查权限\n'])
  })
})

describe('an argument of many letters', () => {
  it('unquoted-file.sh: is refused as fast as a short one', { timeout: 60_000 }, async () => {
    const cwd = fill(folder(), text)
    for (const word of ['x', 'x1', '1 ', 'a@']) {
      const before = performance.now()
      const ran = await told(['scan', 'corpus', ...quick, '--split', word.repeat(100_000 / word.length)], cwd)
      expect(ran.status).toBe(2)
      expect(performance.now() - before).toBeLessThan(10_000)
    }
  })
})

describe('what a run that was killed left behind', () => {
  it('killed-redact: is told with its name, in both languages', async () => {
    const cwd = fill(folder(), { ...text, 'clean/.partial-Ab3xYz/corpus/a.jsonl': 'half' })
    const en = await told(['redact', 'corpus', '-o', 'clean'], cwd)
    expect([en.status, en.stderr]).toEqual([2, expect.stringContaining('holds ".partial-Ab3xYz", which a run that was killed left there')])
    const zh = await told(['redact', 'corpus', '-o', 'clean', '--lang', 'zh'], cwd)
    expect(zh.stderr).toContain('是被强行终止的一次运行留下的')
    expect(filesOf(join(cwd, 'clean'))).toEqual(['.partial-Ab3xYz'])
  })

  it('killed-scan: its lock is taken over by one of those that come at once', () => {
    const cwd = folder()
    const file = join(cwd, '.lock')
    const gone = 2 ** 22 + 1
    writeFileSync(file, String(gone))
    takeOver(file, gone)
    expect(filesOf(cwd)).toEqual(['.git'])
    // Another run took the lock after this one had read that of the run that is gone.
    writeFileSync(file, String(process.ppid))
    expect(() => takeOver(file, gone)).toThrow(Stop)
    expect(readFileSync(file, 'utf8')).toBe(String(process.ppid))
    expect(filesOf(cwd)).toEqual(['.git', '.lock'])
  })
})

describe('a passphrase without a key', () => {
  it('half-a-key.sh: is said to sign nothing', async () => {
    const cwd = fill(folder(), { ...text, passphrase: 'a word\n' })
    const ran = await told(['scan', 'corpus', ...quick, '-o', 'report', '--passphrase-file', 'passphrase'], cwd)
    expect([ran.status, ran.stderr]).toEqual([
      0,
      'warning: nothing is signed: a passphrase file was given and no key; name the key with --key\n',
    ])
  })
})

describe('a passphrase file without a passphrase', () => {
  it('empty.txt: is said to be empty, and the key not to want one', async () => {
    const cwd = fill(folder(), { ...text, 'empty.txt': '\n' })
    execFileSync(process.execPath, [bin, 'keygen', '-o', 'k'], { cwd, env: { ...process.env, DATAAUDIT_KEY_PASSPHRASE: 'a word' } })
    const said = 'error: the passphrase file "empty.txt" holds no passphrase; write one into it, or leave the option out\n'
    for (const args of [
      ['scan', 'corpus', ...quick, '-o', 'report', '--key', 'k.key'],
      ['keygen', '-o', 'other'],
    ]) {
      const ran = await told([...args, '--passphrase-file', 'empty.txt'], cwd)
      expect([ran.status, ran.stderr]).toEqual([2, said])
    }
  })
})

describe('a corpus that brings pipes of known names', () => {
  it('pipes: are not waited for', { timeout: 30_000 }, async () => {
    const cwd = fill(folder(), text)
    for (const name of ['.dataauditignore', 'dataaudit.sources.yaml']) execFileSync('mkfifo', [join(cwd, 'corpus', name)])
    const ran = await run(['scan', 'corpus', ...quick, '-o', 'report'], { cwd })
    expect([ran.status, ran.stderr]).toEqual([3, ''])
    expect(reportOf(join(cwd, 'report')).coverage.files).toEqual({ read: 1, skipped: 0, unreadable: 2 })
  })
})

describe('a place that is in use', () => {
  it('root: is no file to write to', async () => {
    const cwd = fill(folder(), text)
    expect((await told(['scan', 'corpus', ...quick, '-o', 'report'], cwd)).status).toBe(0)
    const ran = await told(['describe', 'report', '-o', '/'], cwd)
    expect([ran.status, ran.stderr]).toEqual([2, expect.stringMatching(/^error: \/ cannot be written: .*choose another (?:path|name)\n$/)])
  })
})

describe('a command line with a hole in it', () => {
  it('no-corpus.sh: names what is missing, in both languages', async () => {
    const cwd = fill(folder(), text)
    const said = async (...args: string[]) => (({ status, stderr }) => [status, stderr])(await told(args, cwd))
    expect(await said('redact', 'corpus')).toEqual([2, 'error: --out is missing: -o, --out <folder>\n'])
    expect(await said('sample', 'report', '--lang', 'zh')).toEqual([2, '错误：缺少 --corpus：--corpus <paths...>\n'])
    expect(await said('rules', 'explain', 'nobody/knows')).toEqual([
      2,
      'error: there is no rule "nobody/knows"; "dataaudit rules list" prints all\n',
    ])
    expect(await said('redact', 'corpus', '-o', 'clean', '--only', 'nobody', '--lang', 'zh')).toEqual([
      2,
      '错误：--only 中的“nobody”既不是规则也不是规则包；可用“dataaudit rules list”查看全部\n',
    ])
    expect(await said('scan', 'corpus', ...quick, '--parent', 'nowhere', '--lang', 'zh')).toEqual([
      2,
      expect.stringContaining('既不是报告目录也不是声明：文件不存在；'),
    ])
  })
})

describe('a shell with limits', () => {
  /** Runs the program in a shell, after a command of its own. */
  const behind = (setting: string, args: string, env = {}) =>
    spawnSync('sh', ['-c', `${setting} && exec "$0" "$1" ${args}`, process.execPath, bin], {
      cwd: fill(folder(), { 'data/a.txt': 'The sea was calm that morning.\n', 'data/b.txt': 'Nobody was on the beach.\n' }),
      env: environment(env),
      encoding: 'utf8',
    })
  const scanned = 'scan data -q --no-config --workers 1'

  it('ulimit-v.sh: of addresses, which WebAssembly wants many of, is told with two ways out', { timeout: 60_000 }, () => {
    const limit = 'ulimit -v 6000000'
    if (spawnSync('sh', ['-c', limit]).status !== 0) return skipped('a limit of addresses', 'this shell has none')
    const refused = behind(limit, scanned)
    if (refused.status === 0) return skipped('a limit of addresses', 'this Node.js sets fewer of them aside')
    expect(refused.stderr).toContain('NODE_OPTIONS=--disable-wasm-trap-handler')
    expect(refused.stderr.trim().split('\n')).toHaveLength(1)
    expect(refused.status).toBe(75)
    expect(behind(limit, `--lang zh ${scanned}`).stderr).toContain('地址空间')
    const done = behind(limit, scanned, { NODE_OPTIONS: '--disable-wasm-trap-handler' })
    expect(done.stderr).toBe('')
    expect(done.status).toBe(0)
  })

  it('ulimit-n.sh: of open files is exit 75 wherever it is met, never the 1 of a gate', { timeout: 60_000 }, () => {
    for (const files of [22, 26, 30, 34]) {
      const limit = `ulimit -n ${files}`
      // Where Node.js itself does not start there is nothing to say.
      if (spawnSync('sh', ['-c', `${limit} && exec "$0" -e 0`, process.execPath]).status !== 0) continue
      for (const workers of [1, 2]) {
        const { status, stderr } = behind(limit, scanned.replace(/1$/, String(workers)))
        if (status === 0) continue
        const where = `${files} files, ${workers} workers`
        // Where Node.js cannot open the program itself, it says so in lines of its own.
        if (/open '.*dataaudit\.js'|package config/.test(stderr)) continue
        expect(stderr, where).toMatch(/^.*(too many files are open.*ulimit -n 1024|a further thread could not be started).*\n$/)
        expect(status, where).toBe(75)
      }
    }
  })

  it('gone.sh: a working folder that is gone is exit 2 in both languages, and in nobody’s way who needs none', { timeout: 60_000 }, () => {
    const gone = 'mkdir gone && cd gone && rmdir ../gone'
    const refused = behind(gone, 'scan ../data')
    expect(refused.stderr).toBe('error: the working folder is gone or may not be read; change to another one, then run again\n')
    expect(refused.status).toBe(2)
    expect(behind(gone, '--lang zh gate x').stderr).toContain('当前工作目录已不存在')
    expect(behind(gone, '--version').status).toBe(0)
  })
})
