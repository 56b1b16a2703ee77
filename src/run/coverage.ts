import type { Report } from '../report/index.ts'
import type { Loss } from '../statistics/faults.ts'
import type { FileOutcome } from './outcomes.ts'

/** The ledger: read + unreadable + skipped = all, in files, stored bytes and records, and the reasons that explain every one of them. */

type Reason = Report['coverage']['reasons'][number]

/**
 * What was read and what was not. In each state the files, bytes and records of the reasons add up to the ledger. Bytes are stored bytes.
 */
export function coverageOf(outcomes: readonly FileOutcome[]): Report['coverage'] {
  const files = { read: 0, unreadable: 0, skipped: 0 }
  const bytes = { read: 0, unreadable: 0, skipped: 0 }
  const records = { read: 0, unreadable: 0, skipped: 0 }
  const reasons = new Map<string, Reason>()
  let damaged = 0
  for (const one of outcomes) {
    files[one.state === 'readable' ? 'read' : one.state] += 1
    bytes.read += one.stored
    records.read += one.rows
    damaged += one.rowsDamaged
    for (const lost of lostOf(one)) {
      bytes.read -= lost.bytes
      bytes[lost.state] += lost.bytes
      records[lost.state] += lost.records
      const key = `${lost.state} ${lost.reason}`
      const sum = reasons.get(key)
      if (sum === undefined) reasons.set(key, lost)
      else {
        sum.files += lost.files
        sum.bytes += lost.bytes
        sum.records += lost.records
      }
    }
  }
  const complete = files.unreadable === 0 && files.skipped === 0 && records.unreadable === 0 && damaged === 0 && records.read > 0
  const sorted = [...reasons.keys()].sort().map((key) => reasons.get(key)!)
  return { files, bytes, records, reasons: sorted, damaged, complete }
}

/** What a file lost, by reason: itself or what its faults cost, and its rows that were not judged. Never more bytes than it has. */
function lostOf(one: FileOutcome): Reason[] {
  const { state, reason, stored, losses } = one
  if (state === 'readable') return rowLosses(losses, Math.min(stored, storedBytes(one)))
  // Nothing of the file was judged, or all but what its faults cost.
  const own = one.rows + one.rowsLost === 0 ? stored : Math.min(stored, one.storedLost)
  return [
    { state, reason: reason ?? 'file.unreadable', files: 1, bytes: own, records: 0 },
    ...rowLosses(losses, Math.min(stored - own, storedBytes(one))),
  ]
}

/** Shares the stored bytes of lost rows out among the reasons, by the decoded bytes each one cost. */
function rowLosses(losses: readonly Loss[], bytes: number): Reason[] {
  const decoded = losses.reduce((sum, loss) => sum + loss.bytes, 0)
  let above = 0
  let given = 0
  return losses.map((loss) => {
    above += loss.bytes
    // Rounded where the shares end, so that they add up; of a plain file each is what the rows took.
    const end = above === decoded ? bytes : Math.round((above / decoded) * bytes)
    const share = end - given
    given = end
    return { state: 'unreadable', reason: loss.code, files: 0, bytes: share, records: loss.rows }
  })
}

/** Stored bytes of the rows that were not judged. Of a packed or recoded file their share of the decoded bytes stands for their stored bytes. */
function storedBytes({ compression, charset, stored, decoded, losses }: FileOutcome): number {
  const lost = losses.reduce((sum, loss) => sum + loss.bytes, 0)
  return compression === 'none' && charset === 'utf-8' ? lost : Math.ceil((lost / Math.max(1, decoded)) * stored)
}
