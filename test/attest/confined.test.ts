import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { bin, environment, fill, folder, skipped } from '../cli/kit.ts'

/**
 * What `verify` touches: report folder, keys and corpus, and no network. Shown by a guard that is loaded before the program and refuses everything
 * else, and by strace, where it is, which sees what the process really asks of the system.
 */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const project = fileURLToPath(new URL('../../', import.meta.url))
let place: string
const at = (name: string) => join(place, name)

beforeAll(() => {
  place = realpathSync(folder())
  fill(place, { 'corpus/a.jsonl': [{ text: 'plain words' }], 'corpus/sub/b.txt': 'b', 'secret/s.txt': 's', 'corpus/sub/c.txt': 'c' })
  for (const args of [
    ['keygen', '--no-encrypt', '--out', at('k')],
    ['scan', at('corpus'), '--no-config', '--quiet', '--key', at('k.key'), '-o', at('report')],
  ])
    expect(spawnSync(process.execPath, [bin, ...args], { env: environment(), encoding: 'utf8' }).status).toBe(0)
  writeFileSync(at('guard.cjs'), guard)
  const proof = spawnSync(process.execPath, [bin, 'prove', at('report'), 'sub/b.txt'], { env: environment(), encoding: 'utf8' })
  writeFileSync(at('proof.json'), proof.stdout)
})

/** Refuses, below one folder, all files that are not allowed, and any connection. */
const guard = `
const { syncBuiltinESMExports } = require('node:module')
const { resolve } = require('node:path')
const fs = require('node:fs')
const allowed = process.env.ALLOWED.split(':')
const check = (path) => {
  if (typeof path !== 'string' && !Buffer.isBuffer(path) && !(path instanceof URL)) return
  const whole = resolve(path instanceof URL ? path.pathname : String(path))
  if (!whole.startsWith(process.env.GUARDED + '/') || allowed.some((one) => whole === one || whole.startsWith(one + '/'))) return
  throw Object.assign(new Error('forbidden'), { code: 'EACCES' })
}
for (const place of [fs, fs.promises])
  for (const name of ['open', 'openSync', 'readFile', 'readFileSync', 'readdir', 'readdirSync', 'opendir', 'opendirSync', 'createReadStream']) {
    const real = place[name]
    if (real === undefined) continue
    place[name] = function (path, ...rest) {
      check(path)
      return real.call(this, path, ...rest)
    }
  }
const no = () => { throw new Error('a connection') }
require('node:net').Socket.prototype.connect = no
require('node:dgram').createSocket = no
require('node:dns').lookup = no
require('node:child_process').spawn = no
require('node:child_process').execFileSync = no
syncBuiltinESMExports()
`

/** Calls of `verify`, the exit code they should have, and the folders and files they may read. */
const calls = (): readonly (readonly [string, readonly string[], number, readonly string[]])[] => [
  ['a folder with its corpus', ['verify', at('report'), '--key', at('k.pub'), '--corpus', at('corpus')], 0, ['report', 'k.pub', 'corpus']],
  ['a folder alone', ['verify', at('report'), '--key', at('k.pub')], 0, ['report', 'k.pub']],
  [
    'a proof and its file',
    ['verify', '--proof', at('proof.json'), '--key', at('k.pub'), '--corpus', at('corpus/sub/b.txt')],
    0,
    ['proof.json', 'k.pub', 'corpus/sub/b.txt'],
  ],
]

describe('verify reads nothing but what it was given, and opens no socket', () => {
  it('by a guard before every file and every socket of Node.js', () => {
    for (const [name, args, status, may] of calls()) {
      const run = (allowed: readonly string[]) =>
        spawnSync(process.execPath, ['--require', at('guard.cjs'), bin, ...args], {
          env: environment({ GUARDED: place, ALLOWED: allowed.map(at).join(':') }),
          encoding: 'utf8',
          cwd: '/',
        })
      const done = run(may)
      expect(done.status, `${name}: ${done.stdout}${done.stderr}`).toBe(status)
      // The guard does guard: what is not allowed cannot be read.
      for (const one of may) expect(run(may.filter((other) => other !== one)).status, `${name} without ${one}`).not.toBe(0)
    }
  })

  const traced = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0
  if (!traced) skipped('system calls of verify', 'strace is not there or may not trace')
  /** Files opened and sockets made by a call. */
  function trace(args: readonly string[]) {
    const log = at('trace')
    const done = spawnSync(
      'strace',
      ['-f', '-qq', '-e', 'trace=open,openat,openat2,socket,connect,execve', '-o', log, process.execPath, bin, ...args],
      {
        env: environment(),
        encoding: 'utf8',
        cwd: '/',
      },
    )
    const text = readFileSync(log, 'utf8')
    rmSync(log)
    const opened = [...text.matchAll(/open(?:at2?)?\((?:AT_FDCWD, )?"([^"]+)"[^\n]*= \d+$/gm)].map((m) => m[1]!)
    return {
      status: done.status,
      output: done.stdout,
      opened,
      sockets: text.match(/(?:socket|connect)\([^\n]*/g) ?? [],
      programs: text.match(/execve\(/g)!.length,
    }
  }
  const system = /^\/(?:proc|sys|dev|etc|lib|lib64|usr|opt)\//
  const programs = [
    dirname(dirname(realpathSync(process.execPath))),
    project,
    dirname(dirname(realpathSync(bin))),
    realpathSync(join(project, 'node_modules')),
  ]
  const foreign = (opened: readonly string[], may: readonly string[]) =>
    opened.filter((path) => {
      if (path.startsWith(place)) return !may.some((one) => path === at(one) || path.startsWith(`${at(one)}/`))
      return path.startsWith('/') && !system.test(path) && !programs.some((one) => path.startsWith(one.replace(/\/$/, '')))
    })

  it.skipIf(!traced)('by its system calls', () => {
    for (const [name, args, status, may] of calls()) {
      const { status: ended, opened, sockets, programs: started } = trace(args)
      expect(ended, name).toBe(status)
      expect(
        opened.some((path) => path.startsWith(at(may[0]!))),
        name,
      ).toBe(true)
      expect(foreign(opened, may), name).toEqual([])
      expect(sockets, name).toEqual([])
      expect(started, name).toBe(1)
    }
  })

  it.skipIf(!traced)('not even where a link in the corpus leads', () => {
    rmSync(at('corpus/sub/b.txt'))
    symlinkSync(at('secret/s.txt'), at('corpus/sub/b.txt'))
    rmSync(at('corpus/sub/c.txt'))
    symlinkSync(at('secret'), at('corpus/sub/c.txt'))
    const { status, opened, sockets, output } = trace(['verify', at('report'), '--key', at('k.pub'), '--corpus', at('corpus')])
    expect(status).toBe(4)
    expect(output).toContain('corpus.symlink')
    expect(opened.filter((path) => path.startsWith(at('secret')))).toEqual([])
    expect(foreign(opened, ['report', 'k.pub', 'corpus'])).toEqual([])
    expect(sockets).toEqual([])
  })
})
