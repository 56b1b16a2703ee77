import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { describe as describeData, renderDescriptionMarkdown } from '../../src/description/index.ts'
import type { Report } from '../../src/report/index.ts'
import { builtInFolder, loadLaw } from '../../src/rules/index.ts'
import { parseSources } from '../../src/sources/index.ts'
import { expectSameBytes, folder, run } from '../cli/kit.ts'

/** Labelled records: Article 8 from the fields of the records themselves, by the built program. */

const labelled = fileURLToPath(new URL('../../fixtures/labelled/', import.meta.url))
const manifest = readFileSync(`${labelled}dataaudit.sources.yaml`, 'utf8')

async function scanned(...more: string[]): Promise<{ readonly out: string; readonly report: Report }> {
  const out = folder()
  const done = await run(
    ['scan', 'corpus', '--sources', 'dataaudit.sources.yaml', '--no-config', '--as-of', '2024-06-30', '--quiet', '-o', out, ...more],
    { cwd: labelled },
  )
  expect(done.status, done.stderr).toBe(0)
  return { out, report: JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report }
}

let here: Awaited<ReturnType<typeof scanned>>
let inForce: Awaited<ReturnType<typeof scanned>>
beforeAll(async () => {
  here = await scanned()
  inForce = await scanned('--profile', 'cn-2025')
})

describe('labelled records', () => {
  it('come out as the golden files say', async () => {
    const rows = [here, inForce].flatMap(({ report }) =>
      report.requirements
        .filter(({ id }) => /^ANN-|^cac-2023:8$/.test(id))
        .map(
          ({ id, instrument, mark, result, evidence }) => `${id} [${instrument}, ${mark}]  ${result}\n  ${evidence.zh}\n  ${evidence.en}\n`,
        ),
    )
    await expect(rows.join('')).toMatchFileSnapshot('../../fixtures/labelled/requirements.txt')
    const statistics = `${JSON.stringify(here.report.statistics.annotation, null, 2)}\n`
    await expect(statistics).toMatchFileSnapshot('../../fixtures/labelled/statistics.json')
  })

  it('are described with what was counted', async () => {
    const description = describeData(here.report, parseSources(manifest, 'f'), loadLaw(builtInFolder))
    const part = (lang: 'zh' | 'en') => {
      const text = renderDescriptionMarkdown(description, lang)
      return text.slice(text.search(/^## 8/m), text.search(/^## 9/m))
    }
    await expect(part('zh') + part('en')).toMatchFileSnapshot('../../fixtures/labelled/described.md')
  })

  it('name nobody: no id, batch or label of the records is in any file of the report', () => {
    const ids = [...manifest.matchAll(/person: (\S+?),/g)].map(([, id]) => id!)
    expect(ids).toHaveLength(3)
    const words = [...ids, 'zk-check-05', 'qf-check-09', 'fn-1', 'fn-2', 'sf-1', '不适宜']
    for (const { out } of [here, inForce])
      for (const { name } of readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isFile())) {
        const text = readFileSync(join(out, name), 'utf8')
        for (const word of words) expect(text.includes(word), `${word} in ${name}`).toBe(false)
      }
  })

  it('give the same bytes whatever the threads and ranges', async () => {
    const cut = await scanned('--workers', '2', '--shard-size', '1KiB')
    const [bytes, wanted] = [cut, here].map(({ out }) => readFileSync(join(out, 'report.json')))
    expectSameBytes(bytes!, wanted!, 'report.json')
  })
})
