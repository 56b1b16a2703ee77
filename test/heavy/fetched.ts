import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Programs of others that the heavy suites judge by. They are fetched by their own package managers, by name and version, into a cache outside
 * the repository, and stay there. What cannot be fetched is told by its reason.
 */

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')

/** A program or folder of programs that is ready, or why it is not. */
export type Fetched = { readonly path: string; readonly why?: undefined } | { readonly path?: undefined; readonly why: string }

/** Folder of the programs of a Python virtual environment that has these packages (pip's own notation, with versions). */
export function pythonPackages(name: string, packages: readonly string[]): Fetched {
  const venv = join(cache, name)
  const path = join(venv, 'bin')
  try {
    if (!existsSync(join(path, 'python'))) {
      mkdirSync(venv, { recursive: true })
      execFileSync('python3', ['-m', 'venv', venv], { stdio: 'pipe' })
    }
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]
    execFileSync(join(path, 'python'), install, { stdio: 'pipe', timeout: 540_000 })
    return { path }
  } catch (error) {
    return { why: `pip cannot install ${packages.join(', ')} (${firstLine(error)})` }
  }
}

/** A program that `go install` builds, such as `github.com/sigstore/cosign/v3/cmd/cosign` at `v3.1.3`. The first time takes many minutes. */
export function goProgram(module: string, version: string): Fetched {
  const name = module.slice(module.lastIndexOf('/') + 1)
  const bin = join(cache, 'dataaudit-heavy', 'bin', version)
  const path = join(bin, name)
  if (existsSync(path)) return { path }
  if (spawnSync('go', ['version']).status !== 0) return { why: `go is not there to build ${name} ${version}` }
  mkdirSync(bin, { recursive: true })
  try {
    const env = { ...process.env, GOBIN: bin }
    execFileSync('go', ['install', `${module}@${version}`], { cwd: bin, env, stdio: 'pipe', timeout: 1_500_000 })
    return { path }
  } catch (error) {
    return { why: `go cannot build ${name} ${version} (${firstLine(error)})` }
  }
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n').filter(Boolean).slice(0, 2).join(' ')
