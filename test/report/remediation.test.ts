import { describe, expect, it } from 'vitest'
import { requestsOf, type TraceResult } from '../../src/report/remediation.ts'

const [here, elsewhere] = ['a'.repeat(64), 'b'.repeat(64)]
const trace = (sha256: string, root: string, found: number, complete = true) => {
  const result: TraceResult = {
    schema: 'dataaudit.trace/v1',
    tool: { name: 'dataaudit', version: '0.1.0' },
    request: 'R-1',
    root,
    found,
    inRecords: found,
    inFiles: found,
    searched: { files: 1, records: 1 },
    unread: { files: complete ? 0 : 1, records: 0 },
    complete,
    removalList: null,
  }
  return { sha256, result }
}
const remaining = (...traces: readonly ReturnType<typeof trace>[]) => requestsOf(traces, here).map((row) => row.remaining)

describe('what remains of a person on request', () => {
  it('is what a complete trace of this corpus found', () => {
    expect(remaining(trace('1', elsewhere, 4), trace('2', here, 0))).toEqual([0])
  })

  it('is not known where no trace, or an incomplete one without a find, looked through this corpus', () => {
    expect(remaining(trace('1', elsewhere, 0))).toEqual([null])
    expect(remaining(trace('1', here, 0, false))).toEqual([null])
  })

  it('is at least what an incomplete trace found', () => {
    expect(remaining(trace('1', here, 3, false))).toEqual([3])
  })

  it('is the most that any of several traces found, and they are told with those of this corpus last', () => {
    const traces = [trace('2', here, 0), trace('1', here, 2), trace('3', elsewhere, 1)]
    expect(remaining(...traces)).toEqual([2])
    expect(requestsOf(traces, here)[0]!.traces.map(({ file }) => file.sha256)).toEqual(['3', '1', '2'])
  })
})
