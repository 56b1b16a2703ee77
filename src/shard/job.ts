import type { Finding, Format, Input, ReadLimits } from '../model.ts'
import type { RowObserver } from '../record/judged.ts'
import type { LabellingMap } from '../record/labelling.ts'
import type { FieldRoles } from '../record/roles.ts'

/** What was done with the decoded bytes and rows of a shard: read + lost + blank = all. */
export interface ShardLedger {
  rows: number
  rowsLost: number
  rowsDamaged: number
  bytesRead: number
  bytesLost: number
  bytesBlank: number
  findings: number
}

/** One shard at work. */
export interface ShardJob {
  readonly input: Input
  readonly format: Format
  readonly limits: ReadLimits
  readonly fields: FieldRoles
  /** Where labelled records hold who labelled and reviewed them. */
  readonly labelling?: LabellingMap | undefined
  /** Takes every finding, in the order of the rows. */
  readonly finding: (finding: Finding) => void
  /** Told now and then how far the shard is. */
  readonly progress?: (ledger: ShardLedger) => void
  /** Called with true before, and with false after a record that may take seconds to judge: until then this thread hears no signal and no message. */
  readonly engaged?: ((on: boolean) => void) | undefined
  /** Follows the bytes of the shard in their order, with the hits of each row: what a cleaned copy is made from. */
  readonly observer?: RowObserver
}
