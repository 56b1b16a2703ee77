import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { loadRuleBook } from '../src/rules/index.ts'
import { jsonSchemaText, schemaNames } from '../src/schemas.ts'

/** `schema/` and `docs/rules/` are what the sources say: nobody edits them by hand, and nobody forgets `npm run generate`. */

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const book = loadRuleBook([], { trustCode: false, cwd: root })

/** Runs the generator on the built program (npm test builds it first) in a tree; gives its exit code and words. */
function generator(cwd: string, ...args: string[]): { code: number; text: string } {
  try {
    return { code: 0, text: execFileSync(process.execPath, [join(cwd, 'scripts/generate.js'), ...args], { cwd, encoding: 'utf8' }) }
  } catch (error) {
    const failed = error as { status: number; stdout: string; stderr: string }
    return { code: failed.status, text: failed.stdout + failed.stderr }
  }
}

describe('generated files', () => {
  it('are what the generator writes', () => {
    expect(generator(root, '--check')).toEqual({ code: 0, text: expect.stringMatching(/^\d+ generated files, 0 stale\n$/) })
  })

  it('hold every JSON Schema, as the program prints it', () => {
    for (const name of schemaNames) expect(read(`schema/${name}.json`), name).toBe(jsonSchemaText(name))
  })

  it('hold every rule, in words of both languages', () => {
    for (const { manifest, rules } of book.packs) {
      const page = read(`docs/rules/${manifest.id}.md`)
      const parts = new Map(
        page
          .split(/^## /m)
          .slice(1)
          .map((part) => [part.slice(0, part.indexOf('\n')), part]),
      )
      expect([...parts.keys()]).toEqual(rules.map((rule) => rule.id).sort())
      const bare = (text: string) => text.replaceAll('\\', '').replaceAll('\n', ' ')
      for (const rule of rules) {
        const lines = parts.get(rule.id)!.split('\n')
        const part = bare(lines.join('\n'))
        for (const words of [rule.title, rule.why, rule.remedy]) {
          expect(part.includes(bare(words.zh)) && part.includes(bare(words.en)), rule.id).toBe(true)
        }
        for (const clause of rule.requirements) expect(part.includes(`\`${clause}\``), `${rule.id} ${clause}`).toBe(true)
        const examples = rule.examples.match.length + rule.examples.pass.length
        expect(lines.filter((line) => line.startsWith('- <code>')).length, rule.id).toBe(examples)
      }
    }
  })

  it('hold every risk type and every clause', () => {
    const risks = read('docs/rules/risks.md')
    for (const { id } of book.risks) expect(risks).toContain(`\n## ${id}\n`)
    const clauses = read('docs/rules/requirements.md')
    for (const { id } of book.law.requirements) expect(clauses).toContain(`| \`${id}\` |`)
  })

  describe('in another tree', () => {
    const copy = mkdtempSync(join(tmpdir(), 'dataaudit-generate-'))
    afterAll(() => rmSync(copy, { recursive: true }))

    it('are written anew, missed when edited or stale, and removed when nothing makes them', () => {
      for (const path of ['dist', 'rules', 'scripts', 'bench/table.js', 'bench/runs', 'bench/README.md', 'package.json'])
        cpSync(join(root, path), join(copy, path), { recursive: true })
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
      expect(generator(copy, '--check').code).toBe(1)
      expect(generator(copy).code).toBe(0)
      for (const path of ['schema/report.json', 'docs/rules/pii-cn.md']) {
        expect(readFileSync(join(copy, path), 'utf8')).toBe(read(path))
      }
      writeFileSync(join(copy, 'schema/report.json'), '{}\n')
      writeFileSync(join(copy, 'docs/rules/old-pack.md'), '# gone\n')
      const found = generator(copy, '--check')
      expect(found.code).toBe(1)
      expect(found.text).toContain('schema/report.json is not what the sources say')
      expect(found.text).toContain('docs/rules/old-pack.md')
      expect(generator(copy).text).toMatch(/1 written, 1 removed/)
      expect(generator(copy, '--check').code).toBe(0)
    })
  })
})
