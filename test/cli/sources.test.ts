import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/index.ts'
import { fill, folder, reportOf, run } from './kit.ts'

/** Each file, or each record by its source field, belongs to exactly one declared source; what does not is named. */

const text = { text: 'The tide table is printed every spring.' }
const corpus = {
  'c/web/a.jsonl': [text, text],
  'c/web/b.jsonl': [text],
  'c/x.jsonl': [
    { ...text, source: 'books' },
    { ...text, source: 'old-books' },
    { ...text, source: 'stray' },
  ],
}
const scanned = async (manifest: string, files: Parameters<typeof fill>[1] = corpus): Promise<Report> => {
  const root = fill(folder(), { ...files, 'm.yaml': `version: 1\n${manifest}` })
  const done = await run(['scan', 'c', '--no-config', '--quiet', '--sources', 'm.yaml', '-o', 'r'], { cwd: root })
  expect(done.status, done.stderr).toBe(0)
  return reportOf(join(root, 'r'))
}
const told = (report: Report, code: string) => report.declaration!.discrepancies.find((one) => one.code === code)?.words

describe('a manifest', () => {
  it('maps files by pattern, and the rest by the source field of their records where sources have no patterns', async () => {
    const report = await scanned('sources: [{id: web, files: ["web/**"]}, {id: books, recordSource: [books, old-books]}]')
    expect(report.attribution).toMatchObject({
      basis: 'mixed',
      rows: [
        { id: 'web', records: 3 },
        { id: 'books', records: 2 },
      ],
      unmapped: { files: null, records: 1 },
    })
    const words = told(report, 'source.unmapped')!
    expect(words.en).toMatch(/^1 record, \d+ bytes, mapped to no source; values of their source field: stray\. Declare a source for them/)
    expect(words.zh).toContain('来源字段的取值：stray。请在清单中为其补充来源')
    expect(report.requirements.find(({ id }) => id === 'cac-2023:7.0')!.result).toBe('nonconform')
    const whole = await scanned('sources: [{id: web, files: ["web/**"]}, {id: books, recordSource: [books, old-books, stray]}]')
    expect(whole.attribution!.unmapped).toEqual({ files: null, records: 0, bytes: 0 })
    expect(told(whole, 'source.unmapped')).toBeUndefined()
  })

  it('names files without a source, and those that several claim, by their line in the manifest of the corpus', async () => {
    const report = await scanned('sources: [{id: web, files: ["web/**"]}, {id: late, files: ["web/b*"]}]')
    expect(report.attribution).toMatchObject({
      basis: 'files',
      ambiguous: 1,
      places: { unmapped: [3], ambiguous: [{ file: 2, sources: ['web', 'late'] }] },
    })
    expect(told(report, 'source.ambiguous')!.en).toBe(
      '1 file mapped to more than one source: file 2 (web, late). Each file belongs to one: narrow their files; for now they count for the first.',
    )
    expect(told(report, 'source.ambiguous')!.zh).toContain('文件 2（web、late）')
    expect(told(report, 'source.unmapped')!.en).toContain('files by number: 3')
    expect(told(report, 'source.empty')!.en).toBe('Source late: no data map to it.')
  })

  it('maps by the field alone where no source has patterns', async () => {
    const report = await scanned('sources: [{id: books, recordSource: [books]}, {id: old-books}]')
    expect(report.attribution).toMatchObject({ basis: 'records', unmapped: { records: 4 } })
    expect(told(report, 'source.unmapped')!.en).toContain('values of their source field: (none), stray.')
  })

  it.each([
    ['[{id: a, recordSource: [x]}, {id: b, recordSource: [x]}]', 'records that name "x" would belong to a and to b'],
    ['[{id: a}, {id: b, recordSource: [a]}]', 'records that name "a" would belong to a and to b'],
    ['[{id: a, recordSource: [b]}, {id: b, recordSource: [c]}]', 'records that name "b" would belong to b and to a'],
  ])('may not give one value of the field to two sources: %s', async (sources, sentence) => {
    const root = fill(folder(), { ...corpus, 'm.yaml': `version: 1\nsources: ${sources}\n` })
    const refused = await run(['scan', 'c', '--no-config', '--sources', 'm.yaml', '-o', 'r'], { cwd: root })
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain(sentence)
    expect(refused.stderr).toMatch(/m\.yaml:\d+:\d+/)
  })

  it('is found in the corpus, said so, and is no part of it where the ignore file, which is, says so', async () => {
    const root = fill(folder(), {
      ...corpus,
      'c/dataaudit.sources.yaml': 'version: 1\nsources: [{id: all}]\n',
      'c/.dataauditignore': 'dataaudit.*.yaml\n',
    })
    const done = await run(['scan', 'c', '--no-config', '-o', 'r'], { cwd: root })
    expect(done.status, done.stderr).toBe(0)
    expect(done.stderr).toContain('sources manifest: c/dataaudit.sources.yaml')
    expect(reportOf(join(root, 'r')).attribution).toMatchObject({ basis: 'sole', rows: [{ id: 'all', files: 4 }] })
    // The one here goes before it; with several paths there is no one corpus folder.
    fill(root, { 'dataaudit.sources.yaml': 'version: 1\nsources: [{id: here}]\n' })
    const here = await run(['scan', 'c', '--no-config', '-o', 'r'], { cwd: root })
    expect(here.stderr).toContain('sources manifest: dataaudit.sources.yaml')
    expect(reportOf(join(root, 'r')).attribution!.rows[0]!.id).toBe('here')
  })

  it('of the scan goes with the description: where it is missing, new or changed, that is said on the terminal and in the text', async () => {
    const manifest = 'version: 1\nsources: [{id: all}]\n'
    const root = fill(folder(), { ...corpus, 'm.yaml': manifest, 'changed.yaml': manifest.replace('all', 'other') })
    for (const [out, ...given] of [['with', '--sources', 'm.yaml'], ['without']] as const) {
      const done = await run(['scan', 'c', '--no-config', '-q', ...given, '-o', out], { cwd: root })
      expect(done.status, done.stderr).toBe(0)
    }
    const described = async (report: string, ...given: readonly string[]) => {
      const { stdout, stderr } = await run(['describe', report, '--no-config', ...given], { cwd: root })
      return { said: stderr, row: stdout.slice(stdout.indexOf('### 10.5')) }
    }
    const same = await described('with', '--sources', 'm.yaml')
    expect(same.said).toBe('')
    expect(same.row).toContain('had the same sources manifest: ')

    const missing = await described('with')
    expect(missing.said).toContain('what it declares is missing here; name it with --sources')
    expect(missing.row).toContain('was not given to this description')

    const changed = await described('with', '--sources', 'changed.yaml')
    expect(changed.said).toContain('not that of the scan, or was changed since')
    expect(changed.row).toContain('is not that of the scan')

    const unchecked = await described('without', '--sources', 'm.yaml')
    expect(unchecked.said).toContain('the scan had no sources manifest')
    expect(unchecked.row).toContain('what is declared was not checked against the data')

    const none = await described('without')
    expect(none.said).toBe('')
    expect(none.row).toContain('Neither the scan nor this description had a sources manifest.')
  })
})
