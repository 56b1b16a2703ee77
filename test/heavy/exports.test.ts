import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { folder, run, skipped } from '../cli/kit.ts'
import { pythonPackages } from './fetched.ts'

/**
 * What `describe` writes, read by the formats' own projects: mlcroissant, cyclonedx-python-lib, spdx-python-model, openlineage-python, from
 * PyPI in a virtual environment outside the repository. Where pip cannot install them the suite says SKIPPED and why.
 */

const packages = [
  'mlcroissant==1.1.1',
  'cyclonedx-python-lib[json-validation]==11.12.0',
  'spdx-python-model==0.0.6',
  'openlineage-python==1.54.0',
]
const worked = fileURLToPath(new URL('../../fixtures/worked/', import.meta.url))
const script = fileURLToPath(new URL('./exports.py', import.meta.url))
let python = 'python'
let why: string | undefined
let out: string

beforeAll(async () => {
  const venv = pythonPackages('dataaudit-exports-venv', packages)
  if (venv.path === undefined) why = venv.why
  else python = join(venv.path, 'python')
  out = folder()
  const scan = ['scan', 'corpus', '--sources', 'dataaudit.sources.yaml', '--no-config', '--as-of', '2024-06-30', '--quiet', '-o', out]
  expect((await run(scan, { cwd: worked })).status).toBe(1)
})

describe('validators from PyPI', () => {
  it.each(['croissant', 'cyclonedx', 'spdx', 'openlineage'])('accept %s', async (id) => {
    if (why !== undefined) return skipped(`validator of ${id}`, why)
    const file = join(folder(), `${id}.json`)
    const made = await run(['describe', out, '--no-config', '--sources', `${worked}dataaudit.sources.yaml`, '--as', id, '-o', file])
    expect(made.status, made.stderr).toBe(0)
    const { stdout } = await promisify(execFile)(python, [script, id, file]).catch((error: { stdout: string }) => error)
    expect(stdout.trim()).toBe('ok')
  })

  it.each(['croissant', 'cyclonedx', 'spdx', 'openlineage'])(
    'refuse %s when it is broken, so that their yes means something',
    async (id) => {
      if (why !== undefined) return skipped(`validator of ${id}`, why)
      const file = join(folder(), `${id}.json`)
      await run(['describe', out, '--no-config', '--sources', `${worked}dataaudit.sources.yaml`, '--as', id, '-o', file])
      const broken: { readonly [id: string]: readonly [RegExp, string] } = {
        croissant: [/"contentUrl"/, '"content"'],
        cyclonedx: [/"type": "dataset"/, '"type": "heap"'],
        spdx: [/"releaseTime": "[^"]*"/, '"releaseTime": "yesterday"'],
        openlineage: [/"success":/, '"succeeded":'],
      }
      const text = readFileSync(file, 'utf8')
      const changed = text.replace(...(broken[id] as [RegExp, string]))
      expect(changed).not.toBe(text)
      writeFileSync(file, changed)
      const { stdout } = await promisify(execFile)(python, [script, id, file]).catch((error: { stdout: string }) => error)
      expect(stdout.trim()).not.toBe('ok')
    },
  )
})
