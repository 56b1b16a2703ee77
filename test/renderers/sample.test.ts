import { expect, test } from 'vitest'
import { sample } from './sample.ts'

test('the sample report fits the schema and its own sums', () => {
  const report = sample()
  const { coverage, statistics, corpus } = report
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
  expect(report.risks).toHaveLength(31)
  expect(new Set(report.requirements.map((row) => row.result))).toEqual(
    new Set(['conform', 'nonconform', 'not-applicable', 'insufficient-evidence']),
  )
  expect(sum(Object.values(coverage.files))).toBe(corpus.files)
  expect(sum(Object.values(coverage.bytes))).toBe(corpus.bytes)
  expect(sum(Object.values(coverage.records))).toBe(corpus.records)
  expect(sum(corpus.formats.map((row) => row.bytes))).toBe(corpus.bytes)
  expect(sum(statistics.languages.rows.map((row) => row.records))).toBe(statistics.volume.records)
  expect(sum(statistics.lengths.histogram.map((row) => row.records)) + statistics.lengths.empty).toBe(statistics.volume.records)
  expect(sum(statistics.findings.byRule.flatMap((row) => Object.values(row.findings)))).toBe(statistics.findings.total)
  expect(sum(Object.values(statistics.findings.bySeverity).flatMap((row) => Object.values(row)))).toBe(statistics.findings.total)
  expect(sum(statistics.faults.byCode.map((row) => row.count))).toBe(statistics.faults.total)
  for (const finding of statistics.examples) expect(report.rules.map((rule) => rule.id)).toContain(finding.rule)
})
