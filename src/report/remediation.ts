import { z } from 'zod'
import { count, digest, hex64 } from './parts.ts'

/**
 * What the report says of putting things right (Articles 13 and 15 of the draft Measures): critical findings that earlier reports recorded and
 * that are still there, and requests of persons with the traces that show what remains. And the file a trace writes for it.
 */

const day = z.iso.date()

/** The operator's reference of a request: it stands in the report, so it must not be an identifier itself. */
export const requestForm = /^(?!.*\d{6})[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const request = z.string().regex(requestForm)

/** What `trace --result` writes, and `scan --trace` reads. It holds neither the identifier nor anything made from it. */
export const traceResultSchema = z.strictObject({
  schema: z.literal('dataaudit.trace/v1'),
  tool: z.strictObject({ name: z.literal('dataaudit'), version: z.string() }),
  request,
  /** RFC 9162 root of the corpus that was looked through. */
  root: hex64,
  /** Places the identifier stands at, and the records and files they lie in. */
  found: count,
  inRecords: count,
  inFiles: count,
  searched: z.strictObject({ files: count, records: count }),
  unread: z.strictObject({ files: count, records: count }),
  /** Whether everything was read and there was something to read: only then does 0 mean that nothing is there. */
  complete: z.boolean(),
  /** SHA-256 of the removal list that was written with it. */
  removalList: digest.nullable(),
})
export type TraceResult = z.infer<typeof traceResultSchema>

export const remediationSchema = z.strictObject({
  /** Earlier reports this one follows from. `compared`: its findings were there to compare. `day`: from its statement, else its reference day. */
  earlier: z.array(
    z.strictObject({
      report: digest,
      day,
      dated: z.enum(['statement', 'reference-day']),
      compared: z.boolean(),
      /** Findings of severity error and high confidence in it. */
      critical: count,
    }),
  ),
  /** Findings of severity error and high confidence in this report; null when no earlier report was there to compare. */
  open: z
    .strictObject({
      total: count,
      /** Recorded by an earlier report: same rule at the same place of a file with the same content or the same name. */
      known: count,
      since: day.nullable(),
      /** How many of the known ones were recorded more than three months before the reference day. */
      overdue: count,
      /** Not at the same place, but by the same rule in a file of the same name that had as many then, more than three months ago. */
      possiblyOverdue: count,
      /** Whether all findings of the earlier reports were compared. */
      complete: z.boolean(),
      /** The oldest, at most 20. */
      rows: z.array(z.strictObject({ rule: z.string(), file: count, record: count, since: day, overdue: z.boolean() })),
    })
    .nullable(),
  /** Requests of persons, by the operator's reference, in its order. */
  requests: z.array(
    z.strictObject({
      request,
      traces: z.array(
        z.strictObject({
          file: digest,
          root: hex64,
          found: count,
          inRecords: count,
          complete: z.boolean(),
          removalList: digest.nullable(),
          /** Whether it looked through the very corpus of this report. */
          here: z.boolean(),
        }),
      ),
      /** Places that remain in this corpus; null when no complete trace looked through it. */
      remaining: count.nullable(),
    }),
  ),
})
export type Remediation = z.infer<typeof remediationSchema>

/** A trace file as it was read: its digest in hex. */
export interface ImportedTrace {
  readonly sha256: string
  readonly result: TraceResult
}

/** The requests that traces answer, and what remains of each in the corpus with this root. */
export function requestsOf(traces: readonly ImportedTrace[], root: string): Remediation['requests'] {
  const names = [...new Set(traces.map(({ result }) => result.request))].sort()
  return names.map((name) => {
    const own = traces.filter(({ result }) => result.request === name)
    const here = own.filter(({ result }) => result.root === root && (result.complete || result.found > 0))
    return {
      request: name,
      traces: own
        .map(({ sha256, result }) => ({
          file: { sha256 },
          root: result.root,
          found: result.found,
          inRecords: result.inRecords,
          complete: result.complete,
          removalList: result.removalList,
          here: result.root === root,
        }))
        // What was found first, then what remains: by place in time nothing is known.
        .sort((a, b) => Number(a.here) - Number(b.here) || b.found - a.found || (a.file.sha256 < b.file.sha256 ? -1 : 1)),
      remaining: here.length === 0 ? null : Math.max(...here.map(({ result }) => result.found)),
    }
  })
}
