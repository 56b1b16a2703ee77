import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { defaultConfig } from '../src/config.ts'
import { jobOf } from '../src/run/job.ts'
import { Stop } from '../src/stop.ts'
import { fill, folder, run } from './cli/kit.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const example = /^```js\n([\s\S]*?)^```/m.exec(readFileSync(join(root, 'docs/guide.md'), 'utf8'))![1]!

/** A project beside a corpus, in a folder with a space and Chinese in its name, that has the package and the types of Node.js installed. */
function project(): string {
  const home = join(folder(), '某 project')
  mkdirSync(join(home, 'node_modules/@types'), { recursive: true })
  symlinkSync(root, join(home, 'node_modules/dataaudit'), 'dir')
  symlinkSync(join(root, 'node_modules/@types/node'), join(home, 'node_modules/@types/node'), 'dir')
  return fill(home, {
    'package.json': '{"type":"module"}',
    'data/a.jsonl': [{ text: '联系电话 13912345678' }, { text: 'The sea was calm that morning.' }],
  })
}

describe('the library', () => {
  it('does what the example of the guide says: the report of the command line', { timeout: 240_000 }, async () => {
    const home = project()
    writeFileSync(join(home, 'example.js'), example)
    const program = ts.createProgram([join(home, 'example.js')], {
      allowJs: true,
      checkJs: true,
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    })
    const told = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
    expect(told).toEqual([])
    const ran = spawnSync(process.execPath, ['example.js'], { cwd: home, encoding: 'utf8' })
    expect(ran.stderr).toBe('')
    expect(ran.stdout).toBe('gate 1\n')
    await run(['scan', 'data', '--no-config', '-o', 'told'], { cwd: home })
    for (const name of ['report.json', 'report.html', 'findings.jsonl', 'corpus.sha256'])
      expect(readFileSync(join(home, 'report', name), 'utf8'), name).toBe(readFileSync(join(home, 'told', name), 'utf8'))
    const report = (name: string) => ({ ...JSON.parse(readFileSync(join(home, name, 'report.json'), 'utf8')), config: undefined })
    expect(report('report')).toEqual(report('told'))
  })

  it('does not leave out what a configuration names and nobody has read', () => {
    for (const named of [{ policy: 'policy.yaml' }, { keywords: 'terms.csv' }]) {
      expect(() => jobOf(['data'], 'report', { config: { ...defaultConfig, ...named } })).toThrow(Stop)
    }
  })
})
