import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { version } from '../src/version.ts'
import { folder } from './cli/kit.ts'

/** What somebody who installs the package gets, and what somebody who clones the repository sees. */

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Package {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly engines: { readonly node: string }
  readonly bin: { readonly [name: string]: string }
  readonly exports: { readonly [path: string]: { readonly types: string; readonly default: string } }
  readonly files: readonly string[]
  readonly scripts: { readonly [name: string]: string }
  readonly dependencies: { readonly [name: string]: string }
  readonly devDependencies: { readonly [name: string]: string }
}
interface Locked {
  readonly version: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly resolved?: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
  readonly dependencies?: { readonly [name: string]: string }
  readonly optionalDependencies?: { readonly [name: string]: string }
  readonly devDependencies?: { readonly [name: string]: string }
}
const manifest = JSON.parse(read('package.json')) as Package
const lock = JSON.parse(read('package-lock.json')) as { packages: { readonly [path: string]: Locked } }
const locked = Object.entries(lock.packages).filter(([path]) => path !== '')
const shipped = locked.filter(([, one]) => one.dev !== true)

/** Whether a package finds another one: in its own node_modules or in one above, as Node.js looks. */
function reachable(path: string, name: string): boolean {
  const folders = path.split(/\/(?=node_modules\/)/)
  return (
    folders.some((_, n) => lock.packages[[...folders.slice(0, n + 1), `node_modules/${name}`].join('/')] !== undefined) ||
    lock.packages[`node_modules/${name}`] !== undefined
  )
}

