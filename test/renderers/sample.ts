import { readFileSync } from 'node:fs'
import { type Report, reportSchema } from '../../src/report/index.ts'

/** The sample report: invented figures, every section filled, all four requirement results. */
export const sample = (): Report =>
  reportSchema.parse(JSON.parse(readFileSync(new URL('../../fixtures/report/sample.report.json', import.meta.url), 'utf8')))