describe('dependencies', () => {
  it('are pinned to one version each', () => {
    for (const [name, wanted] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(wanted, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/)
      expect(lock.packages[`node_modules/${name}`]?.version, `${name} in package-lock.json`).toBe(wanted)
    }
    expect(lock.packages['']!.dependencies).toEqual(manifest.dependencies)
    expect(lock.packages['']!.devDependencies).toEqual(manifest.devDependencies)
  })

  it('run nothing on installation, so that installing the program is no leap of faith', () => {
    expect(shipped.length).toBeGreaterThan(10)
    expect(shipped.filter(([, one]) => one.hasInstallScript === true).map(([path]) => path)).toEqual([])
    expect(Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([])
  })

  it('are the same for every processor and system', () => {
    expect(shipped.filter(([, one]) => one.optional === true).map(([path]) => path)).toEqual([])
  })

  it('have licences that allow passing them on', () => {
    const free = /^(?:MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0)$/
    expect(shipped.filter(([, one]) => !free.test(one.license ?? '')).map(([path, one]) => `${path}: ${one.license}`)).toEqual([])
  })

  it('name no registry in the lock file, and a digest for every package', () => {
    expect(locked.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([])
    // npm leaves the digest out of a binary for another system: ask the registry for it (npm view NAME@VERSION dist.integrity).
    expect(locked.filter(([, one]) => one.integrity === undefined).map(([path]) => path)).toEqual([])
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*registry/)
  })

  it('are in the lock file for every system: npm ci refuses a lock file that lacks some', () => {
    const missing = locked.flatMap(([path, one]) =>
      Object.keys({ ...one.dependencies, ...one.optionalDependencies })
        .filter((name) => !reachable(path, name))
        .map((name) => `${path} wants ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('are all used by the program', () => {
    const code = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => read(`src/${path}`))
      .join('\n')
    for (const name of Object.keys(manifest.dependencies)) expect(code.includes(`from '${name}`), name).toBe(true)
  })
})

describe('the package', () => {
  it('has one version', () => {
    expect(version).toBe(manifest.version)
    expect(lock.packages['']!.version).toBe(version)
    expect(read('CHANGELOG.md')).toContain(`## ${version}`)
  })

  it('asks for the Node the README asks for', () => {
    const least = /^>=(\d+\.\d+)$/.exec(manifest.engines.node)![1]!
    expect(read('README.md')).toContain(`Node.js ≥ ${least}`)
    expect(read('README.zh-CN.md')).toContain(`Node.js ≥ ${least}`)
  })

  it('carries its licence', () => {
    expect(manifest.license).toBe('Apache-2.0')
    expect(read('LICENSE')).toContain('Apache License')
    expect(read('LICENSE')).toContain('Version 2.0, January 2004')
  })

  it('starts with a program that can be run', () => {
    const bin = manifest.bin.dataaudit!
    expect(read(bin).startsWith('#!/usr/bin/env node\n')).toBe(true)
    if (process.platform !== 'win32') expect(statSync(join(root, bin)).mode & 0o111).not.toBe(0)
  })

  it('ships what it needs and nothing of the workshop', async () => {
    const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      maxBuffer: 1 << 26,
    })
    const files = (JSON.parse(stdout) as { files: { path: string }[] }[])[0]!.files.map((file) => file.path)
    const needed = [
      ...Object.values(manifest.bin).map((path) => path.replace(/^\.\//, '')),
      ...Object.values(manifest.exports)
        .flatMap((entry) => [entry.types, entry.default])
        .map((path) => path.replace(/^\.\//, '')),
      'dist/index.js',
      'dist/run/worker.js',
      'dist/program/main.js',
      'dist/program/worker.js',
      'dist/program/thread.js',
      'dist/kernel/kernel.wasm',
      'dist/text/language.wasm',
      'dist/text/languages.bin',
      'dist/text/trigrams.txt',
      'rules/legal/cac-2023.yaml',
      'rules/risks.yaml',
      'rules/pii-cn/pack.yaml',
      'schema/config.json',
      'docs/verify.sh',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'CHANGELOG.md',
    ]
    expect(needed.filter((path) => !files.includes(path))).toEqual([])
    expect(files.filter((path) => /^(?:src|test|fixtures|bench|scripts|node_modules|\.)/.test(path))).toEqual([])
    for (const entry of manifest.files) expect(existsSync(join(root, entry)), entry).toBe(true)
    // A module whose source is gone is not what an earlier build left: each build begins with an empty folder.
    const modules = files.filter((path) => /^dist\/(?!program\/).*\.(?:js|d\.ts)$/.test(path))
    expect(modules.length).toBeGreaterThan(500)
    expect(modules.filter((path) => !existsSync(join(root, path.replace(/^dist/, 'src').replace(/\.(?:js|d\.ts)$/, '.ts'))))).toEqual([])
  })

  it('is built into an empty folder', () => {
    const [first] = manifest.scripts['build:ts']!.split(' && ')
    const at = folder()
    mkdirSync(join(at, 'dist/old'), { recursive: true })
    execFileSync('sh', ['-c', first!], { cwd: at })
    expect(existsSync(join(at, 'dist'))).toBe(false)
  })
})

describe('the repository', () => {
  /** What is under version control; in a copy without git, what is not left out by name. */
  function tracked(): string[] {
    try {
      const names = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      if (names !== '')
        return names.split('\0').filter((path) => path !== '' && existsSync(join(root, path)) && statSync(join(root, path)).isFile())
    } catch {
      // No git, or no repository.
    }
    const leftOut = /^(?:node_modules|dist|coverage|tmp|\.git|dataaudit-report[^/]*)$|\.wasm$|\.tsbuildinfo$/
    const walk = (folder: string): string[] =>
      readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => !leftOut.test(entry.name))
        .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : []))
    return walk('')
  }
  const files = tracked().map((path) => ({ path, text: readFileSync(join(root, path)).toString('latin1') }))

  it('holds files', () => {
    expect(files.length).toBeGreaterThan(200)
  })

  it('names no folder of the machine it was written on', () => {
    const here = root.replace(/\/$/, '')
    const homes =
      /(?:^|[\s"'`(=:])(?:\/home\/(?!user\b|example\b)[a-z]\w*\/|\/Users\/(?!user\b|example\b)\w+\/|\/root\/\w|[A-Z]:\\Users\\(?!user\b|example\b)\w+)/
    const guilty = files.filter(
      ({ path, text }) => path !== 'test/package.test.ts' && (homes.test(text) || (here.length > 5 && text.includes(`${here}/`))),
    )
    expect(guilty.map(({ path }) => path)).toEqual([])
  })

  it('holds nothing that is built', () => {
    expect(
      files
        .filter(({ path }) => /(?:^|\/)(?:dist|node_modules|dataaudit-report)\/|\.wasm$|\.tsbuildinfo$/.test(path))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('asks reviewers to read no huge file', () => {
    const large = files.filter(({ path }) => statSync(join(root, path)).size > 1_000_000)
    expect(large.map(({ path }) => path)).toEqual([])
  })
})
